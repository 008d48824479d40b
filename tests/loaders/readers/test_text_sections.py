"""Labelled sections: labels and the texts that follow them."""

import re

from loaders.readers.text_sections import FieldReader, Label, first_text
from loaders.readers.text_tables import read_rows

LABELS = [
    Label("name", re.compile(r"[0-9①-⑳]{0,2}事業名$"), "事業名", scope="head"),
    Label("pillar", re.compile("ア住民に身近な圏域"), scope="community"),
    Label("area", re.compile(r"\(対象地域\)"), inside=True),
    Label("population", re.compile(r"\(人口\)"), inside=True),
    Label("coordinators", re.compile(r"[0-9④]{0,2}推進員の配置予定人数"), "推進員の配置予定人数"),
    Label("finance", re.compile("地域の課題を解決する財源の確保"), "地域の課題を解決する財源の確保"),
]


def reader(*lines):
    one = FieldReader(LABELS)
    one.read(read_rows(list(lines), 1))
    return one


def fields(*lines):
    return [(f.code, f.text) for f in reader(*lines).fields]


def test_a_value_stands_in_the_next_cell():
    assert fields("②事業名\tあかり事業\t") == [("name", "あかり事業")]


def test_a_value_stands_in_the_next_row():
    assert fields("②事業名\t\t", "あかり事業\t\t") == [("name", "あかり事業")]


def test_two_labels_stand_in_one_cell_with_their_values():
    assert fields("(対象地域) 小鳥町 (人口) 1,786 人") == [("area", "小鳥町"), ("population", "1,786 人")]


def test_a_row_of_labels_takes_the_values_below_by_column():
    assert fields("(対象地域)\t(人口)", "小鳥町\t8,400") == [("area", "小鳥町"), ("population", "8,400")]


def test_an_empty_column_below_a_label_stays_blank():
    assert fields("(対象地域)\t(人口)", "小鳥町\t") == [("area", "小鳥町"), ("population", "")]


def test_spaces_inside_a_label_do_not_matter():
    assert fields("② 事 業 名\tあかり事業") == [("name", "あかり事業")]


def test_a_label_broken_over_two_rows_is_mended():
    found = reader("④推進員の配\t3人", "", "置予定人数\t")
    assert [(f.code, f.text, f.line) for f in found.fields] == [("coordinators", "3人", 1)]
    assert 3 in found.heading_lines


def test_a_label_with_one_word_changed_is_still_known():
    assert fields("地域の問題を解決する財源の確保\t", "会費") == [("finance", "会費")]


def test_a_later_paragraph_of_a_cell_may_begin_with_a_label():
    assert fields("<p>地域の課題を解決する財源の確保</p> <p>会費</p> <p>(人口) 20人</p>") == [
        ("finance", "会費"), ("population", "20人"),
    ]  # fmt: skip


def test_a_value_may_run_over_several_lines():
    assert fields("②事業名\tあかり", "", "と灯台") == [("name", "あかり\nと灯台")]


def test_fields_belong_to_the_scope_opened_last():
    assert [f.scope for f in reader("②事業名\tあかり", "ア 住民に身近な圏域", "(人口) 20人").fields] == [
        "head", "community", "community",
    ]  # fmt: skip


def test_text_under_no_label_is_kept_apart():
    assert reader("どこにも属さない").loose == [(1, "どこにも属さない")]


def test_a_field_knows_the_lines_of_its_value():
    field = reader("②事業名\t", "", "あかり", "灯台").fields[0]
    assert (field.line, field.line_start, field.line_end) == (1, 3, 4)


def test_a_blank_field_stands_where_its_label_stands():
    field = reader("②事業名\t").fields[0]
    assert (field.line_start, field.line_end) == (1, 1)


def test_the_first_field_with_text_is_taken():
    found = reader("(人口)", "②事業名\tあかり", "(人口) 20人").fields
    assert first_text(found, "population").text == "20人"
    assert first_text(found, "population", "community") is None
