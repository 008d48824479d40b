"""Regular expressions that stand in the YAML beside a module."""

import ast
from pathlib import Path

import pytest
import yaml

from loaders.text.patterns import Patterns

LOADERS = Path(__file__).resolve().parents[3] / "loaders"
MODULES = [path for path in sorted(LOADERS.rglob("*.py")) if "= Patterns(__file__" in path.read_text(encoding="utf-8")]


def patterns_of(folder, text, **given):
    (folder / "reader.yml").write_text(text, encoding="utf-8")
    return Patterns(str(folder / "reader.py"), **given)


def test_a_line_break_says_nothing_and_parts_stand_in_a_pattern(tmp_path):
    text = "parts:\n  times: '(?:回|度)'\npatterns:\n  often: |-\n    月%{number}\n    %{times}\n"
    assert patterns_of(tmp_path, text, number=r"\d+").often.pattern == r"月\d+(?:回|度)"


def test_a_part_that_stands_twice_has_groups_of_its_own(tmp_path):
    text = "parts:\n  year: '(?P<year%n>\\d+)年'\npatterns:\n  span: '%{year}から%{year:2}'\n"
    assert patterns_of(tmp_path, text).span.fullmatch("5年から7年").groupdict() == {"year": "5", "year2": "7"}


def test_a_table_keeps_its_order_and_a_code_may_come_twice(tmp_path):
    text = "tables:\n  per:\n    - month: 毎月\n    - year: 毎年\n    - month: 月に\n"
    assert [(code, one.pattern) for code, one in patterns_of(tmp_path, text).table("per")] == [
        ("month", "毎月"),
        ("year", "毎年"),
        ("month", "月に"),
    ]


def test_an_unknown_part_or_pattern_is_named(tmp_path):
    with pytest.raises(ValueError, match="no part stands for this"):
        patterns_of(tmp_path, "patterns:\n  often: '月%{times}'\n")
    with pytest.raises(AttributeError, match="no pattern is called rare"):
        assert patterns_of(tmp_path, "patterns:\n  often: 月\n").rare


def test_every_declared_pattern_is_used_and_every_used_one_declared():
    for path in MODULES:
        declared = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8")).get("patterns", {})
        name = "AIM_WORDS" if path.stem == "aim_words" else "_RE"
        readers = LOADERS.rglob("*.py") if name == "AIM_WORDS" else [path]
        trees = [ast.parse(reader.read_text(encoding="utf-8")) for reader in readers]
        found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        used = {node.attr for node in found if isinstance(node.value, ast.Name) and node.value.id == name} - {
            "table",
            "compiled",
            "declared",
        }
        assert used == set(declared), path
