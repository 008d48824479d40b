"""A report as an Excel workbook: what it is, its data with native charts, tables that filter, questions, definitions, sources."""

import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import xlsxwriter

import components.packs.slides.text_fit as text_fit
from components.drawing import wording
from components.drawing.model import Chart, Figure, Tiles
from components.packs.file_safety import NO_MAGIC, fixed_properties, same_bytes, write_text
from components.packs.listings import definition_list, note_list, question_list, source_list, typed
from components.packs.model import PRACTICE_JA, PRODUCT_JA, Pack, cover_pairs
from components.packs.workbook import sheet_charts

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
        heading=book.add_format(_HEADING), guarded_heading=book.add_format({**_HEADING, "quote_prefix": True}),
        text=book.add_format(_TEXT), guarded_text=book.add_format({**_TEXT, "quote_prefix": True}),
        title=book.add_format({"bold": True, "font_size": 14, "quote_prefix": True}),
        numbers={kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()},
    )  # fmt: skip


def write_table(sheet: Any, table: pd.DataFrame, styles: Styles, top: int = 0, *, filters: bool = True) -> None:
    """Write a table; a heading's unit decides the number format, and missing values leave their cell empty."""
    lines = [1] * len(table)
    for column, heading in enumerate(map(str, table.columns)):
        values = table.iloc[:, column]
        texts = [heading, *(str(value) for value in values.head(_SAMPLE) if not wording.is_missing(value))]
        longest = max(sum(2 if ord(character) > 0x2E7F else 1 for character in text) for text in texts)
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
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


def tables_to_xlsx(tables: Mapping[str, pd.DataFrame], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an Excel workbook: a sheet of notes first, then one sheet per table with filter and fixed heading.

    Texts are always written as texts, so that nothing that stands in the data can run as a formula.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **NO_MAGIC})
    book.set_properties({"title": PRODUCT_JA, "comments": "文書から読み取った計画のデータ"})
    styles = styles_of(book)
    used: set[str] = set()
    listing = [(name, f"{len(table):,}行") for name, table in tables.items()]
    about = pd.DataFrame([*notes, *listing], columns=["項目", "説明"])
    for name, table in [("説明", about), *tables.items()]:
        _write_sheet(book.add_worksheet(sheet_name(name, used)), table, styles)
    book.close()
    return buffer.getvalue()


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
    for listing in (listing for section in pack.sections for listing in section.listings):
        # The name of a sheet is short: what stands in brackets is said by the headings.
        _add_table(book, f"一覧 {listing.title_ja.split('（')[0]}", typed(listing))
    for listing in (note_list(pack), question_list(pack), definition_list(pack), source_list(pack)):
        if listing.rows:
            _add_table(book, listing.title_ja, typed(listing))
    _write_front(front, book, pack)
    book.file.close()
    return same_bytes(book.buffer.getvalue())


def _write_front(sheet: Any, book: _Book, pack: Pack) -> None:
    sheet.write_string(0, 0, pack.title_ja, book.styles.title)
    pairs = [*cover_pairs(pack), *(("要点", message) for message in pack.messages)]
    pairs += [("この資料の部分", f"{part.title_ja}: {part.empty_ja}") for part in pack.sections if part.empty_ja]
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
    if figure.chart is not None:
        _add_chart(book, sheet, figure.chart, figure.reading, len(pairs) + 2)
    prepare_print(sheet)
    table = figure.table()
    if len(table.columns) and not isinstance(figure.chart, Tiles):  # tiles show all of their table
        _add_table(book, f"表{number} {figure.title}", table)


def _add_chart(book: _Book, sheet: Any, chart: Chart, words: str, top: int) -> None:
    data_top = top + math.ceil(sheet_charts.height(chart) / _ROW) + 1
    write_table(sheet, sheet_charts.chart_table(chart), book.styles, data_top)
    sheet.set_row(data_top, 2 * SIZE * text_fit.LINE_HEIGHT)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, _COLUMNS, _NUMBER_WIDTH)
    if isinstance(chart, Tiles):
        sheet.set_column(3, 3, _WORDS_WIDTH)
    sheet_charts.add_chart(book.file, sheet, chart, words, top, data_top)


def _add_table(book: _Book, name: str, table: pd.DataFrame) -> None:
    _write_sheet(book.sheet(name), table, book.styles)


def _write_sheet(sheet: Any, table: pd.DataFrame, styles: Styles) -> None:
    """Fill a sheet with one table, its headings fixed, ready for paper."""
    write_table(sheet, table, styles)
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
