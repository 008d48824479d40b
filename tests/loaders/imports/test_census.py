"""The census table: every row is understood and accounted for, or the file is refused with the place and the reason."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from loaders.errors import InvalidListError, LoaderError
from loaders.imports.census import read_census
from loaders.lookups import REFERENCE, Lookups
from tests.loaders.imports.census_table import HEADING, area, csv_bytes, rows, sheet_rows, xlsx

LOOKUPS = Lookups()  # read once; its tables are not changed


@pytest.fixture
def read(tmp_path):
    """Read a file of this content and name."""

    def reading(content, name="census.xlsx", lookups=None):
        path = tmp_path / name
        path.write_bytes(content)
        return read_census(path, name, lookups or LOOKUPS, "0" * 64)

    return reading


@pytest.fixture
def registry(tmp_path):
    """Reference tables in which rows can be changed: area_code → columns, and aliases to add."""

    def changed(areas=None, aliases=()):
        folder = tmp_path / "reference"
        shutil.copytree(REFERENCE, folder)
        with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        for row in table:
            row |= (areas or {}).get(row["area_code"], {})
        with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
        with (folder / "area_aliases.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(aliases)
        return Lookups(folder)

    return changed


def values(reading, area_code):
    return {row["indicator_code"]: row["value"] for row in reading.values if row["area_code"] == area_code}


def messages(reading, severity=None):
    return [one["message_ja"] for one in reading.findings if severity in (None, one["severity"])]


def refused(read, content, **how):
    with pytest.raises(LoaderError) as error:
        read(content, **how)
    return str(error.value)


def test_a_municipality_has_its_numbers_with_their_cells_and_the_day_of_the_census(read):
    reading = read(xlsx())
    assert values(reading, "012025") == {
        "population": 1000, "population_change_rate": -1.5, "area_km2": 100.5, "density": 10.0,
        "population_under_15": 100, "population_65": 400, "under_15_rate": 10.0, "aging_rate": 40.0, "households": 400,
    }  # fmt: skip
    (population,) = [r for r in reading.values if (r["area_code"], r["indicator_code"]) == ("012025", "population")]
    assert (population["cell"], population["unit"], population["as_of_date"]) == ("E14", "人", "2020-10-01")
    assert reading.source["municipality_count"] == 4
    assert reading.source["title_ja"] == "令和2年国勢調査(総務省統計局) 都道府県・市区町村別の主な結果"


def test_wards_of_a_city_stand_apart_from_it_and_special_wards_are_municipalities(read):
    levels = {row["area_code"]: row["level"] for row in read(xlsx()).values}
    assert levels == {
        "010006": "prefecture", "011002": "municipality", "011011": "ward", "011029": "ward", "012025": "municipality",
        "130001": "prefecture", "131016": "municipality", "132012": "municipality",
    }  # fmt: skip


def test_every_row_and_every_other_sheet_is_accounted_for(read):
    reading = read(xlsx(others=["第２面事項_2020年"]))
    assert messages(reading, "info")[-2:] == [
        "地域の行 10行の内訳: 市区町村 4、都道府県 2、政令指定都市の区（市と分けて置き、市町村に数えない） 2、"
        "全国（合計の確認に使う） 1、小計（使わない） 1。",
        "使わないシート。",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_of_the_same_table_gives_the_same_values(read, encoding):
    text, book = read(csv_bytes(encoding=encoding), name="census.csv"), read(xlsx())
    assert text.values == book.values


def test_columns_are_found_by_their_words_wherever_they_have_moved(read):
    moved = [[*row[:3], *row[9:15], *row[3:9], *row[15:]] if len(row) > 15 else row for row in sheet_rows()]
    moved[3][9] = "地域"  # the kind of the area left the columns that its group's name stands above
    assert values(read(xlsx(moved)), "012025")["aging_rate"] == 40.0
    wider = [[*row[:2], None, *row[2:]] if len(row) > 15 else row for row in sheet_rows()]
    assert values(read(xlsx(wider)), "012025") == values(read(xlsx()), "012025")


def test_a_heading_in_a_single_row_is_understood_too(read):
    def over(column):
        return next(HEADING[0][i] for i in range(column, -1, -1) if HEADING[0][i])

    heading = [[f"{over(i)}{HEADING[2][i] or ''}{HEADING[4][i]}" for i in range(19)]]
    assert values(read(xlsx(sheet_rows(heading=heading))), "012025") == values(read(xlsx()), "012025")


def test_a_heading_that_changed_is_named(read):
    heading = [list(row) for row in HEADING]
    heading[2][17] = "世帯総数"
    assert refused(read, xlsx(sheet_rows(heading=heading))) == (
        "census.xlsxのシート「第１面事項_2020年」: 見出しが合わない: 「世帯総世帯（世帯）」がない。"
        "本来は国勢調査「都道府県・市区町村別の主な結果」（e-Stat）。対処: 公開元の表を変更せずに選んでください"
    )


def test_a_column_that_left_its_group_is_refused_and_not_guessed(read):
    heading = [list(row) for row in HEADING]
    heading[2][11], heading[2][18] = heading[2][18], heading[2][11]
    assert "「年齢別人口（男女「総数」）65歳以上（人）」がない" in refused(read, xlsx(sheet_rows(heading=heading)))


def test_a_heading_that_stands_twice_is_refused(read):
    heading = [list(row) for row in HEADING]
    heading[2][5] = "総数"
    assert "「総人口（男女別）総数（人）」が2列ある" in refused(read, xlsx(sheet_rows(heading=heading)))


def test_a_workbook_of_another_survey_is_refused(read):
    other = sheet_rows(title="令和３年経済センサス‐活動調査　市区町村別の結果")
    assert refused(read, xlsx(other)) == (
        "census.xlsx: 題名「令和３年経済センサス‐活動調査　市区町村別の結果」に「令和2年国勢調査」のような調査の名前がない。"
        "本来は国勢調査「都道府県・市区町村別の主な結果」（e-Stat）。対処: e-Stat の国勢調査の表をそのまま選んでください"
    )


def test_another_table_of_the_census_is_refused(read):
    other = [["令和２年国勢調査　小地域集計"], ["市区町村コード", "町丁字"], ["01101", "大通"]]
    assert "地域の行（「01100_札幌市」のような欄）がない" in refused(read, xlsx(other))


def test_the_census_of_another_year_has_its_own_day(read):
    reading = read(xlsx(sheet_rows(title="平成27年国勢調査　都道府県・市区町村別の主な結果")))
    assert {row["as_of_date"] for row in reading.values} == {"2015-10-01"}


def test_a_code_that_no_longer_exists_is_named_and_its_row_left_out(read):
    data = rows()
    data[5] = area("01299", "旧函館市", 2, 1000, 400, 100, 400)
    reading = read(xlsx(sheet_rows(data)))
    assert (
        "コード 012998「旧函館市」は団体一覧にない（廃止されたか、一覧より新しい団体）。この行は使わない。"
        in messages(reading)
    )
    assert not values(reading, "012998")


def test_a_municipality_abolished_since_is_named_with_the_day_and_not_used_as_todays(read, registry):
    reading = read(xlsx(), lookups=registry({"012025": {"valid_to": "2023-04-01"}}))
    assert "函館市は2023-04-01に廃止された。今の市区町村の値には使わない。" in messages(reading)
    assert not values(reading, "012025")


def test_a_municipality_that_began_after_the_census_does_not_take_the_values_of_its_forerunner(read, registry):
    reading = read(xlsx(), lookups=registry({"012025": {"valid_from": "2021-04-01"}}))
    assert any(message.startswith("函館市は2021-04-01に始まった団体") for message in messages(reading))
    assert not values(reading, "012025")


def test_a_renamed_municipality_is_resolved_by_its_old_name(read, registry):
    data = rows()
    data[5] = area("01202", "箱館市", 2, 1000, 400, 100, 400)
    lookups = registry(aliases=[("箱館市", "01", "012025", "old_name")])
    reading = read(xlsx(sheet_rows(data)), lookups=lookups)
    assert "「箱館市」は今の函館市（別表記の一覧による）として取り込んだ。" in messages(reading, "warning")
    assert values(reading, "012025")["population"] == 1000


def test_a_code_with_another_name_is_reported_and_not_used(read):
    data = rows()
    data[5] = area("01202", "小樽市", 2, 1000, 400, 100, 400)
    reading = read(xlsx(sheet_rows(data)))
    assert "コード 012025 は団体一覧では函館市だが、表では「小樽市」である。この行は使わない。" in messages(reading)
    assert not values(reading, "012025")


def test_a_table_whose_codes_and_names_have_slipped_is_refused(read):
    data = rows()
    for one, other in ((2, 5), (8, 9)):
        data[one][1], data[other][1] = (data[one][1][:5] + data[other][1][5:], data[other][1][:5] + data[one][1][5:])
    assert "団体一覧と合わない行が4行ある（合う市区町村は0）" in refused(read, xlsx(sheet_rows(data)))


def test_municipalities_of_2000_and_subtotals_of_cities_are_left_out(read):
    data = [*rows(), area("13999", "旧町", 9, 10, 3, 1, 4), area("13001", "市部", "b", 1000, 300, 100, 400)]
    account = messages(read(xlsx(sheet_rows(data))))[-1]
    assert "小計（使わない） 2、今はない市町村（使わない） 1。" in account


def test_municipalities_of_the_registry_without_a_row_are_counted(read):
    assert any("団体一覧の1,737市区町村の行がない" in message for message in messages(read(xlsx()), "warning"))


@pytest.mark.parametrize(
    ("sign", "reason"), [("-", "not_collected"), ("X", "not_collected"), ("…", "not_collected"), (None, "blank")]
)
def test_signs_for_no_value_are_missing_and_never_zero(read, sign, reason):
    data = rows()
    data[5][6] = sign
    (row,) = [r for r in read(xlsx(sheet_rows(data))).values
              if (r["area_code"], r["indicator_code"]) == ("012025", "population_change_rate")]  # fmt: skip
    assert (row["value"], row["missing_reason"]) == (None, reason)


def test_a_word_in_place_of_a_number_is_named_with_its_cell(read):
    data = rows()
    data[5][17] = "不明につき別掲"
    assert "第１面事項_2020年 14行目（函館市）: 数ではない値がある（R14「不明につき別掲」）" in refused(
        read, xlsx(sheet_rows(data))
    )


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (17, -1, "0より小さい値がある（R14「-1」）"), (17, 1.5, "整数ではない値がある（R14「1.5」）"),
        (7, "9" * 400, "大きすぎる値がある（H14「99999999999999999999…（400字）」）"), (8, -0.1, "0より小さい値がある（I14「-0.1」）"),
        (7, "100 5", "数ではない値がある（H14「100 5」）"), (6, "1e3", "数ではない値がある（G14「1e3」）"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_with_its_cell_and_the_reason(read, column, value, reason):
    data = rows()
    data[5][column] = value
    assert f"第１面事項_2020年 14行目（函館市）: {reason}" in refused(read, xlsx(sheet_rows(data)))


@pytest.mark.parametrize("written", [-1.5, "△1.5", "▲1.5", "-1.5", "－1.5"])
def test_a_population_may_have_fallen(read, written):
    data = rows()
    data[5][6] = written
    assert values(read(xlsx(sheet_rows(data))), "012025")["population_change_rate"] == -1.5


def test_a_row_that_is_missing_shows_in_the_sum_of_its_prefecture(read):
    data = rows()
    del data[5]
    with pytest.raises(InvalidListError, match="北海道の人口6,000人が、内訳1行の合計5,000人と合わない"):
        read(xlsx(sheet_rows(data)))


def test_a_heading_that_stands_again_within_the_table_is_passed_over_like_a_note(read):
    sheet = sheet_rows()
    reading = read(xlsx([*sheet[:12], *HEADING, *sheet[12:], ["注）境界は調査時点のもの。"]]))
    assert reading.values[0]["value"] == read(xlsx()).values[0]["value"]
    assert "注などの5行（13、15、16、17、24行目）は使わない。" in messages(reading, "info")


def test_a_sum_may_be_more_than_its_parts_where_one_is_kept_secret_but_not_less(read):
    data = rows()
    data[5][4], data[5][14] = "X", None
    data[1] = area("01000", "北海道", "a", 5400, 1800, 700, 2600)
    data[0] = area("00000", "全国", "a", 8400, 2700, 1000, 4000)
    assert values(read(xlsx(sheet_rows(data))), "012025")["population"] is None
    data[1] = area("01000", "北海道", "a", 4999, 1800, 700, 2600)
    assert "北海道の人口4,999人が、内訳2行の合計5,000人と合わない" in refused(read, xlsx(sheet_rows(data)))


def test_a_ward_that_is_missing_shows_in_the_sum_of_its_city(read):
    data = rows()
    del data[4]
    assert "札幌市の人口5,000人が、内訳1行の合計3,000人と合わない" in refused(read, xlsx(sheet_rows(data)))


def test_a_row_that_stands_twice_is_refused(read):
    assert "団体コード 012025 の行が2行ある" in refused(read, xlsx(sheet_rows([*rows(), rows()[5]])))


def test_a_rate_that_its_own_numbers_contradict_is_refused(read):
    data = rows()
    data[5][14] = 4.0
    assert "（函館市）: 高齢化率4%が、人口から計算した40%と合わない" in refused(read, xlsx(sheet_rows(data)))


def test_the_table_of_one_prefecture_is_taken(read):
    assert read(xlsx(sheet_rows(rows()[1:6]))).source["municipality_count"] == 2


def _cells(path):
    """Read the first sheet of a workbook a second way: the XML itself."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = [
            "".join(t.text or "" for t in [*item.findall(f"{name}t"), *item.findall(f"{name}r/{name}t")])
            for item in shared
        ]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{name}row"):
        found = {}
        for cell in row:
            value = cell.find(f"{name}v")
            if value is not None:
                column = re.match("[A-Z]+", cell.get("r"))[0]
                found[column] = texts[int(value.text)] if cell.get("t") == "s" else value.text
        yield found


@pytest.fixture(scope="module")
def cells(census_path):
    """The rows of the real workbook by letter of the column, each read a second way."""
    return list(_cells(census_path))


@pytest.fixture(scope="module")
def sheet(census_path):
    """The values of its sheet as its own library reads them."""
    return list(load_workbook(census_path, read_only=True).worksheets[0].iter_rows(values_only=True))


@pytest.fixture(scope="module")
def reading(census_path):
    """The real workbook, read once."""
    return read_census(census_path, census_path.name, LOOKUPS, "0" * 64)


class TestTheRealWorkbook:
    def test_every_row_is_accounted_for(self, cells, reading):
        regions = [row for row in cells if re.match(r"\d{5}_", row.get("B", ""))]
        assert len(regions) == reading.source["row_count"] == 1965
        levels = Counter(row["level"] for row in reading.values if row["indicator_code"] == "population")
        assert levels == {"municipality": 1741, "prefecture": 47, "ward": 175}
        kinds = Counter(row["D"] for row in regions)
        # 全国 and 特別区部 are totals; the 23 special wards are municipalities that the table marks as wards.
        assert levels["municipality"] == kinds["1"] - 1 + kinds["2"] + kinds["3"] + 23
        assert levels["ward"] == kinds["0"] - 23

    @pytest.mark.parametrize(
        ("column", "indicator"),
        [("E", "population"), ("O", "population_under_15"), ("Q", "population_65"), ("AJ", "households")],
    )
    def test_the_sums_are_those_of_the_nation_as_the_workbook_states_them(self, cells, reading, column, indicator):
        nation = next(row for row in cells if row.get("B") == "00000_全国")
        for level in ("municipality", "prefecture"):
            mine = [
                row["value"] or 0
                for row in reading.values
                if (row["level"], row["indicator_code"]) == (level, indicator)
            ]
            assert sum(mine) == int(nation[column])

    def test_every_value_is_that_of_its_cell(self, cells, reading):
        texts = {f"{column}{number}": text for number, row in enumerate(cells, 1) for column, text in row.items()}
        apart = [row for row in reading.values
                 if row["value"] is not None and float(texts[row["cell"]]) != row["value"]]  # fmt: skip
        assert not apart
        missing = Counter(texts[row["cell"]] for row in reading.values if row["value"] is None)
        assert missing == {"-": 10}

    def test_futaba_has_no_residents_to_speak_of(self, reading):
        futaba = values(reading, "075469")
        assert futaba["population"] is None
        assert futaba["area_km2"] == 51.42

    def test_every_area_of_the_registry_is_there_under_its_own_name(self, reading):
        assert not messages(reading, "warning")

    @pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
    def test_the_same_table_saved_as_csv_gives_the_same_values(self, sheet, reading, tmp_path, encoding):
        path = tmp_path / "major_results_2020.csv"
        path.write_bytes(csv_bytes(sheet, encoding))
        again = read_census(path, path.name, LOOKUPS, "0" * 64)
        assert again.values == reading.values
