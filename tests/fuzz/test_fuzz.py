"""A small part of `make fuzz`: a hundred damaged files at every door, the same ones in every run."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from loaders import apart
from tests.fuzz.__main__ import MOST_MEGABYTES, SLOW_SECONDS
from tests.fuzz.kill import killed
from tests.fuzz.offering import offered

INPUTS = 100


@pytest.fixture(autouse=True)
def own_store(monkeypatch):
    """Give the environment back as it was: an offering names a store and folders of its own."""
    monkeypatch.setenv("MONITOR_DATABASE_URL", "")
    monkeypatch.setenv("MONITOR_IMPORTED", "")
    monkeypatch.delenv("MONITOR_DATA", raising=False)


def test_no_damaged_file_raises_an_error_is_half_written_or_takes_too_much(shared_dir):
    # A process of its own: its peak of memory is not that of the tests before it.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        tally = pool.submit(offered, range(INPUTS), seed=12, shared=str(shared_dir)).result()
    assert (tally.tracebacks, tally.half_written) == ([], [])
    assert tally.inputs.total() == INPUTS
    assert tally.slowest[0] < SLOW_SECONDS
    assert tally.megabytes_of_reader < MOST_MEGABYTES


def test_a_process_killed_while_accepting_and_importing_loses_and_doubles_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "read_file", lambda task, name, **_: task())
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    found = killed(8, 12, f"sqlite:///{tmp_path}/store.sqlite", tmp_path)
    assert (found.kills, found.lost, found.doubled, found.halved) == (8, 0, 0, 0)
    assert found.works > 4
