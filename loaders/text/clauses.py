"""Cut a statement into clauses: at full stops, bullets, arrows and headings, but not inside round brackets."""

from __future__ import annotations

import re

from loaders.text.quantities import BULLET

# A clause ends at 。, at a bullet, at an arrow, at a bracketed heading.
_CLAUSE_END = re.compile(
    rf"。|⇒|→|➡|[;；]|{BULLET}|[○●◎■□◇▶✓](?=\S)|(?:(?<=\s)|^)[・\-](?=\S)|※|(?<=[\s。])(?=[A-Z]\. )"
    r"|【[^】]*】|[<〈][^<>〈〉]{1,12}[>〉]"
)
_HEADING = re.compile(r"【([^】]*)】")


def clauses_of(prepared: str) -> list[tuple[str, str]]:
    """Return (clause, heading in front of it) of a prepared text, in reading order; a heading stands in 【】."""
    parts: list[tuple[str, str]] = []
    start, heading = 0, ""
    for m in _CLAUSE_END.finditer(prepared):
        if inside_brackets(prepared, m.start()) and not m.group().startswith("【"):
            continue
        parts.append((prepared[start : m.start()], heading))
        found = _HEADING.match(m.group())
        heading = found[1] if found else ""
        start = m.end()
    parts.append((prepared[start:], heading))
    return [(clause.strip(), head) for clause, head in parts if clause.strip() or head]


def inside_brackets(text: str, position: int) -> bool:
    """Return whether a position stands inside round brackets."""
    before = text[:position]
    return before.count("(") > before.count(")")
