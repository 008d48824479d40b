"""Reports on the five services for the pages: in force, hidden where small, and the main figures of a place."""

import pytest

from data import answers, dataset, store
from tests.data.report_rows import form

TOWNS = ("012068", "014524", "015440")


@pytest.fixture(autouse=True)
def with_indicators(data_folder, tables):
    plans = {"indicator_code": "support_plans", "name_ja": "支援プラン", "unit": "件", "kind": "flow", "direction": "none",
             "domain": "case_work", "definition_ja": "定義", "sort": 3}  # fmt: skip
    tables["indicators"].append(plans)
    dataset.publish(tables, data_folder / "normalized")


def accept(area_code, plans, year=2025, **service):
    services = [{"pillar": "coordination", "state": "implementing", "population": 1000, "scope": "whole", **service},
                {"pillar": "inclusive_consultation", "state": "other_approach", "population": 1000,
                 "covered_population": 500}]  # fmt: skip
    counts = [] if plans is None else [{"pillar": "coordination", "indicator_code": "support_plans", "value": plans}]
    process = [{"item": "plan_goals", "answer": "yes"}]
    further = {"report_services": services, "report_counts": counts, "report_process": process}
    about = form(area_code + str(year), area_code=area_code, fiscal_year=year, received_at="2026-05-01T10:00")
    return store.accept_report(about, [], [], [], further=further, accepted_by="県 花子")


def test_without_reports_there_is_nothing_and_no_headline():
    for answer in (answers.town_services, answers.service_years, answers.service_counts, answers.service_money):
        assert answer().empty
    assert answers.zero_reports().empty
    assert answers.money_middles().empty
    assert answers.services_headline() is None


def test_a_town_with_a_report_has_its_services_counts_and_money():
    accept("012068", 0, cost_yen=50_000)
    services = answers.town_services("012068").set_index("pillar")
    assert services["coverage_pct"].to_dict() == {"coordination": 100, "inclusive_consultation": 50}
    year = answers.service_years("012068").iloc[0]
    assert (year["in_place_count"], year["plan_pct"], year["area_name_ja"]) == (2, 100, "釧路市")
    counts = answers.service_counts("012068").set_index("indicator_code")
    assert counts.loc["support_plans", ["indicator_ja", "state", "value"]].to_list() == ["支援プラン", "reported", 0]
    money = answers.service_money("012068").set_index("pillar")
    assert money.loc["coordination", "cost_per_resident"] == 50
    assert money.loc["all", "is_least"]


def test_the_headline_speaks_of_the_latest_year_that_three_towns_report():
    for town, plans in zip(TOWNS, (0, 3, None), strict=True):
        accept(town, plans, year=2024)
    accept("012068", 9, year=2025)
    headline = answers.services_headline("01")
    assert (headline["fiscal_year"], headline["town_count"], headline["reported_count"]) == (2024, 3, 3)
    assert (headline["coverage_pct"], headline["coverage_count"], headline["all_in_place_count"]) == (50, 3, 0)
    assert headline["zeros"] == (("支援プラン", 1, 2, 1),)


def test_a_returned_report_counts_for_nothing():
    accepted = accept("012068", 9)
    store.decide_report(accepted.submission_id, "returned", decided_by="県 花子", reason_ja="再確認")
    assert answers.town_services().empty


def test_contact_is_a_stage_a_document_or_a_report_even_a_returned_one():
    silent = answers.contacts().set_index("name_ja")["has_contact"]
    assert silent.to_dict() == {"釧路市": True, "鷹栖町": True, "津別町": False}
    accepted = accept("015440", 9)
    store.decide_report(accepted.submission_id, "returned", decided_by="県 花子", reason_ja="再確認")
    row = answers.contacts().set_index("name_ja").loc["津別町"]
    assert (row["has_report"], row["has_stage"], row["has_contact"]) == (True, False, True)


def test_grants_are_those_of_the_place_by_year_and_code_and_the_rest_of_all_japan(data_folder, tables):
    about = {"programme_code": tables["programmes"][0]["programme_code"], "fact_status": "stated"}
    tables["grants"] = [
        {**about, "area_code": code, "fiscal_year": year, "recipient_ja": name, "grant_yen": yen}
        for code, year, name, yen in (
            (None, 2023, "その他", 9_000), ("012068", 2024, "釧路市", 2_000), ("012068", 2023, "釧路市", 1_000),
            ("015440", 2023, "乙町", 5_000),
        )
    ]  # fmt: skip
    dataset.publish(tables, data_folder / "normalized")
    assert list(answers.grants()["grant_yen"]) == [1_000, 5_000, 9_000, 2_000]
    assert list(answers.grants(prefecture_code="01")["grant_yen"]) == [1_000, 5_000, 2_000]
    assert list(answers.grants("012068")["fiscal_year"]) == [2023, 2024]
    assert answers.grants("014524").empty
