"""Command line of the loaders: python -m loaders build | check | import | remove | forms | export | declare | boundaries."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tqdm import tqdm

from data.errors import DatasetError
from loaders import declarations
from loaders.errors import LoaderError
from loaders.imports.commands import add_remove_command, import_tables
from loaders.imports.desk import KINDS as PUBLISHED_KINDS
from loaders.lists import KINDS, import_list
from loaders.lookups import REFERENCE
from loaders.pipeline import build, check, summary_lines
from loaders.reports.commands import add_forms_command, add_import_options, import_reports

REPORTS = "reports"
NORMALIZED = Path(__file__).resolve().parent.parent / "data" / "normalized"


def _bar(paths: Sequence[Path]) -> Iterable[Path]:
    return tqdm(paths, desc="文書を読み取り中", unit="件", disable=None, file=sys.stderr)


def _default_sources() -> Path:
    shared = Path(os.environ.get("MONITOR_SHARED", "../shared"))
    return Path(os.environ.get("MONITOR_SOURCES") or shared / "sources")


def _build(args: argparse.Namespace) -> int:
    report = build(args.sources, args.out, _bar, strict=args.strict)
    for line in summary_lines(report):
        print(line)
    return 1 if report.left_out else 0


def _check(args: argparse.Namespace) -> int:
    differences = check(args.sources, args.out, _bar)
    if differences:
        print("再構築した結果が登録済みのデータと異なります。")
        print("\n".join(differences))
        print("意図した変更であれば python -m loaders build を実行し、変わったCSVも登録してください。")
        return 1
    print("再構築しても変わりません。")
    return 0


def _import(args: argparse.Namespace) -> int:
    if args.kind == REPORTS:
        return import_reports(args)
    if args.kind in PUBLISHED_KINDS:
        return import_tables(args)
    for file in args.file:
        print(import_list(args.kind, file, args.reference).sentence_ja)
    print("python -m loaders build を実行すると、データセットに入ります。")
    return 0


def _declare(args: argparse.Namespace) -> int:
    if declarations.write():
        print("文書の種類と検査の名前を書き出しました。続けて python -m data.dictionary を実行してください。")
    else:
        print("文書の種類と検査の名前は、書き出してあるとおりです。")
    return 0


def _boundaries(args: argparse.Namespace) -> int:
    # Build-time packages: imported only when this command runs.
    from loaders import boundaries, reference_areas

    reference_areas.write(reference_areas.derive())
    boundaries.write(boundaries.derive())
    return 0


def _export(args: argparse.Namespace) -> int:
    # Draws with the components of the screen: imported only when this command runs.
    from loaders import export_pack

    return export_pack.export(args)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "議会説明資料（PDF・スライド・Excel）を作る"
    command = commands.add_parser("export", help=text, description=text)
    command.add_argument("what", choices=["pack"], metavar="pack", help="議会説明資料")
    command.add_argument("--prefecture", metavar="都道府県コード", help="都道府県（2桁）")
    command.add_argument("--area", metavar="団体コード", help="その中の一つの市町村（6桁）")
    command.add_argument("--all", action="store_true", help="計画書のある都道府県のすべて")
    command.add_argument("--edition", metavar="版の名前", help="固定した版（既定は現在の状態）")
    command.add_argument("--out", type=Path, required=True, metavar="フォルダー", help="ファイルを置くフォルダー")
    command.set_defaults(run=_export)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description="文書・表・境界からデータセットを作る")
    commands = parser.add_subparsers(dest="command", required=True, metavar="コマンド")
    for name, run, text in (
        ("build", _build, "文書からデータセットを作り直す"),
        ("check", _check, "作り直しても変わらないことを確かめる（変われば終了コード1）"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--sources", type=Path, default=_default_sources(), help="文書フォルダー")
        command.add_argument("--out", type=Path, default=NORMALIZED, help="データセットのフォルダー")
        command.set_defaults(run=run)
    commands.choices["build"].add_argument(
        "--strict", action="store_true", help="読めない文書が一つでもあれば、何も書かずに中止する"
    )
    command = commands.add_parser("import", help="一覧（CSV）や、記入された実績報告の様式を取り込む")
    kinds = "、".join(f"{kind.name}（{kind.name_ja}）" for kind in KINDS.values())
    kinds += "、" + "、".join(f"{kind.code}（{kind.name_ja}）" for kind in PUBLISHED_KINDS.values())
    command.add_argument("kind", metavar="種類", help=f"{kinds}、{REPORTS}（実績報告の様式）")
    command.add_argument(
        "file",
        type=Path,
        nargs="+",
        metavar="ファイル",
        help="CSV。census・boundaries は公開されたファイル、reports は様式（xlsx・zip・フォルダー）",
    )
    command.add_argument("--reference", type=Path, default=REFERENCE, help="一覧を置くフォルダー")
    add_import_options(command)
    command.set_defaults(run=_import)
    add_remove_command(commands)
    add_forms_command(commands)
    _add_export(commands)
    command = commands.add_parser("declare", help="文書の種類と検査の名前を、画面とデータ辞書のために書き出す")
    command.set_defaults(run=_declare)
    command = commands.add_parser("boundaries", help="団体一覧と境界を配布パッケージから作り直す")
    command.set_defaults(run=_boundaries)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 differences found or a document left out, 2 bad input."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except (LoaderError, DatasetError) as error:
        print(f"中止しました（データセットは元のままです）。\n{error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
