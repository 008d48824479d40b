"""A dataset that holds programme plans only: every answer about other documents is an empty table, never an error."""

from functools import partial

import pandas as pd
import pytest

from data import answers
from data.answers import stages as stage_answers
from data.dataset import publish

pytestmark = pytest.mark.usefixtures("data_folder")


@pytest.mark.parametrize(
    "question",
    [
        answers.plans, answers.plan_relations, answers.plan_action_coverage, answers.openings, stage_answers.declared_coverage,
        answers.national_counts, answers.model_outcome, answers.model_outcome_members, answers.milestones,
        answers.support_events, answers.timetable_slots, answers.prefecture_targets, answers.good_cases, answers.case_points,
    ],
    ids=lambda question: question.args[0] if isinstance(question, partial) else question.__name__,
)  # fmt: skip
def test_a_question_about_documents_that_are_not_there_has_an_empty_answer(question):
    answer = question()
    assert isinstance(answer, pd.DataFrame)
    assert answer.empty
    assert len(answer.columns) > 0


def test_the_ladder_still_shows_the_programmes_of_the_plans():
    ladder = answers.stage_ladder().set_index("name_ja")["furthest_programme"]
    assert ladder["釧路市"] == "multi_agency"
    assert ladder.isna().to_dict() == {"釧路市": False, "鷹栖町": False, "津別町": True}


def test_coverage_of_a_stage_has_three_denominators():
    rows = stage_answers.stage_coverage("multi_agency", 2019).set_index("weight")
    assert list(rows["numerator"]) == [2, 1_500, 305]
    assert list(rows["denominator"]) == [3, 6_000, 1_800]
    assert rows.at["residents_65", "missing_count"] == 1
    assert rows.at["residents", "reading_ja"] == "6,000人のうち少なくとも1,500人（25.0%）。"


def test_coverage_of_plans_and_of_an_unknown_programme_is_missing_and_not_zero():
    for rows in (stage_answers.plan_coverage(2022), stage_answers.stage_coverage("multilayered_support", 2023)):
        assert rows["coverage_pct"].isna().all()
        assert set(rows["reading_ja"]) == {"情報がないため示さない（0ではない）。"}


def test_search_finds_the_targets():
    rows = answers.search("拠点数")
    assert list(rows["kind"]) == ["target"]
    assert rows.loc[0, ["text_ja", "heading_ja", "area_name_ja", "doc_id"]].to_list() == [
        "拠点数", "地域づくり", "釧路市", "001",
    ]  # fmt: skip


def test_a_new_dataset_version_is_searched_at_once(data_folder, tables):
    assert answers.search("見守り").empty
    tables["targets"][0]["label_ja"] = "見守りの回数"
    publish(tables, data_folder / "normalized")
    assert len(answers.search("見守り")) == 1
