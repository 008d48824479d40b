"""Questions that a member may ask: chosen by their rule and by nothing else, answered with numbers of the dataset."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components.packs import questions
from data import answers

pytestmark = pytest.mark.usefixtures("committed_dataset")

UNKNOWN, CEILING, OLDER, RESULTS = (
    "何も取り組んでいないのですか", "行き届いているのですか", "高齢化が進んでいるのに", "目標は達成できたのですか",
)  # fmt: skip


def asked(facts):
    return {question.question_ja: question for question in questions.chosen(facts)}


def one(facts, words):
    """Return the only question with these words, or None."""
    found = [question for text, question in asked(facts).items() if words in text]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("prefecture", ["01", "03", "08", "11", "13", "14", "20", "34"])
def test_every_question_has_an_answer_a_rule_with_its_number_and_a_source(prefecture):
    found = asked(answers.pack_facts(prefecture))
    assert found
    for question in found.values():
        assert question.question_ja.endswith("か。")
        assert question.answer_ja.endswith("。")
        assert re.search(r"\d", question.rule_ja)
        assert question.source_ja


def test_where_all_are_covered_wholly_it_is_asked_whether_that_is_enough_and_where_few_are_it_is_not():
    facts = answers.pack_facts("01")
    towns = facts.towns
    known = towns["coverage_consultation_pct"].notna()
    whole = one(facts, CEILING)
    assert f"（{known.sum()}／{known.sum()}）" in whole.rule_ja
    half = towns.assign(
        coverage_consultation_pct=towns["coverage_consultation_pct"].where(~known, 50.0), coverage_consultation_flag=""
    )
    assert one(replace(facts, towns=half), CEILING) is None


def test_old_towns_that_cover_a_part_are_named_with_both_values_and_their_lines():
    question = one(answers.pack_facts("13"), OLDER)
    assert "日野市（高齢化率24.7%、カバー率24.7%）" in question.answer_ja
    assert "日野市 文書001 4839～4917行目" in question.source_ja
    assert one(answers.pack_facts("01"), OLDER) is None
    assert one(answers.pack_facts("13", "131121"), OLDER) is None


def test_a_place_without_plans_is_asked_about_them_and_a_place_with_all_plans_is_not():
    facts = answers.pack_facts("20")
    assert "77市町村" in one(facts, UNKNOWN).rule_ja
    assert one(replace(facts, towns=facts.towns.assign(has_record=True)), UNKNOWN) is None


def test_results_are_asked_for_where_documents_lack_them_and_nobody_has_reported(practised):
    assert "22件" in one(answers.pack_facts("01"), RESULTS).rule_ja
    assert one(practised[0], RESULTS) is None


def test_values_held_back_are_named():
    assert "津別町の生活保護受給率" in one(answers.pack_facts("01"), "疑わしい数字").answer_ja


def test_with_reports_it_is_asked_what_was_attained_what_was_not_and_who_is_late(practised):
    whole, town = practised
    shares = whole.reported.pillar_shares
    attained = one(whole, "どれだけ達成")
    assert f"{shares['rateable_count'].sum()}件のうち、達成は{shares['attained_count'].sum()}件" in attained.answer_ja
    assert "仮置市「断らない相談の窓口」は、目標10機関以上に対して実績8機関" in one(whole, "達成できなかった").answer_ja
    late = one(whole, "期限までに報告していない")
    states = whole.reported.forms
    assert all(name in late.answer_ja for name in states.loc[states["is_late"], "area_name_ja"])
    assert one(town, "期限までに報告していない") is None
