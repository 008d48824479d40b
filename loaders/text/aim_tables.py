"""Tables of aims inside a cell: 指標, 現状値, 目標値 as columns, apart by tabs, bars or aligned blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.text.aim import Aim, Reading, Unread
from loaders.text.aim_labels import without_digits
from loaders.text.aim_words import unread_in
from loaders.text.periods import WrittenPeriod, periods_in
from loaders.text.quantities import Quantity, prepare, quantities_in

_COLUMN = re.compile(r"\t|\s*[|｜]\s*|[ 　]{2,}")
_LABEL_HEADING = re.compile(r"指標|項目|内容|取組|事業|目標名|区分|名称|成果")
_RESULT_HEADING = re.compile(r"現状|実績|現在|基準|前年")
_TARGET_HEADING = re.compile(r"目標|計画値?|見込")
_UNIT_HEADING = re.compile(r"^単位$")
_UNIT_IN_BRACKETS = re.compile(r"\((?:単位:?)?(?P<unit>[^()\d]{1,6})\)$")
_BARE_NUMBER = re.compile(r"^約?(?P<number>[\d,]+(?:\.\d+)?)(?:以上|程度)?$")


@dataclass(frozen=True)
class _Column:
    """What a column holds."""

    role: str  # label, unit, result, target, or "" for other words
    period: WrittenPeriod | None


def split_tables(lines: Sequence[tuple[int, str]], fiscal_year: int | None) -> tuple[list[tuple[int, str]], Reading]:
    """Return the lines of a cell that are no table, and what its tables say.

    Args:
        lines: (line number, text) of the cell; its cells apart by tabs, if it has several.
    """
    rest: list[tuple[int, str]] = []
    reading = Reading()
    columns: list[_Column] = []
    for line, text in lines:
        cells = [prepare(cell) for cell in _COLUMN.split(text.strip(" \t|｜"))]
        if found := _heading(cells, fiscal_year):
            columns = found
        elif columns and len(cells) >= 2 and _read_row(line, cells, columns, reading):
            continue
        else:
            columns = columns if not text.strip() else []
            rest.append((line, text))
    return rest, reading


def _heading(cells: list[str], fiscal_year: int | None) -> list[_Column]:
    """Return the columns of a heading row: at least one of targets beside one of labels or results; else none."""
    columns = []
    for index, cell in enumerate(cells):
        periods = periods_in(cell, fiscal_year)
        if len(cell) > 20 or quantities_in(cell):
            return []
        role = "unit" if _UNIT_HEADING.match(cell) else ""
        if not role and _RESULT_HEADING.search(cell):
            role = "result"
        elif not role and (_TARGET_HEADING.search(cell) and (index or periods)):
            role = "target"
        elif not role and periods and len(cell) <= 12:
            role = "result" if periods[-1].fiscal_year < (fiscal_year or 0) else "target"
        elif not role and (_LABEL_HEADING.search(cell) or not index):
            role = "label"
        columns.append(_Column(role, periods[-1] if periods else None))
    roles = [column.role for column in columns]
    return columns if "target" in roles and ("result" in roles or "label" in roles) and len(roles) > 1 else []


def _read_row(line: int, cells: list[str], columns: list[_Column], reading: Reading) -> bool:
    """Add the aims of one row; return whether it was a row of the table."""
    if len(cells) == len(columns) - 1 and columns[0].role != "label":
        return False
    named = dict(zip(range(len(columns)), cells, strict=False))
    label = next((named.get(i, "") for i, c in enumerate(columns) if c.role == "label"), cells[0])
    unit = next((named.get(i, "") for i, c in enumerate(columns) if c.role == "unit"), "")
    if in_label := _UNIT_IN_BRACKETS.search(label):
        unit, label = unit or in_label["unit"], label[: in_label.start()]
    found = []
    for column, cell in zip(columns, cells, strict=False):
        if column.role in {"result", "target"} and (quantity := _quantity_of(cell, unit)):
            found.append((column, quantity, cell))
        elif column.role not in {"label", "unit"}:
            reading.unread += [Unread(line, words) for words in unread_in(cell, [])]
    if not any(column.role == "target" for column, _, _ in found):
        return False
    baseline: float | None = None
    for column, quantity, cell in found:
        aim = Aim(
            quantity, line, column.role, without_digits(label), "", _comparator(cell, quantity), f"{label} {cell}"[:60]
        )
        aim.period, aim.order = column.period, len(reading.aims)
        if column.role == "result":
            baseline, aim.is_baseline = quantity.value, True
        else:
            aim.baseline = baseline
        reading.aims.append(aim)
    return True


def _quantity_of(cell: str, unit: str) -> Quantity | None:
    quantities = quantities_in(cell)
    if quantities:
        return quantities[0]
    bare = _BARE_NUMBER.match(cell.strip())
    return Quantity(float(bare["number"].replace(",", "")), None, unit, 0, len(cell)) if bare else None


def _comparator(cell: str, quantity: Quantity) -> str:
    if quantity.value_max is not None:
        return "range"
    if "以上" in cell:
        return "ge"
    if re.search(r"以下|以内|未満", cell):
        return "le"
    return "approx" if re.search(r"約|程度", cell) else "eq"
