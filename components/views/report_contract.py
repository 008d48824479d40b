"""What these parts ask of `loaders.reports.desk`: the page hands it in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol


class Finding(Protocol):
    """One finding of a check; severity is `error`, `warning` or `info`."""

    @property
    def severity(self) -> str: ...  # noqa: D102
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def cell(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int | None: ...  # noqa: D102
    @property
    def happened_ja(self) -> str: ...  # noqa: D102
    @property
    def reason_ja(self) -> str: ...  # noqa: D102
    @property
    def remedy_ja(self) -> str: ...  # noqa: D102


class Change(Protocol):
    """One thing that accepting a form would change."""

    @property
    def subject_ja(self) -> str: ...  # noqa: D102
    @property
    def before_ja(self) -> str: ...  # noqa: D102
    @property
    def after_ja(self) -> str: ...  # noqa: D102


class Reading(Protocol):
    """One form as it was read."""

    @property
    def file_name(self) -> str: ...  # noqa: D102
    @property
    def area_code(self) -> str: ...  # noqa: D102
    @property
    def area_name_ja(self) -> str: ...  # noqa: D102
    @property
    def fiscal_year(self) -> int: ...  # noqa: D102
    @property
    def report_kind(self) -> str: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def target_count(self) -> int: ...  # noqa: D102
    @property
    def held_rows(self) -> int: ...  # noqa: D102
    @property
    def submitter_note(self) -> str: ...  # noqa: D102
    @property
    def findings(self) -> Sequence[Finding]: ...  # noqa: D102
    @property
    def open_findings(self) -> Sequence[Finding]: ...  # noqa: D102


class Examined(Protocol):
    """A file that came in, as it was read, and what accepting it would change."""

    @property
    def reading(self) -> Reading: ...  # noqa: D102
    @property
    def changes(self) -> Sequence[Change]: ...  # noqa: D102
    @property
    def is_unchanged(self) -> bool: ...  # noqa: D102
    @property
    def to_accept(self) -> bool: ...  # noqa: D102
    def returned_file(self) -> bytes | None: ...  # noqa: D102


class Desk(Protocol):
    """The one module through which the page hands out, reads and records."""

    def form_of(  # noqa: D102
        self, area_code: str, fiscal_year: int, report_kind: str, *, with_reports: bool
    ) -> tuple[str, bytes]: ...
    def contents_by_prefecture(  # noqa: D102
        self, fiscal_year: int, report_kind: str, prefecture_code: str | None, *, with_reports: bool
    ) -> Mapping[str, Sequence[Any]]: ...
    def zip_forms(self, contents: Iterable[Any]) -> bytes: ...  # noqa: D102
    def received(self, uploads: Iterable[tuple[str, bytes]]) -> Sequence[Any]: ...  # noqa: D102
    def examine(self, files: Iterable[Any]) -> Iterator[Examined]: ...  # noqa: D102
    def accept(self, reading: Any, accepted_by: str) -> Any: ...  # noqa: D102
    def decide_report(  # noqa: D102
        self, submission_id: str, state: str, *, decided_by: str, reason_ja: str | None
    ) -> None: ...
    def set_calendar(  # noqa: D102
        self, area_codes: Collection[str], fiscal_year: int, report_kind: str, due_date: date | None, *, set_by: str
    ) -> int: ...
    def freeze_edition(self, name: str, *, frozen_by: str, note: str | None) -> Any: ...  # noqa: D102
