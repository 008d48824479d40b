"""A reader at a browser window: opens pages, looks at pixels, and notes everything that must not happen.

What must not happen on any page: an error on the console, an error box, a frame that stays empty. A request to another
machine is one of these: there is no other machine for this Chromium.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlencode, urlsplit

from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    Locator,
    Page,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.server import TOKEN, death_of

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves this machine
    "--process-per-site",  # one renderer keeps what it compiled of Streamlit and Plotly for the next page
    # A page is left before compiling it well has paid, compiling it plainly always does; and what it throws away is
    # collected less often.
    "--js-flags=--no-maglev --no-turbofan --always-sparkplug --min-semi-space-size=16",
]
# On a deep link Streamlit's own script looks for its server below every part of the address and is told 404.
_STREAMLIT_PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Drawn = nothing waits for new content, every font and chart is there, and nothing on the page has moved for a moment.
_DRAWN = """() => new Promise(done => {
  const waiting = () => document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
    || document.fonts.status !== 'loaded'
    || [...document.querySelectorAll('.js-plotly-plot')].some(plot => !plot.querySelector('.main-svg'));
  let last = performance.now();
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
  const look = () => {
    if (!waiting() && performance.now() - last > 200) { watch.disconnect(); done(true); }
    else setTimeout(look, 50);
  };
  look();
})"""
# Ends when two pictures in a row have been drawn: what was just asked for is on screen.
_NEXT_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
_MAP_RESTS = """() => new Promise(done => {
  let before = '';
  const look = () => {
    const now = [map.getZoom(), map.getCenter(), document.querySelectorAll('path.leaflet-interactive').length].join();
    if (now === before && !map._animatingZoom && !map._panAnim?._inProgress) done(true);
    else { before = now; setTimeout(look, 150); }
  };
  look();
})"""
# Another reader on a page that is open: its connection ends, the next one names no session and so gets one of its own, and
# what Streamlit still wants to say of the old one is not sent. A page of the same name is left first: nothing of it stays.
_CONNECTIONS = """(() => {
  const Plain = WebSocket;
  let connection, isBetween = false;
  window.WebSocket = class extends Plain {
    constructor(address, words) { super(address, isBetween ? words.slice(0, 2) : words); connection = this; }
    send(content) { if (!isBetween) super.send(content); }
  };
  const until = so => new Promise(done => { const look = () => so() ? done() : setTimeout(look, 20); look(); });
  const isConnected = () => document.querySelector('[data-test-connection-state="CONNECTED"]');
  const go = address => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate')); };
  window.openForAnother = async (address, between) => {
    const [heading, before] = [document.querySelector('.km-head'), connection];
    if (location.pathname === new URL(address, location).pathname) {
      go(between);
      await until(() => !heading.isConnected);
    }
    isBetween = true;
    before.close();
    await until(() => connection !== before && connection.readyState === WebSocket.OPEN && isConnected());
    isBetween = false;
    go(address);
  };
})()"""
_BETWEEN = ("plans", "briefing")  # pages of little content
TIMEOUT = 90_000  # ms: a test on a machine that is busy with something else waits longer, and fails no sooner
_ERRORS = '[data-testid="stException"], [data-testid="stAlertContentError"]'


class Reader:
    """One browser window with its own session.

    The script of a page starts some time after a click, on a busy machine long after: so what is sent over the
    websocket is watched, and a run that was asked for counts as under way until its end is told.

    Attributes:
        page: Playwright's page.
        faults: What must not happen and did, in words.
        loses_its_server: Whether a test ends the server under this page: what the browser says of that is no fault.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        self.loses_its_server = False
        self._is_asked = False  # for a run whose end was not told yet
        cookie = f"kyosei_monitor_{urlsplit(address).port}"  # as if this browser had opened the printed address before
        page.context.add_cookies([{"name": cookie, "value": TOKEN, "url": address, "sameSite": "Strict"}])
        self._listeners = {
            "websocket": self._watch,
            "framenavigated": self._note_frame,
            "console": self._note_message,
            "pageerror": self._note_error,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    @property
    def shows_its_server(self) -> bool:
        """Whether the page is open on the reader's server."""
        return self.page.url.startswith(self.address)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the page in pixels."""
        return self.page.viewport_size["width"], self.page.viewport_size["height"]

    def load(self, name: str = "", **query: str) -> None:
        """Load a page by its address, with everything that Streamlit loads first, and wait until it is drawn."""
        assert not death_of(self.address), death_of(self.address)
        self.page.goto(f"{self.address}/{name}?{urlencode(query)}")
        self.page.wait_for_selector('[data-testid="stApp"]')
        self.wait_until_drawn()

    def open(self, name: str = "", **query: str) -> None:
        """Open a page in a session of its own, which takes half as long where another reader left one of this server."""
        if not self.shows_its_server:
            self.load(name, **query)
            return
        assert not death_of(self.address), death_of(self.address)
        between = _BETWEEN[name == _BETWEEN[0]]
        ways = [f"{urlsplit(self.address).path}/{path}" for path in (f"{name}?{urlencode(query)}", between)]
        self.page.evaluate("ways => openForAnother(...ways)", ways)
        self.wait_until_drawn()

    def choose_page(self, title: str) -> None:
        """Go to a page by the menu, also where a phone has folded it away, and wait until it is drawn."""
        assert not death_of(self.address), death_of(self.address)
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).dispatch_event("click")
        self.page.wait_for_function("title => document.querySelector('.km-head h1')?.innerText === title", arg=title)
        self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        """Wait until the script has ended and what it sent is on screen; note an error box as a fault."""
        end = time.monotonic() + TIMEOUT / 1000
        self.page.wait_for_selector(".km-head h1, [data-testid='stAlert']", state="attached")
        while True:
            self.page.wait_for_selector(_SETTLED)
            self.page.evaluate(_DRAWN)
            if not self._is_asked:
                break
            assert time.monotonic() < end, f"the script did not end. {death_of(self.address)}"
        for box in self.page.locator(_ERRORS).all():
            self.faults.append(f"error box: {box.inner_text()[:200]}")

    def leave(self, *, blank: bool = True) -> None:
        """Give the page back for the next reader: with no listener, no other medium and nothing remembered."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        self.page.unroute_all()
        if self.shows_its_server:
            self.page.evaluate("sessionStorage.clear()")
        if blank:
            self.page.goto("about:blank")
        self.page.emulate_media(media="null", forced_colors="null")

    def heading(self) -> str:
        """Return the title that the page shows."""
        return self.page.locator(".km-head h1").inner_text()

    def query(self) -> str:
        """Return the part of the address behind the question mark."""
        return urlsplit(self.page.url).query

    def picture(self, what: Locator) -> Image.Image:
        """Return what is on screen there."""
        what.scroll_into_view_if_needed()
        return Image.open(io.BytesIO(what.screenshot())).convert("RGB")

    def map_frame(self) -> Frame:
        """Return the frame of the map, with all its municipalities drawn."""
        element = self.page.wait_for_selector("iframe[src*='streamlit_folium']", state="attached")
        frame = element.content_frame() if element else None
        assert frame is not None
        frame.wait_for_selector(
            "path.leaflet-interactive.has-record, path.leaflet-interactive[fill^='url']", state="attached"
        )
        frame.evaluate(_NEXT_FRAMES)
        return frame

    def rest(self) -> None:
        """Wait until the map stands still: no zoom or pan under way, every tile of shapes drawn."""
        self.map_frame().evaluate(_MAP_RESTS)

    def _watch(self, socket: WebSocket) -> None:
        self._is_asked = False  # a page that was left gets no answer
        socket.on("framesent", self._note_question)
        socket.on("framereceived", self._note_answer)

    def _note_question(self, content: str | bytes) -> None:
        if isinstance(content, bytes) and BackMsg.FromString(content).WhichOneof("type") == "rerun_script":
            self._is_asked = True

    def _note_answer(self, content: str | bytes) -> None:
        is_short = isinstance(content, bytes) and len(content) < 200
        if is_short and ForwardMsg.FromString(content).WhichOneof("type") == "script_finished":
            self._is_asked = False

    def _note_frame(self, frame: Frame) -> None:
        if frame.url.startswith("chrome-error:"):
            self.faults.append(f"a frame could not be opened: {frame.name}")

    def _note_error(self, error: Error) -> None:
        self.faults.append(f"error in a script: {error}")

    def _note_message(self, message: ConsoleMessage) -> None:
        is_wrong = message.type == "error" and not self.loses_its_server
        if is_wrong and not _STREAMLIT_PROBE.search(message.location.get("url", "")):
            self.faults.append(f"error on the console: {message.text} {message.location.get('url', '')}")


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Start Debian's Chromium and close it afterwards; expectations wait as long as everything else."""
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def reader_at(
    browser: Browser, address: str, size: tuple[int, int] = (1366, 768), mode: Literal["light", "dark"] = "light"
) -> Iterator[Reader]:
    """Open an empty window: new session, no cache, no cookies."""
    context = window_of(browser, size, mode)
    try:
        yield Reader(context.new_page(), address)
    finally:
        context.close()


def window_of(
    browser: Browser, size: tuple[int, int] = (1366, 768), mode: Literal["light", "dark"] = "light"
) -> BrowserContext:
    """Return a new window; its pages share cache and cookies, and each page is a session of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="ja-JP", color_scheme=mode, accept_downloads=True
    )
    context.set_default_timeout(TIMEOUT)
    context.add_init_script(_CONNECTIONS)
    return context


def page_in(
    window: BrowserContext, size: tuple[int, int], mode: Literal["light", "dark"], taken: Sequence[Page] = ()
) -> Page:
    """Return a blank page of a window, or a new one, in a size and a mode: whoever left it may have had others."""
    blank = (page for page in window.pages if page.url == "about:blank" and page not in taken)
    page = next(blank, None) or window.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=mode)
    return page


def colours(picture: Image.Image) -> dict[str, int]:
    """Return how many pixels have each colour (#RRGGBB)."""
    found = picture.getcolors(maxcolors=picture.width * picture.height) or []
    return {"#{:02X}{:02X}{:02X}".format(*colour): count for count, colour in found}


def drawn_share(picture: Image.Image) -> float:
    """Return the share of the pixels that differ from the most frequent colour, 0 to 1."""
    counts = [count for count, _ in picture.getcolors(picture.width * picture.height) or []]
    return 1 - max(counts) / sum(counts)
