"""The rows of a form: what stands in each cell, as typed values, and as the rows that a report adds to the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from openpyxl.utils import get_column_letter

from data.schema import LIVE_TABLES
from loaders.document import Row
from loaders.reports.cells import Cell
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.findings import Finding, ReportError, finding_at, problem
from loaders.reports.layout import AREA_INPUTS, AREA_NUMBERS, INPUTS, MOST_LETTERS, NOTE_LABEL, FormColumn, is_counted
from loaders.text.normalise import folded

MOST = LIVE_TABLES["reported_achievements"].column("value").maximum or 0
FIRST_DAY, LAST_DAY = "1947-01-01", "2101-03-31"
_EMPTY = Cell("")


@dataclass
class Entry:
    """One row of a form: the cells by field, and what they say."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    target: FormTarget | None = None  # The target of the row; None in the sheet of service areas
    values: Row = field(default_factory=dict)  # Typed values by field; a cell that could not be read is absent
    findings: list[Finding] = field(default_factory=list)  # What was found while reading and checking

    def note(self, error: ReportError, column: str = "") -> None:
        """Record what is wrong in this row at one of its cells."""
        address = self.cells.get(column, _EMPTY).address
        self.findings.append(finding_at(error, self.sheet, self.row, column, address, self.comment))

    def get(self, name: str) -> float | None:
        """Return a number of the row, or None."""
        value = self.values.get(name)
        return None if value is None else float(value)

    @property
    def comment(self) -> str:
        """Return the comment of the row, "" where there is none."""
        cell = self.cells.get("comment_ja", _EMPTY)
        return "" if cell.is_formula else cell.text[:MOST_LETTERS]

    @property
    def is_held(self) -> bool:
        """Return whether an error, or a question without an answer, keeps the row from being accepted."""
        return any(one.holds for one in self.findings)


@dataclass(frozen=True)
class SheetRows:
    """The rows below the headings of a sheet, by field, and the texts above them."""

    rows: Sequence[tuple[int, Mapping[str, Cell]]]
    above: Sequence[Sequence[Cell]]

    @property
    def note(self) -> str:
        """Return what the municipality added above the headings, "" where nothing."""
        for row in self.above:
            for label, cell in pairwise(row):
                if folded(label.text) == NOTE_LABEL:
                    return "" if cell.is_formula else cell.text
        return ""


def sheet_rows(name: str, grid: Sequence[tuple[int, Sequence[Cell]]], columns: Sequence[FormColumn]) -> SheetRows:
    """Return the rows of a sheet; columns are found by their headings, wherever they stand.

    The hidden one with the ids of the targets may be lost: `checked_rows` knows targets by their words, too.

    Raises:
        ReportError: A heading is missing or stands twice.
    """
    known = {folded(column.heading): column.name for column in columns}
    shared = [len({folded(cell.text) for cell in cells if cell.value is not None} & known.keys()) for _, cells in grid]
    header = shared.index(max(shared)) if shared else -1
    headings = [known.get(folded(cell.text), "") for cell in grid[header][1]] if grid else []
    missing = [one.heading for one in columns if one.name not in headings and one.name != "target_id"]
    twice = [column.heading for column in columns if headings.count(column.name) > 1]
    if missing or twice:
        fault = "missing" if missing else "twice"
        raise problem(f"report.columns/{fault}", sheet=name, headings="、".join(missing or twice))
    rows: list[tuple[int, Mapping[str, Cell]]] = []
    for number, cells in grid[header + 1 :]:
        behind = (Cell(f"{get_column_letter(at + 1)}{number}") for at in range(len(cells), len(headings)))
        rows.append((number, {name: cell for name, cell in zip(headings, [*cells, *behind], strict=False) if name}))
    return SheetRows(rows, [cells for _, cells in grid[:header]])


def read_entry(entry: Entry, columns: Sequence[FormColumn]) -> None:
    """Fill in the typed values of a row; what cannot be read becomes a finding."""
    for column in columns:
        try:
            value, note = column.read(entry.cells.get(column.name, _EMPTY), entry.target)
        except ReportError as error:
            entry.note(error, column.name)
            continue
        except (OverflowError, ValueError):  # of a number with hundreds of digits
            entry.note(problem("report.too_large", most=f"{MOST:,.0f}"), column.name)
            continue
        if beyond := _out_of_bounds(column, value):
            entry.note(beyond, column.name)
            continue
        if note is not None:
            entry.note(note, column.name)
        if value is not None:
            entry.values[column.name] = value


def _out_of_bounds(column: FormColumn, value: object) -> ReportError | None:
    """Return what is wrong with a value that no store takes: too large, too long, outside the calendar."""
    if isinstance(value, int | float) and not abs(value) <= MOST:
        return problem("report.too_large", most=f"{MOST:,.0f}")
    if column.kind == "date" and isinstance(value, str) and not FIRST_DAY <= value <= LAST_DAY:
        return problem("report.date", written=value)
    if column.kind == "text" and isinstance(value, str) and len(value) > column.most:
        return problem("report.too_long", heading=column.heading, count=f"{len(value):,}", most=f"{column.most:,}")
    return None


def filled(cells: Mapping[str, Cell], columns: Sequence[FormColumn]) -> list[FormColumn]:
    """Return the columns in which something stands."""
    return [column for column in columns if not cells.get(column.name, _EMPTY).is_empty]


def has_result(entry: Entry) -> bool:
    """Return whether a row says what was reached."""
    return any(column.is_result and column.name in entry.values for column in (*INPUTS, *AREA_INPUTS))


def says_something(entry: Entry) -> bool:
    """Return whether a row reports anything; blank is not reported."""
    return has_result(entry) or "result_state" in entry.values


def result_row(entry: Entry, target: FormTarget, content: FormContent) -> Row:
    """Return the row of `reported_achievements`: a written 0 is the state `zero`, whatever state was chosen."""
    values: Mapping[str, object] = entry.values
    is_zero = values.get("value") == 0 and not values.get("numerator")
    state = values.get("result_state")
    if state in (None, "reported"):
        state = "zero" if is_zero else "reported"
    return {
        "target_id": target.target_id,
        "area_code": content.area_code,
        "fiscal_year": content.fiscal_year,
        "pillar": target.pillar,
        "label_ja": target.label_ja,
        "indicator_code": target.indicator_code or None,
        "unit": target.unit or None,
        "per": target.per or None,
        **{column.name: values.get(column.name) for column in INPUTS if column.is_stored},
        "value": 0.0 if state == "zero" and is_counted(target) else values.get("value"),
        "result_state": state,
        **_period(values, target, content),
    }


def _period(values: Mapping[str, object], target: FormTarget, content: FormContent) -> Row:
    """Return the period of a result; blank means what the form asks for: the year, or its first half."""
    first = f"{content.fiscal_year}-04-01"
    last = f"{content.fiscal_year + 1}-03-31" if content.report_kind == "full_year" else f"{content.fiscal_year}-09-30"
    start, end = values.get("period_start") or first, values.get("period_end") or last
    if target.indicator_kind == "stock" and not values.get("period_start"):
        return {"period_start": None, "period_end": end, "period_kind": "point_in_time"}
    whole = (start, end) == (first, f"{content.fiscal_year + 1}-03-31")
    return {"period_start": start, "period_end": end, "period_kind": "full_year" if whole else "part_year"}


def area_row(entry: Entry) -> Row:
    """Return the row of `report_areas`; areas and residents are whole numbers there."""
    row: Row = {column.name: entry.values.get(column.name) for column in AREA_INPUTS if column.is_stored}
    counts = {name: int(row[name]) for name in AREA_NUMBERS if row[name] is not None}
    return {"pillar": entry.values["pillar"], **row, **counts}
