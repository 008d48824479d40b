"""Document type "prefectural briefing": how a prefecture helps its municipalities, as slides (document 003).

The slides come out as loose lines. Read are: the target of the prefecture, its roadmap by fiscal year and its events by
quarter (`roadmap.py`), national counts, and two examples: the coordinators of a town (`briefing.py`) and the week
of a local base (`timetable.py`). Running text that explains the law is passed over.
"""

import re

from loaders.document import Document, LineAccount, ParsedDocument, add_statement, provenance
from loaders.lookups import Lookups
from loaders.readers.text_tables import read_grid
from loaders.sources import declared_source
from loaders.sources.prefectural_briefing.briefing import (
    ERA_YEAR,
    Briefing,
    add_coordinators,
    add_generic_cases,
    broken,
)
from loaders.sources.prefectural_briefing.roadmap import QUARTER_COLUMN, YEAR_COLUMN, add_milestones, add_support_events
from loaders.sources.prefectural_briefing.timetable import add_timetable
from loaders.text.era_dates import year_in
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

SOURCE = declared_source(__file__)
_RE = Patterns(__file__, era_year=ERA_YEAR)


def recognise(document: Document) -> list[str]:
    """Return the signs of the document type that the document lacks."""
    return SOURCE.missing(
        any("取組" in line and _RE.heading.match(folded(line)) for line in document.lines),
        read_grid(document.lines, YEAR_COLUMN),
        read_grid(document.lines, QUARTER_COLUMN),
    )


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the prefecture's target, roadmap and events, the national counts, and the examples.

    Raises:
        BrokenDocumentError: A heading or a table is missing or has another shape.
        UnknownAreaError: The prefecture is unknown.
    """
    out, account, lines, whole = ParsedDocument(), LineAccount(), document.lines, document.whole
    briefing = _briefing(document, lookups, whole[0], account)
    out.add_record(document, SOURCE.record_type, whole, briefing.prefecture.area_code, briefing.fiscal_year)
    account.heading.add(whole[0])
    _add_national_counts(out, briefing, account)
    _add_target(out, briefing, account, lookups)
    add_milestones(out, briefing, account)
    add_generic_cases(out, briefing, account)
    breaks_off = add_support_events(out, briefing, account)
    title = " ".join(lines[whole[0] - 1].split())
    out.about = {"title_ja": title, "fiscal_year": briefing.fiscal_year, "truncated": breaks_off}
    own = set(whole) - add_coordinators(out, briefing) - add_timetable(out, briefing)
    facts = {n for n in own if _looks_like_a_fact(lines[n - 1])}
    account.unclaimed |= (briefing.left & own) | (facts - account.read - account.heading)
    account.close(out, briefing.record_id, own, lines)
    return out


def _looks_like_a_fact(line: str) -> bool:
    """Return whether a line that no rule took is more than running text: a table row, a number of municipalities."""
    return "\t" in line or bool(_RE.count_in_text.search(tidy(line)) or _RE.target_line.search(folded(line)))


def _briefing(document: Document, lookups: Lookups, first_line: int, account: LineAccount) -> Briefing:
    names = lookups.area_names
    for number, line in enumerate(document.lines, start=1):
        if m := _RE.heading.match(folded(line)):
            prefecture = names.prefecture(m["prefecture"], f"{document.place} {number}行目")
            account.heading.add(number)
            code = prefecture.area_code[:2]
            towns = [a for a in lookups.table("areas") if a["level"] == "municipality" and a["prefecture_code"] == code]
            return Briefing(document, f"{document.doc_id}-L{first_line:04d}", prefecture, year_in(m), names, len(towns))
    raise broken(document, "broken.briefing/heading")


def _add_national_counts(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> None:
    """Add the numbers of municipalities that ran model projects, by fiscal year."""
    for number, line in enumerate(briefing.document.lines, start=1):
        found = _RE.national_counts.search(folded(line))
        if not found:
            continue
        account.read.add(number)
        for m in _RE.year_and_count.finditer(found["pairs"]):
            out.add(
                "national_counts",
                fiscal_year=year_in(m),
                programme_code="model_projects",
                municipalities=int(m["count"]),
                evidence="stated",
                source=briefing.document.place,
                note="モデル事業実施自治体数",
                **provenance(briefing.record_id, number, number, m.group()),
            )


def _add_target(out: ParsedDocument, briefing: Briefing, account: LineAccount, lookups: Lookups) -> None:
    """Add the prefecture's target of all its municipalities; their number comes from the registry."""
    for number, line in enumerate(briefing.document.lines, start=1):
        m = _RE.target.search(folded(line))
        if not m:
            continue
        account.read.add(number)
        statement_id = f"{briefing.record_id}-prefecture"
        base = {"statement_id": statement_id, "area_code": briefing.prefecture.area_code, "pillar": "prefecture"}
        where = provenance(briefing.record_id, number, number, m.group())
        add_statement(out, base, line, lookups.summaries, where, has_number=bool(m["count"]))
        out.add("targets", {**base, **_target_columns(briefing, m, number)})
        return


def _target_columns(briefing: Briefing, m: re.Match[str], line: int) -> dict[str, object]:
    """Return what an aim says: a number of municipalities, or all of them, whose number the registry tells."""
    count = m["count"]
    is_all = not count or bool(m["every"])
    name = "all_units" if is_all else count + m["unit"]
    return {
        "target_id": f"{briefing.record_id}-prefecture-{name}",
        "target_type": "all_units" if is_all else "numeric",
        "label_ja": m["what"] if count else m["label"],
        "value": float(count or briefing.municipality_count),
        "comparator": "eq",
        "unit": m["unit"] if count else "市町村",
        "target_fy": year_in(m),
        "counts_in_rate": True,
        **provenance(briefing.record_id, line, line, m.group(), "stated" if count else "derived"),
    }
