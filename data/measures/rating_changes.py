"""What changed between two ratings of the same targets, for example between two editions."""

from __future__ import annotations

import pandas as pd

from data.measures.frames import holds, with_columns

SHOWN = ["status", "status_ja", "is_attained", "actual_value", "actual_unit", "reason_ja"]
NAMED = ["area_code", "area_name_ja", "prefecture_ja", "pillar", "label_ja", "target_fy"]
KINDS = {
    "added": "目標が加わった",
    "removed": "目標がなくなった",
    "status": "判定が変わった",
    "value": "実績が変わった",
}
MOVES = {"attained": "新たに達成", "lost": "達成でなくなった", "reported": "新たに報告", "overdue": "期限が来て未報告"}
WAITING = ("unreported", "before_due")
HIDDEN = "suppressed"


def changed_ratings(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the targets whose rating, result or existence differs, sorted by area and target.

    Args:
        before: Public ratings (`suppress_ratings`) of the earlier state, with the names of the areas.

    Returns:
        target_id, the columns of NAMED, change (a key of KINDS), the columns of SHOWN twice, with `_before` and
        `_after` (missing where the target was not there), and one truth value per key of MOVES. A hidden value that
        stays hidden is no change, and one that is hidden on either side is neither attained nor lost.
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
