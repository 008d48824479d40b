"""Rows of the live tables as frames, typed by the schema and cut at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, select

from data.schema import LIVE_TABLES
from data.store.moments import Moment, text_of
from data.store.tables import LIVE

SUBMISSIONS = LIVE.tables["report_submissions"]


def frame_of(name: str, rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Return rows of a live table as a frame with its columns and types."""
    columns = LIVE_TABLES[name].columns
    plain = pd.DataFrame(list(rows), columns=[column.name for column in columns], dtype=object)
    return plain.astype({column.name: column.dtype for column in columns})


def recorded(connection: Connection, name: str, as_of: Moment | None) -> pd.DataFrame:
    """Return the rows of a live table that the store knew at a moment, sorted by key.

    Args:
        name: The live table; rows of one without recorded_at are as old as their submission.
        as_of: A date means the end of that day in Japan; None means now.
    """
    table = LIVE.tables[name]
    query = select(table)
    if as_of is not None:
        query = query.where(_moment_column(table) <= text_of(as_of, end_of_day=True))
        if "recorded_at" not in table.c:
            query = query.where(table.c.submission_id == SUBMISSIONS.c.submission_id)
    frame = frame_of(name, connection.execute(query).mappings())
    return frame.sort_values(list(LIVE_TABLES[name].key), ignore_index=True)


def _moment_column(table: Table) -> Any:
    return table.c.recorded_at if "recorded_at" in table.c else SUBMISSIONS.c.recorded_at
