"""The yearly table of residents by age: both sexes together, of today's municipalities, or a refusal."""

from __future__ import annotations

import pytest

from loaders.errors import LoaderError
from loaders.imports.resident_register import read_register
from loaders.lookups import Lookups
from tests.loaders.imports.census_table import csv_bytes, xlsx
from tests.loaders.imports.register_table import HEADING, TITLE, area, sheet_rows

LOOKUPS = Lookups()  # read once; its tables are not changed


@pytest.fixture
def read(tmp_path):
    """Read a file of this content and name."""

    def reading(content, name="2504_nen.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_register(path, name, LOOKUPS, "0" * 64)

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
    with_dashes = [[_with_dash(row[0]), *row[1:]] if len(row) > 5 else row for row in sheet_rows()]
    assert read(xlsx(with_dashes)).values == expected


def _with_dash(code):
    return f"'{code[:5]}-{code[5]}" if code and code.isdigit() else code or "―"


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


# Layouts


def both_only(rows):
    return [row for row in rows[3:] if row[3] == "計"]


def in_three_rows():
    ages = HEADING[5:]
    parts = ["団体", "都道府県", "市区町村", "性別", "総数（人）", "年齢階級", *[None] * 20]
    below = [
        "コード",
        None,
        None,
        None,
        None,
        *[age.partition("～")[0] + "～" if "～" in age else "100歳" for age in ages],
    ]
    last = [None] * 5 + [age.partition("～")[2] or "以上" for age in ages]
    return [[TITLE], [None, "（単位：人）"], parts, below, last, *sheet_rows()[3:]]


def up_to_80():
    def merged(row):
        return [*row[:21], sum(row[21:])]

    heading = [*HEADING[:4], "総 数", *[age.replace("歳～", "～") for age in HEADING[5:21]], "80歳以上"]
    return [["【総計】平成26年住民基本台帳年齢階級別人口（市区町村別）"], heading, *map(merged, sheet_rows()[3:])]


def in_any_order():
    order = [3, *range(25, 4, -1), 4, 2, 1, 0]
    return [[TITLE], *[[row[i] for i in order] for row in [HEADING, *sheet_rows()[3:]]]]


def sexes_in_columns(*, ages_above):
    areas = [sheet_rows()[3:][i : i + 3] for i in range(0, 21, 3)]
    numbers = ["総数", *HEADING[5:]]
    if ages_above:
        heads = [[*HEADING[:3], *[part for number in numbers for part in (number, None, None)]],
                 [None] * 3 + ["計", "男", "女"] * 22]  # fmt: skip
        data = [[*one[0][:3], *[one[sex][4 + n] for n in range(22) for sex in range(3)]] for one in areas]
    else:
        heads = [[None] * 3 + [part for sex in ("計", "男", "女") for part in (sex, *[None] * 21)],
                 [*HEADING[:3], *numbers * 3]]  # fmt: skip
        data = [[*one[0][:3], *[value for row in one for value in row[4:]]] for one in areas]
    return [[TITLE], *heads, *data]


def sexes_below_each_other():
    rows = sheet_rows()[3:]
    return [[TITLE], HEADING, *[row for sex in ("男", "女", "計") for row in rows if row[3] == sex]]


def merged_cells_with_the_sum_last():
    rows = [[*row[:3], "男女計" if row[3] == "計" else row[3], *row[4:]] for row in sheet_rows()[3:]]
    rows = [rows[i + k] for i in range(0, 21, 3) for k in (1, 2, 0)]
    return [[TITLE], HEADING, *[row if n % 3 == 0 else [None, None, None, *row[3:]] for n, row in enumerate(rows)]]


def without_check_digits():
    return [*sheet_rows()[:3], *[[row[0] and row[0][:5], *row[1:]] for row in sheet_rows()[3:]]]


def with_sums_of_classes():
    sums = [[sum(row[5:8]), sum(row[8:18]), sum(row[18:])] for row in sheet_rows()[3:]]
    rows = [[*row, *more] for row, more in zip(sheet_rows()[3:], sums, strict=True)]
    return [[TITLE], [*HEADING, "0～14歳", "15～64歳", "65歳以上"], *rows]


def without_sexes():
    return [[TITLE], [*HEADING[:3], *HEADING[4:]], *[[*row[:3], *row[4:]] for row in both_only(sheet_rows())]]


def with_notes():
    return [*sheet_rows(), [], ["※ 外国人住民を含む。"], ["注）年齢は1月1日現在である。", None, "次の表に続く"]]


def as_text_with_full_width_codes():
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = [[row[0] and row[0].translate(wide), *row[1:4], *[f"{n:,}" for n in row[4:]]] for row in sheet_rows()[3:]]
    return [[TITLE], HEADING, *rows]


def with_the_heading_on_every_page():
    rows = sheet_rows()
    units = [*HEADING[:4], *["人"] * 22]
    return [*rows[:12], [None] * 4 + HEADING[4:], units, *rows[12:], ["つづく"]]


@pytest.mark.parametrize(
    "sheet",
    [
        with_the_heading_on_every_page(), in_three_rows(), up_to_80(), in_any_order(), sexes_in_columns(ages_above=False), sexes_in_columns(ages_above=True),
        sexes_below_each_other(), merged_cells_with_the_sum_last(), without_check_digits(), with_sums_of_classes(),
        without_sexes(), with_notes(), as_text_with_full_width_codes(), sheet_rows(TITLE.replace("（", " ").replace("）", "")),
        [["【総計】"], ["令和７年１月１日現在　住民基本台帳年齢階級別人口（市区町村別）"], *sheet_rows()[1:]],
        [["2025年住民基本台帳年齢階級別人口（市区町村別）", "総計"], *sheet_rows()[1:]],
    ],
    ids=[
        "pages", "three rows", "80+", "any order", "blocks", "ages above", "sexes below", "merged", "no check digit", "sums of classes",
        "no sexes", "notes", "text", "title without brackets", "title in two rows", "western year",
    ],
)  # fmt: skip
def test_every_known_layout_gives_the_same_values(read, sheet):
    reading = read(xlsx(sheet))
    got = values(reading, "013030")
    assert (got["population"], got["population_under_15"], got["population_65"]) == (420, 60, 160)
    assert values(reading, "011002")["population"] == 2100


def test_a_table_of_men_only_is_not_taken_for_everybody(read):
    rows = [row for row in sheet_rows()[3:] if row[3] == "男"]
    assert "性別の欄が「男児」で、計・男・女のどれでもない" in refused(
        read, [[TITLE], HEADING, *[[*row[:3], "男児", *row[4:]] for row in rows]]
    )
    assert "団体一覧と合わない" in refused(read, [[TITLE], HEADING, *rows])


# Values


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (-5, "0より小さい値がある（F19「-5」）"),
        (1e13, "大きすぎる値がある（F19「10000000000000」）"),
        ("9" * 400, "大きすぎる値がある（F19「99999999999999999999…（400字）」）"),
        (0.5, "整数ではない値がある（F19「0.5」）"),
        ("10\n10", "数ではない値がある（F19「10\n10」）"),
        ("二十", "数ではない値がある（F19「二十」）"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_cell_and_reason(read, value, reason):
    assert f"（当別町）: {reason}" in refused(read, changed(18, 5, value))


@pytest.mark.parametrize("sign", ["-", "－", "―", None, "‐"])
def test_a_dash_or_blank_is_nobody_where_the_total_proves_it(read, sign):
    sheet = changed(18, 25, sign)
    sheet[18][24] += 20
    reading = read(xlsx(sheet))
    assert values(reading, "013030")["population_65"] == 160
    assert any("ほかの年齢の合計が総数と等しいため0人と読んだ" in one["message_ja"] for one in reading.findings)


@pytest.mark.parametrize("signs", [("-", 20), ("X", 20), ("X", "-")])
def test_a_sign_that_the_total_does_not_prove_stays_without_a_value(read, signs):
    sheet = changed(18, 25, signs[0])
    sheet[18][24] = signs[1]
    assert values(read(xlsx(sheet)), "013030")["population_65"] is None


# Names


def with_towns(*towns):
    """Return a sheet of one prefecture with these towns (code, prefecture, name), each of 420 residents."""
    prefecture = area(towns[-1][0][:2] + "000", towns[0][1], "-", 10 * len(towns))[0]
    return [
        [TITLE],
        HEADING,
        prefecture,
        *[[code, *area("", prefecture_ja, name, 10)[0][1:]] for code, prefecture_ja, name in towns],
    ]


@pytest.mark.parametrize(
    ("towns", "code", "remark"),
    [
        ([("282219", "兵庫県", "篠山市"), ("282049", "兵庫県", "西宮市")], "282219", "「篠山市」は2019年4月30日までの名称"),
        ([("403059", "福岡県", "筑紫郡那珂川町"), ("402214", "福岡県", "太宰府市")], "402311", "今は「那珂川市」になった"),
        ([("", "福岡県", "太宰府市"), ("402184", "福岡県", "春日市")], "402214", "団体コードのない「太宰府市」は、名称が合うため"),
        ([("134015", "東京都", "八丈支庁八丈町"), ("132012", "東京都", "八王子市")], "134015", "団体コード 134015 が合うため八丈町"),
        ([("082082", "茨城県", "竜ヶ崎市"), ("082015", "茨城県", "水戸市")], "082082", "団体コード 082082 が合うため龍ケ崎市"),
        ([("082015", "茨城県", "水戸市（注1）"), ("082023", "茨城県", "日立市　注2)"), ("082031", "茨城県", "＊土浦市※1")], "082031", "の注の印を除いて読んだ"),
    ],
)  # fmt: skip
def test_the_code_decides_and_the_name_is_a_remark(read, towns, code, remark):
    reading = read(xlsx(with_towns(*towns)))
    assert values(reading, code)["population"] == 420
    assert any(remark in one["message_ja"] for one in reading.findings)


def test_a_town_of_before_a_merger_is_named_and_does_not_stand_for_todays_city(read):
    towns = [("092037", "栃木県", "栃木市"), ("093670", "栃木県", "下都賀郡岩舟町"), ("092011", "栃木県", "宇都宮市")]
    reading = read(xlsx(with_towns(*towns)))
    assert values(reading, "092037")["population"] == 420
    assert any(
        "岩舟町" in one["message_ja"] and "合併前の値なので、この行は使わない" in one["message_ja"]
        for one in reading.findings
    )


def test_the_name_of_another_town_beside_a_code_is_not_believed(read):
    reading = read(
        xlsx(
            with_towns(("282219", "兵庫県", "西宮市"), ("282057", "兵庫県", "洲本市"), ("282090", "兵庫県", "八王子市"))
        )
    )
    assert {row["area_code"] for row in reading.values if row["level"] == "municipality"} == {"282057"}
