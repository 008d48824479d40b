"""A heading of a table is declared once: in the schema, among the recurring fields, or in headings.yml; sentences in figures.yml."""

from __future__ import annotations

import ast
from collections import Counter

import pandas as pd
import pytest
import yaml
from jinja2 import UndefinedError

from components.drawing import declared
from components.drawing.declared import DECLARED, columns_of, say, table_of, words_of
from components.figures.layers import choices
from tests.sentence_rules import coded


def pairs_in(tree):
    """Return every column with its heading that a module types: items of a dict, and pairs for headings_of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = list(zip(node.keys, node.values, strict=True))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "headings_of":
            pairs = [tuple(argument.elts) for argument in node.args if isinstance(argument, ast.Tuple)]
        else:
            continue
        for name, heading in pairs:
            if isinstance(name, ast.Constant) and isinstance(heading, ast.Constant) and isinstance(heading.value, str):
                yield name.value, heading.value


@pytest.fixture(scope="module")
def figures(project_dir):
    return yaml.safe_load((project_dir / "components" / "figures" / "figures.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def typed(project_dir, figures):
    rooms = [project_dir / "components" / room for room in ("drawing", "figures", "packs", "views")]
    files = [path for room in rooms for path in room.rglob("*.py") if path.name != "declared.py"]
    typed = [pair for path in files for pair in pairs_in(ast.parse(path.read_text(encoding="utf-8")))]
    # Columns that several figures share are the same list (an anchor), so that it counts once.
    lists = {id(figure["columns"]): figure["columns"] for name, figure in figures.items() if "columns" in figure}
    named = {id(pair) for pair in figures["_columns"]}
    pairs = [one for columns in lists.values() for one in columns if isinstance(one, dict) and id(one) not in named]
    return typed + [item for pair in pairs for item in pair.items()]


def test_no_module_types_the_declared_heading_of_a_column_again(typed):
    assert len(typed) > 100
    assert [(name, heading) for name, heading in typed if DECLARED.get(name) == heading] == []


def test_a_heading_that_several_figures_give_to_a_column_has_a_name(typed, figures):
    named = {item for pair in figures["_columns"] for item in pair.items()} - {("indicator_ja", "件数の種類")}
    assert {declared.TOWN, declared.PROGRAMMES} <= named
    assert named & set(typed) == set()
    columns = [pair for pair in typed if pair[0] in DECLARED]
    assert [pair for pair, count in Counter(columns).items() if count > 1] == []


def test_the_code_of_an_area_stands_typed_nowhere_in_the_components(project_dir):
    texts = [path.read_text(encoding="utf-8") for path in (project_dir / "components").rglob("*.py")]
    assert [text[:60] for text in texts if '"団体コード"' in text] == []


def test_headings_keep_the_order_and_take_units_from_the_schema():
    assert list(declared.headings_of("area_code", declared.TOWN, "aging_rate_pct", ("n", "件数")).items()) == [
        ("area_code", "団体コード"), ("name_ja", "市町村"), ("aging_rate_pct", "高齢化率（%）"), ("n", "件数"),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        declared.headings_of("nobody_declared_this")


def test_every_declared_column_has_a_heading(figures):
    shown = [key for key, figure in figures.items() if "columns" in figure]
    assert len(shown) > 20
    assert [key for key in shown if not all(columns_of(key).values())] == []


def test_the_table_of_a_figure_has_its_declared_columns_in_their_order():
    rows = pd.DataFrame({"area_name_ja": ["甲町"], "day": ["2026-11-28"], "doc_id": ["001"]})
    assert list(table_of("digest", rows)().columns) == ["日付", "市町村"]
    assert table_of("digest", lambda: rows)().equals(table_of("digest", rows)())


def test_a_sentence_tells_what_it_is_given_and_nothing_less():
    assert (
        say("openings", "reading", places=3, dated=1)
        == "3か所の窓口・センターが書かれ、開設時期が分かるのは1か所です。"
    )
    with pytest.raises(UndefinedError):
        say("openings", "reading", places=3)


def test_a_note_that_says_nothing_is_left_out_and_given_words_are_not_made():
    facts = {"place": "", "is_lost": False}
    assert words_of("measure_matrix", facts, {"reading"})["notes"] == ()
    assert "reading" not in words_of("measure_matrix", facts, {"reading"})


def test_no_declared_word_is_a_sign_of_the_definitions(project_dir, figures):
    files = (project_dir / "components" / "figures" / name for name in ("headings.yml", "layers.yml"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    words = [text for key in figures.keys() - {"_columns"} for text in (figures[key] | {"columns": ""}).values()]
    assert coded(lines) == []
    assert coded([str(text) for text in words]) == []
    assert coded([*DECLARED.values(), *choices().values()]) == []
