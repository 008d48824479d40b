"""The commands of the store: backup, restore, export."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import DatasetError
from data.maintenance.backup import restore_backup, save_backup
from data.maintenance.export import export_package


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a problem ends with code 2 and says what happened and what to do."""
    given = _parser().parse_args(arguments)
    try:
        sys.stdout.write(_run(given) + "\n")
    except DatasetError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _run(given: argparse.Namespace) -> str:
    path = Path(given.path)
    if given.command == "backup":
        return f"控えを取りました: {path}（{_summary(save_backup(path))}）"
    if given.command == "restore":
        return f"控えから戻しました: {path}（{_summary(restore_backup(path, given.by))}）"
    return f"書き出しました: {path}（{_summary(export_package(path))}）"


def _summary(counts: dict[str, int]) -> str:
    return f"{sum(1 for count in counts.values() if count):,}表、{sum(counts.values()):,}行"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data.maintenance", description="報告の保存先の控え・復元・書き出し"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, path, help_ja in (
        ("backup", "控え.zip", "すべての報告・判断・版を一つのファイルに保存する（運用したままでよい）"),
        ("restore", "控え.zip", "控えを空の保存先に戻す（SQLite と PostgreSQL の間の移行にも使う）"),
        ("export", "フォルダー", "すべての表を CSV と datapackage.json で書き出す"),
    ):
        command = commands.add_parser(name, help=help_ja, description=help_ja)
        command.add_argument("path", metavar=path)
        if name == "restore":
            command.add_argument("--by", default=getpass.getuser(), help="操作者の名前（記録に残る）")
    return parser


if __name__ == "__main__":
    main()
