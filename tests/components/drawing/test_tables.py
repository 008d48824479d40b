"""Tables to be read: Japanese headings, words for codes, both calendars, and the source of each row."""

from __future__ import annotations

import pandas as pd

from components.drawing import tables


def test_wanted_columns_come_first_and_sources_last():
    rows = pd.DataFrame({"line_start": [5], "name_ja": ["釧路市"], "doc_id": ["001"], "hidden": [1]})
    shown = tables.readable(rows, {"name_ja": "市町村", "absent": "なし"})
    assert list(shown.columns) == ["市町村", "文書", "行（始め）"]


def test_a_published_table_speaks_japanese():
    rows = pd.DataFrame({"programme_code": ["multi_agency", None], "marked": pd.array([True, None], dtype="boolean")})
    shown = tables.published(rows, "implementations")
    assert list(shown.columns) == ["事業", "○印"]
    assert shown["○印"].tolist()[0] == "はい"
    assert shown["○印"].isna().tolist() == [False, True]


def test_codes_become_words():
    rows = pd.DataFrame({"severity": ["error", "odd"]})
    assert list(tables.published(rows, "issues")["重大さ"]) == ["誤り（保留）", "odd"]


def test_dates_stand_in_both_calendars():
    rows = pd.DataFrame({"as_of_date": ["2019-04-30", None]})
    shown = tables.published(rows, "profile_values")
    assert list(shown.columns) == ["時点", "時点（和暦）"]
    assert list(shown["時点（和暦）"]) == ["平成31年4月30日", ""]


def test_units_stand_in_the_heading():
    rows = pd.DataFrame({"population": [5]})
    assert list(tables.published(rows, "service_areas").columns) == ["人口（人）"]


def test_a_heading_that_ends_with_its_unit_says_it_once():
    rows = pd.DataFrame({"fiscal_year": [2019], "line_start": [5]})
    assert list(tables.published(rows, "implementations").columns) == ["年度", "開始行"]
