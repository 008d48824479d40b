"""A report for a council, described once: PDF, slides and workbook are made from it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.figure import Figure
from components.markup import Number

_NOT_IN_NAMES = r'[\x00-\x1f\\/:*?"<>|]'  # what file systems do not take


@dataclass(frozen=True)
class Whence:
    """Where a number that is spoken comes from: the number in words and its source."""

    number_ja: str
    source_ja: str


@dataclass(frozen=True)
class Listing:
    """A table of a section that belongs on paper and slides.

    Attributes:
        title_ja: What it lists.
        headings: Headings of the few columns that fit a page; a subset of the columns of `rows`.
        rows: One tuple of texts per line, in the order of the headings.
        widths: Relative widths of the columns.
        numeric: Headings whose cells are set flush right.
    """

    title_ja: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Section:
    """One part of the report: one page or more, one slide or more.

    Attributes:
        code: Identifier in English: map, aging, targets, reports, plan.
        title_ja: Its heading.
        figures: Its figures; each has title, reading, unit, n, missing, as-of, source, notes, table and mostly a chart.
        say_ja: What the speaker says, whole sentences.
        whence: Where each spoken number comes from.
        listings: Tables for the pages.
        empty_ja: What stands there when the section has nothing to show; "" when it has.
    """

    code: str
    title_ja: str
    figures: tuple[Figure, ...]
    say_ja: tuple[str, ...]
    whence: tuple[Whence, ...]
    listings: tuple[Listing, ...] = ()
    empty_ja: str = ""


@dataclass(frozen=True)
class Question:
    """A question that a member may ask.

    Attributes:
        question_ja: The question.
        answer_ja: A proposed answer.
        rule_ja: The rule that chose it, with the numbers that met it.
        source_ja: Where the numbers of the answer come from.
    """

    question_ja: str
    answer_ja: str
    rule_ja: str
    source_ja: str


@dataclass(frozen=True)
class Definition:
    """How a figure is computed: its name, unit, formula, meaning and what it must not be read as."""

    name_ja: str
    unit_ja: str
    formula_ja: str
    meaning_ja: str
    caveat_ja: str


@dataclass(frozen=True)
class Source:
    """A document behind the report.

    Attributes:
        doc_id: Its number here.
        title_ja: Its title.
        kind_ja: What kind of document it is, with its state.
        year_ja: The fiscal year that it speaks of.
        used_ja: Which of its lines the report rests on, per municipality.
        sha256: The hash of the file that was read.
    """

    doc_id: str
    title_ja: str
    kind_ja: str
    year_ja: str
    used_ja: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class Pack:
    """The whole report of one place.

    Attributes:
        prefecture_code: Two digits.
        area_code: Six digits of a municipality; None for the prefecture.
        place_ja: Name of the place (a municipality with its prefecture).
        title_ja: Title on the cover.
        edition_ja: The frozen edition in words, or that it is the present state.
        as_of_ja: Which time the data speak of.
        judged_ja: The day on which results were judged, in words: today, or the day of the edition.
        version: Version of the dataset.
        made_on: The same day (ISO); dates inside the files are this one, so that equal input gives equal bytes.
        is_practice: Whether the data are invented.
        headline: The main numbers as a figure; its chart is Tiles.
        messages: The sentences of the one-page summary.
        sections: The parts, in order.
        definitions, sources, questions: The last parts.
        credit_ja: Whom the boundaries of the map are to be credited to.
        edition: Name of the frozen edition; None = the present state.
    """

    prefecture_code: str
    area_code: str | None
    place_ja: str
    title_ja: str
    edition_ja: str
    as_of_ja: str
    judged_ja: str
    version: str
    made_on: str
    is_practice: bool
    headline: Figure
    messages: tuple[str, ...]
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    credit_ja: str
    edition: str | None = None

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The main numbers."""
        return getattr(self.headline.chart, "numbers", ())

    @property
    def file_stem(self) -> str:
        """The name of its files without an ending: what, where, of which data version and edition."""
        practice = "練習用_" if self.is_practice else ""
        edition = f"_{re.sub(_NOT_IN_NAMES, '_', self.edition)}" if self.edition else ""
        return f"{practice}kyosei_pack_{self.area_code or self.prefecture_code}_{self.version}{edition}"
