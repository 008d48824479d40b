"""Columns and tables, and short ways to declare them.

A name that ends in "?" declares a column that may be empty, as in the dataset contract.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

ColumnType = Literal["string", "int", "float", "bool", "date", "moment"]
Dtype = Literal["string", "Int64", "Float64", "boolean"]

DTYPES: Mapping[ColumnType, Dtype] = MappingProxyType(
    {"string": "string", "int": "Int64", "float": "Float64", "bool": "boolean", "date": "string", "moment": "string"}
)

# The names that the loaders give to document types, records and rules, each at its declaration there. Nothing here imports
# the loaders: `python -m loaders declare` writes the file.
DECLARED_FILE = Path(__file__).with_name("declared_by_loaders.json")
DECLARED_BY_LOADERS: Mapping[str, Mapping[str, str]] = json.loads(DECLARED_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Column:
    """One column, defined once."""

    name: str  # English identifier; unit or kind last
    # Type of the values; a date is an ISO text (YYYY-MM-DD, or YYYY-MM where the day is unknown), a moment an
    # ISO text in Japan time to the microsecond, so that the order of the texts is the order of time
    type: ColumnType
    label_ja: str  # Heading shown to readers
    meaning_ja: str  # What a value says, in a phrase
    unit: str = ""  # Unit of the values, empty where there is none
    required: bool = True  # Whether every row has a value
    # Codes that may stand here, with their Japanese labels; empty = free
    allowed: Mapping[str, str] = field(default_factory=dict)
    references: str = ""  # "table.column" whose values may stand here
    minimum: float | None = None  # Smallest possible value
    maximum: float | None = None  # Largest possible value
    max_length: int | None = None  # Longest text, in characters

    @property
    def dtype(self) -> Dtype:
        """The pandas dtype of this column; all of them can hold a missing value."""
        return DTYPES[self.type]

    def label_of(self, code: str) -> str:
        """Return the Japanese label of an allowed code; an unknown code is shown as it is."""
        return self.allowed.get(code, code)


@dataclass(frozen=True)
class Table:
    """One table: its rows say one kind of thing, told apart by the key columns."""

    name: str
    label_ja: str
    meaning_ja: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()  # Further sets of columns that no two rows share

    @property
    def column_names(self) -> list[str]:
        """Names of the columns in their published order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


def _column(name: str, kind: ColumnType, label_ja: str, meaning_ja: str, options: dict[str, Any]) -> Column:
    required = not name.endswith("?")
    return Column(name.rstrip("?"), kind, label_ja, meaning_ja, required=required, **options)


def text(name: str, label_ja: str, meaning_ja: str, **options: Any) -> Column:
    """Declare a text column."""
    return _column(name, "string", label_ja, meaning_ja, options)


def code(name: str, label_ja: str, meaning_ja: str, allowed: Mapping[str, str]) -> Column:
    """Declare a column that holds one of a closed set of codes."""
    return _column(name, "string", label_ja, meaning_ja, {"allowed": MappingProxyType(dict(allowed))})


def link(name: str, label_ja: str, references: str, meaning_ja: str = "") -> Column:
    """Declare a column that points at a row of another table ("table.column")."""
    return _column(name, "string", label_ja, meaning_ja or f"{references} を指す", {"references": references})


def count(
    name: str, label_ja: str, meaning_ja: str, unit: str = "", minimum: float = 0, maximum: float | None = None
) -> Column:
    """Declare a whole number, not below the minimum."""
    return _column(name, "int", label_ja, meaning_ja, {"unit": unit, "minimum": minimum, "maximum": maximum})


def number(name: str, label_ja: str, meaning_ja: str, unit: str = "", **options: Any) -> Column:
    """Declare a number that may have decimals."""
    return _column(name, "float", label_ja, meaning_ja, {"unit": unit, **options})


def flag(name: str, label_ja: str, meaning_ja: str) -> Column:
    """Declare a yes/no column."""
    return _column(name, "bool", label_ja, meaning_ja, {})


def date(name: str, label_ja: str, meaning_ja: str) -> Column:
    """Declare a date column (ISO 8601)."""
    return _column(name, "date", label_ja, meaning_ja, {})


def moment(name: str, label_ja: str, meaning_ja: str) -> Column:
    """Declare a moment: date and time in Japan, to the microsecond (2026-05-31T17:00:00.000000+09:00)."""
    return _column(name, "moment", label_ja, meaning_ja, {})


def fiscal_year(name: str, label_ja: str = "年度", meaning_ja: str = "4月が属する西暦年") -> Column:
    """Declare a fiscal year: the calendar year in which April falls."""
    return _column(name, "int", label_ja, meaning_ja, {"unit": "年度", "minimum": 1947, "maximum": 2100})
