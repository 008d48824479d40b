"""What must be right for an installation to work: looked at by `/healthz` all the time, by `doctor` in full, with remedies."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from data import dataset
from data.errors import DatasetError
from data.folders import PROJECT, imported_folder, live_folder
from data.store.engine import database_url
from data.store.sessions import last_moment

LEAST_FREE = 1_000_000_000  # bytes: a backup and an import fit into it
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)")
_STATIC = ("vendor/leaflet/leaflet.js", "geo")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str  # For machines
    name_ja: str
    found_ja: str  # What was found
    remedy_ja: str = ""  # How to mend it; "" where nothing is wrong

    @property
    def is_right(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.remedy_ja


def _dataset() -> Check:
    version = dataset.dataset_version()
    dataset.imported_version()
    return Check("dataset", "データ", f"版 {dataset.state_version() or version}")


def _store() -> Check:
    last = last_moment()
    return Check("store", "報告の保存先", f"最後の記録 {last.partition(' ')[2][:19] or 'なし'}")


def _disk() -> Check:
    url, folders = database_url(), {live_folder(), imported_folder()}
    if url.drivername == "sqlite":
        folders.add(Path(str(url.database)).parent)
    free = min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    remedy = "" if free >= LEAST_FREE else "1 GB 以上空けてください（古い控えを別の媒体に移すなど）。"
    return Check("disk", "空き容量", f"{free / 1e9:.1f} GB", remedy)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _writable() -> Check:
    for folder in {live_folder(), imported_folder()}:
        try:
            tempfile.TemporaryFile(dir=_existing(folder)).close()
        except OSError:
            remedy = "サーバーを動かす利用者に、このフォルダーの書き込みを許してください（chown、ReadWritePaths）。"
            return Check("folders", "書き込み", f"「{folder}」に書き込めません", remedy)
    return Check("folders", "書き込み", "できます")


def _packages() -> Check:
    wrong = []
    for line in (PROJECT / "requirements.txt").read_text("utf-8").splitlines():
        if pinned := _PINNED.match(line):
            try:
                there = metadata.version(pinned[1])
            except metadata.PackageNotFoundError:
                there = "なし"
            if there != pinned[2]:
                wrong.append(f"{pinned[1]} {there}（必要 {pinned[2]}）")
    remedy = "make setup で入れ直してください（閉じたネットワークでは運用の手引き 1）。"
    return Check("packages", "部品の版", "、".join(wrong) or "一致しています", remedy if wrong else "")


def _python() -> Check:
    remedy = "" if sys.version_info >= (3, 11) else "Python 3.11 以上で .venv を作り直してください（make setup）。"
    return Check("python", "Python", sys.version.split()[0], remedy)


def _files() -> Check:
    missing = [name for name in _STATIC if not (PROJECT / "static" / name).exists()]
    remedy = "make setup をもう一度行ってください。地図の部品と境界が書き出されます。"
    found = "、".join(f"static/{name} がありません" for name in missing)
    return Check("static", "地図の部品", found or "あります", remedy if missing else "")


def _documents() -> Check:
    folder = os.environ.get("MONITOR_SOURCES")
    if folder and not Path(folder).is_dir():
        remedy = "MONITOR_SOURCES を正しいフォルダーに直してください。"
        return Check("documents", "原文書", f"「{folder}」がありません", remedy)
    return Check("documents", "原文書", folder or "指定なし（文書名と行番号だけを示します）")


_ALWAYS: dict[str, Callable[[], Check]] = {"データ": _dataset, "報告の保存先": _store, "空き容量": _disk}
_IN_FULL: dict[str, Callable[[], Check]] = {
    "Python": _python, "部品の版": _packages, "地図の部品": _files, "原文書": _documents, "書き込み": _writable,
}  # fmt: skip


def checks(*, in_full: bool = False) -> list[Check]:
    """Look at everything and return what was found; nothing that is wrong stops the rest."""
    return [_looked_at(name_ja, look) for name_ja, look in (_ALWAYS | (_IN_FULL if in_full else {})).items()]


def _looked_at(name_ja: str, look: Callable[[], Check]) -> Check:
    name = look.__name__.strip("_")
    try:
        return look()
    except DatasetError as error:
        return Check(name, name_ja, error.happened_ja, error.next_ja)
    except Exception as error:
        found = f"調べられません（{type(error).__name__}）"
        return Check(name, name_ja, found, "サーバーの記録（journalctl）を確かめ、管理者に知らせてください。")
