"""Change single parts of a workbook's file; every other part goes back as it came, byte for byte."""

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

from lxml import etree

from loaders.reports.package import Element, Package, named, relations_part

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"  # where a damaged workbook names none
_TYPES = "[Content_Types].xml"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class EditedPackage:
    """A workbook's file while parts of it are changed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, Element] = {}
        self._added: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self.main = etree.QName(package.workbook).namespace or _USUAL
        is_strict = "purl.oclc.org" in self.main
        self.office = (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
            if is_strict
            else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        )

    def tree(self, part: str) -> Element:
        """Return a part as XML that may be changed."""
        if part not in self._trees:
            self._trees[part] = self.package.tree(part)
        return self._trees[part]

    def read(self, part: str) -> bytes:
        """Return the content of a part as it came or was put in."""
        return self._added[part] if part in self._added else self.package.read(part)

    def put(self, part: str, content: bytes | Element, content_type: str) -> None:
        """Put a part in, in place of the one of this name."""
        self._trees.pop(part, None)
        self._added[part] = content if isinstance(content, bytes) else _bytes(content)
        types = self.tree(_TYPES)
        extension = part.rpartition(".")[2]
        if extension == "vml":
            if not any(one.get("Extension", "").lower() == extension for one in named(types, "Default")):
                _add(types, "Default", 0, Extension=extension, ContentType=content_type)
        elif not any(one.get("PartName") == f"/{part}" for one in named(types, "Override")):
            _add(types, "Override", PartName=f"/{part}", ContentType=content_type)

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern such as xl/comments{}.xml that no part has."""
        numbers = (pattern.format(number) for number in range(1, 100_000))
        return next(name for name in numbers if not self.package.has(name) and name not in self._added)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Write down that a part refers to another, and return the number of the relation."""
        path = relations_part(part)
        if path not in self._trees:
            new = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            self._trees[path] = self.package.tree(path) if self.package.has(path) else new
        used = {one.get("Id") for one in named(self._trees[path], "Relationship")}
        number = next(f"rIdM{n}" for n in range(1, 100_000) if f"rIdM{n}" not in used)
        _add(self._trees[path], "Relationship", Id=number, Type=f"{self.office}/{kind}", Target=f"/{target}")
        return number

    def remove(self, part: str, referring: str = "") -> None:
        """Remove a part, and what another says of it."""
        self._removed.add(part)
        if referring:
            wanted = {one.id for one in self.package.relations(referring) if one.target == part}
            for one in [*named(self.tree(relations_part(referring)), "Relationship")]:
                if one.get("Id") in wanted:
                    one.getparent().remove(one)
        for one in [*named(self.tree(_TYPES), "Override")]:
            if one.get("PartName") == f"/{part}":
                one.getparent().remove(one)

    def replace_bytes(self, part: str, pattern: bytes, by: bytes) -> None:
        """Replace what fits a pattern in a part, and leave the rest as it is written."""
        if part in self._trees:
            self._trees[part] = etree.fromstring(re.sub(pattern, by, _bytes(self._trees[part])))
        elif re.search(pattern, content := self.read(part)):
            self._added[part] = re.sub(pattern, by, content)

    def save(self) -> bytes:
        """Return the file with what was changed."""
        changed = {**self._added, **{part: _bytes(tree) for part, tree in self._trees.items()}}
        changed = {
            self.package.name_of(part): content for part, content in changed.items() if part not in self._removed
        }
        removed = {self.package.name_of(part) for part in self._removed}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.package.archive.namelist():
                if name not in removed:
                    content = changed.pop(name, None)
                    archive.writestr(_member(name), self.package.archive.read(name) if content is None else content)
            for name, content in changed.items():
                archive.writestr(_member(name), content)
        return buffer.getvalue()


class Styles:
    """The formats of cells of a workbook, to which others are added."""

    def __init__(self, edited: EditedPackage) -> None:
        part = edited.package.part_of("styles")
        self._root = None if part is None else edited.tree(part)
        self._known: dict[tuple[object, ...], int] = {}

    def is_open(self, style: int) -> bool:
        """Return whether a cell of a format may be filled in where the sheet is protected."""
        formats = self._formats()
        found = list(named(formats[style], "protection")) if style < len(formats) else []
        return any(one.get("locked") in ("0", "false") for one in found)

    def filled(self, style: int, colour: str | None) -> int:
        """Return the number of a format like another with a colour, None for no colour."""
        if (style, colour) not in self._known:
            fill = 0 if colour is None else self._fill(colour)
            self._known[style, colour] = self._with(style, fillId=fill, applyFill=1)
        return self._known[style, colour]

    def text(self, is_bold: bool) -> int:
        """Return the number of a format for running text."""
        if ("text", is_bold) not in self._known:
            number = self._with(0, fontId=self._bold() if is_bold else 0, applyFont=1, applyAlignment=1)
            if len(formats := self._formats()):
                for alignment in list(named(formats[number], "alignment")):
                    formats[number].remove(alignment)
                look = {"wrapText": "1", "vertical": "top"}
                formats[number].insert(
                    0, formats[number].makeelement(formats.tag.replace("cellXfs", "alignment"), look)
                )
            self._known["text", is_bold] = number
        return self._known["text", is_bold]

    def _bold(self) -> int:
        fonts = self._group("fonts")
        if fonts is None or not len(fonts):
            return 0
        bold = deepcopy(fonts[0])
        if not list(named(bold, "b")):
            bold.insert(0, bold.makeelement(fonts.tag.replace("fonts", "b"), {}))
        return _append(fonts, bold)

    def _group(self, name: str) -> Element | None:
        return None if self._root is None else next(named(self._root, name), None)

    def _formats(self) -> Any:
        group = self._group("cellXfs")
        return [] if group is None else group

    def _fill(self, colour: str) -> int:
        if (fills := self._group("fills")) is None:
            return 0
        fill = fills.makeelement(fills.tag.replace("fills", "fill"), {})
        pattern = etree.SubElement(fill, fills.tag.replace("fills", "patternFill"), patternType="solid")
        etree.SubElement(pattern, fills.tag.replace("fills", "fgColor"), rgb=f"00{colour}")
        return _append(fills, fill)

    def _with(self, style: int, **changes: int) -> int:
        formats = self._formats()
        if not len(formats):
            return style
        new = deepcopy(formats[style if style < len(formats) else 0])
        for key, value in changes.items():
            new.set(key, str(value))
        return _append(formats, new)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def safe_text(text: str) -> str:
    """Return a text that XML can hold and that spreadsheets show as it is."""
    return _LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("", text))


def _append(group: Element, element: Element) -> int:
    group.append(element)
    group.set("count", str(len(group)))
    return len(group) - 1


def _add(parent: Element, name: str, place: int | None = None, **attributes: str) -> None:
    element = parent.makeelement(f"{{{etree.QName(parent).namespace}}}{name}", attributes)
    parent.insert(len(parent) if place is None else place, element)


def _bytes(tree: Element) -> bytes:
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
