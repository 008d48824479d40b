"""The file of a form as its parts: sheets by name, cells with their values, names and properties.

Read part by part and not through a model of all of Excel: what other programs leave out, rename or add (styles, fills,
sizes of sheets, inline texts) does no harm, and `annotate` gives every part back that it does not change.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, BinaryIO

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from loaders.reports.cells import Cell
from loaders.reports.findings import problem
from loaders.reports.number_formats import JAPANESE_DATES, Look, looks_of

MAX_ROWS, MAX_COLUMNS = 2_000, 60
_DAY_0, _LAST_DAY, _DAYS_TO_1904 = datetime(1899, 12, 30), 2_958_466, 1_462
# 「_x000D_」 and 「_x005F_」: signs that XML cannot hold, and the underscore that begins them
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")

Element = Any


@dataclass(frozen=True)
class Relation:
    """What one part of a file says of another."""

    id: str
    kind: str  # Last word of its type, such as worksheet
    target: str  # Name of the other part


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook: its name and its part."""

    name: str
    part: str


class Package:
    """The parts of a workbook; an exception of any kind where the file is damaged: to a reader all mean the same."""

    def __init__(self, file: BinaryIO) -> None:
        self.archive = zipfile.ZipFile(file)
        self._rows: dict[str, list[tuple[int, list[Cell]]]] = {}
        # Some programs write a name with other capitals or strokes than the references to it
        self._names = {_plain_name(name): name for name in self.archive.namelist()}
        self.workbook_part = next(one.target for one in self.relations("") if one.kind == "officeDocument")
        self.workbook = self.tree(self.workbook_part)
        targets = {one.id: one.target for one in self.relations(self.workbook_part)}
        self.sheets = [
            SheetPart(one.get("name", ""), targets[relation_id(one)])
            for one in named(self.workbook, "sheet")
            if self.has(targets.get(relation_id(one), ""))
        ]

    def has(self, part: str) -> bool:
        """Return whether the file holds a part."""
        return _plain_name(part) in self._names

    def name_of(self, part: str) -> str:
        """Return the name of a part as the file writes it, or as it is given where the file has none."""
        return self._names.get(_plain_name(part), part)

    def read(self, part: str) -> bytes:
        """Return the content of a part."""
        return self.archive.read(self._names[_plain_name(part)])

    def tree(self, part: str) -> Element:
        """Return a part as XML."""
        return etree.fromstring(self.read(part), etree.XMLParser(resolve_entities=False, no_network=True))

    def relations(self, part: str) -> list[Relation]:
        """Return what a part refers to inside the file; "" means the file itself."""
        path = relations_part(part)
        if not self.has(path):
            return []
        folder = posixpath.dirname(part)
        return [
            Relation(
                one.get("Id", ""),
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in named(self.tree(path), "Relationship")
            if one.get("TargetMode") != "External"
        ]

    def part_of(self, kind: str) -> str | None:
        """Return the part of a kind that the workbook refers to, None where it has none."""
        found = (one.target for one in self.relations(self.workbook_part) if one.kind == kind)
        return next((part for part in found if self.has(part)), None)

    @cached_property
    def texts(self) -> Sequence[str]:
        """The shared texts, which cells refer to by number."""
        part = self.part_of("sharedStrings")
        return [] if part is None else [_text(one) for one in named(self.tree(part), "si")]

    @cached_property
    def looks(self) -> Sequence[Look]:
        """What the formats of cells say about their values, by number."""
        part = self.part_of("styles")
        return [] if part is None else looks_of(self.tree(part))

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904, as old Excel for Mac does."""
        return any(one.get("date1904") in ("1", "true") for one in named(self.workbook, "workbookPr"))

    def notes_on_itself(self) -> Iterator[str]:
        """Return the texts of the defined names and of the properties that somebody added to the file."""
        yield from (one.text or "" for one in named(self.workbook, "definedName"))
        for relation in self.relations(""):
            if relation.kind == "custom-properties" and self.has(relation.target):
                with suppress(etree.XMLSyntaxError):
                    yield from ["".join(one.itertext()) for one in named(self.tree(relation.target), "property")]

    def rows(self, sheet: SheetPart) -> list[tuple[int, list[Cell]]]:
        """Return the numbered rows of a sheet that hold cells; ReportError where it, or a part it needs, is damaged."""
        if sheet.part not in self._rows:
            try:
                self._rows[sheet.part] = list(self._read_rows(sheet))
            except (ValueError, LookupError, AttributeError, etree.LxmlError, zipfile.BadZipFile) as error:
                raise problem("report.broken_file") from error
        return self._rows[sheet.part]

    def _read_rows(self, sheet: SheetPart) -> Iterator[tuple[int, list[Cell]]]:
        root = self.tree(sheet.part)
        merged = merged_areas(root)
        for number, row in numbered_rows(root):
            if number <= MAX_ROWS and (cells := list(self._cells(row, number))):
                yield number, [_merged(cell, number, at, merged) for at, cell in enumerate(cells, start=1)]

    def _cells(self, row: Element, number: int) -> Iterator[Cell]:
        """Yield the cells of a row from its first column to the last that stands there."""
        last = 0
        for column, element in numbered_cells(row):
            if column > MAX_COLUMNS:
                return
            for between in range(last + 1, column):
                yield Cell(f"{get_column_letter(between)}{number}")
            yield self._cell(element, f"{get_column_letter(column)}{number}")
            last = column

    def _cell(self, element: Element, address: str) -> Cell:
        if not len(element):  # most of them: a yellow cell that nobody filled in
            return Cell(address)
        parts: Mapping[str, Element] = {local(child): child for child in element}
        if "f" in parts:
            return Cell(address, f"={parts['f'].text or ''}", is_formula=True)
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return Cell(address, _text(parts["is"]) if "is" in parts else None)
        written = (parts["v"].text or "") if "v" in parts else ""
        if not written:
            return Cell(address)
        if kind == "s":
            return Cell(address, self.texts[int(written)])
        if kind != "n":
            return Cell(address, written == "1" if kind == "b" else _plain(written))
        style = int(element.get("s", 0))
        return self._number(address, written, self.looks[style] if style < len(self.looks) else Look())

    def _number(self, address: str, written: str, look: Look) -> Cell:
        try:
            number = float(written)
        except ValueError:
            return Cell(address, written)
        if self.counts_from_1904 and (look.is_date or look.format_id in JAPANESE_DATES):
            number += _DAYS_TO_1904
        if look.is_date and 0 < number < _LAST_DAY:
            return Cell(address, _DAY_0 + timedelta(int(number)))
        value = int(number) if number.is_integer() else number
        return Cell(
            address, value, is_percent=look.is_percent(number), counter=look.counter(number), is_scaled=look.is_scaled
        )


def named(element: Element, name: str) -> Iterator[Element]:
    """Return the elements of a name below one, whatever their namespace."""
    found: Iterator[Element] = element.iter(f"{{*}}{name}")
    return found


def local(element: Element) -> str:
    """Return the name of an element without its namespace, "" for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def relation_id(element: Element) -> str:
    """Return the number of the relation that an element names."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}id")), "")


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def relations_part(part: str) -> str:
    """Return the name of the part that holds the relations of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _text(item: Element) -> str:
    """Return the text of an item, without the readings of its kanji."""
    parts = (one.text or "" for one in named(item, "t") if local(one.getparent()) != "rPh")
    return _plain("".join(parts))


def _plain(text: str) -> str:
    """Return a text with the signs that stand behind 「_x000D_」 and the like, and one sign for the end of a line."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def numbered_rows(sheet: Element) -> Iterator[tuple[int, Element]]:
    """Yield the rows of a sheet with their numbers, which some programs leave out."""
    number = 0
    for row in named(sheet, "row"):
        number = int(row.get("r", number + 1))
        yield number, row


def numbered_cells(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row with the numbers of their columns, which some programs leave out."""
    column = 0
    for cell in named(row, "c"):
        m = _ADDRESS.fullmatch(cell.get("r", ""))
        column = column_index_from_string(m[1]) if m else column + 1
        yield column, cell


def merged_areas(sheet: Element) -> list[tuple[int, int, int, int]]:
    """Return the merged areas of a sheet: first column and row, last column and row."""
    areas = (range_boundaries(one.get("ref", "")) for one in named(sheet, "mergeCell"))
    return [(a or 1, b or 1, c or MAX_COLUMNS, d or MAX_ROWS) for a, b, c, d in areas]


def _merged(cell: Cell, row: int, column: int, ranges: Sequence[tuple[int, ...]]) -> Cell:
    """Return a cell that says whether it was merged into the first one of a range."""
    for left, top, right, bottom in ranges:
        if left <= column <= right and top <= row <= bottom and (row, column) != (top, left):
            return Cell(cell.address, None, is_merged=True)
    return cell
