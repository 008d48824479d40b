"""Peers of real municipalities: with the census, without it, and what is missing."""

from __future__ import annotations

import pytest

from data import answers
from data.answers.peers import default_search
from data.measures.peers import VARIABLES, Search

KUSHIRO, MIYAKO, FUTABA, SHIBUYA = "012068", "032026", "075469", "131130"


def near(area_code, **filters):
    return answers.peers(area_code, Search(default_search().weights, **filters))


class TestWithoutTheCensus:
    def test_only_municipalities_with_a_plan_are_compared(self):
        found = answers.peers(KUSHIRO)
        assert found.asked == 1740
        assert set(found.ranked["has_record"]) == {True}
        assert len(found.ranked) <= answers.municipalities()["has_record"].sum() - 1

    def test_a_municipality_without_a_plan_has_no_peers(self):
        assert answers.peers(MIYAKO).ranked.empty

    def test_a_variable_that_nobody_has_is_said_to_be_missing(self):
        variables = answers.peer_variables().set_index("variable")
        assert variables.at["population_change_pct", "known_count"] == 0
        assert variables.at["population_change_pct", "default_weight"] == 0
        assert not answers.peer_source().has_census

    def test_a_quarantined_value_is_not_compared(self):
        values = answers.table("profile_values").query("indicator_code == 'welfare_rate'")
        held = values.loc[values["fact_status"] == "quarantined", "area_code"]
        compared = answers.peer_features().set_index("area_code")["welfare_rate_permille"]
        assert len(held)
        assert compared.reindex(held).isna().all()


@pytest.mark.shared
@pytest.mark.usefixtures("imported_census")
class TestWithTheCensus:
    def test_all_municipalities_are_compared_in_the_census_alone(self):
        assert len(answers.peers(MIYAKO).ranked) == 1739  # 双葉町 had no residents on the day of the census
        assert answers.peer_source().as_of_date == "2020-10-01"
        sources = answers.peer_variables().set_index("variable")["source_ja"]
        assert sources["welfare_rate_permille"] == "計画書"
        assert "国勢調査" in sources["aging_rate_pct"]

    def test_a_variable_that_only_the_plans_state_is_not_used_at_first(self):
        assert default_search().weights == dict.fromkeys(VARIABLES, 1.0) | {"welfare_rate_permille": 0.0}

    def test_special_wards_are_like_special_wards(self):
        assert set(answers.peers(SHIBUYA).ranked["kind"].head(4)) == {"special_ward"}

    def test_a_town_without_residents_is_not_compared(self):
        found = answers.peers(FUTABA)
        assert found.ranked.empty
        assert found.asked == 1740

    def test_filters_narrow_whom_one_is_compared_with(self):
        same = near(KUSHIRO, same_prefecture=True, same_kind=True)
        assert set(same.ranked["prefecture_code"]) == {"01"}
        assert set(same.ranked["kind"]) == {"city"}
        assert same.asked == len(same.ranked)

    def test_further_on_are_only_those_known_to_be_a_step_ahead(self):
        assert answers.peer_features().set_index("area_code").at[KUSHIRO, "step"] == 1
        assert set(near(KUSHIRO, among="further_on").ranked["step"]) == {2, 3}

    def test_a_locked_variable_keeps_peers_inside_its_band_and_counts_the_others_as_left_out(self):
        found = near(KUSHIRO, locked=frozenset({"population"}))
        own = answers.peer_features().set_index("area_code").at[KUSHIRO, "population"]
        people = answers.peer_towns(found.ranked["area_code"])["population"]
        assert people.between(0.7 * own, 1.3 * own).all()
        assert 0 < len(found.ranked) < found.asked == 1740

    def test_the_reason_of_a_peer_names_every_variable(self):
        codes = list(answers.peers(KUSHIRO).ranked["area_code"].head(1))
        (reason,) = answers.peer_reasons(answers.peer_differences(KUSHIRO, codes))
        used = answers.peer_variables().query("default_weight > 0")["name_ja"]
        assert [name for name in used if name not in reason] == []

    def test_an_import_is_noticed_by_the_answers(self, monkeypatch, tmp_path):
        assert answers.peer_source().has_census
        monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path))
        assert not answers.peer_source().has_census
        assert answers.peers(MIYAKO).ranked.empty


@pytest.mark.shared
@pytest.mark.usefixtures("imported_census")
class TestComparison:
    def test_the_comparison_group_does_not_change_who_is_near(self):
        before = answers.peers(KUSHIRO).ranked["area_code"]
        groups = {group: answers.peer_group(KUSHIRO, group) for group in ("all", "prefecture", "kind", "peers")}
        assert [len(codes) for codes in groups.values()] == [1741, 179, 772, 21]
        assert all(KUSHIRO in codes for codes in groups.values())
        assert list(answers.peers(KUSHIRO).ranked["area_code"]) == list(before)

    def test_the_standing_says_quartile_n_and_ties(self):
        rows = answers.peer_standing(KUSHIRO, "peers").set_index("variable")
        assert rows.at["population", "n"] == 21
        assert rows.at["population", "same_count"] == 0
        assert 1 <= rows.at["population", "quartile"] <= 4
        assert rows.at["population", "position_q1"] <= rows.at["population", "position_q3"]

    def test_a_value_that_few_of_the_group_have_has_no_quartile(self):
        rows = answers.peer_standing(SHIBUYA, "peers").set_index("variable")
        assert rows.at["welfare_rate_permille", "n"] < 4
        assert rows["quartile"].isna()["welfare_rate_permille"]


def test_quartiles_by_peers_stand_beside_those_of_the_prefecture():
    rows = answers.peer_quartiles(KUSHIRO).set_index("indicator_code")
    assert rows.at["aging_rate", "group_count"] == 20
    assert rows.at["aging_rate", "n"] == 21


def test_targets_are_given_for_ten_thousand_residents_of_the_same_document():
    rows = answers.peer_targets([KUSHIRO])
    harvest = rows[rows["indicator_code"] == "harvest"].iloc[0]
    assert harvest["per_10k"] == pytest.approx(10_000 * 50 / 168_730)


def test_aims_of_peers_leave_out_what_the_own_plan_aims_at():
    codes = list(answers.municipalities().query("has_record")["area_code"])
    own = set(answers.targets(KUSHIRO)["indicator_code"].dropna())
    found = answers.aims_of_peers(KUSHIRO, [code for code in codes if code != KUSHIRO])
    assert own
    assert not own & set(found["indicator_code"])
    assert found["indicator_ja"].notna().all()


def test_stages_are_counted_from_the_first_year_that_is_known():
    rows = answers.start_aligned_stages(["033227", KUSHIRO])
    assert set(rows["area_code"]) == {"033227"}  # 矢巾町; of 釧路市 no first year is known
    start = rows[rows["year_from_start"] == 0].iloc[0]
    assert start["fiscal_year"] == start["first_fy"] == 2021
    assert start["multilayered_support_stage"] == "implementing"
