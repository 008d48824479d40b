"""The committed dataset: schema, keys, references, ranges, totals, and what must never be in it."""

import csv
import hashlib
import json
import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from data import answers, dataset
from data.measures.coverage import population_coverage
from data.schema import TABLES
from data.validation import typed_tables
from loaders.lookups import unit_family

NORMALIZED = Path(dataset.__file__).parent / "normalized"
REFERENCE = NORMALIZED.parent / "reference"
PRESENT = [name for name in TABLES if (NORMALIZED / f"{name}.csv").is_file()]
FACTS = [name for name in PRESENT if "fact_status" in TABLES[name].column_names]


@pytest.fixture(autouse=True)
def committed_dataset(monkeypatch):
    """Read the committed dataset, whatever the machine is set to."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published_again(tmp_path_factory):
    """The committed tables, read as plain text and published once more."""
    folder = tmp_path_factory.mktemp("again") / "normalized"
    dataset.publish({name: rows_of(NORMALIZED / f"{name}.csv") for name in PRESENT}, folder)
    return folder


def test_all_tables_keep_to_the_schema():
    _, problems = typed_tables({name: rows_of(NORMALIZED / f"{name}.csv") for name in PRESENT})
    assert problems == []


@pytest.mark.parametrize("name", PRESENT)
def test_a_file_is_written_in_the_one_canonical_way(name, published_again):
    assert (published_again / f"{name}.csv").read_bytes() == (NORMALIZED / f"{name}.csv").read_bytes()


def test_the_manifest_states_the_version_and_rows_of_the_files(published_again):
    manifest = json.loads((NORMALIZED / "dataset.json").read_text(encoding="utf-8"))
    again = json.loads((published_again / "dataset.json").read_text(encoding="utf-8"))
    assert {name: manifest[name] for name in again} == again
    assert dataset.dataset_version() == manifest["version"]


def test_nothing_but_the_declared_tables_is_published():
    names = {path.name for path in NORMALIZED.iterdir()}
    assert names == {f"{name}.csv" for name in PRESENT} | {"dataset.json"}


def test_no_machine_path_or_registry_host_is_in_the_dataset():
    for path in [*NORMALIZED.iterdir(), *REFERENCE.glob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/work/|/tmp/|/home/|localhost|pypi\.", text), path.name


# Registry


def area_check_digit(code):
    weights = (6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(code, weights, strict=False)) % 11
    return (11 - rest) % 10


def test_every_area_code_has_a_valid_check_digit():
    codes = dataset.read_table("areas")["area_code"]
    assert [code for code in codes if area_check_digit(code) != int(code[5])] == []


def test_the_registry_holds_all_municipalities_and_prefectures():
    levels = dataset.read_table("areas").value_counts("level")
    assert (levels["municipality"], levels["prefecture"]) == (1741, 47)
    assert len(answers.municipalities()) == 1741


def test_every_municipality_has_a_reading_and_a_place():
    rows = answers.municipalities()
    assert rows["name_kana"].ne("").all()
    assert rows[["latitude", "longitude"]].notna().all(axis=None)


@pytest.mark.parametrize("name", ["programmes", "functions", "indicators"])
def test_reference_tables_are_published_as_they_are_kept(name):
    key = TABLES[name].key[0]
    published = {row[key]: row for row in rows_of(NORMALIZED / f"{name}.csv")}
    assert {row[key]: row for row in rows_of(REFERENCE / f"{name}.csv")} == published


def test_no_synonym_belongs_to_two_indicators_of_one_kind_of_unit():
    table = dataset.read_table("indicators").dropna(subset=["synonyms"])
    rows = zip(table["unit"], table["synonyms"], strict=True)
    words = [(unit_family(unit), word) for unit, text in rows for word in text.split("|")]
    assert len(words) == len(set(words))


# Totals of document 001, counted by reading


def test_the_programme_plans_hold_57_municipalities_and_6_prefectures():
    records = answers.records().merge(dataset.read_table("areas")[["area_code", "level"]], on="area_code")
    plans = records[records["record_type"] == "programme_plan"]
    assert plans.value_counts("level").to_dict() == {"municipality": 57, "prefecture": 6}
    assert plans["area_code"].is_unique


def test_the_described_programmes_are_47_51_and_6():
    rows = dataset.read_table("implementations")
    described = rows[rows["described"]].value_counts("programme_code")
    assert described[["community_capacity", "multi_agency", "prefectural"]].to_list() == [47, 51, 6]


def test_148_cells_state_an_aim():
    statements = dataset.read_table("target_statements").merge(dataset.read_table("records"), on="record_id")
    assert (statements["record_type"] == "programme_plan").sum() == 148


def test_numbers_set_as_targets_and_stated_as_results_are_near_the_count_by_reading():
    assert dataset.read_table("targets")["value"].notna().sum() == pytest.approx(261, rel=0.1)
    documented = dataset.read_table("achievements").query("evidence == 'document'")
    assert documented["value"].notna().sum() == pytest.approx(52, rel=0.2)


# Facts and their provenance


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_stands_inside_its_record(name):
    facts = dataset.read_table(name).dropna(subset="record_id")
    records = dataset.read_table("records").set_index("record_id")
    first, last = (facts["record_id"].map(records[column]) for column in ("line_start", "line_end"))
    outside = (facts["line_start"] < first) | (facts["line_end"] > last) | (facts["line_end"] < facts["line_start"])
    assert facts[outside].empty


def squeezed(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", re.sub(r"</?[a-zA-Z][^>]*>", "", text)))


def is_written_in(quote, passage):
    """Return whether all characters of the quote stand in the passage in this order: labels between may be left out."""
    characters = iter(passage)
    return all(character in characters for character in quote)


@pytest.mark.shared
@pytest.mark.parametrize("name", FACTS)
def test_every_quote_stands_in_its_lines(name, sources_dir):
    documents = dataset.read_table("documents").set_index("doc_id")["file_name"]
    lines = {
        doc_id: (sources_dir / file_name).read_text(encoding="utf-8").split("\n")
        for doc_id, file_name in documents.items()
    }
    missing = []
    for fact in dataset.read_table(name).dropna(subset=["quote", "line_start"]).itertuples():
        passage = lines[fact.record_id.split("-")[0]][fact.line_start - 1 : fact.line_end]
        if not is_written_in(squeezed(fact.quote), squeezed("".join(passage))):
            missing.append((fact.record_id, fact.line_start, fact.quote))
    assert missing == []


@pytest.mark.shared
def test_the_documents_are_the_ones_that_were_parsed(sources_dir):
    for document in dataset.read_table("documents").itertuples():
        content = (sources_dir / document.file_name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document.sha256
        assert len(content.decode("utf-8").split("\n")) - document.line_count in (0, 1)


def test_the_tables_hold_phrases_and_no_passages():
    too_long = []
    for name in PRESENT:
        if name in ("indicators", "issues", "area_aliases"):  # our own words
            continue
        for column in TABLES[name].columns:
            if column.dtype == "string":
                texts = dataset.read_table(name)[column.name].dropna()
                limit = 400 if column.name in ("source", "source_url") else 100
                too_long += [(name, column.name, text) for text in texts if len(text) > limit]
    assert too_long == []


def test_every_statement_of_aims_has_a_summary_in_our_own_words():
    statements = dataset.read_table("target_statements")
    assert statements["summary_ja"].notna().all()
    assert statements["summary_ja"].str.len().between(4, 80).all()


@pytest.mark.parametrize(
    ("file", "table", "key"),
    [
        ("target_summaries", "target_statements", ("statement_id",)),
        ("case_point_summaries", "case_points", ("case_id", "kind", "seq")),
    ],
)
def test_every_summary_is_the_whole_field_of_its_file_and_ends_with_a_word(file, table, key):
    with (REFERENCE / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert {len(row) for row in rows} == {len(rows[0])}  # a comma without quotes would part a number
    written = {tuple(row[: len(key)]): row[-1] for row in rows[1:]}
    shown = {
        tuple(str(row[name]) for name in key): row["summary_ja"]
        for row in dataset.read_table(table).to_dict("records")
        if not pd.isna(row["summary_ja"])
    }
    assert {name: text for name, text in shown.items() if name in written and written[name] != text} == {}
    assert [text for text in written.values() if re.search(r"[\d,、・（(「]$", text)] == []


# Privacy


def test_every_record_with_coordinators_has_its_personal_histories_masked():
    described = dataset.read_table("implementations").query("programme_code == 'multi_agency' and described")
    assert set(described["record_id"]) == set(dataset.read_table("masked_passages")["record_id"])


def test_no_fact_comes_from_a_masked_line():
    masked = dataset.read_table("masked_passages")
    for name in FACTS:
        facts = dataset.read_table(name).dropna(subset="quote").merge(masked, on="record_id", suffixes=("", "_masked"))
        inside = (facts["line_start"] >= facts["line_start_masked"]) & (facts["line_end"] <= facts["line_end_masked"])
        assert facts[inside].empty, name


# Ranges and quality


def test_values_in_use_are_plausible():
    bounds = dataset.read_table("indicators").set_index("indicator_code")
    rows = answers.municipalities()
    for code, column in [
        ("population", "population"),
        ("aging_rate", "aging_rate_pct"),
        ("welfare_rate", "welfare_rate_permille"),
        ("neighborhood_rate", "neighborhood_rate_pct"),
        ("area_km2", "area_km2"),
    ]:
        values = rows[column].dropna()
        assert values.between(bounds.at[code, "min_plausible"], bounds.at[code, "max_plausible"]).all(), code


def test_all_percentages_lie_between_0_and_100():
    rows = answers.municipalities()
    for column in rows.columns[rows.columns.str.endswith("_pct")]:
        assert rows[column].dropna().between(0, 100).all(), column


def test_an_error_quarantines_its_value_and_nothing_is_quarantined_without_one():
    # Of a whole area with too small a figure only the figure is set apart (per_unit): the row stays in use.
    issues = dataset.read_table("issues").query(
        "severity == 'error' and status == 'open' and rule_id != 'service_area.whole_but_small'"
    )
    for name in FACTS:
        table = TABLES[name]
        facts = dataset.read_table(name)
        keys = facts[list(table.key)].astype(str).agg("|".join, axis=1)
        quarantined = set(keys[facts["fact_status"] == "quarantined"])
        assert quarantined == set(issues.loc[issues["table"] == name, "row_key"]), name


def test_every_issue_names_a_row_that_exists():
    issues = dataset.read_table("issues").dropna(subset=["table", "row_key"])
    for name, found in issues.groupby("table"):
        keys = dataset.read_table(name)[list(TABLES[name].key)].astype(str).agg("|".join, axis=1)
        assert set(found["row_key"]) <= set(keys), name
        assert set(found["column"].dropna()) <= set(TABLES[name].column_names), name


def test_the_parser_leaves_at_most_five_percent_of_a_record_unclaimed():
    rows = answers.parser_coverage()
    assert len(rows) == len(dataset.read_table("records"))
    assert rows["unclaimed_pct"].max() <= 5
    counted = rows[["lines_read", "lines_heading", "lines_ignored", "lines_picture", "lines_unclaimed"]].sum(axis=1)
    assert (counted == rows["lines_total"]).all()


# Coverage: the examples of the definition, from the documents themselves


@pytest.mark.parametrize(
    ("area_code", "pillar", "percent", "method"),
    [
        ("012068", "community", 1.06, "stated"),  # 釧路市
        ("012068", "consultation", 100, "stated"),
        ("131237", "consultation", 59.4, "stated"),  # 江戸川区
        ("032085", "consultation", 23.0, "stated"),  # 遠野市
        ("131156", "community", 2.8, "stated"),  # 杉並区
        ("132195", "community", 29.5, "stated"),  # 狛江市
        ("014702", "consultation", 100, "capped"),  # 音威子府村
        ("034835", "community", 100, "imputed_whole"),  # 岩泉町
        ("033227", "community", None, "not_computable"),  # 矢巾町
    ],
)
def test_coverage_examples_of_the_definition(area_code, pillar, percent, method):
    row = answers.municipalities().set_index("area_code").loc[area_code]
    assert row[f"coverage_{pillar}_method"] == method
    value = row[f"coverage_{pillar}_pct"]
    assert pd.isna(value) if percent is None else value == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(
    ("area_code", "covered", "total"),
    [("131237", 9, 15), ("042021", 4, 16), ("131121", 28, 28)],  # 江戸川区, 石巻市, 世田谷区
)
def test_unit_coverage_examples_of_the_definition(area_code, covered, total):
    row = answers.municipalities().set_index("area_code").loc[area_code]
    assert (row["units_covered"], row["units_total"]) == (covered, total)
    assert row["unit_coverage_pct"] == 100 * covered / total


def test_about_four_in_five_municipalities_declare_the_whole_area_for_consultation():
    rows = answers.municipalities()["coverage_consultation_pct"].dropna()
    assert (rows >= 95).mean() == pytest.approx(0.8, abs=0.08)


def test_the_parser_resolves_covered_populations_as_the_measure_does():
    areas = dataset.read_table("service_areas")
    coverage = population_coverage(areas, dataset.read_table("profile_values"))
    single = areas.groupby(["record_id", "pillar"]).filter(lambda rows: len(rows) == 1)
    both = single.merge(coverage, on=["record_id", "pillar"])
    usable = both[both["fact_status"] != "quarantined"]
    differing = usable[usable["covered_method"] != usable["method"]]
    assert differing[["record_id", "pillar", "covered_method", "method"]].empty
