"""Read report forms that came back: every cell checked, every finding with its address and its remedy.

Nothing is written here: `ReportReading` says what may be accepted, `loaders.reports.desk` accepts it.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from data.schema import LIVE_TABLES
from loaders.document import Row
from loaders.office_files import SentFile
from loaders.reports.cells import short
from loaders.reports.checked_rows import read_areas, read_targets
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.entries import Entry, area_row, result_row, says_something
from loaders.reports.findings import Finding, ReportError, finding_at, problem
from loaders.reports.form_key import UNKNOWN_FORM, FormKey, key_of
from loaders.reports.further_rows import is_as_issued, lost_rows, read_sheet, row_of
from loaders.reports.further_rules import check_sheets
from loaders.reports.layout import AREA_COLUMNS, AREA_SHEET, COLUMNS, EDITIONS, HEADER_ROW, REPORT_SHEET
from loaders.reports.opening import NOT_OPENED, Form, form_in, rows_of, sheet_of
from loaders.reports.sheets import OWN_TARGETS, SHEETS, FormSheet
from loaders.text.normalise import folded

_LOG = logging.getLogger(__name__)
MOST_OF_NOTE = LIVE_TABLES["report_submissions"].column("submitter_note").max_length or 0
TITLES = tuple(f"{name}　" for name in (REPORT_SHEET, AREA_SHEET, *(sheet.name for sheet in SHEETS)))
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
    further: Mapping[str, Sequence[Row]] = field(default_factory=dict)  # The same of edition 2, by live table
    submitter_note: str = ""  # What the municipality added, "" where nothing
    findings: tuple[Finding, ...] = ()
    held_rows: int = 0  # Rows that an error keeps out
    target_count: int = 0
    title_ja: str = ""  # First line of the sheet of a form that does not say whose it is
    is_known: bool = False  # Whether this very file has been accepted before

    @property
    def can_be_accepted(self) -> bool:
        """Return whether something may be accepted: nothing holds the whole file back, and it says something."""
        return not self.is_refused and not self.is_known and bool(self.rows or self.areas or self.further)

    @property
    def is_other_file(self) -> bool:
        """Return whether it is no table at all (a letter, a picture), such as lies beside forms and nobody took for one."""
        return any(one.rule_id == "report.no_form" for one in self.findings)

    @property
    def is_nameless(self) -> bool:
        """Return whether the file does not say whose form it is; a person may choose town, year and kind, also again."""
        return any(one.rule_id in {*UNKNOWN_FORM, "report.chosen_form"} for one in self.findings)

    @property
    def can_be_returned(self) -> bool:
        """Return whether the file can be opened, so that it can go back with its findings."""
        return not any(one.rule_id in NOT_OPENED for one in self.findings)

    @property
    def is_refused(self) -> bool:
        """Return whether an error holds the whole file back."""
        return any(one.severity == "error" and one.row is None for one in self.findings)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Return what is left for the municipality to mend or explain."""
        return tuple(one for one in self.findings if one.is_open)


@dataclass
class _Form:
    key: FormKey
    content: FormContent
    entries: list[Entry] = field(default_factory=list)
    areas: list[Entry] = field(default_factory=list)
    further: list[tuple[FormSheet, Entry]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    note: str = ""


def read_report(sent: SentFile, content_of: ContentOf, chosen: FormKey | None = None) -> ReportReading:
    """Return what a file reports, with everything found in it; no file raises an error.

    Args:
        content_of: Gives the content of a form by area, fiscal year and kind; None for an unknown area.
        chosen: Which form a person says that it is; counts only where the file itself does not say it.
    """
    try:
        return _read(sent, content_of, chosen)
    except MemoryError:
        raise
    except Exception:  # whatever is in a file, those beside it are read
        _LOG.exception("Form %s", sent.name)
        return unread(sent, problem("report.unreadable"))


def unread(sent: SentFile, error: ReportError) -> ReportReading:
    """Return the reading of a file that is no form, or cannot be read."""
    return ReportReading(sent.name, sha256_of(sent), findings=(finding_at(error),))


def _read(sent: SentFile, content_of: ContentOf, chosen: FormKey | None) -> ReportReading:
    digest = sha256_of(sent)
    try:
        package = form_in(sent)
    except ReportError as error:
        return unread(sent, error)
    try:
        form = _form_of(package, content_of, chosen)
    except ReportError as error:
        return replace(unread(sent, error), title_ja=_title_of(package))
    revision = form.content.known_files.get(digest, 0)
    if revision and revision == form.content.revision:
        return _reading(sent, digest, form, is_known=True)
    try:
        if revision:
            raise problem("report.old_revision", revision=revision, newest=form.content.revision)
        _read_sheets(package, form)
        _look_at_the_whole(form)
    except ReportError as error:
        form = _Form(form.key, form.content, findings=[finding_at(error)])
    return _reading(sent, digest, form)


def read_before(sent: SentFile, key: FormKey, content: FormContent) -> ReportReading:
    """Return the reading of a file that is the revision in force of a form."""
    return _reading(sent, sha256_of(sent), _Form(key, content), is_known=True)


def _title_of(package: Form) -> str:
    for sheet in package.sheets:
        with suppress(ReportError):
            for cell in (cell for _, cells in package.rows(sheet)[:HEADER_ROW] for cell in cells):
                if cell.text.startswith(f"{REPORT_SHEET}　"):
                    return cell.text
    return ""


def sha256_of(sent: SentFile) -> str:
    """Return the hash of the content of a file."""
    return hashlib.sha256(sent.data).hexdigest()


def _form_of(package: Form, content_of: ContentOf, chosen: FormKey | None) -> _Form:
    try:
        key, note = key_of(package)
    except ReportError as error:
        if chosen is None or error.rule_id not in UNKNOWN_FORM:
            raise
        key, note = chosen, None
    content = content_of(key.area_code, key.fiscal_year, key.report_kind)
    if content is None:
        raise problem("report.unknown_area", area_code=key.area_code)
    if key is chosen:
        name, kind = content.full_name_ja, REPORT_KINDS[key.report_kind]
        _refuse_another_title(package, name, f"{key.fiscal_year}年度", kind)
        note = problem("report.chosen_form", name=name, fiscal_year=key.fiscal_year, kind=kind)
        key = key._replace(edition=min(content.edition, _edition_of(package)))
    return _Form(key, content, findings=[finding_at(note)] if note else [])


def _edition_of(package: Form) -> int:
    with suppress(ReportError):
        sheet_of(package, AREA_SHEET, AREA_COLUMNS)
        return 1
    return EDITIONS[-1]


def _refuse_another_title(package: Form, *chosen_ja: str) -> None:
    """Refuse a form whose title names another town, year or kind than a person chose."""
    for sheet in package.sheets:
        for title in (cell.text for _, row in package.rows(sheet)[:HEADER_ROW] for cell in row):
            if title.startswith(TITLES) and not all(folded(part) in folded(title) for part in chosen_ja):
                raise problem("report.chosen_form/title", title=short(title, 80), chosen="　".join(chosen_ja))


def _read_sheets(package: Form, form: _Form) -> None:
    sheet = rows_of(package, REPORT_SHEET, COLUMNS)
    form.note = sheet.note[:MOST_OF_NOTE]
    form.entries, missing = read_targets(sheet.rows, form.content)
    form.findings += missing
    if len(sheet.note) > MOST_OF_NOTE:
        counts = {"count": f"{len(sheet.note):,}", "most": f"{MOST_OF_NOTE:,}"}
        form.findings.append(finding_at(problem("report.note_too_long", **counts), REPORT_SHEET))
    if form.key.edition == 1:
        form.areas = read_areas(rows_of(package, AREA_SHEET, AREA_COLUMNS).rows, form.content)
        return
    for declared in SHEETS:
        found = rows_of(package, declared.name, declared.columns)
        form.further += [(declared, entry) for entry in read_sheet(declared, found, form.content)]
    check_sheets([entry for _, entry in form.further])


def _look_at_the_whole(form: _Form) -> None:
    """Name what only shows in the whole form: an old form, a form without any answer."""
    key, content = form.key, form.content
    if key.base_revision is not None and key.base_revision < content.revision:
        numbers = {"revision": content.revision, "following": content.revision + 1}
        form.findings.append(finding_at(problem("report.older_form", **numbers)))
    touched = [entry for entry in (*form.entries, *form.areas) if entry.is_held or says_something(entry)]
    further = [one for sheet, one in form.further if one.is_held or not is_as_issued(sheet, one, content)]
    if not touched and not further:
        raise problem("report.empty/issued" if form.further else "report.empty")
    form.findings += lost_rows(form.further, content)


def _reading(sent: SentFile, digest: str, form: _Form, is_known: bool = False) -> ReportReading:
    entries = [*form.entries, *form.areas, *(entry for _, entry in form.further)]
    further: dict[str, list[Row]] = defaultdict(list)
    for sheet, entry in form.further:
        if not entry.is_held:
            table, row = row_of(sheet, entry)
            further[table].append(row)
    own = [entry for sheet, entry in form.further if sheet is OWN_TARGETS]
    accepted = [entry for entry in (*form.entries, *own) if not entry.is_held and says_something(entry)]
    return ReportReading(
        file_name=sent.name,
        file_sha256=digest,
        area_code=form.key.area_code,
        area_name_ja=form.content.full_name_ja,
        fiscal_year=form.key.fiscal_year,
        report_kind=form.key.report_kind,
        rows=tuple(result_row(entry, entry.target, form.content) for entry in accepted if entry.target is not None),
        areas=tuple(area_row(entry) for entry in form.areas if not entry.is_held and says_something(entry)),
        further=dict(further),
        submitter_note=form.note,
        findings=(*form.findings, *(one for entry in entries for one in entry.findings)),
        held_rows=sum(entry.is_held for entry in entries),
        target_count=len(form.content.targets) + len(own),
        is_known=is_known,
    )
