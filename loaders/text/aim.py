"""One quantity of a statement and what it means, and the phrases that stand for all units of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from data.folders import yaml_beside
from loaders.text.clauses import covered
from loaders.text.era_dates import WrittenPeriod
from loaders.text.patterns import Patterns
from loaders.text.quantities import UNITS, Quantity

_WORDS: dict[str, list[str]] = yaml_beside(__file__)
NOT_UNITS = set(_WORDS["not_units"])
_UNIT = "|".join(sorted((*(u for u in UNITS if u not in NOT_UNITS), *_WORDS["more_units"]), key=len, reverse=True))
_PARTICLE = "(?:において|における|での|への|で|に|の|が|を|へ|は)"
_RE = Patterns(__file__, unit=_UNIT, particle=_PARTICLE)


@dataclass(frozen=True)
class AllUnits:
    """All units of a kind."""

    start: int
    end: int
    unit: str
    total: float | None = None  # How many there are, where the statement says it
    label: str = ""  # What is done in all of them


def total_in(prepared: str, unit: str) -> set[float]:
    """Return the numbers of all units of a kind that a text states: 「福祉圏域(8圏域)」 「全12地区」."""
    pattern = re.compile(rf"(?:{re.escape(unit)}\s?\((?:全|計)?|全)(\d+){re.escape(unit)}")
    return {float(m[1]) for m in pattern.finditer(prepared)}


def done_in_all(tail: str) -> str:
    """Return what is done in all units, from the words behind them (「に第2層協議体を設置する」)."""
    m = re.match(rf"\)?(?:の?(?:全て|すべて|全部))?{_PARTICLE}、?{_RE.rest.pattern}", tail)
    return m["words"].strip() if m else ""


def all_units_in(clause: str) -> list[AllUnits]:
    """Return the phrases of a prepared clause that stand for all units, with what is done in them."""
    found = []
    for m in _RE.all.finditer(clause):
        rest = _RE.rest.match(clause, m.end())
        words = rest["words"].strip() if rest else ""
        if rest and (verb := re.match(r"(理解|共有|把握|周知)し", clause[rest.end() :])):
            words = f"{words}の{verb[1]}"
        name = f"{m['kind']}{m['unit']}"
        if words:
            found.append(AllUnits(m.start(), m.end() - len(m["particle"]), m["unit"], None, f"{words}(全{name})"))
    return found


@dataclass
class Aim:
    """One quantity of a statement and what it means."""

    quantity: Quantity  # The number and unit
    line: int  # Line of the document
    role: str  # target or result
    label: str  # What is counted, in the words of the document; empty if the statement does not say
    per: str  # year, month, total, area, session or ""
    comparator: str  # eq, ge, le, range, approx, increase_by, decrease_by
    quote: str  # The phrase that holds it
    per_time: str = ""  # year or month, where the number is per area as well
    years: int = 0  # Over how many years it is the total (「3年間で90名」); 0 = not said
    factor: bool = False  # Whether it is a factor of a product (「10人×6回」)
    part_of: Aim | None = None  # The number that it is a part of (「200件(1地区50件)」)
    baseline: float | None = None  # Present state stated beside a target
    is_baseline: bool = False  # Whether it is the state that a target starts from, and so no result of that target
    period: WrittenPeriod | None = None  # The period stated for it
    all_units: AllUnits | None = None  # The units that it stands for all of (「全行政区(39行政区)」)
    units_total: float | None = None  # How many units there are, where the record says it
    out_of: float | None = None  # 「17市町村/25市町村」: 25
    from_result: bool = False  # Whether last year's result is taken as this year's target: it is both
    also_result: bool = False  # Whether it is a target and the result of the year named as well
    change_of_result: bool = False  # 「前年同時期比±0件」
    rate: Aim | None = None  # The rate that it is a part of (「31.6%(12件/38件)」)
    order: int = 0  # Its place in the statement

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year stated for it; None where a day or a month is."""
        return self.period.fiscal_year if self.period and self.period.whole_year else None


@dataclass(frozen=True)
class Unread:
    """A number that no rule took."""

    line: int
    words: str  # The words around it


def unread_in(line: int, clause: str, taken: Iterable[tuple[int, int]]) -> list[Unread]:
    """Return each number of a clause that stands in none of the spans taken and is no name, with its words."""
    marks = covered(clause, [*taken, *(m.span() for m in _RE.names.finditer(clause))])
    found = [m for m in _RE.number.finditer(clause) if not marks[m.start()]]
    return [Unread(line, clause[max(0, m.start() - 12) : m.end() + 12].strip()) for m in found]


@dataclass
class Reading:
    """The aims of one statement, and its numbers that no rule took."""

    aims: list[Aim] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
