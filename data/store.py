"""Where the rows of the dataset live: the only reader and writer of `data/normalized/`.

`publish` writes a whole dataset aside and swaps it in; `read_table` reads one table, typed by the schema.
A dataset that changed on disk is noticed by its file stamps, without a restart. What grows while the application
is in use stands in a database, see `data.live`; `python -m data.store backup | restore | export` saves and hands it out.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data.errors import DamagedDatasetError, InvalidDatasetError, MissingDatasetError
from data.schema import TABLES, Table, table_named
from data.validation import Rows, typed_tables

MANIFEST = "dataset.json"
TRIES, PAUSE_SECONDS = 10, 0.02
Stamps = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Snapshot:
    """One consistent state of the folder: all files read at once, tables typed when first asked for.

    Attributes:
        version: Version of the dataset.
        manifest: What `dataset.json` says.
        contents: The CSV file of each table.
    """

    stamps: Stamps
    version: str
    manifest: dict[str, Any]
    contents: dict[str, bytes]
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """Whether the dataset is invented, for practice: `dataset.json` says so."""
        return self.manifest.get("practice") is True


_snapshots: dict[Path, Snapshot] = {}
_lock = threading.Lock()


def data_folder() -> Path:
    """Return the data folder: this package's own, or the one named by MONITOR_DATA."""
    return Path(os.environ.get("MONITOR_DATA") or Path(__file__).parent)


def dataset_version() -> str:
    """Return the version of the dataset: 12 hexadecimal digits of the hash over all its tables."""
    return _snapshot().version


def dataset_facts() -> dict[str, Any]:
    """Return what the loaders noted beside the tables when they built the dataset (`dataset.json`)."""
    return _snapshot().manifest


def dataset_snapshot() -> Snapshot:
    """Return the present state of the dataset, to read several tables of the very same version."""
    return _snapshot()


def read_table(name: str, snapshot: Snapshot | None = None) -> pd.DataFrame:
    """Return a table, typed by the schema and sorted by its key.

    A table that the dataset does not hold yet is empty. Changing the frame does not change the store.

    Args:
        name: The table.
        snapshot: The state to read; the present one unless given.

    Raises:
        UnknownTableError: The schema declares no such table.
        MissingDatasetError: There is no dataset in the data folder.
        DamagedDatasetError: The file of the table is missing or not in the form of the schema.
    """
    table = table_named(name)
    snapshot = snapshot or _snapshot()
    if name not in snapshot.frames:
        content = snapshot.contents.get(name)
        frame = _empty(table) if content is None else _parse(table, content)
        if list(frame.columns) != table.column_names:
            raise DamagedDatasetError(f"{name}.csv", "項目の並びが定義と異なります")
        snapshot.frames[name] = frame
    return snapshot.frames[name].copy(deep=False)


def table_of_content(name: str, content: bytes | None) -> pd.DataFrame:
    """Return a table from the CSV of an earlier version in the columns of the present schema; None is no rows.

    A column that the schema did not have then is empty; one that it has no longer is left out.
    """
    table = table_named(name)
    frame = _empty(table) if content is None else _parse(table, content)
    return frame.reindex(columns=table.column_names).astype({c.name: c.dtype for c in table.columns})


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as UTF-8 CSV with LF; equal values always give equal bytes."""
    text = pd.DataFrame({name: frame[name].map(_cell_text, na_action="ignore") for name in frame.columns})
    return text.to_csv(index=False, lineterminator="\n").encode()


def publish(tables: Mapping[str, Rows], folder: Path, facts: Mapping[str, Any] | None = None) -> str:
    """Check a whole dataset against the schema, write it aside and swap it in.

    Args:
        tables: Rows by table name: data frames or sequences of mappings; a column left out is empty.
        folder: The folder that will hold exactly these tables, such as `data/normalized`.
        facts: Further entries of `dataset.json`, the same whenever the same sources are built again.

    Returns:
        The version of the published dataset.

    Raises:
        InvalidDatasetError: A row breaks the schema; the dataset published before is untouched.
    """
    for name in tables:
        table_named(name)
    frames, problems = typed_tables(tables)
    if problems:
        raise InvalidDatasetError(problems)
    contents = {name: csv_of(frames[name]) for name in TABLES if name in frames}
    version = _version(contents)
    rows = {name: len(frames[name]) for name in contents}
    manifest = {"version": version, "rows": rows, **(facts or {})}
    contents_by_file = {f"{name}.csv": content for name, content in contents.items()}
    contents_by_file[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    _swap_in(contents_by_file, folder)
    return version


def _snapshot() -> Snapshot:
    """Return the present state of the folder, read again only when a stamp changed.

    While another process swaps the folder, files may be gone for a moment or belong to both datasets: so what was
    read counts only if no stamp changed meanwhile, and a vanished file is looked for again.
    """
    folder = data_folder() / "normalized"
    with _lock:
        for _ in range(TRIES):
            try:
                home = folder if folder.is_dir() else _kept_aside(folder)
                stamps = _stamps(home)
                known = _snapshots.get(folder)
                if known is not None and known.stamps == stamps:
                    return known
                snapshot = _read_folder(home, stamps)
                if _stamps(home) == stamps:
                    _snapshots[folder] = snapshot
                    return snapshot
                missing = ""
            except FileNotFoundError as error:
                missing = Path(error.filename).name
            time.sleep(PAUSE_SECONDS)
    if missing in (MANIFEST, _kept_aside(folder).name):
        raise MissingDatasetError(str(folder))
    raise DamagedDatasetError(
        missing or MANIFEST, "ファイルがありません" if missing else "書き換えが続いています"
    )


def _stamps(folder: Path) -> Stamps:
    """Return name, time, size and file number of every file: they differ once anything was written."""
    with os.scandir(folder) as entries:
        stats = [(entry.name, entry.stat()) for entry in entries]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in stats))


def _read_folder(folder: Path, stamps: Stamps) -> Snapshot:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        contents = {name: (folder / f"{name}.csv").read_bytes() for name in manifest["rows"]}
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedDatasetError(MANIFEST, "内容を解釈できません") from error
    return Snapshot(stamps, _version(contents), manifest, contents)


def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def _parse(table: Table, content: bytes) -> pd.DataFrame:
    dtypes = {column.name: column.dtype for column in table.columns}
    try:
        return pd.read_csv(io.BytesIO(content), dtype=dtypes, keep_default_na=False, na_values=[""])
    except (ValueError, UnicodeDecodeError) as error:
        raise DamagedDatasetError(f"{table.name}.csv", "定義と異なる型の値があります") from error


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def _version(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}:{len(contents[name])}\n".encode())
        digest.update(contents[name])
    return digest.hexdigest()[:12]


def _swap_in(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write the files beside the folder, then exchange the folders by renaming.

    Between the two renames the old dataset stands under its second name, where `_snapshot` finds it; so
    neither a reader nor a crash at any point meets half a dataset.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    kept_aside = _kept_aside(folder)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    try:
        new.chmod(0o755)
        for name, content in contents.items():
            (new / name).write_bytes(content)
        if folder.exists():
            shutil.rmtree(kept_aside, ignore_errors=True)
            folder.rename(kept_aside)
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if kept_aside.exists() and not folder.exists():
            kept_aside.rename(folder)
        raise
    shutil.rmtree(kept_aside, ignore_errors=True)


def _kept_aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-previous")


if __name__ == "__main__":
    from data.maintenance.commands import main

    main()
