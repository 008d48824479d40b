"""Open what was sent as a form: within the limits of a form, and every other thing named in the words of the forms."""

from __future__ import annotations

import io
from pathlib import PurePath

from loaders.office_files import MAX_FORM_BYTES, SentFile, readable_workbook
from loaders.office_limits import Limits, OfficeFileError
from loaders.reports.findings import ReportError, problem
from loaders.reports.package import Package

_MOST = 50_000  # Of the cells of a form; the largest has a tenth
LIMITS = Limits(
    bytes=MAX_FORM_BYTES, unpacked=100_000_000, xml=30_000_000, elements=400_000,
    counts={"c": _MOST, "row": _MOST, "si": _MOST, "mergeCell": _MOST, "hyperlink": _MOST},
)  # fmt: skip
# The rules of files that cannot be opened.
NOT_OPENED = {"report.file_type", "report.no_form", "report.password", "report.broken_file", "report.unreadable"}


def package_of(sent: SentFile) -> Package:
    """Return the parts of a file.

    Raises:
        ReportError: The file is no Excel workbook that can be read.
    """
    try:
        with readable_workbook(file := io.BytesIO(sent.data), LIMITS):
            return Package(file)
    except OfficeFileError as error:
        raise _problem_of(error, sent.name) from error


def _problem_of(error: OfficeFileError, name: str) -> ReportError:
    """Return in words of the forms what is wrong with a file."""
    if error.fault == "broken":
        return problem("report.broken_file")
    if error.fault == "password":
        return problem("report.password")
    if error.fault == "pdf":
        return problem("report.no_form/pdf")
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
