"""Rows against the schema."""

import pandas as pd
import pytest

from data.schema import TABLES
from data.validation import typed_table, typed_tables


def area(**changes):
    row = {
        "area_code": "012068", "level": "municipality", "name_ja": "釧路市", "prefecture_code": "01", "kind": "city",
        "latitude": 42.98,
    }  # fmt: skip
    return row | changes


def problems(table, *rows):
    return typed_table(TABLES[table], rows)[1]


def test_rows_are_typed_and_sorted_by_key():
    frame, found = typed_table(TABLES["areas"], [area(), area(area_code="010006", latitude="43.1")])
    assert found == []
    assert list(frame["area_code"]) == ["010006", "012068"]
    assert list(frame["latitude"]) == [43.1, 42.98]
    assert dict(frame.dtypes.astype(str))["latitude"] == "Float64"


def test_empty_text_none_and_nan_are_all_missing():
    for nothing in ("", None, float("nan"), pd.NA):
        frame, found = typed_table(TABLES["areas"], [area(name_kana=nothing, latitude=nothing)])
        assert found == []
        assert frame.loc[0, ["name_kana", "latitude"]].isna().all()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"area_code": 12068}, "表 areas 行 12068 項目 area_code（団体コード）: 「12068」: 文字列ではありません。"),
        ({"kind": "hamlet"}, "表 areas 行 012068 項目 kind（種別）: 「hamlet」: 使える値は designated_city・city・"
                             "special_ward・town・village・prefecture・nation です。"),
        ({"name_ja": ""}, "表 areas 行 012068 項目 name_ja（名称）: 値が必要です。"),
        ({"latitude": "北緯"}, "表 areas 行 012068 項目 latitude（緯度）: 「北緯」: 数ではありません。"),
        ({"latitude": 4.2}, "表 areas 行 012068 項目 latitude（緯度）: 「4.2」: 20以上の値が必要です。"),
        ({"valid_from": "令和元年"}, "表 areas 行 012068 項目 valid_from（設置日）: 「令和元年」: "
                                   "日付（YYYY-MM-DD）ではありません。"),
        ({"mayor": "x"}, "表 areas: 項目「mayor」は定義されていません。"),
    ],
)  # fmt: skip
def test_a_departure_from_the_schema_is_one_sentence(change, problem):
    assert problem in problems("areas", area(**change))


def test_the_same_key_twice_is_named_once():
    assert problems("areas", area(), area()) == ["表 areas 行 012068: 鍵が重複しています。"]


def test_a_fraction_is_no_whole_number():
    row = {"function_code": "x", "name_ja": "x", "pillar": "community", "counts_in_coverage": True, "sort": 1.5}
    assert problems("functions", row) == ["表 functions 行 x 項目 sort（並び順）: 「1.5」: 整数ではありません。"]


@pytest.mark.parametrize("value", [1, "yes", 0.0])
def test_only_true_and_false_are_truth_values(value):
    row = {"function_code": "x", "name_ja": "x", "pillar": "community", "counts_in_coverage": value, "sort": 1}
    assert len(problems("functions", row)) == 1


def test_true_is_not_taken_for_the_number_one():
    row = {"function_code": "x", "name_ja": "x", "pillar": "community", "counts_in_coverage": True, "sort": True}
    assert len(problems("functions", row)) == 1


def test_a_quote_longer_than_60_characters_is_refused(tables):
    tables["targets"][0]["quote"] = "長" * 61
    assert any("60字以内の値が必要です" in problem for problem in typed_tables(tables)[1])


def test_a_reference_to_nothing_is_named(tables):
    tables["records"][0]["area_code"] = "999999"
    assert typed_tables(tables)[1] == [
        "表 records 行 001-L0003 項目 area_code（団体コード）: 「999999」: areas.area_code にない値です。"
    ]


def test_an_empty_table_keeps_its_columns_and_types():
    frame, found = typed_table(TABLES["targets"], [])
    assert found == []
    assert list(frame.columns) == TABLES["targets"].column_names
    assert str(frame["value"].dtype) == "Float64"
