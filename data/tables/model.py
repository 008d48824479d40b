"""What a column and a table are, and short ways to declare them.

A name that ends in "?" declares a column that may be empty, as in the dataset contract.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


MISSING_REASONS = {"blank": "空欄", "not_stated": "欄なし", "lost": "変換で欠落", "not_collected": "未集計・不明"}

FACT_STATUS = {
    "stated": "記載どおり",
    "derived": "算出",
    "inferred": "文脈から判断",
    "imputed": "補完",
    "ambiguous": "読み方が複数",
    "quarantined": "保留（要確認）",
    "corrected": "訂正済み",
}

PROVENANCE = (
    link("record_id", "記録", "records.record_id", "この事実が載る記録"),
    count("line_start", "開始行", "文書テキストの行番号（1から）", "行", minimum=1),
    count("line_end", "終了行", "文書テキストの行番号（その行を含む）", "行", minimum=1),
    text("quote?", "原文の語句", "事実を含む60字以内の語句", max_length=60),
    code("fact_status", "事実の状態", "記載・算出・補完・保留などの別", FACT_STATUS),
)


def fact_table(name: str, label_ja: str, meaning_ja: str, key: tuple[str, ...], *columns: Column) -> Table:
    """Declare a table of facts from documents: the provenance columns follow its own."""
    own = {column.name for column in columns}
    return Table(name, label_ja, meaning_ja, key, columns + tuple(c for c in PROVENANCE if c.name not in own))


def listed_fact_table(name: str, label_ja: str, meaning_ja: str, key: tuple[str, ...], *columns: Column) -> Table:
    """Declare a table of facts that may also come from lists or reports, so without a record or lines."""
    table = fact_table(name, label_ja, meaning_ja, key, *columns)
    loose = {"record_id", "line_start", "line_end"}
    return replace(table, columns=tuple(replace(c, required=False) if c.name in loose else c for c in table.columns))
