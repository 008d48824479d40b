"""Every message of messages.yml is used, and every message that a rule names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import loaders.errors
from loaders.errors import UnreadableFileError, refusal

# problem("report.date", refusal(f"unreadable.table/{error.fault}"
MESSAGES = Path(loaders.errors.__file__).with_name("messages.yml")
NAMED = re.compile(r"\b(?:problem|refusal)\(\s*f?\"([a-z_.]+)(?:/([a-z_]+|\{[^}]+\}))?\"")


@pytest.fixture(scope="module")
def messages():
    return yaml.safe_load(MESSAGES.read_text("utf-8"))


@pytest.fixture(scope="module")
def code():
    return "\n".join(path.read_text("utf-8") for path in MESSAGES.parent.rglob("*.py"))


def test_every_message_that_the_code_names_is_there(messages, code):
    named = {group if not part or part.startswith("{") else f"{group}/{part}" for group, part in NAMED.findall(code)}
    known = {*messages, *(key.partition("/")[0] for key in messages)}
    assert len(named) > 50
    assert named - known == set()


def test_every_message_is_named_by_the_code(messages, code):
    assert [key for key in messages if key.partition("/")[0] not in code] == []


def test_a_report_says_what_why_and_how_to_mend_and_a_refusal_what_was_expected(messages):
    for key, texts in messages.items():
        wanted = {"happened", "reason", "remedy"} if key.startswith("report.") else {"found", "expected", "remedy"}
        assert set(texts) - {"severity"} == wanted, key
        assert texts.get("severity", "error") in ("error", "warning", "info"), key


def test_a_file_that_cannot_be_read_at_all_is_an_error_of_its_own_kind():
    assert isinstance(refusal("unreadable.boundaries/zip", "x.zip"), UnreadableFileError)
    assert not isinstance(refusal("boundaries.no_areas", "x.zip"), UnreadableFileError)
    assert str(refusal("boundaries.members", "x.zip", count="3,000", most="2,000")) == (
        "x.zip: zip の中のファイルが多すぎる（3,000）。本来は2,000 まで。対処: 1つの都道府県の zip を取り込んでください"
    )
