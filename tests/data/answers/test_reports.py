"""Answers about reports for the pages: beside the documents, of now, of a moment, of an edition."""

from datetime import date

import pytest

from data import answers, dataset, store
from data.answers.facts import as_frozen
from data.answers.reports import ratings
from tests.data.attainment_rows import BANDS, INDICATORS
from tests.data.report_rows import FIRST, FURTHER, accept, form, reported


@pytest.fixture(autouse=True)
def with_targets(data_folder, tables):
    """Two towns with a target each, asked to report on fiscal year 2019."""
    bases = {"indicator_code": "bases", "name_ja": "拠点", "unit": "か所", "kind": "stock", "direction": "higher",
             "domain": "community", "definition_ja": "定義", "sort": 3}  # fmt: skip
    assert "bases" in set(INDICATORS["indicator_code"])
    tables["indicators"].append(bases)
    tables["attainment_bands"] = BANDS.astype(object).where(BANDS.notna(), None).to_dict("records")
    tables["targets"][0] |= {"indicator_code": "bases", "target_fy": 2019}
    dataset.publish(tables, data_folder / "normalized")
    store.set_calendar(["012068", "014524"], 2019, "full_year", "2020-05-31", set_by="県 花子")


@pytest.fixture
def judged_on(monkeypatch):
    """Let answers be given as on a day."""
    return lambda day: monkeypatch.setattr("data.answers.reports.today", lambda: day)


def rating():
    return ratings().iloc[0]


def test_a_missing_report_is_unreported_and_a_report_is_rated():
    assert rating()["state"] == "unreported"
    accept("first", 40)
    assert rating()[["attainment_pct", "band", "area_name_ja"]].to_list() == [80, "B", "釧路市"]


def test_a_resubmission_counts_from_the_day_it_came_in(judged_on):
    accept("first", 40)
    accept("second", 50, received_at="2020-06-15")
    judged_on(date(2020, 6, 14))
    assert rating()["band"] == "B"
    judged_on(date(2020, 6, 15))
    assert rating()["band"] == "A"


def test_a_returned_report_counts_as_not_submitted():
    accept("first", 40)
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="再確認")
    assert rating()["state"] == "unreported"


def test_an_edition_rates_what_was_known_then(data_folder, tables):
    accept("first", 40)
    store.freeze_edition("第1回", frozen_by="県 花子")
    accept("second", 50)
    tables["targets"][0]["value"] = 100
    dataset.publish(tables, data_folder / "normalized")
    assert rating()["attainment_pct"] == 50
    with as_frozen("第1回"):
        assert rating()["attainment_pct"] == 80
        assert list(answers.submissions()["state"]) == ["submitted", "not_submitted"]


def test_results_of_reports_stand_beside_those_of_documents(data_folder, tables):
    tables["achievements"] = [{"achievement_id": "d1", "area_code": "014524", "label_ja": "拠点", "value": 3,
                               "period_kind": "full_year", "evidence": "document", "fact_status": "stated"}]  # fmt: skip
    dataset.publish(tables, data_folder / "normalized")
    accept("first", 40)
    rows = answers.reported_achievements("01")
    assert list(zip(rows["evidence"], rows["value"], rows["area_name_ja"], strict=True)) == [
        ("document", 3, "鷹栖町"),
        ("report", 40, "釧路市"),
    ]
    assert len(answers.achievements()) == 1


def test_submissions_carry_the_name_of_the_town_and_can_be_asked_by_prefecture():
    assert list(answers.submissions("01")["area_name_ja"]) == ["釧路市", "鷹栖町"]
    assert answers.submissions("47").empty
    assert list(answers.report_calendar("01")["due_date"]) == ["2020-05-31", "2020-05-31"]


def test_areas_findings_editions_and_log_can_be_asked():
    accept()
    store.freeze_edition("第1回", frozen_by="県 花子")
    assert answers.reported_areas("01").loc[0, "covered_population"] == 700
    assert answers.report_findings(FIRST).loc[0, "area_name_ja"] == "釧路市"
    assert list(answers.editions()["name"]) == ["第1回"]
    assert list(answers.audit_log()["action"]) == ["freeze_edition", "accept_report", "set_calendar"]
    assert list(answers.attainment_bands()["band"]) == ["S", "A", "B", "C", "D", "X"]


def test_what_changed_since_an_edition_is_told_for_the_place():
    store.freeze_edition("第1回", frozen_by="県 花子")
    assert answers.edition_changes("第1回").empty
    accept("first", 50)
    changes = answers.edition_changes("第1回", prefecture_code="01")
    assert changes[["label_ja", "change", "status_before", "status_after"]].to_numpy().tolist() == [
        ["拠点数", "status", "unreported", "A"]
    ]
    assert changes[["attained", "lost", "reported", "overdue"]].to_numpy().tolist() == [[True, False, True, False]]
    assert answers.edition_changes("第1回", prefecture_code="02").empty
    assert answers.edition_shares("第1回")["unreported_count"].tolist() == [1]
    assert answers.edition_shares(None)["attained_count"].tolist() == [1]


def test_reported_areas_make_coverage_a_fact_until_the_form_is_returned():
    accept("first", 50)
    (row,) = answers.reported_coverage(prefecture_code="01").to_dict("records")
    assert (row["area_name_ja"], row["numerator"], row["denominator"], row["unit_coverage_pct"]) == (
        "釧路市", 700, 980, 75,
    )  # fmt: skip
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="再確認")
    assert answers.reported_coverage(area_code="012068").empty


def test_the_series_of_a_town_follows_its_reports():
    assert answers.target_series("012068")["value"].isna().all()
    accept("first", 40)
    found = answers.target_series("012068")
    assert found.loc[found["label_ja"] == "拠点数", "value"].tolist() == [40]
    assert answers.target_series("014524").empty


def test_a_resubmission_that_leaves_a_row_out_takes_its_result_back():
    accept("first", 40)
    store.accept_report(form("second"), [], accepted_by="県 花子")
    assert rating()[["status", "actual_value"]].isna().tolist() == [False, True]
    assert rating()["status"] == "unreported"
    store.accept_report(form("third"), [reported(45)], accepted_by="県 花子")
    assert rating()["attainment_pct"] == 90


def accept_of_year(fiscal_year, further=FURTHER, content="first", **values):
    given = form(content, fiscal_year=fiscal_year, **values)
    return store.accept_report(given, [], further=further, accepted_by="県 花子")


def test_what_the_second_form_says_counts_as_its_revision_in_force_does():
    accept_of_year(2024)
    zero = answers.reported_counts("01").iloc[0]
    assert zero[["area_name_ja", "fiscal_year", "indicator_code", "value"]].to_list() == ["釧路市", 2024, "bases", 0]
    assert answers.reported_services().loc[0, ["pillar", "state", "cost_yen"]].to_list() == [
        "community", "implementing", 1_200_000,
    ]  # fmt: skip
    assert answers.reported_process()["item"].to_list() == ["plan_goals"]
    again = accept_of_year(2024, {"report_roads": [{"road": "implementing"}]}, "second")
    assert answers.reported_roads()["road"].to_list() == ["implementing"]
    assert answers.reported_counts().empty
    store.decide_report(again.submission_id, "returned", decided_by="県 花子", reason_ja="再確認")
    assert answers.reported_roads().empty


def test_the_form_of_the_year_takes_the_place_of_the_one_within_the_year():
    accept_of_year(2024, report_kind="mid_year")
    assert answers.reported_counts()["value"].to_list() == [0]
    accept_of_year(2024, {"report_roads": FURTHER["report_roads"]}, "second")
    assert answers.reported_counts().empty


def test_an_own_target_is_what_the_latest_year_says_of_it():
    accept_of_year(2024)
    (target,) = FURTHER["reported_targets"]
    accept_of_year(2025, {"reported_targets": [target | {"value": 8, "withdrawn": True}]}, "second")
    rows = answers.reported_own_targets()
    assert rows[["target_id", "fiscal_year", "value", "withdrawn"]].to_numpy().tolist() == [
        ["own-012068-2024-01", 2025, 8, True]
    ]


def test_an_own_target_is_rated_beside_those_of_documents(judged_on):
    (target,) = FURTHER["reported_targets"]
    result = reported(4, target_id=target["target_id"], label_ja=target["label_ja"], period_start="2024-04-01",
                      period_end="2025-03-31")  # fmt: skip
    store.accept_report(form(fiscal_year=2024), [result], further={"reported_targets": [target]}, accepted_by="県 花子")
    judged_on(date(2026, 1, 1))
    row = ratings().set_index("target_id").loc[target["target_id"]]
    assert row[["attainment_pct", "band", "evidence", "area_name_ja"]].to_list() == [80, "B", "report", "釧路市"]
    assert target["target_id"] in answers.target_series("012068")["target_id"].to_list()
    assert answers.own_targets("012068")[["doc_id", "label_ja", "is_counted"]].to_numpy().tolist() == [
        ["報告様式", "ひろばの数", True]
    ]
    assert target["target_id"] not in answers.targets("012068")["target_id"].to_list()


def test_an_own_target_that_is_given_up_before_its_year_is_gone():
    (target,) = FURTHER["reported_targets"]
    later = target | {"target_fy": 2026}
    accept_of_year(2024, {"reported_targets": [later]})
    assert len(answers.own_targets()) == 1
    accept_of_year(2025, {"reported_targets": [later | {"withdrawn": True}]}, "second")
    assert answers.own_targets().empty


def test_a_reported_road_is_a_stage_with_the_evidence_of_a_report(data_folder, tables):
    tables["programmes"].append({"programme_code": "multilayered_support", "name_ja": "重層"})
    dataset.publish(tables, data_folder / "normalized")
    before = answers.programme_stages("012068")
    assert answers.stage_ladder(area_code="012068")["furthest_stage"].iloc[-1] != "other_approach"
    accept_of_year(2024)
    added = answers.programme_stages("012068", fiscal_year=2024).iloc[0]
    assert added[["stage", "evidence_ja", "source_ja"]].to_list()[:2] == ["other_approach", "報告"]
    assert "報告様式" in added["source_ja"]
    assert len(answers.programme_stages("012068")) == len(before) + 1
    ladder = answers.stage_ladder(area_code="012068").set_index("fiscal_year")
    assert ladder.loc[2024, "furthest_stage"] == "other_approach"
