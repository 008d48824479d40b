"""The share of targets attained 達成割合, with bounds while reports are missing.

Source: docs/data_dictionary.md, "達成割合".
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def attainment_shares(ratings: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the share of targets attained in each group: 100 × attained / rateable, beside what it leaves out.

    Factors and duplicates do not count anywhere. Targets without a rate by nature (体制, 活動, 定性) and volumes
    without a good direction are counted apart. The bounds hold whatever the missing reports will say: at least all of
    them miss their target, at most all of them reach it. due_count is what the bounds divide by: rateable + unreported.

    Args:
        ratings: Result of `rate_targets`, with the columns of `by`.

    Returns:
        One row per group: target_count (all that count), attained_count, rateable_count, hard_to_rate_count,
        unreported_count, before_due_count, not_applicable_count (these six about targets with a rate);
        qualitative_count and against_plan_count (targets of those sorts, in whatever state); due_count; attained_pct
        (NaN without a rateable target), lowest_pct and highest_pct (NaN with nothing due).

    Source: docs/data_dictionary.md, "達成割合".
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
