"""Document type "national report": how many municipalities run a programme, by year, and which, by prefecture."""

from dataclasses import dataclass, field

from loaders.document import Document, LineAccount, ParsedDocument, provenance
from loaders.errors import UnknownAreaError
from loaders.lookups import Lookups
from loaders.sources import declared_source
from loaders.text.era_dates import dates_in, fiscal_years_in, year_in
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)

SOURCE = declared_source(__file__)


@dataclass
class _TownList:
    """The list of towns: its heading, its fiscal year and date, and the names with their lines."""

    head: int
    towns: list[tuple[int, str, str]] = field(default_factory=list)  # (line, prefecture, name)
    last: int = 0


def recognise(document: Document) -> list[str]:
    """Return the signs of the document type that the document lacks."""
    if not any("市町村" in line for line in document.lines):
        return list(SOURCE.signs)
    return SOURCE.missing(_RE.count.search(_flat(document)[0]), _town_list(document))


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the counts by year and the stages of the towns in the list; a name that resolves to none is left over."""
    out, account = ParsedDocument(), LineAccount()
    record_id = out.add_record(document, SOURCE.record_type, document.whole, None)
    out.about = {"title_ja": out.tables["records"][0]["title_raw"]}
    text = _flat(document)[0]
    # The programme that the text names most often; of those inside each other's names, the longest
    programmes = sorted(lookups.table("programmes"), key=lambda row: (text.count(row["name_ja"]), len(row["name_ja"])))
    programme = programmes[-1]["programme_code"]
    counts = _add_counts(out, document, record_id, programme, account)
    _add_stages(out, document, record_id, programme, counts, account, lookups)
    account.close(out, record_id, document.whole, document.lines)
    return out


def _flat(document: Document) -> tuple[str, list[int]]:
    """Return the folded text without line breaks, and the line of each of its characters."""
    parts = [folded(line) for line in document.lines]
    return "".join(parts), [number for number, part in enumerate(parts, start=1) for _ in part]


def _add_counts(
    out: ParsedDocument, document: Document, record_id: str, programme: str, account: LineAccount
) -> dict[int, int]:
    """Add the number of municipalities of each year and return them."""
    flat, line_of = _flat(document)
    counts: dict[int, int] = {}
    for m in _RE.count.finditer(flat):
        year = year_in(m)
        first, last = line_of[m.start()], line_of[m.end() - 1]
        account.read |= set(range(first, last + 1))
        if year in counts:
            continue
        counts[year] = int(m["count"].replace(",", ""))
        out.add(
            "national_counts",
            fiscal_year=year,
            programme_code=programme,
            municipalities=counts[year],
            evidence="stated",
            source=document.place,
            **provenance(record_id, first, last, m.group()),
        )
    return counts


def _town_list(document: Document) -> _TownList | None:
    """Return the list of towns by prefecture; a line without a prefecture goes on with the one above."""
    for head, line in enumerate(document.lines, start=1):
        if not _RE.list_head.match(folded(line)):
            continue
        found, prefecture = _TownList(head), ""
        for number, text in enumerate(document.lines[head:], start=head + 1):
            m = _RE.prefecture.match(text)
            if not text.strip() or (m is None and not prefecture) or text.lstrip().startswith(("（", "(", "※", "注")):
                break
            prefecture = m["name"] if m else prefecture
            towns = _RE.town.findall(m["towns"] if m else text)
            found.towns += [(number, prefecture, town) for town in towns]
            found.last = number
        return found if found.towns else None
    return None


def _add_stages(
    out: ParsedDocument,
    document: Document,
    record_id: str,
    programme: str,
    counts: dict[int, int],
    account: LineAccount,
    lookups: Lookups,
) -> None:
    """Add the towns of the list as running the programme in its year; note where they are not as many as stated."""
    listed = _town_list(document)
    assert listed is not None  # recognise
    above = [n for n in range(max(1, listed.head - 3), listed.head) if fiscal_years_in(document.lines[n - 1])]
    year = fiscal_years_in(document.lines[above[-1] - 1])[-1] if above else max(counts)
    below = (dates_in(document.lines[n]) for n in range(listed.last, min(listed.last + 4, len(document.lines))))
    as_of = next((found[0].iso for found in below if found), None)
    account.heading |= {listed.head, *above[-1:]}
    account.read |= {line for line, _, _ in listed.towns}
    seen: set[str] = set()
    for line, prefecture, written in listed.towns:
        try:
            area = lookups.area_names.municipality(prefecture, written, document.place)
        except UnknownAreaError:
            account.unclaimed.add(line)
            continue
        out.note_name(record_id, line, written, area)
        if area.area_code in seen:
            continue
        seen.add(area.area_code)
        row = {"area_code": area.area_code, "programme_code": programme, "fiscal_year": year, "stage": "implementing"}
        where = provenance(record_id, line, line, f"{prefecture} {written}")
        out.add("programme_stages", {**row, "evidence": "stated", "as_of": as_of, **where})
    if counts.get(year, len(seen)) != len(seen):
        note = {"record_id": record_id, "line_start": listed.head, "stated": counts[year], "found": len(seen)}
        out.notes["stage_list_count"].append(note)
