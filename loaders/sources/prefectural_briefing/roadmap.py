"""The roadmap of a prefecture by fiscal year, and its events by quarter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.accounting import LineAccount
from loaders.document import ParsedDocument, provenance
from loaders.readers.grid_tables import GridCell, GridRow, read_grid, unbroken
from loaders.sources.prefectural_briefing.briefing import (
    ERA_YEAR,
    FISCAL_YEAR,
    Briefing,
    broken,
    programme_of,
)
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded, tidy

YEAR_COLUMN = re.compile(rf"{ERA_YEAR}(?:年度)?")
QUARTER_COLUMN = re.compile(r"第(?P<quarter>[1-4])四半期")

# 「7市町 ※令和3年度移行準備事業 実施」 「27市町村※ (…検討中)」: the group, then a remark about it
_GROUP = re.compile(r"^(?P<group>[^※(（]+)(?P<remark>.*)$", re.DOTALL)
_MUNICIPALITIES = r"(?P<count>\d+)(?:市町村|市町|町村|市|町|村|団体|自治体)"
_GROUP_SIZE = re.compile(rf"^{_MUNICIPALITIES}$")
# 「市町村計画改定予定 (15市町村)」
_STATED_SIZE = re.compile(rf"\s*[(（]{_MUNICIPALITIES}[)）]")
_BULLET = re.compile(r"(?:^|(?<=\s))・")
_MILESTONE_TYPES = (
    ("prefecture_plan", re.compile(r"支援計画.*(?:策定|改定)")),
    ("plan_revision", re.compile(r"計画.*(?:策定|改定)")),
    ("programme_start", re.compile(r"事業(?:の)?開始$")),
    ("programme_stage", re.compile(r"事業(?:の)?(?:実施)?$")),
)

_EVENT_MARK = re.compile(r"(?=[①-⑳◆■●◇])")
# 「(4～6月)」 「(6月～8月)」 「(9月)」, folded
_MONTHS = re.compile(r"\((?:(?P<first>\d{1,2})月?~)?(?P<last>\d{1,2})月\)")
_EVENT_KINDS = (
    ("survey", "調査|アンケート"),
    ("handbook", "手引書の作成|マニュアルの作成|手引書|マニュアル"),
    ("training", "セミナー|研修会|研修|講座|勉強会"),
    ("meeting", "会議|情報交換会|連絡会|協議会"),
    ("consultation", "協議"),
    ("visit", "助言等|助言|訪問|派遣"),
)
# Without months a title ends behind the first word that says what kind of event it is.
_TITLE_END = re.compile(rf"(?:{'|'.join(words for _, words in _EVENT_KINDS)})(?=\s|$)")


@dataclass(frozen=True)
class _Group:
    """The label of a roadmap's row: its group, its size, and the fiscal year that it states for a programme."""

    name: str
    size: int | None
    stated: tuple[str | None, int] | None


def add_milestones(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> None:
    """Add a row per item of the roadmap; a year that stands only in the head of a column is `by_cell`.

    Raises:
        BrokenDocumentError: The document has no roadmap by fiscal year.
    """
    grid = read_grid(briefing.document.lines, YEAR_COLUMN)
    if grid is None:
        raise broken(
            briefing.document, None, "年度の列がある表（ロードマップ）がない", "見出しが「R3 R4 R5 …」の表"
        )
    account.heading.add(grid.header_line)
    sizes: dict[str, int] = {}
    for number, row in enumerate(grid.rows):
        group = _group(row.label)
        is_split = number + 1 < len(grid.rows) and not grid.rows[number + 1].has_label
        if group.size is not None:
            sizes[group.name] = group.size
        understood = [
            _add_milestone(out, briefing, row, cell, item, group, is_split)
            for cell in row.cells
            for item in _items(cell)
        ]
        (account.read if all(understood) else account.unclaimed).add(row.line)
    out.notes["milestone_groups"].append(
        {
            "record_id": briefing.record_id,
            "line_start": grid.header_line,
            "groups": sizes,
            "municipalities": briefing.municipality_count,
        }
    )


def _items(cell: GridCell) -> list[str]:
    return [unbroken(part) for part in _BULLET.split(cell.text) if part.strip()]


def _group(label: str) -> _Group:
    m = _GROUP.match(label)
    name, remark = (unbroken(m["group"]), folded(m["remark"])) if m else (label, "")
    size = _GROUP_SIZE.match(folded(name))
    year = FISCAL_YEAR.search(remark)
    stated = (programme_of(remark), western_year(year["era"], year["year"])) if year else None
    return _Group(name, int(size["count"]) if size else None, stated)


def _add_milestone(
    out: ParsedDocument,
    briefing: Briefing,
    row: GridRow,
    cell: GridCell,
    item: str,
    group: _Group,
    is_split: bool,
) -> bool:
    """Add one item of a cell; return whether its kind was understood.

    The size of a group holds for a bar in its own row. Where the group's bars go on in a row without a label, the
    text does not say how many of its members each of them means: the first is ambiguous, the others have no number.
    """
    stated_size = _STATED_SIZE.search(item)
    title = _STATED_SIZE.sub("", item)
    kind = next((code for code, pattern in _MILESTONE_TYPES if pattern.search(folded(title))), None)
    if kind is None:
        return False
    programme = programme_of(title) if kind.startswith("programme") else None
    heading = YEAR_COLUMN.fullmatch(cell.heading)
    assert heading is not None  # the grid was chosen by it
    year, position = western_year(heading["era"], heading["year"]), "by_cell"
    if group.stated and group.stated[0] == programme and row.has_label:
        year, position = group.stated[1], "stated"
    size = int(stated_size["count"]) if stated_size else None
    if size is None and row.has_label and kind == "programme_stage":
        size = group.size
    is_open = is_split and size is not None and not stated_size
    status = "ambiguous" if is_open else "stated" if position == "stated" else "inferred"
    out.add(
        "milestones",
        {
            "milestone_id": f"{briefing.record_id}-L{row.line:04d}-{year}-{kind}",
            "area_code": briefing.prefecture.area_code,
            "group_ja": briefing.prefecture.name_ja if kind == "prefecture_plan" else group.name,
            "municipality_count": size,
            "milestone_type": kind,
            "programme_code": programme,
            "title_ja": title,
            "start_fy": year,
            "position": position,
            "is_target": False,
            **provenance(briefing.record_id, row.line, row.line, item, status),
        },
    )
    return True


def add_support_events(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> bool:
    """Add the events by quarter; return whether the table breaks off in its last row.

    Raises:
        BrokenDocumentError: The document has no table by quarter, or no fiscal year stands above it.
    """
    grid = read_grid(briefing.document.lines, QUARTER_COLUMN)
    if grid is None:
        raise broken(
            briefing.document, None, "四半期の列がある表がない", "見出しが「第1四半期 … 第4四半期」の表"
        )
    heading_line, year = _year_above(briefing, grid.header_line)
    account.heading |= {grid.header_line, heading_line}
    programme = programme_of(briefing.line(heading_line))
    for row in grid.rows:
        understood = True
        for cell, event in _events(row):
            understood &= _add_event(out, briefing, row, cell, event, year, programme)
        (account.read if understood else account.unclaimed).add(row.line)
    return bool(grid.rows) and not grid.rows[-1].is_complete


def _year_above(briefing: Briefing, line: int) -> tuple[int, int]:
    """Return the line and the fiscal year of the heading above a table."""
    for number in range(line - 1, 0, -1):
        if briefing.line(number).strip():
            m = FISCAL_YEAR.search(folded(briefing.line(number)))
            if m:
                return number, western_year(m["era"], m["year"])
            break
    raise broken(
        briefing.document,
        line,
        "表のすぐ上に年度を含む見出しがない",
        "「令和○年度…年間スケジュール」の見出し",
    )


def _events(row: GridRow) -> Iterator[tuple[GridCell, str]]:
    return ((cell, part) for cell in row.cells for part in _EVENT_MARK.split(cell.text) if part.strip())


def _add_event(
    out: ParsedDocument,
    briefing: Briefing,
    row: GridRow,
    cell: GridCell,
    event: str,
    year: int,
    programme: str | None,
) -> bool:
    """Add one event; return whether its mark, title and kind were understood. Written months win over the cell."""
    if not _EVENT_MARK.match(event):
        return False
    mark, text = event[0], tidy(event[1:])
    months, end = _MONTHS.search(text), _TITLE_END.search(text)
    if months is None and end is None:
        return False
    title = unbroken(text[: months.start()] if months else text[: end.end() if end else None])
    kind = "visit" if "訪問" in row.label else _kind(title)
    quarter = QUARTER_COLUMN.fullmatch(cell.heading)
    if kind is None or quarter is None:
        return False
    number = unicodedata.normalize("NFKC", mark) if unicodedata.normalize("NFKC", mark).isdigit() else None
    out.add(
        "support_events",
        {
            "event_id": f"{briefing.record_id}-{year}-{number or title}",
            "area_code": briefing.prefecture.area_code,
            "programme_code": programme,
            "fiscal_year": year,
            "number": number,
            "title_ja": title,
            "kind": kind,
            "month_start": int(months["first"] or months["last"]) if months else None,
            "month_end": int(months["last"]) if months else None,
            "quarter_by_cell": int(quarter["quarter"]),
            **provenance(briefing.record_id, row.line, row.line, text[: months.end()] if months else title),
        },
    )
    return True


def _kind(title: str) -> str | None:
    return next((code for code, words in _EVENT_KINDS if re.search(words, title)), None)
