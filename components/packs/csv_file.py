"""A table as a CSV file that Japanese Excel opens with a double click."""

from __future__ import annotations

import pandas as pd

from components.packs.formula_guard import harmless_table

PRACTICE_JA = "練習用"
PRACTICE_COLUMN = ("データの種類", "練習用（架空の見本県）")


def to_csv(table: pd.DataFrame, *, is_practice: bool = False) -> bytes:
    """Return a table as CSV: UTF-8 with BOM, CRLF, empty where a value is missing, harmless to spreadsheets.

    Args:
        is_practice: Whether the data are invented; then a last column says so in every row.
    """
    if is_practice:
        heading, words = PRACTICE_COLUMN
        table = table.assign(**{heading: words})
    text: str = harmless_table(table).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def file_name(
    name: str, prefecture_code: str | None, version: str, ending: str = "csv", *, is_practice: bool = False
) -> str:
    """Return a file name that says what, where and of which data version: kyosei_targets_01_1a2b3c.csv."""
    mark = f"{PRACTICE_JA}_" if is_practice else ""
    return f"{mark}kyosei_{name}_{prefecture_code or 'japan'}_{version}.{ending}"
