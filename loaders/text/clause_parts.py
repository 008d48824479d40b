"""A clause with its periods, quantities, brackets and headings, found once for all of its numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from loaders.text.clauses import CUT, collapsed, masked
from loaders.text.periods import WrittenPeriod
from loaders.text.quantities import DURATIONS, Quantity


@dataclass(frozen=True)
class Clause:
    """A clause with its parts."""

    text: str
    masked: str  # Periods and measures written over by CUT, numbers that describe by DROP
    line: int
    periods: list[WrittenPeriod]
    quantities: list[Quantity]
    brackets: list[int]  # For each place, where the bracket that is open there begins
    headings: list[tuple[int, str]]  # Where its headings end, and what they say of the numbers behind them
    is_report: bool  # Whether its verb says that something has been done

    def heading_before(self, place: int) -> str:
        """Return what the last heading in front of a place says, or nothing."""
        index = bisect_right(self.headings, place, key=lambda heading: heading[0])
        return self.headings[index - 1][1] if index else ""

    def periods_near(self, place: int) -> list[WrittenPeriod]:
        """Return the periods next to a place, a few before it and behind it."""
        index = bisect_right(self.periods, place, key=lambda period: period.end)
        return self.periods[max(0, index - 6) : index + 2]


def undated(before: str, clause: Clause, quantity: Quantity) -> str:
    """Return the words before a number with `CUT` for each period."""
    shift = quantity.start - len(before)
    spans = [(max(0, p.start - shift), p.end - shift) for p in clause.periods_near(quantity.start)]
    return collapsed(masked(before, [(a, b) for a, b in spans if 0 < b <= len(before)], CUT))


def described_span(text: str, quantity: Quantity) -> tuple[int, int]:
    """Return what a number that describes takes out of a label: 「6か月以内」 whole, of 「26連合自治会単位」 the digits."""
    if text[quantity.end :].startswith("単位"):
        return quantity.start, quantity.end - len(quantity.unit)
    limit = re.match(r"以内|未満|以上|以下|程度", text[quantity.end :])
    return quantity.start, quantity.end + (limit.end() if limit and quantity.unit in DURATIONS else 0)
