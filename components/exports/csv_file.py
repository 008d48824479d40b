"""A table as a CSV file that Japanese Excel opens with a double click."""

from __future__ import annotations

import pandas as pd

from components.exports.formula_guard import harmless_table


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV: UTF-8 with BOM, CRLF, empty where a value is missing, harmless to spreadsheets."""
    text: str = harmless_table(table).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def file_name(name: str, prefecture_code: str | None, version: str, ending: str = "csv") -> str:
    """Return a file name that says what, where and of which data version: kyosei_targets_01_1a2b3c.csv."""
    return f"kyosei_{name}_{prefecture_code or 'japan'}_{version}.{ending}"
