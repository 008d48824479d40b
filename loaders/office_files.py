"""Open the office files that others send or publish: by content, within limits, and every other thing is named.

`reports` and `imports` say in their own words what each kind of `OfficeFileError` means to a reader.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal

import openpyxl
from openpyxl.workbook import Workbook

_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_FORM_BYTES = 20_000_000
Fault = Literal["empty", "too_large", "password", "xls", "pdf", "other", "ods", "zip", "unpacked", "broken"]


class OfficeFileError(Exception):
    """A file is no workbook that can be read.

    Attributes:
        fault: What it is instead: `other` is none of the kinds that are known by their content, such as text.
        megabytes: The size that is too large, rounded and written with separators.
    """

    def __init__(self, fault: Fault, size: int = 0) -> None:
        self.fault, self.megabytes = fault, f"{size / 1e6:,.0f}"
        super().__init__(fault)


@dataclass(frozen=True)
class SentFile:
    """A file that came in: its name as shown, and its content."""

    name: str
    data: bytes


def open_workbook(file: BinaryIO, most_bytes: int, most_unpacked: int, **options: Any) -> Workbook:
    """Return the workbook of a file; what a compressed file unpacks to is known before anything is unpacked.

    Args:
        options: For openpyxl.

    Raises:
        OfficeFileError: It is no Excel workbook that can be read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(8)
    if not size:
        raise OfficeFileError("empty")
    if size > most_bytes:
        raise OfficeFileError("too_large", size)
    if start.startswith(_OLE):
        raise OfficeFileError("password" if _ENCRYPTED in file.read() else "xls")
    if not start.startswith(_ZIP):
        raise OfficeFileError("pdf" if start.startswith(_PDF) else "other")
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename: info.file_size for info in archive.infolist()}
        if "[Content_Types].xml" not in members:
            raise OfficeFileError("ods" if "mimetype" in members else "zip")
        if sum(members.values()) > most_unpacked:
            raise OfficeFileError("unpacked", sum(members.values()))
        return openpyxl.load_workbook(file, keep_links=False, **options)
    except OfficeFileError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file; to a reader all mean the same
        raise OfficeFileError("broken") from error


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
    if info.file_size > MAX_FORM_BYTES or info.flag_bits & 0x1:
        return b""
    with archive.open(info) as file:
        return file.read(MAX_FORM_BYTES + 1)


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip; Windows writes Japanese names in its own encoding."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return info.filename
