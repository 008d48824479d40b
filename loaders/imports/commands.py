"""The commands of the imports: import a published table, remove it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from data.commands import Command
from loaders.imports import desk
from loaders.imports.desk import KINDS

SHOWN = 12


def import_tables(kind: str, files: Sequence[Path], by: str | None) -> int:
    """Import published tables, one after the other, and say what was found in each."""
    shown = "{desc}: {bar} {percentage:3.0f}%"
    for file in files:
        with tqdm(total=100, unit="%", disable=None, file=sys.stderr, bar_format=shown) as bar:
            imported = desk.import_file(kind, file, by=by or getpass.getuser(), progress=partial(_tell, bar))
        sys.stdout.write("\n".join([imported.sentence_ja, *_listed(imported), ""]))
    return 0


@click.command("remove", cls=Command, help=f"取り込んだ統計や境界を取り消す。種類: {'、'.join(KINDS)}")
@click.argument("kind", metavar="種類", type=click.Choice(list(KINDS)))
@click.option("--by", metavar="名前", help="操作した人（既定はログイン名）")
def remove(kind: str, by: str | None) -> int:
    """Remove an imported table."""
    name = KINDS[kind].name_ja
    if desk.take_back(kind, by=by or getpass.getuser()):
        sys.stdout.write(f"{name}の取り込みを取り消しました。\n")
    else:
        sys.stdout.write(f"{name}は取り込まれていません。\n")
    return 0


def _tell(bar: tqdm[Any], step: str, share: float) -> None:
    bar.set_description_str(step, refresh=False)
    bar.n = round(100 * share)
    bar.refresh()


def _listed(imported: desk.Imported) -> list[str]:
    """Return the findings, the weighty ones first; many of one kind are counted."""
    ordered = sorted(imported.findings, key=lambda one: one["severity"] == "info")
    lines = [f"  {one['place']}: {one['message_ja']}" for one in ordered[:SHOWN]]
    more = len(ordered[SHOWN:])
    return [*lines, f"  ほか{more:,}件"] if more else lines
