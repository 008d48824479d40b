"""Results that prose states, the rows of `achievements` that a plan states, and which target each belongs to."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from loaders.document import ParsedDocument, Row, provenance
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.target_rows import own_id
from loaders.text.aim import Aim
from loaders.text.aim_labels import LabelContext, find_label
from loaders.text.aim_words import AIM_WORDS, around, comparator_of, describes
from loaders.text.clauses import CUT, DROP, clauses_of, covered, masked, open_brackets
from loaders.text.era_dates import WrittenPeriod, periods_in
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns
from loaders.text.quantities import MONTH_UNITS, Quantity, prepare, quantities_in

_RE = Patterns(__file__, cut=CUT)
_NO_RESULT_UNITS = {"%", "割", "つ", "円", "", "倍"} | MONTH_UNITS


def read_results_in_prose(lines: Sequence[tuple[int, str]], fiscal_year: int | None) -> list[Aim]:
    """Return the results that prose states: 「合計7点…の贈呈を受けた」 「H29:4回 H30:4回」 「平成29年度実績73,000世帯」.

    Only numbers whose sentence says so with its verb, or that stand directly behind 実績 or a year and a colon; the
    last such number of a sentence is taken, since those before it usually describe (「県内25市町の内、6市町が」),
    and the places where something has been done. Lines are (line number, text as written) of a cell.
    """
    aims: list[Aim] = []
    for line, text in lines:
        for clause, _ in clauses_of(prepare(text)):
            numbers = quantities_in(clause)
            if not numbers:
                continue
            periods = periods_in(clause, fiscal_year)
            spans = [(p.start, p.end) for p in periods]
            cover, marks = masked(clause, spans, CUT), covered(clause, spans)
            quantities = [q for q in numbers if not marks[q.start]]
            brackets = open_brackets(clause)
            cover = masked(cover, [(q.start, q.end) for q in quantities if describes(clause, q)], DROP)
            cover = masked(cover, [m.span() for m in AIM_WORDS.measures.finditer(clause)], CUT)
            ends = 0
            for quantity in _stated_in_prose(clause, cover, quantities, brackets):
                aims.append(_aim_of_prose(clause, cover, quantity, line, periods, ends, brackets))
                ends = quantity.end
    return aims


def _stated_in_prose(clause: str, cover: str, quantities: list[Quantity], brackets: list[int]) -> list[Quantity]:
    usable = [q for q in quantities if q.unit not in _NO_RESULT_UNITS and not describes(clause, q)]
    chosen = [q for q in usable if _RE.series.search(around(cover, q)[0])]
    chosen += [q for q in usable if re.match(r"^(?:程度)?で推移", around(clause, q)[1])]
    inside = [q for q in usable if q.unit != "時間" and brackets[q.start] < 0]
    is_sure = not _RE.unsure.search(clause)
    there = [q for q in quantities if _RE.places.search(q.unit) and brackets[q.start] < 0] if is_sure else []
    places = [q for q in there if _RE.done_there.match(around(clause, q)[1]) or _RE.joined.match(around(clause, q)[1])]
    if not chosen and inside and is_sure and (_RE.past.search(clause) or places):
        last = [inside[-1]] if _RE.past.search(clause) else []
        chosen = sorted({q.start: q for q in (*places, *last)}.values(), key=lambda q: q.start)
    return chosen


def _aim_of_prose(
    clause: str, cover: str, quantity: Quantity, line: int, periods: list[WrittenPeriod], ends: int, brackets: list[int]
) -> Aim:
    before, after = around(clause, quantity)
    comparator = comparator_of(quantity, before, after)
    comparator = "approx" if re.match(r"^(?:程度)?で推移", after) else comparator
    quote = clause[max(0, quantity.end - 48) : quantity.end + 8].strip()[:60]
    aim = Aim(quantity, line, "result", "", "", comparator, quote)
    bracket = brackets[quantity.start]
    near = cover[max(bracket + 1, ends) : quantity.start]
    if not _RE.series.search(near[-80:]):
        aim.label = find_label(near, around(cover, quantity)[1], LabelContext(), False, quantity.unit)
    if not aim.label and bracket >= 0:
        # 「世帯は増加傾向(平成29年度実績…」: the words in front of the bracket
        aim.label = re.sub(r"は[^は]{0,8}$", "", find_label(cover[:bracket], "", LabelContext(), False))
    aim.label = "" if aim.label == "新た" else aim.label
    aim.label = aim.label or (quantity.unit if quantity.written_unit or _RE.places.search(quantity.unit) else "")
    # A year in brackets dates only that bracket; one in front of a bracket does not date what is in it
    fitting = [p for p in periods if p.end <= quantity.start and brackets[p.start] == bracket]
    aim.period = fitting[-1] if fitting else None
    return aim


_MODIFIERS = {"approx": "approx", "ge": "at_least", "le": "at_most"}
_NO_LABEL = "項目名の記載なし"


def add_results(
    out: ParsedDocument, context: PlanContext, base: Row, results: Sequence[Aim], matched: Mapping[int, str]
) -> None:
    """Add the results of a statement; the counts of a rate point at it."""
    ids: dict[int, str] = {}
    for index, aim in enumerate(results):
        rate_id = ids.get(id(aim.rate)) if aim.rate else None
        ids[id(aim)] = add_result(out, context, aim, base, None if rate_id else matched.get(index), part_of=rate_id)


def add_result(
    out: ParsedDocument,
    context: PlanContext,
    aim: Aim,
    base: Row | None,
    target_id: str | None = None,
    cell_name: str = "",
    part_of: str | None = None,
) -> str:
    """Add one result; return its id.

    Args:
        base: Keys of the statement that holds it; None outside the target cells.
        part_of: The rate whose numerator or denominator it is.
    """
    achievement_id = own_id(f"{context.record_id}-A-L{aim.line:04d}", aim, context.taken)
    has_numerator = any(row["part_of"] == part_of for row in out.tables["achievements"])
    kind = "level" if not part_of else "denominator" if has_numerator else "numerator"
    out.add(
        "achievements",
        achievement_id=achievement_id,
        area_code=context.area_code,
        label_ja=aim.label or cell_name or (aim.quantity.unit if aim.quantity.written_unit else _NO_LABEL),
        value=aim.quantity.value,
        unit=aim.quantity.unit,
        unit_as_written=aim.quantity.written_unit or None,
        modifier=_MODIFIERS.get(aim.comparator, "exact"),
        value_kind="change" if aim.change_of_result else kind,
        part_of=part_of,
        **_period_columns(aim),
        evidence="document",
        target_id=target_id,
        statement_id=base["statement_id"] if base else None,
        pillar=base["pillar"] if base else None,
        **provenance(context.record_id, aim.line, aim.line, aim.quote),
    )
    return achievement_id


def _period_columns(aim: Aim) -> Row:
    """Return the period of a result: a range or 「～まで」 is a part of a year, a day a point in time, a year a full year.

    A month that ends a period ends on its last day.
    """
    period = aim.period
    if not period:
        return {"period_kind": "unknown"}
    if period.whole_year:
        return {"fiscal_year": period.fiscal_year, "period_kind": "full_year"}
    if period.is_range:
        return {"period_start": period.first_day, "period_end": period.last_day, "period_kind": "part_year"}
    if period.until:
        return {"period_end": period.last_day, "period_kind": "part_year"}
    return {"period_end": period.first_day, "period_kind": "point_in_time"}


def match_results(targets: Sequence[tuple[Aim, Row]], results: Sequence[Aim]) -> dict[int, str]:
    """Return index of result → target_id inside one statement: the unit is the same, the words are alike, the result follows.

    A state that a target starts from is a baseline, not a result (「現状 7か所 本年度中に9か所」).
    """
    matched: dict[int, str] = {}
    for index, result in enumerate(results):
        best, target_id = 0.5, ""
        if result.is_baseline or result.rate or result.change_of_result:
            continue
        about = (result.quantity.unit, result.line)
        for target, row in targets:
            is_open = row["target_id"] not in matched.values() and result.order > target.order
            if is_open and about == (target.quantity.unit, target.line):
                likeness = _likeness(folded(result.label), folded(target.label))
                if likeness >= best:
                    best, target_id = likeness, str(row["target_id"])
        if target_id:
            matched[index] = target_id
    return matched


def _likeness(a: str, b: str) -> float:
    """Return 0 to 1; words that contain the other ones are alike (「継続案件を含めた終結率」 and 「終結率」)."""
    if a and b and (a in b or b in a):
        return 1.0
    return SequenceMatcher(None, a, b).ratio()
