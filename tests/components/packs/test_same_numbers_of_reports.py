"""Results that municipalities reported: shares, bands and states are the same in every file and in data.answers."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from pptx.oxml.ns import qn

from components.drawing.marks import PILLARS
from data import answers
from data.store.engine import close_all
from tests.components.packs.test_same_numbers import Files, cached, files_of

PREFECTURE = "99"


@pytest.fixture(scope="module")
def files(practice_folder):
    """The report of the practice prefecture, opened, while its dataset is in use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA", str(practice_folder))
        patch.setenv("MONITOR_PRACTICE", "1")
        patch.delenv("MONITOR_DATABASE_URL")
        yield files_of(PREFECTURE)
    close_all()


def latest_year() -> int:
    return answers.rated_years(PREFECTURE)[0]


def shares() -> dict[str, float]:
    """Return the share of targets attained by pillar, in %."""
    rows = answers.attainment_shares("pillar", latest_year(), PREFECTURE)
    return {PILLARS[str(row.pillar)].label_ja: round(float(row.attained_pct), 1) for row in rows.itertuples()}


def values(chart) -> list[float]:
    return [float(v) for series in chart._chartSpace.iter(qn("c:ser")) for v in cached(series, "val")]


def test_the_shares_of_targets_attained_are_the_same_everywhere(files: Files):
    wanted = shares()
    assert len(wanted) == 4
    (chart,) = [chart for chart in files.charts("attainment") if len(values(chart)) == len(wanted)]
    assert sorted(values(chart)) == sorted(wanted.values())
    in_book = {row["区分"]: row["割合（%）"] for row in files.sheet_rows("attainment")}
    assert in_book == pytest.approx(wanted)
    rows = answers.attainment_shares("pillar", latest_year(), PREFECTURE)
    attained, rateable = int(rows["attained_count"].sum()), int(rows["rateable_count"].sum())
    sentence = f"評価できた{rateable}件のうち{attained}件（{100 * attained / rateable:.1f}%）が達成です"
    for text in (files.paper, files.figure("attainment").reading):
        assert sentence in text


def test_the_bands_and_states_are_the_same_everywhere(files: Files):
    ratings = answers.public_ratings(latest_year(), prefecture_code=PREFECTURE)
    chart = files.charts("attainment_heat")[0]
    on_slide = {
        cached(series, "tx")[0]: sum(float(value) for value in cached(series, "val"))
        for series in chart._chartSpace.iter(qn("c:ser"))
    }
    assert sum(on_slide.values()) == files.figure("attainment_heat").n
    in_book = Counter()
    for row in files.sheet_rows("attainment_heat"):
        for heading, value in row.items():
            if isinstance(value, int):
                in_book[str(heading).removesuffix("（件）")] += value
    assert {name: float(count) for name, count in in_book.items()} == on_slide
    words = Counter(ratings["status_ja"])
    assert {name.split()[-1]: count for name, count in on_slide.items()} == dict(words)


def test_the_reporting_rate_is_the_same_everywhere(files: Files):
    rates = answers.reporting_rates(PREFECTURE)
    wanted = float(rates.loc[rates["fiscal_year"] == latest_year(), "reporting_pct"].iloc[0])
    tiles = {row["項目"]: row["値"] for row in files.sheet_rows("headline")}
    assert tiles["報告率"] == pytest.approx(round(wanted, 1))
    on_slide = [
        shape.text_frame.paragraphs[1].text
        for shape in files.deck.slides[1].shapes
        if shape.has_text_frame and shape.text_frame.text.startswith("報告率")
    ]
    assert on_slide == [f"{wanted:.1f}%"]
    assert f"報告率{wanted:.1f}" in files.paper


def test_who_has_not_reported_is_named_in_every_file(files: Files):
    states = answers.submission_states(latest_year(), PREFECTURE)
    missing = states[states["state"].isin(["not_submitted", "returned"])]
    names = answers.municipalities(PREFECTURE).set_index("area_code")["name_ja"]
    assert len(missing)
    sheet = pd.DataFrame(next(s for s in files.book if s.title.startswith("一覧 報告")).values)
    cells = {
        row.cells[0].text: row.cells[1].text
        for slide in files.deck.slides
        for shape in slide.shapes
        if shape.has_table and shape.name.startswith("報告")
        for row in shape.table.rows
    }
    for row in missing.itertuples():
        name = names[row.area_code]
        assert cells[name] == row.state_ja
        assert sheet.loc[sheet[0] == name, 1].tolist() == [row.state_ja]
        assert f"{name}{row.state_ja}" in files.paper


def test_every_file_says_that_the_data_are_for_practice(files: Files):
    assert "練習用データ（架空の県です）" in files.paper
    assert "練習用データ（架空の県です）" in {cell.value for cell in files.book["説明"]["B"]}
