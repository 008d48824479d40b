"""Automatic sentences are exact: none, one, all, ties and missing values, each asserted whole."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing import wording
from components.drawing.model import Basis
from components.figures import aging, coverage, plan, quality, summary, targets

BASIS = Basis("北海道", "令和元年度", "文書001")


def towns(count=3, **columns):
    """Return municipalities with a plan; columns overwrite what they have in common."""
    rows = {
        "area_code": [f"{n:06d}" for n in range(count)], "name_ja": [f"町{n}" for n in range(count)],
        "prefecture_ja": "北海道", "has_record": True, "programme_group": "both", "population": 1000.0,
        "aging_rate_pct": 30.0, "coverage_consultation_pct": 100.0, "coverage_community_pct": 100.0,
        "coverage_consultation_numerator": 1000.0, "coverage_consultation_denominator": 1000.0,
        "coverage_community_numerator": 1000.0, "coverage_community_denominator": 1000.0,
        "coverage_consultation_reason": "", "coverage_community_reason": "",
        "unit_coverage_pct": float("nan"), "function_coverage_pct": 90.0, "welfare_rate_permille": 10.0,
        "coordinator_headcount": 2.0, "quarantined_ja": "",
    } | columns  # fmt: skip
    return pd.DataFrame(rows, index=range(count))


def aims(values, states):
    return pd.DataFrame({"value": pd.array(values, dtype="Float64"), "state": pd.Series(states, dtype="str")})


def participation(*numbers):
    """Return the numbers of one prefecture: numerator, denominator and missing_count for each of the three weights."""
    rows = pd.DataFrame(numbers, columns=["numerator", "denominator", "missing_count"], dtype="float64")
    return rows.assign(weight=["municipalities", "residents", "residents_65"])


NO_AIMS = aims([], [])


class TestHeadline:
    def reading(self, places, targets_of_it=NO_AIMS):
        return summary.headline(places, targets_of_it, BASIS, None).reading

    def test_without_a_plan(self):
        assert self.reading(towns(2, has_record=False)) == (
            "北海道の市町村の計画書は手元にありません。どの市町村にも値を示せません。"
        )

    def test_where_all_cover_everything(self):
        assert self.reading(towns(2)) == (
            "相談を受け止める区域は、算出できる2市町村のすべてで市町村全体です。数値のある目標はありません。"
        )

    def test_where_some_cover_a_part_and_nobody_reported(self):
        assert self.reading(
            towns(4, coverage_consultation_pct=[100.0, 50.0, None, 100.0]), aims([1.0], ["not_reported"])
        ) == (
            "相談を受け止める区域が市町村の一部なのは、算出できる3市町村のうち1（33.3%）です。"
            "数値のある目標1件の実績は、文書に記載がなく、すべて未報告です。"
        )

    def test_an_area_declared_whole_is_no_part_and_a_number_held_back_is_no_target(self):
        places = towns(2, coverage_consultation_pct=99.7, coverage_consultation_flag="reads_as_whole")
        assert self.reading(places, aims([1.0], ["held"])) == (
            "相談を受け止める区域は、算出できる2市町村のすべてで市町村全体です。数値のある目標はありません。"
        )

    def test_where_nothing_can_be_computed_and_a_result_is_stated(self):
        assert self.reading(towns(1, coverage_consultation_pct=None), aims([1.0, 2.0], ["stated", "not_reported"])) == (
            "相談を受け止める区域の人口は、どの市町村も算出できません。"
            "数値のある目標2件のうち、実績が文書に書かれているのは1件です。"
        )

    def test_all_of_japan_has_a_median_and_no_total(self):
        tiles = summary.headline(towns(3), NO_AIMS, BASIS, None).table()
        assert tiles.set_index("項目").at["相談の受け止めの対象", "説明"] == "3市町村の中央値"

    @pytest.mark.parametrize(
        ("known", "at_least", "note"),
        [(3, None, "3市町村の合算"), (2, 20.7, "2市町村の合算、算出不可1。都道府県の人口の少なくとも20.7%")],
    )
    def test_a_prefecture_is_pooled_by_residents(self, known, at_least, note):
        pooled = pd.DataFrame(
            [{"pillar": "consultation", "coverage_pct": 75.0, "computable_count": known, "at_least_pct": at_least}]
        )
        tiles = summary.headline(towns(3), NO_AIMS, BASIS, pooled).table().set_index("項目")
        assert list(tiles.loc["相談の受け止めの対象", ["値", "説明"]]) == ["75.0", note]
        assert tiles.at["地域づくりの対象", "説明"] == "算出できる市町村なし"


class TestLedger:
    def test_complete(self):
        assert summary.ledger(towns(2, unit_coverage_pct=50.0), BASIS).reading == (
            "どの項目も、計画書のあるすべての市町村で値がそろっています。"
        )

    def test_a_value_that_is_held_back_is_told_apart_from_none(self):
        places = towns(2, welfare_rate_permille=[None, None], quarantined_ja=["生活保護受給率", ""])
        figure = summary.ledger(places, BASIS)
        assert figure.reading == (
            "8項目のうち、計画書のあるすべての市町村で値がそろうのは6項目です。誤りの疑いで保留している値が1件あります。"
        )
        row = figure.table().set_index("項目").loc["生活保護受給率"]
        assert list(row) == [0, 1, 1]

    def test_without_a_plan(self):
        assert summary.ledger(towns(1, has_record=False), BASIS).reading == (
            "計画書のある市町村がないため、どの項目にも値がありません。"
        )


class TestParticipation:
    def test_the_only_first_prefecture(self):
        places = towns(3, prefecture_ja=["北海道", "北海道", "青森県"])
        assert coverage.by_prefecture(places, BASIS).reading == (
            "2都道府県の3市町村に計画書があり、最も多いのは北海道（2市町村）です。"
        )

    def test_two_first_prefectures_and_one_without(self):
        places = towns(
            3, prefecture_ja=["北海道", "青森県", "岩手県"], programme_group=["both", "multi_agency", "no_record"],
            has_record=[True, True, False],
        )  # fmt: skip
        assert coverage.by_prefecture(places, BASIS).reading == (
            "2都道府県の2市町村に計画書があり、最も多いのは北海道と青森県（1市町村）です。"
            "残る1都道府県の計画書は手元にありません。"
        )

    def test_a_prefecture_without_a_plan(self):
        places = towns(41, has_record=False, programme_group="no_record")
        figure = coverage.of_prefecture(places, BASIS, lambda code: code)
        assert figure.reading == "北海道の41市町村の計画書は手元にありません。"

    def test_a_prefecture_with_plans(self):
        places = towns(
            4, has_record=[True, True, False, False], programme_group=["both", "multi_agency"] + ["no_record"] * 2
        )
        assert coverage.of_prefecture(places, BASIS, lambda code: code).reading == (
            "北海道では4市町村のうち2（50.0%）に計画書があります（両方の事業1、多機関の協働のみ1）。"
        )

    def test_an_unknown_number_of_residents_is_said_and_not_guessed(self):
        rows = participation((2.0, 4.0, 0), (2000.0, None, 1), (600.0, None, 1))
        figure = coverage.denominators(rows.assign(residents_date=None), BASIS)
        words = figure.table()["説明"]
        assert figure.notes[0].startswith("65歳以上の住民＝文書の人口×高齢化率。")
        assert list(words) == [
            "4市町村のうち2（50.0%）",
            "2,000人（1市町村の値は不明）。全体の値は文書になし",
            "600人（1市町村の値は不明）。全体の値は文書になし",
        ]

    def test_residents_of_the_census_are_named_with_their_date(self):
        rows = participation((2.0, 4.0, 0), (2000.0, 8000.0, 0), (600.0, 2400.0, 0))
        figure = coverage.denominators(rows.assign(residents_date="2020-10-01"), BASIS)
        assert figure.notes[0].startswith(
            "住民と65歳以上の住民は、分子・分母とも国勢調査（令和2年10月1日現在）の値です。"
        )
        assert list(figure.table()["割合（%）"]) == [50.0, 25.0, 25.0]


class TestCoverage:
    def test_all_whole_none_whole_and_none_computable(self):
        places = towns(2, coverage_consultation_pct=100.0, coverage_community_pct=[10.0, None])
        assert coverage.composition(places, BASIS).reading == (
            "相談の受け止めは、算出できる2市町村のすべてが区域全体を対象としています。 "
            "地域づくりは、算出できる1市町村のいずれも一部の区域が対象です。"
        )
        nothing = towns(1, coverage_consultation_pct=None, coverage_community_pct=None)
        assert coverage.composition(nothing, BASIS).reading == (
            "相談の受け止めは、算出できる市町村がありません。 地域づくりは、算出できる市町村がありません。"
        )

    @pytest.mark.parametrize(
        ("states", "reading"),
        [
            (["filled", "filled"], "どの機能も、記入のある割合は100.0%です。"),
            (["filled", "blank"], "記入が最も多いのは「機能0」（100.0%）、最も少ないのは「機能1」（0.0%）です。"),
            ([], "機能を書いた計画書がありません。"),
        ],
    )
    def test_functions(self, states, reading):
        count = len(states)
        rows = pd.DataFrame(
            {"record_id": ["r"] * count, "name_ja": [f"機能{n}" for n in range(count)], "pillar": ["community"] * count,
             "filled": [state == "filled" for state in states], "counts_in_coverage": [True] * count,
             "sort": list(range(count))}
        )  # fmt: skip
        assert coverage.functions(rows, BASIS).reading == reading


class TestAging:
    def reading(self, places, by="consultation"):
        chosen = aging.COVERAGES[by]
        return aging.figure(aging.points(places, chosen), 0, chosen, BASIS, None).reading

    @pytest.mark.parametrize(
        ("peers", "note"),
        [
            (("000000", "000001"), "六角形で囲んだ点は、似た市町村（町0、町1）です。"),
            (
                ("000000", "x"),
                "六角形で囲んだ点は、似た市町村（町0）です。似た市町村のうち1は、この図の範囲の外か、値がありません。",
            ),
            (("x", "y"), "似た2市町村の点は、この図にありません。"),
        ],
    )
    def test_the_similar_ones_that_are_framed_and_those_without_a_place(self, peers, note):
        chosen = aging.COVERAGES["consultation"]
        assert note in aging.figure(aging.points(towns(3), chosen), 0, chosen, BASIS, None, peers).notes

    @pytest.mark.parametrize(
        ("codes", "years", "values", "note"),
        [
            ("00", (2023, 2025), (60.3, 100.0), "町0は令和5年度の60.3%から、令和7年度の100.0%に上がりました。"),
            ("00", (2023, 2025), (60.3, 60.31), "町0は令和5年度の60.3%から令和7年度まで変わっていません。"),
            ("0011", (2023, 2025) * 2, (60.0, 50.0, 70.0, 80.0), "選んだ2市町村のうち、上がったのは1、下がったのは1です。"),
            ("0", (2025,), (60.0,), "選んだ市町村の値は、令和7年度の一つの年度だけが分かるため、年度の動きは示せません。"),
            ("", (), (), "選んだ市町村の値はどの年度も分からないため、年度の動きは示せません。"),
        ],
    )  # fmt: skip
    def test_what_moved_from_year_to_year_is_said_of_the_chosen_towns(self, codes, years, values, note):
        chosen = aging.COVERAGES["consultation"]
        known = {"area_code": [f"00000{code}" for code in codes], "name_ja": [f"町{code}" for code in codes]}
        trails = pd.DataFrame(known | {"fiscal_year": years, "coverage_pct": values})
        figure = aging.figure(aging.points(towns(3), chosen), 0, chosen, BASIS, None, trails=trails)
        assert figure.drawn_notes[-1].startswith(note)
        assert ("令和7年度（2025年度）（%）" in figure.table()) == (len(years) > 1)

    def test_nobody(self):
        assert self.reading(towns(2, aging_rate_pct=None)) == "高齢化率とカバー率の両方が分かる市町村がありません。"

    def test_only_one(self):
        assert self.reading(towns(1)) == (
            "両方の値が分かるのは町0だけで、高齢化率30.0%、支援カバー率（相談の受け止め）100.0%です。"
        )

    def test_nobody_behind(self):
        assert self.reading(towns(3)) == (
            "高齢化率が中央値（30.0%）以上で、一部の区域だけを対象とする市町村はありません。"
        )

    def test_one_behind(self):
        places = towns(3, aging_rate_pct=[20.0, 30.0, 40.0], coverage_consultation_pct=[100.0, 100.0, 5.0])
        assert self.reading(places) == "高齢化率が中央値（30.0%）以上で、一部の区域だけを対象とするのは町2だけです。"

    def test_several_below_the_median(self):
        places = towns(
            5, aging_rate_pct=[10.0, 11.0, 30.0, 31.0, 32.0], function_coverage_pct=[90.0, 90.0, 80.0, 10.0, 100.0]
        )
        assert self.reading(places, "functions") == (
            "高齢化率が中央値（30.0%）以上で、カバー率が中央値を下回るのは2市町村です（町3、町2）。"
        )

    def test_whoever_cannot_be_placed_has_a_reason(self):
        places = towns(
            3, aging_rate_pct=[30.0, None, None], coverage_consultation_pct=[None, 100.0, 100.0],
            coverage_consultation_reason=["conditional", "", ""], quarantined_ja=["", "", "高齢化率"],
        )  # fmt: skip
        left = aging.left_out(places, aging.COVERAGES["consultation"], {"conditional": "対象が条件付き"})
        assert list(left["reason_ja"]) == ["対象が条件付き", "高齢化率の値がない", "高齢化率の値を保留している"]


class TestServiceAreas:
    def words(self, **values):
        row = towns(1, **{f"coverage_consultation_{name}": value for name, value in values.items()}).iloc[0]
        return plan.sum_in_words(row, "consultation", {"conditional": "対象が条件付き", "capped": "100%を上限とした"})

    def test_a_sum_is_written_out(self):
        assert self.words(pct=1.058, numerator=1786, denominator=168730, method="stated", flag="") == (
            "1,786人 ÷ 168,730人 ＝ 1.1%（記載）"
        )

    def test_a_flag_is_said(self):
        assert self.words(pct=100.0, numerator=734, denominator=734, method="capped", flag="capped") == (
            "734人 ÷ 734人 ＝ 100.0%（人口を上限に調整。100%を上限とした）"
        )

    def test_what_cannot_be_computed_says_why(self):
        assert self.words(
            pct=None, numerator=None, denominator=None, method="not_computable", reason="conditional"
        ) == ("算出不可：対象が条件付き")


class TestTargets:
    @pytest.mark.parametrize(
        ("values", "states", "reading"),
        [
            ([], [], "文書に成果目標の記載はありません。"),
            ([1.0], ["not_reported"], "1件の目標のうち、数値があるのは1件です。実績が文書に書かれた目標はなく、すべて未報告です。"),
            ([1.0, 2.0], ["held", "not_reported"], "2件の目標のうち、使える数値があるのは1件です。ほかの1件の数値は、誤りの疑いがあるため保留しています。実績が文書に書かれた目標はなく、すべて未報告です。"),
            ([1.0, 1.0], ["not_reported", "repeated"], "2件の目標のうち、数値があるのは1件です。ほかの目標の内訳・重複の1件は数えません。実績が文書に書かれた目標はなく、すべて未報告です。"),
            ([1.0, None], ["stated", "no_number"], "2件の目標のうち、数値があるのは1件です。実績が文書に書かれているのは1件で、ほかは未報告です。"),
        ],
    )  # fmt: skip
    def test_results(self, values, states, reading):
        rows = aims(values, states).assign(pillar="community")
        results = pd.DataFrame({"target_id": pd.Series(dtype="str")})
        assert targets.results(rows, results, BASIS).reading == reading

    def test_the_most_frequent_types_are_all_named(self):
        rows = pd.DataFrame({"type_ja": ["数値", "定性", "数値", "定性", "全数"], "pillar": "community"})
        assert (
            targets.types(rows, BASIS).reading == "5件の目標のうち、最も多い型は「数値」と「定性」（それぞれ2件）です。"
        )


class TestIssues:
    def test_none_and_some(self):
        empty = pd.DataFrame({name: pd.Series(dtype="str") for name in ("severity", "rule_ja")})
        assert quality.issues_by_rule(empty, BASIS).reading == "検査で見つかった課題はありません。"
        some = pd.DataFrame({"severity": ["error", "info", "info"], "rule_ja": ["a", "b", "b"]})
        assert (
            quality.issues_by_rule(some, BASIS).reading == "検査で見つかった課題は3件です（誤りの疑い1件、参考2件）。"
        )


class TestUnreadNumbers:
    @pytest.mark.parametrize("count", [0, 2])
    def test_the_main_numbers_of_a_town_say_how_many_also_none(self, count):
        town = towns(1, statement_count=1, target_count=3, numeric_target_count=2, achievement_count=0,
                     coordinators_per_10k=1.0, unread_count=count).iloc[0]  # fmt: skip
        assert summary.of_town(town, BASIS).reading == (
            "成果目標の記載は1件で、目標を3件読み取りました。文書に実績の記載はありません。"
            f"計画書で読み取れていない数は{count}件です。"
        )

    def test_the_main_numbers_of_a_town_say_what_it_reported_before_what_its_plan_lacks(self):
        town = towns(1, statement_count=1, target_count=3, numeric_target_count=2, achievement_count=0,
                     coordinators_per_10k=1.0, unread_count=0).iloc[0]  # fmt: skip
        latest = {"target_fy": 2024, "rateable_count": 2, "attained_count": 1}
        assert summary.of_town(town, BASIS, latest).short == "令和6年度に評価できた目標2件のうち、1件が達成です。"
        assert summary.of_town(town, BASIS).short == "目標3件の実績は、文書には書かれていません。"

    def test_the_list_of_targets_counts_each_statement_with_an_unread_number_once(self):
        rows = pd.DataFrame({"statement_id": ["s", "s", "t"], "unread_ja": [targets.UNREAD_JA] * 2 + [""]})
        assert (
            targets.listing(rows, 3, BASIS).reading == "北海道の目標は3件です。読み取れていない数のある記載は1件です。"
        )


class TestTargetsInWords:
    def test_a_quarantined_number_is_shown_with_its_mark_and_counted_nowhere(self):
        rows = pd.DataFrame(
            {
                "target_id": ["a", "b"], "value": pd.array([14.0, 5.0], dtype="Float64"), "value_max": pd.NA, "units_total": pd.NA,
                "comparator": "eq", "unit": "回", "per": "", "pillar": "community", "target_type": "numeric",
                "indicator_code": ["consultations"] * 2, "fact_status": ["quarantined", "stated"],
                "has_unread_number": pd.array([pd.NA, True], dtype="boolean"), "is_counted": True,
            }
        )  # fmt: skip
        results = pd.DataFrame({"target_id": pd.Series(dtype="str")})
        names = pd.DataFrame({"indicator_code": ["consultations"], "name_ja": ["相談件数"]})
        worded = targets.with_words(rows, results, names)
        assert list(worded["quantity_ja"]) == ["14回（保留）", "5回"]
        assert list(worded["state"]) == ["held", "not_reported"]
        assert list(worded["unread_ja"]) == ["", "この記載に読み取れていない数あり"]
        again = targets.with_words(rows.assign(is_counted=False), results, names)
        assert list(again["state"]) == ["held", "repeated"]

    def test_the_number_of_an_aim_for_all_units_is_their_total(self):
        rows = pd.DataFrame(
            {
                "target_id": ["a", "b"], "value": pd.array([pd.NA, pd.NA], dtype="Float64"), "value_max": pd.NA,
                "units_total": pd.array([25, pd.NA], dtype="Int64"), "comparator": "eq", "unit": "市町村", "per": "",
                "pillar": "prefecture", "target_type": "all_units", "indicator_code": "plans", "fact_status": "stated",
                "has_unread_number": False, "is_counted": True,
            }
        )  # fmt: skip
        results = pd.DataFrame({"target_id": pd.Series(dtype="str")})
        names = pd.DataFrame({"indicator_code": ["plans"], "name_ja": ["計画"]})
        worded = targets.with_words(rows, results, names)
        assert list(worded["quantity_ja"]) == ["25市町村", wording.MISSING]
        assert list(worded["state"]) == ["not_reported", "no_number"]
