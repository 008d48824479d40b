"""Write the report form of a municipality: an Excel file with its targets, ready to be filled in and sent back.

The same content gives the same file, byte for byte. All texts are written as texts: nothing in the data can run as
a formula.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from data.measures.definitions import MEASURES
from data.schema import label_of
from data.words import fiscal_year_ja
from loaders.reports.contents import RATED_PILLARS, REPORT_KINDS, FormContent, FormTarget
from loaders.reports.csv_form import csv_of_form
from loaders.reports.form_key import KEY_NAME, key_copy, machine_cells
from loaders.reports.layout import (
    AREA_COLUMNS,
    AREA_SHEET,
    COLUMNS,
    DECLARED,
    GUIDE_SHEET,
    HEADER_ROW,
    MACHINE_SHEET,
    NOTE_LABEL,
    REPORT_SHEET,
    FormColumn,
    columns_of,
    prefilled_cells,
)
from loaders.reports.sheets import SHEETS, FormSheet

_NO_MAGIC = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED_DATE = datetime(2000, 1, 1)
_MAY = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}
_BORDER = {"border": 1, "border_color": "#8C8C8C", "valign": "top", "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "section": {"bold": True, "font_size": 12, "font_color": "#12507B"},
    "heading": {**_BORDER, "bold": True, "bg_color": "#DCE9F5", "align": "center", "valign": "vcenter"},
    "fixed": {**_BORDER, "num_format": "@"},
    "closed": {**_BORDER, "bg_color": "#D9D9D9"},
    "number": {**_BORDER, "bg_color": "#FFF8CC", "locked": False},
    "date": {**_BORDER, "bg_color": "#FFF8CC", "locked": False, "num_format": "yyyy/mm/dd"},
    "open": {**_BORDER, "bg_color": "#FFF8CC", "locked": False, "num_format": "@"},
}

Formats = Mapping[str, Any]  # of cells, by the names of _FORMATS
TOP_ROW = 4  # of the cells above the headings
COVERAGE = ("C1", "C2")
# The sheet of explanations beside what belongs to a column
GUIDE: Mapping[str, Sequence[tuple[str, str]]] = DECLARED["guide"]


def make_form(content: FormContent) -> bytes:
    """Return the form as an Excel file: report, service areas, explanation, and its identity for the machine.

    The identity stands in a hidden sheet, a name and a property: a document inspection takes the hidden ones away.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_NO_MAGIC})
    book.set_properties({"title": "実績報告", "comments": "地域共生モニターの報告様式", "created": _FIXED_DATE})
    formats = {name: book.add_format({"font_name": "Yu Gothic", **look}) for name, look in _FORMATS.items()}
    if content.edition == 1:
        _write_report(book.add_worksheet(REPORT_SHEET), content, formats)
        _write_areas(book.add_worksheet(AREA_SHEET), content, formats)
    else:
        for declared in SHEETS:
            _write_sheet(book.add_worksheet(declared.name), declared, content, formats)
        _write_report(book.add_worksheet(REPORT_SHEET), content, formats)
    _write_guide(book.add_worksheet(GUIDE_SHEET), content, formats)
    machine = book.add_worksheet(MACHINE_SHEET)
    for row, (name, value) in enumerate(machine_cells(content).items()):
        machine.write_string(row, 0, name)
        machine.write_string(row, 1, value)
    book.define_name(KEY_NAME, f'="{key_copy(content)}"')
    book.set_custom_property(KEY_NAME, key_copy(content), "text")
    machine.protect()
    machine.very_hidden()
    book.close()
    return buffer.getvalue()


def form_file(content: FormContent, *, as_csv: bool = False) -> tuple[str, bytes]:
    """Return file name and file of a form: Excel, or CSV for those who fill it in with another program."""
    form = make_form(content)
    return (content.file_name.replace(".xlsx", ".csv"), csv_of_form(form)) if as_csv else (content.file_name, form)


def zip_forms(
    contents: Iterable[FormContent], *, as_csv: bool = False, progress: Callable[[int], object] = lambda _: None
) -> bytes:
    """Return the forms of several municipalities as one zip file; after each form it is told how many are made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for number, content in enumerate(contents, start=1):
            name, form = form_file(content, as_csv=as_csv)
            archive.writestr(zipfile.ZipInfo(name, _FIXED_DATE.timetuple()[:6]), form)
            progress(number)
    return buffer.getvalue()


def _write_report(sheet: Any, content: FormContent, formats: Formats) -> None:
    _write_top(sheet, content, formats, "実績報告", COLUMNS)
    sheet.write_string(3, 1, NOTE_LABEL, formats["heading"])
    sheet.merge_range(3, 2, 3, len(COLUMNS) - 1, "", formats["open"])
    sheet.set_row(3, 32)
    if not content.targets:
        elsewhere = "「圏域と人口」だけ" if content.edition == 1 else "ほかのシート"
        none_ja = f"この年度の目標は文書から登録されていません。{elsewhere}に記入してください。"
        sheet.write_string(HEADER_ROW, 1, none_ja, formats["fixed"])
    for offset, target in enumerate(content.targets):
        before = content.reported.get(target.target_id, {})
        _write_target(sheet, HEADER_ROW + offset, target, before, formats, COLUMNS)
    sheet.freeze_panes(HEADER_ROW, 3)


def _write_sheet(sheet: Any, declared: FormSheet, content: FormContent, formats: Formats) -> None:
    _write_top(sheet, content, formats, declared.name, declared.columns)
    answers = content.prefilled.get(declared.top_table, {}).get(content.area_code, {})
    for place, column in enumerate(declared.top):
        at = (TOP_ROW - 1, 1 + 2 * place)
        sheet.write_string(*at, column.heading, formats["heading"])
        _write_open(sheet, (at[0], at[1] + 1), column, None, answers.get(column.name), formats)
    if declared.top:
        sheet.set_row(TOP_ROW - 1, 32)
    for offset, (subject, before) in enumerate(declared.rows(content)):
        _write_target(sheet, HEADER_ROW + offset, subject, before, formats, declared.columns)
    sheet.freeze_panes(HEADER_ROW, 2)


def _write_target(
    sheet: Any, row: int, target: FormTarget, before: Mapping[str, Any], formats: Formats, columns: Sequence[FormColumn]
) -> None:
    cells, asked = prefilled_cells(target, columns), columns_of(target, columns)
    for number, column in enumerate(columns):
        if column.name in cells:
            sheet.write_string(row, number, cells[column.name], formats["fixed"])
        elif column not in asked:
            sheet.write_blank(row, number, None, formats["closed"])
        else:
            # Beside an own target, whose row calls its goal the value, it is the result
            is_result = column.name == "value" and not column.is_stored
            value = before.get("result" if is_result else column.stored_as or column.name)
            _write_open(sheet, (row, number), column, target, value, formats)
    sheet.set_row(row, 36)


def _write_open(
    sheet: Any, at: tuple[int, int], column: FormColumn, target: FormTarget | None, value: Any, formats: Formats
) -> None:
    """Write a cell to fill: blank, or what the revision in force says, for a resubmission."""
    look = formats.get(column.kind, formats["open"])
    if value is None:
        sheet.write_blank(*at, None, look)
    elif column.kind == "date":
        sheet.write_datetime(*at, datetime.fromisoformat(value), look)
    elif column.kind == "number":
        sheet.write_number(*at, value, look)
    else:
        sheet.write_string(*at, column.choices_for(target).get(str(value), str(value)), look)
    sheet.data_validation(*at, *at, column.validation(target))


def _write_areas(sheet: Any, content: FormContent, formats: Formats) -> None:
    _write_top(sheet, content, formats, "圏域と人口", AREA_COLUMNS)
    for offset, pillar in enumerate(RATED_PILLARS):
        row, before = HEADER_ROW + offset, content.reported_areas.get(pillar, {})
        sheet.write_string(row, 0, label_of("targets", "pillar", pillar), formats["fixed"])
        for number, column in enumerate(AREA_COLUMNS[1:], start=1):
            _write_open(sheet, (row, number), column, None, before.get(column.name), formats)
        sheet.set_row(row, 36)
    sheet.freeze_panes(HEADER_ROW, 1)


def _write_top(sheet: Any, content: FormContent, formats: Formats, title: str, columns: tuple[FormColumn, ...]) -> None:
    first = 1 if columns[0].name == "target_id" else 0
    report_ja = f"{fiscal_year_ja(content.fiscal_year)}　{REPORT_KINDS[content.report_kind]}"
    sheet.write_string(0, first, f"{title}　{content.full_name_ja}　{report_ja}", formats["title"])
    how_ja = "黄色の欄だけに記入してください。空欄は「報告なし」、0だったときは「0」と書きます（空欄と0は違います）。"
    sheet.write_string(1, first, how_ja)
    sheet.write_string(2, first, f"書き方は「{GUIDE_SHEET}」のシートにあります。")
    for column, field in enumerate(columns):
        hidden = {"hidden": True} if field.name == "target_id" else {}
        sheet.set_column(column, column, field.width, None, hidden)
        sheet.write_string(HEADER_ROW - 1, column, field.heading, formats["heading"])
    sheet.set_row(HEADER_ROW - 1, 22)
    sheet.protect("", _MAY)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_footer(f"&L{content.form_id}&R&P / &N")


def _write_guide(sheet: Any, content: FormContent, formats: Formats) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    row = 0
    for heading, items in _guide_rows(content):
        sheet.write_string(row, 0, heading, formats["section"])
        for item, explanation in items:
            row += 1
            sheet.write_string(row, 0, item, formats["fixed"])
            sheet.write_string(row, 1, explanation, formats["fixed"])
            sheet.set_row(row, 18 * (1 + len(explanation) // 58))
        row += 2
    if content.edition > 1:  # the list behind the choice of an indicator, too long for a cell's own rule
        sheet.set_column(4, 4, 30)
        sheet.write_string(0, 4, "指標の一覧", formats["section"])
        for number, count in enumerate(content.counts, start=1):
            sheet.write_string(number, 4, count.label_ja, formats["fixed"])
    sheet.protect("", _MAY)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _guide_rows(content: FormContent) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Return the sections of the sheet: heading, then item and explanation."""
    about = (
        ("報告する団体", f"{content.full_name_ja}（団体コード {content.area_code}）"),
        ("報告の種類", f"{content.fiscal_year}年度 {REPORT_KINDS[content.report_kind]}"),
        ("もとにしたデータの版", content.dataset_version),
    )
    counted = (*content.targets, *content.counts)
    indicators = {(one.indicator_ja, one.definition_ja) for one in counted if one.definition_ja}
    areas = (*_explained(AREA_COLUMNS), *map(_measure, COVERAGE))
    further = SHEETS if content.edition > 1 else ()
    return [
        ("この様式について", about),
        *[(f"「{one.name}」のシート", (*one.about, *_explained(one.columns))) for one in further],
        ("「実績報告」のシート", (*GUIDE["where_to_write"], *_explained(COLUMNS))),
        ("状態の意味", GUIDE["states"]),
        *([] if further else [("「圏域と人口」のシート", areas)]),
        *([("この様式の指標", sorted(indicators))] if indicators else []),
        ("提出した後のこと", GUIDE["afterwards"]),
    ]


def _explained(columns: Sequence[FormColumn]) -> Iterator[tuple[str, str]]:
    return (item for column in columns for item in column.guide)


def _measure(code: str) -> tuple[str, str]:
    """Return name and definition of a derived figure, from the one place that defines it."""
    measure = next(one for one in MEASURES if one.code == code)
    meaning, caveat = (f"{text.partition('。')[0]}。" for text in (measure.meaning_ja, measure.caveat_ja))
    return f"{measure.name_ja}［{measure.unit}］", f"{measure.formula_ja}{meaning}{caveat}"
