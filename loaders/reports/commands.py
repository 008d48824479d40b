"""The commands of the reports: write forms, import filled forms."""

import getpass
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

import click
from tqdm import tqdm

from data.commands import INTERRUPTED, Command, WrongUsageError
from data.errors import DatasetError
from loaders.errors import refusal
from loaders.files import write_whole
from loaders.office_files import sent_files
from loaders.reports import accept_desk, desk
from loaders.reports.contents import REPORT_KINDS
from loaders.reports.desk import Examined
from loaders.reports.form_reading import sha256_of
from loaders.reports.form_writing import zip_forms

RETURNED = Path("var") / "returned_reports"
_AGAIN_JA = "同じ命令をもう一度実行すると、受け付けていない様式から続けます（二重には受け付けません）。"


@click.command("forms", cls=Command, help="実績報告の様式（xlsx）を作る")
@click.option("--area", metavar="団体コード", help="一つの市町村（6桁）")
@click.option("--prefecture", metavar="都道府県コード", help="都道府県の全市町村を一つのzipに（2桁）")
@click.option("--all", "everywhere", is_flag=True, help="全国。都道府県ごとのzip")
@click.option("--fiscal-year", type=int, required=True, metavar="年度", help="西暦（例: 2019）")
@click.option("--mid-year", is_flag=True, help="年度途中の報告")
@click.option("--csv", "as_csv", is_flag=True, help="Excel の代わりに CSV の様式")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="フォルダー", help="様式を置くフォルダー"
)
def forms(
    area: str | None,
    prefecture: str | None,
    everywhere: bool,
    fiscal_year: int,
    mid_year: bool,
    as_csv: bool,
    out: Path,
) -> int:
    """Write forms: one file for a municipality, one zip for each prefecture."""
    if sum(map(bool, (area, prefecture, everywhere))) != 1:
        raise WrongUsageError("--area・--prefecture・--all のうち、一つだけを指定してください。")
    kind = "mid_year" if mid_year else "full_year"
    out.mkdir(parents=True, exist_ok=True)
    if area:
        name, data = desk.form_of(area, fiscal_year, kind, as_csv=as_csv)
        write_whole(out / name, data)
        sys.stdout.write(f"様式を作りました: {out / name}\n")
        return 0
    groups = desk.contents_by_prefecture(fiscal_year, kind, prefecture)
    total = sum(len(contents) for contents in groups.values())
    with tqdm(total=total, desc="様式を作成中", unit="市町村", disable=None, file=sys.stderr) as bar:
        for name, contents in groups.items():
            data = zip_forms(contents, as_csv=as_csv, progress=lambda _: bar.update())
            write_whole(out / desk.zip_name(name, fiscal_year, kind, as_csv=as_csv), data)
    with_targets = sum(bool(content.targets) for group in groups.values() for content in group)
    sys.stdout.write(
        f"{total:,}市町村の様式を{len(groups)}個のzipにしました（この年度の目標があるのは{with_targets:,}市町村）: {out}\n"
    )
    return 0


@dataclass
class _Tally:
    preview: bool
    accepted: int = 0
    unchanged: int = 0
    refused: int = 0
    nameless: int = 0  # Forms that do not say whose they are
    others: int = 0  # Letters, pictures and the like
    held_rows: int = 0
    open_findings: int = 0
    lines: list[str] = field(default_factory=list)


def import_reports(
    paths: Sequence[Path], preview: bool, returned: Path, by: str | None, chosen: tuple[str, int, str] | None = None
) -> int:
    """Read, check and accept report forms, one transaction each.

    Args:
        chosen: Town, year and kind of a form that does not say it itself.
        returned: The folder for forms that go back with their findings.

    Returns:
        0 everything was accepted (or is unchanged), 1 a row or a file was held back, or there was no form, 130 interrupted.

    Raises:
        UnreadableFileError: A path leads nowhere.
    """
    for path in paths:
        if not path.exists():
            raise refusal("unreadable.form_path", str(path))
    tally = _Tally(preview)
    try:
        files = list(sent_files(paths))
        progress = tqdm(total=len(files), desc="様式を検査中", unit="件", disable=None, file=sys.stderr)
        named = dict.fromkeys(map(sha256_of, files), chosen) if chosen else None
        for examined in desk.examine(files, chosen=named):
            _take_in(examined, tally, returned, by or getpass.getuser())
            progress.update()
        progress.close()
    except KeyboardInterrupt:
        _say(tally, f"中断しました。{_AGAIN_JA}")
        return INTERRUPTED
    except DatasetError:
        _say(tally, _AGAIN_JA)
        raise
    _say(tally)
    is_whole = not tally.refused and not tally.held_rows and (tally.accepted or tally.unchanged)
    return 0 if is_whole else 1


def _say(tally: _Tally, *further: str) -> None:
    sys.stdout.write("\n".join([*tally.lines, *_summary(tally), *further, ""]))


def _take_in(examined: Examined, tally: _Tally, returned: Path, by: str) -> None:
    reading = examined.reading
    tally.held_rows += reading.held_rows
    tally.open_findings += len(reading.open_findings)
    tally.nameless += reading.is_nameless and not reading.area_code
    tally.lines += _described(examined, tally.preview)
    if examined.is_unchanged:
        tally.unchanged += 1
    elif reading.is_other_file:
        tally.others += 1
    elif not examined.to_accept:
        tally.refused += 1
    else:
        outcomes = [] if tally.preview else list(accept_desk.accept_each([examined], by))
        failed = [one.problem_ja for one in outcomes if one.problem_ja]
        tally.accepted += not failed
        tally.refused += bool(failed)
        tally.lines += [f"{reading.file_name}: 記録できません。{problem}" for problem in failed]
    if reading.open_findings:
        tally.lines += _hand_back(examined, returned)


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
    beside = len(reading.areas) + sum(map(len, reading.further.values()))
    counts = f"受け付ける目標 {len(reading.rows)}/{reading.target_count}、ほかの行 {beside}、保留 {reading.held_rows}行"
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
    own = folder / desk.returned_name(examined.sent.name)
    paths = chain([own], (own.with_stem(f"{own.stem}_{number}") for number in count(2)))
    path = next(one for one in paths if not one.exists() or one.read_bytes() == data)
    if not path.exists():
        write_whole(path, data)
    return [f"  指摘を書き込んだ様式: {path}"]


def _summary(tally: _Tally) -> Iterable[str]:
    verb = "受け付けられる" if tally.preview else "受け付けた"
    yield (
        f"{verb}様式 {tally.accepted:,}件、変更なし {tally.unchanged:,}件、受け付けられない様式 {tally.refused:,}件。"
        f"保留した行 {tally.held_rows:,}行、対応が必要な指摘 {tally.open_findings:,}件。"
    )
    if tally.nameless:
        yield "団体・年度がわからない様式は、--area 団体コード --year 年度 を付けて一つずつ取り込めます（年度途中の報告は --mid-year も）。"
    if tally.others:
        yield f"様式ではないファイル {tally.others:,}件は読んでいません。"
    if tally.preview:
        yield "確認だけを行いました。受け付けるときは --preview を外して実行してください。"
