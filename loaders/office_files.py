"""Open the office files that others send or publish: by content, within limits, and every other thing is named.

`reports` and `imports` say in their own words what each kind of `OfficeFileError` means to a reader.
"""

import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import openpyxl
from openpyxl.workbook import Workbook

from loaders.office_limits import (
    MOST_OF_ALL,
    Fault,
    Limits,
    OfficeFileError,
    refuse_large_archive,
    refuse_large_workbook,
)

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte order marks and blanks
# What is sent instead of a workbook, by what it holds: `no_form` is no table at all, `resave` a table to be saved anew
_KINDS: tuple[tuple[bytes, int, Fault, str], ...] = (
    (b"%PDF", 0, "pdf", "PDFファイル"), (b"\xff\xd8\xff", 0, "no_form", "画像ファイル（JPEG）"),
    (b"\x89PNG", 0, "no_form", "画像ファイル（PNG）"), (b"GIF8", 0, "no_form", "画像ファイル（GIF）"),
    (b"II*\0", 0, "no_form", "画像ファイル（TIFF）"), (b"MM\0*", 0, "no_form", "画像ファイル（TIFF）"),
    (b"ftyp", 4, "no_form", "画像か動画のファイル"), (b"{\\rtf", 0, "no_form", "Word文書（rtf）"),
    (b"PK\x05\x06", 0, "packed", "空の zip"), (b"Rar!", 0, "packed", "圧縮ファイル（rar）"), (b"7z\xbc\xaf", 0, "packed", "圧縮ファイル（7z）"),
    (b"-lh", 2, "packed", "圧縮ファイル（lzh）"), (b"\x1f\x8b", 0, "packed", "圧縮ファイル（gz）"),
    (b"<html", 0, "resave", "Webページの形式の表"), (b"<!doctype html", 0, "resave", "Webページの形式の表"),
    (b"<table", 0, "resave", "Webページの形式の表"), (b"mime-version:", 0, "resave", "Webページの形式の表（mht）"),
    (b"<!--", 0, "resave", "Webページの形式の表"), (b"<meta", 0, "resave", "Webページの形式の表"),
    (b"<?xml", 0, "resave", "XMLファイル"), (b"From:", 0, "no_form", "メール"), (b"Received:", 0, "no_form", "メール"),
)  # fmt: skip
_OLE_KINDS: tuple[tuple[str, Fault, str], ...] = (
    ("EncryptedPackage", "password", ""), ("WordDocument", "no_form", "Word文書（doc）"),
    ("PowerPoint Document", "no_form", "PowerPointファイル（ppt）"), ("__substg1.0_", "no_form", "Outlookのメール（msg）"),
    ("DocumentText", "no_form", "一太郎文書（jtd）"),
)  # fmt: skip
_ZIPPED_KINDS: tuple[tuple[str, Fault, str], ...] = (
    ("word/document.xml", "no_form", "Word文書（docx）"), ("ppt/presentation.xml", "no_form", "PowerPointファイル（pptx）"),
    ("xl/workbook.bin", "resave", "Excelファイル（xlsb）"), ("Index/Document.iwa", "resave", "Numbers・Pages のファイル"),
)  # fmt: skip
BETWEEN = "／"  # the names of archives, folders and files
MAX_FORM_BYTES = 20_000_000


@dataclass(frozen=True)
class SentFile:
    """A file that came in: its name as shown, and its content."""

    name: str
    data: bytes


def open_workbook(file: BinaryIO, limits: Limits, **options: Any) -> Workbook:
    """Return the workbook of a file, with options of openpyxl; what it takes to build it is counted before anything is built.

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
    start = file.read(64)
    if not size:
        raise OfficeFileError("empty")
    if size > limits.bytes:
        raise OfficeFileError("too_large", size)
    if not start.startswith(_ZIP):
        _refuse_other_kinds(start, file)
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_other_zips(archive)
            refuse_large_workbook(archive, limits)
        yield
    except (OfficeFileError, MemoryError):
        raise
    except Exception as error:  # readers raise many kinds for a damaged file; to a person all mean the same
        raise OfficeFileError("broken") from error


def _refuse_other_zips(archive: zipfile.ZipFile) -> None:
    """Refuse a zip that is no workbook of XML parts (another office file, a zip of files), and name what it is."""
    members = set(archive.namelist())
    for part, fault, name_ja in _ZIPPED_KINDS:
        if part in members:
            raise OfficeFileError(fault, detail_ja=name_ja)
    if "[Content_Types].xml" not in members:
        refuse_large_archive(archive)
        if "mimetype" not in members:
            raise OfficeFileError("zip")
        if re.search(rb"\.(?:text|presentation|graphics)|epub", archive.read("mimetype")):
            raise OfficeFileError("no_form", detail_ja="OpenDocument の文書か電子書籍")
        raise OfficeFileError("ods")


def _refuse_other_kinds(start: bytes, file: BinaryIO) -> None:
    """Refuse a file that is no zip by what it begins with, and name what it is; `other` is what nobody knows, such as text."""
    if start.startswith(_OLE):
        content = start + file.read()
        for stream, fault, name_ja in _OLE_KINDS:
            if stream.encode("utf-16-le") in content:
                raise OfficeFileError(fault, detail_ja=name_ja)
        raise OfficeFileError("xls")
    text = start.replace(b"\0", b"").lstrip(_BEFORE_TEXT)
    for signs, at, fault, name_ja in _KINDS:
        if (text if signs.startswith(b"<") else start[at:]).lower().startswith(signs.lower()):
            raise OfficeFileError(fault, detail_ja=name_ja)
    raise OfficeFileError("other")


def sent_files(paths: Iterable[Path]) -> Iterator[SentFile]:
    """Return the files at paths one after the other; a zip gives the files inside it, a folder those of its folders, too."""
    for path in paths:
        within = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for one in within:
            parts = one.relative_to(path).parts if path.is_dir() else (path.name,)
            if path.is_dir() and _is_left_behind("/".join(parts)):
                continue
            data = one.read_bytes() if one.stat().st_size <= MOST_OF_ALL else b""
            yield from unpacked(SentFile(BETWEEN.join(parts), data))


def unpacked(sent: SentFile, inside: bool = False) -> Iterator[SentFile]:
    """Return the files of a zip, also those of a zip inside it (nothing is written to disk), or the file itself.

    Args:
        inside: Whether it stands in a zip already: a third one is handed out as it is.
    """
    sent = SentFile(_shown_name(sent.name), sent.data)
    if not sent.data.startswith(_ZIP):
        yield sent
        return
    try:
        with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
            names = archive.namelist()
            if {"[Content_Types].xml", "mimetype", *(part for part, *_ in _ZIPPED_KINDS)} & set(names):
                yield sent
                return
            refuse_large_archive(archive)
            unpacked_bytes, is_empty = 0, True
            for info in archive.infolist():
                name = _name_of(info)
                if info.is_dir() or _is_left_behind(name):
                    continue
                member = SentFile(f"{sent.name}{BETWEEN}{PurePosixPath(name).name}", _content(archive, info))
                for one in [member] if inside else unpacked(member, inside=True):
                    unpacked_bytes += len(one.data)
                    yield one if unpacked_bytes <= MOST_OF_ALL else SentFile(one.name, b"")
                    is_empty = False
            if is_empty:
                yield sent  # nothing but folders and files of systems: what reads it says so
    except Exception:  # zipfile raises many kinds; what reads it finds the same, and names it
        yield sent


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a file of a zip; one that is too big or has a password comes back empty, a damaged one as a damaged zip."""
    if info.file_size > MAX_FORM_BYTES or info.flag_bits & 0x1:
        return b""
    try:
        with archive.open(info) as file:
            return file.read(MAX_FORM_BYTES + 1)
    except Exception:  # zipfile and zlib raise many kinds; the files beside it are read all the same
        return _ZIP


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip: UTF-8, also where a Mac does not say so, or the encoding of Windows."""
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp932"):
            with suppress(UnicodeDecodeError):
                name = raw.decode(encoding)
                break
    return _shown_name(name.replace("\\", "/"))


def _shown_name(name: str) -> str:
    """Return a name with composed signs (が is one, not か and ゛) and without those that nobody sees."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(sign for sign in composed if unicodedata.category(sign)[0] != "C")


def _is_left_behind(name: str) -> bool:
    """Return whether a file is none that somebody sends: locks, previews and settings of systems and programs."""
    *folders, own = PurePosixPath(name).parts or ("",)
    hidden = any(part.startswith((".", "~$")) for part in (*folders, own) if part != "..")
    return hidden or "__MACOSX" in folders or own.lower() in ("thumbs.db", "desktop.ini")
