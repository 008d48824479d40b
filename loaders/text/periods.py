"""Periods in a clause: fiscal years, dates, months, 「～まで」, 「今年度」, and ranges of two of them."""

import calendar
import re
from dataclasses import dataclass, replace

from loaders.text.era_dates import CHANGE_OF_ERAS, western_year
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)
_STEPS = {"前年": -1, "昨年": -1, "前年度": -1, "昨年度": -1, "来年度": 1, "次年度": 1, "翌年度": 1}


@dataclass(frozen=True)
class WrittenPeriod:
    """A period as far as it is written."""

    start: int  # Where it begins in the clause
    end: int  # Where it ends, with 「まで」 and particles
    fiscal_year: int  # The year in which its April falls
    whole_year: bool  # Whether a year is named, not a day or a month
    first_day: str = ""  # ISO date of a day, or of the first day of a month; of the start of a range
    last_day: str = ""  # ISO date of the same day, or of the last day of the month or range
    has_day: bool = False
    until: bool = False  # 「まで」
    is_range: bool = False  # Whether it has a start and an end


def periods_in(clause: str, fiscal_year: int | None) -> list[WrittenPeriod]:
    """Return the periods of a prepared clause, in reading order, without overlaps.

    Args:
        fiscal_year: That of the document: for 「今年度」, for days without a year, for years without an era;
            where it is not known, those that need it are left out.
    """
    found = [*_days(clause, fiscal_year), *_years(clause, fiscal_year)]
    found.sort(key=lambda period: (period.start, -period.end))
    kept: list[WrittenPeriod] = []
    for period in found:
        if kept and period.start < kept[-1].end:
            continue
        if kept and _joined(clause[kept[-1].end : period.start]) and not kept[-1].is_range:
            kept[-1] = _range(kept[-1], period)
        else:
            kept.append(period)
    return [_with_words(clause, period) for period in kept]


def _joined(between: str) -> bool:
    return between.strip() in {"~", "-", "から", "ー", "―"}


def _range(first: WrittenPeriod, last: WrittenPeriod) -> WrittenPeriod:
    if first.whole_year:
        return replace(last, start=first.start)
    return replace(last, start=first.start, first_day=first.first_day, is_range=True)


def _with_words(clause: str, period: WrittenPeriod) -> WrittenPeriod:
    if until := _RE.until.match(clause, period.end):
        return replace(period, end=until.end(), until=True)
    particles = _RE.particles.match(clause, period.end)
    return replace(period, end=particles.end()) if particles else period


def _days(clause: str, fiscal_year: int | None) -> list[WrittenPeriod]:
    found, near = [], fiscal_year or CHANGE_OF_ERAS
    for m in _RE.day.finditer(clause):
        if m["era"] or m["mark"] == "年" or len(m["year"]) == 4:
            found.append(_day(m, western_year(m["era"], m["year"], near)))
    for m in _RE.month.finditer(clause) if fiscal_year else ():
        found.append(_day(m, near + (int(m["month"]) < 4)))
    return [period for period in found if period]


def _day(m: re.Match[str], year: int) -> WrittenPeriod | None:
    month = int(m["month"])
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return None
    last = calendar.monthrange(year, month)[1]
    if m["day"] and not 1 <= int(m["day"]) <= last:
        return None
    day, end = (int(m["day"]),) * 2 if m["day"] else (last if m["late"] else 1, last)
    iso = f"{year:04d}-{month:02d}-"
    return WrittenPeriod(
        m.start(), m.end(), year - (month < 4), False, f"{iso}{day:02d}", f"{iso}{end:02d}", bool(m["day"] or m["late"])
    )


def _years(clause: str, fiscal_year: int | None) -> list[WrittenPeriod]:
    found, near = [], fiscal_year or CHANGE_OF_ERAS
    for pattern in (_RE.fiscal, _RE.first_of_two, _RE.short):
        for m in pattern.finditer(clause):
            found.append((m, western_year(m["era"], m["year"] or "元", near)))
    for m in _RE.years_on.finditer(clause) if fiscal_year else ():
        found.append((m, near + int(m["n"])))
    for m in _RE.calendar.finditer(clause):
        western = m["western"] or m["first"]
        found.append((m, int(western) if western else western_year(m["era"], m["year"])))
    for m in _RE.bare_calendar.finditer(clause):
        found.append((m, western_year(None, m["year"], near)))
    for m in _RE.relative.finditer(clause) if fiscal_year else ():
        found.append((m, near + _STEPS.get(m["word"], 0)))
    return [WrittenPeriod(m.start(), m.end(), year, True) for m, year in found if 1947 <= year <= 2100]
