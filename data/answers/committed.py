"""The committed tables as they stand, with their documents and the lines behind a fact."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd

from data import dataset
from data.answers.facts import facts, kept
from data.errors import UnknownRecordError
from data.map_shapes import boundaries_in_force
from data.schema import TABLES
from data.words import fiscal_year_ja

MASK = "（個人の経歴のため表示しません）"


def document_lines(folder: Path, file_name: str, sha256: str) -> list[str] | None:
    """Return the lines of a document, or None where the folder holds no file with exactly this content.

    The file is looked for under its name first, then by its content under any name: line numbers hold for the very
    text that was parsed and for no other.
    """
    if not folder.is_dir():
        return None
    others = sorted(path for path in folder.glob("*.txt") if path.name != file_name)
    for path in (folder / file_name, *others):
        if path.is_file():
            stat = path.stat()
            lines = _lines_of(path, stat.st_mtime_ns, stat.st_size, sha256)
            if lines is not None:
                return list(lines)
    return None


@lru_cache(maxsize=32)
def _lines_of(path: Path, _modified: int, _size: int, sha256: str) -> tuple[str, ...] | None:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    return tuple(content.decode("utf-8-sig", errors="replace").split("\n"))


def masked_excerpt(lines: list[str], line_start: int, line_end: int, masked: pd.DataFrame) -> list[tuple[int, str]]:
    """Return numbered lines of a range (1-based, inclusive); a masked line carries a notice instead of its text.

    Args:
        masked: line_start and line_end of the passages of this document that must not be shown.
    """
    first, last = max(line_start, 1), min(line_end, len(lines))
    hidden = {
        number
        for passage in masked.itertuples()
        for number in range(int(str(passage.line_start)), int(str(passage.line_end)) + 1)
    }
    return [(number, MASK if number in hidden else lines[number - 1].rstrip("\r")) for number in range(first, last + 1)]


boundaries = boundaries_in_force
table = dataset.read_table
dataset_facts = dataset.dataset_facts
dataset_version = dataset.dataset_version
state_version = dataset.state_version


def tables() -> dict[str, str]:
    """Return the names of all tables that hold rows, with their Japanese labels, in the order of the schema."""
    return {name: table.label_ja for name, table in TABLES.items() if len(dataset.read_table(name))}


@kept
def as_of() -> str:
    """Return the fiscal years of the documents in words, for the as-of line of every figure."""
    years = sorted({int(year) for year in dataset.read_table("documents")["fiscal_year"].dropna()})
    if not years:
        return "文書の年度は不明"
    span = [years[0]] if len(years) == 1 else [years[0], years[-1]]
    return "～".join(fiscal_year_ja(year) for year in span) + "の文書による"


# Facts as the tables hold them, with the place that each is about; all take area_code and prefecture_code.
records = partial(facts, "records")
implementations = partial(facts, "implementations")
service_areas = partial(facts, "service_areas")
staffing = partial(facts, "staffing")
meetings = partial(facts, "meetings")
plan_names = partial(facts, "plan_names")
target_statements = partial(facts, "target_statements")
achievements = partial(facts, "achievements")


def parser_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return how many lines of each record the parser read, with the share left unclaimed (%)."""
    rows = facts("parser_coverage", area_code, prefecture_code)
    countable = (rows["lines_total"] - rows["lines_picture"]).astype(float)
    return rows.assign(unclaimed_pct=100 * rows["lines_unclaimed"].astype(float) / countable)


documents = partial(dataset.read_table, "documents")
programmes = partial(dataset.read_table, "programmes")


def indicators() -> pd.DataFrame:
    """Return the definitions of the indicators in their order."""
    return dataset.read_table("indicators").sort_values("sort", ignore_index=True)


def functions() -> pd.DataFrame:
    """Return the functions of the plan's form in their order."""
    return dataset.read_table("functions").sort_values("sort", ignore_index=True)


def excerpt(doc_id: str, line_start: int, line_end: int) -> list[tuple[int, str]] | None:
    """Return the numbered lines of a document, private passages masked.

    Returns:
        Line number (from 1) and text, or None where no documents folder is configured or it does not hold this very
        document.

    Raises:
        UnknownRecordError: The dataset holds no such document.
    """
    rows = dataset.read_table("documents").set_index("doc_id")
    if doc_id not in rows.index:
        raise UnknownRecordError("文書", doc_id)
    folder = os.environ.get("MONITOR_SOURCES")
    if not folder:
        return None
    lines = document_lines(Path(folder), str(rows.at[doc_id, "file_name"]), str(rows.at[doc_id, "sha256"]))
    if lines is None:
        return None
    masked = dataset.read_table("masked_passages")
    return masked_excerpt(lines, int(line_start), int(line_end), masked[masked["doc_id"] == doc_id])
