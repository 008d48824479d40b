"""The yearly table of residents by age: both sexes together, of today's municipalities, or a refusal."""

from __future__ import annotations

import pytest

from loaders.errors import LoaderError
from loaders.imports.resident_register import read_register
from loaders.lookups import Lookups
from tests.loaders.imports.census_table import csv_bytes, xlsx
from tests.loaders.imports.register_table import HEADING, sheet_rows


@pytest.fixture
def read(tmp_path):
    """Read a file of this content and name."""

    def reading(content, name="2504_nen.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_register(path, name, Lookups(), "0" * 64)

    return reading


def values(reading, area_code):
    return {row["indicator_code"]: row["value"] for row in reading.values if row["area_code"] == area_code}


def refused(read, sheet):
    with pytest.raises(LoaderError) as error:
        read(xlsx(sheet))
    return str(error.value)


def changed(row, column, value):
    sheet = sheet_rows()
    sheet[row][column] = value
    return sheet


def test_a_town_has_its_residents_of_both_sexes_on_1_january_with_the_cells_that_were_added(read):
    reading = read(xlsx(sheet_rows()))
    town = values(reading, "013030")
    assert (town["population"], town["population_under_15"], town["population_65"]) == (420, 60, 160)
    assert town["aging_rate"] == pytest.approx(100 * 160 / 420)
    (older,) = [r for r in reading.values if (r["area_code"], r["indicator_code"]) == ("013030", "population_65")]
    assert (older["cell"], older["as_of_date"]) == ("S19:Z19", "2025-01-01")


def test_wards_prefectures_and_villages_outside_the_registry_are_kept_apart(read):
    reading = read(xlsx(sheet_rows()))
    levels = {row["area_code"]: row["level"] for row in reading.values}
    assert levels == {
        "010006": "prefecture",
        "011002": "municipality",
        "011011": "ward",
        "011029": "ward",
        "013030": "municipality",
    }
    assert any("「泊村」は団体一覧にない" in one["message_ja"] for one in reading.findings)


def test_codes_that_lost_their_zero_as_numbers_and_a_csv_give_the_same(read):
    sheet = [[int(c) if isinstance(c, str) and c.isdigit() else c for c in row] for row in sheet_rows()]
    expected = read(xlsx(sheet_rows())).values
    assert read(xlsx(sheet)).values == expected
    assert read(csv_bytes(sheet_rows(), "cp932"), "a.csv").values == expected


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("【総計】令和8住民基本台帳年齢階級別人口（市区町村別）", "2026-01-01"),
        ("【総計】平成31年住民基本台帳年齢階級別人口（市区町村別）", "2019-01-01"),
        ("【日本人住民】令和7年住民基本台帳年齢階級別人口（市区町村別）", None),
        ("【総計】令和7年住民基本台帳年齢階級別人口（都道府県別）", None),
        ("【総計】平成25年住民基本台帳年齢階級別人口（市区町村別）", "2013-03-31"),
        ("平成24年3月31日住民基本台帳年齢別人口（市区町村別）", "2012-03-31"),
        ("平成25年3月31日住民基本台帳年齢別人口（市区町村別）", None),
        ("【総計】平成23年住民基本台帳年齢階級別人口（市区町村別）", None),
        ("【総計】令和5年度住民基本台帳年齢階級別人口（市区町村別）", None),
        ("令和2年国勢調査", None),
    ],
)
def test_the_title_says_which_table_and_day_it_is(read, title, taken):
    if taken:
        assert {row["as_of_date"] for row in read(xlsx(sheet_rows(title))).values} == {taken}
    else:
        assert "が、2012年以降の総計の年齢階級別人口（市区町村別）ではない" in refused(read, sheet_rows(title))


def test_a_heading_that_is_missing_is_named(read):
    heading = ["コード" if text == "団体コード" else text for text in HEADING]
    assert "見出しが合わない: 「団体コード」が一つずつない" in refused(read, sheet_rows(heading=heading))


@pytest.mark.parametrize("at", [5, 12, 25])
def test_ages_that_are_no_unbroken_chain_are_refused(read, at):
    heading = list(HEADING)
    heading[at] = "再掲"
    assert "年齢の見出しが、0歳から切れ目なく「以上」まで続いていない" in refused(read, sheet_rows(heading=heading))


def test_ages_that_do_not_add_up_to_the_total_are_refused(read):
    assert "（当別町）: 総数が年齢別の合計と合わない" in refused(read, changed(18, 6, 1))


def test_a_wrong_check_digit_is_refused(read):
    assert "団体コード「013031」の検査数字が合わない" in refused(read, changed(18, 0, "013031"))


def test_municipalities_that_do_not_add_up_to_their_prefecture_are_refused(read):
    sheet = sheet_rows()
    del sheet[18:21]
    assert "北海道の人口2,520人が、内訳2行の合計2,100人と合わない" in refused(read, sheet)


def test_a_class_that_is_kept_secret_leaves_the_sum_without_a_value(read):
    reading = read(xlsx(changed(18, 20, "X")))
    town = values(reading, "013030")
    assert town["population_65"] is None
    assert town["aging_rate"] is None
    assert town["population_under_15"] == 60
