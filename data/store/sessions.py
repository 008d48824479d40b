"""Reading and writing on a store that is up to date: tables in the form of the schema, dataset synchronised."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from data import dataset
from data.store.archive import synchronise
from data.store.engine import connected, engine
from data.store.preparation import prepare

_up_to_date: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
_lock = threading.Lock()


@contextmanager
def reading() -> Iterator[Connection]:
    """Give a connection that sees one moment of the store, however long it reads.

    Raises:
        DatasetError: There is no dataset, or the store cannot be used.
    """
    _bring_up_to_date()
    with connected(writes=False) as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """Give the one connection that may write now; at the end everything is kept, after an error nothing.

    Raises:
        DatasetError: There is no dataset, or the store cannot be used.
    """
    _bring_up_to_date()
    with connected(writes=True) as connection:
        yield connection


def _bring_up_to_date() -> None:
    """Prepare and synchronise, once for each dataset version in this process."""
    present, version = engine(), dataset.dataset_snapshot().version
    with _lock:
        if _up_to_date.get(present) == version:
            return
        with connected(writes=True) as connection:
            prepare(connection)
            synchronise(connection)
        _up_to_date[present] = version
