"""The audit log: every writing is one entry, and the entry's moment is the moment of all its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data.store.rows import Moment, frame_of, just_after, now, text_of
from data.store.sessions import reading, writing
from data.store.tables import LIVE

AUDIT_LOG = LIVE.tables["audit_log"]


def enter(connection: Connection, action: str, actor: str, subject: str, detail_ja: str | None = None) -> str:
    """Write an entry and return its moment, later than that of every entry before.

    Writers come one after the other, so that whatever was recorded up to a moment is complete once a later entry
    exists, and reading as of that moment never changes again.
    """
    last = connection.execute(select(func.max(AUDIT_LOG.c.entry_id), func.max(AUDIT_LOG.c.recorded_at))).one()
    moment = now() if last[1] is None else max(now(), just_after(last[1]))
    connection.execute(
        insert(AUDIT_LOG).values(
            entry_id=(last[0] or 0) + 1, recorded_at=moment, actor=actor, action=action, subject=subject,
            detail_ja=detail_ja,
        )
    )  # fmt: skip
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
    last = select(AUDIT_LOG.c.entry_id, AUDIT_LOG.c.recorded_at).order_by(AUDIT_LOG.c.entry_id.desc()).limit(1)
    with reading() as connection:
        row = connection.execute(last).first()
        return "" if row is None else f"{row.entry_id} {row.recorded_at}"


def audit_log(as_of: Moment | None = None) -> pd.DataFrame:
    """Return who wrote what and when, the latest first."""
    query = select(AUDIT_LOG).order_by(AUDIT_LOG.c.entry_id.desc())
    if as_of is not None:
        query = query.where(AUDIT_LOG.c.recorded_at <= text_of(as_of, end_of_day=True))
    with reading() as connection:
        return frame_of("audit_log", connection.execute(query).mappings())
