"""`make cluster`: two processes behind the nginx of deploy/, on one store: what a reader notices when one dies or is renewed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import WebSocketException

from data import store
from data.store.engine import close_all
from tests.browser.reader import TIMEOUT
from tests.browser.server import PROJECT
from tests.browser.websocket_reader import SocketReader
from tests.data.report_rows import accept

READERS = int(os.environ.get("CLUSTER_READERS", "4"))  # the figure of docs/performance.md is that of 40
LONGEST = 5  # seconds until a reader of a dead process reads on
THINK = 2  # seconds between two pages of a reader
NAME = "どのプロセスにも見える版"
ERROR_WORDS = ("予期しない", "Traceback", "StoreUnavailableError")


@dataclass
class Running:
    """A cluster that runs."""

    folder: Path
    port: int

    @property
    def database(self) -> str:
        return f"postgresql://monitor@/postgres?host={self.folder / 'postgresql'}"

    def pid(self, number: int) -> int:
        return int((self.folder / f"process-{number}.pid").read_text("ascii"))

    def command(self, *arguments: str) -> None:
        command = [
            sys.executable,
            str(PROJECT / "deploy" / "cluster.py"),
            *arguments,
            "2",
            str(self.port),
            str(self.folder),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=180)


def _free_ports() -> int:
    """Return the first of the ports of a cluster, where nobody is given a port by chance: each server there is its own."""
    for first in random.sample(range(20_000, 32_000, 20), 100):
        with suppress(OSError), ExitStack() as probes:
            for port in (first, first + 1, first + 2, first + 10):  # nginx, two processes, and the way to https
                probes.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise RuntimeError("no free ports")


@pytest.fixture(scope="module")
def cluster(nginx_path: str, postgresql_bin: Path) -> Iterator[Running]:
    # Below pytest's folder the user `postgres` could not enter, and the path of its socket would be too long.
    folder = Path(tempfile.mkdtemp(prefix="monitor-cluster-"))
    folder.chmod(0o755)
    made = Running(folder, _free_ports())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATABASE_URL", made.database)
        made.command("start")
        try:
            yield made
        finally:
            close_all()
            made.command("stop")
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Busy:
    """Somebody who does the same thing again and again in a thread of their own, until told to stop."""

    act: Callable[[Busy], object]
    pause: float  # seconds between
    faults: list[str] = field(default_factory=list)
    usual: list[float] = field(default_factory=list)  # seconds of a look that nothing disturbed
    back_after: list[float] = field(default_factory=list)  # seconds from a lost connection to the next one
    shown_after: list[float] = field(default_factory=list)  # and to the next whole page
    done: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.stopped.wait(self.pause):
            self.act(self)
            self.done += 1


@contextmanager
def at_work(*people: Busy) -> Iterator[None]:
    """Let everybody work while what is inside happens."""
    threads = [threading.Thread(target=busy.run) for busy in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for busy in people:
            busy.stopped.set()
        for thread in threads:
            thread.join(timeout=60)


def reader_at(cluster: Running) -> Busy:
    """Return a reader who looks at the reports over and over, and connects again when the connection is lost."""
    reader = SocketReader(f"wss://localhost:{cluster.port}")

    def look(busy: Busy) -> None:
        lost, started = 0.0, time.monotonic()
        while not busy.stopped.is_set():
            try:
                reader.connect()
                busy.back_after += (
                    [time.monotonic() - lost] if lost and len(busy.back_after) == len(busy.shown_after) else []
                )
                shown = reader.open("reports", "pref=01")
            except (WebSocketException, OSError):
                lost = lost or time.monotonic()
                reader.leave()
                time.sleep(0.2)
                continue
            busy.faults += [word for word in ERROR_WORDS if word in shown]
            if lost:
                busy.shown_after.append(time.monotonic() - lost)
            else:
                busy.usual.append(time.monotonic() - started)
            return

    return Busy(look, THINK)


def wait_for_looks(people: list[Busy], count: int) -> None:
    """Wait until everybody has done their thing so many times more, and a first look since: half of a look is none."""
    wanted = [busy.done + count + 1 for busy in people]
    end = time.monotonic() + TIMEOUT / 1000
    while any(busy.done < most for busy, most in zip(people, wanted, strict=True)):
        assert time.monotonic() < end, "somebody does not get on"
        time.sleep(0.1)


def test_a_process_is_killed_under_readers(cluster: Running, browser: Browser):
    for number in (1, 2):  # both have shown the page before
        with SocketReader(f"ws://localhost:{cluster.port + number}") as reader:
            reader.open("reports", "pref=01")
    page = browser.new_page(ignore_https_errors=True, locale="ja-JP")
    page.set_default_timeout(TIMEOUT)
    page.goto(f"https://localhost:{cluster.port}/reports?pref=01")
    page.get_by_role("heading", name="実績報告").wait_for()
    [own] = [one["value"] for one in page.context.cookies() if one["name"] == "kyosei_node"]
    said: list[str] = []
    office = Busy(lambda _: said.append(accept(f"form {len(said)}").submission_id), 1)
    readers = [reader_at(cluster) for _ in range(READERS)]
    with at_work(office, *readers):
        wait_for_looks(readers, 1)
        busy_for = max(
            wait for busy in readers for wait in busy.usual
        )  # a fraction of a second where nobody else works
        with page.expect_websocket(timeout=TIMEOUT):
            os.kill(cluster.pid(int(own)), signal.SIGKILL)
            killed = time.monotonic()
        connected = time.monotonic() - killed
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        shown = time.monotonic() - killed
        wait_for_looks(readers, 2)
        wait_for_looks([office], 5)
    back = sorted(wait for busy in readers for wait in busy.back_after)
    pages = sorted(wait for busy in readers for wait in busy.shown_after)
    sys.stdout.write(
        f"browser on another after {connected:.1f} s, page whole after {shown:.1f} s; {len(back)} of {READERS} readers "
        f"on another after at most {max(back, default=0):.1f} s, page whole at most {max(pages, default=0):.1f} s; {len(said)} reports\n"
    )
    assert max(back) < LONGEST + busy_for
    assert connected < LONGEST + 2 * busy_for
    assert [word for busy in readers for word in busy.faults] == []
    expect(page.get_by_text("Connection error")).to_have_count(0)
    assert set(said) <= set(store.submissions()["submission_id"])
    assert len(said) > 5
    page.close()


def test_what_is_accepted_once_is_shown_by_all_at_the_next_rerun(cluster: Running):
    readers = [SocketReader(f"ws://localhost:{cluster.port + number}") for number in (1, 2)]
    assert [NAME in reader.open("reports", "pref=01&task=editions") for reader in readers] == [False, False]
    store.freeze_edition(NAME, frozen_by="試験")
    assert [NAME in reader.open("reports", "pref=01&task=editions") for reader in readers] == [True, True]
    for reader in readers:
        reader.leave()


def test_a_rolling_upgrade_refuses_no_request(cluster: Running, tmp_path: Path):
    link, restart = tmp_path / "kyosei-monitor", tmp_path / "restart"
    link.symlink_to(PROJECT)
    restart.write_text(f'#!/bin/sh\nkill "$(cat {cluster.folder}/process-"$1".pid)"\nsleep 1\n')
    restart.chmod(0o755)
    context, statuses = ssl._create_unverified_context(), []

    def ask(_: Busy) -> None:
        for path in ("/", "/_stcore/health", "/app/static/vendor/leaflet/leaflet.js"):
            try:
                with urllib.request.urlopen(
                    f"https://localhost:{cluster.port}{path}", timeout=10, context=context
                ) as answer:
                    statuses.append(answer.status)
            except OSError as error:
                statuses.append(str(error))

    before = [cluster.pid(number) for number in (1, 2)]
    own = {"KYOSEI_LINK": str(link), "KYOSEI_RESTART": f"{restart} ", "KYOSEI_PORT": str(cluster.port // 10)}
    with at_work(Busy(ask, 0.02)):
        done = subprocess.run(
            [PROJECT / "deploy" / "upgrade", PROJECT, "2"],
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert all(cluster.pid(number) != pid for number, pid in enumerate(before, 1))
    assert set(statuses) == {200}
    assert len(statuses) > 100
