"""How often cases are reviewed and networks meet, with the names of the meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from loaders.document import ParsedDocument, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.cell_states import cell_state, without_template
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.unread import note_unread
from loaders.text.frequencies import Frequency, meetings_in
from loaders.text.normalise import tidy

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
        note_unread(out, "meetings", first, [cell], _numbers_read(meetings))
        for meeting in meetings:
            seqs[kind] += 1
            out.add(
                "meetings",
                {
                    "implementation_id": implementation_id,
                    "meeting_kind": kind,
                    "seq": seqs[kind],
                    "name_ja": meeting.name or None,
                    "per_year_min": meeting.per_year_min,
                    "per_year_max": meeting.per_year_max,
                    "frequency_kind": meeting.kind,
                    **provenance(context.record_id, cell.line_start, cell.line_end, meeting.quote or tidy(cell.text)),
                },
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


def _numbers_read(meetings: Sequence[Frequency]) -> list[float]:
    """Return the numbers that the frequencies hold, also as meetings a year and months between two of them."""
    yearly = [n for one in meetings for n in (one.per_year_min, one.per_year_max) if n]
    return [*(float(n) for one in meetings for n in one.written), *yearly, *(12 / n for n in yearly)]


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
