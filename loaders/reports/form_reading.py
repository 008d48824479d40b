"""Read report forms that came back: every cell checked, every finding with its address and its remedy.

Nothing is written here: `ReportReading` says what may be accepted, `loaders.reports.desk` accepts it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.document import Row
from loaders.office_files import MAX_FORM_BYTES, SentFile, open_workbook
from loaders.office_limits import Limits, OfficeFileError
from loaders.reports.checked_rows import read_areas, read_targets
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.entries import Entry, SheetRows, area_row, cells_of, result_row, says_something, sheet_rows
from loaders.reports.findings import Finding, ReportError, finding_at, problem
from loaders.reports.layout import (
    AREA_COLUMNS,
    AREA_SHEET,
    COLUMNS,
    LAYOUT_VERSION,
    MACHINE_SHEET,
    REPORT_SHEET,
    FormColumn,
    seal,
)

_MOST = 50_000  # Of the cells of a form; the largest has a tenth
LIMITS = Limits(
    bytes=MAX_FORM_BYTES, unpacked=100_000_000, xml=30_000_000, elements=400_000,
    counts={"c": _MOST, "row": _MOST, "si": _MOST, "mergeCell": _MOST, "hyperlink": _MOST},
)  # fmt: skip
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


@dataclass(frozen=True)
class _FormKey:
    """The identity of a form, from its hidden machine sheet."""

    area_code: str
    fiscal_year: int
    report_kind: str
    base_revision: int


@dataclass
class _Form:
    """A form while it is read."""

    key: _FormKey
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
        book = book_of(sent)
        form = _form_of(book, content_of, expected or Expected())
    except ReportError as error:
        return ReportReading(sent.name, digest, findings=(finding_at(error),))
    revision = form.content.known_files.get(digest, 0)
    if revision and revision == form.content.revision:
        return _reading(sent, digest, form, is_known=True)
    try:
        if revision:
            raise problem("report.old_revision", revision=revision, newest=form.content.revision)
        _read_sheets(book, form)
        _look_at_the_whole(form)
    except ReportError as error:
        form = _Form(form.key, form.content, findings=[finding_at(error)])
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
            findings = (finding_at(problem("report.twice", name=reading.area_name_ja, first=seen[key])),)
            reading = ReportReading(sent.name, reading.file_sha256, findings=findings)
        yield sent, reading


def book_of(sent: SentFile) -> Workbook:
    """Return the workbook of a file.

    Raises:
        ReportError: The file is no Excel workbook that can be read.
    """
    try:
        return open_workbook(io.BytesIO(sent.data), LIMITS)
    except OfficeFileError as error:
        if error.fault in ("broken", "zip"):
            raise problem("report.broken_file") from error
        if error.fault == "password":
            raise problem("report.password") from error
        is_text = error.fault == "other" and sent.name.lower().endswith((".csv", ".txt", ".tsv"))
        fault = "csv" if is_text else error.fault
        raise problem(f"report.file_type/{fault}", megabytes=error.megabytes, detail=error.detail_ja) from error


def _key_of(book: Workbook) -> _FormKey:
    """Return which form a workbook is, from its machine sheet, checked against its seal."""
    if MACHINE_SHEET not in book.sheetnames:
        raise problem("report.not_a_form")
    pairs = {row[0].text: row[1].text for row in cells_of(book[MACHINE_SHEET]) if len(row) > 1 and row[0].text}
    version = pairs.get("layout_version", str(LAYOUT_VERSION))
    if version != str(LAYOUT_VERSION):
        raise problem("report.layout_version", found=version, expected=LAYOUT_VERSION)
    sealed = pairs.pop("sha256", "")
    try:
        if seal(pairs) != sealed or pairs["report_kind"] not in REPORT_KINDS:
            raise KeyError
        year, revision = int(pairs["fiscal_year"]), int(pairs["base_revision"])
        return _FormKey(pairs["area_code"], year, pairs["report_kind"], revision)
    except (KeyError, ValueError) as error:
        raise problem("report.altered_key") from error


def _form_of(book: Workbook, content_of: ContentOf, expected: Expected) -> _Form:
    key = _key_of(book)
    content = content_of(key.area_code, key.fiscal_year, key.report_kind)
    if content is None:
        raise problem("report.unknown_area", area_code=key.area_code)
    wanted = (expected.area_code, expected.fiscal_year, expected.report_kind)
    found = (key.area_code, key.fiscal_year, key.report_kind)
    if any(want is not None and want != have for want, have in zip(wanted, found, strict=True)):
        kind = REPORT_KINDS[key.report_kind]
        raise problem("report.other_form", name=content.full_name_ja, fiscal_year=key.fiscal_year, kind=kind)
    return _Form(key, content)


def _read_sheets(book: Workbook, form: _Form) -> None:
    sheet = _rows_of(book, REPORT_SHEET, COLUMNS)
    form.note = sheet.note
    form.entries, form.findings = read_targets(sheet.rows, form.content)
    form.areas = read_areas(_rows_of(book, AREA_SHEET, AREA_COLUMNS).rows, form.content)


def _rows_of(book: Workbook, name: str, columns: Sequence[FormColumn]) -> SheetRows:
    sheet = book[name] if name in book.sheetnames else None
    if not isinstance(sheet, Worksheet):
        raise problem("report.columns/sheet", sheet=name)
    return sheet_rows(sheet, columns)


def _look_at_the_whole(form: _Form) -> None:
    """Name what only shows in the whole form: an old form, a form without any answer."""
    key, content = form.key, form.content
    if key.base_revision < content.revision:
        numbers = {"revision": content.revision, "following": content.revision + 1}
        form.findings.append(finding_at(problem("report.older_form", **numbers)))
    touched = [entry for entry in (*form.entries, *form.areas) if entry.is_held or says_something(entry)]
    if not touched:
        raise problem("report.empty")


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
        rows=tuple(result_row(entry, entry.target, form.content) for entry in accepted if entry.target is not None),
        areas=tuple(area_row(entry) for entry in form.areas if not entry.is_held and says_something(entry)),
        submitter_note=form.note,
        findings=(*form.findings, *(one for entry in entries for one in entry.findings)),
        held_rows=sum(entry.is_held for entry in entries),
        target_count=len(form.content.targets),
        is_known=is_known,
    )
