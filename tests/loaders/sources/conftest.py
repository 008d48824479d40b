"""The real documents with their answer keys, for tests that hold what we read against them fact by fact."""

import json
from types import SimpleNamespace

import pytest

from loaders.pipeline import document_paths, parse_documents


@pytest.fixture(scope="session")
def read_with_key(shared_dir):
    """Return a function: document number → its key, the tables read from it alone, and its lines."""

    def read(doc_id):
        key = json.loads((shared_dir / "gold" / f"seed{doc_id}.json").read_text(encoding="utf-8"))
        path = next(p for p in document_paths(shared_dir / "sources") if p.name == key["document"]["file"])
        parsed = parse_documents([path])
        lines = path.read_text(encoding="utf-8").split("\n")
        return SimpleNamespace(key=key, tables=parsed.tables, unclaimed=parsed.unclaimed, lines=lines)

    return read


@pytest.fixture(scope="session")
def read_alone(sources_dir):
    """Return a function: document number → the tables read from it alone, and its lines."""

    def read(doc_id):
        path = next(p for p in document_paths(sources_dir) if p.name.startswith(f"{doc_id}_"))
        parsed = parse_documents([path])
        lines = path.read_text(encoding="utf-8").split("\n")
        return SimpleNamespace(tables=parsed.tables, unclaimed=parsed.unclaimed, lines=lines)

    return read
