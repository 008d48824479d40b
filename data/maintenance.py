"""Copies of the store, backed up and put back, or exported for others: `python -m data.maintenance backup | restore | export | doctor`."""

import base64
import getpass
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import sqlalchemy
from sqlalchemy import Connection, delete, func, insert, select

from data import dataset, health
from data.commands import Group, run
from data.errors import BackupError
from data.schema import LIVE_TABLES, TABLES, Column, Table
from data.store.engine import connected
from data.store.migrations import MIGRATIONS, bring_to_date
from data.store.rows import ARCHIVE, IMPORTED, LIVE, recorded
from data.store.sessions import enter, reading
from data.validation import DATE_FORM

DESCRIPTION = "datapackage.json"
TYPES = {"string": "string", "date": "string", "int": "integer", "float": "number", "bool": "boolean"}
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S.%f%z"


def export_package(folder: Path) -> dict[str, int]:
    """Write the committed and the live tables of one moment into a new folder, with `datapackage.json`; return their numbers of rows.

    The live tables name people (who accepted, decided, froze): the package is for the office, not for publication.

    The folder appears only when it is whole.

    Raises:
        BackupError: The folder exists, or its parent cannot be written to.
    """
    _make_room("フォルダー", folder)
    snapshot = dataset.dataset_snapshot()
    frames = {name: dataset.read_table(name, snapshot) for name in TABLES}
    with reading() as connection:
        frames |= {name: recorded(connection, name, None) for name in LIVE.tables}
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
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


def _make_room(kind_ja: str, target: Path) -> None:
    if target.exists():
        raise BackupError(f"{kind_ja}「{target.name}」がすでにあります", "別の名前を指定してください。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=target.parent).close()
    except OSError as error:
        raise BackupError(f"「{target.parent}」に書き込めません", "書き込めるフォルダーを指定してください。") from error


def package_description(version: str) -> dict[str, Any]:
    """Return the description of all tables as a Frictionless data package."""
    return {
        "name": "kyosei-monitor",
        "title": "地域共生モニター",
        "version": version,
        "resources": [_resource(table) for table in {**TABLES, **LIVE_TABLES}.values()],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": _foreign_keys(table),
        "missingValues": [""],
    }
    of_file = {"scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": table.name, "title": table.label_ja, "description": table.meaning_ja, "type": "table",
            "path": f"{table.name}.csv", **of_file, "schema": schema}  # fmt: skip


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


FORMAT = "kyosei-monitor-backup-1"
MANIFEST = "backup.json"
SAVED = (*ARCHIVE, IMPORTED, *LIVE.sorted_tables)
ANOTHER_FILE_JA = "別の控えのファイルを指定してください。"


def save_backup(target: Path) -> dict[str, int]:
    """Write a backup of one moment of the store while others go on working; return the number of rows of each table.

    The file appears only when it is whole.

    Raises:
        BackupError: The file exists, or the folder cannot be written to.
    """
    _make_room("ファイル", target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
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
    """Bring a backup back into an empty store, in one transaction; return the number of rows of each table.

    Raises:
        BackupError: The file is not a whole backup, or the store already holds reports.
    """
    rows = _read(source)
    with connected(writes=True) as connection:
        bring_to_date(connection)
        for table in SAVED:
            if table is not IMPORTED and connection.execute(select(func.count()).select_from(table)).scalar():
                raise BackupError(
                    "保存先にはすでに記録があります",
                    "空の保存先を指定してください。SQLite なら var/monitor.sqlite を別の名前に変えます。",
                )
        for table in SAVED:
            if table is IMPORTED and rows[table.name]:  # this machine's own may have been taken over already
                connection.execute(delete(table))
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
        manifest = {"format": FORMAT, "migrations": list(MIGRATIONS), "sha256": hashes}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return counts


def _lines(connection: Connection, table: sqlalchemy.Table) -> Iterator[str]:
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield json.dumps({name: _as_json(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _as_json(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


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
    beyond = set(manifest.get("migrations", ())) - set(MIGRATIONS) | {n for n in rows if rows[n] and n not in known}
    if beyond:
        reason_ja = f"控え「{source.name}」は、より新しい版のプログラムで作られています（{'、'.join(sorted(beyond))}）"
        raise BackupError(reason_ja, "プログラムを新しい版に更新してください。")
    return {name: rows.get(name, []) for name in sorted(known)}


def _row(line: str) -> dict[str, object]:
    plain = json.loads(line).items()
    return {name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value for name, value in plain}


FILE = click.argument("path", metavar="控え.zip", type=click.Path(path_type=Path))
FOLDER = click.argument("path", metavar="フォルダー", type=click.Path(path_type=Path))


@click.group(cls=Group, help="報告の保存先の控え・復元・書き出しと、設置の検査", subcommand_metavar="コマンド …")
def store_commands() -> None:
    """Give the commands of the store one name."""


@store_commands.command("backup", help="すべての報告・判断・版を一つのファイルに保存する（運用したままでよい）")
@FILE
def _backup(path: Path) -> None:
    click.echo(f"控えを取りました: {path}（{_summary(save_backup(path))}）")


@store_commands.command("restore", help="控えを空の保存先に戻す（SQLite と PostgreSQL の間の移行にも使う）")
@FILE
@click.option("--by", metavar="名前", default=getpass.getuser, help="操作者の名前（記録に残る）")
def _restore(path: Path, by: str) -> None:
    click.echo(f"控えから戻しました: {path}（{_summary(restore_backup(path, by))}）")


@store_commands.command("export", help="すべての表を CSV と datapackage.json で書き出す")
@FOLDER
def _export(path: Path) -> None:
    click.echo(f"書き出しました: {path}（{_summary(export_package(path))}）")


@store_commands.command("doctor", help="この設置の悪いところと直し方を言う")
def _doctor() -> None:
    found = health.checks(in_full=True)
    for one in found:
        click.echo(f"{'○' if one.is_right else '✕'} {one.name_ja}: {one.found_ja}")
        if not one.is_right:
            click.echo(f"   直し方: {one.remedy_ja}")
    if not all(one.is_right for one in found):
        raise SystemExit(1)


def _summary(counts: dict[str, int]) -> str:
    return f"{sum(1 for count in counts.values() if count):,}表、{sum(counts.values()):,}行"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a problem ends with code 2 and says what happened and what to do."""
    run(store_commands, arguments, "python -m data.maintenance")


if __name__ == "__main__":
    main()
