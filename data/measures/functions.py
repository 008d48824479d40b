"""Function coverage (機能充足率, C3): which functions of the plan's form a record has filled in."""

from __future__ import annotations

import pandas as pd

FUNCTIONS_OF_PROGRAMME = {
    "community_capacity": (
        "community.participation",
        "community.base",
        "community.training",
        "consultation.place",
        "consultation.publicity",
        "consultation.detection",
        "consultation.backup",
    ),
    "multi_agency": ("multi_agency.coordinator", "multi_agency.case_review", "multi_agency.network"),
}
COVERAGE_FUNCTIONS = tuple(code for codes in FUNCTIONS_OF_PROGRAMME.values() for code in codes)
_COUNTED = ("filled", "same_as")
COORDINATOR = "integrated_consultation_coordinator"


def function_states(
    implementations: pd.DataFrame, functions: pd.DataFrame, staffing: pd.DataFrame, meetings: pd.DataFrame
) -> pd.DataFrame:
    """Return the state of every function that a record describes, those of multi-agency work included.

    The table of functions says it. Where it has no row, a coordinator counts as filled in with a headcount above 0
    (also where it is stated per site), a kind of meeting with a name or a frequency.

    Args:
        implementations: Table `implementations`; only described ones count.

    Returns:
        One row per record_id and function_code: state as in `implementation_functions`, filled (whether it counts:
        a cell that only points at another one, 「同上」, is filled in there), line_start, line_end.
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
    pairs = [
        (row.implementation_id, function_code)
        for row in described.itertuples()
        for function_code in FUNCTIONS_OF_PROGRAMME.get(str(row.programme_code), ())
    ]
    return pd.DataFrame(pairs, columns=["implementation_id", "function_code"], dtype="string")


def _coordinator_states(staffing: pd.DataFrame) -> pd.DataFrame:
    rows = staffing[(staffing["role"] == COORDINATOR) & (staffing["fact_status"] != "quarantined")]
    placed = (rows["headcount"] > 0).fillna(False) | (rows["headcount_kind"] == "per_site")
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

    Returns:
        One row per record_id: filled_count, coverage_pct, and community_pct, consultation_pct, multi_agency_pct (of
        the 3, 4 and 3 functions of the pillar; NaN where the record does not describe the pillar).

    Source: docs/data_dictionary.md, "C3 機能充足率".
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
