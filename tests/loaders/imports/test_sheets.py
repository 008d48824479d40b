"""Files that are no published table: each is named with a remedy, in bounded memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from loaders.errors import UnreadableFileError
from loaders.imports import sheets
from loaders.imports.sheets import read_sheets
from tests.loaders.imports.census_table import xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTES = 1_000_000


@pytest.fixture
def refusal(tmp_path):
    """Return the message with which a file of this content is refused."""

    def refused(content, name="表.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UnreadableFileError) as error:
            read_sheets(path, name)
        return str(error.value)

    return refused


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def peak_while(action):
    """Return the most memory that was in use while something ran, in megabytes."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1] / MEGABYTES
    finally:
        tracemalloc.stop()


def test_a_protected_workbook_asks_for_its_password_to_be_removed(refusal):
    assert refusal(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")) == (
        "表.xlsx: パスワードで保護されている。本来はe-Stat が公開する統計表（xlsx か CSV）。"
        "対処: パスワードを外して保存し、もう一度選んでください"
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (OLE + b"\0" * 600, "古い形式のExcelファイル（xls）である"),
        (b"%PDF-1.7 ...", "PDFである"),
        (b"", "ファイルが空である"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument形式（ods）である"),
        (zipped(**{"readme.txt": "x"}), "Excelファイルではない zip である"),
        (xlsx()[:2000], "ファイルが壊れていて開けない"),
        (zipped(**{"[Content_Types].xml": "<Types/>"}), "ファイルが壊れていて開けない"),
        (b"\x00\x01\x02\x03 picture", "テキストではない（バイナリの内容がある）"),
        ('札幌市,"5000\n函館市,1000\n'.encode(), "CSVとして読めない（引用符が閉じていないなど）"),
    ],
)
def test_every_other_kind_of_file_is_named(refusal, content, found):
    assert found in refusal(content)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFileError, match="ファイルがない"):
        read_sheets(tmp_path / "nowhere.xlsx", "nowhere.xlsx")


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(300 * MEGABYTES)
    errors = []

    def read():
        with pytest.raises(UnreadableFileError) as error:
            read_sheets(path, path.name)
        errors.append(str(error.value))

    assert peak_while(read) < 1
    assert "ファイルが大きすぎる（300 MB、上限 50 MB）" in errors[0]


def test_a_zip_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path):
    path, block = tmp_path / "bomb.xlsx", b"0" * MEGABYTES
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(300):
                member.write(block)
    assert path.stat().st_size < MEGABYTES

    def read():
        with pytest.raises(UnreadableFileError, match=r"展開すると大きすぎる（300 MB、上限 150 MB）"):
            read_sheets(path, path.name)

    assert peak_while(read) < 1


def test_a_zip_that_lies_about_its_size_ends_where_it_said(tmp_path):
    """The sizes that a zip states are checked: what is longer than stated is cut off and its checksum fails."""
    path, honest = tmp_path / "liar.xlsx", xlsx()
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(honest.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")))
    with pytest.raises(UnreadableFileError, match="ファイルが壊れていて開けない"):
        read_sheets(path, path.name)


def test_a_sheet_without_end_is_refused(refusal, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 10)
    book = Workbook()
    for _ in range(11):
        book.active.append(["x"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert "シート「Sheet」の行か列が多すぎる（上限 10行・300列）" in refusal(buffer.getvalue())


def test_a_lone_cell_far_away_does_not_fill_the_memory(refusal):
    book = Workbook()
    book.active["XFD1"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    assert "行か列が多すぎる" in refusal(buffer.getvalue())


def rewritten(member, old, new):
    """Return the small workbook with bytes of one of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            assert info.filename != member or old in content
            target.writestr(info.filename, content.replace(old, new) if info.filename == member else content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("xl/styles.xml", b"</fills>", b"<fill/></fills>"),
        ("xl/styles.xml", b"<cellXfs", b"<broken"),
        ("docProps/core.xml", b"T", b"no day"),
        ("xl/worksheets/sheet1.xml", b'<dimension ref="A1:S18"', b'<dimension ref="A1"'),
        ("xl/worksheets/sheet1.xml", b'<dimension ref="A1:S18"', b'<dimension ref="A1:XFD1048576"'),
    ],
)
def test_what_does_not_touch_the_values_does_not_matter(tmp_path, member, old, new):
    (tmp_path / "good.xlsx").write_bytes(xlsx())
    (tmp_path / "bad.xlsx").write_bytes(rewritten(member, old, new))
    good, bad = (read_sheets(tmp_path / name, "表.xlsx") for name in ("good.xlsx", "bad.xlsx"))
    assert bad == good


def test_a_number_of_5000_digits_in_a_workbook_is_refused_with_its_row(refusal):
    content = rewritten("xl/worksheets/sheet1.xml", b"<v>9000</v>", b"<v>" + b"9" * 5_000 + b"</v>")
    assert "シート「第１面事項_2020年」の9行目に、けたが多すぎるなど、数として読めない値がある" in refusal(content)
