"""The tables of document 002: measures on the left, references to the plan on the right.

A measure comes in three shapes: title, items and references in one row; the title in a row of its own; items that a
page break moved to a row without a title. Texts are kept as written, so patterns take both widths: (1) and （1）.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.document import LineAccount
from loaders.readers.text_tables import plain_text
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns
from loaders.text.plan_words import item_number

_RE = Patterns(__file__)
HEADER, GOAL, REFERENCE = _RE.header, _RE.goal, _RE.reference


@dataclass(frozen=True)
class Section:
    """A basic goal or a chapter of the plan."""

    level: str
    number: int
    title: str
    line: int

    @property
    def key(self) -> str:
        """Return its part of an id: goal-3, chapter-7."""
        return f"{'goal' if self.level == 'basic_goal' else 'chapter'}-{self.number}"


@dataclass
class Link:
    """A reference to the plan: an action target (None where only a page is named), its page, its items."""

    target: int | None
    page: int
    line: int
    quote: str
    item_count: int


@dataclass
class Measure:
    """One measure with the rows that belong to it."""

    section: Section
    number: int
    title: str
    line: int
    last_line: int
    text: str = ""  # Its items as written
    item_count: int = 0
    links: list[Link] = field(default_factory=list)
    style: str = "bracket"  # How its number is written
    repost: str = ""  # The words that point at its original (「再掲（基本目標3（5））」), "" if it is no repeat
    original_key: str = ""  # `key` of that original

    @property
    def key(self) -> str:
        """Return its part of an id: goal-3-5."""
        return f"{self.section.key}-{self.number}"


def read_tables(lines: Sequence[str], account: LineAccount) -> tuple[list[Section], list[Measure]]:
    """Return goals and chapters, and the measures in their tables, in reading order; the account takes their lines."""
    sections: list[Section] = []
    measures: list[Measure] = []
    in_table = False
    for number, line in enumerate(lines, start=1):
        if section := _section(line, number):
            sections.append(section)
            in_table = False
            account.heading.add(number)
        elif HEADER.match(line):
            in_table = True
            account.heading.add(number)
        elif line.strip() and (in_table or "\t" in line):
            cells = [" ".join(plain_text(cell).split()) for cell in line.split("\t")]
            understood = in_table and bool(sections) and _read_row(cells, number, sections[-1], measures)
            (account.read if understood else account.unclaimed).add(number)
    account.unclaimed |= _resolve_reposts(measures)
    return sections, measures


def _resolve_reposts(measures: Sequence[Measure]) -> set[int]:
    """Point the measures marked （再掲） at the one with the same title; return the lines of those that have none."""
    originals = {folded(measure.title): measure.key for measure in measures if not measure.repost}
    lost = set()
    for measure in measures:
        if measure.repost and not measure.original_key:
            measure.original_key = originals.get(folded(measure.title), "")
            if not measure.original_key:
                measure.repost = ""
                lost.add(measure.line)
    return lost


def _section(line: str, number: int) -> Section | None:
    for level, pattern in (("basic_goal", GOAL), ("chapter", _RE.chapter), ("chapter", _RE.chapter_first)):
        if m := pattern.match(line.strip()):
            return Section(level, item_number(m["number"]) or 0, m["title"].strip(), number)
    return None


def _read_row(cells: list[str], line: int, section: Section, measures: list[Measure]) -> bool:
    """Add a row to the measures; return whether all of it was understood."""
    left, right = cells[0], " ".join(cells[1:]).strip()
    m = _RE.title.match(left)
    if m and _opens_measure(m, section, measures):
        title = _RE.repost_mark.sub("", m["title"])
        measures.append(Measure(section, item_number(m[_style(m)]) or 0, title, line, line, style=_style(m)))
        if title != m["title"]:
            measures[-1].repost = "再掲"
        left = m["items"] or ""
    if not measures or measures[-1].section is not section:
        return False
    measure = measures[-1]
    measure.last_line = line
    left_understood, right_understood = _read_left(left, measure), _read_links(right, line, measure)
    return left_understood and right_understood


def _opens_measure(m: re.Match[str], section: Section, measures: Sequence[Measure]) -> bool:
    """Return whether an item opens a measure: one numbered otherwise than the measures of its table is part of theirs."""
    if measures and measures[-1].section is section:
        return measures[-1].style == _style(m)
    return item_number(m[_style(m)]) == 1 or not measures or measures[-1].style == _style(m)


def _style(m: re.Match[str]) -> str:
    return next(name for name in ("bracket", "circled", "point") if m[name])


def _read_left(text: str, measure: Measure) -> bool:
    measure.text = f"{measure.text} {text}".strip()
    measure.item_count += len(_RE.item.findall(text))
    if m := _RE.repost.search(text):
        section = f"goal-{item_number(m['goal'])}" if m["goal"] else f"chapter-{item_number(m['chapter'])}"
        measure.repost, measure.original_key = m.group(), f"{section}-{item_number(m['number'] or m['circled'])}"
    return not text or text.startswith(("○", "●")) or bool(m)


def _numbered(written: str) -> Iterator[int]:
    """Yield the numbers of a list; 「8～10」 are three."""
    last = 0
    for m in re.finditer(r"(?P<to>[~～〜から]*)\s*(?:行動目標\s*)?(?P<number>\d+|[①-⑳])", written):
        number = item_number(m["number"]) or 0
        yield from range(last + 1 if m["to"] and 0 < last < number else number, number + 1)
        last = number


def _read_links(text: str, line: int, measure: Measure) -> bool:
    references = list(REFERENCE.finditer(text))
    ends = [m.start() for m in references[1:]] + [len(text)]
    before = text[: references[0].start()].strip() if references else text
    if before.startswith("・") and measure.links:  # items that a page break cut from their reference
        measure.links[-1].item_count += len(_RE.link_item.findall(before))
        before = ""
    for m, end in zip(references, ends, strict=False):
        items = len(_RE.link_item.findall(text[m.end() : end]))
        pages = [int(page) for page in _RE.digits.findall(m["pages"])]
        targets: list[int | None] = [*_numbered(m["targets"] or "")]
        for index, target in enumerate(targets or [None]):
            measure.links.append(Link(target, pages[min(index, len(pages) - 1)], line, m.group(), items))
    return not before and "【" not in REFERENCE.sub("", text)
