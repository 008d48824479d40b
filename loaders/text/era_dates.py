"""Dates, fiscal years and periods in Japanese eras; periods: 「～まで」, 「今年度」, and ranges of two."""

import calendar
import re
from dataclasses import dataclass, replace

from loaders.text.japanese_numbers import with_digits
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

# First year of the era minus one: 平成1 = 1989, 令和1 = 2019.
_ERA_BASE = {"昭和": 1925, "S": 1925, "平成": 1988, "H": 1988, "令和": 2018, "R": 2018}
CHANGE_OF_ERAS = 2019  # 平成 became 令和: the oldest documents are of this year
_ERA = r"(?P<era>令和|平成|昭和|[RHS](?=\d|元))"
_YEAR = r"(?P<year>\d{1,4}|元)"

# 「平成31年4月1日」 「R1.9.30」 「H31.4.1」 「2019年10月」 「令和元年9月末」 「R元10.1」; with an era also 「R1/6現在」
_DATE = re.compile(
    rf"{_ERA}?{_YEAR}(?:年|[./]|(?<=元))(?P<month>\d{{1,2}})"
    r"(?:(?:月|[./])(?P<day>\d{1,2}|末)?日?|(?(era)(?=現在|時点|に|から|まで|\)|$)|(?!)))(?!\d)",
    re.ASCII,
)
# 「平成30年度」 「31年度」 「2022年度」
_FISCAL_YEAR = re.compile(rf"{_ERA}?{_YEAR}年度")
_RE = Patterns(__file__)
_STEPS = {"前年": -1, "昨年": -1, "前年度": -1, "昨年度": -1, "来年度": 1, "次年度": 1, "翌年度": 1}
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")


@dataclass(frozen=True)
class WrittenDate:
    """A date as far as it is written: ISO text with a day (end of month for 末, the first where no day stands)."""

    iso: str
    has_day: bool
    start: int
    end: int


def western_year(era: str | None, year: str, near: int = CHANGE_OF_ERAS) -> int:
    """Return the western year; a year below 100 without an era is 平成 or 令和, whichever lies nearer to `near`.

    Around 2019 「31年度」 is 2019 and 「3年度」 2021.

    Args:
        near: The fiscal year of the document, where it is known.
    """
    number = 1 if year == "元" else int(year)
    if number >= 1000:
        return number
    if era:
        return _ERA_BASE[era] + number
    heisei, reiwa = _ERA_BASE["平成"] + number, _ERA_BASE["令和"] + number
    return reiwa if year == "元" or abs(reiwa - near) < abs(heisei - near) else heisei


def year_in(m: re.Match[str]) -> int:
    """Return the western year of a match with the groups era and year, or western."""
    return int(m["western"] or western_year(m["era"], m["year"]))


def in_one_count(text: str) -> str:
    """Return a text without the year that stands once more in the other count: 「令和6(2024)年度」 「平成31(令和元)年度」."""
    return _RE.same_year.sub("", text)


def fiscal_years_in(text: str, near: int = CHANGE_OF_ERAS) -> list[int]:
    """Return the fiscal years (year in which April falls) that a text names, in reading order."""
    flat = in_one_count(with_digits(folded(text)))
    return [western_year(m["era"], m["year"], near) for m in _FISCAL_YEAR.finditer(flat)]


def dates_in(text: str, near: int = CHANGE_OF_ERAS) -> list[WrittenDate]:
    """Return the dates of a text, in reading order; positions are those of `folded(text)`.

    A space between two digits parts a date from the number behind it (「H31.4.1 24,164」).
    """
    found, offset = [], 0
    for part in _BETWEEN_DIGITS.split(text):
        flat = folded(part)
        for m in _DATE.finditer(flat):
            if iso := _iso_date(m, near):
                found.append(WrittenDate(iso, bool(m["day"]), offset + m.start(), offset + m.end()))
        offset += len(flat)
    return found


def _iso_date(m: re.Match[str], near: int) -> str | None:
    year, month = western_year(m["era"], m["year"], near), int(m["month"])
    if not (m["era"] or year >= 1900) or not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return None
    last = calendar.monthrange(year, month)[1]
    day = last if m["day"] == "末" else min(int(m["day"] or 1), last)
    return f"{year:04d}-{month:02d}-{max(day, 1):02d}"


def first_date(text: str) -> str | None:
    """Return the first date of a text in ISO form, or None."""
    found = dates_in(text)
    return found[0].iso if found else None


def without_dates(text: str) -> str:
    """Return the folded text without its dates, so that their digits are not read as numbers."""
    flat = folded(text)
    for date in reversed(dates_in(text)):
        flat = flat[: date.start] + flat[date.end :]
    return flat


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
        between = clause[kept[-1].end : period.start].strip() if kept else ""
        if between not in {"~", "-", "から", "ー", "―"} or kept[-1].is_range:
            kept.append(period)
        elif kept[-1].whole_year:
            kept[-1] = replace(period, start=kept[-1].start)
        else:
            kept[-1] = replace(period, start=kept[-1].start, first_day=kept[-1].first_day, is_range=True)
    return [_with_words(clause, period) for period in kept]


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
