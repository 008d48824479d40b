"""Plans, what they contain, milestones, and the measures of a year with their references to the plan."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from loaders.document import Row
from loaders.quality import Finding, Notes, Tables, rule
from loaders.text.normalise import folded

# Action targets and chapters are listed only as far as a document refers to them.
_NUMBERED = {"basic_goal", "basic_measure", "direction"}
_DRAFT = re.compile(r"[(（]案[)）]")
_NOT_IN_FORCE = {"draft", "projected"}


@rule("plan.years", "error", "計画の年数")
def plan_years_agree(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The number of years is the last year minus the first plus one."""
    for row in tables["plans"]:
        if any(row.get(name) is None for name in ("start_fy", "end_fy", "period_years")):
            continue
        span = int(row["end_fy"]) - int(row["start_fy"]) + 1
        if span != row["period_years"]:
            message = f"計画期間 {row['start_fy']}〜{row['end_fy']}年度 は {row['period_years']}年間 と合わない"
            yield Finding("plans", row, "period_years", message, str(span))


@rule("plan.numbers", "error", "体系の番号")
def plan_items_are_numbered_without_gap(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Items under one parent are numbered 1 to n, each number once."""
    siblings: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in tables["plan_nodes"]:
        if row["level"] in _NUMBERED and row.get("number"):
            siblings[row["plan_id"], row.get("parent_id"), row["level"]].append(row)
    yield from _first_gaps("plan_nodes", siblings.values())


def _first_gaps(table: str, siblings: Iterable[list[Row]]) -> Iterator[Finding]:
    """Yield of each row of siblings the first one that has not the number of its place."""
    for rows in siblings:
        for expected, row in enumerate(rows, start=1):
            if row.get("number") != str(expected):
                found = row.get("number") or "番号のない施策"
                message = f"番号が {expected} であるはずのところに {found} がある"
                yield Finding(table, row, "number", message, str(expected))
                break


@rule("plan.draft_in_force", "error", "案のままの計画")
def drafts_are_not_in_force(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A plan that its document calls a draft has no other status than draft or projected."""
    drafts = {row["doc_id"] for row in tables["documents"] if row["status"] == "draft"}
    of_draft = {row["record_id"] for row in tables["records"] if row["doc_id"] in drafts}
    for row in tables["plans"]:
        is_draft = row["record_id"] in of_draft or _DRAFT.search(str(row.get("quote", "")))
        if is_draft and row["status"] not in _NOT_IN_FORCE:
            yield Finding("plans", row, "status", "案の段階の計画が、策定済みとして読まれている", "draft")


@rule("plan.stated_count", "warning", "書かれた数と実際の数")
def stated_counts_are_met(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """As many goals and pillars are found as the text announces."""
    differing: dict[str, list[Row]] = defaultdict(list)
    for note in notes["stated_count"]:
        if note["stated"] != note["found"]:
            differing[note["record_id"]].append(note)
    by_id = {row["record_id"]: row for row in tables["records"]}
    for record_id, found in differing.items():
        row = {**by_id[record_id], "line_start": found[0]["line_start"]}
        counts = "、".join(f"{note['what']}（本文{note['stated']}、読み取り{note['found']}）" for note in found)
        yield Finding("records", row, "", f"本文のいう数だけ読み取れていない: {counts}")


@rule("plan.by_cell", "warning", "図の位置から読んだ計画年度")
def projected_plans_are_placed_by_cell(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The years of a plan that only a timeline shows are uncertain."""
    for row in tables["plans"]:
        if row["status"] == "projected" and row["fact_status"] == "ambiguous":
            message = "開始年度は図のセルの位置だけから読んだ。終了年度はわからない"
            yield Finding("plans", row, "start_fy", message)


@rule("milestone.by_cell", "warning", "表の位置から読んだ年度")
def milestones_are_placed_by_words(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A year that only the position of a flattened cell tells is uncertain."""
    for row in tables["milestones"]:
        if row["position"] == "by_cell":
            yield Finding("milestones", row, "start_fy", "年度は表のセルの位置だけから読んだ")


@rule("measure.numbers", "error", "施策の番号")
def measures_are_numbered_without_gap(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The measures under one goal or chapter in one year are numbered 1 to n, each number once."""
    siblings: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in tables["measures"]:
        siblings[row["node_id"], row["fiscal_year"]].append(row)
    yield from _first_gaps("measures", siblings.values())


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


@rule("measure.no_reference", "warning", "行動目標のない施策")
def measures_answer_to_the_plan(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every measure refers to an action target or a page of the plan; one that does not may have lost a cell."""
    linked = {row["measure_id"] for row in tables["measure_links"]}
    for row in tables["measures"]:
        if row["measure_id"] not in linked:
            yield Finding("measures", row, "", "対応する行動目標や頁の記載がない")
