"""The known document types, found here, and which of them a document is.

Each is a module (or package) with SOURCE, recognise(document) and parse(document, lookups).
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from data.folders import yaml_beside
from loaders.document import Document, ParsedDocument
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.text.normalise import folded


@dataclass(frozen=True)
class Source:
    """What is known of a document type."""

    source_id: str  # Name of its module; also `documents.doc_type`
    name_ja: str  # Its name in messages and on the pages
    record_type: str  # The kind of record that it holds; also `records.record_type`
    record_ja: str  # The name of such a record
    title_ja: str  # Title of the document, in our words
    signs: tuple[str, ...]  # What its text must hold, for the message about an unknown document
    status: str = "unknown"  # final, draft or unknown
    # Rows that the committed document gives, by table: tests hold the dataset against them, and a document of the kind
    # that gives none of a table is told to lack that part
    expected_rows: Mapping[str, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()  # Words that stand in such documents; they tell which type is nearest

    def missing(self, *found: object) -> list[str]:
        """Return the signs of which nothing was found, given what was found of each."""
        return [sign for sign, what in zip(self.signs, found, strict=True) if not what]


def declared_source(module: str) -> Source:
    """Return the type whose module (its `__file__`) has its words in the YAML beside it, under `source`."""
    path, declared = Path(module), yaml_beside(module)["source"]
    own: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in declared.items()}
    return Source(path.parent.name if path.stem == "__init__" else path.stem, **own)


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
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def source_of(document: Document) -> SourceModule:
    """Return the module for a document, judged by its content.

    Raises:
        UnknownDocumentError: It is of no known type; the message names the nearest type and what is missing of it.
    """
    missing = {module.SOURCE.source_id: module.recognise(document) for module in source_modules()}
    for module in source_modules():
        if not missing[module.SOURCE.source_id]:
            return module
    text = folded("\n".join(document.lines))
    nearest = max(
        (module.SOURCE for module in source_modules()), key=lambda s: _likeness(s, missing[s.source_id], text)
    )
    if _likeness(nearest, missing[nearest.source_id], text) == (0, 0):
        known = "、".join(module.SOURCE.name_ja for module in source_modules())
        raise refusal("unknown.type", document.place, known=known)
    about = {"nearest": nearest.name_ja, "missing": "、".join(missing[nearest.source_id])}
    raise refusal("unknown.sign", document.place, **about)


def _likeness(source: Source, missing: Sequence[str], text: str) -> tuple[float, int]:
    """Return how near a document is to a type: the share of its signs, then how often its words stand there."""
    return 1 - len(missing) / len(source.signs), sum(text.count(word) for word in source.words)
