"""The known document types, found in loaders/sources/, and which of them a document is."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import loaders.sources
from loaders.document import Document, ParsedDocument
from loaders.errors import UnknownDocumentError
from loaders.lookups import Lookups


@dataclass(frozen=True)
class Source:
    """What is known of a document type."""

    source_id: str  # Name of its module; also `documents.doc_type`
    name_ja: str  # Its name in messages and on the pages
    record_type: str  # The kind of record that it holds; also `records.record_type`
    record_ja: str  # The name of such a record
    title_ja: str  # Title of the document, in our words
    publisher_ja: str | None  # Who published it, if known
    fiscal_year: int | None  # Fiscal year it is about
    status: str  # final, draft or unknown
    signs: tuple[str, ...]  # What its text must hold, for the message about an unknown document
    # Rows that the committed document gives, by table; tests hold the dataset against them
    expected_rows: Mapping[str, int] = field(default_factory=dict)


class SourceModule(Protocol):
    """A module of loaders/sources/."""

    SOURCE: Source

    def recognise(self, document: Document) -> list[str]:
        """Return the signs that are missing; none if the document is of this type."""
        ...

    def parse(self, document: Document, lookups: Lookups) -> ParsedDocument:
        """Return the rows of the document."""
        ...


@cache
def source_modules() -> tuple[SourceModule, ...]:
    """Return the modules of all known document types, sorted by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(loaders.sources.__path__))
    return tuple(importlib.import_module(f"loaders.sources.{name}") for name in names)


def source_of(document: Document) -> SourceModule:
    """Return the module for a document, judged by its content.

    Raises:
        UnknownDocumentError: It is of no known type; the message names the types and what was missing for each.
    """
    missing = {module.SOURCE.name_ja: module.recognise(document) for module in source_modules()}
    for module in source_modules():
        if not missing[module.SOURCE.name_ja]:
            return module
    known = "／".join(f"{name}（見つからない目印: {'、'.join(signs)}）" for name, signs in missing.items())
    raise UnknownDocumentError(
        document.place,
        "文書の種類がわからない",
        f"次のいずれか: {known}",
        "別の文書であれば文書フォルダーから外し、様式が変わった場合は docs/adding_a_source.md に従って読み取り規則を加えてください",
    )
