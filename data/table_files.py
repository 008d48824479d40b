"""A folder of CSV tables with a manifest: written aside and swapped in whole, read as one consistent state.

The mechanism of `data.dataset`, the same for the committed dataset and for what was imported beside it.
"""

import csv
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
from pandas._libs.internals import BlockValuesRefs  # type: ignore[import-not-found]

from data.errors import DamagedDatasetError, InvalidDatasetError, MissingDatasetError
from data.schema import Table
from data.validation import Rows, empty, typed_tables

MANIFEST = "dataset.json"
TRIES, PAUSE_SECONDS = 10, 0.02
Stamps = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Snapshot:
    """One consistent state of the folder: all files read at once, tables typed when first asked for."""

    stamps: Stamps
    version: str  # Version of the dataset
    manifest: dict[str, Any]  # What `dataset.json` says
    contents: dict[str, bytes]  # The CSV file of each table
    # Whether an earlier program wrote it: a column that its tables lack is empty, one that is declared no longer left out
    is_archived: bool = False
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """Whether the dataset is invented, for practice: `dataset.json` says so."""
        return self.manifest.get("practice") is True

    def table(self, table: Table) -> pd.DataFrame:
        """Return a table, typed by its declaration; one that the folder does not hold is empty.

        A column that need not be filled may be missing: files that an earlier version wrote stay readable.

        Raises:
            DamagedDatasetError: The file of the table is not in the form of the schema.
        """
        if table.name not in self.frames:
            content = self.contents.get(table.name)
            frame = empty(table) if content is None else parse(table, content)
            if list(frame.columns) != table.column_names:
                required = {column.name for column in table.columns if column.required}
                if not self.is_archived and not required <= set(frame.columns) <= set(table.column_names):
                    raise DamagedDatasetError(f"{table.name}.csv", "項目の並びが定義と異なります")
                frame = frame.reindex(columns=table.column_names).astype({c.name: c.dtype for c in table.columns})
            self.frames[table.name] = frame
        return handed_out(self.frames[table.name])


_KEEPER = pd.DataFrame({"kept": [True]})._mgr.blocks[0]


def handed_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a shallow copy of a frame that is kept: pandas copies on write, so nobody can change what is kept.

    Of each copy and each column taken from it pandas keeps a note (80 bytes) with the kept frame, even when they are gone.
    Here the notes go with the copy. It shares its values with a stand-in for whoever keeps them, so it writes none in place.
    """
    kept: Any = frame._mgr
    frames: Any = pd.DataFrame
    blocks = tuple(
        type(block)(block.values.view(), placement=block.mgr_locs, ndim=block.ndim, refs=BlockValuesRefs(_KEEPER))
        for block in kept.blocks
    )
    own = type(kept)(blocks, [axis.view() for axis in kept.axes], verify_integrity=False)
    own._blknos, own._blklocs = kept.blknos.copy(), kept.blklocs.copy()  # else looked for again
    handed: pd.DataFrame = frames._from_mgr(own, own.axes).__finalize__(frame, method="copy")
    return handed


_snapshots: dict[Path, Snapshot] = {}
_lock = threading.Lock()


def write_tables(
    tables: Mapping[str, Rows], declared: Mapping[str, Table], folder: Path, facts: Mapping[str, Any] | None = None
) -> str:
    """Check tables against their declarations, write them aside and swap them in; return their version.

    Raises:
        InvalidDatasetError: A row breaks its declaration; the folder is untouched.
    """
    frames, problems = typed_tables(tables, declared)
    if problems:
        raise InvalidDatasetError(problems)
    contents = {name: csv_of(frames[name]) for name in declared if name in frames}
    version = _version(contents)
    rows = {name: len(frames[name]) for name in contents}
    manifest = {"version": version, "rows": rows, **(facts or {})}
    files = {f"{name}.csv": content for name, content in contents.items()}
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    swap_in(files, folder)
    return version


def is_there(folder: Path) -> bool:
    """Return whether the folder holds tables, also in the moment in which others are swapped in."""
    return folder.is_dir() or _kept_aside(folder).is_dir() or folder.is_dir()


def snapshot(folder: Path) -> Snapshot:
    """Return the present state of a folder, read again only when a stamp changed.

    While another process swaps the folder, files may be gone for a moment or belong to both datasets: so what was
    read counts only if no stamp changed meanwhile, and a vanished file is looked for again.

    Raises:
        MissingDatasetError: There are no tables in the folder.
        DamagedDatasetError: A file is missing, or the manifest cannot be read.
    """
    with _lock:
        for _ in range(TRIES):
            try:
                home = folder if folder.is_dir() else _kept_aside(folder)
                stamps = _stamps(home)
                known = _snapshots.get(folder)
                if known is not None and known.stamps == stamps:
                    return known
                found = _read_folder(home, stamps)
                if _stamps(home) == stamps:
                    _snapshots[folder] = found
                    return found
                missing = ""
            except FileNotFoundError as error:
                missing = Path(error.filename).name
            time.sleep(PAUSE_SECONDS)
    if missing in (MANIFEST, _kept_aside(folder).name):
        raise MissingDatasetError(folder=folder)
    raise DamagedDatasetError(missing or MANIFEST, "ファイルがありません" if missing else "書き換えが続いています")


def parse(table: Table, content: bytes) -> pd.DataFrame:
    """Return the rows of a CSV file, typed by the declaration of their table; other columns are kept as they are.

    Raises:
        DamagedDatasetError: A value is not of the declared type.
    """
    dtypes = {column.name: column.dtype for column in table.columns}
    try:
        return pd.read_csv(io.BytesIO(content), dtype=dtypes, keep_default_na=False, na_values=[""])
    except (ValueError, UnicodeDecodeError) as error:
        raise DamagedDatasetError(f"{table.name}.csv", "定義と異なる型の値があります") from error


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as UTF-8 CSV with LF; equal values always give equal bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    if len(frame):
        writer.writerows(zip(*[_texts(frame[name]) for name in frame.columns], strict=True))
    return text.getvalue().encode()


def _texts(column: pd.Series) -> list[str]:
    if isinstance(column.dtype, pd.StringDtype):
        return column.to_numpy(object, na_value="").tolist()
    return ["" if pd.isna(value) else _cell_text(value) for value in column.astype(object)]


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


def swap_in(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write the files beside the folder, then exchange the folders by renaming.

    Between the two renames the old dataset stands under its second name, where `snapshot` finds it; so
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
