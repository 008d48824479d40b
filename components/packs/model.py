"""A report for a council, described once: PDF, slides and workbook are made from it; the lines that they share. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from components.drawing.model import Figure, Number

PRODUCT_JA = "地域共生モニター"
PRACTICE_JA = "練習用データ（架空の県です）"
PRACTICE_MARK_JA = "練習用"  # in names of files
PRACTICE_COLUMN = ("データの種類", "練習用（架空の見本県）")  # heading and words of a last column
_NOT_IN_NAMES = r'[\x00-\x1f\\/:*?"<>|]'  # what file systems do not take


@dataclass(frozen=True)
class Origin:
    """Origin of a number that is spoken: the number in words and its source."""

    number_ja: str
    source_ja: str


@dataclass(frozen=True)
class Listing:
    """A table of a section that belongs on paper and slides."""

    title_ja: str  # What it lists
    headings: tuple[str, ...]  # Headings of the few columns that fit a page; a subset of the columns of `rows`
    rows: tuple[tuple[str, ...], ...]  # One tuple of texts per line, in the order of the headings
    widths: tuple[float, ...]  # Relative widths of the columns
    numeric: frozenset[str] = frozenset()  # Headings whose cells are set flush right


@dataclass(frozen=True)
class Section:
    """One part of the report: one page or more, one slide or more."""

    code: str  # Identifier in English: map, aging, targets, reports, plan
    title_ja: str  # Its heading
    # Its figures; each has title, reading, unit, n, missing, as-of, source, notes, table and mostly a chart
    figures: tuple[Figure, ...]
    say_ja: tuple[str, ...]  # What the speaker says, whole sentences
    origins: tuple[Origin, ...]  # Where each spoken number comes from
    listings: tuple[Listing, ...] = ()  # Tables for the pages
    empty_ja: str = ""  # What stands there when the section has nothing to show; "" when it has


@dataclass(frozen=True)
class Question:
    """A question that a member may ask."""

    question_ja: str
    answer_ja: str  # A proposed answer
    rule_ja: str  # The rule that chose it, with the numbers that met it
    source_ja: str  # Where the numbers of the answer come from


@dataclass(frozen=True)
class Definition:
    """Definition of a figure: its name, unit, formula, meaning and what it must not be read as."""

    name_ja: str
    unit_ja: str
    formula_ja: str
    meaning_ja: str
    caveat_ja: str


@dataclass(frozen=True)
class Source:
    """A document behind the report."""

    doc_id: str  # Its number here
    title_ja: str  # Its title
    kind_ja: str  # What kind of document it is, with its state
    year_ja: str  # The fiscal year that it speaks of
    used_ja: tuple[str, ...]  # Which of its lines the report rests on, per municipality
    sha256: str  # The hash of the file that was read


@dataclass(frozen=True)
class Pack:
    """The whole report of one place."""

    prefecture_code: str  # Two digits
    area_code: str | None  # Six digits of a municipality; None for the prefecture
    place_ja: str  # Name of the place (a municipality with its prefecture)
    title_ja: str  # Title on the cover
    edition_ja: str  # The frozen edition in words, or that it is the present state
    as_of_ja: str  # Which time the data speak of
    judged_ja: str  # The day on which results were judged, in words: today, or the day of the edition
    version: str  # Version of the dataset
    made_on: str  # The same day (ISO); dates inside the files are this one, so that equal input gives equal bytes
    is_practice: bool  # Whether the data are invented
    headline: Figure  # The main numbers as a figure; its chart is Tiles
    messages: tuple[str, ...]  # The sentences of the one-page summary
    sections: tuple[Section, ...]  # The parts, in order
    definitions: tuple[Definition, ...]  # The last parts: definitions, sources, questions
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    credit_ja: str  # Whom the boundaries of the map are to be credited to
    edition: str | None = None  # Name of the frozen edition; None = the present state

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The main numbers."""
        return getattr(self.headline.chart, "numbers", ())

    @property
    def file_stem(self) -> str:
        """The name of its files without an ending: what, where, of which data version and edition."""
        practice = f"{PRACTICE_MARK_JA}_" if self.is_practice else ""
        edition = f"_{re.sub(_NOT_IN_NAMES, '_', self.edition)}" if self.edition else ""
        return f"{practice}kyosei_pack_{self.area_code or self.prefecture_code}_{self.version}{edition}"


def cover_pairs(pack: Pack) -> list[tuple[str, str]]:
    """Return place, edition, times and version for the cover, each with its name, and whom the boundaries are credited to."""
    pairs = [
        ("場所", pack.place_ja), ("版", pack.edition_ja), ("データの時点", pack.as_of_ja), ("評価の時点", pack.judged_ja),
        ("データ版", pack.version), ("地図の境界", pack.credit_ja),
    ]  # fmt: skip
    return [("注意", PRACTICE_JA), *pairs] if pack.is_practice else pairs


def footer(pack: Pack) -> str:
    """Return what stands at the foot of every slide."""
    parts = [PRODUCT_JA, pack.place_ja, pack.edition_ja, f"データ版 {pack.version}"]
    return "｜".join([PRACTICE_JA, *parts] if pack.is_practice else parts)


def figure_facts(figure: Figure) -> str:
    """Return the small lines below a figure: its facts in one line, then one line per note."""
    line = "　".join(f"{name}: {value}" for name, value in figure.facts)
    return "\n".join([line, *(f"※ {note}" for note in figure.notes)])


def speaker_notes(
    pack: Pack, say_ja: Sequence[str], origins: Sequence[Origin] = (), figure: Figure | None = None
) -> str:
    """Return speaker notes: what to say, where each number comes from, what the figure rests on, and the version."""
    parts = ["【話すこと】", *say_ja]
    if origins:
        parts += ["", "【数字の出どころ】", *(f"・{item.number_ja} … {item.source_ja}" for item in origins)]
    if figure is not None:
        parts += ["", "【この図について】", figure_facts(figure)]
    return "\n".join([*parts, "", f"データ版 {pack.version}（{pack.edition_ja}）"])
