"""Words of plans: kinds, titles, periods, adoption, related plans, articles of law, numbers of goals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.era_dates import dates_in, western_year
from loaders.text.japanese_numbers import kanji_number, with_digits
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
_INTEGRATED = re.compile(r"^[-*\s]*(?:[◆◇■●○・]|[①-⑳]|[(（]?\d[)）.．])\s*(?P<name>[^【\s]+計画)\s*【(?P<law>[^】]+)】")
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
    text = _EDITION_BEHIND.sub("", folded(name))
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
    number = _article_number(m["article"]) if m else None
    if m is None or number is None:
        return None
    branch = _article_number(m["branch"]) if m["branch"] else None
    name = f"{number}条" + (f"の{branch}" if branch else "")
    return Article(name, m.group(), m["article"].startswith("一百"))


def integrated_plan(line: str, following: str) -> IntegratedPlan | None:
    """Return the plan that a line with ◆ or the like names, or None.

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
    return _ROMAN.get(text.upper()) or kanji_number(text)


def _article_number(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else kanji_number(digits)


def stated_counts(text: str) -> list[tuple[str, int]]:
    """Return what a text says there are how many of: 「3つの基本目標」 gives ("基本目標", 3)."""
    return [(m["what"], int(m["count"])) for m in _STATED_COUNT.finditer(folded(text))]


_KINDS = "|".join(PLAN_TYPES)
_EDITION = r"第(?:\d+|[一二三四五六七八九十]+)[次期]"
_EDITION_BEHIND = re.compile(rf"[(〔]?{_EDITION}(?:改[定訂])?[)〕]?$")
_YEARS_IN_TITLE = r"\(?(?:(?:令和|平成|[RH])?(?:\d{1,4}|元|[一二三四五六七八九十]{1,3})(?:年度?)?[~\-](?:(?:令和|平成|[RH])?(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:年度?)?)?)\)?"
_VERSION = rf"の?[【≪<〈《〔\[(]?(?:概要|ダイジェスト|本編|本冊)版?[】≫>〉》〕\])]?|{_YEARS_IN_TITLE}"
# 「第4次小美玉市地域福祉計画（案）【概要版】」 「第2期常総市地域福祉計画・地域福祉活動計画 概要版」 「◆…計画(第4次)<概要版>」, folded
_TITLE = re.compile(
    rf"^[■◆●◎◇□▼▶★「『]*(?:{_VERSION})*(?P<name>(?:{_EDITION})?(?P<prefecture>東京都|北海道|(?:京都|大阪)府|[^市区町村第■\d]{{2,3}}県)?"
    rf"(?P<town>[^第■◆<>〈〉《》【】()~「」『』\d]+?[市区町村])?(?:{_EDITION})?(?:{_KINDS})(?:[(〔]?{_EDITION}(?:改[定訂])?[)〕]?)?)"
    rf"(?:[・、及びと/]+(?P<second>(?:[^・、]{{0,9}}?)(?:{_KINDS})))?"
    rf"(?P<draft>\((?:案|素案|原案)\))?[」』]?(?:【[^】]+】|{_VERSION})*[」』■◆●◎]*$"
)


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
    m = _TITLE.match(folded(line))
    if m is None or not (m["prefecture"] or m["town"]):
        return None
    return PlanTitle(m["name"], m["prefecture"] or "", m["town"] or "", m["second"] or "", bool(m["draft"]), m.group())


# The same year once more in the other count: 「令和6年度(2024年度)」 「令和6(2024)年度」 「2024(令和6)年度」, folded
_SAME_YEAR = re.compile(r"\((?:令和|平成|西暦|[RH])?(?:\d{1,4}|元)(?:年度?)?\)")
_YEAR = r"(?P<era{0}>令和|平成|[RH](?=\d|元))?(?P<year{0}>\d{{1,4}}|元)(?P<unit{0}>年度|年|度)?(?:(?P<month{0}>\d{{1,2}})月(?:\d{{1,2}}日|末日?)?)?"
_COUNT = r"(?P<count>\d{1,2}|[一二三四五六七八九十]+)(?:年度?間|[かヶケカヵ箇]年)"
# 「令和8年度から令和12年度までの5年間」 「令和8年度~12年度(5か年)」 「令和6年4月から令和11年3月まで」
_SPAN = re.compile(
    rf"{_YEAR.format(1)}(?:から|より|~|-|―|—|→)(?:向こう)?{_YEAR.format(2)}(?!間)(?:まで)?(?:の|、|\(|:)*(?:計画期間は)?(?:{_COUNT})?"
)
# 「平成30年度から5年間」 「令和6年度を初年度とする5か年計画」
_FROM = re.compile(rf"{_YEAR.format(1)}(?:から|より|を初年度とする|を始期とする)(?:の|向こう)*{_COUNT}")


# 「初年度を令和6年度、目標年度を令和10年度」 「令和6年度を初年度とし、令和10年度を目標年度とする5か年計画」
_FIRST, _LAST = r"(?:初年度|開始年度|始期)", r"(?:目標年度|最終年度|終了年度|終期)"
_NAMED_YEARS = tuple(
    re.compile(
        rf"{first}(?:と?して?|とする)?[、,・。]?(?:本?計画の)?{last}(?:と?する|とした|として|の|まで|、)*(?:{_COUNT})?"
    )
    for first in (rf"{_FIRST}[をはが:]?{_YEAR.format(1)}", rf"{_YEAR.format(1)}を{_FIRST}")
    for last in (rf"{_LAST}[をはが:]?{_YEAR.format(2)}", rf"{_YEAR.format(2)}を{_LAST}")
)
_KANJI_YEAR = re.compile(r"(?<![一-龥])[一二三四五六七八九十]{1,3}(?=年度)")


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
    digits = _KANJI_YEAR.sub(lambda m: str(kanji_number(m.group()) or m.group()), with_digits(whole))
    flat = _SAME_YEAR.sub("", digits)
    for pattern in (*_NAMED_YEARS, _SPAN, _FROM):
        for m in pattern.finditer(flat):
            if found := _period(m, whole):
                return found
    return None


def _period(m: re.Match[str], whole: str) -> PlanPeriod | None:
    parts = m.groupdict()
    start = _fiscal_year(parts["era1"], parts["year1"], parts["month1"], None)
    years = _year_count(parts["count"]) if parts["count"] else None
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


def _year_count(written: str) -> int | None:
    return int(written) if written.isdigit() else kanji_number(written)
