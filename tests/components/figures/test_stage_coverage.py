"""C4 with its three denominators: what is missing is named, what is known of some says "at least"."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import national

JAPAN, PREFECTURE = Basis("全国", "時点", "出典"), Basis("甲県", "時点", "出典")


def share(
    weight="municipalities", part=4.0, whole=40.0, missing=0, least=False, place="甲県", what="事業", when="令和5年度"
):
    return {
        "prefecture_ja": place, "what_ja": what, "when_ja": when, "weight": weight, "numerator": part, "denominator": whole,
        "coverage_pct": None if part is None or whole is None else 100 * part / whole, "missing_count": missing,
        "is_lower_bound": least, "residents_date": None, "source_ja": "白書", "reading_ja": "", "weight_ja": weight,
    }  # fmt: skip


COLUMNS = list(share())


def frame(*rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"numerator": float, "denominator": float, "is_lower_bound": bool}
    )


def shown(rows):
    """Return the texts of a figure's drawing."""
    return re.sub(r"<[^>]+>", "｜", rows.drawing("light"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "甲県の市町村実施率が分かる一覧や数は、手元の文書にありません。実施していないという意味ではありません。"),
        ([share()], "甲県では、令和5年度の事業の市町村実施率は、40市町村のうち4（10.0%）です。"),
        ([share(least=True)], "甲県では、令和5年度の事業の市町村実施率は、40市町村のうち少なくとも4（10.0%）です。"),
        (
            [share(least=True, when="令和6年度"), share(part=0.0)],
            "甲県では、令和5年度の事業の市町村実施率は、40市町村のうち0（0.0%）です。",
        ),
    ],
)
def test_a_prefecture_says_what_is_known_for_certain_before_what_is_known_of_some(rows, words):
    assert national.coverage(frame(*rows), PREFECTURE, whole_japan=False).reading == words


def test_all_japan_takes_the_year_known_of_most_prefectures():
    rows = frame(
        share(when="令和6年度"), share(), share(place="乙県", part=1.0, whole=10.0), share(least=True, place="丙県")
    )
    figure = national.coverage(rows, JAPAN, whole_japan=True)
    assert figure.reading == (
        "令和5年度の事業は、名前の一覧か数の分かる2都道府県の50市町村のうち5（10.0%）で準備または実施の段階にあります。"
        "ほかの都道府県は情報がありません（実施していないという意味ではありません）。"
    )
    assert figure.n == 2
    assert "甲県" in shown(figure)
    assert "丙県" not in shown(figure)


def test_a_denominator_that_nobody_states_is_named_and_its_bar_is_hatched():
    rows = frame(
        share(), share("residents", part=500.0, whole=None, least=True), share("residents_65", part=None, missing=4)
    )
    figure = national.coverage(rows, PREFECTURE, whole_japan=False)
    assert "少なくとも500人（全体の数は不明）" in shown(figure)
    assert "不明（4市町村の名前か人口が分からない）" in shown(figure)
    assert figure.drawing("light").count("km-unknown") == 2


def test_a_count_without_names_has_no_residents():
    assert shown(national.coverage(frame(share()), PREFECTURE, whole_japan=False)).count("市町村名の記載がない") == 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "甲県の市町村実施率が分かる一覧や数は、手元の文書にありません。実施していないという意味ではありません。"),
        ([share()], "甲県の市町村実施率は1件が分かり、全市町村について分かるのは1件です。"),
        ([share(least=True)], "甲県の市町村実施率は1件が分かり、どれも「少なくとも」の値です。"),
        (
            [share(), share(least=True, when="令和6年度")],
            "甲県の市町村実施率は2件が分かり、全市町村について分かるのは1件、ほかの1件は「少なくとも」の値です。",
        ),
    ],
)
def test_the_listing_counts_what_is_certain(rows, words):
    figure = national.every_coverage(frame(*rows), PREFECTURE)
    assert figure.reading == words
    assert len(figure.table()) == len(rows)


def test_the_note_says_whether_a_census_was_imported():
    without, with_census = frame(share()), frame(share() | {"residents_date": "2020-10-01"})
    assert "国勢調査が取り込まれていないため" in national.every_coverage(without, PREFECTURE).notes[1]
    assert "国勢調査（令和2年10月1日現在）" in national.every_coverage(with_census, PREFECTURE).notes[1]
