"""How groups are drawn: word, colours, symbol and pattern of each, on screen, paper, slides and in workbooks.

They are declared in marks.yml. Colour never speaks alone: every group also has its own symbol (points), pattern (bars) and
word. Its colours keep 3:1 against their background (checked in tests/components/drawing/test_theme.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from components.drawing.theme import Mode
from data.folders import yaml_beside
from data.schema import CODES

_DECLARED: Any = yaml_beside(__file__)


@dataclass(frozen=True)
class Pattern:
    """A pattern where plotly does not draw."""

    css: str  # On the map's legend, with {fill} and {ink}; the same as in static/municipal_map.js
    hatch: str  # On paper (matplotlib); more signs draw it closer
    office: str = ""  # On slides and in workbooks: a fill of DrawingML; "" where they stay plain


@dataclass(frozen=True)
class Symbol:
    """A symbol where plotly does not draw."""

    paper: str  # matplotlib
    office: str  # slides and workbooks


PATTERNS = {sign: Pattern(*drawn) for sign, drawn in _DECLARED["patterns"].items()}
SYMBOLS = {name: Symbol(*drawn) for name, drawn in _DECLARED["symbols"].items()}


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


def marks_of(group: str) -> Mapping[str, Mark]:
    """Return how a group that marks.yml declares is drawn: code → mark, in the order of legends."""
    return MappingProxyType({code: Mark(*look) for code, look in _DECLARED[group].items()})


def words_of(marks: Mapping[str, Mark]) -> dict[str, str]:
    """Return code → word of each group."""
    return {code: mark.label_ja for code, mark in marks.items()}


PROGRAMME_GROUPS = marks_of("programme_groups")
# Words and order of the pillars are those of the frameworks: the earlier framework first
PILLARS: Mapping[str, Mark] = MappingProxyType(
    {code: Mark(word, *_DECLARED["pillars"][code]) for code, word in CODES["pillars"].items()}
)
COVERAGE_PARTS = marks_of("coverage_parts")
STAGES = marks_of("stages")
SERVICE_STATES = marks_of("service_states")
# Groups of the points of a scatter: the programmes of plans, or the stages of reports
POINT_GROUPS: Mapping[str, Mark] = MappingProxyType({**PROGRAMME_GROUPS, **STAGES})
RESULT_STATES = marks_of("result_states")
RATINGS = marks_of("ratings")
REPORT_STATES = marks_of("report_states")
SEVERITIES = marks_of("severities")
COMPARED = tuple(Mark(*look) for look in _DECLARED["compared"])
