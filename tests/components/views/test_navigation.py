"""The menu is made of the files in pages/, read without running them."""

from __future__ import annotations

import pytest

from components.views import navigation


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


def test_no_icon_fetches_a_web_font():
    assert not any(entry.icon.startswith(":") for entry in navigation.entries())


def test_titles_and_places_in_the_menu_are_unique():
    entries = navigation.entries()
    assert len({entry.title for entry in entries}) == len({entry.order for entry in entries}) == len(entries)


def test_an_address_leaves_out_what_was_not_chosen():
    assert navigation.address("municipality", pref="01", area=None, v="1a") == "municipality?pref=01&v=1a"
