"""What is counted in a zip or an office file before anything of it is built: members, sizes, cells, merged areas, depth.

A few kilobytes can ask for gigabytes: everything is read once as a stream, and reading stops where a limit is passed.
"""

import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Literal
from xml.parsers import expat

from openpyxl.utils import range_boundaries

Fault = Literal[
    "empty", "too_large", "password", "xls", "pdf", "other", "ods", "zip", "unpacked", "broken", "limit", "archive",
    "doctype", "no_sheet", "strict", "resave", "packed", "no_form",
]  # fmt: skip
_BLOCK = 65_536
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_DEPTH = 60
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
# Of a zip of several files: a form is packed already, so that a zip of forms hardly gets smaller.
MOST_MEMBERS = 5_000
MOST_OF_ALL = 200_000_000
MOST_RATIO, SMALL = 100, 20_000_000
# What is counted, by the name of its element; a merged area or a link counts as many cells as it covers.
_COUNTED = {"c": "セル", "row": "行", "si": "文字列", "mergeCell": "結合したセル", "hyperlink": "リンクのセル"}


class OfficeFileError(Exception):
    """A file is no workbook that can be read.

    Attributes:
        fault: What it is instead: `other` is none of the kinds that are known by their content, such as text.
        megabytes: The size that is too large, rounded and written with separators.
        detail_ja: Which limit is passed, and where, for `limit` and `archive`; the kind of file for `resave` (a table in
            another format), `packed` and `no_form`.
    """

    def __init__(self, fault: Fault, size: int = 0, detail_ja: str = "") -> None:
        self.fault, self.megabytes, self.detail_ja = fault, f"{size / 1e6:,.0f}", detail_ja
        super().__init__(fault)


@dataclass(frozen=True)
class Limits:
    """The most that a workbook may hold."""

    bytes: int  # Of the file
    unpacked: int  # Bytes of all its members
    xml: int  # Bytes of its members that are XML
    counts: Mapping[str, int] = field(default_factory=dict)  # By name of the element, over all sheets
    elements: int = 1_000_000  # Of all kinds, in one member


def refuse_large_archive(archive: zipfile.ZipFile) -> None:
    """Refuse a zip of too many or too large files with OfficeFileError by what it states, before it is unpacked."""
    infos = archive.infolist()
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MOST_MEMBERS:
        raise OfficeFileError("archive", unpacked, f"ファイルの数 {len(infos):,}、上限 {MOST_MEMBERS:,}")
    if unpacked > MOST_OF_ALL:
        raise OfficeFileError("archive", unpacked, f"展開後 {unpacked / 1e6:,.0f} MB、上限 {MOST_OF_ALL / 1e6:,.0f} MB")
    if unpacked > max(SMALL, MOST_RATIO * packed):
        times = f"展開すると {unpacked / max(packed, 1):,.0f}倍、上限 {MOST_RATIO}倍"
        raise OfficeFileError("archive", unpacked, times)


def refuse_large_workbook(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a workbook that would take too much time or memory, and one whose XML may refer to elsewhere.

    Raises:
        OfficeFileError: A limit is passed, or an XML declares a document type.
        expat.ExpatError: An XML is not well formed.
    """
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise OfficeFileError("limit", 0, f"部品の数が{MOST_MEMBERS:,}を超えています")
    if (unpacked := sum(info.file_size for info in infos)) > limits.unpacked:
        raise OfficeFileError("unpacked", unpacked)
    counter = _Counter(limits)
    # The workbook comes first: it gives the sheets their names.
    for info in sorted(infos, key=lambda one: "worksheets/" in one.filename):
        with archive.open(info) as file:
            try:
                counter.read(info.filename, file)
            except expat.ExpatError:
                if not info.filename.endswith(".vml"):  # Excel itself writes drawings that are not well formed
                    raise


class _Counter:
    def __init__(self, limits: Limits) -> None:
        self.limits, self.counts, self.bytes = limits, Counter[str](), 0
        self.sheet_names: dict[str, str] = {}  # By the number of the relation
        self.targets: dict[str, str] = {}  # Number of the relation → member
        self.member = ""

    def read(self, member: str, file: IO[bytes]) -> None:
        """Count one member, if it is XML."""
        block = file.read(_BLOCK)
        if not block.lstrip(_BEFORE_XML).startswith(b"<"):
            if member.lower().endswith((".xml", ".rels")):
                raise OfficeFileError("broken")
            return
        self.member = member
        parser = expat.ParserCreate(namespace_separator=" ")
        self._watch(parser)
        parser.StartDoctypeDeclHandler = self._doctype
        while block:
            self.bytes += len(block)
            if self.bytes > self.limits.xml:
                raise OfficeFileError("unpacked", self.bytes)
            parser.Parse(block, False)
            block = file.read(_BLOCK)
        parser.Parse(b"", True)

    def _watch(self, parser: expat.XMLParserType) -> None:
        """Have the elements of a member counted: this runs for each of them, so it does next to nothing for most."""
        depth = elements = 0
        most, names = self.limits.elements, dict[str, str]()

        def begin(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if depth > _DEPTH or elements > most:
                raise self._passed("入れ子の深さ", _DEPTH) if depth > _DEPTH else self._passed("要素の数", most)
            name = names.get(tag)
            if name is None:
                name = names[tag] = _noted(tag)
            if name:
                self._note(name, attributes)

        def end(_tag: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler, parser.EndElementHandler = begin, end

    def _note(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _COUNTED:
            self.counts[name] += _area(attributes["ref"]) if "ref" in attributes else 1
            most = self.limits.counts.get(name, self.limits.elements)
            if self.counts[name] > most:
                raise self._passed(f"{_COUNTED[name]}の数", most)
        elif name == "sheet":
            self.sheet_names |= {
                value: attributes.get("name", "") for key, value in attributes.items() if key.endswith(" id")
            }
        elif name == "Relationship" and self.member.endswith("workbook.xml.rels"):
            self.targets[attributes.get("Target", "").rpartition("/")[2]] = attributes.get("Id", "")

    def _doctype(self, *_declared: object) -> None:
        raise OfficeFileError("doctype")

    def _passed(self, what_ja: str, most: int) -> OfficeFileError:
        sheet = self.sheet_names.get(self.targets.get(self.member.rpartition("/")[2], ""), "")
        where = f"シート「{sheet[:31]}」の" if sheet else ""
        return OfficeFileError("limit", 0, f"{where}{what_ja}が{most:,}を超えています")


def _noted(tag: str) -> str:
    """Return the name of an element that is counted or names a sheet, "" for any other."""
    name = tag.rpartition(" ")[2]
    return name if name in _COUNTED or name in ("sheet", "Relationship") else ""


def _area(reference: str) -> int:
    """Return how many cells a reference covers, whole columns and rows as well; one where it is none."""
    if ":" not in reference:
        return 1
    try:
        left, top, right, bottom = range_boundaries(reference.upper())
    except ValueError:
        return 1
    columns = 1 + (right or _LAST_COLUMN) - (left or 1)
    return max(1, columns * (1 + (bottom or _LAST_ROW) - (top or 1)))
