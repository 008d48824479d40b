"""DataFrame of codes → DataFrame to be read: Japanese headings and words, both calendars. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.drawing import wording
from data import schema
from data.schema import FIELDS, Column

# What every table carries at its end: where the row stands in the documents.
SOURCE_HEADINGS: Mapping[str, str] = {
    **{name: FIELDS[name].label_ja for name in ("doc_id", "record_id")},
    "line_start": "行（始め）",
    "line_end": "行（終わり）",
}


def readable(table: pd.DataFrame, headings: Mapping[str, str], *, sources: bool = True) -> pd.DataFrame:
    """Return the columns that have a heading, in that order, and after them the source of each row."""
    wanted = dict(headings)
    if sources:
        wanted |= {name: text for name, text in SOURCE_HEADINGS.items() if name not in wanted}
    present = {name: text for name, text in wanted.items() if name in table.columns}
    shown: pd.DataFrame = table[list(present)].rename(columns=present)
    return shown.reset_index(drop=True)


def published(table: pd.DataFrame, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a table of the schema with its headings, words instead of codes and dates in both calendars.

    Columns that the schema does not know keep their name.
    """
    declared = {column.name: column for column in schema.table_named(name).columns}
    shown: dict[str, pd.Series[Any]] = {}
    for column in columns or list(table.columns):
        declaration = declared.get(column)
        if declaration is None:
            shown[column] = table[column]
            continue
        heading = heading_of(declaration)
        shown[heading] = in_words(table[column], declaration)
        if declaration.type == "date":
            shown[f"{heading}（和暦）"] = table[column].map(lambda value: wording.era_date(value, ""))
    return pd.DataFrame(shown).reset_index(drop=True)


def in_words(values: "pd.Series[Any]", column: Column) -> "pd.Series[Any]":
    """Return the values with words instead of codes, and はい・いいえ for truth values; missing stays missing."""
    if column.allowed:
        return values.map(column.label_of, na_action="ignore")
    if column.type == "bool":
        return values.map({True: "はい", False: "いいえ"}, na_action="ignore")
    return values


def heading_of(column: Column) -> str:
    """Return the heading of a column, with its unit where the label does not say it."""
    says_unit = not column.unit or column.label_ja.endswith(column.unit)  # 年度 needs no 年度（年度）
    return column.label_ja if says_unit else f"{column.label_ja}（{column.unit}）"
