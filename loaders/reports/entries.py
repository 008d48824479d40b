"""The rows of a form as typed values: what stands in each cell, in the unit of its target."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from openpyxl.worksheet.worksheet import Worksheet

from loaders.document import Row
from loaders.reports.cells import Cell, read_choice, read_date, read_number, refuse_unknowable
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.findings import Finding, ReportError
from loaders.reports.layout import DONE, GRADES, NOTE_LABEL, FormColumn, is_rate, states_of
from loaders.reports.workbook import rows_of
from loaders.text.normalise import folded

_EMPTY = Cell("")
_COUNT_FIELDS = ("numerator", "denominator")


@dataclass
class Entry:
    """One row of a form: the cells by field, and what they say."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    target: FormTarget | None = None  # The target of the row; None in the sheet of service areas
    values: Row = field(default_factory=dict)  # Typed values by field; a cell that could not be read is absent
    findings: list[Finding] = field(default_factory=list)  # What was found while reading and checking

    def note(self, problem: ReportError, column: str = "") -> None:
        """Record a problem of this row at one of its cells."""
        cell = self.cells.get(column, _EMPTY)
        self.findings.append(
            Finding(
                problem.rule_id, problem.severity, problem.happened_ja, problem.reason_ja, problem.remedy_ja,
                self.sheet, self.row, column, cell.address, self.comment,
            )
        )  # fmt: skip

    def get(self, name: str) -> float | None:
        """Return a number of the row, or None."""
        value = self.values.get(name)
        return None if value is None else float(value)

    @property
    def comment(self) -> str:
        """Return the comment of the row, "" where there is none."""
        cell = self.cells.get("comment_ja", _EMPTY)
        return "" if cell.is_formula else cell.text

    @property
    def has_comment(self) -> bool:
        """Return whether a comment stands in the row."""
        return bool(self.comment)

    @property
    def is_held(self) -> bool:
        """Return whether an error keeps the row from being accepted."""
        return any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True)
class SheetRows:
    """The rows below the headings of a sheet, by field, and the note above them."""

    rows: Sequence[tuple[int, Mapping[str, Cell]]]
    note: str


def sheet_rows(sheet: Worksheet, columns: Sequence[FormColumn]) -> SheetRows:
    """Return the rows of a sheet; columns are found by their headings, wherever they stand.

    Raises:
        ReportError: A heading is missing or stands twice.
    """
    grid = rows_of(sheet)
    known = {folded(column.heading): column.name for column in columns}
    header = max(range(len(grid)), key=lambda i: len({folded(c.text) for c in grid[i]} & set(known)), default=-1)
    headings = [known.get(folded(cell.text), "") for cell in grid[header]] if grid else []
    missing = [column.heading for column in columns if column.name not in headings]
    twice = [column.heading for column in columns if headings.count(column.name) > 1]
    if missing or twice:
        what = (
            f"見出し「{'、'.join(missing)}」がありません。"
            if missing
            else f"見出し「{'、'.join(twice)}」が二つあります。"
        )
        raise ReportError(
            f"「{sheet.title}」の{what}",
            "どの欄の値かがわかりません。",
            "列を消したり写したりせず、配布した様式に記入してください（列の順番は変わっていてもかまいません）。",
            "report.columns",
        )
    rows = [
        (number, {name: cell for name, cell in zip(headings, cells, strict=False) if name})
        for number, cells in enumerate(grid[header + 1 :], start=header + 2)
    ]
    return SheetRows(rows, _note_above(grid[:header]))


def _note_above(grid: Sequence[Sequence[Cell]]) -> str:
    for row in grid:
        for label, cell in pairwise(row):
            if folded(label.text) == NOTE_LABEL:
                return "" if cell.is_formula else cell.text
    return ""


def read_entry(entry: Entry, fields: Sequence[str], content: FormContent) -> None:
    """Fill in the typed values of a row; what cannot be read becomes a finding."""
    for name in fields:
        try:
            value = _typed(entry, name, content)
        except ReportError as problem:
            entry.note(problem, name)
        else:
            if value is not None:
                entry.values[name] = value


def _typed(entry: Entry, name: str, content: FormContent) -> object:
    cell, target = entry.cells.get(name, _EMPTY), entry.target
    if name == "comment_ja":
        refuse_unknowable(cell)
        return cell.text or None
    if name in ("period_start", "period_end", "as_of_date"):
        return _day(read_date(cell), name)
    if target is not None and name == "result_state":
        return read_choice(cell, states_of(target), "状態")
    if name == "grade":
        grade = read_choice(cell, GRADES, "自己評価")
        return int(grade) if grade else None
    if name == "done":
        return read_choice(cell, DONE, "実施状況")
    return _number(entry, name, cell)


def _number(entry: Entry, name: str, cell: Cell) -> float | None:
    unit = entry.target.unit if entry.target is not None else ""
    if entry.target is not None and name in _COUNT_FIELDS and is_rate(entry.target):
        unit = ""
    if name in ("covered_population", "population"):
        unit = "人"
    found = read_number(cell, unit)
    if found is None:
        return None
    if found.note is not None:
        entry.note(found.note, name)
    return found.value


def _day(iso: str | None, name: str) -> str | None:
    """Return a date with its day: a month alone begins on its first and ends on its last day."""
    if iso is None or len(iso) == 10:
        return iso
    year, month = (int(part) for part in iso.split("-"))
    return f"{iso}-01" if name == "period_start" else f"{iso}-{calendar.monthrange(year, month)[1]:02d}"


def filled(cells: Mapping[str, Cell], fields: Sequence[str]) -> Iterator[str]:
    """Yield the fields in which something stands."""
    return (name for name in fields if not cells.get(name, _EMPTY).is_empty)


def has_result(entry: Entry) -> bool:
    """Return whether a row says what was reached (a denominator or a comment alone does not)."""
    return any(name in entry.values for name in ("value", "numerator", "grade", "done"))
