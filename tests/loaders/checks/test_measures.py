"""The rules of measures: each fires where it should and is silent where it should."""

import pytest

from loaders.document import ParsedDocument
from loaders.quality import run_checks


def measure(number, name=None, **values):
    row = {"measure_id": name or f"m{number}", "node_id": "goal-1", "fiscal_year": 2021, "number": str(number),
           "title_ja": "灯りをともす", "record_id": "900-L0001", "line_start": 5, "fact_status": "stated"}  # fmt: skip
    return {**row, **values}


def link(measure_id, page, node="action-1"):
    return {"measure_id": measure_id, "action_node_id": node, "page": page, "record_id": "900-L0001",
            "line_start": 5, "fact_status": "stated"}  # fmt: skip


def node(node_id, level="action_target"):
    return {"node_id": node_id, "plan_id": "p", "level": level, "number": None, "record_id": "900-L0001"}


def issues(rule_id, **tables):
    out = ParsedDocument()
    for name, rows in tables.items():
        (out.notes if name == "lost_mark" else out.tables)[name].extend(rows)
    run_checks(out)
    return [row for row in out.tables["issues"] if row["rule_id"] == rule_id]


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1,)])
def test_numbers_without_a_gap_are_in_order(numbers):
    assert issues("measure.numbers", measures=[measure(n) for n in numbers]) == []


@pytest.mark.parametrize(("numbers", "expected"), [((1, 3), "2"), ((2,), "1"), ((1, 1), "2")])
def test_a_gap_or_a_number_twice_is_an_error(numbers, expected):
    rows = [measure(n, f"row{i}") for i, n in enumerate(numbers)]
    (issue,) = issues("measure.numbers", measures=rows)
    assert (issue["severity"], issue["suggested_value"]) == ("error", expected)
    assert rows[-1]["fact_status"] == "quarantined"


def test_every_goal_and_year_begins_at_1():
    rows = [measure(1), measure(1, "other", node_id="goal-2"), measure(1, "next", fiscal_year=2022)]
    assert issues("measure.numbers", measures=rows) == []


def test_a_repeat_keeps_the_title_of_its_original():
    rows = [measure(1), measure(2, title_ja="灯りを ともす", repost_of="m1")]
    assert issues("measure.repost_title", measures=rows) == []
    rows = [measure(1), measure(2, title_ja="灯りを消す", repost_of="m1")]
    assert issues("measure.repost_title", measures=rows)[0]["severity"] == "warning"


def test_an_action_target_has_one_page():
    nodes = [node("action-1"), node("chapter-5", "chapter")]
    agreeing = [link("m1", 7), link("m2", 7), link("m3", 31, "chapter-5"), link("m4", 33, "chapter-5")]
    assert issues("measure.action_page", plan_nodes=nodes, measure_links=agreeing) == []
    (issue,) = issues("measure.action_page", plan_nodes=nodes, measure_links=[link("m1", 7), link("m2", 9)])
    assert issue["message_ja"] == "同じ行動目標の頁が 7 と 9 に分かれている"


def test_a_mark_that_the_text_lost_is_pointed_out_with_its_line():
    record = {
        "record_id": "900-L0001",
        "doc_id": "900",
        "area_code": "902012",
        "record_type": "annual_measures",
        "line_start": 1,
    }
    note = {"record_id": "900-L0001", "line_start": 8, "written": "緑色の下線"}
    (issue,) = issues("measure.new_mark_lost", records=[record], lost_mark=[note])
    assert (issue["severity"], issue["line_start"]) == ("info", 8)
    assert issue["message_ja"] == "「緑色の下線」の印が変換で失われ、新規の施策を区別できない"


def test_a_measure_without_a_reference_is_pointed_out():
    rows = [measure(1), measure(2)]
    (issue,) = issues("measure.no_reference", measures=rows, measure_links=[link("m1", 7)])
    assert (issue["severity"], issue["row_key"]) == ("warning", "m2")
