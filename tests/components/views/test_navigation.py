"""The menu is made of the files in pages/, read without running them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from streamlit.string_util import validate_material_icon

from components.views import navigation
from data.folders import PROJECT

# What systems draw with their emoji font, if they have one; signs such as ● ▲ ※ are in every Japanese font.
EMOJI = re.compile(
    r"[\U0001F000-\U0001FAFF\u231A\u231B\u23E9-\u23F3\u2614\u2615\u2648-\u2653\u26A0\u26A1\u2705\u2728\u274C\u274E"
    r"\u2753-\u2757\u2795-\u2797\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\uFE0F]"
)


def write_page(folder, name, text):
    (folder / f"{name}.py").write_text(text, encoding="utf-8")


def test_the_default_page_is_the_overview():
    first, *_ = navigation.entries()
    assert (first.name, first.title) == ("overview", "概要")


def test_pages_stand_in_the_order_that_they_ask_for(tmp_path):
    write_page(tmp_path, "late", 'TITLE = "B"\nICON = "🅱"\nORDER = 20\n')
    write_page(tmp_path, "early", 'TITLE = "A"\nICON = "🅰"\nORDER = 10\n')
    write_page(tmp_path, "_private", "")
    assert [entry.name for entry in navigation.entries(tmp_path)] == ["early", "late"]


def test_a_page_is_read_without_being_run(tmp_path):
    write_page(tmp_path, "loud", 'TITLE = "A"\nICON = "🅰"\nORDER = 10\nraise SystemExit\n')
    assert navigation.entries(tmp_path)[0].title == "A"


@pytest.mark.parametrize("text", ['TITLE = "A"\nICON = "🅰"\n', 'TITLE = f"{1}"\nICON = "🅰"\nORDER = 1\n'])
def test_a_page_without_its_constants_is_named(tmp_path, text):
    write_page(tmp_path, "bare", text)
    with pytest.raises(ValueError, match=r"bare\.py: a page declares TITLE, ICON \(texts\) and ORDER"):
        navigation.entries(tmp_path)


def test_every_icon_is_one_of_the_font_that_streamlit_ships():
    """The font is a file of Streamlit's own: an offline machine draws it, as tests/browser/test_visits.py proves."""
    for entry in navigation.entries():
        assert validate_material_icon(entry.icon) == entry.icon
    assert list(Path(streamlit.__file__).parent.glob("static/static/media/MaterialSymbols-Rounded.*.woff2"))


def test_no_text_of_the_interface_needs_an_emoji_font():
    """Where no font has them, emoji are empty boxes."""
    texts = [PROJECT / "app.py", PROJECT / "loaders" / "messages.yml"]
    for folder in ("components", "pages", "static", "data", "loaders/reports"):
        found = (PROJECT / folder).rglob("*.*")
        texts += [file for file in found if file.suffix in {".py", ".yml", ".html", ".js", ".css"}]
    texts = [file for file in texts if "vendor" not in file.parts and file.name != "dictionary.py"]
    assert [file.name for file in texts if EMOJI.search(file.read_text("utf-8"))] == []


def test_titles_and_places_in_the_menu_are_unique():
    entries = navigation.entries()
    assert len({entry.title for entry in entries}) == len({entry.order for entry in entries}) == len(entries)


def test_an_address_leaves_out_what_was_not_chosen():
    assert navigation.address("municipality", pref="01", area=None, v="1a") == "municipality?pref=01&v=1a"
