"""The rules of documents, briefings, stages, lists and cases: each fires where it should and is silent where it should."""

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


def test_a_week_of_no_known_town_is_told_once():
    slots = [slot("mon", "mon") | {"slot_id": day, "area_code": None} for day in "ab"]
    assert len(issues("timetable.town_unknown", timetable_slots=slots)) == 1
    assert issues("timetable.town_unknown", timetable_slots=[slots[0] | {"area_code": "902101"}]) == []


def test_a_document_that_breaks_off_is_pointed_out():
    documents = [{"doc_id": "900", "status": "final", "truncated": cut} for cut in (True, False)]
    (issue,) = issues("document.truncated", documents=documents)
    assert issue["message_ja"] == "文書が表の途中で終わっている。以降の内容は読み取れない"


def stage(programme, name, year=2021):
    return {"area_code": "902021", "programme_code": programme, "fiscal_year": year, "stage": name,
            "seq": 1, "evidence": "stated", "source_url": "https://example.jp", "fact_status": "stated"}  # fmt: skip


def checked(rule_id, notes=(), **tables):
    out = ParsedDocument()
    for name, rows in tables.items():
        out.tables[name].extend(rows)
    for kind, note in notes:
        out.notes[kind].append(note)
    run_checks(out)
    return [issue for issue in out.tables["issues"] if issue["rule_id"] == rule_id]


@pytest.mark.parametrize(("year", "count"), [(2021, 1), (2022, 0)])
def test_preparing_in_the_year_in_which_the_programme_runs_is_a_warning(year, count):
    rows = [stage("transition_preparation", "preparing"), stage("multilayered_support", "implementing", year)]
    issues = checked("stage.preparing_while_implementing", programme_stages=rows)
    assert [issue["row_key"] for issue in issues] == ["902021|transition_preparation|2021|1"] * count


def test_sources_of_one_stage_that_differ_are_one_issue_about_the_row_that_is_shown():
    rows = [stage("multilayered_support", name) | {"seq": n, "source_title": "広報"}
            for n, name in enumerate(("implementing", "not_implementing"), 1)]  # fmt: skip
    (issue,) = checked("stage.sources_differ", programme_stages=rows)
    assert issue["row_key"] == "902021|multilayered_support|2021|1"
    assert "「実施中」（明記・広報）、「未実施」（明記・広報）" in issue["message_ja"]


def test_a_list_that_contradicts_a_document_is_a_warning_with_both_values():
    row = stage("multilayered_support", "implementing")
    note = {"table": "programme_stages", "row": row, "column": "stage", "listed": "preparing"}
    (issue,) = checked("list.conflict", [("list_conflict", note)], programme_stages=[row])
    assert issue["message_ja"] == "取り込んだ一覧では「移行準備中」、文書では「実施中」である"
    assert (issue["severity"], issue["suggested_value"], row["fact_status"]) == ("warning", "preparing", "stated")


def test_counts_that_contradict_each_other_are_told_as_numbers():
    row = {"fiscal_year": 2018, "programme_code": "model_projects", "municipalities": 151, "fact_status": "stated"}
    note = {"table": "national_counts", "row": row, "column": "municipalities", "listed": 150}
    (issue,) = checked("list.conflict", [("list_conflict", note)], national_counts=[row])
    assert issue["message_ja"] == "取り込んだ一覧では「150」、文書では「151」である"


@pytest.mark.parametrize(
    ("stale", "message"),
    [(True, "要約の後に原文が変わったため、要約を表示しない"), (False, "要約がまだ書かれていない")],
)
def test_a_point_without_a_fresh_summary_is_a_warning(stale, message):
    row = {"case_id": "c", "kind": "point", "seq": 1, "line_start": 4, "fact_status": "stated"}
    note = {"row_key": "c|point|1", "stale": stale}
    (issue,) = checked("summary.case_stale", [("case_summary", note)], case_points=[row])
    assert issue["message_ja"] == message
    assert (issue["severity"], issue["line_start"]) == ("warning", 4)
