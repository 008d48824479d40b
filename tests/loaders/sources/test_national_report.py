"""A national report: counts by year and the towns of a list."""

from dataclasses import replace
from pathlib import Path

import pytest

from loaders.document import read_document
from loaders.lookups import Lookups
from loaders.sources.national_report import SOURCE, parse, recognise

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def document():
    return replace(read_document(FIXTURES / "reports" / "national_report" / "towns.txt"), doc_id="900")


@pytest.fixture
def parsed(document):
    """Return a function that parses the report with one phrase replaced by another."""

    def with_change(old="", new=""):
        lines = tuple(line.replace(old, new) if old else line for line in document.lines)
        return parse(replace(document, lines=lines), Lookups(FIXTURES / "reference"))

    return with_change


def test_counts_are_read_over_line_ends_and_figures_of_pictures_are_none(parsed):
    rows = parsed().tables["national_counts"]
    assert [(row["fiscal_year"], row["municipalities"], row["line_start"], row["line_end"]) for row in rows] == [
        (2021, 1, 3, 3), (2022, 4, 3, 4),
    ]  # fmt: skip


def test_the_towns_of_the_list_run_the_programme_in_its_year(parsed):
    rows = parsed().tables["programme_stages"]
    assert [(row["area_code"], row["fiscal_year"], row["stage"], row["as_of"]) for row in rows] == [
        ("902012", 2022, "implementing", "2022-10-01"), ("902021", 2022, "implementing", "2022-10-01"),
        ("902055", 2022, "implementing", "2022-10-01"), ("913014", 2022, "implementing", "2022-10-01"),
    ]  # fmt: skip


def test_a_name_that_no_town_has_is_left_over(parsed):
    assert [line for _, line, _ in parsed().unclaimed] == [9]


def test_a_list_that_is_shorter_than_stated_is_noted(parsed):
    assert parsed("4 市町", "5 市町").notes["stage_list_count"] == [
        {"record_id": "900-L0001", "line_start": 7, "stated": 5, "found": 4}
    ]
    assert parsed().notes["stage_list_count"] == []


def test_a_report_without_a_list_is_not_recognised(document):
    bare = replace(document, lines=tuple(line.replace("都道府県 市町村", "灯り") for line in document.lines))
    assert recognise(bare) == [SOURCE.signs[1]]
