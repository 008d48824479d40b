"""HTML inside table cells."""

import pytest

from loaders.readers.text_tables import has_table, plain_text, table_rows


def test_known_tags_are_dropped():
    assert plain_text('<ul style="list-style-type: none">声かけ</ul>') == "声かけ"


@pytest.mark.parametrize("written", ["<常勤者の経歴>", "<人の変化>", "‹地域ケア会議>"])
def test_angle_brackets_of_the_text_stay(written):
    assert plain_text(f"<p>{written}</p>") == written


def test_a_radio_button_is_a_mark():
    assert plain_text('<input type="radio"/> 都道府県事業') == "○ 都道府県事業"


def test_paragraphs_are_kept_apart():
    assert plain_text("<p>会費</p> <p>事業の成果目標</p>") == "会費\n事業の成果目標"
    assert plain_text("<p>会費<br/>事業の成果目標</p>") == "会費\n事業の成果目標"
    assert table_rows("<p>会費<br>目標</p><table><tr><td>鳥<br>森</td></tr></table>") == [["会費"], ["目標"], ["鳥 森"]]


def test_entities_are_decoded():
    assert plain_text("あかり&amp;ひかり") == "あかり&ひかり"


def test_blanks_of_a_cell_without_tags_become_one():
    assert plain_text("  会費   100円&nbsp;") == "会費 100円"


def test_an_empty_paragraph_is_nothing():
    assert plain_text("<p></p>") == ""


def test_a_cell_with_a_table_is_known():
    assert has_table('<table border="1"> <tr>')
    assert not has_table("卓 (table)")


def test_the_rows_of_a_table_come_in_reading_order():
    cell = "<p>ア</p> <table> <tr> <td>(人口) 20人</td> <td>校区</td> </tr> <tr> <td colspan='2'>その他</td> </tr> </table> <p>イ</p>"
    assert table_rows(cell) == [["ア"], ["(人口) 20人", "校区"], ["その他"], ["イ"]]


def test_empty_rows_are_left_out():
    assert table_rows("<table><tr><td></td></tr><tr><td>会費</td></tr></table>") == [["会費"]]
