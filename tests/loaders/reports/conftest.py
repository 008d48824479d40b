"""The form of one town with a target of every kind, filled in as an officer would and read again."""

import io
from dataclasses import replace

import openpyxl
import pytest

from loaders.office_files import SentFile
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.form_reading import read_report
from loaders.reports.form_writing import make_form
from loaders.reports.layout import AREA_COLUMNS, AREA_SHEET, COLUMNS, HEADER_ROW, REPORT_SHEET

SALONS = FormTarget(
    "T-salons", "community", "サロンの数", "numeric", "か所", "", "ge", 5, None, "salons", "stock",
    last_value=4, last_unit="か所", last_when_ja="2018年度",
)  # fmt: skip
MEMBERS = FormTarget(
    "T-members", "community", "講座の延べ参加者", "numeric", "名", "total", "ge", 30, None, "participants", "flow",
    0, 1000, last_value=25, last_unit="名", last_when_ja="2018年度",
)  # fmt: skip
CASES = FormTarget(
    "T-cases", "consultation", "相談件数", "numeric", "件", "year", "eq", 40, None, "consultations", "flow"
)
CLOSED = FormTarget("T-closed", "consultation", "解決した件数", "numeric", "件", "year", "eq", 10, None, "resolved_cases",
                    "flow")  # fmt: skip
RATE = FormTarget(
    "T-rate", "multi_agency", "終結率", "numeric", "%", "", "ge", 70, None, "closure_rate", "rate", 0, 100
)
ALL = FormTarget("T-all", "consultation", "全行政区の見守り", "all_units", "行政区")
GROWTH = FormTarget("T-growth", "community", "参加者の増加", "increase", "%", "", "increase_by", 10)
BODY = FormTarget("T-body", "multi_agency", "=1+1 会議体の設置", "institution")
SPIRIT = FormTarget("T-spirit", "community", "支え合いの意識", "qualitative")
TARGETS = (SALONS, MEMBERS, CASES, CLOSED, RATE, ALL, GROWTH, BODY, SPIRIT)
FIRST_ROW = HEADER_ROW + 1


@pytest.fixture(scope="session")
def content():
    """What the form of 見本町 holds."""
    return FormContent("990019", "見本県", "見本町", 2019, "full_year", "0123456789ab", TARGETS, 10_000)


@pytest.fixture(scope="session")
def form(content):
    """The form as it is handed out, made once."""
    return make_form(content)


def address_of(target_id, field):
    """Return the cell of a field; target_id ア or イ means the sheet of service areas."""
    sheet, columns = (AREA_SHEET, AREA_COLUMNS) if target_id in "アイ" else (REPORT_SHEET, COLUMNS)
    names = [column.name for column in columns]
    ids = ["ア", "イ"] if sheet == AREA_SHEET else [target.target_id for target in TARGETS]
    return sheet, FIRST_ROW + ids.index(target_id), names.index(field) + 1


def book_of(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def bytes_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def at():
    """Return the address of a field's cell, such as 実績報告!I7."""
    return lambda target_id, field: "{}!{}{}".format(
        *(lambda s, r, c: (s, openpyxl.utils.get_column_letter(c), r))(*address_of(target_id, field))
    )


@pytest.fixture
def fill(form):
    """Return a function that fills cells in: {("T-salons", "value"): 5} → the file."""

    def run(answers, change=None):
        book = book_of(form)
        for (target_id, field), value in answers.items():
            sheet, row, column = address_of(target_id, field)
            book[sheet].cell(row, column).value = value
        if change:
            change(book)
        return bytes_of(book)

    return run


@pytest.fixture
def read(fill, content):
    """Return a function that fills cells in and reads the file again."""

    def run(answers, change=None, **known):
        sent = SentFile("報告.xlsx", fill(answers, change))
        return read_report(sent, lambda *key: replace(content, **known))

    return run


@pytest.fixture
def row(read):
    """Return a function that reports one target and returns its accepted row."""

    def run(target_id, **values):
        reading = read({(target_id, field): value for field, value in values.items()})
        return next(row for row in reading.rows if row["target_id"] == target_id)

    return run


@pytest.fixture
def sentences(read):
    """Return a function that fills cells in and returns every finding as it is shown."""
    return lambda answers, change=None, **known: [
        finding.sentence_ja for finding in read(answers, change, **known).findings
    ]
