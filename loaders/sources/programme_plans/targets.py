"""Target statements, targets and stated results of one record, with the tables of aims inside a cell."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from loaders.document import ParsedDocument, add_statement, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.results import add_result, add_results, match_results, read_results_in_prose
from loaders.sources.programme_plans.target_rows import target_rows, wordy_target
from loaders.text.aim import Aim, Reading, total_in, unread_in
from loaders.text.aim_labels import without_digits
from loaders.text.aims import read_aims
from loaders.text.era_dates import WrittenPeriod, periods_in
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns
from loaders.text.quantities import Quantity, prepare, quantities_in

_RE = Patterns(__file__)


@dataclass(frozen=True)
class _Column:
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
    single = False  # Whether the columns of the table are apart by single blanks
    for line, text in lines:
        cells = [prepare(cell) for cell in _RE.column_gap.split(text.strip(" \t|｜"))]
        words = [prepare(word) for word in text.split()] if len(cells) == 1 else []
        is_heading = len(words) > 2 and all(_RE.heading_word.fullmatch(word) for word in words)
        cells = words if is_heading or (single and len(words) == len(columns)) else cells
        single = is_heading or (single and bool(columns))
        if found := _table_heading(cells, fiscal_year):
            columns = found
        elif columns and len(cells) >= 2 and _read_table_row(line, cells, columns, reading):
            continue
        else:
            columns = columns if not text.strip() else []
            rest.append((line, text))
    return rest, reading


def _table_heading(cells: list[str], fiscal_year: int | None) -> list[_Column]:
    """Return the columns of a heading row: at least one of targets beside one of labels or results; else none."""
    columns = []
    for index, cell in enumerate(cells):
        periods = periods_in(cell, fiscal_year)
        if len(cell) > 20 or quantities_in(cell):
            return []
        role = "unit" if _RE.unit_heading.match(cell) else ""
        if not role and _RE.result_heading.search(cell):
            role = "result"
        elif not role and (_RE.target_heading.search(cell) and (index or periods)):
            role = "target"
        elif not role and periods and len(cell) <= 12:
            role = "result" if periods[-1].fiscal_year < (fiscal_year or 0) else "target"
        elif not role and (_RE.label_heading.search(cell) or not index):
            role = "label"
        columns.append(_Column(role, periods[-1] if periods else None))
    roles = [column.role for column in columns]
    return columns if "target" in roles and ("result" in roles or "label" in roles) and len(roles) > 1 else []


def _read_table_row(line: int, cells: list[str], columns: list[_Column], reading: Reading) -> bool:
    """Add the aims of one row; return whether it was a row of the table."""
    if len(cells) == len(columns) - 1 and columns[0].role != "label":
        return False
    if len(cells) == len(columns) + 1 and columns[0].role != "label":
        columns = [_Column("label", None), *columns]  # Nothing stands above the labels
    named = dict(zip(range(len(columns)), cells, strict=False))
    label = next((named.get(i, "") for i, c in enumerate(columns) if c.role == "label"), cells[0])
    unit = next((named.get(i, "") for i, c in enumerate(columns) if c.role == "unit"), "")
    if in_label := _RE.unit_in_brackets.search(label):
        unit, label = unit or in_label["unit"], label[: in_label.start()]
    found = []
    for column, cell in zip(columns, cells, strict=False):
        if column.role in {"result", "target"} and (quantity := _quantity_of(cell, unit)):
            found.append((column, quantity, cell))
        elif column.role not in {"label", "unit"}:
            reading.unread += unread_in(line, cell, [])
    if not any(column.role == "target" for column, _, _ in found):
        return False
    baseline = next((quantity.value for column, quantity, _ in found if column.role == "result"), None)
    for column, quantity, cell in found:
        quote, comparator = f"{label} {cell}"[:60], _comparator(cell, quantity)
        aim = Aim(quantity, line, column.role, without_digits(label), "", comparator, quote, period=column.period)
        aim.order, aim.is_baseline = len(reading.aims), column.role == "result"
        aim.baseline = None if aim.is_baseline else baseline
        reading.aims.append(aim)
    return True


def _quantity_of(cell: str, unit: str) -> Quantity | None:
    if quantities := quantities_in(cell):
        return quantities[0]
    bare = _RE.bare_number.match(cell.strip())
    return Quantity(float(bare["number"].replace(",", "")), None, unit, 0, len(cell)) if bare else None


def _comparator(cell: str, quantity: Quantity) -> str:
    if quantity.value_max is not None:
        return "range"
    if "以上" in cell:
        return "ge"
    if re.search(r"以下|以内|未満", cell):
        return "le"
    return "approx" if re.search(r"約|程度", cell) else "eq"


Summaries = Mapping[str, tuple[str, str]]

_PROSE, _CELL_NAMES = _RE.declared["prose"], _RE.declared["cell_names"]


def add_targets(out: ParsedDocument, context: PlanContext, fields: Sequence[Field], summaries: Summaries) -> None:
    """Add the statements of all 成果目標 cells, their targets and results, and results stated elsewhere."""
    for cell in fields:
        if cell.code == "target" and cell.parts and folded(cell.text):
            _add_statement(out, context, cell, fields, summaries)
    for cell in fields:
        if cell.code in _PROSE:
            for aim in read_results_in_prose(_lines(cell, " "), context.fiscal_year):
                add_result(out, context, aim, None, cell_name=_CELL_NAMES.get(cell.code, ""))


def read_appendix(out: ParsedDocument, context: PlanContext, lines: Sequence[tuple[int, str]]) -> None:
    """Add the results that a page behind the form lists under a heading such as 「活動の成果」, with its period."""
    year, heading, in_results = context.fiscal_year, "", False
    for line, text in lines:
        item = _RE.list_item.match(text)
        if not item and text.strip():
            # A period on a line of its own under the heading dates the list, too
            is_dated = bool(heading) and bool(periods_in(prepare(text), year))
            in_results = bool(_RE.appendix_heading.search(text)) or is_dated
            heading = heading + prepare(text) if in_results else ""
        elif item and in_results:
            for aim in read_aims([(line, f"【実績{heading}】{text[item.end() :]}")], year).aims:
                add_result(out, context, aim, None)


def _lines(cell: Field, joint: str) -> list[tuple[int, str]]:
    """Return (line, text) with the cells of one line joined: two flattened columns stay in reading order."""
    by_line = groupby(cell.parts, key=lambda part: part[0])
    return [(line, joint.join(text for _, text in parts)) for line, parts in by_line]


def _read(cell: Field, fiscal_year: int | None) -> Reading:
    """Return what the tables and the text of a cell say, in the order of its lines."""
    prose, tables = split_tables(_lines(cell, "\t"), fiscal_year)
    text = read_aims([(line, words.replace("\t", " ")) for line, words in prose], fiscal_year)
    aims = sorted([*tables.aims, *text.aims], key=lambda aim: aim.line)
    for order, aim in enumerate(aims):
        aim.order = order
    return Reading(aims, [*tables.unread, *text.unread])


def _add_statement(
    out: ParsedDocument, context: PlanContext, cell: Field, fields: Sequence[Field], summaries: Summaries
) -> None:
    statement_id = f"{context.record_id}-{cell.scope}"
    reading = _read(cell, context.fiscal_year)
    _find_totals(reading, fields)
    base = {"statement_id": statement_id, "area_code": context.area_code, "pillar": cell.scope}
    targets = [aim for aim in reading.aims if aim.role == "target"]
    where = provenance(context.record_id, cell.line_start, cell.line_end, tidy(cell.text)[:40])
    has_number = any(not math.isnan(aim.quantity.value) for aim in targets)
    unread = bool(reading.unread)
    add_statement(out, base, cell.text, summaries, where, has_number=has_number, has_unread_number=unread)
    for number in reading.unread:
        place = {"record_id": context.record_id, "row_key": statement_id, "line_start": number.line}
        out.notes["number_not_read"].append({**place, "words": number.words})
    rows, rows_by_aim = target_rows(context, base, targets)
    for row in rows or [wordy_target(context, base, cell)]:
        out.add("targets", row)
    for aim, row in rows_by_aim:
        if aim.from_result:
            out.notes["result_as_target"].append({"target_id": row["target_id"]})
    results = [aim for aim in reading.aims if aim.role == "result" or aim.from_result or aim.also_result]
    add_results(out, context, base, results, match_results(rows_by_aim, results))


def _find_totals(reading: Reading, fields: Sequence[Field]) -> None:
    """Give all-units aims without a total the one that the record states for the unit, if it states just one."""
    for aim in reading.aims:
        if aim.all_units and aim.all_units.total is None:
            alike = (other for other in reading.aims if other.quantity.unit == aim.quantity.unit)
            texts = (prepare(cell.text) for cell in fields if cell.code != "careers")
            stated = {other.out_of for other in alike if other.out_of}
            stated = stated or {total for text in texts for total in total_in(text, aim.all_units.unit)}
            aim.units_total = stated.pop() if len(stated) == 1 else None
        else:
            aim.units_total = aim.all_units.total if aim.all_units else aim.out_of or aim.units_total
