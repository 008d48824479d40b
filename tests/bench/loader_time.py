"""How long the loader takes for one document 001, and for as many copies as there are municipalities."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from loaders.pipeline import build
from tests.bench.figures import Measured

COPIES = 27  # 27 × 63 records: about one for each of the 1,741 municipalities


def build_seconds(copies: int, repeats: int) -> Measured:
    """Return the seconds from reading the documents to the published dataset."""
    original = next(sources_folder().glob("001_*.txt"))
    times = []
    with tempfile.TemporaryDirectory() as name:
        sources = Path(name) / "sources"
        sources.mkdir()
        for number in range(copies):
            shutil.copyfile(original, sources / f"{1 + number:03}_{original.name.partition('_')[2]}")
        for run in range(repeats):
            start = time.perf_counter()
            build(sources, Path(name) / f"dataset_{run}")
            times.append(time.perf_counter() - start)
    return Measured.of(times)


def sources_folder() -> Path:
    """Return the folder of the documents, from MONITOR_SOURCES or MONITOR_SHARED."""
    shared = os.environ.get("MONITOR_SHARED", "../shared")
    return Path(os.environ.get("MONITOR_SOURCES") or Path(shared) / "sources")
