"""Files for spreadsheets hold what the table shows, and never run anything."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest

from components.packs.file_safety import harmless
from components.packs.files import file_name, to_csv
from components.packs.workbook.workbook import tables_to_xlsx

TABLE = pd.DataFrame(
    {
        "市町村": ["釧路市", '=HYPERLINK("http://x","y")'],
        "人口（人）": [168730, -5],
        "率（%）": [33.2, None],
        "備考": ["改行\nあり", "a,b"],
    }
)


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_file_begins_with_a_byte_order_mark():
    assert to_csv(TABLE).startswith(b"\xef\xbb\xbf")


def test_a_csv_file_holds_headings_and_values():
    heading, first, second = rows_of(to_csv(TABLE))
    assert heading == ["市町村", "人口（人）", "率（%）", "備考"]
    assert first == ["釧路市", "168730", "33.2", "改行\nあり"]
    assert second[2] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "　="])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", [-5, -0.5, "―", "釧路市", "1-2", None])
def test_numbers_and_plain_texts_stay_as_they_are(value):
    assert harmless(value) == value


def test_negative_numbers_stay_numbers_in_a_csv_file():
    assert rows_of(to_csv(TABLE))[2][:2] == ['\'=HYPERLINK("http://x","y")', "-5"]


@pytest.mark.parametrize("start", ["\u200b", "\ufeff", "\u00a0", "\u2003", "\x0b", "\u202e", " \u3000\u200b"])
def test_what_nobody_sees_in_front_of_a_formula_hides_it_from_no_guard(start):
    assert harmless(f"{start}=1+1") == f"'{start}=1+1"
    assert harmless(f"{start}1+1") == f"{start}1+1"


def test_a_heading_that_looks_like_a_formula_is_harmless_too():
    assert rows_of(to_csv(pd.DataFrame({"=1+1": ["a"]})))[0] == ["'=1+1"]


def test_a_workbook_has_notes_first_and_then_every_table():
    book = openpyxl.load_workbook(
        io.BytesIO(tables_to_xlsx({"市町村": TABLE, "空の表": TABLE.head(0)}, [("データ版", "1a2b")]))
    )
    assert book.sheetnames == ["説明", "市町村", "空の表"]
    assert [cell.value for cell in book["説明"][2]] == ["データ版", "1a2b"]
    assert [cell.value for cell in book["説明"][3]] == ["市町村", "2行"]


def test_a_workbook_holds_the_values_and_no_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx({"市町村": TABLE}, [])))["市町村"]
    assert [cell.value for cell in sheet[2]] == ["釧路市", 168730, 33.2, "改行\nあり"]
    smuggled = sheet.cell(3, 1)
    assert smuggled.data_type == "s"
    assert smuggled.value == TABLE["市町村"][1]
    assert sheet.cell(3, 3).value is None


def test_the_heading_of_a_sheet_stays_in_sight_and_filters():
    sheet = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx({"市町村": TABLE}, [])))["市町村"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3"


def test_sheet_names_that_excel_refuses_are_changed_and_stay_apart():
    long = "あ" * 40
    book = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx({"a/b": TABLE, long: TABLE, long + "い": TABLE}, [])))
    assert book.sheetnames == ["説明", "a・b", "あ" * 28, "あ" * 28 + "2"]


def test_practice_data_are_marked_in_name_and_rows():
    assert file_name("targets", "99", "1a2b", is_practice=True) == "練習用_kyosei_targets_99_1a2b.csv"
    heading, *rows = rows_of(to_csv(TABLE, is_practice=True))
    assert heading[-1] == "データの種類"
    assert {row[-1] for row in rows} == {"練習用（架空の見本県）"}
    assert list(TABLE) == ["市町村", "人口（人）", "率（%）", "備考"]


def test_a_file_name_says_what_where_and_of_which_version():
    assert file_name("targets", "01", "1a2b") == "kyosei_targets_01_1a2b.csv"
    assert file_name("all_tables", None, "1a2b", "xlsx") == "kyosei_all_tables_japan_1a2b.xlsx"
