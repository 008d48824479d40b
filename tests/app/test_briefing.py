"""議会説明資料 through AppTest: choose, preview, make, save."""

import pytest
from streamlit.testing.v1 import AppTest

from data import answers, store

pytestmark = pytest.mark.usefixtures("fresh_store")


@pytest.fixture
def opened(project_dir):
    """Open the page with an address."""

    def open_page(**query):
        page = AppTest.from_file(str(project_dir / "pages" / "briefing.py"), default_timeout=120)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def labels(page, kind):
    return [element.proto.label for element in page.get(kind)]


def test_for_all_japan_a_prefecture_is_asked_for(opened):
    page = opened()
    assert "都道府県" in page.info[0].value
    assert page.button == []


def test_the_files_are_made_on_request_and_are_those_of_the_place_on_screen(opened):
    page = opened(pref="10", pack_area="104647")
    assert "save_pdf" not in str(page)
    page.button(key="make_pack").click().run()
    assert not page.error
    assert [label for label in labels(page, "download_button") if label != "CSV"] == [
        "PDF（A4）",
        "スライド（PowerPoint）",
        "データ（Excel）",
        "まとめて（zip）",
    ]
    page.selectbox(key="choice_pack_area").set_value("").run()
    assert "PDF（A4）" not in labels(page, "download_button")


@pytest.mark.usefixtures("imported_census")
def test_with_a_census_the_page_says_that_the_files_do_not_use_it(opened):
    assert any("国勢調査の値は版に固定されない" in caption.value for caption in opened(pref="01").caption)


def test_without_a_census_nothing_is_said_about_it(opened):
    assert not any("国勢調査" in caption.value for caption in opened(pref="01").caption)


def test_an_edition_can_be_chosen_and_is_named(opened):
    store.freeze_edition("第1回定例会", frozen_by="県 花子")
    page = opened(pref="20", edition="第1回定例会")
    assert any("版「第1回定例会」" in element.proto.body for element in page.get("html"))


def test_the_preview_shows_the_questions_of_the_data(opened):
    page = opened(pref="13")
    assert "疑わしい数字は入っていませんか。" in [box.label for box in page.expander]
    assert answers.pack_facts("13").town is None
