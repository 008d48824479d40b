"""The tables of the database; rows of the live ones as typed frames, cut at a moment as text in Japan time.

The order of the texts is the order of time: Japan knows no summer time, so that the offset is always +09:00.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ColumnElement, Connection, ForeignKeyConstraint, MetaData, Table, Text, select
from sqlalchemy.types import TypeEngine

from data import dataset, schema
from data.errors import InvalidReportError
from data.schema import LIVE_TABLES
from data.validation import as_array, empty

TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    "string": Text, "date": Text, "moment": Text, "int": sa.BigInteger, "float": sa.Double, "bool": Boolean,
}  # fmt: skip


def _tables_of(declared: Mapping[str, schema.Table]) -> MetaData:
    """Return declared tables as database tables with keys, and references among themselves.

    References are checked at the end of a transaction, so that the order of rows does not matter. A live row does
    not refer to a committed table: a target that a better reading of a document removed must not take its reports
    with it.
    """
    metadata = MetaData()
    for table in declared.values():
        Table(table.name, metadata, *_columns(table), *_references(table, declared),
              *(sa.UniqueConstraint(*names) for names in table.unique), *_indexes(table))  # fmt: skip
    return metadata


def _columns(table: schema.Table) -> list[Column[Any]]:
    return [
        Column(
            column.name,
            TYPES[column.type](),
            primary_key=column.name in table.key,
            nullable=not column.required,
            autoincrement=False,
            index=bool(column.references) and table.key[0] != column.name,
        )
        for column in table.columns
    ]


def _indexes(table: schema.Table) -> list[sa.Index]:
    """Return the indexes beside the keys: pages ask for a place and a year, and for the log by what was done."""
    names = [names for names in (("fiscal_year", "area_code"), ("action",)) if set(names) <= set(table.column_names)]
    return [sa.Index(f"{table.name}_by_{names[0]}", *names) for names in names]


def _references(table: schema.Table, declared: Mapping[str, schema.Table]) -> list[ForeignKeyConstraint]:
    return [
        ForeignKeyConstraint([column.name], [column.references], deferrable=True, initially="DEFERRED")
        for column in table.columns
        if column.references.partition(".")[0] in declared
    ]


LIVE = _tables_of(schema.LIVE_TABLES)

OWN = MetaData()


def _own(name: str, *key: str, **columns: type[TypeEngine[Any]]) -> Table:
    keys = (Column(one, Text, primary_key=True) for one in key)
    return Table(name, OWN, *keys, *(Column(one, kind, nullable=False) for one, kind in columns.items()))


# Which migrations the store has behind it.
MIGRATIONS_DONE = _own("migrations", "name", applied_at=Text)
# Every dataset that was ever in use, so that an edition can be computed again: which table had which content.
DATASET_VERSIONS = _own("dataset_versions", "dataset_version", recorded_at=Text, is_practice=Boolean, manifest=Text)
DATASET_MEMBERS = _own("dataset_members", "dataset_version", "table_name", content_sha256=Text)
DATASET_CONTENTS = _own("dataset_contents", "content_sha256", content=sa.LargeBinary)
# What was imported last on any machine: files of a folder, packed.
IMPORTED = _own("imported_folders", "name", revision=Text, content=sa.LargeBinary)
ARCHIVE = (DATASET_VERSIONS, DATASET_MEMBERS, DATASET_CONTENTS)
APPEND_ONLY = (*LIVE.sorted_tables, *ARCHIVE)


SUBMISSIONS = LIVE.tables["report_submissions"]
JAPAN = timezone(timedelta(hours=9))

Moment = str | date | datetime


def now() -> str:
    """Return the present moment."""
    return text_of(datetime.now(JAPAN))


def text_of(moment: Moment, end_of_day: bool = False) -> str:
    """Return a moment as its text; without an offset it is in Japan time.

    Raises:
        ValueError: The text is neither.
    """
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if len(moment) == len("2026-05-31") else datetime.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.max if end_of_day else time.min)
    in_japan = moment.replace(tzinfo=JAPAN) if moment.tzinfo is None else moment.astimezone(JAPAN)
    return in_japan.isoformat(timespec="microseconds")


def just_after(moment: str) -> str:
    """Return the moment one microsecond later."""
    return text_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


def frame_of(name: str, rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Return rows of a live table as a frame with its columns and types."""
    columns = LIVE_TABLES[name].column_names
    return _typed(name, [tuple(row.get(column) for column in columns) for row in rows])


def _typed(name: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows whose values stand in the order of the columns."""
    table = LIVE_TABLES[name]
    if not rows:
        return empty(table)
    columns = zip(table.columns, zip(*rows, strict=True), strict=True)
    return pd.DataFrame({column.name: as_array(list(values), dtype=column.dtype) for column, values in columns})


def recorded(
    connection: Connection, name: str, as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None
) -> pd.DataFrame:
    """Return the rows of a live table that the store knew at a moment, sorted by key.

    Args:
        name: The live table; rows of one without recorded_at are as old as their submission.
        place: Beginning of the area codes: two digits for a prefecture, six for a municipality.
        fiscal_year: Of the report; all unless given.
    """
    table = LIVE.tables[name]
    asked = {"fiscal_year": fiscal_year, "recorded_at": None if as_of is None else text_of(as_of, end_of_day=True)}
    query = select(table).where(*_of_place(table, place), *_of_report(table, asked))
    frame = _typed(name, [tuple(row) for row in connection.execute(query)])
    return frame.sort_values(list(LIVE_TABLES[name].key), ignore_index=True) if len(frame) > 1 else frame


def last_by_area(rows: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """Return the last row of each municipality as plain values, None where missing."""
    plain = rows.astype(object).where(rows.notna(), None)
    return {row["area_code"]: row for row in plain.to_dict("records")}


def _of_place(table: Table, place: str) -> list[ColumnElement[bool]]:
    """Return the conditions of a place: a range that an index finds; the number of a submission begins with the code."""
    if not place:
        return []
    column = table.c["area_code" if "area_code" in table.c else "submission_id"]
    behind = str(int(place) + 1).zfill(len(place))
    return [column >= place, column < (behind if len(behind) == len(place) else "A")]


def _of_report(table: Table, asked: Mapping[str, int | str | None]) -> list[ColumnElement[bool]]:
    """Return the conditions of year and moment; what the table does not say, its submission does."""
    found: list[ColumnElement[bool]] = []
    for name, value in asked.items():
        if value is not None:
            column = (table if name in table.c else SUBMISSIONS).c[name]
            found.append(column == value if name == "fiscal_year" else column <= value)
    if any(value is not None and name not in table.c for name, value in asked.items()):
        found.append(table.c.submission_id == SUBMISSIONS.c.submission_id)
    return found


def refuse_unknown_municipalities(area_codes: Iterable[object]) -> None:
    """Stop when a code is not that of a municipality of the dataset.

    Raises:
        InvalidReportError: Every unknown code is named.
    """
    asked, areas = list(area_codes), dataset.read_table("areas")
    known = set(areas.loc[areas["area_code"].isin(asked) & (areas["level"] == "municipality"), "area_code"])
    unknown = [str(code) for code in asked if code not in known]
    if unknown:
        raise InvalidReportError([f"団体コード「{code}」の市町村はこのデータにありません。" for code in unknown])
