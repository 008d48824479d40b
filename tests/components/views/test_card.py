"""A figure, its drawings and its table are made once for a state of the data and a choice of the reader."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.views import card
from components.views.filters import Filters
from data import answers

CHOSEN = Filters("01", "北海道", "版1", "時点")


@pytest.fixture
def made(monkeypatch):
    """Return a function that asks for a figure, and the list of what was made for it."""
    monkeypatch.setattr(card, "_kept", type(card._kept)())
    happened = []

    def make():
        happened.append("figure")
        return Basis("", "", "").figure(
            "name", title="題", reading="文", unit="件", n=1,
            table=lambda: happened.append("table") or pd.DataFrame(),
            drawing=lambda mode: happened.append(mode) or mode,
        )  # fmt: skip

    def ask(*asked, view="view", chosen=CHOSEN, with_reports=False):
        return card.kept(view, chosen, make, *asked, with_reports=with_reports)

    return ask, happened


def test_what_is_asked_again_is_made_once(made):
    ask, happened = made
    for figure in (ask("甲"), ask("甲")):
        assert (figure.drawing("light"), figure.drawing("dark")) == ("light", "dark")
        figure.table()
    assert happened == ["figure", "light", "dark", "table"]


@pytest.mark.parametrize(
    "other",
    [
        {"view": "other"},
        {"chosen": replace(CHOSEN, prefecture_code="02")},
        {"chosen": replace(CHOSEN, version="版2")},
        {"with_reports": True},
    ],
)
def test_another_view_place_or_state_is_made_anew(made, other, monkeypatch):
    monkeypatch.setattr(answers, "sources_state", lambda *_: "状態")
    ask, happened = made
    ask("甲")
    ask("甲", **other)
    ask("乙")
    assert happened == ["figure"] * 3


def test_a_figure_of_reports_is_made_anew_when_something_was_recorded(made, monkeypatch):
    ask, happened = made
    for state in ("前", "前", "後"):
        monkeypatch.setattr(answers, "sources_state", lambda *_, state=state: state)
        ask(with_reports=True)
    assert happened == ["figure"] * 2


def test_only_the_last_figures_are_kept(made, monkeypatch):
    monkeypatch.setattr(card, "_MOST_KEPT", 2)
    ask, happened = made
    for number in (1, 2, 1, 3, 1, 2):
        ask(number)
    assert len(happened) == 4
