"""Imported statistics beside the dataset: answers, versions, and what uses them."""

import pytest

from data import answers, dataset
from data.answers.statistics import prefecture_statistics
from data.errors import InvalidDatasetError

SOURCE = {"source_code": "census", "title_ja": "令和2年国勢調査", "publisher_ja": "総務省統計局", "as_of_date": "2020-10-01",
          "file_name": "census.xlsx", "sha256": "0" * 64, "row_count": 4, "municipality_count": 3,
          "imported_at": "2026-11-21T10:00:00.000000+09:00", "imported_by": "係長"}  # fmt: skip


def values(area_code, level="municipality", **numbers):
    return [
        {"source_code": "census", "area_code": area_code, "level": level, "indicator_code": code, "value": value,
         "unit": "人", "as_of_date": "2020-10-01", "cell": "E1", "missing_reason": None if value is not None else "not_collected"}
        for code, value in numbers.items()
    ]  # fmt: skip


@pytest.fixture
def imported(data_folder, tmp_path, monkeypatch):
    """The small dataset with a census of its towns; 津別町 has no residents in it."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    rows = [
        *values("012068", population=1100, population_65=440, aging_rate=40.0, households=550),
        *values("014524", population=600, population_65=180, aging_rate=30.0, households=300),
        *values("015440", population=None, population_65=None, aging_rate=None, households=None),
        *values("010006", "prefecture", population=6600, population_65=2200, aging_rate=33.3),
        *values("011011", "ward", population=900, population_65=300),
        *values("999999", population=5),
    ]
    dataset.publish_imported("census", {"statistics_sources": [SOURCE], "area_statistics": rows})
    return tmp_path / "imported"


def test_without_an_import_there_are_columns_and_no_rows(data_folder):
    towns = answers.area_statistics()
    assert towns.empty
    assert towns["census_population"].dtype == "float64"
    assert answers.imported_sources().empty
    assert dataset.state_version() == dataset.dataset_version()


def test_each_municipality_of_the_registry_has_a_row_and_neither_a_ward_nor_a_stranger(imported):
    towns = answers.area_statistics("01").set_index("area_code")
    assert list(towns.index) == ["012068", "014524", "015440"]
    assert towns.at["012068", "area_name_ja"] == "釧路市"
    assert towns.at["012068", "household_size"] == 2.0
    assert towns.loc["015440", ["census_population", "household_size"]].isna().all()
    assert set(towns["census_date"]) == {"2020-10-01"}
    assert answers.area_statistics("13").empty


def test_a_prefecture_has_its_own_numbers(imported):
    assert prefecture_statistics()["census_population"].to_list() == [6600]


def test_residents_of_the_coverage_come_from_the_census_in_both_parts_of_the_fraction(imported):
    rows = answers.participation("01").set_index("weight")
    assert rows.loc["residents", ["numerator", "denominator"]].to_list() == [1700, 6600]
    assert rows.at["residents_65", "coverage_pct"] == pytest.approx(100 * 620 / 2200)
    assert set(rows["residents_date"]) == {"2020-10-01"}
    # C1 is of the plans: its own denominator stays that of the documents.
    assert set(answers.pooled_coverage("01")["prefecture_population"]) == {6000}


def test_without_the_census_the_residents_are_those_of_the_documents(data_folder):
    rows = answers.participation("01").set_index("weight")
    assert rows.loc["residents", ["numerator", "denominator"]].to_list() == [1500, 6000]
    assert rows["residents_date"].isna().all()


def test_the_answers_notice_an_import_and_its_end(imported):
    assert answers.aging_rates().set_index("area_code").at["012068", "difference_points"] == pytest.approx(-9.5)
    before = dataset.state_version()
    dataset.publish_imported("census", {})
    assert answers.aging_rates()["difference_points"].isna().all()
    assert dataset.state_version() == dataset.dataset_version() != before


def test_a_difference_is_an_issue_beside_those_of_the_dataset_and_counts_for_the_town(imported):
    found = answers.issues("012068")
    assert list(found["rule_id"]) == ["profile.aging_rate_census"]
    assert list(found["area_name_ja"]) == ["釧路市"]
    assert len(answers.issues()) == 2
    assert answers.municipalities("01").set_index("area_code").at["012068", "issue_count"] == 1
    dataset.publish_imported("census", {})
    assert len(answers.issues()) == 1
    assert answers.municipalities("01").set_index("area_code").at["012068", "issue_count"] == 0


def test_a_quarantined_value_is_not_compared_a_second_time(imported):
    assert (
        answers.aging_rates().set_index("area_code").loc["014524", ["aging_rate_pct", "difference_points"]].isna().all()
    )


def test_rows_that_break_the_schema_leave_what_was_imported_untouched(imported):
    before = {path.name: path.read_bytes() for path in (imported / "statistics").iterdir()}
    bad = {"statistics_sources": [SOURCE], "area_statistics": values("012068", weather=1)}
    with pytest.raises(InvalidDatasetError, match="項目 indicator_code（指標）: 「weather」"):
        dataset.publish_imported("census", bad)
    assert {path.name: path.read_bytes() for path in (imported / "statistics").iterdir()} == before


def test_another_source_stays_when_one_is_replaced(imported):
    other = {**SOURCE, "source_code": "resident_register", "title_ja": "住民基本台帳"}
    dataset.publish_imported("resident_register", {"statistics_sources": [other]})
    dataset.publish_imported("census", {"statistics_sources": [SOURCE]})
    assert list(answers.statistics_sources()["source_code"]) == ["census", "resident_register"]
    assert answers.area_statistics().empty


def test_imports_stay_out_of_the_dataset_and_of_its_export(imported):
    assert "area_statistics" not in answers.tables()
    assert {path.name for path in (imported / "statistics").iterdir()} == {
        "area_statistics.csv", "statistics_sources.csv", "import_findings.csv", "stage_lists.csv", "listed_stages.csv",
        "listed_grants.csv", "dataset.json",
    }  # fmt: skip
