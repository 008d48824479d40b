"""How long it takes to make, read and accept a report form of edition 2 of every municipality: `python -m tests.bench.report_time`.

The store is a new SQLite file in a temporary folder. Filling the forms in, which officers do, is not measured.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import openpyxl
from tqdm import tqdm

from loaders.office_files import SentFile
from loaders.reports import accept_desk, desk
from loaders.reports.contents import FormContent
from loaders.reports.form_writing import make_form
from loaders.reports.layout import HEADER_ROW
from loaders.reports.sheets import COUNTS, SERVICES, SHEETS
from tests.bench import report

Item = TypeVar("Item")
FISCAL_YEAR = 2024
WANTED_SECONDS, WANTED_AGAIN = 120, 30
TARGETS = 3  # of a town's own
ANSWERS = {
    "state": "実施している", "start_date": "2022/4/1", "delivery": "委託", "contractor_ja": "社会福祉協議会", "scope": "全域",
    "staff_count": 3, "cost_yen": 5_000_000, "grant_yen": 3_000_000, "answer": "はい",
}  # fmt: skip
TARGET = {"pillar": "③ 地域づくりに向けた支援", "unit": "か所", "target_value": 5, "comparator": "以上",
          "target_fy": FISCAL_YEAR, "value": 4}  # fmt: skip


@dataclass(frozen=True)
class ReportTimes:
    """Seconds for all forms: making, reading and checking without accepting, the whole import."""

    forms: int
    make: float
    read: float
    accept: float
    repeat: float


def report_seconds() -> ReportTimes:
    """Make, fill in, read and accept the forms of all municipalities, then import them once more."""
    with tempfile.TemporaryDirectory() as folder, _store_in(Path(folder)):
        contents = [c for group in desk.contents_by_prefecture(FISCAL_YEAR).values() for c in group]
        start = time.perf_counter()
        forms = [make_form(content) for content in _bar(contents, "作成")]
        make = time.perf_counter() - start
        filled = [
            SentFile(content.file_name, fill_in(form, content))
            for content, form in _bar(list(zip(contents, forms, strict=True)), "記入（計測外）")
        ]
        start = time.perf_counter()
        read = sum(examined.to_accept for examined in desk.examine(_bar(filled, "検査")))
        read_seconds = time.perf_counter() - start
        accept = _import(filled, len(contents))
        repeat = _import(filled, 0)
    assert read == len(contents)
    return ReportTimes(len(contents), make, read_seconds, accept, repeat)


def fill_in(form: bytes, content: FormContent) -> bytes:
    """Return a form with its road, five services, all counts, own targets and the whole checklist."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    book[SERVICES.name]["C4"].value = "実施中"
    for sheet in SHEETS:
        names = [column.name for column in sheet.columns]
        for row, (subject, _) in enumerate(sheet.rows(content)):
            answers = (
                ANSWERS if subject.target_id else TARGET | {"label_ja": f"サロンの数{row}"} if row < TARGETS else {}
            )
            if sheet is COUNTS:
                answers = {"value": 500 if subject.target_id in ("consultations", "support_plans") else 20}
            for name in answers.keys() & set(names):
                book[sheet.name].cell(HEADER_ROW + 1 + row, names.index(name) + 1).value = answers[name]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _import(files: list[SentFile], expected: int) -> float:
    start = time.perf_counter()
    accepted = 0
    for examined in desk.examine(_bar(files, "受付")):
        if examined.to_accept:
            accepted += accept_desk.accept(examined.reading, "計測").is_new
    seconds = time.perf_counter() - start
    assert accepted == expected
    return seconds


def _bar(items: list[Item], what: str) -> Iterable[Item]:
    return tqdm(items, desc=what, unit="件", disable=None, file=sys.stderr)


@contextmanager
def _store_in(folder: Path) -> Iterator[None]:
    before = os.environ.get("MONITOR_DATABASE_URL")
    os.environ["MONITOR_DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite'}"
    try:
        yield
    finally:
        os.environ.pop("MONITOR_DATABASE_URL")
        if before is not None:
            os.environ["MONITOR_DATABASE_URL"] = before


def table() -> str:
    """Return the measurement as a table for docs/performance.md."""
    times = report_seconds()
    rows = [
        ["様式を作る", f"{times.make:.1f}", ""],
        ["読み取って検査する", f"{times.read:.1f}", ""],
        ["検査して受け付ける", f"{times.accept:.1f}", f"{WANTED_SECONDS} 秒未満"],
        ["同じファイルをもう一度（何も変わらない）", f"{times.repeat:.1f}", f"{WANTED_AGAIN} 秒未満"],
    ]
    return report.table([f"{times.forms:,}市町村の様式", "秒", "目標"], rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
