"""Periods in a clause: fiscal years, dates, months, 「～まで」, 「今年度」, and ranges of two of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from loaders.text.era_dates import CHANGE_OF_ERAS, western_year

_ERA = r"(?P<era>令和|平成|昭和|(?<![A-Za-z])[RHS](?=\d|元))"
_YEAR = r"(?P<year>\d{1,4}|元)"
# 「平成31年4月1日」 「R1.9.30」 「2018.4」 「令和元年9月末」 「R1/6」
_DAY = re.compile(
    rf"(?<![\d.,]){_ERA}?{_YEAR}(?P<mark>年|[./])(?P<month>\d{{1,2}})(?!\d)"
    r"(?:(?:月|[./](?=\d))(?:(?P<day>\d{1,2})日?(?!\d)|(?P<late>末))?)?(?:付|頃)?"
)
# 「10月15日」 「9月末」 「6月まで」: the year is that of the plan
_MONTH = re.compile(
    r"(?<![\dかカヶヵ箇年.,/])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<late>末)|(?=まで|現在|時点|[~-]|[)・、]))(?:付|頃)?"
)
# 「令和7年度末」 「31年度中」 「2022年度」
_FISCAL = re.compile(rf"(?<![\d.,]){_ERA}?{_YEAR}年度(?:末|中|内|当初|上半期|下半期)?")
# 「H30実績」 「R1:」 「H29.」: an era's letter and number alone
_SHORT = re.compile(r"(?<![A-Za-z\d])(?P<era>[RH])(?:(?P<year>\d{1,2})(?![\d./A-Za-z年\-])|(?P<first>元)(?![./年\-]))")
# 「3年後に」, 「5年以内に」
_YEARS_ON = re.compile(r"(?<![\d.,])(?P<n>\d{1,2})年(?:後|以内に)")
# 「2030年までに」 「令和7年中に」
_CALENDAR = re.compile(
    rf"(?<![\d.,])(?:{_ERA}{_YEAR}|(?P<western>(?:19|20)\d\d))年(?![度間目生代前後問\d])(?:末|中|内)?"
    r"|(?<![\d.,])(?P<first>(?:19|20)\d\d)(?=[~-]\d{2,4}年)"
)
# 「平成29・30年度」 「H30~R2年度」: the first of two
_FIRST_OF_TWO = re.compile(rf"{_ERA}{_YEAR}(?=[~・\-](?:令和|平成|[RH])?\d{{1,2}}年度)")
_BARE_CALENDAR = re.compile(r"(?<![\d.,])(?P<year>\d{1,2})年(?=まで)")
_RELATIVE = re.compile(
    r"(?P<word>(?:前年|昨年)(?=\s?(?:実績)?[:：]?\s?約?\d)|今年度|本年度|当年度|当該年度|前年度|昨年度|来年度|次年度|翌年度|(?<![\d元前昨来次翌今本当該])年度(?=末|内に|中に))(?:末|中|内)?"
    r"(?!比|同|以上|並|水準|を上回|より|の\d|から|約?\d+(?:\.\d+)?%(?:程度)?の?(?:増|減|アップ|向上|上昇|削減)|実績以上)"
)
_STEPS = {"前年": -1, "昨年": -1, "前年度": -1, "昨年度": -1, "来年度": 1, "次年度": 1, "翌年度": 1}
_UNTIL = re.compile(r"\s?(?:末|中)?(?:まで|迄|を目途|を目処|をめど)(?:に|の|には)?")
_PARTICLES = re.compile(
    r"(?:からは|からの|より|には|にかけて|において|における|における|に|は|の|で|から)?(?=[^ぁ-ん]|$)|(?:には|に|は|の)"
)


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
    if until := _UNTIL.match(clause, period.end):
        return replace(period, end=until.end(), until=True)
    particles = _PARTICLES.match(clause, period.end)
    return replace(period, end=particles.end()) if particles else period


def _days(clause: str, fiscal_year: int | None) -> list[WrittenPeriod]:
    found, near = [], fiscal_year or CHANGE_OF_ERAS
    for m in _DAY.finditer(clause):
        if m["era"] or m["mark"] == "年" or len(m["year"]) == 4:
            found.append(_day(m, western_year(m["era"], m["year"], near)))
    for m in _MONTH.finditer(clause) if fiscal_year else ():
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
    for pattern in (_FISCAL, _FIRST_OF_TWO, _SHORT):
        for m in pattern.finditer(clause):
            found.append((m, western_year(m["era"], m["year"] or "元", near)))
    for m in _YEARS_ON.finditer(clause) if fiscal_year else ():
        found.append((m, near + int(m["n"])))
    for m in _CALENDAR.finditer(clause):
        western = m["western"] or m["first"]
        found.append((m, int(western) if western else western_year(m["era"], m["year"])))
    for m in _BARE_CALENDAR.finditer(clause):
        found.append((m, western_year(None, m["year"], near)))
    for m in _RELATIVE.finditer(clause) if fiscal_year else ():
        found.append((m, near + _STEPS.get(m["word"], 0)))
    return [WrittenPeriod(m.start(), m.end(), year, True) for m, year in found if 1947 <= year <= 2100]
