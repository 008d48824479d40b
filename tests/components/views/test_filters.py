"""The address and the widgets agree: the address speaks first when it is new, the widgets after that."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from components.views import filters

    filters.read_address()
    colour = filters.choose_one("colour", "色", {"r": "赤", "b": "青"})
    many = filters.choose_many("many", "種類", {"x": "あ", "y": "い"})
    text = filters.type_text("q", "ことば", placeholder="例")
    st.session_state["answer"] = (colour, many, text)
    filters.write_address()


@pytest.fixture
def page():
    return AppTest.from_function(script)


def answer(page):
    return page.session_state["answer"]


def test_without_an_address_the_defaults_stand_and_are_written(page):
    page.run()
    assert answer(page) == ("r", (), "")
    assert page.query_params["colour"] == "r"
    assert "many" not in page.query_params


def test_an_address_chooses(page):
    page.query_params.update({"colour": "b", "many": "x.y", "q": "居場所"})
    page.run()
    assert answer(page) == ("b", ("x", "y"), "居場所")


@pytest.mark.parametrize("odd", ["z", "", "r.b"])
def test_an_impossible_address_is_passed_over(page, odd):
    page.query_params["colour"] = odd
    page.run()
    assert answer(page)[0] == "r"


def test_of_many_only_the_known_ones_are_taken(page):
    page.query_params["many"] = "x.unknown"
    page.run()
    assert answer(page)[1] == ("x",)


def test_a_widget_changes_the_address(page):
    page.query_params["colour"] = "b"
    page.run()
    page.selectbox[0].select("r").run()
    page.multiselect[0].select("y").run()
    assert answer(page) == ("r", ("y",), "")
    assert page.query_params["colour"] == "r"
    assert page.query_params["many"] == "y"


def test_the_back_button_wins_over_the_widget(page):
    page.run()
    page.selectbox[0].select("b").run()
    page.query_params["colour"] = "r"
    page.run()
    assert answer(page)[0] == "r"


def test_a_hand_that_is_ahead_of_the_browser_loses_no_step(page):
    page.run()
    page.selectbox[0].select("b").run()
    page.query_params["colour"] = "r"  # the browser does not show what was just written
    page.multiselect[0].select("x").run()
    assert answer(page) == ("b", ("x",), "")
    assert page.query_params["colour"] == "b"


def test_clearing_a_choice_clears_the_address_and_a_later_link_sets_it_again(page):
    page.query_params["many"] = "x"
    page.run()
    page.multiselect[0].unselect("x").run()
    assert "many" not in page.query_params
    page.query_params["many"] = "x"
    page.run()
    assert answer(page)[1] == ("x",)


def test_no_widget_speaks_english(page):
    page.run()
    assert page.multiselect[0].placeholder == "すべて"
    assert page.text_input[0].placeholder == "例"


def test_the_back_button_also_takes_back_what_an_address_leaves_out(page):
    page.query_params["colour"] = "b"
    page.run()
    page.text_input[0].input("居場所").run()
    del page.query_params["q"]
    page.run()
    assert answer(page) == ("b", (), "")
    assert "q" not in page.query_params


def test_the_menu_opens_a_page_without_an_address_and_keeps_the_choice(page):
    page.query_params.update({"colour": "b", "q": "居場所"})
    page.run()
    for name in page.query_params.copy():
        del page.query_params[name]
    page.run()
    assert answer(page) == ("b", (), "居場所")


def test_an_impossible_wish_is_told_once():
    def script():
        import streamlit as st

        from components.views import filters

        filters.read_address()
        st.session_state["vain"] = filters.unknown_in_address("area", "012068".__eq__)
        filters.keep("area", "012068")
        filters.write_address()

    page = AppTest.from_function(script)
    page.query_params["area"] = "999999"
    page.run()
    assert page.session_state["vain"] == "999999"
    page.run()
    assert page.session_state["vain"] == ""
