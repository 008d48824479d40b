"""What municipalities send instead of a filled form, and forms of another year, town, layout or revision."""

import hashlib
import io
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from loaders.office_files import SentFile, sent_files, unpacked
from loaders.reports import desk
from loaders.reports.batch import read_reports
from loaders.reports.form_key import machine_cells
from loaders.reports.form_reading import read_report
from loaders.reports.form_writing import make_form
from loaders.reports.layout import MACHINE_SHEET

SEND_FORM = "配布した様式（xlsx、または様式の CSV）に記入して、もう一度提出してください。"
SEND_XLSX = "配布した様式（xlsx）に記入して、もう一度提出してください。"
SAVE_AGAIN = "Excel か LibreOffice で開き、「Excel ブック（.xlsx）」として保存し直してください。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNREADABLE = "この様式として読めません。"
ANSWER = {("T-cases", "value"): 5}


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def sentence(data, name="報告.xlsx", content_of=lambda *key: None):
    reading = read_report(SentFile(name, data), content_of)
    assert not reading.can_be_accepted
    (finding,) = reading.findings
    return finding.sentence_ja


@pytest.mark.parametrize(
    ("data", "name", "happened", "remedy"),
    [
        (b"", "a.xlsx", "ファイルが空か、大きすぎるか、パスワードで保護されています。", SEND_XLSX),
        ("目標,実績値\n".encode("cp932"), "a.csv", "配布した様式ではない CSV（文字だけの表）です。", SEND_FORM),
        (b"%PDF-1.7", "a.pdf", "PDFファイルです。", SEND_XLSX),
        (b"\x89PNG", "a.png", "画像ファイル（PNG）です。", SEND_XLSX),
        (b"\xff\xd8\xff\xe0", "a.xlsx", "画像ファイル（JPEG）です。", SEND_XLSX),
        (b"\x01\x02", "a.xlsx", "Excelファイル（xlsx）ではありません。", SEND_XLSX),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "Word文書（doc）です。", SEND_XLSX),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "a.docx", "Word文書（docx）です。", SEND_XLSX),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "a.xlsb", "Excelファイル（xlsb）です。", SAVE_AGAIN),
        (zipped({"Index/Document.iwa": b""}), "a.numbers", "Numbers・Pages のファイルです。", SAVE_AGAIN),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", "OpenDocument の文書か電子書籍です。", SEND_XLSX),
        ("本文です".encode("cp932"), "本文.TXT", "表計算ではないファイル（txt）です。", SEND_XLSX),
        (b"<HTML><table>", "a.xls", "Webページの形式の表です。", SAVE_AGAIN),
        (b"\xef\xbb\xbf\r\n<!-- x --><table>", "a.xls", "Webページの形式の表です。", SAVE_AGAIN),
        ("<html>".encode("utf-16"), "a.xls", "Webページの形式の表です。", SAVE_AGAIN),
        (OLE + "DocumentText".encode("utf-16-le"), "a.jtd", "一太郎文書（jtd）です。", SEND_XLSX),
        (OLE + b"Workbook", "a.xls", "古い形式のExcelファイル（xls）です。", SAVE_AGAIN),
        (zipped({"mimetype": b"application/vnd.oasis", "content.xml": b""}), "a.ods",
         "OpenDocument形式（ods）のファイルです。", SAVE_AGAIN),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_named(data, name, happened, remedy):
    assert sentence(data, name) == f"［要修正］ファイル全体: {happened}{UNREADABLE}→ {remedy}"


def test_a_file_with_a_password_is_named():
    data = OLE + "EncryptedPackage".encode("utf-16-le")
    assert sentence(data) == (
        "［要修正］ファイル全体: パスワードで保護されたファイルです。中身を読めません。→ パスワードを外して保存し、もう一度提出してください。"
    )


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: zipped({"[Content_Types].xml": b"<"})]
)
def test_a_broken_file_is_named(form, damage):
    assert sentence(damage(form)) == (
        "［要修正］ファイル全体: ファイルが壊れていて開けません。保存や送信の途中で欠けたとみられます。"
        "→ 手元のファイルが開けることを確かめて、もう一度提出してください。"
    )


def test_a_file_that_would_unpack_to_an_enormous_size_is_not_opened():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"\0" * 120_000_000)
    assert sentence(buffer.getvalue()) == (
        f"［要修正］ファイル全体: 展開すると大きすぎるファイルです。{UNREADABLE}→ {SEND_XLSX}"
    )


def test_another_workbook_is_named():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    assert sentence(buffer.getvalue()) == (
        "［要修正］ファイル全体: 配布した様式ではありません（識別用のシートがありません）。どの団体・年度の報告かがわかりません。"
        "→ 配布した様式に記入してください。シートを別のファイルへ写すと、識別用のシートが失われます。"
    )


@pytest.mark.parametrize("pair", [("area_code", "990027"), ("fiscal_year", "2020"), ("base_revision", "9")])
def test_an_altered_machine_sheet_is_named(fill, content, pair):
    def alter(book):
        row = list(machine_cells(content)).index(pair[0]) + 1
        book[MACHINE_SHEET].cell(row, 2).value = pair[1]

    assert sentence(fill(ANSWER, alter), content_of=lambda *key: content) == (
        "［要修正］ファイル全体: 識別用のシートが書き換えられています。どの団体・年度の報告かを確かめられません。"
        "→ 新しい様式を受け取り、記入し直してください。"
    )


def machine_cell(content, name):
    return f"B{list(machine_cells(content)).index(name) + 1}"


def test_codes_that_a_program_took_for_numbers_are_read(fill, content):
    def eat(book):
        book[MACHINE_SHEET][machine_cell(content, "fiscal_year")] = 2019.0
        book[MACHINE_SHEET][machine_cell(content, "dataset_version")] = 12345

    numbered = replace(content, dataset_version="000000012345")
    data = make_form(numbered)
    book = openpyxl.load_workbook(io.BytesIO(data))
    eat(book)
    book["実績報告"]["I9"] = 5
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_report(SentFile("報告.xlsx", buffer.getvalue()), lambda *key: numbered).can_be_accepted


def test_the_key_comes_from_its_copies_where_the_hidden_sheet_is_lost(read):
    def inspect(book):
        del book[MACHINE_SHEET]

    def without_names(book):
        inspect(book)
        book.defined_names.clear()

    for change in (inspect, without_names):
        reading = read(ANSWER, change)
        assert (reading.area_code, reading.can_be_accepted) == ("990019", True)
        assert [one.happened_ja for one in reading.findings] == [
            "識別用の非表示シート（_form）がないため、ファイルに残る控えから団体・年度・種類を読みました。"
        ]


def test_sheets_with_other_names_and_in_another_order_are_found_by_what_they_hold(read):
    def rename(book):
        for sheet in book.worksheets:
            sheet.title = f"{sheet.title} - 表1"
        book._sheets.reverse()

    plain, renamed = read(ANSWER), read(ANSWER, rename)
    assert (renamed.rows, renamed.findings) == (plain.rows, ())


def test_a_form_of_another_layout_is_named(fill):
    def alter(book):
        book[MACHINE_SHEET]["B6"] = "0"

    assert sentence(fill(ANSWER, alter)) == (
        "［要修正］ファイル全体: 様式の版が違います（提出された様式は第0版、今の様式は第2版）。欄の意味が変わっていることがあります。"
        "→ 新しい様式を受け取り、記入し直してください。"
    )


def test_a_form_of_an_unknown_municipality_is_named(form):
    assert sentence(form) == (
        "［要修正］ファイル全体: 団体コード 990019 の団体は登録されていません。どの団体の報告かがわかりません。"
        "→ このデータから作った様式かどうか確かめてください。"
    )


def test_a_form_left_blank_is_named(form, content):
    assert sentence(form, content_of=lambda *key: content) == (
        "［要修正］ファイル全体: 記入がありません。空欄は「報告なし」なので、受け付けるものがありません。"
        "→ 黄色の欄に記入してください。実績が0だったときは「0」を、測れなかったときは「測定不能」を選んでください。"
    )


def test_a_missing_column_is_named(fill, content):
    assert sentence(fill(ANSWER, lambda book: book["実績報告"].delete_cols(9)), content_of=lambda *key: content) == (
        "［要修正］ファイル全体: 「実績報告」の見出し「実績値」がありません。どの欄の値かがわかりません。"
        "→ 列を消したり写したりせず、配布した様式に記入してください（列の順番は変わっていてもかまいません）。"
    )


def test_a_column_that_stands_twice_is_named(fill, content):
    def copy(book):
        book["実績報告"]["R6"] = "実績値"

    assert sentence(fill(ANSWER, copy), content_of=lambda *key: content) == (
        "［要修正］ファイル全体: 「実績報告」の見出し「実績値」が二つあります。どの欄の値かがわかりません。"
        "→ 列を消したり写したりせず、配布した様式に記入してください（列の順番は変わっていてもかまいません）。"
    )


def test_a_missing_sheet_is_named(fill, content):
    def remove(book):
        del book["圏域と人口"]

    assert sentence(fill(ANSWER, remove), content_of=lambda *key: content) == (
        "［要修正］ファイル全体: 「圏域と人口」のシートがありません。報告の内容を読めません。"
        "→ シートの名前を変えたり消したりせず、配布した様式に記入してください。"
    )


def test_moved_columns_rows_and_a_moved_heading_are_read_all_the_same(read):
    def move(book):
        sheet = book["実績報告"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=15)]
        for row in sheet.iter_rows(min_row=6, max_row=15):
            for cell in row:
                cell.value = None
        moved = [rows[0], *reversed(rows[1:])]
        for number, row in enumerate(moved, start=9):
            for column, value in enumerate(reversed(row), start=2):
                sheet.cell(number, column).value = value

    plain, moved = read(ANSWER), read(ANSWER, move)
    assert (moved.rows, moved.findings) == (plain.rows, ())


def test_the_note_of_the_municipality_is_read(read):
    def note(book):
        book["実績報告"]["C4"] = "担当課が変わりました"

    assert read(ANSWER, note).submitter_note == "担当課が変わりました"


# Revisions


def test_a_file_that_was_accepted_before_is_known(fill, content):
    data = fill(ANSWER)
    known = replace(content, revision=1, known_files={hashlib.sha256(data).hexdigest(): 1})
    reading = read_report(SentFile("報告.xlsx", data), lambda *key: known)
    assert (reading.is_known, reading.findings, reading.can_be_accepted) == (True, (), False)


def test_the_file_of_an_old_revision_does_not_come_back(fill, content):
    data = fill(ANSWER)
    known = replace(content, revision=2, known_files={hashlib.sha256(data).hexdigest(): 1})
    assert sentence(data, content_of=lambda *key: known) == (
        "［要修正］ファイル全体: 第1版として受け付けたファイルと同じです。その後の第2版が今の報告です。古い版に戻すことはできません。"
        "→ 新しい値に直したファイルを提出してください。"
    )


def test_a_form_handed_out_before_the_revision_in_force_says_so_and_is_read(read):
    reading = read(ANSWER, revision=1)
    assert reading.can_be_accepted
    assert [one.sentence_ja for one in reading.findings] == [
        "［お知らせ］ファイル全体: 第1版を受け付ける前に発行された様式です。受け付けると、第1版に代わって第2版になります。"
        "→ 変わる値を確かめてください。"
    ]


# Several files


def test_two_forms_of_one_municipality_in_a_batch_are_named(fill, content):
    files = [SentFile("一.xlsx", fill(ANSWER)), SentFile("二.xlsx", fill({("T-cases", "value"): 6}))]
    first, second = [reading for _, reading in read_reports(files, lambda *key: content)]
    assert first.can_be_accepted
    assert [one.sentence_ja for one in second.findings] == [
        "［要修正］ファイル全体: 見本県見本町の同じ報告が「一.xlsx」にもあります。どちらが正しいかわかりません。"
        "→ 正しい方の一つだけを提出してください。"
    ]


def test_the_forms_of_a_zip_and_of_a_folder_are_found_without_those_of_the_system(tmp_path, form):
    (tmp_path / "b.zip").write_bytes(
        zipped({"県/一.xlsx": form, "__MACOSX/._一.xlsx": b"x", "~$一.xlsx": b"x", "県/.DS_Store": b"x"})
    )
    (tmp_path / "a.xlsx").write_bytes(form)
    (tmp_path / "memo.docx").write_bytes(b"")
    assert [sent.name for sent in sent_files([tmp_path])] == ["a.xlsx", "b.zip／一.xlsx", "memo.docx"]


def test_a_zip_of_folders_alone_is_handed_out_to_be_named():
    data = zipped({"県/": b"", "県/Thumbs.db": b"x"})
    assert [sent.name for sent in unpacked(SentFile("a.zip", data))] == ["a.zip"]
    assert sentence(data).startswith("［要修正］ファイル全体: 様式の入っていない zip か、三重の zipです。")


def test_the_folders_of_a_folder_are_walked_and_tables_of_all_kinds_come_along(tmp_path, form):
    for name in (
        "甲/乙/一.xlsx",
        "甲/二.XLSM",
        "三.csv",
        "四.ods",
        "五.xls",
        "甲/Thumbs.db",
        "desktop.ini",
        ".git/六.xlsx",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(form)
    names = [sent.name for sent in sent_files([tmp_path])]
    assert names == ["三.csv", "五.xls", "四.ods", "甲／乙／一.xlsx", "甲／二.XLSM"]


def test_a_zip_in_a_zip_is_opened_and_one_in_that_is_named(form):
    inner = zipped({"一.xlsx": form, "深い.zip": zipped({"二.xlsx": form})})
    sent = list(unpacked(SentFile("外.zip", zipped({"内.zip": inner}))))
    assert sentence(zipped({})).startswith("［要修正］ファイル全体: 空の zipです。中のファイルは一つも開いていません。")
    assert [one.name for one in sent] == ["外.zip／内.zip／一.xlsx", "外.zip／内.zip／深い.zip"]
    assert sentence(sent[1].data) == (
        "［要修正］ファイル全体: 様式の入っていない zip か、三重の zipです。中のファイルは一つも開いていません。"
        "→ 手元で展開し、中の様式（xlsx）を選んでください。zip は二重まで開きます。"
    )


@pytest.mark.parametrize(("written", "encoding"), [("か゛か\u3099.xlsx", "utf-8"), ("町ソ表.xlsx", "cp932")])
def test_a_name_without_its_encoding_is_read_and_composed(form, written, encoding):
    stored = written.encode(encoding)
    data = zipped({"X" * (len(stored) - 5) + ".xlsx": form}).replace(b"X" * (len(stored) - 5) + b".xlsx", stored)
    (sent,) = unpacked(SentFile("県.zip", data))
    assert sent.name == f"県.zip／{unicodedata.normalize('NFC', written)}"


def test_a_name_that_windows_wrote_into_a_zip_is_read(form):
    data = bytearray(zipped({"XX.xlsx": form}))
    raw = bytes(data).replace(b"XX.xlsx", "町.xlsx".encode("cp932"))
    assert [sent.name for sent in unpacked(SentFile("県.zip", raw))] == ["県.zip／町.xlsx"]


def test_a_path_out_of_the_zip_writes_nothing_and_keeps_its_last_name(tmp_path, form):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"../../etc/報告.xlsx": form}))
    assert [sent.name for sent in sent_files([path])] == ["a.zip／報告.xlsx"]
    assert [item.name for item in Path(tmp_path).iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    ("sent", "own"),
    [
        ("様式.xlsx", "様式.xlsx"),
        ("まとめ.zip／釧路市.xlsx", "釧路市.xlsx"),
        ("../../etc/様式.xlsx", "様式.xlsx"),
        ("C:\\報告\\様式.XLSX", "様式.XLSX"),
        ("様式.csv", "様式.csv"),
        ("マクロ.xlsm", "マクロ.xlsm"),
    ],
)
def test_a_file_goes_back_under_its_own_name_without_folders(sent, own):
    assert desk.returned_name(sent) == own
