"""Of which source and day the 高齢化率 of a scatter is, and whom it leaves without a coverage. Pure."""

from __future__ import annotations

import pandas as pd

from components.drawing import wording

# Beside the 高齢化率 in use: both sources with their dates (components/views/aging_source.py adds the columns).
HEADINGS = {
    "document_aging_pct": "計画書の高齢化率（%）",
    "document_when_ja": "計画書の値の時点",
    "census_aging_pct": "国勢調査の高齢化率（%）",
    "census_when_ja": "国勢調査の時点",
}


def name_and_day(placed: pd.DataFrame) -> tuple[str, str]:
    """Return the name of 高齢化率 with its source, and the day where it is that of the census."""
    if "aging_source" not in placed or placed.empty:
        return "高齢化率", ""
    if placed["aging_source"].iloc[0] == "document":
        return "高齢化率（計画書）", ""
    return "高齢化率（国勢調査）", str(placed["census_when_ja"].iloc[0])


def unplaced(towns: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the municipalities whose 高齢化率 the census states but that have no coverage; none without a census."""
    if "aging_source" not in towns or (towns["aging_source"] != "census").any():
        return towns.iloc[:0]
    return towns[towns["aging_rate_pct"].notna() & towns[column].isna()]


def lines_note(rest: pd.DataFrame | None) -> tuple[str, ...]:
    """Return what the lines below the scale are."""
    if rest is None or rest.empty:
        return ()
    count = wording.count(len(rest), "市町村")
    return (
        f"下の短い縦線は、カバー率の値がない{count}の高齢化率です。縦の位置に意味はなく、カバー率0ではありません。",
    )
