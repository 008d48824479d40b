"""Moments as texts in Japan time: the order of the texts is the order of time.

Japan knows no summer time, so that the offset is always +09:00.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

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
