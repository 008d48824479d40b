"""Document type "annual measures": what a municipality does in one year for the goals of its plan (document 002).

Under each goal or chapter stands a table: left the measures, numbered from (1), their items marked ○; right the
action targets of the plan that they answer to, each with its page. `tables.py` reads these tables; here rows are made
of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from loaders.document import Document, LineAccount, ParsedDocument, Row, provenance
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.sources import declared_source
from loaders.sources.annual_measures.tables import GOAL, HEADER, REFERENCE, Link, Measure, Section, read_tables
from loaders.text.area_names import ResolvedArea
from loaders.text.era_dates import dates_in, year_in
from loaders.text.japanese_numbers import counted_in_digits
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns
from loaders.text.plan_words import plan_type_of

SOURCE = declared_source(__file__)

_RE = Patterns(__file__)
_SIGNS = (HEADER, REFERENCE, GOAL, _RE.philosophy)


def recognise(document: Document) -> list[str]:
    """Return the signs of the document type that the document lacks."""
    return SOURCE.missing(*(any(pattern.search(line) for line in document.lines) for pattern in _SIGNS))


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the plan, its goals, chapters and cited action targets, the measures of the year and their links.

    Raises:
        BrokenDocumentError: The plan, the year, or the original of a repeated measure is missing.
        UnknownAreaError: The plan's name names no municipality.
    """
    out, account, lines = ParsedDocument(), LineAccount(), document.lines
    plan_line, plan_name, area = _plan(document, lookups)
    context = Context(f"{document.doc_id}-L{document.whole[0]:04d}", area, _fiscal_year(document), document.place)
    title = _title(lines, document.whole[0], account)
    sections, measures = read_tables(lines, account)
    for section in sections:
        if not any(measure.section is section for measure in measures):
            where = f"{document.place} {section.line}行目"
            raise refusal("broken.measures/section", where, title=section.title)
    out.about = {"title_ja": title, "fiscal_year": context.fiscal_year}
    out.add_record(document, SOURCE.record_type, document.whole, area.area_code, context.fiscal_year, title)
    out.note_name(context.record_id, plan_line, plan_name, area)
    add_plan(out, context, plan_name, plan_line, lines)
    add_sections(out, context, sections)
    add_action_targets(out, context, measures)
    account.read |= {plan_line, *note_lost_mark(out, context, lines)}
    for measure in measures:
        add_measure(out, context, measure, measures)
        add_openings(out, context, measure)
    account.close(out, context.record_id, document.whole, lines)
    add_stages(out, context, measures, lookups)
    return out


def _title(lines: Sequence[str], first: int, account: LineAccount) -> str:
    """Return the title: the lines up to a blank one, the subtitle between ～ and ～ behind a blank."""
    parts = [line.strip() for line in takewhile(str.strip, lines[first - 1 :])]
    account.heading |= set(range(first, first + len(parts)))
    return "".join(f" {part}" if part.startswith(("～", "〜", "~")) else part for part in parts)


def _plan(document: Document, lookups: Lookups) -> tuple[int, str, ResolvedArea]:
    """Return line, name and area of the plan, from the line that also states its basic philosophy.

    A plan may shorten the name of its municipality (「第3期○○地域福祉計画」 of ○○市): then the full name stands in the text.
    """
    text = "\n".join(document.lines)
    for number, line in enumerate(document.lines, start=1):
        m = _RE.plan.search(line)
        if m and _RE.philosophy.search(line):
            full = [m["area"] + kind for kind in ("市", "町", "村", "区") if m["area"] + kind in text]
            names = lookups.area_names
            return number, m.group(), names.only_one([*full, m["area"]][0], f"{document.place} {number}行目")
    raise refusal("broken.measures/plan", document.place)


def _fiscal_year(document: Document) -> int:
    years = sorted({year_in(m) for line in document.lines for m in _RE.year.finditer(folded(line))})
    if len(years) == 1:
        return years[0]
    if years:
        raise refusal("broken.measures/years", document.place, years="・".join(map(str, years)))
    raise refusal("broken.measures/no_year", document.place)


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
    """Add a measure with its links; BrokenDocumentError where it repeats (再掲) one that is not there."""
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
    if not out.tables["measures"][-1]["units_count"] and (m := _RE.units_unread.search(folded(measure.text))):
        out.unclaimed.append((context.record_id, measure.line, m.group()))
    for link in measure.links:
        _add_link(out, context, measure_id, measure.section, link)


def _named_in(text: str) -> Row:
    """Return what the items of a measure name: how many districts it is about, its annexes, who acts, its aims in words."""
    annexes = list(dict.fromkeys(folded(annex) for annex in _RE.annex.findall(text)))
    units = _RE.units.search(counted_in_digits(folded(text)))
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
        date = next(iter(dates_in(m["date"])), None) if m["date"] else None
        time = _RE.when.match(m["place"])
        if time or (m["date"] and date is None):
            out.unclaimed.append((context.record_id, measure.line, m.group()))
        out.add(
            "openings",
            opening_id=f"{context.record_id}-opening-{name}",
            area_code=context.area.area_code,
            name_ja=name,
            place_ja=m["place"][time.end() if time else 0 :],
            opened_date=(date.iso if date.has_day else date.iso[:7]) if date else None,
            missing_reason=None if date else "not_stated",
            measure_id=f"{context.record_id}-{measure.key}",
            **provenance(context.record_id, measure.line, measure.last_line, m.group()),
        )
