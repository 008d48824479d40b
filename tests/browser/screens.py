"""Take a picture of every page, for our own eyes: `python -m tests.browser.screens FOLDER [PAGE …]`.

Each page at an office screen (1366×768) and on a phone (390 px), light and dark, whole length; and the screen that
the README shows (`overview.png`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser

from components.views.navigation import entries
from tests.browser.reader import Reader, chromium, reader_at
from tests.browser.server import chromium_program, running_server

MAP = "progress_map"
SIZES = {"office": (1366, 768), "phone": (390, 844)}
# A prefecture with records and a municipality with everything, so that the pictures show what there is to show.
QUERY = {"pref": "03", "area": "032026"}


def main(folder: Path, wanted: list[str]) -> None:
    """Write the pictures of the wanted pages (all if none is named) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [entry.name for entry in entries() if not wanted or entry.name in wanted]
    with running_server() as address, chromium(chromium_program() or "chromium") as browser:
        for name in pages:
            for query in (QUERY, {}):
                _take(browser, address, name, query, folder)
        with reader_at(browser, address, (1366, 900)) as reader:
            reader.open()
            reader.page.wait_for_timeout(1000)
            reader.page.screenshot(path=folder / "overview.png")


def _take(browser: Browser, address: str, name: str, query: dict[str, str], folder: Path) -> None:
    for size, pixels in SIZES.items():
        for mode in ("light", "dark"):
            with reader_at(browser, address, pixels, mode) as reader:
                _open(reader, name, query)
                scope = "prefecture" if query else "japan"
                reader.page.screenshot(path=folder / f"{name}-{scope}-{size}-{mode}.png")
                sys.stdout.write("".join(f"{name} {scope} {size} {mode}: {fault}\n" for fault in reader.faults))


def _open(reader: Reader, name: str, query: dict[str, str]) -> None:
    """Open a page in a window that is as high as the page is long: the page scrolls inside itself."""
    reader.open("" if name == entries()[0].name else name, **query)
    if name == MAP:
        reader.map_frame()
    width = reader.page.viewport_size["width"]
    for _ in range(2):  # a longer window shows more, which may make the page longer once more
        reader.page.wait_for_timeout(700)
        length = reader.page.evaluate("document.querySelector('.stMain').scrollHeight")
        reader.page.set_viewport_size({"width": width, "height": min(length, 8000)})
    reader.page.wait_for_timeout(700)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
