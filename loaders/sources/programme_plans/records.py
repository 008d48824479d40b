"""Split document 001 into records and sections; records.yml declares its headings and labels, a closed set."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from loaders.errors import LoaderError, refusal
from loaders.readers.text_sections import Label, split_labels
from loaders.readers.text_tables import is_rule, plain_text
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

MULTILAYERED = "重層的支援体制整備事業"
_RE = Patterns(__file__, multilayered=MULTILAYERED)
SECTIONS = _RE.table("sections")
PROGRAMME_NAMES = dict(_RE.table("programme_names"))


def _label(code: str, pattern: str = "", printed: str = "", inside: bool = False, scope: str = "") -> Label:
    return Label(code, _RE.compiled(pattern or re.escape(printed)), printed, inside, scope)


SECTION_LABELS = {form: [_label(**one) for one in labels] for form, labels in _RE.declared["labels"].items()}
COMMON = SECTION_LABELS.pop("common")


@dataclass
class Section:
    """One numbered section of a record; `lines` are those behind its heading."""

    code: str
    heading_line: int
    heading: str
    first_line: int
    lines: list[str]

    @property
    def numbered(self) -> Iterator[tuple[int, str]]:
        """Return (line of the document, text) of its lines."""
        return enumerate(self.lines, start=self.first_line)


@dataclass
class Record:
    """One municipality's or prefecture's plan."""

    first_line: int  # First line of what belongs to it: a heading with its year may stand above the title
    title_line: int  # Line of the name above the header row
    last_line: int  # Last non-blank line
    prefecture_ja: str  # As written
    municipality_ja: str | None  # As written; None for a prefecture's own plan
    marks: set[str]  # Programme codes that carry a ○ in the 実施事業 row
    mark_line: int  # Line of that row
    is_multilayered: bool = False  # Whether that row names the programme of the form since 2021
    sections: list[Section] = field(default_factory=list)  # In reading order
    # Loose lines of picture pages (a second header row, drawings turned into words)
    picture_lines: set[int] = field(default_factory=set)

    def section(self, code: str) -> Section | None:
        """Return the section of that code, or None."""
        return next((s for s in self.sections if s.code == code), None)


def split_records(lines: Sequence[str], place: str) -> list[Record]:
    """Return the records of the document.

    A header row without a 実施事業 row below it heads a picture page of the record before it (L1084); it repeats the
    names of that record, else it is a record that was cut off.

    Raises:
        BrokenDocumentError: A header row lacks its names, or a record lacks its sections.
    """
    for number, line in enumerate(lines, start=1):
        # A row of names in one cell: its record would be lost, its lines counted for the town before
        if "都道府県名" in line and _RE.header_in_one_cell.match(line):
            raise refusal("broken.form/tabs", f"{place} {number}行目", line=" ".join(line.split())[:40])
    headers = [i for i, line in enumerate(lines) if _RE.header.match(line)]
    starts = [i for i in headers if _find_mark_row(lines, i) is not None]
    records = []
    for header in headers[: headers.index(starts[0])] if starts else headers:
        raise refusal("broken.form/marks", f"{place} {header + 1}行目")
    titles = [_title_line(lines, header) for header in starts]
    firsts = [0, *(_first_line(lines, title) for title in titles[1:])]
    for first, title, header, end in zip(firsts, titles, starts, [*firsts[1:], len(lines)], strict=True):
        records.append(_read_record(lines, (first, title, header, end), place))
    return records


def _find_mark_row(lines: Sequence[str], header: int) -> int | None:
    below = islice((i for i in range(header + 1, len(lines)) if lines[i].strip()), 3)
    return next((i for i in below if _RE.mark_row.match(lines[i])), None)


def _title_line(lines: Sequence[str], header: int) -> int:
    """Return the index of the title above a header row (「北海道 釧路市」, blank lines between)."""
    index = next((i for i in range(header - 1, -1, -1) if lines[i].strip()), header)
    text = lines[index].strip()
    return index if re.match(r"^\S{2,3}[都道府県]", text) and "\t" not in text else header


def _first_line(lines: Sequence[str], title: int) -> int:
    """Return the index of the heading above a title (「令和3年度 事業実施計画書」), else of the title."""
    index = next((i for i in range(title - 1, -1, -1) if folded(lines[i])), title)
    return index if "\t" not in lines[index] and _RE.plan_heading.fullmatch(folded(lines[index])) else title


def _read_record(lines: Sequence[str], places: tuple[int, int, int, int], place: str) -> Record:
    first, title, header, end = places
    while end > header and not lines[end - 1].strip():
        end -= 1
    prefecture, municipality = _header_names(lines[header])
    if not prefecture:
        raise refusal("broken.form/prefecture", f"{place} {header + 1}行目")
    mark_row = _find_mark_row(lines, header)
    assert mark_row is not None  # starts were chosen by it
    for index in range(header + 1, end):
        if _RE.header.match(lines[index]) and _header_names(lines[index]) != (prefecture, municipality):
            raise refusal("broken.form/marks", f"{place} {index + 1}行目")
    record = Record(
        first + 1, title + 1, end, prefecture, municipality or None, read_marks(lines[mark_row]), mark_row + 1,
        MULTILAYERED in folded(lines[mark_row]),
    )  # fmt: skip
    _split_sections(record, lines, mark_row + 1, end)
    _require_sections(record, place)
    return record


def _header_names(line: str) -> tuple[str, str]:
    """Return prefecture and municipality of a header row, as written; "" where there is none."""
    cells = [plain_text(cell) for cell in line.split("\t")]
    names = dict(zip(cells[0::2], cells[1::2], strict=False))
    return tidy(names.get("都道府県名", "")), tidy(names.get("市区町村名", ""))


def read_marks(line: str) -> set[str]:
    """Return the programmes marked with ○ in the 実施事業 row.

    The mark follows its label: in its own cell, at the end of the label's cell, or glued in front of the *next* label
    (「○ 多機関の協働…」 marks 地域力強化). Radio buttons are marks.
    """
    text = folded(plain_text(line.replace("\t", " ")))
    tokens = [(m.start(), code) for code, pattern in PROGRAMME_NAMES.items() if (m := pattern.search(text))]
    tokens += [(m.start(), "") for m in _RE.mark.finditer(text)]
    marks: set[str] = set()
    label = ""
    for _, code in sorted(tokens):
        if code:
            label = code
        elif label:
            marks.add(label)
    return marks


def _split_sections(record: Record, lines: Sequence[str], start: int, end: int) -> None:
    current: Section | None = None
    in_picture = False
    for index in range(start, end):
        line, text = lines[index], folded(lines[index])
        if _RE.header.match(line):
            in_picture = True
        code = None if "\t" in line else next((code for code, pattern in SECTIONS if pattern.match(text)), None)
        if code:
            current = Section(code, index + 1, line.strip(), index + 2, [])
            record.sections.append(current)
            in_picture = False
        elif in_picture:
            record.picture_lines.add(index + 1)
        elif current is not None:
            current.lines.append(line)
    for section in record.sections:
        _cut_picture_page(record, section)


def _cut_picture_page(record: Record, section: Section) -> None:
    """Move the loose lines of a drawing behind the last table of a section to the picture lines.

    A drawing comes out as short lines between blank lines; a section of the form ends with its table, or, after a
    page break, with paragraphs whose last label is known. Lines behind the last row of a table count as a drawing
    when they are many and short.
    """
    if section.code not in {"community_capacity", "multi_agency", "prefectural"}:
        return
    rows = [i for i, line in enumerate(section.lines) if "\t" in line or _begins_with_label(section, line)]
    if not rows:
        return
    tail = [i for i in range(rows[-1] + 1, len(section.lines)) if section.lines[i].strip()]
    texts = [section.lines[i] for i in tail if not is_rule(section.lines[i])]
    if len(texts) < 8 or sum(len(t.strip()) for t in texts) / len(texts) > 40:
        return
    record.picture_lines |= {section.first_line + i for i in tail}
    del section.lines[tail[0] :]


def _begins_with_label(section: Section, line: str) -> bool:
    """Return whether a line begins with a label of the form; words that drawings repeat, as 「(ネットワーク構築)」, do not count."""
    first = next(iter(split_labels(plain_text(line), SECTION_LABELS[section.code])), None)
    return first is not None and first.label is not None and not first.label.inside


def _require_sections(record: Record, place: str) -> None:
    found = {section.code for section in record.sections}
    name = record.municipality_ja or record.prefecture_ja
    where = f"{place} {record.title_line}行目（{name}）"
    for code, label in (("basics", "1. 自治体の基本情報等"), ("vision", "2. 事業を実施する上でのビジョンについて")):
        if code not in found:
            raise refusal("broken.form/section", where, label=label)
    # Other sections of 重層的支援体制整備事業 stand under the same numbers
    for number, line in (numbered for section in record.sections for numbered in section.numbered):
        if _RE.section_since_2021.match(folded(line)):
            raise form_since_2021(f"{place} {number}行目（{name}）", line)
    if not found & {"community_capacity", "multi_agency", "prefectural"}:
        raise refusal("broken.form/no_programme", where)


def form_since_2021(place: str, heading: str) -> LoaderError:
    """Return the error for sections of 重層的支援体制整備事業 that are not those of this form."""
    return refusal("broken.form/since_2021", place, heading=heading.strip()[:40])
