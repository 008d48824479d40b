"""The quality rules of the dataset, each a named check, the corrections of known errors, and the names declared for pages.

A check yields findings; an *error* quarantines its row: the value stays, is shown with its mark, and is used in no
figure until somebody decides. Checks see all tables at once and the notes of the parsers.
"""

import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from data.schema import DECLARED_FILE, TABLES
from loaders.document import ParsedDocument, Row
from loaders.sources import source_modules

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


Check = Callable[[Tables, Notes], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A named check with its severity."""

    rule_id: str
    severity: str
    name_ja: str  # Its name for readers; it reaches the pages by `python -m loaders declare`
    check: Check


RULES: list[Rule] = []


def rule(rule_id: str, severity: str, name_ja: str) -> Callable[[Check], Check]:
    """Register a check under its id and its name for readers."""

    def register(check: Check) -> Check:
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
    issue_id = name if taken[name] == 1 else f"{name}#{taken[name]}"
    return {"issue_id": issue_id, "rule_id": one.rule_id, "severity": one.severity, "status": "open",
            "record_id": finding.row.get("record_id"), "line_start": finding.row.get("line_start"),
            "table": finding.table, "row_key": key, "column": finding.column or None,
            "message_ja": finding.message_ja, "suggested_value": finding.suggested_value or None}  # fmt: skip


SOURCES = Path(__file__).resolve().parent / "sources"


def read_corrections(source_id: str, folder: Path = SOURCES) -> list[dict[str, Any]]:
    """Return the corrections of a document type (an empty list where it has none).

    Each has `table`, `key`, `set` (column → value), `expect` (column → value that must stand there now) and `reason`.
    Without `set` the value stays as written, and what is odd about it becomes an open issue.
    """
    path = folder / f"{source_id}.corrections.yml"
    if not path.is_file():
        return []
    return list(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or [])


def apply_corrections(parsed: ParsedDocument, corrections: list[dict[str, Any]]) -> None:
    """Set corrected values, mark their rows as corrected and list each as a closed issue.

    A correction for a record that the documents at hand do not hold is passed over. One that does not find its row with
    the values that it expects changes nothing: the document was written anew, and the correction is an open issue.
    """
    records = {row["record_id"]: row for row in parsed.tables["records"]}
    for correction in corrections:
        table, key = correction["table"], correction["key"]
        if correction["record_id"] not in records:
            continue
        row = next((row for row in parsed.tables[table] if row_key(table, row) == key), None)
        misfit = _misfit(correction, row)
        if row is None or misfit:
            where, found = ("records", records[correction["record_id"]]) if row is None else (table, row)
            parsed.tables["issues"].append(_correction_issue(correction, where, found, misfit))
            continue
        if correction.get("set"):
            row.update(correction["set"])
            row["fact_status"] = "corrected"
        parsed.tables["issues"].append(_correction_issue(correction, table, row))


def _misfit(correction: dict[str, Any], row: Row | None) -> str:
    """Return what stands there instead of what a correction expects, "" where it fits."""
    table = TABLES[correction["table"]]
    if row is None:
        return f"訂正する「{table.label_ja}」が文書にない"
    return "、".join(
        f"「{table.column(name).label_ja}」が「{row.get(name) or ''}」で、「{value}」ではない"
        for name, value in correction["expect"].items()
        if (row.get(name) or "") != value
    )


def _correction_issue(correction: dict[str, Any], table: str, row: Row, misfit: str = "") -> Row:
    corrected = {} if misfit else correction.get("set") or {}
    column = next(iter(corrected or correction["expect"]))
    rule_id = "correction_unfit" if misfit else "correction" if corrected else "remark"
    message = f"訂正: {correction['reason']}" if corrected else correction["reason"]
    return {"issue_id": f"{rule_id}:{correction['key']}:{column}", "rule_id": rule_id,
            "severity": "warning" if misfit else "info", "status": "corrected" if corrected else "open",
            "record_id": row.get("record_id"), "line_start": row.get("line_start"),
            "table": table, "row_key": row_key(table, row), "column": None if misfit else column,
            "message_ja": f"登録済みの訂正を当てていない。{misfit}。訂正の理由: {message}" if misfit else message,
            "suggested_value": str(corrected[column]) if corrected else correction.get("suggested")}  # fmt: skip


def declared_names() -> dict[str, dict[str, str]]:
    """Return name by code of the document types, of the kinds of records and of the rules."""
    sources = [module.SOURCE for module in source_modules()]
    load_checks()
    return {
        "document_types": {source.source_id: source.name_ja for source in sources},
        "record_types": {source.record_type: source.record_ja for source in sources},
        "rules": {rule.rule_id: rule.name_ja for rule in sorted(RULES, key=lambda rule: rule.rule_id)},
    }


def write_declared(path: Path = DECLARED_FILE) -> bool:
    """Write the names; return whether the file was another before."""
    text = json.dumps(declared_names(), ensure_ascii=False, indent=2) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
