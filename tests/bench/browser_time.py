"""How long a reader waits: from the click, or from the address, until the last thing on screen has changed.

A stopwatch inside the page notes the click, every frame of the WebSocket and every change below the page's main part,
also inside the frames of components. Drawn = the last change before half a second of rest (30 animation frames, which
do not tick while a script works).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from components.figures.aging import COVERAGES
from components.figures.layers import LAYERS
from tests.bench.figures import Measured
from tests.browser.reader import Reader, reader_at
from tests.browser.server import PROJECT, running_server

WARM_UP = 7  # changes before the measurement starts: each choice once
STOPWATCH = Path(__file__).with_name("stopwatch.js").read_text("utf-8")


@dataclass(frozen=True)
class Waited:
    """What one change or first load cost: milliseconds until the answer had come and was drawn, bytes received."""

    answered: Measured
    drawn: Measured
    received: Measured

    @classmethod
    def of(cls, laps: Sequence[dict[str, float]]) -> Waited:
        """Return median and p95 of the laps of the stopwatch."""
        return cls(*(Measured.of([lap[name] for lap in laps]) for name in ("answered", "drawn", "received")))


Change = Callable[[Page, int], None]


def choose_indicator(page: Page, turn: int) -> None:
    """Click one indicator of the map after the other.

    All take turns, because Streamlit sends only a reference for a long message that the browser had two runs before.
    """
    names = [layer.scale.choice_ja for name, layer in LAYERS.items() if layer.source == "plans" or name == "population"]
    _choose_button(page, names, turn)


def choose_coverage(page: Page, turn: int) -> None:
    """Click one coverage of the scatter after the other."""
    _choose_button(page, [coverage.choice_ja for coverage in COVERAGES.values()], turn)


def choose_prefecture(page: Page, turn: int) -> None:
    """Choose one prefecture in the sidebar after the other."""
    names = ("北海道", "岩手県", "東京都", "高知県", "全国")
    name = names[turn % len(names)]
    page.get_by_role("combobox", name="都道府県").fill(name)  # the long list draws only what is in sight
    page.get_by_role("option").filter(has_text=name).click()


def _choose_button(page: Page, names: Sequence[str], turn: int) -> None:
    page.get_by_role("radio", name=names[(turn + 1) % len(names)], exact=True).click()


CHANGES: dict[str, Change] = {
    "progress_map": choose_indicator,
    "plain_map": choose_indicator,
    "aging_coverage": choose_coverage,
}


def change(browser: Browser, address: str, name: str, repeats: int, **query: str) -> Waited:
    """Return what a change of the page's own choice costs, or of the prefecture where it has none."""
    act = CHANGES.get(name, choose_prefecture)
    with _timed(browser, address) as reader:
        reader.open("" if name == "plain_map" else name, **query)
        reader.page.evaluate("stopwatch.rest()")
        laps = []
        for turn in range(WARM_UP + repeats):
            reader.page.evaluate("stopwatch.arm()")
            act(reader.page, turn)
            laps.append(reader.page.evaluate("stopwatch.rest()"))
    _refuse_faults(reader)
    return Waited.of(laps[WARM_UP:])


def first_load(browser: Browser, address: str, name: str, repeats: int, **query: str) -> Waited:
    """Return what opening a page by its address costs, each time in a new window with an empty cache."""
    laps = []
    for _ in range(repeats):
        with _timed(browser, address) as reader:
            reader.open("" if name == "plain_map" else name, **query)
            laps.append(reader.page.evaluate("stopwatch.rest()"))
        _refuse_faults(reader)
    return Waited.of(laps)


@contextmanager
def plain_server() -> Iterator[str]:
    """Start a server with the map page in the plain way; Streamlit serves static files beside the script only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").symlink_to(PROJECT / "static")
        shutil.copytree(PROJECT / ".streamlit", folder / ".streamlit")
        script = PROJECT / "tests" / "bench" / "plain_map.py"
        (folder / "plain_map.py").write_text(f"import runpy\n\nrunpy.run_path({str(script)!r})\n", encoding="utf-8")
        with running_server("plain_map.py", folder, {"PYTHONPATH": str(PROJECT)}) as address:
            yield address


@contextmanager
def _timed(browser: Browser, address: str) -> Iterator[Reader]:
    with reader_at(browser, address) as reader:
        reader.page.add_init_script(STOPWATCH)
        yield reader


def _refuse_faults(reader: Reader) -> None:
    if reader.faults:
        raise RuntimeError("\n".join(["measure nothing that is broken:", *reader.faults]))
