"""One report, four kinds of files, one set of numbers: each file is read back and compared with data.answers.

The files are read with other libraries than they were written with, and nothing of the report's model is trusted: what
is expected is computed here from data.answers.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pypdf import PdfReader

from components.packs import content
from components.packs.files import to_csv
from components.packs.model import Pack
from components.packs.pdf import paper, pdf, pictures
from components.packs.slides import slides
from components.packs.workbook import workbook
from data import answers

# What differs in what a report holds: a large prefecture, one without a plan but a target, one without any, a town.
PLACES = [("13", None), ("39", None), ("34", None), ("01", "012068")]
SCATTER, RESULTS, TILES = "aging_coverage_consultation", "results", "headline"


@dataclass(frozen=True)
class Files:
    """A report and its files, opened."""

    report: Pack
    deck: Any
    book: Any
    paper: str

    def csv(self, name: str) -> list[dict[str, str]]:
        """Return the rows of the CSV file that a figure's card offers."""
        text = to_csv(self.figure(name).table()).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def figure(self, name: str):
        """Return a figure of the report by its name."""
        figures = [self.report.headline, *(f for section in self.report.sections for f in section.figures)]
        return next(figure for figure in figures if figure.name.startswith(name))

    def has(self, name: str) -> bool:
        """Return whether the report has such a figure with a chart."""
        figures = [figure for section in self.report.sections for figure in section.figures]
        return any(figure.name.startswith(name) and figure.chart for figure in figures)

    def charts(self, name: str) -> list[Any]:
        """Return the native charts of a figure on the slides."""
        title = self.figure(name).title
        shapes = [shape for slide in self.deck.slides for shape in slide.shapes if shape.has_chart]
        return [shape.chart for shape in shapes if shape.name == title]

    def sheet_rows(self, name: str) -> list[dict[str, Any]]:
        """Return the numbers below the chart of a figure in the workbook."""
        title = self.figure(name).title
        sheet = next(sheet for sheet in self.book if sheet["A1"].value == title)
        rows = [row for row in sheet.iter_rows(values_only=True) if row[0] is not None]
        start = next(n for n, row in enumerate(rows) if str(row[0]) in ("区分", "計画書にある事業", "項目"))
        return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def files_of(prefecture_code: str, area_code: str | None = None) -> Files:
    """Make the files of a place and open them; a picture on paper holds no word to compare: test_pdf.py has them drawn."""
    boundaries = answers.boundaries()
    facts = answers.pack_facts(prefecture_code, area_code)
    report = content.pack(facts, boundaries.credit_ja, boundaries.geojson(prefecture_code))
    white = paper.png(paper.canvas(10, 10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "picture", lambda *_: white)
        pages = PdfReader(io.BytesIO(pdf.to_pdf(report))).pages
    return Files(
        report,
        Presentation(io.BytesIO(slides.to_pptx(report))),
        openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(report))),
        re.sub(r"\s", "", "".join(page.extract_text() for page in pages)),
    )


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place[1] or place[0])
def files(request) -> Files:
    return files_of(*request.param)


def placed_towns(report: Pack) -> dict[str, tuple[float, float]]:
    """Return 高齢化率 and C1 (consultation) of each municipality of the prefecture that has both."""
    towns = answers.municipalities(report.prefecture_code)
    known = towns[towns["aging_rate_pct"].notna() & towns["coverage_consultation_pct"].notna()]
    columns = ("name_ja", "aging_rate_pct", "coverage_consultation_pct")
    return {
        str(name): (float(aging), float(coverage))
        for name, aging, coverage in known[list(columns)].itertuples(index=False)
    }


def cached(element: Any, tag: str) -> list[str]:
    return [point.find(qn("c:v")).text for point in element.find(qn(f"c:{tag}")).iter(qn("c:pt"))]


def rounded(pairs: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {name: (round(x, 1), round(y, 1)) for name, (x, y) in pairs.items()}


def test_the_points_of_the_scatter_are_the_same_everywhere(files):
    wanted = rounded(placed_towns(files.report))
    if not wanted:
        assert not files.has(SCATTER)
        return
    (chart,) = files.charts(SCATTER)
    on_slide = [
        (round(float(x), 1), round(float(y), 1))
        for series in chart._chartSpace.iter(qn("c:ser"))
        for x, y in zip(cached(series, "xVal"), cached(series, "yVal"), strict=True)
        if not re.match("区分の名前|.軸の中央値", cached(series, "tx")[0])
    ]
    assert sorted(on_slide) == sorted(wanted.values())
    inside = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert {
        row[2]: (round(row[0], 1), round(row[1], 1)) for row in inside.iter_rows(values_only=True) if row[2] in wanted
    } == wanted
    below_chart = files.sheet_rows(SCATTER)
    aging, coverage = list(below_chart[0])[3:5]
    assert {row["市町村"]: (round(row[aging], 1), round(row[coverage], 1)) for row in below_chart} == wanted
    rows = files.csv(SCATTER)
    assert {
        row["市町村"]: (round(float(row["高齢化率（%）"]), 1), round(float(row["相談の受け止め（%）"]), 1))
        for row in rows
    } == wanted
    for name, (x, y) in wanted.items():
        assert re.search(rf"{name}.{{0,60}}?{x:.1f}%.{{0,40}}?{y:.1f}%", files.paper), name


def wanted_results(report: Pack) -> int:
    """Return the number of targets of the place that count, from the table itself."""
    rows = answers.targets(report.area_code, None if report.area_code else report.prefecture_code)
    return int(rows["target_id"].nunique())


def test_the_number_of_targets_is_the_same_everywhere(files):
    wanted = wanted_results(files.report)
    if not files.has(RESULTS):
        assert wanted == 0
        return
    on_slides = [
        float(value)
        for chart in files.charts(RESULTS)
        for series in chart._chartSpace.iter(qn("c:ser"))
        for value in cached(series, "val")
    ]
    assert sum(on_slides) == wanted
    in_book = [value for row in files.sheet_rows(RESULTS) for value in row.values() if isinstance(value, int)]
    assert sum(in_book) == wanted
    assert len(files.csv(RESULTS)) == wanted
    assert f"数{wanted}件" in files.paper.replace(":", "").replace("：", "")


def test_the_number_of_municipalities_with_a_plan_is_the_same_everywhere(files):
    if files.report.area_code:
        return  # the report of a municipality counts no municipalities
    wanted = int(answers.municipalities(files.report.prefecture_code)["has_record"].sum())
    label = "計画書のある市町村"
    on_slide = next(
        shape.text_frame.paragraphs[1].text
        for shape in files.deck.slides[1].shapes
        if shape.has_text_frame and shape.text_frame.text.startswith(label)
    )
    assert on_slide == f"{wanted}市町村"
    assert {row["項目"]: row["値"] for row in files.sheet_rows(TILES)}[label] == wanted
    assert {row["項目"]: row["値"] for row in files.csv(TILES)}[label] == str(wanted)
    assert f"{label}{wanted}" in files.paper


def test_every_file_names_the_version_of_the_dataset(files):
    version = answers.dataset_version()
    assert files.report.version == version
    assert version in files.paper
    assert version in {cell.value for cell in files.book["説明"]["B"]}
    for slide in files.deck.slides:
        assert version in "".join(shape.text_frame.text for shape in slide.placeholders)


def test_every_sentence_of_the_summary_stands_in_every_file(files):
    front = {cell.value for cell in files.book["説明"]["B"]}
    on_slide = "\n".join(shape.text_frame.text for shape in files.deck.slides[1].shapes if shape.has_text_frame)
    for sentence in files.report.messages:
        assert sentence in front
        assert sentence in on_slide
        assert re.sub(r"\s", "", sentence) in files.paper


def test_every_question_stands_with_its_rule_in_every_file(files):
    cells = [
        cell.text
        for slide in files.deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    sheet = [cell for row in files.book["想定される質問"].iter_rows(values_only=True) for cell in row]
    assert files.report.questions
    for question in files.report.questions:
        for text in (question.question_ja, question.answer_ja, question.rule_ja, question.source_ja):
            assert text in cells
            assert text in sheet
            assert re.sub(r"\s", "", text) in files.paper


def test_numbers_of_the_tables_are_the_same_on_slides_and_in_the_workbook(files):
    listings = [listing for section in files.report.sections for listing in section.listings]
    sheets = [sheet for sheet in files.book if sheet.title.startswith("一覧")]
    for listing, sheet in zip(listings, sheets, strict=True):
        in_book = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert in_book == [row[0] for row in listing.rows]
        shown = [
            row.cells[0].text
            for slide in files.deck.slides
            for shape in slide.shapes
            if shape.has_table and shape.name.startswith(listing.title_ja)
            for row in list(shape.table.rows)[1:]
        ]
        assert shown
        assert shown == in_book[: len(shown)]


def test_a_missing_number_is_nowhere_a_zero(files):
    """A municipality whose coverage is not computable stands in no chart and has no number in any file."""
    towns = answers.municipalities(files.report.prefecture_code)
    unknown = towns[towns["has_record"] & towns["coverage_consultation_pct"].isna()]["name_ja"]
    if not files.has(SCATTER):
        return
    rows = {row["市町村"] for row in files.sheet_rows(SCATTER)}
    assert not rows & set(unknown)
    assert not {row["市町村"] for row in files.csv(SCATTER)} & set(unknown)
    table = pd.DataFrame(files.csv(SCATTER))
    assert not table["相談の受け止め（%）"].eq("").any()
