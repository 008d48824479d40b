"""Bring the tables of the database to the form of the schema: create, guard against changes, extend.

Committed tables are created anew when their declaration changed: their rows come from the CSV files. Live tables are
only ever extended by columns that may be empty, and a trigger refuses every change of their rows.
"""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, Table, delete, inspect, select
from sqlalchemy.schema import CreateColumn

from data.errors import OutdatedStoreError
from data.store.tables import APPEND_ONLY, COMMITTED, LIVE, OWN, STORE_FACTS, fingerprint

CONTENT_FACT = "content:"
REFUSAL = "rows of this table are never changed"
POSTGRESQL_REFUSAL = f"""
CREATE OR REPLACE FUNCTION monitor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END $$
"""


def is_prepared(connection: Connection) -> bool:
    """Return whether all tables have the form of the present schema."""
    if not inspect(connection).has_table(STORE_FACTS.name):
        return False
    known = facts(connection)
    return all(known.get(name) == value for name, value in _fingerprints(connection).items())


def prepare(connection: Connection) -> None:
    """Create what is missing and extend what has grown; nothing to do where the form is that of the schema.

    Raises:
        OutdatedStoreError: A live table differs in more than columns that may be empty.
    """
    if is_prepared(connection):
        return
    OWN.create_all(connection)
    known = facts(connection)
    wanted = _fingerprints(connection)
    if known.get("committed") != wanted["committed"]:
        _create_committed_anew(connection)
    there = set(inspect(connection).get_table_names())
    for table in LIVE.sorted_tables:
        if table.name in there:
            _extend(connection, table)
    LIVE.create_all(connection)
    for table in APPEND_ONLY:
        _refuse_changes(connection, table)
    for name, value in wanted.items():
        set_fact(connection, name, value)


def facts(connection: Connection) -> dict[str, str]:
    """Return what the store notes about itself, by name."""
    return {row.name: row.value for row in connection.execute(select(STORE_FACTS))}


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Note something about the store itself, in place of what was noted before."""
    connection.execute(delete(STORE_FACTS).where(STORE_FACTS.c.name == name))
    connection.execute(STORE_FACTS.insert().values(name=name, value=value))


def _fingerprints(connection: Connection) -> dict[str, str]:
    dialect = connection.dialect
    return {"committed": fingerprint(COMMITTED, dialect), "live": fingerprint(LIVE, dialect)}


def _create_committed_anew(connection: Connection) -> None:
    """Drop the committed tables, also those that the schema no longer has, and create them empty.

    The next synchronisation fills them. Tables that the store did not create itself are left alone.
    """
    created = set(filter(None, facts(connection).get("committed_tables", "").split(",")))
    old = MetaData()
    old.reflect(connection, only=sorted(created & set(inspect(connection).get_table_names())))
    old.drop_all(connection)
    COMMITTED.create_all(connection)
    set_fact(connection, "committed_tables", ",".join(COMMITTED.tables))
    connection.execute(delete(STORE_FACTS).where(STORE_FACTS.c.name.startswith(CONTENT_FACT)))


def _extend(connection: Connection, table: Table) -> None:
    """Add the columns that a live table lacks; they are empty in the rows that stand there."""
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    missing = [column for column in table.columns if column.name not in there]
    surplus = there - {column.name for column in table.columns}
    if surplus or any(not column.nullable for column in missing):
        raise OutdatedStoreError(table.name)
    quote = connection.dialect.identifier_preparer.quote
    for column in missing:
        declaration = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ADD COLUMN {declaration}")


def _refuse_changes(connection: Connection, table: Table) -> None:
    """Let the database itself refuse changes, whoever sends them."""
    name = connection.dialect.identifier_preparer.quote(table.name)
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS keep_{table.name}_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name}: {REFUSAL}'); END"
            )
        return
    connection.exec_driver_sql(POSTGRESQL_REFUSAL.replace("%", "%%"))
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS keep_rows ON {name}")
    connection.exec_driver_sql(
        f"CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION monitor_refuse_change()"
    )
