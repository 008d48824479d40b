"""The document type that docs/adding_a_source.md adds is read, checked and published as it stands there."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys

import pytest

NEW = "stage_list"


@pytest.fixture
def project(project_dir, tmp_path):
    """A copy of the rooms that the task touches, with the files of the guide put where it says."""
    for name in ("data", "loaders", "tests/fixtures", "pyproject.toml", "tests/loaders/test_sources.py"):
        source, target = project_dir / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for path in (project_dir / "tests/fixtures/reference").glob("*.csv"):
        shutil.copy(path, tmp_path / "data/reference")
    for listed in ("programme_stages", "national_counts", "grants"):  # of real towns
        (tmp_path / f"data/reference/{listed}.csv").unlink()
    guide = (project_dir / "docs/adding_a_source.md").read_text("utf-8").partition("## 6.")[2]
    for place, text in re.findall(r"`([\w/.]+)`:\n\n```\w+\n(.+?)```", guide, re.DOTALL):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    return tmp_path


def run(project, *arguments):
    """Run Python in the copy and return what it printed."""
    done = subprocess.run([sys.executable, *arguments], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_task_is_done_with_the_files_that_the_guide_lists(project):
    run(project, "-m", "loaders", "declare")
    assert "1 passed" in run(
        project, "-m", "pytest", "-q", "tests/loaders/test_sources.py", "-k", f"expected and {NEW}"
    )
    sources = project / "sources"
    sources.mkdir()
    shutil.copy(project / f"tests/fixtures/sources/{NEW}/towns.txt", sources / "900_towns.txt")
    run(project, "-m", "loaders", "build", "--sources", "sources", "--out", "normalized")
    with (project / "normalized/documents.csv").open(encoding="utf-8") as file:
        assert [(row["doc_type"], row["fiscal_year"]) for row in csv.DictReader(file)] == [(NEW, "2022")]
    name = f"from data.schema import label_of; print(label_of('documents', 'doc_type', '{NEW}'))"
    assert run(project, "-c", name) == "段階の一覧\n"
