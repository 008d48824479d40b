"""Read a collection of cases, split at its numbered headings: paragraphs, figure turned into words, points of each case."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.document import Document
from loaders.errors import refusal
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)


@dataclass(frozen=True)
class MarkdownLine:
    """One line that is not blank."""

    line: int  # 1-based line of the document
    kind: str  # heading, bullet, bold or text
    sign: str  # The number or pictogram in front of the text, "" if there is none
    text: str  # The text without marks


def read_markdown_lines(lines: Sequence[str], first_line: int) -> list[MarkdownLine]:
    """Return the lines that are not blank, in reading order."""
    return [_read(number, line) for number, line in enumerate(lines, start=first_line) if line.strip()]


def _read(number: int, line: str) -> MarkdownLine:
    for kind, pattern in (("heading", _RE.heading), ("bullet", _RE.bullet), ("bold", _RE.bold)):
        if m := pattern.match(line):
            return MarkdownLine(number, kind, *_split_sign(m["text"]))
    return MarkdownLine(number, "text", "", line.strip())


def _split_sign(text: str) -> tuple[str, str]:
    """Return the number or pictogram in front of a text, and the rest."""
    if m := _RE.number.match(text):
        return unicodedata.normalize("NFKC", m["number"]), m["rest"]
    if len(text) > 1 and unicodedata.category(text[0]) == "So":
        return text[0], text[1:].lstrip("\ufe0f ")
    return "", text


@dataclass(frozen=True)
class Case:
    """One case."""

    record_id: str  # Document and line of its heading
    title: str  # Its heading without the number
    place_ja: str  # Whose case it is, by the heading
    subject: str  # What it is about, by the heading
    lines: list[MarkdownLine]  # Its lines that are not blank, the heading first
    where: str  # Document and line, for messages

    @property
    def line_start(self) -> int:
        """Return the line of the heading."""
        return self.lines[0].line

    @property
    def line_end(self) -> int:
        """Return the last line that is not blank."""
        return self.lines[-1].line


def opens_case(line: MarkdownLine, number: int) -> bool:
    """Return whether a line is the heading of case `number`: 「### 123 基本目標」 is none."""
    return line.kind == "heading" and line.sign == str(number) and bool(_RE.title.match(line.text))


def split_cases(document: Document) -> Iterator[Case]:
    """Yield the cases of a document; BrokenDocumentError where their numbers have a gap."""
    lines = read_markdown_lines(document.lines, 1)
    starts: list[int] = []
    for index, line in enumerate(lines):
        if opens_case(line, len(starts) + 1):
            starts.append(index)
        elif opens_case(line, len(starts) + 2):
            place, about = f"{document.place} {line.line}行目", {"number": line.sign, "heading": line.text}
            raise refusal("broken.case", place, **about, missing=len(starts) + 1)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = lines[start]
        title = _RE.title.match(heading.text)
        assert title is not None  # opens_case
        record_id, where = f"{document.doc_id}-L{heading.line:04d}", f"{document.place} {heading.line}行目"
        yield Case(record_id, heading.text, title["place"], title["subject"], lines[start:end], where)


_HEADINGS = dict(_RE.table("headings"))


@dataclass
class Passage:
    """A passage of one kind: overview, pillar, actor, role or point (the kinds of `case_points`)."""

    kind: str
    line_start: int
    line_end: int
    text: str


@dataclass
class Goal:
    """A goal of a plan with the lines that spell it out, as (line, text)."""

    number: str
    title: str
    line: int
    details: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class CaseParts:
    """What the lines of a case hold; every line is in exactly one of read, headings, pictures and loose."""

    passages: list[Passage] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    philosophy: list[str] = field(default_factory=list)
    url: str | None = None
    read: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)
    loose: list[MarkdownLine] = field(default_factory=list)

    @property
    def overview(self) -> list[Passage]:
        """Return the paragraphs in front."""
        return [passage for passage in self.passages if passage.kind == "overview"]

    @property
    def philosophy_ja(self) -> str | None:
        """Return the philosophy on one line, without its brackets."""
        return " ".join(self.philosophy).strip("「」") or None


def read_case(lines: Sequence[MarkdownLine], place_ja: str) -> CaseParts:
    """Return the parts of a case; a line with nothing but the place of its heading is a caption."""
    parts = CaseParts(headings={lines[0].line})
    section = "overview"
    for line in lines[1:]:
        if line.kind == "heading":
            section = next((code for code, pattern in _HEADINGS.items() if pattern.search(line.text)), "")
            (parts.headings.add(line.line) if section else parts.loose.append(line))
        elif line.kind == "bold" and (m := _RE.pillar.match(line.text)):
            section = "pillar"
            _take(parts, "pillar", line, m["title"])
        elif line.text == place_ja or _RE.roman.match(line.text):
            parts.headings.add(line.line)
        elif m := _RE.url.match(line.text):
            parts.url = m["url"]
            parts.read.add(line.line)
        elif _RE.figure.match(line.text):
            parts.pictures.add(line.line)
        elif not _read_in(section, line, parts):
            parts.loose.append(line)
    return parts


def _read_in(section: str, line: MarkdownLine, parts: CaseParts) -> bool:
    """Read a bullet or a line of text by the section it stands in; return whether a rule took it."""
    if line.kind == "bullet" and line.sign == "▶":
        _take(parts, "overview", line)
    elif line.kind == "bullet" and line.sign in {"✓", "✔"} and section == "points":
        _take(parts, "point", line)
    elif section == "goals":
        return _read_goal(line, parts)
    elif section == "philosophy" and line.kind == "text":
        parts.philosophy.append(line.text)
        parts.read.add(line.line)
    elif section == "pillar" and line.kind == "text":
        _extend(parts, line)
    else:
        return False
    return True


def _read_goal(line: MarkdownLine, parts: CaseParts) -> bool:
    """Read what stands below 基本目標: numbered goals, their details, then the actors and what is said of them."""
    last = parts.passages[-1].kind if parts.passages else ""
    if line.kind == "bullet" and line.sign.isdigit():
        parts.goals.append(Goal(line.sign, line.text, line.line))
        parts.read.add(line.line)
    elif line.kind == "bullet" and not line.sign:
        _take(parts, "actor", line)
    elif line.kind == "text" and last == "actor":
        _take(parts, "role", line)
    elif line.kind == "text" and last == "role":
        _extend(parts, line)
    elif line.kind == "text" and parts.goals:
        parts.goals[-1].details.append((line.line, line.text))
        parts.read.add(line.line)
    else:
        return False
    return True


def _take(parts: CaseParts, kind: str, line: MarkdownLine, text: str = "") -> None:
    parts.passages.append(Passage(kind, line.line, line.line, text or line.text))
    parts.read.add(line.line)


def _extend(parts: CaseParts, line: MarkdownLine) -> None:
    passage = parts.passages[-1]
    passage.text, passage.line_end = f"{passage.text} {line.text}", line.line
    parts.read.add(line.line)
