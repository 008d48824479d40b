"""What only a browser shows: a point that is chosen, the back button, the language, the original behind a number."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import running_server

PAGES = ["", "aging_coverage", "municipality", "targets", "peers", "data_quality"]
# Words in Latin letters that are no English sentence: our own terms, units, and the names of Streamlit's icon font.
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}|^(Search|Open|Sidebar|Logo|Close|Fullscreen|Stop)$")

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


def choose_point(reader, name):
    """Click the point that carries a name."""
    label = reader.page.locator(".js-plotly-plot .textpoint text").filter(has_text=name)
    label.wait_for()
    box, plot = label.bounding_box(), reader.page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    middle = box["x"] + box["width"] / 2
    for below in range(8, 40, 4):  # the point stands below its name
        if box["y"] + box["height"] + below > plot["y"] + plot["height"]:
            break
        reader.page.mouse.click(middle, box["y"] + box["height"] + below)
        reader.wait_until_drawn()
        if reader.page.get_by_test_id("stPageLink-NavLink").filter(has_text=name).count() == 1:
            return
    pytest.fail(f"no click near {name} chose its point")


def test_a_point_of_the_scatter_leads_to_its_municipality_and_the_back_button_returns(new_reader):
    reader = new_reader(size=(1366, 1100))
    reader.open("aging_coverage", pref="03")
    choose_point(reader, "遠野市")
    reader.page.get_by_test_id("stPageLink-NavLink").filter(has_text="遠野市").click()
    reader.page.wait_for_function("document.querySelector('.km-head h1')?.innerText === '市町村カルテ'")
    reader.wait_until_drawn()
    assert "area=032085" in reader.query()
    assert reader.page.locator(".km-heading").first.inner_text().startswith("遠野市")
    reader.page.go_back()
    reader.page.wait_for_function("document.querySelector('.km-head h1')?.innerText === '高齢化率×支援カバー率'")
    assert "pref=03" in reader.query()


def test_the_first_reader_of_a_new_server_keeps_the_choices_of_a_deep_link(new_reader):
    with running_server() as address:
        reader = new_reader(address=address)
        reader.open("aging_coverage", pref="13", by="functions")
        reader.page.get_by_text("表で見る").first.click()
        reader.wait_until_drawn()
        assert "by=functions" in reader.query()
        assert "機能充足率（C3）" in reader.page.locator(".km-title").first.inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_japanese_and_no_widget_speaks_english(reader, name):
    reader.open(name, pref="13")
    expect(reader.page.locator("html")).to_have_attribute("lang", "ja")
    assert [text for text in reader.page.evaluate(OWN_TEXTS) if ENGLISH.search(text)] == []


def test_a_search_without_a_match_says_so_in_japanese(reader):
    reader.open("targets")
    reader.page.get_by_test_id("stMultiSelect").first.locator("input").fill("zzz")
    reader.page.get_by_text("該当なし").wait_for()


def test_the_original_opens_behind_a_statement(reader):
    reader.open("municipality", pref="01", area="012068")
    reader.page.get_by_text(re.compile("^原文（文書001")).first.click()
    opened = reader.page.locator(".km-passage").or_(reader.page.get_by_text("原文を表示できません")).first
    opened.wait_for()


def test_printed_pages_leave_out_what_cannot_be_pressed(reader):
    reader.open(pref="13")
    reader.page.emulate_media(media="print")
    assert not reader.page.get_by_test_id("stSidebar").is_visible()
    assert not reader.page.get_by_test_id("stDownloadButton").first.is_visible()
    assert reader.page.locator(".km-title").first.is_visible()
