"""Give a form back with its findings: a note at each cell, its colour, and a sheet that lists them all."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from loaders.office_files import SentFile, open_workbook
from loaders.office_limits import OfficeFileError
from loaders.reports.findings import SEVERITIES_JA, Finding
from loaders.reports.form_reading import LIMITS
from loaders.reports.layout import FINDING_SHEET

AUTHOR = "地域共生モニター"
_COLOURS = {"error": "F4B6B0", "warning": "FFD58A", "info": "CFE3F5"}
_HEADINGS = (("種類", 10), ("シート", 14), ("セル", 8), ("内容", 60), ("直し方", 60), ("検査", 28))


def annotated(sent: SentFile, findings: Sequence[Finding]) -> bytes | None:
    """Return the same file with its findings as cell notes, those of an earlier round removed.

    Returns:
        The Excel file, or None where the file cannot be opened at all (not Excel, broken, with a password).
    """
    try:
        book = open_workbook(io.BytesIO(sent.data), LIMITS)
    except OfficeFileError:
        return None
    _remove_earlier(book)
    _disarm(book)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cell and finding.sheet in book.sheetnames:
            by_cell[finding.sheet, _writable(book[finding.sheet], finding.cell)].append(finding)
    for (sheet, address), found in by_cell.items():
        _mark(book[sheet][address], found)
    _list(book, findings)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _remove_earlier(book: Workbook) -> None:
    if FINDING_SHEET in book.sheetnames:
        del book[FINDING_SHEET]
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = _own_fill(cell)


def _disarm(book: Workbook) -> None:
    """Turn formulas into texts: whoever opens the returned file runs nothing that a sender wrote."""
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.data_type == "f":
                _write_text(cell, getattr(cell.value, "text", None) or str(cell.value))


def _own_fill(cell: Any) -> PatternFill:
    """Return the colour that the form gives a cell: yellow to fill in, grey where it is closed, none where prefilled."""
    if not cell.protection.locked:
        return PatternFill("solid", fgColor="FFF8CC")
    return PatternFill("solid", fgColor="D9D9D9") if cell.value is None else PatternFill()


def _writable(sheet: Any, address: str) -> str:
    """Return the cell that takes the note: a merged cell leaves it to the first one of its range."""
    ranges = (merged for merged in sheet.merged_cells.ranges if address in merged)
    return next((merged.start_cell.coordinate for merged in ranges), address)


def _mark(cell: Any, findings: Sequence[Finding]) -> None:
    text = "\n\n".join(f"［{SEVERITIES_JA[one.severity]}］{one.message_ja}\n→ {one.remedy_ja}" for one in findings)
    cell.comment = Comment(text, AUTHOR, width=320, height=40 + 18 * (1 + len(text) // 24 + text.count("\n")))
    worst = min(findings, key=lambda one: list(_COLOURS).index(one.severity)).severity
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])


def _list(book: Workbook, findings: Sequence[Finding]) -> None:
    sheet = book.create_sheet(FINDING_SHEET, 0)
    rows = [[heading for heading, _ in _HEADINGS]]
    rows += [
        [
            SEVERITIES_JA[one.severity],
            one.sheet,
            one.cell or ("" if one.row is None else f"{one.row}行目"),
            one.message_ja,
            one.remedy_ja,
            one.rule_id,
        ]
        for one in findings
    ]
    if not findings:
        rows.append(["指摘はありません。"])
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            _write_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="Yu Gothic", bold=number == 1)
    for (_, width), letter in zip(_HEADINGS, "ABCDEF", strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0


def _write_text(cell: Any, text: str) -> None:
    """Write a text as a text, also one that begins like a formula."""
    cell.value = text
    cell.data_type = "s"
