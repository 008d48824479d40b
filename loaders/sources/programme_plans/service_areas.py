"""Service areas of section 3: their names, populations and how far they reach."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.clauses import inside_brackets
from loaders.text.era_dates import without_dates
from loaders.text.japanese_numbers import SCALED, counted_in_digits, is_approximate, value_of
from loaders.text.normalise import folded, tidy

_CIRCLED = re.compile("[①-⑳]")
_TOTAL = re.compile(rf"(?:合計|総計|計)(?P<n>{SCALED})")
_RANGE = re.compile(rf"(?P<a>{SCALED})(?:人|名)?(?:~|から)約?(?P<b>{SCALED})")
_PER_UNIT = re.compile(
    r"(?:1(?:か所|カ所|箇所|地域|地区|圏域|校区)(?:あたり|当たり)?|各\S{0,6}|[×✕]\d|ごと|によ(?:る|り)|地域差)"
)
_SINGLE = re.compile(rf"(?P<n>{SCALED})(?:人|名|\(人\)|$|[)。、(]|,(?!\d))")
# 「東地区8,200人、西地区3,100人」: areas beside each other, each with its name
_NAMED = re.compile(
    rf"(?P<name>[^\d、,。・()]{{0,19}}[^\d、,。・()うち])[:：は]?約?(?P<n>{SCALED})(?:人|名)(?:[、,。・と及びおよ①-⑳]|$)"
)
_BRACKET = re.compile(r"[(（](?P<name>[^()（）:：]+)[:：](?P<rest>[^()（）]+)[)）]")
_REMARK = re.compile(r"[(（][^()（）]*(?:%|割)[^()（）]*[)）]")  # 「(町人口の45%)」

_WHOLE = re.compile(
    r"全域|全体|一円|全地域|(?:^|[^ぁ-ん一-龥])(?:市|町|村|区)内$|^[市町村区]内全|[市区町村]内$|全市|全町|全村|全区|^全\d*の?(?:地区|圏域|校区|自治会|行政区|区域|小学校区|中学校区|日常生活圏域)"
)
_CONDITIONAL = re.compile(r"希望|のうち実施|対象となる|該当する(?:地域|地区)")
_KIND = (
    r"(?P<kind{0}>(?:日常生活|日常区民活動|生活|福祉|中学校|小学校|介護)?圏域|生活圏|(?:小中|小|中)?学?校区|地区社協|支部社協|支部|連合町会|"
    r"連合自治会|自治会|町内会|町会|行政区|区域|エリア|地区|地域包括支援センター|区民活動センター|まちづくりセンター|集落|コミュニティ|"
    r"協議会|か所|カ所|箇所)"
)
_OF = r"(?:単位|区)?(?:のうち|の内|うち|中|内)[、の]?"
_UNITS_OF = re.compile(rf"(?P<total>\d{{1,5}})の?{_KIND.format(1)}{_OF}(?P<covered>\d{{1,5}})の?(?:{_KIND.format(2)})?")
_UNITS_SLASH = re.compile(
    rf"(?:{_KIND.format(1)})?(?P<covered>\d{{1,5}})(?:{_KIND.format(2)})?[/／](?:全)?(?P<total>\d{{1,5}})(?:{_KIND.format(3)})?"
)
_UNITS_OF_ALL = re.compile(
    rf"(?P<covered>\d{{1,5}})の?{_KIND.format(1)}[(（]全(?P<total>\d{{1,5}})(?:{_KIND.format(2)})?[)）]"
)
_UNITS_ALL = re.compile(rf"全(?:ての|部の)?(?P<total>\d{{1,5}})の?{_KIND.format(1)}")
# 「地区社協(12地区)」 「日常生活圏域(21)」: the noun in front of the bracket is counted
_UNITS_IN_BRACKET = re.compile(
    rf"(?P<noun>[^\s、,。()（）①-⑳]{{1,20}})(?:単位|の範囲)?[(（](?:\D{{0,4}})(?P<total>\d{{1,5}})(?:{_KIND.format(1)}|支部)?[)）]"
)
# 「町内3つの包括支援センターの範囲」 「26連合自治会の各区域」 「3小学校区」 「15か所の区民活動センター」
_UNITS_PLAIN = re.compile(
    rf"(?<![\d第~])(?P<total>\d{{1,5}})(?:つの|か所の|カ所の|箇所の|の)?{_KIND.format(1)}(?!以上)"
)
_OF_THE_TOWN = re.compile(r"[市町村区]内|うち")
_GENERAL_KIND = re.compile(r"地区|校区|圏域|区域|エリア|支部|協議会")
_PLACE_WORDS = re.compile(r"か所|カ所|箇所")
_YEARS = re.compile(r"(?:令和|平成|[HR])?\d{1,4}年度?")
_UNIT_KIND = re.compile(
    r"小学校区|中学校区|小中学校区|日常生活圏域|生活圏域|福祉圏域|地区社協|支部社協|民生委員・?児童委員協議会|自治会|町内会|行政区|地区センター|"
    r"地域包括支援センター|旧村|地区組織|連合町会|福祉推進会|連合自治会|民生委員協議会|コミュニティ組織|まちづくりセンター"
)


def range_ends(written: str) -> list[float]:
    """Return both ends of the range that stands for the population, if one does and no total."""
    text = without_dates(_CIRCLED.sub("、", written))
    m = None if _TOTAL.search(text) else _RANGE.search(text)
    return [value_of(m["a"]), value_of(m["b"])] if m else []


@dataclass(frozen=True)
class AreaPopulation:
    """The population that an area cell states."""

    population: int | None  # Persons; None for a range, for a figure per unit without a total, and for a blank
    population_max: int | None  # Upper end of a range
    kind: str  # total, per_unit, approx or blank
    part_name: str = ""  # Name of a part whose population stands beside it in brackets, with `part_population`
    part_population: int | None = None
    summed: tuple[float, ...] = ()  # The areas that were added up


def read_population(written: str) -> AreaPopulation:
    """Return the population of a (人口) cell; dates in it are no numbers, circled numbers are no digits.

    Areas beside each other add up (「東地区8,200人、西地区3,100人」), unless a total stands with them.
    """
    text = _REMARK.sub("", without_dates(_CIRCLED.sub("、", counted_in_digits(written))))
    if not re.search(r"\d", text) or re.search(r"\d{10}", text):
        return AreaPopulation(None, None, "blank")
    certain = "approx" if is_approximate(text) else "total"
    if m := _TOTAL.search(text):
        return AreaPopulation(_persons(m["n"]), None, certain)
    if m := _RANGE.search(text):
        return AreaPopulation(None, _persons(m["b"]), "per_unit")
    bracket = _BRACKET.search(text)
    head = text[: bracket.start()] if bracket else text
    if (areas := _areas_beside(head)) and not _PER_UNIT.search(head):
        return AreaPopulation(int(sum(areas)), None, certain, summed=areas)
    m = _SINGLE.search(head)
    if not m:
        return AreaPopulation(None, None, "blank")
    part = _SINGLE.search(bracket["rest"]) if bracket else None
    kind = "per_unit" if _PER_UNIT.search(text) else certain
    name = bracket["name"].removeprefix("うち") if bracket and part else ""
    return AreaPopulation(_persons(m["n"]), None, kind, name, _persons(part["n"]) if part else None)


def _areas_beside(text: str) -> tuple[float, ...]:
    """Return the populations of two or more areas with names of their own, without a total in front of them."""
    named = {m["name"]: value_of(m["n"]) for m in _NAMED.finditer(text)}
    first = _SINGLE.search(text)
    if first and len(named) > 2 and sum(named.values()) == 2 * value_of(first["n"]):
        named.pop(next(name for name, value in named.items() if value == value_of(first["n"])))
    return tuple(named.values()) if len(named) > 1 else ()


def _persons(written: str) -> int:
    return int(value_of(written))


def read_scope(area: str, range_: str, names: tuple[str, ...]) -> str:
    """Return how far an area reaches: whole, part, conditional or unknown."""
    text = folded(_CIRCLED.sub("", area))
    if not text:
        return "unknown"
    if _CONDITIONAL.search(text):
        return "conditional"
    if _UNITS_OF.search(text) or _UNITS_OF_ALL.search(text):
        return "part"
    if _WHOLE.search(text) or any(text == folded(name) for name in names):
        return "whole"
    if folded(range_) in {"市内全域", "町内全域", "村内全域", "区内全域"} or re.search(r"市内全域及び", folded(range_)):
        return "whole"
    return "part"


@dataclass(frozen=True)
class AreaUnits:
    """Service areas covered and in all, in the municipality's own kind of unit; None where not stated."""

    unit_kind: str | None
    covered: int | None
    total: int | None


def read_units(area: str, range_: str, scope: str) -> AreaUnits:
    """Return the units of an area, their kind as it stands beside the numbers.

    「15の生活圏域のうち9圏域」 is 9 of 15, 「生活圏域 4/9」 4 of 9, 「全28地区」 28 of 28; 「地区社協(12地区)」 says only
    how many there are.
    """
    general = _UNIT_KIND.search(tidy(range_)) or _UNIT_KIND.search(tidy(area))
    texts = [_YEARS.sub("", counted_in_digits(folded(_CIRCLED.sub("", text)))) for text in (area, range_)]
    for pattern in (_UNITS_OF, _UNITS_SLASH, _UNITS_OF_ALL):
        for text in texts:
            if m := pattern.search(text):
                kind = _kind_beside(m, text)
                fuller = general.group() if general and kind and general.group().endswith(kind) else kind
                return AreaUnits(fuller, int(m["covered"]), int(m["total"]))
    for text in texts:
        if scope == "whole" and (m := _UNITS_ALL.search(text)):
            return AreaUnits(_kind_beside(m, text), int(m["total"]), int(m["total"]))
    for pattern in (_UNITS_IN_BRACKET, _UNITS_PLAIN):
        for text in texts:
            if m := pattern.search(text):
                kind = _kind_beside(m, text) or (general.group() if general else None)
                if scope == "part" and text is texts[0] and not _OF_THE_TOWN.search(text):
                    return AreaUnits(kind, int(m["total"]), None)  # 「旧村2か所」: those that are covered
                return AreaUnits(kind, None, int(m["total"]))
    return AreaUnits(general.group() if general else None, None, None)


def _kind_beside(m: re.Match[str], text: str) -> str | None:
    """Return what a number counts: the word beside it, or the noun in front of its bracket where that says more."""
    kinds = [value for name, value in m.groupdict().items() if name.startswith("kind") and value]
    beside = max((kind for kind in kinds if not _PLACE_WORDS.match(kind)), key=len, default=None)
    if beside and not _GENERAL_KIND.fullmatch(beside):
        return beside
    before = text[: m.start()]
    outside = before[: before.rfind("(")] if inside_brackets(before, len(before)) else ""
    noun = m.groupdict().get("noun") or outside
    named = _UNIT_KIND.findall(noun) or [kind.group() for kind in re.finditer(_KIND.format(9), noun)]
    return str(named[-1]) if named else beside
