"""Read and check the rows of both sheets: one per target, and one per pillar with its service areas and population.

With the second sheet C1 and C2 become reported facts.
"""

from collections.abc import Iterable, Mapping, Sequence

from data.schema import FRAMEWORKS, label_of
from loaders.reports.cells import Cell, short
from loaders.reports.contents import RATED_PILLARS, FormContent, FormTarget
from loaders.reports.entries import Entry, filled, has_result, read_entry
from loaders.reports.findings import Finding, finding_at, problem
from loaders.reports.layout import (
    AREA_INPUTS,
    AREA_NUMBERS,
    AREA_SHEET,
    COLUMNS,
    INPUTS,
    REPORT_SHEET,
    columns_of,
    is_counted,
    prefilled_cells,
)
from loaders.reports.row_rules import Found, check_row, check_together
from loaders.text.normalise import folded

# A form of edition 1 writes the pillars as they were called then.
_FORMER_PILLARS = {
    folded(pillar.former_ja): folded(pillar.name_ja)
    for framework in FRAMEWORKS.values()
    for pillar in framework.pillars.values()
    if pillar.former_ja
}
_TOLD_BY = ("label_ja", "target", "unit")  # beside the pillar: the words that tell a target
# What a result is measured against: altered cells there are named.
_COMPARED = tuple(column for column in COLUMNS if column.name in _TOLD_BY)
POPULATION_RANGE = (100, 4_000_000)
LARGER_THAN_POPULATION, FAR_LARGER = 1.0, 1.2
POPULATION_CHANGE = 0.2
LARGEST = 1_000_000_000


def read_targets(
    rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent
) -> tuple[list[Entry], list[Finding]]:
    """Return the checked rows of the targets, and what is missing; added, repeated and strange rows are named."""
    has_ids = all("target_id" in cells for _, cells in rows)
    if not has_ids:
        rows = _with_ids(rows, content)
    entries: list[Entry] = []
    targets = {target.target_id: target for target in content.targets}
    seen: dict[str, int] = {}
    for row, cells in rows:
        target_id = cells["target_id"].text
        if not target_id and not filled(cells, INPUTS):
            continue
        entry = Entry(REPORT_SHEET, row, cells, targets.get(target_id))
        entries.append(entry)
        if not target_id:
            entry.note(problem("report.added_row/target"), "label_ja")
        elif entry.target is None:
            rule = "report.unknown_target" if filled(cells, INPUTS) else "report.unknown_target/blank"
            entry.note(problem(rule, written=short(target_id)), "target_id")
        elif target_id in seen:
            entry.note(problem("report.repeated_row", first=seen[target_id]), "label_ja")
        else:
            seen[target_id] = row
            _read_target(entry, entry.target, content)
    check_together(entries)
    for entry in entries:
        if entry.target is not None and seen.get(entry.target.target_id) == entry.row:
            _lost_value(entry, entry.target, content)
    missing = [target for target in content.targets if target.target_id not in seen]
    findings = [finding_at(problem("report.missing_row", label=one.label_ja), REPORT_SHEET) for one in missing]
    return entries, findings if has_ids else [finding_at(problem("report.ids_lost"), REPORT_SHEET), *findings]


def _with_ids(
    rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent
) -> list[tuple[int, dict[str, Cell]]]:
    """Return the rows with the ids of their targets; words that fit two targets tell none."""
    known: dict[tuple[str, ...], str] = {}
    for target in content.targets:
        key = _words(prefilled_cells(target))
        known[key] = "" if key in known else target.target_id
    keys = [_words({name: cells[name].text for name in ("pillar", *_TOLD_BY)}) for _, cells in rows]
    return [
        (row, {**cells, "target_id": Cell("", known.get(key))}) for (row, cells), key in zip(rows, keys, strict=True)
    ]


def _words(texts: Mapping[str, str]) -> tuple[str, ...]:
    return _pillar(texts["pillar"]), *(folded(texts[name]) for name in _TOLD_BY)


def _pillar(written: str) -> str:
    """Return the name of a pillar in one spelling, that of today where a form of edition 1 has the former one."""
    name = folded(written)
    return _FORMER_PILLARS.get(name, name)


def _read_target(entry: Entry, target: FormTarget, content: FormContent) -> None:
    columns, expected = columns_of(target), prefilled_cells(target)
    read_entry(entry, columns)
    for column in filled(entry.cells, [column for column in INPUTS if column not in columns]):
        entry.note(problem("report.closed_cell"), column.name)
    for column in _COMPARED:
        written, own = entry.cells.get(column.name, Cell("")).text, expected[column.name]
        if folded(written) != folded(own):
            rule = "report.unit/altered" if column.name == "unit" else "report.altered_target"
            entry.note(problem(rule, heading=column.heading, written=short(written), expected=own), column.name)
    check_row(entry, target, content)


def _lost_value(entry: Entry, target: FormTarget, content: FormContent) -> None:
    """Name a result of the revision in force that this form would leave blank, or put aside with a row in error."""
    if target.target_id not in content.reported:
        return
    column = "value" if is_counted(target) else "comment_ja"
    if entry.is_held:
        entry.note(problem("report.lost_value/put_aside", revision=content.revision), column)
    elif not has_result(entry) and not entry.values.get("result_state"):
        entry.note(problem("report.lost_value/left_blank", revision=content.revision), column)


def read_areas(rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent) -> list[Entry]:
    """Return the checked rows of the pillars; a row left blank is left out."""
    entries: list[Entry] = []
    names = {_pillar(label_of("targets", "pillar", pillar)): pillar for pillar in RATED_PILLARS}
    for row, cells in rows:
        if not filled(cells, AREA_INPUTS):
            continue
        entry = Entry(AREA_SHEET, row, cells)
        written = cells["pillar"].text
        pillar = names.pop(_pillar(written), None)
        entries.append(entry)
        if pillar is None:
            entry.note(problem("report.added_row/pillar", written=short(written)), "pillar")
            continue
        entry.values["pillar"] = pillar
        read_entry(entry, AREA_INPUTS)
        for check in (_areas_are_counted, population_is_possible, covered_within_population, _as_of):
            for column, error in check(entry, content):
                entry.note(error, column)
    return entries


def whole_numbers(entry: Entry, names: Iterable[str]) -> Found:
    """What is counted are whole numbers from 0."""
    for name in names:
        value = entry.get(name)
        if value is not None and (not 0 <= value < LARGEST or value != int(value)):
            yield name, problem("report.range/count", value=value)


def _areas_are_counted(entry: Entry, content: FormContent) -> Found:
    """Areas and residents are whole numbers, and the areas covered are some of all areas."""
    yield from whole_numbers(entry, AREA_NUMBERS)
    covered, total = entry.get("units_covered"), entry.get("units_total")
    if covered is not None and total is not None and covered > total:
        yield "units_covered", problem("report.area_units/order", covered=covered, total=total)
    elif (covered is None) != (total is None):
        yield "units_total" if total is None else "units_covered", problem("report.area_units/part")


def population_is_possible(entry: Entry, content: FormContent) -> Found:
    """The population is that of a municipality, and near to what was known."""
    value, known = entry.get("population"), content.population
    if value is None:
        return
    if not POPULATION_RANGE[0] <= value <= POPULATION_RANGE[1]:
        yield "population", problem("report.population/size", value=value)
    elif known and abs(value / known - 1) > POPULATION_CHANGE:
        yield "population", problem("report.population/change", value=value, known=float(known))


def covered_within_population(entry: Entry, content: FormContent) -> Found:
    """The residents covered are some of all residents; a little more comes from different dates and is capped."""
    covered, population = entry.get("covered_population"), entry.get("population")
    if covered is None:
        return
    if population is None:
        yield "population", problem("report.covered_population/whole")
    elif population > 0 and covered / population > LARGER_THAN_POPULATION:
        case = "far_larger" if covered / population > FAR_LARGER else "larger"
        yield "covered_population", problem(f"report.covered_population/{case}", covered=covered, population=population)


def _as_of(entry: Entry, content: FormContent) -> Found:
    """Numbers have a date, not one after the year."""
    day = entry.values.get("as_of_date")
    if day is None and any(name in entry.values for name in AREA_NUMBERS) and not entry.is_held:
        yield "as_of_date", problem("report.as_of/blank")
    elif day is not None and not f"{content.fiscal_year - 1}-04-01" <= day <= f"{content.fiscal_year + 1}-12-31":
        yield "as_of_date", problem("report.as_of/year", day=day.replace("-", "/"), fiscal_year=content.fiscal_year)
