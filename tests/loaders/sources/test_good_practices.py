"""Document 000 against its key, fact by fact."""

import pytest

from loaders.sources import good_practices
from tests.loaders.sources.keys import assert_every_quote_stands_where_it_says, flat

pytestmark = pytest.mark.shared

PROGRAMMES = {"community_plan": None, "self_reliance": "self_reliance", "multilayered": "multilayered_support"}


@pytest.fixture(scope="module")
def document(read_with_key):
    return read_with_key("000")


@pytest.fixture(scope="module")
def cases(document):
    """Pairs of a case in the key and our good_cases row."""
    return list(zip(document.key["cases"], document.tables["good_cases"], strict=True))


@pytest.fixture(scope="module")
def plan(document):
    return document.key["cases"][0]["plan"]


def points(document, case_no, kind):
    record_id = document.tables["good_cases"][case_no - 1]["case_id"]
    return [p for p in document.tables["case_points"] if p["case_id"] == record_id and p["kind"] == kind]


def summary_of_line(document, line):
    """Return what we say in our own words about the passage on a line."""
    return next(p["summary_ja"] for p in document.tables["case_points"] if p["line_start"] == line)


def nodes(document, level):
    return [node for node in document.tables["plan_nodes"] if node["level"] == level]


def relations(document, relation):
    return [row for row in document.tables["plan_relations"] if row["relation"] == relation]


def test_the_document_is_the_one_of_the_key(document):
    row, key = document.tables["documents"][0], document.key["document"]
    assert (row["doc_id"], row["sha256"], row["line_count"]) == ("000", key["sha256"], key["line_count"])


def test_a_publisher_and_a_date_that_are_not_stated_stay_empty(document):
    row = document.tables["documents"][0]
    assert (row.get("publisher_ja"), row.get("fiscal_year"), row["status"]) == (None, None, "unknown")


def test_each_case_is_a_record_from_its_heading_to_its_last_line(document, cases):
    found = [[r["record_id"], r["line_start"], r["line_end"], r["title_raw"]] for r in document.tables["records"]]
    assert found == [[f"000-L{key['lines'][0]:04d}", *key["lines"], key["heading"]["title"]] for key, _ in cases]


def test_a_case_belongs_to_its_municipality(cases):
    codes = [key["area"].get("municipality_code_external") for key, _ in cases]
    assert [row["area_code"] for _, row in cases] == codes


def test_the_prefecture_follows_from_the_bureaus(document, cases):
    prefecture = document.key["document"]["prefecture_external"]["code"][:2]
    assert {row["area_code"][:2] for _, row in cases if row["area_code"]} == {prefecture}


def test_a_case_of_a_bureau_area_is_not_booked_to_one_municipality(document, cases):
    key, row = cases[1]
    assert row["area_code"] is None
    assert document.tables["records"][1]["area_code"] is None
    assert key["area"]["subprefecture_bureau"] in row["area_note_ja"]
    assert [m["name"] in row["area_note_ja"] for m in key["area"]["municipalities_named"]] == [True]


def test_a_case_has_its_programme(cases):
    assert [row["programme_code"] for _, row in cases] == [
        PROGRAMMES[key["programme_type"]["programme_code"]] for key, _ in cases
    ]


def test_a_case_has_its_implementing_body_and_says_where_it_is_inferred(cases):
    assert [(row["implementing_body_ja"], row["fact_status"]) for _, row in cases] == [
        (key["implementer"]["value"], key["implementer"].get("status", "stated")) for key, _ in cases
    ]


def test_only_a_stated_fiscal_year_is_a_start(cases):
    stated = [key.get("start_date", {}).get("fiscal_year") for key, _ in cases]
    assert [row["start_fy"] for _, row in cases] == stated == [None, None, 2022]


def test_no_case_is_a_general_explanation(cases):
    assert [row["is_generic"] for _, row in cases] == [False, False, False]


def test_the_link_of_a_case_is_kept(cases):
    assert [row["url"] for _, row in cases] == [
        next((link["value"] for link in key.get("links", [])), None) for key, _ in cases
    ]


# The plan of case 1


def test_the_plan_has_name_month_of_adoption_and_years(document, plan):
    (row,) = document.tables["plans"]
    assert (row["name_ja"], row["fact_status"]) == (plan["name"], plan["name_status"])
    assert row["adopted_date"] == plan["adopted"]["value"]
    assert row["period_years"] == plan["period_years"]["value"]
    assert (row["plan_type"], row["status"]) == ("community_welfare_plan", "adopted")
    assert [row["line_start"], row["line_end"]] == plan["adopted"]["lines"]


def test_the_month_of_adoption_does_not_become_the_first_year(document, plan):
    (row,) = document.tables["plans"]
    assert plan["period_start_fy"]["value"] is None
    assert (row.get("start_fy"), row.get("end_fy")) == (None, None)


def test_the_philosophy_is_the_one_of_the_figure(document, plan):
    (row,) = document.tables["plans"]
    assert flat(row["philosophy_ja"]) == flat(plan["philosophy"][0]["text"])
    assert plan["philosophy"][1]["text"] in summary_of_line(document, plan["philosophy"][1]["lines"][0])


def test_the_goals_have_number_title_and_lines(document, plan):
    assert [[n["number"], n["title_ja"], [n["line_start"], n["line_end"]]] for n in nodes(document, "basic_goal")] == [
        [str(g["goal_no"]), g["title"], g["lines"]] for g in plan["goals"]
    ]


def test_each_goal_has_its_sub_item(document, plan):
    found = [[n["parent_id"][-1], n["title_ja"], n["line_start"]] for n in nodes(document, "goal_detail")]
    assert found == [
        [str(goal["goal_no"]), item["text"], item["lines"][0]] for goal in plan["goals"] for item in goal["sub_items"]
    ]


def test_as_many_goals_are_found_as_the_text_announces(document, plan):
    assert len(nodes(document, "basic_goal")) == plan["goal_count_stated"]["value"]
    assert not [i for i in document.tables["issues"] if i["rule_id"] == "plan.stated_count"]


def test_the_integrated_plan_is_related(document, plan):
    assert [[r["name_ja"], r["line_start"]] for r in relations(document, "integrated_with")] == [
        [p["plan_type"], p["lines"][0]] for p in plan["integrated_plans"]
    ]


def test_the_plans_that_it_is_aligned_with_are_related(document, plan):
    assert [[r["name_ja"], r["line_start"]] for r in relations(document, "aligned_with")] == [
        [p["raw"], p["lines"][0]] for p in plan["related_plans"]
    ]


@pytest.mark.parametrize("word", ["福祉担当課", "公募の町民", "策定委員会", "保健・医療・福祉"])
def test_secretariat_and_committee_are_in_our_summary(document, plan, word):
    assert word in summary_of_line(document, plan["secretariat"]["lines"][0])


def test_the_position_and_the_regional_feature_are_in_our_summaries(document, plan):
    assert "上位計画" in summary_of_line(document, plan["position"]["lines"][0])
    feature = document.key["cases"][0]["regional_features"][0]
    assert f"{feature['value']}{feature['unit']}" in summary_of_line(document, feature["lines"][0])


# Actors, pillars, points


def test_the_actors_of_the_figure_are_named(document):
    key = document.key["cases"][0]["actors"]
    found = [[p["seq"], p["summary_ja"], p["line_start"]] for p in points(document, 1, "actor")]
    assert found == [[a["actor_no"], a["text"], a["lines"][0]] for a in key]


def test_what_is_said_of_the_actors_is_one_point(document):
    (row,) = points(document, 1, "role")
    notes = document.key["cases"][0]["actor_notes"]
    assert [row["line_start"], row["line_end"]] == [notes[0]["lines"][0], notes[-1]["lines"][1]]


@pytest.mark.parametrize("case_no", [1, 2, 3])
def test_every_point_of_a_case_is_there_with_its_line_and_a_summary(document, case_no):
    found = [[p["seq"], [p["line_start"], p["line_end"]]] for p in points(document, case_no, "point")]
    assert found == [[p["point_no"], p["lines"]] for p in document.key["cases"][case_no - 1]["points"]]


def test_the_pillars_of_case_3_keep_their_titles_and_lines(document):
    key, rows = document.key["cases"][2], points(document, 3, "pillar")
    assert [[p["seq"], [p["line_start"], p["line_end"]]] for p in rows] == [
        [p["pillar_no"], p["lines"]] for p in key["pillars"]
    ]
    assert all(p["title"] in row["summary_ja"] for p, row in zip(key["pillars"], rows, strict=True))
    assert len(rows) == key["pillar_count_stated"]["value"]


def test_the_organisation_facility_and_model_of_case_2_can_be_found(document):
    key = document.key["cases"][1]
    assert "くらしごと" in summary_of_line(document, key["facility"]["lines"][0])
    said = summary_of_line(document, key["model_name"]["lines"][0])
    assert key["model_name"]["value"] in said
    assert key["originator"]["value"] in said


def test_the_aims_and_the_definition_of_case_2_can_be_found(document):
    key = document.key["cases"][1]
    said = summary_of_line(document, key["aims"][0]["lines"][0])
    assert all(word in said for word in ("居場所", key["definitions"][0]["term"], "一般就労", "福祉的就労"))


def test_the_steps_of_case_2_can_be_found(document):
    for step in document.key["cases"][1]["steps"]:
        assert step["text"] in summary_of_line(document, step["lines"][0])


def test_the_activities_and_partners_of_case_2_can_be_found(document):
    words = ["漁網", "ふまねっと", "プラットフォーム", "食糧"]
    for activity, word in zip(document.key["cases"][1]["activities"], words, strict=True):
        assert word in activity["text"]
        assert word in summary_of_line(document, activity["lines"][0])
    partner = document.key["cases"][1]["actors"][-1]
    assert partner["text"] in summary_of_line(document, partner["lines"][0])


def test_the_components_and_staff_of_case_3_can_be_found(document):
    key = document.key["cases"][2]
    said = summary_of_line(document, key["components"][0]["lines"][0])
    assert all(word in said for word in ("相談", "参加支援", "地域づくり", "有資格者"))
    staff = key["staffing"][0]
    said = summary_of_line(document, staff["lines"][0])
    assert all(word in said for word in (staff["role"], staff["placement"], "関係機関", "事業所"))


def test_a_headcount_that_is_not_stated_makes_no_staffing(document):
    assert [s["headcount"] for s in document.key["cases"][2]["staffing"]] == [None, None]
    assert not document.tables["staffing"]


# The stage of case 3


def test_the_stage_of_case_3_comes_from_the_document_not_from_the_list(document):
    key = document.key["cases"][2]
    rows = [r for r in document.tables["programme_stages"] if (r["area_code"], r["fiscal_year"]) == ("016314", 2022)]
    assert [(r["programme_code"], r["stage"], r["evidence"]) for r in rows] == [
        ("multilayered_support", "implementing", "stated")
    ]
    assert [rows[0]["line_start"], rows[0]["line_end"]] == key["start_date"]["lines"]
    assert key["start_date"]["raw"] in rows[0]["quote"]


def test_the_later_year_of_the_same_town_stays_with_the_list(document):
    rows = [r for r in document.tables["programme_stages"] if r["area_code"] == "016314"]
    assert [(r["fiscal_year"], r["evidence"]) for r in sorted(rows, key=lambda r: r["fiscal_year"])] == [
        (2022, "stated"),
        (2023, "planned"),
    ]


# Everything


def test_the_numbers_of_rows_are_those_of_the_key(document):
    expected = document.key["expected_counts"]
    counts = {name: len(document.tables[name]) for name in good_practices.SOURCE.expected_rows}
    assert counts | {"programme_stages": 1} == dict(good_practices.SOURCE.expected_rows)
    assert counts["good_cases"] == expected["cases"]
    assert counts["plans"] == expected["plans"]
    assert [len(points(document, n, "point")) for n in (1, 2, 3)] == expected["points_by_case"]


def test_nothing_becomes_a_target_a_result_or_a_figure(document):
    for table in ("targets", "achievements", "profile_values", "service_areas", "target_statements", "meetings"):
        assert not document.tables[table]


def test_every_line_is_understood(document):
    assert document.unclaimed == []
    for row in document.tables["parser_coverage"]:
        parts = ("read", "heading", "ignored", "picture", "unclaimed")
        assert sum(row[f"lines_{part}"] for part in parts) == row["lines_total"]


def test_every_quote_stands_where_it_says(document):
    assert_every_quote_stands_where_it_says(document)


def test_every_summary_is_ours_and_fresh(document):
    rows = [p for p in document.tables["case_points"] if p["kind"] != "actor"]
    for row in rows:
        passage = flat("".join(document.lines[row["line_start"] - 1 : row["line_end"]]))
        assert row["summary_ja"], row
        assert len(row["summary_ja"]) <= 80
        said = flat(row["summary_ja"])
        assert not any(said[i : i + 25] in passage for i in range(max(1, len(said) - 24))), row["summary_ja"]
