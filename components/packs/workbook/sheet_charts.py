"""Native charts on the sheets of a workbook, drawn from cells beside them, so that editing the cells moves the chart."""

from typing import Any, Final

import pandas as pd

from components.drawing.declared import DECLARED
from components.drawing.marks import PATTERNS, Mark
from components.drawing.model import AreaMap, Bars, Chart, Points, Shares, Tiles
from components.drawing.theme import LIGHT
from components.packs.file_safety import as_number

_FONT: Final = {"name": "BIZ UDPゴシック", "size": 10}
_WIDTH, _FRAME, _BAR, _SCATTER = 760, 120, 26, 460  # pixels


def chart_table(chart: Chart) -> pd.DataFrame:
    """Return the numbers that a chart draws, as a table with Japanese headings."""
    match chart:
        case Bars():
            columns = {f"{series.mark.label_ja}（{chart.counter}）": series.values for series in chart.series}
            return pd.DataFrame({"区分": chart.labels, **columns})
        case Shares():
            rows = [(row.label, row.pct, row.lowest, row.highest, row.text) for row in chart.rows]
            return pd.DataFrame(rows, columns=["区分", "割合（%）", "最低（%）", "最高（%）", "説明"])
        case Points():
            pct = [f"{name}（%）" for name in (chart.x_ja, chart.y_ja)]
            headings = ["計画書にある事業", "市町村", DECLARED["area_code"], *pct, "人口（人）"]
            points = [(mark, point) for mark, members in chart.groups for point in members]
            cells = [(mark.label_ja, p.name_ja, p.area_code, p.x, p.y, p.size) for mark, p in points]
            return pd.DataFrame(cells, columns=headings)
        case AreaMap():
            labels = [entry.label_ja for entry in chart.classes]
            unit = f"（{chart.unit_ja}）" if chart.unit_ja else ""
            return pd.DataFrame({f"区分{unit}": labels, "市町村数（市町村）": chart.counts})
        case Tiles():
            numbers = [(item.label, as_number(item.value), item.unit, item.note) for item in chart.numbers]
            return pd.DataFrame(numbers, columns=["項目", "値", "単位", "説明"])


def height(chart: Chart | None) -> int:
    """Return the height of a chart in pixels; 0 where nothing is drawn."""
    match chart:
        case Bars() if chart.series:
            bars = len(chart.labels)
        case Shares() if chart.rows:
            bars = len(chart.rows)
        case AreaMap() if chart.classes:
            bars = len(chart.classes)
        case Points():
            return _SCATTER
        case _:
            return 0
    return _FRAME + _BAR * bars


def add_chart(book: Any, sheet: Any, chart: Chart, title: str, top: int, data_top: int) -> None:
    """Draw a chart at row `top` over the cells of `chart_table`, whose headings are in row `data_top` (from 0)."""
    match chart:
        case Bars() if chart.series:
            drawn = _bars(book, sheet, chart, data_top)
        case Shares() if chart.rows:
            drawn = _shares(book, sheet, chart, data_top)
        case Points():
            drawn = _scatter(book, sheet, chart, data_top)
        case AreaMap() if chart.classes:
            drawn = _classes(book, sheet, chart, data_top)
        case _:
            return
    drawn.set_title({"none": True})
    drawn.set_size({"width": _WIDTH, "height": height(chart)})
    sheet.insert_chart(top, 0, drawn, {"description": title, "object_position": 2})


def _bars(book: Any, sheet: Any, chart: Bars, top: int) -> Any:
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = top + len(chart.labels)
    for column, series in enumerate(chart.series, start=1):
        cells = _cells(sheet, top, last, column)
        drawn.add_series({**cells, "data_labels": _labels("#,##0;-#,##0;;"), "gap": 40, **_filled(series.mark)})
    _finish_bars(drawn, chart.counter, {"min": 0, "num_format": "#,##0"})
    if len(chart.series) == 1:
        drawn.set_legend({"none": True})
    return drawn


def _shares(book: Any, sheet: Any, chart: Shares, top: int) -> Any:
    drawn = book.add_chart({"type": "bar"})
    last = top + len(chart.rows)
    below, above = [row.below for row in chart.rows], [row.above for row in chart.rows]
    series = {
        **_cells(sheet, top, last, 1), "data_labels": {**_labels('0.0"%"'), "position": "inside_base"},
        "fill": {"color": LIGHT.sequence[1]}, "border": {"color": LIGHT.accent}, "gap": 70,
    }  # fmt: skip
    if any(above) or any(below):
        series["x_error_bars"] = {"type": "custom", "plus_values": above, "minus_values": below}
    drawn.add_series(series)
    _finish_bars(drawn, "%", {"min": 0, "max": 100, "major_unit": 20})
    drawn.set_legend({"none": True})
    return drawn


def _scatter(book: Any, sheet: Any, chart: Points, top: int) -> Any:
    drawn = book.add_chart({"type": "scatter"})
    first, named = top + 1, chart.named
    for mark, members in chart.groups:
        last = first + len(members) - 1
        names = [
            {"value": f"='{sheet.name}'!$B${row}"} if point.area_code in named else {"delete": True}
            for row, point in enumerate(members, start=first + 1)
        ]
        fill = {"none": True} if mark.is_hollow else {"color": mark.light}
        drawn.add_series({
            "name": mark.label_ja,
            "categories": [sheet.name, first, 3, last, 3],
            "values": [sheet.name, first, 4, last, 4],
            "marker": {"type": mark.shape.office, "size": 8, "fill": fill, "border": {"color": mark.light}},
            "data_labels": {"value": True, "custom": names, "position": "above", "font": {**_FONT, "size": 8}},
        })  # fmt: skip
        first = last + 1
    drawn.set_x_axis(_axis(f"{chart.x_ja}（%）"))
    drawn.set_y_axis({**_axis(f"{chart.y_ja}（%）"), "min": 0, "max": 105, "major_unit": 20})
    drawn.set_legend({"position": "top", "font": _FONT})
    return drawn


def _classes(book: Any, sheet: Any, chart: AreaMap, top: int) -> Any:
    drawn = book.add_chart({"type": "bar"})
    last = top + len(chart.classes)
    edge = {"border": {"color": LIGHT.muted}}
    points = [_filled(Mark("", entry.fill, entry.fill, "", entry.pattern)) | edge for entry in chart.classes]
    drawn.add_series({**_cells(sheet, top, last, 1), "points": points, "data_labels": _labels("#,##0"), "gap": 40})
    _finish_bars(drawn, "市町村", {"min": 0, "num_format": "#,##0"})
    drawn.set_legend({"none": True})
    return drawn


def _cells(sheet: Any, top: int, last: int, column: int) -> dict[str, list[Any]]:
    """Return where a series of bars has its name, the texts of its bars and its values."""
    texts, values = [sheet.name, top + 1, 0, last, 0], [sheet.name, top + 1, column, last, column]
    return {"name": [sheet.name, top, column], "categories": texts, "values": values}


def _finish_bars(drawn: Any, unit: str, scale: dict[str, Any]) -> None:
    # Turning the order around moves the scale to the top; "high" is then the lower edge.
    drawn.set_y_axis({"reverse": True, "num_font": _FONT, "interval_unit": 1})
    drawn.set_x_axis({**_axis(unit), **scale, "label_position": "high"})
    drawn.set_legend({"position": "top", "font": _FONT})


def _axis(name: str) -> dict[str, Any]:
    grid = {"visible": True, "line": {"color": LIGHT.line}}
    return {"name": name, "name_font": {**_FONT, "bold": False}, "num_font": _FONT, "major_gridlines": grid}


def _labels(number_format: str) -> dict[str, Any]:
    ground = {"fill": {"color": LIGHT.background}, "font": {**_FONT, "color": LIGHT.text}}
    return {"value": True, "num_format": number_format, **ground}


def _filled(mark: Mark) -> dict[str, Any]:
    office = PATTERNS[mark.pattern].office
    if not office:
        return {"fill": {"color": mark.light}}
    pattern = {"pattern": office, "fg_color": LIGHT.background, "bg_color": mark.light}
    return {"pattern": pattern, "border": {"color": mark.light}}
