"""What offices really sent, through the desk: every handed input gives its value, or a sentence that names its cause."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data import answers
from data.store.engine import close_all
from loaders.__main__ import main
from loaders.reports import desk
from loaders.reports.known import named_in

CASES, RATE = "新規相談件数", "支援の終結率"  # rows 9 and 10 of the forms


@pytest.fixture(scope="module")
def files(shared_dir):
    folder = shared_dir / "cases" / "files"
    if not folder.is_dir():
        pytest.skip("事例のファイルがありません。MONITOR_SHARED の cases/ に置いてください。")
    return folder


@pytest.fixture(scope="module")
def examined(files, own_store):
    """Return a function that examines handed files, by the beginnings of their names."""

    def run(*names, chosen=None):
        paths = [path for name in names for path in files.glob(f"{name}[_.]*")]
        return list(
            desk.examine(desk.received([(Path(path).name, path.read_bytes()) for path in paths]), chosen=chosen)
        )

    return run


def said(one):
    return [finding.sentence_ja for finding in one.reading.findings]


def row_of(one, label):
    """Return the accepted row of a target by the beginning of its label, {} where it is held."""
    return next((row for row in one.reading.rows if row["label_ja"].startswith(label)), {})


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("C04a", RATE, {"value": 25}), ("C04b", RATE, {"value": 25}), ("C04f", RATE, {"value": 0.8}),
        ("C04e", RATE, {"value": 25}), ("C04c", RATE, {"numerator": 12, "denominator": 30, "value": None}),
        ("C05_format_id_57", CASES, {"period_end": "2020-03-31"}), ("C05_format_id_58", CASES, {"period_end": "2020-03-31"}),
        ("C05_format_id_30", CASES, {"period_end": "2020-03-31"}), ("C25a", CASES, {"comment_ja": "一行目\n二行目"}),
        ("C26_09", CASES, {"value": 0, "result_state": "zero"}), ("C27a", CASES, {"value": 12}),
        ("C27b", CASES, {"period_end": "2020-03-31"}), ("C27d", CASES, {"result_state": "reported", "value": 12}),
        ("C16a", CASES, {"value": 12}), ("C17a", CASES, {"value": 12}), ("C39b", CASES, {"value": 12}),
    ],
)  # fmt: skip
def test_a_form_is_read_as_it_is_meant(examined, name, label, expected):
    (one,) = examined(name)
    found = row_of(one, label)
    assert {field: found.get(field) for field in expected} == expected, said(one)


@pytest.mark.parametrize(
    ("name", "place", "happened"),
    [
        ("C03a", "実績報告!I9", "「10⏎20」には数が二つあります（10 と 20）。"),
        ("C03c", "実績報告!I9", "「12　8」には数が二つあります（12 と 8）。"),
        ("C03h", "圏域と人口!D7", "「50⏎300」には数が二つあります（50 と 300）。"),
        ("C26_00", "実績報告!I9", "「一」は、数の1か「該当なし」の線かわかりません。"),
    ],
)
def test_a_cell_that_says_two_things_holds_its_row(examined, name, place, happened):
    (one,) = examined(name)
    assert [f"{place}: {happened}" for finding in said(one) if f"{place}: {happened}" in finding]
    assert (row_of(one, CASES), one.reading.areas) == ({}, ())


@pytest.mark.parametrize("name", ["C05_format_id_57", "C05_format_id_58", "C05_format_id_30"])
def test_a_days_number_is_told(examined, name):
    (one,) = examined(name)
    assert any("「43921」は、Excel の日付の通し番号として 2020/03/31 と読み取りました。" in text for text in said(one))


# Forms that do not say whose they are


def test_a_form_without_its_hidden_sheet_names_the_inspection(examined):
    (one,) = examined("C19a")
    assert (one.reading.is_nameless, one.to_accept) == (True, False)
    assert "ドキュメント検査" in said(one)[0]


def test_a_person_says_whose_form_it_is(examined):
    (sha,) = [one.reading.file_sha256 for one in examined("C19a")]
    (one,) = examined("C19a", chosen={sha: ("072036", 2019, "full_year")})
    assert row_of(one, CASES)["value"] == 12
    assert (
        "［お知らせ］ファイル全体: 受付で選ばれたとおり、福島県郡山市の 2019年度 年度報告として読みました。"
        in said(one)[0]
    )


@pytest.mark.parametrize(
    "key", [("072044", 2019, "full_year"), ("072036", 2018, "full_year"), ("072036", 2019, "mid_year")]
)
def test_a_choice_against_the_title_of_the_sheet_is_refused(examined, key):
    (sha,) = [one.reading.file_sha256 for one in examined("C19a")]
    (one,) = examined("C19a", chosen={sha: key})
    assert said(one)[0].startswith("［要修正］ファイル全体: シートの題名は「実績報告　福島県郡山市")
    assert not one.to_accept


def test_the_title_proposes_whose_form_it_is(examined):
    (one,) = examined("C19a")
    assert one.proposed == ("072036", 2019, "full_year")
    assert named_in("実績報告　架空県架空市　令和元年度（2019年度）　年度報告", answers.municipalities()) is None


# Archives and folders


@pytest.fixture
def run(own_store, tmp_path, monkeypatch, capsys):
    """Return a function that imports files or folders by the command and returns exit code and output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")

    def command(*words):
        return main(["import", "reports", *map(str, words)]), capsys.readouterr().out

    yield command
    close_all()


def test_a_folder_is_walked_and_what_cannot_be_read_is_named(files, run, tmp_path):
    with zipfile.ZipFile(files / "C06_folder_to_unpack.zip") as archive:
        archive.extractall(tmp_path / "届いた")
    code, out = run(tmp_path / "届いた", "--preview")
    assert code == 1
    assert "A町.xls: 様式として読めません" in out
    assert "古い形式のExcelファイル（xls）です。" in out
    assert "OpenDocument形式（ods）のファイルです。" in out
    for name in ("B町.xlsm: 福島県郡山市", "D市.xlsx: 福島県郡山市", "釧路市／012068_北海道釧路市.xlsx: 北海道釧路市"):
        assert name in out


def test_what_lies_beside_forms_in_a_mail_is_named_and_not_refused(files, run):
    _, out = run(files / "C24_mail.zip", "--preview")
    assert "C24_mail.zip／様式.xlsx: 福島県郡山市 2019年度 年度報告" in out
    assert "C24_mail.zip／釧路市.zip／012068.xlsx: 北海道釧路市 2019年度 年度報告" in out
    assert "Word文書（docx）です。" in out
    assert "画像ファイル（JPEG）です。" in out
    assert "受け付けられない様式 0件" in out
    assert "様式ではないファイル 2件は読んでいません。" in out
    assert "Thumbs.db" not in out
    assert "desktop.ini" not in out


def test_the_command_takes_town_and_year_of_a_nameless_form(files, run):
    path = files / "C19a_no_machine_sheet.xlsx"
    code, out = run(path, "--preview")
    assert code == 1
    assert "--area 団体コード --year 年度" in out
    _, out = run(path, "--preview", "--area", "072036", "--year", "2019")
    assert "C19a_no_machine_sheet.xlsx: 福島県郡山市 2019年度 年度報告" in out
    assert run(path, "--area", "072036")[0] == 2


def test_the_forms_of_zips_in_a_zip_are_read(examined):
    found = [(one.reading.file_name, one.reading.area_code) for one in examined("C24b")]
    assert found == [(f"C24b_zip_of_zips.zip／{town}.zip／012068.xlsx", "012068") for town in ("釧路市", "郡山市")]


def test_a_name_of_another_system_is_shown_composed(examined):
    (one,) = examined("C29")
    assert one.reading.file_name == "C29_mac.zip／072036_福島県郡山市_ガイド.xlsx"


# What goes back


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_shapes_pictures_and_formulas_of_others_go_back_as_they_came(examined):
    (one,) = examined("C30")
    sent, returned = parts(one.sent.data), parts(one.returned_file())
    changed = {name for name, content in sent.items() if returned.get(name) != content}
    own = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"}
    assert changed == own | {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    book = openpyxl.load_workbook(io.BytesIO(one.returned_file()))
    assert (book.sheetnames[0], book.active.title, book["うちの集計"]["A3"].value) == ("指摘", "指摘", "=SUM(A1:A2)")


@pytest.mark.parametrize("name", ["C10b", "C16a", "C17a", "C19a"])
def test_a_strange_file_goes_back_with_its_list(examined, name):
    (one,) = examined(name)
    returned = parts(one.returned_file())
    findings = [text for part, text in returned.items() if part.startswith("xl/worksheets/sheet")]
    assert any(one.reading.findings[0].message_ja[:20].encode() in text for text in findings)
