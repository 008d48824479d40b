"""Names in a plan (desks and bases with their operators, partners, financing, members, plans), and its fiscal year."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.document import ParsedDocument, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.plan_cells import cell_state
from loaders.sources.programme_plans.records import Record
from loaders.text.era_dates import dates_in, fiscal_years_in, western_year
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

Start = tuple[int, int | None]  # Fiscal year and month
LONGEST = 60
_RE = Patterns(__file__)
_LISTING = {"stationed_at", "cooperation", "finance", "multi_agency.case_review", "multi_agency.network"}


def add_names(out: ParsedDocument, context: PlanContext, implementation_id: str, fields: Sequence[Field]) -> None:
    """Add the names of one section; the careers of coordinators are never read."""
    taken: dict[str, list[str]] = {}
    for kind, cell, name, operator in _found(fields):
        names = taken.setdefault(kind, [])
        if name in names:
            continue
        names.append(name)
        row = {"implementation_id": implementation_id, "kind": kind, "seq": len(names), "name_ja": name,
               "operator_ja": operator or None}  # fmt: skip
        out.add("plan_names", {**row, **provenance(context.record_id, cell.line_start, cell.line_end, name)})
    _add_plans(out, context, implementation_id, fields)


def _found(fields: Sequence[Field]) -> Iterator[tuple[str, Field, str, str]]:
    for cell in fields:
        if cell.code not in _LISTING or not cell.parts or cell_state(cell.text) != "filled":
            continue
        if cell.code == "stationed_at":
            names = names_in(cell.text) or [tidy(cell.text)[:LONGEST]]
            yield from (("coordinator_desk", cell, name, "") for name in names)
        elif cell.code == "cooperation":
            yield from (("partner", cell, name, "") for name in _words(_RE.partners, cell.text))
        elif cell.code == "finance":
            yield from (("financing", cell, name, "") for name in _words(_RE.financing, cell.text))
        else:
            who = _RE.members.search(tidy(cell.text))
            yield from (("meeting_member", cell, name, "") for name in (names_in(who["who"], 30) if who else ()))
    for code, kind in (("consultation.place", "consultation_desk"), ("community.base", "community_base")):
        cells = [cell for cell in fields if cell.code == code]
        # The cells of the place and of who runs it are the two that follow the heading of the function
        inner = cells[1:] if cells and not cells[0].parts else cells
        if inner and inner[0].parts and cell_state(inner[0].text) == "filled":
            by = "、".join(names_in(inner[1].text)) if len(inner) > 1 else ""
            yield from ((kind, inner[0], name, by[:LONGEST]) for name in names_in(inner[0].text))


def names_in(text: str, longest: int = 40) -> list[str]:
    """Return the names that a cell lists; sentences are none, and a bracket that lists names gives those."""
    first = re.split(r"[。※]", re.sub(r"^.*名称[:：]", "", tidy(text)))[0]
    is_sentence = bool(_RE.sentence.search(re.sub(r"\([^()]*\)", "", first)))
    names: list[str] = []
    for part in _parts(first):
        name = _RE.tail.sub("", _RE.lead.sub("", part.strip())).strip(" :：・")
        clause = _RE.sentence.search(name) or _RE.clause_end.search(name) or re.fullmatch(r"[\d\W]+", name)
        if 2 <= len(name) <= longest and not clause and (not is_sentence or _RE.place_end.search(name)):
            names.append(name)
    return list(dict.fromkeys(names))


def _parts(text: str) -> Iterator[str]:
    """Yield what commas and bullets part, but not inside brackets, unless the bracket holds the list itself."""
    depth, start = 0, 0
    cuts = {m.start(): m.end() for m in _RE.split.finditer(text)}
    for index, char in enumerate(text):
        depth += (char in "(【") - (char in ")】")
        if index in cuts and depth <= 0 and cuts[index] > start:
            yield from _unfolded(text[start:index])
            start = cuts[index]
    yield from _unfolded(text[start:])


def _unfolded(part: str) -> Iterator[str]:
    outside, _, inside = part.partition("(")
    if len(part) > 40 and part.rstrip().endswith(")") and len(_RE.split.split(inside)) > 1:
        yield from _RE.split.split(inside.rstrip(") ")) if len(outside.strip()) < 14 else [outside]
    else:
        yield part


def _words(pattern: re.Pattern[str], text: str) -> Iterable[str]:
    found = (m.group().removeprefix("層").removeprefix("羽根") for m in pattern.finditer(tidy(text)))
    return dict.fromkeys(word for word in found if not _RE.general.fullmatch(word) and len(word) > 1)


def _add_plans(out: ParsedDocument, context: PlanContext, implementation_id: str, fields: Sequence[Field]) -> None:
    """Add the plans that a section names with their years (「地域福祉計画(平成30年度～35年度)」)."""
    named: list[str] = []
    for cell in fields:
        for m in _RE.plan.finditer(folded(cell.text)) if cell.code != "careers" and "計画" in cell.text else ():
            span = _RE.span.match(m["span"])
            if span is None or m["name"] in named:
                continue
            named.append(m["name"])
            first = western_year(span["era"], span["a"])
            row = {"implementation_id": implementation_id, "kind": "named_plan", "seq": len(named), "name_ja": m["name"],
                   "start_fy": first, "end_fy": western_year(span["era2"] or span["era"], span["b"], first)}  # fmt: skip
            out.add("plan_names", {**row, **provenance(context.record_id, cell.line_start, cell.line_end, m.group())})


def start_of_programme(fields: Sequence[Field]) -> Start | None:
    """Return year and month in which the *other* programme began: 「平成28年度(平成28年10月)から実施」 is (2016, 10); or None."""
    for cell in fields:
        if cell.code == "plan" and (m := _RE.start.match(folded(cell.text))):
            month = int(m["month"] or m["month2"] or 0) or None
            year = western_year(m["era"], m["year"])
            stated = fiscal_years_in(folded(cell.text)[: m.end()])
            return (stated[0] if stated else year - (month is not None and month < 4)), month
    return None


def set_starts(out: ParsedDocument, record_id: str, starts: Mapping[str, Start | None]) -> None:
    """Set when the programmes of a record began."""
    for row in out.tables["implementations"]:
        start = starts.get(row["programme_code"]) if row["record_id"] == record_id else None
        if start:
            row["start_fy"], row["start_month"] = start


_AS_OF = re.compile(r"(?:末)?(?:日)?\)?(?:現在|時点)")
_HAS_ERA = re.compile(r"[HRS令和平成昭和]|\d{4}年")
_THIS_YEAR = re.compile(r"(?:本|今)年度[(:](?P<year>(?:令和|平成|[HR])?(?:\d{1,4}|元)年度)")


@dataclass(frozen=True)
class PlanYear:
    """The fiscal year of a record and what it rests on."""

    fiscal_year: int | None
    basis: str  # heading, as_of or unknown
    line: int  # Where it stands; the title where it stands nowhere
    written: str  # The words that say it


def plan_years(lines: Sequence[str], records: Sequence[Record]) -> list[PlanYear]:
    """Return the year of each record.

    A heading above or inside a record wins. Records without one share the year on which most figures of the
    document stood: a collection is of one year. Where nothing is dated, the year stays unknown.
    """
    headings = [_heading_year(lines, record) for record in records]
    first = next((year for year in headings[:1] if year), None)
    shared = first or _year_of_figures(lines, records)
    return [own or PlanYear(shared.fiscal_year, shared.basis, record.title_line, shared.written)
            for own, record in zip(headings, records, strict=True)]  # fmt: skip


def _heading_year(lines: Sequence[str], record: Record) -> PlanYear | None:
    """Return the year that the lines from the record's start to its first section name, or a section's heading."""
    basics = record.sections[0].heading_line
    numbers = [*range(record.first_line, basics), *(section.heading_line for section in record.sections)]
    for number in numbers:
        years = set(fiscal_years_in(lines[number - 1]))
        if len(years) == 1:
            return PlanYear(years.pop(), "heading", number, folded(lines[number - 1])[:40])
    return None


def _year_of_figures(lines: Sequence[str], records: Sequence[Record]) -> PlanYear:
    found = [
        (year, number, written)
        for record in records
        for number in range(record.title_line, record.last_line + 1)
        for year, written in _dated(lines[number - 1])
    ]
    if not found:
        return PlanYear(None, "unknown", records[0].title_line if records else 1, "")
    counts = Counter(year for year, _, _ in found)
    best = max(counts, key=lambda year: (counts[year], year))
    line, written = next((line, written) for year, line, written in found if year == best)
    return PlanYear(best, "as_of", line, written)


def _dated(line: str) -> Iterator[tuple[int, str]]:
    """Yield the fiscal year of every 「…現在」; a figure of March belongs to the plan that starts the day after."""
    if "現" not in line and "時点" not in line and "今年度" not in line and "本年度" not in line:
        return
    flat = folded(line)
    for date in dates_in(line):
        written = flat[date.start : date.end]
        if _HAS_ERA.search(written) and _AS_OF.match(flat, date.end):
            year, month = int(date.iso[:4]), int(date.iso[5:7])
            yield year - (month < 3), f"{written}現在"
    for m in _THIS_YEAR.finditer(flat):
        yield fiscal_years_in(m["year"])[0], m.group()
