"""Quarters of support events and known members of milestones."""

import pandas as pd
import pytest

from data.answers.roadmap import fiscal_quarters, known_members
from tests.data.typed_rows import typed_rows


@pytest.mark.parametrize(
    ("event", "quarters"),
    [
        ({"month_start": 4, "month_end": 6, "quarter_by_cell": 2}, (1, 1, "month")),
        ({"month_start": 6, "month_end": 9, "quarter_by_cell": 2}, (1, 2, "month")),
        ({"month_start": 1, "month_end": 3}, (4, 4, "month")),
        ({"month_start": 12}, (3, 3, "month")),
        ({"quarter_by_cell": 3}, (3, 3, "cell")),
    ],
)
def test_written_months_win_over_the_cell(event, quarters):
    assert tuple(fiscal_quarters(typed_rows("support_events", event)).iloc[0]) == quarters


def test_an_event_without_month_and_cell_has_no_quarter():
    row = fiscal_quarters(typed_rows("support_events", {})).iloc[0]
    assert row["quarter_basis"] == "unknown"
    assert row[["quarter_start", "quarter_end"]].isna().all()


STAGES = pd.DataFrame(
    {"area_code": ["392049", "394017", "012068"], "prefecture_code": ["39", "39", "01"], "fiscal_year": [2021, 2022, 2021],
     "programme_code": ["transition_preparation"] * 3, "stage": ["preparing"] * 3}
)  # fmt: skip


def members_of(plans=(), **milestone):
    milestone = {"programme_code": "transition_preparation", "milestone_type": "programme_stage", "start_fy": 2021,
                 **milestone}  # fmt: skip
    steps = typed_rows("milestones", milestone, prefecture_code="39")
    return known_members(steps, STAGES, typed_rows("plans", *plans, prefecture_code="39")).iloc[0]


def test_members_are_those_of_the_prefecture_in_the_year():
    assert members_of() == ("392049",)


def test_a_milestone_without_year_or_of_the_prefectures_own_plan_has_no_members():
    assert members_of(start_fy=None) is None
    assert members_of(milestone_type="prefecture_plan") is None


def test_a_draft_is_no_revised_plan():
    plans = [{"area_code": "392049", "status": status, "start_fy": 2021} for status in ("draft", "adopted")]
    assert members_of(plans[:1], milestone_type="plan_revision") == ()
    assert members_of(plans, milestone_type="plan_revision") == ("392049",)
