"""The form comes back with its findings at its cells; what was filled in stays."""

import io

import openpyxl

from loaders.office_files import SentFile
from loaders.reports.annotate import annotated
from loaders.reports.form_reading import read_report

ANSWERS = {
    ("T-members", "value"): "25件", ("T-salons", "value"): 13, ("T-cases", "comment_ja"): "=1+1", ("T-closed", "value"): 5,
}  # fmt: skip


def round_trip(data, content):
    sent = SentFile("報告.xlsx", data)
    reading = read_report(sent, lambda *key: content)
    returned = annotated(sent, reading.findings)
    return reading, returned, openpyxl.load_workbook(io.BytesIO(returned))


def test_every_finding_stands_as_a_note_at_its_cell(fill, content):
    _, _, book = round_trip(fill(ANSWERS), content)
    note = book["実績報告"]["I8"].comment.text
    assert note == (
        "［要修正］単位「件」が、目標の単位「名」と違います。単位の違う数は目標と比べられません。\n→ 「名」で数えた数に直してください。"
    )
    assert book["実績報告"]["I7"].comment.text.startswith("［要説明］前回の 4か所")
    assert book["実績報告"]["I10"].comment is None


def test_all_findings_stand_in_a_list(fill, content):
    reading, _, book = round_trip(fill(ANSWERS), content)
    rows = list(book["指摘"].iter_rows(values_only=True))
    assert rows[0] == ("種類", "シート", "セル", "内容", "直し方", "検査")
    assert [row[5] for row in rows[1:]] == [finding.rule_id for finding in reading.findings]


def test_a_file_that_cannot_be_read_as_a_form_gets_its_reason_in_the_list(content):
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    _, _, book = round_trip(buffer.getvalue(), content)
    assert book["指摘"]["D2"].value.startswith("配布した様式ではありません")


def test_a_file_that_cannot_be_opened_has_no_annotated_copy():
    assert annotated(SentFile("a.csv", b"a,b"), ()) is None


def test_the_answers_the_lists_and_the_protection_survive(fill, content):
    data = fill(ANSWERS)
    before, (_, _, after) = openpyxl.load_workbook(io.BytesIO(data)), round_trip(data, content)

    def validations(book):
        return {str(rule.sqref): rule.formula1 for rule in book["実績報告"].data_validations.dataValidation}

    def values(book):
        return [list(row) for row in book["実績報告"].iter_rows(values_only=True)]

    assert values(after) == values(before)
    assert validations(after) == validations(before)
    assert after["実績報告"].protection.sheet
    assert not after["実績報告"]["I8"].protection.locked
    assert after["_form"].sheet_state == "veryHidden"


def test_the_returned_file_is_read_like_the_first(fill, content):
    reading, returned, _ = round_trip(fill(ANSWERS), content)
    again = read_report(SentFile("返却.xlsx", returned), lambda *key: content)
    assert again.rows == reading.rows
    assert [one.rule_id for one in again.findings if one.rule_id != "report.formula"] == [
        one.rule_id for one in reading.findings if one.rule_id != "report.formula"
    ]


def test_notes_of_an_earlier_round_disappear_once_mended(fill, content):
    _, _, book = round_trip(fill(ANSWERS), content)
    book["実績報告"]["I8"], book["実績報告"]["Q9"] = 26, None
    buffer = io.BytesIO()
    book.save(buffer)
    _, _, second = round_trip(buffer.getvalue(), content)
    assert second["実績報告"]["I8"].comment is None
    assert second["実績報告"]["I8"].fill.fgColor.rgb == "00FFF8CC"
    assert [name for name in second.sheetnames if name.startswith("指摘")] == ["指摘"]


def test_the_note_of_a_merged_cell_stands_at_the_first_of_its_range(fill, content):
    data = fill({("T-cases", "value"): 5}, lambda book: book["実績報告"].merge_cells("I9:I10"))
    _, _, book = round_trip(data, content)
    assert book["実績報告"]["I9"].comment.text.startswith("［要修正］セルが結合されています。")


def test_a_formula_of_the_sender_comes_back_as_text(fill, content):
    _, _, book = round_trip(fill(ANSWERS), content)
    assert (book["実績報告"]["Q9"].value, book["実績報告"]["Q9"].data_type) == ("=1+1", "s")


def test_no_text_becomes_a_formula_on_the_way_back(fill, content):
    def as_texts(book):
        for address, text in (("Q10", "=cmd|' /C calc'!A0"), ("Q11", "+1"), ("Q12", "@SUM(1)")):
            cell = book["実績報告"][address]
            cell.value, cell.data_type = text, "s"

    _, _, book = round_trip(fill({("T-closed", "value"): 5}, as_texts), content)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    assert book["実績報告"]["Q10"].value == "=cmd|' /C calc'!A0"
