"""Every table and column of the dataset, once: type, unit, Japanese label, key, allowed values, meaning.

`TABLES["records"].column_names` gives the published order of columns; the declarations stand in `data/tables/`, one
file per subject. `TABLES` are the committed CSV files, `LIVE_TABLES` grow in the store, `IMPORTED_TABLES` hold national
statistics that one installation imported.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from data.errors import UnknownTableError
from data.folders import yaml_beside

ColumnType = Literal["string", "int", "float", "bool", "date", "moment"]
Dtype = Literal["string", "Int64", "Float64", "boolean"]

DTYPES: Mapping[ColumnType, Dtype] = MappingProxyType(
    {"string": "string", "int": "Int64", "float": "Float64", "bool": "boolean", "date": "string", "moment": "string"}
)


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
        """Return the column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


@dataclass(frozen=True)
class Statistic:
    """A number that official tables state for every area: its name, unit and meaning."""

    label_ja: str
    unit: str
    meaning_ja: str


@dataclass(frozen=True)
class Pillar:
    """A part of the work of municipalities under a framework."""

    name_ja: str
    article_ja: str
    sort: int
    counts: tuple[str, ...] = ()  # Indicators that the report form asks of it, in this order
    former_ja: str = ""  # Its name in forms of edition 1, which are still read


@dataclass(frozen=True)
class Framework:
    """An order that municipalities work under, for the fiscal years in which it holds."""

    name_ja: str
    first_fy: int
    last_fy: int | None  # None = it goes on
    law_ja: str
    pillars: Mapping[str, Pillar]  # In the order of the law


# What a declaration says with its `kind`
KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "code": {"type": "string"},  # one of a closed set, `allowed`
    "link": {"type": "string"},  # a row of another table, `references`
    "count": {"type": "int", "minimum": 0},
    "number": {"type": "float"},
    "flag": {"type": "bool"},
    "date": {"type": "date"},
    "moment": {"type": "moment"},
    "fiscal_year": {"type": "int", "unit": "年度", "minimum": 1947, "maximum": 2100},  # in which April falls
}
FOLDER = Path(__file__).with_name("tables")


def _framework(pillars: dict[str, dict[str, Any]], last_fy: int | None = None, **given: Any) -> Framework:
    parts = {
        code: Pillar(**{**one, "sort": sort, "counts": tuple(one.get("counts", ()))})
        for sort, (code, one) in enumerate(pillars.items(), 1)
    }
    return Framework(last_fy=last_fy, pillars=MappingProxyType(parts), **given)


def _column(name: str, kind: str, references: str = "", **rest: Any) -> Column:
    """Return a declared column; a name that ends in "?" may be empty, as in the dataset contract."""
    given = {"meaning_ja": f"{references} を指す", **KINDS[kind], **rest, "references": references}
    allowed = given.get("allowed", {})
    given["allowed"] = MappingProxyType(CODES[allowed] if isinstance(allowed, str) else allowed)
    return Column(name.rstrip("?"), required=not name.endswith("?"), **given)


def _columns(declared: list[str | dict[str, Any]]) -> Iterator[Column]:
    """Yield columns as declared on the spot, or by the name that they have in `fields.yml`."""
    for one in declared:
        if isinstance(one, str):
            yield replace(FIELDS[one.rstrip("?")], required=not one.endswith("?"))
        else:
            ((name, given),) = one.items()
            yield _column(name, **given)


def _table(
    name: str, columns: list[str | dict[str, Any]], key: list[str], facts: str = "", unique: Any = (), **words: str
) -> Table:
    """Return a declared table.

    Args:
        facts: `stated` in documents: the provenance follows its own columns; `listed`: the facts may also come from
            lists or reports, so without a record or lines.
    """
    own = tuple(_columns(columns))
    if facts:
        own += tuple(column for column in PROVENANCE if column.name not in [other.name for other in own])
    if facts == "listed":
        loose = ("record_id", "line_start", "line_end")
        own = tuple(replace(column, required=False) if column.name in loose else column for column in own)
    return Table(name, key=tuple(key), columns=own, unique=tuple(map(tuple, unique)), **words)


def _tables(*files: str) -> Mapping[str, Table]:
    declared = [one for file in files for one in yaml_beside(__file__, f"tables/{file}.yml").items()]
    return MappingProxyType({name: _table(name, **given) for name, given in declared})


# The names that the loaders give to document types, records and rules, each at its declaration there. Nothing here imports
# the loaders: `python -m loaders declare` writes the file.
DECLARED_FILE = FOLDER / "declared_by_loaders.json"
_FIELDS = yaml_beside(__file__, "tables/fields.yml")
STATISTICS: Mapping[str, Statistic] = {name: Statistic(**given) for name, given in _FIELDS["statistics"].items()}
# The orders that municipalities work under, the earliest first
FRAMEWORKS: Mapping[str, Framework] = MappingProxyType(
    {code: _framework(**given) for code, given in yaml_beside(__file__, "tables/frameworks.yml").items()}
)
# What charts over years mark: kinds in words, and days declared for all
EVENTS: Mapping[str, Any] = yaml_beside(__file__, "tables/events.yml")
CODES: Mapping[str, Mapping[str, str]] = {
    **_FIELDS["codes"],
    "pillars": {pillar: one.name_ja for order in FRAMEWORKS.values() for pillar, one in order.pillars.items()},
    **json.loads(DECLARED_FILE.read_text(encoding="utf-8")),
    "statistics": {name: statistic.label_ja for name, statistic in STATISTICS.items()},
}
# Names of the rules of `issues`: those of loaders/checks/, and some that come about elsewhere
RULES_JA: Mapping[str, str] = CODES["rules"] | _FIELDS["other_rules"]

PROVENANCE = tuple(_columns(_FIELDS["provenance"]))
# Columns of answers that no table has: a figure takes its headings from here.
DERIVED = tuple(_columns(_FIELDS["derived"]))
# Every column that stands in more than one table, and every derived one, by its name
FIELDS: Mapping[str, Column] = MappingProxyType(
    {column.name: column for column in (*PROVENANCE[1:], *_columns(_FIELDS["recurring"]), *DERIVED)}
)

TABLES = _tables("registry", "programme_plans", "plans", "quality")
LIVE_TABLES = _tables("live")
IMPORTED_TABLES = _tables("statistics")
SERVICES = FRAMEWORKS["multilayered_2021"].pillars  # The services that edition 2 of the form asks for
# The items of `report_process` that are asked of a plan (C6)
PLAN_ITEMS = ("plan_goals", "plan_indicators", "plan_evaluation", "plan_review_date")


def framework_of(fiscal_year: int) -> str:
    """Return the code of the framework that holds in a fiscal year; years before the first one belong to it."""
    begun = [code for code, framework in FRAMEWORKS.items() if framework.first_fy <= fiscal_year]
    return begun[-1] if begun else next(iter(FRAMEWORKS))


def table_named(name: str) -> Table:
    """Return the declaration of a committed table; UnknownTableError where the schema has none of that name."""
    if name not in TABLES:
        raise UnknownTableError(name=name, known="、".join(TABLES))
    return TABLES[name]


def label_of(table: str, column: str, code: str) -> str:
    """Return the Japanese label of a code that stands in a column of any table ("city" → "市")."""
    declared = LIVE_TABLES.get(table) or IMPORTED_TABLES.get(table) or table_named(table)
    return declared.column(column).label_of(code)
