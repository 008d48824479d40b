"""Sentences of the figures of similar municipalities: none, one, ties and missing values, each asserted whole."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import peers, profile

BASIS = Basis("全国", "令和2年10月1日現在", "国勢調査")
TOWN = {"area_code": "000000", "name_ja": "甲町", "has_record": True}
EVIL = "<script>alert(1)</script>"


def ranked(*distances, name="乙町"):
    count = len(distances)
    return pd.DataFrame(
        {
            "area_code": [f"{n:06d}" for n in range(1, count + 1)], "distance": distances,
            "rank": pd.Series(distances, dtype="float64").rank(method="min").astype("Int64"),
            "name_ja": [name if n == 0 else f"丙{n}町" for n in range(count)], "prefecture_ja": "岩手県", "kind": "town",
            "has_record": True, "step_ja": "情報なし",
        }
    )  # fmt: skip


def differences(codes, share=100.0):
    return pd.DataFrame(
        {"area_code": list(codes), "variable": "population", "name_ja": "人口", "unit": "人", "own_value": 1.0,
         "peer_value": 2.0, "words_ja": "人口は2.0倍", "contribution": 0.5, "share_pct": share,
         "source_ja": "国勢調査"}
    )  # fmt: skip


def nearest(found, asked=10):
    said = dict.fromkeys(found["area_code"], "人口は2.0倍")
    return peers.nearest(TOWN, found, asked, differences(found["area_code"]), said, BASIS, lambda code: f"?area={code}")


class TestNearest:
    def test_the_nearest_one_with_its_reason(self):
        figure = nearest(ranked(0.1, 0.2))
        assert figure.reading == "甲町に最も近いのは乙町（岩手県）です。人口は2.0倍。"
        assert (figure.n, figure.missing) == (2, 8)

    def test_two_at_the_same_distance(self):
        assert nearest(ranked(0.1, 0.1, 0.2)).reading == "甲町に最も近いのは、同じ距離の乙町、丙1町です。"

    def test_nobody_fits_the_conditions(self):
        figure = nearest(ranked(), asked=0)
        assert figure.reading == "条件に合う市町村がないため、甲町と比べる相手がいません。条件をゆるめてください。"
        assert figure.drawing is None

    def test_nobody_has_values_to_compare(self):
        assert nearest(ranked()).reading == (
            "甲町と値を比べられる市町村がありません。使う変数を変えるか、統計を取り込んでください。"
        )

    def test_the_list_escapes_what_comes_from_data_and_links_to_each(self):
        html = nearest(ranked(0.1, name=EVIL)).drawing("light")
        assert EVIL not in html
        assert 'href="?area=000001"' in html

    def test_the_table_says_each_difference_with_both_values(self):
        row = nearest(ranked(0.1)).table().iloc[0]
        assert list(row[["出典", "時点"]]) == ["国勢調査", "令和2年10月1日現在"]
        assert list(row[["順位", "市町村", "変数", "この町の値", "相手の値", "違い"]]) == [
            1,
            "乙町",
            "人口",
            1,
            2,
            "人口は2.0倍",
        ]


def compared(aging=(30.0, 32.0), quartile=2, n=20, names=("甲町", "乙町")):
    count = len(aging)
    towns = pd.DataFrame(
        {
            "area_code": [f"{number:06d}" for number in range(count)], "name_ja": names[:count],
            "prefecture_ja": "岩手県", "has_record": [True] + [False] * (count - 1), "aging_rate_pct": aging,
            "coverage_consultation_pct": 100.0, "coverage_community_pct": None, "function_coverage_pct": 90.0,
            "coordinators_per_10k": 0.5, "programme_group": "both", "step_ja": "情報なし",
        }
    )  # fmt: skip
    standing = pd.DataFrame(
        {"variable": ["aging_rate_pct"], "value": [aging[0]], "quartile": pd.array([quartile], "Int64"), "n": [n],
         "same_count": [1], "q1": [28.0], "median": [31.0], "q3": [33.0], "position_q1": [-0.5],
         "position_median": [0.0], "position_q3": [0.5]}
    )  # fmt: skip
    variables = pd.DataFrame(
        {
            "variable": ["aging_rate_pct"],
            "name_ja": ["高齢化率"],
            "unit": ["%"],
            "digits": [1],
            "known_count": [n],
            "source_ja": ["国勢調査"],
        }
    )
    return profile.Comparison(towns, standing, variables, "全国")


class TestSideBySide:
    def test_the_own_place_and_the_range_of_the_others(self):
        figure = profile.side_by_side(compared((30.0, 32.0, 29.0), names=("甲町", "乙町", "丙町")), BASIS)
        assert figure.reading == (
            "甲町の高齢化率は30.0%で、全国では20市町村の中央値以下、同じ値がほかに1です。"
            "並べたほかの2市町村では29.0%から32.0%です。"
        )
        assert (figure.n, figure.missing) == (3, 2)

    def test_nobody_beside(self):
        assert profile.side_by_side(compared((30.0,)), BASIS).reading == "甲町のほかに並べる市町村がありません。"

    def test_an_unknown_own_value(self):
        figure = profile.side_by_side(compared((None, 32.0), quartile=None), BASIS)
        assert figure.reading == "甲町と1市町村を並べました。"
        assert "この町に値なし" in figure.drawing("light")

    def test_too_few_for_quartiles(self):
        figure = profile.side_by_side(compared(quartile=None, n=3), BASIS)
        assert figure.reading.startswith(
            "甲町の高齢化率は30.0%で、全国では値のあるのは3市町村（四分位は4市町村から）です。"
        )

    def test_a_town_without_a_plan_says_so_and_is_never_at_0(self):
        html = profile.side_by_side(compared(), BASIS).drawing("light")
        assert "計画書なし" in html
        assert "0.0%" not in html.replace("30.0%", "").replace("100.0%", "").replace("90.0%", "")

    def test_names_are_escaped(self):
        assert EVIL not in profile.side_by_side(compared(names=("甲町", EVIL)), BASIS).drawing("light")


class TestPositions:
    def figure(self, *places):
        scale = pd.DataFrame({"area_code": ["000000", "000001"], "aging_rate_pct": places})
        return profile.positions(compared(), scale, {"aging_rate_pct"}, BASIS)

    def test_what_lies_furthest_from_the_median(self):
        assert self.figure(-1.25, 0.5).reading == (
            "甲町が全国の中央値から最も離れているのは高齢化率（30.0%）で、四分位範囲の1.3倍だけ下です。"
        )

    def test_all_at_the_median(self):
        assert self.figure(0.0, 0.5).reading == "甲町は、どの変数も全国の中央値と同じです。"

    def test_an_unknown_place_is_a_gap_and_counted_as_missing(self):
        figure = self.figure(None, 0.5)
        assert figure.reading == "甲町の値は、どの変数も手元にありません。"
        assert (figure.n, figure.missing) == (1, 1)

    @pytest.mark.parametrize("mode", ["light", "dark"])
    def test_the_drawing_has_a_line_for_each_town_and_the_group_behind(self, mode):
        names = [trace.name for trace in self.figure(0.2, 0.5).drawing(mode).data]
        assert names == ["中央の半分（全国）", "中央値（全国）", "甲町", "乙町"]


def aims(*rows):
    columns = ["indicator_ja", "area_code", "area_name_ja", "label_ja", "value", "per_10k"]
    frame = pd.DataFrame(list(rows), columns=columns).astype({"value": "float64", "per_10k": "float64"})
    return frame.assign(
        indicator_code=frame["indicator_ja"], indicator_unit="回", unit="回", amount=frame["value"], value_max=None,
        comparator="eq", per=None, target_fy=2019, prefecture_ja="岩手県", doc_id="001", line_start=3, line_end=3,
    )  # fmt: skip


OTHERS = pd.DataFrame({"area_code": ["1", "2"], "name_ja": ["乙町", "丙町"]})


class TestAims:
    def test_indicators_that_two_share(self):
        figure = peers.per_10k(
            aims(("訪問", "1", "乙町", "", 5, 2.5), ("訪問", "2", "丙町", "", 9, 4.5), ("研修", "1", "乙町", "", 1, 0.05)),
            OTHERS, BASIS,
        )  # fmt: skip
        assert figure.reading == "2指標の目標があり、最も多くの市町村に共通するのは訪問（2市町村）です。"
        assert "2.50（5回）" in figure.drawing("light")
        assert "0.050（1回）" in figure.drawing("light")

    def test_nothing_in_common(self):
        figure = peers.per_10k(aims(("訪問", "1", "乙町", "", 5, 2.5)), OTHERS, BASIS)
        assert figure.reading == "1指標の目標があり、2つ以上の市町村に共通する指標はありません。"
        assert figure.missing == 1

    def test_no_plan_among_the_peers(self):
        figure = peers.per_10k(aims(), OTHERS.head(0), BASIS)
        assert figure.reading == "似た市町村に計画書のあるものがないため、目標を比べられません。"
        assert figure.drawing is None

    def test_plans_without_a_count(self):
        assert peers.per_10k(aims(), OTHERS, BASIS).reading == (
            "計画書のある2市町村に、人口あたりに直せる目標はありません。"
        )

    def test_what_peers_aim_at_and_the_own_plan_does_not(self):
        found = aims(
            ("訪問", "1", "乙町", EVIL, 5, 0), ("訪問", "2", "丙町", "", 9, 0), ("研修", "1", "乙町", "", 1, 0)
        )
        figure = peers.missing_here(TOWN, found, OTHERS, BASIS)
        assert figure.reading == (
            "計画書のある似た2市町村が目標を掲げ、甲町の計画書に目標がないのは2指標です。最も多いのは訪問（2市町村）です。"
        )
        assert EVIL not in figure.drawing("light")
        assert "文書001 3行目" in figure.drawing("light")

    def test_a_town_without_a_plan_is_not_said_to_lack_aims(self):
        figure = peers.missing_here(TOWN | {"has_record": False}, aims(("訪問", "1", "乙町", "", 5, 0)), OTHERS, BASIS)
        assert figure.reading == (
            "甲町の計画書は手元にないため、計画書のある似た2市町村が掲げる1指標をすべて並べています。"
        )

    def test_the_own_plan_has_them_all(self):
        assert peers.missing_here(TOWN, aims(), OTHERS, BASIS).reading == (
            "計画書のある似た2市町村が掲げる指標は、すべて甲町の計画書にもあります。"
        )


def rungs(*rows):
    return pd.DataFrame(rows, columns=["area_code", "name_ja", "fiscal_year", "furthest_stage", "first_fy"]).assign(
        prefecture_ja="岩手県", furthest_programme="multilayered_support", furthest_evidence="stated",
        furthest_ja="重層: 実施中", multilayered_support_source_ja="文書001", conflict_ja="",
    )  # fmt: skip


class TestStages:
    def test_nothing_is_known_of_any_year(self):
        rows = rungs(("1", "乙町", 2021, "unknown", None))
        assert peers.stages_by_year(rows, pd.DataFrame(), BASIS, str).reading == (
            "並べた1市町村の段階は、どの年度も手元の資料からは分かりません。"
        )

    def test_one_of_two_is_known(self):
        rows = rungs(("1", "乙町", 2021, "implementing", None), ("2", "丙町", 2021, "unknown", None))
        figure = peers.stages_by_year(rows, pd.DataFrame(), BASIS, str)
        assert figure.reading == "並べた2市町村のうち1（50.0%）で、いずれかの年度の段階が分かります。"
        assert "情報なし" in figure.drawing("light")

    def test_the_earliest_start_and_how_many_are_unknown(self):
        rows = rungs(("1", "乙町", 2020, "unknown", 2021), ("1", "乙町", 2021, "implementing", 2021))
        figure = peers.stages_from_start(rows.assign(year_from_start=[-1, 0]), 2, BASIS, str)
        assert figure.reading == (
            "開始年度が分かるのは、並べた2市町村のうち1（50.0%）です。最も早いのは乙町（令和3年度（2021年度））です。"
        )
        assert figure.missing == 1
        assert "ある取組がほかの結果を生んだことを示すものではありません" in figure.notes[-1]
        assert "1年前" in figure.drawing("light")

    def test_no_start_is_known(self):
        figure = peers.stages_from_start(rungs().assign(year_from_start=[]), 3, BASIS, str)
        assert figure.reading == "並べた3市町村の開始年度は、手元の資料からは分かりません。"
        assert figure.drawing is None


def test_values_of_the_plans_carry_the_time_of_the_plans_and_not_of_the_census():
    assert peers.time_of("国勢調査", BASIS) == "令和2年10月1日現在"
    assert peers.time_of("計画書", BASIS) == "各計画書の時点"


def test_the_table_side_by_side_names_source_and_time_of_each_row():
    table = profile.side_by_side(compared(), BASIS).table().set_index("項目")
    assert list(table.loc["高齢化率", ["出典", "時点", "母集団", "数"]]) == [
        "国勢調査",
        "令和2年10月1日現在",
        "全国",
        20,
    ]
    assert table.at["機能充足率", "時点"] == "各計画書の時点"
