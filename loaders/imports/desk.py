"""The desk of the imports, for the command line and for the page: import a published file, remove it, say what is there.

The only module here that knows the store and its log; everything below it is pure.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import pandas as pd

from data import answers, dataset, store
from data.errors import DamagedImportError, InvalidDatasetError
from data.folders import yaml_beside
from loaders import apart
from loaders.errors import LoaderError, refusal, refused_if_unforeseen
from loaders.files import copy_of, sha256_of
from loaders.imports.census import read_census
from loaders.imports.resident_register import read_register
from loaders.imports.sheets import MAX_FILE_BYTES
from loaders.imports.stage_lists import read_stages
from loaders.imports.statistics import StatisticsReading
from loaders.lookups import Lookups

__all__ = ["KINDS", "STAGES", "Imported", "Kind", "complete_log", "import_file", "take_back", "take_in"]

Progress = Callable[[str, float], object]
Reader = Callable[[Path, str, Lookups, str], StatisticsReading]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be imported, as desk.yml declares it."""

    code: str  # Its name on the command line
    name_ja: str  # Its name in messages
    published_ja: str  # Where it is published, and which file to take
    use_ja: str  # What it is used for
    endings: Sequence[str] = ("xlsx", "xlsm", "csv", "txt")  # File name endings that an upload may have
    # Largest upload, not above `server.maxUploadSize`; what is larger goes by command
    most_megabytes: int = MAX_FILE_BYTES // 1_000_000
    named: Sequence[str] = ("xls", "ods")  # Endings that are taken up only to say how the file can be saved anew


KINDS: Mapping[str, Kind] = {code: Kind(code, **one) for code, one in yaml_beside(__file__).items()}
BOUNDARIES, STAGES = KINDS["boundaries"], KINDS["stages"]
_SAME_JA = "同じファイルを取り込み済みです。何も変えていません。"
READERS: dict[str, Reader] = {"census": read_census, "resident_register": read_register}


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
    with copy_of(file, name) as copy:
        try:
            return import_file(code, copy, by=by, name=name, progress=progress)
        except LoaderError as error:
            return Imported(str(error), False, is_refused=True)


def import_file(
    code: str, path: Path, *, by: str, name: str | None = None, progress: Progress | None = None,
    fiscal_year: int | None = None,
) -> Imported:  # fmt: skip
    """Import a published file: all of it or nothing; the same file again changes nothing.

    Args:
        name: The file's name as the reader knows it; that of the path unless given.
        progress: Called with what is being done, and the share done (0–1).
        fiscal_year: The year of a table of towns that names none.

    Raises:
        LoaderError: The file is not of this kind, or contradicts itself.
        DatasetError: The store cannot be reached or what was imported before is damaged.
    """
    name, tell = name or path.name, progress or (lambda _step, _share: None)
    if dataset.dataset_snapshot().is_practice:
        raise refusal("table.practice", name)
    store.renew_imports()
    with suppress(DamagedImportError):  # a new import replaces what is damaged
        complete_log()
    if code == BOUNDARIES.code:
        done = _import_boundaries(path, by, name, tell)
    elif not path.is_file():
        raise refusal("table.missing", name)
    elif code == STAGES.code:
        done = _import_stages(path, by, name, tell, fiscal_year)
    else:
        done = _import_statistics(code, path, by, name, tell)
    store.share_imports()
    return done


def place_maps() -> None:
    """Write the files of the map for the boundaries in force, which another process may have imported."""
    from loaders import static_files  # geopandas takes a second to load

    static_files.place_boundaries()


def complete_log() -> None:
    """Enter the imports that were published by a process that ended before it could enter them in the log.

    Raises:
        DatasetError: The store cannot be reached or what was imported is damaged.
    """
    entries = answers.audit_log()
    for source in answers.imported_sources().to_dict("records"):
        actions = {BOUNDARIES.code: "import_boundaries", STAGES.code: "import_stages"}
        action = actions.get(source["source_code"], "import_statistics")
        of_file = entries[(entries["action"] == action) & (entries["subject"] == source["file_name"])]
        if any(pd.to_datetime(of_file["recorded_at"], utc=True) >= pd.to_datetime(source["imported_at"], utc=True)):
            continue
        detail = f"{source['title_ja']}（{source['imported_at']}に取り込み、記録の前に止まったため後から記録した）"
        with store.logged(action, source["imported_by"], source["file_name"], detail):
            pass


def take_back(code: str, *, by: str, list_id: str | None = None) -> bool:
    """Remove what was imported, so that everything is as before; return whether there was anything.

    Args:
        list_id: Of the lists of stages the one to remove; all of them unless given.

    Raises:
        DatasetError: The store cannot be reached or what was imported before is damaged.
    """
    store.renew_imports()
    taken = _take_back(code, by, list_id)
    store.share_imports()
    return taken


def _take_back(code: str, by: str, list_id: str | None) -> bool:
    if code == BOUNDARIES.code:
        from loaders import boundaries  # geopandas takes a second to load

        with store.logged("remove_boundaries", by, BOUNDARIES.name_ja):
            return boundaries.remove_boundaries()
    if code == STAGES.code:
        return _take_back_stages(by, list_id)
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
    from loaders import boundaries  # geopandas takes a second to load

    done = boundaries.import_boundaries(path, by=by, name=name, progress=tell)
    sentence, *further = done.sentences_ja
    if done.is_new:
        with store.logged("import_boundaries", by, name, sentence):
            pass  # shapes take longer than others may be kept out: the entry follows
    return Imported(sentence, done.is_new, [{"severity": "info", "place": name, "message_ja": one} for one in further])


def _import_statistics(code: str, path: Path, by: str, name: str, tell: Progress) -> Imported:
    tell(f"{name} を読み取り中", 0.05)
    reading = apart.read_file(partial(_read, READERS[code], path.resolve(), name, sha256_of(path)), name)
    if _is_there(reading):
        tell("変更なし", 1.0)
        return Imported(_SAME_JA, False, reading.findings, are_findings_kept=True)
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


def _import_stages(path: Path, by: str, name: str, tell: Progress, fiscal_year: int | None) -> Imported:
    tell(f"{name} を読み取り中", 0.05)
    sha, lists = sha256_of(path), _stage_tables()
    if (lists["stage_lists"]["sha256"] == sha).any():
        return Imported(_SAME_JA, False)
    reading = apart.read_file(partial(_read, read_stages, path.resolve(), name, fiscal_year), name)
    towns = len({row["area_code"] for row in reading.stages})
    key = {"source_code": STAGES.code, "list_id": sha[:12]}
    about = {"list_kind": reading.list_kind, "title_ja": reading.title_ja, "file_name": name, "sha256": sha,
             "row_count": len(reading.stages), "municipality_count": towns}  # fmt: skip
    with store.logged("import_stages", by, name, reading.title_ja) as moment:
        new = {
            "stage_lists": [{**key, **about, "imported_at": moment, "imported_by": by}],
            "listed_stages": [{**row, **key, "seq": n} for n, row in enumerate(reading.stages, 1)],
            "listed_grants": [{**row, **key, "seq": n} for n, row in enumerate(reading.grants, 1)],
        }
        with refused_if_unforeseen(name, of=InvalidDatasetError):
            _publish_stages({table: pd.concat([before, pd.DataFrame(new[table])]) for table, before in lists.items()})
    tell("取り込みました", 1.0)
    grants = f"、交付額{len(reading.grants):,}件" if reading.grants else ""
    sentence = (
        f"{name} を取り込みました。{towns:,}市区町村の段階{len(reading.stages):,}件{grants}（一覧番号 {sha[:12]}）。"
    )
    return Imported(sentence, True, reading.findings)


def _take_back_stages(by: str, list_id: str | None) -> bool:
    try:
        tables = _stage_tables()
    except DamagedImportError as error:
        with store.logged("remove_stages", by, error.file_name, "読めないため取り消した"):
            dataset.publish_imported(STAGES.code, {})
        return True
    mine = tables["stage_lists"]
    mine = mine if list_id is None else mine[mine["list_id"] == list_id]
    if mine.empty:
        return False
    with store.logged("remove_stages", by, "、".join(mine["file_name"]), "、".join(mine["title_ja"])):
        _publish_stages({name: rows[~rows["list_id"].isin(mine["list_id"])] for name, rows in tables.items()})
    return True


def _stage_tables() -> dict[str, pd.DataFrame]:
    return {name: dataset.read_imported(name) for name in ("stage_lists", "listed_stages", "listed_grants")}


def _publish_stages(tables: Mapping[str, pd.DataFrame]) -> None:
    dataset.publish_imported(STAGES.code, {name: rows for name, rows in tables.items() if len(rows)})


def _read(reader: Callable[[Path, str, Lookups, T], R], path: Path, name: str, given: T) -> R:
    with refused_if_unforeseen(name):  # here, where the place of the error is still known
        return reader(path, name, Lookups(), given)


def _is_there(reading: StatisticsReading) -> bool:
    """Return whether this very file is in force, read as this version of the program reads it."""
    try:
        sources, values = dataset.read_imported("statistics_sources"), dataset.read_imported("area_statistics")
    except DamagedImportError:
        return False
    same = sources[sources["sha256"] == reading.source["sha256"]]
    return len(same) > 0 and int((values["source_code"] == reading.source["source_code"]).sum()) == len(reading.values)
