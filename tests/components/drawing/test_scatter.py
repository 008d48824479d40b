"""The scatter tells the truth: places are exact, ties at 100 % are seen, quadrants are named in words."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing import scatter
from components.drawing.placement import Spot, keep_apart, label_positions


def towns(aging, coverage, **more):
    count = len(aging)
    return pd.DataFrame(
        {
            "area_code": [f"{number:06d}" for number in range(count)], "name_ja": [f"町{n}" for n in range(count)],
            "prefecture_ja": "北海道", "aging_rate_pct": aging, "coverage_pct": coverage,
            "is_whole": [value >= 100 for value in coverage],
            "population": [1000.0] * count, "programme_group": ["both"] * count,
            "coverage_basis": ["declared"] * count, "basis_ja": ["申告値"] * count, "coverage_as_of": [""] * count,
        } | more
    )  # fmt: skip


def places(figure):
    return [(trace.yaxis or "y", x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)]


def test_below_the_ceiling_both_places_are_exact():
    figure = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light")
    assert places(figure) == [("y", 20.0, 40.0), ("y", 30.0, 60.0)]


def test_municipalities_at_the_ceiling_stand_in_a_panel_at_their_exact_aging_rate():
    figure = scatter.aging_coverage(towns([30.0, 30.0, 30.0, 25.0], [100.0, 100.0, 100.0, 50.0]), "C1", "light")
    panel = [(x, y) for axis, x, y in places(figure) if axis == "y2"]
    assert [x for x, _ in panel] == [30.0, 30.0, 30.0]
    assert len({y for _, y in panel}) == 3
    assert ("y", 25.0, 50.0) in places(figure)


def test_an_area_declared_whole_stands_in_the_panel_and_counts_as_whole_below_100_percent():
    rows = towns([30.0] * 4, [100.0, 100.0, 99.7, 50.0], is_whole=[True, True, True, False])
    figure = scatter.aging_coverage(rows, "C1", "light")
    assert [y for axis, _, y in places(figure) if axis == "y"] == [50.0]
    assert list(scatter.quadrants(rows)) == ["older_upper", "older_upper", "older_upper", "older_lower"]


def test_nearly_everything_is_not_everything():
    figure = scatter.aging_coverage(towns([30.0] * 4, [100.0, 100.0, 100.0, 99.9]), "C1", "light")
    assert ("y", 30.0, 99.9) in places(figure)


def test_a_value_on_the_median_counts_as_high():
    names = scatter.quadrants(towns([20.0, 30.0, 40.0], [10.0, 50.0, 90.0]))
    assert list(names) == ["younger_lower", "older_upper", "older_upper"]


def test_quadrants_have_words_and_whole_areas_are_called_so():
    assert scatter.quadrant_words(towns([20.0, 30.0], [10.0, 50.0]))["older_lower"] == "高齢化が進む・カバー率が低い"
    assert scatter.quadrant_words(towns([20.0, 30.0], [100.0, 100.0]))["older_lower"] == "高齢化が進む・一部が対象"


@pytest.mark.parametrize("population", [[None, None], [float("nan"), 5.0]])
def test_a_missing_population_has_the_smallest_point(population):
    figure = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0], population=population), "C1", "light")
    assert figure.data[0].marker.size[0] == 9


def test_every_programme_has_its_own_symbol():
    figure = scatter.aging_coverage(
        towns([20.0, 30.0], [40.0, 60.0], programme_group=["both", "multi_agency"]), "C1", "dark"
    )
    assert [trace.marker.symbol for trace in figure.data] == ["circle", "square"]


def test_a_reported_value_differs_from_a_declared_one_in_symbol_legend_and_hover():
    basis = {"coverage_basis": ["declared", "reported"], "basis_ja": ["申告値", "報告値"],
             "coverage_as_of": ["", "2025-03-31"]}  # fmt: skip
    declared, reported = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0], **basis), "C1", "light").data
    assert (declared.marker.symbol, reported.marker.symbol) == ("circle", "circle-open")
    assert declared.marker.line.width < 2 < reported.marker.line.width
    assert (declared.name, reported.name) == ("両方の事業", "両方の事業（報告値）")
    assert "C1 40.0%（申告値）" in declared.hovertext[0]
    assert "C1 60.0%（報告値、令和7年3月31日時点）" in reported.hovertext[0]


def test_the_municipality_that_was_looked_at_is_named():
    figure = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light", highlighted="000001")
    assert "<b>町1</b>" in [note.text for note in figure.layout.annotations]


def test_similar_municipalities_are_framed_where_they_stand_and_named_once_in_the_legend():
    rows = towns([20.0, 25.0, 30.0, 35.0, 40.0], [40.0, 100.0, 100.0, 100.0, 60.0])
    figure = scatter.aging_coverage(rows, "C1", "light", peers=("000000", "000001", "999999"))
    frames = [trace for trace in figure.data if trace.name == "似た市町村"]
    assert [(list(trace.x), trace.yaxis, trace.showlegend) for trace in frames] == [
        ([20.0], "y", True),
        ([25.0], "y2", False),
    ]
    assert all(trace.customdata is None for trace in frames)  # a click chooses the point, not its frame


def test_circles_in_the_panel_do_not_touch():
    x, sizes = [0.0, 3.0, 5.0, 5.0, 9.0], [20.0, 10.0, 10.0, 30.0, 8.0]
    heights = keep_apart(x, sizes)
    reach = 60.0  # the five circles need less than that
    for i in range(5):
        for j in range(i):
            apart = ((x[i] - x[j]) ** 2 + (reach * (heights[i] - heights[j])) ** 2) ** 0.5
            assert apart >= (sizes[i] + sizes[j]) / 2


def test_a_lone_name_stands_above_its_point_and_close_ones_move_away():
    assert label_positions([Spot(0, 0, 10, 3)]) == ["top center"]
    assert len(set(label_positions([Spot(0, 0, 10, 3), Spot(4, 2, 10, 3)]))) == 2


class TestMunicipalitiesWithoutACoverage:
    REST = pd.DataFrame({"name_ja": ["無町", "老町"], "prefecture_ja": "北海道", "aging_rate_pct": [15.0, 60.0]})

    def test_they_stand_below_zero_at_their_exact_aging_rate(self):
        figure = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light", rest=self.REST)
        lines = next(trace for trace in figure.data if "値なし" in trace.name)
        assert list(lines.x) == [15.0, 60.0]
        assert max(lines.y) < 0
        assert figure.layout.yaxis.range[0] < min(lines.y)
        assert figure.layout.xaxis.range[0] < 15
        assert figure.layout.xaxis.range[1] > 60

    def test_without_any_the_scale_begins_where_it_did(self):
        plain = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light")
        empty = scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light", rest=self.REST.iloc[:0])
        assert plain.layout.yaxis.range == empty.layout.yaxis.range == (-4, 106)

    def test_pointing_at_a_municipality_tells_both_sources_with_their_dates(self):
        both = {"aging_source": "census", "census_aging_pct": [34.4, 30.0], "census_when_ja": "令和2年10月1日",
                "document_aging_pct": [33.2, None], "document_when_ja": "令和元年度（2019年度）の計画書"}  # fmt: skip
        figure = scatter.aging_coverage(
            towns([34.4, 30.0], [40.0, 60.0], **both), "C1", "light", aging_ja="高齢化率（国勢調査）"
        )
        first, second = figure.data[0].hovertext
        assert "高齢化率 国勢調査 34.4%（令和2年10月1日現在）、計画書 33.2%（令和元年度（2019年度）の計画書）" in first
        assert "計画書の値なし" in second
        assert figure.layout.xaxis.title.text == "高齢化率（国勢調査）"


class TestTheRoadOfAChosenTown:
    def trails(self, *coverage):
        years = [2023 + number for number in range(len(coverage))]
        rows = towns([20.0] * len(coverage), list(coverage), name_ja=["町0"] * len(coverage))
        return rows.assign(area_code="000000", fiscal_year=years)

    def drawn(self, trails):
        return scatter.aging_coverage(towns([20.0, 30.0], [40.0, 60.0]), "C1", "light", trails=trails)

    def test_an_arrow_leads_from_year_to_year_and_a_year_stands_at_each_place(self):
        figure = self.drawn(self.trails(10.0, 40.0, 40.0, 100.4))
        arrows = [(note.ay, note.y) for note in figure.layout.annotations if note.axref == "x"]
        assert arrows == [(10.0, 40.0), (40.0, 100.0)]
        labels = {note.text: note.y for note in figure.layout.annotations if (note.text or "").startswith("20")}
        assert labels == {"2023": 10.0, "2024・2025": 40.0, "2026": 100.0}

    def test_labels_of_near_places_stand_on_both_sides_and_of_several_towns_they_are_left_out_on_a_phone(self):
        two = pd.concat([self.trails(40.0, 44.0), self.trails(70.0, 20.0).assign(area_code="000001")])
        near, far = [trace for trace in self.drawn(two).data if trace.hovertext and "年度" in trace.hovertext[0]]
        assert near.textposition == ("middle right", "middle left")
        assert far.textposition == ("middle right", "middle right")
        assert far.hovertext[1] == "<b>町0</b><br>2024年度 20.0%"

    def test_labels_of_two_neighbours_do_not_cover_each_other(self):
        two = pd.concat([self.trails(40.0, 70.0), self.trails(41.0, 71.0).assign(area_code="000001")])
        first, second = [trace for trace in self.drawn(two).data if trace.hovertext and "年度" in trace.hovertext[0]]
        assert first.textposition == ("middle right", "middle right")
        assert second.textposition == ("middle left", "middle left")

    def test_one_year_has_no_arrow(self):
        assert not [note for note in self.drawn(self.trails(40.0)).layout.annotations if note.axref == "x"]
