"""Support coverage (支援カバー率) as the documents declare it: C1 to C4.

What holds for all of them: numerator and denominator stand beside the percentage; a missing value leaves both;
no record means no information; the pillars ア (community) and イ (consultation) are never added, for they are the
same residents; a quarantined value is used in no figure.

Source: docs/data_dictionary.md, "支援カバー率の定義".
"""

import pandas as pd

from data.measures.definitions import LABELS
from data.measures.values import first_case

FUNCTIONS_OF_PROGRAMME = {
    "community_capacity": ("community.participation", "community.base", "community.training", "consultation.place",
                           "consultation.publicity", "consultation.detection", "consultation.backup"),
    "multi_agency": ("multi_agency.coordinator", "multi_agency.case_review", "multi_agency.network"),
}  # fmt: skip
COVERAGE_FUNCTIONS = tuple(code for codes in FUNCTIONS_OF_PROGRAMME.values() for code in codes)
_COUNTED = ("filled", "same_as")
COORDINATOR = "integrated_consultation_coordinator"


def function_states(
    implementations: pd.DataFrame, functions: pd.DataFrame, staffing: pd.DataFrame, meetings: pd.DataFrame
) -> pd.DataFrame:
    """Return the state of every function that a record describes, those of multi-agency work included.

    The table of functions says it. Where it has no row, a coordinator counts as filled in with a headcount above 0
    (also where it is stated per site), a kind of meeting with a name or a frequency.

    One row per record_id and function_code: state as in `implementation_functions`, filled (whether it counts: a cell
    that only points at another one, 「同上」, is filled in there), line_start, line_end.

    Args:
        implementations: Table `implementations`; only described ones count.
    """
    described = implementations[implementations["described"].fillna(False)]
    derived = pd.concat(
        [_coordinator_states(staffing), _meeting_states(meetings, "case_review"), _meeting_states(meetings, "network")]
    )
    columns = ["implementation_id", "function_code", "state", "line_start", "line_end"]
    states = pd.concat([functions[columns], derived[columns]]).drop_duplicates(columns[:2])
    grid = _expected_functions(described).merge(states, "outer", columns[:2])
    records = described.set_index("implementation_id")["record_id"]
    grid = grid.assign(
        record_id=grid["implementation_id"].map(records), state=grid["state"].fillna("blank").astype("string")
    ).dropna(subset="record_id")
    grid["filled"] = grid["state"].isin(_COUNTED)
    return grid[["record_id", *columns[1:], "filled"]].sort_values(["record_id", "function_code"], ignore_index=True)


def _expected_functions(described: pd.DataFrame) -> pd.DataFrame:
    """Return every counted function of the described programmes: one that no row speaks of is blank."""
    programmes = [(code, function) for code, functions in FUNCTIONS_OF_PROGRAMME.items() for function in functions]
    pairs = pd.DataFrame(programmes, columns=["programme_code", "function_code"], dtype="string")
    return described.merge(pairs, on="programme_code")[["implementation_id", "function_code"]]


def _coordinator_states(staffing: pd.DataFrame) -> pd.DataFrame:
    rows = staffing[(staffing["role"] == COORDINATOR) & (staffing["fact_status"] != "quarantined")]
    placed = (rows["headcount"] > 0).fillna(False) | rows["headcount_kind"].isin(["per_site", "range"])
    none = (rows["headcount"] == 0).fillna(False) | (rows["headcount_kind"] == "none")
    return _best_state(rows, placed, none, "multi_agency.coordinator")


def _meeting_states(meetings: pd.DataFrame, kind: str) -> pd.DataFrame:
    rows = meetings[(meetings["meeting_kind"] == kind) & (meetings["fact_status"] != "quarantined")]
    held = rows["name_ja"].notna() | (rows["frequency_kind"] != "not_stated")
    none = (rows["per_year_max"].fillna(rows["per_year_min"]) == 0).fillna(False)
    return _best_state(rows, held & ~none, none, f"multi_agency.{kind}")


def _best_state(rows: pd.DataFrame, filled: pd.Series, none: pd.Series, function_code: str) -> pd.DataFrame:
    """Return one row per implementation with the best state of its rows: filled, then none, then blank."""
    order = pd.Series(2, index=rows.index).mask(none.astype(bool), 1).mask(filled.astype(bool), 0)
    best = rows.assign(order=order).sort_values(["implementation_id", "order"], kind="stable")
    best = best.drop_duplicates("implementation_id")
    state = best["order"].map({0: "filled", 1: "none", 2: "blank"}).astype("string")
    return best.assign(state=state, function_code=function_code)


def function_coverage(states: pd.DataFrame) -> pd.DataFrame:
    """Return the function coverage (C3): 100 × functions filled in / 10, and the same by pillar.

    "Filled in" is not "working": draw it as a heat map, not as a ranking.

    One row per record_id: filled_count, coverage_pct, and community_pct, consultation_pct, multi_agency_pct (of the 3,
    4 and 3 functions of the pillar; NaN where the record does not describe the pillar).
    """
    counted = states[states["function_code"].isin(COVERAGE_FUNCTIONS)]
    filled = counted.assign(filled=counted["filled"].astype(bool))
    filled["pillar"] = filled["function_code"].str.split(".").str[0]
    by_pillar = filled.pivot_table(index="record_id", columns="pillar", values="filled", aggfunc="sum")
    size = pd.Series(COVERAGE_FUNCTIONS).str.split(".").str[0].value_counts()
    shares = (100 * by_pillar / size).reindex(columns=["community", "consultation", "multi_agency"])
    total = filled.groupby("record_id")["filled"].sum()
    result = pd.DataFrame({"filled_count": total, "coverage_pct": 100 * total / len(COVERAGE_FUNCTIONS)})
    return result.join(shares.astype(float).add_suffix("_pct")).reset_index()


FLAGS = LABELS["coverage_flags"]

REASONS = LABELS["coverage_reasons"]


def population_coverage(service_areas: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Return the declared population coverage (C1) of each record and pillar.

    C1 = 100 × min(covered population, population) / population.

    One row per record_id and pillar: area_code, coverage_pct (0–100, NaN where not computable), method,
    covered_population (as declared), numerator and denominator (persons), flag (a key of FLAGS or empty) and reason (a
    key of REASONS where not computable, otherwise empty).
    """
    areas = _declared_areas(service_areas)
    population = profiles[profiles["indicator_code"] == "population"]
    population = population[["record_id", "area_code", "value", "fact_status"]]
    rows = areas.merge(population, "left", "record_id", validate="m:1")
    residents = rows["value"].astype(float)
    reason = first_case(
        {
            "no_population": residents.isna(),
            "population_quarantined": rows["fact_status"] == "quarantined",
            "area_quarantined": rows["any_quarantined"],
            "": rows["any_whole"] | rows["all_stated"],
            "conditional": rows["any_conditional"],
            "per_unit": rows["only_per_unit"],
        },
        "no_area_population",
    )
    computable = reason == ""
    stated = rows["whole_population"].where(rows["any_whole"], rows["sum_population"])
    declared = stated.fillna(residents).where(computable)
    numerator = declared.clip(upper=residents)
    imputed = computable & stated.isna()
    capped = declared > residents
    reads_as_whole = rows["any_whole"] & ~imputed & (declared >= 0.95 * residents) & (declared < residents)
    return rows[["record_id", "area_code", "pillar"]].assign(
        coverage_pct=100 * numerator / residents,
        method=first_case({"not_computable": ~computable, "imputed_whole": imputed, "capped": capped}, "stated"),
        covered_population=declared,
        numerator=numerator,
        denominator=residents.where(computable),
        flag=first_case({"capped": capped, "reads_as_whole": reads_as_whole}),
        reason=reason,
    )


def _declared_areas(service_areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per record and pillar that says how its declared areas can be counted.

    An area that is the whole municipality decides alone (whole_population, NaN where none is stated); partial
    areas are disjoint and add up (sum_population).
    """
    population = service_areas["population"].astype(float)
    is_total = service_areas["population_kind"].isin(["total", "approx"]) & population.notna()
    is_whole = service_areas["scope"] == "whole"
    marks = service_areas[["record_id", "pillar"]].assign(
        any_quarantined=service_areas["fact_status"] == "quarantined",
        any_whole=is_whole,
        any_conditional=service_areas["scope"] == "conditional",
        all_stated=is_total,
        only_per_unit=is_total | (service_areas["population_kind"] == "per_unit"),
        whole_population=population.where(is_total & is_whole),
        sum_population=population.where(is_total),
    )
    how = {"any": "any", "all": "all", "only": "all", "whole": "max", "sum": "sum"}
    ways = {name: how[name.split("_")[0]] for name in marks.columns[2:]}
    return marks.groupby(["record_id", "pillar"], as_index=False).agg(ways)


def pooled_coverage(coverage: pd.DataFrame, prefecture_populations: pd.DataFrame) -> pd.DataFrame:
    """Return C1 by prefecture and pillar, pooled over the municipalities that have a value.

    One row per prefecture_code and pillar: coverage_pct, numerator, denominator (persons), computable_count,
    not_computable_count, imputed_count (municipalities), imputed_share_pct (of the numerator), prefecture_population
    and at_least_pct (NaN where unknown).

    Args:
        coverage: Result of `population_coverage` for municipalities, with a column prefecture_code.
        prefecture_populations: prefecture_code and population (persons) of prefectures whose own population is
            known; only with it can a share of the whole prefecture be stated, and then only as "at least".
    """
    imputed = coverage["method"] == "imputed_whole"
    work = coverage.assign(
        computable_count=coverage["coverage_pct"].notna(),
        not_computable_count=coverage["coverage_pct"].isna(),
        imputed_count=imputed,
        imputed_numerator=coverage["numerator"].where(imputed, 0.0),
    )
    sums = ["numerator", "denominator", "computable_count", "not_computable_count", "imputed_count"]
    pooled = work.groupby(["prefecture_code", "pillar"], as_index=False)[[*sums, "imputed_numerator"]].sum()
    some = pooled["denominator"] > 0
    pooled["coverage_pct"] = (100 * pooled["numerator"] / pooled["denominator"]).where(some)
    pooled["imputed_share_pct"] = (100 * pooled["imputed_numerator"] / pooled["numerator"]).where(some)
    own = prefecture_populations.set_index("prefecture_code")["population"]
    pooled["prefecture_population"] = pooled["prefecture_code"].map(own).astype(float)
    pooled["at_least_pct"] = (100 * pooled["numerator"] / pooled["prefecture_population"]).where(some)
    return pooled.drop(columns="imputed_numerator")


def unit_coverage(service_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the service-area coverage (C2): 100 × units covered / units in all, where both are stated.

    Compare over time within a municipality, never between kinds of units.

    One row per record_id, pillar and unit_kind: coverage_pct, units_covered, units_total.
    """
    usable = service_areas.dropna(subset="units_covered")
    usable = usable[(usable["units_total"] > 0).fillna(False) & (usable["fact_status"] != "quarantined")]
    by = ["record_id", "pillar", "unit_kind"]
    units = usable.groupby(by, as_index=False, dropna=False).agg(
        units_covered=("units_covered", "sum"), units_total=("units_total", "max")
    )
    units["coverage_pct"] = (100 * units["units_covered"] / units["units_total"]).astype(float)
    return units
