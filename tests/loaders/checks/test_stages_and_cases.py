"""The rules of stages, lists and cases: each fires where it should and is silent where it should."""

import pytest

from loaders.document import ParsedDocument
from loaders.quality import run_checks


def stage(programme, name, year=2021):
    return {"area_code": "902021", "programme_code": programme, "fiscal_year": year, "stage": name,
            "evidence": "stated", "fact_status": "stated"}  # fmt: skip


def checked(rule_id, notes=(), **tables):
    out = ParsedDocument()
    for name, rows in tables.items():
        out.tables[name].extend(rows)
    for kind, note in notes:
        out.notes[kind].append(note)
    run_checks(out)
    return [issue for issue in out.tables["issues"] if issue["rule_id"] == rule_id]


PROGRAMMES = [{"programme_code": "transition_preparation", "successor_code": "multilayered_support"}]


@pytest.mark.parametrize(("year", "count"), [(2021, 1), (2022, 0)])
def test_preparing_in_the_year_in_which_the_programme_runs_is_a_warning(year, count):
    rows = [stage("transition_preparation", "preparing"), stage("multilayered_support", "implementing", year)]
    issues = checked("stage.preparing_while_implementing", programme_stages=rows, programmes=PROGRAMMES)
    assert [issue["row_key"] for issue in issues] == ["902021|transition_preparation|2021"] * count


def test_a_list_that_contradicts_a_document_is_a_warning_with_both_values():
    row = stage("multilayered_support", "implementing")
    note = {"table": "programme_stages", "row": row, "column": "stage", "listed": "preparing"}
    (issue,) = checked("list.conflict", [("list_conflict", note)], programme_stages=[row])
    assert issue["message_ja"] == "取り込んだ一覧では「準備中」、文書では「実施中」である"
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
