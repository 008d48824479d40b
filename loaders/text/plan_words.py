"""Words of plans: which kind of plan a name means, articles of law, numbers of goals that a text announces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.japanese_numbers import kanji_number
from loaders.text.normalise import folded

# Longer names first: 地域福祉計画 stands inside none of them, but 計画 inside all.
PLAN_TYPES = {
    "地域福祉支援計画": "community_welfare_support_plan",
    "地域福祉活動計画": "community_welfare_activity_plan",
    "地域福祉計画": "community_welfare_plan",
}

# 「第百六条の五」 「第14条」 「第一百六条の三第二項」
_ARTICLE = re.compile(
    r"第(?P<article>[一二三四五六七八九十百]+|\d+)条(?:の(?P<branch>[一二三四五六七八九十]+(?![一-龥])|\d+))?"
)
# 「次の3つの基本目標を」 「3つの項目を基本目標に」 「2つを柱と」
_STATED_COUNT = re.compile(r"(?P<count>\d+)つ(?:の項目を|の|を)(?P<what>基本目標|柱)")


@dataclass(frozen=True)
class Article:
    """An article of law in the form 106条の5, and as written; damaged if the numeral is no proper one (一百六)."""

    name_ja: str
    written: str
    damaged: bool


def plan_type_of(name: str) -> str | None:
    """Return the code of the kind of plan that a name ends in, or None."""
    text = folded(name)
    return next((code for word, code in PLAN_TYPES.items() if text.endswith(word)), None)


def first_article(text: str) -> Article | None:
    """Return the first article that a text names, or None."""
    m = _ARTICLE.search(folded(text))
    number = _number(m["article"]) if m else None
    if m is None or number is None:
        return None
    branch = _number(m["branch"]) if m["branch"] else None
    name = f"{number}条" + (f"の{branch}" if branch else "")
    return Article(name, m.group(), m["article"].startswith("一百"))


def _number(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else kanji_number(digits)


def stated_counts(text: str) -> list[tuple[str, int]]:
    """Return what a text says there are how many of: 「3つの基本目標」 gives ("基本目標", 3)."""
    return [(m["what"], int(m["count"])) for m in _STATED_COUNT.finditer(folded(text))]
