"""From a folder of documents to the normalized dataset: read → parse → correct → check → publish."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.dataset import publish
from loaders.corrections import apply_corrections, read_corrections
from loaders.document import Document, ParsedDocument, read_document
from loaders.errors import UnreadableFileError
from loaders.lists import add_listed_facts
from loaders.lookups import REFERENCE_TABLES, Lookups
from loaders.quality import run_checks
from loaders.registry import source_of

Progress = Callable[[Sequence[Path]], Iterable[Path]]


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    version: str  # Version of the dataset
    rows: dict[str, int]  # Rows by table
    severities: dict[str, int]  # Issues by severity
    coverage: list[dict[str, Any]]  # Rows of `parser_coverage`
    unclaimed: list[tuple[str, int, str]]  # (record_id, line, text) of lines that no rule took


def document_paths(sources: Path) -> list[Path]:
    """Return the text files of a folder, sorted by name.

    Raises:
        UnreadableFileError: The folder is missing or holds no text file.
    """
    paths = sorted(sources.glob("*.txt")) if sources.is_dir() else []
    if not paths:
        raise UnreadableFileError(
            str(sources.name),
            "文書フォルダーに .txt がない",
            "文書のテキストが入ったフォルダー",
            "--sources に正しいフォルダーを指定してください",
        )
    return paths


def parse_documents(paths: Sequence[Path], progress: Progress = iter) -> ParsedDocument:
    """Return the rows of all documents, corrected and checked, with the reference tables.

    Raises:
        LoaderError: A document cannot be read, recognised or understood.
    """
    lookups = Lookups()
    whole = ParsedDocument()
    for name in REFERENCE_TABLES:
        whole.tables[name].extend(_without_blanks(lookups.table(name)))
    for path in progress(paths):
        document = read_document(path)
        module = source_of(document)
        parsed = module.parse(document, lookups)
        parsed.add("documents", {**_document_row(document, module.SOURCE), **parsed.about})
        apply_corrections(parsed, read_corrections(module.SOURCE.source_id), module.SOURCE.source_id)
        _name_indicators(parsed, lookups)
        whole.merge(parsed)
    add_listed_facts(whole, lookups)
    run_checks(whole)
    return whole


def _without_blanks(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    flags = {"true": True, "false": False}
    return [{k: flags.get(v, v) for k, v in row.items() if v != ""} for row in rows]


def _name_indicators(parsed: ParsedDocument, lookups: Lookups) -> None:
    """Set the indicator of targets and results by their (corrected) labels and units."""
    for row in (*parsed.tables["targets"], *parsed.tables["achievements"]):
        if row.get("label_ja") and not row.get("indicator_code"):
            row["indicator_code"] = lookups.indicator_of(row["label_ja"], str(row.get("unit") or "")) or None


def _document_row(document: Document, source: Any) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "file_name": document.path.name,
        "sha256": document.sha256,
        "line_count": len(document.lines),
        "title_ja": source.title_ja,
        "doc_type": source.source_id,
        "publisher_ja": source.publisher_ja,
        "fiscal_year": source.fiscal_year,
        "status": source.status,
        "truncated": False,
    }


def build(sources: Path, out: Path, progress: Progress = iter) -> BuildReport:
    """Build the dataset from a folder of documents and swap it in.

    Raises:
        LoaderError: A document cannot be taken in.
        DatasetError: The rows break the schema.
    """
    parsed = parse_documents(document_paths(sources), progress)
    version = publish(parsed.tables, out)
    return BuildReport(
        version,
        {name: len(rows) for name, rows in parsed.tables.items()},
        dict(Counter(row["severity"] for row in parsed.tables["issues"])),
        parsed.tables["parser_coverage"],
        parsed.unclaimed,
    )


def check(sources: Path, committed: Path, progress: Progress = iter) -> list[str]:
    """Return the differences between a rebuild and the committed tables, as readable lines; none if equal."""
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "normalized"
        build(sources, fresh, progress)
        return _differences(committed, fresh)


def _differences(committed: Path, fresh: Path) -> list[str]:
    lines: list[str] = []
    names = sorted({p.name for p in committed.glob("*")} | {p.name for p in fresh.glob("*")})
    for name in names:
        old, new = committed / name, fresh / name
        if not old.is_file() or not new.is_file():
            lines.append(f"{name}: {'再構築すると消える' if old.is_file() else '再構築すると増える'}")
        elif old.read_bytes() != new.read_bytes():
            before, after = (p.read_bytes().decode(errors="replace").split("\n") for p in (old, new))
            diff = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
            changes = [line for line in diff if not line.startswith("@@")]
            lines.append(f"{name}: {len(changes)}行が異なる（-登録済み、+再構築）")
            lines += [f"    {change[:200]}" for change in changes[:6]]
    return lines


def summary_lines(report: BuildReport) -> list[str]:
    """Return the summary of a build for the terminal: rows, issues, how far each record was read, what was left."""
    lines = [
        f"データセット {report.version}",
        "行数: " + "、".join(f"{n} {c:,}" for n, c in sorted(report.rows.items())),
    ]
    order = ("error", "warning", "info")
    lines.append("課題: " + "、".join(f"{s} {report.severities.get(s, 0)}" for s in order))
    totals = Counter[str]()
    for row in report.coverage:
        totals.update({k: v for k, v in row.items() if k.startswith("lines_")})
        content = row["lines_total"] - row["lines_ignored"] - row["lines_picture"]
        share = row["lines_unclaimed"] / content if content else 0
        if share > 0.05:
            lines.append(f"  {row['record_id']}: 残った行 {row['lines_unclaimed']} ({share:.1%}) — 5%を超える")
    lines.append(
        f"行: 全 {totals['lines_total']:,}、読み取り {totals['lines_read']:,}、見出し {totals['lines_heading']:,}、"
        f"対象外 {totals['lines_ignored']:,}、図 {totals['lines_picture']:,}、残り {totals['lines_unclaimed']:,}"
    )
    lines += [f"  残った行 {record_id} L{line}: {text.strip()[:60]}" for record_id, line, text in report.unclaimed]
    return lines
