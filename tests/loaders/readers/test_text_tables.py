"""Lines with tabs as table rows."""

from loaders.readers.text_tables import is_rule, read_rows

HTML = "<table> <tr> <td>(人口) 20人</td> </tr> <tr> <td>(エ)その他</td> </tr> </table>"


def cells(lines):
    return [row.cells for row in read_rows(lines, 1)]


def test_trailing_empty_cells_are_dropped_and_inner_ones_kept():
    assert cells(["\t(エ) その他\t\t"]) == [("", "(エ) その他")]


def test_blank_lines_and_rules_are_no_rows():
    assert cells(["", " \t ", "---|---", "会費"]) == [("会費",)]


def test_a_row_knows_its_line_and_whether_it_is_of_a_table():
    rows = read_rows(["", "会費\t募金", "会費"], 10)
    assert [(row.line, row.is_table) for row in rows] == [(11, True), (12, False)]


def test_a_dash_alone_is_a_rule_and_a_sentence_is_none():
    assert is_rule("--")
    assert not is_rule("")
    assert not is_rule("- 会費")


def test_a_table_that_stands_three_times_comes_out_once():
    lines = [f"④事業内容\t{HTML}\t(人口) 20人\t(エ)その他", "(人口) 20人\t", "(エ)その他\t"]
    assert cells(lines) == [("④事業内容",), ("(人口) 20人",), ("(エ)その他",)]


def test_a_repeated_row_has_the_line_on_which_it_stands_alone():
    rows = read_rows([f"④事業内容\t{HTML}", "(人口) 20人\t", "(エ)その他\t"], 7)
    assert [(row.line, row.html_line) for row in rows] == [(7, 7), (8, 7), (9, 7)]


def test_equal_rows_inside_a_table_keep_their_own_lines():
    twice = "<table> <tr> <td>会費</td> </tr> <tr> <td>会費</td> </tr> <tr> <td>募金</td> </tr> </table>"
    rows = read_rows([f"④事業内容\t{twice}", "会費\t", "会費\t", "募金\t"], 1)
    assert [(row.texts, row.line) for row in rows[1:]] == [(["会費"], 2), (["会費"], 3), (["募金"], 4)]


def test_equal_rows_outside_html_stay_twice():
    assert cells(["会費\t", "会費\t"]) == [("会費",), ("会費",)]
