"""Reading and writing on a store that is up to date, with the dataset in use archived and every writing in the audit log.

Imported statistics and boundaries are shared by all processes through the store: a folder of each stands there as one content.
Every process works on files of its own, in `var/imported/`, and compares at each run the revision that it has with the one in
the store. Where MONITOR_IMPORTED names a folder, that folder alone counts.
"""

import fcntl
import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

import pandas as pd
from sqlalchemy import Connection, Engine, delete, func, insert, select

from data import dataset
from data.errors import MixedStoreError
from data.folders import imported_folder, imports_are_shared
from data.store.engine import apart_from_the_rest, connected, engine
from data.store.migrations import bring_to_date
from data.store.rows import (
    DATASET_CONTENTS,
    DATASET_MEMBERS,
    DATASET_VERSIONS,
    IMPORTED,
    LIVE,
    frame_of,
    just_after,
    now,
    text_of,
)

_up_to_date: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
_lock = threading.Lock()
_together: ContextVar[Connection | None] = ContextVar("written_together", default=None)


@contextmanager
def _session(writes: bool) -> Iterator[Connection]:
    shared = _together.get() if writes else None
    if shared is not None:
        with apart_from_the_rest(shared):
            yield shared
        return
    _prepare()
    with connected(writes) as connection:
        yield connection


# Both raise a DatasetError where there is no dataset, or the store cannot be used.
reading = partial(_session, writes=False)  # a connection that sees one moment of the store, however long it reads
writing = partial(_session, writes=True)  # the one that may write now: at the end all is kept, after an error nothing


@contextmanager
def together() -> Iterator[None]:
    """Write all that this thread writes inside in one transaction; one writing that fails takes none of the others back."""
    with writing() as connection:
        token = _together.set(connection)
        try:
            yield
        finally:
            _together.reset(token)


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


_LOG = logging.getLogger(__name__)
AUDIT_LOG = LIVE.tables["audit_log"]


def enter(connection: Connection, action: str, actor: str, subject: str, detail_ja: str | None = None) -> str:
    """Write an entry and return its moment, later than that of every entry before.

    Writers come one after the other, so that whatever was recorded up to a moment is complete once a later entry
    exists, and reading as of that moment never changes again.
    """
    last = connection.execute(select(func.max(AUDIT_LOG.c.entry_id), func.max(AUDIT_LOG.c.recorded_at))).one()
    moment = now() if last[1] is None else max(now(), just_after(last[1]))
    if ahead := _day_ahead(last[1]):
        _LOG.warning("The last entry is of %s, ahead of the clock: what is written now gets that date.", ahead)
    connection.execute(
        insert(AUDIT_LOG).values(
            entry_id=(last[0] or 0) + 1, recorded_at=moment, actor=actor, action=action, subject=subject,
            detail_ja=detail_ja,
        )
    )  # fmt: skip
    dataset.look_again()
    return moment


@contextmanager
def logged(action: str, actor: str, subject: str, detail_ja: str | None = None) -> Iterator[str]:
    """Keep other writers out while something beside the store is written, such as imported statistics; give its moment.

    The entry is kept only if what is inside succeeds.
    """
    with writing() as connection:
        yield enter(connection, action, actor, subject, detail_ja)


def last_moment() -> str:
    """Return the number and the moment of the last entry, "" before the first: unlike the number alone, no two stores share it."""
    return dataset.seen_once(engine(), _last_moment)


def _last_moment() -> str:
    last = select(AUDIT_LOG.c.entry_id, AUDIT_LOG.c.recorded_at).order_by(AUDIT_LOG.c.entry_id.desc()).limit(1)
    with reading() as connection:
        row = connection.execute(last).first()
        return "" if row is None else f"{row.entry_id} {row.recorded_at}"


def entries_from(entry_id: int) -> list[tuple[int, str, str, str]]:
    """Return number, moment, action and subject of the entries from a number on, the earliest first."""
    columns = (AUDIT_LOG.c.entry_id, AUDIT_LOG.c.recorded_at, AUDIT_LOG.c.action, AUDIT_LOG.c.subject)
    query = select(*columns).where(AUDIT_LOG.c.entry_id >= entry_id).order_by(AUDIT_LOG.c.entry_id)
    with reading() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def _day_ahead(moment: str | None) -> str:
    """Return the day of a moment more than a day ahead of the clock, "" for any other."""
    tomorrow = text_of(datetime.fromisoformat(now()) + timedelta(days=1))
    return moment[:10] if moment and moment > tomorrow else ""


def clock_warning_ja() -> str:
    """Return what is wrong where the clock once ran ahead: later entries get a date in the future; "" where nothing is."""
    if not (day := _day_ahead(last_moment().partition(" ")[2])):
        return ""
    return (
        f"最後の記録の日時が {day} で、いまより先です。サーバーの時計が一度進んでいたとみられます。"
        "これから記録するものも、この日付の後になり、きょうの時点の表示や版に入りません。管理者に知らせてください。"
    )


def audit_log() -> pd.DataFrame:
    """Return who wrote what and when, the latest first."""
    query = select(AUDIT_LOG).order_by(AUDIT_LOG.c.entry_id.desc())
    with reading() as connection:
        return frame_of("audit_log", connection.execute(query).mappings())


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
