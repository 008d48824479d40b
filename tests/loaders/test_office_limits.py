"""Files of a few kilobytes that ask for gigabytes: refused by what is counted before anything is built."""

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from loaders.office_files import SentFile, open_workbook, unpacked
from loaders.office_limits import Limits, OfficeFileError
from loaders.reports.form_reading import read_report
from loaders.reports.opening import package_of

MOST_SECONDS, MOST_BYTES = 5, 60_000_000
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def workbook(**parts):
    """Return a workbook in which the bodies of sheet and shared strings are replaced, and further parts added."""
    plain, buffer = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "実績報告"
    book.active["A1"] = "値"
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.pop(key, None) or old.read(name))
        for key, text in parts.items():
            new.writestr(f"xl/{key}.xml", text)
    return buffer.getvalue()


def sheet(body):
    return workbook(sheet1=SHEET.format(body))


def sent_zip(members, stated=0):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
        for info in archive.infolist():
            info.file_size = stated or info.file_size
    return SentFile("束.zip", buffer.getvalue())


def happened(sent):
    """Return what is said of the only file of what was sent, within time and memory."""
    tracemalloc.start()
    started = time.process_time()
    (file,) = unpacked(sent)
    (finding,) = read_report(file, lambda *key: None).findings
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (time.process_time() - started < MOST_SECONDS, peak < MOST_BYTES) == (True, True)
    return finding.happened_ja


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("<sheetData/><mergeCells><mergeCell ref='A20:XFD1048576'/></mergeCells>", "結合したセルの数が50,000"),
        ("<sheetData/><mergeCells><mergeCell ref='J20:J1048576'/></mergeCells>", "結合したセルの数が50,000"),
        ("<sheetData/><mergeCells>" + "<mergeCell ref='A1:B9999'/>" * 3 + "</mergeCells>", "結合したセルの数が50,000"),
        ("<sheetData/><hyperlinks><hyperlink ref='A:XFD'/></hyperlinks>", "リンクのセルの数が50,000"),
        ("<sheetData><row>" + "<c/>" * 2_500_000 + "</row></sheetData>", "セルの数が50,000"),
        ("<sheetData>" + "<row/>" * 200_000 + "</sheetData>", "行の数が50,000"),
        ("<x>" * 200_000 + "</x>" * 200_000, "入れ子の深さが60"),
    ],
)
def test_too_much_in_a_sheet_is_named_with_its_sheet_and_limit(body, limit):
    assert (
        happened(SentFile("a.xlsx", sheet(body)))
        == f"大きすぎて読めません（シート「実績報告」の{limit}を超えています）。"
    )


def test_too_many_texts_are_refused():
    texts = "<sst>" + "<si><t>a</t></si>" * 400_000 + "</sst>"
    assert happened(SentFile("a.xlsx", workbook(sharedStrings=texts))) == (
        "大きすぎて読めません（文字列の数が50,000を超えています）。"
    )


def test_much_text_in_few_cells_is_refused():
    text = "<c t='inlineStr'><is><t>" + "あ" * 11_000_000 + "</t></is></c>"
    assert happened(SentFile("a.xlsx", sheet(f"<sheetData><row>{text}</row></sheetData>"))) == (
        "展開すると大きすぎるファイルです。"
    )


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:/etc/hostname">]>',
        "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]>",
    ],
)
def test_what_refers_to_elsewhere_or_to_itself_is_not_opened(declared):
    assert happened(SentFile("a.xlsx", workbook(sheet1=declared + SHEET.format("<sheetData/>")))) == (
        "ほかのファイルを参照する書き方（DOCTYPE）が入っています。"
    )


def test_a_zip_is_refused_by_the_sizes_that_it_states():
    assert happened(sent_zip([(f"{n}.xlsx", b"0") for n in range(12)], stated=20_000_000)) == (
        "大きすぎて読めない zip です（展開後 240 MB、上限 200 MB）。"
    )
    assert happened(sent_zip([(f"{n}.xlsx", bytes(12_000_000)) for n in range(2)])) == (
        "大きすぎて読めない zip です（展開すると 1,028倍、上限 100倍）。"
    )


def test_a_zip_is_refused_by_the_number_of_its_files():
    assert happened(sent_zip([(f"{n}.xlsx", b"") for n in range(5_001)])) == (
        "大きすぎて読めない zip です（ファイルの数 5,001、上限 5,000）。"
    )


def test_a_cell_far_out_is_passed_over_and_nothing_is_made_up_to_it():
    far = "<c r='XFD1048576' t='inlineStr'><is><t> </t></is></c>"
    near = "<row r='2'><c r='B2'><v>5</v></c></row>"
    data = sheet(f"<sheetData>{near}<row r='1048576'>{far}</row></sheetData>")
    package = package_of(SentFile("a.xlsx", data))
    ((number, cells),) = package.rows(package.sheets[0])
    assert (number, [(cell.address, cell.value) for cell in cells]) == (2, [("A2", None), ("B2", 5)])


def test_limits_are_those_of_the_reader():
    data = sheet("<sheetData><row><c/><c/></row></sheetData>" + "<x/>" * 500)
    for counts, detail in (({"c": 1}, "セルの数が1"), ({}, "要素の数が400")):
        limits = Limits(bytes=10_000_000, unpacked=10_000_000, xml=10_000_000, counts=counts, elements=400)
        with pytest.raises(OfficeFileError) as caught:
            open_workbook(io.BytesIO(data), limits)
        assert caught.value.detail_ja == f"シート「実績報告」の{detail}を超えています"
