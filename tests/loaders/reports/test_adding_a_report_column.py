"""The column that docs/adding_a_report_column.md adds is written, read, compared and stored as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

# Above which line of a file a block of the guide goes: the last such line of the table or tuple that it names.
ABOVE = {
    "loaders/reports/layout.yml": ("report:", "  - {name: comment_ja"),
    "data/tables/live.yml": ("reported_achievements:", "    - comment_ja?"),
}
ROUND_TRIP = """
import io, openpyxl
from data import store
from loaders.office_files import SentFile
from loaders.reports import accept_desk, desk
from loaders.reports.form_writing import make_form
from loaders.reports.layout import COLUMNS, HEADER_ROW

content = next(one for group in desk.contents_by_prefecture(2019).values() for one in group if one.targets)
book = openpyxl.load_workbook(io.BytesIO(make_form(content)))
headings = [column.heading for column in COLUMNS]
book["実績報告"].cell(HEADER_ROW + 1, headings.index("コメント") + 1).value = "見本"
book["実績報告"].cell(HEADER_ROW + 1, headings.index("状態") + 1).value = "測定不能"
book["実績報告"].cell(HEADER_ROW + 1, headings.index("決算額") + 1).value = "120万円"
file = io.BytesIO()
book.save(file)
(examined,) = desk.examine([SentFile("form.xlsx", file.getvalue())])
accept_desk.accept(examined.reading, "test")
(stored,) = store.reported_achievements()["spending_yen"]
print(stored, any("決算額" in str(cell.value) for row in book["記入のしかた"] for cell in row))
"""


@pytest.fixture
def project(project_dir, tmp_path):
    """A copy of data and loaders with the blocks of the guide put where it says."""
    for name in ("data", "loaders"):
        shutil.copytree(project_dir / name, tmp_path / name)
    guide = (project_dir / "docs/adding_a_report_column.md").read_text("utf-8")
    for place, block in re.findall(
        r"`([\w/.]+\.(?:py|yml))`[^`]*(?:`[^`]+`[^`]*)*?:\n\n```text\n(.+?)```", guide, re.DOTALL
    ):
        path = tmp_path / place
        text = path.read_text("utf-8") if path.is_file() else ""
        if place in ABOVE:
            start, line = ABOVE[place]
            at = text.index(line, text.index(start))
            path.write_text(text[:at] + block + text[at:], encoding="utf-8")
        else:
            path.write_text(f"{text}\n\n{block}", encoding="utf-8")
    return tmp_path


def test_the_task_is_done_with_the_files_that_the_guide_lists(project):
    environment = os.environ | {"MONITOR_DATABASE_URL": f"sqlite:///{project / 'store.sqlite'}", "PYTHONPATH": "."}
    done = subprocess.run(
        [sys.executable, "-c", ROUND_TRIP], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1200000.0 True\n", "")
