"""The form as CSV: the sheets of the Excel file one below the other, for those who fill it in with another program.

A line 「■,シートの名前」 begins each sheet; below it stand the same rows as in Excel, found by the same headings. A cell is
told by where it stands in the CSV (F12), as Excel shows it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from openpyxl.utils import get_column_letter

from loaders.document import decoded_text, rows_in
from loaders.errors import LoaderError
from loaders.reports.cells import Cell
from loaders.reports.findings import SEVERITIES_JA, Finding, ReportError, problem
from loaders.reports.layout import FINDING_SHEET, MACHINE_SHEET
from loaders.reports.package import MAX_COLUMNS, MAX_ROWS, Package, SheetPart

BEGIN = "■"
HEADINGS = ("種類", "シート", "セル", "内容", "直し方", "検査")
_MOST_BYTES = 2_000_000
# What a spreadsheet takes for a formula: 「=A1」 「+A1」 「@A1」, not 「-5」
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]+$)")
_KEPT = re.compile(r"'(?=[=@+\t\r-])")


class CsvForm:
    """A form that came as CSV, asked like a `Package`; ReportError where it is no form or no CSV that can be read."""

    def __init__(self, data: bytes) -> None:
        self._rows: dict[str, list[tuple[int, list[Cell]]]] = {}
        name = ""
        for number, row in enumerate(_rows_of(data), start=1):
            if row[:1] == [BEGIN]:
                name = row[1].strip() if len(row) > 1 else ""
                self._rows.setdefault(name, [])
            elif name and any(row) and number <= MAX_ROWS:
                self._rows[name].append(
                    (number, [_cell(text, number, at) for at, text in enumerate(row[:MAX_COLUMNS])])
                )
        if MACHINE_SHEET not in self._rows:
            raise problem("report.file_type/csv")
        self.sheets = [SheetPart(name, name) for name in self._rows if name != FINDING_SHEET]

    def rows(self, sheet: SheetPart) -> list[tuple[int, list[Cell]]]:
        """Return the rows of a sheet with their numbers in the CSV."""
        return self._rows[sheet.part]

    def notes_on_itself(self) -> Iterator[str]:
        """Return nothing: a CSV has no properties."""
        return iter(())


def _rows_of(data: bytes) -> Iterator[list[str]]:
    if len(data) > _MOST_BYTES:
        raise problem("report.file_type/too_large", megabytes=f"{len(data) / 1e6:.1f}")
    try:
        yield from rows_in(decoded_text(data, ""))
    except (LoaderError, csv.Error) as error:
        raise problem("report.file_type/csv") from error


def _cell(text: str, row: int, column: int) -> Cell:
    address = f"{get_column_letter(column + 1)}{row}"
    if not text.strip():
        return Cell(address)
    plain = _KEPT.sub("", text, count=1) if text.startswith("'") else text
    return Cell(address, plain, is_formula=text.startswith("="))


def csv_of_form(form: bytes) -> bytes:
    """Return a form as CSV (UTF-8 with BOM, CRLF), made of its Excel file."""
    package = Package(io.BytesIO(form))
    rows: list[Sequence[object]] = []
    for sheet in sorted(package.sheets, key=lambda one: one.name != MACHINE_SHEET):
        rows.append((BEGIN, sheet.name))
        rows += [[_written(cell.value) for cell in cells] for _, cells in package.rows(sheet)]
    return _csv(rows, ",").encode("utf-8-sig")


def _written(value: object) -> object:
    """Return a value as it stands in a CSV; a text that a spreadsheet would run is marked as a text."""
    if isinstance(value, datetime):
        return f"{value:%Y/%m/%d}"
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _csv(rows: Iterable[Sequence[object]], separator: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def csv_with_findings(data: bytes, findings: Sequence[Finding]) -> bytes | None:
    """Return a CSV with its findings as a last sheet, those of an earlier round removed; None where it is no form."""
    try:
        CsvForm(data)
    except ReportError:
        return None
    text = decoded_text(data, "")
    reader, cut, formulas = rows_in(text), 0, False
    for row in reader:
        if row[:2] == [BEGIN, FINDING_SHEET]:
            break
        cut, formulas = reader.line_num, formulas or any(_FORMULA.match(cell) for cell in row)
    kept = "".join(io.StringIO(text, newline="").readlines()[:cut])
    if formulas:  # whoever opens the returned file runs nothing that a sender wrote
        kept = _csv(([_written(cell) for cell in row] for row in rows_in(kept)), reader.dialect.delimiter)
    listed = [
        (SEVERITIES_JA[one.severity], one.sheet, one.cell or one.row or "", one.message_ja, one.remedy_ja, one.rule_id)
        for one in findings
    ]
    end = "" if kept.endswith(("\n", "\r")) else "\r\n"
    block = [(BEGIN, FINDING_SHEET), HEADINGS, *([_written(cell) for cell in row] for row in listed)]
    whole = kept + end + _csv(block, reader.dialect.delimiter)
    return _encoded(whole, data)


def _encoded(text: str, like: bytes) -> bytes:
    """Return a text in the encoding of a file, or in UTF-8 where that lacks a sign."""
    if like.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text.encode("utf-16")
    try:
        like.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(UnicodeEncodeError):
            return text.encode("cp932")
    return text.encode("utf-8-sig")
