"""Named checks of a row: registered with their severity, run in the order in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry
from loaders.reports.findings import ReportError, Severity

Found = Iterator[tuple[str, ReportError]]
RowCheck = Callable[[Entry, FormTarget, FormContent], Found]


@dataclass(frozen=True)
class RowRule:
    """A named check of one row with its severity."""

    rule_id: str
    severity: Severity
    check: RowCheck


ROW_RULES: list[RowRule] = []


def row_rule(rule_id: str, severity: Severity) -> Callable[[RowCheck], RowCheck]:
    """Register a check under its name."""

    def register(check: RowCheck) -> RowCheck:
        ROW_RULES.append(RowRule(rule_id, severity, check))
        return check

    return register


def check_row(entry: Entry, target: FormTarget, content: FormContent) -> None:
    """Run all checks of a row; what they find is added to it."""
    for rule in ROW_RULES:
        for column, problem in rule.check(entry, target, content):
            entry.note(replace(problem, rule_id=rule.rule_id, severity=rule.severity), column)
