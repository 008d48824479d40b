"""The only reader and writer of the rows of the dataset, in `data/normalized/` and of imported statistics.

A dataset that changed on disk is noticed by its file stamps, without a restart. Imported statistics stand beside it, in
`var/imported/`: importing changes `state_version`, never `dataset_version`. What grows while the application is in use
stands in a database, see `data.store`.
"""

import io
import zipfile
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from data.errors import DamagedDatasetError, DamagedImportError
from data.folders import data_folder, imported_folder
from data.schema import IMPORTED_TABLES, TABLES, table_named
from data.table_files import Snapshot, csv_of, is_there, snapshot, swap_in, write_tables
from data.validation import Rows, empty

__all__ = ["Snapshot", "csv_of"]

T = TypeVar("T")
_answered_from: ContextVar[Snapshot | None] = ContextVar("answered_from", default=None)
_seen: ContextVar[dict[Hashable, Any] | None] = ContextVar("seen", default=None)


def dataset_version() -> str:
    """Return the version of the dataset: 12 hexadecimal digits of the hash over all its tables."""
    return _in_use().version


def imported_version() -> str:
    """Return the version of the imported statistics, "" where there are none."""
    imported = _imported()
    return imported.version if imported is not None and any(imported.manifest["rows"].values()) else ""


def state_version() -> str:
    """Return the version of everything that answers about documents and statistics are made from.

    It is that of the dataset, and behind a hyphen the start of that of the imported statistics where there are any.
    """
    imported = imported_version()
    return f"{dataset_version()}-{imported[:6]}" if imported else dataset_version()


def dataset_facts() -> dict[str, Any]:
    """Return what the loaders noted beside the tables when they built the dataset (`dataset.json`)."""
    return _in_use().manifest


def dataset_snapshot() -> Snapshot:
    """Return the present state of the dataset, to read several tables of the very same version.

    It is the present one also inside `answering_from`: what is written always rests on it.

    Raises:
        MissingDatasetError: There is no dataset in the data folder.
        DamagedDatasetError: A file of the dataset is missing.
    """
    return _snapshot(data_folder() / "normalized")


@contextmanager
def one_moment() -> Iterator[None]:
    """Look at the files and the store's log once and answer everything inside as of then; what is written inside counts."""
    if _seen.get() is not None:
        yield
        return
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def seen_once(of: Hashable, look: Callable[[], T]) -> T:
    """Return what a look finds; inside `one_moment` what the first one found."""
    seen = _seen.get()
    if seen is None:
        return look()
    if of not in seen:
        seen[of] = look()
    found: T = seen[of]
    return found


def look_again() -> None:
    """Forget what was seen inside `one_moment`, because something was written."""
    (_seen.get() or {}).clear()


def _snapshot(folder: Path) -> Snapshot:
    return seen_once(folder, partial(snapshot, folder))


def read_table(name: str, dataset: Snapshot | None = None) -> pd.DataFrame:
    """Return a table, typed by the schema and sorted by its key.

    A table that the dataset does not hold yet is empty. Changing the frame does not change the store.

    Raises:
        UnknownTableError: The schema declares no such table.
        MissingDatasetError: There is no dataset in the data folder.
        DamagedDatasetError: The file of the table is missing or not in the form of the schema.
    """
    table = table_named(name)
    return (dataset or _in_use()).table(table)


@contextmanager
def answering_from(dataset: Snapshot) -> Iterator[None]:
    """Answer everything that this thread asks for inside from an earlier state of the dataset."""
    token = _answered_from.set(dataset)
    try:
        yield
    finally:
        _answered_from.reset(token)


def _in_use() -> Snapshot:
    return _answered_from.get() or dataset_snapshot()


def read_imported(name: str) -> pd.DataFrame:
    """Return a table of imported statistics, typed and sorted by its key; empty where nothing was imported.

    Raises:
        DamagedImportError: The files are damaged, or written by another version of the program.
    """
    table, imported = IMPORTED_TABLES[name], _imported()
    try:
        return empty(table) if imported is None else imported.table(table)
    except DamagedDatasetError as error:
        raise DamagedImportError(error.file_name) from error


IMPORTED_PARTS = ("statistics", "boundaries")


def imported_content(part: str) -> bytes:
    """Return the files of a part of what was imported, packed; the same files always give the same bytes."""
    packed, home = io.BytesIO(), imported_folder() / part
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(home.iterdir()) if home.is_dir() else []:
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def replace_imported(part: str, content: bytes) -> None:
    """Put packed files in the place of a part of what was imported."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        swap_in({name: archive.read(name) for name in archive.namelist()}, imported_folder() / part)
    look_again()


def publish(tables: Mapping[str, Rows], folder: Path, facts: Mapping[str, Any] | None = None) -> str:
    """Check a whole dataset against the schema, write it aside and swap it in; return its version.

    Args:
        tables: Rows by table name: data frames or sequences of mappings; a column left out is empty.
        facts: Further entries of `dataset.json`, the same whenever the same sources are built again.

    Raises:
        InvalidDatasetError: A row breaks the schema; the dataset published before is untouched.
    """
    for name in tables:
        table_named(name)
    return write_tables(tables, TABLES, folder, facts)


def publish_imported(source_code: str, tables: Mapping[str, Rows]) -> str:
    """Replace all rows of one source of statistics, those of other sources stay; without rows, take it back. Return their version.

    Raises:
        InvalidDatasetError: A row breaks the schema; what was imported before is untouched.
    """
    merged: dict[str, Rows] = {}
    for name in IMPORTED_TABLES:
        try:
            before = read_imported(name)
        except DamagedImportError:  # damaged rows are replaced as if there were none
            before = empty(IMPORTED_TABLES[name])
        given = pd.DataFrame(tables.get(name, []))
        others = before[before["source_code"] != source_code]
        merged[name] = pd.concat([others, given], ignore_index=True) if len(others) else given
    version = write_tables(merged, IMPORTED_TABLES, _imported_home())
    look_again()
    return version


def _imported() -> Snapshot | None:
    home = _imported_home()
    if not seen_once((home, "is there"), lambda: is_there(home)):
        return None
    try:
        return _snapshot(home)
    except DamagedDatasetError as error:
        raise DamagedImportError(error.file_name) from error


def _imported_home() -> Path:
    return imported_folder() / "statistics"
