"""Small figures as HTML: tiles of numbers, share bars, quartile strips, tables, lists of peers, buttons, terms explained.

Pure: values in, HTML text out. The HTML stands in templates/ (Jinja2), which escapes whatever it is given. Colours are
the variables of static/monitor.css, so light, dark and print are right without a rerun; a word or a pattern stands
beside every colour.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from components.drawing import wording
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Figure, Row
from data.folders import PROJECT, yaml_beside

_FOLDER = Path(__file__).parent
# Format → what it is good for.
_FORMATS = {
    "png": "この図を PNG（スライドや文書に貼る画像）で保存。題・読み方・時点・出典・データ版が入ります",
    "svg": "この図を SVG（拡大しても粗くならず、後から手直しできる画像）で保存。題・読み方・時点・出典・データ版が入ります",
}


class _TightLoader(FileSystemLoader):
    """Templates without the line breaks and indents that only serve their readers: a space would show between words."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, is_current = super().get_source(environment, template)
        return "".join(line.strip() for line in source.splitlines()), name, is_current


def quick_escape(value: object) -> str:
    """Return a value as escaped text; what a macro has made is ready.

    The same as jinja's own, which makes an object of every text: a ladder of all municipalities would take ten times as long.
    """
    return value if type(value) is Markup else escape(str(value))


class _QuickGenerator(CodeGenerator):
    """Templates that escape with `quick_escape`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # jinja's name
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import quick_escape as escape")


class _Environment(Environment):
    code_generator_class = _QuickGenerator


def within_bar(pct: float | None) -> float:
    """Return a percentage that stays inside its bar (0–100); an unknown one is 0."""
    return 0.0 if pct is None else max(0.0, min(100.0, pct))


@cache
def terms() -> dict[str, str]:
    """Return every term with its explanation: our own words before those of the definitions."""
    own: dict[str, str] = yaml_beside(__file__, "terms.yml")
    groups = yaml_beside(__file__, "../../data/measures/definitions.yml")
    rows = [row for group in groups.values() for row in group if isinstance(row, dict)]
    return {str(row["name_ja"]): wording.sentences(str(row["meaning_ja"]))[0] for row in rows} | own


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(term) for term in sorted(terms(), key=len, reverse=True)))


def with_terms(text: object) -> Markup:
    """Return a text as HTML in which each term is marked where it stands first; all else is escaped."""
    found: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        term = match[0]
        if term in found:
            return term
        found.add(term)
        return f'<abbr class="km-term" tabindex="0" title="{escape(terms()[term])}">{term}</abbr>'

    return Markup(_pattern().sub(mark, escape(str(text))))  # escaped above; the explanations are our own


_ENVIRONMENT = _Environment(
    loader=_TightLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, auto_reload=False
)
_ENVIRONMENT.globals["within_bar"] = within_bar
_ENVIRONMENT.globals["with_terms"] = with_terms


@cache
def template(name: str) -> Callable[..., str]:
    """Return the macros of a template, called by their names: `template("tables")("rows", …)`; compiled once."""
    macros: Any = _ENVIRONMENT.get_template(f"{name}.html").module
    # A plain text: jinja's own kind would escape whatever is put beside it.
    return lambda macro, *values: str(getattr(macros, macro)(*values))


_figure, _table = template("figures"), template("tables")
# What the templates draw as it is given: templates/figures.html says what each takes.
number_tiles = partial(_figure, "number_tiles")
share_bars = partial(_figure, "share_bars")
bounded_shares = partial(_figure, "bounded_shares")
standings = partial(_figure, "standings")
peer_list = partial(_figure, "peer_list")
figure_head = partial(_figure, "figure_head")
page_head = partial(_figure, "page_head")
badges = partial(_figure, "badges")
contents = partial(_figure, "contents")
facts = partial(_figure, "facts")
passage = partial(_figure, "passage")
paragraph = partial(_figure, "paragraph")
lead = partial(_figure, "lead")
heading = partial(_figure, "title", "h2", "km-heading")
subtitle = partial(_figure, "title", "h3", "km-subtitle")  # Inside a figure


@dataclass(frozen=True)
class Standing:
    """A municipality's value among others."""

    label: str  # Name of the indicator
    value: str  # The value in words, with its unit
    number: float | None  # The value; None where missing
    # The others' range and quartiles; None where too few have a value
    minimum: float | None
    lower: float | None
    median: float | None
    upper: float | None
    maximum: float | None
    words: str  # What the strip says, with the n behind it
    beside: str = ""  # The place among another group in words; empty where there is none

    @property
    def has_range(self) -> bool:
        """Whether the others differ, so that there is something to stand in."""
        return self.minimum is not None and self.maximum is not None and self.maximum > self.minimum

    def at(self, value: float | None) -> float:
        """Return how far a value lies from the minimum to the maximum, in %."""
        if value is None or self.minimum is None or self.maximum is None:
            return 0.0
        return within_bar(100 * (value - self.minimum) / (self.maximum - self.minimum))


@dataclass(frozen=True)
class Cell:
    """One function of a plan and the state of its field."""

    group: str
    name: str
    filled: bool
    state: str


def function_row(cells: Sequence[Cell]) -> str:
    """Return the functions as a row of cells by pillar: filled ones in colour, others hatched with their word."""
    groups = dict.fromkeys(cell.group for cell in cells)
    return _figure("function_row", [(group, [cell for cell in cells if cell.group == group]) for group in groups])


def municipality_tiles(tiles: Sequence[tuple[str, str, str]]) -> str:
    """Return every municipality (name, programmes, address of its page) as a tile, and a legend with their numbers."""
    counts = {code: sum(group == code for _, group, _ in tiles) for code in PROGRAMME_GROUPS}
    legend = [(code, mark, wording.count(counts[code], "")) for code, mark in PROGRAMME_GROUPS.items() if counts[code]]
    return _figure("municipality_tiles", [(tile, PROGRAMME_GROUPS[tile[1]]) for tile in tiles], legend)


def figure_foot(figure: Figure) -> str:
    """Return what stands below a figure: a line of what is missing, time and source, then what would mislead if absent."""
    line = [fact for fact in figure.facts if fact[0] not in ("単位", "数")]
    return _figure("figure_foot", line, (*figure.cautions, *figure.drawn_notes))


def sheet(figures: Iterable[Figure]) -> str:
    """Return figures that are HTML, for paper only: what a screen keeps in tabs."""
    drawn = [(figure, Markup(figure.drawing("light"))) for figure in figures if figure.drawing]
    return _figure("sheet", drawn)


def about(figure: Figure, address: str) -> str:
    """Return the opener of what a reader asks for now and then: unit, number of things, notes, way to the definitions."""
    notes = [note for note in figure.notes if note not in figure.cautions]
    return _figure("about", figure.facts[:2], figure.details, notes, address)


def rest_in_table(count: int, counter: str) -> str:
    """Return where the rows stand that a list leaves out; nothing where it leaves out none."""
    return paragraph(f"ほか{count:,}{counter}は「表で見る」と CSV にあります。", "km-meta") if count > 0 else ""


def rows(headings: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int] = ()) -> str:
    """Return a small table (widths in percent) that scrolls where it is long; nothing where it has no lines."""
    shown = list(lines)
    return _table("rows", headings, shown, widths) if shown else ""


def listing(table: pd.DataFrame, *columns: tuple[str, int, str | Callable[[Row], str]]) -> str:
    """Return a table as `rows` does: of each column heading, width, and what holds its text or makes it of a row."""
    lines = [
        [wording.text(row[text]) if isinstance(text, str) else text(row) for _, _, text in columns]
        for row in table.to_dict("records")
    ]
    return rows([heading for heading, _, _ in columns], lines, [width for _, width, _ in columns if width])


def linked_rows(headings: Sequence[str], lines: Iterable[tuple[str, str, Sequence[str]]]) -> str:
    """Return a small table of names that lead to an address (or nowhere) and the texts of the other cells, if any."""
    shown = list(lines)
    return _table("linked_rows", headings, shown) if shown else ""


@cache
def address_of(name: str, *beside: str) -> str:
    """Return the address of a file in static/; it changes whenever the file does, so that browsers may keep it."""
    content = b"".join((PROJECT / "static" / file).read_bytes() for file in (name, *beside))
    return f"app/static/{name}?v={sha256(content).hexdigest()[:8]}"


def picture_buttons(file_name: str) -> str:
    """Return the buttons by which the browser saves a figure as a picture, with a place for what happens."""
    script = address_of("figure_picture.js", "html_to_svg.js")
    return _figure("picture_buttons", file_name, script, _FORMATS.items())
