"""Cut a statement into clauses, and mark the parts of a clause that are no label."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.text.quantities import BULLET

# A clause ends at 。, at a bullet, at an arrow (but not between two numbers), at a bracketed heading.
_CLAUSE_END = re.compile(
    rf"。|[⇒→➡](?!\s?\d)|[;；]|{BULLET}|[○●◎■□◇▶✓](?=\S)|(?:(?<=\s)|^)[・\-](?=\S)|※|(?<=[\s。])(?=[A-Z]\. )"
    r"|【[^】]*】|[<〈][^<>〈〉]{1,12}[>〉]"
)
_HEADING = re.compile(r"【([^】]*)】")
CUT = "␟"  # Stands where a period or a measure stood: a label ends there
DROP = "␞"  # Stands where a number that only describes stood: a label goes on behind it


def clauses_of(prepared: str) -> list[tuple[str, str]]:
    """Return (clause, heading in front of it) of a prepared text, in reading order; a heading stands in 【】."""
    parts: list[tuple[str, str]] = []
    start, heading, depth, seen = 0, "", 0, 0
    for m in _CLAUSE_END.finditer(prepared):
        depth = max(0, depth + prepared.count("(", seen, m.start()) - prepared.count(")", seen, m.start()))
        seen = m.start()
        if depth and not m.group().startswith("【"):
            continue
        parts.append((prepared[start : m.start()], heading))
        found = _HEADING.match(m.group())
        heading = found[1] if found else ""
        start = m.end()
        depth, seen = 0, m.end()
    parts.append((prepared[start:], heading))
    return [(clause.strip(), head) for clause, head in parts if clause.strip() or head]


def open_brackets(text: str) -> list[int]:
    """Return for each place of a text where the innermost bracket that is open there begins, or -1."""
    found, stack = [], [-1]
    for index, sign in enumerate(text):
        found.append(stack[-1])
        if sign == "(":
            stack.append(index)
        elif sign == ")" and len(stack) > 1:
            stack.pop()
    return [*found, stack[-1]]


def inside_brackets(text: str, position: int) -> bool:
    """Return whether a position stands inside round brackets."""
    before = text[:position]
    return before.count("(") > before.count(")")


def masked(text: str, spans: Iterable[tuple[int, int]], sign: str) -> str:
    """Return the text with each span written over by a sign, of the same length."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = sign * (min(end, len(text)) - start)
    return "".join(signs)


def covered(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Return for each place of a text whether it stands in one of the spans."""
    marks = bytearray(len(text) + 1)
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks


def collapsed(text: str) -> str:
    """Return a masked text with one sign for each part that was written over."""
    return re.sub(f"{CUT}+", CUT, text.replace(DROP, ""))
