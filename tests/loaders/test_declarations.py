"""The names that loaders declare reach the schema and the pages as data."""

from __future__ import annotations

import json

from data import answers
from data.schema import DECLARED_FILE, RULES_JA
from loaders.quality import declared_names, write_declared


def test_the_committed_names_are_those_that_the_loaders_declare():
    assert json.loads(DECLARED_FILE.read_text("utf-8")) == declared_names(), "python -m loaders declare"


def test_a_second_run_changes_nothing(tmp_path):
    path = tmp_path / "declared.json"
    assert [write_declared(path), write_declared(path)] == [True, False]


def test_every_check_that_fires_has_a_japanese_name():
    assert set(answers.issues()["rule_id"]) <= set(RULES_JA)
