"""Native charts on slides, editable in PowerPoint: bars of counts, shares with bounds, and the workbook inside a chart.

Groups differ by pattern as well as by colour, and every value stands beside its mark, so that a print in black and
white can be read. python-pptx writes a workbook of its own, in which a name that begins with "=" becomes a formula and
the moment of writing differs each time. It is written again here from what the chart shows: every text as a text, every
cell at the place that the chart refers to, so that chart and workbook cannot disagree.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter.utility import xl_cell_to_rowcol

from components.drawing.marks import PATTERNS, Mark
from components.drawing.model import Bars, Shares
from components.drawing.theme import LIGHT
from components.packs.file_safety import NO_MAGIC, fixed_properties, in_one_line, same_bytes, write_text
from components.packs.slides.deck import Box, describe, rgb

Cells = dict[tuple[int, int], str | float]
_RANGE = re.compile(r"!\$(?P<column>[A-Z]+)\$(?P<row>\d+)")


def rewrite_workbook(chart: Any, made_on: str, beside: Mapping[tuple[int, int], str | float] | None = None) -> None:
    """Replace the workbook of a chart; `beside` are further cells for who edits: (row, column) from 0 → value."""
    cells = shown_cells(chart) | dict(beside or {})
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **NO_MAGIC})
    book.set_properties(fixed_properties("図のデータ", made_on))
    sheet = book.add_worksheet("Sheet1")  # the name that the chart's references use
    texts = {"plain": book.add_format(), "guarded": book.add_format({"quote_prefix": True})}
    for (row, column), value in cells.items():
        if isinstance(value, str):
            write_text(sheet, row, column, value, texts["plain"], texts["guarded"])
        else:
            sheet.write_number(row, column, value)
    sheet.set_column(0, max((column for _, column in cells), default=0), 18)
    book.close()
    chart.part.chart_workbook.update_from_xlsx_blob(same_bytes(buffer.getvalue()))


def shown_cells(chart: Any) -> Cells:
    """Return the cells that a chart refers to with the values it shows: (row, column) from 0 → value."""
    cells: Cells = {}
    for formula in chart._chartSpace.iter(qn("c:f")):
        place = _RANGE.search(formula.text)
        if place is None:
            continue
        row, column = xl_cell_to_rowcol(f"{place['column']}{place['row']}")
        reference = formula.getparent()
        for point in reference.iter(qn("c:pt")):
            text = point.find(qn("c:v")).text or ""
            cells[row + int(point.get("idx")), column] = float(text) if reference.tag == qn("c:numRef") else text
    return cells


def first_rows(chart: Any) -> list[int]:
    """Return the row (from 0) of the first value of each series of a scatter."""
    places = (_RANGE.search(x.find(f".//{qn('c:f')}").text) for x in chart._chartSpace.iter(qn("c:xVal")))
    return [int(match["row"]) - 1 for match in places if match]


TEXT_SIZE: Final = 12
_CLOSE: Final = 8  # from so many bars on their names are smaller
_FRAME, _BAR = 96.0, 56.0  # points for scale, legend and title, and most for one bar
_HIDE_ZERO: Final = "#,##0;-#,##0;;"


def add_bars(slide: Any, box: Box, bars: Bars, words: str, made_on: str) -> None:
    """Draw counts as horizontal bars stacked by group, the first bar on top; several groups show their total, too."""
    data = CategoryChartData(number_format="#,##0")
    is_split = len(bars.series) > 1
    data.categories = [
        in_one_line(f"{label}（計{total:,}）" if is_split else label)
        for label, total in zip(bars.labels, bars.totals, strict=True)
    ]
    for series in bars.series:
        data.add_series(in_one_line(series.mark.label_ja), series.values)
    chart = _add(slide, _tight(box, len(bars.labels)), XL_CHART_TYPE.BAR_STACKED, data, words)
    _first_on_top(chart, gap=40)
    value_axis = chart.value_axis
    value_axis.minimum_scale, value_axis.tick_labels.number_format = 0, "#,##0"
    value_axis.tick_labels.number_format_is_linked = False
    if max(bars.totals) < 8:
        value_axis.major_unit = 1  # counts have no halves
    title_axis(value_axis, bars.counter)
    for drawn, series in zip(chart.plots[0].series, bars.series, strict=True):
        fill(drawn.format, series.mark)
        _boxed_labels(drawn, _HIDE_ZERO, XL_LABEL_POSITION.CENTER)
    chart.has_legend = is_split
    if is_split:
        legend(chart)
    rewrite_workbook(chart, made_on)


def add_shares(slide: Any, box: Box, shares: Shares, words: str, made_on: str) -> None:
    """Draw shares from 0 to 100 % with their words; whiskers reach to the bounds that missing reports leave."""
    data = CategoryChartData(number_format="0.0")
    data.categories = [in_one_line(f"{row.label}　{row.text}") for row in shares.rows]
    data.add_series("割合（%）", [row.pct for row in shares.rows])
    chart = _add(slide, _tight(box, len(shares.rows)), XL_CHART_TYPE.BAR_CLUSTERED, data, words)
    _first_on_top(chart, gap=70)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 20
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = '0"%"', False
    chart.has_legend = False
    series = chart.plots[0].series[0]
    fill(series.format, Mark("割合", LIGHT.sequence[1], LIGHT.sequence[1], "circle", ""))
    series.format.line.color.rgb = rgb(LIGHT.accent)
    _boxed_labels(series, '0.0"%"', XL_LABEL_POSITION.INSIDE_BASE)
    if any(row.lowest is not None for row in shares.rows):
        _whiskers(series, shares)
    rewrite_workbook(chart, made_on, {(0, 2): "下限までの差", (0, 3): "上限までの差"})


def fill(shape_format: Any, mark: Mark) -> None:
    """Fill a bar with a group's colour and pattern (light mode, for paper)."""
    filling = shape_format.fill
    pattern = PATTERNS[mark.pattern].office
    if pattern:
        filling.patterned()
        filling.pattern = MSO_PATTERN[pattern.upper()]
        filling.fore_color.rgb, filling.back_color.rgb = rgb(LIGHT.background), rgb(mark.light)
    else:
        filling.solid()
        filling.fore_color.rgb = rgb(mark.light)
    shape_format.line.color.rgb, shape_format.line.width = rgb(mark.light), Pt(0.75)


def legend(chart: Any) -> None:
    """Put the legend above the chart, outside of the drawing."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(TEXT_SIZE)


def title_axis(axis: Any, text: str) -> None:
    """Name an axis with its unit."""
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = in_one_line(text)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(TEXT_SIZE), False, rgb(LIGHT.muted)


def quiet(axis: Any) -> None:
    """Draw an axis and its grid as hairlines."""
    axis.format.line.color.rgb = rgb(LIGHT.line)
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
    axis.tick_labels.font.size = Pt(TEXT_SIZE)


def new_chart(slide: Any, box: Box, kind: Any, data: Any, words: str) -> Any:
    """Return a new chart with Japanese text, without a title of its own."""
    frame = slide.shapes.add_chart(kind, *(Pt(side) for side in (box.left, box.top, box.width, box.height)), data)
    describe(frame, words.split("。")[0], words)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(TEXT_SIZE), rgb(LIGHT.text)
    properties = chart._chartSpace.find(qn("c:txPr")).find(f".//{qn('a:defRPr')}")
    for tag in ("c:axId", "c:crossAx"):
        for number in chart._chartSpace.iter(qn(tag)):
            # python-pptx numbers below 0, against the schema; LibreOffice knows no number above 2**31.
            number.set("val", number.get("val").lstrip("-"))
    for script, name in (("latin", "+mn-lt"), ("ea", "+mn-ea")):
        properties.append(parse_xml(f'<a:{script} {nsdecls("a")} typeface="{name}"/>'))
    return chart


def _add(slide: Any, box: Box, kind: Any, data: Any, words: str) -> Any:
    chart = new_chart(slide, box, kind, data, words)
    for axis in (chart.category_axis, chart.value_axis):
        quiet(axis)
    return chart


def _tight(box: Box, bars: int) -> Box:
    """Return the upper part of a box in which so many bars do not become blocks."""
    return replace(box, height=min(box.height, _FRAME + _BAR * bars))


def _first_on_top(chart: Any, gap: int) -> None:
    axis = chart.category_axis
    axis.reverse_order, axis.has_major_gridlines = True, False
    # Turning the order around moves the scale to the top; "high" is then the lower edge.
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    chart.plots[0].gap_width = gap
    if len(chart.plots[0].categories) > _CLOSE:
        axis.tick_labels.font.size = Pt(TEXT_SIZE - 2)
    # Every bar has its name, also where they stand close together.
    axis._element.insert_element_before(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'), "c:noMultiLvlLbl")


def _boxed_labels(series: Any, number_format: str, position: Any) -> None:
    """Show values on white, so that they can be read on every pattern."""
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, number_format, False
    labels.font.size, labels.font.color.rgb = Pt(TEXT_SIZE), rgb(LIGHT.text)
    labels.position = position
    ground = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{LIGHT.background[1:]}"/></a:solidFill></c:spPr>'
    )
    later = ("c:txPr", "c:dLblPos", "c:showLegendKey", "c:showVal")
    labels._element.insert_element_before(ground, *later)


def _whiskers(series: Any, shares: Shares) -> None:
    """Add error bars from the share down and up to its bounds; python-pptx has none of its own."""
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{_custom('plus', 'D', [row.above for row in shares.rows])}{_custom('minus', 'C', [row.below for row in shares.rows])}"
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{LIGHT.text[1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.insert_element_before(bars, "c:cat", "c:val", "c:smooth", "c:extLst")


def _custom(side: str, column: str, values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))
    return (
        f"<c:{side}><c:numRef><c:f>Sheet1!${column}$2:${column}${len(values) + 1}</c:f><c:numCache>"
        f'<c:formatCode>0.0</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef></c:{side}>'
    )
