"""Every figure as a file: what the picture says, that it is drawn, and that nothing but this server is asked for it."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

import pytest
from PIL import Image

from components.drawing import theme
from tests.browser.reader import Reader, colours, drawn_share

SVG = "{http://www.w3.org/2000/svg}"
IWATE = {"pref": "03"}
# Page, address, card: a chart of plotly, tiles, a wide table, and the map.
CARDS = {
    "chart": ("aging_coverage", IWATE, "coverage"),
    "tiles": ("progress_map", IWATE, "participation"),
    "ladder": ("roadmap", IWATE, "stage_ladder"),
    "map": ("progress_map", IWATE, "progress_map"),
}
PAPER = (255, 255, 255)
PHONE = ("tiles", "dark")  # the card that is looked at on a small dark screen


def opened_card(reader, kind, opened=Reader.open):
    name, query, key = CARDS[kind]
    opened(reader, name, **query)
    if kind == "map":
        reader.map_frame()
    card = reader.page.locator(f".st-key-card_{key}")
    card.wait_for()
    reader.wait_until_drawn()
    return card


def saved(reader, card, ending):
    """Press the button of a card; return the name and the content of the file."""
    with reader.page.expect_download() as download:
        card.locator(f"button[data-format={ending}]").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def words_of(svg):
    return re.sub(r"\s", "", "".join(ElementTree.fromstring(svg).itertext()))


def words_on_screen(card, selector):
    return [re.sub(r"\s", "", text) for text in card.locator(selector).all_text_contents()]


@dataclass(frozen=True)
class Card:
    """What a card shows and which files it gives."""

    svg_name: str
    svg: bytes
    png_name: str
    png: bytes
    owed: list[str]
    facts: list[str]
    grid: list[str]
    labels: list[str]
    legend: list[str]
    credit: str


@pytest.fixture(scope="module")
def cards():
    """The cards that were looked at already."""
    return {}


@pytest.fixture
def looked_at(new_reader, cards):
    """Look at a card once for all tests, in a window of a size and a mode."""

    def look(kind, mode="light", size=(1366, 768)):
        if (kind, mode) not in cards:
            reader = new_reader(size=size, mode=mode)
            card = opened_card(reader, kind)
            credit = reader.map_frame().locator(".leaflet-control-attribution").inner_text() if kind == "map" else ""
            cards[kind, mode] = Card(
                *saved(reader, card, "svg"),
                *saved(reader, card, "png"),
                owed=words_on_screen(card, ".km-title, .km-reading, .km-meta"),
                facts=words_on_screen(reader.page, ".km-facts span"),
                grid=words_on_screen(card, "th, td, .km-municipalities a, .km-legend span"),
                labels=words_on_screen(card, ".js-plotly-plot .ytick text, .js-plotly-plot .legendtext"),
                legend=words_on_screen(card, ".km-map-legend th"),
                credit=re.sub(r"\s", "", credit),
            )
        return cards[kind, mode]

    return look


@pytest.mark.parametrize("kind", CARDS)
def test_an_svg_says_everything_that_the_card_owes_and_holds_no_picture(looked_at, kind):
    card = looked_at(kind)
    words, version = words_of(card.svg), re.search(r"_([0-9a-z-]+)\.svg$", card.svg_name).group(1)
    assert len(card.owed) >= 3
    assert [text for text in card.owed if text not in words] == []
    assert version in words
    assert all(fact in words for fact in card.facts)
    elements = {element.tag for element in ElementTree.fromstring(card.svg).iter()}
    assert elements & {f"{SVG}image", f"{SVG}foreignObject", f"{SVG}script"} == set()
    outside = re.findall(rb'(?:href|src)="(?!#)[^"]*"|url\((?!#|&quot;#|\'#)[^)]*\)', card.svg)
    assert outside == []


@pytest.mark.parametrize("kind", ["tiles", "ladder"])
def test_an_svg_of_a_grid_holds_every_word_of_it(looked_at, kind):
    card = looked_at(kind)
    words = words_of(card.svg)
    assert len(card.grid) > 30
    assert [text for text in card.grid if text not in words] == []


def test_an_svg_of_a_chart_holds_its_labels(looked_at):
    card = looked_at("chart")
    assert len(card.labels) >= 3
    assert [text for text in card.labels if text not in words_of(card.svg)] == []


def test_the_map_comes_with_its_municipalities_its_legend_and_its_credit(looked_at):
    card = looked_at("map")
    areas = [path for path in ElementTree.fromstring(card.svg).iter(f"{SVG}path") if len(path.get("d", "")) > 40]
    assert len(areas) >= 33
    assert card.credit in words_of(card.svg)
    assert [text for text in card.legend if text not in words_of(card.svg)] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", CARDS)
def test_a_png_is_large_drawn_and_light_also_from_a_dark_screen(looked_at, kind, mode):
    card = looked_at(kind, mode, (390, 844) if (kind, mode) == PHONE else (1366, 768))
    picture = Image.open(io.BytesIO(card.png)).convert("RGB")
    assert card.png_name.endswith(".png")
    assert picture.width > 2000
    assert picture.getpixel((2, 2)) == PAPER
    assert max(colours(picture), key=colours(picture).get) == "#FFFFFF"
    assert 0.02 < drawn_share(picture) < 0.6
    assert theme.DARK.background.lower().encode() not in card.svg.lower()


def test_the_picture_of_a_grid_is_the_same_from_every_window(looked_at):
    assert looked_at("tiles").svg == looked_at(*PHONE, (390, 844)).svg


def test_the_parts_are_loaded_at_the_first_click_the_keyboard_is_enough_and_a_failure_is_said(reader):
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    card = opened_card(reader, "chart", Reader.load)
    assert not [url for url in asked if "figure_picture.js" in url or "html_to_svg.js" in url]
    with reader.page.expect_download():
        card.locator("button[data-format=svg]").focus()
        reader.page.keyboard.press("Enter")
    assert len([url for url in asked if "figure_picture.js" in url or "html_to_svg.js" in url]) == 2
    said(card, "保存しました")
    reader.page.evaluate("delete window.Plotly")
    card.locator("button[data-format=png]").click()
    said(card, "画像を作れませんでした。画面を開き直してもう一度押すか、CSV をお使いください。")
    assert reader.page.locator(".km-paper").count() == 0
    reader.page.close()  # nothing can be drawn there


def said(card, words):
    """Wait until the card says something about its picture."""
    card.locator(".km-pictures [role=status]").get_by_text(words, exact=True).wait_for()


def test_a_part_that_cannot_be_loaded_is_said_too(reader):
    reader.page.route("**/html_to_svg.js*", lambda route: route.abort())
    card = opened_card(reader, "chart", Reader.load)
    card.locator("button[data-format=png]").click()
    said(card, "画像を作る部品を読み込めません。画面を開き直してください。")
    assert [fault for fault in reader.faults if "ERR_FAILED" not in fault] == []
    reader.faults.clear()  # the failure that this test has made
    reader.page.close()


def test_a_picture_of_a_town_names_the_town(reader):
    reader.open("municipality", pref="01", area="012068")
    _, svg = saved(reader, reader.page.locator(".st-key-card_town_headline"), "svg")
    assert words_of(svg).count("釧路市") >= 1
