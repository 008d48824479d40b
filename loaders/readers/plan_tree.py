"""Read the goals, measures and directions of a plan: from lists under each goal and from one tree table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row
from loaders.text.normalise import folded

# 「基本目標1 地域で共に支えあう…」
_GOAL = re.compile(r"^\s*基本目標\s*(?P<number>[0-9０-９]+)\s*[:：]?\s*(?P<title>\S.*?)\s*$")
# 「1. 支えあう心の育成」
_MEASURE = re.compile(r"^\s*(?P<number>[0-9０-９]+)\s*[.．]\s*(?P<title>\S.*?)\s*$")
# 「(1) 世代間交流の推進 (2) …」: half-width brackets; 「DV（ドメスティックバイオレンス）」 is no number
_DIRECTION = re.compile(r"\((?P<number>\d+)\)\s*(?P<title>.+?)\s*(?=\(\d+\)|$)")
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
    """Return the goals and the measures listed under each, from lines and rows with a label in the first cell."""
    listing, goal = PlanListing(), ""
    for row in rows:
        if not row.is_table and (m := _GOAL.match(row.cells[0])):
            goal = folded(m["number"])
            listing.add(goal, "basic_goal", m["title"], row.line)
        elif row.is_table and goal and row.cells[0] in {"", "基本施策"} and len(row.cells) == 2:
            if m := _MEASURE.match(row.cells[1]):
                listing.add(f"{goal}-{folded(m['number'])}", "basic_measure", m["title"], row.line)
            else:
                listing.loose.append(row)
        elif row.is_table:
            listing.loose.append(row)
    return listing


def read_tree(rows: Sequence[Row]) -> PlanListing:
    """Return the items of a tree table: the second cell is a goal or a measure, the third its directions.

    The first cell carries only the philosophy, once.
    """
    listing, goal = PlanListing(), ""
    for row in rows:
        cells = [*row.cells, "", "", ""][:3]
        if m := _GOAL.match(cells[1]):
            goal = folded(m["number"])
            listing.add(goal, "basic_goal", m["title"], row.line)
        elif goal and (m := _MEASURE.match(cells[1])):
            path = f"{goal}-{folded(m['number'])}"
            listing.add(path, "basic_measure", m["title"], row.line)
            for item in _DIRECTION.finditer(cells[2]):
                listing.add(f"{path}-{item['number']}", "direction", item["title"], row.line)
        else:
            listing.loose.append(row)
    return listing
