"""Words of plans: kinds, titles, periods, adoption, related plans, articles of law, numbers of goals."""

import re
from dataclasses import dataclass

from loaders.text.era_dates import dates_in, in_one_count, western_year
from loaders.text.japanese_numbers import kanji_number, with_digits
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

# Longer names first: 地域福祉計画 stands inside none of them, but 計画 inside all.
PLAN_TYPES = {
    "地域福祉支援計画": "community_welfare_support_plan",
    "地域福祉活動計画": "community_welfare_activity_plan",
    **dict.fromkeys(
        ("地域福祉計画", "地域福祉推進計画", "地域福祉保健計画", "地域保健福祉計画"), "community_welfare_plan"
    ),
}

_KINDS = "|".join(PLAN_TYPES)
_RE = Patterns(__file__, kinds=_KINDS)
_RELATIONS = _RE.table("relations")
_ROMAN = {
    name: value
    for value, name in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1)
}


@dataclass(frozen=True)
class AdoptedPlan:
    """A plan that a text says was adopted."""

    kind_ja: str  # 地域福祉計画 and the like
    adopted_date: str | None  # Month or day of its adoption, in ISO form; this is not the first year of the plan
    period_years: int | None  # Number of years, if stated
    quote: str  # The words that say so
    start_fy: int | None = None  # First and last year of the plan, if stated
    end_fy: int | None = None
    is_understood: bool = True  # Whether rules took the month and the years that the text states


@dataclass(frozen=True)
class Article:
    """An article of law in the form 106条の5, and as written; damaged if the numeral is no proper one (一百六)."""

    name_ja: str
    written: str
    damaged: bool


@dataclass(frozen=True)
class IntegratedPlan:
    """A plan that another one includes, with the law that it rests on and how far that law binds."""

    name_ja: str
    law_ja: str
    article: Article | None
    obligation: str | None


def plan_type_of(name: str) -> str | None:
    """Return the code of the kind of plan that a name ends in, or None."""
    text = _RE.edition_behind.sub("", folded(name))
    return next((code for word, code in PLAN_TYPES.items() if text.endswith(word)), None)


def adopted_plan(text: str) -> AdoptedPlan | None:
    """Return the plan that a text says was adopted, or None."""
    flat = folded(text)
    m = _RE.adopted.search(flat)
    if m is None:
        return None
    when = next((date for date in dates_in(text) if date.end == m.start()), None)
    iso = (when.iso if when.has_day else when.iso[:7]) if when else None
    stated, named = _RE.period_stated.search(flat), _RE.period.search(flat)
    span = plan_period(flat[stated.start() :]) if stated else None
    written = named and (named["count"] or named["years"])
    years = item_number(written) if written else span.years if span else None
    is_understood = bool((when or not _RE.years_ahead.search(flat, 0, m.start())) and (years or span or not stated))
    return AdoptedPlan(
        m["kind"], iso, years, flat[when.start if when else m.start("kind") : m.end()],
        span.start_fy if span else None, span.end_fy if span else None, is_understood,
    )  # fmt: skip


def related_plans(text: str) -> list[tuple[str, str]]:
    """Return (relation, name of a plan) as a text states them; relations are those of `plan_relations`."""
    flat = _RE.connective.sub("", folded(text))
    return [
        (relation, name)
        for relation, pattern in _RELATIONS
        for m in pattern.finditer(flat)
        for name in _RE.between_plans.split(m["names"])
    ]


def first_article(text: str) -> Article | None:
    """Return the first article that a text names, or None."""
    m = _RE.article.search(folded(text))
    number = item_number(m["article"]) if m else None
    if m is None or number is None:
        return None
    branch = item_number(m["branch"]) if m["branch"] else None
    name = f"{number}条" + (f"の{branch}" if branch else "")
    return Article(name, m.group(), m["article"].startswith("一百"))


def integrated_plan(line: str, following: str) -> IntegratedPlan | None:
    """Return the plan that a line with ◆ or the like names, or None; the next line may be the article of its law."""
    m = _RE.integrated.match(line)
    if m is None:
        return None
    text = "" if _RE.integrated.match(following) else folded(following)
    obligation = "effort" if _RE.effort.search(text) else "duty" if _RE.duty.search(text) else None
    return IntegratedPlan(m["name"], m["law"], first_article(text), obligation)


def item_number(written: str) -> int | None:
    """Return the number of an item in any of its signs: 2, ２, (2), ②, Ⅱ, 二; None if it is none."""
    text = folded(written).strip("()[]【】.")
    if text.isdigit():
        return int(text)
    return _ROMAN.get(text.upper()) or kanji_number(text)


def stated_counts(text: str) -> list[tuple[str, int]]:
    """Return what a text says there are how many of: 「3つの基本目標」 gives ("基本目標", 3)."""
    return [(m["what"], int(m["count"])) for m in _RE.stated_count.finditer(folded(text))]


@dataclass(frozen=True)
class PlanTitle:
    """The parts of a title."""

    name: str  # Name of the plan, folded
    prefecture_ja: str  # "" where the title does not name it
    town_ja: str  # "" for a plan of a prefecture
    second_name: str  # A plan that the title names behind the first, "" if none
    is_draft: bool
    text: str  # The whole title, folded


def plan_title(line: str) -> PlanTitle | None:
    """Return the parts of a line that is the title of a plan, else None."""
    m = _RE.title.match(folded(line))
    if m is None or not (m["prefecture"] or m["town"]):
        return None
    return PlanTitle(m["name"], m["prefecture"] or "", m["town"] or "", m["second"] or "", bool(m["draft"]), m.group())


_PERIODS = _RE.table("periods")


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
    digits = _RE.kanji_year.sub(lambda m: str(kanji_number(m.group()) or m.group()), with_digits(whole))
    flat = in_one_count(digits)
    for _, pattern in _PERIODS:
        for m in pattern.finditer(flat):
            if found := _period(m, whole):
                return found
    return None


def _period(m: re.Match[str], whole: str) -> PlanPeriod | None:
    parts = m.groupdict()
    start = _fiscal_year(parts["era1"], parts["year1"], parts["month1"], None)
    years = item_number(parts["count"]) if parts["count"] else None
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
