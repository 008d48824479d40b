"""The census for the measurements, in a folder of their own: with it the map has a value for every municipality."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from loaders.imports import desk

CENSUS = Path(os.environ.get("MONITOR_SHARED", "../shared")) / "census" / "major_results_2020.xlsx"


@contextmanager
def imported_statistics() -> Iterator[None]:
    """Import the census and point this process and the servers that it starts at it, and at a store of its own."""
    with tempfile.TemporaryDirectory() as name:
        own = {"MONITOR_IMPORTED": name, "MONITOR_DATABASE_URL": f"sqlite:///{name}/monitor.sqlite"}
        with patch.dict(os.environ, own):
            if CENSUS.is_file():
                desk.import_file("census", CENSUS, by="tests.bench")
            else:
                sys.stderr.write(f"国勢調査なしで測ります（{CENSUS.name} がない）\n")
            yield
