"""LibreOffice opens, computes and saves the form without losing anything."""

import io
import subprocess
from pathlib import Path

import openpyxl
import pytest

from loaders.office_files import SentFile
from loaders.reports.annotate import annotated
from loaders.reports.form_reading import read_report

pytestmark = pytest.mark.slow


@pytest.fixture
def libreoffice(libreoffice_path, tmp_path):
    """Return a function that opens a file with LibreOffice and saves it in a format."""

    def run(data, form="xlsx"):
        given, out = tmp_path / "form.xlsx", tmp_path / "out"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [libreoffice_path, "--headless", profile, "--convert-to", form, "--outdir", str(out), str(given)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(out) / f"form.{form}").read_bytes()

    return run


def test_a_form_filled_in_and_saved_by_libreoffice_is_read_the_same(libreoffice, fill, content):
    data = fill(
        {("T-members", "value"): "３５", ("T-rate", "value"): 50, ("T-rate", "numerator"): 19,
         ("T-rate", "denominator"): 38, ("T-cases", "result_state"): "0", ("T-cases", "period_end"): "令和2年3月31日",
         ("T-spirit", "grade"): "3（概ね達成した）", ("T-spirit", "comment_ja"): "理由", ("ア", "population"): 10_000,
         ("ア", "as_of_date"): "2020/3/31"}
    )  # fmt: skip
    first = read_report(SentFile("前.xlsx", data), lambda *key: content)
    second = read_report(SentFile("後.xlsx", libreoffice(data)), lambda *key: content)
    assert (second.rows, second.areas, second.findings) == (first.rows, first.areas, first.findings)


def test_lists_and_protection_survive_libreoffice(libreoffice, form):
    sheet = openpyxl.load_workbook(io.BytesIO(libreoffice(form)))["実績報告"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert {rule.formula1.strip('"') for rule in lists} >= {"実績あり,0,測定不能,取下げ"}
    assert sheet.protection.sheet
    assert (sheet["A7"].protection.locked, sheet["I7"].protection.locked) == (True, False)
    assert sheet.column_dimensions["A"].hidden


def test_libreoffice_prints_the_form(libreoffice, form):
    assert libreoffice(form, "pdf").startswith(b"%PDF")


def test_a_returned_form_opens_in_libreoffice_with_its_notes(libreoffice, fill, content):
    sent = SentFile("報告.xlsx", fill({("T-members", "value"): "25件", ("ア", "population"): "10⏎20"}))
    returned = annotated(sent, read_report(sent, lambda *key: content).findings)
    book = openpyxl.load_workbook(io.BytesIO(libreoffice(returned)))
    assert book.sheetnames[0] == "指摘"
    assert book["実績報告"]["I8"].comment.text.startswith("［要修正］単位「件」が")
    assert book["圏域と人口"]["E7"].comment is not None
