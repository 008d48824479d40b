"""Cut a statement into clauses, mark what of a clause is no label, and find all parts of one once for its numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from loaders.text.era_dates import WrittenPeriod
from loaders.text.quantities import BULLET, DURATIONS, Quantity


@dataclass(frozen=True)
class Clause:
    """A clause with its parts."""

    text: str
    masked: str  # Periods and measures written over by CUT, numbers that describe by DROP
    line: int
    periods: list[WrittenPeriod]
    quantities: list[Quantity]
    brackets: list[int]  # For each place, where the bracket that is open there begins
    headings: list[tuple[int, str]]  # Where its headings end, and what they say of the numbers behind them
    is_report: bool  # Whether its verb says that something has been done

    def heading_before(self, place: int) -> str:
        """Return what the last heading in front of a place says, or nothing."""
        index = bisect_right(self.headings, place, key=lambda heading: heading[0])
        return self.headings[index - 1][1] if index else ""

    def periods_near(self, place: int) -> list[WrittenPeriod]:
        """Return the periods next to a place, a few before it and behind it."""
        index = bisect_right(self.periods, place, key=lambda period: period.end)
        return self.periods[max(0, index - 6) : index + 2]


def undated(before: str, clause: Clause, quantity: Quantity) -> str:
    """Return the words before a number with `CUT` for each period."""
    shift = quantity.start - len(before)
    spans = [(max(0, p.start - shift), p.end - shift) for p in clause.periods_near(quantity.start)]
    return collapsed(masked(before, [(a, b) for a, b in spans if 0 < b <= len(before)], CUT))


def described_span(text: str, quantity: Quantity) -> tuple[int, int]:
    """Return what a number that describes takes out of a label: 「6か月以内」 whole, of 「26連合自治会単位」 the digits."""
    if text[quantity.end :].startswith("単位"):
        return quantity.start, quantity.end - len(quantity.unit)
    if each := re.match(r"(?:ごと|毎)に?", text[quantity.end :]):
        return quantity.start, quantity.end + each.end()  # 「5圏域ごとに1か所」
    if re.match(r"中\d", text[quantity.end :]):
        return quantity.start, quantity.end + 1  # 「委員60人中45人」
    limit = re.match(r"以内|未満|以上|以下|程度", text[quantity.end :])
    return quantity.start, quantity.end + (limit.end() if limit and quantity.unit in DURATIONS else 0)


# A clause ends at 。, at a bullet, at an arrow (but not between two numbers), at a bracketed heading.
_CLAUSE_END = re.compile(
    rf"。|[⇒→➡](?!\s?\(?(?:\d|[RH](?:\d|元)|令和|平成|目標|約|[年月週]間?\d))|[;；]|{BULLET}|[○●◎■□◇▶✓](?=\S)|(?:(?<=\s)|^)[・\-](?=\S)|※|(?<=[\s。])(?=[A-Z]\. )"
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
