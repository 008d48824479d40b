"""What the parts of a prefectural briefing share: its context, the words for programmes, the error for a broken part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.document import Document, ParsedDocument
from loaders.errors import BrokenDocumentError
from loaders.text.area_names import AreaNames, ResolvedArea
from loaders.text.normalise import folded

# First the word inside which no other stands: 重層的支援体制整備事業への移行準備事業 is the preparation.
_PROGRAMMES = (
    ("移行準備事業", "transition_preparation"),
    ("後方支援事業", "prefectural_backup"),
    ("重層的支援体制整備事業", "multilayered_support"),
    ("多機関の協働による包括的支援体制構築事業", "multi_agency"),
    ("地域力強化推進事業", "community_capacity"),
)
ERA_YEAR = r"(?P<era>令和|平成|[RH](?=\d|元))(?P<year>\d{1,2}|元)"
FISCAL_YEAR = re.compile(rf"{ERA_YEAR}年度")


@dataclass(frozen=True)
class Briefing:
    """The document and what its rows share."""

    document: Document
    record_id: str
    prefecture: ResolvedArea
    fiscal_year: int
    names: AreaNames
    municipality_count: int

    def line(self, number: int) -> str:
        """Return a line of the document, counted from 1."""
        return self.document.lines[number - 1]

    def only_town_in(self, text: str) -> str | None:
        """Return the area code of the municipality that a text names, None where it names none or several."""
        town = self.names.only_named(self.prefecture.name_ja, text)
        return town.area_code if town else None


def add_record(
    out: ParsedDocument,
    document: Document,
    lines: range,
    area_code: str | None,
    fiscal_year: int | None,
    title: str | None = None,
) -> str:
    """Add the record of some lines of the document and return its id; its title is the first of them, unless given."""
    record_id = f"{document.doc_id}-L{lines[0]:04d}"
    out.add(
        "records",
        {
            "record_id": record_id,
            "doc_id": document.doc_id,
            "record_type": "prefectural_briefing",
            "area_code": area_code,
            "title_raw": title or " ".join(document.lines[lines[0] - 1].split()),
            "line_start": lines[0],
            "line_end": lines[-1],
            "fiscal_year": fiscal_year,
        },
    )
    return record_id


def programme_of(text: str) -> str | None:
    """Return the code of the programme that a text names, or None."""
    flat = folded(text)
    return next((code for word, code in _PROGRAMMES if word in flat), None)


def broken(document: Document, line: int | None, found: str, expected: str) -> BrokenDocumentError:
    """Return the error for a part of the briefing that is missing or has another shape."""
    place = f"{document.place} {line}行目" if line else document.place
    return BrokenDocumentError(
        place,
        found,
        expected,
        "原本と見比べ、行が抜けていれば書き足してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください",
    )
