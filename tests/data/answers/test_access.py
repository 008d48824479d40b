"""Read-only answers over the small dataset."""

import hashlib
import math

import pytest

from data import answers
from data.answers.facts import MASK
from data.dataset import publish
from data.errors import UnknownRecordError

pytestmark = pytest.mark.usefixtures("data_folder")


def town(name):
    return answers.municipalities().set_index("name_ja").loc[name]


def test_every_municipality_has_one_row_with_or_without_a_record():
    rows = answers.municipalities().set_index("name_ja")
    assert rows["has_record"].to_dict() == {"釧路市": True, "鷹栖町": True, "津別町": False}
    assert set(rows["prefecture_ja"]) == {"北海道"}


def test_a_municipality_without_a_record_has_no_numbers_at_all():
    row = town("津別町")
    assert row["programme_group"] == "no_record"
    assert row["record_id"] == row["coverage_community_method"] == row["coverage_community_reason"] == ""
    assert row[["population", "coverage_community_pct", "target_count", "function_coverage_pct"]].isna().all()


def test_a_quarantined_value_is_missing_and_named():
    row = town("鷹栖町")
    assert math.isnan(row["aging_rate_pct"])
    assert row["quarantined_ja"] == "高齢化率"
    assert town("釧路市")["quarantined_ja"] == ""


def test_the_programme_group_follows_what_is_described():
    assert town("釧路市")["programme_group"] == "both"
    assert town("鷹栖町")["programme_group"] == "multi_agency"


def test_coverage_comes_with_method_numerator_denominator_and_reason():
    row = town("釧路市")
    assert row["coverage_community_pct"] == 25
    assert (row["coverage_community_numerator"], row["coverage_community_denominator"]) == (250, 1_000)
    assert row["coverage_community_method"] == "stated"
    assert row["coverage_consultation_method"] == "not_computable"
    assert row["coverage_consultation_reason"] == "no_service_area"
    assert town("鷹栖町")["coverage_community_reason"] == "no_programme"


def test_planned_coordinators_are_used_where_both_planned_and_actual_are_stated():
    assert town("釧路市")["coordinator_headcount"] == 4
    assert town("釧路市")["coordinators_per_10k"] == 40
    assert math.isnan(town("鷹栖町")["coordinator_headcount"])


def test_counts_are_zero_only_for_municipalities_with_a_record():
    assert town("釧路市")[["target_count", "numeric_target_count", "achievement_count"]].to_list() == [2, 1, 0]
    assert town("鷹栖町")[["target_count", "issue_count", "unread_count"]].to_list() == [0, 1, 0]


def test_numbers_and_lines_that_no_rule_took_are_counted_until_somebody_decides(data_folder, tables):
    rules = ["staffing.number_not_read", "document.line_not_read", "targets.number_not_read", "profile.rate_high"]
    (issue,) = tables["issues"]
    tables["issues"] = [issue | {"issue_id": rule, "rule_id": rule} for rule in rules]
    tables["issues"][2]["status"] = "accepted"
    publish(tables, data_folder / "normalized")
    assert town("鷹栖町")[["issue_count", "unread_count"]].to_list() == [3, 2]
    publish(tables | {"issues": []}, data_folder / "normalized")
    assert town("鷹栖町")[["issue_count", "unread_count"]].to_list() == [0, 0]


def test_unit_and_function_coverage_stand_in_the_row():
    assert town("釧路市")["unit_coverage_pct"] == 25
    assert town("釧路市")["function_coverage_pct"] == 20


def test_one_prefecture_or_all_of_japan_can_be_asked_for():
    assert len(answers.municipalities("01")) == 3
    assert answers.municipalities("47").empty
    assert answers.targets(prefecture_code="47").empty


def test_prefectures_count_municipalities_and_records_of_municipalities():
    row = answers.prefectures().iloc[0]
    assert (row["municipality_count"], row["record_count"]) == (3, 2)


def test_participation_has_three_denominators():
    rows = answers.participation("01").set_index("weight")
    assert rows.at["municipalities", "coverage_pct"] == pytest.approx(100 * 2 / 3)
    assert rows.at["residents", "coverage_pct"] == 25
    assert rows.loc["residents_65", ["numerator", "missing_count"]].to_list() == pytest.approx([305, 1])


def test_the_coverage_of_a_prefecture_is_pooled_and_of_its_own_residents_at_least():
    row = answers.pooled_coverage("01").set_index("pillar").loc["community"]
    assert (row["coverage_pct"], row["computable_count"]) == (25, 1)
    assert row["at_least_pct"] == pytest.approx(100 * 250 / 6_000)
    assert answers.pooled_coverage("47").empty


def test_facts_carry_the_name_of_their_area_and_their_document():
    row = answers.staffing("012068").iloc[0]
    assert row[["area_name_ja", "prefecture_ja", "doc_id", "area_code"]].to_list() == [
        "釧路市", "北海道", "001", "012068",
    ]  # fmt: skip


def test_targets_carry_the_summary_of_their_statement():
    assert set(answers.targets("012068")["summary_ja"]) == {"拠点を増やす"}


def test_implementations_can_be_asked_by_fiscal_year():
    assert len(answers.implementations()) == 3


def test_function_states_are_complete_and_in_order():
    states = answers.function_states("012068")
    assert list(states["function_code"]) == ["community.base", "multi_agency.coordinator"]
    assert list(states["state"]) == ["filled", "filled"]


def test_the_profile_of_a_record_names_indicators_in_their_order():
    profile = answers.profile("001-L0003")
    assert list(profile["name_ja"]) == ["人口", "高齢化率"]
    assert list(profile["n"]) == [2, 1]
    assert profile["quartile"].isna().all()


def test_quartiles_leave_prefectures_and_quarantined_values_out():
    rows = answers.profile_quartiles("01").set_index("indicator_code")
    assert rows["n"].to_dict() == {"population": 2, "aging_rate": 1}
    assert rows.at["population", "median"] == 750


def test_an_unknown_record_or_document_is_refused_in_words():
    with pytest.raises(UnknownRecordError) as error:
        answers.profile("001-L9999")
    assert str(error.value) == (
        "記録「001-L9999」はこのデータにありません。 該当する内容は表示できません。 一覧から選び直してください。"
    )
    with pytest.raises(UnknownRecordError):
        answers.excerpt("999", 1, 2)


def test_the_as_of_line_names_the_fiscal_year_in_both_calendars():
    assert answers.as_of() == "令和元年度（2019年度）の文書による"


def test_unclaimed_lines_are_a_share_of_the_lines_outside_pictures():
    assert answers.parser_coverage("012068")["unclaimed_pct"].round(2).to_list() == [2.22]


def test_tables_are_listed_with_japanese_names_when_they_hold_rows():
    listed = answers.tables()
    assert listed["targets"] == "目標"
    assert "milestones" not in listed
    assert len(answers.table("targets")) == 2


def test_answers_are_kept_until_the_dataset_changes(data_folder, tables):
    assert town("釧路市")["population"] == 1_000
    tables["profile_values"][0]["value"] = 2_000
    publish(tables, data_folder / "normalized")
    assert town("釧路市")["population"] == 2_000


def test_changing_an_answer_changes_nothing_for_the_next_reader():
    rows = answers.municipalities()
    rows["population"] = 0
    assert town("釧路市")["population"] == 1_000


def document(tables, data_folder, folder, content):
    tables["documents"][0]["sha256"] = hashlib.sha256(content).hexdigest()
    publish(tables, data_folder / "normalized")
    (folder / "any_name.txt").write_bytes(content)


TEXT = "\n".join(f"{number}行目" for number in range(1, 401)).encode()


def test_an_excerpt_masks_private_passages(data_folder, tables, tmp_path_factory, monkeypatch):
    sources = tmp_path_factory.mktemp("sources")
    document(tables, data_folder, sources, TEXT)
    monkeypatch.setenv("MONITOR_SOURCES", str(sources))
    assert answers.excerpt("001", 11, 14) == [(11, "11行目"), (12, MASK), (13, MASK), (14, "14行目")]


def test_an_excerpt_stays_inside_the_document(data_folder, tables, tmp_path_factory, monkeypatch):
    sources = tmp_path_factory.mktemp("sources")
    document(tables, data_folder, sources, TEXT)
    monkeypatch.setenv("MONITOR_SOURCES", str(sources))
    assert answers.excerpt("001", -5, 1) == [(1, "1行目")]
    assert answers.excerpt("001", 400, 999) == [(400, "400行目")]


def test_without_a_documents_folder_there_is_no_excerpt():
    assert answers.excerpt("001", 1, 2) is None


def test_a_changed_document_gives_no_excerpt_for_its_lines_may_have_moved(tmp_path, monkeypatch):
    (tmp_path / "001_test.txt").write_text("another text", encoding="utf-8")
    monkeypatch.setenv("MONITOR_SOURCES", str(tmp_path))
    assert answers.excerpt("001", 1, 2) is None
