"""Tables and files of the upload."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

from components.views.report_uploads import findings_table, zip_of_returned


def finding(severity, row=None, cell="", sheet=""):
    return SimpleNamespace(
        severity=severity, row=row, cell=cell, sheet=sheet, happened_ja="何", reason_ja="なぜ", remedy_ja="直す"
    )


def test_the_worst_findings_stand_first_with_their_place():
    table = findings_table(
        [finding("info", 9, "", "実績報告"), finding("warning"), finding("error", 8, "I8", "実績報告")]
    )
    assert table["種類"].tolist() == ["✕ 要修正", "▲ 要説明", "ⓘ お知らせ"]
    assert table["セル"].tolist() == ["実績報告!I8", "ファイル全体", "実績報告!9行目"]


def test_two_returned_files_of_one_name_are_both_in_the_zip_and_broken_ones_are_left_out():
    def returned(name, data):
        return SimpleNamespace(reading=SimpleNamespace(file_name=name), returned_file=lambda: data)

    data = zip_of_returned([returned("a.zip／甲.xlsx", b"1"), returned("b.zip／甲.xlsx", b"2"), returned("x", None)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["甲.xlsx", "甲_2.xlsx"]
