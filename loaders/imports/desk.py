"""The desk of the imports, for the command line and for the page: import a published file, remove it, say what is there.

The only module here that knows the store and its log; everything below it is pure.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from data import answers, dataset, store
from data.errors import DamagedImportError, InvalidDatasetError
from loaders import apart
from loaders.errors import LoaderError, refusal, refused_if_unforeseen
from loaders.files import sha256_of
from loaders.imports.census import read_census
from loaders.imports.resident_register import read_register
from loaders.imports.sheets import MAX_FILE_BYTES
from loaders.imports.statistics import StatisticsReading
from loaders.lookups import Lookups

Progress = Callable[[str, float], object]
Reader = Callable[[Path, str, Lookups, str], StatisticsReading]


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be imported."""

    code: str  # Its name on the command line
    name_ja: str  # Its name in messages
    published_ja: str  # Where it is published, and which file to take
    use_ja: str  # What it is used for
    endings: tuple[str, ...]  # File name endings that an upload may have
    most_megabytes: int  # Largest upload, not above `server.maxUploadSize`; what is larger goes by command
    named: tuple[str, ...] = ()  # Endings that are taken up only to say how the file can be saved anew


CENSUS = Kind(
    "census",
    "国勢調査",
    "e-Stat（政府統計の総合窓口 https://www.e-stat.go.jp/）→ 国勢調査 → 令和2年国勢調査 → 主な結果 → "
    "「都道府県・市区町村別の主な結果」の Excel",
    "全市区町村の人口・高齢化率・世帯数・面積（類似自治体、散布図、地図、住民に対する割合）",
    ("xlsx", "xlsm", "csv", "txt"),
    MAX_FILE_BYTES // 1_000_000,
    ("xls", "ods"),
)
REGISTER = Kind(
    "resident_register",
    "住民基本台帳",
    "e-Stat → 住民基本台帳に基づく人口、人口動態及び世帯数調査 →「【総計】市区町村別年齢階級別人口」の Excel",
    "新しい年の人口と高齢化率（カルテで、国勢調査・計画書と並べて）",
    ("xlsx", "xlsm", "csv", "txt"),
    MAX_FILE_BYTES // 1_000_000,
    ("xls", "ods"),
)
READERS: dict[str, Reader] = {CENSUS.code: read_census, REGISTER.code: read_register}
BOUNDARIES = Kind(
    "boundaries",
    "市区町村の境界",
    "国土数値情報ダウンロードサイト（https://nlftp.mlit.go.jp/ksj/）→ 行政区域（N03）→ 都道府県ごとの zip。"
    "デジタル庁の市区町村境界（TopoJSON）も使えます",
    "地図の形（取り込まなければ、気象庁の区域から作った境界）",
    ("zip", "json", "geojson", "topojson", "xml", "gml"),
    50,
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (CENSUS, REGISTER, BOUNDARIES)}


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    sentence_ja: str  # In one sentence
    is_new: bool  # False where nothing was written: the very same file had been imported before, or it was refused
    findings: Sequence[Mapping[str, str]] = ()  # severity, place and message_ja of what a reader should know
    is_refused: bool = False  # Whether the file was refused; the sentence says where, why, and what to do
    are_findings_kept: bool = False  # Whether the findings stand in the table `import_findings` and can be read again


def take_in(code: str, name: str, file: BinaryIO, *, by: str, progress: Progress | None = None) -> Imported:
    """Import an upload; a file that cannot be taken is refused with its reason, never an error.

    Args:
        progress: Called with what is being done, and the share done (0–1).

    Raises:
        DatasetError: The store cannot be reached or what was imported before is damaged.
    """
    with tempfile.NamedTemporaryFile(prefix="monitor-upload-", suffix=Path(name).suffix) as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        try:
            return import_file(code, Path(copy.name), by=by, name=name, progress=progress)
        except LoaderError as error:
            return Imported(str(error), False, is_refused=True)


def import_file(
    code: str, path: Path, *, by: str, name: str | None = None, progress: Progress | None = None
) -> Imported:
    """Import a published file: all of it or nothing; the same file again changes nothing.

    Args:
        name: The file's name as the reader knows it; that of the path unless given.
        progress: Called with what is being done, and the share done (0–1).

    Raises:
        LoaderError: The file is not of this kind, or contradicts itself.
        DatasetError: The store cannot be reached or what was imported before is damaged.
    """
    name, tell = name or path.name, progress or (lambda _step, _share: None)
    _refuse_practice(name)
    with suppress(DamagedImportError):  # a new import replaces what is damaged
        complete_log()
    if code == BOUNDARIES.code:
        return _import_boundaries(path, by, name, tell)
    return _import_statistics(code, path, by, name, tell)


def complete_log() -> None:
    """Enter the imports that were published by a process that ended before it could enter them in the log.

    Raises:
        DatasetError: The store cannot be reached or what was imported is damaged.
    """
    entries = answers.audit_log()
    for source in answers.imported_sources().to_dict("records"):
        action = "import_boundaries" if source["source_code"] == BOUNDARIES.code else "import_statistics"
        of_file = entries[(entries["action"] == action) & (entries["subject"] == source["file_name"])]
        if any(pd.to_datetime(of_file["recorded_at"], utc=True) >= pd.to_datetime(source["imported_at"], utc=True)):
            continue
        detail = f"{source['title_ja']}（{source['imported_at']}に取り込み、記録の前に止まったため後から記録した）"
        with store.logged(action, source["imported_by"], source["file_name"], detail):
            pass


def take_back(code: str, *, by: str) -> bool:
    """Remove what was imported, so that everything is as before; return whether there was anything.

    Raises:
        DatasetError: The store cannot be reached or what was imported before is damaged.
    """
    if code == BOUNDARIES.code:
        from loaders import boundary_import  # geopandas takes a second to load

        with store.logged("remove_boundaries", by, BOUNDARIES.name_ja):
            return boundary_import.remove_boundaries()
    try:
        sources = dataset.read_imported("statistics_sources")
    except DamagedImportError as error:
        file, title = error.file_name, "読めないため取り消した"
    else:
        mine = sources[sources["source_code"] == code]
        if mine.empty:
            return False
        file, title = str(mine["file_name"].iloc[0]), str(mine["title_ja"].iloc[0])
    with store.logged("remove_statistics", by, file, title):
        dataset.publish_imported(code, {})
    return True


def _import_boundaries(path: Path, by: str, name: str, tell: Progress) -> Imported:
    from loaders import boundary_import  # geopandas takes a second to load

    done = boundary_import.import_boundaries(path, by=by, name=name, progress=tell)
    sentence, *further = done.sentences_ja
    if done.is_new:
        with store.logged("import_boundaries", by, name, sentence):
            pass  # shapes take longer than others may be kept out: the entry follows
    return Imported(sentence, done.is_new, [{"severity": "info", "place": name, "message_ja": one} for one in further])


def _import_statistics(code: str, path: Path, by: str, name: str, tell: Progress) -> Imported:
    tell(f"{name} を読み取り中", 0.05)
    if not path.is_file():
        raise refusal("table.missing", name)
    reading = apart.read_file(partial(_read_statistics, code, path.resolve(), name), name)
    if _is_there(reading):
        tell("変更なし", 1.0)
        return Imported(
            "同じファイルを取り込み済みです。何も変えていません。", False, reading.findings, are_findings_kept=True
        )
    tell("検査の済んだ値を書き込み中", 0.7)
    source, kind = reading.source, KINDS[code]
    detail = f"{source['title_ja']}（{source['as_of_date']}現在）"
    with store.logged("import_statistics", by, name, detail) as moment:
        tables = {
            "statistics_sources": [{**source, "imported_at": moment, "imported_by": by}],
            "area_statistics": reading.values,
            "import_findings": [{"source_code": code, "seq": n, **one} for n, one in enumerate(reading.findings, 1)],
        }
        with refused_if_unforeseen(name, of=InvalidDatasetError):
            dataset.publish_imported(code, tables)
    tell("取り込みました", 1.0)
    count = source["municipality_count"]
    sentence = f"{kind.name_ja}（{source['as_of_date']}現在）を取り込みました。値のある市区町村は{count:,}です。"
    return Imported(sentence, True, reading.findings, are_findings_kept=True)


def _read_statistics(code: str, path: Path, name: str) -> StatisticsReading:
    with refused_if_unforeseen(name):
        return READERS[code](path, name, Lookups(), sha256_of(path))


def _refuse_practice(name: str) -> None:
    """Keep statistics of real places away from an invented prefecture."""
    if dataset.dataset_snapshot().is_practice:
        raise refusal("table.practice", name)


def _is_there(reading: StatisticsReading) -> bool:
    """Return whether this very file is in force, read as this version of the program reads it."""
    try:
        sources, values = dataset.read_imported("statistics_sources"), dataset.read_imported("area_statistics")
    except DamagedImportError:
        return False
    same = sources[sources["sha256"] == reading.source["sha256"]]
    return len(same) > 0 and int((values["source_code"] == reading.source["source_code"]).sum()) == len(reading.values)
