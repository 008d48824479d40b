"""The tree of a plan in words: drafts, branches without a measure, and plans whose measures nobody has here."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import plans

BASIS = Basis("茨城県", "令和8年度（2026年度）", "計画（文書009）")
NO_RELATIONS = pd.DataFrame({"node_id": pd.Series(dtype=str), "name_ja": pd.Series(dtype=str)})


def plan(**values):
    row = {
        "name_ja": "ある市地域福祉計画", "status": "in_force", "plan_type": "community_welfare_plan", "period_ja": "期間の記載なし",
        "adopted_date": None, "philosophy_ja": None, "area_name_ja": "ある市", "prefecture_ja": "茨城県", "doc_id": "009",
        "line_start": 1, "line_end": 2, "basic_goal_count": 1, "basic_measure_count": 0, "direction_count": 0,
        "action_target_count": 0, "measure_count": 0,
    }  # fmt: skip
    return row | values


def nodes(*, bare=False):
    rows = [
        ("g1", None, "basic_goal", "1", "目標", 0, 2, False),
        ("m1", "g1", "basic_measure", "1", "施策", 1, 1, False),
        ("m2", "g1", "basic_measure", "2", "別の施策", 1, 1, bare),
    ]
    names = ["node_id", "parent_id", "level", "number", "title_ja", "depth", "leaf_count", "branch_without_measure"]
    frame = pd.DataFrame(rows, columns=names)
    labels = {"basic_goal": "基本目標", "basic_measure": "基本施策"}
    return frame.assign(
        path=frame["node_id"],
        level_ja=frame["level"].map(labels),
        measure_count=0,
        doc_id="009",
        line_start=3,
        line_end=3,
    )


def measures(**values):
    row = {"measure_id": "x", "section_node_id": "m1", "number": "1", "title_ja": "講座", "reposted_ja": ""} | values
    return pd.DataFrame([row | {"doc_id": "009", "line_start": 5, "line_end": 5}])


NO_MEASURES = measures().head(0)


def test_a_draft_says_that_it_is_no_plan_in_force():
    draft = plan(status="draft")
    figure = plans.head(draft, BASIS)
    assert plans.status_ja(draft) == "案（決定前。計画期間中の計画には数えません）"
    assert figure.sentence.startswith("この計画は案で、文書から分かる体系は、")
    assert "決定を伝える文書か報告があるまで" in figure.notes[0]
    assert plans.head(plan(), BASIS).notes == ()


def test_without_measures_of_a_year_a_branch_is_unknown_and_not_bare():
    figure = plans.tree(plan(), nodes(), NO_MEASURES, NO_RELATIONS, BASIS)
    assert "km-bare" not in figure.drawing("light")
    assert "「施策なし」ではありません" in " ".join(figure.notes)


def test_a_branch_without_a_measure_is_drawn_with_its_word():
    roots = plans.branches(nodes(bare=True), measures(), NO_RELATIONS)
    (_, bare) = roots[0].children
    assert (bare.bare, bare.note) == (True, "対応する施策なし")


def test_a_measure_stands_below_its_section_with_the_place_of_its_second_mention():
    roots = plans.branches(nodes(), measures(reposted_ja="基本目標4（3）に再掲"), NO_RELATIONS)
    (measure,) = roots[0].children[0].children
    assert (measure.label, measure.tag, measure.note, measure.where) == (
        "講座", "（1）", "基本目標4（3）に再掲", "文書009 5行目"
    )  # fmt: skip


def test_a_measure_says_how_many_districts_annexes_and_actors_it_names():
    named = measures(units_count=28, unit_ja="地区", annexes_ja="別紙1", actors_ja="市社協", section_ja="基本目標1")
    (measure,) = plans.branches(nodes(), named, NO_RELATIONS)[0].children[0].children
    assert measure.note == "28地区・別紙1・担い手：市社協"
    table = plans.tree(plan(measure_count=1), nodes(), named, NO_RELATIONS, BASIS).table()
    assert table.iloc[-1]["担い手"] == "市社協"


def test_an_item_that_is_another_plan_at_the_same_time_names_it():
    relations = pd.DataFrame({"node_id": ["m2"], "name_ja": ["再犯防止推進計画"]})
    roots = plans.branches(nodes(), NO_MEASURES, relations)
    assert roots[0].children[1].note == "再犯防止推進計画を兼ねる"


def test_without_measures_no_coverage_of_action_targets_is_claimed():
    coverage = pd.DataFrame(
        columns=["fiscal_year", "numerator", "denominator", "coverage_pct", "denominator_is_minimum",
                 "uncovered_numbers_ja", "reading_ja"]
    )  # fmt: skip
    figure = plans.gaps(plan(), nodes(), coverage, BASIS)
    assert figure.reading == "年度の施策を書いた文書が手元にないため、施策のない枝は判定できません。"
    assert "%" not in figure.drawing("light")
