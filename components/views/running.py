"""What this process has done since it started: counted for operators in Prometheus' form, without anything about people.

An error that nobody foresaw becomes one line of JSON in the server's log, under a number that the reader's page shows.
"""

import json
import logging
import os
import secrets
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from data.folders import PROJECT

_LOG = logging.getLogger(__name__)
_STATM = Path("/proc/self/statm")
_HELP = {
    "kyosei_runs_total": "Runs of a page",
    "kyosei_run_seconds_total": "Seconds that runs of a page took, without waiting for their turn",
    "kyosei_waits_total": "Scripts that asked for their turn",
    "kyosei_wait_seconds_total": "Seconds that scripts waited for their turn",
    "kyosei_errors_total": "Runs that ended with an error nobody foresaw",
}
_counted: Counter[tuple[str, str]] = Counter()
_waiting: Counter[str] = Counter()
_lock = threading.Lock()


def count(name: str, amount: float = 1, page: str = "") -> None:
    """Add to a counter of `_HELP`, one for each page."""
    with _lock:
        _counted[name, page] += amount  # type: ignore[assignment]


@contextmanager
def waiting() -> Iterator[None]:
    """Count one more script that waits for its turn, and in the end how long it did."""
    start = time.monotonic()
    with _lock:
        _waiting["now"] += 1
    try:
        yield
    finally:
        with _lock:
            _waiting["now"] -= 1
        count("kyosei_waits_total")
        count("kyosei_wait_seconds_total", time.monotonic() - start)


@contextmanager
def counted(page: str) -> Iterator[None]:
    """Count a run of a page, and in the end the seconds that it took."""
    start = time.monotonic()
    try:
        yield
    finally:
        count("kyosei_runs_total", page=page)
        count("kyosei_run_seconds_total", time.monotonic() - start, page)


def log_error(page: str, error: BaseException) -> str:
    """Write an error into the log as one line of JSON and return its number."""
    number = secrets.token_hex(4)
    count("kyosei_errors_total", page=page)
    steps = [f"{_short(step.filename)}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)]
    line = {
        "error_id": number, "at": datetime.now(UTC).isoformat(timespec="seconds"), "page": page,
        "error": type(error).__name__, "message": str(error)[:500], "steps": steps[-12:],
    }  # fmt: skip
    _LOG.error("%s", json.dumps(line, ensure_ascii=False))
    return number


def _short(file_name: str) -> str:
    path = Path(file_name)
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name


def metrics() -> str:
    """Return all counters, and the memory of this process, in Prometheus' text form."""
    with _lock:
        counted, now = dict(_counted), _waiting["now"]
    pages = int(_STATM.read_text("ascii").split()[1]) if _STATM.is_file() else 0
    memory = pages * os.sysconf("SC_PAGE_SIZE") if pages else 0
    lines = []
    for name, words in _HELP.items():
        lines += [f"# HELP {name} {words}", f"# TYPE {name} counter"]
        for (counter, page), amount in sorted(counted.items()):
            if counter == name:
                label = f'{{page="{page}"}}' if page else ""
                lines.append(f"{name}{label} {amount:.6g}")
    for name, words, amount in (
        ("kyosei_waiting", "Scripts that wait for their turn now", now),
        ("kyosei_memory_bytes", "Memory of this process", memory),
    ):
        lines += [f"# HELP {name} {words}", f"# TYPE {name} gauge", f"{name} {amount}"]
    return "\n".join(lines) + "\n"
