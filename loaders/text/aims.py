"""Read the numbers of a target statement: what each one aims at, or which result it reports.

A statement is cut into clauses; every quantity of a clause gets a label (the words that say what is counted), a
period, a comparator and a role: target, result (a number already reached), baseline, or none (the size of an area, a
number that only describes). A number that no rule takes is returned as unread.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import loaders.text.aim_words as wording
from loaders.text.aim import NOT_UNITS, Aim, AllUnits, Reading, Unread, all_units_in, done_in_all, unread_in
from loaders.text.aim_labels import (
    NARROWS,
    LabelContext,
    event_of,
    find_label,
    label_parts,
    list_head_of,
    subject_of,
    trim_label,
    without_digits,
)
from loaders.text.aim_links import is_bound_of, is_increase_of, is_said_before, link_parts, relate, takes_total
from loaders.text.aim_words import AIM_WORDS
from loaders.text.clauses import (
    CUT,
    DROP,
    Clause,
    clauses_of,
    collapsed,
    covered,
    described_span,
    masked,
    open_brackets,
    undated,
)
from loaders.text.era_dates import WrittenPeriod, periods_in
from loaders.text.quantities import MONTH_UNITS, Quantity, prepare, quantities_in


@dataclass
class _State:
    """What carries over from clause to clause inside a statement."""

    fiscal_year: int | None
    block: str = "target"
    block_period: WrittenPeriod | None = None
    takes_over_results: bool = False
    labels: LabelContext = field(default_factory=LabelContext)
    reading: Reading = field(default_factory=Reading)

    @property
    def last(self) -> Aim | None:
        """The aim read before."""
        return self.reading.aims[-1] if self.reading.aims else None


def read_aims(lines: Sequence[tuple[int, str]], fiscal_year: int | None) -> Reading:
    """Return the targets and results of one statement, in reading order, and the numbers not understood.

    Args:
        lines: (line number, text) of the statement's lines; texts as written.
        fiscal_year: That of the document, if it is known.
    """
    state = _State(fiscal_year)
    for line, text in lines:
        prepared = prepare(text)
        state.takes_over_results = bool(AIM_WORDS.based_on.search(prepared))
        state.reading.unread += [
            number for m in AIM_WORDS.name_of_part.finditer(prepared) for number in unread_in(line, m[0], [])
        ]
        for text_of_clause, heading in clauses_of(prepared):
            if heading:
                state.block = wording.block_of(heading, state.block)
                # A day that one heading of the cell names holds for the later ones (【実績(10月15日現在)】 … 【現状】)
                periods = periods_in(heading, fiscal_year)
                state.block_period = periods[-1] if periods else state.block_period
                state.reading.unread += unread_in(line, heading, [(period.start, period.end) for period in periods])
            _read_clause(text_of_clause, line, state)
    return state.reading


def _read_clause(text: str, line: int, state: _State) -> None:
    """Add the aims of one clause; a clause without a number may name what the next number counts."""
    periods = periods_in(text, state.fiscal_year)
    spans = [(p.start, p.end) for p in periods]
    sizes = [m.span() for m in AIM_WORDS.sizes.finditer(text)]
    marks = covered(text, [*spans, *sizes])
    found = [q for q in quantities_in(text) if not marks[q.start]]
    described = {
        q.start: q
        for q in found
        if wording.describes(text, q) or (q.unit in MONTH_UNITS and not text[: q.start].endswith("×"))
    }
    quantities = [q for q in found if q.start not in described]
    measures = [*sizes, *(m.span() for m in AIM_WORDS.measures.finditer(text))]
    marks = covered(text, [(q.start, q.start + 1) for q in quantities])
    everyone = [a for a in all_units_in(text) if not any(marks[a.start : a.end + 3])]
    cover = masked(text, [*spans, *measures], CUT)
    cover = masked(cover, [described_span(text, q) for q in described.values()], DROP)
    is_report = bool(AIM_WORDS.result_clause.search(text))
    headings = wording.headings_in(cover)
    clause = Clause(text, cover, line, periods, quantities, open_brackets(text), headings, is_report)
    read = [(q.start, q.end) for q in found if not AIM_WORDS.grouped.match(text, q.start)]
    taken = [*spans, *measures, *read, *((a.start, a.end) for a in everyone)]
    state.reading.unread += unread_in(line, text, taken)
    if not state.reading.aims and AIM_WORDS.opening_result.match(collapsed(cover)) and periods:
        # A cell that opens with 「平成30年度実績:」
        state.block, state.block_period = "result", periods[0]
    state.labels.head = state.labels.list_head = ""
    if not quantities and not everyone:
        _remember_label(clause, state)
        return
    ends, first = 0, len(state.reading.aims)
    items: list[Quantity | AllUnits] = [*quantities, *everyone]
    for item in sorted(items, key=lambda one: one.start):
        if isinstance(item, AllUnits):
            _add_all_units(item, clause, state)
            continue
        _read_quantity(clause, item, ends, state)
        ends = item.end
    link_parts([a for a in state.reading.aims[first:] if a.quantity.unit], text, clause.brackets)
    state.labels.event = event_of(text) or state.labels.event
    behind = clause.masked[ends:]
    if ends and behind.startswith(")") and len(behind) > 6:
        # 「(拠点:11か所) 包括的に支援する体制。(1協議体)」: what stands behind a bracket is counted next
        state.labels.label = without_digits(trim_label(label_parts(behind[1:])[-1]))


def _remember_label(clause: Clause, state: _State) -> None:
    if clause.text and not clause.text.startswith("("):
        state.labels.label = subject_of(clause.masked) or without_digits(trim_label(label_parts(clause.masked)[-1]))
        state.labels.event = event_of(clause.text)
        if NARROWS.match(state.labels.label):
            state.labels.label = without_digits(trim_label(clause.masked))


def _read_quantity(clause: Clause, quantity: Quantity, ends: int, state: _State) -> None:
    before, after = wording.around(clause.text, quantity)
    gap, inside = clause.text[ends : quantity.start], clause.brackets[quantity.start] >= 0
    opens = inside and clause.brackets[quantity.start] >= ends
    if is_said_before(quantity, state.last, clause.line, opens) or takes_total(quantity, state.last, clause.line, gap):
        return
    if is_bound_of(state.last, quantity, clause.line, gap, after):
        state.reading.unread.append(Unread(clause.line, _quote(clause.text, quantity)))
        return
    comparator = wording.comparator_of(quantity, before, after)
    if is_increase_of(state.last, quantity, comparator, clause.line, gap):
        return
    head = collapsed(wording.around(clause.masked, quantity)[0])
    role = wording.role_of(clause.is_report, clause.heading_before(quantity.start), head, after, state.block)
    role = "result" if role == "target" and _is_of_past_year(quantity, clause, state) else role
    aim = Aim(quantity, clause.line, role, "", "", comparator, _quote(clause.text, quantity))
    if state.takes_over_results:
        aim.role, aim.from_result = "target", True
    _measure(aim, clause, before, after)
    if aim.role == "result" and AIM_WORDS.at_least_as_before.match(after) and _is_of_past_year(quantity, clause, state):
        aim.role, aim.from_result, aim.comparator = "target", True, "ge"
    is_all = AIM_WORDS.all_before.search(before) or AIM_WORDS.all_after.match(after)
    if is_all and quantity.unit not in NOT_UNITS and quantity.out_of is None:
        aim.all_units = AllUnits(quantity.start, quantity.end, quantity.unit, quantity.value)
    _label(aim, clause, ends, state)
    aim.also_result = aim.role == "target" and bool(AIM_WORDS.result_and_target.search(head))
    aim.period = _period_of(aim, clause, state)
    if quantity.baseline is not None and aim.period and aim.period.fiscal_year < (state.fiscal_year or 0):
        aim.period = None  # 「前年度100件から120件へ」: the year dates the state
    bare = collapsed(clause.masked[ends : quantity.start])
    relate(aim, state.last, gap, bare if ends else f"。{bare}", after, inside)
    aim.order = len(state.reading.aims)
    state.reading.aims.append(aim)


def _measure(aim: Aim, clause: Clause, before: str, after: str) -> None:
    """Say what a number is per, over how many years it is the total, and what it is a year where it comes round."""
    quantity = aim.quantity
    aim.per, aim.per_time = wording.per_of(undated(before, clause, quantity), after)
    if quantity.unit == "回" and (at_sites := AIM_WORDS.at_sites.search(before)):
        aim.per, aim.per_time = "area", wording.TIMES_AT_SITES[at_sites["time"]]
    if each_site := AIM_WORDS.each_site_before.search(before):
        aim.per_time = aim.per_time or (aim.per if aim.per in {"month", "year"} else "")
        aim.per, aim.units_total = "area", float(each_site["sites"])
    is_own = aim.per != "year" or bool(re.search(r"\d(?:年間|[かカヶヵ箇]年)(?:で|に|の|を通じて|計)?約?$", before))
    if aim.per in {"", "total", "year"} and is_own and (years := wording.years_spanned(before)) > 1:
        aim.per, aim.years = "total", years
    if time := wording.unknown_time(before):
        aim.quantity = replace(quantity, unit=f"{quantity.unit}/{time}")
    if (rounds := wording.rounds_a_year(before, after)) and quantity.unit == "回":
        aim.quantity, aim.per = replace(quantity, value=quantity.value * rounds), "year"
    elif rounds:
        aim.quantity, aim.per = replace(quantity, unit=f"{quantity.unit}/{12 / rounds:.2g}か月"), ""
    is_level = quantity.unit == "%" and quantity.value >= 50 and aim.comparator in {"eq", "ge", "approx"}
    if is_level and AIM_WORDS.of_before.search(before):
        # 「対前年度比110%」 is 1.1 times the state before
        aim.quantity = replace(quantity, value=quantity.value / 100, unit="倍", written_unit="%")


def _is_of_past_year(quantity: Quantity, clause: Clause, state: _State) -> bool:
    """Return whether a number stands right behind a year before the document's (「前年度50人」 「H29:40人」)."""
    before = [p for p in clause.periods_near(quantity.start) if p.end <= quantity.start]
    if not before or quantity.baseline is not None or state.takes_over_results:
        return False
    if not before[-1].whole_year or before[-1].until:
        return False
    near = clause.text[before[-1].end : quantity.start]
    year, last = state.fiscal_year or 0, state.last
    is_beside = clause.brackets[quantity.start] >= 0 and last and last.line == clause.line
    if is_beside and last and last.role == "target" and last.period:
        year = max(year, last.period.fiscal_year)  # 「令和6年度末までに12か所(R5:8か所)」
    is_plain = not clause.text[before[-1].start : before[-1].end].endswith(("に", "は", "には"))
    return (
        is_plain
        and before[-1].fiscal_year < year
        and bool(re.fullmatch(r"\s?(?:の?実績)?\s?[:：]?\s?\(?約?|\s?[:：][^、。\d]{1,12}", near))
    )


def _label(aim: Aim, clause: Clause, ends: int, state: _State) -> None:
    quantity = aim.quantity
    near = clause.masked[ends : quantity.start]
    bracket = clause.brackets[quantity.start]
    place = bisect_right(clause.quantities, quantity.start, key=lambda q: q.start)
    if 0 <= bracket < ends:
        # 「参加者数(①… 1,200名、②… 1,500名)」: the words in front of the bracket head all of its numbers
        index = bisect_right(clause.quantities, bracket, key=lambda q: q.end)
        outer = clause.quantities[index - 1].end if index else 0
        near = f"{clause.masked[outer:bracket]}({near.lstrip('、, ・')}"
    following = clause.quantities[place].start if place < len(clause.quantities) else len(clause.text)
    tail = clause.masked[quantity.end : min(following, quantity.end + 160)]
    state.labels.list_head = state.labels.list_head or list_head_of(near)
    label_before = state.labels.label
    aim.label = find_label(near, tail, state.labels, bool(aim.all_units), quantity.unit)
    if aim.label and (each := wording.each_of(clause.text[ends : quantity.start])):
        aim.label = f"{aim.label}({each})"
    says_all = bool(re.fullmatch(r"(?:[市町村区]内)?(?:全て|すべて|全)の?[^、]{1,6}", aim.label))
    if aim.all_units and (says_all or aim.label in {"", label_before}) and (done := trim_label(done_in_all(tail))):
        aim.label = f"{without_digits(done)}(全{aim.all_units.unit})"
    if aim.per_time:
        words = {"month": "月平均" if "平均" in near[-6:] else "月", "year": "年間"}[aim.per_time]
        words = words if re.search(r"[各毎]|あたり", aim.label) else f"一か所あたり{words}"
        aim.label = f"{aim.label}({words})" if aim.label else ""


def _period_of(aim: Aim, clause: Clause, state: _State) -> WrittenPeriod | None:
    """Return the period of a number: the last in front of it that is not shut in a bracket, else one right behind it."""
    quantity = aim.quantity
    own_bracket = clause.brackets[quantity.start]
    fitting, adjoins = [], False
    for period in clause.periods_near(quantity.start):
        bracket = clause.brackets[period.start]
        is_shut = bracket not in {-1, own_bracket} and not re.fullmatch(
            r"[^()]{0,6}\)\s?[:：]?\s?", clause.text[period.end : quantity.start]
        )
        if period.end <= quantity.start and not is_shut:
            fitting.append(period)
            adjoins = clause.text[: quantity.start].rstrip(": ").endswith(")") and bracket >= 0
        elif (
            bracket >= quantity.end
            and not adjoins
            and re.fullmatch(r"[^()\d]{0,12}\(", clause.text[quantity.end : period.start])
            and re.match(r"(?:末)?(?:現在|時点|実績|目標|見込|計画)?(?:値)?\)", clause.text[period.end :])
        ):
            fitting.append(period)
    is_old = bool(fitting) and fitting[-1].fiscal_year < (state.fiscal_year or 0)
    if aim.role == "target" and not aim.from_result and is_old and quantity.start - fitting[-1].end > 6:
        # 「平成28年度に調査した…への訪問 20件」: the year dates the words beside it
        return fitting[-1] if aim.also_result else None
    opened = clause.text[max(own_bracket, 0) : quantity.start]
    is_state = aim.role == "result" and re.search(r"\((?:現在|現状|現)", opened)
    if is_state and fitting and fitting[-1].start < own_bracket:
        return None  # 「令和7年度までに10圏域(現在3圏域)」
    if fitting:
        return fitting[-1]
    if AIM_WORDS.inline_state.search(wording.around(clause.text, quantity)[0]) and state.block != "result":
        return None
    return state.block_period if aim.role == "result" or aim.from_result else None


def _add_all_units(found: AllUnits, clause: Clause, state: _State) -> None:
    """Add an aim for all units whose number is not written (「全小学校区に拠点を置く」), or counted so far in brackets."""
    if state.block == "result":
        return
    quantity = Quantity(float("nan"), None, found.unit, found.start, found.end)
    label = found.label or state.labels.label
    aim = Aim(quantity, clause.line, "target", without_digits(label), "", "eq", _quote(clause.text, quantity))
    aim.all_units, aim.order = found, len(state.reading.aims)
    state.labels.label = state.labels.head = label
    state.reading.aims.append(aim)


def _quote(clause: str, quantity: Quantity) -> str:
    return clause[max(0, quantity.end - 48) : quantity.end + 8].strip()[:60]
