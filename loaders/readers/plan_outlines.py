"""Read the outline of a plan: its sections at ■ headings, goals and measures from lists or one tree table, its timeline."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row
from loaders.text.era_dates import fiscal_years_in
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns
from loaders.text.plan_words import item_number


@dataclass(frozen=True)
class PlanBar:
    """A bar of the timeline. Its end is lost: merged cells come as empty ones."""

    name: str
    start_fy: int
    line: int


@dataclass
class Timeline:
    """The bars in reading order, and the lines they were read from."""

    bars: list[PlanBar] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    read: set[int] = field(default_factory=set)


def read_timeline(rows: Sequence[Row]) -> Timeline:
    """Return the bars of a timeline; rows before the row of fiscal years are passed over.

    The first cell of a row labels it; the cells after it stand below the years.
    """
    timeline = Timeline()
    years: list[int] = []
    for row in rows:
        named = [fiscal_years_in(_RE.short_year.sub(r"\1年度", folded(cell))) for cell in row.cells[1:]]
        if row.is_table and len(named) > 1 and all(len(found) == 1 for found in named):
            years = [found[0] for found in named]
            timeline.headings.add(row.line)
        elif row.is_table and years:
            pairs = zip(row.cells[1:], years, strict=False)
            timeline.bars += [PlanBar(cell, year, row.line) for cell, year in pairs if cell]
            timeline.read.add(row.line)
    return timeline


_RE = Patterns(__file__)
_LONGEST = 25  # Signs of a heading that has no sign in front


@dataclass
class SquareSection:
    """One section; the code is "" if its title is unknown."""

    code: str
    line: int
    rows: list[Row] = field(default_factory=list)


@dataclass
class SquareSections:
    """The sections, the lines of their headings, and the rows that belong to no known section.

    Words in front of the first heading are left aside unless they hold a number.
    """

    sections: list[SquareSection] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    loose: list[Row] = field(default_factory=list)

    def rows(self, code: str) -> list[Row]:
        """Return the rows of all sections of that code."""
        return [row for section in self.sections if section.code == code for row in section.rows]

    def line_of(self, code: str) -> int | None:
        """Return the line of the first heading of that code."""
        return next((section.line for section in self.sections if section.code == code), None)


def code_of_heading(line: str, titles: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the code of a heading with ■ or the like, "" if its title is unknown, None if the line is no heading.

    A line without such a sign is a heading if it is short and a known title, with or without a number.
    """
    m = _RE.heading.match(line)
    if m is None:
        if len(line.strip()) > _LONGEST:
            return None
        plain = None if _RE.bullet.match(line) else _RE.numbered.match(folded(line))
        return next((code for code, pattern in titles.items() if plain and pattern.search(plain["title"])), None)
    if "goals" in titles and _RE.goal.match(line):
        return "goals"  # 「■基本目標1 …」: a section of the goals that opens with a goal
    title = folded(m["title"])
    return next((code for code, pattern in titles.items() if pattern.search(title)), "")


def split_at_squares(rows: Sequence[Row], titles: Mapping[str, re.Pattern[str]], running_head: str) -> SquareSections:
    """Return the sections of a document."""
    found = SquareSections()
    for row in rows:
        code = None if row.is_table else code_of_heading(row.cells[0], titles)
        if folded(row.cells[0]) == running_head and running_head:
            found.headings.add(row.line)
        elif code is not None:
            found.sections.append(SquareSection(code, row.line))
            if code == "goals" and _RE.goal.match(row.cells[0]):
                found.sections[-1].rows.append(row)
                continue
            (found.headings.add(row.line) if code else found.loose.append(row))
        elif found.sections and found.sections[-1].code:
            found.sections[-1].rows.append(row)
        elif found.sections or row.is_table or any(sign.isdigit() for sign in row.cells[0]):
            found.loose.append(row)
    return found


# 「目標1 学びの場」: a goal only where no line says 基本目標
_BARE_GOAL = re.compile(_RE.goal.pattern.replace("基本目標", "目標").replace(r"基\s?本\s?目\s?標", "目標"))


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
    times: Counter[str] = field(default_factory=Counter)  # How often a number was met

    def add(self, path: str, level: str, title: str, line: int) -> None:
        """Add an item; the same number twice keeps both, so that the gap shows."""
        m = _RE.also_plan.match(title)
        name, plan = (m["title"], m["plan"]) if m else (title, "")
        self.times[path] += 1
        path += "'" * (self.times[path] - 1)
        self.items[path] = PlanItem(path, level, name, line, plan)
        self.read.add(line)


def read_lists(rows: Sequence[Row]) -> PlanListing:
    """Return the goals and the measures listed under each, from lines and rows with a label in the first cell.

    Where no goal has a number, the items of the first list are the goals.
    """
    listing, goal = PlanListing(), ""
    goals = next((p for p in (_RE.goal, _BARE_GOAL) if any(not r.is_table and p.match(r.cells[0]) for r in rows)), None)
    if goals is None:
        return _read_bullets(rows)
    pending: Row | None = None  # A goal whose title stands on the next line
    for row in rows:
        text = row.cells[0]
        if not row.is_table and (m := goals.match(text)):
            goal, pending = str(item_number(m["number"] or m["ordinal"])), (None if m["title"] else row)
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
        m = None if row.is_table else _RE.bullet.match(text) or _RE.measure.match(text)
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
    m = _RE.measure.match(text)
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
    goals = _RE.goal if any(_RE.goal.match(cell) for row in rows for cell in row.cells[1:2]) else _BARE_GOAL
    for row in rows:
        cells = [*row.cells, "", "", ""][:3]
        if (m := goals.match(cells[1])) and m["title"]:
            goal = str(item_number(m["number"] or m["ordinal"]))
            listing.add(goal, "basic_goal", m["title"], row.line)
        elif goal and _add_measure(listing, goal, cells[1], row.line):
            path, directions = next(reversed(listing.items)), _directions(cells[2])
            for number, title in directions:
                if title:
                    listing.add(f"{path}-{number}", "direction", _RE.repost.sub("", title), row.line)
            if cells[2] and not all(title and not _RE.inner.search(title) for _, title in directions or [(0, "")]):
                listing.loose.append(row)
        else:
            listing.loose.append(row)
    return listing


def _directions(cell: str) -> list[tuple[int, str]]:
    """Return the directions of a cell with their numbers; none unless the cell begins with a mark.

    The first mark tells which kind the cell is listed by; marks of another kind belong to a title.
    """
    first = _RE.mark.match(cell.lstrip())
    if first is None:
        return []
    kind = "glued" if first["number"] or first["glued"] else first.lastgroup
    wanted = {"number", "glued"} if kind == "glued" else {kind}
    marks = [m for m in _RE.mark.finditer(cell) if m.lastgroup in wanted]
    ends = [m.start() for m in marks[1:]] + [len(cell)]
    found = []
    for order, (m, end) in enumerate(zip(marks, ends, strict=True), start=1):
        written = m["number"] or m["glued"] or m["circled"]
        found.append((item_number(written) or order if written else order, cell[m.end() : end].strip()))
    return found
