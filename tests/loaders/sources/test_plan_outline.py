"""Document 004 against its key, fact by fact."""

import pytest

from loaders.sources import plan_outline
from tests.loaders.sources.keys import assert_every_quote_stands_where_it_says, flat

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def document(read_with_key):
    return read_with_key("004")


@pytest.fixture(scope="module")
def plan(document):
    return document.tables["plans"][0]


def nodes(document, level):
    return [node for node in document.tables["plan_nodes"] if node["level"] == level]


def relations(document, relation):
    return [row for row in document.tables["plan_relations"] if row["relation"] == relation]


def issues(document, rule_id):
    return [issue for issue in document.tables["issues"] if issue["rule_id"] == rule_id]


def measures_of(document):
    """Yield (goal, measure) of the key."""
    for goal in document.key["goal_tree"]:
        for measure in goal["policies"]:
            yield goal, measure


def test_the_document_is_the_one_of_the_key(document):
    row, key = document.tables["documents"][0], document.key["document"]
    assert (row["doc_id"], row["sha256"], row["line_count"]) == ("004", key["sha256"], key["line_count"])
    assert row["title_ja"] == key["document_title"]


def test_the_document_is_a_draft_without_a_date(document):
    row = document.tables["documents"][0]
    assert (row["status"], row.get("fiscal_year"), row.get("publisher_ja")) == ("draft", None, None)


def test_the_running_head_opens_no_second_record(document):
    (record,) = document.tables["records"]
    key = document.key["document"]
    assert [record["line_start"], record["line_end"]] == [key["title_line"]["lines"][0], key["line_count"]]
    assert record["area_code"] == key["municipality"]["code_external"]
    assert record["title_raw"] == key["title_line"]["title"]


def test_the_plan_has_name_type_and_status(document, plan):
    key = document.key["plan"]
    assert (plan["name_ja"], plan["plan_type"]) == (key["name"]["title"], key["plan_type"])
    assert plan["status"] == key["status"]["value"] == "draft"
    assert plan["area_code"] == document.key["document"]["municipality"]["code_external"]


def test_the_plan_has_its_period(document, plan):
    key = document.key["plan"]["period"]
    assert (plan["start_fy"], plan["end_fy"], plan["period_years"]) == (key["start_fy"], key["end_fy"], key["years"])
    assert [plan["line_start"], plan["line_end"]] == key["lines"]
    assert plan["quote"] == key["raw"]


def test_the_plan_has_its_philosophy(document, plan):
    assert plan["philosophy_ja"] == document.key["plan"]["philosophy"]["text"]


def test_a_draft_never_counts_as_in_force(document):
    assert {row["status"] for row in document.tables["plans"]} == {"draft", "projected"}
    assert not issues(document, "plan.draft_in_force")


def test_the_next_plan_is_a_projection_whose_end_is_unknown(document):
    key = document.key["plan"]["timeline"]["entries"][1]
    row = document.tables["plans"][1]
    assert (row["name_ja"], row["start_fy"], row.get("end_fy")) == (key["plan"], key["start_fy"], None)
    assert (row["status"], row["fact_status"]) == ("projected", key["status"])
    assert [row["line_start"], row["line_end"]] == key["lines"]
    assert [issue["row_key"] for issue in issues(document, "plan.by_cell")] == [row["plan_id"]]


def test_the_timeline_agrees_with_the_text(document, plan):
    key = document.key["plan"]["timeline"]["entries"][0]
    assert (plan["start_fy"], plan["end_fy"]) == (key["start_fy"], key["end_fy"])
    assert not issues(document, "plan.timeline")


def test_every_goal_has_number_title_and_line(document):
    found = [[n["number"], n["title_ja"], [n["line_start"], n["line_end"]]] for n in nodes(document, "basic_goal")]
    assert found == [[str(g["goal_no"]), g["title"], g["lines"]] for g in document.key["goal_tree"]]


def test_every_measure_has_path_title_line_and_goal(document, plan):
    found = [
        [n["path"], n["number"], n["title_ja"], [n["line_start"], n["line_end"]], n["parent_id"]]
        for n in nodes(document, "basic_measure")
    ]
    assert found == [
        [m["id"], str(m["policy_no"]), m["title"], m["lines"], f"{plan['plan_id']}-{goal['goal_no']}"]
        for goal, m in measures_of(document)
    ]


def test_every_direction_has_path_title_and_line(document):
    found = [[n["path"], n["number"], n["title_ja"], n["line_start"]] for n in nodes(document, "direction")]
    assert found == [
        [f"{m['id']}-{d['direction_no']}", str(d["direction_no"]), d["text"], m["lines"][0]]
        for _, m in measures_of(document)
        for d in m["directions"]
    ]


def test_the_lists_and_the_tree_give_one_node_each_and_agree(document):
    assert len({n["node_id"] for n in document.tables["plan_nodes"]}) == len(document.tables["plan_nodes"])
    assert not issues(document, "plan.list_and_tree")


def test_numbers_run_without_a_gap_and_counts_are_those_announced(document):
    assert not issues(document, "plan.numbers")
    assert not issues(document, "plan.stated_count")
    assert len(nodes(document, "basic_goal")) == document.key["goal_count_stated"]["value"]


def test_the_numbers_of_rows_are_those_of_the_key(document):
    expected = document.key["expected_counts"]
    by_goal = {goal["goal_no"]: goal for goal in document.key["goal_tree"]}
    found = [
        [sum(n["path"].startswith(f"{number}-") for n in nodes(document, level)) for number in by_goal]
        for level in ("basic_measure", "direction")
    ]
    assert found == [expected["policies_by_goal"], expected["directions_by_goal"]]
    assert len(nodes(document, "direction")) == expected["directions"] == 39
    counts = {name: len(document.tables[name]) for name in plan_outline.SOURCE.expected_rows}
    assert counts == dict(plan_outline.SOURCE.expected_rows)


def test_every_integrated_plan_has_its_law_article_and_obligation(document):
    key = document.key["plan"]["integrated_plans"]
    found = [
        [r["name_ja"], r["law_ja"], f"第{r['article_ja']}", r["obligation"], [r["line_start"], r["line_end"]]]
        for r in relations(document, "integrated_with")
    ]
    assert found == [[k["title"], k["law"], k["article"], "effort", k["lines"]] for k in key]
    assert {k["obligation"] for k in key} == {"努力義務"}


def test_every_integrated_plan_points_at_the_measure_that_it_is(document, plan):
    found = [r["node_id"] for r in relations(document, "integrated_with")]
    assert found == [f"{plan['plan_id']}-{k['policy_ref']}" for k in document.key["plan"]["integrated_plans"]]


def test_a_plan_in_brackets_is_no_part_of_a_title(document):
    titles = {n["path"]: n["title_ja"] for n in nodes(document, "basic_measure")}
    for _, measure in measures_of(document):
        if "is_also_plan" in measure:
            assert measure["is_also_plan"] not in titles[measure["id"]]


def test_the_damaged_article_is_pointed_out(document):
    (issue,) = issues(document, "plan.article_numeral")
    key = document.key["plan"]["integrated_plans"][2]
    assert key["article_raw"] in issue["message_ja"]
    assert (issue["severity"], issue["line_start"]) == ("info", key["lines"][0])


def test_the_superior_plan_is_related(document):
    key = document.key["plan"]["position"]
    assert [(r["name_ja"], r["line_start"]) for r in relations(document, "superior")] == [
        (key["superior_plan"]["value"], key["superior_plan"]["lines"][0])
    ]


def test_the_plan_itself_has_no_legal_basis_that_is_not_stated(document):
    assert document.key["plan"]["legal_basis_of_plan"]["value"] is None
    assert not [r for r in document.tables["plan_relations"] if r["relation"] != "integrated_with" and r.get("law_ja")]


def test_quoted_law_and_numbers_of_goals_become_no_measure_and_no_target(document):
    for table in ("measures", "targets", "target_statements", "achievements", "milestones", "programme_stages"):
        assert not [row for row in document.tables[table] if row.get("record_id")]


def test_every_line_is_understood(document):
    assert document.unclaimed == []
    (row,) = document.tables["parser_coverage"]
    parts = ("read", "heading", "ignored", "picture", "unclaimed")
    assert sum(row[f"lines_{part}"] for part in parts) == row["lines_total"]


def test_every_quote_stands_where_it_says(document):
    assert_every_quote_stands_where_it_says(document)


def test_only_names_and_phrases_are_kept(document):
    paragraphs = [flat(line) for line in document.lines if line.endswith("。")]
    cells = {
        flat(value)
        for rows in document.tables.values()
        for row in rows
        for value in row.values()
        if isinstance(value, str)
    }
    assert not [p for p in paragraphs if p in cells]
