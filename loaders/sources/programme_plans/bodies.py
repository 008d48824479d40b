"""Who carries out a programme, as the cells of document 001 write it: bodies, contractors, numbers of coordinators."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.text.era_dates import periods_in
from loaders.text.japanese_numbers import NUMBER, counted_in_digits, value_of
from loaders.text.normalise import folded, tidy, unify_counters
from loaders.text.patterns import Patterns

_RE = Patterns(__file__, number=NUMBER)


@dataclass(frozen=True)
class Headcount:
    """Coordinators as one cell states them; None where no single number is stated."""

    headcount: float | None
    full_time: float | None
    part_time: float | None
    kind: str
    basis: str = "planned"


def read_headcounts(written: str, fiscal_year: int | None = None) -> list[Headcount]:
    """Return the planned headcount of a cell, and the actual one where it stands beside it (「4名(現在2名)」).

    A remark in brackets explains the number and does not add to it (「20人(専任1名、兼任19人)」).
    """
    text = unify_counters(counted_in_digits(folded(written)))
    if not text:
        return [Headcount(None, None, None, "blank")]
    if _RE.no_staff.search(text):
        return [Headcount(0.0, None, None, "none")]
    outside = _RE.before_change.sub("", _RE.years.sub("", _of_year(_remove_brackets(text), fiscal_year)))
    full, part = (value_of(m["n"]) if (m := times.search(text)) else None for times in (_RE.full_time, _RE.part_time))
    found = [replace(_per_site(text) or _planned(outside), full_time=full, part_time=part)]
    if (actual := _RE.actual.search(text)) and found[0].headcount is not None:
        found.append(Headcount(value_of(actual["n"]), None, None, "exact", "actual"))
    return found


def _of_year(text: str, fiscal_year: int | None) -> str:
    """Return the words for the year of the plan, or for the first, where a text states several (「R1:3名、R2:5名」)."""
    periods = [period for period in periods_in(text, fiscal_year) if period.whole_year]
    if len(periods) < 2:
        return text
    chosen = next((n for n, period in enumerate(periods) if period.fiscal_year == fiscal_year), 0)
    following = periods[chosen + 1].start if chosen + 1 < len(periods) else len(text)
    return text[: periods[0].start] + text[periods[chosen].end : following].rstrip("→⇒➡、から")


def headcount_numbers(written: str, heads: Sequence[Headcount], fiscal_year: int | None = None) -> list[float | None]:
    """Return the numbers of a cell that its headcounts hold: themselves, and the parts and sites that make a sum."""
    taken = [value for head in heads for value in (head.headcount, head.full_time, head.part_time)]
    flat = counted_in_digits(folded(written))
    text = unify_counters(flat)
    inside = [value_of(m["n"]) for bracket in _RE.brackets.findall(text) for m in _RE.heads.finditer(bracket)]
    if sum(inside) == heads[0].headcount:
        taken += inside  # 「3名(男性1名、女性2名)」
    if heads[0].headcount is None or heads[0].kind not in {"sum", "per_site"}:
        return taken
    is_sum = heads[0].kind == "sum"
    outside = _RE.before_change.sub("", _of_year(_remove_brackets(text), fiscal_year)) if is_sum else flat
    return [*taken, *(value_of(m["n"]) for pattern in (_RE.heads, _RE.sites) for m in pattern.finditer(outside))]


def _remove_brackets(text: str) -> str:
    while (shorter := _RE.brackets.sub("", text)) != text:
        text = shorter
    return text


def _per_site(text: str) -> Headcount | None:
    """Return the headcount of 「各圏域1名(5圏域)」, or None; a total in front of it stays the total (「9人(各拠点1名)」)."""
    m = _RE.times.search(text) or _RE.spread.search(text) or _RE.each_kind.search(text)
    before = text[: m.start()] if m else ""
    if not m or _RE.heads.search(before) or re.search(r"\d(?:か所|拠点|箇所|圏域)(?:に)?$", before):
        return None
    sites = m["sites"] or (found["n"] if (found := _RE.sites.search(before + text[m.end() :])) else None)
    total = int(sites) * value_of(m["n"]) if sites else None
    return Headcount(total, None, None, "per_site")


def _planned(outside: str) -> Headcount:
    if _RE.range.search(outside):
        return Headcount(None, None, None, "range")
    if _RE.per_site.search(outside):
        return Headcount(None, None, None, "per_site")
    if m := _RE.sum.search(outside):
        return Headcount(value_of(m["n"]), None, None, "sum")
    heads: list[float] = []
    rest = outside
    for m in _RE.each.finditer(outside):
        heads.append(int(m["sites"]) * value_of(m["n"]))
        rest = rest.replace(m.group(), "", 1)
    heads += [value_of(m["n"]) for m in _RE.heads.finditer(rest)]
    if not heads:
        return Headcount(None, None, None, "blank")
    return Headcount(sum(heads), None, None, "sum" if len(heads) > 1 else "exact")


@dataclass(frozen=True)
class Bodies:
    """Who carries out a programme; None where the cell does not say."""

    implementing_body: str | None
    contractor: str | None
    delivery: str


def read_bodies(written: str) -> Bodies:
    """Return the implementing body, the contractor and the manner of delivery of a 実施主体(委託先) cell."""
    text = tidy(written)
    if not text:
        return Bodies(None, None, "unknown")
    if text.startswith("(") and _RE.remark.search(text):
        return Bodies(None, None, "unknown")  # 「(市全体の体制整備の中で実施)」
    return _by_marks(text) or _by_brackets(text) or _by_words(text)


def read_project_name(written: str) -> str | None:
    """Return the project's name, or None where the cell holds only a remark (「(補助事業は活用していない)」)."""
    text = tidy(written)
    is_remark = text.startswith("(") and text.endswith(")") and re.search(r"ない|別紙|のとおり|参照", text)
    return None if not text or is_remark else text


def _by_marks(text: str) -> Bodies | None:
    for pattern in (_RE.body_slash_contractor, _RE.body_mark_contractor, _RE.contractor_only):
        if m := pattern.match(text):
            groups = m.groupdict()
            body, contractor = groups.get("a"), groups["b"]
            if body and _RE.kind_of_body.search(body) and _RE.municipality_end.search(contractor):
                body, contractor = contractor, body  # 「社会福祉法人 矢巾町社会福祉協議会(一部委託) 矢巾町」
            delivery = "partly_contracted" if m["mark"] == "一部委託" else "contracted"
            return Bodies(body.strip() if body else None, contractor.strip(), delivery)
    return None


def _by_brackets(text: str) -> Bodies | None:
    m = _RE.body_bracket.match(text)
    if not m or re.search(r"か所|箇所", text):
        return None
    body, inside = m["a"].strip(), m["b"].strip()
    if _RE.direct.match(inside):
        return Bodies(body, None, "direct")
    if part := _RE.part_to.match(inside):
        return Bodies(body, part["b"], "partly_contracted")
    whole = _RE.all_to.match(inside) or _RE.subsidy.match(inside)
    return Bodies(body, whole["b"] if whole else inside, "contracted")


def _by_words(text: str) -> Bodies:
    """Read a cell without brackets: 「秋田県○○町 ○○町社会福祉協議会」 is body and contractor."""
    words = text.split(" ")
    if len(words) == 2 and _RE.municipality_end.search(words[0]) and _RE.kind_of_body.search(words[1]):
        return Bodies(words[0], words[1], "contracted")
    if re.search(r"か所|箇所", text):
        return _by_sites(text)
    return Bodies(text, None, "direct" if _RE.municipality_end.search(text) else "unknown")


def _by_sites(text: str) -> Bodies:
    """Read 「委託:2か所(公益財団法人、社会医療法人) 直営:1か所」: no body is named, the bracket holds the contractors."""
    m = re.search(r"委託[::]?\s*\d+\s*(?:か所|箇所)\s*\((?P<b>[^()]+)\)", text)
    both = "直営" in text
    named, _, sites = text.partition(" ")
    if not m and _RE.kind_of_body.search(named) and sites:
        return Bodies(named, None, "partly_contracted" if both and "委託" in sites else "unknown")
    if m:
        return Bodies(None, m["b"], "partly_contracted" if both else "contracted")
    return Bodies(text, None, "partly_contracted" if both and "委託" in text else "unknown")
