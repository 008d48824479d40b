"""The first look: a number at its ceiling gives way, and a line comes only where its rule is met."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import aging, first_look, targets
from components.figures.first_look import Facts
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
