"""The commands of the reports: write forms, take filled forms in."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from tqdm import tqdm

from data.errors import DatasetError
from loaders.errors import UnreadableFileError
from loaders.office_files import SentFile, sent_files
from loaders.reports import desk
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.desk import Examined
from loaders.reports.form_writing import zip_forms

RETURNED = Path("var") / "returned_reports"
INTERRUPTED = 130
_AGAIN_JA = "同じ命令をもう一度実行すると、受け付けていない様式から続けます（二重には受け付けません）。"


def add_forms_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `forms` to the command line."""
    text = "実績報告の様式（xlsx）を作る"
    command = commands.add_parser("forms", help=text, description=text)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--area", metavar="団体コード", help="一つの市町村（6桁）")
    which.add_argument("--prefecture", metavar="都道府県コード", help="都道府県の全市町村を一つのzipに（2桁）")
    which.add_argument("--all", action="store_true", help="全国。都道府県ごとのzip")
    command.add_argument("--fiscal-year", type=int, required=True, metavar="年度", help="西暦（例: 2019）")
    command.add_argument("--mid-year", action="store_true", help="年度途中の報告")
    command.add_argument("--out", type=Path, required=True, metavar="フォルダー", help="様式を置くフォルダー")
    command.set_defaults(run=write_forms)


def add_import_options(command: argparse.ArgumentParser) -> None:
    """Add what only `import reports` takes."""
    command.add_argument("--preview", action="store_true", help="reports: 検査して変更点を示すだけで、受け付けない")
    command.add_argument("--returned", type=Path, default=RETURNED, metavar="フォルダー",
                         help=f"reports: 指摘を書き込んだ様式を置くフォルダー（既定 {RETURNED}）")  # fmt: skip
    command.add_argument("--by", default=None, metavar="名前", help="reports: 受け付けた人（既定はログイン名）")


def write_forms(args: argparse.Namespace) -> int:
    """Write forms: one file for a municipality, one zip for each prefecture."""
    kind = "mid_year" if args.mid_year else "full_year"
    args.out.mkdir(parents=True, exist_ok=True)
    if args.area:
        name, data = desk.form_of(args.area, args.fiscal_year, kind)
        _write(args.out / name, data)
        sys.stdout.write(f"様式を作りました: {args.out / name}\n")
        return 0
    groups = desk.contents_by_prefecture(args.fiscal_year, kind, args.prefecture)
    total = sum(len(contents) for contents in groups.values())
    with tqdm(total=total, desc="様式を作成中", unit="市町村", disable=None, file=sys.stderr) as bar:
        for prefecture, contents in groups.items():
            data = zip_forms(_counted(contents, bar))
            _write(args.out / f"{prefecture}_{args.fiscal_year}年度_{REPORT_KINDS[kind]}.zip", data)
    with_targets = sum(bool(content.targets) for group in groups.values() for content in group)
    sys.stdout.write(
        f"{total:,}市町村の様式を{len(groups)}個のzipにしました（この年度の目標があるのは{with_targets:,}市町村）: {args.out}\n"
    )
    return 0


def _counted(items: Sequence[FormContent], bar: Any) -> Iterator[FormContent]:
    for item in items:
        yield item
        bar.update()


def _write(path: Path, data: bytes) -> None:
    """Write a file aside and move it in, so that an interruption leaves no half a file."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(data)
    aside.replace(path)


@dataclass
class _Tally:
    """What became of the files so far."""

    accepted: int = 0
    unchanged: int = 0
    refused: int = 0
    held_rows: int = 0
    open_findings: int = 0
    lines: list[str] = field(default_factory=list)


def import_reports(args: argparse.Namespace) -> int:
    """Read, check and accept report forms, one transaction each.

    Returns:
        0 everything was accepted (or is unchanged), 1 a row or a file was held back, 130 interrupted.

    Raises:
        UnreadableFileError: A path leads nowhere.
    """
    for path in args.file:
        if not path.exists():
            raise UnreadableFileError(
                str(path), "ファイルがない", "様式のファイル", "ファイルの場所と名前を確かめてください"
            )
    tally = _Tally()
    by = args.by or getpass.getuser()
    try:
        files = list(sent_files(args.file))
        for examined in tqdm(
            desk.examine(files), total=len(files), desc="様式を検査中", unit="件", disable=None, file=sys.stderr
        ):
            _take_in(examined, args, by, tally)
    except KeyboardInterrupt:
        _say(tally, args.preview, f"中断しました。{_AGAIN_JA}")
        return INTERRUPTED
    except DatasetError:
        _say(tally, args.preview, _AGAIN_JA)
        raise
    _say(tally, args.preview)
    return 1 if tally.refused or tally.held_rows else 0


def _say(tally: _Tally, preview: bool, *further: str) -> None:
    sys.stdout.write("\n".join([*tally.lines, *_summary(tally, preview), *further, ""]))


def _take_in(examined: Examined, args: argparse.Namespace, by: str, tally: _Tally) -> None:
    reading = examined.reading
    tally.held_rows += reading.held_rows
    tally.open_findings += len(reading.open_findings)
    tally.lines += _described(examined, args.preview)
    if examined.is_unchanged:
        tally.unchanged += 1
    elif not examined.to_accept:
        tally.refused += 1
    else:
        if not args.preview:
            desk.accept(reading, by)
        tally.accepted += 1
    if reading.open_findings:
        tally.lines += _hand_back(examined, args.returned)


def _described(examined: Examined, preview: bool) -> list[str]:
    """Return what a reader must know about one file; nothing for a file without findings, except in a preview."""
    reading = examined.reading
    findings = [f"  {finding.sentence_ja}" for finding in reading.open_findings]
    if not findings and not preview:
        return []
    what = (
        f"{reading.area_name_ja} {reading.fiscal_year}年度 {REPORT_KINDS[reading.report_kind]}"
        if reading.area_code
        else "様式として読めません"
    )
    counts = f"受け付ける目標 {len(reading.rows)}/{reading.target_count}、圏域 {len(reading.areas)}、保留 {reading.held_rows}行"
    lines = [f"{reading.file_name}: {what}" + (f"（{counts}）" if reading.area_code else "")]
    if preview:
        lines += [f"  変更: {one.subject_ja}: {one.before_ja} → {one.after_ja}" for one in examined.changes]
    return lines + findings


def _hand_back(examined: Examined, folder: Path) -> list[str]:
    """Write the form with its findings into a folder; a file that cannot be opened has none."""
    data = examined.returned_file()
    if data is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, _bare_name(examined.sent), data)
    if not path.exists():
        _write(path, data)
    return [f"  指摘を書き込んだ様式: {path}"]


def _bare_name(sent: SentFile) -> str:
    """Return a file's own name, whatever folders a sender wrote in front of it."""
    name = PureWindowsPath(PurePosixPath(sent.name.rpartition("／")[2]).name).name
    return name if name.lower().endswith(".xlsx") else f"{name}.xlsx"


def _free(folder: Path, name: str, data: bytes) -> Path:
    """Return a path that is free or already holds this very content."""
    stem, path, number = Path(name).stem, folder / name, 2
    while path.exists() and path.read_bytes() != data:
        path = folder / f"{stem}_{number}.xlsx"
        number += 1
    return path


def _summary(tally: _Tally, preview: bool) -> Iterable[str]:
    verb = "受け付けられる" if preview else "受け付けた"
    yield (
        f"{verb}様式 {tally.accepted:,}件、変更なし {tally.unchanged:,}件、受け付けられない様式 {tally.refused:,}件。"
        f"保留した行 {tally.held_rows:,}行、対応が必要な指摘 {tally.open_findings:,}件。"
    )
    if preview:
        yield "確認だけを行いました。受け付けるときは --preview を外して実行してください。"
