"""A heading of a table is declared once: in the schema, among the recurring fields, or in figures/labels.py."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from components.figures import labels
from components.figures.labels import DECLARED
from components.figures.layers import choices
from tests.sentence_rules import coded

HEADINGS_OF_SEVERAL = {
    labels.AREA,
    labels.TOWN,
    labels.PROGRAMMES,
    labels.TARGET,
    labels.TARGET_YEAR,
    labels.OFFICER_COMMENT,
}


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
def typed(project_dir):
    rooms = [project_dir / "components" / room for room in ("drawing", "figures", "packs", "views")]
    files = [path for room in rooms for path in room.rglob("*.py") if path.name != "labels.py"]
    return [pair for path in files for pair in pairs_in(ast.parse(path.read_text(encoding="utf-8")))]


def test_no_module_types_the_declared_heading_of_a_column_again(typed):
    assert len(typed) > 100
    assert [(name, heading) for name, heading in typed if labels.DECLARED.get(name) == heading] == []


def test_a_heading_that_several_figures_give_to_a_column_has_a_name(typed):
    assert HEADINGS_OF_SEVERAL & set(typed) == set()
    columns = [pair for pair in typed if pair[0] in labels.DECLARED]
    assert [pair for pair, count in Counter(columns).items() if count > 1] == []


def test_the_code_of_an_area_stands_typed_nowhere_in_the_components(project_dir):
    texts = [path.read_text(encoding="utf-8") for path in (project_dir / "components").rglob("*.py")]
    assert [text[:60] for text in texts if '"団体コード"' in text] == []


def test_headings_keep_the_order_and_take_units_from_the_schema():
    assert list(labels.headings_of("area_code", labels.AREA, "aging_rate_pct", ("n", "件数")).items()) == [
        ("area_code", "団体コード"), ("area_name_ja", "自治体"), ("aging_rate_pct", "高齢化率（%）"), ("n", "件数"),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        labels.headings_of("nobody_declared_this")


def test_no_declared_word_is_a_sign_of_the_definitions(project_dir):
    declared = (project_dir / "components" / "figures" / name for name in ("figures.yml", "headings.yml", "layers.yml"))
    lines = [line for file in declared for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert coded(lines) == []
    assert coded([*DECLARED.values(), *choices().values()]) == []
