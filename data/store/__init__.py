"""Reports of municipalities and decisions of the office: written once, never changed, readable as of any moment.

Forms, decisions, due dates and editions are recorded in one transaction each, as further rows.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data import dataset
from data.errors import EditionExistsError, InvalidReportError, UnknownEditionError, UnknownRecordError
from data.schema import label_of
from data.store.reports import (
    contacts,
    files_in_force,
    record_in_bulk,
    record_mails,
    report_calendar,
    report_decisions,
    report_findings,
    report_mails,
    reported,
    reported_achievements,
    reported_areas,
    set_contacts,
    submissions,
)
from data.store.rows import (
    DATASET_CONTENTS,
    DATASET_MEMBERS,
    DATASET_VERSIONS,
    LIVE,
    SUBMISSIONS,
    frame_of,
    last_by_area,
    now,
    recorded,
    refuse_unknown_municipalities,
    text_of,
)
from data.store.sessions import (
    archive_dataset,
    audit_log,
    clock_warning_ja,
    enter,
    entries_from,
    last_moment,
    logged,
    reading,
    renew_imports,
    share_imports,
    together,
    writing,
)
from data.validation import Row, checked_rows

__all__ = [
    "Accepted", "Edition", "accept_report", "audit_log", "clock_warning_ja", "contacts", "dataset_at", "decide_report", "edition_named", "edition_snapshot",
    "editions", "entries_from", "files_in_force", "freeze_edition", "last_moment", "logged", "record_in_bulk", "record_mails", "renew_imports", "report_calendar", "report_decisions", "report_findings",
    "report_mails", "reported", "reported_achievements", "reported_areas", "set_calendar", "set_contacts", "share_imports", "submissions", "together",
]  # fmt: skip

EDITIONS = LIVE.tables["editions"]


@dataclass(frozen=True)
class Edition:
    """A frozen edition."""

    name: str
    dataset_version: str
    frozen_at: str  # What was recorded up to this moment belongs to it


def freeze_edition(name: str, *, frozen_by: str, note: str | None = None) -> Edition:
    """Give the present state a name under which it can be read for ever.

    Raises:
        EditionExistsError: The name is taken; an edition never changes.
        InvalidReportError: The name or the person is missing.
    """
    row = {"name": name, "frozen_by": frozen_by, "note": note, "dataset_version": "-", "frozen_at": "-"}
    edition = checked_rows("editions", [row])[0]
    with writing() as connection:
        if connection.execute(select(EDITIONS.c.name).where(EDITIONS.c.name == edition["name"])).first():
            raise EditionExistsError(name=str(edition["name"]))
        archive_dataset(connection)  # the dataset may have changed this very moment
        version = dataset.dataset_snapshot().version
        moment = enter(connection, "freeze_edition", frozen_by, str(edition["name"]), f"データの版 {version}")
        connection.execute(insert(EDITIONS).values({**edition, "dataset_version": version, "frozen_at": moment}))
        return Edition(str(edition["name"]), version, moment)


def editions() -> pd.DataFrame:
    """Return the editions, the latest first."""
    with reading() as connection:
        rows = connection.execute(select(EDITIONS).order_by(EDITIONS.c.frozen_at.desc())).mappings()
        return frame_of("editions", rows)


def edition_named(name: str) -> Edition:
    """Return an edition by its name; UnknownEditionError where none has it."""
    with reading() as connection:
        row = connection.execute(select(EDITIONS).where(EDITIONS.c.name == name)).first()
    if row is None:
        raise UnknownEditionError(name=name)
    return Edition(row.name, row.dataset_version, row.frozen_at)


def edition_snapshot(edition: Edition) -> dataset.Snapshot:
    """Return an edition's dataset under the present schema; UnknownEditionError where the store never saw it."""
    present, version = dataset.dataset_snapshot(), edition.dataset_version
    if version == present.version:
        return present
    of_version = DATASET_MEMBERS.c.dataset_version == version
    kept = select(DATASET_MEMBERS.c.table_name, DATASET_CONTENTS.c.content).join(
        DATASET_CONTENTS, DATASET_CONTENTS.c.content_sha256 == DATASET_MEMBERS.c.content_sha256
    )
    manifest = select(DATASET_VERSIONS.c.manifest).where(DATASET_VERSIONS.c.dataset_version == version)
    with reading() as connection:
        noted = connection.execute(manifest).scalar()
        contents = {row.table_name: row.content for row in connection.execute(kept.where(of_version))}
    if noted is None:
        raise UnknownEditionError(name=version)
    return dataset.Snapshot((), version, json.loads(noted), contents, is_archived=True)


def dataset_at(moment: str) -> dataset.Snapshot | None:
    """Return the dataset that was in use at a moment; None where the store knew none yet."""
    at = DATASET_VERSIONS.c.recorded_at
    last = select(DATASET_VERSIONS.c.dataset_version).where(at <= moment).order_by(at.desc()).limit(1)
    with reading() as connection:
        version = connection.execute(last).scalar()
    return edition_snapshot(Edition("", version, moment)) if version else None


REPORT_DECISIONS = LIVE.tables["report_decisions"]
REPORT_CALENDAR = LIVE.tables["report_calendar"]
FORM_KEY = ("area_code", "fiscal_year", "report_kind")
# What accept_report itself adds: written here so that the rows can be checked before the store is locked.
PENDING = {"submission_id": "-", "recorded_at": "-", "revision": 1}


@dataclass(frozen=True)
class Accepted:
    """The outcome of accepting a form."""

    submission_id: str  # The number of the submission
    revision: int  # Its revision, from 1
    is_new: bool  # Whether it was recorded now; False for a file that had been accepted before


def accept_report(
    submission: Row,
    achievements: Sequence[Row],
    areas: Sequence[Row] = (),
    findings: Sequence[Row] = (),
    *,
    further: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    accepted_by: str,
) -> Accepted:
    """Record a checked form as a new revision; a file that was accepted before is recognised and changes nothing.

    So a run over many forms may be interrupted at any point and simply be repeated.

    Args:
        submission: area_code, fiscal_year, report_kind (`full_year`, `mid_year`), file_sha256, file_name; optional
            received_at (default now; without an offset in Japan time) and submitter_note.
        achievements, areas, findings: Rows of `reported_achievements` (without the form's blank rows), `report_areas` and
            `report_findings`, all without their ids.
        further: What edition 2 of the form says beside: rows by live table (`report_roads`, `report_services`,
            `report_counts`, `report_process`, `reported_targets`), without submission_id, area_code and fiscal_year.

    Raises:
        InvalidReportError: A value breaks the declaration in `data/tables/live.yml`, or the municipality is unknown.
    """
    form = _checked_form(submission, accepted_by)
    place = {name: form[name] for name in ("area_code", "fiscal_year")}
    given = {"reported_achievements": achievements, "report_areas": areas, "report_findings": findings, **further}
    ids = {**place, "achievement_id": "-", "submission_id": "-"}
    children = {
        name: checked_rows(
            name,
            [
                {**row, **{key: value for key, value in {**ids, "seq": seq}.items() if key in LIVE.tables[name].c}}
                for seq, row in enumerate(rows, 1)
            ],
        )
        for name, rows in given.items()
    }
    with writing() as connection:
        return _earlier(connection, form) or _record(connection, form, children)


def _checked_form(submission: Row, accepted_by: str) -> dict[str, object]:
    try:
        received_at = text_of(str(submission.get("received_at") or now()))
    except ValueError as error:
        raise InvalidReportError([f"提出日時「{submission['received_at']}」を日時として読めません。"]) from error
    given = {**submission, **PENDING, "received_at": received_at, "accepted_by": accepted_by}
    form = checked_rows("report_submissions", [given])[0]
    refuse_unknown_municipalities([form["area_code"]])
    return form


def _earlier(connection: Connection, form: Row) -> Accepted | None:
    """Return the submission of the same file for the same form, if there is one."""
    same = [SUBMISSIONS.c[name] == form[name] for name in (*FORM_KEY, "file_sha256")]
    row = connection.execute(select(SUBMISSIONS).where(*same)).first()
    return None if row is None else Accepted(row.submission_id, row.revision, is_new=False)


def _record(connection: Connection, form: Row, children: dict[str, list[dict[str, object]]]) -> Accepted:
    same_form = [SUBMISSIONS.c[name] == form[name] for name in FORM_KEY]
    revision = (connection.execute(select(func.max(SUBMISSIONS.c.revision)).where(*same_form)).scalar() or 0) + 1
    submission_id = "-".join([*(str(form[name]) for name in FORM_KEY), f"r{revision}"])
    counts = "、".join(f"{label}{len(children[name])}件" for name, label in
                       (("reported_achievements", "実績"), ("report_findings", "検査結果")))  # fmt: skip
    moment = enter(connection, "accept_report", str(form["accepted_by"]), submission_id, f"第{revision}版。{counts}")
    ids = {"submission_id": submission_id}
    connection.execute(insert(SUBMISSIONS).values({**form, **ids, "revision": revision, "recorded_at": moment}))
    for name, rows in children.items():
        numbered = [{**row, **ids} for row in rows]
        if name == "reported_achievements":
            numbered = [{**row, "achievement_id": f"{submission_id}-{row['seq']:03}"} for row in numbered]
        if numbered:
            connection.execute(insert(LIVE.tables[name]), numbered)
    return Accepted(submission_id, revision, is_new=True)


def decide_report(submission_id: str, state: str, *, decided_by: str, reason_ja: str | None = None) -> None:
    """Confirm a report, return it to the municipality, or take such a decision back.

    Args:
        state: `confirmed`, `returned` (needs a reason) or `submitted`.

    Raises:
        UnknownRecordError: There is no such submission.
        InvalidReportError: The state is unknown, or a report is returned without a reason.
    """
    if state == "returned" and not (reason_ja or "").strip():
        raise InvalidReportError(["差戻しには理由が必要です。"])
    with writing() as connection:
        of_submission = SUBMISSIONS.c.submission_id == submission_id
        if connection.execute(select(SUBMISSIONS.c.submission_id).where(of_submission)).first() is None:
            raise UnknownRecordError(kind_ja="受付番号", code=submission_id)
        last = select(func.max(REPORT_DECISIONS.c.seq)).where(REPORT_DECISIONS.c.submission_id == submission_id)
        row = {"submission_id": submission_id, "seq": (connection.execute(last).scalar() or 0) + 1, "state": state,
               "reason_ja": reason_ja, "decided_by": decided_by, "recorded_at": "-"}  # fmt: skip
        decision = checked_rows("report_decisions", [row])[0]
        detail = label_of("report_decisions", "state", state) + (f"。{reason_ja}" if reason_ja else "")
        moment = enter(connection, "decide_report", decided_by, submission_id, detail)
        connection.execute(insert(REPORT_DECISIONS).values({**decision, "recorded_at": moment}))


def set_calendar(
    area_codes: Collection[str], fiscal_year: int, report_kind: str, due_date: date | str | None, *, set_by: str
) -> int:
    """Ask municipalities for a report until a day (None: no longer); return how many due dates changed.

    Raises:
        InvalidReportError: A value breaks the declaration of `report_calendar`.
    """
    due = due_date.isoformat() if isinstance(due_date, date) else due_date
    if due is not None and len(due) != len("2026-05-31"):
        raise InvalidReportError([f"期限「{due}」を日付（YYYY-MM-DD）として読めません。"])
    refuse_unknown_municipalities(area_codes)
    with writing() as connection:
        there = recorded(connection, "report_calendar", None, "", fiscal_year)
        known = last_by_area(there[there["report_kind"] == report_kind])
        rows = [
            {"area_code": code, "fiscal_year": fiscal_year, "report_kind": report_kind, "due_date": due,
             "revision": 1 + int(known.get(code, {}).get("revision", 0)), "set_by": set_by}
            for code in sorted(set(area_codes))
            if code not in known or known[code]["due_date"] != due
        ]  # fmt: skip
        if not rows:
            return 0
        detail = f"{len(rows):,}市町村の期限を{due or 'なし'}に設定"
        moment = enter(connection, "set_calendar", set_by, f"{fiscal_year}-{report_kind}", detail)
        entries = checked_rows("report_calendar", [{**row, "recorded_at": moment} for row in rows])
        connection.execute(insert(REPORT_CALENDAR), entries)
        return len(rows)
