"""Why two municipalities are alike, said exactly; their stages from the start; their aims for 10,000 residents."""

from __future__ import annotations

import pandas as pd
import pytest

from data.measures import comparisons
from data.measures.comparisons import reasons, with_words
from data.measures.peers import VARIABLES, differences, scaled

EVEN = dict.fromkeys(VARIABLES, 1.0)
OWN = {
    "population": 10_000, "aging_rate_pct": 30.0, "density_per_km2": 100.0, "household_size": 2.5,
    "population_change_pct": -3.0, "welfare_rate_permille": 10.0, "area_km2": 100.0,
}  # fmt: skip


def words(weights=EVEN, own=OWN, **other):
    """Return the words for each variable of a peer that differs as given."""
    rows = [own | {"area_code": "000000"}, own | other | {"area_code": "000001"}]
    frame = pd.DataFrame(rows).astype(dict.fromkeys(VARIABLES, "float64"))
    return with_words(differences(frame, scaled(frame), "000000", ["000001"], weights))


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("population", 10_500, "人口がほぼ同じ"),
        ("population", 9_500, "人口がほぼ同じ"),
        ("population", 11_200, "人口は12%多い"),
        ("population", 8_800, "人口は12%少ない"),
        ("population", 23_000, "人口は2.3倍"),
        ("population", 20_000, "人口は2.0倍"),
        ("population", 5_000, "人口は0.5倍"),
        ("population", 600, "人口は0.06倍"),
        ("population", None, "人口は比べられない（相手に値がない）"),
        ("aging_rate_pct", 30.5, "高齢化率がほぼ同じ"),
        ("aging_rate_pct", 32.1, "高齢化率は2.1ポイント高い"),
        ("aging_rate_pct", 27.9, "高齢化率は2.1ポイント低い"),
        ("density_per_km2", 120, "人口密度は20%高い"),
        ("household_size", 2.2, "1世帯あたりの人数は0.30人少ない"),
        ("population_change_pct", -4.2, "人口増減率は1.2ポイント低い"),
        ("welfare_rate_permille", 13.1, "生活保護受給率は3.1‰高い"),
        ("area_km2", 80, "面積は20%狭い"),
    ],
)
def test_a_difference_in_words(variable, value, said):
    rows = words(**{variable: value}).set_index("variable")
    assert rows.at[variable, "words_ja"] == said


def test_a_value_that_the_own_town_lacks_is_said_so():
    rows = words(own=OWN | {"area_km2": None}, area_km2=50).set_index("variable")
    assert rows.at["area_km2", "words_ja"] == "面積は比べられない（この町に値がない）"


def test_the_difference_is_that_of_the_numbers_as_they_are_read():
    rows = words(own=OWN | {"aging_rate_pct": 30.04}, aging_rate_pct=32.06).set_index("variable")
    assert rows.at["aging_rate_pct", "words_ja"] == "高齢化率は2.1ポイント高い"


def test_the_reason_begins_with_what_is_equal_and_ends_with_what_nobody_knows():
    weights = {"population": 1.0, "aging_rate_pct": 1.0, "area_km2": 1.0}
    rows = words(weights, aging_rate_pct=32.1, area_km2=None)
    assert list(reasons(rows)) == ["人口がほぼ同じ、高齢化率は2.1ポイント高い、面積は値がなく比べられない"]


def test_the_shares_of_a_distance_add_up_to_100():
    assert words(population=20_000, area_km2=300)["share_pct"].sum() == pytest.approx(100)


def test_two_equal_towns_have_no_shares():
    rows = words()
    assert rows["share_pct"].isna().all()
    assert list(reasons(rows)) == ["・".join(v.name_ja for v in VARIABLES.values()) + "がほぼ同じ"]


def stage(area, programme, stage, year):
    return {"area_code": area, "programme_code": programme, "stage": stage, "fiscal_year": year, "evidence": "stated"}


class TestSteps:
    def test_the_furthest_step_counts_whatever_the_year(self):
        said = pd.DataFrame(
            [
                stage("a", "multi_agency", "implementing", 2019),
                stage("a", "transition_preparation", "implementing", 2022),
                stage("b", "multilayered_support", "implementing", 2021),
                stage("b", "transition_preparation", "preparing", 2022),
                stage("c", "multilayered_support", "not_implementing", 2022),
                stage("d", "multilayered_support", "preparing", 2022),
            ]
        )
        assert comparisons.furthest_steps(said).to_dict() == {"a": 2, "b": 3, "d": 2}

    def test_years_are_counted_from_the_first_one_and_towns_without_one_are_left_out(self):
        said = pd.DataFrame(
            [stage("a", "multilayered_support", "implementing", year) for year in (2023, 2021)]
            + [stage("b", "multilayered_support", "preparing", 2021)]
        )
        ladder = pd.DataFrame({"area_code": ["a"] * 3 + ["b"], "fiscal_year": [2020, 2021, 2022, 2021]})
        rows = comparisons.aligned(ladder, comparisons.first_years(said))
        assert list(zip(rows["area_code"], rows["year_from_start"], strict=True)) == [("a", -1), ("a", 0), ("a", 1)]

    @pytest.mark.parametrize(
        ("before", "after", "move"),
        [
            (("multilayered_support", "considering"), ("transition_preparation", "preparing"), "up"),
            (("multi_agency", "implementing"), ("multilayered_support", "implementing"), "up"),
            (("multilayered_support", "implementing"), ("multilayered_support", "not_implementing"), "back"),
            (("multilayered_support", "preparing"), ("transition_preparation", "preparing"), "same"),
            (("multilayered_support", "other_approach"), ("multilayered_support", "other_approach"), "same"),
            (("multilayered_support", "implementing"), ("multilayered_support", "ended"), "other"),
            (("multi_agency", "implementing"), ("multilayered_support", "considering"), "other"),
            ((None, "unknown"), ("multilayered_support", "not_started"), "new"),
            (("multilayered_support", "other_approach"), (None, "unknown"), "lost"),
            ((None, "unknown"), (None, "unknown"), "unknown"),
        ],
    )
    def test_a_move_is_a_step_on_one_stair_and_what_is_unknown_is_none(self, before, after, move):
        town = {"area_code": "a", "name_ja": "甲市", "prefecture_code": "01", "prefecture_ja": "甲県"}
        rungs = [
            town | {"fiscal_year": year, "furthest_programme": programme, "furthest_stage": stage}
            for year, (programme, stage) in ((2020, before), (2022, (None, "unknown")), (2024, after))
        ]
        assert comparisons.stage_moves(pd.DataFrame(rungs), 2020, 2024)["move"].tolist() == [move]


INDICATORS = pd.DataFrame(
    {
        "indicator_code": ["visits", "rate"],
        "name_ja": ["訪問回数", "割合"],
        "unit": ["回", "%"],
        "kind": ["flow", "rate"],
    }
)
TARGET = {
    "area_code": "a", "indicator_code": "visits", "value": 5.0, "unit": "回", "comparator": "eq", "per": None,
    "part_of": None, "duplicate_of": None, "fact_status": "stated", "label_ja": "訪問",
}  # fmt: skip


def per_10k(**changes):
    towns = pd.DataFrame({"area_code": ["a"], "population": [20_000.0]})
    return comparisons.targets_per_10k(pd.DataFrame([TARGET | changes]), INDICATORS, towns)


class TestAims:
    def test_a_count_is_given_for_ten_thousand_residents(self):
        assert list(per_10k()["per_10k"]) == [2.5]

    def test_a_monthly_number_becomes_a_yearly_one(self):
        assert list(per_10k(per="month")["amount"]) == [60.0]

    @pytest.mark.parametrize(
        "changes",
        [
            {"indicator_code": "rate", "unit": "%"}, {"unit": "人"}, {"comparator": "increase_by"}, {"per": "site"},
            {"part_of": "x"}, {"duplicate_of": "x"}, {"fact_status": "quarantined"}, {"value": None},
        ],
        ids=lambda changes: next(iter(changes)),
    )  # fmt: skip
    def test_what_is_no_count_of_the_whole_town_is_left_out(self, changes):
        assert per_10k(**changes).empty

    def test_a_town_without_a_population_has_no_rate(self):
        assert per_10k(area_code="b")["per_10k"].isna().all()

    def test_only_aims_with_an_indicator_that_the_own_plan_lacks_are_named(self):
        rows = [
            TARGET, TARGET | {"area_code": "b"}, TARGET | {"area_code": "b", "indicator_code": "rate"},
            TARGET | {"area_code": "b", "indicator_code": None},
            TARGET | {"area_code": "b", "indicator_code": "rate", "fact_status": "quarantined"},
            TARGET | {"area_code": "c", "indicator_code": "rate"},
        ]  # fmt: skip
        found = comparisons.aims_of_others(pd.DataFrame(rows), "a", ["b"])
        assert list(zip(found["area_code"], found["indicator_code"], strict=True)) == [("b", "rate")]
