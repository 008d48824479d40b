"""Lists of facts that no document holds: stages of municipalities, national counts.

`import_list` takes a list into `data/reference/`, all of it or nothing; a build adds its rows to those of the documents.
Where both state the same fact, the row of the document stays, since it has lines to show.
"""

from __future__ import annotations

import csv
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from loaders.document import ParsedDocument, Row
from loaders.errors import InvalidListError, LoaderError
from loaders.list_files import KINDS, ListKind, read_list
from loaders.lookups import REFERENCE, Lookups

__all__ = ["KINDS", "ImportReport", "add_listed_facts", "import_list"]

# What a list infers from a title, a budget or the order of labels in a figure is not stated.
_INFERRED = {"plan_title", "budget", "figure_label_order_inferred"}


@dataclass(frozen=True)
class ImportReport:
    """What an import did: numbers of rows, and the file that holds the list now."""

    kind: ListKind
    added: int
    changed: int
    unchanged: int
    path: Path

    @property
    def sentence_ja(self) -> str:
        """Return what was done, for the terminal."""
        numbers = f"新しい行 {self.added:,}、置き換え {self.changed:,}、変更なし {self.unchanged:,}"
        return f"{self.kind.name_ja}を {self.path.name} に取り込みました（{numbers}）。"


def import_list(name: str, path: Path, folder: Path = REFERENCE) -> ImportReport:
    """Take a list into the reference tables: new facts are added, known ones replaced, conflicts refused.

    Args:
        name: Kind of the list, a key of `KINDS`.
        path: The CSV file, in UTF-8 or Shift_JIS.
        folder: Folder of the reference tables; nothing in it changes if anything fails.

    Raises:
        LoaderError: The kind is unknown, or the file cannot be read.
        InvalidListError: A row is wrong, stands twice, or contradicts the list at hand.
    """
    if name not in KINDS:
        raise LoaderError("取り込み", f"一覧の種類「{name}」はない", "、".join(KINDS), "種類を選び直してください")
    kind, lookups = KINDS[name], Lookups()
    target = folder / f"{kind.table}.csv"
    known = {kind.key(row): row for row in read_list(kind, target, lookups)} if target.is_file() else {}
    given = {kind.key(row): row for row in read_list(kind, path, lookups)}
    _refuse_conflicts(kind, path, given, known, target)
    changed = sum(key in known and not _same(kind, known[key], row) for key, row in given.items())
    added = len(given.keys() - known.keys())
    _write(kind, target, {**known, **given})
    return ImportReport(kind, added, changed, len(given) - added - changed, target)


def add_listed_facts(parsed: ParsedDocument, lookups: Lookups) -> None:
    """Add the facts of the imported lists that no document states; note those that contradict a document.

    Raises:
        InvalidListError: A list in the reference folder is damaged.
    """
    for kind in KINDS.values():
        path = lookups.folder / f"{kind.table}.csv"
        rows = read_list(kind, path, lookups) if path.is_file() else []
        stated = {kind.key(row): row for row in parsed.tables[kind.table]}
        for row in rows:
            of_document = stated.get(kind.key(row))
            if of_document is None:
                status = "inferred" if row["evidence"] in _INFERRED else "stated"
                kept = {name: value for name, value in row.items() if name != "row"}
                parsed.add(kind.table, {**kept, "fact_status": status})
            elif of_document[kind.fact] != row[kind.fact]:
                note = {"table": kind.table, "row": of_document, "column": kind.fact, "listed": row[kind.fact]}
                parsed.notes["list_conflict"].append(note)


def _refuse_conflicts(
    kind: ListKind, path: Path, given: dict[tuple[object, ...], Row], known: dict[tuple[object, ...], Row], target: Path
) -> None:
    problems = [
        f"{row['row']}行目: {kind.fact_ja(row)}が登録済みの一覧と食い違う"
        f"（登録済み {kind.value_ja(known[key])}、今回 {kind.value_ja(row)}）。"
        f"今回が正しければ {target.name} の{known[key]['row']}行目を削除してから取り込んでください"
        for key, row in given.items()
        if key in known and known[key][kind.fact] != row[kind.fact]
    ]
    if problems:
        raise InvalidListError(path.name, problems)


def _same(kind: ListKind, one: Row, other: Row) -> bool:
    return all(one.get(column.name) == other.get(column.name) for column in kind.columns)


def _write(kind: ListKind, target: Path, rows: dict[tuple[object, ...], Row]) -> None:
    """Write the list aside, sorted by its key, and swap it in."""
    names = [column.name for column in kind.columns]
    handle, aside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[key] for key in sorted(rows))
        Path(aside).chmod(0o644)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
