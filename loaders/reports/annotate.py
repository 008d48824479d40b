"""Give a form back with its findings: a note at each cell, its colour, and a sheet that lists them all.

Only the parts of the sheets to fill in are changed; what else the file holds goes back as it came.
"""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from loaders.office_files import SentFile
from loaders.reports.cells import short
from loaders.reports.csv_form import csv_with_findings
from loaders.reports.findings import SEVERITIES_JA, Finding, ReportError, finding_at, problem
from loaders.reports.layout import AREA_COLUMNS, AREA_SHEET, COLUMNS, FINDING_SHEET, REPORT_SHEET
from loaders.reports.notes import SheetMarks
from loaders.reports.opening import package_of, sheet_of
from loaders.reports.package import Element, named, relations_part
from loaders.reports.package_writing import EditedPackage, Styles, safe_text
from loaders.reports.sheets import SHEETS

_HEADINGS = (("種類", 10), ("シート", 14), ("セル", 8), ("内容", 60), ("直し方", 60), ("検査", 28))
_NO_NOTE_JA = "（セルにはすでにコメントがあるため、メモは付けていません。）"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def annotated(sent: SentFile, findings: Sequence[Finding]) -> bytes | None:
    """Return the same file with its findings as cell notes, those of an earlier round removed; None where it cannot be opened."""
    try:
        package = package_of(sent)
    except ReportError:
        return csv_with_findings(sent.data, findings)
    edited = EditedPackage(package)
    styles, names, listed = Styles(edited), {FINDING_SHEET: FINDING_SHEET}, list(findings)
    every = [(REPORT_SHEET, COLUMNS), (AREA_SHEET, AREA_COLUMNS), *((one.name, one.columns) for one in SHEETS)]
    for name, columns in every:
        try:
            sheet = sheet_of(package, name, columns)
        except ReportError:
            continue
        names[name] = sheet.name
        marks = SheetMarks(edited, sheet, styles)
        without_note = marks.write([one for one in findings if one.sheet == name and one.cell])
        listed = [replace(one, remedy_ja=one.remedy_ja + _NO_NOTE_JA) if one in without_note else one for one in listed]
        told = {one.cell for one in findings if one.sheet == name}
        if untold := [cell for cell in marks.disarmed if cell not in told]:
            listed.append(finding_at(problem("report.disarmed", cells=short("、".join(untold), 100)), name))
    _add_list(edited, listed, names, styles)
    return edited.save()


def _add_list(edited: EditedPackage, findings: Sequence[Finding], names: dict[str, str], styles: Styles) -> None:
    """Put the list of findings in as the first sheet, or in the place of an earlier one, and open the file there."""
    package = edited.package
    workbook = edited.tree(package.workbook_part)
    sheets = next(named(workbook, "sheets"))
    earlier = next((one for one in package.sheets if one.name == FINDING_SHEET), None)
    part = earlier.part if earlier else edited.free_name("xl/worksheets/sheet{}.xml")
    edited.remove(relations_part(part))
    for sheet in package.sheets:
        edited.replace_bytes(sheet.part, rb'\s+tabSelected="(?:1|true)"', b"")
    edited.put(part, _list_of(edited, findings, names, styles), _SHEET_TYPE)
    if earlier is None:
        numbers = [int(one.get("sheetId")) for one in sheets if one.get("sheetId", "").isdecimal()]
        about = {"name": FINDING_SHEET, "sheetId": str(max(numbers, default=0) + 1)}
        new = sheets.makeelement(f"{{{edited.main}}}sheet", about)
        new.set(f"{{{edited.office}}}id", edited.relate(package.workbook_part, "worksheet", part))
        sheets.insert(0, new)
        for name in named(workbook, "definedName"):  # counted by the places of sheets
            if name.get("localSheetId", "").isdecimal():
                name.set("localSheetId", str(int(name.get("localSheetId")) + 1))
    place = next(n for n, one in enumerate(sheets) if one.get("name") == FINDING_SHEET)
    for view in named(workbook, "workbookView"):
        view.set("activeTab", str(place))
        view.attrib.pop("firstSheet", None)


def _list_of(edited: EditedPackage, findings: Sequence[Finding], names: dict[str, str], styles: Styles) -> Element:
    rows = [[heading for heading, _ in _HEADINGS]]
    for one in findings:
        place = one.cell or ("" if one.row is None else f"{one.row}行目")
        about = [SEVERITIES_JA[one.severity], names.get(one.sheet, one.sheet), place]
        rows.append([*about, one.message_ja, one.remedy_ja, one.rule_id])
    if not findings:
        rows.append(["指摘はありません。"])
    sheet = etree.Element(f"{{{edited.main}}}worksheet", nsmap={None: edited.main})
    _child(_child(sheet, "sheetPr"), "pageSetUpPr", fitToPage="1")
    view = _child(_child(sheet, "sheetViews"), "sheetView", tabSelected="1", workbookViewId="0")
    _child(view, "pane", ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen")
    columns = _child(sheet, "cols")
    for number, (_, width) in enumerate(_HEADINGS, start=1):
        _child(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    data = _child(sheet, "sheetData")
    for number, texts in enumerate(rows, start=1):
        row, style = _child(data, "row", r=str(number)), str(styles.text(number == 1))
        for letter, text in zip("ABCDEF", texts, strict=False):
            cell = _child(row, "c", r=f"{letter}{number}", s=style, t="inlineStr")
            _child(_child(cell, "is"), "t").text = safe_text(text)
    links = [(n, one) for n, one in enumerate(findings, start=2) if one.cell and one.sheet in names]
    if links:
        group = _child(sheet, "hyperlinks")
        for number, one in links:
            name = names[one.sheet].replace("'", "''")
            _child(group, "hyperlink", ref=f"C{number}", location=f"'{name}'!{one.cell}", display=one.cell)
    _child(sheet, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return sheet


def _child(parent: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)
