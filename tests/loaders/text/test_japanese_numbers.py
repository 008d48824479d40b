"""Numbers as administrative documents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.japanese_numbers import counted_in_digits, first_number, is_approximate, kanji_number, value_of

NUMBERS = st.integers(0, 4_000_000)
FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
KANJI = "一二三四五六七八九"


@given(NUMBERS)
def test_a_grouped_number_is_read_as_it_was_written(number):
    assert first_number(f"{number:,} (人)") == number


@given(NUMBERS)
def test_full_width_digits_become_the_same_number(number):
    assert first_number(f"{number:,}人".translate(FULL_WIDTH)) == number


@given(st.integers(1, 999), st.integers(0, 9))
def test_man_means_ten_thousand(whole, tenth):
    assert first_number(f"{whole}.{tenth}万") == whole * 10_000 + tenth * 1_000


@given(st.integers(1, 999))
def test_kanji_numerals_below_one_thousand_are_read(number):
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = ("" if hundreds < 2 else KANJI[hundreds - 1]) + ("百" if hundreds else "")
    head += ("" if tens < 2 else KANJI[tens - 1]) + ("十" if tens else "")
    assert kanji_number(head + (KANJI[ones - 1] if ones else "")) == number


def test_one_hundred_with_a_superfluous_one_is_read():
    assert kanji_number("一百六") == 106


@pytest.mark.parametrize("text", ["", "三五", "名", "十十", "百百", "千"])
def test_other_words_are_no_kanji_numerals(text):
    assert kanji_number(text) is None


@pytest.mark.parametrize(
    ("written", "value"), [("41.4万", 414_000), ("2, 596", 2_596), ("39.0.", 39), ("約70(%)", 70), ("3.5人", 3.5)]
)
def test_a_damaged_number_keeps_its_value(written, value):
    assert first_number(written) == value


def test_a_text_without_digits_has_no_number():
    assert first_number("未集計") is None


def test_of_several_numbers_the_first_counts():
    assert first_number("直営：28か所、委託44か所") == 28


@pytest.mark.parametrize("text", ["約3,000人", "およそ30万人", "30人程度", "おおむね5回"])
def test_words_around_a_number_make_it_approximate(text):
    assert is_approximate(text)


def test_a_bare_number_is_exact():
    assert not is_approximate("3,000人")


def test_float_multiplication_leaves_no_crumbs():
    assert value_of("41.4万") == 414_000


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("三名(うち専従一名)", "3名(うち専従1名)"),
        ("約一万二千人", "約12000人"),
        ("一二〇件", "120件"),
        ("三五回", "35回"),
        ("一二三人", "123人"),
        ("一二回", "一二回"),  # 12, or one or two
        ("一人暮らし", "一人暮らし"),
        ("第三地区", "第三地区"),
        ("数十人", "数十人"),
    ],
)
def test_kanji_numerals_in_front_of_counters_become_figures(written, figures):
    assert counted_in_digits(written) == figures
