"""Numbers of coordinators (相談支援包括化推進員) of section 4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.text.japanese_numbers import NUMBER, to_float
from loaders.text.normalise import folded, unify_counters

_PERSONS = r"(?:人|名)"
_NONE = re.compile(r"配置(?:は|を)?(?:行わない|しない|予定なし)|^なし$|^無し$|^0(?:人|名)$")
# 「委託先:2か所各2人」 is 4
_EACH = re.compile(rf"(?P<sites>\d+)(?:か所|拠点|箇所|圏域|地区)に?各(?P<n>{NUMBER}){_PERSONS}")
# 「各圏域1名(5圏域)」 「5圏域に各1名」: five in all; 「各圏域1名」 alone says only how many at each
_EACH_KIND = re.compile(
    rf"各(?P<kind>[^\d、。()]{{1,10}}?)(?:に|へ|ごとに)?(?P<n>{NUMBER}){_PERSONS}(?:ずつ)?(?:配置)?(?:\((?:全|計)?(?P<sites>\d{{1,4}})(?P<unit>[^\d()]{{1,8}})\))?"
)
# 「2拠点に1名配置」: one for both or one each is not said
_PER_SITE = re.compile(rf"(?P<sites>\d+)(?:か所|拠点|箇所|圏域)に(?P<n>{NUMBER}){_PERSONS}")
_HEADS = re.compile(rf"(?P<n>{NUMBER}){_PERSONS}")
_SUM = re.compile(rf"(?:合計|計)(?P<n>{NUMBER}){_PERSONS}")
_ACTUAL = re.compile(rf"現在(?:は)?(?P<n>{NUMBER}){_PERSONS}")
# 専任 and 兼任 say the same of the task as 常勤 and 非常勤 of the post
_FULL_TIME = re.compile(rf"(?:(?<!非)常勤|専任|専従)(?:職員|者)?:?(?P<n>{NUMBER}){_PERSONS}")
_PART_TIME = re.compile(rf"(?:非常勤|兼任|兼務|兼従)(?:職員|者)?:?(?P<n>{NUMBER}){_PERSONS}")
_SITES = re.compile(r"(?P<n>\d{1,4})(?:か所|拠点|箇所|圏域|地区|センター)")
_BRACKETS = re.compile(r"\([^()]*\)|※.*$")
_YEARS = re.compile(r"(?:平成|令和|[HR])?\d+年度?")


@dataclass(frozen=True)
class Headcount:
    """Coordinators as one cell states them; None where no single number is stated."""

    headcount: float | None
    full_time: float | None
    part_time: float | None
    kind: str
    basis: str = "planned"


def read_headcounts(written: str) -> list[Headcount]:
    """Return the planned headcount of a cell, and the actual one where it stands beside it (「4名(現在2名)」).

    A remark in brackets explains the number and does not add to it (「20人(専任1名、兼任19人)」).
    """
    text = unify_counters(folded(written))
    if not text:
        return [Headcount(None, None, None, "blank")]
    if _NONE.search(text):
        return [Headcount(0.0, None, None, "none")]
    outside = _YEARS.sub("", _remove_brackets(text))
    found = [_with_times(_per_site(text) or _planned(outside), text)]
    if (actual := _ACTUAL.search(text)) and found[0].headcount is not None:
        found.append(Headcount(to_float(actual["n"]), None, None, "exact", "actual"))
    return found


def numbers_read(written: str, heads: Sequence[Headcount]) -> list[float | None]:
    """Return the numbers of a cell that its headcounts hold: themselves, and the parts and sites that make a sum."""
    taken = [value for head in heads for value in (head.headcount, head.full_time, head.part_time)]
    if heads[0].headcount is None or heads[0].kind not in {"sum", "per_site"}:
        return taken
    outside = _remove_brackets(unify_counters(folded(written))) if heads[0].kind == "sum" else folded(written)
    return [*taken, *(to_float(m["n"]) for pattern in (_HEADS, _SITES) for m in pattern.finditer(outside))]


def _remove_brackets(text: str) -> str:
    while (shorter := _BRACKETS.sub("", text)) != text:
        text = shorter
    return text


def _per_site(text: str) -> Headcount | None:
    """Return the headcount of 「各圏域1名(5圏域)」, or None; a total in front of it stays the total (「9人(各拠点1名)」)."""
    m = _EACH_KIND.search(text)
    if not m or _HEADS.search(text[: m.start()]) or re.search(r"\d(?:か所|拠点|箇所|圏域)(?:に)?$", text[: m.start()]):
        return None
    sites = m["sites"] or (found["n"] if (found := _SITES.search(text[: m.start()] + text[m.end() :])) else None)
    total = int(sites) * to_float(m["n"]) if sites else None
    return Headcount(total, None, None, "per_site")


def _with_times(head: Headcount, text: str) -> Headcount:
    full, part = _FULL_TIME.search(text), _PART_TIME.search(text)
    return replace(
        head, full_time=to_float(full["n"]) if full else None, part_time=to_float(part["n"]) if part else None
    )


def _planned(outside: str) -> Headcount:
    if _PER_SITE.search(outside):
        return Headcount(None, None, None, "per_site")
    if m := _SUM.search(outside):
        return Headcount(to_float(m["n"]), None, None, "sum")
    total, parts = 0.0, 0
    rest = outside
    for m in _EACH.finditer(outside):
        total, parts = total + int(m["sites"]) * to_float(m["n"]), parts + 1
        rest = rest.replace(m.group(), "", 1)
    heads = [to_float(m["n"]) for m in _HEADS.finditer(rest)]
    if not heads and not parts:
        return Headcount(None, None, None, "blank")
    kind = "sum" if len(heads) + parts > 1 else "exact"
    return Headcount(total + sum(heads), None, None, kind)
