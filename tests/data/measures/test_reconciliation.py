"""National count, named list, stages known here; and what became of the model municipalities."""

import pandas as pd

from data.measures.reconciliation import named_lists, outcome_of_models, reconciliation
from data.measures.stages import stage_statements
from tests.data.typed_rows import typed_rows

LIST = {"programme_code": "multilayered_support", "fiscal_year": 2023, "stage": "implementing", "evidence": "planned",
        "as_of": "2022-11", "source_title": "名簿"}  # fmt: skip


def listed(*area_codes):
    return [{"area_code": code, **LIST} for code in area_codes]


def said(stages=(), implementations=()):
    rows = stage_statements(typed_rows("programme_stages", *stages), typed_rows("implementations", *implementations))
    return rows.assign(prefecture_code=rows["area_code"].str[:2])


def model(area_code, programme="multi_agency", fiscal_year=2019):
    return {"area_code": area_code, "programme_code": programme, "fiscal_year": fiscal_year, "marked": True,
            "described": True}  # fmt: skip


def national(fiscal_year, programme, municipalities):
    return {"fiscal_year": fiscal_year, "programme_code": programme, "municipalities": municipalities,
            "evidence": "stated", "source": "白書"}  # fmt: skip


def test_a_list_is_a_title_with_several_municipalities_and_runs_over_its_prefectures():
    alone = {**LIST, "source_title": "広報", "area_code": "012068", "fiscal_year": 2024}
    rows = named_lists(said([*listed("012068", "032018", "082031"), alone]))
    assert len(rows) == 1
    assert rows.loc[0, ["list_count", "first_prefecture_code", "last_prefecture_code"]].to_list() == [3, "01", "08"]


def test_the_gap_is_what_is_not_known_by_name():
    counts = typed_rows("national_counts", national(2023, "multilayered_support", 189))
    extra = {**LIST, "area_code": "242047", "source_title": None}
    row = reconciliation(counts, said([*listed("012068", "032018"), extra])).iloc[0]
    assert (row["national_count"], row["list_count"], row["known_count"], row["gap"]) == (189, 2, 3, 186)


def test_a_count_that_does_not_tell_two_programmes_apart_is_held_against_both_together():
    counts = typed_rows("national_counts", national(2019, "model_projects", 208))
    forms = [model("012068"), model("012068", "community_capacity"), model("014524", "community_capacity")]
    rows = reconciliation(counts, said([], forms))
    assert rows[["programme_code", "known_count", "gap"]].to_numpy().tolist() == [["model_projects", 2, 206]]


def test_without_a_national_count_there_is_no_gap():
    row = reconciliation(typed_rows("national_counts"), said(listed("012068"))).iloc[0]
    assert row["known_count"] == 1
    assert pd.isna(row["gap"])


def test_a_municipality_that_is_only_considering_is_not_counted():
    considering = {**LIST, "area_code": "012068", "stage": "considering"}
    assert reconciliation(typed_rows("national_counts"), said([considering])).empty


def test_models_count_only_within_the_prefectures_of_the_list():
    forms = [model("012068"), model("032018"), model("132152")]
    rows = said(listed("012068", "033227"), forms)
    models = rows[rows["origin"] == "programme_plan"].drop_duplicates("area_code")
    members = outcome_of_models(models, rows, named_lists(rows))
    assert members.set_index("area_code")["is_listed"].to_dict() == {"012068": True, "032018": False}


def test_without_a_list_there_is_no_outcome():
    rows = said([], [model("012068")])
    assert outcome_of_models(rows, rows, named_lists(rows)).empty
