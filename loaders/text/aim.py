"""One quantity of a statement and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.text.all_units import AllUnits
from loaders.text.periods import WrittenPeriod
from loaders.text.quantities import Quantity


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


@dataclass
class Reading:
    """The aims of one statement, and its numbers that no rule took."""

    aims: list[Aim] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
