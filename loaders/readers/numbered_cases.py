"""Split a collection of cases at its numbered headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.document import Document
from loaders.errors import BrokenDocumentError
from loaders.readers.markdown_lines import MarkdownLine, read_markdown_lines

# 「別海町による地域福祉計画」 「釧路総合振興局管内における生活困窮者支援の取組」
_TITLE = re.compile(r"^(?P<place>.+?)(?:による|における)(?P<subject>.+)$")


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
    return line.kind == "heading" and line.sign == str(number) and bool(_TITLE.match(line.text))


def split_cases(document: Document) -> Iterator[Case]:
    """Yield the cases of a document.

    Raises:
        BrokenDocumentError: The numbers of the cases have a gap.
    """
    lines = read_markdown_lines(document.lines, 1)
    starts: list[int] = []
    for index, line in enumerate(lines):
        if opens_case(line, len(starts) + 1):
            starts.append(index)
        elif opens_case(line, len(starts) + 2):
            raise BrokenDocumentError(
                f"{document.place} {line.line}行目",
                f"事例{line.sign}の見出し「{line.text}」の前に事例{len(starts) + 1}がない",
                "1から順に並んだ事例",
                "抜けている事例の見出しを原本で確かめてください",
            )
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _case(document, lines[start:end])


def _case(document: Document, lines: list[MarkdownLine]) -> Case:
    heading = lines[0]
    title = _TITLE.match(heading.text)
    assert title is not None  # opens_case
    return Case(
        f"{document.doc_id}-L{heading.line:04d}",
        heading.text,
        title["place"],
        title["subject"],
        lines,
        f"{document.place} {heading.line}行目",
    )
