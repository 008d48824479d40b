"""類似自治体 in a real browser, with the real census: found by kana, ways to the peers, the drawing, and the address."""

from __future__ import annotations

import pytest

from tests.browser.reader import drawn_share

PAGE = "peers"
KUSHIRO = {"area": "012068"}
PLOT = "[data-testid='stPlotlyChart']"


@pytest.fixture
def census_reader(new_reader, official_server):
    return new_reader(size=(1366, 1000), address=official_server)


def first_peer(reader):
    return reader.page.locator(".km-peers a").first


def test_a_peer_of_another_prefecture_leads_to_its_own_page(census_reader):
    reader = census_reader
    reader.open(PAGE, pref="03", area="032026")
    link = first_peer(reader)
    name = link.inner_text()
    link.click()
    reader.page.wait_for_function("document.querySelector('.km-head h1')?.innerText === '市町村カルテ'")
    reader.wait_until_drawn()
    assert reader.page.locator(".km-heading").first.inner_text().startswith(name)


def test_the_lines_are_drawn_a_variable_can_be_dropped_and_a_town_is_found_by_its_kana(census_reader):
    reader = census_reader
    reader.open(PAGE, **KUSHIRO)
    assert reader.page.locator(".km-heading").first.inner_text().startswith("釧路市")
    plot = reader.page.locator(PLOT).first
    assert drawn_share(reader.picture(plot)) > 0.02
    names = plot.locator(".legendtext").all_text_contents()
    assert len(names) == 2 + 1 + 3  # the group's two marks, the own town, three peers
    assert "釧路市" in names

    before = reader.page.locator(".km-peers").inner_text()
    reader.page.get_by_text("何を比べるか").click()
    reader.wait_until_drawn()
    reader.page.get_by_test_id("stSelectbox").filter(has_text="面積").locator("input").click()
    reader.page.get_by_role("option").filter(has_text="使わない").click()
    reader.page.wait_for_function("location.search.includes('use_area_km2=0')")
    reader.wait_until_drawn()
    after = reader.page.locator(".km-peers").inner_text()
    assert "面積" in before
    assert "面積" not in after

    field = reader.page.get_by_test_id("stSelectbox").filter(has_text="市町村").last.locator("input")
    field.click()
    field.fill("みやこし・")
    reader.page.get_by_role("option").filter(has_text="宮古市").click()
    reader.page.wait_for_function("document.querySelector('.km-heading')?.innerText.startsWith('宮古市')")
    reader.wait_until_drawn()
    assert "area=032026" in reader.query()
    assert reader.page.locator(".km-peers li").count() == 10


def test_on_a_phone_nothing_is_wider_than_the_screen(new_reader, official_server):
    reader = new_reader(size=(390, 844), mode="dark", address=official_server)
    reader.open(PAGE, **KUSHIRO)
    assert reader.page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
