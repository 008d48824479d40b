"""How an indicator of the map is cut into classes: by numbers or by words, and what stands for "no value".

Classes without a value (not computable, no record, not reported) have a pattern and a word of their own and are never
the lowest class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from components.drawing import theme, wording
from components.drawing.marks import Mark


@dataclass(frozen=True)
class MapClass:
    """One entry of the legend and the way its municipalities are filled."""

    label_ja: str  # Its words; the unit stands once, above the legend
    fill: str  # Colour, #RRGGBB
    pattern: str = ""  # "" for a plain fill, or a sign of marks.yml: drawn over the fill in the colour `ink`
    ink: str = ""  # Colour of the pattern


@dataclass(frozen=True)
class Empty:
    """Why a municipality has no value: the word and the pattern of its class."""

    label_ja: str
    pattern: str

    def drawn(self, mode: theme.Mode) -> MapClass:
        """Return the class of the legend."""
        colours = theme.palette(mode)
        fill = colours.surface if self.pattern == "." else colours.background
        return MapClass(self.label_ja, fill, self.pattern, colours.missing)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One indicator of the map; `NumberScale` and `CategoryScale` say how it is cut."""

    column: str  # Column of the municipalities that holds it
    choice_ja: str  # Short name in the choice
    label_ja: str  # Full name in the legend and the tooltip
    definition_ja: str  # One sentence: what it counts, and whether more is better
    empty_column: str = "has_record"  # Column that says why there is no value; "" where there is one reason only
    empties: Mapping[Any, Empty]  # Value of that column → class; the last one stands for every other value
    unit_ja: str = ""  # Unit of the numbers; empty for words
    is_of_plans: bool = False  # Whether it is read from the programme plans, so that 計画書なし says all

    @property
    def no_record_ja(self) -> str:
        """Word in the tooltip for a municipality without a plan; it says nothing about other sources."""
        return f"情報なし（{wording.NO_RECORD}）" if self.is_of_plans else wording.NO_RECORD

    def classes(self, mode: theme.Mode) -> tuple[MapClass, ...]:
        """Return the classes in the order of the legend: those with a value, then those without."""
        return (*self.valued_classes(mode), *(entry.drawn(mode) for entry in self.empties.values()))

    def classify(self, municipalities: pd.DataFrame) -> pd.Series[int]:
        """Return the position of each municipality's class in `classes()`."""
        valued = self.valued(municipalities)
        first = len(self.valued_classes("light"))
        last = first + len(self.empties) - 1
        order = {state: first + number for number, state in enumerate(self.empties)}
        empty = municipalities[self.empty_column].map(order) if self.empty_column else last
        return valued.fillna(empty).fillna(last).astype(int)

    def numbers(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the numbers as they are shown; missing where there is none."""
        return pd.Series(np.nan, index=municipalities.index)

    def valued_classes(self, mode: theme.Mode) -> list[MapClass]:
        """Return the classes with a value."""
        raise NotImplementedError

    def valued(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the position of each municipality's class among those with a value; missing where it has none."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class NumberScale(Scale):
    """An indicator in numbers, with fixed edges: a colour means the same in every prefecture and every year."""

    edges: tuple[float, ...]  # Lower ends of the second and the following classes, ascending
    decimals: int = 1  # Digits shown after the point
    cap: float | None = None  # The highest value there is, such as 100 %; never reached by rounding
    is_large: bool = False  # Whether the map itself tells only the first three digits, 「約」; the table tells all
    count_column: str = ""  # Column with the number of cases behind each number
    count_ja: str = ""  # What they are

    def valued_classes(self, mode: theme.Mode) -> list[MapClass]:
        """Return one class per interval, from little to much."""
        ends = [f"{edge:,g}" if edge < 1_000 else f"{edge:,.0f}" for edge in self.edges]
        between = [f"{low} 以上 {high} 未満" for low, high in pairwise(ends)]
        last = ends[-1] if self.edges[-1] == self.cap else f"{ends[-1]} 以上"
        labels = [f"{ends[0]} 未満", *between, last]
        colours = theme.palette(mode).sequence
        return [MapClass(label, colour) for label, colour in zip(labels, colours, strict=True)]

    def numbers(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the numbers as they are shown: rounded, but 99.96 % does not become the whole."""
        exact = municipalities[self.column].astype(float)
        rounded = exact.round(self.decimals)
        if self.cap is None:
            return rounded
        return rounded.mask((exact < self.cap) & (rounded >= self.cap), self.cap - 10**-self.decimals)

    def valued(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the position of the interval."""
        numbers = self.numbers(municipalities)
        position = np.searchsorted(self.edges, numbers.to_numpy(), side="right")
        return pd.Series(position, index=numbers.index, dtype=float).mask(numbers.isna())


@dataclass(frozen=True, kw_only=True)
class CategoryScale(Scale):
    """An indicator in words."""

    # Code in the column → how its class is drawn; codes of `empties` are not among them
    marks: Mapping[str, Mark]

    def valued_classes(self, mode: theme.Mode) -> list[MapClass]:
        """Return one class per word."""
        ink = theme.palette(mode).background
        return [MapClass(mark.label_ja, mark.colour(mode), mark.pattern, ink) for mark in self.marks.values()]

    def valued(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the position of the word."""
        order = {code: number for number, code in enumerate(self.marks)}
        return municipalities[self.column].astype(object).map(order).astype(float)
