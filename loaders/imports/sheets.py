"""Open published tables, Excel or CSV, as plain rows of cells: in bounded memory, and every other thing is named."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import openpyxl
from openpyxl.utils import get_column_letter

from loaders.document import read_document
from loaders.errors import LoaderError, UnreadableFileError

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 150_000_000
MAX_ROWS, MAX_COLUMNS = 20_000, 300
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TABLE_JA = "e-Stat が公開する統計表（xlsx か CSV）"
_AGAIN_JA = "公開元からもう一度ダウンロードして、そのファイルを選んでください"
_SAVE_JA = "Excel か LibreOffice で開き、「Excel ブック（.xlsx）」として保存し直してください"

Row = tuple[object, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a published table."""

    name: str  # Its name, "" in a CSV file
    rows: Sequence[Row]  # Its cells; text is stripped, an empty cell is None

    def place(self, row: int, column: int) -> str:
        """Return where a cell is, as a reader finds it (row and column from 0): 「E12」."""
        return f"{get_column_letter(column + 1)}{row + 1}"

    def row_place(self, row: int) -> str:
        """Return where a row is, as a reader finds it (from 0): 「シート名 12行目」."""
        return f"{self.name} {row + 1}行目".strip()


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Return the sheets of an Excel file or of a CSV file (UTF-8 or Shift_JIS).

    Raises:
        UnreadableFileError: The file is missing, too large, protected, broken, or neither Excel nor CSV.
    """
    if not path.is_file():
        raise _unreadable(name, "ファイルがない", "ファイルの場所と名前を確かめてください")
    size = path.stat().st_size
    if not size or size > MAX_FILE_BYTES:
        what = (
            f"ファイルが大きすぎる（{size / 1e6:,.0f} MB、上限 {MAX_FILE_BYTES / 1e6:,.0f} MB）"
            if size
            else "ファイルが空である"
        )
        raise _unreadable(name, what, _AGAIN_JA)
    with path.open("rb") as file:
        start = file.read(8)
        if start.startswith(_ZIP):
            return list(_workbook(file, name))
        if start.startswith(_OLE):
            file.seek(0)
            raise _old_or_protected(name, file.read())
    if start.startswith(_PDF):
        raise _unreadable(name, "PDFである", _AGAIN_JA)
    return [_csv(path, name)]


def cell_at(row: Row, column: int) -> object:
    """Return a cell of a row; rows end where their last cell stands."""
    return row[column] if column < len(row) else None


def text_at(row: Row, column: int) -> str:
    """Return a cell as text, "" where it is empty."""
    cell = cell_at(row, column)
    return "" if cell is None else str(cell)


def _workbook(file: BinaryIO, name: str) -> Iterator[Sheet]:
    """Return the sheets row by row; what a compressed file unpacks to is known before anything is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename: info.file_size for info in archive.infolist()}
        if "[Content_Types].xml" not in members:
            kind = "OpenDocument形式（ods）である" if "mimetype" in members else "Excelファイルではない zip である"
            raise _unreadable(name, kind, _SAVE_JA if "mimetype" in members else _AGAIN_JA)
        if sum(members.values()) > MAX_UNPACKED_BYTES:
            what = f"展開すると大きすぎる（{sum(members.values()) / 1e6:,.0f} MB、上限 {MAX_UNPACKED_BYTES / 1e6:,.0f} MB）"
            raise _unreadable(name, what, _AGAIN_JA)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            yield Sheet(sheet.title, _limited(sheet.iter_rows(values_only=True), name, sheet.title))
    except LoaderError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file; to a reader all mean the same
        raise _unreadable(name, "ファイルが壊れていて開けない", _AGAIN_JA) from error


def _limited(rows: Iterator[Sequence[object]], name: str, sheet: str) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        if len(kept) >= MAX_ROWS or len(row) > MAX_COLUMNS:
            what = f"シート「{sheet}」の行か列が多すぎる（上限 {MAX_ROWS:,}行・{MAX_COLUMNS}列）"
            raise _unreadable(name, what, _AGAIN_JA)
        kept.append(tuple(_cell(value) for value in row))
    return kept


def _csv(path: Path, name: str) -> Sheet:
    try:
        lines = read_document(path).lines
    except LoaderError as error:
        raise _unreadable(name, error.found, error.remedy) from error
    reader = csv.reader(io.StringIO("\n".join(lines)), strict=True)
    try:
        return Sheet("", _limited(reader, name, name))
    except csv.Error as error:
        what = f"{reader.line_num}行目をCSVとして読めない（引用符が閉じていないなど）"
        raise _unreadable(name, what, _AGAIN_JA) from error


def _cell(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


def _old_or_protected(name: str, data: bytes) -> UnreadableFileError:
    if _ENCRYPTED in data:
        return _unreadable(name, "パスワードで保護されている", "パスワードを外して保存し、もう一度選んでください")
    return _unreadable(name, "古い形式のExcelファイル（xls）である", _SAVE_JA)


def _unreadable(name: str, found: str, remedy: str) -> UnreadableFileError:
    return UnreadableFileError(name, found, _TABLE_JA, remedy)
