"""The map in a real browser: drawn, coloured, zoomed, clicked."""

from __future__ import annotations

import contextlib
import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import TimeoutError as TookTooLong

from components.drawing import theme
from tests.browser.reader import colours

WHOLE_AREA = theme.LIGHT.sequence[-1]

# A place inside a municipality that its polygon really covers, on screen: x, y relative to the frame.
PLACE_INSIDE = """(code) => {
    let layer; window.map.eachLayer(l => { if (l.feature?.properties.code === code) layer = l; });
    const path = layer.getElement(), box = path.getBoundingClientRect();
    for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
        const [x, y] = [box.left + box.width * i / 20, box.top + box.height * j / 20];
        if (document.elementFromPoint(x, y) === path) return [x, y];
    }
}"""
FILL = """(code) => { let fill; window.map.eachLayer(l => {
    if (l.feature?.properties.code === code) fill = l.options.fillColor; }); return fill; }"""
VIEW = "() => [window.map.getZoom(), window.map.getCenter().lat, window.map.getCenter().lng]"
# Marks the map object and notes at every frame how many municipalities are drawn.
WATCH = """() => { window.map.mark = 'kept'; window.fewest = Infinity;
    const drawn = () => document.querySelectorAll('path.leaflet-interactive[d]:not([d="M0 0"])').length;
    const look = () => { window.fewest = Math.min(window.fewest, drawn()); requestAnimationFrame(look); };
    look(); }"""


def choose_indicator(reader, name):
    reader.page.get_by_role("radio", name=name).click()
    reader.wait_until_drawn()


def told(reader, frame, area_code, name):
    """Return the lines of the tooltip over a municipality, once it is the only one and that of the name."""
    reader.page.mouse.move(*on_screen(reader, frame, area_code))
    only = """name => { const tips = [...document.querySelectorAll('.leaflet-tooltip')];
        return tips.length === 1 && tips[0].innerText.includes(name); }"""
    frame.wait_for_function(only, arg=name)  # the tooltip of the place before fades away
    return frame.locator(".leaflet-tooltip").inner_text().splitlines()


def map_colours(reader):
    return colours(reader.picture(reader.page.locator("iframe[src*='streamlit_folium']")))


def test_the_map_of_japan_is_drawn_in_the_colours_of_its_legend_and_a_click_opens_a_page(reader):
    reader.open("progress_map", indicator="consultation")
    frame = reader.map_frame()
    assert frame.locator("path.leaflet-interactive").count() == 1_742  # 1,741 municipalities and 北方領土
    assert map_colours(reader).get(WHOLE_AREA, 0) > 100
    click_on(reader, "011002", "札幌市")


def click_on(reader, area_code, name):
    """Click on a municipality; its page opens."""
    reader.page.mouse.click(*on_screen(reader, reader.map_frame(), area_code))
    reader.page.wait_for_url("**/municipality?**")
    reader.wait_until_drawn()
    assert parse_qs(reader.query())["area"] == [area_code]
    assert name in reader.page.locator(".stMainBlockContainer").inner_text()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_municipalities_without_a_record_are_hatched_and_named(new_reader, mode):
    reader = new_reader(mode=mode)
    reader.open("progress_map", pref="39", indicator="consultation")
    frame = reader.map_frame()
    fills = frame.eval_on_selector_all("path.leaflet-interactive", "paths => paths.map(p => p.getAttribute('fill'))")
    assert fills == ["url(#class-6)"] * 34
    found = map_colours(reader)
    background = theme.palette(mode).background
    assert max(found, key=found.get) == background
    assert 1 - found[background] / sum(found.values()) > 0.05
    frame.hover("path.leaflet-interactive >> nth=20")
    assert "情報なし（計画書なし）" in frame.locator(".leaflet-tooltip").inner_text()
    assert "情報なし（計画書なし）" in reader.page.locator(".km-map-legend").inner_text()
    if mode == "light":
        click_on(reader, "392014", "高知市")


def test_a_change_of_indicator_recolours_the_same_map_without_a_blank_and_keeps_the_zoom(reader):
    reader.open("progress_map", pref="03", indicator="programme")
    frame = reader.map_frame()
    frame.get_by_title("拡大").click()
    reader.rest()
    frame.evaluate(WATCH)
    view, fill, drawn = frame.evaluate(VIEW), frame.evaluate(FILL, "032018"), frame.evaluate("window.fewest")
    choose_indicator(reader, "高齢化率")
    frame.wait_for_function(f"([code, before]) => ({FILL})(code) !== before", arg=["032018", fill])
    assert frame.evaluate("window.map.mark") == "kept"
    assert frame.evaluate(VIEW) == view
    assert frame.evaluate("window.fewest") == drawn
    assert parse_qs(reader.query())["indicator"] == ["aging"]
    for name in ("段階", "機能"):  # with a further choice
        choose_indicator(reader, name)
        assert frame.evaluate("window.map.mark") == "kept"
    assert frame.evaluate("window.fewest") == drawn


def test_a_prefecture_is_shown_without_its_remote_islands_told_by_tooltips_and_there_again_on_the_way_back(reader):
    reader.open("progress_map", pref="13", indicator="consultation")
    frame = reader.map_frame()
    south, north = frame.evaluate("[window.map.getBounds().getSouth(), window.map.getBounds().getNorth()]")
    assert 35 < south < north < 36.4
    assert told(reader, frame, "131156", "杉並区") == [
        "東京都 杉並区",
        "支援カバー率（相談の受け止め）: 2.8 %",
        "両方の事業",
    ]
    click_on(reader, "131156", "杉並区")
    reader.page.go_back()
    reader.page.wait_for_url("**/progress_map?**")
    reader.wait_until_drawn()
    reader.map_frame()
    assert reader.heading() == "進捗マップ"


def test_the_map_is_one_stop_of_the_keyboard_and_arrows_lead_from_town_to_town(reader):
    reader.open("progress_map", pref="03", indicator="aging")
    frame = reader.map_frame()
    reader.rest()
    assert frame.locator("path[tabindex]").count() == 0
    frame.locator(".leaflet-container").focus()
    heard = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown"):
        reader.page.keyboard.press(key)
        heard.append(frame.locator("[role=status]").inner_text())
        assert frame.locator(".leaflet-tooltip").count() >= 1
    assert all(re.match(r"岩手県 \S+[市町村]、高齢化率: \S", words) for words in heard)
    assert len(set(heard)) >= 3
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/municipality?**")
    reader.wait_until_drawn()
    assert re.search(r"岩手県 (\S+)、", heard[-1]).group(1) == reader.page.locator(".km-heading").first.evaluate(
        "e => e.firstChild.data"
    )


def test_a_second_session_on_the_same_server_sees_the_map_too_and_its_wheel_zooms_only_with_ctrl(new_reader):
    for _ in range(2):
        reader = new_reader()
        reader.open("progress_map", pref="03", indicator="consultation")
        frame = reader.map_frame()
        assert map_colours(reader).get(WHOLE_AREA, 0) > 100
    before = frame.evaluate(VIEW)
    reader.page.mouse.move(*on_screen(reader, frame, "032018"))
    reader.page.mouse.wheel(0, -1)  # more would move the map from under the mouse
    frame.locator(".wheel-hint.shown").wait_for()
    assert frame.evaluate(VIEW) == before
    for _ in range(5):  # Chromium without a window hands on a turn with Ctrl only while it still scrolls
        reader.page.mouse.wheel(0, -1)
        reader.page.keyboard.down("Control")
        reader.page.mouse.wheel(0, -300)
        reader.page.keyboard.up("Control")
        with contextlib.suppress(TookTooLong):
            frame.wait_for_function("zoom => map.getZoom() > zoom", arg=before[0], timeout=3_000)
            break
    assert frame.evaluate(VIEW)[0] > before[0]


def on_screen(reader, frame, area_code):
    """Return a place of the window that lies inside a municipality, scrolled into view."""
    box = reader.page.locator("iframe[src*='streamlit_folium']")
    box.evaluate("element => element.scrollIntoView({block: 'center'})")
    reader.rest()
    x, y = frame.evaluate(PLACE_INSIDE, area_code)
    corner = box.bounding_box()
    return corner["x"] + x, corner["y"] + y
