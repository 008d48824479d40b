"""The form as it is handed out: what it shows, what is locked, what the spreadsheet itself refuses."""

import hashlib
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from loaders.reports.contents import FormContent
from loaders.reports.form_key import machine_cells
from loaders.reports.form_writing import make_form, zip_forms
from loaders.reports.layout import COLUMNS, MACHINE_SHEET, REPORT_SHEET

FIRST = {column.name: number for number, column in enumerate(COLUMNS, start=1)}


@pytest.fixture
def book(form):
    return openpyxl.load_workbook(io.BytesIO(form))


@pytest.fixture
def cell(book):
    return lambda row, field: book[REPORT_SHEET].cell(6 + row, FIRST[field])


def shown(cell, row):
    return [cell(row, name).value for name in ("pillar", "label_ja", "target", "comparator", "unit", "per", "last")]


def test_the_same_content_gives_the_same_file(content, form):
    assert make_form(content) == form


def test_every_target_is_prefilled_with_its_value_and_its_last_value(cell):
    assert shown(cell, 1) == ["地域づくり", "サロンの数", "5", "以上", "か所", "", "4か所（2018年度）"]
    assert shown(cell, 2) == ["地域づくり", "講座の延べ参加者", "30", "以上", "名", "延べ・合計", "25名（2018年度）"]


def test_the_title_names_municipality_year_and_kind(book):
    title = "実績報告　見本県見本町　令和元年度（2019年度）　年度報告"
    assert book[REPORT_SHEET]["B1"].value == title


def test_the_target_id_is_hidden_and_locked(book, cell):
    assert cell(1, "target_id").value == "T-salons"
    assert book[REPORT_SHEET].column_dimensions["A"].hidden
    assert cell(1, "target_id").protection.locked
    assert book[REPORT_SHEET].protection.sheet


def test_only_the_cells_that_a_target_needs_are_open(cell):
    def open_fields(row):
        return {name for name in FIRST if not cell(row, name).protection.locked}

    always = {"period_start", "period_end", "result_state", "comment_ja"}
    assert open_fields(1) == {"value"} | always
    assert open_fields(5) == {"value", "numerator", "denominator"} | always
    assert open_fields(6) == {"value", "numerator", "denominator", "done"} | always
    assert open_fields(8) == {"done"} | always
    assert open_fields(9) == {"grade"} | always


def test_the_spreadsheet_offers_the_states_grades_and_answers_as_lists(book, cell):
    lists = {
        str(rule.sqref): rule.formula1 for rule in book[REPORT_SHEET].data_validations.dataValidation
        if rule.type == "list"
    }  # fmt: skip
    assert lists[cell(1, "result_state").coordinate] == '"実績あり,0,測定不能,取下げ"'
    assert lists[cell(8, "result_state").coordinate] == '"実績あり,測定不能,取下げ"'
    assert lists[cell(8, "done").coordinate] == '"実施した,一部実施した,実施していない"'
    assert lists[cell(9, "grade").coordinate].startswith('"1（達成できなかった）,2（一部達成した）')


def test_numbers_and_dates_only_warn_since_other_spellings_are_read_too(book, cell):
    styles = {
        str(rule.sqref): (rule.type, rule.errorStyle) for rule in book[REPORT_SHEET].data_validations.dataValidation
    }
    assert styles[cell(1, "value").coordinate] == ("decimal", "warning")
    assert styles[cell(1, "period_end").coordinate] == ("date", "warning")


def test_a_label_that_looks_like_a_formula_stays_a_text(cell):
    assert (cell(8, "label_ja").value, cell(8, "label_ja").data_type) == ("=1+1 会議体の設置", "s")


def test_the_machine_sheet_is_hidden_and_sealed(book, content):
    sheet = book[MACHINE_SHEET]
    pairs = dict(sheet.iter_rows(values_only=True))
    assert sheet.sheet_state == "veryHidden"
    assert pairs == machine_cells(content)
    assert (pairs["area_code"], pairs["fiscal_year"], pairs["dataset_version"]) == ("990019", "2019", "0123456789ab")
    sealed = pairs.pop("sha256")
    assert sealed == hashlib.sha256("\n".join(f"{name}={pairs[name]}" for name in sorted(pairs)).encode()).hexdigest()


def test_the_explanation_defines_the_states_and_both_coverage_rates(book):
    text = "\n".join(str(value) for row in book["記入のしかた"].iter_rows(values_only=True) for value in row)
    for word in (
        "測定不能",
        "取下げ",
        "0とはみなしません",
        "対象地域の人口割合［%］",
        "100 × 対象圏域数 ÷ 全圏域数",
        "支援を受けた人の割合ではない",
    ):
        assert word in text


def test_the_explanation_defines_the_indicators_of_the_form(content):
    salons = replace(content.targets[0], indicator_ja="サロンの数", definition_ja="住民が集う場の数。")
    book = openpyxl.load_workbook(io.BytesIO(make_form(replace(content, targets=(salons,)))))
    assert ("サロンの数", "住民が集う場の数。") in list(book["記入のしかた"].iter_rows(values_only=True))


def test_a_municipality_without_targets_is_asked_for_its_service_areas_only():
    empty = FormContent("990027", "見本県", "小さな村", 2019, "mid_year", "0123456789ab", ())
    book = openpyxl.load_workbook(io.BytesIO(make_form(empty)))
    assert (
        book[REPORT_SHEET]["B7"].value
        == "この年度の目標は文書から登録されていません。「圏域と人口」だけに記入してください。"
    )
    assert book["圏域と人口"]["A7"].value == "地域づくり"


def test_forms_of_several_municipalities_come_as_one_zip(content):
    other = FormContent("990027", "見本県", "小さな村", 2019, "full_year", "0123456789ab", ())
    with zipfile.ZipFile(io.BytesIO(zip_forms([content, other]))) as archive:
        assert archive.namelist() == [
            "990019_見本県見本町_2019年度_年度報告.xlsx",
            "990027_見本県小さな村_2019年度_年度報告.xlsx",
        ]
    assert zip_forms([content, other]) == zip_forms([content, other])
    with zipfile.ZipFile(io.BytesIO(zip_forms([content, other], as_csv=True))) as archive:
        assert archive.namelist() == [
            "990019_見本県見本町_2019年度_年度報告.csv",
            "990027_見本県小さな村_2019年度_年度報告.csv",
        ]
