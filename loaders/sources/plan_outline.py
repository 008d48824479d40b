"""Document type "plan outline": the summary of a municipality's welfare plan under ■ headings (document 004)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

import loaders.readers.plan_outlines as outlines
import loaders.text.plan_words as plan_words
from loaders.document import Document, LineAccount, ParsedDocument, Row, add_node, provenance
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.readers.text_tables import read_rows
from loaders.sources import declared_source
from loaders.text.area_names import AreaNames, ResolvedArea
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

SOURCE = declared_source(__file__)
_TITLE_WITHIN = 12  # Lines at the top among which the title stands; a web page has others in front
_RE = Patterns(__file__)
_SECTIONS = dict(_RE.table("sections"))


@dataclass
class _Outline:
    document: Document
    record_id: str
    area: ResolvedArea
    title_line: int
    title: plan_words.PlanTitle
    text: outlines.SquareSections
    read: set[int] = field(default_factory=set)

    @property
    def plan_id(self) -> str:
        return f"{self.record_id}-plan"

    def place(self, first: int, last: int, quote: str, status: str = "stated") -> Row:
        """Return the provenance of a fact, and count its lines as read."""
        self.read |= set(range(first, last + 1))
        return provenance(self.record_id, first, last, quote, status)


def _title_of(document: Document) -> tuple[int, plan_words.PlanTitle] | None:
    """Return the line and the parts of the title: the first line at the top that is one."""
    filled = [(n, text) for n, text in enumerate(document.lines, start=1) if text.strip()]
    found = ((number, plan_words.plan_title(line)) for number, line in filled[:_TITLE_WITHIN])
    return next(((number, parts) for number, parts in found if parts), None)


def recognise(document: Document) -> list[str]:
    """Return the signs of a plan's outline that the document lacks."""
    codes = {outlines.code_of_heading(line, _SECTIONS) for line in document.lines}
    return SOURCE.missing(_title_of(document), "period" in codes, "goals" in codes)


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the rows of the plan that the document outlines.

    Raises:
        BrokenDocumentError: The period or the goals are missing.
        UnknownAreaError: The municipality in the title resolves to no area, or to several.
    """
    out = ParsedDocument()
    outline = _open(document, lookups.area_names)
    own_lines, headings = range(outline.title_line, document.whole[-1] + 1), outline.text.headings
    title = document.lines[outline.title_line - 1].strip()
    out.add_record(document, SOURCE.record_type, own_lines, outline.area.area_code, title=title)
    out.note_name(outline.record_id, outline.title_line, outline.title.name, outline.area)
    out.about = {"title_ja": title, "status": "draft" if outline.title.is_draft else "final"}
    years = _add_plan(out, outline)
    items = _add_items(out, outline)
    _add_relations(out, outline, items)
    _add_timeline(out, outline, years)
    # The prose of known sections is left aside, rows that no rule took are listed.
    account = LineAccount(outline.read - headings, headings, {row.line for row in outline.text.loose})
    account.close(out, outline.record_id, own_lines, document.lines)
    return out


def _open(document: Document, names: AreaNames) -> _Outline:
    title = _title_of(document)
    assert title is not None  # recognise
    line, parts = title
    place = f"{document.place} {line}行目"
    if not parts.town_ja:
        area = names.prefecture(parts.prefecture_ja, place)
    elif parts.prefecture_ja:
        area = names.municipality(parts.prefecture_ja, parts.town_ja, place)
    else:
        area = names.only_one(parts.town_ja, place, "\n".join(document.lines))
    text = outlines.split_at_squares(read_rows(list(document.lines[line:]), line + 1), _SECTIONS, parts.text)
    text.headings.add(line)
    return _Outline(document, f"{document.doc_id}-L{line:04d}", area, line, parts, text)


def _add_plan(out: ParsedDocument, outline: _Outline) -> tuple[int, int]:
    """Add the plan itself and return its first and last fiscal year."""
    found = next(_periods(outline), None)
    if found is None:
        raise refusal("broken.outline/period", f"{outline.document.place} {outline.text.line_of('period')}行目")
    line, last, period = found
    plan: Row = {
        "plan_id": outline.plan_id,
        "area_code": outline.area.area_code,
        "name_ja": outline.title.name,
        "plan_type": plan_words.plan_type_of(outline.title.name),
        "status": "draft" if outline.title.is_draft else "adopted",
        "start_fy": period.start_fy,
        "end_fy": period.end_fy,
        "period_years": period.years,
        "philosophy_ja": _philosophy(outline),
    }
    out.add("plans", {**plan, **outline.place(line, last, period.written)})
    if period.remark_ja:
        out.notes["plan_remark"].append({"row_key": outline.plan_id, "line_start": line, "remark": period.remark_ja})
    if second := outline.title.second_name:
        place = outline.place(outline.title_line, outline.title_line, second)
        _add_relation(out, outline, {"relation": "integrated_with", "name_ja": second}, place)
    return period.start_fy, period.end_fy


def _periods(outline: _Outline) -> Iterator[tuple[int, int, plan_words.PlanPeriod]]:
    """Yield (first line, last line, period) under the heading of the period, then of lines that name it themselves."""
    for row in outline.text.rows("period"):
        if not row.is_table and (period := plan_words.plan_period("".join(row.cells))):
            yield row.line, row.line, period
    for row, following in pairwise(outline.text.rows("period")):
        # 「初年度 令和6年度」 over 「目標年度 令和10年度」
        if period := plan_words.plan_period("".join((*row.cells, *following.cells))):
            yield row.line, following.line, period
    for number, text in enumerate(outline.document.lines, start=1):
        if "計画期間" in text and "\t" not in text and (period := plan_words.plan_period(text)):
            yield number, number, period


def _philosophy(outline: _Outline) -> str | None:
    """Return the philosophy: the last line under its heading that is no sentence, else the tree's first cell."""
    lines = [row for row in outline.text.rows("philosophy") if "。" not in row.cells[0]]
    outline.read |= {row.line for row in lines[-1:]}
    if lines:
        return lines[-1].cells[0].strip().strip("「」『』")
    found = (_RE.philosophy_in_tree.match(row.cells[0]) for row in outline.text.rows("tree"))
    return next((m["text"].strip() for m in found if m), None)


def _add_items(out: ParsedDocument, outline: _Outline) -> dict[str, outlines.PlanItem]:
    """Add goals, measures and directions, each once, and return them by path."""
    rows = outline.text.rows("tree")
    header = {row.line for row in rows if _RE.tree_header.match(folded("".join(row.cells)))}
    outline.text.headings |= header
    listed = outlines.read_lists(outline.text.rows("goals"))
    tree = outlines.read_tree([row for row in rows if row.line not in header])
    for code, heading, listing in (("goals", "基本目標", listed), ("tree", "施策の体系", tree)):
        if outline.text.line_of(code) and not listing.items:
            where = f"{outline.document.place} {outline.text.line_of(code)}行目"
            raise refusal("broken.outline/goals", where, heading=heading)
    outline.text.loose += listed.loose + tree.loose
    outline.read |= listed.read | tree.read
    items = {**listed.items, **tree.items}
    # A goal is told by the line that its text stands under, not by its row in the tree.
    items |= {path: item for path, item in listed.items.items() if item.level == "basic_goal"}
    for path, item in items.items():
        place = outline.place(item.line, item.line, item.title)
        add_node(out, outline.plan_id, path, item.level, item.title, place)
    _note_differences(out, outline, listed, tree)
    return items


def _note_differences(
    out: ParsedDocument, outline: _Outline, listed: outlines.PlanListing, tree: outlines.PlanListing
) -> None:
    """Note where the lists and the tree differ, and how many goals the text announces."""
    both = {**listed.items, **tree.items} if tree.items else {}
    for path, item in both.items():
        if item.level == "direction":
            continue
        titles = [found.title if (found := part.items.get(path)) else "（なし）" for part in (listed, tree)]
        if folded(titles[0]) != folded(titles[1]):
            note = {"row_key": f"{outline.plan_id}-{path}", "listed": titles[0], "in_tree": titles[1]}
            out.notes["plan_listing"].append(note)
    goals = sum(item.level == "basic_goal" for item in listed.items.values())
    for row in outline.text.rows("goals"):
        for what, stated in plan_words.stated_counts(row.cells[0]):
            place = {"record_id": outline.record_id, "line_start": row.line}
            out.notes["stated_count"].append({**place, "what": what, "stated": stated, "found": goals})


def _add_relations(out: ParsedDocument, outline: _Outline, items: dict[str, outlines.PlanItem]) -> None:
    node_of = {item.also_plan: f"{outline.plan_id}-{path}" for path, item in items.items() if item.also_plan}
    rows = outline.text.rows("integrated")
    for row, following in zip_longest(rows, rows[1:]):
        plan = plan_words.integrated_plan(row.cells[0], following.cells[0] if following else "")
        if plan is None:
            continue
        article = plan.article
        law = {"law_ja": plan.law_ja, "article_ja": article.name_ja if article else None, "obligation": plan.obligation}
        node = node_of.get(plan.name_ja)
        relation = {"relation": "integrated_with", "name_ja": plan.name_ja, "node_id": node, **law}
        last = following.line if following and article else row.line
        key = _add_relation(out, outline, relation, outline.place(row.line, last, plan.name_ja))
        if article and article.damaged:
            out.notes["article_numeral"].append({"row_key": key, "written": article.written})
    named = {row["name_ja"] for row in out.tables["plan_relations"]}
    for path, item in items.items():
        if item.also_plan and item.also_plan not in named:
            node = f"{outline.plan_id}-{path}"
            relation = {"relation": "integrated_with", "name_ja": item.also_plan, "node_id": node}
            _add_relation(out, outline, relation, outline.place(item.line, item.line, item.also_plan))
    for row in outline.text.rows("position"):
        for kind, name in plan_words.related_plans(row.cells[0]):
            if (kind, name) not in {(one["relation"], one["name_ja"]) for one in out.tables["plan_relations"]}:
                place = outline.place(row.line, row.line, name)
                _add_relation(out, outline, {"relation": kind, "name_ja": name}, place)


def _add_relation(out: ParsedDocument, outline: _Outline, relation: Row, place: Row) -> str:
    seq = len(out.tables["plan_relations"]) + 1
    out.add("plan_relations", {"plan_id": outline.plan_id, "seq": seq, **relation, **place})
    return f"{outline.plan_id}|{seq}"


def _add_timeline(out: ParsedDocument, outline: _Outline, years: tuple[int, int]) -> None:
    """Add the plans that the timeline shows behind this one; note where its own bar begins in another year."""
    timeline = outlines.read_timeline(outline.text.rows("period"))
    outline.text.headings |= timeline.headings
    outline.read |= timeline.read
    for bar in timeline.bars:
        if folded(bar.name) == folded(outline.title.name) and bar.start_fy != years[0]:
            note = {"row_key": outline.plan_id, "line_start": bar.line, "in_timeline": bar.start_fy}
            out.notes["plan_timeline"].append(note)
        kind = plan_words.plan_type_of(bar.name)
        if bar.start_fy <= years[1] or kind != plan_words.plan_type_of(outline.title.name):
            continue
        # Only the position of its cell tells the year, and the merged cells of its end are lost.
        place = outline.place(bar.line, bar.line, bar.name, "ambiguous")
        row: Row = {"plan_id": f"{outline.plan_id}-from{bar.start_fy}", "area_code": outline.area.area_code}
        row |= {"name_ja": bar.name, "plan_type": kind, "status": "projected", "start_fy": bar.start_fy}
        out.add("plans", row | place)
        _add_relation(out, outline, {"relation": "successor", "name_ja": bar.name}, place)
