"""Read labelled sections: a closed set of labels, and the texts that follow each of them.

A form prints a label and then its value: in the same cell, in the next cell, in the next row, or, for several labels
in one row, in the cell of the same column of the next row. `read_fields` turns all of these into one stream of
fields. What stands under no label is returned apart, so that nothing is lost silently.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from loaders.readers.text_tables import Row
from loaders.text.normalise import Folded, fold


@dataclass(frozen=True)
class Label:
    """One label of a form."""

    code: str  # Name of the label in code
    pattern: re.Pattern[str]  # What it looks like, folded (see `loaders.text.normalise.fold`), anchored at its start
    printed: str = ""  # The printed label, folded, to recognise one that is broken over two rows; empty if it never is
    inside: bool = False  # Whether it may also stand behind other text in a cell, as 「(人口)」 does
    # The fields that follow belong to this scope until the next label with a scope; empty keeps the scope
    scope: str = ""


@dataclass
class Field:
    """The text under one label, with its place in the document."""

    code: str
    scope: str
    line: int
    parts: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the whole text, parts joined by line ends."""
        return "\n".join(text for _, text in self.parts)

    @property
    def line_start(self) -> int:
        """Return the first line of the value, or of the label where the value is blank."""
        return self.parts[0][0] if self.parts else self.line

    @property
    def line_end(self) -> int:
        """Return the last line of the value, or of the label where the value is blank."""
        return self.parts[-1][0] if self.parts else self.line


@dataclass(frozen=True)
class _Piece:
    label: Label | None
    text: str


def split_labels(cell: str, labels: Sequence[Label]) -> list[_Piece]:
    """Return the labels and texts of one cell, in reading order.

    Args:
        cell: The cell's plain text; its paragraphs, apart by line ends, may each begin with a label.
    """
    pieces: list[_Piece] = []
    for paragraph in cell.split("\n"):
        for piece in _split_paragraph(paragraph, labels):
            if piece.label is None and pieces and pieces[-1].label is None:
                pieces[-1] = _Piece(None, f"{pieces[-1].text} {piece.text}")
            else:
                pieces.append(piece)
    return pieces


def _split_paragraph(text: str, labels: Sequence[Label]) -> list[_Piece]:
    view = fold(text)
    hits = _label_hits(view, labels)
    if not hits:
        return [_Piece(None, text.strip())] if text.strip() else []
    pieces: list[_Piece] = []
    before = view.slice_written(0, hits[0][0])
    if before:
        pieces.append(_Piece(None, before))
    for number, (_, end, label) in enumerate(hits):
        following = hits[number + 1][0] if number + 1 < len(hits) else None
        pieces.append(_Piece(label, ""))
        after = view.slice_written(end, following)
        if after:
            pieces.append(_Piece(None, after))
    return pieces


_LIKENESS = 0.88  # from which on a cell is a damaged label
_AT_LEAST = 6  # characters of a broken label that its first row shows


def _label_hits(view: Folded, labels: Sequence[Label]) -> list[tuple[int, int, Label]]:
    hits: list[tuple[int, int, Label]] = []
    for label in labels:
        if label.inside:
            hits += [(m.start(), m.end(), label) for m in label.pattern.finditer(view.text)]
        elif m := label.pattern.match(view.text):
            hits.append((0, m.end(), label))
    if not hits and (damaged := _damaged_label(view.text, labels)):
        hits.append((0, len(view.text), damaged))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: list[tuple[int, int, Label]] = []
    for hit in hits:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _damaged_label(text: str, labels: Sequence[Label]) -> Label | None:
    """Return the printed label that a whole cell resembles (「地域生活課題を…」 for 「地域の課題を…」), or None.

    Labels that open a scope are left out: a value may well resemble them (「多機関の協働による…事業」).
    """
    best: tuple[float, Label | None] = (_LIKENESS, None)
    for label in labels:
        if label.scope or len(label.printed) < 8 or abs(len(label.printed) - len(text)) > 4:
            continue
        matcher = SequenceMatcher(None, label.printed, text, autojunk=False)
        if matcher.quick_ratio() > best[0] and (ratio := matcher.ratio()) > best[0]:
            best = (ratio, label)
    return best[1]


def join_broken_labels(rows: Sequence[Row], labels: Sequence[Label]) -> list[Row]:
    """Return the rows with labels mended that break over two rows.

    「④相談支援包括化推 | 3人」 and 「進員の配置予定人数」 become one row, on the first row's line.
    """
    mended: list[Row] = []
    for row in rows:
        if mended and len(row.texts) == 1 and mended[-1].cells:
            head, tail = mended[-1].cells[0], row.texts[0]
            joined, shown = fold(head + tail).text, fold(head).text
            whole = any(lb.printed and len(shown) >= _AT_LEAST and joined.endswith(lb.printed) for lb in labels)
            if whole and not split_labels(tail, labels)[0].label:
                mended[-1] = replace(mended[-1], cells=(head + tail, *mended[-1].cells[1:]), last_line=row.line)
                continue
        mended.append(row)
    return mended


@dataclass
class FieldReader:
    """Turns rows into fields; keeps what stands under no label in `loose`."""

    labels: Sequence[Label]
    fields: list[Field] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    heading_lines: set[int] = field(default_factory=set)
    html_lines: set[int] = field(default_factory=set)
    _scope: str = ""
    _columns: dict[int, Field] = field(default_factory=dict)
    _current: Field | None = None

    def read(self, rows: Sequence[Row]) -> list[Field]:
        """Return the fields of the rows, in reading order."""
        for row in join_broken_labels(rows, self.labels):
            if row.html_line is not None:
                self.html_lines.add(row.html_line)
            if row.last_line is not None:
                self.heading_lines.add(row.last_line)
            pieces = [(column, split_labels(cell, self.labels)) for column, cell in enumerate(row.cells)]
            pieces = [(column, parts) for column, parts in pieces if parts]
            if any(part.label for _, parts in pieces for part in parts) and not self._repeats_label(pieces):
                self._read_labelled(row, pieces)
            else:
                self._read_values(row)
        return self.fields

    def _repeats_label(self, pieces: list[tuple[int, list[_Piece]]]) -> bool:
        """Return whether a value only names its own label once more inside the cell (L483)."""
        if self._current is None or not pieces or pieces[0][1][0].label is not None:
            return False
        return all(p.label is None or p.label.code == self._current.code for _, parts in pieces for p in parts)

    def _open(self, label: Label, line: int) -> Field:
        if label.scope:
            self._scope = label.scope
        opened = Field(label.code, self._scope, line)
        self.fields.append(opened)
        self.heading_lines.add(line)
        return opened

    def _read_labelled(self, row: Row, pieces: list[tuple[int, list[_Piece]]]) -> None:
        self._columns = {}
        last: Field | None = None
        for column, parts in pieces:
            if parts[0].label is None and last is None:
                # A value left of the row's first label belongs to what was open before.
                self._append(self._current, row.line, parts[0].text)
            for part in parts[1:] if parts[0].label is None and last is None else parts:
                if part.label:
                    last = self._open(part.label, row.line)
                    self._columns[column] = last
                else:
                    self._append(last, row.line, part.text)
        self._current = last
        if any(opened.parts for opened in self._columns.values()):
            self._columns = {}

    def _read_values(self, row: Row) -> None:
        for column, cell in enumerate(row.cells):
            if cell:
                target = self._columns.get(column, self._current) if len(self._columns) > 1 else self._current
                self._append(target, row.line, " ".join(cell.split("\n")))

    def _append(self, target: Field | None, line: int, text: str) -> None:
        if target is None:
            self.loose.append((line, text))
        else:
            target.parts.append((line, text))


def first_text(fields: Sequence[Field], code: str, scope: str | None = None) -> Field | None:
    """Return the first field of that code (and scope) that has text, else the first blank one, else None."""
    found = [f for f in fields if f.code == code and scope in (None, f.scope)]
    return next((f for f in found if f.parts), found[0] if found else None)
