"""How long it takes to make, read and accept a report form of every municipality: `python -m tests.bench.report_time`.

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
from loaders.reports import desk
from loaders.reports.contents import FormContent
from loaders.reports.form_writing import make_form
from loaders.reports.layout import AREA_SHEET, COLUMNS, HEADER_ROW, REPORT_SHEET, columns_of
from tests.bench import report

Item = TypeVar("Item")
FISCAL_YEAR = 2019
WANTED_SECONDS = 300
FIRST_INPUT_ROW = HEADER_ROW + 1
ANSWERS = {"value": 25, "done": "実施した", "grade": "3", "comment_ja": "測定のための値"}


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
    """Return a form with an answer for every target and one pillar."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    columns = {column.name: number for number, column in enumerate(COLUMNS, start=1)}
    for row, target in enumerate(content.targets, start=FIRST_INPUT_ROW):
        for name in {column.name for column in columns_of(target)} & set(ANSWERS):
            book[REPORT_SHEET].cell(row, columns[name]).value = ANSWERS[name]
    for column, value in enumerate((3, 5, 600, 1000, "令和2年3月31日", "測定のための値"), start=2):
        book[AREA_SHEET].cell(FIRST_INPUT_ROW, column).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _import(files: list[SentFile], expected: int) -> float:
    start = time.perf_counter()
    accepted = 0
    for examined in desk.examine(_bar(files, "受付")):
        if examined.to_accept:
            accepted += desk.accept(examined.reading, "計測").is_new
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
        ["同じファイルをもう一度（何も変わらない）", f"{times.repeat:.1f}", ""],
    ]
    return report.table([f"{times.forms:,}市町村の様式", "秒", "目標"], rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
