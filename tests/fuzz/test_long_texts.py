"""Texts of 100,000 signs that make a careless pattern try every way of reading them: each is read, or refused, at once."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from loaders.document import Document
from loaders.errors import LoaderError
from loaders.imports.sheets import read_value
from loaders.lists import import_list
from loaders.reports.cells import Cell, read_date, read_number
from loaders.reports.findings import ReportError
from loaders.sources import source_of
from loaders.sources.programme_plans.bodies import read_headcounts
from loaders.text import era_dates, japanese_numbers, normalise

LENGTH, MOST_SECONDS = 100_000, 3
PARTS = (
    "1",
    "1,",
    "1,234",
    "一",
    "1万",
    "令和1年",
    "1/",
    "　",
    "(",
    "-",
    "1人",
    "約",
    "1~",
    "基本目標1",
    "令和2年度から",
)
READERS = (
    lambda text: read_number(Cell("A1", text), "人"),
    lambda text: read_date(Cell("A1", text)),
    japanese_numbers.first_number,
    japanese_numbers.counted_in_digits,
    era_dates.dates_in,
    era_dates.fiscal_years_in,
    normalise.folded,
    read_value,
)


@pytest.mark.parametrize("part", PARTS)
def test_a_cell_or_a_line_is_read_in_time_that_grows_with_its_length(part):
    text = part * (LENGTH // len(part))
    for read in READERS:
        started = time.process_time()
        with suppress(ReportError):
            read(text)
        assert time.process_time() - started < MOST_SECONDS


def test_a_cell_of_coordinators_without_end_is_read_in_time_that_grows_with_its_length():
    started = time.process_time()
    assert read_headcounts("あ" * LENGTH)[0].headcount is None
    assert time.process_time() - started < MOST_SECONDS


def test_a_document_of_blank_lines_only_is_told_at_once():
    document = Document("900", Path("900.txt"), "", ("",) * LENGTH)
    started = time.process_time()
    with suppress(LoaderError):
        source_of(document)
    assert time.process_time() - started < MOST_SECONDS


def test_a_cell_of_a_list_of_any_length_is_refused_with_its_row(tmp_path):
    heading = "programme_code,area_code,fiscal_year,stage,evidence,as_of,source_title"
    for part in ("1", "令和1年", "-", "2022/"):
        path = tmp_path / "stages.csv"
        text = part * (LENGTH // len(part))
        path.write_text(f"{heading}\nmulti_agency,012068,{text},preparing,stated,{text},x\n", encoding="utf-8")
        started = time.process_time()
        with pytest.raises(LoaderError) as caught:
            import_list("stages", path, tmp_path / "reference")
        assert "2行目" in str(caught.value)
        assert len(str(caught.value)) < 2_000
        assert time.process_time() - started < MOST_SECONDS
