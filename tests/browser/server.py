"""A Streamlit server of this project on a free port, for the tests in a browser and for the measurements."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from components.views import local_role

PROJECT = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT = 120  # seconds
LOG_TAIL = 4_000  # bytes
TOKEN = "a-token-of-the-tests-only"
LOCAL_ROLE = {local_role.VARIABLE: TOKEN}  # for a server whose reader is the one person at this machine
_STARTED: dict[str, tuple[subprocess.Popen[bytes], IO[bytes]]] = {}


@contextmanager
def running_server(
    script: str = "app.py",
    folder: Path = PROJECT,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[str]:
    """Start a server as `server_process` does, and hand out its address only."""
    with server_process(script, folder, environment, port) as (address, _):
        yield address


@contextmanager
def server_process(
    script: str = "app.py",
    folder: Path = PROJECT,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a server, hand out its address without a slash at the end and its process, and stop it afterwards.

    Args:
        script: What it runs, relative to the folder.
        folder: Its working folder; settings come from `.streamlit` there.
        environment: Variables beside those of this process.
        port: Where it listens; a free one unless given.

    Raises:
        RuntimeError: The server ended or did not answer in time.
    """
    port = free_port() if port is None else port
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    address = f"http://127.0.0.1:{port}"
    with TemporaryFile("w+b") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | dict(environment or {}), stdout=log, stderr=subprocess.STDOUT
        )
        _STARTED[address] = process, log
        try:
            _wait_for(address)
            yield address, process
        finally:
            process.terminate()
            process.wait(timeout=60)
            del _STARTED[address]


def death_of(address: str) -> str:
    """Return how the server of an address ended, with the last that it wrote; nothing while it runs."""
    process, log = _STARTED.get(address, (None, None))
    if process is None or log is None or process.poll() is None:
        return ""
    log.seek(max(0, log.seek(0, os.SEEK_END) - LOG_TAIL))
    return f"the server ended with code {process.returncode} and wrote at last:\n{log.read().decode(errors='replace')}"


def chromium_program() -> str | None:
    """Return where Debian's Chromium is: the shell without windows, which takes half the time, or the whole one."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        if ended := death_of(address):
            raise RuntimeError(ended)
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except urllib.error.HTTPError:  # the application stands below a path, and this is not it
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the Streamlit server did not answer within {START_TIMEOUT} s")
