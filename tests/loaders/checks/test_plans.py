"""The rules of plans and milestones: each fires where it should and is silent where it should."""

import pytest

from loaders.document import ParsedDocument
from loaders.quality import run_checks

RECORD = "900-L0001"


def plan(name="p", **values):
    row = {"plan_id": name, "status": "adopted", "quote": "計画", "record_id": RECORD, "line_start": 3,
           "fact_status": "stated"}  # fmt: skip
    return {**row, **values}


def node(path, level="basic_goal", plan_id="p", parent_id=None):
    return {"node_id": f"{plan_id}-{path}", "plan_id": plan_id, "parent_id": parent_id, "level": level, "path": path,
            "number": path[-1], "record_id": RECORD, "line_start": 9, "fact_status": "stated"}  # fmt: skip


def checked(rule_id, notes=(), **tables):
    """Return the issues of one rule for tables and (kind, note) pairs."""
    out = ParsedDocument()
    for name, rows in tables.items():
        out.tables[name].extend(rows)
    for kind, note in notes:
        out.notes[kind].append(note)
    run_checks(out)
    return [issue for issue in out.tables["issues"] if issue["rule_id"] == rule_id]


@pytest.mark.parametrize(
    ("start", "end", "years"), [(2026, 2030, 5), (2026, 2030, None), (None, None, 7), (2026, None, 5)]
)
def test_years_that_agree_or_are_not_all_stated_are_in_order(start, end, years):
    assert checked("plan.years", plans=[plan(start_fy=start, end_fy=end, period_years=years)]) == []


def test_years_that_do_not_agree_are_an_error_with_a_suggestion():
    row = plan(start_fy=2026, end_fy=2030, period_years=6)
    (issue,) = checked("plan.years", plans=[row])
    assert issue["message_ja"] == "計画期間 2026〜2030年度 は 6年間 と合わない"
    assert (issue["severity"], issue["suggested_value"], row["fact_status"]) == ("error", "5", "quarantined")


def test_numbers_1_to_n_are_in_order_under_each_parent():
    rows = [node("1"), node("2"), node("1-1", "basic_measure", parent_id="p-1"), node("1", plan_id="q")]
    assert checked("plan.numbers", plan_nodes=rows) == []


@pytest.mark.parametrize(("paths", "found", "expected"), [("13", "3", "2"), ("2", "2", "1"), ("11", "1", "2")])
def test_a_gap_or_a_number_twice_is_an_error(paths, found, expected):
    (issue,) = checked("plan.numbers", plan_nodes=[node(path) for path in paths])
    assert issue["message_ja"] == f"番号が {expected} であるはずのところに {found} がある"
    assert (issue["severity"], issue["suggested_value"]) == ("error", expected)


def test_action_targets_may_be_listed_with_gaps():
    rows = [node("3", "action_target"), node("7", "chapter")]
    assert checked("plan.numbers", plan_nodes=rows) == []


@pytest.mark.parametrize("status", ["draft", "projected"])
def test_a_draft_that_is_read_as_one_is_in_order(status):
    assert checked("plan.draft_in_force", plans=[plan(status=status, quote="風待市地域福祉計画（案）")]) == []


def test_a_draft_read_as_in_force_is_an_error():
    (issue,) = checked("plan.draft_in_force", plans=[plan(status="in_force", quote="風待市地域福祉計画（案）")])
    assert (issue["severity"], issue["suggested_value"]) == ("error", "draft")


def test_no_plan_of_a_draft_document_is_adopted():
    tables = {
        "documents": [{"doc_id": "900", "status": "draft", "truncated": False}],
        "records": [{"record_id": RECORD, "doc_id": "900", "record_type": "plan_outline", "area_code": "902012"}],
        "plans": [plan()],
    }
    assert len(checked("plan.draft_in_force", **tables)) == 1


def counted(stated, found, what="基本目標"):
    return "stated_count", {"record_id": RECORD, "line_start": 5, "what": what, "stated": stated, "found": found}


def test_counts_that_differ_from_the_announced_ones_are_one_warning_per_record():
    record = {"record_id": RECORD, "doc_id": "900", "record_type": "good_practice", "area_code": None, "line_start": 1}
    notes = [counted(3, 2), counted(2, 2), counted(2, 1, "柱")]
    (issue,) = checked("plan.stated_count", notes, records=[record])
    assert issue["message_ja"] == (
        "本文のいう数だけ読み取れていない: 基本目標（本文3、読み取り2）、柱（本文2、読み取り1）"
    )
    assert (issue["severity"], issue["line_start"]) == ("warning", 5)


def test_titles_that_differ_between_list_and_tree_are_a_warning():
    note = {"row_key": "p-1", "listed": "灯りの輪", "in_tree": "（なし）"}
    (issue,) = checked("plan.list_and_tree", [("plan_listing", note)], plan_nodes=[node("1")])
    assert issue["message_ja"] == "一覧では「灯りの輪」、体系では「（なし）」である"


def test_a_bar_that_begins_in_another_year_is_a_warning():
    note = {"row_key": "p", "line_start": 8, "in_timeline": 2025}
    (issue,) = checked("plan.timeline", [("plan_timeline", note)], plans=[plan(start_fy=2024)])
    assert issue["message_ja"] == "本文では2024年度から、図では2025年度からである"
    assert issue["line_start"] == 8


def test_a_plan_that_only_a_cell_places_is_a_warning():
    rows = [plan(status="projected", fact_status="ambiguous"), plan("q", status="draft")]
    assert [issue["row_key"] for issue in checked("plan.by_cell", plans=rows)] == ["p"]


def test_a_damaged_article_is_pointed_out_and_not_quarantined():
    row = {"plan_id": "p", "seq": 2, "article_ja": "106条の5", "record_id": RECORD, "line_start": 4,
           "fact_status": "stated"}  # fmt: skip
    note = {"row_key": "p|2", "written": "第一百六条の五"}
    (issue,) = checked("plan.article_numeral", [("article_numeral", note)], plan_relations=[row])
    assert issue["message_ja"] == "「第一百六条の五」は数字の書き方が崩れている。106条の5と読んだ"
    assert (issue["severity"], row["fact_status"]) == ("info", "stated")


@pytest.mark.parametrize(("position", "count"), [("by_cell", 1), ("stated", 0), ("ambiguous", 0)])
def test_a_milestone_that_only_a_cell_places_is_a_warning(position, count):
    row = {"milestone_id": "m", "group_ja": "7市町", "municipality_count": None, "milestone_type": "plan_revision",
           "position": position, "record_id": RECORD, "line_start": 6}  # fmt: skip
    assert len(checked("milestone.by_cell", milestones=[row])) == count
