"""A report as an Excel workbook: what it is, its data with native charts, full tables, questions, definitions, sources."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import xlsxwriter

from components.drawing.model import Figure, Tiles
from components.packs.file_safety import NO_MAGIC, fixed_properties, same_bytes
from components.packs.listings import definition_list, note_list, question_list, source_list, typed
from components.packs.model import PRACTICE_JA, Pack
from components.packs.slides import text_fit
from components.packs.words import cover_pairs
from components.packs.workbook import sheet_charts
from components.packs.workbook.sheets import (
    CHARACTER,
    SIZE,
    Styles,
    prepare_print,
    sheet_name,
    styles_of,
    write_cell,
    write_table,
)

_FRONT_WIDTHS = (18, 96)  # characters in the columns of the first sheet
_LABEL_WIDTH, _NUMBER_WIDTH, _WORDS_WIDTH = 30, 14, 56  # characters in the columns below a chart
_COLUMNS: Final = 7  # columns beside the first to which a text above a chart reaches
_ROW: Final = 20  # pixels
_FONT: Final = {"font_name": "BIZ UDPゴシック", "font_size": SIZE}


class _Book:
    """A workbook under way."""

    def __init__(self, pack: Pack) -> None:
        self.buffer = io.BytesIO()
        self.file = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "default_format_properties": dict(_FONT), **NO_MAGIC}
        )
        self.file.set_properties(fixed_properties(pack.title_ja, pack.made_on))
        self.styles: Styles = styles_of(self.file)
        self.used: set[str] = set()
        self.header = f"&L{'' if not pack.is_practice else PRACTICE_JA}&R{pack.version}"

    def sheet(self, name: str) -> Any:
        """Return a new sheet, ready for paper."""
        sheet = self.file.add_worksheet(sheet_name(name, self.used))
        sheet.set_footer("&L&F&C&A&R&P／&N")
        sheet.set_header(self.header)
        return sheet


def to_xlsx(pack: Pack) -> bytes:
    """Return the report as a workbook; equal reports give equal bytes."""
    book = _Book(pack)
    figures = [pack.headline, *(figure for section in pack.sections for figure in section.figures)]
    front = book.sheet("説明")
    for number, figure in enumerate(figures):
        _add_figure(book, figure, number)
    for section in pack.sections:
        for listing in section.listings:
            # The name of a sheet is short: what stands in brackets is said by the headings.
            _add_table(book, f"一覧 {listing.title_ja.split('（')[0]}", typed(listing))
    for listing in (note_list(pack), question_list(pack), definition_list(pack), source_list(pack)):
        if listing.rows:
            _add_table(book, listing.title_ja, typed(listing))
    _write_front(front, book, pack)
    book.file.close()
    return same_bytes(book.buffer.getvalue())


def _write_front(sheet: Any, book: _Book, pack: Pack) -> None:
    """Write the first sheet: what the workbook is, its sentences, and its other sheets with a link to each."""
    sheet.write_string(0, 0, pack.title_ja, book.styles.title)
    pairs = [*cover_pairs(pack), *(("要点", message) for message in pack.messages)]
    pairs += [
        ("この資料の部分", f"{section.title_ja}: {section.empty_ja}") for section in pack.sections if section.empty_ja
    ]
    _write_pairs(sheet, 2, pairs, book.styles, _FRONT_WIDTHS[1])
    top = 3 + len(pairs)
    sheet.write_string(top, 0, "シート", book.styles.text)
    for row, name in enumerate((name for name in book.file.sheetnames if name != sheet.name), start=top):
        sheet.write_url(row, 1, f"internal:'{name}'!A1", string=name)
    for column, width in enumerate(_FRONT_WIDTHS):
        sheet.set_column(column, column, width)
    prepare_print(sheet)


def _add_figure(book: _Book, figure: Figure, number: int) -> None:
    """Write a figure: its facts and the numbers of its chart on one sheet, the whole table on the next."""
    sheet = book.sheet(f"図{number} {figure.title}" if number else "要点")
    sheet.write_string(0, 0, figure.title, book.styles.title)
    pairs = [("読み取れること", figure.reading), *figure.facts, *(("注", note) for note in figure.notes)]
    _write_pairs(sheet, 1, pairs, book.styles, _COLUMNS * _NUMBER_WIDTH, joined=_COLUMNS)
    _add_chart(book, sheet, figure, len(pairs) + 2)
    prepare_print(sheet)
    table = figure.table()
    if len(table.columns) and not isinstance(figure.chart, Tiles):  # tiles show all of their table
        _add_table(book, f"表{number} {figure.title}", table)


def _add_chart(book: _Book, sheet: Any, figure: Figure, top: int) -> None:
    """Draw a figure's chart at a row, and below it the numbers that it draws from."""
    if figure.chart is None:
        return
    data_top = top + math.ceil(sheet_charts.height(figure.chart) / _ROW) + 1
    write_table(sheet, sheet_charts.chart_table(figure.chart), book.styles, data_top)
    sheet.set_row(data_top, 2 * SIZE * text_fit.LINE_HEIGHT)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, _COLUMNS, _NUMBER_WIDTH)
    if isinstance(figure.chart, Tiles):
        sheet.set_column(3, 3, _WORDS_WIDTH)
    sheet_charts.add_chart(book.file, sheet, figure.chart, figure.reading, top, data_top)


def _add_table(book: _Book, name: str, table: pd.DataFrame) -> None:
    sheet = book.sheet(name)
    write_table(sheet, table, book.styles)
    sheet.freeze_panes(1, 0)
    prepare_print(sheet)


def _write_pairs(
    sheet: Any, top: int, pairs: Sequence[tuple[str, str]], styles: Styles, width: float, joined: int = 1
) -> None:
    """Write name and value in rows that are high enough for the value."""
    for row, (name, value) in enumerate(pairs, start=top):
        write_cell(sheet, row, 0, name, styles)
        if joined > 1:
            sheet.merge_range(row, 1, row, joined, "", styles.text)
        # Excel does not fit the height of joined cells by itself.
        sheet.set_row(row, text_fit.height(value, SIZE, width * CHARACTER))
        write_cell(sheet, row, 1, value, styles)
