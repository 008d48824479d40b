"""The layout of the report form: its sheets and its columns, as layout.yml declares them.

The reader finds columns by their headings, so that the order may change; a change of meaning makes a new edition. How
to add a column: docs/adding_a_report_column.md. The sheets of edition 2 beside 実績報告: sheets.py.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.folders import yaml_beside
from data.schema import LIVE_TABLES, SERVICES, label_of
from loaders.document import Row
from loaders.reports.cells import Cell, read_choice, read_date, read_fiscal_year, read_number, refuse_unknowable
from loaders.reports.contents import FormTarget
from loaders.reports.findings import ReportError, problem

EDITIONS = (1, 2)  # `FormContent.edition` says which one a fiscal year has
REPORT_SHEET, AREA_SHEET, GUIDE_SHEET, MACHINE_SHEET = "実績報告", "圏域と人口", "記入のしかた", "_form"
FINDING_SHEET = "指摘"
NOTE_LABEL = "連絡事項"
HEADER_ROW = 6  # rows and columns are counted from 1, as a spreadsheet does

STATES = LIVE_TABLES["reported_achievements"].column("result_state").allowed
MOST_LETTERS = LIVE_TABLES["reported_achievements"].column("comment_ja").max_length or 0
FUNCTION_GRADES = {"1": "1（まだない）", "2": "2（一部ある）", "3": "3（概ねある）", "4": "4（十分ある）"}
GRADES = {"1": "1（達成できなかった）", "2": "2（一部達成した）", "3": "3（概ね達成した）", "4": "4（十分達成した）"}

_HINTS = {
    "number": "数だけを書いてください（例: 25）。",
    "year": "年度を書いてください（例: 2025、令和7年度）。",
    "date": "日付を書いてください（例: 2020/3/31、令和2年3月31日）。",
    "choice": "一覧から選んでください。",
    "text": f"{MOST_LETTERS}字以内。個人がわかることは書かないでください。",
}
_SMALLEST: dict[str, Any] = {"number": -1_000_000_000, "date": datetime(1990, 1, 1)}


DECLARED: Mapping[str, Any] = yaml_beside(__file__)


@dataclass(frozen=True)
class FormColumn:
    """One column of a sheet, declared in layout.yml: what writing, reading, checking, explaining and comparing ask of it."""

    name: str  # Its field, also in the live table
    heading: str
    width: float  # In characters
    kind: str = "fixed"  # fixed (prefilled), number, year (fiscal), date, choice or text
    shows: str = ""  # Of a fixed column, what it shows of a target: a key of _TEXTS, or a field
    asked: str = ""  # Which targets fill it, a key of _ASKED; the others are locked
    unit: str = ""  # The unit that a number must have, or a key of _UNITS
    choices: str = ""  # A key of _CHOICES, or the column of a table whose codes may be chosen
    as_number: bool = False  # Whether the code of a choice is stored as a number
    begins: bool = False  # Whether a month alone means its first day, not its last
    is_result: bool = False  # Whether it says what was reached (a denominator or a comment alone does not)
    is_stored: bool = True  # Whether the live table keeps it
    stored_as: str = ""  # Its column of the live table where that has another name
    most: int = MOST_LETTERS  # Letters of a text
    # Where the list of choices stands in the file, for one that is too long for a cell's own rule; "" for any other
    list_range: str = ""
    guide: tuple[tuple[str, str], ...] = ()  # What the sheet of explanations says of it: item and explanation
    change: str = ""  # How its value is told among what a new revision changes, "" where it is not

    def choices_for(self, target: FormTarget | None) -> Mapping[str, str]:
        """Return the labels that may be chosen for a target, by code."""
        if self.choices in _CHOICES:
            return _CHOICES[self.choices](target)
        table, _, column = self.choices.partition(".")
        return LIVE_TABLES[table].column(column).allowed if table else {}

    def in_words(self, row: Row) -> str:
        """Return what a row of the live table says here, "" for nothing."""
        value = row.get(self.stored_as or self.name)
        if value in (None, "") or not self.change:
            return ""
        shown = self.choices_for(None)[str(value)] if self.kind == "choice" else str(value)
        whole = "" if row.get("denominator") is None else f"/{shown_number(row['denominator'])}"
        shown = shown_number(value) if self.kind == "number" else shown
        return self.change.format(value=shown, unit=row.get("unit") or "", whole=whole)

    def read(self, cell: Cell, target: FormTarget | None) -> tuple[object, ReportError | None]:
        """Return the typed value of a cell (None for an empty one) and what an officer should know, or ReportError."""
        if self.kind == "number":
            number = read_number(cell, _UNITS[self.unit](target) if self.unit in _UNITS else self.unit)
            return (number.value, number.note) if number else (None, None)
        if self.kind == "year":
            return read_fiscal_year(cell), None
        if self.kind == "date":
            day = self._day(read_date(cell))
            shown = {"written": cell.text, "day": str(day).replace("-", "/")}
            return day, problem("report.serial_date", **shown) if cell.serial_date else None
        if self.kind == "choice":
            code = read_choice(cell, self.choices_for(target), self.heading)
            return int(code) if code and self.as_number else code, None
        refuse_unknowable(cell)
        return cell.text or None, None

    def _day(self, iso: str | None) -> str | None:
        if iso is None or len(iso) == 10:
            return iso
        year, month = (int(part) for part in iso.split("-"))
        return f"{iso}-01" if self.begins else f"{iso}-{calendar.monthrange(year, month)[1]:02d}"

    def validation(self, target: FormTarget | None) -> dict[str, Any]:
        """Return the spreadsheet's own rule for a cell. Lists refuse; numbers and dates only warn: other spellings are read."""
        hint = _HINTS[self.kind]
        rule = {"input_title": self.heading, "input_message": hint, "error_title": self.heading, "error_message": hint}
        if self.kind == "choice":
            return {**rule, "validate": "list", "source": self.list_range or list(self.choices_for(target).values())}
        if self.kind == "year":
            return {**rule, "validate": "any"}
        if self.kind == "text":
            letters = f"{self.most}字以内"
            rule["input_message"] = hint.replace(f"{MOST_LETTERS}字以内", letters)
            limit = {"validate": "length", "criteria": "<=", "value": self.most}
            return {**rule, **limit, "error_message": f"{letters}で書いてください。"}
        what, least = ("date" if self.kind == "date" else "decimal"), _SMALLEST[self.kind]
        return {**rule, "validate": what, "criteria": ">=", "value": least, "error_type": "warning"}


def is_rate(target: FormTarget) -> bool:
    """Return whether the target is a share (%, 割) that a numerator and a denominator can prove."""
    return target.unit in ("%", "％", "割") and target.target_type == "numeric"


def is_counted(target: FormTarget) -> bool:
    """Return whether a number says how far the target was reached; what is not counted cannot be zero."""
    return target.target_type in ("numeric", "increase", "all_units")


def shown_number(value: float | None) -> str:
    """Return a number with thousands separators and no needless decimals, "" for None."""
    return "" if value is None else f"{value:,.10g}"


def _is_done_or_not(target: FormTarget) -> bool:
    is_unnumbered = target.target_type == "all_units" and target.value is None
    return is_unnumbered or target.target_type in ("institution", "activity")


def _states(target: FormTarget | None) -> Mapping[str, str]:
    counted = target is None or is_counted(target)
    return {code: label for code, label in STATES.items() if counted or code != "zero"}


def _target_ja(target: FormTarget) -> str:
    """Return the target value in words, such as 「2～3」 or 「60（要確認）」."""
    shown = shown_number(target.value)
    if target.value_max is not None:
        shown += f"～{shown_number(target.value_max)}"
    return f"{shown}（要確認）" if target.in_doubt else shown


def _last_ja(target: FormTarget) -> str:
    last = f"{shown_number(target.last_value)}{target.last_unit}（{target.last_when_ja}）"
    return last if target.last_value is not None else ""


# The words of layout.yml
_TEXTS: Mapping[str, Callable[[FormTarget], str]] = {
    "pillar": lambda target: label_of("targets", "pillar", target.pillar),
    "target": _target_ja,
    "comparator": lambda target: label_of("targets", "comparator", target.comparator),
    "per": lambda target: label_of("targets", "per", target.per),
    "last": _last_ja,
    "last_value": lambda target: shown_number(target.last_value),
}
_ASKED: Mapping[str, Callable[[FormTarget], bool]] = {
    "": lambda target: True,
    "counted": is_counted,
    "parts": lambda target: is_rate(target) or target.target_type == "all_units",
    "judged": lambda target: target.target_type in ("qualitative", "label_only"),
    "done_or_not": _is_done_or_not,
}
_UNITS: Mapping[str, Callable[[FormTarget | None], str]] = {
    "target": lambda target: target.unit if target else "",
    "parts": lambda target: "" if target is None or is_rate(target) else target.unit,
}
_CHOICES: Mapping[str, Callable[[FormTarget | None], Mapping[str, str]]] = {
    "states": _states,
    "grades": lambda target: GRADES,
    "functions": lambda target: FUNCTION_GRADES,
    "services": lambda target: {code: one.name_ja for code, one in SERVICES.items()},
    "indicators": lambda target: target.options if target else {},
}


def declared_columns(columns: Sequence[Mapping[str, Any]]) -> tuple[FormColumn, ...]:
    """Return the columns of a list in layout.yml."""
    return tuple(FormColumn(**{**one, "guide": tuple(map(tuple, one.get("guide", ())))}) for one in columns)


COLUMNS = declared_columns(DECLARED["report"])
AREA_COLUMNS = declared_columns(DECLARED["areas"])
INPUTS = tuple(column for column in COLUMNS if column.kind != "fixed")
AREA_INPUTS = tuple(column for column in AREA_COLUMNS if column.kind != "fixed")
AREA_NUMBERS = tuple(column.name for column in AREA_COLUMNS if column.kind == "number")


def columns_of(target: FormTarget, columns: Sequence[FormColumn] = COLUMNS) -> tuple[FormColumn, ...]:
    """Return the columns that are filled for a target; the others are locked."""
    return tuple(column for column in columns if column.kind != "fixed" and _ASKED[column.asked](target))


def prefilled_cells(target: FormTarget, columns: Sequence[FormColumn] = COLUMNS) -> dict[str, str]:
    """Return the prefilled cells of a target's row by field."""
    return {
        one.name: _TEXTS[one.shows](target) if one.shows in _TEXTS else str(getattr(target, one.shows))
        for one in columns
        if one.shows
    }
