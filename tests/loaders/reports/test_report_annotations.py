"""The form comes back with its findings at its cells; what was filled in stays."""

import io

import openpyxl
from openpyxl.comments import Comment

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


def test_the_comment_of_another_stays_and_the_list_says_so(fill, content):
    def comment(book):
        book["実績報告"]["I8"].comment = Comment("担当に確認中", "市町村")
        book["実績報告"]["B3"].comment = Comment("写しを保存済み", "市町村")

    _, returned, book = round_trip(fill(ANSWERS, comment), content)
    sheet = book["実績報告"]
    assert (sheet["I8"].comment.text, sheet["B3"].comment.text) == ("担当に確認中", "写しを保存済み")
    assert sheet["I7"].comment.author == "地域共生モニター"
    remedies = [row[4] for row in book["指摘"].iter_rows(values_only=True) if row[2] == "I8"]
    assert [text.endswith("（セルにはすでにコメントがあるため、メモは付けていません。）") for text in remedies] == [
        True
    ]
    _, _, second = round_trip(returned, content)
    assert second["実績報告"]["I8"].comment.text == "担当に確認中"


def test_print_titles_stay_with_their_sheets_and_only_one_sheet_is_chosen(fill, content):
    _, _, book = round_trip(fill(ANSWERS), content)
    assert {sheet.title: sheet.print_title_rows for sheet in book if sheet.print_title_rows} == {
        "実績報告": "$6:$6", "圏域と人口": "$6:$6",
    }  # fmt: skip
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["指摘"]


def test_a_finding_leads_to_its_cell(fill, content):
    _, _, book = round_trip(fill(ANSWERS), content)
    assert {cell.hyperlink.location for (cell,) in book["指摘"]["C2:C3"]} <= {"'実績報告'!I7", "'実績報告'!I8"}


def test_a_cell_that_does_not_stand_in_the_file_is_made_for_its_note(fill, content):
    def thin_out(book):
        sheet = book["実績報告"]
        del sheet._cells[9, 9]
        for column in range(1, 40):
            sheet._cells.pop((10, column), None)
        sheet["A10"], sheet["J10"] = "T-closed", 5

    _, _, book = round_trip(fill({}, thin_out), content)
    notes = {cell.coordinate for row in book["実績報告"] for cell in row if cell.comment}
    assert "J10" in notes


def test_what_looks_like_an_escape_goes_back_as_it_was_meant(fill, content):
    _, _, book = round_trip(fill({("T-members", "value"): "_x005F_x0041_"}), content)
    assert "「_x005F_x0041_」を数として読めません。" in book["実績報告"]["I8"].comment.text


def test_a_formula_beside_the_form_is_named_in_the_list(fill, content):
    def beside(book):
        book["実績報告"]["S7"], book["実績報告"]["S8"] = "=I7*2", 3

    reading, _, book = round_trip(fill({("T-cases", "value"): 5}, beside), content)
    assert reading.findings == ()
    assert [row[3] for row in book["指摘"].iter_rows(min_row=2, values_only=True)] == [
        "このシートの数式を、文字にして返しました（S7）。返すファイルの記入するシートでは、数式を動かしません。"
    ]
