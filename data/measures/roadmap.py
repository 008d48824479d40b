"""The roadmap of a prefecture: in which quarter an event lies, and who is known of those that a milestone counts."""

from __future__ import annotations

import pandas as pd

from data.measures.stage_coverage import plans_that_count
from data.measures.stages import ACTIVE

# Milestones that stages of municipalities can be held against; the others are about plans.
STAGE_TYPES = ("programme_stage", "programme_start")


def fiscal_quarters(events: pd.DataFrame) -> pd.DataFrame:
    """Return the fiscal quarters (1 = April to June) of each event; written months win over the table cell.

    Returns:
        On the index of the events: quarter_start and quarter_end (missing where nothing tells them) and quarter_basis
        (`month`, `cell`, `unknown`).
    """
    start = events["month_start"].fillna(events["month_end"])
    end = events["month_end"].fillna(start)
    by_month, by_cell = start.notna(), events["quarter_by_cell"].notna()
    cell = events["quarter_by_cell"]
    return pd.DataFrame(
        {
            "quarter_start": _quarter_of(start).fillna(cell),
            "quarter_end": _quarter_of(end).fillna(cell),
            "quarter_basis": pd.Series("unknown", events.index).mask(by_cell, "cell").mask(by_month, "month"),
        }
    )


def _quarter_of(month: pd.Series) -> pd.Series:
    return ((month - 4) % 12) // 3 + 1


def known_members(milestones: pd.DataFrame, statements: pd.DataFrame, plans: pd.DataFrame) -> pd.Series:
    """Return for each milestone the area codes of municipalities known to be there, in its prefecture and first year.

    Args:
        milestones: Facts of `milestones` with prefecture_code.
        statements: Result of `stages.stage_statements` with prefecture_code.
        plans: Facts of `plans` with prefecture_code; drafts do not count.

    Returns:
        Tuples of area codes on the index of the milestones; None where nothing can be held against the milestone
        (no year, or a kind that municipalities do not carry out).
    """
    members = [_members(row, statements, plans) for _, row in milestones.iterrows()]
    return pd.Series(members, milestones.index, dtype=object)


def _members(milestone: pd.Series, statements: pd.DataFrame, plans: pd.DataFrame) -> tuple[str, ...] | None:
    year, prefecture = milestone["start_fy"], milestone["prefecture_code"]
    if pd.isna(year):
        return None
    if milestone["milestone_type"] == "plan_revision":
        found = plans_that_count(plans, int(year))
        found = found[(found["start_fy"] == year).fillna(False)]
    elif milestone["milestone_type"] in STAGE_TYPES and pd.notna(milestone["programme_code"]):
        there = statements["programme_code"].eq(milestone["programme_code"]) & statements["fiscal_year"].eq(year)
        found = statements[there & statements["stage"].isin(ACTIVE)]
    else:
        return None
    return tuple(sorted(set(found.loc[found["prefecture_code"] == prefecture, "area_code"])))
