"""Rows for the live tables, checked against their declaration one by one: a form has few rows, and there are many forms."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from numbers import Real

import pandas as pd

from data import dataset
from data.errors import InvalidReportError
from data.schema import LIVE_TABLES, Column, Table
from data.validation import DATE_FORM, EXPECTED_JA

Row = Mapping[str, object]


def checked_rows(name: str, rows: Iterable[Row]) -> list[dict[str, object]]:
    """Return rows of a live table with exactly its columns, missing values as None.

    Raises:
        InvalidReportError: A value breaks the declaration of the table; every such value is named.
    """
    table, problems, complete = LIVE_TABLES[name], [], []
    for number, row in enumerate(rows, start=1):
        unknown = [key for key in row if key not in table.column_names]
        problems += [_sentence(table, number, key, "定義されていない項目です") for key in unknown]
        values = {}
        for column in table.columns:
            value = values[column.name] = _plain(column, row.get(column.name))
            if problem := _problem(column, value):
                problems.append(_sentence(table, number, column.label_ja, problem))
        complete.append(values)
    if problems:
        raise InvalidReportError(problems)
    return complete


def refuse_unknown_municipalities(area_codes: Iterable[object]) -> None:
    """Stop when a code is not that of a municipality of the dataset.

    Raises:
        InvalidReportError: Every unknown code is named.
    """
    areas = dataset.read_table("areas")
    known = set(areas.loc[areas["level"] == "municipality", "area_code"])
    unknown = [str(code) for code in area_codes if code not in known]
    if unknown:
        raise InvalidReportError([f"団体コード「{code}」の市町村はこのデータにありません。" for code in unknown])


def _plain(column: Column, value: object) -> object:
    """Return the value as the database takes it: blank is None, whole numbers are int, dates are texts."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, date) and not isinstance(value, datetime) and column.type == "date":
        return value.isoformat()
    if isinstance(value, bool):
        return value
    if isinstance(value, Real) and column.type == "int" and float(value).is_integer():
        return round(float(value))
    if isinstance(value, Real) and column.type == "float":
        return float(value)
    return value


def _problem(column: Column, value: object) -> str:
    """Return what is wrong with a value, or nothing."""
    if value is None:
        return "値が必要です" if column.required else ""
    if not _is_of_type(column, value):
        return f"「{value}」は{EXPECTED_JA[column.type]}ではありません"
    if column.allowed and value not in column.allowed:
        return f"「{value}」は使えません。使える値は {'・'.join(column.allowed)} です"
    if isinstance(value, int | float) and column.minimum is not None and value < column.minimum:
        return f"「{value:g}」は小さすぎます。{column.minimum:g}以上の値が必要です"
    if isinstance(value, int | float) and column.maximum is not None and value > column.maximum:
        return f"「{value:g}」は大きすぎます。{column.maximum:g}以下の値が必要です"
    return ""


def _is_of_type(column: Column, value: object) -> bool:
    if column.type == "float":
        return isinstance(value, float) and math.isfinite(value)
    if column.type in ("int", "bool"):
        return type(value) is {"int": int, "bool": bool}[column.type]
    return isinstance(value, str) and (column.type != "date" or re.fullmatch(DATE_FORM, value) is not None)


def _sentence(table: Table, number: int, column: str, problem: str) -> str:
    return f"{table.label_ja} {number}件目「{column}」: {problem}。"
