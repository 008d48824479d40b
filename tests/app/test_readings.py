"""Every automatic sentence that a reader can meet on the real dataset: all prefectures, all municipalities with a plan."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.views import card, navigation
from data import answers
from tests.app.test_pages import ODD_WORDS, texts_of
from tests.sentence_rules import MOST_LETTERS, coded, faults

PAGES = [entry.name for entry in navigation.entries()]
WITHOUT = ["06", "26", "47"]  # prefectures without a plan all read alike


@pytest.fixture(scope="module")
def with_plans(own_store):
    """The municipalities with a plan."""
    towns = answers.municipalities()
    return towns[towns["has_record"]]


def words_of(figure):
    return [figure.title, figure.reading, figure.short, figure.unit, figure.counter, figure.missing_ja, *figure.notes,
            *figure.drawn_notes, *figure.table().columns.astype(str)]  # fmt: skip


@pytest.fixture
def wrong(project_dir, monkeypatch):
    """Return what is wrong with the sentences of a page, each with where it stands; drawn only where a name is looked for."""
    met, draw = [], card.show

    def look(name, shown="", **query):
        def show(figure, *arguments, **more):
            met.append(figure)
            if shown:
                draw(figure, *arguments, **more)

        met.clear()
        monkeypatch.setattr(card, "show", show)
        page = AppTest.from_file(str(project_dir / f"pages/{name}.py"), default_timeout=120)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        look.count += len(met)
        if shown:
            words = texts_of(page)
            assert not page.error
            assert shown in words
            assert words.count("km-title") > 5  # its cards are drawn
            assert not ODD_WORDS.search(words), ODD_WORDS.search(words)
        found = [f"{query}: {one.reading} → {fault}" for one in met for fault in faults(one.reading)]
        found += [f"{query}: {one.sentence} → 長い" for one in met if len(one.sentence) > MOST_LETTERS]
        found += [f"{query}: {text} → 記号" for one in met if one.name != "measures" for text in coded(words_of(one))]
        return found

    look.count = 0
    return look


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_sentences_of_a_page_are_right_for_every_prefecture(wrong, with_plans, name):
    # The page of a municipality shows the first one with a plan: the test below opens them all.
    others = [] if name == "municipality" else sorted(with_plans["prefecture_code"].unique())
    prefectures = ["00", *others, *WITHOUT]
    assert [fault for prefecture in prefectures for fault in wrong(name, pref=prefecture)] == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_the_page_of_every_municipality_with_a_plan_opens_and_its_sentences_are_right(wrong, with_plans, part):
    columns = [with_plans[name] for name in ("prefecture_code", "area_code", "name_ja")]
    places = list(zip(*columns, strict=True))[part::6]
    assert [f for pref, area, name in places for f in wrong("municipality", name, pref=pref, area=area)] == []
    assert wrong.count > 5 * len(places) > 0
