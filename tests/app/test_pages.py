"""Every page through AppTest: through app.py and alone, for all of Japan, a prefecture, and one without a plan."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.views import navigation
from data import answers
from tests.sentence_rules import coded

TITLES = {entry.name: entry.title for entry in navigation.entries()}
PAGES = list(TITLES)
PREFECTURES = {"00": "全国", "13": "東京都", "47": "沖縄県"}
ODD_WORDS = re.compile(r"\b(nan|NaN|None|NaT|<NA>)\b")


def texts_of(page):
    """Return all words on a page: HTML, captions, notes and labels."""
    kinds = ("html", "markdown", "caption", "info", "warning", "subheader")
    words = "\n".join(
        str(getattr(element, "body", "") or getattr(element, "value", ""))
        for kind in kinds
        for element in page.get(kind)
    )
    return re.sub("</?abbr[^>]*>", "", words)


@pytest.fixture
def opened(project_dir):
    """Open a page, through app.py or alone, with an address."""

    def open_page(name, how="app", **query):
        file = project_dir / ("app.py" if how == "app" else f"pages/{name}.py")
        test = AppTest.from_file(str(file), default_timeout=120)
        for parameter, value in query.items():
            test.query_params[parameter] = value
        if how == "app" and name != PAGES[0]:
            test.switch_page(f"pages/{name}.py")
        test.run()
        assert not test.exception
        return test

    return open_page


# Alone a page lacks what app.py draws around it, whichever place it shows: once will do.
@pytest.mark.parametrize(("prefecture", "how"), [*((code, "app") for code in PREFECTURES), ("13", "alone")])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_says_what_it_looks_at(opened, name, prefecture, how):
    page = opened(name, how, pref=prefecture)
    words = texts_of(page)
    assert not page.error
    assert f"<h1>{TITLES[name]}</h1>" in words
    assert PREFECTURES[prefecture] in words
    assert answers.dataset_version() in words
    assert not coded(words.splitlines())
    assert not ODD_WORDS.search(words), ODD_WORDS.search(words)
    assert "練習用データ" not in words  # the mark of invented data
    if (prefecture, how) == ("13", "app"):
        assert page.query_params["pref"] == prefecture, "the address carries the choice"
        assert page.query_params["v"] == answers.dataset_version(), "the address carries the version"


def test_a_town_without_a_plan_is_shown_with_neighbours_that_have_one(opened):
    page = opened("municipality", pref="47", area="472018")
    assert "那覇市の計画書は手元にありません" in page.info[0].value
    assert [link.label for link in page.get("page_link")]


def test_the_chosen_prefecture_survives_a_change_of_page(opened):
    page = opened("overview", pref="13")
    page.switch_page("pages/targets.py").run()
    assert page.sidebar.selectbox[0].value == "13"
    assert page.query_params["pref"] == "13"


def test_a_choice_in_the_sidebar_wins_over_the_address_it_came_with(opened):
    page = opened("overview", pref="13")
    page.sidebar.selectbox[0].select("01").run()
    assert page.query_params["pref"] == "01"
    assert "北海道の数" in texts_of(page)


def test_an_impossible_prefecture_in_the_address_shows_all_of_japan(opened):
    page = opened("overview", pref="99")
    assert page.sidebar.selectbox[0].value == "00"


def test_a_link_made_with_another_data_version_says_so(opened):
    page = opened("overview", v="000000000000")
    note = page.info[0].value
    assert note == (
        f"このリンクはデータ版 000000000000 で作られました。いま表示しているのは版 {answers.dataset_version()} です。"
    )


@pytest.mark.parametrize("by", ["consultation", "community", "units", "functions"])
@pytest.mark.parametrize("prefecture", ["00", "03", "10", "13", "47"])
def test_the_scatter_opens_with_every_coverage(opened, by, prefecture):
    page = opened("aging_coverage", "alone", by=by, pref=prefecture)
    assert not page.error


def test_what_cannot_be_placed_in_the_scatter_is_listed_with_its_reason(opened):
    words = texts_of(opened("aging_coverage", "alone", pref="01"))
    assert "地域力強化推進事業の記述がない" in words


@pytest.mark.parametrize("view", ["issues", "documents", "definitions", "parser", "downloads", "trouble"])
def test_every_view_of_the_quality_page_opens(opened, view):
    assert not opened("data_quality", "alone", view=view).error


def test_the_search_finds_full_width_and_half_width_alike(opened):
    full, half = (opened("targets", "alone", q=text) for text in ("１０", "10"))
    listed = [page.dataframe[0].value for page in (full, half)]
    assert len(listed[0]) == len(listed[1]) > 0


def test_a_search_without_result_says_what_to_do(opened):
    page = opened("targets", "alone", q="この言葉はどこにもない")
    assert page.info[0].value == "条件に合う目標はありません。条件を減らすか、都道府県を選び直してください。"


def test_results_that_nobody_reported_are_never_shown_as_zero(opened):
    page = opened("targets", "alone")
    states = page.dataframe[0].value["実績"]
    assert "未報告" in set(states)
    assert not any(str(value).startswith("0") for value in states)


def test_a_broken_dataset_becomes_a_calm_sentence(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    page = opened("overview", "alone")
    (error,) = page.error
    assert "正規化データがありません" in error.value
    assert "python -m loaders build" in error.value


def test_a_quarantined_number_is_shown_as_held_back_and_counted_in_no_figure(opened):
    page = opened("municipality", pref="13", area="131237")
    assert "14回（保留）" in texts_of(page)
    held = answers.targets("131237")["fact_status"] == "quarantined"
    usable = answers.targets("131237")[~held].query("is_counted and (value.notna() or units_total.notna())")
    towns = answers.municipalities("13").set_index("area_code")
    assert towns.at["131237", "numeric_target_count"] == len(usable)


@pytest.mark.parametrize("has_some", [False, True])
def test_the_head_of_a_town_says_how_many_of_its_numbers_are_unread_also_none(opened, has_some):
    towns = answers.municipalities().query("has_record")
    town = towns[(towns["unread_count"] > 0) == has_some].iloc[0]
    page = opened("municipality", "alone", pref=town["prefecture_code"], area=town["area_code"])
    assert f"読み取れていない数 {town['unread_count']}件" in texts_of(page)
    assert f"計画書で読み取れていない数は{town['unread_count']}件です。" in texts_of(page)


def test_a_link_to_a_town_of_another_prefecture_says_so(opened):
    page = opened("municipality", pref="13", area="012068")
    assert "012068）は東京都にありません" in texts_of(page)


def test_a_prefecture_without_targets_is_not_told_to_change_its_conditions(opened):
    assert "沖縄県には、手元の計画書に目標の記載がありません" in texts_of(opened("targets", pref="47"))


def test_text_from_the_address_is_shown_as_written_and_cut(opened):
    bad = "[更新](http://x.example/) ![](http://x.example/b.png)"
    page = opened("municipality", pref="01", v=bad, area=bad + "あ" * 10_000)
    assert [box.value for box in page.warning] == [
        "リンクの市町村（番号 `[更新](http://x.example/) ![](http://x.ex…`）は北海道にありません。"
        + page.warning[0].value.split("にありません。")[1]
    ]
    assert not page.info


def test_the_doors_are_offered_once_and_never_stand_in_the_way(opened):
    first = opened("overview", "alone", pref="13")
    assert [button.label for button in first.button if (button.key or "").startswith("door_")] == [
        "都道府県職員", "議員", "市町村職員",
    ]  # fmt: skip
    assert "東京都の数" in texts_of(first)
    chosen = first.button(key="door_official").click().run()
    assert not [button for button in chosen.button if (button.key or "").startswith("door_")]
    assert chosen.query_params["as"] == "official"


def test_the_officer_of_a_town_sees_what_is_due_and_who_is_further_on(opened):
    words = texts_of(opened("overview", "alone", pref="01", area="012068", **{"as": "town"}))
    for line in (
        "釧路市の数",
        "似た町の中央値は",
        "報告の期限：",
        "実績が未報告の目標：",
        "似ていて段階が先の町：",
        "議会に配る資料（PDF）",
    ):
        assert line in words


def test_the_reading_mode_shows_one_figure_and_stays_inside_its_numbers(opened):
    page = opened("briefing", "alone", pref="01", read="999")
    assert page.query_params["read"].isdigit()
    assert page.button(key="read_next").disabled
    assert "km-about" not in texts_of(page)
    back = page.button(key="read_back").click().run()
    assert not back.button(key="read_next").disabled
