"""Open what was sent as a form: within the limits of a form, and every other thing named in the words of the forms."""

import io
from collections.abc import Sequence
from pathlib import PurePath

from loaders.office_files import MAX_FORM_BYTES, SentFile, readable_workbook
from loaders.office_limits import Limits, OfficeFileError
from loaders.reports.csv_form import CsvForm
from loaders.reports.entries import SheetRows, sheet_rows
from loaders.reports.findings import ReportError, problem
from loaders.reports.layout import FormColumn
from loaders.reports.package import Package, SheetPart
from loaders.text.normalise import folded

_MOST = 50_000  # Of the cells of a form; the largest has a tenth
LIMITS = Limits(
    bytes=MAX_FORM_BYTES, unpacked=100_000_000, xml=30_000_000, elements=400_000,
    counts={"c": _MOST, "row": _MOST, "si": _MOST, "mergeCell": _MOST, "hyperlink": _MOST},
)  # fmt: skip
# The rules of files that cannot be opened.
NOT_OPENED = {"report.file_type", "report.no_form", "report.password", "report.broken_file", "report.unreadable"}
_SAID = {"broken": "report.broken_file", "password": "report.password", "pdf": "report.no_form/pdf"}
Form = Package | CsvForm


def form_in(sent: SentFile) -> Form:
    """Return the sheets of a form, Excel or CSV; ReportError where the file is neither that can be read."""
    try:
        return package_of(sent)
    except ReportError as error:
        if error.rule_id != "report.file_type" or not sent.name.lower().endswith((".csv", ".tsv", ".txt")):
            raise
        return CsvForm(sent.data)


def package_of(sent: SentFile) -> Package:
    """Return the parts of a file; ReportError where it is no Excel workbook that can be read."""
    try:
        with readable_workbook(file := io.BytesIO(sent.data), LIMITS):
            return Package(file)
    except OfficeFileError as error:
        raise _problem_of(error, sent.name) from error


def _problem_of(error: OfficeFileError, name: str) -> ReportError:
    """Return in words of the forms what is wrong with a file."""
    if error.fault in _SAID:
        return problem(_SAID[error.fault])
    if error.fault == "no_form":
        return problem("report.no_form", detail=error.detail_ja)
    if error.fault == "zip":
        return problem("report.file_type/packed", detail="様式の入っていない zip か、三重の zip")
    fault: str = error.fault
    ending = PurePath(name).suffix.lower()
    if fault == "other" and ending in (".csv", ".tsv"):
        fault = "csv"
    elif fault == "other" and ending not in (".xlsx", ".xlsm", ".xls", ".ods", ""):
        return problem("report.no_form", detail=f"表計算ではないファイル（{ending[1:12]}）")
    return problem(f"report.file_type/{fault}", megabytes=error.megabytes, detail=error.detail_ja)


def rows_of(package: Form, name: str, columns: Sequence[FormColumn]) -> SheetRows:
    """Return the rows of a sheet of the form.

    Raises:
        ReportError: The sheet, or a heading, is missing or stands twice.
    """
    return sheet_rows(name, package.rows(sheet_of(package, name, columns)), columns)


def sheet_of(package: Form, name: str, columns: Sequence[FormColumn]) -> SheetPart:
    """Return a sheet by its name, or by its headings under another one; ReportError where none or several fit."""
    found = [one for one in package.sheets if folded(one.name) == folded(name)]
    if not found:
        wanted = {folded(column.heading) for column in columns}
        found = [
            sheet
            for sheet in package.sheets
            if any(wanted <= {folded(cell.text) for cell in cells} for _, cells in package.rows(sheet))
        ]
    if len(found) != 1:
        raise problem("report.columns/sheet", sheet=name)
    return found[0]
