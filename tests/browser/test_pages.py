"""Every page in a real browser. That nothing leaves the machine and no script fails is checked after each test."""

from __future__ import annotations

import csv
import io

import pytest

from components.views.navigation import entries
from tests.browser.reader import drawn_share
from tests.browser.server import running_server

PAGES = {entry.name: entry.title for entry in entries()}
START = entries()[0].name
SCOPES = {"japan": {}, "with records": {"pref": "03", "area": "032026"}, "without a record": {"pref": "39"}}
PLOT = "[data-testid='stPlotlyChart']"
SEEN = ".stMain"  # what the window shows of the page


def address_of(name):
    """The first page of the menu has no address of its own."""
    return "" if name == START else name


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_draws_words_and_figures(reader, name, scope):
    reader.open(address_of(name), **SCOPES[scope])
    assert reader.heading() == PAGES[name]
    assert drawn_share(reader.picture(reader.page.locator(SEEN))) > 0.02
    for plot in reader.page.locator(PLOT).all():
        assert drawn_share(reader.picture(plot)) > 0.02


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_cold_from_its_address_on_a_server_just_started(new_reader, name):
    with running_server() as address:
        reader = new_reader(address=address)
        reader.open(address_of(name), pref="03")
        assert reader.heading() == PAGES[name]
        assert reader.page.get_by_test_id("stSidebarNavLink").count() == len(PAGES)
        assert "岩手県" in reader.page.locator(".km-facts").inner_text()
        assert "pref=03" in reader.query()


@pytest.mark.parametrize("name", PAGES)
def test_on_a_dark_phone_no_page_is_too_wide_and_each_is_dark(new_reader, name):
    reader = new_reader(size=(390, 844), mode="dark")
    reader.open(address_of(name), **SCOPES["with records"])
    assert reader.page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    grey = reader.picture(reader.page.locator(SEEN)).convert("L").histogram()
    assert sum(grey[:128]) > 0.6 * sum(grey)


def test_the_menu_leads_to_every_page_and_keeps_the_prefecture(reader):
    reader.open(pref="03")
    for title in PAGES.values():
        reader.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
        reader.page.wait_for_function("title => document.querySelector('.km-head h1')?.innerText === title", arg=title)
        reader.wait_until_drawn()
        assert "岩手県" in reader.page.locator(".km-facts").inner_text()


def test_the_download_holds_what_the_table_shows(reader):
    reader.open("progress_map", pref="03", indicator="aging")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="CSV").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    # The grid holds only the columns in sight: a wide window shows them all.
    reader.page.set_viewport_size({"width": 2000, "height": 900})
    reader.page.get_by_text("表で見る").click()
    shown = shown_cells(reader)
    assert len(shown) >= 8
    assert shown[0] == rows[0]
    assert [[as_read(cell) for cell in row] for row in rows[: len(shown)]] == [
        [as_read(cell) for cell in row] for row in shown
    ]


def as_read(cell):
    """Return a number as a number: the screen writes 39 for 39.0."""
    try:
        return float(cell)
    except ValueError:
        return cell


def shown_cells(reader):
    """Return the rows of the table on screen, head first; its cells stand as text beside the drawing."""
    table = reader.page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    table.locator("canvas[data-testid='data-grid-canvas']").wait_for(state="attached")
    reader.page.wait_for_timeout(500)
    return table.locator("table[role='grid']").evaluate(
        "grid => [...grid.querySelectorAll('tr')].map(row => "
        "[...row.querySelectorAll('[role=columnheader], [role=gridcell]')].map(cell => cell.innerText))"
    )
