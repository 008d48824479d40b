"""Hand all tables out as CSV with a description in Frictionless form: types, keys, references, meanings."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data import dataset
from data.errors import BackupError
from data.schema import LIVE_TABLES, TABLES, Column, Table
from data.store.rows import recorded
from data.store.sessions import reading
from data.store.tables import LIVE
from data.validation import DATE_FORM

DESCRIPTION = "datapackage.json"
TYPES = {"string": "string", "date": "string", "int": "integer", "float": "number", "bool": "boolean"}
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S.%f%z"


def export_package(folder: Path) -> dict[str, int]:
    """Write the committed and the live tables of one moment into a new folder, with `datapackage.json`.

    The live tables name people (who accepted, decided, froze): the package is for the office, not for publication.

    Args:
        folder: A folder that does not exist yet; it appears only when it is whole.

    Returns:
        The number of rows of each table.

    Raises:
        BackupError: The folder exists, or its parent cannot be written to.
    """
    if folder.exists():
        raise BackupError(f"フォルダー「{folder.name}」がすでにあります", "別の名前を指定してください。")
    snapshot = dataset.dataset_snapshot()
    frames = {name: dataset.read_table(name, snapshot) for name in TABLES}
    with reading() as connection:
        frames |= {name: recorded(connection, name, None) for name in LIVE.tables}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BackupError(f"「{folder.parent}」に書き込めません", "書き込めるフォルダーを指定してください。") from error
    try:
        for name, frame in frames.items():
            (new / f"{name}.csv").write_bytes(dataset.csv_of(frame))
        text = json.dumps(package_description(snapshot.version), ensure_ascii=False, indent=2) + "\n"
        (new / DESCRIPTION).write_text(text, encoding="utf-8")
        new.chmod(0o755)
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return {name: len(frame) for name, frame in frames.items()}


def package_description(version: str) -> dict[str, Any]:
    """Return the description of all tables as a Frictionless data package."""
    declared = {**TABLES, **LIVE_TABLES}
    return {
        "name": "kyosei-monitor",
        "title": "地域共生モニター",
        "version": version,
        "resources": [_resource(table, declared) for table in declared.values()],
    }


def _resource(table: Table, declared: Mapping[str, Table]) -> dict[str, Any]:
    schema = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": _foreign_keys(table),
        "missingValues": [""],
    }
    return {
        "name": table.name,
        "title": table.label_ja,
        "description": table.meaning_ja,
        "type": "table",
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.type == "date":
        constraints["pattern"] = DATE_FORM
    limits = {"minimum": column.minimum, "maximum": column.maximum, "maxLength": column.max_length}
    constraints |= {name: limit for name, limit in limits.items() if limit is not None}
    unit = f"（{column.unit}）" if column.unit else ""
    kind = {"type": "datetime", "format": MOMENT_FORMAT} if column.type == "moment" else {"type": TYPES[column.type]}
    field = {"name": column.name, **kind, "title": column.label_ja, "description": column.meaning_ja + unit}
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(table: Table) -> list[dict[str, Any]]:
    """Return the references that always hold.

    A report names the target that was printed on its form. A better reading of the document may have removed that
    target since: the report stays, and so does its target_id.
    """
    keys = []
    for column in table.columns:
        if not column.references:
            continue
        target, name = column.references.split(".")
        if table.name in LIVE_TABLES and target in TABLES and target != "areas":
            continue
        resource = "" if target == table.name else target
        keys.append({"fields": [column.name], "reference": {"resource": resource, "fields": [name]}})
    return keys
