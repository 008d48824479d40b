"""What accepting a report would change against the revision in force, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from data.schema import label_of
from loaders.reports.contents import FormContent
from loaders.reports.form_reading import ReportReading
from loaders.reports.layout import AREA_COLUMNS, AREA_NUMBERS, DONE, GRADES, STATES, shown_number

NOTHING_JA = "報告なし"
_RESULT_FIELDS = ("value", "numerator", "denominator", "result_state", "grade", "done", "period_start", "period_end",
                  "comment_ja")  # fmt: skip
_AREA_FIELDS = (*AREA_NUMBERS, "as_of_date")


@dataclass(frozen=True)
class Change:
    """One target or pillar whose report changes."""

    subject_ja: str  # What it is about
    before_ja: str  # What the revision in force says
    after_ja: str  # What the new form says


def changes(reading: ReportReading, content: FormContent) -> list[Change]:
    """Return what changes, target by target, then pillar by pillar; empty where the form says the same again."""
    return [*_result_changes(reading, content), *_area_changes(reading, content)]


def _result_changes(reading: ReportReading, content: FormContent) -> Iterator[Change]:
    rows = {row["target_id"]: row for row in reading.rows}
    for target in content.targets:
        before, after = content.reported.get(target.target_id), rows.get(target.target_id)
        if not _same(before, after, _RESULT_FIELDS):
            yield Change(target.label_ja, _result_ja(before), _result_ja(after))


def _area_changes(reading: ReportReading, content: FormContent) -> Iterator[Change]:
    rows = {row["pillar"]: row for row in reading.areas}
    for pillar in sorted({*rows, *content.reported_areas}):
        before, after = content.reported_areas.get(pillar), rows.get(pillar)
        if not _same(before, after, _AREA_FIELDS):
            yield Change(f"圏域と人口（{label_of('targets', 'pillar', pillar)}）", _area_ja(before), _area_ja(after))


def _same(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, fields: tuple[str, ...]) -> bool:
    return all(((before or {}).get(name)) == ((after or {}).get(name)) for name in fields)


def _result_ja(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return NOTHING_JA
    if row["result_state"] in ("unmeasurable", "withdrawn"):
        return STATES[row["result_state"]]
    parts = [
        f"{shown_number(row['value'])}{row['unit'] or ''}" if row["value"] is not None else "",
        _share_ja(row),
        GRADES[str(row["grade"])] if row["grade"] is not None else "",
        DONE[row["done"]] if row["done"] is not None else "",
    ]
    return " ".join(part for part in parts if part)


def _share_ja(row: Mapping[str, Any]) -> str:
    if row["numerator"] is None:
        return ""
    whole = "" if row["denominator"] is None else f"/{shown_number(row['denominator'])}"
    return f"（{shown_number(row['numerator'])}{whole}）"


def _area_ja(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return NOTHING_JA
    headings = {column.name: column.heading for column in AREA_COLUMNS}
    parts = [f"{headings[name]} {shown_number(row[name])}" for name in AREA_NUMBERS if row[name] is not None]
    return "、".join([*parts, *([f"{row['as_of_date']}時点"] if row["as_of_date"] else [])])
