"""What YAML declares about figures: their words, sentences and columns, and one heading for each column. Pure.

A sentence of figures.yml is a template (Jinja2) for what the figure's module has found out; the functions of `wording`
are its filters: {{ n | count("市町村") }}, {{ pct | percent }}.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined, Template

from components.drawing import wording
from components.drawing.tables import heading_of, readable
from data import schema
from data.folders import yaml_beside
from data.schema import FIELDS

Rows = pd.DataFrame | Callable[[], pd.DataFrame]
_OF_TABLE = ("columns", "sources", "round")
# Texts, not HTML: what shows them escapes them.
_SENTENCES = Environment(undefined=StrictUndefined)
_FILTERS = (
    wording.amount, wording.count, wording.era_date, wording.fiscal_year, wording.names, wording.number, wording.percent,
    wording.plain_number, wording.share, wording.short_year, wording.tied_names, wording.with_unit,
)  # fmt: skip
_SENTENCES.filters |= {function.__name__: function for function in _FILTERS}

# The same column under another heading, where more than one module shows it so (figures.yml: `_columns`).
TOWN = ("name_ja", "市町村")
PROGRAMMES = ("group_ja", "計画書にある事業")


def _of_tables() -> dict[str, str]:
    """Return the headings of the columns on which all tables agree."""
    tables = (*schema.TABLES.values(), *schema.LIVE_TABLES.values(), *schema.IMPORTED_TABLES.values())
    headings: dict[str, set[str]] = {}
    for column in (column for table in tables for column in table.columns):
        headings.setdefault(column.name, set()).add(heading_of(column))
    return {name: next(iter(same)) for name, same in headings.items() if len(same) == 1}


_OWN: dict[str, str] = yaml_beside(__file__, "../figures/headings.yml")
DECLARED: Mapping[str, str] = {**_of_tables(), **{name: heading_of(column) for name, column in FIELDS.items()}, **_OWN}


def headings_of(*columns: str | tuple[str, str]) -> dict[str, str]:
    """Return column → heading: as declared (KeyError where it is not), or as only this figure calls it."""
    return dict((column, DECLARED[column]) if isinstance(column, str) else column for column in columns)


@cache
def _figures() -> dict[str, dict[str, Any]]:
    """Return what figures.yml declares: key of a figure → title, reading, unit, counter, missing_ja, notes, columns."""
    declared: dict[str, dict[str, Any]] = yaml_beside(__file__, "../figures/figures.yml")
    return declared


@cache
def _template(text: str) -> Template:
    return _SENTENCES.from_string("".join(line.strip() for line in text.splitlines()))


def said(text: str, facts: Mapping[str, object]) -> str:
    """Return a text with the facts that it tells; its line breaks only serve whoever writes it."""
    return _template(text).render(facts) if "{" in text else text


def say(key: str, name: str, **facts: object) -> str:
    """Return one text of a figure in figures.yml, with what it tells."""
    return said(_figures()[key][name], facts)


def words_of(key: str, facts: Mapping[str, object], given: Collection[str]) -> dict[str, Any]:
    """Return the words of a figure but for those that are given elsewhere; a note that says nothing is left out."""
    declared = _figures().get(key, {})
    shown = {name: text for name, text in declared.items() if name not in given and name not in _OF_TABLE}
    return {
        name: tuple(filter(None, (said(note, facts) for note in text))) if isinstance(text, list) else said(text, facts)
        for name, text in shown.items()
    }


def columns_of(key: str) -> dict[str, str]:
    """Return the columns that the table of a figure shows, with their headings."""
    columns = _figures()[key]["columns"]
    return headings_of(*(column if isinstance(column, str) else next(iter(column.items())) for column in columns))


def table_of(key: str, rows: Rows) -> Callable[[], pd.DataFrame]:
    """Return what makes the table of a figure when it is asked for."""
    declared = _figures()[key]

    def table() -> pd.DataFrame:
        shown = readable(rows() if callable(rows) else rows, columns_of(key), sources=declared.get("sources", True))
        return shown.round(declared["round"]) if "round" in declared else shown

    return table
