"""Reading and writing on a store that is up to date: its tables in the present form, the dataset in use archived."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, insert, select

from data import dataset
from data.errors import MixedStoreError
from data.store.engine import connected, engine
from data.store.migrations import bring_to_date
from data.store.rows import now
from data.store.tables import DATASET_CONTENTS, DATASET_MEMBERS, DATASET_VERSIONS

_up_to_date: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
_lock = threading.Lock()


@contextmanager
def reading() -> Iterator[Connection]:
    """Give a connection that sees one moment of the store, however long it reads.

    Raises:
        DatasetError: There is no dataset, or the store cannot be used.
    """
    _prepare()
    with connected(writes=False) as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """Give the one connection that may write now; at the end everything is kept, after an error nothing.

    Raises:
        DatasetError: There is no dataset, or the store cannot be used.
    """
    _prepare()
    with connected(writes=True) as connection:
        yield connection


def _prepare() -> None:
    """Bring the tables to date and archive the dataset, once for each dataset version in this process."""
    present, version = engine(), dataset.dataset_snapshot().version
    with _lock:
        if _up_to_date.get(present) == version:
            return
        with connected(writes=True) as connection:
            bring_to_date(connection)
            archive_dataset(connection)
        _up_to_date[present] = version


def archive_dataset(connection: Connection) -> None:
    """Keep the dataset in use for ever, so that an edition can be computed again; only new contents are stored.

    Raises:
        MixedStoreError: The store holds a practice dataset and this one is real, or the other way round.
    """
    snapshot = dataset.dataset_snapshot()
    seen = {row.dataset_version: row.is_practice for row in connection.execute(select(DATASET_VERSIONS))}
    if set(seen.values()) - {snapshot.is_practice}:
        raise MixedStoreError(snapshot.is_practice)
    if snapshot.version in seen:
        return
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in snapshot.contents.items()}
    known = set(connection.execute(select(DATASET_CONTENTS.c.content_sha256)).scalars())
    new = {sha: snapshot.contents[name] for name, sha in hashes.items() if sha not in known}
    version = {"dataset_version": snapshot.version}
    about = {"recorded_at": now(), "is_practice": snapshot.is_practice}
    manifest = json.dumps(snapshot.manifest, ensure_ascii=False)
    connection.execute(insert(DATASET_VERSIONS), {**version, **about, "manifest": manifest})
    for table, rows in (
        (DATASET_CONTENTS, [{"content_sha256": sha, "content": content} for sha, content in new.items()]),
        (DATASET_MEMBERS, [{**version, "table_name": name, "content_sha256": sha} for name, sha in hashes.items()]),
    ):
        if rows:
            connection.execute(insert(table), rows)
