"""Years, dates, places and lists in Japanese."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from data.schema import label_of

REPORT_FORM_JA = "報告様式"  # in the place of a document, for what municipalities say of themselves in the form
OWN_TARGET = "own-"  # begins the number of a target that a municipality set in the form
# Era by the calendar year in which it began; a fiscal year is named after the era in which most of it lies: 2019 is
# 令和元年度, as the ministries write it.
ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))


def fiscal_year_ja(fiscal_year: int) -> str:
    """Return a fiscal year (the calendar year in which April falls) in both calendars: 2021 → 「令和3年度（2021年度）」."""
    first, era = next((first, era) for first, era in ERAS if fiscal_year >= first)
    year = fiscal_year - first + 1
    return f"{era}{'元' if year == 1 else year}年度（{fiscal_year}年度）"


def labels_of(table: str, column: str, codes: pd.Series) -> pd.Series:
    """Return the Japanese labels of codes; a missing code stays missing."""
    return codes.map(lambda code: label_of(table, column, code), na_action="ignore").astype("string")


def listed_ja(items: Iterable[object]) -> str:
    """Return items joined by 「・」."""
    return "・".join(str(item) for item in items)


def place_ja(doc_id: object, line_start: int, line_end: int | None = None) -> str:
    """Return a place in a document: 「文書003 281行目」 「文書000 84～86行目」."""
    until = f"～{line_end}" if line_end is not None and line_end > line_start else ""
    return f"文書{doc_id} {line_start}{until}行目"


def year_ja(fiscal_year: Any) -> str:
    """Return a fiscal year in words, or 「年度の記載なし」."""
    return "年度の記載なし" if pd.isna(fiscal_year) else fiscal_year_ja(int(str(fiscal_year)))


def years_ja(start_fy: Any, end_fy: Any, open_ja: str) -> str:
    """Return a span of fiscal years in words; without an end, `open_ja` stands behind the start."""
    if pd.isna(start_fy):
        return year_ja(start_fy)
    start = year_ja(start_fy)
    if pd.isna(end_fy):
        return start + open_ja
    return start if end_fy == start_fy else f"{start}～{year_ja(end_fy)}"


def percent_ja(numerator: Any, denominator: Any) -> str:
    """Return a share as 「20.6%」."""
    return f"{100 * float(str(numerator)) / float(str(denominator)):.1f}%"


def date_ja(date: Any) -> str:
    """Return an ISO date, month or year in words: 2022-11 → 「2022年11月」; a missing one → 「時期の記載なし」."""
    if pd.isna(date):
        return "時期の記載なし"
    return "".join(f"{int(part)}{name}" for part, name in zip(str(date).split("-"), "年月日", strict=False))
