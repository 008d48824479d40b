"""The stage ladder: what is stated, from which source, and what is not known."""

import pandas as pd
import pytest

from data.measures.stage_conflicts import CONFLICTS, contradictions
from data.measures.stages import STAGE_LABELS, stage_ladder, stage_statements, stage_years
from tests.data.typed_rows import typed_rows

TOWNS = pd.DataFrame({"area_code": ["012068", "014524"], "name_ja": ["釧路市", "鷹栖町"]}).astype("string")


def stage(fiscal_year, programme="multilayered_support", stage="implementing", evidence="stated", **rest):
    return {"area_code": "012068", "programme_code": programme, "fiscal_year": fiscal_year, "stage": stage,
            "evidence": evidence, **rest}  # fmt: skip


def implementation(programme="multi_agency", marked=True, described=True, area="012068", **rest):
    return {"area_code": area, "programme_code": programme, "fiscal_year": 2019, "marked": marked, "described": described,
            "record_id": "001-L0003", **rest}  # fmt: skip


def said(stages=(), implementations=()):
    return stage_statements(typed_rows("programme_stages", *stages), typed_rows("implementations", *implementations))


def ladder(stages=(), implementations=()):
    rows = stage_ladder(TOWNS, said(stages, implementations))
    return rows.set_index(["area_code", "fiscal_year"])


def test_a_municipality_of_which_nothing_is_said_is_unknown_in_every_year():
    rows = ladder([stage(2021), stage(2023)])
    assert list(rows.loc["014524"].index) == [2021, 2022, 2023]
    assert set(rows.loc["014524", "furthest_stage"]) == {"unknown"}
    assert rows.loc[("012068", 2022), "multilayered_support_stage"] == "unknown"


def test_not_implementing_is_only_what_a_source_states():
    rows = ladder([stage(2021, stage="not_implementing")])
    assert rows.loc[("012068", 2021), "furthest_stage"] == "not_implementing"
    assert STAGE_LABELS["unknown"] == "情報なし"
    assert STAGE_LABELS["not_implementing"] == "未実施"


def test_forerunner_programmes_appear_as_stages_of_their_own_programme():
    row = ladder([], [implementation(), implementation("community_capacity")]).loc[("012068", 2019)]
    assert (row["multi_agency_stage"], row["community_capacity_stage"]) == ("implementing", "implementing")
    assert row["multilayered_support_stage"] == "unknown"
    assert row["furthest_programme"] == "multi_agency"


def test_a_filled_in_form_is_a_plan_and_not_a_result():
    rows = said([], [implementation()])
    assert (rows.at[0, "evidence"], rows.at[0, "origin"]) == ("planned", "programme_plan")


def test_a_programme_that_another_document_shows_is_neither_marked_nor_described():
    rows = said([], [implementation(marked=False, described=False)])
    assert (rows.at[0, "evidence"], rows.at[0, "origin"], rows.at[0, "conflict"]) == ("stated", "document", "")


@pytest.mark.parametrize(
    ("marked", "described", "conflict"),
    [(False, True, "description_without_mark"), (True, False, "mark_without_description"), (True, True, None)],
)
def test_a_mark_and_a_description_that_disagree_are_a_conflict(marked, described, conflict):
    row = ladder([], [implementation(marked=marked, described=described)]).loc[("012068", 2019)]
    assert row["conflicts"] == (conflict,) if conflict else pd.isna(row["conflicts"])


def test_the_programme_of_a_prefecture_is_no_stage_of_a_municipality():
    assert said([], [implementation("prefectural")]).empty


def test_the_better_evidence_counts_where_two_sources_speak_of_one_stage():
    rows = ladder([stage(2019, "multi_agency", "preparing", "budget_requested")], [implementation()])
    row = rows.loc[("012068", 2019)]
    assert (row["multi_agency_stage"], row["multi_agency_evidence"]) == ("implementing", "planned")
    assert row["conflicts"] == ("stages_differ",)


def test_preparing_and_implementing_in_one_year_or_in_the_wrong_order_is_named():
    prepared = [stage(year, "transition_preparation", "preparing") for year in (2021, 2022, 2023)]
    rows = ladder([stage(2022), *prepared])["conflicts"].dropna()
    assert rows.to_dict() == {
        ("012068", 2022): ("preparing_while_implementing",),
        ("012068", 2023): ("preparing_after_implementing",),
    }


def test_an_active_stage_of_an_earlier_programme_goes_before_one_that_ended():
    rows = ladder([stage(2020, stage="ended"), stage(2020, "transition_preparation", "preparing")])
    row = rows.loc[("012068", 2020)]
    assert (row["furthest_programme"], row["furthest_stage"]) == ("transition_preparation", "preparing")


def test_all_sources_stay_and_the_strongest_is_shown():
    rows = said(
        [stage(2023, evidence="planned"), stage(2023, evidence="grant_paid"), stage(2023, evidence="ordinance")]
    )
    assert rows.set_index("evidence")["is_shown"].to_dict() == {
        "planned": False,
        "grant_paid": True,
        "ordinance": False,
    }
    assert set(rows["conflict"]) == {""}


def test_sources_that_state_different_stages_are_named_with_both():
    rows = said([stage(2024, stage="not_implementing"), stage(2024, evidence="grant_paid")]).assign(source_ja="広報")
    assert [found[1:] for found in contradictions(rows)] == [
        (
            "stage.sources_differ",
            "出典により段階が異なる: 「未実施」（明記・広報）、「実施中」（交付金の支出・広報）。"
            "図には、根拠の最も強い「未実施」を示す",
        )
    ]


@pytest.mark.parametrize(
    ("first", "later", "count"), [("stated", [], 1), ("planned", [], 0), ("stated", [stage(2023, stage="ended")], 0)]
)
def test_a_programme_that_ran_and_is_then_not_carried_out_contradicts_itself_unless_it_ended(first, later, count):
    rows = said([stage(2022, evidence=first), stage(2024, stage="not_implementing"), *later]).assign(source_ja="広報")
    found = [(rule, message) for _, rule, message in contradictions(rows)]
    assert len(found) == count
    assert all(rule == "stage.order" and "実施は2022年度から" in message for rule, message in found)


def test_another_road_goes_before_a_programme_that_is_only_considered():
    rows = ladder([stage(2025, stage="other_approach"), stage(2025, "transition_preparation", "considering")])
    assert rows.loc[("012068", 2025), "furthest_stage"] == "other_approach"


def test_a_quarantined_statement_is_no_stage():
    assert said([stage(2021, fact_status="quarantined")]).empty


def test_every_conflict_has_words_and_no_statement_means_no_year():
    assert all(CONFLICTS.values())
    assert stage_years(said()) == []
