"""Clauses made by rule: number, unit, period, comparator and role are read back as they were written."""

import math
from dataclasses import dataclass
from random import Random
from time import process_time

import pytest

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


# Drawn by a seeded generator: Hypothesis takes nine times as long to draw a clause as the reader to read it.
def number_in(pick, unit):
    """Return a number above 1, as it may be written, with its value."""
    number = pick.randint(2, 9_999)
    way = pick.choice(["plain", "comma", "wide", "man"] + (["kanji"] if unit in KANJI_UNITS and number > 10 else []))
    if way == "man":
        thousands = pick.randint(1, 9)
        return f"{number % 90 + 1}万{thousands}千", (number % 90 + 1) * 10_000 + thousands * 1_000
    if way == "wide":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")), number
    return {"plain": str(number), "comma": f"{number:,}", "kanji": in_kanji(number)}[way], number


def clause(pick):
    """Return a clause of one aim."""
    noun, unit = pick.choice(NOUNS), pick.choice(UNITS)
    (written, value), (period, year) = number_in(pick, unit), pick.choice(PERIODS)
    (before, about, per), (behind, comparator) = pick.choice(BEFORE), pick.choice(BEHIND)
    comparator = about or comparator if comparator in {"eq", "approx"} or not about else comparator
    order = pick.choice(["period first", "noun first", "by colon"])
    if order == "noun first":
        text = f"{noun} {period}{before}{written}{unit}{behind}"
    else:
        text = f"{period}{noun}{':' if order == 'by colon' else 'を'}{before}{written}{unit}{behind}"
    return Written(text, value, unit, year, comparator, per, noun)


def pair(pick):
    """Return a clause of a target with the state that it starts from, or of a range."""
    noun, unit = pick.choice(NOUNS), pick.choice(("件", "人", "名", "か所", "団体"))
    low = pick.randint(2, 500)
    high = low + pick.randint(1, 500)
    text, kind = pick.choice([
        (f"{noun}を{low}{unit}から{high}{unit}に増やす", "change"),
        (f"{noun} 現状{low}{unit} 目標{high}{unit}", "change"),
        (f"{noun} {high}{unit}（現在{low}{unit}）", "change"),
        (f"{noun} H30実績：{low}{unit} → R1目標：{high}{unit}", "change"),
        (f"{noun} {low}{unit}→{high}{unit}", "change"),
        (f"{noun} {high}{unit}（{high - low}{unit}増）", "change"),
        (f"{noun} {low}～{high}{unit}", "range"),
        (f"{noun} {low}{unit}から{high}{unit}", "range"),
    ])  # fmt: skip
    if kind == "range":
        return Written(text, low, unit, None, "range", "", noun, value_max=high)
    return Written(text, high, unit, None, "eq", "", noun, baseline=low)


def drawn(count, draw):
    """Return what a generator draws with the seeds from 0."""
    return [draw(Random(seed)) for seed in range(count)]


def said(aim):
    return (aim.quantity.value, aim.quantity.unit, aim.comparator, aim.per, aim.label, aim.role)


def faults_of(writtens, text):
    """Return what was not read back: the text, what it says, and what was read."""
    reading = read_aims(list(enumerate(text.split("\n"), start=1)), YEAR)
    wanted = [(w.value, w.unit, w.comparator, w.per, w.label, w.role, w.year) for w in writtens]
    read = [(*said(aim), aim.fiscal_year) for aim in reading.aims]
    return [] if (read, reading.unread) == (wanted, []) else [(text, wanted, read, reading.unread)]


def test_a_generated_clause_is_read_back():
    assert [fault for written in drawn(3_000, clause) for fault in faults_of([written], written.text)] == []


def test_generated_clauses_are_read_back():
    several = drawn(400, lambda pick: ([clause(pick) for _ in range(pick.randint(2, 3))], pick.choice(["。", "\n"])))
    assert [
        fault for clauses, joint in several for fault in faults_of(clauses, joint.join(w.text for w in clauses))
    ] == []


def test_generated_pairs_are_read_back():
    for written in drawn(1_000, pair):
        targets = [aim for aim in read_aims([(1, written.text)], YEAR).aims if aim.role == "target"]
        assert [(*said(aim), aim.baseline, aim.quantity.value_max) for aim in targets] == [
            (
                written.value, written.unit, written.comparator, written.per, written.label, written.role,
                written.baseline, written.value_max,
            )
        ], written.text  # fmt: skip


def test_no_number_is_lost_in_silence():
    def mixed(pick):
        number, unit = pick.randint(2, 999), pick.choice(["ダース", "ポンド", "山", "XYZ"])
        return [clause(pick) for _ in range(pick.randint(1, 2))], number, unit

    for clauses, number, unit in drawn(400, mixed):
        text = "、".join([*(w.text for w in clauses), f"花の種を{number}{unit}"])
        reading = read_aims([(1, text)], YEAR)
        assert any(str(number) in unread.words for unread in reading.unread), text
        assert {w.value for w in clauses} <= {aim.quantity.value for aim in reading.aims}, text


@pytest.mark.parametrize(
    "unit", ["相談10件、", "10人×", "から10人", "(10件", "1", "令和元年度", "実績:", "をはがに", "全", "一二三"]
)
def test_a_long_cell_takes_time_in_proportion_to_its_length(unit):
    def seconds(length):
        start = process_time()
        read_aims([(1, unit * (length // len(unit)))], YEAR)
        return process_time() - start

    # A neighbour on the machine slows a run down, and never makes it quicker: one of two says how long it takes.
    most = 10 * min(seconds(3_000) for _ in range(2)) + 0.1
    assert any(seconds(12_000) < most for _ in range(2))


def test_kanji_numerals_have_the_value_of_their_digits():
    assert [number for number in range(1, 10_000) if value_of(in_kanji(number)) != number] == []


def test_any_text_is_read_and_its_values_are_numbers():
    signs = "0123456789一二十百件人回年月度令和()~、。:→ 実績目標を"
    for text in drawn(2_000, lambda pick: "".join(pick.choices(signs, k=pick.randint(0, 60)))):
        for aim in read_aims([(1, text)], YEAR).aims:
            assert math.isnan(aim.quantity.value) or aim.quantity.value >= 0, text
