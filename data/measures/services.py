"""What municipalities report on the five services of 社会福祉法106条の4: coverage (C1, C3), the plan (C6), cases, money.

What holds for all of them: the rows are those of reports in force; a reported 0 is 0, no row is 未報告 and leaves
numerator and denominator; small case counts are hidden before money is divided by them.

Source: docs/data_dictionary.md, "支援カバー率の定義".
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from data.measures.public_ratings import hidden_cases
from data.measures.values import first_case, numbers
from data.schema import PLAN_ITEMS, SERVICES

YEAR = ["area_code", "fiscal_year"]
COUNT = [*YEAR, "pillar", "indicator_code"]
IN_PLACE = ("implementing", "other_approach")  # whoever builds it another way has it, too
MEETINGS = ("multilayer_meetings", "support_meetings")
# The counts of people or cases that a service supports; 地域づくり opens places, it has no cases.
CASES: Mapping[str, tuple[str, ...]] = {
    "inclusive_consultation": ("consultations",),
    "participation_support": ("participation_cases",),
    "outreach": ("outreach_new", "outreach_continuing"),
    "coordination": ("support_plans",),
}
# A total and its parts: one hidden number among them could be computed from the others.
TOLD_BY_OTHERS = (
    ("consultations", "new_consultations", "continued_consultations"),
    ("consultations", "care_consultations", "disability_consultations", "child_consultations", "poverty_consultations"),
)
PER_RESIDENTS = 10_000


def service_coverage(services: pd.DataFrame) -> pd.DataFrame:
    """Return the services with the reported population coverage (C1) of each: 100 × min(covered, population) / population.

    The rows with coverage_pct (NaN where not computable), numerator, denominator (persons, NaN where nobody states
    them), method (`stated`, `capped`, `imputed_whole`, `not_computable`) and reason (a key of the labels
    `service_coverage_reasons`, empty where computable).
    """
    covered, residents = numbers(services["covered_population"]), numbers(services["population"])
    whole = services["scope"].eq("whole").fillna(False).astype(bool)
    stated = covered.notna() & (residents > 0)
    reason = first_case(
        {
            "not_in_place": ~services["state"].isin(IN_PLACE),
            "": stated | (whole & covered.isna()),
            "no_residents": covered.notna(),
        },
        "no_covered_population",
    )
    known = reason == ""
    part = covered.where(stated, residents).clip(upper=residents).where(known)
    share = (100 * part / residents).where(stated, 100.0).where(known)
    method = first_case({"not_computable": ~known, "imputed_whole": ~stated, "capped": covered > residents}, "stated")
    return services.assign(
        coverage_pct=share, numerator=part, denominator=residents.where(known), method=method, reason=reason
    )


def town_years(services: pd.DataFrame, counts: pd.DataFrame, process: pd.DataFrame) -> pd.DataFrame:
    """Return what a municipality reports on the framework in a year: one row per area_code and fiscal_year with services.

    Columns: answered_count, in_place_count (services: answered at all, and 実施している or 別の手法); function_count,
    function_answered_count, function_pct (C3); plan_yes_count, plan_answered_count, plan_pct (C6); c1_<pillar>_pct;
    population; cost_yen, grant_yen (sums of what is stated).

    Args:
        services: Result of `service_coverage`, in force.
    """
    money = {name: numbers(services[name]) for name in ("cost_yen", "grant_yen", "population")}
    groups = services.assign(answered_count=1, in_place_count=services["state"].isin(IN_PLACE), **money).groupby(YEAR)
    rows = groups[["answered_count", "in_place_count"]].sum().astype(int).join(groups["population"].max())
    rows = rows.join(groups[["cost_yen", "grant_yen"]].sum(min_count=1))
    wide = services.pivot(index=YEAR, columns="pillar", values="coverage_pct").astype(float)
    wide = wide.reindex(columns=list(SERVICES))
    rows = rows.join(wide.rename(columns=lambda pillar: f"c1_{pillar}_pct"))
    return _with_plan(_with_functions(rows, counts), process).reset_index()


def _with_functions(rows: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Add C3: services in place and legal meetings held, of those that are answered."""
    meetings = counts[counts["indicator_code"].isin(MEETINGS)].assign(held=lambda frame: numbers(frame["value"]) > 0)
    held = meetings.groupby(YEAR)["held"].agg(["sum", "size"]).reindex(rows.index, fill_value=0)
    count, answered = rows["in_place_count"] + held["sum"], rows["answered_count"] + held["size"]
    return rows.assign(function_count=count, function_answered_count=answered, function_pct=100 * count / answered)


def _with_plan(rows: pd.DataFrame, process: pd.DataFrame) -> pd.DataFrame:
    """Add C6: requirements that the plan meets, of those that are answered; 予定 is not yet."""
    asked = process[process["item"].isin(PLAN_ITEMS)].assign(yes=lambda frame: frame["answer"].eq("yes"))
    met = asked.groupby(YEAR)["yes"].agg(["sum", "size"]).reindex(rows.index, fill_value=0).astype(int)
    share = 100 * met["sum"] / met["size"].where(met["size"] > 0)
    return rows.assign(plan_yes_count=met["sum"], plan_answered_count=met["size"], plan_pct=share)


def public_counts(counts: pd.DataFrame, services: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return every count that the form asks of the services in place, or that was reported, as everybody may see it.

    A case count from 1 to 4 is hidden, and where it alone among a total and its parts would be hidden, so is the
    smallest other one. One row per area_code, fiscal_year, pillar and indicator_code: is_asked (the service is in
    place), value (missing where hidden or not reported), state (`reported`, `suppressed`, `unreported`), comment_ja,
    and last_value and last_state of the year before (`unreported` where there was no report either).
    """
    rows = _asked(services).merge(counts[[*YEAR, "pillar", "indicator_code", "value", "comment_ja"]], "outer", COUNT)
    rows = rows.assign(value=numbers(rows["value"]), is_asked=rows["is_asked"].eq(True).fillna(False).astype(bool))
    units = rows["indicator_code"].map(indicators.set_index("indicator_code")["unit"])
    hidden = hidden_cases(
        rows.assign(target_unit=units, actual_value=rows["value"], numerator=None, denominator=None), indicators
    )
    for group in TOLD_BY_OTHERS:
        hidden |= _told_by_others(rows, hidden, group)
    state = first_case({"suppressed": hidden, "unreported": rows["value"].isna()}, "reported")
    rows = rows.assign(value=rows["value"].mask(hidden), state=state)
    last = rows[[*COUNT, "value", "state"]].assign(fiscal_year=rows["fiscal_year"] + 1)
    rows = rows.merge(last.rename(columns={"value": "last_value", "state": "last_state"}), "left", COUNT)
    return rows.assign(last_state=rows["last_state"].fillna("unreported"))


def _asked(services: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that the form asks of each service in place, with is_asked."""
    asked = pd.DataFrame(
        [(pillar, code) for pillar, service in SERVICES.items() for code in service.counts],
        columns=["pillar", "indicator_code"], dtype="string",
    )  # fmt: skip
    running = services.loc[services["state"].isin(IN_PLACE), [*YEAR, "pillar"]]
    return running.merge(asked, on="pillar").assign(is_asked=True)


def _told_by_others(counts: pd.DataFrame, hidden: pd.Series, group: Sequence[str]) -> pd.Series:
    """Return the smallest shown count above 0 of each report in which exactly one count of a group is hidden."""
    inside = counts["indicator_code"].isin(group)
    alone = hidden.where(inside, False).groupby([counts[name] for name in YEAR]).transform("sum") == 1
    shown = counts[inside & alone & ~hidden & (counts["value"] > 0)].sort_values("value", kind="stable")
    return pd.Series(counts.index.isin(shown.drop_duplicates(YEAR).index), counts.index)


def zero_reports(counts: pd.DataFrame) -> pd.DataFrame:
    """Return for each year and indicator how many municipalities with the service in place report 0, and how many nothing.

    One row per fiscal_year, pillar and indicator_code: town_count (municipalities with the service in place),
    reported_count, zero_count, unreported_count, zero_pct (of the reported; NaN without any).

    Args:
        counts: Result of `public_counts`.
    """
    asked = counts[counts["is_asked"]]
    marks = asked.assign(
        town_count=1, zero_count=asked["value"] == 0, unreported_count=asked["state"] == "unreported",
        reported_count=asked["state"] != "unreported",
    )  # fmt: skip
    names = ["town_count", "reported_count", "zero_count", "unreported_count"]
    found = marks.groupby(["fiscal_year", "pillar", "indicator_code"])[names].sum().astype(int).reset_index()
    reported = found["reported_count"]
    return found.assign(zero_pct=100 * found["zero_count"] / reported.where(reported > 0))


def money(services: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return cost and grant of each service and of all (`all`), per resident and per supported case, with bounds.

    One person may be a case of several services: those of all lie between the largest count and the sum. One row per
    area_code, fiscal_year and pillar: cost_yen, grant_yen, population, cases_low, cases_high (NaN where a service in
    place did not report them, or they are hidden), cost_per_resident and grant_per_resident (yen), is_least (a service
    in place states no cost: the money is a lower bound), cost_per_case_low and cost_per_case_high (yen; NaN where cost
    or cases are not complete).

    Args:
        counts: Result of `public_counts`.
    """
    own = services.assign(
        is_least=services["state"].isin(IN_PLACE) & services["cost_yen"].isna(),
        has_cases=services["state"].isin(IN_PLACE) & services["pillar"].isin(CASES),
        **{name: numbers(services[name]) for name in ("cost_yen", "grant_yen", "population")},
    )  # fmt: skip
    own["cases_high"] = _cases(own, counts)
    own["cases_low"] = own["cases_high"]
    own["lacks_cases"] = own["has_cases"] & own["cases_high"].isna()
    figures = ["cost_yen", "grant_yen", "population", "cases_low", "cases_high", "is_least", "lacks_cases"]
    own = own[[*YEAR, "pillar", *figures]]
    groups = own.groupby(YEAR)
    whole = groups[["cost_yen", "grant_yen", "cases_high"]].sum(min_count=1)
    whole = whole.join(groups[["population", "cases_low", "is_least", "lacks_cases"]].max()).reset_index()
    rows = pd.concat([own, whole.assign(pillar="all")], ignore_index=True)
    complete = ~rows["is_least"].astype(bool) & ~rows["lacks_cases"].astype(bool)
    for name in ("cases_low", "cases_high"):
        rows[name] = rows[name].where(~rows["lacks_cases"].astype(bool))
    residents = rows["population"].where(rows["population"] > 0)
    return rows.drop(columns="lacks_cases").assign(
        cost_per_resident=rows["cost_yen"] / residents,
        grant_per_resident=rows["grant_yen"] / residents,
        cost_per_case_low=(rows["cost_yen"] / rows["cases_high"].where(rows["cases_high"] > 0)).where(complete),
        cost_per_case_high=(rows["cost_yen"] / rows["cases_low"].where(rows["cases_low"] > 0)).where(complete),
    )  # fmt: skip


def _cases(services: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """Return the cases of each service, NaN where one of its counts is hidden or not reported."""
    of_service = {code: pillar for pillar, codes in CASES.items() for code in codes}
    rows = counts.assign(pillar=counts["indicator_code"].map(of_service)).dropna(subset="pillar")
    found = rows.groupby([*YEAR, "pillar"])["value"].agg(["sum", "count"]).reset_index()
    found = found[found["count"] == found["pillar"].map(lambda pillar: len(CASES[pillar]))]
    keys = pd.MultiIndex.from_frame(services[[*YEAR, "pillar"]])
    return found.set_index([*YEAR, "pillar"])["sum"].reindex(keys).set_axis(services.index).astype(float)


def per_10k(counts: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with per_10k, for 10,000 residents of the same report (NaN where there is no value or population).

    Args:
        years: Result of `town_years`.
    """
    rows = counts.merge(years[[*YEAR, "population"]], "left", YEAR)
    return rows.assign(per_10k=PER_RESIDENTS * rows["value"] / rows["population"].where(rows["population"] > 0))
