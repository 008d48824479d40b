"""From a folder of documents to the normalized dataset: read → parse → correct → check → publish."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.dataset import publish
from data.schema import FRAMEWORKS, TABLES, Column
from loaders import engine
from loaders.document import Document, ParsedDocument, Row, document_id, read_document
from loaders.errors import LoaderError, NoDocumentReadError, refusal, refused_if_unforeseen
from loaders.listed_facts import add_listed_facts, number_sources
from loaders.lookups import REFERENCE_TABLES, Lookups
from loaders.quality import apply_corrections, read_corrections, run_checks
from loaders.sources import source_of

Progress = Callable[[Sequence[Path]], Iterable[Path]]
_TOO_LARGE = 1e12


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    version: str  # Version of the dataset
    rows: dict[str, int]  # Rows by table
    severities: dict[str, int]  # Issues by severity
    coverage: list[dict[str, Any]]  # Rows of `parser_coverage`
    unclaimed: list[tuple[str, int, str]]  # (record_id, line, text) of lines that no rule took
    left_out: list[tuple[str, str]] = field(default_factory=list)  # (reason, remedy) of documents not taken in


def document_paths(sources: Path) -> list[Path]:
    """Return the text files in a folder and below (.txt, .TXT) by name; UnreadableFileError where there are none."""
    paths = sorted(path for path in sources.rglob("*") if path.suffix.lower() == ".txt" and path.is_file())
    if not paths:
        raise refusal("unreadable.folder", sources.name)
    return paths


def parse_documents(paths: Sequence[Path], progress: Progress = iter, *, strict: bool = True) -> ParsedDocument:
    """Return the rows of all documents, corrected and checked, with the reference tables.

    Args:
        strict: Whether to stop at the first document that cannot be taken in; else it is left out, and its row of
            `documents` says why.

    Raises:
        LoaderError: A document cannot be read, recognised or understood (`strict`), or none can.
    """
    lookups = Lookups()
    read: dict[str, Path] = {}
    parsed: list[ParsedDocument] = []
    refused: list[tuple[Path, LoaderError]] = []
    for path, outcome in zip(progress(paths), _outcomes(paths, lookups), strict=True):
        if isinstance(outcome, ParsedDocument):
            number = str(outcome.tables["documents"][-1]["doc_id"])
            if number not in read:
                read[number] = path
                parsed.append(outcome)
                continue
            outcome = refusal(
                "unreadable.same_number", f"文書{number}（{path.name}）", doc_id=number, other=read[number].name
            )
        if strict:
            raise outcome
        refused.append((path, outcome))
    if not parsed:
        errors = [error for _, error in refused]
        raise errors[0] if len(errors) == 1 else NoDocumentReadError(paths[0].parent.name, errors)
    whole = ParsedDocument()
    flags = {"true": True, "false": False}
    for name in REFERENCE_TABLES:
        rows = lookups.table(name)
        whole.tables[name].extend({k: flags.get(v, v) for k, v in row.items() if v != ""} for row in rows)
    _add_frameworks(whole)
    for document in parsed:
        whole.merge(document)
    for path, reason in refused:
        whole.add("documents", _left_out_row(path, reason, read))
    add_listed_facts(whole, lookups)
    run_checks(whole)
    return whole


def _add_frameworks(whole: ParsedDocument) -> None:
    for sort, (code, framework) in enumerate(FRAMEWORKS.items(), 1):
        own = {name: getattr(framework, name) for name in ("name_ja", "first_fy", "last_fy", "law_ja")}
        whole.add("frameworks", {"framework_code": code, **own, "sort": sort})
        for pillar, one in framework.pillars.items():
            place = {"framework_code": code, "pillar": pillar, "law_ja": framework.law_ja}
            words = {"name_ja": one.name_ja, "article_ja": one.article_ja, "sort": one.sort}
            whole.add("framework_pillars", {**place, **words})


def _outcomes(paths: Sequence[Path], lookups: Lookups) -> Iterator[ParsedDocument | LoaderError]:
    if engine.is_cluster():
        copies = ((path.name, path.read_bytes()) for path in paths)
        return (outcome for _, outcome in engine.on_cluster(_outcome_of_copy, copies, lookups))
    return engine.in_processes(partial(_outcome, lookups=lookups), paths)


def _outcome_of_copy(sent: tuple[str, bytes], lookups: Lookups) -> ParsedDocument | LoaderError:
    """Return the same on another machine, which has no such file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / sent[0]
        path.write_bytes(sent[1])
        return _outcome(path, lookups)


def _outcome(path: Path, lookups: Lookups) -> ParsedDocument | LoaderError:
    """Return the rows of one document, or why it cannot be taken in."""
    try:
        with refused_if_unforeseen(path.name, "unreadable.document/unforeseen"):
            return _parse(path, lookups)
    except LoaderError as error:
        return error


def _parse(path: Path, lookups: Lookups) -> ParsedDocument:
    """Return the rows of one document, if they keep to the schema."""
    document = read_document(path)
    module = source_of(document)
    parsed = module.parse(document, lookups)
    number_sources(parsed.tables["programme_stages"])
    source = module.SOURCE
    about = {"title_ja": source.title_ja, "doc_type": source.source_id, "status": source.status, "truncated": False}
    own = {"doc_id": document.doc_id, "file_name": document.path.name, "sha256": document.sha256}
    parsed.add("documents", {**own, "line_count": len(document.lines), "state": "read", **about, **parsed.about})
    for name in source.expected_rows:
        if not parsed.tables[name]:
            parsed.notes["part_missing"].append({"row_key": document.doc_id, "part": TABLES[name].label_ja})
    apply_corrections(parsed, read_corrections(source.source_id))
    _name_indicators(parsed, lookups)
    _refuse_impossible(parsed, document)
    parsed.note_lines(document)
    return parsed


def _refuse_impossible(parsed: ParsedDocument, document: Document) -> None:
    """Refuse a document from which a value was read that no column may hold, in words of the document.

    Raises:
        BrokenDocumentError: A value is none of the column's, or two things have the same number.
    """
    for name, row, column in _impossible(parsed):
        written = row.get(column.name) if column else None
        shown = "読み取れない" if written in (None, "") else f"「{written}」と読める".replace("inf", "何百桁もの数")
        value = f"「{column.label_ja}」が{shown}" if column else "同じ番号の項目が二つある"
        line = row.get("line_start")
        place = f"{document.place} {line}行目から" if line else document.place
        label = TABLES[name].label_ja
        raise refusal("broken.value", place, table=label, value=value)


def _impossible(parsed: ParsedDocument) -> Iterator[tuple[str, Row, Column | None]]:
    """Yield table, row and column of each value that its column cannot hold; no column for a key that stands twice."""
    for name, rows in parsed.tables.items():
        keys: set[tuple[Any, ...]] = set()
        for row in rows:
            key = tuple(row.get(part) for part in TABLES[name].key)
            if key in keys:
                yield name, row, None
            keys.add(key)
            yield from ((name, row, column) for column in TABLES[name].columns if not _may_hold(column, row))


def _may_hold(column: Column, row: Row) -> bool:
    value = row.get(column.name)
    if value is None or value == "":
        return not column.required
    if column.allowed and value not in column.allowed:
        return False
    low, high = column.minimum, column.maximum
    return not (isinstance(value, int | float) and ((low and value < low) or value > (high or _TOO_LARGE)))


def _name_indicators(parsed: ParsedDocument, lookups: Lookups) -> None:
    """Set the indicator of targets and results by their (corrected) labels and units."""
    for row in (*parsed.tables["targets"], *parsed.tables["achievements"]):
        if row.get("label_ja") and not row.get("indicator_code"):
            unit = str(row.get("unit") or "")
            relative = unit == "倍" or (unit in {"%", "割"} and row.get("target_type") == "increase")
            # 「参加者の10%増」 counts participants, whatever they are counted in
            row["indicator_code"] = lookups.indicator_of(row["label_ja"], None if relative else unit) or None


def _left_out_row(path: Path, error: LoaderError, read: dict[str, Path]) -> dict[str, Any]:
    """Return the row of `documents` for a document that was left out; a number that is taken gives way to its hash."""
    doc_id, sha = document_id(path)
    return {"doc_id": sha[:8] if doc_id in read else doc_id, "file_name": path.name, "sha256": sha,
            "title_ja": path.stem, "status": "unknown", "truncated": False, "state": "left_out",
            "reason_ja": f"{error.place}: {error.reason_ja}", "remedy_ja": error.remedy}  # fmt: skip


def build(sources: Path, out: Path, progress: Progress = iter, *, strict: bool = False) -> BuildReport:
    """Build the dataset from a folder of documents and swap it in.

    Raises:
        LoaderError: A document cannot be taken in (`strict`), or none can.
        DatasetError: The rows break the schema.
    """
    parsed = parse_documents(document_paths(sources), progress, strict=strict)
    version = publish(parsed.tables, out)
    left_out = [row for row in parsed.tables["documents"] if row["state"] == "left_out"]
    return BuildReport(
        version,
        {name: len(rows) for name, rows in parsed.tables.items()},
        dict(Counter(row["severity"] for row in parsed.tables["issues"])),
        parsed.tables["parser_coverage"],
        parsed.unclaimed,
        [(row["reason_ja"], row["remedy_ja"]) for row in left_out],
    )


def check(sources: Path, committed: Path, progress: Progress = iter) -> list[str]:
    """Return the differences between a rebuild and the committed tables, as readable lines; none if equal."""
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "normalized"
        build(sources, fresh, progress, strict=True)
        return _differences(committed, fresh)


def _differences(committed: Path, fresh: Path) -> list[str]:
    lines: list[str] = []
    for name in sorted({path.name for folder in (committed, fresh) for path in folder.glob("*")}):
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
        "課題: " + "、".join(f"{s} {report.severities.get(s, 0)}" for s in ("error", "warning", "info")),
    ]
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
    if report.left_out:
        lines.append(f"読めずに外した文書: {len(report.left_out):,}件（ほかの文書は読み込みました）")
        lines += [f"  {reason}\n    対処: {remedy}" for reason, remedy in report.left_out]
    return lines
