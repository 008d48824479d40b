"""Lists of facts that no document holds (stages of municipalities, national counts): tables with a source for every row.

`import_list` takes a list into `data/reference/`, all of it or nothing; a build adds its rows to those of the documents
(`loaders.listed_facts`).
"""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.schema import TABLES, Column, Table
from loaders.document import Row, csv_rows
from loaders.errors import InvalidListError, LoaderError, refusal, refused_if_unforeseen
from loaders.files import csv_of, write_whole
from loaders.imports.sheets import read_sheets
from loaders.list_cells import CellChecks
from loaders.lookups import REFERENCE, Lookups
from loaders.text.layout import plain_glyphs
from loaders.text.normalise import folded

Key = tuple[object, ...]
MAX_BYTES = 5_000_000  # some 50,000 rows
_MOST_COLUMNS = 200
_NO_TEXT = (b"\xd0\xcf\x11\xe0", b"%PDF", b"<htm", b"<HTM", b"<!DO", b"<!do", b"<tab", b"<?xm")  # each has its message
_NOT_LISTED = {"seq", "record_id", "line_start", "line_end", "quote", "fact_status"}
_NAMES = ("prefecture", "municipality")


@dataclass(frozen=True)
class ListKind:
    """A kind of list."""

    name: str  # Its name on the command line
    table: str  # The table that it fills; also its file in `data/reference/`
    name_ja: str  # Its name in messages
    fact: str  # The column that two rows with one key must agree on
    sources: tuple[str, ...]  # Columns of which one must name the source
    checked: tuple[str, ...] = ()  # Further columns that are held against the registry and not kept
    has_several: bool = False  # Whether several sources may state a fact, so that a row is known by its source, too

    @property
    def schema(self) -> Table:
        """Return the declaration of the table."""
        return TABLES[self.table]

    @property
    def columns(self) -> list[Column]:
        """Return the columns that a list has: those of its table without the provenance in documents."""
        return [column for column in self.schema.columns if column.name not in _NOT_LISTED]

    def fact_key(self, row: Row) -> Key:
        """Return what a row is about, whoever states it."""
        return tuple(row[name] for name in self.schema.key if name != "seq")

    def key(self, row: Row) -> Key:
        """Return what tells a row from all others of its list."""
        return *self.fact_key(row), *(row.get(name) or "" for name in self.sources if self.has_several)

    def value_ja(self, row: Row) -> str:
        """Return the fact that a row states, for messages."""
        return f"「{self.schema.column(self.fact).label_of(str(row[self.fact]))}」"

    def fact_ja(self, row: Row) -> str:
        """Return what a row is about, for messages."""
        return "・".join(str(part) for part in self.fact_key(row)) + f" の{self.schema.column(self.fact).label_ja}"


KINDS = {
    kind.name: kind
    for kind in (
        ListKind("stages", "programme_stages", "事業の段階の一覧", "stage", ("source_title", "source_url"), _NAMES, True),
        ListKind("counts", "national_counts", "全国の実施数の一覧", "municipalities", ("source",)),
        ListKind("grants", "grants", "交付額の一覧", "grant_yen", ("source_title", "source_url"), _NAMES),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ImportReport:
    """What an import did: numbers of rows, and the file that holds the list now."""

    kind: ListKind
    added: int
    changed: int
    unchanged: int
    path: Path
    remarks: Sequence[str] = ()  # What was read otherwise than written, with its row

    @property
    def sentence_ja(self) -> str:
        """Return what was done, for the terminal."""
        numbers = f"新しい行 {self.added:,}、置き換え {self.changed:,}、変更なし {self.unchanged:,}"
        done = f"{self.kind.name_ja}を {self.path.name} に取り込みました（{numbers}）。"
        return "\n".join([done, *(f"  {remark}。" for remark in self.remarks)])


def import_list(name: str, path: Path, folder: Path = REFERENCE) -> ImportReport:
    """Take a list into the reference tables: new facts are added, known ones replaced, conflicts refused.

    Args:
        name: Kind of the list, a key of `KINDS`.
        path: The list, a CSV file or an Excel file of one sheet.
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
    remarks: list[str] = []
    given = {kind.key(row): row for row in read_list(kind, path, lookups, remarks)}
    _refuse_conflicts(kind, path, given, known, target)
    kept = [(known[key], row) for key, row in given.items() if key in known]
    changed = sum(any(old.get(one.name) != new.get(one.name) for one in kind.columns) for old, new in kept)
    added = len(given.keys() - known.keys())
    rows = {**known, **given}
    write_whole(target, csv_of([column.name for column in kind.columns], (rows[key] for key in sorted(rows))))
    return ImportReport(kind, added, changed, len(given) - added - changed, target, remarks)


def _refuse_conflicts(
    kind: ListKind, path: Path, given: Mapping[Key, Row], known: Mapping[Key, Row], target: Path
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


def read_list(kind: ListKind, path: Path, lookups: Lookups, remarks: list[str] | None = None) -> list[Row]:
    """Return the rows of a list, typed, each with its `row` in the file.

    Args:
        remarks: Gets what was read otherwise than written.

    Raises:
        UnreadableFileError: The file is missing, empty or no text.
        InvalidListError: The heading or a row is wrong, or a fact stands twice.
    """
    with refused_if_unforeseen(path.name):
        header, lines = _cells(kind, path)
        _refuse_columns(kind, path, [name for name in header if name])
        checks = CellChecks(lookups, kind.columns, kind.sources)
        problems: list[str] = []
        rows: list[Row] = []
        for number, cells in lines:
            if wrong := _too_many(header, cells):
                problems.append(f"{number}行目: {wrong}")
                continue
            row = checks.read({name: cell for name, cell in zip(header, cells, strict=False) if name})
            problems += [f"{number}行目 {sentence}" for sentence in row.problems]
            if remarks is not None:
                remarks += [f"{number}行目 {sentence}" for sentence in row.remarks]
            rows.append({**row.values, "row": number})
        problems = problems or _repeated(kind, rows)
        if problems:
            raise InvalidListError(path.name, problems)
        return rows


def _too_many(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return what is wrong with a row that has values where no heading stands; "" where it has none."""
    if len(cells) > len(header):
        return f"欄が{len(cells)}個ある（見出しは{len(header)}個）。値の中のコンマは引用符で囲んでください"
    without = next((n for n, (name, cell) in enumerate(zip(header, cells, strict=False), 1) if cell and not name), 0)
    return f"{without}列目に見出しがないのに値がある。見出しを書くか、値を消してください" if without else ""


def _cells(kind: ListKind, path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the heading of a list, and (row of the file, cells) of its rows that are not blank, without empty ends."""
    if not path.is_file():
        raise refusal("unreadable.list/missing", path.name)
    if path.stat().st_size > MAX_BYTES:
        raise refusal("unreadable.list/too_large", path.name, size=path.stat().st_size / 1e6, most=MAX_BYTES / 1e6)
    is_text = path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:4] not in _NO_TEXT and not zipfile.is_zipfile(path)
    table = _csv(path) if is_text else _workbook(path, kind)
    rows = [(number, _without_empty_end(cells)) for number, cells in enumerate(table, 1)]
    rows = [(number, cells) for number, cells in rows if cells]
    if len(rows) < 2:
        raise refusal("unreadable.list/no_rows", path.name)
    if (columns := max(len(cells) for _, cells in rows)) > _MOST_COLUMNS:
        raise refusal("unreadable.list/too_wide", path.name, columns=columns, most=_MOST_COLUMNS)
    return _heading(rows[0][1]), rows[1:]


def _heading(cells: Sequence[str]) -> list[str]:
    return [folded(name).lower() for name in cells]


def _workbook(path: Path, kind: ListKind) -> list[list[str]]:
    """Return the cells of the sheet whose first row has a heading of the list; of the first one where none has."""
    names = {column.name for column in kind.columns}
    try:
        tables = [[[_as_text(cell) for cell in row] for row in sheet.rows] for sheet in read_sheets(path, path.name)]
        return next((rows for rows in tables if names & {*_heading(next(filter(None, rows), []))}), tables[0])
    except LoaderError as error:
        raise refusal("unreadable.list/workbook", path.name, found=error.found) from error


def _csv(path: Path) -> list[list[str]]:
    reader = csv_rows(path)
    try:
        return [[plain_glyphs(cell).strip() for cell in cells] for cells in reader]
    except csv.Error as error:
        raise refusal("unreadable.list/csv", f"{path.name} {reader.line_num}行目") from error


def _without_empty_end(cells: list[str]) -> list[str]:
    return cells[: next((n for n in range(len(cells), 0, -1) if cells[n - 1]), 0)]


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return str(cell).removesuffix(".0")
    return "" if cell is None else plain_glyphs(str(cell)).strip()


def _refuse_columns(kind: ListKind, path: Path, header: Sequence[str]) -> None:
    usable = [*(column.name for column in kind.columns), *kind.checked]
    missing = [column.name for column in kind.columns if column.required and column.name not in header]
    unknown = [name for name in header if name not in usable]
    twice = sorted({name for name in header if header.count(name) > 1})
    problems = [
        f"1行目: 見出し「{'、'.join(found)}」{what}。使える見出しは {'、'.join(usable)} です"
        for what, found in (("がない", missing), ("は使えない", unknown), ("が二つある", twice))
        if found
    ]
    if problems:
        raise InvalidListError(path.name, problems)


def _repeated(kind: ListKind, rows: Iterable[Row]) -> list[str]:
    first: dict[Key, Row] = {}
    problems = []
    for row in rows:
        before = first.setdefault(kind.key(row), row)
        if before is row:
            continue
        if before[kind.fact] == row[kind.fact]:
            what = "が重複している。どちらかの行を削除してください"
        else:
            what = f"が食い違う（{kind.value_ja(before)} と {kind.value_ja(row)}）。正しい方の行だけを残してください"
        problems.append(f"{before['row']}行目と{row['row']}行目: {kind.fact_ja(row)}{what}")
    return problems
