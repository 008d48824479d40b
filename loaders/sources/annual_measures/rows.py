"""Rows of the dataset from the tables of document 002: plan, goals, action targets, measures, links, openings."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.document import ParsedDocument, Row, provenance
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.sources.annual_measures.tables import Link, Measure, Section
from loaders.text.area_names import ResolvedArea
from loaders.text.era_dates import dates_in
from loaders.text.patterns import Patterns
from loaders.text.plan_words import plan_type_of

_RE = Patterns(__file__)
PHILOSOPHY = _RE.philosophy


@dataclass(frozen=True)
class Context:
    """What the rows of one document share."""

    record_id: str
    area: ResolvedArea
    fiscal_year: int
    place: str

    @property
    def plan_id(self) -> str:
        """Return the id of the plan."""
        return f"{self.record_id}-plan"


def add_plan(out: ParsedDocument, context: Context, name: str, line: int, lines: Sequence[str]) -> None:
    """Add the plan that the measures put into practice; its period is not stated."""
    philosophy, pillar = _RE.philosophy.search(lines[line - 1]), _RE.year_pillar.search("\n".join(lines))
    out.add(
        "plans",
        plan_id=context.plan_id,
        area_code=context.area.area_code,
        name_ja=name,
        plan_type=plan_type_of(name),
        status="in_force",  # inferred: its measures are carried out in the year
        philosophy_ja=" ".join(philosophy["text"].split()) if philosophy else None,
        year_pillar_ja=pillar["text"] if pillar else None,
        **provenance(context.record_id, line, line, name, "inferred"),
    )


def add_sections(out: ParsedDocument, context: Context, sections: Sequence[Section]) -> None:
    """Add the basic goals and chapters."""
    for section in sections:
        number = str(section.number)
        out.add(
            "plan_nodes",
            node_id=f"{context.plan_id}-{section.key}",
            plan_id=context.plan_id,
            level=section.level,
            number=number,
            path=number if section.level == "basic_goal" else f"第{number}章",
            title_ja=section.title,
            **provenance(context.record_id, section.line, section.line, section.title),
        )


def add_action_targets(out: ParsedDocument, context: Context, measures: Sequence[Measure]) -> None:
    """Add the action targets that are cited; their own titles and goals are not stated, only numbers and pages."""
    first: dict[int, Link] = {}
    for link in (link for measure in measures for link in measure.links):
        if link.target is not None:
            first.setdefault(link.target, link)
    for target, link in first.items():
        out.add(
            "plan_nodes",
            node_id=f"{context.plan_id}-action-{target}",
            plan_id=context.plan_id,
            level="action_target",
            number=str(target),
            path=f"行動目標{target}",
            title_ja=f"行動目標{target}",
            **provenance(context.record_id, link.line, link.line, link.quote),
        )


def note_lost_mark(out: ParsedDocument, context: Context, lines: Sequence[str]) -> list[int]:
    """Note where a mark of new measures is explained that text cannot keep; return the lines."""
    for number, line in enumerate(lines, start=1):
        if m := _RE.lost_mark.search(line):
            out.notes["lost_mark"].append({"record_id": context.record_id, "line_start": number, "written": m["mark"]})
    return [note["line_start"] for note in out.notes["lost_mark"]]


def add_measure(out: ParsedDocument, context: Context, measure: Measure, measures: Sequence[Measure]) -> None:
    """Add a measure with its links.

    Raises:
        BrokenDocumentError: It repeats a measure (再掲) that is not among the measures.
    """
    measure_id = f"{context.record_id}-{measure.key}"
    is_new = bool(_RE.written_mark.search(measure.title))
    lost = "lost" if out.notes["lost_mark"] else "not_stated"
    if measure.repost and measure.original_key not in {other.key for other in measures}:
        raise refusal("broken.measures/repost", f"{context.place} {measure.last_line}行目", repost=measure.repost)
    out.add(
        "measures",
        measure_id=measure_id,
        plan_id=context.plan_id,
        node_id=f"{context.plan_id}-{measure.section.key}",
        fiscal_year=context.fiscal_year,
        number=str(measure.number),
        title_ja=_RE.written_mark.sub("", measure.title),
        is_new=is_new or None,
        missing_reason=None if is_new else lost,
        repost_of=f"{context.record_id}-{measure.original_key}" if measure.repost else None,
        item_count=measure.item_count,
        **_named_in(measure.text),
        **provenance(context.record_id, measure.line, measure.last_line, measure.title),
    )
    for link in measure.links:
        _add_link(out, context, measure_id, measure.section, link)


def _named_in(text: str) -> Row:
    """Return what the items of a measure name: how many districts it is about, its annexes, who acts, its aims in words."""
    units, annexes = _RE.units.search(text), list(dict.fromkeys(_RE.annex.findall(text)))
    actors = [m["named"] or m["centred"] for m in _RE.actors.finditer(text)]
    return {
        "units_count": int(units["count"]) if units else None,
        "unit_ja": units["unit"] if units else None,
        "annexes_ja": "、".join(annexes) or None,
        "actors_ja": "、".join(actors) or None,
        "activity_aims_ja": "、".join(dict.fromkeys(m["aim"] for m in _RE.aim.finditer(text))) or None,
    }


def add_stages(out: ParsedDocument, context: Context, measures: Sequence[Measure], lookups: Lookups) -> None:
    """Add the programmes that a measure calls 既存の取組: the municipality runs them in the year; since when is not said."""
    codes = {row["name_ja"]: row["programme_code"] for row in lookups.table("programmes")}
    found: dict[str, Row] = {}
    for measure in measures:
        for name, code in codes.items():
            start = measure.text.find(name)
            m = _RE.existing.match(measure.text, start + len(name)) if start >= 0 else None
            if m:
                quote = measure.text[start : m.end()]
                found[code] = provenance(context.record_id, measure.line, measure.last_line, quote, "inferred")
    for code, where in found.items():
        year = {"area_code": context.area.area_code, "fiscal_year": context.fiscal_year, "programme_code": code}
        out.add("programme_stages", {**year, "stage": "implementing", "evidence": "stated", **where})


def _add_link(out: ParsedDocument, context: Context, measure_id: str, section: Section, link: Link) -> None:
    """Add a link; where only a page is named, it leads to the chapter that the reference stands in."""
    numbered = link.target is not None
    node = f"action-{link.target}" if numbered else section.key
    out.add(
        "measure_links",
        measure_id=measure_id,
        action_node_id=f"{context.plan_id}-{node}",
        page=link.page,
        item_count=link.item_count,
        **provenance(context.record_id, link.line, link.line, link.quote, "stated" if numbered else "inferred"),
    )


def add_openings(out: ParsedDocument, context: Context, measure: Measure) -> None:
    """Add the centres that the items of a measure say were opened, with the date where it is stated."""
    for m in _RE.opening.finditer(measure.text):
        name = m["quoted"] or m["plain"]
        if not _RE.centre.search(name):
            continue
        date = dates_in(m["date"])[0] if m["date"] else None
        out.add(
            "openings",
            opening_id=f"{context.record_id}-opening-{name}",
            area_code=context.area.area_code,
            name_ja=name,
            place_ja=m["place"],
            opened_date=(date.iso if date.has_day else date.iso[:7]) if date else None,
            missing_reason=None if date else "not_stated",
            measure_id=f"{context.record_id}-{measure.key}",
            **provenance(context.record_id, measure.line, measure.last_line, m.group()),
        )
