"""A backup is one zip file, the same for SQLite and PostgreSQL: so it also moves a store from one to the other.

It holds what stands nowhere else: the live tables, and every version of the dataset that was ever in use.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from data.errors import BackupError
from data.store.engine import connected
from data.store.entries import enter
from data.store.migrations import MIGRATIONS, bring_to_date
from data.store.sessions import reading
from data.store.tables import ARCHIVE, LIVE

FORMAT = "kyosei-monitor-backup-1"
MANIFEST = "backup.json"
SAVED = (*ARCHIVE, *LIVE.sorted_tables)
ANOTHER_FILE_JA = "別の控えのファイルを指定してください。"


def save_backup(target: Path) -> dict[str, int]:
    """Write a backup of one moment of the store while others go on working.

    Args:
        target: The file to write; it appears only when it is whole.

    Returns:
        The number of rows of each table.

    Raises:
        BackupError: The file exists, or the folder cannot be written to.
    """
    if target.exists():
        raise BackupError(f"ファイル「{target.name}」がすでにあります", "別の名前を指定してください。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise BackupError(f"「{target.parent}」に書き込めません", "書き込めるフォルダーを指定してください。") from error
    try:
        with os.fdopen(handle, "wb") as file, reading() as connection:
            counts = _write(file, connection)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return counts


def restore_backup(source: Path, restored_by: str) -> dict[str, int]:
    """Bring a backup back into an empty store, in one transaction.

    Returns:
        The number of rows of each table.

    Raises:
        BackupError: The file is not a whole backup, or the store already holds reports.
    """
    rows = _read(source)
    with connected(writes=True) as connection:
        bring_to_date(connection)
        for table in SAVED:
            if connection.execute(select(func.count()).select_from(table)).scalar():
                raise BackupError(
                    "保存先にはすでに記録があります",
                    "空の保存先を指定してください。SQLite なら var/monitor.sqlite を別の名前に変えます。",
                )
        for table in SAVED:
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])
        enter(connection, "restore", restored_by, source.name, f"{sum(map(len, rows.values())):,}行")
    return {name: len(found) for name, found in rows.items()}


def _write(file: Any, connection: Connection) -> dict[str, int]:
    counts, hashes = {}, {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in SAVED:
            lines = list(_lines(connection, table))
            content = "".join(lines).encode()
            archive.writestr(f"{table.name}.jsonl", content)
            counts[table.name], hashes[table.name] = len(lines), hashlib.sha256(content).hexdigest()
        archive.writestr(
            MANIFEST, json.dumps({"format": FORMAT, "migrations": list(MIGRATIONS), "sha256": hashes}, indent=2)
        )
    return counts


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield json.dumps({name: _as_json(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _as_json(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _of_json(value: Any) -> object:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _read(source: Path) -> dict[str, list[dict[str, object]]]:
    """Return the rows by table, once every part was found whole."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            contents = {name: archive.read(f"{name}.jsonl") for name in manifest["sha256"]}
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"「{source.name}」は控えのファイルとして読めません", ANOTHER_FILE_JA) from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"「{source.name}」は、このプログラムの控えの形式ではありません", ANOTHER_FILE_JA)
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["sha256"][name]:
            raise BackupError(f"控え「{source.name}」の中の {name} が壊れています", ANOTHER_FILE_JA)
    known = {table.name for table in SAVED}
    rows = {name: [_row(line) for line in content.decode().split("\n") if line] for name, content in contents.items()}
    beyond = [
        *(set(manifest.get("migrations", ())) - set(MIGRATIONS)),
        *(n for n in rows if rows[n] and n not in known),
    ]
    if beyond:
        reason_ja = f"控え「{source.name}」は、より新しい版のプログラムで作られています（{'、'.join(sorted(beyond))}）"
        raise BackupError(reason_ja, "プログラムを新しい版に更新してください。")
    return {name: rows.get(name, []) for name in sorted(known)}


def _row(line: str) -> dict[str, object]:
    return {name: _of_json(value) for name, value in json.loads(line).items()}
