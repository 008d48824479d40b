"""Notes and colours at the cells of one sheet, beside the notes of others; formulas there become texts."""

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from loaders.reports.findings import SEVERITIES_JA, Finding
from loaders.reports.package import (
    Element,
    SheetPart,
    local,
    merged_areas,
    named,
    numbered_cells,
    numbered_rows,
    relation_id,
)
from loaders.reports.package_writing import EditedPackage, Styles, safe_text

AUTHOR = "地域共生モニター"
_COLOURS = {"error": "F4B6B0", "warning": "FFD58A", "info": "CFE3F5"}
_TO_FILL_IN, _CLOSED = "FFF8CC", "D9D9D9"  # colours that the form gives its cells
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What stands behind the drawing of the notes in the order of a sheet
_BEHIND = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
}  # fmt: skip
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_VML = f'<xml {_VML}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
_BOX_TYPE = (
    f'<v:shapetype {_VML} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape {vml} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:240pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>{left}, 15, {row}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_PLACE = re.compile(r"<x:(Row|Column)>\s*(\d+)\s*</x:\1>")
_SHAPE_NUMBER = re.compile(r"_x0000_s(\d+)")
_LINE, _ROW_POINTS = 24, 36


class SheetMarks:
    """The notes and colours of one sheet."""

    def __init__(self, edited: EditedPackage, sheet: SheetPart, styles: Styles) -> None:
        self._edited, self._sheet, self._styles = edited, sheet, styles
        self._root = edited.tree(sheet.part)
        self.disarmed: list[str] = []  # Cells whose formulas became texts
        self._cells = {
            (row, column): cell
            for row, element in numbered_rows(self._root)
            for column, cell in numbered_cells(element)
        }
        relations = edited.package.relations(sheet.part)
        self._comments_part = next((one.target for one in relations if one.kind == "comments"), None)
        drawing = next((relation_id(one) for one in named(self._root, "legacyDrawing")), "")
        self._vml_part = next((one.target for one in relations if drawing and one.id == drawing), None)

    def write(self, findings: Sequence[Finding]) -> list[Finding]:
        """Put findings at their cells in place of those of an earlier round, and return those that got no note."""
        self._disarm()
        by_cell: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_cell[self._first_of_merged(finding.cell)].append(finding)
        comments = self._comments()
        removed = self._remove_earlier(comments)
        taken = {one.get("ref") for one in named(comments, "comment")}
        for address, found in by_cell.items():
            worst = min((one.severity for one in found), key=list(_COLOURS).index)
            cell = self._cell(address)
            cell.set("s", str(self._styles.filled(int(cell.get("s", 0)), _COLOURS[worst])))
        notes = {address: _note(found) for address, found in by_cell.items() if address not in taken}
        if notes or removed:
            self._save(comments, notes, removed)
        return [one for address, found in by_cell.items() if address in taken for one in found]

    def _disarm(self) -> None:
        """Turn formulas into texts: whoever opens the returned file runs nothing here that a sender wrote."""
        for (row, column), cell in self._cells.items():
            formula = next((child for child in cell if local(child) == "f"), None)
            if formula is None:
                continue
            text = f"={formula.text or ''}"
            for child in list(cell):
                cell.remove(child)
            cell.set("t", "inlineStr")
            inline = etree.SubElement(cell, cell.tag[:-1] + "is")
            etree.SubElement(inline, cell.tag[:-1] + "t").text = safe_text(text)
            self.disarmed.append(f"{get_column_letter(column)}{row}")
        chain = self._edited.package.part_of("calcChain")
        if self.disarmed and chain:  # it names cells with formulas, and is made anew when the file is opened
            self._edited.remove(chain, self._edited.package.workbook_part)

    def _comments(self) -> Element:
        if self._comments_part:
            return self._edited.tree(self._comments_part)
        main = self._edited.main
        root = etree.Element(f"{{{main}}}comments", nsmap={None: main})
        etree.SubElement(root, f"{{{main}}}authors")
        etree.SubElement(root, f"{{{main}}}commentList")
        return root

    def _remove_earlier(self, comments: Element) -> set[str]:
        """Remove the notes of an earlier round with their colours, and return their cells."""
        authors = ["".join(one.itertext()) for one in named(comments, "author")]
        removed = set()
        for comment in list(named(comments, "comment")):
            number = int(comment.get("authorId", -1))
            if 0 <= number < len(authors) and authors[number] == AUTHOR:
                comment.getparent().remove(comment)
                removed.add(comment.get("ref", ""))
        for address in removed:
            cell = self._cell(address)
            style = int(cell.get("s", 0))
            own = _TO_FILL_IN if self._styles.is_open(style) else None if len(cell) else _CLOSED
            cell.set("s", str(self._styles.filled(style, own)))
        return removed

    def _first_of_merged(self, address: str) -> str:
        """Return the cell that takes the note: a merged cell leaves it to the first one of its range."""
        row, column = coordinate_to_tuple(address)
        for left, top, right, bottom in merged_areas(self._root):
            if left <= column <= right and top <= row <= bottom:
                return f"{get_column_letter(left)}{top}"
        return address

    def _cell(self, address: str) -> Element:
        row, column = coordinate_to_tuple(address)
        if (row, column) not in self._cells:
            rows = dict(numbered_rows(self._root))
            if row not in rows:
                data = next(named(self._root, "sheetData"))
                rows[row] = data.makeelement(data.tag.replace("sheetData", "row"), {"r": str(row)})
                data.insert(sum(number < row for number in rows), rows[row])
            new = rows[row].makeelement(rows[row].tag[:-3] + "c", {"r": address})
            rows[row].insert(sum(at < column for at, _ in numbered_cells(rows[row])), new)
            self._cells[row, column] = new
        return self._cells[row, column]

    def _save(self, comments: Element, notes: dict[str, str], removed: set[str]) -> None:
        self._add_comments(comments, notes)
        vml = self._edited.read(self._vml_part).decode("latin-1") if self._vml_part else _EMPTY_VML
        vml = _with_boxes(_without_boxes(vml, removed), notes)
        if self._comments_part is None:
            self._comments_part = self._edited.free_name("xl/comments{}.xml")
            self._edited.relate(self._sheet.part, "comments", self._comments_part)
            self._edited.put(self._comments_part, comments, _COMMENTS_TYPE)
        if self._vml_part is None:
            self._vml_part = self._edited.free_name("xl/drawings/vmlDrawing{}.vml")
            self._refer_to_drawing(self._edited.relate(self._sheet.part, "vmlDrawing", self._vml_part))
        self._edited.put(self._vml_part, vml.encode("latin-1"), _VML_TYPE)

    def _add_comments(self, comments: Element, notes: dict[str, str]) -> None:
        main, authors = etree.QName(comments).namespace, next(named(comments, "authors"))
        names = ["".join(one.itertext()) for one in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, f"{{{main}}}author").text = AUTHOR
            names.append(AUTHOR)
        listed = next(named(comments, "commentList"))
        for address, text in notes.items():
            attributes = {"ref": address, "authorId": str(names.index(AUTHOR))}
            comment = etree.SubElement(listed, f"{{{main}}}comment", attributes)
            run = etree.SubElement(etree.SubElement(comment, f"{{{main}}}text"), f"{{{main}}}r")
            etree.SubElement(run, f"{{{main}}}t").text = safe_text(text)

    def _refer_to_drawing(self, relation: str) -> None:
        drawing = self._root.makeelement(f"{{{self._edited.main}}}legacyDrawing", {})
        drawing.set(f"{{{self._edited.office}}}id", relation)
        behind = (place for place, one in enumerate(self._root) if local(one) in _BEHIND)
        self._root.insert(next(behind, len(self._root)), drawing)


def _note(findings: Sequence[Finding]) -> str:
    return "\n\n".join(f"［{SEVERITIES_JA[one.severity]}］{one.message_ja}\n→ {one.remedy_ja}" for one in findings)


def _without_boxes(vml: str, cells: set[str]) -> str:
    places = {tuple(number - 1 for number in coordinate_to_tuple(cell)) for cell in cells}

    def kept(m: re.Match[str]) -> str:
        at = {name: int(number) for name, number in _PLACE.findall(m[0])}
        return "" if 'ObjectType="Note"' in m[0] and (at.get("Row"), at.get("Column")) in places else m[0]

    return _SHAPE.sub(kept, vml)


def _with_boxes(vml: str, notes: dict[str, str]) -> str:
    first = max((int(number) for number in _SHAPE_NUMBER.findall(vml)), default=1024) + 1
    boxes = [] if 'id="_x0000_t202"' in vml else [_BOX_TYPE]
    for number, (address, text) in enumerate(notes.items(), start=first):
        row, column = (at - 1 for at in coordinate_to_tuple(address))
        height = 40 + 16 * (1 + len(text) // _LINE + text.count("\n"))
        corners = {"left": column + 1, "right": column + 4, "bottom": row + 1 + height // _ROW_POINTS}
        boxes.append(_BOX.format(vml=_VML, number=number, height=height, row=row, column=column, **corners))
    head, end, tail = vml.rpartition("</xml>")
    return f"{head}{''.join(boxes)}{end}{tail}"
