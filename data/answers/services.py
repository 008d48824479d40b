"""What municipalities report on the five services, as everybody may see it: coverage, counts, plan, money, and beside peers.

All are of reports in force; small case counts are hidden, and nothing is computed that would tell them.
"""

from typing import Any

import pandas as pd

import data.measures.services as measure
from data import dataset
from data.answers.areas import municipalities
from data.answers.facts import by_key, of_place, prefecture_of, with_places
from data.answers.peers import QUARTILE_GROUP, peers
from data.answers.reports import (
    kept_as_reported,
    kept_by_place,
    reported_counts,
    reported_process,
    reported_services,
    submissions,
)
from data.answers.stages import stage_ladder
from data.measures.comparisons import quartiles
from data.measures.definitions import LABELS
from data.schema import SERVICES

SERVICE_REASONS = LABELS["service_coverage_reasons"]
FEWEST = 3  # municipalities with a value from which on a year is shown by itself
MONEY = ("cost_per_resident", "grant_per_resident", "cost_per_case_low", "cost_per_case_high")


def town_services(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return each reported service with its coverage, of all years: `data.measures.services.service_coverage`."""
    return of_place(_services(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place
def _services(place: str, _year: int | None) -> pd.DataFrame:
    return measure.service_coverage(reported_services(place or None))


def service_years(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return one row per municipality and year with a report: `data.measures.services.town_years` with the area's names."""
    return of_place(_years(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place
def _years(place: str, _year: int | None) -> pd.DataFrame:
    of = place or None
    return with_places(measure.town_years(_services(of), reported_counts(of), reported_process(of)))


def service_counts(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return every count that is asked or reported, small ones hidden: `public_counts` with indicator_ja, unit, per_10k."""
    return of_place(_counts(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place
def _counts(place: str, _year: int | None) -> pd.DataFrame:
    of = place or None
    rows = measure.public_counts(reported_counts(of), _services(of), dataset.read_table("indicators"))
    rows = with_places(measure.per_10k(rows, _years(of)))
    about = {"indicator_ja": "name_ja", "unit": "unit"}
    return rows.assign(**{name: rows["indicator_code"].map(by_key("indicators", of)) for name, of in about.items()})


def service_process(area_code: str) -> pd.DataFrame:
    """Return a municipality's answers about process and plan, of all years."""
    return of_place(reported_process(area_code[:2]), area_code, None)


def service_money(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return cost and grant per resident and case of each service and of all: `data.measures.services.money`."""
    return of_place(_money(prefecture_of(area_code, prefecture_code)), area_code, None)


@kept_by_place
def _money(place: str, _year: int | None) -> pd.DataFrame:
    return with_places(measure.money(_services(place or None), _counts(place or None)))


@kept_as_reported
def zero_reports(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many municipalities report 0 by year and indicator: `data.measures.services.zero_reports`, indicator_ja."""
    rows = measure.zero_reports(service_counts(prefecture_code=prefecture_code))
    return rows.assign(indicator_ja=rows["indicator_code"].map(by_key("indicators", "name_ja")))


@kept_as_reported
def service_peers(area_code: str, fiscal_year: int) -> pd.DataFrame:
    """Return what similar municipalities report in a year: never their order, only median and quartiles.

    One row per indicator_code (counts for 10,000 residents) and name in MONEY (of all services): n, q1, median, q3; no
    quartiles below four values. The group are the nearest municipalities, without the municipality itself.
    """
    group = list(peers(area_code).ranked["area_code"].head(QUARTILE_GROUP))
    counts, spent = (pd.concat([*map(of, group or [""])], ignore_index=True) for of in (service_counts, service_money))
    counts = counts[counts["fiscal_year"] == fiscal_year]
    spent = spent[(spent["fiscal_year"] == fiscal_year) & (spent["pillar"] == "all")]
    spent = spent[~spent["is_least"].astype(bool)].melt(value_vars=MONEY, var_name="indicator_code")
    values = counts[["indicator_code", "per_10k"]].rename(columns={"per_10k": "value"})
    return quartiles(pd.concat([values, spent], ignore_index=True))[["indicator_code", "n", "q1", "median", "q3"]]


@kept_as_reported
def money_middles(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return median and quartiles of the money per resident over the municipalities of a place that state all of it.

    One row per fiscal_year, pillar (`all` = the five services together) and money (one of MONEY): n, q1, median, q3.
    """
    spent = service_money(prefecture_code=prefecture_code)
    sure = spent[~spent["is_least"].astype(bool)]
    long = sure.melt(["fiscal_year", "pillar"], MONEY, "money")
    keys = long["fiscal_year"].astype(str) + " " + long["pillar"].astype(str) + " " + long["money"].astype(str)
    found = quartiles(long.assign(indicator_code=keys))
    parts = found["indicator_code"].astype("string").str.split(" ", expand=True).reindex(columns=range(3))
    return found[["n", "q1", "median", "q3"]].assign(
        fiscal_year=parts[0].astype("Int64"), pillar=parts[1], money=parts[2]
    )


def contacts(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return every municipality with what is known of it at all: has_stage, has_report, has_document, has_contact (any).

    A report counts in whatever state, also one that was returned.
    """
    towns = municipalities(prefecture_code)[["area_code", "name_ja", "prefecture_code", "prefecture_ja"]]
    ladder, sent = stage_ladder(prefecture_code), submissions(prefecture_code)
    known = {
        "has_stage": ladder.loc[ladder["furthest_stage"] != "unknown", "area_code"],
        "has_report": sent.loc[sent["state"] != "not_submitted", "area_code"],
        "has_document": dataset.read_table("records")["area_code"].dropna(),
    }
    rows = towns.assign(**{name: towns["area_code"].isin(codes) for name, codes in known.items()})
    return rows.assign(has_contact=rows[list(known)].any(axis=1))


ZEROS_SHOWN = ("participation_cases", "support_plans")


@kept_as_reported
def services_headline(prefecture_code: str | None = None) -> dict[str, Any] | None:
    """Return the main figures of the latest year with reports of at least FEWEST municipalities; None without one.

    fiscal_year; town_count (all of the place), reported_count, all_in_place_count (of all five services); coverage_pct
    (C1 of 包括的相談支援, pooled over coverage_count towns; None without one); zeros (indicator, how many report 0, report,
    report nothing); cost_per_resident (median in yen of the cost_count towns that state all their costs; None without one).
    """
    years = service_years(prefecture_code=prefecture_code)
    known = years.dropna(subset="in_place_count").groupby("fiscal_year")["area_code"].nunique()
    if (known < FEWEST).all():
        return None
    year = int(max(known[known >= FEWEST].index))
    rows, of_year = years[years["fiscal_year"] == year], town_services(prefecture_code=prefecture_code)
    first = of_year[(of_year["fiscal_year"] == year) & (of_year["pillar"] == "inclusive_consultation")]
    counted = first.dropna(subset=["numerator", "denominator"])
    zeros = zero_reports(prefecture_code)
    zeros = zeros[(zeros["fiscal_year"] == year) & zeros["indicator_code"].isin(ZEROS_SHOWN)]
    spent = service_money(prefecture_code=prefecture_code)
    spent = spent[(spent["fiscal_year"] == year) & (spent["pillar"] == "all") & ~spent["is_least"].astype(bool)]
    costs = spent["cost_per_resident"].dropna()
    names = ("indicator_ja", "zero_count", "reported_count", "unreported_count")
    return {
        "fiscal_year": year, "town_count": len(municipalities(prefecture_code)), "reported_count": len(rows),
        "all_in_place_count": int((rows["in_place_count"] == len(SERVICES)).sum()),
        "coverage_pct": 100 * counted["numerator"].sum() / counted["denominator"].sum() if len(counted) else None,
        "coverage_count": len(counted), "zeros": tuple(zip(*(zeros[name] for name in names), strict=True)),
        "cost_per_resident": float(costs.median()) if len(costs) else None, "cost_count": len(costs),
    }  # fmt: skip
