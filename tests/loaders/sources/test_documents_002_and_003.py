"""Documents 002 and 003 against what stands in them, by number, page, year and line."""

import re
from collections import Counter

import pytest

from loaders.pipeline import parse_documents
from loaders.sources import annual_measures, prefectural_briefing
from tests.loaders.sources.keys import assert_every_quote_stands_where_it_says

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def measures(read_alone):
    return read_alone("002")


@pytest.fixture(scope="module")
def briefing(read_alone):
    return read_alone("003")


@pytest.mark.parametrize(("name", "module"), [("measures", annual_measures), ("briefing", prefectural_briefing)])
def test_the_rows_are_as_many_as_expected_and_no_line_is_left_over(name, module, request):
    document = request.getfixturevalue(name)
    expected = module.SOURCE.expected_rows
    own = {record["record_id"] for record in document.tables["records"]}
    found = {table: [row for row in document.tables[table] if row.get("record_id") in own] for table in expected}
    assert {table: len(rows) for table, rows in found.items()} == expected
    assert document.unclaimed == []


@pytest.mark.parametrize("name", ["measures", "briefing"])
def test_every_fact_stands_on_its_lines(name, request):
    assert_every_quote_stands_where_it_says(request.getfixturevalue(name))


def test_a_page_that_is_missing_is_told_by_the_part_that_stood_on_it(shared_dir, tmp_path):
    (path,) = (shared_dir / "sources").glob("003_*.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if re.match(r"\t月\t火", line))
    (tmp_path / path.name).write_text("\n".join(lines[:start] + lines[start + 18 :]), encoding="utf-8")
    issues = parse_documents([tmp_path / path.name]).tables["issues"]
    told = [row["message_ja"] for row in issues if row["rule_id"] == "document.part_missing"]
    assert len(told) == 1
    assert told[0].startswith("この種類の文書にある「拠点の週間予定」が一つも読み取れなかった")


def links_of(document):
    """Return (measure, level and number of the node, page, line) of every link."""
    nodes = {row["node_id"]: row for row in document.tables["plan_nodes"]}
    for link in document.tables["measure_links"]:
        node = nodes[link["action_node_id"]]
        measure = link["measure_id"].removeprefix("002-L0003-")
        yield measure, node["level"], int(node["number"]), link["page"], link["line_start"]


def test_the_measures_are_15_of_which_one_repeats_another(measures):
    rows = measures.tables["measures"]
    assert Counter(row["node_id"].removeprefix("002-L0003-plan-") for row in rows) == {
        "goal-1": 2, "goal-2": 1, "goal-3": 5, "goal-4": 3, "chapter-7": 2, "chapter-8": 2,
    }  # fmt: skip
    repeats = {row["measure_id"]: row["repost_of"] for row in rows if row["repost_of"]}
    assert repeats == {"002-L0003-goal-4-3": "002-L0003-goal-3-5"}
    assert {row["fiscal_year"] for row in rows} == {2022}


def test_nobody_can_say_from_the_text_which_measures_are_new(measures):
    rows = measures.tables["measures"]
    assert {(row["is_new"], row["missing_reason"]) for row in rows} == {(None, "lost")}


def test_a_page_break_leaves_a_measure_whole(measures):
    spans = {row["measure_id"]: (row["line_start"], row["line_end"]) for row in measures.tables["measures"]}
    assert spans["002-L0003-goal-3-3"] == (35, 37)
    assert spans["002-L0003-goal-3-4"] == (38, 39)


def test_every_reference_leads_to_its_action_target_and_page(measures):
    numbered = {(number, page) for _, level, number, page, _ in links_of(measures) if level == "action_target"}
    assert numbered == {(1, 19), (2, 21), (3, 23), (5, 27), (6, 29), (7, 31), (8, 33), (9, 35), (10, 37)}
    assert sum(level == "action_target" for _, level, *_ in links_of(measures)) == 13


def test_a_reference_with_a_page_only_leads_to_its_chapter(measures):
    chapters = [link for link in links_of(measures) if link[1] == "chapter"]
    assert chapters == [
        ("chapter-7-1", "chapter", 7, 51, 60),
        ("chapter-7-2", "chapter", 7, 52, 61),
        ("chapter-8-1", "chapter", 8, 58, 68),
        ("chapter-8-2", "chapter", 8, 56, 69),
    ]


def test_every_page_of_the_text_is_in_a_link(measures):
    pages = Counter(int(n) for n in re.findall(r"本編P(\d+)", "\n".join(measures.lines)))
    assert Counter(page for *_, page, _ in links_of(measures)) == pages


def test_the_opened_centre_has_its_month_and_the_other_has_none(measures):
    opened = {row["line_start"]: row["opened_date"] for row in measures.tables["openings"]}
    assert opened == {24: None, 60: "2022-05"}


def test_the_national_counts_are_those_of_line_86(briefing):
    counts = {
        row["fiscal_year"]: row["municipalities"]
        for row in briefing.tables["national_counts"]
        if row.get("line_start") == 86
    }
    assert counts == {2016: 26, 2017: 85, 2018: 151, 2019: 208}


def test_the_milestones_have_year_number_line_and_ground(briefing):
    rows = [
        (row["line_start"], row["start_fy"], row["milestone_type"], row["municipality_count"], row["position"])
        for row in briefing.tables["milestones"]
    ]
    assert rows == [
        (287, 2021, "programme_start", None, "by_cell"),
        (287, 2022, "plan_revision", 15, "by_cell"),
        (287, 2023, "plan_revision", 10, "by_cell"),
        (287, 2024, "prefecture_plan", None, "by_cell"),
        (287, 2024, "plan_revision", 6, "by_cell"),
        (288, 2021, "programme_stage", 7, "stated"),
        (288, 2022, "programme_stage", 7, "by_cell"),
        (289, 2022, "programme_stage", None, "by_cell"),
        (290, 2023, "programme_stage", None, "by_cell"),
        (290, 2024, "programme_stage", None, "by_cell"),
        (289, 2021, "considering", 27, "stated"),
    ]


def test_months_of_events_win_over_their_cells(briefing):
    events = {row["number"]: row for row in briefing.tables["support_events"]}
    months = {number: (row["month_start"], row["month_end"]) for number, row in events.items()}
    assert months == {
        "1": (4, 6), "2": (6, 8), "3": (6, 9), "4": (9, 9), "5": (None, None), "6": (1, 3), "7": (3, 3),
        None: (None, None),
    }  # fmt: skip
    assert events["3"]["quarter_by_cell"] == 2


def test_the_target_of_the_prefecture_is_all_34_municipalities(briefing):
    (target,) = briefing.tables["targets"]
    wanted = {"pillar": "prefecture", "target_type": "all_units", "value": 34, "target_fy": 2023, "line_start": 281}
    assert wanted.items() <= target.items()
    assert target["fact_status"] == "derived"


def test_the_coordinators_are_five_posts_without_names(briefing):
    bodies = Counter(row["body_ja"] for row in briefing.tables["staffing"])
    assert bodies == {"社協": 3, "行政": 2}
    assert [row["line_start"] for row in briefing.tables["staffing"]] == [173, 174, 176, 177, 178]
    (implementation,) = briefing.tables["implementations"]
    assert (implementation["area_code"], implementation["fiscal_year"]) == ("394017", 2020)
    assert not implementation["described"]


def test_the_shifted_cell_of_the_week_follows_its_description(briefing):
    moved = [
        (row["cell_weekday"], row["weekday"], row["line_start"], row["description_line"])
        for row in briefing.tables["timetable_slots"]
        if row["weekday"] != row["cell_weekday"]
    ]
    assert moved == [("sat", "fri", 205, 220), ("sun", None, 205, 226)]
    assert {row["area_code"] for row in briefing.tables["timetable_slots"]} == {"392049"}


def test_both_documents_raise_the_issues_that_their_conversion_left(measures, briefing):
    raised = Counter(row["rule_id"] for row in [*measures.tables["issues"], *briefing.tables["issues"]])
    own = {name: count for name, count in raised.items() if not name.startswith(("list.", "stage."))}
    assert own == {
        "measure.new_mark_lost": 1, "milestone.by_cell": 9, "support_event.months_win": 1, "timetable.moved_cell": 1,
        "timetable.open_day": 2, "document.truncated": 1, "remark": 1,
    }  # fmt: skip
