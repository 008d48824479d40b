"""What a cell leaves open: the words that say nothing, and the numbers that no rule took, each an issue."""

import re
from collections.abc import Iterable
from itertools import groupby

from loaders.document import ParsedDocument, Row
from loaders.quality import row_key
from loaders.readers.text_sections import Field
from loaders.text.era_dates import without_dates
from loaders.text.japanese_numbers import SCALED, counted_in_digits, value_of
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__, scaled=SCALED)
_LENGTH_OF_WORDS = 24


def numbers_left(text: str, taken: Iterable[float | None]) -> list[str]:
    """Return the words around every number of a text that counts something and is not among the values taken."""
    known = {value for value in taken if value is not None}
    flat = _RE.product.sub("", _RE.no_count.sub("、", without_dates(_RE.circled.sub("、", text))))
    left = []
    for m in _RE.number.finditer(flat):
        if len(m.group()) < 16 and m.group()[0] != "数" and value_of(m.group()) in known:
            continue
        words = re.split(r"[。、()]", flat[max(0, m.start() - 8) : m.start()])[-1] + m.group()
        left.append((words + re.split(r"[。、()\d]", flat[m.end() : m.end() + 8])[0])[:_LENGTH_OF_WORDS])
    return left


def note_unread(
    out: ParsedDocument, table: str, row: Row, cells: Iterable[Field | None], taken: Iterable[float | None]
) -> None:
    """Note the numbers of the cells behind a row that are not among the values taken."""
    known = list(taken)
    for cell in cells:
        if cell is None:
            continue
        for line, parts in groupby(cell.parts, key=lambda part: part[0]):
            text = " ".join(part for _, part in parts)
            text = text if table == "meetings" else counted_in_digits(text)
            for words in numbers_left(folded(text) if table == "staffing" else text, known):
                out.notes["cell_number_not_read"].append(
                    {"table": table, "row_key": row_key(table, row), "line_start": line, "words": words}
                )


_STATES = _RE.table("states")
_BRACKET_ENDS = "。.、 "


def without_template(text: str) -> str:
    """Return the folded text without the words that the form itself prints."""
    return _RE.template.sub("", folded(text), count=1) if _RE.template.match(folded(text)) else folded(text)


def cell_state(text: str) -> str:
    """Return the state of a cell: filled, blank, placeholder, undecided, none or same_as.

    「特になし。体制の充実。」 is none: what counts is the first sentence.
    """
    flat = without_template(text)
    if not flat:
        return "blank"
    first = re.split(r"[。※]", flat, maxsplit=1)[0].strip(_BRACKET_ENDS)
    for state, pattern in _STATES:
        if pattern.fullmatch(flat.strip(_BRACKET_ENDS)) or (
            state in {"none", "undecided"} and pattern.fullmatch(first)
        ):
            return state
    return "filled"
