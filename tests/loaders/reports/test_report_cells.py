"""One cell as officers write it."""

import time
from datetime import datetime

import pytest

from loaders.reports.cells import Cell, read_choice, read_date, read_number
from loaders.reports.findings import ReportError
from loaders.reports.layout import GRADES


def number(value, unit="名", **how):
    found = read_number(Cell("F12", value, **how), unit)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        (25, "名", 25), ("25", "名", 25), ("２５", "名", 25), ("25人", "名", 25), ("２５ 名", "名", 25), ("1,200名", "名", 1200),
        ("1，200", "名", 1200), ("41.4万人", "名", 414000), ("延べ30人", "名", 30), ("△3", "%", -3), ("-3", "%", -3),
        ("3ヶ所", "か所", 3), ("3箇所", "か所", 3), ("7割", "%", 70), ("70%", "割", 7), ("70％", "%", 70), ("なし", "件", 0),
        ("12\u200b", "件", 12), ("12\ufe0f件", "件", 12), ("\ufeff12", "件", 12), ("2, 596", "件", 2596), ("ゼロ", "件", 0), ("二十三", "件", 23), ("0", "件", 0), (0, "件", 0), ("12.5", "", 12.5), ("12 点", "", 12),
        ("3千件", "件", 3000), ("1万2千件", "件", 12000), ("千二百", "件", 1200), ("十二件", "件", 12), ("2割5分", "%", 25), ("12件。", "件", 12), ("30人（延べ）", "名", 30),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_unit_of_its_target(written, unit, value):
    assert number(written, unit) == value


def test_a_percentage_of_the_spreadsheet_is_read_as_percent():
    assert number(0.8, "%", is_percent=True) == 80
    assert number(0.8, "割", is_percent=True) == 8


def test_a_value_that_is_shown_in_another_size_is_refused():
    with pytest.raises(ReportError) as raised:
        number(12, is_scaled=True)
    assert raised.value.rule_id == "report.number"
    assert raised.value.happened_ja.startswith("セルの値は 12 ですが、")
    assert number(0, is_scaled=True) == 0


def test_a_counter_of_the_format_is_held_against_the_unit():
    assert number(12, "名", counter="人") == 12
    with pytest.raises(ReportError, match="単位「人」が、目標の単位「件」と違います"):
        number(12, "件", counter="人")


def test_a_percentage_where_none_is_asked_for_is_told():
    found = read_number(Cell("F12", 0.12, is_percent=True), "")
    assert (found.value, found.note.happened_ja) == (12, "「12%」は 12 として読み取りました。")


def test_an_empty_cell_is_no_number_and_not_zero():
    assert number(None) is None
    assert number("　 ") is None


@pytest.mark.parametrize("written", ["約30人", "30人以上", "30余名"])
def test_a_number_of_about_says_so(written):
    found = read_number(Cell("F12", written), "名")
    assert (found.value, found.note.rule_id, found.note.severity) == (30, "report.approximate", "warning")


@pytest.mark.parametrize(
    "written",
    ["たくさん", "二三件", "―", "25/30", "25人（うち新規3人）", "20〜30", "#REF!", True, datetime(2020, 1, 2)],
)
def test_what_is_no_single_number_is_refused(written):
    with pytest.raises(ReportError) as raised:
        number(written)
    assert raised.value.rule_id == "report.number"


@pytest.mark.parametrize(
    ("written", "first", "second"),
    [("10\n20", "10", "20"), ("12　8", "12", "8"), ("1 200", "1", "200"), ("10、20", "10", "20"), ("10・20", "10", "20"),
     ("10人\n20人", "10", "20"), ("1,200/50", "1,200", "50"), ("10,20", "10", "20"), ("10と20", "10", "20"), ("男10女20", "10", "20"), ("25人（うち新規3人）", "25", "3")],
)  # fmt: skip
def test_two_numbers_do_not_grow_together(written, first, second):
    with pytest.raises(ReportError) as raised:
        number(written, "人")
    assert raised.value.happened_ja == (
        f"「{written.replace(chr(10), '⏎')}」には数が二つあります（{first} と {second}）。"
    )


@pytest.mark.parametrize("written", ["1" * 30_000, "1 " * 15_000, "1,2" * 10_000, "※" * 30_000, "(" * 30_000])
def test_a_novel_in_the_place_of_a_number_is_refused_at_once(written):
    started = time.process_time()
    with pytest.raises(ReportError):
        number(written)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("sign", "\u200b\x0b\x1f\u061c\ufff9\U000e0100")
def test_a_sign_that_nobody_sees_does_not_join_two_numbers(sign):
    with pytest.raises(ReportError) as raised:
        number(f"10{sign}20")
    assert raised.value.happened_ja == f"「10［U+{ord(sign):04X}］20」には数が二つあります（10 と 20）。"


@pytest.mark.parametrize("written", [*"―ー－‐−–—─…×x〇○△・", "***", "ー ー", "N/A", "該当なし", "集計中", "未実施"])
def test_a_line_or_sign_asks_for_a_blank_or_a_state(written):
    with pytest.raises(ReportError) as raised:
        number(written)
    assert (raised.value.happened_ja, raised.value.rule_id) == (f"「{written}」は数ではありません。", "report.number")
    assert "空欄" in raised.value.remedy_ja
    assert "測定不能" in raised.value.remedy_ja


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("0※", "※"),
        ("*0", "*"),
        ("0（注2）", "（注2）"),
        ("※1 0", "※1"),
        ("※0", "※"),
        ("0#", "#"),
        ("0③", "③"),
        ("0²", "²"),
    ],
)
def test_a_mark_that_points_to_a_note_is_taken_off_and_named(written, mark):
    found = read_number(Cell("F12", written), "件")
    assert (found.value, found.note.severity) == (0, "info")
    assert found.note.happened_ja == f"「{written}」は、印「{mark}」を除いて 0 として読み取りました。"


@pytest.mark.parametrize("written", ["③", "1²3", "0※12", "注12"])
def test_a_mark_that_may_be_part_of_the_number_is_refused(written):
    with pytest.raises(ReportError):
        number(written)


def test_an_invisible_sign_is_named_where_the_cell_is_refused():
    with pytest.raises(ReportError) as raised:
        number("た\u3164\u034f")
    assert raised.value.happened_ja == "「た［U+3164］［U+034F］」を数として読めません。"


@pytest.mark.parametrize(("written", "unit"), [("25件", "名"), ("25%", "名"), ("3回", "か所")])
def test_a_number_in_another_unit_is_refused(written, unit):
    with pytest.raises(ReportError) as raised:
        number(written, unit)
    assert raised.value.rule_id == "report.unit"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        (datetime(2020, 3, 31), "2020-03-31"), ("2020/3/31", "2020-03-31"), ("2020-03-31", "2020-03-31"),
        ("令和2年3月31日", "2020-03-31"), ("Ｒ２．３．３１", "2020-03-31"), ("r2.3.31", "2020-03-31"), ("H31.4.1", "2019-04-01"),
        ("令和元年10月1日", "2019-10-01"), ("令和2年3月末", "2020-03-31"), ("令和2年2月末日", "2020-02-29"), ("2020年3月", "2020-03"),
        (43921, "2020-03-31"), ("43921", "2020-03-31"), ("2020/03\u200e/31", "2020-03-31"), ("2020ー3ー31", "2020-03-31"),
        ("2020/3/31(火)", "2020-03-31"), ("2020/3/31 0:00", "2020-03-31"),
        ("20200331", "2020-03-31"), (20200331, "2020-03-31"), ("令和2年3月31日現在", "2020-03-31"), (None, None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_either_calendar(written, iso):
    assert read_date(Cell("L7", written)) == iso


@pytest.mark.parametrize(
    "written", ["令和2年2月31日", "2.3.31", "2020/13/1", "年度末", "H31.4.1～R2.3.31", 99999, 1, "2020/3/3\n1"]
)
def test_what_is_no_existing_date_is_refused(written):
    with pytest.raises(ReportError) as raised:
        read_date(Cell("L7", written))
    assert raised.value.rule_id == "report.date"


@pytest.mark.parametrize("written", ["3", 3, 3.0, "３", "3（概ね達成した）", "3(概ね達成した)"])
def test_a_grade_may_be_a_bare_digit(written):
    assert read_choice(Cell("O7", written), GRADES, "自己評価") == "3"


def test_a_formula_is_refused_everywhere():
    for reader in (lambda cell: read_number(cell, ""), read_date, lambda cell: read_choice(cell, GRADES, "自己評価")):
        with pytest.raises(ReportError) as raised:
            reader(Cell("I7", "=A1+1", is_formula=True))
        assert raised.value.rule_id == "report.formula"


def test_a_long_text_is_quoted_short():
    with pytest.raises(ReportError) as raised:
        number("あ" * 5000)
    assert raised.value.happened_ja == f"「{'あ' * 40}…」を数として読めません。"
