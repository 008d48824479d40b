"""Several tables as one Excel file with notes: what it holds, how to read it, where it comes from."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from components import wording

_NO_MAGIC = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _NARROWEST = 48, 8
_SAMPLE = 200  # rows that decide the width of a column


def to_xlsx(tables: Mapping[str, pd.DataFrame], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an Excel workbook: a sheet of notes first, then one sheet per table with filter and fixed heading.

    Texts are always written as texts, so that nothing that stands in the data can run as a formula.

    Args:
        tables: Name of the sheet → table with Japanese headings.
        notes: Item and explanation, such as data version, time, sources, definitions.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_NO_MAGIC})
    book.set_properties({"title": "地域共生モニター", "comments": "文書から読み取った計画のデータ"})
    styles = {
        "heading": book.add_format(
            {"bold": True, "bg_color": "#DCE9F5", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    used: set[str] = set()
    listing = [(name, f"{len(table):,}行") for name, table in tables.items()]
    _write(
        book, _sheet_name("説明", used), pd.DataFrame([*notes, *listing], columns=["項目", "説明"]), styles
    )
    for name, table in tables.items():
        _write(book, _sheet_name(name, used), table, styles)
    book.close()
    return buffer.getvalue()


def _write(book: Any, name: str, table: pd.DataFrame, styles: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    for column, heading in enumerate(table.columns):
        sheet.write_string(0, column, str(heading), styles["heading"])
        sheet.set_column(column, column, _width(table.iloc[:, column], str(heading)))
        for row, value in enumerate(table.iloc[:, column].tolist(), start=1):
            _write_cell(sheet, row, column, value, styles["text"])
    sheet.freeze_panes(1, 0)
    if len(table.columns):
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    if wording.is_missing(value):
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "はい" if value else "いいえ", style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value), style)


def _sheet_name(name: str, used: set[str]) -> str:
    """Return a name that Excel accepts: short, without its forbidden characters, and not used before."""
    plain = re.sub(r"[\[\]:*?/\\']", "・", name)[:28] or "表"
    unique, number = plain, 2
    while unique in used:
        unique, number = f"{plain}{number}", number + 1
    used.add(unique)
    return unique


def _width(values: pd.Series[Any], heading: str) -> float:
    """Return a column width in characters; a Japanese character counts as two."""
    texts = [heading, *(str(value) for value in values.head(_SAMPLE) if not wording.is_missing(value))]
    longest = max(sum(2 if ord(character) > 0x2E7F else 1 for character in text) for text in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
