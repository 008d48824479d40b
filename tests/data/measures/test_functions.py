"""Function coverage C3."""

import math

import pandas as pd
import pytest

from data.measures.coverage import COVERAGE_FUNCTIONS, function_coverage, function_states
from data.schema import TABLES


def frame(name, rows):
    columns = {column.name: column.dtype for column in TABLES[name].columns}
    return pd.DataFrame(rows).reindex(columns=list(columns)).astype(columns)


def implementation(programme_code="multi_agency", described=True):
    return {
        "implementation_id": f"r-{programme_code}", "record_id": "r", "programme_code": programme_code,
        "described": described,
    }  # fmt: skip


def filled(*function_codes, state="filled"):
    return [
        {"implementation_id": "r-community_capacity", "function_code": code, "state": state} for code in function_codes
    ]


def placed(headcount, kind="exact"):
    return {
        "implementation_id": "r-multi_agency", "role": "integrated_consultation_coordinator", "headcount": headcount,
        "headcount_kind": kind, "fact_status": "stated",
    }  # fmt: skip


def held(kind, frequency="stated", per_year=12, name=None):
    return {
        "implementation_id": "r-multi_agency", "meeting_kind": kind, "name_ja": name, "per_year_min": per_year,
        "frequency_kind": frequency, "fact_status": "stated",
    }  # fmt: skip


def states(implementations, functions=(), staffing=(), meetings=()):
    return function_states(
        frame("implementations", implementations),
        frame("implementation_functions", list(functions)),
        frame("staffing", list(staffing)),
        frame("meetings", list(meetings)),
    )


def state_of(result, function_code):
    return result.set_index("function_code")["state"][function_code]


def test_all_ten_functions_filled_in_give_100_percent():
    community = [code for code in COVERAGE_FUNCTIONS if not code.startswith("multi_agency")]
    result = states(
        [implementation("community_capacity"), implementation()],
        filled(*community),
        [placed(2)],
        [held("case_review"), held("network")],
    )
    row = function_coverage(result).iloc[0]
    assert (row["filled_count"], row["coverage_pct"]) == (10, 100)
    assert (row["community_pct"], row["consultation_pct"], row["multi_agency_pct"]) == (100, 100, 100)


def test_the_denominator_is_ten_also_with_one_programme_and_the_other_pillars_stay_empty():
    row = function_coverage(states([implementation()], [], [placed(1)])).iloc[0]
    assert (row["filled_count"], row["coverage_pct"]) == (1, 10)
    assert row["multi_agency_pct"] == pytest.approx(100 / 3)
    assert math.isnan(row["community_pct"])


def test_other_functions_do_not_count():
    result = states([implementation("community_capacity")], filled("community.other", "community.base"))
    assert function_coverage(result).iloc[0]["filled_count"] == 1


@pytest.mark.parametrize("state", ["blank", "placeholder", "undecided", "none"])
def test_only_filled_counts(state):
    result = states([implementation("community_capacity")], filled("community.base", state=state))
    assert function_coverage(result).iloc[0]["filled_count"] == 0
    assert state_of(result, "community.base") == state


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (placed(2), "filled"),
        (placed(0.5), "filled"),
        (placed(0), "none"),
        (placed(None, kind="none"), "none"),
        (placed(None, kind="blank"), "blank"),
        (placed(None, kind="per_site"), "filled"),  # 「2拠点に1名配置」
    ],
)
def test_a_coordinator_counts_where_the_headcount_is_above_zero(row, state):
    assert state_of(states([implementation()], [], [row]), "multi_agency.coordinator") == state


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (held("network", "as_needed", None), "filled"),
        (held("network", "not_stated", None, name="包括化推進会議"), "filled"),
        (held("network", "not_stated", None), "blank"),
        (held("network", "stated", 0), "none"),
    ],
)
def test_a_meeting_counts_where_a_name_or_a_frequency_is_stated(row, state):
    assert state_of(states([implementation()], [], [], [row]), "multi_agency.network") == state


def test_a_programme_that_is_marked_but_not_described_says_nothing():
    assert states([implementation(described=False)], [], [placed(1)]).empty


def test_a_function_without_any_row_is_blank():
    assert state_of(states([implementation()]), "multi_agency.case_review") == "blank"


def test_a_quarantined_headcount_is_not_used():
    row = placed(900) | {"fact_status": "quarantined"}
    assert state_of(states([implementation()], [], [row]), "multi_agency.coordinator") == "blank"


def test_the_table_of_functions_wins_over_what_follows_from_meetings():
    row = {"implementation_id": "r-multi_agency", "function_code": "multi_agency.network", "state": "filled"}
    result = states([implementation()], [row], [placed(1)], [held("network", "not_stated", None)])
    assert state_of(result, "multi_agency.network") == "filled"


def test_a_cell_that_points_at_another_one_counts():
    result = states([implementation("community_capacity")], filled("community.base", state="same_as"))
    assert function_coverage(result).iloc[0]["filled_count"] == 1
