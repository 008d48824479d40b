"""Grids as HTML: sizes of a tree, marks after escaping, what is uncertain and what is unknown."""

from __future__ import annotations

import re

from components.drawing import grids, marks
from components.drawing.grids import Bar, Branch, Rung, Slot

TREE = (
    Branch(
        "目標A", "基本目標1", children=(Branch("施策", children=(Branch("方向1"), Branch("方向2"))), Branch("単独"))
    ),
    Branch("目標B", "基本目標2", note="対応する施策なし", where="文書009 7行目", bare=True),
)


def cells(html):
    """Return rowspan, colspan and text of every cell of a tree."""
    found = re.findall(r'<td[^>]*rowspan="(\d+)" colspan="(\d+)"[^>]*>(.*?)</td>', html)
    return [(int(rows), int(columns), re.sub("<[^>]+>", "", text)) for rows, columns, text in found]


def test_the_height_of_a_branch_is_the_number_of_leaves_below_it():
    assert cells(grids.icicle(["目標", "施策", "方向"], TREE)) == [
        (3, 1, "基本目標1目標A"),
        (2, 1, "施策"),
        (1, 1, "方向1"),
        (1, 1, "方向2"),
        (1, 2, "単独"),
        (1, 3, "基本目標2目標B対応する施策なし"),
    ]


def test_a_branch_without_a_measure_has_its_own_class_a_word_and_its_line():
    html = grids.icicle(["目標", "施策", "方向"], TREE)
    assert re.search(r'<td class="km-level-1 km-bare"[^>]*title="文書009 7行目"', html)


def test_every_row_of_a_schedule_fills_every_column_once():
    bars = [Bar("県", "策定", 1, 2, "cell"), Bar("県", "改定", 0, 0, "sure"), Bar("町", "開始", 2, 2, "unknown")]
    html = grids.schedule(["1", "2", "3"], bars, corner="区分")
    for row in re.findall(r"<tr>(.*?)</tr>", html)[1:]:
        spans = [int(span or 1) for span in re.findall(r'<td(?: colspan="(\d+)")?', row)]
        assert sum(spans) == 3
    assert html.count('rowspan="2">県') == 1


def test_an_uncertain_time_differs_in_its_class_so_in_its_shape():
    html = grids.schedule(
        ["1"], [Bar("", "a", 0, 0, "sure"), Bar("", "b", 0, 0, "cell"), Bar("", "c", 0, 0, "unknown")]
    )
    assert [f'km-span km-{kind}"' in html for kind in ("sure", "cell", "unknown")] == [True] * 3


def test_a_year_without_information_says_so_and_is_not_drawn_as_not_implementing():
    row = ("町", "", (Rung("unknown", "情報なし"), Rung("not_implementing", "未実施")))
    html = grids.ladder("市町村", ["1", "2"], [row])
    assert 'class="km-stage-unknown" title=""><span>情報なし</span>' in html
    assert 'class="km-stage-not_implementing" title=""><span>× 未実施</span>' in html


def test_a_planned_stage_differs_in_shape_from_a_stated_one():
    row = ("町", "", (Rung("implementing", "重層予定", planned=True), Rung("implementing", "重層")))
    html = grids.ladder("市町村", ["1", "2"], [row])
    assert html.count("km-planned") == 1


def test_every_known_stage_has_a_sign_of_its_own():
    assert set(grids.STAGE_SIGNS) == set(marks.STAGES) - {"unknown"}
    assert len(set(grids.STAGE_SIGNS.values())) == len(grids.STAGE_SIGNS)


def test_a_column_of_a_matrix_of_which_nothing_is_known_is_hatched_in_every_row():
    columns = [("行動目標", "3", ""), ("行動目標", "4", "施策がない"), ("章", "7", "")]
    html = grids.matrix("施策", columns, [("一", "", [("●", "P1", ""), None, None]), ("二", "", [None, None, None])])
    assert html.count('class="km-hatched"') == 2
    assert html.count('colspan="2">行動目標') == 1


def test_a_match_is_marked_and_everything_is_escaped():
    assert grids.marked("<b>居場所</b>と居場所", [(3, 6), (11, 14)]) == (
        "&lt;b&gt;<mark>居場所</mark>&lt;/b&gt;と<mark>居場所</mark>"
    )
    assert grids.marked("a&b", [(0, 3)]) == "<mark>a&amp;b</mark>"
    assert grids.marked("ない", []) == "ない"


def test_whatever_comes_from_data_is_escaped():
    bad = '<script>"'
    pages = [
        grids.icicle([bad], [Branch(bad, bad, bad, bad)]),
        grids.matrix(bad, [(bad, bad, bad)], [(bad, bad, [(bad, bad, bad)])]),
        grids.schedule([bad], [Bar(bad, bad, 0, 0, "sure", bad, bad)], corner=bad, groups=[(bad, 1)]),
        grids.ladder(bad, [bad], [(bad, bad, (Rung("unknown", bad, bad),))]),
        grids.week([bad], [(bad, [[Slot(bad, bad)]])]),
        grids.key([("km-sure", bad)]),
    ]
    assert not any("<script>" in page for page in pages)
