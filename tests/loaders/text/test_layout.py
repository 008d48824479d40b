"""The layout of pages, undone: every line keeps its number."""

import pytest

from loaders.text.layout import plain_glyphs, undo_layout


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("人口\u00a08,400\u2009人", "人口 8,400 人"),
        ("⻘い⽥んぼ", "青い田んぼ"),
        ("⺠⽣の会", "民生の会"),
        ("意⻅と⼾と専⾨", "意見と戸と専門"),
        ("葛\U000e0100の辻\ufe00", "葛の辻"),
        ("12\u200b人\u200e", "12人"),
        ("か\u3099り", "がり"),
        ("神\x07社\x00", "神社"),
        ("◯ 鳥\t〇", "○ 鳥\t○"),
        ("一二〇件、〇〇の会", "一二〇件、〇〇の会"),
        ("｢鳥･森､朝｡｣", "「鳥・森、朝。」"),
        ("\u2212 鳥", "- 鳥"),
        ("\u2022鳥\u00b7森", "・鳥・森"),
        ("\u2015鳥\u2013森\t\uff0d", "\u2015鳥\u2013森\t\uff0d"),
        ("鳥\u2212\u2212\u2212\u2212\u2212", "鳥-----"),
    ],
)
def test_a_sign_is_the_one_that_readers_see(written, plain):
    assert plain_glyphs(written) == plain


def test_widths_and_marks_stay_as_written():
    text = "１２（人）①　～㈱ ｱﾘ"
    assert plain_glyphs(text) == text


PROSE = "ことりの森では朝になると鳥が鳴いて人が集まり話をする"


def lines_of(*lines):
    return undo_layout(lines).lines


def test_page_numbers_and_titles_beside_them_become_empty_lines():
    page = ["鳥の会", "名前\tことり", "- 1 -", "森のたより", "", "所\t森", "－ 2 －", "森のたより", "", "時\t朝"]
    assert lines_of(*page) == ["鳥の会", "名前\tことり", "", "", "", "所\t森", "", "", "", "時\t朝"]


def test_a_heading_beside_one_page_number_stays():
    assert lines_of("森の名", "- 1 -", "鳥の名", "- 2 -", "風の名") == ["森の名", "", "鳥の名", "", "風の名"]


def test_a_title_that_stands_elsewhere_too_is_no_running_title():
    page = ["鳥の目標", "- 1 -", "鳥の目標", "- 2 -", "鳥の目標", "x", "鳥の目標", "y", "鳥の目標"]
    assert lines_of(*page).count("鳥の目標") == 5


def test_commas_of_a_text_that_writes_them_in_another_way_are_the_usual_ones():
    assert lines_of("小鳥，森林．朝", "１．人，5，000人．", "ア．夜") == [
        "小鳥、森林。朝",
        "１．人、5，000人。",
        "ア．夜",
    ]
    assert lines_of("鳥、森、朝，夜") == ["鳥、森、朝，夜"]


def test_an_indented_line_begins_with_its_first_sign():
    assert lines_of("\u3000【鳥】", " 森 \t 朝") == ["【鳥】", "森\t朝"]


def test_digits_that_a_hidden_sign_parts_are_named():
    layout = undo_layout(["鳥", "鳥 10\u200b20羽", "森\u200b2つ"])
    assert [line for line, words in layout.remarks if "見えない文字" in words] == [2]


def test_form_feeds_go():
    assert lines_of("鳥", "\f森") == ["鳥", "森"]


def test_runs_of_blanks_stand_for_tabs():
    table = ["名前    ことり    ", "所    森        朝", "時    昼    夜", "数    二    三", "終わり"]
    assert lines_of(*table) == ["名前\tことり\t", "所\t森\t\t朝", "時\t昼\t夜", "数\t二\t三", "終わり"]


@pytest.mark.parametrize("row", ["{}｜{}", "{} | {}", "| {} | {} |"])
def test_upright_strokes_stand_for_tabs(row):
    assert lines_of(*[row.format("名前", sign) for sign in "鳥森朝夜"])[2] == "名前\t朝"


def test_one_row_without_tabs_among_others_gets_its_own():
    layout = undo_layout(["名前\tことり", "所  森  朝", "終わり  "])
    assert layout.lines == ["名前\tことり", "所\t森\t朝", "終わり  "]
    assert layout.remarks[0][0] == 2


def test_a_bullet_with_two_blanks_is_no_table():
    assert lines_of("-  ことり", "鳥  ") == ["-  ことり", "鳥  "]


def test_lines_broken_at_one_width_are_joined():
    broken = [part for _ in range(8) for part in (PROSE[:20], PROSE[20:])]
    layout = undo_layout(broken)
    assert layout.lines == [part for _ in range(8) for part in (PROSE, "")]
    assert layout.remarks == [(1, "行が20字で折り返されている。続きの行をつないで読んだ")]


def test_a_row_or_heading_behind_a_full_line_is_not_joined():
    rows = [line for _ in range(8) for line in (PROSE[:20], "■ことり", PROSE[:20], "\t森")]
    assert lines_of(*rows) == rows


def test_lines_of_many_lengths_are_left_alone():
    lines = [PROSE[: 10 + n % 13] for n in range(60)]
    assert lines_of(*lines) == lines


def test_words_printed_twice_are_not_read():
    layout = undo_layout(["名前\tことり", "集集ままりり 年年間間3030件件", "鳥 5か所"])
    assert layout.lines == ["名前\tことり", "", "鳥 5か所"]
    assert layout.remarks[0][0] == 2


def test_circled_numbers_printed_twice_are_no_text_either():
    assert lines_of("集集ままりり①①", "集集ままりり森森") == ["", "集集ままりり森森"]


def test_words_that_repeat_themselves_are_read():
    assert lines_of("ますます いよいよ 100,000,000円 ……………… 11112222") == [
        "ますます いよいよ 100,000,000円 ……………… 11112222"
    ]


def test_a_cell_goes_on_even_where_the_next_line_begins_like_an_item():
    row = f"名前\t{PROSE[:19]}声"
    broken = [part for _ in range(8) for part in (row, "・森の声をきく")]
    assert lines_of(*broken) == [part for _ in range(8) for part in (row + "・森の声をきく", "")]


def test_a_list_of_items_that_are_all_as_long_stays_a_list():
    items = [f"・{PROSE[:18]}声" for _ in range(8)]
    assert lines_of(*items) == items


def test_a_text_that_stands_twice_is_read_once():
    text = [f"鳥の話 {chr(0x4E00 + n)}" for n in range(25)]
    layout = undo_layout([*text, "", *text])
    assert [line for line in layout.lines if line] == text
    assert [line for line, remark in layout.remarks if "もう一度" in remark] == [27]


@pytest.mark.parametrize(
    ("last", "is_cut"), [("鳥の名を", True), ("鳥（森", True), ("鳥（森）", False), ("鳥が鳴く。", False)]
)
def test_a_text_that_ends_inside_a_sentence_is_told(last, is_cut):
    assert bool(undo_layout(["鳥", last]).remarks) == is_cut
