"""Open the office files that others send or publish: by content, within limits, and every other thing is named.

`reports` and `imports` say in their own words what each kind of `OfficeFileError` means to a reader.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import openpyxl
from openpyxl.workbook import Workbook

from loaders.office_limits import Limits, OfficeFileError, refuse_large_archive, refuse_large_workbook

_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_FORM_BYTES = 20_000_000


@dataclass(frozen=True)
class SentFile:
    """A file that came in: its name as shown, and its content."""

    name: str
    data: bytes


def open_workbook(file: BinaryIO, limits: Limits, **options: Any) -> Workbook:
    """Return the workbook of a file; what it would take to build it is counted before anything is built.

    Args:
        options: For openpyxl.

    Raises:
        OfficeFileError: It is no Excel workbook that can be read, or too much of one.
    """
    with readable_workbook(file, limits):
        return openpyxl.load_workbook(file, keep_links=False, **options)


@contextmanager
def readable_workbook(file: BinaryIO, limits: Limits) -> Iterator[None]:
    """Go on with a file that is an Excel workbook within the limits; what fails while it is read is a damaged file.

    Raises:
        OfficeFileError: It is no Excel workbook that can be read, or too much of one.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(8)
    if not size:
        raise OfficeFileError("empty")
    if size > limits.bytes:
        raise OfficeFileError("too_large", size)
    if start.startswith(_OLE):
        raise OfficeFileError("password" if _ENCRYPTED in file.read() else "xls")
    if not start.startswith(_ZIP):
        raise OfficeFileError("pdf" if start.startswith(_PDF) else "other")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
            if "[Content_Types].xml" not in members:
                refuse_large_archive(archive)
                raise OfficeFileError("ods" if "mimetype" in members else "zip")
            refuse_large_workbook(archive, limits)
        yield
    except OfficeFileError:
        raise
    except Exception as error:  # readers raise many kinds for a damaged file; to a person all mean the same
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
            refuse_large_archive(archive)
            for info in archive.infolist():
                name = _name_of(info)
                if info.is_dir() or "__MACOSX" in name or PurePosixPath(name).name.startswith(("~$", ".")):
                    continue
                yield SentFile(f"{sent.name}／{PurePosixPath(name).name}", _content(archive, info))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OfficeFileError):
        yield sent  # what reads it finds the same, and names it


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
