"""The commands of the imports: bring a published table in, take it back."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections import Counter
from typing import Any

from tqdm import tqdm

from loaders.imports import desk
from loaders.imports.desk import KINDS

SHOWN = 12


def import_tables(args: argparse.Namespace) -> int:
    """Bring published tables in, one after the other, and say what was found in each."""
    for file in args.file:
        with tqdm(
            total=100, unit="%", disable=None, file=sys.stderr, bar_format="{desc}: {bar} {percentage:3.0f}%"
        ) as bar:
            imported = desk.import_file(
                args.kind, file, by=args.by or getpass.getuser(), progress=lambda step, share: _tell(bar, step, share)
            )
        sys.stdout.write("\n".join([imported.sentence_ja, *_listed(imported), ""]))
    return 0


def add_remove_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `remove` to the command line."""
    text = "取り込んだ統計や境界を取り消す"
    command = commands.add_parser("remove", help=text, description=text)
    command.add_argument("kind", choices=list(KINDS), metavar="種類", help="、".join(KINDS))
    command.add_argument("--by", default=None, metavar="名前", help="操作した人（既定はログイン名）")
    command.set_defaults(run=remove_tables)


def remove_tables(args: argparse.Namespace) -> int:
    """Take an imported table back."""
    name = KINDS[args.kind].name_ja
    if desk.take_back(args.kind, by=args.by or getpass.getuser()):
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
    more = Counter(one["severity"] for one in ordered[SHOWN:]).total()
    return [*lines, f"  ほか{more:,}件"] if more else lines
