"""The figures of section 1-1: their dates, units and scales."""

import pytest

FIGURES = "人口\t8,400 (人)\t世帯数\t3,500 (世帯)\n高齢化率\t31.0 (%)\t生活保護受給率\t6.2 (‰)\n"
WITH_RATE = FIGURES + "地縁組織(自治会、町内会等)加入率\t60 (%)\n"


def figures(tables, column):
    """Return one column of the profile by indicator."""
    return {row["indicator_code"]: row[column] for row in tables["profile_values"]}


@pytest.mark.parametrize(
    "note",
    [
        "\n(加入率、生活保護受給率は平成31年3月31日時点、その他は令和元年10月1日時点の数値です。)",
        "\n※加入率と保護率は H31.3.31 現在、それ以外は R1.10.1 現在",
        "\n令和元年10月1日現在（加入率、保護率は平成31年3月31日現在）",
        "\n※平成31年3月31日現在（加入率・保護率）、そのほかは令和元年10月1日現在",
    ],
)
def test_a_note_dates_the_items_that_it_names_and_all_others(read_plan, note):
    dates = figures(read_plan(profile=WITH_RATE + note), "as_of_date")
    named = {code for code, day in dates.items() if day == "2019-03-31"}
    assert named == {"neighborhood_rate", "welfare_rate"}
    assert {day for code, day in dates.items() if code not in named} == {"2019-10-01"}


def test_a_heading_dates_items_one_by_one_and_leaves_the_rest_open(read_plan):
    note = "(人口・世帯数、高齢化率R元10.1 生活保護率R元9.30 町会加入率R元8.1)\n\n"
    dates = figures(read_plan(profile=note + WITH_RATE), "as_of_date")
    assert [dates[code] for code in ("population", "households", "aging_rate")] == ["2019-10-01"] * 3
    assert (dates["welfare_rate"], dates["neighborhood_rate"]) == ("2019-09-30", "2019-08-01")
    assert dates["elementary_schools"] is None


@pytest.mark.parametrize("written", ["6.2(‰)（R1/6現在）", "6.2(‰)(令和元年6月1日現在)"])
def test_a_date_in_the_cell_wins_over_the_date_of_the_table(read_plan, written):
    table = "(R1.10.1 現在)\n\n" + FIGURES.replace("6.2 (‰)", written)
    dates = figures(read_plan(profile=table), "as_of_date")
    assert (dates["welfare_rate"], dates["population"]) == ("2019-06-01", "2019-10-01")


@pytest.mark.parametrize(
    ("cell", "code", "value", "unread"),
    [
        ("面積\t1,200ha", "area_km2", 12, 0),
        ("面積\t12平方キロメートル", "area_km2", 12, 0),
        ("面積\t12,000,000㎡", "area_km2", 12, 0),
        ("公立中学校数\tなし", "junior_high_schools", 0, 0),
        ("公立中学校数\t2～3校", "junior_high_schools", 2, 1),
        ("地域包括支援センター\t直営1、委託2", "care_centers_commissioned", 2, 0),
        ("地域包括支援センター\t基幹型1か所(直営)、地域型3か所(委託)", "care_centers_commissioned", 3, 0),
        ("地域包括支援センター\t4か所", "care_centers_commissioned", None, 1),
    ],
)
def test_a_figure_is_taken_into_the_unit_of_the_dataset_or_said_to_be_unread(read_plan, cell, code, value, unread):
    tables = read_plan(profile=f"{FIGURES}{cell}\n")
    assert figures(tables, "value")[code] == value
    assert sum(row["rule_id"] == "profile.number_not_read" for row in tables["issues"]) == unread


def test_letters_in_the_place_of_digits_give_no_value_and_an_issue(read_plan):
    tables = read_plan(profile=FIGURES.replace("8,400 (人)", "8,4OO (人)"))
    assert figures(tables, "value")["population"] is None
    assert [row["line_start"] for row in tables["issues"] if row["rule_id"] == "profile.number_not_read"]


def test_a_rate_in_tenths_is_a_percentage(read_plan):
    assert figures(read_plan(profile=FIGURES.replace("31.0 (%)", "3割2分5厘")), "value")["aging_rate"] == 32.5


@pytest.mark.parametrize(
    ("written", "permille", "unit"),
    [
        ("3.57パーミル", 3.57, "‰"),
        ("3.57（千分率）", 3.57, "‰"),
        ("0.357パーセント", 3.57, "%"),
        ("3.57(‰)", 3.57, "‰"),
        ("千人当たり3.57人", 3.57, "‰"),
        ("3.57人／千人", 3.57, "‰"),
        ("千分の3.57", 3.57, "‰"),
    ],
)
def test_a_welfare_rate_comes_in_per_mille(read_plan, written, permille, unit):
    tables = read_plan(profile=FIGURES.replace("6.2 (‰)", written))
    assert figures(tables, "value")["welfare_rate"] == permille
    assert figures(tables, "unit_as_written")["welfare_rate"] == unit


@pytest.mark.parametrize(
    ("written", "value", "modifier"),
    [("約2万7千(人)", 27_000, "approx"), ("1万2,345人", 12_345, "exact"), ("2.7万人程度", 27_000, "approx")],
)
def test_a_population_may_be_written_with_man_and_sen(read_plan, written, value, modifier):
    tables = read_plan(profile=FIGURES.replace("8,400 (人)", written))
    assert (figures(tables, "value")["population"], figures(tables, "modifier")["population"]) == (value, modifier)
