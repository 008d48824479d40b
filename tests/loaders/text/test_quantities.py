"""Numbers with their unit in running text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.quantities import UNITS, prepare, quantities_in


def read(text):
    return [(q.value, q.value_max, q.unit) for q in quantities_in(prepare(text))]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("月2回以上", [(2, None, "回")]),
        ("10～15人程度", [(10, 15, "人")]),
        ("40以上の団体", [(40, None, "団体")]),
        ("2つの圏域", [(2, None, "圏域")]),
        ("法人を5つ選定", [(5, None, "法人")]),
        ("月1程度の訪問", [(1, None, "回")]),
        ("④およそ30万人", [(300_000, None, "人")]),
        ("60 件", [(60, None, "件")]),
        ("2, 596人", [(2_596, None, "人")]),
        ("三か所と五百人", [(3, None, "か所"), (500, None, "人")]),
        ("参加者は倍増", [(2, None, "倍")]),
        ("1か所×30人×12回", [(1, None, "か所"), (30, None, "人"), (12, None, "回")]),
    ],
)
def test_a_quantity_has_its_value_and_unit(written, expected):
    assert read(written) == expected


@pytest.mark.parametrize(
    "written", ["3年目", "8050問題", "106条の3", "①", "H31.4.1", "height: 20px", "5人目", "第2期", "△5件"]
)
def test_other_numbers_are_no_quantities(written):
    assert read(written) == []


@given(st.integers(0, 99_999), st.sampled_from([u for u in UNITS if u not in {"つ"}]))
def test_every_unit_is_read_behind_every_number(number, unit):
    assert read(f"目標：{number:,} {unit}を予定") == [(number, None, unit)]


def test_at_least_between_number_and_unit_is_kept():
    assert quantities_in(prepare("40以上の団体"))[0].at_least


@given(st.text(max_size=40))
def test_quantities_never_overlap(text):
    found = quantities_in(prepare(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
