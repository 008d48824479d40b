"""Tables on the sheets of a workbook: headings that stay, filters, widths, numbers as numbers, texts never as formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import xlsxwriter

from components.drawing import wording
from components.packs.file_safety import NO_MAGIC, write_text
from components.packs.model import PRODUCT_JA
from components.packs.slides import text_fit

_WIDEST, _NARROWEST = 48, 8
SIZE, CHARACTER = 11, 5.4  # points: font size, and what a column is wide per character
_HIGHEST: Final = 409.0  # points that Excel allows for a row
_SAMPLE: Final = 200  # rows that decide the width of a column
_HEADING: Final = {"bold": True, "bg_color": "#DCE9F5", "border": 1, "text_wrap": True, "valign": "top"}
_TEXT: Final = {"text_wrap": True, "valign": "top"}
_FORMATS: Final = {"share": "0.0", "count": "#,##0", "decimal": "#,##0.0##", "plain": "General"}


@dataclass(frozen=True)
class Styles:
    """The cell formats of one workbook: headings and texts, each also for texts that look like a formula."""

    heading: Any
    guarded_heading: Any
    text: Any
    guarded_text: Any
    title: Any
    numbers: dict[str, Any]


def styles_of(book: Any) -> Styles:
    """Return the formats of a new workbook."""
    return Styles(
        heading=book.add_format(_HEADING),
        guarded_heading=book.add_format({**_HEADING, "quote_prefix": True}),
        text=book.add_format(_TEXT),
        guarded_text=book.add_format({**_TEXT, "quote_prefix": True}),
        title=book.add_format({"bold": True, "font_size": 14, "quote_prefix": True}),
        numbers={kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()},
    )


def write_table(sheet: Any, table: pd.DataFrame, styles: Styles, top: int = 0, *, filters: bool = True) -> None:
    """Write a table with its headings; missing values leave their cell empty.

    Args:
        table: Values with Japanese headings; a heading's unit decides the number format.
    """
    lines = [1] * len(table)
    for column, heading in enumerate(map(str, table.columns)):
        values = table.iloc[:, column]
        width = _width(values, heading)
        write_text(sheet, top, column, heading, styles.heading, styles.guarded_heading)
        sheet.set_column(column, column, width)
        for row, value in enumerate(values.tolist()):
            write_cell(sheet, top + 1 + row, column, value, styles, heading)
            if isinstance(value, str) and width == _WIDEST:  # narrower columns hold their texts unbroken
                lines[row] = max(lines[row], text_fit.lines(value, SIZE, width * CHARACTER))
    for row, count in enumerate(lines, start=top + 1):
        if count > 1:
            sheet.set_row(row, min(count * SIZE * text_fit.LINE_HEIGHT, _HIGHEST))
    if filters and len(table.columns):
        sheet.autofilter(top, 0, top + max(len(table), 1), len(table.columns) - 1)


def write_cell(sheet: Any, row: int, column: int, value: object, styles: Styles, heading: str = "") -> None:
    """Write one value: a number as a number in the format of its heading, everything else as a text."""
    if wording.is_missing(value):
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "はい" if value else "いいえ", styles.text)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, styles.numbers[_kind(value, heading)])
    else:
        write_text(sheet, row, column, str(value), styles.text, styles.guarded_text)


def prepare_print(sheet: Any, heading_row: int = 0) -> None:
    """Set a sheet up for paper: A4 across, as wide as the page, headings on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)


def sheet_name(name: str, used: set[str]) -> str:
    """Return a name that Excel accepts (short, without its forbidden characters, not used before) and note it."""
    plain = re.sub(r"[\[\]:*?/\\']", "・", name)[:28] or "表"
    unique, number = plain, 2
    while unique in used:
        unique, number = f"{plain}{number}", number + 1
    used.add(unique)
    return unique


def _kind(value: float, heading: str) -> str:
    """Return the number format that a heading's unit asks for; a year or a code, without a unit, has none."""
    if "（%）" in heading or "（‰）" in heading:
        return "share"
    if not heading.endswith("）"):
        return "plain"
    return "count" if float(value).is_integer() else "decimal"


def _width(values: pd.Series[Any], heading: str) -> float:
    """Return a column width in characters; a Japanese character counts as two."""
    texts = [heading, *(str(value) for value in values.head(_SAMPLE) if not wording.is_missing(value))]
    longest = max(sum(2 if ord(character) > 0x2E7F else 1 for character in text) for text in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def tables_to_xlsx(tables: Mapping[str, pd.DataFrame], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an Excel workbook: a sheet of notes first, then one sheet per table with filter and fixed heading.

    Texts are always written as texts, so that nothing that stands in the data can run as a formula.

    Args:
        tables: Name of the sheet → table with Japanese headings.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **NO_MAGIC})
    book.set_properties({"title": PRODUCT_JA, "comments": "文書から読み取った計画のデータ"})
    styles = styles_of(book)
    used: set[str] = set()
    listing = [(name, f"{len(table):,}行") for name, table in tables.items()]
    about = pd.DataFrame([*notes, *listing], columns=["項目", "説明"])
    for name, table in [("説明", about), *tables.items()]:
        sheet = book.add_worksheet(sheet_name(name, used))
        write_table(sheet, table, styles)
        sheet.freeze_panes(1, 0)
        prepare_print(sheet)
    book.close()
    return buffer.getvalue()
