"""How often cases are reviewed and networks meet, with the names of the meetings: frequencies as a text writes them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.document import ParsedDocument, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.plan_cells import cell_state, note_unread, without_template
from loaders.text.japanese_numbers import kanji_number
from loaders.text.normalise import tidy
from loaders.text.patterns import Patterns
from loaders.text.quantities import prepare


@dataclass(frozen=True)
class Frequency:
    """Meetings a year; both numbers are None where only a manner is stated."""

    per_year_min: float | None  # Lowest stated number a year
    per_year_max: float | None  # Highest stated number a year; None where it is open (「年1回以上」)
    kind: str  # stated, range, approx, as_needed, per_site, past or not_stated
    quote: str  # The phrase that says it
    name: str = ""  # The meeting that the words beside it name
    written: tuple[str, ...] = ()  # The digits that were understood


_RE = Patterns(__file__)
_WEAK = {"weekdays", "months"}  # Say how often only where nothing else does
_PATTERNS = _RE.table("patterns")
# How often a year each of them is, once in its span
_YEARLY = {"quarterly": 4.0, "half_yearly": 2.0, "other_month": 6.0, "other_week": 26.0, "per_month": 12.0,
           "per_week": 52.0, "every_month": 12.0, "every_week": 52.0, "weekdays": 12.0, "months": 1.0}  # fmt: skip


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    kanji = kanji_number(text)
    return float(kanji) if kanji is not None else float(text)


def meeting_frequency(text: str) -> Frequency:
    """Return the first stated frequency of a text.

    「8地区×12月=96回」 counts as stated (the product is written out); 「1回/1～3か月」 is a manner without a single
    number a year and gives none.
    """
    flat = re.sub(r" ", "", prepare(text))
    hits = [(m.start(), -m.end(), name, m) for name, pattern in _PATTERNS for m in pattern.finditer(flat)]
    totals = [hit for hit in hits if hit[2] == "total"]
    if hits:
        strong = totals or [hit for hit in hits if hit[2] not in _WEAK]
        _, _, name, match = min(strong or hits, key=lambda hit: hit[:2])
        found = _frequency(name, match, flat)
        same = [m for _, _, other, m in hits if _yearly(other, m.groupdict())[0] == found.per_year_min]
        return replace(found, written=(*found.written, *(d for m in same for d in _RE.figures.findall(m.group()))))
    if m := _RE.as_needed.search(flat):
        return Frequency(None, None, "as_needed", m.group())
    return Frequency(None, None, "not_stated", "")


def meetings_in(text: str) -> list[Frequency]:
    """Return one frequency per meeting that a text names with its own, else the first one of the text.

    「代表者会議は年1回、実務者会議は年2回、個別会議は随時」 are three; a number a year in all (「=96回」) is one.
    """
    whole = meeting_frequency(text)
    named: list[Frequency] = []
    for name, found in _named_pieces(prepare(text)):
        if all(one.name != name for one in named):
            named.append(replace(found, name=name))
    if len(named) < 2 or re.search(r"[=＝]\d{1,5}回|合計", text):
        first = named[0].name if named and named[0].kind == whole.kind else ""
        return [replace(whole, name=first)]
    return named


def _named_pieces(prepared: str) -> Iterator[tuple[str, Frequency]]:
    """Yield the meetings of a text with what the words behind each name say, in reading order."""
    name, said = "", True
    for piece in _RE.pieces.split(prepared):
        if _RE.members.search(piece):
            name, said = "", True
        names = [m for m in _RE.meeting.finditer(piece) if len(m.group()) > 2 and not _RE.no_meeting.search(m.group())]
        if names and not _RE.members.search(piece[: names[0].start()]):
            name, said = _RE.describes.sub("", names[0].group()).lstrip("・-との")[-40:], False
        found = meeting_frequency(piece[names[0].end() if names else 0 :])
        if name and not said and found.kind != "not_stated":
            said = True
            yield name, found


def _frequency(name: str, match: re.Match[str], flat: str) -> Frequency:
    groups = match.groupdict()
    first, last = _yearly(name, groups)
    quote = flat[max(0, match.start() - 12) : match.end() + 4]
    written = tuple(_RE.figures.findall(match.group()))
    if name == "open_months":
        return Frequency(None, None, "range", quote, written=written)
    before, behind = flat[max(0, match.start() - 14) : match.start()], flat[match.end() : match.end() + 4]
    kind = "range" if last else "past" if name == "past" else "stated"
    if kind in {"stated", "range"} and _RE.per_site.search(before):
        kind = "per_site"
    elif kind == "stated" and (_RE.about.match(behind) or _RE.roughly.search(before)):
        kind = "approx"
    top = last or (None if _RE.at_least.match(behind) else first)
    return Frequency(first, top, kind, quote, written=written)


def _yearly(name: str, groups: dict[str, str | None]) -> tuple[float | None, float | None]:
    first, last = _number(groups.get("a")), _number(groups.get("b"))
    if name == "half_years":
        return 2.0 * (last or 1.0), 12.0 / (_number(groups["m"]) or 1.0) * (first or 1.0)
    if name == "range_months":
        low, high = _number(groups["m"]) or 1.0, _number(groups["m2"]) or 1.0
        return 12.0 / high * (first or 1.0), 12.0 / low * (first or 1.0)
    if days := groups.get("days"):
        # Each day of the list is one meeting
        day = "[月火水木金土日](?!曜?日?[月火水木金土日])" if name == "every_week" else r"\d+"
        return _YEARLY[name] * len(re.findall(day, days)), None
    if name == "every_weeks":
        return round(52.0 / (_number(groups["m"]) or 1.0) * (first or 1.0)), None
    if name == "every_months":
        return 12.0 / (_number(groups["m"]) or 1.0) * (first or 1.0), None
    if name in _YEARLY:
        return _YEARLY[name] * (first or 1.0), _YEARLY[name] * last if last else None
    return first, last


_KINDS = {"multi_agency.case_review": "case_review", "multi_agency.network": "network"}


def add_meetings(out: ParsedDocument, context: PlanContext, implementation_id: str, fields: Sequence[Field]) -> None:
    """Add a row per named meeting; 「同上」 takes name and frequency of the meeting above."""
    seqs: Counter[str] = Counter()
    above: list[Frequency] = []
    for index, cell in enumerate(fields):
        kind = _KINDS.get(cell.code)
        if kind is None:
            continue
        following = fields[index + 1] if index + 1 < len(fields) else None
        name = following.text if following and following.code == "conference_name" else ""
        meetings = _meetings(cell.text, name, above)
        above = above or meetings
        first = {"implementation_id": implementation_id, "meeting_kind": kind, "seq": seqs[kind] + 1}
        numbers = [float(n) for one in meetings for n in one.written]
        numbers += [n for one in meetings for n in (one.per_year_min, one.per_year_max) if n]
        note_unread(out, "meetings", first, [cell], numbers)
        for meeting in meetings:
            seqs[kind] += 1
            out.add(
                "meetings",
                implementation_id=implementation_id,
                meeting_kind=kind,
                seq=seqs[kind],
                name_ja=meeting.name or None,
                per_year_min=meeting.per_year_min,
                per_year_max=meeting.per_year_max,
                frequency_kind=meeting.kind,
                **provenance(context.record_id, cell.line_start, cell.line_end, meeting.quote or tidy(cell.text)),
            )


def _meetings(text: str, name: str, above: list[Frequency]) -> list[Frequency]:
    """Return the meetings of one cell and the cell of names beside it."""
    if cell_state(text) == "same_as" and above:
        return [replace(one, quote="") for one in above]
    found = meetings_in(without_template(text) and text)
    if len(found) > 1:
        return [replace(one, name=_short(one.name)) for one in found]
    state = cell_state(name)
    if state == "same_as":
        return [replace(found[0], name=above[0].name if above else "")]
    named = tidy(name)[:120] if state == "filled" else _short(found[0].name)
    return [replace(found[0], name=named)]


def _short(name: str) -> str:
    """Return a name out of running text, or nothing where it is a clause or a bare 「会議」."""
    return name if 2 < len(name) <= 30 else ""


def label_unlabelled_meetings(fields: list[Field]) -> list[Field]:
    """Return the fields with the two rows of the conference table labelled where their labels are missing.

    The form has two rows under 「イ 相談支援包括化推進会議の開催方法」: case review, then network (L422).
    """
    if any(f.code == "multi_agency.case_review" for f in fields):
        return fields
    out: list[Field] = []
    for cell in fields:
        if cell.code != "conference" or not cell.parts:
            out.append(cell)
            continue
        lines = sorted({line for line, _ in cell.parts})
        out.append(Field(cell.code, cell.scope, cell.line))
        for code, line in zip(_KINDS, lines, strict=False):
            texts = [text for at, text in cell.parts if at == line]
            out.append(Field(code, cell.scope, line, [(line, texts[0])]))
            out.append(Field("conference_name", cell.scope, line, [(line, t) for t in texts[1:]]))
    return out
