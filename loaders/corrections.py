"""Known errors of a document, kept beside its parser as data, each with a reason and a guard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from loaders.document import ParsedDocument, Row
from loaders.errors import CorrectionGuardError
from loaders.quality import row_key

SOURCES = Path(__file__).resolve().parent / "sources"


def read_corrections(source_id: str, folder: Path = SOURCES) -> list[dict[str, Any]]:
    """Return the corrections of a document type (an empty list where it has none).

    Each has `table`, `key`, `set` (column → value), `expect` (column → value that must stand there now) and `reason`.
    Without `set` the value stays as written, and what is odd about it becomes an open issue.
    """
    path = folder / f"{source_id}.corrections.yml"
    if not path.is_file():
        return []
    return list(yaml.safe_load(path.read_text(encoding="utf-8")) or [])


def apply_corrections(parsed: ParsedDocument, corrections: list[dict[str, Any]], source_id: str) -> None:
    """Set corrected values, mark their rows as corrected and list each as a closed issue.

    A correction for a record that the documents at hand do not hold is passed over.

    Raises:
        CorrectionGuardError: The record is there, but the value that the correction expects is not.
    """
    record_ids = {row["record_id"] for row in parsed.tables["records"]}
    for correction in corrections:
        table, key = correction["table"], correction["key"]
        if correction["record_id"] not in record_ids:
            continue
        place = f"{source_id}.corrections.yml（{key}）"
        row = next((r for r in parsed.tables[table] if row_key(table, r) == key), None)
        if row is None:
            raise CorrectionGuardError(
                place,
                f"{table} に行「{key}」がない",
                "訂正の対象の行",
                "文書か読み取り規則が変わったので、訂正を見直してください",
            )
        for column, value in correction["expect"].items():
            if (row.get(column) or "") != value:
                raise CorrectionGuardError(
                    place,
                    f"{column} が「{row.get(column) or ''}」である",
                    f"「{value}」",
                    "文書か読み取り規則が変わったので、訂正を見直してください",
                )
        if correction.get("set"):
            row.update(correction["set"])
            row["fact_status"] = "corrected"
        parsed.tables["issues"].append(_issue(table, key, correction, row))


def _issue(table: str, key: str, correction: dict[str, Any], row: Row) -> Row:
    corrected = correction.get("set") or {}
    column = next(iter(corrected or correction["expect"]))
    rule_id = "correction" if corrected else "remark"
    return {
        "issue_id": f"{rule_id}:{key}:{column}",
        "rule_id": rule_id,
        "severity": "info",
        "record_id": row.get("record_id"),
        "table": table,
        "row_key": key,
        "column": column,
        "line_start": row.get("line_start"),
        "message_ja": f"訂正: {correction['reason']}" if corrected else correction["reason"],
        "suggested_value": str(corrected[column]) if corrected else correction.get("suggested"),
        "status": "corrected" if corrected else "open",
    }
