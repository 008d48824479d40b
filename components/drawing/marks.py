"""How groups are drawn: word, colours, symbol and pattern of each, on screen, paper, slides and in workbooks.

Colour never speaks alone: every group also has its own symbol (points), pattern (bars) and word. Its colours keep 3:1
against their background (checked in tests/components/drawing/test_theme.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from components.drawing.theme import Mode


@dataclass(frozen=True)
class Pattern:
    """A pattern where plotly does not draw."""

    css: str  # On the map's legend, with {fill} and {ink}; the same as in static/municipal_map.js
    hatch: str  # On paper (matplotlib); more signs draw it closer
    office: str = ""  # On slides and in workbooks: a fill of DrawingML; "" where they stay plain


# Pattern of a mark (plotly's sign) → how it is drawn elsewhere.
PATTERNS: Mapping[str, Pattern] = MappingProxyType(
    {
        "": Pattern("{fill}", ""),
        "/": Pattern("repeating-linear-gradient(135deg, {ink} 0 1px, {fill} 1px 5px)", "////", "wide_upward_diagonal"),
        "|": Pattern("repeating-linear-gradient(90deg, {ink} 0 1px, {fill} 1px 5px)", "||||", "narrow_vertical"),
        "x": Pattern(
            "repeating-linear-gradient(45deg, {ink} 0 1px, transparent 1px 5px), "
            "repeating-linear-gradient(135deg, {ink} 0 1px, {fill} 1px 5px)",
            "xxxx",
            "outlined_diamond",
        ),
        ".": Pattern("radial-gradient(circle, {ink} 1px, {fill} 1.5px) 0 0 / 5px 5px", "....", "percent_20"),
        "-": Pattern("{fill}", "----"),
        "+": Pattern("{fill}", "++++"),
        "\\": Pattern("{fill}", "\\\\\\\\"),
    }
)


@dataclass(frozen=True)
class Symbol:
    """A symbol where plotly does not draw."""

    paper: str  # matplotlib
    office: str  # slides and workbooks


# Symbol of a mark (plotly's name, without "-open") → how it is drawn elsewhere.
SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        "circle": Symbol("o", "circle"),
        "diamond": Symbol("D", "diamond"),
        "square": Symbol("s", "square"),
        "triangle-up": Symbol("^", "triangle"),
        "x-thin": Symbol("x", "x"),
        "x": Symbol("x", "x"),
    }
)


@dataclass(frozen=True)
class Mark:
    """Look of one group: its word, its colours, its symbol (points) and its pattern (bars)."""

    label_ja: str
    light: str
    dark: str
    symbol: str
    pattern: str

    def colour(self, mode: Mode) -> str:
        """Return the colour on a light or dark background."""
        return self.dark if mode == "dark" else self.light

    @property
    def is_hollow(self) -> bool:
        """Whether only the edge of the symbol is drawn."""
        return self.symbol.endswith("-open")

    @property
    def shape(self) -> Symbol:
        """The symbol on paper, slides and in workbooks."""
        return SYMBOLS.get(self.symbol.removesuffix("-open"), SYMBOLS["circle"])


def words_of(marks: Mapping[str, Mark]) -> dict[str, str]:
    """Return code → word of each group."""
    return {code: mark.label_ja for code, mark in marks.items()}


# Which of the two programmes a municipality runs; the order is that of legends.
PROGRAMME_GROUPS: Mapping[str, Mark] = MappingProxyType(
    {
        "both": Mark("両方の事業", "#0F4C81", "#8CC4F5", "circle", ""),
        "community_capacity": Mark("地域力強化のみ", "#B4530A", "#F2A65A", "diamond", "/"),
        "multi_agency": Mark("多機関の協働のみ", "#0B7A6B", "#5FD0BD", "square", "x"),
        "none": Mark("実施の記載なし", "#6B7280", "#9AA5B1", "triangle-up-open", "."),
        "no_record": Mark("計画書なし", "#687481", "#8593A1", "x-thin", "|"),
    }
)

# The parts of a plan, and whom its targets belong to.
PILLARS: Mapping[str, Mark] = MappingProxyType(
    {
        "community": Mark("ア 地域づくり", "#B4530A", "#F2A65A", "diamond", "/"),
        "consultation": Mark("イ 相談の受け止め", "#0F4C81", "#8CC4F5", "circle", ""),
        "multi_agency": Mark("多機関協働", "#0B7A6B", "#5FD0BD", "square", "x"),
        "prefecture": Mark("都道府県", "#6B7280", "#9AA5B1", "triangle-up", "."),
    }
)

# How much of a municipality a plan covers.
COVERAGE_PARTS: Mapping[str, Mark] = MappingProxyType(
    {
        "whole": Mark("全域", "#0F4C81", "#8CC4F5", "circle", ""),
        "part": Mark("一部", "#B4530A", "#F2A65A", "diamond", "/"),
        "not_computable": Mark("算出不可", "#687481", "#8593A1", "x-thin", "|"),
    }
)

# Stages of a programme in one year; what nobody has said is 情報なし, never 実施しない.
STAGES: Mapping[str, Mark] = MappingProxyType(
    {
        "implementing": Mark("実施中", "#0F4C81", "#8CC4F5", "circle", ""),
        "preparing": Mark("準備中", "#0B7A6B", "#5FD0BD", "square", "."),
        "considering": Mark("検討中", "#B4530A", "#F2A65A", "diamond", "|"),
        "ended": Mark("終了", "#6B7280", "#9AA5B1", "triangle-down", "/"),
        "not_implementing": Mark("実施しない", "#3F4752", "#C3CBD4", "x", "x"),
        "unknown": Mark("情報なし", "#687481", "#8593A1", "x-thin", "/"),
    }
)

# 未報告 is an absence, never drawn in the colour of a low result.
RESULT_STATES: Mapping[str, Mark] = MappingProxyType(
    {
        "stated": Mark("実績の記載あり", "#0F4C81", "#8CC4F5", "circle", ""),
        "not_reported": Mark("未報告", "#687481", "#8593A1", "x-thin", "|"),
        "repeated": Mark("内訳・重複", "#6B7280", "#9AA5B1", "triangle-down", "\\"),
        "held": Mark("保留", "#3F4752", "#C3CBD4", "x", "x"),
        "no_number": Mark("数値なし", "#B4530A", "#F2A65A", "diamond", "/"),
    }
)

# Bands from the best to the worst, then the states without one; a bar writes the letter or the word beside the colour.
RATINGS: Mapping[str, Mark] = MappingProxyType(
    {
        "S": Mark("S", "#0B3C66", "#8CC4F5", "star", ""),
        "A": Mark("A", "#2A6CA3", "#6BA3D0", "circle", "."),
        "B": Mark("B", "#4577A3", "#4C8CBF", "square", "-"),
        "C": Mark("C", "#AD5E17", "#F2A65A", "diamond", "/"),
        "D": Mark("D", "#8A3D06", "#D98A45", "x", "x"),
        "X": Mark("X", "#4A2003", "#C47A3C", "cross", "+"),
        "qualitative": Mark("質的評価", "#0B7A6B", "#5FD0BD", "pentagon", "\\"),
        "against_plan": Mark("計画との対比", "#0B7A6B", "#5FD0BD", "hexagon", "|"),
        "hard_to_rate": Mark("評価困難", "#6B7280", "#9AA5B1", "triangle-up", "."),
        "suppressed": Mark("秘匿", "#6B7280", "#9AA5B1", "triangle-down", "-"),
        "unreported": Mark("未報告", "#687481", "#8593A1", "x-thin", "/"),
        "before_due": Mark("期日前", "#687481", "#8593A1", "cross-thin", "+"),
        "not_applicable": Mark("対象外", "#687481", "#8593A1", "circle-open", ""),
    }
)

# The quality of a value has a direction, so the colours may judge.
SEVERITIES: Mapping[str, Mark] = MappingProxyType(
    {
        "error": Mark("誤りの疑い", "#B3261E", "#FF9C94", "x", "x"),
        "warning": Mark("注意", "#8A5A00", "#F0BC4E", "triangle-up", "/"),
        "info": Mark("参考", "#0F4C81", "#8CC4F5", "circle", ""),
    }
)


# Municipalities drawn beside one another: the reader's own first, then as many as five colours allow.
COMPARED: tuple[Mark, ...] = (
    Mark("この町", "#0F4C81", "#8CC4F5", "circle", "solid"),
    Mark("1番目", "#B4530A", "#F2A65A", "diamond", "dash"),
    Mark("2番目", "#0B7A6B", "#5FD0BD", "square", "dot"),
    Mark("3番目", "#6B7280", "#9AA5B1", "triangle-up", "dashdot"),
    Mark("4番目", "#3F4752", "#C3CBD4", "x", "longdash"),
)
