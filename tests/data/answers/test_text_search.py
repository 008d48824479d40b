"""Spellings meet, any input is harmless, matches are found in the text as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.answers.text_search import TextIndex, fold, places_of

TEXTS = ("誰もが集える居場所づくりを進める", "中間的就労の場をひらく", "断らない相談窓口", '100% "引用" と O\'Brien')


@pytest.fixture(scope="module")
def index():
    return TextIndex(("", fold(text).text) for text in TEXTS)


def found(index, query):
    return [TEXTS[number] for number, _ in index.search(fold(query).text.split())]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("居場所づくり", "居場所作り"),
        ("サロン", "さろん"),
        ("ｻﾛﾝ", "サロン"),
        ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ("ＣＳＲ", "csr"),
        ("子供", "こども"),
        ("取り組み", "取組"),
        ("5ヶ所", "５箇所"),
        ("障害", "障がい"),
    ],
)
def test_spellings_of_one_word_are_the_same(left, right):
    assert fold(left).text == fold(right).text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("居場所作り", TEXTS[0]),
        ("イバ", None),
        ("中間的就労", TEXTS[1]),
        ("就労", TEXTS[1]),
        ("断らない　相談", TEXTS[2]),
        ('"引用"', TEXTS[3]),
        ("o'brien", TEXTS[3]),
        ("100%", TEXTS[3]),
        ("場 居場所", TEXTS[0]),
    ],
)
def test_words_of_any_length_are_found(index, query, text):
    assert found(index, query) == ([text] if text else [])


def test_all_words_must_occur(index):
    assert found(index, "居場所 就労") == []


def test_a_match_in_a_title_comes_before_one_in_running_text():
    index = TextIndex([("", "居場所づくり"), ("居場所づくり", ""), ("", "居場所づくりと見守り")])
    assert [number for number, _ in index.search(["居場所づくり"])] == [1, 0, 2]
    assert [number for number, _ in index.search(["居"])] == [1, 0, 2]


@given(st.text(max_size=60))
def test_no_input_breaks_the_search(query):
    index = TextIndex([("", "居場所づくり")])
    index.search(fold(query).text.split())


@given(st.text(max_size=40))
def test_every_folded_character_knows_where_it_came_from(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.spans)
    assert all(0 <= start < end <= len(text) for start, end in folded.spans)


@pytest.mark.parametrize(
    ("terms", "text", "marked"),
    [
        (["居場所づくり"], "居場所作りの会", ["居場所作り"]),
        (["さろん"], "ｻﾛﾝとサロン", ["ｻﾛﾝ", "サロン"]),
        (["がいど"], "ｶﾞｲﾄﾞ冊子", ["ｶﾞｲﾄﾞ"]),
        (["相談", "談窓"], "断らない相談窓口", ["相談窓"]),
        (["づく"], "居場所作り", ["作り"]),
        (["なし"], "居場所", []),
        ([""], "居場所", []),
    ],
)
def test_matches_are_marked_in_the_text_as_written(terms, text, marked):
    assert [text[start:end] for start, end in places_of(terms, text)] == marked


def test_an_empty_query_finds_nothing(index):
    assert index.search([]) == index.search([""]) == []
