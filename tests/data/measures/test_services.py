"""What is reported on the five services: coverage, functions, plan, small counts, zeros and money."""

import pandas as pd
import pytest

from data.measures import services as measure
from data.schema import SERVICES

INDICATORS = pd.DataFrame(
    [("consultations", "件", "consultation"), ("new_consultations", "件", "consultation"),
     ("continued_consultations", "件", "consultation"), ("care_consultations", "件", "consultation"),
     ("disability_consultations", "件", "consultation"), ("child_consultations", "件", "consultation"),
     ("poverty_consultations", "件", "consultation"), ("participation_cases", "人", "case_work"),
     ("support_plans", "件", "case_work"), ("outreach_new", "人", "case_work"),
     ("outreach_continuing", "人", "case_work"), ("multilayer_meetings", "回", "coordination"),
     ("support_meetings", "回", "coordination")],
    columns=["indicator_code", "unit", "domain"],
)  # fmt: skip


def service(pillar="coordination", state="implementing", **values):
    row = {
        "area_code": "012068", "fiscal_year": 2025, "pillar": pillar, "state": state,
        "scope": None, "covered_population": None, "population": 1000, "cost_yen": None, "grant_yen": None,
    }  # fmt: skip
    return row | values


def count(code, value, pillar="coordination", **values):
    row = {
        "area_code": "012068", "fiscal_year": 2025, "pillar": pillar, "indicator_code": code, "value": value,
        "comment_ja": None,
    }  # fmt: skip
    return row | values


def answer(item, said):
    return {"area_code": "012068", "fiscal_year": 2025, "item": item, "answer": said}


def years(services, counts=(), process=()):
    return measure.town_years(
        measure.service_coverage(pd.DataFrame(services)),
        pd.DataFrame(counts or [count("visits", 0)]), pd.DataFrame(process or [answer("dialogue", "yes")]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "share", "method", "reason"),
    [
        ({"scope": "part", "covered_population": 250}, 25.0, "stated", ""),
        ({"scope": "part", "covered_population": 1200}, 100.0, "capped", ""),
        ({"scope": "whole"}, 100.0, "imputed_whole", ""),
        ({"scope": "whole", "population": None}, 100.0, "imputed_whole", ""),
        ({"scope": "part"}, None, "not_computable", "no_covered_population"),
        ({"covered_population": 250, "population": None}, None, "not_computable", "no_residents"),
        ({"scope": "whole", "state": "none"}, None, "not_computable", "not_in_place"),
        ({"scope": "whole", "state": "other_approach"}, 100.0, "imputed_whole", ""),
    ],
)
def test_coverage_is_what_is_stated_or_the_whole_and_never_a_guess(given, share, method, reason):
    row = measure.service_coverage(pd.DataFrame([service(**given)])).iloc[0]
    assert (row["method"], row["reason"]) == (method, reason)
    assert pd.isna(row["coverage_pct"]) if share is None else row["coverage_pct"] == share


def test_functions_are_services_in_place_and_meetings_held_of_those_answered():
    services = [
        service("outreach", "none"),
        service("coordination"),
        service("participation_support", "other_approach"),
    ]
    held = [count("multilayer_meetings", 4), count("support_meetings", 0)]
    row = years(services, held).iloc[0]
    assert (row["in_place_count"], row["answered_count"]) == (2, 3)
    assert (row["function_count"], row["function_answered_count"], row["function_pct"]) == (3, 5, 60.0)


def test_a_service_that_nobody_reports_has_a_coverage_that_is_missing():
    row = years([service(scope="whole")]).iloc[0]
    assert row["c1_coordination_pct"] == 100
    assert row[[f"c1_{code}_pct" for code in SERVICES if code != "coordination"]].isna().all()


def test_a_plan_meets_what_is_answered_with_yes_and_planned_is_not_yet():
    process = [answer("plan_goals", "yes"), answer("plan_indicators", "planned"), answer("dialogue", "yes")]
    row = years([service()], process=process).iloc[0]
    assert (row["plan_yes_count"], row["plan_answered_count"], row["plan_pct"]) == (1, 2, 50.0)
    assert pd.isna(years([service()]).iloc[0]["plan_pct"])


NOWHERE = pd.DataFrame([service(state="none")])


def public(counts, services=NOWHERE):
    return measure.public_counts(pd.DataFrame(counts), services, INDICATORS)


def shown(counts):
    rows = public(counts).set_index("indicator_code")
    return [
        "秘匿" if rows.at[row["indicator_code"], "state"] == "suppressed" else rows.at[row["indicator_code"], "value"]
        for row in counts
    ]


def test_small_counts_are_hidden_and_zero_is_shown():
    found = shown([count("support_plans", 3), count("participation_cases", 0), count("multilayer_meetings", 2)])
    assert found == ["秘匿", 0, 2]


def test_a_hidden_part_of_a_total_is_never_the_only_one():
    found = shown([count("consultations", 30), count("new_consultations", 4), count("continued_consultations", 26)])
    assert found == [30, "秘匿", "秘匿"]
    kinds = ("care_consultations", "disability_consultations", "child_consultations", "poverty_consultations")
    found = shown([count("consultations", 30), *(count(code, n) for code, n in zip(kinds, (20, 7, 3, 0), strict=True))])
    assert found == [30, 20, "秘匿", "秘匿", 0]


def test_each_count_stands_beside_that_of_the_year_before():
    rows = public([count("support_plans", 8), count("support_plans", 3, fiscal_year=2024)]).set_index("fiscal_year")
    assert rows.loc[2025, ["value", "last_state"]].to_list() == [8, "suppressed"]
    assert rows.loc[2024, ["state", "last_state"]].to_list() == ["suppressed", "unreported"]
    assert rows["last_value"].isna().all()


def test_zero_is_told_from_unreported_and_only_services_in_place_are_asked():
    services = pd.DataFrame(
        [service(area_code="a"), service(area_code="b"), service(area_code="c"), service(state="none", area_code="d")]
    )
    counts = [count("support_plans", n, area_code=area) for area, n in (("a", 0), ("b", 3), ("d", 0))]
    found = measure.zero_reports(public(counts, services)).set_index("indicator_code")
    row = found.loc["support_plans"]
    assert (row["town_count"], row["reported_count"], row["zero_count"], row["unreported_count"]) == (3, 2, 1, 1)
    assert row["zero_pct"] == 50.0
    assert found.loc["closed_plans", ["reported_count", "unreported_count"]].to_list() == [0, 3]


def money(services, counts):
    return measure.money(pd.DataFrame(services), public(counts, pd.DataFrame(services))).set_index("pillar")


def test_money_of_all_services_lies_between_the_sum_and_the_largest_of_the_cases():
    services = [
        service("participation_support", cost_yen=100_000, grant_yen=50_000),
        service(cost_yen=300_000, grant_yen=100_000), service("community_building", cost_yen=600_000),
    ]  # fmt: skip
    cases = [count("participation_cases", 10, "participation_support"), count("support_plans", 30)]
    row = money(services, cases).loc["all"]
    assert (row["cost_yen"], row["grant_yen"], row["cost_per_resident"]) == (1_000_000, 150_000, 1000)
    assert (row["cases_low"], row["cases_high"]) == (30, 40)
    assert (row["cost_per_case_low"], row["cost_per_case_high"]) == (25_000, pytest.approx(33_333.3, abs=0.1))


def test_money_without_all_costs_is_a_lower_bound_and_no_money_of_a_case():
    row = money([service(cost_yen=90_000), service("outreach")], [count("support_plans", 9)])
    assert row["is_least"].to_dict() == {"coordination": False, "outreach": True, "all": True}
    assert row.loc["coordination", "cost_per_case_low"] == 10_000
    assert row.loc["all", "cost_per_resident"] == 90
    assert row["cost_per_case_low"].isna().to_dict() == {"coordination": False, "outreach": True, "all": True}


@pytest.mark.parametrize("cases", [3, 0])
def test_money_of_a_case_tells_no_hidden_count_and_divides_by_no_zero(cases):
    rows = money([service(cost_yen=90_000)], [count("support_plans", cases)])
    assert rows["cost_per_case_low"].isna().all()
    assert rows["cost_per_case_high"].isna().all()
    assert (rows["cases_high"] == 0).all() if cases == 0 else rows["cases_high"].isna().all()


def test_counts_are_held_against_the_residents_of_the_same_report():
    rows = measure.per_10k(public([count("support_plans", 9)]), years([service()]))
    assert list(rows["per_10k"]) == [90.0]
