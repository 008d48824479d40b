"""Bring the tables of a store to the form of this program: named steps, in order, each noted once it is done.

A new store is made in the present form, with every step noted as done. To change a live table: change its declaration
in `data/tables/live.yml`, and write a step below that brings an older store to the same form. A step is never renamed,
moved or taken away, and it works on SQLite and PostgreSQL.
"""

from collections.abc import Callable

from sqlalchemy import Connection, MetaData, Table, func, inspect, select
from sqlalchemy.schema import CreateColumn

from data.errors import OutdatedStoreError
from data.store.rows import APPEND_ONLY, LIVE, MIGRATIONS_DONE, OWN, now

REFUSAL = "rows of this table are never changed"
POSTGRESQL_REFUSAL = f"""
CREATE OR REPLACE FUNCTION monitor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END $$
"""
MIGRATIONS: dict[str, Callable[[Connection], None]] = {}


def _migration(step: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """Add a step to the end of MIGRATIONS, under the name of its function."""
    MIGRATIONS[step.__name__] = step
    return step


@_migration
def complete_the_tables_of_the_first_stores(connection: Connection) -> None:
    """Add the columns that stores from before there were migrations may lack; they are empty in older rows."""
    there = inspect(connection)
    for table in LIVE.sorted_tables:
        if there.has_table(table.name):
            known = {column["name"] for column in there.get_columns(table.name)}
            for name in [column.name for column in table.columns if column.nullable and column.name not in known]:
                add_column(connection, table, name)


@_migration
def drop_the_mirror_of_the_dataset(connection: Connection) -> None:
    """Take away the copy of the committed tables, which nothing asked, with the notes about it; editions stay."""
    there = set(inspect(connection).get_table_names())
    if "store_facts" not in there:
        return
    old = MetaData()
    facts = Table("store_facts", old, autoload_with=connection)
    copied = connection.execute(select(facts.c.value).where(facts.c.name == "committed_tables")).scalar() or ""
    old.reflect(connection, only=sorted(there & set(copied.split(","))))
    old.drop_all(connection)


@_migration
def drop_the_corrections(connection: Connection) -> None:
    """Take away the table of corrections, which no page ever wrote; one that holds rows all the same stays."""
    if inspect(connection).has_table("corrections"):
        table = Table("corrections", MetaData(), autoload_with=connection)
        if not connection.execute(select(func.count()).select_from(table)).scalar():
            table.drop(connection)


@_migration
def add_the_tables_of_the_second_form(connection: Connection) -> None:
    """Add what edition 2 of the report form holds: road, services, counts, process and the town's own targets."""
    names = ("report_roads", "report_services", "report_counts", "report_process", "reported_targets")
    LIVE.create_all(connection, [LIVE.tables[name] for name in names])


@_migration
def add_contacts_and_mails(connection: Connection) -> None:
    """Make room for the contacts of municipalities and the mails to them: new tables are made for every store alike."""


@_migration
def index_places_and_years(connection: Connection) -> None:
    """Let pages find the rows of a place and a year without reading a whole table."""
    for table in LIVE.sorted_tables:
        if inspect(connection).has_table(table.name):
            for index in table.indexes:
                index.create(connection, checkfirst=True)


@_migration
def share_imports_through_the_store(connection: Connection) -> None:
    """Make room for imported statistics and boundaries; the first process that runs takes its folder over."""


def add_column(connection: Connection, table: Table, name: str) -> None:
    """Add a declared column to a table that stands in the database."""
    quote = connection.dialect.identifier_preparer.quote
    declaration = CreateColumn(table.columns[name]).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ADD COLUMN {declaration}")


def bring_to_date(connection: Connection) -> list[str]:
    """Make the tables of a new store, or take the steps that an older one lacks, in order; return the steps taken.

    Raises:
        OutdatedStoreError: The store has a step behind it that this program does not know.
    """
    there = set(inspect(connection).get_table_names())
    done = set(connection.execute(select(MIGRATIONS_DONE.c.name)).scalars()) if MIGRATIONS_DONE.name in there else set()
    if unknown := sorted(done - set(MIGRATIONS)):
        raise OutdatedStoreError(steps="、".join(unknown))
    missing = [name for name in MIGRATIONS if name not in done]
    if not missing:
        return []
    is_new = not there & set(LIVE.tables)
    for name in missing:
        if not is_new:
            MIGRATIONS[name](connection)
    OWN.create_all(connection)
    LIVE.create_all(connection)
    for table in APPEND_ONLY:
        _refuse_changes(connection, table)
    moment = now()
    connection.execute(MIGRATIONS_DONE.insert(), [{"name": name, "applied_at": moment} for name in missing])
    return [] if is_new else missing


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
