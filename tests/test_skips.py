"""A missing browser, database or documents folder: a skip with an instruction here, a failure in CI."""

import pytest

NEEDS_DOCUMENTS = "def test_reads_the_documents(sources_dir): pass"
INSTRUCTION = "原文書のフォルダーがありません。環境変数 MONITOR_SHARED に指定してください。"


@pytest.fixture
def outcome(pytester, monkeypatch, project_dir):
    """Run one test that needs the documents on a machine without them."""
    monkeypatch.setenv("MONITOR_SHARED", "no-such-folder")
    pytester.makeconftest((project_dir / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(NEEDS_DOCUMENTS)
    return lambda: pytester.runpytest("-rs", "-p", "no:cacheprovider")


def test_missing_documents_skip_with_an_instruction(outcome, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    result = outcome()
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines([f"*{INSTRUCTION}"])


def test_missing_documents_fail_in_ci(outcome, monkeypatch):
    monkeypatch.setenv("CI", "true")
    result = outcome()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"CI=true では省略できません: {INSTRUCTION}"])
