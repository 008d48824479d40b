"""What a report form holds: the targets of one municipality and year, with what was reported before.

`Known` makes it from the tables, `FormContent` is what a form is written from and checked against.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.schema import LIVE_TABLES
from loaders.document import Row
from loaders.text.normalise import folded

REPORT_KINDS = LIVE_TABLES["report_submissions"].column("report_kind").allowed
RATED_PILLARS = ("community", "consultation")
NOT_ASKED = "not_set"
UNFINISHED = "quarantined"
_YEAR = re.compile(r"(\d{4})年度")


@dataclass(frozen=True)
class FormTarget:
    """One target as its form shows it."""

    target_id: str  # Its stable id; the report comes back by it
    pillar: str  # A key of the schema's pillars
    label_ja: str  # What it is about; for a target without a label, our summary of the statement
    target_type: str  # How it can be reached; decides which cells are filled
    unit: str = ""  # Unit as written, "" where there is none
    per: str = ""
    comparator: str = ""
    value: float | None = None
    value_max: float | None = None
    indicator_code: str = ""
    indicator_kind: str = ""
    minimum: float | None = None
    maximum: float | None = None
    in_doubt: bool = False  # Whether its number is quarantined until somebody decides
    last_value: float | None = None  # The newest earlier result in `last_unit`, None where there is none
    last_unit: str = ""
    last_when_ja: str = ""  # The time of that result in words
    mid_year_value: float | None = None  # What the mid-year report of the same year said, None where there was none
    indicator_ja: str = ""  # Name of its indicator, with definition_ja for the explanation sheet
    definition_ja: str = ""


@dataclass(frozen=True)
class FormContent:
    """Everything that one form is made from and checked against."""

    area_code: str
    prefecture_ja: str
    area_name_ja: str
    fiscal_year: int
    report_kind: str
    dataset_version: str
    targets: tuple[FormTarget, ...]
    population: float | None = None  # Residents as last known, None where unknown
    revision: int = 0  # The number of the revision in force, 0 before the first
    # target_id → row of the revision in force, to show what a new one changes
    reported: Mapping[str, Row] = field(default_factory=dict)
    reported_areas: Mapping[str, Row] = field(default_factory=dict)  # pillar → row of the revision in force
    # sha256 of every file accepted for this form → its revision
    known_files: Mapping[str, int] = field(default_factory=dict)

    @property
    def full_name_ja(self) -> str:
        """Return the name with its prefecture: 「北海道釧路市」."""
        return self.prefecture_ja + self.area_name_ja

    @property
    def form_id(self) -> str:
        """Return the id of the form: area, year, kind and the beginning of the hash of its targets."""
        targets = "|".join(target.target_id for target in self.targets)
        digest = hashlib.sha256(f"{self.dataset_version}|{targets}".encode()).hexdigest()[:8]
        return f"{self.area_code}-{self.fiscal_year}-{self.report_kind}-{digest}"

    @property
    def file_name(self) -> str:
        """Return the name of the form's file, sorted by area and readable to its officers."""
        kind = REPORT_KINDS[self.report_kind]
        return f"{self.area_code}_{self.full_name_ja}_{self.fiscal_year}年度_{kind}.xlsx"


@dataclass(frozen=True)
class Known:
    """The tables that forms are made from, as rows of plain values (None where missing)."""

    dataset_version: str
    areas: Mapping[str, Row]  # The municipalities: area_code, name_ja, prefecture_code, prefecture_ja, population
    targets: Mapping[str, list[Row]]  # Table `targets` with summary_ja
    indicators: Mapping[str, Row]
    results: Mapping[str, list[Row]]  # Table `achievements`, and what was reported, with report_kind and revision
    # Accepted submissions: area_code, fiscal_year, report_kind, revision, file_sha256
    submissions: Mapping[str, list[Row]]
    reported_areas: Mapping[str, list[Row]]

    def content(self, area_code: str, fiscal_year: int, report_kind: str) -> FormContent | None:
        """Return the content of one form, or None where there is no such municipality."""
        area = self.areas.get(area_code)
        if area is None:
            return None
        own = [
            row
            for row in self.submissions.get(area_code, [])
            if (row["fiscal_year"], row["report_kind"]) == (fiscal_year, report_kind)
        ]
        revision = max((int(row["revision"]) for row in own), default=0)
        results = self.results.get(area_code, [])
        asked = [row for row in self.targets.get(area_code, []) if _is_asked(row, fiscal_year)]
        return FormContent(
            area_code,
            area["prefecture_ja"],
            area["name_ja"],
            fiscal_year,
            report_kind,
            self.dataset_version,
            tuple(self._target(row, fiscal_year, results) for row in asked),
            area["population"],
            revision,
            _by(_in_force(results, fiscal_year, report_kind, revision), "target_id"),
            _by(_in_force(self.reported_areas.get(area_code, []), fiscal_year, report_kind, revision), "pillar"),
            {str(row["file_sha256"]): int(row["revision"]) for row in own},
        )

    def named_in(self, title_ja: str) -> tuple[str, int, str] | None:
        """Return town, year and kind that the first line of a form's sheet names, None where it names none."""
        areas = self.areas.items()
        code = next((code for code, one in areas if f"　{one['prefecture_ja']}{one['name_ja']}　" in title_ja), "")
        kind = next((kind for kind, words in REPORT_KINDS.items() if title_ja.endswith(words)), "")
        year = _YEAR.search(title_ja)
        return (code, int(year[1]), kind) if code and kind and year else None

    def _target(self, row: Row, fiscal_year: int, results: Iterable[Row]) -> FormTarget:
        indicator = self.indicators.get(row["indicator_code"] or "", {})
        rows = list(results)
        last = _last_result(row, fiscal_year, rows, self._same_aim(row))
        mid_year = [
            result
            for result in rows
            if result["target_id"] == row["target_id"] and result.get("report_kind") == "mid_year"
        ]
        return FormTarget(
            target_id=row["target_id"],
            pillar=row["pillar"],
            label_ja=row["label_ja"] or row["summary_ja"] or "（文書の成果目標）",
            target_type=row["target_type"],
            unit=row["unit"] or "",
            per=row["per"] or "",
            comparator=row["comparator"] or "",
            value=row["value"],
            value_max=row["value_max"],
            indicator_code=row["indicator_code"] or "",
            indicator_ja=indicator.get("name_ja") or "",
            definition_ja=indicator.get("definition_ja") or "",
            indicator_kind=indicator.get("kind") or "",
            minimum=indicator.get("min_plausible"),
            maximum=indicator.get("max_plausible"),
            in_doubt=row["fact_status"] == UNFINISHED,
            mid_year_value=max(mid_year, key=_when)["value"] if mid_year else None,
            **last,
        )

    def _same_aim(self, row: Row) -> set[str]:
        """Return the ids of the targets of other years that ask for the same thing."""
        others = self.targets.get(row["area_code"] or "", [])
        return {other["target_id"] for other in others if _aim(other) == _aim(row)}


def _is_asked(row: Row, fiscal_year: int) -> bool:
    """Return whether a target has its own row: factors of another target and repeated aims are not asked twice."""
    own = not row["part_of"] and not row["duplicate_of"]
    return own and row["target_fy"] == fiscal_year and row["target_type"] != NOT_ASKED


def _aim(row: Row) -> tuple[Any, ...]:
    return (
        row["pillar"],
        row["indicator_code"] or folded(row["label_ja"] or row["target_id"]),
        row["unit"],
        row["per"],
    )


def _last_result(row: Row, fiscal_year: int, results: Iterable[Row], same_aim: set[str]) -> dict[str, Any]:
    """Return the newest earlier value of a target: reported for the same aim, stated in the document, or its baseline."""
    found = [
        result
        for result in results
        if result["target_id"] in same_aim
        and result["value"] is not None
        and result["fact_status"] != UNFINISHED
        and (result["evidence"] != "report" or (result["fiscal_year"] or 0) < fiscal_year)
    ]
    if found:
        newest = max(found, key=_when)
        return {"last_value": newest["value"], "last_unit": newest["unit"] or "", "last_when_ja": _when_ja(newest)}
    if row["baseline_value"] is not None:
        return {"last_value": row["baseline_value"], "last_unit": row["unit"] or "", "last_when_ja": "計画の基準値"}
    return {}


def _when(result: Row) -> tuple[str, int]:
    return result["period_end"] or f"{result['fiscal_year'] or 0}", int(result.get("revision") or 0)


def _when_ja(result: Row) -> str:
    if result["period_end"]:
        return f"{result['period_end'].replace('-', '/')}現在"
    return f"{result['fiscal_year']}年度" if result["fiscal_year"] else "計画書に記載"


def _in_force(rows: Iterable[Row], fiscal_year: int, report_kind: str, revision: int) -> list[Row]:
    key = (fiscal_year, report_kind, revision)
    return [row for row in rows if (row["fiscal_year"], row.get("report_kind"), row.get("revision")) == key]


def _by(rows: Iterable[Row], name: str) -> dict[str, Row]:
    return {str(row[name]): row for row in rows}
