"""Servers, a Chromium, and readers that fail their test when something happened that must not.

Servers are started once per worker, and that of the committed dataset once for all. A reader gets a page that another one
left, and a session of her own: what Streamlit loads for every page is loaded already. A test about that loads its page; one
about a cold start asks for a fresh window.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from loaders.imports import desk
from tests.browser.reader import Reader, chromium, page_in, window_of
from tests.browser.server import LOCAL_ROLE, death_of, running_server

Size = tuple[int, int]
Mode = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as started:
        yield started


@pytest.fixture(scope="session")
def server(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the one server on the committed dataset: the worker that asks first starts it, and ends it last."""
    base = tmp_path_factory.getbasetemp()
    told = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "server"
    with (
        told.with_suffix(".lock").open("w") as starting,
        told.with_suffix(".used").open("w") as used,
        ExitStack() as own,
    ):
        fcntl.flock(starting, fcntl.LOCK_EX)
        is_first = not told.exists()
        if is_first:
            told.write_text(own.enter_context(running_server()))
        fcntl.flock(used, fcntl.LOCK_SH)
        fcntl.flock(starting, fcntl.LOCK_UN)
        yield told.read_text()
        if is_first:
            fcntl.flock(used, fcntl.LOCK_EX)  # no other worker uses it any more


@pytest.fixture(scope="session")
def practice_server(chromium_path: str, practice_folder: Path) -> Iterator[str]:
    """The address of a server with the practice prefecture and its reports, for one office worker."""
    environment = {"MONITOR_PRACTICE": "1", "MONITOR_DATABASE_URL": ""} | LOCAL_ROLE
    with running_server(environment=environment | {"MONITOR_DATA": str(practice_folder)}) as address:
        yield address


@pytest.fixture(scope="session")
def official_server(
    chromium_path: str, shared_dir: Path, census_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server with the census, the official boundaries of 東京都, and a file with a hostile name."""
    folder = Path(shutil.copytree(census_folder, tmp_path_factory.mktemp("official"), dirs_exist_ok=True))
    own = {"MONITOR_IMPORTED": str(folder), "MONITOR_DATABASE_URL": f"sqlite:///{folder}/monitor.sqlite"}
    with patch.dict(os.environ, own):
        official = shared_dir / "boundaries"
        desk.import_file("boundaries", official / "N03-21_13_210101.json", by="試験")
        other = folder / "<img src=x onerror=alert(1)>.json"
        other.write_text((official / "N03-21_39_210101.json").read_text("utf-8").replace("N03_007", "code"))
        desk.import_file("boundaries", other, by="試験")
    with running_server(environment=own) as started:
        yield started


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """The window of all readers; each of its pages has a size and a mode of its own."""
    opened = window_of(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def left_open() -> dict[tuple[str, Size, Mode], Page]:
    """The pages that readers left on a server, by its address, their size and their mode."""
    return {}


@pytest.fixture
def new_reader(
    browser: Browser, server: str, window: BrowserContext, left_open: dict[tuple[str, Size, Mode], Page]
) -> Iterator[Callable[..., Reader]]:
    """Open a page for a reader: size in pixels, light or dark, another server, a window without a cache."""
    readers: dict[Reader, tuple[str, Size, Mode]] = {}
    own: list[BrowserContext] = []

    def start(size: Size = (1366, 768), mode: Mode = "light", address: str = server, *, fresh: bool = False) -> Reader:
        if fresh:
            own.append(window_of(browser, size, mode))
            page = own[-1].new_page()
        else:
            kept = left_open.pop((address, size, mode), None)
            page = kept or page_in(window, size, mode, [reader.page for reader in readers])
        reader = Reader(page, address)
        readers[reader] = (address, size, mode)
        return reader

    yield start
    for reader, kind in readers.items():
        if reader.page.is_closed() or reader.page.context in own:
            continue
        is_as_it_was = not reader.faults and reader.shows_its_server and reader.size == kind[1]
        if is_as_it_was and kind not in left_open:
            left_open[kind] = reader.page
        reader.leave(blank=reader.page not in left_open.values())
    for opened in own:
        opened.close()
    faults = [fault for reader in readers for fault in reader.faults]
    deaths = {death_of(reader.address) for reader in readers} - {""}
    assert not faults, "\n".join([*faults, *deaths])


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    """One reader at an office screen."""
    return new_reader()
