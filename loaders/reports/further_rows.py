"""Read and check the rows of the sheets of edition 2, and give them as rows of the live tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from data.measures.values import unit_meaning
from data.words import OWN_TARGET
from loaders.document import Row
from loaders.reports.cells import Cell, short
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, SheetRows, filled, read_entry
from loaders.reports.findings import Finding, finding_at, problem
from loaders.reports.further_rules import RULES, check_own_targets
from loaders.reports.layout import columns_of
from loaders.reports.row_rules import check_row
from loaders.reports.sheets import COUNTS, OWN_TARGETS, SHEETS, FormSheet, blank_target
from loaders.text.normalise import folded, unify_counters

_EMPTY = Cell("")


def read_sheet(sheet: FormSheet, found: SheetRows, content: FormContent) -> list[Entry]:
    """Return the checked rows of a sheet in which something is filled in, first the cells above its headings."""
    entries = list(_top(sheet, found, content))
    subjects = {one.target_id: one for one, _ in sheet.rows(content) if one.target_id}
    seen: dict[str, int] = {}
    for row, cells in found.rows:
        if not filled(cells, sheet.inputs):
            continue
        words = folded(_label(cells))
        # Where the hidden number is lost, the one whose words stand there
        by_words = (key for key, one in subjects.items() if words and folded(one.label_ja) == words)
        key = cells.get("target_id", _EMPTY).text or next(by_words, "")
        entry = Entry(sheet.name, row, cells, subjects.get(key))
        entries.append(entry)
        if sheet is OWN_TARGETS and entry.target is None:
            entry.target = blank_target(content)
        if entry.target is None:
            entry.note(problem("report.added_row/sheet", written=short(key or _label(cells))), "label_ja")
        elif key and key in seen:
            entry.note(problem("report.repeated_row", first=seen[key]), "label_ja")
        else:
            seen[key] = row
            _read(sheet, entry, entry.target, content)
    if sheet is OWN_TARGETS:
        _name_targets([one for one in entries if one.values], content)
        check_own_targets(entries, content)
    return entries


def _top(sheet: FormSheet, found: SheetRows, content: FormContent) -> Iterator[Entry]:
    """Yield the row above the headings: each cell stands behind its label."""
    names = {folded(column.heading): column.name for column in sheet.top}
    cells: dict[str, Cell] = {}
    row = 0
    for line in found.above:
        for label, cell in pairwise(line):
            if (name := names.get(folded(label.text))) and name not in cells:
                cells[name] = cell
                row = row or int("".join(filter(str.isdecimal, cell.address)) or 0)
    if filled(cells, sheet.top):
        entry = Entry(sheet.name, row, cells, FormTarget(content.area_code, "", sheet.top[0].heading, "stated"))
        read_entry(entry, sheet.top)
        if "road" not in entry.values and not entry.is_held:
            entry.note(problem("report.needed", heading=sheet.top[0].heading), sheet.top[0].name)
        yield entry


def _label(cells: Mapping[str, Cell]) -> str:
    return cells.get("label_ja", cells.get("pillar", _EMPTY)).text


def _read(sheet: FormSheet, entry: Entry, subject: FormTarget, content: FormContent) -> None:
    columns = columns_of(subject, sheet.columns)
    read_entry(entry, columns)
    if sheet is OWN_TARGETS:
        entry.target = _own_target(entry, subject, content)
    if sheet in (COUNTS, OWN_TARGETS):
        check_row(entry, entry.target or subject, content)
    for rule in RULES.get(sheet.name, ()):
        for column, error in rule(entry, content):
            entry.note(error, column)


def _own_target(entry: Entry, subject: FormTarget, content: FormContent) -> FormTarget:
    """Return the target that a row states, as the rules of results take it."""
    values = entry.values
    indicator = next((one for one in content.counts if one.indicator_code == values.get("indicator_code")), None)
    if indicator and indicator.unit and not values.get("unit"):
        values["unit"] = indicator.unit
    comparator = str(values.get("comparator") or "")
    return replace(
        subject,
        pillar=str(values.get("pillar") or ""),
        label_ja=str(values.get("label_ja") or ""),
        target_type="increase" if comparator in ("increase_by", "decrease_by") else "numeric",
        unit=str(values.get("unit") or ""),
        comparator=comparator,
        value=entry.get("target_value"),
        value_max=entry.get("target_value_max"),
        indicator_code=indicator.indicator_code if indicator and _same_unit(indicator, values) else "",
        indicator_kind=indicator.indicator_kind if indicator else "",
        last_value=entry.get("baseline_value"),
        last_unit=str(values.get("unit") or ""),
    )


def _same_unit(indicator: FormTarget, values: Mapping[str, object]) -> bool:
    own, wanted = (unit_meaning(unify_counters(folded(str(unit))))[0] for unit in (values.get("unit"), indicator.unit))
    return own == wanted


def _name_targets(entries: Iterable[Entry], content: FormContent) -> None:
    """Give each own target its number: that of the revision in force for the same words, or the next one that is free."""
    before = content.further.get("reported_targets", {})
    by_words = {folded(row["label_ja"]): key for key, row in before.items()}
    beginning = f"{OWN_TARGET}{content.area_code}-{content.fiscal_year}-"
    used = set(before) | {entry.target.target_id for entry in entries if entry.target}
    free = (f"{beginning}{number:02}" for number in range(1, 1_000) if f"{beginning}{number:02}" not in used)
    given = {entry.target.target_id for entry in entries if entry.target}
    for entry in entries:
        if entry.target is not None and not entry.target.target_id:
            known = by_words.get(folded(entry.target.label_ja), "")
            number = known if known and known not in given else next(free)
            given.add(number)
            entry.target = replace(entry.target, target_id=number)


def row_of(sheet: FormSheet, entry: Entry) -> tuple[str, Row]:
    """Return the live table and the row that an entry of a sheet becomes."""
    subject = entry.target
    assert subject is not None
    if "road" in entry.values:
        return sheet.top_table, {column.name: entry.values.get(column.name) for column in sheet.top}
    stored = {one.stored_as or one.name: entry.values.get(one.name) for one in sheet.inputs if one.is_stored}
    row: Row = {sheet.key: subject.target_id, **stored}
    if sheet is COUNTS:
        row["pillar"] = subject.pillar
    if sheet is OWN_TARGETS:
        row["indicator_code"] = subject.indicator_code or None
        row["withdrawn"] = True if entry.values.get("result_state") == "withdrawn" else None
    return sheet.table, row


def is_as_issued(sheet: FormSheet, entry: Entry, content: FormContent) -> bool:
    """Return whether a row of a first report says only what its form was issued with: last year's answers are none."""
    if content.revision or {"value", "result_state"} & set(entry.values):
        return False
    table, row = row_of(sheet, entry)
    if sheet is OWN_TARGETS:
        before = next((one for one in content.own_targets if folded(one["label_ja"]) == folded(row["label_ja"])), {})
    else:
        before = content.prefilled.get(table, {}).get(str(row.get(sheet.key) or content.area_code), {})
    return all(before.get(name) == value for name, value in row.items() if value is not None and name != sheet.key)


def lost_rows(entries: Sequence[tuple[FormSheet, Entry]], content: FormContent) -> Iterator[Finding]:
    """Name what the revision in force says and this form leaves blank, or puts aside with a row in error."""
    for sheet in SHEETS:
        kept = {row_of(sheet, one)[1].get(sheet.key) for own, one in entries if own is sheet and not one.is_held}
        names = {one.target_id: one.label_ja for one, _ in sheet.rows(content)}
        if lost := [names.get(key, key) for key in content.further.get(sheet.table, {}) if key not in kept]:
            shown = {"revision": content.revision, "names": short("、".join(lost), 200)}
            yield finding_at(problem("report.lost_value/sheet", **shown), sheet.name)
