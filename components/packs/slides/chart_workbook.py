"""The workbook inside a native chart of a presentation, which opens with "Edit data" in PowerPoint.

python-pptx writes one of its own, in which a name that begins with "=" becomes a formula and the moment of writing
differs each time. It is written again here from what the chart shows: every text as a text, every cell at the place
that the chart refers to, so that chart and workbook cannot disagree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import xlsxwriter
from pptx.oxml.ns import qn

from components.packs.file_safety import NO_MAGIC, fixed_properties, same_bytes, write_text

Cells = dict[tuple[int, int], str | float]
_RANGE = re.compile(r"!\$(?P<column>[A-Z]+)\$(?P<row>\d+)")


def rewrite(chart: Any, made_on: str, beside: Mapping[tuple[int, int], str | float] | None = None) -> None:
    """Replace the workbook of a chart.

    Args:
        beside: Further cells that help who edits: (row, column) from 0 → value.
    """
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
    for reference in chart._chartSpace.iter(qn("c:f")):
        place = _RANGE.search(reference.text)
        if place is None:
            continue
        row, column = int(place["row"]) - 1, _column_number(place["column"])
        for offset, value in _cached(reference.getparent()):
            cells[row + offset, column] = value
    return cells


def first_rows(chart: Any) -> list[int]:
    """Return the row (from 0) of the first value of each series of a scatter."""
    places = (_RANGE.search(x.find(f".//{qn('c:f')}").text) for x in chart._chartSpace.iter(qn("c:xVal")))
    return [int(match["row"]) - 1 for match in places if match]


def _cached(reference: Any) -> Iterator[tuple[int, str | float]]:
    """Yield offset and value of each point that a reference keeps beside its formula."""
    is_number = reference.tag == qn("c:numRef")
    for point in reference.iter(qn("c:pt")):
        text = point.find(qn("c:v")).text or ""
        yield int(point.get("idx")), float(text) if is_number else text


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
