"""What only a browser shows: a point that is chosen, the back button, the language."""

from __future__ import annotations

import pytest


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


def test_a_search_without_a_match_says_so_in_japanese(reader):
    reader.open("targets")
    reader.page.get_by_test_id("stMultiSelect").first.locator("input").fill("zzz")
    reader.page.get_by_text("該当なし").wait_for()
