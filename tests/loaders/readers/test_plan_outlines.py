"""Trees and timelines of plans, where rows are missing, repeated or shifted."""

import re

import pytest

from loaders.readers.plan_outlines import code_of_heading, read_lists, read_timeline, read_tree, split_at_squares
from loaders.readers.text_tables import read_rows


def rows(*lines):
    return read_rows(list(lines), 1)


def paths(listing):
    return {path: item.title for path, item in listing.items.items()}


def test_full_width_numbers_are_numbers():
    assert paths(read_lists(rows("基本目標２　声の輪", "基本施策\t３．声かけ"))) == {"2": "声の輪", "2-3": "声かけ"}


def test_brackets_inside_a_direction_do_not_split_it():
    listing = read_tree(rows("\t基本目標1 声\t", "\t1. 声かけ\t(1) 朝、PR（お知らせ）の工夫 (2) 夕・夜の声"))
    assert paths(listing)["1-1-1"] == "朝、PR（お知らせ）の工夫"
    assert paths(listing)["1-1-2"] == "夕・夜の声"


def test_brackets_that_name_no_plan_stay_in_the_title():
    (item,) = [
        i for i in read_tree(rows("\t基本目標1 声\t", "\t1. 声かけ（朝夕）\t")).items.values() if i.path == "1-1"
    ]
    assert (item.title, item.also_plan) == ("声かけ（朝夕）", "")


def test_a_number_that_stands_twice_keeps_both_items():
    listing = read_tree(rows("\t基本目標1 声\t", "\t1. 朝\t", "\t1. 夕\t"))
    assert paths(listing) == {"1": "声", "1-1": "朝", "1-1'": "夕"}


def test_a_measure_before_any_goal_is_left_over():
    listing = read_tree(rows("\t1. 声かけ\t(1) 朝"))
    assert (paths(listing), [row.line for row in listing.loose]) == ({}, [1])


def test_a_listed_row_without_a_number_is_left_over():
    listing = read_lists(rows("基本目標1 声", "基本施策\t声かけ"))
    assert [row.line for row in listing.loose] == [2]


@pytest.mark.parametrize("years", ["\t令和6年度\t令和7年度\t令和8年度", "\tR6\tR7\tR8", "\t2024\t2025\t2026"])
def test_a_bar_begins_in_the_column_of_its_cell(years):
    timeline = read_timeline(rows("期間の文", years, "計画\t第1次\t\t第2次"))
    assert [(bar.name, bar.start_fy, bar.line) for bar in timeline.bars] == [("第1次", 2024, 3), ("第2次", 2026, 3)]
    assert (timeline.headings, timeline.read) == ({2}, {3})


def test_rows_without_a_heading_of_years_are_no_timeline():
    assert read_timeline(rows("計画\t第1次\t\t第2次")).bars == []


@pytest.mark.parametrize(
    "goal",
    [
        "基本目標Ⅱ 声の輪",
        "【基本目標２】 声の輪",
        "基本目標2. 声の輪",
        "基本目標②　声の輪",
        "基本目標二：声の輪",
        "基本目標（2） 声の輪",
        "■基本目標2 声の輪",
        "◎基本目標2 声の輪",
        "目標2 声の輪",
        "第2 基本目標 声の輪",
        "［基本目標２］声の輪",
        "《基本目標2》 声の輪",
        "基本目標（２） 声の輪",
        "基本 目標 ⅱ 声の輪",
    ],
)
def test_a_goal_has_its_number_in_any_sign(goal):
    assert paths(read_lists(rows(goal, "(1) 声かけ"))) == {"2": "声の輪", "2-1": "声かけ"}


def test_a_goal_under_a_square_opens_a_section_of_goals():
    found = split_at_squares(rows("■たより", "■基本目標1 声の輪", "(1) 声かけ", "■基本目標2 手の輪"), TITLES, "")
    assert paths(read_lists(found.rows("goals"))) == {"1": "声の輪", "1-1": "声かけ", "2": "手の輪"}


def test_a_target_of_a_goal_is_no_goal():
    assert paths(read_lists(rows("基本目標1 声の輪", "目標1 声"))) == {"1": "声の輪"}


def test_a_title_may_stand_below_its_goal():
    assert paths(read_lists(rows("【基本目標1】", "声の輪", "1. 声かけ"))) == {"1": "声の輪", "1-1": "声かけ"}


@pytest.mark.parametrize("marks", [("（１）", "（２）"), ("① ", "② "), ("1-1 ", "1-2 "), ("1．", "2．")])
def test_measures_are_listed_by_any_number(marks):
    listing = read_lists(rows("基本目標1 声の輪", f"{marks[0]}声かけ", f"{marks[1]}見守り"))
    assert paths(listing) == {"1": "声の輪", "1-1": "声かけ", "1-2": "見守り"}


def test_a_short_line_under_a_goal_that_is_no_item_is_left_over():
    listing = read_lists(rows("基本目標1 声の輪", "・声かけ", "声をかけ合うまちをつくります。"))
    assert (paths(listing), [row.line for row in listing.loose]) == ({"1": "声の輪"}, [2])


def test_goals_without_numbers_are_those_of_the_list():
    listing = read_lists(
        rows("二つの目標を定めます。", "- 声の輪", "・手の輪", "たより", "たよりは、下から。", "- 絵の輪")
    )
    assert paths(listing) == {"1": "声の輪", "2": "手の輪"}


@pytest.mark.parametrize(
    "cell", ["・朝の声 ・夕の声・夜の声", "① 朝の声 ② 夕の声・夜の声", "（1）朝の声 （2）夕の声・夜の声"]
)
def test_directions_are_listed_by_any_mark(cell):
    listing = read_tree(rows("\t基本目標1 声\t", f"\t1. 声かけ\t{cell}"))
    assert (paths(listing)["1-1-1"], paths(listing)["1-1-2"]) == ("朝の声", "夕の声・夜の声")


def test_directions_without_a_mark_are_left_over():
    listing = read_tree(rows("\t基本目標1 声\t", "\t1. 声かけ\t朝の声、夕の声"))
    assert [row.line for row in listing.loose] == [2]


def test_a_second_mention_is_no_part_of_a_title_and_marks_of_two_kinds_are_left_over():
    listing = read_tree(rows("\t基本目標1 声\t", "\t1. 声かけ\t(1) 朝の声（再掲）", "\t2. 手\t○夕の手 (2) 夜の手"))
    assert (listing.items["1-1-1"].title, [row.line for row in listing.loose]) == ("朝の声", [3])


def test_a_direction_without_a_title_is_left_over():
    listing = read_tree(rows("\t基本目標1 声\t", "\t1. 声かけ\t(1) 朝の声 (2)"))
    assert ("1-1-2" in listing.items, [row.line for row in listing.loose]) == (False, [2])


TITLES = {"goals": re.compile("^基本目標$")}


@pytest.mark.parametrize(
    "heading", ["■基本目標", "◆ 基本目標", "基本目標", "3 基本目標", "第3章　基本目標", "【基本目標】"]
)
def test_a_known_title_is_a_heading_with_any_sign(heading):
    assert code_of_heading(heading, TITLES) == "goals"


@pytest.mark.parametrize(("line", "code"), [("■たより", ""), ("たより", None), ("基本目標1 声", None), ("", None)])
def test_an_unknown_title_needs_a_sign(line, code):
    assert code_of_heading(line, TITLES) == code
