"""Rows of the live tables as typed frames, cut at a moment; moments as texts in Japan time.

The order of the texts is the order of time: Japan knows no summer time, so that the offset is always +09:00.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, select

from data import dataset
from data.errors import InvalidReportError
from data.schema import LIVE_TABLES
from data.store.tables import LIVE

SUBMISSIONS = LIVE.tables["report_submissions"]
JAPAN = timezone(timedelta(hours=9))

Moment = str | date | datetime


def now() -> str:
    """Return the present moment."""
    return text_of(datetime.now(JAPAN))


def text_of(moment: Moment, end_of_day: bool = False) -> str:
    """Return a moment as its text; without an offset it is in Japan time.

    Raises:
        ValueError: The text is neither.
    """
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if len(moment) == len("2026-05-31") else datetime.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.max if end_of_day else time.min)
    in_japan = moment.replace(tzinfo=JAPAN) if moment.tzinfo is None else moment.astimezone(JAPAN)
    return in_japan.isoformat(timespec="microseconds")


def just_after(moment: str) -> str:
    """Return the moment one microsecond later."""
    return text_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


def frame_of(name: str, rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Return rows of a live table as a frame with its columns and types."""
    columns = LIVE_TABLES[name].columns
    plain = pd.DataFrame(list(rows), columns=[column.name for column in columns], dtype=object)
    return plain.astype({column.name: column.dtype for column in columns})


def recorded(
    connection: Connection, name: str, as_of: Moment | None = None, place: str = "", fiscal_year: int | None = None
) -> pd.DataFrame:
    """Return the rows of a live table that the store knew at a moment, sorted by key.

    Args:
        name: The live table; rows of one without recorded_at are as old as their submission.
        place: Beginning of the area codes: two digits for a prefecture, six for a municipality.
        fiscal_year: Of the report; all unless given.
    """
    table = LIVE.tables[name]
    asked = {"fiscal_year": fiscal_year, "recorded_at": None if as_of is None else text_of(as_of, end_of_day=True)}
    query = select(table).where(*_of_place(table, place), *_of_report(table, asked))
    columns = LIVE_TABLES[name].columns  # as the table has them
    plain = [tuple(row) for row in connection.execute(query)]
    frame = pd.DataFrame(plain, columns=[column.name for column in columns], dtype=object)
    frame = frame.astype({column.name: column.dtype for column in columns})
    return frame.sort_values(list(LIVE_TABLES[name].key), ignore_index=True)


def _of_place(table: Table, place: str) -> list[ColumnElement[bool]]:
    """Return the conditions of a place: a range that an index finds; the number of a submission begins with the code."""
    if not place:
        return []
    column = table.c["area_code" if "area_code" in table.c else "submission_id"]
    behind = str(int(place) + 1).zfill(len(place))
    return [column >= place, column < (behind if len(behind) == len(place) else "A")]


def _of_report(table: Table, asked: Mapping[str, int | str | None]) -> list[ColumnElement[bool]]:
    """Return the conditions of year and moment; what the table does not say, its submission does."""
    found: list[ColumnElement[bool]] = []
    for name, value in asked.items():
        if value is not None:
            column = (table if name in table.c else SUBMISSIONS).c[name]
            found.append(column == value if name == "fiscal_year" else column <= value)
    if any(value is not None and name not in table.c for name, value in asked.items()):
        found.append(table.c.submission_id == SUBMISSIONS.c.submission_id)
    return found


def refuse_unknown_municipalities(area_codes: Iterable[object]) -> None:
    """Stop when a code is not that of a municipality of the dataset.

    Raises:
        InvalidReportError: Every unknown code is named.
    """
    asked, areas = list(area_codes), dataset.read_table("areas")
    known = set(areas.loc[areas["area_code"].isin(asked) & (areas["level"] == "municipality"), "area_code"])
    unknown = [str(code) for code in asked if code not in known]
    if unknown:
        raise InvalidReportError([f"団体コード「{code}」の市町村はこのデータにありません。" for code in unknown])
