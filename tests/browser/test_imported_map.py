"""The map with an imported census and imported boundaries: every municipality has a value, and zooming shows more."""

from __future__ import annotations

import pytest

from components.drawing import theme
from tests.browser.reader import colours
from tests.browser.test_progress_map import choose_indicator, on_screen, told

HATCHED = theme.LIGHT.missing
POINTS = """(code) => { let count = 0; map.eachLayer(l => { if (l.feature?.properties.code === code)
    count = l.getLatLngs().flat(Infinity).length; }); return count; }"""
# Returns nothing: setView returns the map, and all of it would be sent to the test.
LOOK_AT = "([lat, lng, zoom]) => { map.setView([lat, lng], zoom, {animate: false}); }"


@pytest.fixture
def reader(new_reader, official_server):
    return new_reader(address=official_server)


def fills(frame):
    return frame.eval_on_selector_all(
        "path.leaflet-interactive", "paths => paths.map(path => path.getAttribute('fill'))"
    )


MINISTRY = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
AGENCY = "気象庁ホームページの区域データを加工して作成"
HOSTILE = "境界：<img src=x onerror=alert(1)>.json を加工して作成"


def credit(frame):
    return frame.locator(".leaflet-control-attribution").inner_text()


BOUNDS = """(code) => { let box; map.eachLayer(l => { if (l.feature?.properties.code === code)
    box = l.getBounds(); }); return [box.getCenter().lat, box.getCenter().lng]; }"""


def test_every_municipality_of_japan_has_its_census_value_and_zooming_loads_finer_shapes_in_sight_once(reader):
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    reader.open("progress_map", indicator="aging")
    frame = reader.map_frame()
    drawn = fills(frame)
    assert len(drawn) == 1_742
    assert sum(fill.startswith("url(") for fill in drawn) == 1  # 双葉町
    assert set(theme.LIGHT.sequence) < set(drawn)
    picture = reader.picture(reader.page.locator("iframe[src*='streamlit_folium']"))
    assert all(colours(picture).get(colour, 0) > 20 for colour in theme.LIGHT.sequence)
    assert "値がないのは双葉町です" in reader.page.locator(".st-key-card_progress_map .km-about").text_content()
    assert credit(frame) == f"{MINISTRY} / {HOSTILE} / {AGENCY}"

    before = frame.evaluate(POINTS, "131211")
    assert [name for name in asked if name.endswith(".geojson")] == ["JP.geojson"]
    for zoom in (9, 10, 9):
        frame.evaluate(LOOK_AT, [35.75, 139.75, zoom])
        frame.wait_for_function(f"([code, most]) => ({POINTS})(code) > most", arg=["131211", 3 * before])  # 足立区
        reader.page.wait_for_load_state("networkidle")
    finer = [name for name in asked if name.endswith(".geojson")][1:]
    assert "13.geojson" in finer
    assert len(finer) == len(set(finer)) < 12
    assert fills(frame) == drawn
    reader.page.mouse.click(*on_screen(reader, frame, "131211"))
    reader.page.wait_for_url("**/municipality?**area=131211**")


def test_the_source_of_the_rate_is_chosen_on_the_same_map_and_islands_in_their_frame_stay_there_when_they_become_finer(
    reader,
):
    reader.open("progress_map", indicator="aging")
    frame = reader.map_frame()
    frame.evaluate("() => { map.mark = 'kept'; }")
    legend, reading = (
        reader.page.locator(".km-map-legend caption"),
        reader.page.locator(".st-key-card_progress_map .km-about"),
    )
    assert legend.inner_text() == "高齢化率（国勢調査）（%）"
    reader.page.get_by_role("radio", name="計画書（計画書のある市町村）").click()
    reader.wait_until_drawn()
    assert legend.inner_text() == "高齢化率（%）"
    assert "計画書があるのは57" in reading.text_content()
    assert "aging_source=document" in reader.query()
    assert frame.evaluate("map.mark") == "kept"

    before, points = frame.evaluate(BOUNDS, "472018"), frame.evaluate(POINTS, "472018")  # 那覇市
    frame.evaluate(LOOK_AT, [*before, 9])
    frame.wait_for_function(f"([code, most]) => ({POINTS})(code) > most", arg=["472018", points])
    after = frame.evaluate(BOUNDS, "472018")
    assert abs(after[0] - before[0]) < 0.05
    assert abs(after[1] - before[1]) < 0.05


def test_a_town_without_a_plan_tells_its_census_values_with_unit_and_about(reader):
    reader.open("progress_map", indicator="aging", pref="13")
    frame = reader.map_frame()
    assert credit(frame) == MINISTRY
    assert told(reader, frame, "132021", "立川市") == [
        "東京都 立川市", "高齢化率（国勢調査）: 24.8 %", "計画書なし",
    ]  # fmt: skip
    choose_indicator(reader, "人口")
    assert told(reader, frame, "131156", "人口（国勢調査）") == [
        "東京都 杉並区", "人口（国勢調査）: 約591,000 人", "両方の事業",
    ]  # fmt: skip


@pytest.mark.parametrize(("prefecture", "source"), [("03", AGENCY), ("39", HOSTILE)])
def test_the_map_credits_those_whose_shapes_it_shows_and_a_file_name_is_only_text(reader, prefecture, source):
    reader.open("progress_map", pref=prefecture)
    assert credit(reader.map_frame()) == source


def test_without_imports_the_map_says_what_population_needs(new_reader):
    reader = new_reader()
    reader.open("progress_map", indicator="population")
    text = reader.page.locator(".stMainBlockContainer").inner_text()
    assert "国勢調査は、この環境に取り込まれていません。人口の地図は、国勢調査を取り込むと出ます。" in text
    assert reader.page.locator("iframe[src*='streamlit_folium']").count() == 0


def test_missing_files_of_the_map_become_a_sentence_with_the_remedy(reader):
    reader.page.route("**/*.geojson", lambda route: route.fulfill(status=404, body=""))
    reader.open("progress_map", pref="13")
    frame = reader.page.wait_for_selector("iframe[src*='streamlit_folium']").content_frame()
    assert frame.locator(".polygons-missing").inner_text() == (
        "境界のファイルを読み込めません。サーバーで make setup を実行してから、開き直してください。"
    )
    reader.faults = [fault for fault in reader.faults if "404" not in fault]
