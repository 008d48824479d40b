"""A server, a Chromium, and readers that fail their test when something happened that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import Reader, chromium, reader_at
from tests.browser.server import running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as started:
        yield started


@pytest.fixture(scope="session")
def server(chromium_path: str) -> Iterator[str]:
    """The address of one server for all tests that do not need a fresh one."""
    with running_server() as address:
        yield address


@pytest.fixture
def new_reader(browser: Browser, server: str) -> Iterator[Callable[..., Reader]]:
    """Open a window of a reader: size in pixels, light or dark, and another server where given."""
    with ExitStack() as windows:
        readers: list[Reader] = []

        def start(
            size: tuple[int, int] = (1366, 768), mode: Literal["light", "dark"] = "light", address: str = server
        ) -> Reader:
            readers.append(windows.enter_context(reader_at(browser, address, size, mode)))
            return readers[-1]

        yield start
        faults = [fault for reader in readers for fault in reader.faults]
        assert not faults, "\n".join(faults)


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    """One reader at an office screen."""
    return new_reader()
