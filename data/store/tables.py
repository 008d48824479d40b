"""The tables of the database: the live ones, derived from the schema, and the store's own."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKeyConstraint, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from data import schema

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
