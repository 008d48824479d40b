"""The commands of the store: backup, restore, export."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from data.commands import Command, Group, run
from data.maintenance.backup import export_package, restore_backup, save_backup

FILE = click.argument("path", metavar="控え.zip", type=click.Path(path_type=Path))
FOLDER = click.argument("path", metavar="フォルダー", type=click.Path(path_type=Path))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a problem ends with code 2 and says what happened and what to do."""
    run(store_commands, arguments, "python -m data.maintenance")


@click.group(cls=Group, help="報告の保存先の控え・復元・書き出し", subcommand_metavar="コマンド …")
def store_commands() -> None:
    """Give the commands of the store one name."""


@store_commands.command(
    "backup", cls=Command, help="すべての報告・判断・版を一つのファイルに保存する（運用したままでよい）"
)
@FILE
def _backup(path: Path) -> None:
    click.echo(f"控えを取りました: {path}（{_summary(save_backup(path))}）")


@store_commands.command(
    "restore", cls=Command, help="控えを空の保存先に戻す（SQLite と PostgreSQL の間の移行にも使う）"
)
@FILE
@click.option("--by", metavar="名前", default=getpass.getuser, help="操作者の名前（記録に残る）")
def _restore(path: Path, by: str) -> None:
    click.echo(f"控えから戻しました: {path}（{_summary(restore_backup(path, by))}）")


@store_commands.command("export", cls=Command, help="すべての表を CSV と datapackage.json で書き出す")
@FOLDER
def _export(path: Path) -> None:
    click.echo(f"書き出しました: {path}（{_summary(export_package(path))}）")


def _summary(counts: dict[str, int]) -> str:
    return f"{sum(1 for count in counts.values() if count):,}表、{sum(counts.values()):,}行"


if __name__ == "__main__":
    main()
