"""The quality rules of the dataset, each a named check.

A check yields findings; an *error* quarantines its row: the value stays, is shown with its mark, and is used in no
figure until somebody decides. Checks see all tables at once and the notes of the parsers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.schema import TABLES
from loaders.document import ParsedDocument, Row

Tables = dict[str, list[Row]]
Notes = dict[str, list[Row]]


@dataclass
class Finding:
    """One thing found: the row, the column, what is odd, what it might be instead."""

    table: str
    row: Row
    column: str
    message_ja: str
    suggested_value: str = ""
    changes: Row = field(default_factory=dict)
    quarantine: bool = True


@dataclass(frozen=True)
class Rule:
    """A named check with its severity."""

    rule_id: str
    severity: str
    name_ja: str  # Its name for readers; it reaches the pages by `python -m loaders declare`
    check: Callable[[Tables, Notes], Iterator[Finding]]


RULES: list[Rule] = []


def rule(
    rule_id: str, severity: str, name_ja: str
) -> Callable[[Callable[[Tables, Notes], Iterator[Finding]]], Callable[..., Any]]:
    """Register a check under its id and its name for readers."""

    def register(check: Callable[[Tables, Notes], Iterator[Finding]]) -> Callable[..., Any]:
        RULES.append(Rule(rule_id, severity, name_ja, check))
        return check

    return register


def row_key(table: str, row: Row) -> str:
    """Return the key of a row as one text, its parts joined by |."""
    return "|".join(str(row.get(name, "")) for name in TABLES[table].key)


def load_checks() -> None:
    """Import every module of loaders/checks/, which registers its rules."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "checks")]):
        importlib.import_module(f"loaders.checks.{module.name}")


def run_checks(parsed: ParsedDocument) -> None:
    """Run all checks; add the `issues` table, quarantine rows with errors, set suggested values."""
    load_checks()
    issues: list[Row] = []
    taken: Counter[str] = Counter()
    for one in RULES:
        for finding in one.check(parsed.tables, parsed.notes):
            issues.append(_issue(one, finding, taken))
            finding.row.update(finding.changes)
            if one.severity == "error" and finding.quarantine and "fact_status" in finding.row:
                finding.row["fact_status"] = "quarantined"
    parsed.tables["issues"].extend(issues)


def _issue(one: Rule, finding: Finding, taken: Counter[str]) -> Row:
    """Return the row of `issues`; a second finding of a rule about the same value gets an id that ends in #2."""
    key = row_key(finding.table, finding.row)
    name = f"{one.rule_id}:{key}:{finding.column}" if finding.column else f"{one.rule_id}:{key}"
    taken[name] += 1
    return {
        "issue_id": name if taken[name] == 1 else f"{name}#{taken[name]}",
        "rule_id": one.rule_id,
        "severity": one.severity,
        "record_id": finding.row.get("record_id"),
        "table": finding.table,
        "row_key": key,
        "column": finding.column or None,
        "line_start": finding.row.get("line_start"),
        "message_ja": finding.message_ja,
        "suggested_value": finding.suggested_value or None,
        "status": "open",
    }
