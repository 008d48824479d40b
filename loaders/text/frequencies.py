"""How often a meeting is held, as documents write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.japanese_numbers import kanji_number
from loaders.text.quantities import prepare


@dataclass(frozen=True)
class Frequency:
    """Meetings a year; both numbers are None where only a manner is stated."""

    per_year_min: float | None  # Lowest stated number a year
    per_year_max: float | None  # Highest stated number a year, where a range stands
    kind: str  # stated, range, approx, as_needed, per_site, past or not_stated
    quote: str  # The phrase that says it


_N = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十])"
_TO = rf"(?:回)?(?:~|から|または|・)(?:[年月])?(?P<b>{_N})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("total", re.compile(rf"[=＝](?P<a>{_N})回")),  # 「8地区×12月=96回」
    ("range_months", re.compile(rf"(?P<a>{_N})回/(?P<m>{_N})~(?P<m2>{_N})(?:か|カ|ヶ|ヵ)月")),  # 「1回/1～3か月」
    (
        "every_months",
        re.compile(rf"(?P<m>{_N})(?:か|カ|ヶ|ヵ)月(?:毎)?に(?:一度|1度|(?P<a>{_N})回)"),
    ),  # 「2カ月に一度」
    ("per_month", re.compile(rf"(?:毎月|月に?|月平均|ひと月に)(?P<a>{_N})(?:{_TO})?回")),
    ("per_month", re.compile(rf"(?P<a>{_N})(?:{_TO})?回/月")),
    ("per_year", re.compile(rf"年(?:間|に|度に|度)?(?:で)?(?P<a>{_N})(?:{_TO})?回")),
    ("per_year", re.compile(rf"(?P<a>{_N})(?:{_TO})?回/年")),
    ("every_month", re.compile(r"毎月(?!\d)|月例")),
    ("every_week", re.compile(r"毎週|週に?1回")),
    ("past", re.compile(rf"[HR]\d+(?:年度)?:(?P<a>{_N})回")),  # 「H29:4回 H30:4回」
    ("total", re.compile(rf"(?:合計|計|回数|件数)(?P<a>{_N})[回件]")),  # 「合計15回」 「開催件数20件」
)
_AS_NEEDED = re.compile(r"随時|適宜|必要に応じ|その都度|都度|発生時|必要な時|必要時")
_PER_SITE = re.compile(r"(?:\d+か所|1箇所|各(?:区|地区|圏域|センター|所))(?:につき|ごと|あたり|当たり)?")
_ABOUT = re.compile(r"程度|約|おおむね|概ね|くらい")


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    kanji = kanji_number(text)
    return float(kanji) if kanji is not None else float(text)


def meeting_frequency(text: str) -> Frequency:
    """Return the first stated frequency of a text.

    「8地区×12月=96回」 counts as stated (the product is written out); 「1回/1～3か月」 is a manner without a single
    number a year and gives none.
    """
    flat = re.sub(r" ", "", prepare(text))
    hits = [(m.start(), -m.end(), name, m) for name, pattern in _PATTERNS for m in pattern.finditer(flat)]
    totals = [hit for hit in hits if hit[2] == "total"]
    if hits:
        _, _, name, match = min(totals or hits, key=lambda hit: hit[:2])
        return _frequency(name, match, flat)
    if m := _AS_NEEDED.search(flat):
        return Frequency(None, None, "as_needed", m.group())
    return Frequency(None, None, "not_stated", "")


def _frequency(name: str, match: re.Match[str], flat: str) -> Frequency:
    groups = match.groupdict()
    first, last = _number(groups.get("a")), _number(groups.get("b"))
    quote = flat[max(0, match.start() - 12) : match.end() + 4]
    if name == "range_months":
        return Frequency(None, None, "range", quote)
    if name == "every_months":
        months = _number(groups["m"]) or 1.0
        first, last = 12.0 / months * (first or 1.0), None
    elif name == "every_month":
        first, last = 12.0, None
    elif name == "every_week":
        first, last = 52.0, None
    elif name == "per_month":
        first, last = (first or 0.0) * 12, last * 12 if last else None
    kind = "range" if last else "past" if name == "past" else "stated"
    if kind == "stated" and _PER_SITE.search(flat[max(0, match.start() - 10) : match.start()]):
        kind = "per_site"
    elif kind == "stated" and _ABOUT.match(flat[match.end() : match.end() + 4]):
        kind = "approx"
    return Frequency(first, last, kind, quote)
