"""Document type "plan outline": the summary of a municipality's welfare plan under ■ headings (document 004)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from loaders.document import Document, ParsedDocument, Row, provenance
from loaders.errors import BrokenDocumentError
from loaders.lookups import Lookups
from loaders.plan_rows import add_node
from loaders.readers.plan_timeline import read_timeline
from loaders.readers.plan_tree import PlanItem, PlanListing, read_lists, read_tree
from loaders.readers.square_sections import SquareSections, code_of_heading, split_at_squares
from loaders.readers.text_tables import read_rows
from loaders.registry import Source
from loaders.text.area_names import AreaNames
from loaders.text.era_dates import fiscal_years_in
from loaders.text.normalise import folded
from loaders.text.plan_words import PLAN_TYPES, integrated_plan, plan_type_of, related_plans, stated_counts

SOURCE = Source(
    source_id="plan_outline",
    name_ja="計画の概要",
    record_type="plan_outline",
    record_ja="計画の概要",
    title_ja="地域福祉計画の概要版",
    publisher_ja=None,
    fiscal_year=None,
    status="unknown",
    signs=("題名「第〇次〇〇市地域福祉計画」", "見出し「■計画の期間」", "見出し「■基本目標」"),
    words=("地域福祉計画", "基本目標", "基本施策", "基本理念", "計画期間", "施策目標", "概要版"),
    expected_rows={"plans": 2, "plan_nodes": 54, "plan_relations": 5},
)
# 「第4次小美玉市地域福祉計画（案）【概要版】」, folded
_TITLE = re.compile(
    r"^(?P<name>(?:第\d+[次期])?(?P<area>[^第■]+?[都道府県市区町村])(?:第\d+[次期])?"
    rf"(?:{'|'.join(PLAN_TYPES)}))(?P<draft>\(案\))?(?:【[^】]+】)?$"
)
_SECTIONS = {
    "philosophy": re.compile(r"^基本理念$"),
    "period": re.compile(r"^計画の期間$|^計画期間$"),
    "integrated": re.compile(r"と一体的に策定する計画$"),
    "position": re.compile(r"^計画の位置(?:付け|づけ)$"),
    "goals": re.compile(r"^基本目標$"),
    "tree": re.compile(r"^施策の体系$"),
    "explanation": re.compile(r"とは$|の考え方$"),
}
# 「令和8年度から令和12年度までの5年間」
_PERIOD = re.compile(r"(?P<span>[^、。は]*?年度から[^、。]*?年度まで)の?(?:(?P<years>\d+)年間)?")
_PHILOSOPHY_IN_TREE = re.compile(r"^基本理念\s*(?P<text>\S.*)$")
_TREE_HEADER = re.compile(r"^基本目標/基本施策")


@dataclass
class _Outline:
    """One outline: its plan, its sections, and the lines that were read."""

    document: Document
    record_id: str
    area_code: str
    title_line: int
    name: str
    is_draft: bool
    text: SquareSections
    read: set[int] = field(default_factory=set)

    @property
    def plan_id(self) -> str:
        return f"{self.record_id}-plan"

    def place(self, first: int, last: int, quote: str, status: str = "stated") -> Row:
        """Return the provenance of a fact, and count its lines as read."""
        self.read |= set(range(first, last + 1))
        return provenance(self.record_id, first, last, quote, status)


def _title_of(document: Document) -> tuple[int, re.Match[str]] | None:
    """Return the line and the parts of the title: the first line that is not blank."""
    number, line = next((n, text) for n, text in enumerate(document.lines, start=1) if text.strip())
    m = _TITLE.match(folded(line))
    return (number, m) if m else None


def recognise(document: Document) -> list[str]:
    """Return the signs of a plan's outline that the document lacks."""
    codes = {code_of_heading(line, _SECTIONS) for line in document.lines}
    met = (_title_of(document), "period" in codes, "goals" in codes)
    return [sign for sign, found in zip(SOURCE.signs, met, strict=True) if not found]


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the rows of the plan that the document outlines.

    Raises:
        BrokenDocumentError: The period or the goals are missing.
        UnknownAreaError: The municipality in the title resolves to no area, or to several.
    """
    out = ParsedDocument()
    outline = _open(document, lookups.area_names)
    _add_record(out, outline)
    years = _add_plan(out, outline)
    items = _add_items(out, outline)
    _add_relations(out, outline, items)
    _add_timeline(out, outline, years)
    _account(out, outline)
    return out


def _open(document: Document, names: AreaNames) -> _Outline:
    title = _title_of(document)
    assert title is not None  # recognise
    line, m = title
    area = names.only_one(m["area"], f"{document.place} {line}行目")
    text = split_at_squares(read_rows(list(document.lines[line:]), line + 1), _SECTIONS, m.group())
    text.headings.add(line)
    record_id = f"{document.doc_id}-L{line:04d}"
    return _Outline(document, record_id, area.area_code, line, m["name"], bool(m["draft"]), text)


def _add_record(out: ParsedDocument, outline: _Outline) -> None:
    lines = outline.document.lines
    row = {
        "record_id": outline.record_id,
        "doc_id": outline.document.doc_id,
        "record_type": "plan_outline",
        "area_code": outline.area_code,
        "title_raw": lines[outline.title_line - 1].strip(),
        "line_start": outline.title_line,
        "line_end": max(number for number, line in enumerate(lines, start=1) if line.strip()),
    }
    out.add("records", row)
    out.about = {"title_ja": row["title_raw"], "status": "draft" if outline.is_draft else "final"}


def _add_plan(out: ParsedDocument, outline: _Outline) -> tuple[int, int]:
    """Add the plan itself and return its first and last fiscal year."""
    rows = outline.text.rows("period")
    found = [(row.line, m) for row in rows if (m := _PERIOD.search(folded("".join(row.cells))))]
    years = fiscal_years_in(found[0][1]["span"]) if found else []
    if len(years) != 2:
        raise BrokenDocumentError(
            f"{outline.document.place} {outline.text.line_of('period')}行目",
            "「■計画の期間」の下に期間の文がない",
            "「令和〇年度から令和〇年度までの〇年間」",
            "文書が途中で切れていないかを原本で確かめてください",
        )
    line, m = found[0]
    out.add(
        "plans",
        {
            "plan_id": outline.plan_id,
            "area_code": outline.area_code,
            "name_ja": outline.name,
            "plan_type": plan_type_of(outline.name),
            "status": "draft" if outline.is_draft else "adopted",
            "start_fy": years[0],
            "end_fy": years[1],
            "period_years": int(m["years"]) if m["years"] else None,
            "philosophy_ja": _philosophy(outline),
            **outline.place(line, line, m.group()),
        },
    )
    return years[0], years[1]


def _philosophy(outline: _Outline) -> str | None:
    """Return the philosophy: the last line under its heading that is no sentence, else the tree's first cell."""
    lines = [row for row in outline.text.rows("philosophy") if "。" not in row.cells[0]]
    outline.read |= {row.line for row in lines[-1:]}
    if lines:
        return lines[-1].cells[0].strip()
    found = (_PHILOSOPHY_IN_TREE.match(row.cells[0]) for row in outline.text.rows("tree"))
    return next((m["text"].strip() for m in found if m), None)


def _add_items(out: ParsedDocument, outline: _Outline) -> dict[str, PlanItem]:
    """Add goals, measures and directions, each once, and return them by path."""
    rows = outline.text.rows("tree")
    header = {row.line for row in rows if _TREE_HEADER.match(folded("".join(row.cells)))}
    outline.text.headings |= header
    listed = read_lists(outline.text.rows("goals"))
    tree = read_tree([row for row in rows if row.line not in header])
    for code, heading, listing in (("goals", "■基本目標", listed), ("tree", "■施策の体系", tree)):
        if outline.text.line_of(code) and not listing.items:
            raise BrokenDocumentError(
                f"{outline.document.place} {outline.text.line_of(code)}行目",
                f"「{heading}」の下に「基本目標1 …」で始まる項目がない",
                "番号の付いた基本目標と基本施策",
                "文書が途中で切れていないか、項目の書き方が変わっていないかを原本で確かめてください",
            )
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


def _note_differences(out: ParsedDocument, outline: _Outline, listed: PlanListing, tree: PlanListing) -> None:
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
        for what, stated in stated_counts(row.cells[0]):
            place = {"record_id": outline.record_id, "line_start": row.line}
            out.notes["stated_count"].append({**place, "what": what, "stated": stated, "found": goals})


def _add_relations(out: ParsedDocument, outline: _Outline, items: dict[str, PlanItem]) -> None:
    node_of = {item.also_plan: f"{outline.plan_id}-{path}" for path, item in items.items() if item.also_plan}
    rows = outline.text.rows("integrated")
    for row, following in zip_longest(rows, rows[1:]):
        plan = integrated_plan(row.cells[0], following.cells[0] if following else "")
        if plan is None:
            continue
        article = plan.article
        relation = {
            "relation": "integrated_with",
            "name_ja": plan.name_ja,
            "law_ja": plan.law_ja,
            "article_ja": article.name_ja if article else None,
            "obligation": plan.obligation,
            "node_id": node_of.get(plan.name_ja),
        }
        last = following.line if following and article else row.line
        key = _add_relation(out, outline, relation, outline.place(row.line, last, plan.name_ja))
        if article and article.damaged:
            out.notes["article_numeral"].append({"row_key": key, "written": article.written})
    for row in outline.text.rows("position"):
        for kind, name in related_plans(row.cells[0]):
            place = outline.place(row.line, row.line, name)
            _add_relation(out, outline, {"relation": kind, "name_ja": name}, place)


def _add_relation(out: ParsedDocument, outline: _Outline, relation: Row, place: Row) -> str:
    seq = len(out.tables["plan_relations"]) + 1
    out.add("plan_relations", {"plan_id": outline.plan_id, "seq": seq, **relation, **place})
    return f"{outline.plan_id}|{seq}"


def _add_timeline(out: ParsedDocument, outline: _Outline, years: tuple[int, int]) -> None:
    """Add the plans that the timeline shows behind this one; note where its own bar begins in another year."""
    timeline = read_timeline(outline.text.rows("period"))
    outline.text.headings |= timeline.headings
    outline.read |= timeline.read
    for bar in timeline.bars:
        if folded(bar.name) == folded(outline.name) and bar.start_fy != years[0]:
            note = {"row_key": outline.plan_id, "line_start": bar.line, "in_timeline": bar.start_fy}
            out.notes["plan_timeline"].append(note)
        if bar.start_fy <= years[1] or plan_type_of(bar.name) != plan_type_of(outline.name):
            continue
        # Only the position of its cell tells the year, and the merged cells of its end are lost.
        place = outline.place(bar.line, bar.line, bar.name, "ambiguous")
        row = {
            "plan_id": f"{outline.plan_id}-from{bar.start_fy}",
            "area_code": outline.area_code,
            "name_ja": bar.name,
            "plan_type": plan_type_of(bar.name),
            "status": "projected",
            "start_fy": bar.start_fy,
        }
        out.add("plans", {**row, **place})
        _add_relation(out, outline, {"relation": "successor", "name_ja": bar.name}, place)


def _account(out: ParsedDocument, outline: _Outline) -> None:
    """Account for every line: the prose of known sections is left aside, rows that no rule took are listed."""
    record, lines = out.tables["records"][0], outline.document.lines
    total = record["line_end"] - record["line_start"] + 1
    loose = {row.line for row in outline.text.loose}
    read = outline.read - outline.text.headings - loose
    out.unclaimed += [(outline.record_id, number, lines[number - 1]) for number in sorted(loose)]
    row = {
        "record_id": outline.record_id,
        "lines_total": total,
        "lines_read": len(read),
        "lines_heading": len(outline.text.headings),
        "lines_ignored": total - len(read | outline.text.headings | loose),
        "lines_picture": 0,
        "lines_unclaimed": len(loose),
    }
    out.add("parser_coverage", row)
