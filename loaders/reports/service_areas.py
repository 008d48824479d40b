"""Read and check service areas and population: with them C1 and C2 become reported facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.schema import label_of
from loaders.reports.cells import Cell, short
from loaders.reports.contents import RATED_PILLARS, FormContent
from loaders.reports.entries import Entry, filled, read_entry
from loaders.reports.findings import ReportError, problem
from loaders.reports.layout import AREA_INPUTS, AREA_NUMBERS, AREA_SHEET, shown_number
from loaders.text.normalise import folded

POPULATION_RANGE = (100, 4_000_000)
LARGER_THAN_POPULATION, FAR_LARGER = 1.0, 1.2
POPULATION_CHANGE = 0.2
LARGEST = 1_000_000_000
Found = Iterator[tuple[str, ReportError]]


def read_areas(rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent) -> list[Entry]:
    """Return the checked rows of the pillars; a row left blank is left out."""
    entries: list[Entry] = []
    names = {folded(label_of("targets", "pillar", pillar)): pillar for pillar in RATED_PILLARS}
    for row, cells in rows:
        if not filled(cells, AREA_INPUTS):
            continue
        entry = Entry(AREA_SHEET, row, cells)
        written = cells["pillar"].text
        pillar = names.pop(folded(written), None)
        entries.append(entry)
        if pillar is None:
            entry.note(problem("report.added_row/pillar", written=short(written)), "pillar")
            continue
        entry.values["pillar"] = pillar
        read_entry(entry, AREA_INPUTS)
        for check in (_whole_numbers, _units, _population, _covered, _as_of):
            for column, error in check(entry, content):
                entry.note(error, column)
    return entries


def _whole_numbers(entry: Entry, content: FormContent) -> Found:
    """Areas and residents are counted in whole numbers from 0."""
    for name in AREA_NUMBERS:
        value = entry.get(name)
        if value is not None and (not 0 <= value < LARGEST or value != int(value)):
            yield name, problem("report.range/count", value=shown_number(value))


def _units(entry: Entry, content: FormContent) -> Found:
    """The areas covered are some of all areas."""
    covered, total = entry.get("units_covered"), entry.get("units_total")
    if covered is not None and total is not None and covered > total:
        shown = {"covered": shown_number(covered), "total": shown_number(total)}
        yield "units_covered", problem("report.area_units/order", **shown)
    elif (covered is None) != (total is None):
        yield "units_total" if total is None else "units_covered", problem("report.area_units/part")


def _population(entry: Entry, content: FormContent) -> Found:
    """The population is that of a municipality, and near to what was known."""
    value, known = entry.get("population"), content.population
    if value is None:
        return
    if not POPULATION_RANGE[0] <= value <= POPULATION_RANGE[1]:
        yield "population", problem("report.population/size", value=shown_number(value))
    elif known and abs(value / known - 1) > POPULATION_CHANGE:
        shown = {"value": shown_number(value), "known": shown_number(known)}
        yield "population", problem("report.population/change", **shown)


def _covered(entry: Entry, content: FormContent) -> Found:
    """The residents covered are some of all residents; a little more comes from different dates and is capped."""
    covered, population = entry.get("covered_population"), entry.get("population")
    if covered is None:
        return
    if population is None:
        yield "population", problem("report.covered_population/whole")
    elif population > 0 and covered / population > LARGER_THAN_POPULATION:
        case = "far_larger" if covered / population > FAR_LARGER else "larger"
        shown = {"covered": shown_number(covered), "population": shown_number(population)}
        yield "covered_population", problem(f"report.covered_population/{case}", **shown)


def _as_of(entry: Entry, content: FormContent) -> Found:
    """Numbers have a date, not one after the year."""
    day = entry.values.get("as_of_date")
    if day is None and any(name in entry.values for name in AREA_NUMBERS) and not entry.is_held:
        yield "as_of_date", problem("report.as_of/blank")
    elif day is not None and not f"{content.fiscal_year - 1}-04-01" <= day <= f"{content.fiscal_year + 1}-12-31":
        yield "as_of_date", problem("report.as_of/year", day=day.replace("-", "/"), fiscal_year=content.fiscal_year)
