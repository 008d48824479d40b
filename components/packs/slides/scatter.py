"""The scatter of municipalities as a native chart: one series per group with its own symbol, medians as dashed lines."""

import math
from typing import Any, Final

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from components.drawing.marks import Mark
from components.drawing.model import Point, Points
from components.drawing.placement import Spot, label_positions
from components.drawing.theme import LIGHT
from components.packs.file_safety import in_one_line
from components.packs.slides.charts import first_rows, legend, new_chart, quiet, rewrite_workbook, title_axis
from components.packs.slides.deck import Box, rgb, set_font

_LARGEST, _SMALLEST = 30.0, 7.0  # diameters in points; their areas grow with the population
_TOP: Final = 130  # room above 100 %, where many municipalities stand, for the names of the quadrants
_NAME_SIZE = 11
_STEP: Final = 5  # percentage points between the ticks of the horizontal axis
_UP_TO_100: Final = '[<=100]0"%";;'
_POSITIONS: Final = {
    "top center": XL_LABEL_POSITION.ABOVE, "bottom center": XL_LABEL_POSITION.BELOW,
    "middle left": XL_LABEL_POSITION.LEFT, "middle right": XL_LABEL_POSITION.RIGHT,
}  # fmt: skip


def add_scatter(slide: Any, box: Box, points: Points, words: str, made_on: str) -> None:
    """Draw municipalities as points; the workbook inside holds their names and populations beside the values."""
    values = [point.x for _, members in points.groups for point in members]
    left, right = _STEP * math.floor((min(values) - 1) / _STEP), _STEP * math.ceil((max(values) + 1) / _STEP)
    data = XyChartData(number_format="0.0")
    for mark, members in points.groups:
        series = data.add_series(in_one_line(mark.label_ja))
        for point in members:
            series.add_data_point(point.x, point.y)
    _add_medians(data, points, left, right)
    corners = _add_corners(data, points, left, right)
    chart = new_chart(slide, box, XL_CHART_TYPE.XY_SCATTER, data, words)
    _draw_axes(chart, points, left, right)
    drawn = list(chart.plots[0].series)
    largest = max((p.size or 0 for _, members in points.groups for p in members), default=0)
    for series, (mark, members) in zip(drawn, points.groups, strict=False):
        _draw_group(series, mark, members, largest, points.highlighted)
    _name_points(drawn, points, box, left, right)
    for series in drawn[len(points.groups) : len(points.groups) + 2]:
        _draw_median(series)
    _draw_corners(drawn[-1], corners)
    legend(chart)
    chart.legend._element.insert(1, parse_xml(
        f'<c:legendEntry {nsdecls("c")}><c:idx val="{len(drawn) - 1}"/><c:delete val="1"/></c:legendEntry>'
    ))  # fmt: skip
    rewrite_workbook(chart, made_on, _names_beside(chart, points))


def _add_medians(data: Any, points: Points, left: float, right: float) -> None:
    x, y = points.medians
    across = data.add_series(f"横軸の中央値 {x:.1f}%")
    across.add_data_point(x, 0)
    across.add_data_point(x, _TOP)
    up = data.add_series(f"縦軸の中央値 {y:.1f}%")
    up.add_data_point(left, y)
    up.add_data_point(right, y)


def _add_corners(data: Any, points: Points, left: float, right: float) -> list[tuple[str, Any]]:
    """Add four unseen points that carry the words of the quadrants; return words and position of each label."""
    series = data.add_series("区分の名前")
    corners = []
    for code, words in points.quadrants.items():
        is_right, is_upper = code.startswith("older"), code.endswith("upper")
        series.add_data_point(right if is_right else left, 122 if is_upper else 6)
        corners.append((words.replace("・", "\n"), XL_LABEL_POSITION.LEFT if is_right else XL_LABEL_POSITION.RIGHT))
    return corners


def _draw_axes(chart: Any, points: Points, left: float, right: float) -> None:
    for axis, name in ((chart.category_axis, points.x_ja), (chart.value_axis, points.y_ja)):
        quiet(axis)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _UP_TO_100, False
        title_axis(axis, f"{name}（%）")
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = left, right
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, _TOP
    chart.category_axis.major_unit, chart.value_axis.major_unit = _STEP, 20


def _draw_group(series: Any, mark: Mark, members: tuple[Point, ...], largest: float, highlighted: str | None) -> None:
    series.format.line.fill.background()
    _set_marker(series.marker, mark, _SMALLEST, is_chosen=False)
    for number, point in enumerate(members):
        share = math.sqrt(point.size / largest) if point.size and largest else 0.0
        is_chosen = point.area_code == highlighted
        _set_marker(series.points[number].marker, mark, max(_SMALLEST, share * _LARGEST), is_chosen=is_chosen)


def _set_marker(marker: Any, mark: Mark, size: float, *, is_chosen: bool) -> None:
    marker.style, marker.size = XL_MARKER_STYLE[mark.shape.office.upper()], round(size)
    if mark.is_hollow:
        marker.format.fill.background()
    else:
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = rgb(mark.light)
    edge = LIGHT.text if is_chosen else (mark.light if mark.is_hollow else LIGHT.background)
    marker.format.line.color.rgb, marker.format.line.width = rgb(edge), Pt(2.5 if is_chosen else 0.75)


def _name_points(drawn: list[Any], points: Points, box: Box, left: float, right: float) -> None:
    """Write the names of the points that carry one, each on the side where it hides least."""
    codes = points.named
    named = [
        (series, number, point)
        for series, (_, members) in zip(drawn, points.groups, strict=False)
        for number, point in enumerate(members)
        if point.area_code in codes
    ]
    spots = [
        Spot((p.x - left) / (right - left) * box.width * 0.88, p.y / _TOP * box.height * 0.7, 14, len(p.name_ja))
        for _, _, p in named
    ]
    for (series, number, point), position in zip(named, label_positions(spots), strict=True):
        _write_label(
            series.points[number].data_label, in_one_line(point.name_ja), _POSITIONS[position],
            bold=point.area_code == points.highlighted,
        )  # fmt: skip


def _write_label(label: Any, text: str, position: Any, *, bold: bool) -> None:
    label.text_frame.text = text
    label.position = position
    for paragraph in label.text_frame.paragraphs:
        set_font(paragraph, _NAME_SIZE, bold=bold)


def _draw_median(series: Any) -> None:
    series.marker.style = XL_MARKER_STYLE.NONE
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width, line.dash_style = rgb(LIGHT.text), Pt(1.25), MSO_LINE.DASH


def _draw_corners(series: Any, corners: list[tuple[str, Any]]) -> None:
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    for number, (words, position) in enumerate(corners):
        _write_label(series.points[number].data_label, words, position, bold=True)


def _names_beside(chart: Any, points: Points) -> dict[tuple[int, int], str | float]:
    """Return names and populations for the columns beside the values in the workbook of the chart."""
    cells: dict[tuple[int, int], str | float] = {}
    for first, (_, members) in zip(first_rows(chart), points.groups, strict=False):
        cells |= {(first - 1, 2): "市町村", (first - 1, 3): "人口（人）"}
        for offset, point in enumerate(members):
            cells[first + offset, 2] = in_one_line(point.name_ja)
            if point.size is not None:
                cells[first + offset, 3] = point.size
    return cells
