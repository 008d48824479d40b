"""The share of targets attained 達成割合, with bounds while reports are missing.

Source: docs/data_dictionary.md, "達成割合".
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.measures.definitions import LABELS
from data.measures.values import holds, with_columns


def attainment_shares(ratings: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the share of targets attained in each group: 100 × attained / rateable, beside what it leaves out.

    Factors and duplicates do not count anywhere. Targets without a rate by nature (体制, 活動, 定性) and volumes
    without a good direction are counted apart. The bounds hold whatever the missing reports will say: at least all of
    them miss their target, at most all of them reach it. due_count is what the bounds divide by: rateable + unreported.

    One row per group: target_count (all that count), attained_count, rateable_count, hard_to_rate_count,
    unreported_count, before_due_count, not_applicable_count (these six about targets with a rate); qualitative_count
    and against_plan_count (targets of those sorts, in whatever state); due_count; attained_pct (NaN without a rateable
    target), lowest_pct and highest_pct (NaN with nothing due).

    Args:
        ratings: Result of `rate_targets`, with the columns of `by`.
    """
    rows = ratings[~ratings["is_factor"] & ~ratings["is_duplicate"]]
    in_share = rows["counts_in_share"]
    marks = rows.assign(
        target_count=1,
        attained_count=in_share & rows["is_attained"].fillna(False).astype(bool),
        rateable_count=in_share & rows["band"].notna(),
        **{
            f"{state}_count": in_share & (rows["state"] == state).fillna(False).astype(bool)
            for state in ("hard_to_rate", "unreported", "before_due", "not_applicable")
        },
        qualitative_count=rows["has_no_rate"],
        against_plan_count=rows["is_volume"] & ~rows["has_no_rate"],
    )
    counts = ["target_count", "attained_count", "rateable_count", "hard_to_rate_count", "unreported_count",
              "before_due_count", "not_applicable_count", "qualitative_count", "against_plan_count"]  # fmt: skip
    shares = marks.groupby(list(by), as_index=False, dropna=False)[counts].sum()
    attained, rateable, missing = (
        shares[f"{name}_count"].astype(float) for name in ("attained", "rateable", "unreported")
    )
    due = rateable + missing
    shares["due_count"] = shares["rateable_count"] + shares["unreported_count"]
    shares["attained_pct"] = (100 * attained / rateable.where(rateable > 0)).round(1)
    shares["lowest_pct"] = (100 * attained / due.where(due > 0)).round(1)
    shares["highest_pct"] = (100 * (attained + missing) / due.where(due > 0)).round(1)
    return shares


SHOWN = ["status", "status_ja", "is_attained", "actual_value", "actual_unit", "reason_ja"]
NAMED = ["area_code", "area_name_ja", "prefecture_ja", "pillar", "label_ja", "target_fy"]
KINDS = LABELS["change_kinds"]
MOVES = LABELS["change_moves"]
WAITING = ("unreported", "before_due")
HIDDEN = "suppressed"


def changed_ratings(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the targets whose rating, result or existence differs, sorted by area and target.

    Columns: target_id, the columns of NAMED, change (a key of KINDS), the columns of SHOWN twice, with `_before` and
    `_after` (missing where the target was not there), and one truth value per key of MOVES. A hidden value that stays
    hidden is no change, and one that is hidden on either side is neither attained nor lost.

    Args:
        before: Public ratings (`suppress_ratings`) of the earlier state, with the names of the areas.
    """
    columns = ["target_id", *NAMED, *SHOWN]
    earlier, later = (with_columns(rows, columns)[columns].set_index("target_id") for rows in (before, after))
    both = earlier[SHOWN].add_suffix("_before").join(later[SHOWN].add_suffix("_after"), how="outer")
    change = pd.Series(pd.NA, index=both.index, dtype="string")
    change[_differs(both, "actual_value")] = "value"
    change[_differs(both, "status_ja")] = "status"
    change[~both.index.isin(earlier.index)] = "added"
    change[~both.index.isin(later.index)] = "removed"
    named = later[NAMED].combine_first(earlier[NAMED])
    rows = named.join(both, how="right").assign(change=change, **_moves(both))
    rows = rows[rows["change"].notna()].reset_index()
    return rows.sort_values(["area_code", "target_id"], ignore_index=True)


def _moves(both: pd.DataFrame) -> dict[str, pd.Series]:
    """Return for each key of MOVES where it happened; a target may be reported and attained at once."""
    was, now = (holds(both[f"is_attained_{side}"]) for side in ("before", "after"))
    first, second = (both[f"status_{side}"] for side in ("before", "after"))
    shown = ~holds(first == HIDDEN) & ~holds(second == HIDDEN)
    waited, waits = (holds(codes.isin(WAITING)) for codes in (first, second))
    return {
        "attained": now & ~was & shown,
        "lost": was & ~now & shown & second.notna(),
        "reported": waited & ~waits & second.notna(),
        "overdue": holds(first == "before_due") & holds(second == "unreported"),
    }


def _differs(both: pd.DataFrame, name: str) -> pd.Series:
    first, second = (both[f"{name}_{side}"].astype(object) for side in ("before", "after"))
    unchanged = (first == second).fillna(False).astype(bool) | (first.isna() & second.isna())
    return ~unchanged
