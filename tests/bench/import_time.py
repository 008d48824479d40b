"""How long the census takes from the file of e-Stat to the first answer."""

from __future__ import annotations

import time

from data import answers
from data.store.engine import close_all
from tests.bench import report
from tests.bench.figures import Measured
from tests.bench.imported import CENSUS, imported_statistics

WANTED_S = 10


def table(repeats: int = 3) -> str:
    """Return the row for the page; a sentence where the file is not at hand."""
    if not CENSUS.is_file():
        return "国勢調査の表がないため、測っていません。"
    seconds = Measured.of([_seconds() for _ in range(repeats)])
    verdict = "○" if seconds.p95 < WANTED_S else "×"
    row = [
        "読み取り・検査・書き込み・最初の答え",
        f"{seconds.median:.2f}／{seconds.p95:.2f}",
        f"{WANTED_S} 未満 {verdict}",
    ]
    return report.table(["国勢調査（全市区町村）", "秒（中央値／最大）", "目標 秒"], [row])


def _seconds() -> float:
    """Return the seconds of one import into an empty place."""
    start = time.perf_counter()
    with imported_statistics():
        answers.area_statistics()
        seconds = time.perf_counter() - start
        close_all()
    return seconds
