"""Connections to the database, the same for SQLite and PostgreSQL: one writer at a time, readers see one moment."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data.errors import StoreBusyError, StoreUnavailableError
from data.folders import live_folder

WAIT_SECONDS = 30
# Any number, the same in every process of this application: the name of the writers' lock in PostgreSQL.
WRITERS_LOCK = 7_201_741
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
BUSY_WORDS = ("database is locked", "lock timeout", "could not obtain lock")

_engines: dict[str, Engine] = {}
_lock = threading.Lock()
# Writers of this process wait here and hold no connection meanwhile: readers find one free.
_writing = threading.Lock()


def database_url() -> URL:
    """Return where the store is: MONITOR_DATABASE_URL, or the SQLite file beside the dataset in use.

    The file is `var/monitor.sqlite` of the project; a dataset elsewhere (MONITOR_DATA) has its own `var/` there.

    Raises:
        StoreUnavailableError: The address is not that of an SQLite file or a PostgreSQL database.
    """
    given = os.environ.get("MONITOR_DATABASE_URL")
    if not given:
        return URL.create("sqlite", database=str(live_folder() / "monitor.sqlite"))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreUnavailableError("MONITOR_DATABASE_URL", "接続先の書き方が正しくありません") from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite" or not url.database:
        raise StoreUnavailableError(url.render_as_string(), "SQLite のファイルか PostgreSQL だけが使えます")
    return url


def engine() -> Engine:
    """Return the engine of the store in use; one per address and process."""
    url = database_url()
    key = url.render_as_string(hide_password=False)
    with _lock:
        if key not in _engines:
            _engines[key] = _sqlite_engine(url) if url.drivername == "sqlite" else _postgresql_engine(url)
        return _engines[key]


def close_all() -> None:
    """Close every connection: for tests, which move or drop a store between two questions; a process needs it never."""
    with _lock:
        for known in _engines.values():
            known.dispose()
        _engines.clear()


@contextmanager
def connected(writes: bool) -> Iterator[Connection]:
    """Give a connection in one transaction: all of it or nothing is kept.

    Args:
        writes: Wait until no other writer is left, in any process, and keep others out until the end.

    Raises:
        StoreUnavailableError: The database cannot be reached, or refuses.
        StoreBusyError: Another writer did not finish in time.
    """
    with _in_words(store := engine()), _connected(store, writes) as connection:
        yield connection


@contextmanager
def apart_from_the_rest(connection: Connection) -> Iterator[Connection]:
    """Give a transaction inside that of a connection: an error takes back what is written here, and nothing before.

    Raises:
        StoreUnavailableError: The database cannot be reached any more, or refuses.
    """
    with _in_words(connection.engine), connection.begin_nested():
        yield connection


@contextmanager
def _connected(store: Engine, writes: bool) -> Iterator[Connection]:
    is_postgresql = store.dialect.name == "postgresql"
    options: dict[str, Any] = {"writes": writes}
    if is_postgresql and not writes:
        options["isolation_level"] = "REPEATABLE READ"
    if writes and not _writing.acquire(timeout=WAIT_SECONDS):
        raise StoreBusyError
    try:
        with store.connect().execution_options(**options) as connection, connection.begin():
            if is_postgresql and writes:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
            yield connection
    finally:
        if writes:
            _writing.release()


@contextmanager
def _in_words(store: Engine) -> Iterator[None]:
    """Raise what readers understand in the place of an error of the database."""
    try:
        yield
    except DBAPIError as error:
        # A refused row or a wrong statement is a mistake of ours and goes through as it is.
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        reason = str(error.orig)
        if any(words in reason for words in BUSY_WORDS):
            raise StoreBusyError from error
        raise StoreUnavailableError(store.url.render_as_string(), "接続または書き込みができません") from error
    except PoolTimeoutError as error:
        raise StoreBusyError from error


def _sqlite_engine(url: URL) -> Engine:
    if url.database != ":memory:":
        try:
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailableError(url.render_as_string(), "フォルダーを作れません") from error
    store = create_engine(url)

    @event.listens_for(store, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        for pragma in (f"busy_timeout={WAIT_SECONDS * 1000}", *PRAGMAS):
            _when_free(connection, f"PRAGMA {pragma}")

    @event.listens_for(store, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return store


def _when_free(connection: Any, statement: str) -> None:
    """Execute a statement as soon as nobody holds the file: SQLite itself does not wait to change the kind of journal."""
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute(statement).close()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _postgresql_engine(url: URL) -> Engine:
    # A connection that the server closed meanwhile (restart, firewall) is noticed and replaced.
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": WAIT_SECONDS})
