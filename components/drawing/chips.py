"""Bands and states of targets as HTML: chips, heat tables of them, results over the years.

Pure: values in, HTML text out, from templates that escape it. A letter or a word stands in every chip. 未報告 is
hatched and framed with dashes: an absence, never a low result. Bars start at 0;
the target is a line across its year.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from components.drawing.html import template
from components.drawing.marks import RATINGS, Mark

# From the best result to none; a band shows its letter, a state its word.
BANDS = ("S", "A", "B", "C", "D", "X")
STATES = (
    "qualitative", "against_plan", "hard_to_rate", "suppressed", "unreported", "before_due", "not_applicable",
)  # fmt: skip
ORDER = (*BANDS, *STATES)
_HEADROOM = 1.12  # of the highest value or target, so that its number has room
_template = template("chips")


@dataclass(frozen=True)
class Chip:
    """Some targets with the same band or state."""

    status: str  # A code of ORDER
    word: str  # Its Japanese name
    count: int = 0  # How many targets; 0 shows none beside the sign

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Its name in the style sheet, full meaning (for the title and for screen readers), words, and number."""
        css = f"km-status-{self.status if self.status in ORDER else 'unknown'}"
        meaning = f"{self.status} {self.word}" if self.status in BANDS else self.word
        if not self.count:
            return css, meaning, meaning, ""
        words = self.status if self.status in BANDS else meaning
        return css, f"{meaning} {self.count:,}件", words, f"{self.count:,}"


def chips(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Return one chip per band or state that occurs (code → number, code → word), from the best result to none."""
    shown = [Chip(code, words.get(code, code), counts[code]).parts for code in ORDER if counts.get(code, 0)]
    return _template("chips", shown)


def marks(words: Mapping[str, str]) -> dict[str, Mark]:
    """Return how each band and state that occurs is drawn in bars, from the best result to none."""
    return {
        code: replace(RATINGS[code], label_ja=f"{code} {words[code]}" if code in BANDS else words[code])
        for code in ORDER
        if code in words
    }


def by_place(cells: Mapping[tuple[str, str], Mapping[str, int]], names: Mapping[Any, Any]) -> pd.DataFrame:
    """Return targets by place and state, over all pillars, of (code of the place, pillar) → state → number."""
    totals: dict[str, Counter[str]] = {}
    for (place, _), statuses in sorted(cells.items()):
        totals.setdefault(place, Counter()).update(statuses)
    return pd.DataFrame.from_dict(totals, orient="index").rename(index=names)


def key(words: Mapping[str, str]) -> str:
    """Return the legend: a chip with letter and word for every band and state that occurs."""
    return _template("key", [Chip(code, words[code]).parts for code in ORDER if code in words])


def heat(headings: Sequence[str], rows: Iterable[tuple[str, str, str, Sequence[str]]]) -> str:
    """Return a table of places: name, address (or nothing), a quieter line, ready HTML of cells; empty says 目標なし."""
    return template("tables")("heat", headings, rows)


@dataclass(frozen=True)
class YearBar:
    """One year of a small chart, or a part of one."""

    label: str  # Its short name, such as 令和4
    value: float | None  # The result; None where there is none
    value_ja: str  # The result in words, or why there is none, such as 未報告
    target: float | None = None  # The height of the target; None where it has none in this unit
    target_ja: str = ""  # The target in words
    is_part: bool = False  # Whether the result is of a part of the year

    @property
    def words(self) -> str:
        """The year in words, for readers of the screen."""
        aim = f"（目標 {self.target_ja}）" if self.target_ja else ""
        return f"{self.label}年度{'の途中' if self.is_part else ''} {self.value_ja}{aim}"

    @property
    def css(self) -> str:
        """Its name in the style sheet."""
        if self.value is None:
            return "km-year-none"
        return "km-year-part" if self.is_part else "km-year-full"


def small_bars(label: str, years: Sequence[YearBar]) -> str:
    """Return the small chart of one target; nothing where no year has a number."""
    heights = [height for year in years for height in (year.value, year.target) if height is not None]
    if not any(year.value is not None for year in years):
        return ""
    top = max([height for height in heights if height > 0], default=1.0) * _HEADROOM
    return _template("small_bars", label, "、".join(year.words for year in years), years, top)


# One year of a target: its name, its band or state, plain texts, the reason and the officer's comment
RatedYear = tuple[str, Chip, Sequence[str], str, str]
# One target: what it is, a quieter line, ready HTML of its small chart, and its years from the latest
RatedTarget = tuple[str, str, str, Sequence[RatedYear]]


def rated_targets(headings: Sequence[str], targets: Iterable[RatedTarget]) -> str:
    """Return a table of targets, each with its chart once and a line per year."""
    return _template("rated_targets", headings, targets)
