"""Text folded for comparison, and the way back to the words as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.normalise import fold, folded, tidy, unify_counters

TEXTS = st.text(st.sampled_from("あア亜ｱﾞ①㈱㍿１1,. \t　〜～~−-ヶ"), max_size=30) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("１７８６人", "1786人"),
        ("実施　主体", "実施主体"),
        ("10〜15", "10~15"),
        ("10～15", "10~15"),
        ("‹つどい›", "<つどい>"),
    ],
)
def test_one_sign_stands_for_each_meaning(written, expected):
    assert folded(written) == expected


@pytest.mark.parametrize("written", ["ｶﾞｰﾄﾞ", "カ\u3099ート\u3099", "ガード"])
def test_voiced_kana_are_one_character_however_they_are_written(written):
    assert (fold(written).text, folded(written)) == ("ガード", "ガード")


def test_part_of_a_folded_text_leads_back_to_the_written_words():
    view = fold("（人口） １, ７８６ 人")
    assert view.slice_written(view.text.index("1")) == "１, ７８６ 人"


@pytest.mark.parametrize(("written", "start"), [("ｶﾞｰﾄﾞ ㈱ 12", 6), ("ガ 12", 1), ("㌔ 12", 2), ("カ ゙ 12", 2)])
def test_signs_that_fold_to_more_or_fewer_lead_back_too(written, start):
    view = fold(written)
    assert (view.text[start:], view.slice_written(start)) == ("12", "12")


def test_a_voiced_mark_apart_from_its_kana_stays_apart():
    assert fold("カ ゙").text == "ガ"


def test_slice_behind_the_end_is_empty():
    assert fold("人口").slice_written(2) == ""


@given(TEXTS)
def test_the_whole_of_a_folded_text_leads_back_to_the_whole_written_text(text):
    view = fold(text)
    assert view.slice_written(0) == (text.strip() if view.text else "")


@given(st.text(st.sampled_from("あア亜ｱｶﾞﾟカハ\u3099①㈱㍿１1,. \t　〜～~−-ヶ‹"), max_size=30))
def test_the_quick_way_to_fold_gives_the_same_text(text):
    assert folded(text) == fold(text).text


@given(TEXTS, st.data())
def test_the_words_behind_a_cut_fold_to_what_stood_behind_it(text, data):
    view = fold(text)
    start = data.draw(st.integers(0, len(view.text)))
    assert folded(view.slice_written(start)).endswith(view.text[start:])


@given(TEXTS)
def test_no_white_space_is_left_in_a_folded_text(text):
    assert not any(char.isspace() for char in folded(text))


def test_a_shown_text_keeps_single_spaces():
    assert tidy(" 小鳥町　 あかり\n会 ") == "小鳥町 あかり 会"


def test_a_space_inside_a_number_is_closed():
    assert tidy("2, 596 (人)") == "2,596 (人)"


def test_a_comma_between_two_numbers_keeps_its_space():
    assert tidy("3, 12") == "3, 12"


@pytest.mark.parametrize("written", ["3ヶ所", "3ケ所", "3カ所", "3ヵ所", "3箇所"])
def test_every_spelling_of_a_counter_becomes_one(written):
    assert unify_counters(written) == "3か所"
