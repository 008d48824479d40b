"""Command line of the loaders: python -m loaders build | check | import | forms | reminders | export, and more."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from tqdm import tqdm

from data.commands import Command, Group, WrongUsageError, code_of
from data.errors import DatasetError
from loaders import engine
from loaders.errors import LoaderError
from loaders.imports import desk
from loaders.imports.desk import KINDS as PUBLISHED_KINDS
from loaders.lists import KINDS, import_list
from loaders.lookups import REFERENCE
from loaders.pipeline import build, check, summary_lines
from loaders.quality import write_declared
from loaders.reports import mail_desk
from loaders.reports.commands import RETURNED, forms, import_reports

REPORTS, CONTACTS = "reports", "contacts"
SHOWN = 12  # findings of a published table; more are counted
NORMALIZED = Path(__file__).resolve().parent.parent / "data" / "normalized"
FOLDER = click.Path(path_type=Path)
IMPORT_KINDS_JA = "、".join(
    [f"{kind.name}（{kind.name_ja}）" for kind in KINDS.values() if kind.name not in PUBLISHED_KINDS]
    + [f"{kind.code}（{kind.name_ja}）" for kind in PUBLISHED_KINDS.values()]
    + [f"{CONTACTS}（市町村の連絡先）", f"{REPORTS}（実績報告の様式）"]
)


def _bar(paths: Sequence[Path]) -> Iterable[Path]:
    return tqdm(paths, desc="文書を読み取り中", unit="件", disable=None, file=sys.stderr)


def _default_sources() -> Path:
    shared = Path(os.environ.get("MONITOR_SHARED", "../shared"))
    return Path(os.environ.get("MONITOR_SOURCES") or shared / "sources")


FROM = click.option("--sources", metavar="フォルダー", type=FOLDER, default=_default_sources, help="文書フォルダー")
INTO = click.option("--out", metavar="フォルダー", type=FOLDER, default=NORMALIZED, help="データセットのフォルダー")


@click.group(cls=Group, help="文書・表・境界からデータセットを作る", subcommand_metavar="コマンド …")
def commands() -> None:
    """Hold the commands."""


@commands.command("build", cls=Command, help="文書からデータセットを作り直す")
@FROM
@INTO
@engine.option
@click.option("--strict", is_flag=True, help="読めない文書が一つでもあれば、何も書かずに中止する")
def _build(sources: Path, out: Path, strict: bool) -> int:
    report = build(sources, out, _bar, strict=strict)
    print("\n".join(summary_lines(report)))
    return 1 if report.left_out else 0


@commands.command("check", cls=Command, help="作り直しても変わらないことを確かめる（変われば終了コード1）")
@FROM
@INTO
def _check(sources: Path, out: Path) -> int:
    differences = check(sources, out, _bar)
    if differences:
        print("再構築した結果が登録済みのデータと異なります。")
        print("\n".join(differences))
        print("意図した変更であれば python -m loaders build を実行し、変わったCSVも登録してください。")
        return 1
    print("再構築しても変わりません。")
    return 0


@commands.command(
    "import", cls=Command, help=f"一覧（CSV）や、記入された実績報告の様式を取り込む。種類: {IMPORT_KINDS_JA}"
)
@click.argument("kind", metavar="種類")
@click.argument("file", metavar="ファイル", type=FOLDER, nargs=-1, required=True)
@click.option("--reference", metavar="フォルダー", type=FOLDER,
              help=f"一覧を、次の build でデータセットに入るこのフォルダーに置く（stages 以外は既定で {REFERENCE.name}）")  # fmt: skip
@engine.option
@click.option("--preview", is_flag=True, help="reports: 検査して変更点を示すだけで、受け付けない")
@click.option("--returned", type=FOLDER, default=RETURNED, metavar="フォルダー",
              help=f"reports: 指摘を書き込んだ様式を置くフォルダー（既定 {RETURNED}）")  # fmt: skip
@click.option("--area", metavar="団体コード", help="reports: 識別用のシートが失われた様式の市町村（6桁）")
@click.option("--year", type=int, metavar="年度", help="reports・stages: 年度。西暦（例: 2024）")
@click.option("--mid-year", is_flag=True, help="reports: 年度途中の報告として")
@click.option("--by", metavar="名前", help="受け付けた人、取り込んだ人（既定はログイン名）")
def _import(
    kind: str, file: tuple[Path, ...], reference: Path | None, preview: bool, returned: Path, by: str | None,
    area: str | None, year: int | None, mid_year: bool,
) -> int:  # fmt: skip
    if (area is None) != (year is None) and kind != desk.STAGES.code:
        raise WrongUsageError("--area と --year は、二つとも指定してください。")
    if kind == REPORTS:
        chosen = (area, year, "mid_year" if mid_year else "full_year") if area and year else None
        return import_reports(file, preview, returned, by, chosen)
    if kind == CONTACTS:
        name = by or getpass.getuser()
        return _one_after_the_other(file, lambda path: mail_desk.import_contacts(path, path.name, by=name))
    if kind in PUBLISHED_KINDS and reference is None:
        return _one_after_the_other(file, partial(_import_table, kind, by or getpass.getuser(), year))
    code = _one_after_the_other(file, lambda path: import_list(kind, path, reference or REFERENCE).sentence_ja)
    print("python -m loaders build を実行すると、データセットに入ります。")
    return code


def _one_after_the_other(files: Sequence[Path], take: Callable[[Path], str]) -> int:
    """Take each file and print what was done; one that is refused does not keep out the others.

    Raises:
        LoaderError: No file could be taken, and there was one only.
    """
    refused: list[LoaderError] = []
    for file in files:
        try:
            print(take(file))
        except LoaderError as error:
            if len(files) == 1:
                raise
            refused.append(error)
    if refused:
        taken = f"（ほかの{len(files) - len(refused):,}件は取り込みました）"
        print(f"取り込めなかったファイル: {len(refused):,}件{taken}", *refused, sep="\n", file=sys.stderr)
    return 2 if refused else 0


def _import_table(kind: str, by: str, year: int | None, file: Path) -> str:
    shown = "{desc}: {bar} {percentage:3.0f}%"
    with tqdm(total=100, unit="%", disable=None, file=sys.stderr, bar_format=shown) as bar:

        def tell(step: str, share: float) -> None:
            bar.set_description_str(step, refresh=False)
            bar.n = round(100 * share)
            bar.refresh()

        imported = desk.import_file(kind, file, by=by, progress=tell, fiscal_year=year)
    # The weighty findings come first; of many the rest is counted
    ordered = sorted(imported.findings, key=lambda one: one["severity"] == "info")
    lines = [f"  {one['place']}: {one['message_ja']}" for one in ordered[:SHOWN]]
    more = [f"  ほか{len(ordered) - SHOWN:,}件"] if len(ordered) > SHOWN else []
    return "\n".join([imported.sentence_ja, *lines, *more])


@commands.command("remove", cls=Command, help=f"取り込んだ統計や境界を取り消す。種類: {'、'.join(PUBLISHED_KINDS)}")
@click.argument("kind", metavar="種類", type=click.Choice(list(PUBLISHED_KINDS)))
@click.option("--by", metavar="名前", help="操作した人（既定はログイン名）")
@click.option("--list", "list_id", metavar="一覧番号", help="stages: その一覧だけを取り消す（既定はすべて）")
def _remove(kind: str, by: str | None, list_id: str | None) -> int:
    was_there = desk.take_back(kind, by=by or getpass.getuser(), list_id=list_id)
    print(f"{PUBLISHED_KINDS[kind].name_ja}{'の取り込みを取り消しました' if was_there else 'は取り込まれていません'}。")
    return 0


@commands.command("declare", cls=Command, help="文書の種類と検査の名前を、画面とデータ辞書のために書き出す")
def _declare() -> int:
    if write_declared():
        print("文書の種類と検査の名前を書き出しました。続けて python -m data.dictionary を実行してください。")
    else:
        print("文書の種類と検査の名前は、書き出してあるとおりです。")
    return 0


@commands.command("boundaries", cls=Command, help="団体一覧と境界を配布パッケージから作り直す")
def _boundaries() -> int:
    # Build-time packages: imported only when this command runs.
    from loaders import boundaries, reference_areas

    reference_areas.write(reference_areas.derive())
    boundaries.write(boundaries.derive())
    return 0


@commands.command("export", cls=Command, help="議会説明資料（PDF・スライド・Excel）を作る")
@click.argument("what", metavar="pack", type=click.Choice(["pack"]))
@click.option("--prefecture", metavar="都道府県コード", help="都道府県（2桁）")
@click.option("--area", metavar="団体コード", help="その中の一つの市町村（6桁）")
@click.option("--all", "everywhere", is_flag=True, help="計画書のある都道府県のすべて")
@click.option("--edition", metavar="版の名前", help="固定した版（既定は現在の状態）")
@click.option("--out", metavar="フォルダー", type=FOLDER, required=True, help="ファイルを置くフォルダー")
def _export(
    what: str, prefecture: str | None, area: str | None, everywhere: bool, edition: str | None, out: Path
) -> int:
    # Draws with the components of the screen: imported only when this command runs.
    from loaders import export_pack

    return export_pack.export(export_pack.places(prefecture, area, everywhere), edition, out)


@commands.command(
    "reminders", cls=Command, help="期限のお知らせ（21・14・7日前と期限後）を挙げ、文面を書き出すか、送る"
)
@click.option("--prefecture", metavar="都道府県コード", help="都道府県（2桁。既定は全国）")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日付", help="この日の一覧（既定はきょう）")
@click.option(
    "--out", metavar="フォルダー", type=FOLDER, help="文面（.eml の zip と、差し込み用の CSV）を置くフォルダー"
)
@click.option("--send", is_flag=True, help="MONITOR_SMTP_URL のメールサーバーで送る（同じ回は一度だけ）")
@click.option("--by", metavar="名前", help="送った人（既定はログイン名）")
def _reminders(prefecture: str | None, on: datetime | None, out: Path | None, send: bool, by: str | None) -> int:
    from loaders import export_pack

    return export_pack.remind(prefecture, on and on.date(), out, (by or getpass.getuser()) if send else None)


@commands.command(
    "digest", cls=Command, help="ある日からの動き（報告・判断・段階・版）を挙げ、PDF と Atom フィードに書き出す"
)
@click.option("--prefecture", metavar="都道府県コード", help="都道府県（2桁。既定は全国）")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="日付", help="この日から（既定は7日前）")
@click.option("--out", metavar="フォルダー", type=FOLDER, help="ファイルを置くフォルダー")
def _digest(prefecture: str | None, since: datetime | None, out: Path | None) -> int:
    from loaders import export_pack

    return export_pack.write_digest(prefecture, since and since.date(), out)


commands.add_command(forms)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 differences found, 2 bad input or wrong usage."""
    try:
        return code_of(commands, argv, "python -m loaders")
    except (LoaderError, DatasetError) as error:
        print(f"中止しました（データセットは元のままです）。\n{error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
