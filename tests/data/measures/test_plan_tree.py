"""The tree of a plan, its measures and its matrix."""

import pandas as pd
import pytest

from data.measures.plans import distinct_measures, matrix_cells, tree_rows
from tests.data.plan_rows import links, measures, nodes
from tests.data.typed_rows import typed_rows


def outline():
    """Return a tree in which the tenth direction must follow the ninth."""
    rows = [{"node_id": "1", "level": "basic_goal", "path": "1"}]
    rows += [{"node_id": "1-1", "parent_id": "1", "level": "basic_measure", "path": "1-1"}]
    rows += [
        {"node_id": f"1-1-{n}", "parent_id": "1-1", "level": "direction", "path": f"1-1-{n}"} for n in (10, 9, 2, 1)
    ]
    rows += [{"node_id": "1-2", "parent_id": "1", "level": "basic_measure", "path": "1-2"}]
    return typed_rows("plan_nodes", *rows)


def no_measures():
    return measures().head(0), links().head(0)


def test_nodes_come_in_reading_order_and_ten_follows_nine():
    rows = tree_rows(outline(), *no_measures())
    assert list(rows["node_id"]) == ["1", "1-1", "1-1-1", "1-1-2", "1-1-9", "1-1-10", "1-2"]
    assert list(rows["depth"]) == [0, 1, 2, 2, 2, 2, 1]


def test_every_node_knows_its_children_and_leaves():
    rows = tree_rows(outline(), *no_measures()).set_index("node_id")
    assert rows["child_count"].to_dict() == {
        "1": 2, "1-1": 4, "1-1-1": 0, "1-1-2": 0, "1-1-9": 0, "1-1-10": 0, "1-2": 0,
    }  # fmt: skip
    assert (rows.at["1", "leaf_count"], rows.at["1-1-1", "leaf_count"]) == (5, 1)


def test_a_plan_without_any_measure_in_the_dataset_has_no_branch_without_a_measure():
    rows = tree_rows(outline(), *no_measures())
    assert rows["has_measure"].isna().all()
    assert not rows["branch_without_measure"].any()


def test_measures_hang_on_their_section_and_on_the_targets_they_cite():
    rows = tree_rows(nodes(1, 2, 3, 4), measures(), links()).set_index("node_id")
    assert rows["measure_count"].to_dict() == {"g1": 1, "g2": 2, "c7": 1, "a1": 1, "a2": 1, "a3": 0, "a4": 1}
    assert list(rows.index[rows["branch_without_measure"]]) == ["a3"]


def test_a_measure_and_its_repetition_below_one_node_count_once():
    parent = typed_rows("plan_nodes", {"node_id": "top", "level": "basic_goal", "path": "0"})
    below = nodes().assign(parent_id=pd.array(["top"] * len(nodes()), dtype="string"))
    rows = tree_rows(pd.concat([parent, below]), measures(), links()).set_index("node_id")
    assert rows.at["top", "measure_count"] == 3


def test_a_repeated_measure_is_listed_once_with_the_place_of_its_repetition():
    rows = distinct_measures(measures(), nodes(), links()).set_index("measure_id")
    assert list(rows.index) == ["m1", "m2", "m7"]
    assert rows.at["m1", "repost_ids"] == ("m1-again",)
    assert rows["link_count"].to_dict() == {"m1": 2, "m2": 1, "m7": 1}
    assert rows.at["m7", "section_title_ja"] == "権利をまもる"


def test_the_link_of_a_repetition_stands_in_the_row_of_its_original():
    rows = matrix_cells(measures(), nodes(), links())
    cells = list(zip(rows["measure_id"], rows["node_id"], rows["page"], rows["via_repost"], strict=True))
    assert cells == [
        ("m1", "a1", 5, False), ("m1", "a4", 7, True), ("m2", "a2", 6, False), ("m7", "c7", 50, False),
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["measures", "nodes"])
def test_links_to_what_is_not_there_are_left_out(broken):
    given = {"measures": measures(), "nodes": nodes()}
    given[broken] = given[broken].head(0)
    assert matrix_cells(given["measures"], given["nodes"], links()).empty
