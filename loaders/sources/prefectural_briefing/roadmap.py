"""The roadmap of a prefecture by fiscal year, and its events by quarter."""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import zip_longest

from loaders.document import LineAccount, ParsedDocument, provenance
from loaders.readers.text_tables import Grid, GridCell, GridRow, read_grid, unbroken
from loaders.sources.prefectural_briefing.briefing import ERA_YEAR, FISCAL_YEAR, Briefing, broken, programme_of
from loaders.text.era_dates import year_in
from loaders.text.japanese_numbers import KANJI_NUMBER, value_of
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

YEAR_COLUMN = re.compile(rf"{ERA_YEAR}(?:年度?)?")
QUARTER_COLUMN = re.compile(r"第(?P<quarter>[1-4])四半期")

# 「7市町 ※令和3年度移行準備事業 実施」 「27市町村※ (…検討中)」: the group, then a remark about it
_GROUP = re.compile(r"^(?P<group>[^※(（]+)(?P<remark>.*)$", re.DOTALL)
_RE = Patterns(__file__, kanji_number=KANJI_NUMBER)
NATION = "国の事業"  # The group of a milestone that no group of municipalities carries out
_MILESTONE_TYPES, _EVENT_KINDS = _RE.table("milestone_types"), _RE.table("event_kinds")

_WHOLE_YEAR = (4, 3)  # From April to March


@dataclass(frozen=True)
class _Group:
    name: str  # The group of municipalities
    size: int | None  # How many they are; None where the label does not say, or stands in the row above
    is_split: bool  # Whether the bars of the group go on in a row without a label
    programme: str | None  # The programme for which a remark states a fiscal year, None if there is none
    fiscal_year: int | None  # That fiscal year


def add_milestones(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> None:
    """Add a row per item of the roadmap; a year that stands only in the head of a column is `by_cell`.

    Raises:
        BrokenDocumentError: The document has no roadmap by fiscal year.
    """
    grid = read_grid(briefing.document.lines, YEAR_COLUMN)
    if grid is None:
        raise broken(briefing.document, "broken.briefing/years")
    account.heading.add(grid.header_line)
    columns = briefing.line(grid.header_line).split("\t")[1:]
    years = [year_in(m) for column in columns if (m := YEAR_COLUMN.fullmatch(folded(column)))]
    if years != list(range(years[0], years[0] + len(years))):
        account.unclaimed.add(grid.header_line)  # Years out of their order
    below = zip_longest(grid.rows, grid.rows[1:])
    groups = [_group(row, is_split=following is not None and not following.has_label) for row, following in below]
    for row, group in zip(grid.rows, groups, strict=True):
        items = [(cell, unbroken(part)) for cell in row.cells for part in _RE.bullet.split(cell.text) if part.strip()]
        understood = [_add_milestone(out, briefing, row, group, cell, item) for cell, item in items]
        (account.read if all(understood) else account.unclaimed).add(row.line)
    _add_considering(out, briefing, grid, account)
    out.notes["milestone_groups"].append(
        {
            "record_id": briefing.record_id,
            "line_start": grid.header_line,
            "groups": {group.name: group.size for group in groups if group.size is not None},
            "municipalities": briefing.municipality_count,
        }
    )


def _group(row: GridRow, is_split: bool) -> _Group:
    """Return the group of a row; one without a label goes on with the group above, of unstated size."""
    m = _GROUP.match(row.label)
    name, remark = (unbroken(m["group"]), folded(m["remark"])) if m else (row.label, "")
    if not row.has_label:
        return _Group(name, None, is_split, None, None)
    size, year = _RE.group_size.match(folded(name)), FISCAL_YEAR.search(remark)
    return _Group(
        name,
        int(value_of(size["count"])) if size else None,
        is_split,
        programme_of(remark) if year else None,
        year_in(year) if year else None,
    )


def _add_milestone(
    out: ParsedDocument, briefing: Briefing, row: GridRow, group: _Group, cell: GridCell, item: str
) -> bool:
    """Add one item of a cell; return whether its kind, and its programme where it is of one, were understood."""
    title = _RE.stated_size.sub("", item)
    kind = next((code for code, pattern in _MILESTONE_TYPES if pattern.search(folded(title))), None)
    is_of_programme = kind in {"programme_start", "programme_stage"}
    programme = programme_of(title) if is_of_programme else None
    if kind is None or (is_of_programme and programme is None):
        return False
    year, position = _year(cell, group, programme)
    if is_of_programme and kind == "programme_start" and group.size is None:
        group = replace(group, name=NATION)
    size = _size(group, kind, item)
    out.add(
        "milestones",
        milestone_id=f"{briefing.record_id}-L{row.line:04d}-{year}-{kind}",
        area_code=briefing.prefecture.area_code,
        group_ja=briefing.prefecture.name_ja if kind == "prefecture_plan" else group.name,
        municipality_count=size,
        milestone_type=kind,
        programme_code=programme,
        title_ja=title,
        start_fy=year,
        # 「※令和3年度移行準備事業 実施」 names the one year in which the group does it
        end_fy=year if position == "stated" else None,
        position=position,
        is_target=False,
        **provenance(briefing.record_id, row.line, row.line, item, "stated" if position == "stated" else "inferred"),
    )
    return not _RE.odd_size.search(title)


def _add_considering(out: ParsedDocument, briefing: Briefing, grid: Grid, account: LineAccount) -> None:
    """Add the groups that a label says are considering a programme; the note below the table dates them."""
    note = next(
        (n for n in range(grid.last_line + 1, grid.last_line + 6) if _RE.note.match(folded(briefing.line(n)))), None
    )
    year = FISCAL_YEAR.search(folded(briefing.line(note))) if note else None
    for row in grid.rows:
        m = _GROUP.match(row.label) if row.has_label else None
        if m is None or "検討" not in m["remark"] or not (size := _RE.group_size.match(folded(unbroken(m["group"])))):
            continue
        group, remark = unbroken(m["group"]), unbroken(m["remark"].lstrip("※ ").strip("()（）"))
        account.read |= {note} if note and year else set()
        out.add(
            "milestones",
            milestone_id=f"{briefing.record_id}-L{row.line:04d}-considering",
            area_code=briefing.prefecture.area_code,
            group_ja=group,
            municipality_count=int(value_of(size["count"])),
            milestone_type="considering",
            programme_code=programme_of(remark),
            title_ja=remark,
            start_fy=year_in(year) if year else None,
            position="stated" if year else "ambiguous",
            is_target=False,
            **provenance(briefing.record_id, row.line, row.line, row.label),
        )


def _year(cell: GridCell, group: _Group, programme: str | None) -> tuple[int, str]:
    """Return the first fiscal year of an item and its ground: a remark of the label, else the column."""
    if programme is not None and group.programme == programme and group.fiscal_year is not None:
        return group.fiscal_year, "stated"
    m = YEAR_COLUMN.fullmatch(cell.heading)
    assert m is not None  # the grid was chosen by it
    return year_in(m), "by_cell"


def _size(group: _Group, kind: str, item: str) -> int | None:
    """Return how many municipalities an item is about, None where the text does not say.

    A bar is about its whole group. Where the group's bars go on in a second row, the text does not say how its
    members divide, so that none of them has a number; the number stands in the name of the group.
    """
    if stated := _RE.stated_size.search(item):
        return int(value_of(stated["count"]))
    return None if kind != "programme_stage" or group.is_split else group.size


def add_support_events(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> bool:
    """Add the events by quarter; return whether the table breaks off in its last row.

    Raises:
        BrokenDocumentError: The document has no table by quarter, or no fiscal year stands above it.
    """
    grid = read_grid(briefing.document.lines, QUARTER_COLUMN)
    if grid is None:
        raise broken(briefing.document, "broken.briefing/quarters")
    heading_line, year = _year_above(briefing, grid.header_line)
    account.heading |= {grid.header_line, heading_line}
    programme = programme_of(briefing.line(heading_line))
    for row in grid.rows:
        events = [(cell, part) for cell in row.cells for part in _RE.event_mark.split(cell.text) if part.strip()]
        understood = [_add_event(out, briefing, row, cell, event, year, programme) for cell, event in events]
        (account.read if all(understood) else account.unclaimed).add(row.line)
    return bool(grid.rows) and not grid.rows[-1].is_complete


def _year_above(briefing: Briefing, line: int) -> tuple[int, int]:
    """Return the line and the fiscal year of the heading above a table."""
    number = next((n for n in range(line - 1, 0, -1) if briefing.line(n).strip()), 0)
    m = FISCAL_YEAR.search(folded(briefing.line(number))) if number else None
    if m is None:
        raise broken(briefing.document, "broken.briefing/year", line)
    return number, year_in(m)


def _add_event(
    out: ParsedDocument, briefing: Briefing, row: GridRow, cell: GridCell, event: str, year: int, programme: str | None
) -> bool:
    """Add one event; return whether its mark, title and kind were understood. Written months win over the cell."""
    if not _RE.event_mark.match(event):
        return False
    mark, text = event[0], tidy(event[1:])
    months, end = _RE.months.search(text), _RE.title_end.search(text)
    if months is None and end is None:
        return False
    title = unbroken(text[: months.start()] if months else text[: end.end() if end else None])
    kinds = (code for code, words in _EVENT_KINDS if words.search(title))
    kind = "visit" if "訪問" in row.label else next(kinds, None)
    quarter = QUARTER_COLUMN.fullmatch(cell.heading)
    if kind is None or quarter is None:
        return False
    span = _span(months) if months else None
    plain = unicodedata.normalize("NFKC", mark)
    number = plain if plain.isdigit() else None
    out.add(
        "support_events",
        event_id=f"{briefing.record_id}-{year}-{number or title}",
        area_code=briefing.prefecture.area_code,
        programme_code=programme,
        fiscal_year=year,
        number=number,
        title_ja=title,
        kind=kind,
        month_start=span[0] if span else None,
        month_end=span[1] if span else None,
        content_ja=unbroken(text[months.end() if months else end.end() if end else 0 :])[:60] or None,
        quarter_by_cell=int(quarter["quarter"]),
        **provenance(briefing.record_id, row.line, row.line, text[: months.end()] if months else title),
    )
    return bool(months) or not _RE.odd_months.search(text)


def _span(months: re.Match[str]) -> tuple[int, int] | None:
    """Return the first and the last month; none for 随時."""
    if months["whole"]:
        return None if months["whole"] == "随時" else _WHOLE_YEAR
    return int(months["first"] or months["last"]), int(months["last"])
