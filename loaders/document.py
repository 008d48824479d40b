"""Documents as read from disk, what a parser makes of one, and what became of its lines."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.errors import refusal
from loaders.text.area_names import ResolvedArea
from loaders.text.layout import undo_layout
from loaders.text.normalise import passage_sha

Row = dict[str, Any]
# No text holds these. ESC (1B) is left out: ISO-2022-JP is text, though in no encoding that is read here.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_BYTES, _LONGEST_LINE = 20_000_000, 20_000  # the largest document has 0.7 MB, its longest line 3,000 signs
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_HALF_WIDTH_KATAKANA = re.compile("[｡-ﾟ]")


@dataclass(frozen=True)
class Document:
    """A text document."""

    doc_id: str  # The three digits in front of its file name, else the start of its hash
    path: Path  # Where it was read
    sha256: str  # Hash of the file's bytes
    # Its lines without line ends, as they are read; line n of the file is lines[n - 1], empty if it was no text
    lines: tuple[str, ...]
    # (line, what its layout did to the text), for the list of issues
    remarks: tuple[tuple[int, str], ...] = ()

    @property
    def place(self) -> str:
        """Return the name used in messages."""
        return f"文書{self.doc_id}（{self.path.name}）"

    @property
    def whole(self) -> range:
        """The lines from the first to the last that is not blank."""
        filled = [number for number, line in enumerate(self.lines, start=1) if line.strip()]
        return range(filled[0], filled[-1] + 1)


def read_document(path: Path) -> Document:
    """Return the text of a file in UTF-8 (with or without BOM), Shift_JIS, EUC-JP or UTF-16.

    Raises:
        UnreadableFileError: The file is empty, binary, too large, or in none of these encodings.
    """
    if (size := path.stat().st_size) > _MOST_BYTES:
        limits = {"size": f"{size / 1e6:,.0f}", "most": f"{_MOST_BYTES / 1e6:,.0f}"}
        raise refusal("unreadable.document/too_large", path.name, **limits)
    lines = read_text(path).split("\n")
    longest = max(range(len(lines)), key=lambda at: len(lines[at]))
    if (length := len(lines[longest])) > _LONGEST_LINE:
        place = f"{path.name} {longest + 1}行目"
        raise refusal("unreadable.document/line", place, length=f"{length:,}", most=f"{_LONGEST_LINE:,}")
    layout = undo_layout(lines)
    doc_id, sha = document_id(path)
    if doc_id == sha[:8]:
        layout.remarks.append((1, f"ファイル名が3桁の番号で始まらないため、内容から作った番号 {doc_id} を付けた"))
    return Document(doc_id, path, sha, tuple(layout.lines), tuple(layout.remarks))


def read_text(path: Path) -> str:
    """Return the text of such a file as written, whatever ends its lines ended by LF, without `_x000D_` that programs write for CR.

    Raises:
        UnreadableFileError: The file is empty, binary, or in none of these encodings.
    """
    text = decoded_text(path.read_bytes(), path.name)
    if not text.strip():
        raise refusal("unreadable.text/empty", path.name)
    return _LINE_END.sub("\n", text.replace("_x000D_", ""))


def csv_rows(path: Path) -> Any:
    """Return a `csv.reader` over a text whose cells are parted by commas, tabs (「Unicode テキスト」 of Excel) or semicolons.

    Raises:
        UnreadableFileError: As `read_text`.
    """
    return rows_in(read_text(path))


def rows_in(text: str) -> Any:
    """Return a `csv.reader` over the text of a CSV, whichever sign parts its cells."""
    separator = max(",\t;", key=text[:4_000].count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def document_id(path: Path) -> tuple[str, str]:
    """Return the number of a document and the hash of its file."""
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    m = re.match(r"\d{3}(?!\d)", path.name, re.ASCII)
    return (m.group() if m else sha[:8]), sha


def decoded_text(raw: bytes, name: str) -> str:
    """Return a text in the encoding that fits: UTF-8, Shift_JIS, EUC-JP or UTF-16.

    Raises:
        UnreadableFileError: The text is binary, or in none of these encodings.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = _decoded(raw, "utf-16")
    elif _NOT_TEXT.search(raw):
        raise refusal("unreadable.text/binary", name)
    elif b"\x1b" in raw:
        candidates = []  # ISO-2022-JP would pass for UTF-8
    else:
        candidates = _decoded(raw, "utf-8-sig") or _decoded(raw, "cp932", "euc_jis_2004")
    if not candidates:
        raise refusal("unreadable.text/encoding", name)
    # EUC-JP is nearly always valid Shift_JIS too, but then a text of half-width katakana.
    return min(candidates, key=lambda text: len(_HALF_WIDTH_KATAKANA.findall(text)))


def _decoded(raw: bytes, *encodings: str) -> list[str]:
    texts = []
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            texts.append(raw.decode(encoding))
    return texts


@dataclass
class ParsedDocument:
    """What a parser found: rows by table, and notes for the quality checks that are not published."""

    # Rows by table name, with the columns of `data.schema`; a column left out is empty
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    # Rows that only quality checks need, by kind
    notes: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    # (record_id, line, text) of lines that no rule took
    unclaimed: list[tuple[str, int, str]] = field(default_factory=list)
    # Columns of `documents` that the document itself states; they win over those of its type
    about: Row = field(default_factory=dict)

    def add(self, table: str, row: Mapping[str, Any] | None = None, /, **columns: Any) -> None:
        """Add one row to a table: a ready one, its columns by name, or both."""
        self.tables[table].append({**(row or {}), **columns})

    def add_record(
        self,
        document: Document,
        record_type: str,
        lines: range,
        area_code: str | None,
        fiscal_year: int | None = None,
        title: str | None = None,
    ) -> str:
        """Add the record of some lines of a document and return its id; its title is the first of them, unless given."""
        row = {
            "record_id": f"{document.doc_id}-L{lines[0]:04d}",
            "doc_id": document.doc_id,
            "record_type": record_type,
            "area_code": area_code,
            "title_raw": title or " ".join(document.lines[lines[0] - 1].split()),
            "line_start": lines[0],
            "line_end": lines[-1],
            "fiscal_year": fiscal_year,
        }
        self.add("records", row)
        return str(row["record_id"])

    def note_name(self, record_id: str, line: int, written: str, area: ResolvedArea) -> None:
        """Note a name that is not the official one of today, for the list of issues."""
        if area.alias_reason:
            note = {"record_id": record_id, "line_start": line, "written": written, "official": area.name_ja}
            kind = "former_name" if area.alias_reason == "former" else "alias"
            self.notes[kind].append({**note, "remark": area.remark_ja})

    def note_lines(self, document: Document) -> None:
        """Note the lines that no rule took, and what the layout of the document did, for the list of issues."""
        for record_id, line, _ in self.unclaimed:
            self.notes["line_not_read"].append({"record_id": record_id, "line_start": line})
        for line, remark in document.remarks:
            self.notes["layout"].append({"doc_id": document.doc_id, "line_start": line, "remark": remark})

    def merge(self, other: ParsedDocument) -> None:
        """Add all rows of another document."""
        for mine, theirs in ((self.tables, other.tables), (self.notes, other.notes)):
            for name, rows in theirs.items():
                mine[name].extend(rows)
        self.unclaimed.extend(other.unclaimed)


def provenance(record_id: str, line_start: int, line_end: int, quote: str, status: str = "stated") -> Row:
    """Return the provenance columns of a fact; the quote is cut to 60 characters."""
    place: Row = {"record_id": record_id, "line_start": line_start, "line_end": line_end}
    return {**place, "quote": " ".join(quote.split())[:60], "fact_status": status}


def add_node(out: ParsedDocument, plan_id: str, path: str, level: str, title_ja: str, place: Mapping[str, Any]) -> str:
    """Add an item of a plan and return its node_id."""
    above, _, number = path.rpartition("-")
    row: Row = {
        "node_id": f"{plan_id}-{path}",
        "plan_id": plan_id,
        "parent_id": f"{plan_id}-{above}" if above else None,
        "level": level,
        "number": None if level == "goal_detail" else number.rstrip("'"),
        "path": path,
        "title_ja": title_ja,
    }
    out.add("plan_nodes", {**row, **place})
    return str(row["node_id"])


def add_statement(
    out: ParsedDocument, base: Row, text: str, summaries: Mapping[str, tuple[str, str]], where: Row, **columns: Any
) -> None:
    """Add a statement of targets with the summary that was written for this very text; note one for another wording.

    Args:
        base: Its keys; `where` is its provenance.
        summaries: Hash of the passage and summary, by statement.
    """
    sha = passage_sha(text)
    guard, summary = summaries.get(base["statement_id"], ("", ""))
    own = {"passage_sha": sha, "summary_ja": summary if guard == sha else None}
    out.add("target_statements", {**base, **own, **where}, **columns)
    if summary and guard != sha:
        place = {"record_id": where["record_id"], "line_start": where["line_start"]}
        out.notes["stale_summary"].append({**place, "row_key": base["statement_id"]})


@dataclass
class LineAccount:
    """The lines of one record (1-based) by what became of them; what is in no set was ignored on purpose."""

    read: set[int] = field(default_factory=set)
    heading: set[int] = field(default_factory=set)
    unclaimed: set[int] = field(default_factory=set)
    picture: set[int] = field(default_factory=set)  # Lines of picture pages
    texts: Mapping[int, str] = field(default_factory=dict)  # Of a line, the part that is left over, where it is not all

    def close(self, out: ParsedDocument, record_id: str, own_lines: Iterable[int], lines: Sequence[str]) -> None:
        """Add the row of `parser_coverage` and report the lines that no rule took.

        Args:
            own_lines: The lines of the record, without those of records inside it.
        """
        total = set(own_lines)
        unclaimed = self.unclaimed & total
        read = (self.read & total) - unclaimed
        heading = (self.heading & total) - read - unclaimed
        picture = (self.picture & total) - read - heading - unclaimed
        out.unclaimed += [(record_id, line, self.texts.get(line, lines[line - 1])) for line in sorted(unclaimed)]
        out.add(
            "parser_coverage",
            record_id=record_id,
            lines_total=len(total),
            lines_read=len(read),
            lines_heading=len(heading),
            lines_ignored=len(total - read - heading - unclaimed - picture),
            lines_picture=len(picture),
            lines_unclaimed=len(unclaimed),
        )
