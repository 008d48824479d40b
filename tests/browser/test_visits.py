"""Every page, visited once per screen: drawn, Japanese, wide enough, dark where it should be, and without barriers.

A town by the address of each page; all of Japan, and the town on a dark phone, by the menu, with a reader who goes from
page to page in one session: that takes a third of the processor time of a new one. Real clicks on it: test_proxy.py.

All faults of a visit are collected, so that one run shows them all. axe-core judges what Streamlit itself draws too, and
the frame of the map (WCAG 2.2 AA); a fault there would stand in KNOWN with its reason. There is none.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect
from pypdf import PdfReader

from components.views.navigation import entries
from data import dataset
from tests.browser.reader import Reader, drawn_share, page_in

PAGES = {entry.name: entry.title for entry in entries()}
START = entries()[0].name
# A prefecture and a municipality with everything, so that there is something to judge.
EVERYTHING = {"pref": "03", "area": "032026"}
PHONE = (390, 844)
SCREENS = {"desk, all Japan": ((1366, 768), "light", {}), "dark phone": (PHONE, "dark", EVERYTHING)}
VIEWS = {
    "issues": ("data_quality", {"view": "issues"}),
    "definitions": ("data_quality", {"view": "definitions"}),
    "downloads": ("data_quality", {"view": "downloads"}),
    "upload": ("reports", {"task": "upload"}),
    "stages on the map": ("progress_map", {"indicator": "stage"}),
    "without a record": ("municipality", {"pref": "39", "area": "392014"}),
}
# Rule of axe and start of the element → why it stays.
KNOWN: dict[tuple[str, str], str] = {}
# Words in Latin letters that are no English sentence: our own terms, units, and the names of Streamlit's icon font.
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}|^(Search|Open|Sidebar|Logo|Close|Fullscreen|Stop)$")
# MORITO ROOM (モリトルーム), Morito Room ～モリトルーム～
NAME_WITH_READING = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)* [(（～][ァ-ヶー]+[)）～]")
HEIGHT = "document.querySelector('.stMain').scrollHeight"
OWN_TEXTS = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName)) found.add(texts.currentNode.nodeValue.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (getComputedStyle(element).display === "none" || !element.checkVisibility()) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) found.add(element.getAttribute(name) ?? "");
  }
  return [...found];
}"""


# Text below 14 px, running text in lines closer than 1.5, and edges of fields fainter than 3:1.
READABLE = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement, words = texts.currentNode.nodeValue.trim();
    if (!words || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName) || !parent.checkVisibility()) continue;
    const style = getComputedStyle(parent), size = parseFloat(style.fontSize);
    if (size < 13.99) found.add(`${size} px: ${words.slice(0, 20)}`);
    if (["P", "LI", "DD", "TD"].includes(parent.tagName) && parseFloat(style.lineHeight) < 1.49 * size) found.add(`close lines: ${words.slice(0, 20)}`);
  }
  const light = (colour) => {
    const [r, g, b, a] = colour.match(/[\\d.]+/g).map(Number).concat(1);
    return a ? [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0) : null;
  };
  const ground = (element) => { for (let e = element; e; e = e.parentElement) { const l = light(getComputedStyle(e).backgroundColor); if (l !== null) return l; } return 1; };
  for (const field of document.querySelectorAll(".stSelectbox [role=group], .stMultiSelect [role=group], [data-testid=stTextInputRootElement], .stButtonGroup button")) {
    const [a, b] = [light(getComputedStyle(field).borderTopColor), ground(field.parentElement)];
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 3) found.add(`faint edge: ${field.textContent.slice(0, 20)}`);
  }
  return [...found];
}"""
STOP = """() => {
  const stop = document.activeElement, style = getComputedStyle(stop);
  const box = (stop.closest("canvas") ?? stop).getBoundingClientRect(); // the cells of a drawn table have no place of their own
  const name = stop.ariaLabel || stop.getAttribute("aria-labelledby") || stop.labels?.[0]?.textContent || stop.title || stop.textContent;
  window.stops ??= new Map();
  if (!window.stops.has(stop)) window.stops.set(stop, window.stops.size);
  const isScrolled = stop.matches("[data-testid=stDataFrameResizable], div:not([tabindex])"); // what Chromium lets the arrows scroll
  const isMarked = isScrolled || stop.matches("input, textarea, iframe, canvas *, canvas") || parseFloat(style.outlineWidth) >= 2;
  const tag = (stop.closest("canvas") ?? stop).tagName; // on a busy machine the cell has the focus before the next Tab
  const isInMenu = !!stop.closest("[data-testid=stSidebar]");
  return { number: window.stops.get(stop), tag, isInMenu, name: name.trim().slice(0, 30) || (isScrolled && "table"), isMarked, isSeen: box.bottom > 0 && box.top < innerHeight };
}"""
WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
# What is right need not be told, and a frame is judged by itself: not a second time from the page around it. Rules whose
# findings `barriers_of` would pass over are not asked.
JUDGE = """() => axe.run({
  resultTypes: ["violations"], iframes: false,
  rules: Object.fromEntries(axe._audit.rules
    .filter(rule => ["minor", "moderate"].includes(rule.impact) && !rule.tags.some(tag => /^wcag/.test(tag)))
    .map(rule => [rule.id, {enabled: false}])),
}).then(({violations}) => violations)"""
AXE = Axe()
MOST_STOPS = 90
ZOOMED, NARROW = 683, 320  # px: 200 % on an office screen; the narrowest that WCAG 1.4.10 asks for


MOST_HIGH = 3_400  # px: any page of all Japan on an office screen
MOST_ON_THE_START = {1366: 1_540, 390: 4_300}  # px
MOST_LETTERS = 1_874  # 40 % of the 4,686 of 概要 before it was one screen
LETTERS = "() => document.querySelector('.stMain').innerText.replace(/\\s/g, '').length"


def barriers(page):
    """Return what axe finds in a page and in its map: rule, element and reason."""
    frames = [frame for frame in page.frames if frame is page.main_frame or "streamlit_folium" in frame.url]
    return [fault for frame in frames for fault in barriers_of(frame)]


def barriers_of(frame):
    """Return the breaches of WCAG, and what else axe calls serious or critical."""
    if not frame.evaluate("'axe' in window"):  # a page that was reached by the menu has it already
        frame.evaluate(AXE.axe_script)
    violations = frame.evaluate(JUDGE)
    return [
        f"{violation['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in ("serious", "critical") or WCAG & set(violation["tags"])
        for node in violation["nodes"]
        if not any(violation["id"] == rule and node["html"].startswith(html) for rule, html in KNOWN)
    ]


def language_faults(page):
    """Return the English texts and labels of a page."""
    texts = page.evaluate(OWN_TEXTS)
    found = [f"English: {text}" for text in texts if ENGLISH.search(NAME_WITH_READING.sub("", text))]
    if page.locator("html").get_attribute("lang") != "ja":
        found.append("the page does not say that it is Japanese")
    return found


def drawing_faults(reader):
    """Return what stands empty: the page itself, or a chart."""
    parts = {"the page": reader.page.locator(".stMain")}
    parts |= {
        f"chart {number}": plot
        for number, plot in enumerate(reader.page.locator("[data-testid='stPlotlyChart']:visible").all())
    }
    return [f"{name} is empty" for name, part in parts.items() if drawn_share(reader.picture(part)) <= 0.02]


def phone_faults(reader):
    """Return whether a page is too wide for a phone, or light on a dark one."""
    found = []
    width = reader.page.evaluate("document.querySelector('.stMain').scrollWidth")
    if width > PHONE[0]:
        found.append(f"{width} px wide")
    grey = reader.picture(reader.page.locator(".stMain")).convert("L").histogram()
    if sum(grey[:128]) <= 0.6 * sum(grey):
        found.append("not dark")
    return found


def start_faults(page):
    """Return whether the start page is long or says much before the first click."""
    measured = {"px": page.evaluate(HEIGHT), "letters": page.evaluate(LETTERS)}
    most = {"px": MOST_ON_THE_START[page.viewport_size["width"]], "letters": MOST_LETTERS}
    return [f"{count} {unit} on the start page" for unit, count in measured.items() if count > most[unit]]


def keyboard_faults(page, *, leaps_over_the_menu):
    """Return what somebody misses who walks through a page with the Tab key alone; the first stop leads to the text."""
    found, last = [], None
    page.evaluate("() => { document.activeElement.blur(); getSelection().empty(); }")
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY":
            break
        if number == 0 and stop["name"] != "本文へ移動":
            found.append(f"the first stop is {stop['name']}")
        elif number == 0 and leaps_over_the_menu:
            page.keyboard.press("Enter")
        elif leaps_over_the_menu and stop["isInMenu"]:
            found.append(f"the first stop leads into the menu: {stop['name']}")
        if not (stop["name"] and stop["isMarked"] and stop["isSeen"]):
            found.append(f"keyboard: {stop}")
        is_stuck = stop["number"] == last and stop["tag"] not in ("IFRAME", "CANVAS")
        if is_stuck:
            found.append(f"the keyboard does not get on: {stop}")
        last = stop["number"]
    return found


def other_ways_to_look(reader):
    """Return the faults of a page in the reader's own colours, at 200 % and at 320 px."""
    found = []
    for width in (ZOOMED, NARROW):
        reader.page.set_viewport_size({"width": width, "height": 640})
        fits = "width => document.querySelector('.stMain').clientWidth <= width && document.querySelector('.stMain').scrollWidth <= width"
        try:
            reader.page.wait_for_function(fits, arg=width, timeout=10_000)
        except TookTooLong:
            found.append(f"wider than {width} px")
    reader.page.emulate_media(forced_colors="active")
    return found + [f"narrow: {fault}" for fault in barriers(reader.page) + reader.page.evaluate(READABLE)]


@pytest.fixture(scope="module")
def walk(window, server):
    """Lead the reader of a screen to a page by the menu: from カルテ, or from where the last test left her."""
    under_way = {}

    @contextmanager
    def to(name, screen):
        size, mode, query = SCREENS[screen]
        reader = under_way.pop(screen, None)
        if reader is None:
            reader = Reader(page_in(window, size, mode), server)
            reader.open("municipality", **query)
        reader.choose_page(PAGES[name])
        yield reader
        assert reader.faults == []
        under_way[screen] = reader

    yield to
    for reader in under_way.values():
        reader.leave()


def faults_of(reader, name):
    """Return what no page may have on any screen."""
    found = drawing_faults(reader) + language_faults(reader.page) + barriers(reader.page)
    found += reader.page.evaluate(READABLE)
    return found + (start_faults(reader.page) if name == START else [])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_town_opens_by_its_address_without_a_fault(reader, name):
    reader.load("" if name == START else name, **EVERYTHING)
    assert reader.heading() == PAGES[name]
    found = faults_of(reader, name) + keyboard_faults(reader.page, leaps_over_the_menu=name != START)
    assert found + other_ways_to_look(reader) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_the_menu_leads_to_a_page_of_the_same_place_without_a_fault(walk, name, screen):
    with walk(name, screen) as reader:
        assert reader.heading() == PAGES[name]
        found = faults_of(reader, name)
        if screen == "dark phone":
            assert "岩手県" in reader.page.locator(".km-facts").inner_text()
            assert name not in ("municipality", "peers") or "area=032026" in reader.query()
            found += phone_faults(reader)
        elif (height := reader.page.evaluate(HEIGHT)) > MOST_HIGH:
            found.append(f"{height} px high")
        assert found == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_a_page_has_no_fault(reader, view):
    name, query = VIEWS[view]
    reader.open(name, **EVERYTHING | query)
    assert drawing_faults(reader) + language_faults(reader.page) + barriers(reader.page) == []


def test_the_page_of_the_town_with_most_targets_is_short(reader):
    area = str(dataset.read_table("targets")["area_code"].value_counts().idxmax())
    reader.open("municipality", pref=area[:2], area=area)
    assert reader.page.evaluate(HEIGHT) <= 3_000
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.wait_until_drawn()
    assert reader.page.evaluate(HEIGHT) <= 6_000


def test_the_page_of_a_town_is_short_leads_to_its_parts_and_originals_and_prints_on_both_sides_of_one_sheet(reader):
    reader.open("municipality", pref="01", area="012068")
    assert reader.page.evaluate(HEIGHT) <= 3_000
    assert len(PdfReader(io.BytesIO(reader.page.pdf(prefer_css_page_size=True))).pages) == 2
    for words, card in {"基本情報": "profile", "似た市町村": "peers"}.items():
        reader.page.locator(".km-contents a", has_text=words).click()
        reader.page.locator(f".st-key-card_{card} .km-title").wait_for()
    reader.page.get_by_text(re.compile("^原文（文書001")).first.click()
    original = reader.page.locator(".km-passage").or_(reader.page.get_by_text("原文を表示できません")).first
    original.wait_for()
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.page.get_by_role("tab", name="対象の区域").click()
    reader.page.locator(".st-key-card_service_areas").wait_for()
    assert reader.page.evaluate(HEIGHT) <= 6_000


def test_a_table_that_was_opened_has_no_barrier_and_paper_leaves_out_what_cannot_be_pressed(reader):
    reader.open("", **EVERYTHING)
    reader.page.get_by_role("button", name="表で見る").first.click()
    reader.page.get_by_test_id("stDataFrame").wait_for()
    reader.page.mouse.move(0, 0)  # away from the button: the words over it are pale while they appear
    expect(reader.page.get_by_test_id("stTooltipContent")).to_have_count(0)
    reader.wait_until_drawn()
    assert barriers(reader.page) == []
    reader.page.evaluate(
        "document.querySelector('.km-title').innerHTML = "
        "'<button style=\"color:#eee;background:#fff\">pale words</button>'"
    )
    assert [fault for fault in barriers(reader.page) if fault.startswith("color-contrast")], "the judge finds a fault"
    assert language_faults(reader.page) == ["English: pale words"]
    reader.page.emulate_media(media="print")
    assert not reader.page.get_by_test_id("stSidebar").is_visible()
    assert not reader.page.get_by_test_id("stDownloadButton").first.is_visible()
    assert reader.page.locator(".km-title").first.is_visible()
    reader.page.close()  # with the words that this test has put there
