"""Values and rows against the schema: every departure is one Japanese sentence.

`problem_of` is the one judge of a value, for the tables of the dataset and for the rows that people record.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from data.errors import InvalidReportError
from data.schema import LIVE_TABLES, TABLES, Column, Table

Row = Mapping[str, object]
Rows = pd.DataFrame | Sequence[Row]

BOOLEANS = {"true": True, "false": False}
DATE_FORM = r"\d{4}-\d{2}(-\d{2})?"
NUMBER_FORM = r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*"
as_array: Any = pd.array  # its stubs take one literal type at a time
EXPECTED_JA = {
    "string": "文字列", "bool": "真偽", "int": "整数", "float": "数", "date": "日付（YYYY-MM-DD）",
    "moment": "日時（日本時間、YYYY-MM-DDThh:mm:ss.ffffff+09:00）",
}  # fmt: skip


def problem_of(column: Column, value: object) -> str:
    """Return what is wrong with a value of a column, in words; nothing where it is as declared."""
    if value is None:
        return "値が必要です" if column.required else ""
    if not _is_of_type(column, value):
        return f"{EXPECTED_JA[column.type]}ではありません"
    if column.allowed and value not in column.allowed:
        return f"使える値は {'・'.join(column.allowed)} です"
    if isinstance(value, str) and column.max_length is not None and len(value) > column.max_length:
        return f"{column.max_length}字以内の値が必要です"
    if isinstance(value, int | float) and column.minimum is not None and value < column.minimum:
        return f"{column.minimum:g}以上の値が必要です"
    if isinstance(value, int | float) and column.maximum is not None and value > column.maximum:
        return f"{column.maximum:g}以下の値が必要です"
    return ""


def _is_of_type(column: Column, value: object) -> bool:
    if column.type == "float":
        return isinstance(value, float) and math.isfinite(value)
    if column.type in ("int", "bool"):
        return type(value) is {"int": int, "bool": bool}[column.type]
    return isinstance(value, str) and (column.type != "date" or re.fullmatch(DATE_FORM, value) is not None)


def as_declared(column: Column, value: object) -> object:
    """Return a value in the Python type of its column where that loses nothing; blank and NaN are None."""
    if isinstance(value, str):
        return value or None
    if value is None or value is pd.NA or value != value:  # NaN and NaT differ from themselves
        return None
    if isinstance(value, date) and not isinstance(value, datetime) and column.type == "date":
        return value.isoformat()
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return value
    if column.type == "int" and float(value).is_integer():
        return int(value)
    return float(value) if column.type == "float" else value


def of_text(column: Column, value: object) -> object:
    """Return the value that a text of a list means in its column: a number, true or false; others as they are."""
    if not isinstance(value, str):
        return value
    if column.type == "bool":
        return BOOLEANS.get(value, value)
    if column.type in ("int", "float"):
        return float(value) if re.fullmatch(NUMBER_FORM, value) else value
    return value


def checked_rows(name: str, rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return live rows with just their columns, what is missing as None; InvalidReportError names every wrong value."""
    table, problems, complete = LIVE_TABLES[name], [], []
    for number, row in enumerate(rows, start=1):
        place = f"{table.label_ja} {number}件目"
        problems += [f"{place}「{key}」: 定義されていない項目です。" for key in row if key not in table.column_names]
        values = {}
        for column in table.columns:
            given = row.get(column.name)
            value = as_declared(column, given.strip() if isinstance(given, str) else given)
            values[column.name] = value
            problems += _sentence(f"{place}「{column.label_ja}」", value, problem_of(column, value))
        complete.append(values)
    if problems:
        raise InvalidReportError(problems)
    return complete


def typed_tables(
    tables: Mapping[str, Rows], declared: Mapping[str, Table] = TABLES
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the tables typed by the schema and sorted by key, and one sentence for each problem found."""
    frames: dict[str, pd.DataFrame] = {}
    problems: list[str] = []
    for name, rows in tables.items():
        frames[name], found = typed_table(declared[name], rows)
        problems += found

    @cache
    def known(place: str) -> set[object]:
        """Return the values of "table.column", none where there is no such table."""
        name, column = place.split(".")
        return set(frames[name][column].unique()) if name in frames else set()

    for name, frame in frames.items():
        problems += _reference_problems(declared[name], frame, known)
    return frames, problems


def typed_table(table: Table, rows: Rows) -> tuple[pd.DataFrame, list[str]]:
    """Return one table typed and sorted by its key, and its problems apart from references."""
    given = _written(rows)
    problems = [f"表 {table.name}: 項目「{name}」は定義されていません。"
                for name in given if name not in table.column_names]  # fmt: skip
    if not given or not len(rows):
        return empty(table), problems
    typed = {}
    for column in table.columns:
        written = given.get(column.name, [None] * len(rows))
        values, found = _judged(column, written)
        if any(found):
            bad = [number for number, text in enumerate(found) if text]
            keys = {name: [given[name][number] for number in bad] for name in table.key if name in given}
            places = _places(table, column, pd.DataFrame(keys, range(len(bad)), table.key, object))
            for place, number in zip(places, bad, strict=True):
                problems += _sentence(place, as_declared(column, written[number]), found[number])
            values = [value if value is not None and _is_of_type(column, value) else None for value in values]
        typed[column.name] = as_array(values, dtype=column.dtype)
    frame = pd.DataFrame(typed)
    problems += _key_problems(table, frame)
    return frame.sort_values(list(table.key), kind="stable", ignore_index=True), problems


def _written(rows: Rows) -> dict[str, list[object]]:
    """Return the values of each column that is given, as they are written."""
    if isinstance(rows, pd.DataFrame):
        return {name: rows[name].astype(object).tolist() for name in rows.columns}
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}


def _judged(column: Column, written: Sequence[object]) -> tuple[list[object], list[str]]:
    """Return the values of a column in its Python type, and what is wrong with each; what is written twice is judged once."""
    is_free = column.type in ("string", "moment") and not column.allowed and column.max_length is None
    known: dict[object, tuple[object, str]] = {}
    values, found = [], []
    for value in written:
        is_text = value is None or isinstance(value, str)
        if is_free and is_text and value:
            values.append(value)
            found.append("")
            continue
        one = known.get(value) if is_text else None
        if one is None:
            declared = as_declared(column, of_text(column, value))
            one = declared, problem_of(column, declared)
            if is_text:
                known[value] = one
        values.append(one[0])
        found.append(one[1])
    return values, found


def empty(table: Table) -> pd.DataFrame:
    """Return a table without rows."""
    return _empty(tuple((column.name, column.dtype) for column in table.columns)).copy()


@cache
def _empty(dtypes: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes})


def _key_problems(table: Table, frame: pd.DataFrame) -> list[str]:
    repeated = frame.duplicated(list(table.key), keep=False)
    if not repeated.any():
        return []
    twice = frame[repeated].drop_duplicates(list(table.key))
    return [f"表 {table.name} 行 {name}: 鍵が重複しています。" for name in _row_names(table, twice)]


def _reference_problems(table: Table, frame: pd.DataFrame, known: Callable[[str], set[object]]) -> list[str]:
    problems: list[str] = []
    for column in table.columns if len(frame) else ():
        if not column.references:
            continue
        unknown = set(frame[column.name].unique()) - known(column.references) - {pd.NA}
        if not unknown:
            continue
        bad = frame[frame[column.name].isin(list(unknown))]
        for place, value in zip(_places(table, column, bad), bad[column.name], strict=True):
            problems += _sentence(place, value, f"{column.references} にない値です")
    return problems


def _sentence(place: str, value: object, problem: str) -> list[str]:
    if not problem:
        return []
    return [f"{place}: {problem}。" if value is None else f"{place}: 「{value}」: {problem}。"]


def _places(table: Table, column: Column, frame: pd.DataFrame) -> list[str]:
    return [f"表 {table.name} 行 {row} 項目 {column.name}（{column.label_ja}）" for row in _row_names(table, frame)]


def _row_names(table: Table, frame: pd.DataFrame) -> pd.Series:
    """Name each row by its key, as readers of an error message need it."""
    keys = frame[list(table.key)].astype(object).map(lambda value: "（空）" if pd.isna(value) else str(value))
    return keys.agg(" / ".join, axis=1) if len(keys) else pd.Series(dtype=object, index=frame.index)
