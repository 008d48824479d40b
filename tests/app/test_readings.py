"""Every automatic sentence that a reader can meet on the real dataset: all prefectures, all municipalities with a plan."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.views import card, navigation
from data import answers
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
    """Return what is wrong with the sentences of a page, each with where it stands; nothing is drawn."""
    met = []
    monkeypatch.setattr(card, "show", lambda figure, *_args, **_more: met.append(figure))

    def look(name, **query):
        met.clear()
        page = AppTest.from_file(str(project_dir / f"pages/{name}.py"), default_timeout=120)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        look.count += len(met)
        found = [f"{query}: {one.reading} → {fault}" for one in met for fault in faults(one.reading)]
        found += [f"{query}: {one.sentence} → 長い" for one in met if len(one.sentence) > MOST_LETTERS]
        found += [f"{query}: {text} → 記号" for one in met if one.name != "measures" for text in coded(words_of(one))]
        return found

    look.count = 0
    return look


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_sentences_of_a_page_are_right_for_every_prefecture(wrong, with_plans, name):
    prefectures = ["00", *sorted(with_plans["prefecture_code"].unique()), *WITHOUT]
    assert [fault for prefecture in prefectures for fault in wrong(name, pref=prefecture)] == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_the_sentences_about_every_municipality_with_a_plan_are_right(wrong, with_plans, part):
    places = list(zip(with_plans["prefecture_code"], with_plans["area_code"], strict=True))[part::6]
    assert [fault for pref, area in places for fault in wrong("municipality", pref=pref, area=area)] == []
    assert wrong.count > 5 * len(places) > 0
