"""The map of stages in a real browser: its colours, its years, and towns without information."""

from __future__ import annotations

from components.drawing import marks
from tests.browser.reader import colours

IMPLEMENTING = marks.STAGES["implementing"].light


def pixels(reader):
    """Return how many pixels of the map have the colour of 実施中."""
    frame = reader.map_frame()
    return colours(reader.picture(frame.frame_element())).get(IMPLEMENTING, 0)


def test_a_change_of_the_year_recolours_the_map(reader):
    reader.open("progress_map", pref="01", indicator="stage", fy="2020")
    before = pixels(reader)
    for _ in range(2020, 2023):
        reader.page.get_by_role("slider", name="年度").press("ArrowRight")
    reader.page.get_by_text("令和5年度（2023年度）の段階が分かるのは").wait_for()
    drawn = "colour => !!document.querySelector(`path.leaflet-interactive[fill='${colour}']`)"
    reader.map_frame().wait_for_function(drawn, arg=IMPLEMENTING)
    assert before == 0
    assert pixels(reader) > 500
    assert "fy=2023" in reader.query()


def test_a_town_without_information_is_hatched_and_says_so(reader):
    reader.open("progress_map", pref="47", indicator="stage", fy="2023")
    frame = reader.map_frame()
    path = frame.locator("path.leaflet-interactive").first
    assert path.get_attribute("fill").startswith("url(#class-8")
    assert "情報なし" in reader.page.locator(".km-map-legend").inner_text()
