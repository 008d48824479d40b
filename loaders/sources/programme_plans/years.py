"""The fiscal year of a plan: from its heading, else from the days on which its figures stood, else unknown."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.sources.programme_plans.records import Record
from loaders.text.era_dates import dates_in, fiscal_years_in
from loaders.text.normalise import folded

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
    found: list[tuple[int, int, str]] = []
    for record in records:
        for number in range(record.title_line, record.last_line + 1):
            found += [(year, number, written) for year, written in _dated(lines[number - 1])]
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
