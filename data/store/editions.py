"""Editions: a named moment together with a version of the dataset, from which every number can be computed again."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, insert, select

from data import dataset
from data.errors import EditionExistsError, UnknownEditionError
from data.schema import TABLES
from data.store.entries import enter
from data.store.rows import frame_of
from data.store.sessions import archive_dataset, reading, writing
from data.store.tables import DATASET_CONTENTS, DATASET_MEMBERS, DATASET_VERSIONS, LIVE
from data.validation import checked_rows

EDITIONS = LIVE.tables["editions"]


@dataclass(frozen=True)
class Edition:
    """A frozen edition."""

    name: str  # Its name
    dataset_version: str  # The version of the committed dataset
    frozen_at: str  # What was recorded up to this moment belongs to it


def freeze_edition(name: str, *, frozen_by: str, note: str | None = None) -> Edition:
    """Give the present state a name under which it can be read for ever.

    Raises:
        EditionExistsError: The name is taken; an edition never changes.
        InvalidReportError: The name or the person is missing.
    """
    row = {"name": name, "frozen_by": frozen_by, "note": note, "dataset_version": "-", "frozen_at": "-"}
    edition = checked_rows("editions", [row])[0]
    with writing() as connection:
        if connection.execute(select(EDITIONS.c.name).where(EDITIONS.c.name == edition["name"])).first():
            raise EditionExistsError(str(edition["name"]))
        archive_dataset(connection)  # the dataset may have changed this very moment
        version = dataset.dataset_snapshot().version
        moment = enter(connection, "freeze_edition", frozen_by, str(edition["name"]), f"データの版 {version}")
        connection.execute(insert(EDITIONS).values({**edition, "dataset_version": version, "frozen_at": moment}))
        return Edition(str(edition["name"]), version, moment)


def editions() -> pd.DataFrame:
    """Return the editions, the latest first."""
    with reading() as connection:
        rows = connection.execute(select(EDITIONS).order_by(EDITIONS.c.frozen_at.desc())).mappings()
        return frame_of("editions", rows)


def edition_named(name: str) -> Edition:
    """Return an edition by its name.

    Raises:
        UnknownEditionError: No edition has this name.
    """
    with reading() as connection:
        row = connection.execute(select(EDITIONS).where(EDITIONS.c.name == name)).first()
    if row is None:
        raise UnknownEditionError(name)
    return Edition(row.name, row.dataset_version, row.frozen_at)


def edition_table(edition: Edition, name: str) -> pd.DataFrame:
    """Return a committed table as it was when the edition was frozen."""
    if edition.dataset_version == dataset.dataset_version():
        return dataset.read_table(name)
    with reading() as connection:
        return archived_table(connection, name, edition.dataset_version)


def edition_snapshot(edition: Edition) -> dataset.Snapshot:
    """Return the whole dataset as it was when the edition was frozen."""
    present = dataset.dataset_snapshot()
    if edition.dataset_version == present.version:
        return present
    with reading() as connection:
        return archived_snapshot(connection, edition.dataset_version)


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
    frames = {name: dataset.table_of_content(name, contents.get(name)) for name in TABLES}
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
