"""Read report forms that came back: every cell checked, every finding with its address and its remedy.

Nothing is written here: `ReportReading` says what may be accepted, `loaders.reports.desk` accepts it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.document import Row
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.entries import Entry, SheetRows, sheet_rows
from loaders.reports.findings import Finding, ReportError, whole_file
from loaders.reports.layout import AREA_COLUMNS, AREA_SHEET, COLUMNS, REPORT_SHEET, FormColumn
from loaders.reports.machine import FormKey, read_key
from loaders.reports.result_rows import area_row, result_row, says_something
from loaders.reports.service_areas import read_areas
from loaders.reports.target_rows import read_targets
from loaders.reports.workbook import SentFile, open_workbook

ContentOf = Callable[[str, int, str], FormContent | None]


@dataclass(frozen=True)
class ReportReading:
    """One form as it was read."""

    file_name: str
    file_sha256: str
    area_code: str = ""  # Area of the form, "" where the file is no form
    area_name_ja: str = ""
    fiscal_year: int = 0
    report_kind: str = ""
    form_id: str = ""
    dataset_version: str = ""
    # What may be accepted, as rows of `reported_achievements` without ids; blank rows are left out
    rows: tuple[Row, ...] = ()
    areas: tuple[Row, ...] = ()  # What may be accepted, as rows of `report_areas` without ids
    submitter_note: str = ""  # What the municipality added, "" where nothing
    findings: tuple[Finding, ...] = ()
    held_rows: int = 0  # Rows that an error keeps out
    target_count: int = 0
    is_known: bool = False  # Whether this very file has been accepted before

    @property
    def can_be_accepted(self) -> bool:
        """Return whether something may be accepted: nothing holds the whole file back, and it says something."""
        return not self.is_refused and not self.is_known and bool(self.rows or self.areas)

    @property
    def is_refused(self) -> bool:
        """Return whether an error holds the whole file back."""
        return any(one.severity == "error" and one.row is None for one in self.findings)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Return what is left for the municipality to mend or explain."""
        return tuple(one for one in self.findings if one.is_open)


@dataclass(frozen=True)
class Expected:
    """What the receiver is waiting for; None accepts any."""

    area_code: str | None = None
    fiscal_year: int | None = None
    report_kind: str | None = None


@dataclass
class _Form:
    """A form while it is read."""

    key: FormKey
    content: FormContent
    entries: list[Entry] = field(default_factory=list)
    areas: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    note: str = ""


def read_report(sent: SentFile, content_of: ContentOf, expected: Expected | None = None) -> ReportReading:
    """Return what a file reports, with everything found in it; no file raises an error.

    Args:
        content_of: Gives the content of a form by area, fiscal year and kind; None for an unknown area.
    """
    digest = hashlib.sha256(sent.data).hexdigest()
    try:
        book = open_workbook(sent)
        form = _form_of(book, content_of, expected or Expected())
    except ReportError as problem:
        return ReportReading(sent.name, digest, findings=(whole_file(problem),))
    revision = form.content.known_files.get(digest, 0)
    if revision and revision == form.content.revision:
        return _reading(sent, digest, form, is_known=True)
    try:
        if revision:
            raise _superseded(revision, form.content.revision)
        _read_sheets(book, form)
        _look_at_the_whole(form)
    except ReportError as problem:
        form = _Form(form.key, form.content, findings=[whole_file(problem)])
    return _reading(sent, digest, form)


def read_reports(
    files: Iterable[SentFile], content_of: ContentOf, expected: Expected | None = None
) -> Iterator[tuple[SentFile, ReportReading]]:
    """Return the files with their readings; a second form of one municipality in the same batch is refused."""
    seen: dict[tuple[str, int, str], str] = {}
    for sent in files:
        reading = read_report(sent, content_of, expected)
        key = (reading.area_code, reading.fiscal_year, reading.report_kind)
        if reading.can_be_accepted and seen.setdefault(key, sent.name) != sent.name:
            findings = (whole_file(_twice(reading.area_name_ja, seen[key])),)
            reading = ReportReading(sent.name, reading.file_sha256, findings=findings)
        yield sent, reading


def _form_of(book: Workbook, content_of: ContentOf, expected: Expected) -> _Form:
    key = read_key(book)
    content = content_of(key.area_code, key.fiscal_year, key.report_kind)
    if content is None:
        raise ReportError(
            f"団体コード {key.area_code} の団体は登録されていません。",
            "どの団体の報告かがわかりません。",
            "このデータから作った様式かどうか確かめてください。",
            "report.unknown_area",
        )
    wanted = (expected.area_code, expected.fiscal_year, expected.report_kind)
    found = (key.area_code, key.fiscal_year, key.report_kind)
    if any(want is not None and want != have for want, have in zip(wanted, found, strict=True)):
        raise ReportError(
            f"{content.full_name_ja}の {key.fiscal_year}年度 {REPORT_KINDS[key.report_kind]}の様式です。",
            "受け付けようとしている報告とは、団体・年度・種類のいずれかが違います。",
            "その団体・年度・種類の様式を提出してください。",
            "report.other_form",
        )
    return _Form(key, content)


def _superseded(revision: int, newest: int) -> ReportError:
    return ReportError(
        f"第{revision}版として受け付けたファイルと同じです。",
        f"その後の第{newest}版が今の報告です。古い版に戻すことはできません。",
        "新しい値に直したファイルを提出してください。",
        "report.old_revision",
    )


def _twice(name: str, first: str) -> ReportError:
    return ReportError(
        f"{name}の同じ報告が「{first}」にもあります。",
        "どちらが正しいかわかりません。",
        "正しい方の一つだけを提出してください。",
        "report.twice",
    )


def _read_sheets(book: Workbook, form: _Form) -> None:
    sheet = _rows_of(book, REPORT_SHEET, COLUMNS)
    form.note = sheet.note
    form.entries, form.findings = read_targets(sheet.rows, form.content)
    form.areas = read_areas(_rows_of(book, AREA_SHEET, AREA_COLUMNS).rows, form.content)


def _rows_of(book: Workbook, name: str, columns: Sequence[FormColumn]) -> SheetRows:
    sheet = book[name] if name in book.sheetnames else None
    if not isinstance(sheet, Worksheet):
        raise ReportError(
            f"「{name}」のシートがありません。",
            "報告の内容を読めません。",
            "シートの名前を変えたり消したりせず、配布した様式に記入してください。",
            "report.columns",
        )
    return sheet_rows(sheet, columns)


def _look_at_the_whole(form: _Form) -> None:
    """Name what only shows in the whole form: an old form, a form without any answer."""
    key, content = form.key, form.content
    if key.base_revision < content.revision:
        form.findings.append(
            Finding(
                "report.older_form",
                "info",
                f"第{content.revision}版を受け付ける前に発行された様式です。",
                f"受け付けると、第{content.revision}版に代わって第{content.revision + 1}版になります。",
                "変わる値を確かめてください。",
            )
        )
    touched = [entry for entry in (*form.entries, *form.areas) if entry.is_held or says_something(entry)]
    if not touched:
        raise ReportError(
            "記入がありません。",
            "空欄は「報告なし」なので、受け付けるものがありません。",
            "黄色の欄に記入してください。実績が0だったときは「0」を、測れなかったときは「測定不能」を選んでください。",
            "report.empty",
        )


def _reading(sent: SentFile, digest: str, form: _Form, is_known: bool = False) -> ReportReading:
    entries = [*form.entries, *form.areas]
    accepted = [entry for entry in form.entries if not entry.is_held and says_something(entry)]
    return ReportReading(
        file_name=sent.name,
        file_sha256=digest,
        area_code=form.key.area_code,
        area_name_ja=form.content.full_name_ja,
        fiscal_year=form.key.fiscal_year,
        report_kind=form.key.report_kind,
        form_id=form.key.form_id,
        dataset_version=form.key.dataset_version,
        rows=tuple(result_row(entry, entry.target, form.content) for entry in accepted if entry.target is not None),
        areas=tuple(area_row(entry) for entry in form.areas if not entry.is_held and says_something(entry)),
        submitter_note=form.note,
        findings=(*form.findings, *(one for entry in entries for one in entry.findings)),
        held_rows=sum(entry.is_held for entry in entries),
        target_count=len(form.content.targets),
        is_known=is_known,
    )
