"""Read and check the rows of the report sheet, one per target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.reports import doubts_in_rows, errors_in_rows
from loaders.reports.cells import Cell, short
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, filled, has_result, read_entry
from loaders.reports.findings import Finding, ReportError
from loaders.reports.layout import COLUMNS, INPUTS, REPORT_SHEET, fields_of, fixed_cells
from loaders.reports.rules import check_row
from loaders.text.normalise import folded

RULE_MODULES = (errors_in_rows, doubts_in_rows)  # importing them registers their checks


def read_targets(
    rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent
) -> tuple[list[Entry], list[Finding]]:
    """Return the checked rows of the targets, and what is missing; added, repeated and strange rows are named."""
    entries: list[Entry] = []
    targets = {target.target_id: target for target in content.targets}
    seen: dict[str, int] = {}
    for row, cells in rows:
        target_id = cells["target_id"].text
        if not target_id and not any(filled(cells, INPUTS)):
            continue
        entry = Entry(REPORT_SHEET, row, cells, targets.get(target_id))
        entries.append(entry)
        if entry.target is None:
            entry.note(_strange_row(target_id), "target_id" if target_id else "label_ja")
        elif target_id in seen:
            entry.note(_repeated(seen[target_id]), "label_ja")
        else:
            seen[target_id] = row
            _read_target(entry, entry.target, content)
    errors_in_rows.check_together(entries)
    for entry in entries:
        if entry.target is not None and seen.get(entry.target.target_id) == entry.row:
            _lost_value(entry, entry.target, content)
    return entries, [_missing(target) for target in content.targets if target.target_id not in seen]


def _read_target(entry: Entry, target: FormTarget, content: FormContent) -> None:
    fields = fields_of(target)
    read_entry(entry, fields, content)
    for name in filled(entry.cells, [name for name in INPUTS if name not in fields]):
        entry.note(
            ReportError(
                "この目標では記入しない欄に記入があります。",
                "何の値かがわかりません。",
                "記入を消し、黄色の欄に書いてください。",
                "report.closed_cell",
            ),
            name,
        )
    expected = fixed_cells(target)
    for name in ("label_ja", "target", "unit"):
        written = entry.cells.get(name, Cell("")).text
        if folded(written) != folded(expected[name]):
            entry.note(_altered(name, written, expected[name]), name)
    check_row(entry, target, content)


def _altered(name: str, written: str, expected: str) -> ReportError:
    heading = next(column.heading for column in COLUMNS if column.name == name)
    return ReportError(
        f"{heading}が「{short(written)}」ですが、登録されている{heading}は「{expected}」です。",
        "様式を配った後にデータが訂正されたか、様式が書き換えられています。",
        "単位を登録のものに戻し、その単位で書いてください。"
        if name == "unit"
        else f"登録の{heading}に対する実績でよければ、その旨をコメントに書いてください。{heading}の変更は担当課へ連絡してください。",
        "report.unit" if name == "unit" else "report.altered_target",
        "error" if name == "unit" else "warning",
    )


def _strange_row(target_id: str) -> ReportError:
    if not target_id:
        return ReportError(
            "様式にない行が加えられています。",
            "登録されていない目標の実績は受け付けられません。",
            "行を消してください。目標を加えるときは、連絡事項に書いて担当課へ知らせてください。",
            "report.added_row",
        )
    return ReportError(
        f"目標番号「{short(target_id)}」は、この団体・年度の目標にありません。",
        "別の様式から写した行か、配布の後に取り消された目標とみられます。",
        "この行を消すか、新しい様式を受け取って書き直してください。",
        "report.unknown_target",
    )


def _repeated(first: int) -> ReportError:
    return ReportError(
        f"同じ目標の行が{first}行目にもあります。",
        "どちらが正しいかわかりません。",
        "正しい方の行だけを残してください。",
        "report.repeated_row",
    )


def _missing(target: FormTarget) -> Finding:
    return Finding(
        "report.missing_row",
        "warning",
        f"目標「{target.label_ja}」の行がありません。",
        "その目標は「未報告」になります。",
        "実績があれば、新しい様式を受け取って書いてください。",
        REPORT_SHEET,
    )


def _lost_value(entry: Entry, target: FormTarget, content: FormContent) -> None:
    """Name a result of the revision in force that this form would leave blank, or put aside with a row in error."""
    before = content.reported.get(target.target_id)
    if before is None:
        return
    column = "value" if "value" in fields_of(target) else "comment_ja"
    if entry.is_held:
        entry.note(_put_aside(content.revision), column)
    elif not has_result(entry) and not entry.values.get("result_state"):
        entry.note(_left_blank(content.revision), column)


def _left_blank(revision: int) -> ReportError:
    return ReportError(
        f"第{revision}版で報告された実績が、空欄になっています。",
        "受け付けると「未報告」に戻ります。古い版の様式に記入した可能性があります。",
        "前の版の値も書いてください。取り消すときは、その理由をコメントに書いてください。",
        "report.lost_value",
        "warning",
    )


def _put_aside(revision: int) -> ReportError:
    return ReportError(
        f"第{revision}版で報告された実績は、この様式を受け付けると使われなくなります。",
        "この行は誤りのため保留され、直した様式を受け付けるまで「未報告」になります。",
        "この行の誤りを直してください。前の実績が正しいときは、その値を書いてください。",
        "report.lost_value",
        "warning",
    )
