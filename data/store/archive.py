"""The committed dataset in the database: its present rows for SQL, and every version that was ever in use.

Contents are told apart by their hash: a table that did not change is neither written nor stored a second time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection, delete, insert, select

from data import dataset
from data.errors import MixedStoreError, UnknownEditionError
from data.store.moments import now
from data.store.preparation import CONTENT_FACT, facts, set_fact
from data.store.tables import COMMITTED, DATASET_CONTENTS, DATASET_MEMBERS, DATASET_VERSIONS


def synchronise(connection: Connection) -> list[str]:
    """Bring the committed tables of the database to the CSV files in use.

    Returns:
        The names of the tables whose content changed.

    Raises:
        MixedStoreError: The store holds a practice dataset and this one is real, or the other way round.
        DamagedDatasetError: A CSV file is not in the form of the schema.
    """
    snapshot = dataset.dataset_snapshot()
    _refuse_mixture(connection, snapshot)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in snapshot.contents.items()}
    _archive(connection, snapshot, hashes)
    there = facts(connection)
    changed = [name for name in COMMITTED.tables if hashes.get(name, "") != there.get(CONTENT_FACT + name, "")]
    for name in changed:
        connection.execute(delete(COMMITTED.tables[name]))
    for name in changed:
        rows = records(dataset.read_table(name, snapshot))
        if rows:
            connection.execute(insert(COMMITTED.tables[name]), rows)
        set_fact(connection, CONTENT_FACT + name, hashes.get(name, ""))
    return changed


def archived_table(connection: Connection, name: str, dataset_version: str) -> pd.DataFrame:
    """Return a table as it was in a version of the dataset that was once in use, typed by the present schema.

    A column that the schema did not have then is empty; one that it has no longer is left out.

    Raises:
        UnknownEditionError: The store never saw this version.
    """
    content = _contents(connection, dataset_version, name).get(name)
    return dataset.table_of_content(name, content)


def archived_snapshot(connection: Connection, dataset_version: str) -> dataset.Snapshot:
    """Return a whole version of the dataset that was once in use, its tables typed by the present schema.

    Raises:
        UnknownEditionError: The store never saw this version.
    """
    contents = _contents(connection, dataset_version)
    wanted = DATASET_VERSIONS.c.dataset_version == dataset_version
    manifest = json.loads(connection.execute(select(DATASET_VERSIONS.c.manifest).where(wanted)).scalar_one())
    frames = {name: dataset.table_of_content(name, contents.get(name)) for name in COMMITTED.tables}
    return dataset.Snapshot((), dataset_version, manifest, contents, frames)


def _contents(connection: Connection, dataset_version: str, name: str | None = None) -> dict[str, bytes]:
    """Return the CSV of each table of a version, or of one table."""
    members = select(DATASET_MEMBERS).where(DATASET_MEMBERS.c.dataset_version == dataset_version)
    hashes = {row.table_name: row.content_sha256 for row in connection.execute(members)}
    if not hashes:
        raise UnknownEditionError(dataset_version)
    wanted = {table: sha for table, sha in hashes.items() if name in (None, table)}
    found = select(DATASET_CONTENTS).where(DATASET_CONTENTS.c.content_sha256.in_(set(wanted.values())))
    contents = {row.content_sha256: row.content for row in connection.execute(found)}
    return {table: contents[sha] for table, sha in wanted.items()}


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a typed frame for the database, missing values as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _refuse_mixture(connection: Connection, snapshot: dataset.Snapshot) -> None:
    known = set(connection.execute(select(DATASET_VERSIONS.c.is_practice)).scalars())
    if known - {snapshot.is_practice}:
        raise MixedStoreError(snapshot.is_practice)


def _archive(connection: Connection, snapshot: dataset.Snapshot, hashes: Mapping[str, str]) -> None:
    """Keep this version for ever, storing only the contents that are new."""
    version = snapshot.version
    seen = select(DATASET_VERSIONS.c.dataset_version).where(DATASET_VERSIONS.c.dataset_version == version)
    if connection.execute(seen).first():
        return
    known = set(connection.execute(select(DATASET_CONTENTS.c.content_sha256)).scalars())
    new = {sha: snapshot.contents[name] for name, sha in hashes.items() if sha not in known}
    if new:
        connection.execute(insert(DATASET_CONTENTS), [{"content_sha256": sha, "content": new[sha]} for sha in new])
    manifest = json.dumps(snapshot.manifest, ensure_ascii=False)
    connection.execute(
        insert(DATASET_VERSIONS).values(
            dataset_version=version, recorded_at=now(), is_practice=snapshot.is_practice, manifest=manifest
        )
    )
    members = [{"dataset_version": version, "table_name": n, "content_sha256": sha} for n, sha in hashes.items()]
    if members:
        connection.execute(insert(DATASET_MEMBERS), members)
