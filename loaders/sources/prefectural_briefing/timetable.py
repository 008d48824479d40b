"""An example in a briefing: what a local base does in a week, as a table and as descriptions of its activities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from loaders.document import LineAccount, ParsedDocument, provenance
from loaders.readers.text_tables import Grid, GridCell, GridRow, read_grid, unbroken
from loaders.sources.prefectural_briefing.briefing import Briefing, broken
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

NO_HEADING = "（見出しなし）"  # The table stands under no heading of its own
_WEEKDAYS = dict(zip("月火水木金土日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
_RE = Patterns(__file__)
_DAY_NAMES = {code: name for name, code in _WEEKDAYS.items()}
_PARTS_OF_DAY = {"午前": "morning", "午後": "afternoon", "夜": "evening", "夜間": "evening"}
_ALIKE = 3  # characters that a cell and the name of its activity begin with in common


@dataclass(frozen=True)
class _Activity:
    line: int
    name: str
    days: tuple[str, ...]
    audience: str | None  # Whom it is for, as written, up to 60 characters
    starts_at: str | None
    ends_at: str | None


@dataclass
class _Slot:
    """A cell of the table; `day` becomes that of its description where the cell was shifted."""

    row: GridRow
    cell: GridCell
    day: str | None
    activity: _Activity | None
    is_open: bool = False

    @property
    def cell_day(self) -> str:
        return _WEEKDAYS[self.cell.heading[0]]

    @property
    def position(self) -> str:
        """Return what the weekday rests on: the description, the cell alone, or neither for sure."""
        return "ambiguous" if self.is_open else "stated" if self.activity else "by_cell"


def add_timetable(out: ParsedDocument, briefing: Briefing) -> set[int]:
    """Add the week of a local base and return the lines of its record (none where there is no timetable).

    The base is a record of its own. It is not named; its municipality is the only one that the descriptions name,
    so every row is inferred.

    Raises:
        BrokenDocumentError: A row is for an unknown part of the day.
    """
    grid = read_grid(briefing.document.lines, _RE.weekday_column)
    if grid is None:
        return set()
    activities, last = _activities(briefing, grid.last_line)
    lines = range(grid.header_line, last + 1)
    area_code = briefing.only_town_in("\n".join(briefing.line(number) for number in lines))
    record_id = out.add_record(briefing.document, "prefectural_briefing", lines, area_code, title=NO_HEADING)
    for row in grid.rows:
        if folded(row.label) not in _PARTS_OF_DAY:
            words = {"label": row.label, "parts": "、".join(_PARTS_OF_DAY)}
            raise broken(briefing.document, "broken.briefing/part_of_day", row.line, **words)
    for slot in _slots(grid, activities):
        out.add("timetable_slots", _slot_row(record_id, area_code, slot))
    read = {row.line for row in grid.rows} | {activity.line for activity in activities}
    LineAccount(read, {grid.header_line}).close(out, record_id, lines, briefing.document.lines)
    return set(lines)


def _activities(briefing: Briefing, after: int) -> tuple[list[_Activity], int]:
    """Return the activities described below a timetable, and the last line of their descriptions."""
    activities: list[_Activity] = []
    last = after
    for number, line in enumerate(briefing.document.lines[after:], start=after + 1):
        if m := _RE.activity.match(line.strip()):
            hours = _RE.hours.search(folded(m["when"]))
            start, end = (_clock(hours, ""), _clock(hours, "2")) if hours else (None, None)
            days = tuple(_WEEKDAYS[day] for day in _RE.day.findall(m["when"]))
            activities.append(_Activity(number, m["name"], days, None, start, end))
        elif activities and (whom := _RE.audience.match(line)):
            activities[-1] = replace(activities[-1], audience=whom["whom"].strip()[:60])
        elif line.strip() and not line.lstrip().startswith("-"):
            if _RE.unread.match(line.strip()):
                briefing.left.add(number)
            break
        if line.strip():
            last = number
    return activities, last


def _clock(m: re.Match[str], end: str) -> str:
    """Return a time as HH:MM; an end is in the afternoon where the start is (「午後2時～6時」)."""
    afternoon = m[f"noon{end}"] or (end and m["noon"])
    minute = m[f"minute{end}"] or m[f"past{end}"] or (30 if m[f"half{end}"] else 0)
    return f"{int(m[f'hour{end}']) + (12 if afternoon else 0):02d}:{int(minute):02d}"


def _name_key(name: str) -> str:
    return _RE.not_in_names.sub("", folded(name).casefold())


def _common_start(one: str, other: str) -> int:
    """Return how many characters two names begin with in common, without の, blanks and signs."""
    pairs = zip(_name_key(one), _name_key(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _described(cell: GridCell, activities: Sequence[_Activity]) -> _Activity | None:
    """Return the activity whose name begins like the cell (「○○の学習の場」 「○○の学習支援」), if one does."""
    alike = {activity: _common_start(cell.text, activity.name) for activity in activities}
    best = max(alike, key=lambda activity: alike[activity], default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _slots(grid: Grid, activities: Sequence[_Activity]) -> list[_Slot]:
    """Return the cells with their weekday.

    A cell under a day that its description does not name was shifted: it takes the only day of the description that
    no other cell of the activity holds, and stays uncertain. Behind it in the row, a cell whose description names
    several days has none: those of its description are the candidates.
    """
    slots = [
        _Slot(row, cell, _WEEKDAYS[cell.heading[0]], _described(cell, activities))
        for row in grid.rows
        for cell in row.cells
    ]
    shifted_rows: set[int] = set()
    for slot in slots:
        if slot.activity is None:
            slot.is_open = slot.row.line in shifted_rows
        elif slot.cell_day in slot.activity.days:
            slot.is_open = slot.row.line in shifted_rows and len(slot.activity.days) > 1
        else:
            shifted_rows.add(slot.row.line)
            taken = {other.cell_day for other in slots if other.activity is slot.activity}
            free = [day for day in slot.activity.days if day not in taken]
            slot.day, slot.is_open = (free[0] if len(free) == 1 else None), True
    for slot in slots:
        if slot.is_open and slot.activity and slot.day == slot.cell_day and slot.row.line in shifted_rows:
            slot.day = None  # Its cell may have moved as the one before it did
    return slots


def _slot_row(record_id: str, area_code: str | None, slot: _Slot) -> dict[str, object]:
    part = _PARTS_OF_DAY[folded(slot.row.label)]
    status = "ambiguous" if slot.is_open else "inferred"
    days = slot.activity.days if slot.activity else ()
    return {
        "slot_id": f"{record_id}-{part}-{slot.cell_day}",
        "area_code": area_code,
        "weekday": slot.day,
        "weekday_candidates_ja": "・".join(_DAY_NAMES[day] for day in days) if slot.day is None else None,
        "part_of_day": part,
        "activity_ja": unbroken(slot.cell.text),
        "name_ja": slot.activity.name if slot.activity else None,
        "audience_ja": slot.activity.audience if slot.activity else None,
        "starts_at": slot.activity.starts_at if slot.activity else None,
        "ends_at": slot.activity.ends_at if slot.activity else None,
        "position": slot.position,
        "cell_weekday": slot.cell_day,
        "description_line": slot.activity.line if slot.activity else None,
        **provenance(record_id, slot.row.line, slot.row.line, slot.cell.text, status),
    }
