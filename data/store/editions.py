"""Editions: a named moment together with a version of the dataset, from which every number can be computed again."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import insert, select

from data import dataset
from data.errors import EditionExistsError, UnknownEditionError
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


def edition_snapshot(edition: Edition) -> dataset.Snapshot:
    """Return the whole dataset as it was when the edition was frozen, its tables in the form of the present schema.

    Raises:
        UnknownEditionError: The store never saw this version of the dataset.
    """
    present, version = dataset.dataset_snapshot(), edition.dataset_version
    if version == present.version:
        return present
    of_version = DATASET_MEMBERS.c.dataset_version == version
    kept = select(DATASET_MEMBERS.c.table_name, DATASET_CONTENTS.c.content).join(
        DATASET_CONTENTS, DATASET_CONTENTS.c.content_sha256 == DATASET_MEMBERS.c.content_sha256
    )
    manifest = select(DATASET_VERSIONS.c.manifest).where(DATASET_VERSIONS.c.dataset_version == version)
    with reading() as connection:
        noted = connection.execute(manifest).scalar()
        contents = {row.table_name: row.content for row in connection.execute(kept.where(of_version))}
    if noted is None:
        raise UnknownEditionError(version)
    return dataset.Snapshot((), version, json.loads(noted), contents, is_archived=True)
