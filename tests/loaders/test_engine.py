"""Documents and forms read on a Dask cluster: a scheduler and two workers on this machine, the same result as here."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from data.commands import WrongUsageError
from loaders import engine
from loaders.office_files import SentFile
from loaders.pipeline import parse_documents
from loaders.reports.batch import read_reports
from tests.browser.server import free_port

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    pytest.importorskip("distributed", reason="dask.distributed がありません: deploy/requirements-cluster.txt")
    address = f"tcp://127.0.0.1:{free_port()}"
    start = [sys.executable, "-m"]
    scheduler = [*start, "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    worker = [*start, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    with ExitStack() as started:
        for command in (scheduler, worker, worker):
            path = os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])
            process = subprocess.Popen(
                command, cwd=PROJECT, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": path}
            )
            started.callback(process.wait, 20)
            started.callback(process.terminate)
        from distributed import Client

        with Client(address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


@pytest.fixture
def on_cluster(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engine.VARIABLE, cluster)


def test_documents_read_on_a_cluster_give_the_same_rows(
    sources_dir: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
):
    paths = sorted(sources_dir.glob("*.txt"), key=lambda path: path.stat().st_size)[:2]
    here = parse_documents(paths)
    monkeypatch.setenv(engine.VARIABLE, cluster)
    started = time.monotonic()
    there = parse_documents([*paths, *paths], strict=False)
    sys.stdout.write(f"{time.monotonic() - started:.1f} s\n")
    named = {row["doc_id"] for row in there.tables["documents"] if row["state"] == "read"}
    assert named == {row["doc_id"] for row in here.tables["documents"]}
    assert "番号" in next(row["reason_ja"] for row in there.tables["documents"] if row["state"] == "left_out")
    assert there.tables["targets"] == here.tables["targets"]
    assert there.tables["records"] == here.tables["records"]


def test_forms_are_read_on_a_cluster(on_cluster: None):
    files = [SentFile("a.txt", b"no form"), SentFile("b.xlsx", b"neither")]
    readings = list(read_reports(files, {}.get))
    assert [sent.name for sent, _ in readings] == ["a.txt", "b.xlsx"]
    assert not any(reading.can_be_accepted for _, reading in readings)


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("distributed", reason="dask.distributed がありません: deploy/requirements-cluster.txt")
    monkeypatch.setenv(engine.VARIABLE, "tcp://127.0.0.1:1")
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 1)
    with pytest.raises(WrongUsageError, match=r"127\.0\.0\.1:1"):
        list(engine.on_cluster(len, ["a"]))


def test_many_files_are_read_in_processes_in_their_order():
    words = ["x" * length for length in range(engine.FEW + 5)]
    assert list(engine.in_processes(len, words)) == list(range(engine.FEW + 5))
