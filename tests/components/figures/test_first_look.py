"""The first look, of a place and of a town: a number at its ceiling gives way, and a line comes only where its rule is met."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import aging, first_look, summary, targets
from components.figures.first_look import Facts
from components.figures.summary import Own
from components.views.overview import own_lines
from data import answers
from tests.sentence_rules import faults

BASIS = Basis("見本県", "令和6年度（2024年度）", "文書")
PLACES = [None, *answers.prefectures()["prefecture_code"]]


def facts_of(prefecture_code, **more):
    towns, words = answers.municipalities(prefecture_code), answers.indicators()
    aims = [
        targets.with_words(answers.targets(prefecture_code=place), answers.achievements(prefecture_code=place), words)
        for place in (prefecture_code, None)
    ]
    name = "全国" if prefecture_code is None else str(towns["prefecture_ja"].iloc[0])
    return Facts(
        place_ja=name, fiscal_year=2026, towns=towns, japan=answers.municipalities(),
        ladder=answers.stage_ladder(prefecture_code), japan_ladder=answers.stage_ladder(), aims=aims[0],
        japan_aims=aims[1], counts=answers.national_counts(),
        milestones=answers.milestones(prefecture_code=prefecture_code),
        issues=answers.issues(prefecture_code=prefecture_code),
        placed=aging.points(towns, aging.COVERAGES["consultation"]), **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def japan():
    return facts_of(None)


def reports(pct=75.0, late=3):
    return pd.DataFrame(
        {
            "fiscal_year": [2023, 2024], "due_count": [12, 12], "submitted_count": [12, 12 - late],
            "late_count": [0, late], "reporting_pct": [100.0, pct],
        }
    )  # fmt: skip


def shown(facts):
    return {number.label: number for number in first_look.numbers(facts, BASIS).chart.numbers}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_its_sentence_and_no_number_at_its_ceiling(place):
    facts = facts_of(place)
    sentence = first_look.sentence(facts)
    assert len(sentence) <= 60
    assert not faults(sentence)
    assert ("分かりません" in sentence) == bool((facts.ladder["furthest_stage"] == "unknown").all())
    numbers = first_look.numbers(facts, BASIS).chart.numbers
    assert 1 <= len(numbers) <= 4
    assert not [number for number in numbers if number.unit == "%" and float(number.value) >= 100]
    assert all(number.note for number in numbers)
    assert len(first_look.lines(facts)) <= 5


def test_all_japan_is_held_against_the_year_before_and_the_prefectures(japan):
    numbers = shown(japan)
    assert (numbers["重層を実施"].value, numbers["重層を実施"].note) == ("346", "前年度より157増")
    assert numbers["段階の分かる市町村"].note.startswith("最高は")


def test_reports_that_were_due_come_first(japan):
    facts = replace(japan, rates=reports())
    assert first_look.sentence(facts) == (
        "令和6年度（2024年度）の報告は、期限の来た12市町村のうち9（75.0%）から届きました。"
    )
    assert shown(facts)["報告率"].note == "前年度は100.0%"


def test_a_reporting_rate_at_its_ceiling_gives_way(japan):
    assert "報告率" not in shown(replace(japan, rates=reports(100.0, 0)))


def test_a_share_at_its_ceiling_gives_way(japan):
    shares = pd.DataFrame({"target_fy": [2024], "attained_pct": [100.0], "rateable_count": [4], "attained_count": [4]})
    assert "目標の達成割合" not in shown(replace(japan, shares=shares))
    below = shown(replace(japan, shares=shares.assign(attained_pct=75.0, attained_count=3)))
    assert below["目標の達成割合"].note == "最初の年度"


def test_what_is_overdue_is_the_first_thing_to_look_at(japan):
    forms = pd.DataFrame(
        {
            "area_code": ["990001", "990002", "990003"], "area_name_ja": ["甲町", "乙町", "丙町"], "fiscal_year": 2024,
            "is_late": [True, False, True], "days_late": [12, None, 1_200],
        }
    )  # fmt: skip
    first = first_look.lines(replace(japan, forms=forms))[0]
    assert first.text == "期限を過ぎて未提出：丙町、甲町（1,200日）"
    assert (first.page, first.query["report_fy"]) == ("reports", "2024")


def test_every_line_of_today_follows_its_rule(japan):
    pages = [line.page for line in first_look.lines(japan)]
    assert pages == ["roadmap", "progress_map", "data_quality", "aging_coverage"]
    nothing = replace(
        japan, milestones=japan.milestones.head(0), ladder=japan.ladder[japan.ladder["fiscal_year"] == 2019],
        issues=japan.issues.head(0), placed=japan.placed.head(0),
    )  # fmt: skip
    assert first_look.lines(nothing) == []


def own_of(**more):
    names = ["area_code", "name_ja", "coverage_consultation_pct", "coverage_community_pct", "function_coverage_pct",
             "coordinators_per_10k", "numeric_target_count", "aging_rate_pct"]  # fmt: skip
    towns = pd.DataFrame([["990001", "甲町", 100.0, 40.0, 60.0, 0.5, 4, 30.0], ["990002", "乙町", 50.0, 80.0, 100.0, 0.7, 6, 40.0]],
                         columns=names)  # fmt: skip
    known = pd.DataFrame(
        {"name_ja": ["甲町", "乙町", "丙町"], "step": [2, 3, None], "step_ja": ["重層の準備", "重層を実施", "情報なし"]}
    )
    form = {"fiscal_year": 2024, "is_submitted": False, "due_date": pd.Timestamp("2025-05-31"), "state_ja": "未提出"}
    whole = Own(
        town=towns.to_dict("records")[0], known=known.to_dict("records")[0], alike=known[1:], towns=towns[1:],
        rated=pd.DataFrame({"status": ["unreported", "A", "not_applicable"]}), form=form, today=pd.Timestamp("2025-05-20"),
        shares=[{"attained_pct": 40.0, "target_fy": 2023}, {"attained_pct": 50.0, "target_fy": 2024}],
    )  # fmt: skip
    return replace(whole, **more)


def own_tiles(own):
    return [(one.label, one.value + one.unit, one.note) for one in summary.own_numbers(own, BASIS).chart.numbers]


def test_a_town_sees_what_is_due_its_late_targets_and_its_place_among_those_alike():
    own = own_of()
    assert own_tiles(own) == [
        ("報告の期限まで", "11日", "令和7年5月31日が期限"), ("目標の達成割合", "50.0%", "前年度は40.0%"),
        ("実績が未報告の目標", "1／2件", "全年度の目標のうち"), ("段階が先の似た町", "1／2市町村", "自町は重層の準備"),
    ]  # fmt: skip
    assert summary.own_sentence(own) == "甲町は「重層の準備」の段階で、似た2市町村のうち先の段階は1です。"
    late = replace(own, today=pd.Timestamp("2025-06-10"))
    assert summary.own_sentence(late) == "甲町の令和6年度（2024年度）の報告は、期限を10日過ぎています。"
    assert [line.text for line in own_lines(own)] == [
        "報告の期限：令和7年5月31日（未提出）", "実績が未報告の目標：1件", "似ていて段階が先の町：乙町",
        "議会に配る資料（PDF）", "甲町のカルテ",
    ]  # fmt: skip


def test_numbers_of_a_town_at_their_ceiling_give_way_to_those_beside_the_towns_alike():
    own = own_of(form=None, shares=[], rated=pd.DataFrame({"status": []}), known={"step": None, "step_ja": "情報なし"})
    assert own_tiles(own) == [
        ("地域づくりの対象", "40.0%", "似た町の中央値は80.0%"), ("機能充足率", "60%", "似た町の中央値は100%"),
        ("推進員／人口1万人", "0.50人", "似た町の中央値は0.70人"), ("数値のある目標", "4件", "似た町の中央値は6件"),
    ]  # fmt: skip
    assert summary.own_sentence(own) == "甲町の段階は、手元の資料からは分かりません。"
    nothing = replace(own, towns=own.towns.head(0))
    assert summary.own_numbers(nothing, BASIS) is None
