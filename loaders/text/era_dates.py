"""Dates and fiscal years in Japanese eras."""

import calendar
import re
from dataclasses import dataclass

from loaders.text.normalise import folded

# First year of the era minus one: 平成1 = 1989, 令和1 = 2019.
_ERA_BASE = {"昭和": 1925, "S": 1925, "平成": 1988, "H": 1988, "令和": 2018, "R": 2018}
CHANGE_OF_ERAS = 2019  # 平成 became 令和: the oldest documents are of this year
_ERA = r"(?P<era>令和|平成|昭和|[RHS](?=\d|元))"
_YEAR = r"(?P<year>\d{1,4}|元)"

# 「平成31年4月1日」 「R1.9.30」 「H31.4.1」 「2019年10月」 「令和元年9月末」 「R元10.1」; with an era also 「R1/6現在」
_DATE = re.compile(
    rf"{_ERA}?{_YEAR}(?:年|[./]|(?<=元))(?P<month>\d{{1,2}})"
    r"(?:(?:月|[./])(?P<day>\d{1,2}|末)?日?|(?(era)(?=現在|時点|\)|$)|(?!)))(?!\d)",
    re.ASCII,
)
# 「平成30年度」 「31年度」 「2022年度」
_FISCAL_YEAR = re.compile(rf"{_ERA}?{_YEAR}年度")
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


def fiscal_years_in(text: str, near: int = CHANGE_OF_ERAS) -> list[int]:
    """Return the fiscal years (year in which April falls) that a text names, in reading order."""
    return [western_year(m["era"], m["year"], near) for m in _FISCAL_YEAR.finditer(folded(text))]


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
