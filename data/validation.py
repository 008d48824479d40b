"""Rows against the schema: typed frames, and every departure from the schema as one Japanese sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from data.schema import TABLES, Column, Table

Rows = pd.DataFrame | Sequence[Mapping[str, object]]

BOOLEANS = {"true": True, "false": False}
DATE_FORM = r"\d{4}-\d{2}(-\d{2})?"
EXPECTED_JA = {
    "string": "文字列",
    "date": "日付（YYYY-MM-DD）",
    "moment": "日時（日本時間、YYYY-MM-DDThh:mm:ss.ffffff+09:00）",
    "bool": "真偽",
    "int": "整数",
    "float": "数",
}


def typed_tables(
    tables: Mapping[str, Rows], declared: Mapping[str, Table] = TABLES
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the tables with the schema's columns and types, sorted by key, and the problems found.

    Args:
        tables: Rows by table name; a column left out is empty.

    Returns:
        Typed frames, and one sentence per problem (type, allowed value, range, key, reference).

    Raises:
        UnknownTableError: A table is not in the schema.
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[str] = []
    for name, rows in tables.items():
        frames[name], found = typed_table(declared[name], rows)
        problems += found
    for name, frame in frames.items():
        problems += _reference_problems(declared[name], frame, frames)
    return frames, problems


def typed_table(table: Table, rows: Rows) -> tuple[pd.DataFrame, list[str]]:
    """Return one table typed and sorted by its key, and its problems apart from references."""
    given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame.from_records(list(rows))
    problems = [f"表 {table.name}: 項目「{name}」は定義されていません。"
                for name in given.columns if name not in table.column_names]  # fmt: skip
    raw = given.reindex(columns=table.column_names).astype(object)
    raw = raw.mask(raw.isna() | (raw == ""), None)
    typed = {}
    for column in table.columns:
        values, bad = _typed(column, raw[column.name])
        typed[column.name] = values
        problems += _sentences(table, column, raw, bad, f"{_expected(column)}ではありません")
        problems += list(_value_problems(table, column, values, raw))
    frame = pd.DataFrame(typed)
    problems += _key_problems(table, frame)
    return frame.sort_values(list(table.key), kind="stable", ignore_index=True), problems


def _typed(column: Column, raw: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the values in the column's dtype, and a mask of those that are not of its type."""
    filled = raw.notna()
    if column.type in ("string", "date", "moment"):
        good = raw.map(lambda value: isinstance(value, str)) & filled
        if column.type == "date":
            good &= raw.where(good, "").astype(str).str.fullmatch(DATE_FORM)
        values = raw.where(good, None)
    elif column.type == "bool":
        values = raw.map(lambda value: value if isinstance(value, bool) else BOOLEANS.get(value))
    else:
        is_bool = raw.map(lambda value: isinstance(value, bool))
        values = pd.to_numeric(raw.where(~is_bool, None), errors="coerce")
        values = values.where(values % 1 == 0) if column.type == "int" else values
    return values.astype(column.dtype), filled & values.isna()


def _value_problems(table: Table, column: Column, values: pd.Series, raw: pd.DataFrame) -> Iterator[str]:
    missing = raw[column.name].isna()
    if column.required and missing.any():
        yield from _sentences(table, column, raw, missing, "値が必要です")
    if column.allowed:
        bad = values.notna() & ~values.isin(list(column.allowed))
        yield from _sentences(table, column, raw, bad, f"使える値は {'・'.join(column.allowed)} です")
    if column.minimum is not None:
        bad = (values < column.minimum).fillna(False)
        yield from _sentences(table, column, raw, bad, f"{column.minimum:g}以上の値が必要です")
    if column.maximum is not None:
        bad = (values > column.maximum).fillna(False)
        yield from _sentences(table, column, raw, bad, f"{column.maximum:g}以下の値が必要です")
    if column.max_length is not None:
        bad = (values.str.len() > column.max_length).fillna(False)
        yield from _sentences(table, column, raw, bad, f"{column.max_length}字以内の値が必要です")


def _key_problems(table: Table, frame: pd.DataFrame) -> list[str]:
    twice = frame[frame.duplicated(list(table.key), keep=False)].drop_duplicates(list(table.key))
    return [f"表 {table.name} 行 {name}: 鍵が重複しています。" for name in _row_names(table, twice)]


def _reference_problems(table: Table, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> list[str]:
    problems: list[str] = []
    for column in table.columns:
        if not column.references:
            continue
        target_table, target_column = column.references.split(".")
        known = frames[target_table][target_column] if target_table in frames else pd.Series(dtype="string")
        bad = frame[column.name].notna() & ~frame[column.name].isin(known)
        problems += _sentences(table, column, frame, bad, f"{column.references} にない値です")
    return problems


def _sentences(table: Table, column: Column, frame: pd.DataFrame, bad: pd.Series, what: str) -> list[str]:
    if not bad.any():
        return []
    rows = zip(_row_names(table, frame[bad]), frame.loc[bad, column.name], strict=True)
    return [
        f"表 {table.name} 行 {row} 項目 {column.name}（{column.label_ja}）: "
        + (f"「{value}」: {what}。" if pd.notna(value) else f"{what}。")
        for row, value in rows
    ]


def _row_names(table: Table, frame: pd.DataFrame) -> pd.Series:
    """Name each row by its key, as readers of an error message need it."""
    keys = frame[list(table.key)].astype(object).map(lambda value: "（空）" if pd.isna(value) else str(value))
    return keys.agg(" / ".join, axis=1) if len(keys) else pd.Series(dtype=object, index=frame.index)


def _expected(column: Column) -> str:
    return EXPECTED_JA[column.type]
