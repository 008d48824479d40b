"""Read the goals, measures and directions of a plan: from lists under each goal and from one tree table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row
from loaders.text.plan_words import item_number

_SIGN = r"[0-9０-９]{1,2}|[Ⅰ-Ⅻ]|[IVX]+|[①-⑳]|[一二三四五六七八九十]+"
# 「基本目標1 地域で共に支えあう…」 「【基本目標Ⅱ】風の通う場」 「基本目標1. 学びの場」
_GOAL = re.compile(rf"^\s*[【\[〔]?\s*基本目標\s*(?P<number>{_SIGN})\s*[】\]〕]?\s*[:：.．、]?\s*(?P<title>\S.*?)?\s*$")
# 「1. 支えあう心の育成」 「（1）担い手の養成」 「① 学びの場」 「1-1 学びの場」
_MEASURE = re.compile(
    r"^\s*(?:基本施策\s*)?(?:[0-9０-９]{1,2}[-－](?P<below>[0-9０-９]{1,2})[.．]?|(?P<number>[0-9０-９]{1,2})\s*[.．]"
    r"|[(（](?P<bracket>[0-9０-９]{1,2})[)）]|(?P<circled>[①-⑳]))\s*(?P<title>[^\s0-9０-９].*?)\s*$"
)
# 「(1) 世代間交流の推進 (2) …」 「① … ② …」 「・… ・…」: a mark stands first or behind a blank; 「DV（ドメスティック…）」 is none
_MARK = re.compile(
    r"(?:(?<=\s)|(?<![^\s]))(?:[(（](?P<number>[0-9０-９]{1,2})[)）]|(?P<circled>[①-⑳])|(?P<plain>[・○●◦]))\s*|\((?P<glued>\d{1,2})\)\s*"
)
_BULLET = re.compile(r"^\s*[-・○●◎◦*＊]\s*(?P<title>\S.*?)\s*$")
# 「権利擁護の推進（成年後見制度利用促進基本計画）」: the brackets name a plan, not a part of the title
_ALSO_PLAN = re.compile(r"^(?P<title>.+?)\s*[（(](?P<plan>[^（）()]+計画)[）)]$")


@dataclass(frozen=True)
class PlanItem:
    """A goal, measure or direction."""

    path: str  # Numbers from the top, joined by "-"
    level: str  # Code of `plan_nodes.level`
    title: str  # Without its number and the plan in brackets
    line: int  # Where it stands
    also_plan: str = ""  # The plan that it is at the same time, "" if none


@dataclass
class PlanListing:
    """Items in reading order, the lines they stand on, and the rows that no rule took."""

    items: dict[str, PlanItem] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    loose: list[Row] = field(default_factory=list)

    def add(self, path: str, level: str, title: str, line: int) -> None:
        """Add an item; the same number twice keeps both, so that the gap shows."""
        m = _ALSO_PLAN.match(title)
        name, plan = (m["title"], m["plan"]) if m else (title, "")
        while path in self.items:
            path += "'"
        self.items[path] = PlanItem(path, level, name, line, plan)
        self.read.add(line)


def read_lists(rows: Sequence[Row]) -> PlanListing:
    """Return the goals and the measures listed under each, from lines and rows with a label in the first cell.

    Where no goal has a number, the items of the first list are the goals.
    """
    listing, goal = PlanListing(), ""
    if not any(not row.is_table and _GOAL.match(row.cells[0]) for row in rows):
        return _read_bullets(rows)
    pending: Row | None = None  # A goal whose title stands on the next line
    for row in rows:
        text = row.cells[0]
        if not row.is_table and (m := _GOAL.match(text)):
            goal, pending = str(item_number(m["number"])), (None if m["title"] else row)
            if m["title"]:
                listing.add(goal, "basic_goal", m["title"], row.line)
        elif pending is not None and not row.is_table:
            listing.add(goal, "basic_goal", text, pending.line)
            listing.read.add(row.line)
            pending = None
        elif row.is_table and goal and text in {"", "基本施策"} and len(row.cells) == 2:
            if not _add_measure(listing, goal, row.cells[1], row.line):
                listing.loose.append(row)
        elif row.is_table or (goal and not _is_sentence(text) and not _add_measure(listing, goal, text, row.line)):
            listing.loose.append(row)
    return listing


def _read_bullets(rows: Sequence[Row]) -> PlanListing:
    """Return the goals of a list without 「基本目標1」: bullets, or items with numbers, in their order."""
    listing = PlanListing()
    for row in rows:
        text = row.cells[0]
        m = None if row.is_table else _BULLET.match(text) or _MEASURE.match(text)
        if m and not _is_sentence(text):
            listing.add(str(len(listing.items) + 1), "basic_goal", m["title"], row.line)
        elif row.is_table:
            listing.loose.append(row)
        elif listing.items and not _is_sentence(text):
            break  # Behind the list begins something else, such as the links of a page.
    return listing


def _is_sentence(text: str) -> bool:
    """Return whether a line is running text, which explains a goal and is none."""
    return "。" in text or len(text) > 60


def _add_measure(listing: PlanListing, goal: str, text: str, line: int) -> bool:
    """Add a measure under a goal; return whether the text is one."""
    m = _MEASURE.match(text)
    if m is None:
        return False
    number = item_number(m["below"] or m["number"] or m["bracket"] or m["circled"])
    listing.add(f"{goal}-{number}", "basic_measure", m["title"], line)
    return True


def read_tree(rows: Sequence[Row]) -> PlanListing:
    """Return the items of a tree table: the second cell is a goal or a measure, the third its directions.

    The first cell carries only the philosophy, once. A cell of directions without any mark is loose.
    """
    listing, goal = PlanListing(), ""
    for row in rows:
        cells = [*row.cells, "", "", ""][:3]
        if m := _GOAL.match(cells[1]):
            goal = str(item_number(m["number"]))
            listing.add(goal, "basic_goal", m["title"] or "", row.line)
        elif goal and _add_measure(listing, goal, cells[1], row.line):
            path, directions = next(reversed(listing.items)), _directions(cells[2])
            for number, title in directions:
                listing.add(f"{path}-{number}", "direction", title, row.line)
            if cells[2] and not directions:
                listing.loose.append(row)
        else:
            listing.loose.append(row)
    return listing


def _directions(cell: str) -> list[tuple[int, str]]:
    """Return the directions of a cell with their numbers; none unless the cell begins with a mark.

    The first mark tells which kind the cell is listed by; marks of another kind belong to a title.
    """
    first = _MARK.match(cell.lstrip())
    if first is None:
        return []
    kind = "glued" if first["number"] or first["glued"] else first.lastgroup
    wanted = {"number", "glued"} if kind == "glued" else {kind}
    marks = [m for m in _MARK.finditer(cell) if m.lastgroup in wanted]
    ends = [m.start() for m in marks[1:]] + [len(cell)]
    found = []
    for order, (m, end) in enumerate(zip(marks, ends, strict=True), start=1):
        written = m["number"] or m["glued"] or m["circled"]
        found.append((item_number(written) or order if written else order, cell[m.end() : end].strip()))
    return found
