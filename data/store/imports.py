"""Imported statistics and boundaries, shared by all processes through the store: a folder of each stands here as one content.

Every process works on files of its own, in `var/imported/`. At each run it compares the revision that it has with the one in the
store. Where MONITOR_IMPORTED names a folder, that folder alone counts.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, insert, select

from data import dataset
from data.folders import imported_folder, imports_are_shared
from data.store.rows import IMPORTED
from data.store.sessions import reading, writing


def share_imports() -> None:
    """Put what was imported on this machine into the store, for all processes."""
    if imports_are_shared():
        with _alone() as folder:
            _share(folder, dataset.IMPORTED_PARTS)


def renew_imports() -> bool:
    """Bring the files of this machine to the state of the store; return whether anything changed.

    What an earlier version of the program left in the folder, and the store has never seen, is taken over.
    """
    if not imports_are_shared():
        return False
    with reading() as connection:
        there = {row.name: row.revision for row in connection.execute(select(IMPORTED.c.name, IMPORTED.c.revision))}
    marks = {part: _mark(imported_folder(), part) for part in dataset.IMPORTED_PARTS}
    untaken = [part for part in marks if part not in there and (imported_folder() / part).is_dir()]
    stale = [part for part, revision in there.items() if marks.get(part) != revision]
    if not untaken and not stale:
        return False
    with _alone() as folder:
        _share(folder, untaken)
        with reading() as connection:
            for row in connection.execute(select(IMPORTED).where(IMPORTED.c.name.in_(stale))):
                if _mark(folder, row.name) != row.revision:
                    dataset.replace_imported(row.name, row.content)
                    _note(folder, row.name, row.revision)
    return True


def _share(folder: Path, parts: list[str] | tuple[str, ...]) -> None:
    for part in parts:
        content = dataset.imported_content(part)
        revision = hashlib.sha256(content).hexdigest()
        with writing() as connection:
            known = connection.execute(select(IMPORTED.c.revision).where(IMPORTED.c.name == part)).scalar()
            if known != revision and (known is not None or (folder / part).is_dir()):
                connection.execute(delete(IMPORTED).where(IMPORTED.c.name == part))
                connection.execute(insert(IMPORTED).values(name=part, revision=revision, content=content))
        _note(folder, part, revision)


def _mark(folder: Path, part: str) -> str:
    path = folder / f"{part}.revision"
    return path.read_text("ascii") if path.is_file() else ""


def _note(folder: Path, part: str, revision: str) -> None:
    (folder / f"{part}.revision").write_text(revision, encoding="ascii")


@contextmanager
def _alone() -> Iterator[Path]:
    """Keep the other processes of this machine from the folder."""
    folder = imported_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
