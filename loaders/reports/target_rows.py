"""Read and check the rows of the report sheet, one per target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.reports.cells import Cell, short
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, filled, has_result, read_entry
from loaders.reports.findings import Finding, ReportError, finding_at, problem
from loaders.reports.layout import COLUMNS, INPUTS, REPORT_SHEET, columns_of, is_counted, prefilled_cells
from loaders.reports.row_rules import check_row, check_together
from loaders.text.normalise import folded

# What a result is measured against: altered cells there are named.
_COMPARED = tuple(column for column in COLUMNS if column.name in ("label_ja", "target", "unit"))


def read_targets(
    rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent
) -> tuple[list[Entry], list[Finding]]:
    """Return the checked rows of the targets, and what is missing; added, repeated and strange rows are named."""
    entries: list[Entry] = []
    targets = {target.target_id: target for target in content.targets}
    seen: dict[str, int] = {}
    for row, cells in rows:
        target_id = cells["target_id"].text
        if not target_id and not filled(cells, INPUTS):
            continue
        entry = Entry(REPORT_SHEET, row, cells, targets.get(target_id))
        entries.append(entry)
        if not target_id:
            entry.note(problem("report.added_row/target"), "label_ja")
        elif entry.target is None:
            entry.note(problem("report.unknown_target", written=short(target_id)), "target_id")
        elif target_id in seen:
            entry.note(problem("report.repeated_row", first=seen[target_id]), "label_ja")
        else:
            seen[target_id] = row
            _read_target(entry, entry.target, content)
    check_together(entries)
    for entry in entries:
        if entry.target is not None and seen.get(entry.target.target_id) == entry.row:
            _lost_value(entry, entry.target, content)
    missing = [target for target in content.targets if target.target_id not in seen]
    return entries, [finding_at(problem("report.missing_row", label=one.label_ja), REPORT_SHEET) for one in missing]


def _read_target(entry: Entry, target: FormTarget, content: FormContent) -> None:
    columns, expected = columns_of(target), prefilled_cells(target)
    read_entry(entry, columns)
    for column in filled(entry.cells, [column for column in INPUTS if column not in columns]):
        entry.note(problem("report.closed_cell"), column.name)
    for column in _COMPARED:
        written = entry.cells.get(column.name, Cell("")).text
        if folded(written) != folded(expected[column.name]):
            entry.note(_altered(column.name, column.heading, written, expected[column.name]), column.name)
    check_row(entry, target, content)


def _altered(name: str, heading: str, written: str, expected: str) -> ReportError:
    rule = "report.unit/altered" if name == "unit" else "report.altered_target"
    return problem(rule, heading=heading, written=short(written), expected=expected)


def _lost_value(entry: Entry, target: FormTarget, content: FormContent) -> None:
    """Name a result of the revision in force that this form would leave blank, or put aside with a row in error."""
    if target.target_id not in content.reported:
        return
    column = "value" if is_counted(target) else "comment_ja"
    if entry.is_held:
        entry.note(problem("report.lost_value/put_aside", revision=content.revision), column)
    elif not has_result(entry) and not entry.values.get("result_state"):
        entry.note(problem("report.lost_value/left_blank", revision=content.revision), column)
