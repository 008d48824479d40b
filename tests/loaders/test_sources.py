"""Every document type against typed imitations of the shapes in which its documents come.

A fixture is NAME.txt with invented words, and NAME.expected.csv with what must be read from it, in long form:
table, key (its parts joined by |), column, value ("" = empty). The key * with the column "rows" counts a table's rows; the
column * with the value "absent" says that no such row exists. The names resolve in tests/fixtures/reference.
"""

import csv
import importlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from loaders.document import read_document
from loaders.lookups import Lookups
from loaders.quality import row_key

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DOCUMENTS = sorted((FIXTURES / "sources").glob("*/*.txt"))


@cache
def parsed(path: Path):
    """Return what the parser makes of a fixture; its name stands for the document's number."""
    module = importlib.import_module(f"loaders.sources.{path.parent.name}")
    return module.parse(replace(read_document(path), doc_id=path.stem), Lookups(FIXTURES / "reference"))


def expectations(path: Path):
    """Return the rows of NAME.expected.csv."""
    with path.with_suffix(".expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(value) -> str:
    """Return a value as the published CSV shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).removesuffix(".0")


def found(rows, expected) -> str:
    """Return what the parsed rows say where an expectation points."""
    if expected["key"] == "*":
        return str(len(rows))
    by_key = {row_key(expected["table"], row): row for row in rows}
    if expected["column"] == "*" or expected["key"] not in by_key:
        return "present" if expected["key"] in by_key else "absent"
    return written(by_key[expected["key"]].get(expected["column"]))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_fixture_is_read_as_expected(path):
    tables = parsed(path).tables
    wanted = [tuple(row.values()) for row in expectations(path)]
    read = [
        (*cells[:3], found(tables[row["table"]], row)) for row, cells in zip(expectations(path), wanted, strict=True)
    ]
    assert read == wanted


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_line_of_a_fixture_is_left_over(path):
    assert parsed(path).unclaimed == []
