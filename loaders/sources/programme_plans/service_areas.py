"""Service areas of section 3: their names, populations and how far they reach."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.era_dates import without_dates
from loaders.text.japanese_numbers import NUMBER, is_approximate, to_float
from loaders.text.normalise import folded, tidy

_CIRCLED = re.compile("[①-⑳]")
_TOTAL = re.compile(rf"(?:合計|総計|計)(?P<n>{NUMBER})(?P<man>万)?")
_RANGE = re.compile(rf"(?P<a>{NUMBER})(?P<man>万)?(?:人)?~(?P<b>{NUMBER})(?P<man2>万)?")
_PER_UNIT = re.compile(
    r"(?:1(?:か所|カ所|箇所|地域|地区|圏域|校区)(?:あたり|当たり)?|各\S{0,6}|ごと|によ(?:る|り)|地域差)"
)
_SINGLE = re.compile(rf"(?P<n>{NUMBER})(?P<man>万)?(?:人|名|\(人\)|$|[)。])")
_BRACKET = re.compile(r"[(（](?P<name>[^()（）:：]+)[:：](?P<rest>[^()（）]+)[)）]")

_WHOLE = re.compile(
    r"全域|全体|一円|全地域|(?:^|[^ぁ-ん一-龥])(?:市|町|村|区)内$|^[市町村区]内全|[市区町村]内$|全市|全町|全村|全区"
)
_CONDITIONAL = re.compile(r"希望|のうち実施|対象となる|該当する(?:地域|地区)")
_UNITS_OF = re.compile(
    r"(?P<total>\d+)の?(?P<kind>生活圏域|日常生活圏域|圏域|地区|小学校区|中学校区|区域|エリア)のうち(?P<covered>\d+)(?:圏域|地区|小学校区|中学校区|区域|エリア)?"
)
_UNITS_SLASH = re.compile(
    r"(?P<covered>\d+)(?P<kind>地区|圏域|小学校区|中学校区|区域|エリア)[/／](?:全)?(?P<total>\d+)(?:地区|圏域|小学校区|中学校区|区域|エリア)"
)
_UNITS_ALL = re.compile(r"全(?P<total>\d+)(?P<kind>地区|圏域|小学校区|中学校区|区域|エリア)")
_UNIT_KIND = re.compile(
    r"小学校区|中学校区|小中学校区|日常生活圏域|生活圏域|福祉圏域|地区社協|支部社協|民生委員・?児童委員協議会|自治会|町内会|行政区|地区センター|"
    r"地域包括支援センター|旧村|地区組織|連合町会|福祉推進会|連合自治会"
)


@dataclass(frozen=True)
class AreaPopulation:
    """The population that an area cell states."""

    population: int | None  # Persons; None for a range, for a figure per unit without a total, and for a blank
    population_max: int | None  # Upper end of a range
    kind: str  # total, per_unit, approx or blank
    part_name: str = ""  # Name of a part whose population stands beside it in brackets, with `part_population`
    part_population: int | None = None


def read_population(written: str) -> AreaPopulation:
    """Return the population of a (人口) cell; dates in it are no numbers, circled numbers are no digits."""
    text = without_dates(_CIRCLED.sub("", written))
    if not re.search(r"\d", text):
        return AreaPopulation(None, None, "blank")
    if m := _TOTAL.search(text):
        return AreaPopulation(_persons(m["n"], m["man"]), None, "approx" if is_approximate(text) else "total")
    if m := _RANGE.search(text):
        man = m["man2"] or m["man"]
        return AreaPopulation(None, _persons(m["b"], man), "per_unit")
    bracket = _BRACKET.search(text)
    head = text[: bracket.start()] if bracket else text
    m = _SINGLE.search(head)
    if not m:
        return AreaPopulation(None, None, "blank")
    part = _SINGLE.search(bracket["rest"]) if bracket else None
    kind = "per_unit" if _PER_UNIT.search(text) else "approx" if is_approximate(text) else "total"
    return AreaPopulation(
        _persons(m["n"], m["man"]),
        None,
        kind,
        bracket["name"] if bracket and part else "",
        _persons(part["n"], part["man"]) if part else None,
    )


def _persons(digits: str, man: str | None) -> int:
    return int(to_float(digits, bool(man)))


def read_scope(area: str, range_: str, names: tuple[str, ...]) -> str:
    """Return how far an area reaches: whole, part, conditional or unknown."""
    text = folded(_CIRCLED.sub("", area))
    if not text:
        return "unknown"
    if _CONDITIONAL.search(text):
        return "conditional"
    if _UNITS_OF.search(text):
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
    """Return the units of an area: 「15の生活圏域のうち9圏域」 9 of 15, 「4地区/全16地区」 4 of 16, 「全28地区」 28 of 28."""
    kind = _UNIT_KIND.search(tidy(range_)) or _UNIT_KIND.search(tidy(area))
    for text in (folded(area), folded(range_)):
        for pattern in (_UNITS_OF, _UNITS_SLASH):
            if m := pattern.search(text):
                return AreaUnits(kind.group() if kind else m["kind"], int(m["covered"]), int(m["total"]))
        if scope == "whole" and (m := _UNITS_ALL.search(text)):
            return AreaUnits(kind.group() if kind else m["kind"], int(m["total"]), int(m["total"]))
    return AreaUnits(kind.group() if kind else None, None, None)
