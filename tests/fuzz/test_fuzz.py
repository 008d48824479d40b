"""A small part of `make fuzz`: a hundred damaged files at every door, the same ones in every run."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import MOST_MEGABYTES, SLOW_SECONDS
from tests.fuzz.offering import offered

INPUTS = 150


@pytest.fixture(autouse=True)
def own_store(monkeypatch):
    """Give the environment back as it was: an offering names a store and folders of its own."""
    monkeypatch.setenv("MONITOR_DATABASE_URL", "")
    monkeypatch.setenv("MONITOR_IMPORTED", "")
    monkeypatch.delenv("MONITOR_DATA", raising=False)


def test_no_damaged_file_raises_an_error_is_half_written_or_takes_too_much(shared_dir):
    tally = offered(range(INPUTS), seed=12, shared=str(shared_dir))
    assert (tally.tracebacks, tally.half_written) == ([], [])
    assert tally.inputs.total() == INPUTS
    assert tally.slowest[0] < SLOW_SECONDS
    assert tally.megabytes_of_reader < MOST_MEGABYTES
