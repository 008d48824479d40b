"""The rules of roadmaps, events and timetables: each fires where it should and is silent where it should."""

import pytest

from loaders.document import ParsedDocument
from loaders.quality import run_checks

PLACE = {"record_id": "900-L0001", "line_start": 40, "fact_status": "stated"}


def record():
    return {
        "record_id": "900-L0001",
        "doc_id": "900",
        "area_code": "902012",
        "record_type": "prefectural_briefing",
        "line_start": 1,
    }


def event(month, quarter):
    return {"event_id": "e", "month_start": month, "quarter_by_cell": quarter, **PLACE}


def slot(weekday, cell_weekday, position="stated"):
    return {"slot_id": "s", "weekday": weekday, "cell_weekday": cell_weekday, "position": position,
            "activity_ja": "灯りの会", **PLACE}  # fmt: skip


def issues(rule_id, notes=(), **tables):
    out = ParsedDocument()
    for name, rows in tables.items():
        out.tables[name].extend(rows)
    out.notes["milestone_groups"].extend(notes)
    run_checks(out)
    return [row for row in out.tables["issues"] if row["rule_id"] == rule_id]


def groups(*sizes):
    return {"record_id": "900-L0001", "line_start": 48, "municipalities": 12,
            "groups": {f"{n}市町村": n for n in sizes}}  # fmt: skip


@pytest.mark.parametrize("sizes", [(4, 8), ()])
def test_groups_that_make_up_the_prefecture_or_are_not_counted_are_fine(sizes):
    assert issues("milestone.group_sum", [groups(*sizes)], records=[record()]) == []


def test_groups_that_do_not_make_up_the_prefecture_are_pointed_out():
    (issue,) = issues("milestone.group_sum", [groups(4, 7)], records=[record()])
    assert (issue["severity"], issue["line_start"]) == ("warning", 48)
    assert issue["message_ja"] == "工程表の区分 4＋7 が県内の市町村の数 12 と一致しない"


@pytest.mark.parametrize(("month", "quarter"), [(4, 1), (6, 1), (9, 2), (12, 3), (1, 4), (None, 3), (6, None)])
def test_months_inside_the_quarter_of_the_cell_are_fine(month, quarter):
    assert issues("support_event.months_win", support_events=[event(month, quarter)]) == []


def test_months_of_another_quarter_win():
    row = event(6, 2)
    (issue,) = issues("support_event.months_win", support_events=[row])
    assert issue["message_ja"] == "表の位置は第2四半期だが、6月は第1四半期である。書かれた月に従う"
    assert row["fact_status"] == "stated"


def test_a_cell_that_was_moved_to_its_described_day_is_pointed_out():
    assert issues("timetable.moved_cell", timetable_slots=[slot("wed", "wed")]) == []
    (issue,) = issues("timetable.moved_cell", timetable_slots=[slot("fri", "sat")])
    assert issue["message_ja"] == "「灯りの会」の曜日は説明に従い、表の位置には従わない"


def test_a_day_that_nothing_settles_is_pointed_out():
    (issue,) = issues("timetable.open_day", timetable_slots=[slot("sun", "sun", "ambiguous")])
    assert issue["severity"] == "warning"


def test_a_document_that_breaks_off_is_pointed_out():
    documents = [{"doc_id": "900", "status": "final", "truncated": cut} for cut in (True, False)]
    (issue,) = issues("document.truncated", documents=documents)
    assert issue["message_ja"] == "文書が表の途中で終わっている。以降の内容は読み取れない"
