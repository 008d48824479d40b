"""Municipality coverage (C4) of a stage, of plans, and as prefectures declare it."""

import pandas as pd
import pytest

from data.measures.stages import declared_counts, plans_that_count, stage_coverage
from tests.data.typed_rows import typed_rows

PREFECTURES = pd.DataFrame(
    {"area_code": ["390003", "082368"], "prefecture_code": ["39", "08"], "municipality_count": [34, 44],
     "population": [700_000.0, None], "population_65": [250_000.0, None]}
)  # fmt: skip


def members(*populations, prefecture="39"):
    rows = [(prefecture, size, None if size is None else size / 4) for size in populations]
    return pd.DataFrame(rows, columns=["prefecture_code", "population", "population_65"]).astype(
        {"prefecture_code": "string", "population": float, "population_65": float}
    )


def counted(**numbers):
    return pd.DataFrame({"prefecture_code": list(numbers), "municipalities": list(numbers.values())})


def coverage(members, counts=None, complete=()):
    counts = counted() if counts is None else pd.DataFrame(counts, columns=["prefecture_code", "municipalities"])
    rows = stage_coverage(members, counts, PREFECTURES, set(complete))
    return rows.set_index(["prefecture_code", "weight"])


def test_a_count_without_names_gives_a_share_of_municipalities_but_not_of_residents():
    rows = coverage(members(), [("39", 7)]).loc["39"]
    assert rows.at["municipalities", "coverage_pct"] == pytest.approx(20.6, abs=0.05)
    assert rows.at["municipalities", "basis"] == "stated_count"
    assert not rows.at["municipalities", "is_lower_bound"]
    assert rows.loc[["residents", "residents_65"], "coverage_pct"].isna().all()
    assert list(rows["missing_count"]) == [0, 7, 7]


def test_nothing_known_is_missing_and_not_zero():
    rows = coverage(members(100_000)).loc["08"]
    assert set(rows["basis"]) == {"none"}
    assert rows["numerator"].isna().all()


def test_a_prefecture_that_a_list_names_completely_can_have_zero():
    row = coverage(members(), complete=["39"]).loc[("39", "municipalities")]
    assert (row["numerator"], row["coverage_pct"], row["is_lower_bound"]) == (0, 0, False)


def test_named_municipalities_are_a_lower_bound_until_all_are_named():
    assert coverage(members(70_000)).at[("39", "municipalities"), "is_lower_bound"]
    assert not coverage(members(70_000), complete=["39"]).at[("39", "municipalities"), "is_lower_bound"]


def test_residents_without_a_population_make_the_share_a_lower_bound():
    row = coverage(members(70_000, None), complete=["39"]).loc[("39", "residents")]
    assert (row["coverage_pct"], row["missing_count"], row["is_lower_bound"]) == (10, 1, True)


def test_the_named_count_where_a_document_counts_fewer():
    row = coverage(members(70_000, 35_000), [("39", 1)]).loc[("39", "municipalities")]
    assert (row["numerator"], row["basis"]) == (2, "named")


def plan(status="adopted", **rest):
    return {"plan_id": "p", "status": status, **rest}


@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        (plan("draft", start_fy=2020, end_fy=2030), False),
        (plan("projected", start_fy=2020), False),
        (plan("adopted", start_fy=2020, end_fy=2030), True),
        (plan("in_force"), True),
        (plan("adopted", start_fy=2024), False),
        (plan("adopted", start_fy=2016, end_fy=2020), False),
        (plan("adopted", adopted_date="2022-03"), True),
        (plan("adopted", adopted_date="2023-04"), False),
        (plan("in_force", fact_status="quarantined"), False),
    ],
)
def test_a_draft_never_counts_and_a_plan_counts_within_its_period(plan, counts):
    assert len(plans_that_count(typed_rows("plans", plan), 2022)) == counts


def declared(milestones=(), achievements=(), targets=()):
    steps = typed_rows("milestones", *milestones, record_fy=2021)
    return declared_counts(
        steps, typed_rows("achievements", *achievements), typed_rows("targets", *targets), PREFECTURES
    )


def milestone(fiscal_year, position, count=7):
    return {"area_code": "390003", "municipality_count": count, "start_fy": fiscal_year, "position": position,
            "programme_code": "transition_preparation", "title_ja": "移行準備事業"}  # fmt: skip


@pytest.mark.parametrize(
    ("fiscal_year", "position", "kind"),
    [(2021, "stated", "stated"), (2022, "stated", "planned"), (2021, "by_cell", "planned")],
)
def test_a_milestone_is_reached_only_if_its_year_is_written_and_had_come(fiscal_year, position, kind):
    assert declared([milestone(fiscal_year, position)]).at[0, "kind"] == kind


def test_the_duty_is_kept_apart_from_the_voluntary_programme():
    result = {"area_code": "390003", "label_ja": "包括的支援体制を整備する市町村", "value": 17, "unit": "市町村"}
    rows = declared([milestone(2021, "stated")], [result])
    assert dict(zip(rows["subject"], rows["coverage_pct"], strict=True)) == pytest.approx(
        {"duty": 50, "voluntary": 100 * 7 / 34}
    )


def test_only_numbers_of_municipalities_of_prefectures_are_counts():
    aims = [
        {"area_code": "390003", "label_ja": "研修", "value": 5, "unit": "回"},
        {"area_code": "012068", "label_ja": "連携する町村", "value": 3, "unit": "町村"},
        {"area_code": "390003", "label_ja": "計画を作る", "value": 34, "unit": "市町村", "target_fy": 2023},
    ]
    rows = declared(targets=aims)
    assert rows[["label_ja", "kind", "subject", "coverage_pct"]].to_numpy().tolist() == [
        ["計画を作る", "target", "plan", 100]
    ]
