"""Measures of a year and their references to the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule
from loaders.text.normalise import folded


@rule("measure.numbers", "error", "施策の番号")
def measures_are_numbered_without_gap(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The measures under one goal or chapter in one year are numbered 1 to n, each number once."""
    siblings: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in tables["measures"]:
        siblings[row["node_id"], row["fiscal_year"]].append(row)
    for rows in siblings.values():
        for expected, row in enumerate(rows, start=1):
            if row.get("number") != str(expected):
                found = row.get("number") or "番号のない施策"
                message = f"番号が {expected} であるはずのところに {found} がある"
                yield Finding("measures", row, "number", message, str(expected))
                break


@rule("measure.repost_title", "warning", "再掲の題名")
def reposts_keep_their_title(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A measure that stands again elsewhere (再掲) has the title of its original."""
    titles = {row["measure_id"]: row["title_ja"] for row in tables["measures"]}
    for row in tables["measures"]:
        original = titles.get(row.get("repost_of"))
        if original is not None and folded(original) != folded(row["title_ja"]):
            yield Finding("measures", row, "title_ja", f"再掲の題名が元の施策「{original}」と異なる", original)


@rule("measure.action_page", "warning", "行動目標のページ")
def an_action_target_stands_on_one_page(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every reference to an action target names the same page of the plan."""
    targets = {row["node_id"] for row in tables["plan_nodes"] if row["level"] == "action_target"}
    pages: dict[str, int] = {}
    for row in tables["measure_links"]:
        node, page = row["action_node_id"], row.get("page")
        if node in targets and page is not None and pages.setdefault(node, page) != page:
            message = f"同じ行動目標の頁が {pages[node]} と {page} に分かれている"
            yield Finding("measure_links", row, "page", message, str(pages[node]))


@rule("measure.new_mark_lost", "info", "失われた新規の印")
def lost_marks_are_pointed_out(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Where new measures were marked by a colour or a line, the text no longer says which are new."""
    records = {row["record_id"]: row for row in tables["records"]}
    for note in notes["lost_mark"]:
        row = {**records[note["record_id"]], "line_start": note["line_start"]}
        message = f"「{note['written']}」の印が変換で失われ、新規の施策を区別できない"
        yield Finding("records", row, "", message)


@rule("measure.no_reference", "warning", "行動目標のない施策")
def measures_answer_to_the_plan(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every measure refers to an action target or a page of the plan; one that does not may have lost a cell."""
    linked = {row["measure_id"] for row in tables["measure_links"]}
    for row in tables["measures"]:
        if row["measure_id"] not in linked:
            yield Finding("measures", row, "", "対応する行動目標や頁の記載がない")
