"""Events on charts over years: where they stand, and that their words and lines are drawn."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.drawing import charts, grids

EVENTS = pd.DataFrame(
    {
        "date": ["2021-04-01", "2024-05-31", "2030-04-01"], "fiscal_year": [2021, 2024, 2030],
        "kind_ja": ["法の施行", "<報告>", "遠い"], "name_ja": ["ある法", "報告", "遠い"], "source_ja": ["官報", "受付簿", ""],
    }
)  # fmt: skip
MARKS = charts.year_marks(EVENTS, [2020, 2021, 2022, 2023, 2024])


def test_an_event_stands_in_its_year_with_name_and_source_and_those_of_other_years_are_left_out():
    assert MARKS == (
        (1.0, "法の施行", "令和3年4月1日 ある法（官報）"),
        (4 + 1 / 12, "<報告>", "令和6年5月31日 報告（受付簿）"),
    )
    assert charts.year_marks(None, [2021]) == ()


def test_a_ladder_names_its_events_in_the_head_and_draws_a_line_where_their_year_begins():
    html = grids.ladder("市町村", list("abcde"), [("甲", "", [grids.Rung("unknown", "")] * 5)], MARKS)
    assert '<th scope="col">b<small title="令和3年4月1日 ある法（官報）">法の施行</small></th>' in html
    assert "&lt;報告&gt;" in html
    assert html.count("--at:") == 2
    assert "--at:0.200" in html


def test_columns_over_years_get_a_line_before_the_year_and_neighbours_have_words_on_lines_of_their_own():
    figure = go.Figure()
    charts.mark_years(figure, MARKS, "light")
    assert [shape.x0 for shape in figure.layout.shapes] == [place - 0.5 for place, _, _ in MARKS]
    assert len({note.yshift for note in figure.layout.annotations}) == 2
