"""Words of plans: kinds of plans, their adoption, related plans, articles of law, numbers of goals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.era_dates import dates_in
from loaders.text.japanese_numbers import kanji_number
from loaders.text.normalise import folded

# Longer names first: 地域福祉計画 stands inside none of them, but 計画 inside all.
PLAN_TYPES = {
    "地域福祉支援計画": "community_welfare_support_plan",
    "地域福祉活動計画": "community_welfare_activity_plan",
    "地域福祉計画": "community_welfare_plan",
}

# 「令和4年3月に地域福祉計画を策定しました」
_ADOPTED = re.compile(rf"に(?P<kind>{'|'.join(PLAN_TYPES)})を策定")
# 「計画期間:7年間」
_PERIOD = re.compile(r"計画期間:?(?P<years>\d+)年間")
# 「他の個別計画や〇〇の実践計画、道計画との関連性を整理」 「〇〇基本計画と一体的に策定」
_RELATIONS = (
    ("aligned_with", re.compile(r"(?P<names>[^。]*?計画)との(?:関連性を整理|整合|調和)")),
    ("integrated_with", re.compile(r"(?:^|[、。])(?P<names>[^、。]*?計画)と一体的に策定")),
    ("superior", re.compile(r"上位計画である「(?P<names>[^」]+計画)」")),
)
_BETWEEN_PLANS = re.compile(r"(?<=計画)(?:や|、|及び|並びに)")
_CONNECTIVE = re.compile(r"^(?:そして|また|このほか|さらに|なお)、")
# 「第百六条の五」 「第14条」 「第一百六条の三第二項」
_ARTICLE = re.compile(r"第(?P<article>[一二三四五六七八九十百]+|\d+)条(?:の(?P<branch>[一二三四五六七八九十]+|\d+))?")
# 「◆再犯防止推進計画 【再犯の防止等の推進に関する法律】」
_INTEGRATED = re.compile(r"^[-*\s]*◆\s*(?P<name>[^【\s]+計画)\s*【(?P<law>[^】]+)】")
_ROMAN = {
    name: value
    for value, name in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1)
}
_EFFORT = re.compile(r"努めるものとする|努めなければならない")
_DUTY = re.compile(r"(?:定める|策定する)ものとする|(?:定め|策定し)なければならない")
# 「次の3つの基本目標を」 「3つの項目を基本目標に」 「2つを柱と」
_STATED_COUNT = re.compile(r"(?P<count>\d+)つ(?:の項目を|の|を)(?P<what>基本目標|柱)")


@dataclass(frozen=True)
class AdoptedPlan:
    """A plan that a text says was adopted."""

    kind_ja: str  # 地域福祉計画 and the like
    adopted_date: str | None  # Month or day of its adoption, in ISO form; this is not the first year of the plan
    period_years: int | None  # Number of years, if stated
    quote: str  # The words that say so


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
    text = folded(name)
    return next((code for word, code in PLAN_TYPES.items() if text.endswith(word)), None)


def adopted_plan(text: str) -> AdoptedPlan | None:
    """Return the plan that a text says was adopted, or None."""
    flat = folded(text)
    m = _ADOPTED.search(flat)
    if m is None:
        return None
    when = next((date for date in dates_in(text) if date.end == m.start()), None)
    iso = (when.iso if when.has_day else when.iso[:7]) if when else None
    period = _PERIOD.search(flat)
    years = int(period["years"]) if period else None
    return AdoptedPlan(m["kind"], iso, years, flat[when.start if when else m.start() + 1 : m.end()])


def related_plans(text: str) -> list[tuple[str, str]]:
    """Return (relation, name of a plan) as a text states them; relations are those of `plan_relations`."""
    flat = _CONNECTIVE.sub("", folded(text))
    return [
        (relation, name)
        for relation, pattern in _RELATIONS
        for m in pattern.finditer(flat)
        for name in _BETWEEN_PLANS.split(m["names"])
    ]


def first_article(text: str) -> Article | None:
    """Return the first article that a text names, or None."""
    m = _ARTICLE.search(folded(text))
    number = _number(m["article"]) if m else None
    if m is None or number is None:
        return None
    branch = _number(m["branch"]) if m["branch"] else None
    name = f"{number}条" + (f"の{branch}" if branch else "")
    return Article(name, m.group(), m["article"].startswith("一百"))


def integrated_plan(line: str, following: str) -> IntegratedPlan | None:
    """Return the plan that a line with ◆ names, or None.

    Args:
        following: The next line: the article that the law is quoted with, if it is that.
    """
    m = _INTEGRATED.match(line)
    if m is None:
        return None
    text = "" if _INTEGRATED.match(following) else folded(following)
    obligation = "effort" if _EFFORT.search(text) else "duty" if _DUTY.search(text) else None
    return IntegratedPlan(m["name"], m["law"], first_article(text), obligation)


def item_number(written: str) -> int | None:
    """Return the number of an item in any of its signs: 2, ２, (2), ②, Ⅱ, 二; None if it is none."""
    text = folded(written).strip("()[]【】.")
    if text.isdigit():
        return int(text)
    return _ROMAN.get(text) or kanji_number(text)


def _number(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else kanji_number(digits)


def stated_counts(text: str) -> list[tuple[str, int]]:
    """Return what a text says there are how many of: 「3つの基本目標」 gives ("基本目標", 3)."""
    return [(m["what"], int(m["count"])) for m in _STATED_COUNT.finditer(folded(text))]
