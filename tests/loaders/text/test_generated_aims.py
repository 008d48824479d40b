"""Clauses made by rule: number, unit, period, comparator and role are read back as they were written."""

import math
from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.text.aims import read_aims
from loaders.text.japanese_numbers import value_of

YEAR = 2019
NOUNS = ("見守り訪問", "ふれあい広場", "担い手の登録", "出前講座", "学びの会", "花だより", "支え合い会議", "よろず相談")
UNITS = ("件", "人", "名", "回", "か所", "箇所", "団体", "地区", "世帯", "校", "拠点", "圏域", "部", "円", "%")
KANJI_UNITS = ("件", "人", "回", "か所", "団体", "地区")
KANJI = "〇一二三四五六七八九"
PERIODS = (
    ("", None), ("令和7年度までに", 2025), ("R3年度に", 2021), ("2025年度までに", 2025), ("2030年までに", 2030),
    ("令和元年度中に", 2019), ("本年度中に", 2019), ("令和4年度末までに", 2022), ("5年度までに", 2023), ("来年度に", 2020),
)  # fmt: skip
BEFORE = (("", "", ""), ("約", "approx", ""), ("年間", "", "year"), ("毎月", "", "month"), ("延べ", "", "total"))
BEHIND = (("", "eq"), ("以上", "ge"), ("以下", "le"), ("程度", "approx"), ("超", "ge"), ("未満", "le"))


@dataclass(frozen=True)
class Written:
    """A clause and what it says."""

    text: str
    value: float
    unit: str
    year: int | None
    comparator: str
    per: str
    label: str
    role: str = "target"
    value_max: float | None = None
    baseline: float | None = None


def in_kanji(number):
    """Return a number below 10,000 in kanji numerals."""
    text = ""
    for size, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, number = divmod(number, size)
        text += (KANJI[digit] if digit > 1 else "") + (sign if digit else "")
    return text + (KANJI[number] if number else "")


@st.composite
def numbers(draw, unit):
    """A number above 1, as it may be written, with its value."""
    number = draw(st.integers(2, 9_999))
    ways = ["plain", "comma", "wide", "man"] + (["kanji"] if unit in KANJI_UNITS and number > 10 else [])
    way = draw(st.sampled_from(ways))
    if way == "man":
        thousands = draw(st.integers(1, 9))
        return f"{number % 90 + 1}万{thousands}千", (number % 90 + 1) * 10_000 + thousands * 1_000
    if way == "wide":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")), number
    return {"plain": str(number), "comma": f"{number:,}", "kanji": in_kanji(number)}[way], number


@st.composite
def clauses(draw):
    """A clause of one aim."""
    noun, unit = draw(st.sampled_from(NOUNS)), draw(st.sampled_from(UNITS))
    (written, value), (period, year) = draw(numbers(unit)), draw(st.sampled_from(PERIODS))
    (before, about, per), (behind, comparator) = draw(st.sampled_from(BEFORE)), draw(st.sampled_from(BEHIND))
    comparator = about or comparator if comparator in {"eq", "approx"} or not about else comparator
    order = draw(st.sampled_from(["period first", "noun first", "by colon"]))
    if order == "noun first":
        text = f"{noun} {period}{before}{written}{unit}{behind}"
    else:
        text = f"{period}{noun}{':' if order == 'by colon' else 'を'}{before}{written}{unit}{behind}"
    return Written(text, value, unit, year, comparator, per, noun)


@st.composite
def pairs(draw):
    """A clause of a target with the state that it starts from, or of a range."""
    noun, unit = draw(st.sampled_from(NOUNS)), draw(st.sampled_from(("件", "人", "名", "か所", "団体")))
    low = draw(st.integers(2, 500))
    high = low + draw(st.integers(1, 500))
    text, kind = draw(
        st.sampled_from([
            (f"{noun}を{low}{unit}から{high}{unit}に増やす", "change"),
            (f"{noun} 現状{low}{unit} 目標{high}{unit}", "change"),
            (f"{noun} {high}{unit}（現在{low}{unit}）", "change"),
            (f"{noun} H30実績：{low}{unit} → R1目標：{high}{unit}", "change"),
            (f"{noun} {low}{unit}→{high}{unit}", "change"),
            (f"{noun} {high}{unit}（{high - low}{unit}増）", "change"),
            (f"{noun} {low}～{high}{unit}", "range"),
            (f"{noun} {low}{unit}から{high}{unit}", "range"),
        ])
    )  # fmt: skip
    if kind == "range":
        return Written(text, low, unit, None, "range", "", noun, value_max=high)
    return Written(text, high, unit, None, "eq", "", noun, baseline=low)


def said(aim):
    return (aim.quantity.value, aim.quantity.unit, aim.comparator, aim.per, aim.label, aim.role)


@settings(max_examples=5_000, deadline=None)
@given(clauses())
def test_a_generated_clause_is_read_back(written):
    reading = read_aims([(1, written.text)], YEAR)
    wanted = (written.value, written.unit, written.comparator, written.per, written.label, written.role)
    assert ([said(aim) for aim in reading.aims], reading.unread) == ([wanted], [])
    assert reading.aims[0].fiscal_year == written.year


@settings(max_examples=400, deadline=None)
@given(st.lists(clauses(), min_size=2, max_size=3), st.sampled_from(["。", "\n"]))
def test_generated_clauses_are_read_back(written, joint):
    lines = list(enumerate(joint.join(w.text for w in written).split("\n"), start=1))
    reading = read_aims(lines, YEAR)
    wanted = [(w.value, w.unit, w.comparator, w.per, w.label, w.role) for w in written]
    assert ([said(aim) for aim in reading.aims], reading.unread) == (wanted, [])
    assert [aim.fiscal_year for aim in reading.aims] == [w.year for w in written]


@settings(max_examples=1_000, deadline=None)
@given(pairs())
def test_generated_pairs_are_read_back(written):
    targets = [aim for aim in read_aims([(1, written.text)], YEAR).aims if aim.role == "target"]
    assert [said(aim) for aim in targets] == [
        (written.value, written.unit, written.comparator, written.per, written.label, written.role)
    ]
    assert (targets[0].baseline, targets[0].quantity.value_max) == (written.baseline, written.value_max)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(clauses(), min_size=1, max_size=2), st.integers(2, 999), st.sampled_from(["ダース", "ポンド", "山", "XYZ"])
)
def test_no_number_is_lost_in_silence(written, number, unit):
    text = "、".join([*(w.text for w in written), f"花の種を{number}{unit}"])
    reading = read_aims([(1, text)], YEAR)
    assert any(str(number) in unread.words for unread in reading.unread)
    assert {w.value for w in written} <= {aim.quantity.value for aim in reading.aims}


@pytest.mark.parametrize(
    "unit", ["相談10件、", "10人×", "から10人", "(10件", "1", "令和元年度", "実績:", "をはがに", "全", "一二三"]
)
def test_a_long_cell_takes_time_in_proportion_to_its_length(unit):
    def seconds(length):
        start = process_time()
        read_aims([(1, unit * (length // len(unit)))], YEAR)
        return process_time() - start

    assert seconds(12_000) < 10 * max(seconds(3_000), seconds(3_000)) + 0.1


@given(st.integers(1, 9_999))
def test_kanji_numerals_have_the_value_of_their_digits(number):
    assert value_of(in_kanji(number)) == number


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789一二十百件人回年月度令和()~、。:→ 実績目標を", max_size=60))
def test_any_text_is_read_and_its_values_are_numbers(text):
    for aim in read_aims([(1, text)], YEAR).aims:
        assert math.isnan(aim.quantity.value) or aim.quantity.value >= 0
