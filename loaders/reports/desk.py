"""The desk of the reports, for the command line and for the page: hand out forms, and read them.

It knows the dataset and the live tables, as the desks of acceptance and of reminders do; everything below is pure.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath

import pandas as pd

from data import answers, store
from data.errors import UnknownRecordError
from loaders import apart
from loaders.document import Row
from loaders.office_files import BETWEEN, SentFile, unpacked
from loaders.reports.annotate import annotated
from loaders.reports.batch import Change, changes, read_reports
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.form_key import FormKey
from loaders.reports.form_reading import ReportReading
from loaders.reports.form_writing import form_file, zip_forms
from loaders.reports.known import KEYS, Known, named_in

_LOG = logging.getLogger(__name__)
# So many prefectures are asked for one by one (0.1 s each), then all Japan at once (1 s where every town has reported).
FEW = 3


@dataclass(frozen=True)
class Examined:
    """A file that came in, as it was read, and what accepting it would change."""

    sent: SentFile
    reading: ReportReading
    changes: tuple[Change, ...] = ()
    proposed: tuple[str, int, str] | None = None  # Town, year and kind that the title of a nameless form names

    @property
    def is_unchanged(self) -> bool:
        """Return whether the form says what was accepted before (also in a file that was saved again)."""
        return self.reading.is_known or (self.reading.can_be_accepted and not self.changes)

    @property
    def to_accept(self) -> bool:
        """Return whether accepting it would record something new."""
        return self.reading.can_be_accepted and not self.is_unchanged

    def returned_file(self) -> bytes | None:
        """Return the file with its findings as cell notes, or None where it cannot be opened or written again."""
        if not self.reading.can_be_returned:
            return None
        try:
            return apart.run(partial(annotated, self.sent, self.reading.findings))
        except Exception:
            _LOG.exception("Returned form %s", self.sent.name)
            return None


def returned_name(file_name: str) -> str:
    """Return the name of a form that goes back: its own, whatever folders a sender wrote in front of it."""
    name = PureWindowsPath(PurePosixPath(file_name.rpartition(BETWEEN)[2]).name).name
    return name if name.lower().endswith((".xlsx", ".xlsm", ".csv", ".tsv", ".txt")) else f"{name}.xlsx"


def known(with_reports: bool = True, place: str = "") -> Known:
    """Return what forms are made from and checked against, as it stands now.

    Args:
        with_reports: Whether forms show what was reported; without it they hold nothing but what documents say, for
            readers who may not see small counts.
        place: Beginning of the area codes: two digits for a prefecture, six for a municipality.
    """
    names = ["area_code", "name_ja", "prefecture_code", "prefecture_ja", "population"]
    with answers.one_moment():
        areas, targets, stated = (
            rows[rows["area_code"].str.startswith(place, na=not place)]
            for rows in (answers.municipalities()[names], answers.targets(), answers.achievements())
        )
        submissions = store.submissions(place=place)
        return Known(
            answers.dataset_version(),
            {row["area_code"]: row for row in _plain(areas)},
            _by_area([targets]),
            {row["indicator_code"]: row for row in _plain(answers.indicators())},
            _by_area([stated, *([store.reported_achievements(place=place)] if with_reports else [])]),
            _by_area([submissions[submissions["revision"].notna()]]),
            _by_area([store.reported_areas(place=place)] if with_reports else []),
            {name: _by_area([store.reported(name, place=place)]) for name in KEYS} if with_reports else {},
        )


def content_of(
    area_code: str, fiscal_year: int, report_kind: str = "full_year", tables: Known | None = None
) -> FormContent:
    """Return the content of one form; UnknownRecordError where there is no such municipality."""
    content = (tables or known(place=area_code)).content(area_code, fiscal_year, report_kind)
    if content is None:
        raise UnknownRecordError(kind_ja="団体コード", code=area_code)
    return content


def form_of(
    area_code: str, fiscal_year: int, report_kind: str = "full_year", *, with_reports: bool = True, as_csv: bool = False
) -> tuple[str, bytes]:
    """Return file name and file of one municipality's form; UnknownRecordError where there is no such municipality."""
    return form_file(content_of(area_code, fiscal_year, report_kind, known(with_reports, area_code)), as_csv=as_csv)


def contents_by_prefecture(
    fiscal_year: int, report_kind: str = "full_year", prefecture_code: str | None = None, *, with_reports: bool = True
) -> dict[str, list[FormContent]]:
    """Return the contents of all forms by code and name of the prefecture; UnknownRecordError where one is unknown."""
    tables = known(with_reports, prefecture_code or "")
    found: dict[str, list[FormContent]] = defaultdict(list)
    for code, area in tables.areas.items():
        if prefecture_code in (None, area["prefecture_code"]):
            name = f"{area['prefecture_code']}_{area['prefecture_ja']}"
            found[name].append(content_of(code, fiscal_year, report_kind, tables))
    if not found:
        raise UnknownRecordError(kind_ja="都道府県コード", code=str(prefecture_code))
    return dict(found)


def forms_zip(
    prefecture_code: str,
    fiscal_year: int,
    report_kind: str = "full_year",
    *,
    with_reports: bool = True,
    as_csv: bool = False,
    progress: Callable[[int, int], object] = lambda _done, _of: None,
) -> tuple[str, bytes]:
    """Return file name and zip of the forms of all municipalities of a prefecture.

    Args:
        progress: Told after each form how many are made, and of how many.

    Raises:
        UnknownRecordError: There is no such prefecture.
    """
    groups = contents_by_prefecture(fiscal_year, report_kind, prefecture_code, with_reports=with_reports)
    ((name, contents),) = groups.items()
    made = zip_forms(contents, as_csv=as_csv, progress=lambda done: progress(done, len(contents)))
    return zip_name(name, fiscal_year, report_kind, as_csv=as_csv), made


def zip_name(group: str, fiscal_year: int, report_kind: str, *, as_csv: bool = False) -> str:
    """Return the file name of the forms of a prefecture (its code and name)."""
    return f"{group}_{fiscal_year}年度_{REPORT_KINDS[report_kind]}{'_CSV' if as_csv else ''}.zip"


def received(uploads: Iterable[tuple[str, bytes]]) -> list[SentFile]:
    """Return the files that were uploaded (name and content), those inside a zip one by one."""
    return [sent for name, data in uploads for sent in unpacked(SentFile(name, data))]


def examine(files: Iterable[SentFile], chosen: Mapping[str, tuple[str, int, str]] | None = None) -> Iterator[Examined]:
    """Return every file as it was read, one after the other; no file raises an error.

    Args:
        chosen: Town, year and kind as a person says, by the hashes of files that do not say it themselves.
    """
    keys = {sha256: FormKey(*one[:3]) for sha256, one in (chosen or {}).items()}
    in_force = {sha256: FormKey(*one) for sha256, one in store.files_in_force().items()}
    towns, lock = answers.municipalities(), threading.Lock()
    tables: dict[str, Known] = {}  # by prefecture for the first few, then of all Japan ("") at once

    def content(area_code: str, fiscal_year: int, report_kind: str) -> FormContent | None:
        with lock:
            place = area_code[:2] if area_code[:2] in tables or len(tables) < FEW else ""
            if place not in tables:
                tables[place] = known(place=place)
        return tables[place].content(area_code, fiscal_year, report_kind)

    for sent, reading in read_reports(files, content, keys, in_force):
        found: Sequence[Change] = ()
        key = (reading.area_code, reading.fiscal_year, reading.report_kind)
        if reading.can_be_accepted and (known_of := content(*key)):
            found = list(changes(reading, known_of))
        proposed = named_in(reading.title_ja, towns) if reading.is_nameless else None
        yield Examined(sent, reading, tuple(found), proposed)


# What the page of the reports records besides: the office's own decisions.
decide_report = store.decide_report
set_calendar = store.set_calendar
clock_warning_ja = store.clock_warning_ja
freeze_edition = store.freeze_edition


def _plain(frame: pd.DataFrame) -> list[Row]:
    if not len(frame):
        return []
    names = [str(name) for name in frame.columns]
    columns = [
        [None if value is pd.NA or value != value else value for value in frame[name].astype(object)]
        for name in frame.columns
    ]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _by_area(frames: Sequence[pd.DataFrame]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for frame in frames:
        for row in _plain(frame):
            rows["" if row["area_code"] is None else str(row["area_code"])].append(row)
    return rows
