"""The tables of the database: the live ones, derived from the schema, and the store's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from data import schema

TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    "string": Text, "date": Text, "moment": Text, "int": BigInteger, "float": Double, "bool": Boolean,
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
              *(UniqueConstraint(*names) for names in table.unique))  # fmt: skip
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


def _references(table: schema.Table, declared: Mapping[str, schema.Table]) -> list[ForeignKeyConstraint]:
    return [
        ForeignKeyConstraint([column.name], [column.references], deferrable=True, initially="DEFERRED")
        for column in table.columns
        if column.references.partition(".")[0] in declared
    ]


LIVE = _tables_of(schema.LIVE_TABLES)

OWN = MetaData()
# Which migrations the store has behind it.
MIGRATIONS_DONE = Table(
    "migrations", OWN, Column("name", Text, primary_key=True), Column("applied_at", Text, nullable=False)
)
# Every dataset that was ever in use, so that an edition can be computed again: which table had which content.
DATASET_VERSIONS = Table(
    "dataset_versions",
    OWN,
    Column("dataset_version", Text, primary_key=True),
    Column("recorded_at", Text, nullable=False),
    Column("is_practice", Boolean, nullable=False),
    Column("manifest", Text, nullable=False),
)
DATASET_MEMBERS = Table(
    "dataset_members",
    OWN,
    Column("dataset_version", Text, primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("content_sha256", Text, nullable=False),
)
DATASET_CONTENTS = Table(
    "dataset_contents",
    OWN,
    Column("content_sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
ARCHIVE = (DATASET_VERSIONS, DATASET_MEMBERS, DATASET_CONTENTS)
APPEND_ONLY = (*LIVE.sorted_tables, *ARCHIVE)
