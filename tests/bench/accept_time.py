"""How long the store alone takes to accept one report of every municipality: `python -m tests.bench.accept_time`.

On a new SQLite file and on a PostgreSQL server of its own; making and reading the forms is measured in `report_time`.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from data import dataset, store
from data.store.engine import close_all
from tests.postgresql_server import newest_programs, running_postgresql

TARGETS_PER_FORM = 6  # the documents set five to six targets per municipality
FISCAL_YEAR = 2025


def accept_seconds() -> tuple[int, float]:
    """Accept a form of each municipality into the empty store at MONITOR_DATABASE_URL.

    Returns:
        The number of forms, and the seconds from the first to the last, without the set-up of the store.
    """
    areas = dataset.read_table("areas")
    codes = list(areas.loc[areas["level"] == "municipality", "area_code"])
    store.set_calendar(codes, FISCAL_YEAR, "full_year", "2026-05-31", set_by="bench")
    start = time.perf_counter()
    for code in codes:
        _accept(str(code))
    return len(codes), time.perf_counter() - start


def reading_seconds() -> float:
    """Return the seconds to read all submissions and results back as frames."""
    start = time.perf_counter()
    frames: list[pd.DataFrame] = [store.submissions(), store.reported_achievements(), store.reported_areas()]
    assert all(len(frame) for frame in frames)
    return time.perf_counter() - start


def _accept(area_code: str) -> None:
    form = {
        "area_code": area_code,
        "fiscal_year": FISCAL_YEAR,
        "report_kind": "full_year",
        "file_name": f"{area_code}.xlsx",
        "file_sha256": hashlib.sha256(area_code.encode()).hexdigest(),
    }
    results = [
        {
            "label_ja": f"目標{n}",
            "value": 10.0 * n,
            "unit": "回",
            "period_kind": "full_year",
            "comment_ja": "予定どおり",
        }
        for n in range(TARGETS_PER_FORM)
    ]
    area = {"units_covered": 3, "units_total": 4, "covered_population": 700, "population": 980}
    finding = {"severity": "warning", "rule_id": "large_change", "message_ja": "前年の3倍を超えています。"}
    store.accept_report(form, results, [area], [finding], accepted_by="bench")


def main() -> None:
    """Measure both databases and say the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        _say("SQLite", f"sqlite:///{Path(folder) / 'monitor.sqlite'}")
    programs = newest_programs()
    if programs is not None:
        with running_postgresql(programs) as server, server.database() as url:
            _say("PostgreSQL", url)


def _say(name: str, url: str) -> None:
    os.environ["MONITOR_DATABASE_URL"] = url
    forms, seconds = accept_seconds()
    _, again = accept_seconds()
    sys.stdout.write(
        f"{name}: {forms:,}件の受付 {seconds:.1f}秒、同じ{forms:,}件をもう一度 {again:.1f}秒、"
        f"すべてを読む {reading_seconds():.2f}秒\n"
    )
    close_all()


if __name__ == "__main__":
    main()
