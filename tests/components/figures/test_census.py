"""What the census says beside the plans: both rates, one town, and the source of the scatter."""

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import census

BASIS = Basis("千葉県", "令和元年度（2019年度）", "文書001")
CENSUS = {"census_population": 7033.0, "census_aging_rate_pct": 37.55, "under_15_pct": 8.1, "population_change_pct": -5.0,
          "households": 2800.0, "household_size": 2.512, "area_km2": 43.24, "density_per_km2": 162.7,
          "census_date": "2020-10-01"}  # fmt: skip
TOWN = {"name_ja": "芝山町", "population": 7301.0, "aging_rate_pct": 33.6, "households": 2973.0, "area_km2": 43.24}


def rates(*rows):
    names = ["area_name_ja", "aging_rate_pct", "document_date", "fiscal_year", "census_aging_rate_pct", "census_date",
             "difference_points"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


NEAR = ("釧路市", 33.2, None, 2019, 34.3676, "2020-10-01", -1.2)
FAR = ("京極町", 35.2, "2019-03-31", 2019, 38.8643, "2020-10-01", -3.7)
ALONE = ("函館市", None, None, None, 36.0, "2020-10-01", None)


@pytest.mark.parametrize(
    ("rows", "reading"),
    [
        ((ALONE,), "千葉県には、計画書と国勢調査の両方に高齢化率のある市町村がありません。"),
        ((NEAR, ALONE), "両方の値がある1市町村のうち、差が3ポイントを超えるところはありません。"),
        ((NEAR, FAR), "両方の値がある2市町村のうち、差が3ポイントを超えるのは1市町村です（京極町）。"),
    ],
)
def test_how_far_the_two_sources_are_apart(rows, reading):
    figure = census.aging_sources(rates(*rows), 3.0, BASIS)
    assert figure.reading == reading
    assert "nan" not in figure.drawing("light").casefold()


def test_the_largest_difference_comes_first_with_both_dates():
    figure = census.aging_sources(rates(NEAR, FAR), 3.0, BASIS)
    drawn = figure.drawing("light")
    assert drawn.index("京極町") < drawn.index("釧路市")
    assert "平成31年3月31日" in drawn
    assert "令和元年度（2019年度）の計画書" in drawn
    assert "国勢調査（令和2年10月1日）" in drawn
    assert "－3.7ポイント" in drawn


@pytest.mark.parametrize(
    ("points", "words"),
    [(0.0, "±0.0ポイント"), (0.04, "±0.0ポイント"), (1.25, "＋1.2ポイント"), (-3.7, "－3.7ポイント"), (None, "―")],
)
def test_a_difference_has_its_sign(points, words):
    assert census.points_ja(points) == words


@pytest.mark.parametrize(
    ("town", "census_rate", "reading"),
    [
        (TOWN, 37.55, "芝山町の高齢化率は、国勢調査で37.6%で、計画書の値（33.6%）より4.0ポイント高い値です。"),
        (
            TOWN | {"aging_rate_pct": 40.0},
            37.55,
            "芝山町の高齢化率は、国勢調査で37.6%で、計画書の値（40.0%）より2.4ポイント低い値です。",
        ),
        (TOWN | {"aging_rate_pct": 37.6}, 37.55, "芝山町の高齢化率は、国勢調査で37.6%で、計画書の値と同じです。"),
        (TOWN | {"aging_rate_pct": None}, 37.55, "芝山町の高齢化率は、国勢調査で37.6%です。"),
        (TOWN, None, "芝山町の高齢化率は、国勢調査に値がありません。"),
    ],
)
def test_what_the_census_says_of_a_town(town, census_rate, reading):
    figure = census.of_town(town, CENSUS | {"census_aging_rate_pct": census_rate}, "令和元年度（2019年度）", BASIS)
    assert figure.reading == reading


def test_the_plan_stands_beside_the_census_with_the_difference_and_both_dates():
    table = census.of_town(TOWN, CENSUS, "令和元年度（2019年度）", BASIS).table()
    assert list(table.columns) == [
        "項目",
        "国勢調査（令和2年10月1日現在）",
        "計画書（令和元年度（2019年度））",
        "差（計画書－国勢調査）",
    ]
    assert table.iloc[1].to_list() == ["高齢化率", "37.6%", "33.6%", "－4.0ポイント"]
    assert table.iloc[0].to_list() == ["人口", "7,033人", "7,301人", ""]


def test_the_resident_register_stands_between_them_where_it_was_imported():
    register = {"register_population": 6800.0, "register_aging_rate_pct": 40.2, "register_under_15_pct": None,
                "register_date": "2025-01-01"}  # fmt: skip
    figure = census.of_town(TOWN, CENSUS, "令和元年度（2019年度）", BASIS, register)
    column = figure.table()["住民基本台帳（令和7年1月1日現在）"].to_list()
    assert column == ["6,800人", "40.2%", "―", "", "", "", "", ""]
    assert "住民基本台帳 令和7年1月1日現在" in figure.as_of


def test_a_town_without_a_plan_shows_the_census_alone():
    figure = census.of_town({"name_ja": "函館市"}, CENSUS, "", BASIS)
    assert list(figure.table().columns) == ["項目", "国勢調査（令和2年10月1日現在）"]
    assert "計画書" not in figure.as_of + figure.source


def test_a_town_without_residents_has_dashes_and_a_count_of_them():
    figure = census.of_town(TOWN, dict.fromkeys(CENSUS) | {"area_km2": 51.42, "census_date": "2020-10-01"}, "", BASIS)
    assert (figure.n, figure.missing) == (1, 7)
    assert figure.table().iloc[:, 1].to_list().count("―") == 7


class TestTheSourceOfTheScatter:
    TOWNS = pd.DataFrame(
        {
            "name_ja": ["甲", "乙"],
            "aging_rate_pct": [30.0, 40.0],
            "coverage": [50.0, None],
            "census_when_ja": "令和2年10月1日",
        }
    )

    def test_without_a_census_nothing_is_said(self):
        assert census.name_and_day(self.TOWNS) == ("高齢化率", "")
        assert census.unplaced(self.TOWNS, "coverage").empty
        assert census.lines_note(None) == ""

    def test_the_census_is_named_with_its_day_and_leaves_towns_without_a_coverage_below(self):
        towns = self.TOWNS.assign(aging_source="census")
        assert census.name_and_day(towns) == ("高齢化率（国勢調査）", "令和2年10月1日")
        rest = census.unplaced(towns, "coverage")
        assert list(rest["name_ja"]) == ["乙"]
        assert census.lines_note(rest).startswith("下の短い縦線は、カバー率の値がない1市町村の高齢化率です。")

    def test_the_plans_are_named_and_draw_no_lines(self):
        towns = self.TOWNS.assign(aging_source="document")
        assert census.name_and_day(towns) == ("高齢化率（計画書）", "")
        assert census.unplaced(towns, "coverage").empty
