"""What accepting a form changes, target by target and row by row, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.schema import label_of
from loaders.document import Row
from loaders.reports.contents import FormContent
from loaders.reports.form_reading import ReportReading
from loaders.reports.layout import AREA_INPUTS, INPUTS, STATES, FormColumn
from loaders.reports.sheets import SHEETS, FormSheet

NOTHING_JA = "報告なし"


@dataclass(frozen=True)
class Change:
    """One target or pillar whose report changes."""

    subject_ja: str  # What it is about
    before_ja: str  # What the revision in force says
    after_ja: str  # What the new form says


def changes(reading: ReportReading, content: FormContent) -> Iterator[Change]:
    """Return what accepting changes, target by target, then pillar by pillar; nothing where the form says the same again."""
    rows = {row["target_id"]: row for row in reading.rows}
    for target in content.targets:
        before, after = content.reported.get(target.target_id), rows.get(target.target_id)
        if _differ(before, after, INPUTS):
            yield Change(target.label_ja, *(_in_words(row, INPUTS, " ") for row in (before, after)))
    areas = {row["pillar"]: row for row in reading.areas}
    for pillar in sorted({*areas, *content.reported_areas}):
        before, after = content.reported_areas.get(pillar), areas.get(pillar)
        if _differ(before, after, AREA_INPUTS):
            subject = f"圏域と人口（{label_of('targets', 'pillar', pillar)}）"
            yield Change(subject, *(_in_words(row, AREA_INPUTS, "、") for row in (before, after)))
    for sheet in SHEETS:
        yield from _further_changes(sheet.table, sheet.key, sheet.inputs, sheet, reading, content)
        if sheet.top:
            yield from _further_changes(sheet.top_table, "area_code", sheet.top, sheet, reading, content)


def _further_changes(
    table: str, key: str, columns: Sequence[FormColumn], sheet: FormSheet, reading: ReportReading, content: FormContent
) -> Iterator[Change]:
    rows = {str(row.get(key, content.area_code)): row for row in reading.further.get(table, ())}
    known = content.further.get(table, {})
    names = {one.target_id: one.label_ja for one, _ in sheet.rows(content)} | {content.area_code: columns[0].heading}
    for one in dict.fromkeys([*rows, *known]):
        before, after = known.get(one), rows.get(one)
        if _differ(before, after, columns):
            label = (after or before or {}).get("label_ja") or names.get(one, one)
            yield Change(f"{sheet.name}（{label}）", *(_in_words(row, columns, "、") for row in (before, after)))


def _differ(before: Row | None, after: Row | None, columns: Sequence[FormColumn]) -> bool:
    names = [column.stored_as or column.name for column in columns if column.is_stored]
    return any((before or {}).get(name) != (after or {}).get(name) for name in names)


def _in_words(row: Row | None, columns: Sequence[FormColumn], between: str) -> str:
    if row is None:
        return NOTHING_JA
    if row.get("result_state") in ("unmeasurable", "withdrawn"):
        return STATES[row["result_state"]]
    return between.join(text for column in columns if (text := column.change(row)))
