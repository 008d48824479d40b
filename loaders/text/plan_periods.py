"""The period of a plan in its common spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.era_dates import western_year
from loaders.text.japanese_numbers import kanji_number
from loaders.text.normalise import folded

# The same year once more in the other count: 「令和6年度(2024年度)」 「令和6(2024)年度」 「2024(令和6)年度」, folded
_SAME_YEAR = re.compile(r"\((?:令和|平成|西暦|[RH])?(?:\d{1,4}|元)(?:年度?)?\)")
_YEAR = r"(?P<era{0}>令和|平成|[RH](?=\d|元))?(?P<year{0}>\d{{1,4}}|元)(?P<unit{0}>年度|年|度)?(?:(?P<month{0}>\d{{1,2}})月(?:\d{{1,2}}日|末日?)?)?"
_COUNT = r"(?P<count>\d{1,2}|[一二三四五六七八九十]+)(?:年間|[かヶケカヵ箇]年)"
# 「令和8年度から令和12年度までの5年間」 「令和8年度~12年度(5か年)」 「令和6年4月から令和11年3月まで」
_SPAN = re.compile(
    rf"{_YEAR.format(1)}(?:から|より|~|-|―|—|→)(?:向こう)?{_YEAR.format(2)}(?!間)(?:まで)?(?:の|、|\(|:)*(?:計画期間は)?(?:{_COUNT})?"
)
# 「平成30年度から5年間」 「令和6年度を初年度とする5か年計画」
_FROM = re.compile(rf"{_YEAR.format(1)}(?:から|より|を初年度とする|を始期とする)(?:の|向こう)*{_COUNT}")


@dataclass(frozen=True)
class PlanPeriod:
    """The first and the last fiscal year of a plan."""

    start_fy: int
    end_fy: int
    years: int | None  # Number of years, if stated
    written: str  # The words that say so, folded
    remark_ja: str = ""  # What is odd about the words


def plan_period(text: str) -> PlanPeriod | None:
    """Return the period that a text states, or None."""
    whole = folded(text)
    flat = _SAME_YEAR.sub("", whole)
    for pattern in (_SPAN, _FROM):
        for m in pattern.finditer(flat):
            if found := _period(m, whole):
                return found
    return None


def _period(m: re.Match[str], whole: str) -> PlanPeriod | None:
    parts = m.groupdict()
    start = _fiscal_year(parts["era1"], parts["year1"], parts["month1"], None)
    years = _count(parts["count"]) if parts["count"] else None
    if "year2" in parts:
        end = _fiscal_year(parts["era2"], parts["year2"], parts["month2"], parts["era1"])
        has_unit = parts["unit2"] or parts["unit1"]
    else:
        end, has_unit = (start + years - 1 if start and years else None), parts["unit1"]
    if start is None or end is None or not has_unit or not start <= end < start + 30:
        return None
    odd = [f"{parts[f'era{n}'] or ''}{parts[f'year{n}']}度" for n in "12" if parts.get(f"unit{n}") == "度"]
    remark = f"「{odd[0]}」は「年」が抜けている。{odd[0].removesuffix('度')}年度と読んだ" if odd else ""
    return PlanPeriod(start, end, years, m.group() if m.group() in whole else whole, remark)


def _fiscal_year(era: str | None, year: str, month: str | None, carried: str | None) -> int | None:
    """Return the fiscal year; the era of the first year carries on: 「令和5年度から9年度」. None where no era is known."""
    is_western = year.isdigit() and int(year) >= 1000
    if not (era or carried or is_western):
        return None
    number = western_year(None if is_western else era or carried, year)
    return number - 1 if month and int(month) < 4 else number


def _count(written: str) -> int | None:
    return int(written) if written.isdigit() else kanji_number(written)
