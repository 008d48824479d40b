"""The schema agrees with itself."""

from collections import Counter
from dataclasses import replace

import pytest

from data.errors import UnknownTableError
from data.schema import (
    CODES,
    FIELDS,
    FRAMEWORKS,
    LIVE_TABLES,
    PROVENANCE,
    TABLES,
    framework_of,
    label_of,
    table_named,
)  # fmt: skip

EVERY_TABLE = {**TABLES, **LIVE_TABLES}
COLUMNS = [(table, column) for table in EVERY_TABLE.values() for column in table.columns]
CONTRACT_TABLES = {
    "areas", "area_aliases", "area_changes", "programmes", "functions", "indicators", "documents", "records", "profile_values",
    "implementations", "implementation_functions", "service_areas", "staffing", "meetings", "target_statements",
    "targets", "achievements", "programme_stages", "national_counts", "plans", "plan_nodes", "plan_relations",
    "measures", "measure_links", "milestones", "support_events", "good_cases", "case_points", "issues",
    "masked_passages", "parser_coverage",
}  # fmt: skip
# Facts of the documents that no table of the contract takes, and the thresholds of the ratings
ADDED_TABLES = {
    "plan_names",
    "timetable_slots",
    "openings",
    "attainment_bands",
    "frameworks",
    "framework_pillars",
    "grants",
}
NOT_FACTS = {
    "areas", "area_aliases", "area_changes", "programmes", "functions", "indicators", "documents", "records", "issues",
    "masked_passages", "parser_coverage", "attainment_bands", "frameworks", "framework_pillars",
}  # fmt: skip


def test_every_table_of_the_contract_is_declared():
    assert set(TABLES) == CONTRACT_TABLES | ADDED_TABLES


@pytest.mark.parametrize("table", EVERY_TABLE.values(), ids=EVERY_TABLE)
def test_a_table_has_unique_columns_and_its_key_is_required(table):
    assert len(set(table.column_names)) == len(table.column_names)
    assert all(table.column(name).required for name in table.key)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_fact_table_says_where_the_fact_stands(table):
    provenance = {"record_id", "line_start", "line_end", "quote", "fact_status"}
    assert (provenance <= set(table.column_names)) == (table.name not in NOT_FACTS)


def test_every_reference_points_at_the_key_of_a_table():
    for _, column in COLUMNS:
        if column.references:
            target, name = column.references.split(".")
            assert EVERY_TABLE[target].key == (name,), column


def test_no_live_table_has_the_name_of_a_committed_one():
    assert set(TABLES) & set(LIVE_TABLES) == set()


def test_a_live_table_belongs_to_a_moment_of_its_own_or_of_its_submission():
    for table in LIVE_TABLES.values():
        assert {"recorded_at", "submission_id", "frozen_at"} & set(table.column_names), table.name


def test_every_column_and_code_has_japanese_words():
    for table, column in COLUMNS:
        words = [column.label_ja, column.meaning_ja, table.label_ja, *column.allowed.values()]
        assert all(words), (table.name, column.name)


def test_a_column_that_recurs_in_the_same_words_is_declared_once():
    recurring = Counter(repr(replace(column, required=True)) for _, column in COLUMNS)
    in_one_place = {repr(replace(column, required=True)) for column in (*FIELDS.values(), *PROVENANCE)}
    assert {column for column, count in recurring.items() if count > 2} - in_one_place == set()


def test_codes_are_shown_by_their_japanese_label():
    assert label_of("areas", "kind", "special_ward") == "特別区"
    assert label_of("areas", "kind", "unheard_of") == "unheard_of"


def test_an_unknown_table_is_named_together_with_the_known_ones():
    with pytest.raises(UnknownTableError) as error:
        table_named("towns")
    assert str(error.value).startswith(
        "表「towns」は定義されていません。 この表は表示できません。 次の表から選んでください: areas、"
    )


@pytest.mark.parametrize(
    ("fiscal_year", "framework"),
    [(2010, "model_2019"), (2020, "model_2019"), (2021, "multilayered_2021"), (2030, "multilayered_2021")],
)
def test_every_fiscal_year_has_one_framework(fiscal_year, framework):
    assert framework_of(fiscal_year) == framework


def test_pillars_belong_to_one_framework_and_have_words_of_their_own():
    pillars = [pillar for framework in FRAMEWORKS.values() for pillar in framework.pillars]
    assert pillars == list(CODES["pillars"])
    assert len({*CODES["pillars"].values()}) == len(pillars) == 9
    assert list(FRAMEWORKS["model_2019"].pillars) == ["community", "consultation", "multi_agency", "prefecture"]
