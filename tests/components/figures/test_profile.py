"""The place among the other plans, in words: quartile, median, ties, too few, none, held back."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import profile

BASIS = Basis("北海道", "令和元年度", "文書001")


def standing(value=30.0, n=8, quartile=1, same_count=0, median=33.0, peers=None, **more):
    row = {
        "indicator_code": "aging_rate", "name_ja": "高齢化率", "value": value, "unit": "%", "value_as_written": "30",
        "unit_as_written": "%", "missing_reason": None, "suggested_value": None, "suggested_unit": None,
        "as_of_date": None, "fact_status": "stated", "n": n, "quartile": quartile, "same_count": same_count,
    } | more  # fmt: skip
    spread = pd.DataFrame(
        {"indicator_code": ["aging_rate"], "n": [n], "minimum": [20.0], "q1": [30.0], "median": [median], "q3": [40.0],
         "maximum": [50.0], "tied_count": [0]}
    )  # fmt: skip
    return profile.standing(pd.DataFrame([row]), spread, BASIS, peers)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "8市町村の低い方の4分の1（中央値 33.0%）"),
        ({"quartile": 3, "same_count": 2, "value": 35.0}, "8市町村の中央値より上（中央値 33.0%）、同じ値がほかに2"),
        ({"value": 33.0, "quartile": 2}, "8市町村の中央値と同じ"),
        ({"n": 3, "quartile": None}, "北海道の計画書で値があるのは3市町村（四分位は4市町村から）"),
        ({"n": 1, "quartile": None}, "同じ都道府県に比べられる計画書がありません"),
        ({"value": None, "missing_reason": "blank", "n": None}, "値なし（空欄）"),
        ({"fact_status": "quarantined", "value_as_written": "12.3 (%)", "suggested_value": 12.3, "suggested_unit": "‰"},
         "誤りの疑いで保留。原文 12.3 (%)、候補 12.3‰"),
    ],
)  # fmt: skip
def test_the_place_in_words(values, words):
    assert words in standing(**values).drawing("light")


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        ({}, "高齢化率は30.0%で、計画書のある8市町村の中央値より3.0ポイント低くなっています。"),
        ({"value": 33.04}, "高齢化率は33.0%で、計画書のある8市町村の中央値と同じです。"),
        (
            {"value": 20.08, "median": 21.44},
            "高齢化率は20.1%で、計画書のある8市町村の中央値より1.3ポイント低くなっています。",
        ),
        ({"n": 1}, "高齢化率は30.0%で、同じ都道府県に比べられる計画書はありません。"),
        ({"value": None, "n": None}, "高齢化率の使える値はありません。"),
        ({"fact_status": "quarantined"}, "高齢化率の使える値はありません。"),
    ],
)
def test_the_reading_compares_with_the_median(values, reading):
    assert standing(**values).reading == reading


def test_a_value_that_is_held_back_counts_as_missing():
    figure = standing(fact_status="quarantined")
    assert (figure.n, figure.missing) == (0, 1)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({}, "似た市町村：21市町村の中央値以下（中央値 31.0%）"),
        ({"quartile": 4, "same_count": 2}, "似た市町村：21市町村の高い方の4分の1（中央値 31.0%）、同じ値がほかに2"),
        ({"quartile": None, "n": 3}, "似た市町村：値があるのは3市町村（四分位は4市町村から）"),
    ],
)
def test_the_place_among_similar_municipalities_stands_beside_that_in_the_prefecture(place, words):
    own = {"indicator_code": "aging_rate", "quartile": 2, "n": 21, "same_count": 0, "median": 31.0, "group_count": 20}
    figure = standing(peers=pd.DataFrame([own | place]))
    assert f"8市町村の低い方の4分の1（中央値 33.0%）<br>{words}" in figure.drawing("light")
    assert figure.table()["数（似た市町村とこの町）"].iloc[0] == (own | place)["n"]


def test_without_similar_municipalities_nothing_is_said_about_them():
    assert "似た市町村" not in standing(peers=None).drawing("light")
