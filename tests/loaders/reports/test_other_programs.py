"""Forms that another program saved: what it leaves out, renames or writes in its own way changes nothing."""

import io
import re
import zipfile

import pytest

from loaders.office_files import SentFile
from loaders.reports.annotate import annotated
from loaders.reports.form_reading import read_report
from loaders.reports.number_formats import Look

ANSWERS = {("T-cases", "value"): 5, ("T-salons", "value"): 5, ("T-cases", "period_end"): "2020-03-31"}
REPORT = "xl/worksheets/sheet1.xml"


@pytest.fixture
def resaved(fill, content):
    """Return a function that changes parts of a filled form and reads it: {name: function of its text}."""

    def run(changes, removed=(), renamed=None, answers=ANSWERS):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(fill(answers))) as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                text = old.read(name).decode("utf-8")
                for pattern, change in changes.items():
                    if re.fullmatch(pattern, name):
                        text, before = change(text), text
                        assert text != before
                if name not in removed:
                    new.writestr((renamed or (lambda name: name))(name), text)
        sent = SentFile("報告.xlsx", buffer.getvalue())
        reading = read_report(sent, lambda *key: content)
        assert annotated(sent, reading.findings)
        return reading

    return run


def without(pattern):
    return lambda text: re.sub(pattern, "", text, flags=re.DOTALL)


def inlined(text):
    """Return a sheet with its numbers as texts in the cells, as some libraries write all values."""
    return re.sub(r'(<c r="I9"[^>]*?)(?: t="n")?><v>5</v></c>', r'\1 t="inlineStr"><is><t>5</t></is></c>', text)


@pytest.mark.parametrize(
    ("changes", "removed"),
    [
        ({REPORT: without(r'(?<=<c) r="[A-Z]+\d+"')}, ()),
        ({REPORT: without(r'(?<=<row) r="\d+"')}, ()),
        ({REPORT: without(r"<dimension[^>]*/>")}, ()),
        ({REPORT: lambda text: text.replace("<dimension ref=", "<dimension ref=\"A1\" x=")}, ()),
        ({REPORT: inlined}, ()),
        ({"xl/styles.xml": without(r"<fill>.*?</fill>")}, ()),
        ({"xl/styles.xml": lambda text: text.replace("<fill>", "<fill/><fill>", 1)}, ()),
        ({"xl/styles.xml": without(r"<cellStyles.*?</cellStyles>")}, ()),
        ({r"xl/_rels/workbook\.xml\.rels": without(r'<Relationship[^>]*styles[^>]*/>')}, ("xl/styles.xml",)),
        ({}, ("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml", "xl/theme/theme1.xml")),
        ({"xl/workbook.xml": without(r"<bookViews.*?</bookViews>|<definedNames.*?</definedNames>")}, ()),
        ({"xl/workbook.xml": lambda text: re.sub(r'^(.*?xmlns=)"[^"]*"', r'\1""', text, count=1, flags=re.DOTALL)}, ()),
        ({r"xl/_rels/workbook\.xml\.rels": lambda text: text.replace('Target="/xl/', 'Target="')}, ()),
        ({"xl/sharedStrings.xml": lambda text: re.sub(r"<t[^>]*>実績値</t>",
          "<r><t>実績</t></r><r><t>値</t></r><rPh><t>ジッセキチ</t></rPh>", text)}, ()),
    ],
)  # fmt: skip
def test_a_form_saved_by_another_program_is_read_the_same(resaved, changes, removed):
    plain, other = resaved({}), resaved(changes, removed)
    dates = [one for one in other.findings if one.rule_id != "report.serial_date"]
    assert (other.rows, dates) == (plain.rows, [])


@pytest.mark.parametrize(("written", "other"), [("sharedStrings", "SharedStrings"), ("xl/", "xl\\"), ("xl/", "XL/")])
def test_parts_with_other_capitals_and_strokes_are_found(resaved, written, other):
    assert resaved({}, renamed=lambda name: name.replace(written, other)).rows == resaved({}).rows


def test_days_counted_from_1904_are_moved(resaved):
    changes = {
        "xl/workbook.xml": lambda text: text.replace("<workbookPr", '<workbookPr date1904="1"'),
        REPORT: lambda text: re.sub(r'(<c r="M9" s="\d+")[^>]*>.*?</c>', r"\1><v>42459</v></c>", text),
    }
    (row,) = [row for row in resaved(changes).rows if row["target_id"] == "T-cases"]
    assert row["period_end"] == "2020-03-31"


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ('0.0"%"', False), (r"0\%", False), ("0_%", False), ("0*%", False), ("0!%", False), ('[Red]0"件%"', False), ("0%", True),
        ("0.0%;-0.0%", True), ("[<=1]0%;0", False), ("[>=1]0%;0", True), ("0;(0%)", False), ("#,##0", False), ("0 ％", False),
        ("General", False), ('0"a;b%"', False), ('"%"0%', True),
    ],
)  # fmt: skip
def test_a_percentage_is_told_by_the_code_of_the_format(code, is_percent):
    assert Look(199, code).is_percent(25) is is_percent


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy/mm/dd", True), ('[$-411]ggge"年"m"月"d"日"', True), ("[$-411]ge.m.d;@", True), ('m"月"d"日"', True), ("aaa", True),
        ("yyyy", True), ("h:mm", False), ("mm:ss", False), ("[h]:mm", False), ("General", False), ("G/標準", False),
        ("0.00E+00", False), ('0"年度"', False), (r"0\d", False), ("[Red]0", False), ("@", False),
    ],
)  # fmt: skip
def test_a_date_is_told_by_the_code_of_the_format(code, is_date):
    assert Look(199, code).is_date is is_date


def test_targets_are_told_apart_by_their_words_where_the_hidden_column_is_lost(read):
    plain = read(ANSWERS)
    inspected = read(ANSWERS, lambda book: book["実績報告"].delete_cols(1))
    assert inspected.rows == plain.rows
    assert [one.happened_ja for one in inspected.findings] == [
        "「目標番号」の列（非表示）がないため、柱・目標・目標値・単位から目標を見分けました。"
    ]


@pytest.mark.parametrize(
    ("code", "is_scaled"),
    [
        ('0"万"', True),
        ("#,##0,", True),
        ('#,##0,"千人"', True),
        ("0.0,,", True),
        ('0.0"割"', True),
        ('0"0"', True),
        ("#,##0", False),
        ('#,##0"人"', False),
        ("0.0", False),
    ],
)
def test_a_format_that_shows_another_size_is_told_by_its_code(code, is_scaled):
    assert Look(199, code).is_scaled is is_scaled


@pytest.mark.parametrize(
    ("code", "unit"),
    [('0"人"', "人"), ("#,##0\\件", "件"), ('0.0"%"', ""), ('0"人";-0"件"', "人"), ('0"（約）"', ""), ("", "")],
)
def test_a_counter_that_only_shows_is_told_by_the_code(code, unit):
    assert Look(199, code).counter(12.0) == unit
