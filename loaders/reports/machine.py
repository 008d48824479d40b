"""Which form a workbook is: its hidden machine sheet, read and checked against its seal."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.workbook import Workbook

from loaders.reports.contents import REPORT_KINDS
from loaders.reports.findings import ReportError
from loaders.reports.layout import LAYOUT_VERSION, MACHINE_SHEET, seal
from loaders.reports.workbook import rows_of

_FRESH = "新しい様式を受け取り、記入し直してください。"


@dataclass(frozen=True)
class FormKey:
    """The identity of a form."""

    form_id: str
    area_code: str
    fiscal_year: int
    report_kind: str
    dataset_version: str
    base_revision: int


def read_key(book: Workbook) -> FormKey:
    """Return which form a workbook is.

    Raises:
        ReportError: It is no form, an altered one, or one of another layout.
    """
    if MACHINE_SHEET not in book.sheetnames:
        raise ReportError(
            "配布した様式ではありません（識別用のシートがありません）。",
            "どの団体・年度の報告かがわかりません。",
            "配布した様式に記入してください。シートを別のファイルへ写すと、識別用のシートが失われます。",
            "report.not_a_form",
        )
    pairs = {row[0].text: row[1].text for row in rows_of(book[MACHINE_SHEET]) if len(row) > 1 and row[0].text}
    if pairs.get("layout_version", str(LAYOUT_VERSION)) != str(LAYOUT_VERSION):
        raise ReportError(
            f"様式の版が違います（提出された様式は第{pairs['layout_version']}版、今の様式は第{LAYOUT_VERSION}版）。",
            "欄の意味が変わっていることがあります。",
            _FRESH,
            "report.layout_version",
        )
    sealed = pairs.pop("sha256", "")
    try:
        if seal(pairs) != sealed or pairs["report_kind"] not in REPORT_KINDS:
            raise KeyError
        return FormKey(
            pairs["form_id"],
            pairs["area_code"],
            int(pairs["fiscal_year"]),
            pairs["report_kind"],
            pairs["dataset_version"],
            int(pairs["base_revision"]),
        )
    except (KeyError, ValueError) as error:
        raise ReportError(
            "識別用のシートが書き換えられています。",
            "どの団体・年度の報告かを確かめられません。",
            _FRESH,
            "report.altered_key",
        ) from error
