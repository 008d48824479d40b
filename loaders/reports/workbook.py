"""Open what municipalities send: Excel files one by one or in a zip; every other thing is named with a remedy."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.reports.cells import Cell
from loaders.reports.findings import ReportError

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_ROWS, MAX_COLUMNS = 2_000, 60
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SEND_XLSX = "配布した様式（xlsx）に記入して、もう一度提出してください。"
_OPEN_AND_SAVE = "Excel か LibreOffice で開き、「Excel ブック（.xlsx）」として保存し直してください。"


@dataclass(frozen=True)
class SentFile:
    """A file that came in: its name as shown, and its content."""

    name: str
    data: bytes


def sent_files(paths: Iterable[Path]) -> Iterator[SentFile]:
    """Return the files at paths one after the other; a zip of forms gives the files inside it, a folder its files."""
    for path in paths:
        if path.is_dir():
            yield from sent_files(sorted(p for p in path.iterdir() if p.suffix.lower() in {".xlsx", ".zip"}))
        else:
            yield from unpacked(SentFile(path.name, path.read_bytes()))


def unpacked(sent: SentFile) -> Iterator[SentFile]:
    """Return the files of a zip (nothing is written to disk), or the file itself where it is none."""
    if not sent.data.startswith(_ZIP):
        yield sent
        return
    try:
        with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names or "mimetype" in names:
                yield sent
                return
            for info in archive.infolist():
                name = _name_of(info)
                if info.is_dir() or "__MACOSX" in name or PurePosixPath(name).name.startswith(("~$", ".")):
                    continue
                yield SentFile(f"{sent.name}／{PurePosixPath(name).name}", _content(archive, info))
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        yield sent


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a file of a zip; one that is too big or has a password comes back empty, to be named as broken."""
    if info.file_size > MAX_FILE_BYTES or info.flag_bits & 0x1:
        return b""
    with archive.open(info) as file:
        return file.read(MAX_FILE_BYTES + 1)


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip; Windows writes Japanese names in its own encoding."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return info.filename


def open_workbook(sent: SentFile) -> Workbook:
    """Return the workbook of a file.

    Raises:
        ReportError: The file is no Excel workbook that can be read.
    """
    data = sent.data
    if data.startswith(_OLE):
        raise (_encrypted() if _ENCRYPTED in data else _other("古い形式のExcelファイル（xls）です。", _OPEN_AND_SAVE))
    if not data:
        raise _other("ファイルが空か、大きすぎるか、パスワードで保護されています。", _SEND_XLSX)
    if len(data) > MAX_FILE_BYTES:
        raise _other(f"ファイルが大きすぎます（{len(data) / 1e6:,.0f} MB）。", "画像などを取り除いてください。")
    if data.startswith(_PDF):
        raise _other("PDFファイルです。", _SEND_XLSX)
    if not data.startswith(_ZIP):
        raise _text_file(sent.name)
    return _load(data)


def _load(data: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "mimetype" in archive.namelist():
                raise _other("OpenDocument形式（ods）のファイルです。", _OPEN_AND_SAVE)
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _other("展開すると大きすぎるファイルです。", _SEND_XLSX)
        return openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except ReportError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file; each means the same to a reader
        raise ReportError(
            "ファイルが壊れていて開けません。",
            "保存や送信の途中で欠けたとみられます。",
            "手元のファイルが開けることを確かめて、もう一度提出してください。",
            "report.broken_file",
        ) from error


def _encrypted() -> ReportError:
    return ReportError(
        "パスワードで保護されたファイルです。",
        "中身を読めません。",
        "パスワードを外して保存し、もう一度提出してください。",
        "report.password",
    )


def _text_file(name: str) -> ReportError:
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return _other("CSV（文字だけの表）です。", "CSVには目標番号や版の情報が残りません。" + _SEND_XLSX)
    return _other("Excelファイル（xlsx）ではありません。", _SEND_XLSX)


def _other(happened: str, remedy: str) -> ReportError:
    return ReportError(happened, "この様式として読めません。", remedy, "report.file_type")


def rows_of(sheet: Worksheet) -> list[list[Cell]]:
    """Return the cells of a sheet, row by row, far enough for every form."""
    last_row, last_column = min(sheet.max_row, MAX_ROWS), min(sheet.max_column, MAX_COLUMNS)
    return [[_cell(cell) for cell in row] for row in sheet.iter_rows(max_row=last_row, max_col=last_column)]


def _cell(cell: object) -> Cell:
    kind = getattr(cell, "data_type", "n")
    return Cell(
        getattr(cell, "coordinate", ""),
        getattr(cell, "value", None),
        kind == "f",
        "%" in str(getattr(cell, "number_format", "")),
        isinstance(cell, MergedCell),
    )
