"""Tables of aims inside a cell."""

import pytest

from loaders.sources.programme_plans.targets import split_tables


def read(text):
    rest, reading = split_tables(list(enumerate(text.split("\n"), start=1)), 2019)
    return rest, [(a.role, a.label, a.quantity.value, a.quantity.unit, a.fiscal_year, a.baseline) for a in reading.aims]


@pytest.mark.parametrize(
    "text",
    [
        "指標\t現状値（H30）\t目標値（R1）\n広場の数\t5か所\t10か所",
        "指標|現状値(H30)|目標値(R1)\n広場の数|5か所|10か所",
        "指標  現状値(H30)  目標値(R1)\n広場の数  5か所  10か所",
        "指標 現状値(H30) 目標値(R1)\n広場の数 5か所 10か所",
        "\t現状値（H30）\t目標値（R1）\n広場の数\t5か所\t10か所",
        "指標\t単位\tH30年度\tR1年度\n広場の数\tか所\t5\t10",
        "指標\t平成30年度実績\t令和元年度目標\n広場の数（か所）\t5\t10",
    ],
)
def test_columns_tell_the_state_from_the_target(text):
    rest, aims = read(text)
    assert (rest, aims) == (
        [],
        [("result", "広場の数", 5, "か所", 2018, None), ("target", "広場の数", 10, "か所", 2019, 5)],
    )


def test_targets_of_several_years_stand_in_one_row():
    _, aims = read("指標\t目標値（R1）\t目標値（R2）\n研修の回数\t3回\t4回以上")
    assert [(value, year) for _, _, value, _, year, _ in aims] == [(3, 2019), (4, 2020)]


def test_lines_around_a_table_stay_text():
    rest, aims = read("広場を広げる。\n指標\t現状\t目標\n広場の数\t5か所\t10か所\n\n研修を3回開く。")
    assert ([line for line, _ in rest], len(aims)) == ([1, 4, 5], 2)


def test_a_number_in_a_column_without_a_meaning_is_left_unread():
    _, reading = split_tables([(1, "指標\t目標値\t備考"), (2, "広場の数\t10か所\t内12はX")], 2019)
    assert [unread.words for unread in reading.unread] == ["内12はX"]


@pytest.mark.parametrize(
    "text",
    ["拠点の数 現状 7か所\n本年度 9か所", "相談 10件\t研修 5回", "目標\t研修 5回", "広場の整備\t5社\n学び\t50名"],
)
def test_cells_without_a_heading_row_are_no_table(text):
    assert read(text)[1] == []


def test_the_state_is_the_baseline_in_whichever_column_it_stands():
    _, rows = read("指標|目標値(R1)|実績値(H30)\n広場の数|8か所|5か所")
    assert ("target", "広場の数", 8, "か所", 2019, 5) in rows
