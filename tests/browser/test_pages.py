"""Ways through the pages in a real browser. That nothing leaves the machine and no script fails is checked each time."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import expect

from components.views.navigation import entries
from tests.browser.server import running_server
from tests.browser.test_progress_map import on_screen

PAGES = {entry.name: entry.title for entry in entries()}
START = entries()[0].name
COUNT_CLICKS = """() => {
  top.clicks = 0;
  addEventListener("click", (event) => { top.clicks += event.isTrusted; }, true);
}"""


# Streamlit's old discovery of pages/ runs a page without app.py for the first visitor of a server just started.
def test_a_page_opens_cold_from_its_address_on_a_server_just_started_and_keeps_the_choices(new_reader):
    with running_server() as address:
        for name in ("aging_coverage", START):  # the first visitor of all is the one at an address
            reader = new_reader(address=address, fresh=name != START)
            reader.open("" if name == START else name, pref="13", by="functions")
            assert reader.heading() == PAGES[name]
            assert reader.page.get_by_test_id("stSidebarNavLink").count() == len(PAGES)
            assert "東京都" in reader.page.locator(".km-facts").inner_text()
            assert "pref=13" in reader.query()
            if name != START:
                reader.page.get_by_role("button", name="表で見る").first.click()
                reader.wait_until_drawn()
                assert "by=functions" in reader.query()
                assert "機能充足率" in reader.page.locator(".km-title").first.inner_text()
            reader.page.close()  # before its server ends


def test_three_questions_take_at_most_three_clicks_from_the_start(reader):
    page, counts = reader.page, {}

    def start():
        reader.load()
        for frame in (page.main_frame, reader.map_frame()):
            frame.evaluate(COUNT_CLICKS)

    def clicks():
        return page.evaluate("window.clicks")

    start()
    page.mouse.click(*on_screen(reader, reader.map_frame(), "012068"))
    page.wait_for_function("document.querySelector('.km-head h1')?.innerText === '市町村カルテ'")
    reader.wait_until_drawn()
    to_the_town = clicks()
    page.locator(".km-contents a", has_text="目標と実績").click()
    expect(page.locator(".st-key-card_town_targets .km-title")).to_be_in_viewport()
    counts["late targets"] = clicks()

    page.get_by_role("link", name="議会に配る資料").click()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").filter(has_text="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    counts["paper for the council"] = to_the_town + clicks() - counts["late targets"]

    start()
    page.get_by_role("button", name="市町村職員").click()
    page.get_by_role("combobox", name="あなたの市町村").fill("くしろし・")
    page.get_by_role("option").filter(has_text="釧路市").click()
    page.get_by_role("link", name="似ていて段階が先の町").click()
    page.locator(".km-peers li").first.wait_for()
    counts["peers further on"] = clicks()
    assert counts == {"late targets": 2, "paper for the council": 3, "peers further on": 3}


def test_the_download_holds_what_the_table_shows(reader):
    reader.open("progress_map", pref="03", indicator="aging")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="CSV").first.click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    # The grid holds only the columns in sight: a wide window shows them all.
    reader.page.set_viewport_size({"width": 2000, "height": 900})
    reader.page.get_by_role("button", name="表で見る").first.click()
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
    reader.wait_until_drawn()
    return table.locator("table[role='grid']").evaluate(
        "grid => [...grid.querySelectorAll('tr')].map(row => "
        "[...row.querySelectorAll('[role=columnheader], [role=gridcell]')].map(cell => cell.innerText))"
    )
