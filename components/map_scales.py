"""What the map can show, and how each indicator is cut into at most five classes.

The edges are fixed, not quantiles: a colour means the same in every prefecture and in every year. Classes without a
number (not computable, no record) have a pattern and a word of their own and are never the lowest class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import pandas as pd

from components import theme, wording
from components.figures.aging import COVERAGES

NO_RECORD_JA = f"情報なし（{wording.NO_RECORD}）"
NOT_COMPUTABLE_JA = theme.COVERAGE_PARTS["not_computable"].label_ja


@dataclass(frozen=True)
class MapClass:
    """One entry of the legend and the way its municipalities are filled.

    Attributes:
        label_ja: Its words; the unit stands once, above the legend.
        fill: Colour, #RRGGBB.
        pattern: "" for a plain fill, or "/", "x", ".", "|": drawn over the fill in the colour `ink`.
        ink: Colour of the pattern.
    """

    label_ja: str
    fill: str
    pattern: str = ""
    ink: str = ""


@dataclass(frozen=True)
class Scale:
    """One indicator of the map.

    Attributes:
        column: Column of `access.municipalities()` that holds it.
        choice_ja: Short name in the choice.
        label_ja: Full name in the legend and the tooltip.
        unit_ja: Unit of the numbers; empty for the programme groups.
        edges: Lower ends of the second and the following classes, ascending.
        decimals: Digits shown after the point.
        is_capped: Whether the last edge is also the highest value there is (100 %).
        missing_ja: Word for a municipality that has a record but no number.
        definition_ja: One sentence: what the number counts, and whether more is better.
    """

    column: str
    choice_ja: str
    label_ja: str
    unit_ja: str
    edges: tuple[float, ...]
    decimals: int
    is_capped: bool
    missing_ja: str
    definition_ja: str

    @property
    def is_group(self) -> bool:
        """Whether the map shows the programme groups instead of numbers."""
        return not self.edges

    @property
    def no_record_ja(self) -> str:
        """Word in the tooltip for a municipality without a record."""
        return NO_RECORD_JA

    def is_told(self, municipalities: pd.DataFrame) -> pd.Series[bool]:
        """Return which municipalities the map has anything to say about; the others get its last class."""
        return municipalities["has_record"].astype(bool)

    def classes(self, mode: theme.Mode) -> tuple[MapClass, ...]:
        """Return the classes in the order of the legend; the last two are "no number" and "no record"."""
        return (*self._valued_classes(mode), *_empty_classes(self, mode))

    def numbers(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return the numbers as they are shown: rounded, but 99.96 % does not become the whole."""
        exact = municipalities[self.column].astype(float)
        rounded = exact.round(self.decimals)
        if not self.is_capped:
            return rounded
        return rounded.mask(
            (exact < self.edges[-1]) & (rounded >= self.edges[-1]), self.edges[-1] - 10**-self.decimals
        )

    def classify(self, municipalities: pd.DataFrame) -> pd.Series[int]:
        """Return the position of each municipality's class in `classes()`."""
        if self.is_group:
            order = {group: number for number, group in enumerate(theme.PROGRAMME_GROUPS)}
            return municipalities["programme_group"].map(order).astype(int)
        numbers = self.numbers(municipalities)
        classes = pd.Series(0, index=municipalities.index)
        for edge in self.edges:
            classes += (numbers >= edge).astype(int)
        classes = classes.mask(numbers.isna(), len(self.edges) + 1)
        return classes.mask(~municipalities["has_record"].astype(bool), len(self.edges) + 2)

    def _valued_classes(self, mode: theme.Mode) -> list[MapClass]:
        colours = theme.palette(mode)
        if self.is_group:
            marks = [mark for group, mark in theme.PROGRAMME_GROUPS.items() if group != "no_record"]
            return [MapClass(m.label_ja, m.colour(mode), m.pattern, colours.background) for m in marks[:-1]]
        return [
            MapClass(label, colour)
            for label, colour in zip(self._class_labels(), colours.sequence, strict=False)
        ]

    def _class_labels(self) -> list[str]:
        ends = [f"{edge:g}" for edge in self.edges]
        between = [f"{low} 以上 {high} 未満" for low, high in pairwise(ends)]
        return [f"{ends[0]} 未満", *between, ends[-1] if self.is_capped else f"{ends[-1]} 以上"]


def _empty_classes(scale: Scale, mode: theme.Mode) -> tuple[MapClass, MapClass]:
    colours = theme.palette(mode)
    word = theme.PROGRAMME_GROUPS["none"].label_ja if scale.is_group else scale.missing_ja
    return (
        MapClass(word, colours.surface, ".", colours.missing),
        MapClass(NO_RECORD_JA, colours.background, "/", colours.missing),
    )


def _coverage(name: str, edges: tuple[float, ...]) -> Scale:
    coverage = COVERAGES[name]
    return Scale(
        column=coverage.column,
        choice_ja=coverage.choice_ja,
        label_ja=coverage.name_ja,
        unit_ja="%",
        edges=edges,
        decimals=1,
        is_capped=True,
        missing_ja=NOT_COMPUTABLE_JA,
        definition_ja=coverage.note_ja,
    )


# Value in the address → indicator, in the order of the choice.
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "programme": Scale(
            column="programme_group",
            choice_ja="事業",
            label_ja="計画書にある事業",
            unit_ja="",
            edges=(),
            decimals=0,
            is_capped=False,
            missing_ja="",
            definition_ja="計画書に記載された地域力強化推進事業と多機関の協働による包括的支援体制構築事業の組み合わせ。",
        ),
        "consultation": _coverage("consultation", (25, 50, 75, 100)),
        "community": _coverage("community", (25, 50, 75, 100)),
        "functions": _coverage("functions", (40, 60, 80, 100)),
        "aging": Scale(
            column="aging_rate_pct",
            choice_ja="高齢化率",
            label_ja="高齢化率",
            unit_ja="%",
            edges=(25, 30, 35, 40),
            decimals=1,
            is_capped=False,
            missing_ja="記載なし・確認中",
            definition_ja="65歳以上の人が人口に占める割合（計画書の記載）。高いこと・低いことに良し悪しはない。",
        ),
        "coordinators": Scale(
            column="coordinators_per_10k",
            choice_ja="包括化推進員",
            label_ja="相談支援包括化推進員",
            unit_ja="人／人口1万人",
            edges=(0.25, 0.5, 1, 2),
            decimals=2,
            is_capped=False,
            missing_ja=NOT_COMPUTABLE_JA,
            definition_ja="相談支援包括化推進員の人数を、人口1万人あたりにしたもの（計画書の記載）。",
        ),
    }
)
