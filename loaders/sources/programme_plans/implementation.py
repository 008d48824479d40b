"""Rows of sections 3, 4 and 5 of one record: implementations, functions, areas, staffing, meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.document import ParsedDocument, Row, provenance
from loaders.quality import row_key
from loaders.readers.text_sections import Field, FieldReader, first_text
from loaders.readers.text_tables import read_rows
from loaders.sources.programme_plans.bodies import headcount_numbers, read_bodies, read_headcounts, read_project_name
from loaders.sources.programme_plans.plan_cells import (
    cell_state,
    note_unread,
    range_ends,
    read_population,
    read_scope,
    read_units,
)
from loaders.sources.programme_plans.records import SECTION_LABELS, Section
from loaders.text.normalise import tidy

COMMUNITY_FUNCTIONS = (
    "community.participation", "community.base", "community.training", "community.other",
    "consultation.place", "consultation.publicity", "consultation.detection", "consultation.backup",
)  # fmt: skip
MULTI_AGENCY_FUNCTIONS = (
    "multi_agency.case_review", "multi_agency.network", "multi_agency.funding", "multi_agency.resources",
)  # fmt: skip
COORDINATOR = "integrated_consultation_coordinator"


@dataclass(frozen=True)
class PlanContext:
    """What the rows of one record share; `taken` collects the ids given to its results.

    The fiscal year is None where the document does not say it.
    """

    record_id: str
    area_code: str
    fiscal_year: int | None
    names: tuple[str, ...]
    population: float | None
    taken: set[str] = field(default_factory=set)


def read_section(section: Section) -> FieldReader:
    """Return the fields of section 3, 4 or 5, with what stood under no label."""
    reader = FieldReader(SECTION_LABELS[section.code])
    reader.read(read_rows(section.lines, section.first_line))
    return reader


def add_implementation(
    out: ParsedDocument, context: PlanContext, code: str, marked: bool, section: Section | None, mark_line: int,
    fields: Sequence[Field],
) -> str:  # fmt: skip
    """Add the implementation row of one programme, once for both parts of the form since 2021, and return its id."""
    implementation_id = f"{context.record_id}-{code}"
    if code == "multilayered_support" and out.tables["implementations"][-1:]:
        last = out.tables["implementations"][-1]
        if last["implementation_id"] == implementation_id:
            last["marked"], last["described"] = last["marked"] or marked, last["described"] or section is not None
            return implementation_id
    body, name = first_text(fields, "body"), first_text(fields, "name")
    bodies = read_bodies(" ".join(body.text.split()) if body else "")
    first = body or name
    line = first.line_start if first else (section.heading_line if section else mark_line)
    quote = body.text if body and body.parts else section.heading if section else "実施事業の行の○"
    out.add(
        "implementations",
        implementation_id=implementation_id,
        area_code=context.area_code,
        programme_code=code,
        fiscal_year=context.fiscal_year,
        marked=marked,
        described=section is not None,
        implementing_body_ja=bodies.implementing_body,
        contractor_ja=bodies.contractor,
        delivery=bodies.delivery,
        project_name_ja=read_project_name(name.text) if name else None,
        **provenance(context.record_id, line, name.line_end if name else line, quote),
    )
    return implementation_id


def _function_row(context: PlanContext, implementation_id: str, code: str, found: list[Field], line: int) -> Row:
    text = " ".join(f.text for f in found if f.parts)
    places = [f for f in found if f.parts] or found
    start = min((f.line_start for f in places), default=line)
    end = max((f.line_end for f in places), default=line)
    return {
        "implementation_id": implementation_id,
        "function_code": code,
        "state": cell_state(text),
        **provenance(context.record_id, start, max(start, end), tidy(text)),
    }


def add_functions(
    out: ParsedDocument, context: PlanContext, implementation_id: str, codes: Sequence[str], fields: Sequence[Field],
    line: int,
) -> None:  # fmt: skip
    """Add one row per function; text under the heading and under its inner labels counts together."""
    for code in codes:
        found = [f for f in fields if f.code == code]
        out.add("implementation_functions", _function_row(context, implementation_id, code, found, line))


def add_service_areas(
    out: ParsedDocument, context: PlanContext, implementation_id: str, fields: Sequence[Field]
) -> None:
    """Add the service areas of ア and イ; a part whose population stands in brackets gets a row of its own."""
    for pillar in ("community", "consultation"):
        cells = {code: first_text(fields, code, pillar) for code in ("area", "range", "population")}
        place = next((cell for cell in (cells["area"], cells["population"], cells["range"]) if cell is not None), None)
        if place is not None:
            area, range_, written = (cell.text if cell else "" for cell in cells.values())
            base = {
                "implementation_id": implementation_id,
                "pillar": pillar,
                "range_ja": tidy(range_) or None,
                **provenance(context.record_id, place.line_start, place.line_end, tidy(f"{area} {written}")),
            }
            rows = _area_rows(context, base, area, range_, written)
            for row in rows:
                out.add("service_areas", {**row, **_covered(row, context.population)})
                if row["population_kind"] == "per_unit" and row["population"] is not None and row["scope"] == "whole":
                    # It stands for a whole area but cannot be its total: for the quality rule
                    note = {"population": row["population"], "municipality": context.population}
                    out.notes["per_unit"].append({"row_key": row_key("service_areas", row), **note})
            counts = ("population", "population_max", "units_covered", "units_total")
            taken = [row.get(name) for row in rows for name in counts]
            taken += [*range_ends(written), *read_population(written).summed]
            note_unread(out, "service_areas", rows[0], cells.values(), taken)


def _area_rows(context: PlanContext, base: Row, area: str, range_: str, written: str) -> list[Row]:
    stated = read_population(written)
    scope = read_scope(area, range_, context.names)
    units = read_units(area, range_, scope)
    kind = stated.kind
    if scope == "whole" and context.population and stated.population and stated.population < 0.9 * context.population:
        kind = "per_unit"  # 「町内全域」の「約3,000人」(全町 9,216人): a figure per old village
    whole = {
        **base,
        "seq": 1,
        "area_ja": tidy(area) or None,
        "population": stated.population,
        "population_max": stated.population_max,
        "population_kind": kind,
        "scope": scope,
        "unit_kind": units.unit_kind,
        "units_covered": units.covered,
        "units_total": units.total,
        "fact_status": "inferred" if kind == "per_unit" else base["fact_status"],
    }
    if stated.part_population is None:
        return [whole]
    part = {
        **base,
        "seq": 2,
        "area_ja": stated.part_name,
        "population": stated.part_population,
        "population_kind": "total",
        "scope": "part",
        "unit_kind": units.unit_kind,
        "quote": tidy(written)[:60],
    }
    return [whole, part]


def _covered(row: Row, population: float | None) -> Row:
    """Return covered_population and covered_method of one area (dataset contract, C1)."""
    stated = row["population"] if row["population_kind"] in {"total", "approx"} else None
    if stated is not None and population:
        capped = stated > population
        return {"covered_population": min(stated, int(population)), "covered_method": "capped" if capped else "stated"}
    if row["scope"] == "whole" and population:
        return {"covered_population": int(population), "covered_method": "imputed_whole"}
    return {"covered_population": None, "covered_method": "not_computable"}


def add_staffing(
    out: ParsedDocument, context: PlanContext, implementation_id: str, fields: Sequence[Field], line: int
) -> None:
    """Add the coordinators of section 4, and their function: filled is a headcount above 0 or a number per site."""
    found = [f for f in fields if f.code == "coordinators"]
    function = _function_row(context, implementation_id, "multi_agency.coordinator", found, line)
    cell = first_text(fields, "coordinators")
    if cell is None:
        out.add("implementation_functions", {**function, "state": "blank"})
        return
    heads = read_headcounts(cell.text, context.fiscal_year)
    for seq, head in enumerate(heads, start=1):
        out.add(
            "staffing",
            implementation_id=implementation_id,
            role=COORDINATOR,
            seq=seq,
            headcount=head.headcount,
            full_time=head.full_time,
            part_time=head.part_time,
            headcount_kind=head.kind,
            basis=head.basis,
            **provenance(context.record_id, cell.line_start, cell.line_end, tidy(cell.text)),
        )
    first = {"implementation_id": implementation_id, "role": COORDINATOR, "seq": 1}
    note_unread(out, "staffing", first, [cell], headcount_numbers(cell.text, heads, context.fiscal_year))
    state = heads[0].kind if heads[0].kind in {"blank", "none"} else "filled"
    out.add("implementation_functions", {**function, "state": state})
