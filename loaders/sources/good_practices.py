"""Document type "good practices": numbered cases of municipalities or areas, in light markdown (document 000)."""

import re

from loaders.document import Document, LineAccount, ParsedDocument, Row, add_node, provenance
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.readers.cases import Case, CaseParts, Passage, opens_case, read_case, read_markdown_lines, split_cases
from loaders.sources import declared_source
from loaders.text.area_names import ResolvedArea
from loaders.text.era_dates import fiscal_years_in
from loaders.text.normalise import folded, passage_sha
from loaders.text.patterns import Patterns
from loaders.text.plan_words import PLAN_TYPES, adopted_plan, related_plans, stated_counts

_RE = Patterns(__file__)

SOURCE = declared_source(__file__)


def recognise(document: Document) -> list[str]:
    """Return the signs of a collection of cases that the document lacks."""
    headings = [line for line in document.lines if line.startswith("#")]
    has_case = any(opens_case(line, 1) for line in read_markdown_lines(headings, 1))
    return SOURCE.missing(has_case, _RE.points.search("\n".join(document.lines)))


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the rows of all cases of the document.

    Raises:
        BrokenDocumentError: A case is incomplete, or the numbers of the cases have a gap.
        UnknownAreaError: A name resolves to no area.
    """
    out = ParsedDocument()
    for case in split_cases(document):
        parts = read_case(case.lines, case.place_ja)
        if not any(passage.kind == "point" for passage in parts.passages):
            raise refusal("broken.case/points", case.where, title=case.title)
        area, note = _place_of(case, lookups)
        lines = range(case.line_start, case.line_end + 1)
        out.add_record(document, SOURCE.record_type, lines, area.area_code if area else None, title=case.title)
        if area:
            out.note_name(case.record_id, case.line_start, case.place_ja, area)
        start = _start(parts)
        _add_case(out, case, parts, area, note, start[1] if start else None, lookups)
        _add_points(out, case, parts, lookups)
        if start and area:
            _add_stage(out, case, area, start, lookups)
        # Words for a beginning that no rule took
        begun = next((p for p in parts.overview if _RE.start_in_words.search(folded(p.text))), None)
        if begun and not start:
            out.unclaimed.append((case.record_id, begun.line_start, begun.text))
        _add_plan(out, case, parts, area)
        _note_counts(out, case, parts)
        texts = {line.line: line.text for line in parts.loose}
        account = LineAccount(parts.read, parts.headings, set(texts), parts.pictures, texts)
        account.close(out, case.record_id, lines, document.lines)
    return out


def _place_of(case: Case, lookups: Lookups) -> tuple[ResolvedArea | None, str | None]:
    """Return the municipality of a case, or a note that names the area of several; its text tells the prefecture."""
    names, text = lookups.area_names, folded("".join(line.text for line in case.lines))
    prefectures = {
        area["prefecture_code"]: area["name_ja"] for area in lookups.table("areas") if area["level"] == "prefecture"
    }
    bureaus = [row for row in lookups.table("subprefectures") if row["name_ja"] in text]
    found = {prefectures[row["prefecture_code"]] for row in bureaus}
    found |= {name for name in prefectures.values() if name in text}
    prefecture = found.pop() if len(found) == 1 else None
    if any(case.place_ja == f"{row['name_ja']}管内" for row in bureaus):
        named = "、".join(names.named_in(prefecture, text)) if prefecture else ""
        return None, case.place_ja + (f"（文中の市町村: {named}）" if named else "")
    if prefecture:
        return names.municipality(prefecture, case.place_ja, case.where), None
    return names.only_one(case.place_ja, case.where, text), None


def _programme_in(text: str, lookups: Lookups) -> str | None:
    """Return the programme whose name a text holds; of several, the longest."""
    rows = sorted(lookups.table("programmes"), key=lambda row: -len(row["name_ja"]))
    return next((row["programme_code"] for row in rows if folded(row["name_ja"]) in folded(text)), None)


Start = tuple[Passage, int, re.Match[str]]


def _start(parts: CaseParts) -> Start | None:
    """Return the passage that says since which fiscal year something is done, that year, and the words."""
    for passage in parts.overview:
        m = _RE.started.search(folded(passage.text))
        years = fiscal_years_in(m.group()) if m else []
        if m and years:
            return passage, years[0], m
    return None


def _add_case(
    out: ParsedDocument, case: Case, parts: CaseParts, area: ResolvedArea | None, note: str | None,
    start_fy: int | None, lookups: Lookups,
) -> None:  # fmt: skip
    first = parts.overview[0].text if parts.overview else ""
    body = next((m["body"] for p in parts.overview if (m := _RE.body.search(folded(p.text)))), None)
    out.add(
        "good_cases",
        case_id=f"{case.record_id}-case",
        area_code=area.area_code if area else None,
        area_note_ja=note,
        programme_code=_programme_in(case.subject, lookups) or _programme_in(first, lookups),
        title_ja=case.title,
        start_fy=start_fy,
        # Where no body is named, a municipality's own case is taken as its own work.
        implementing_body_ja=body or (area.name_ja if area else None),
        url=parts.url,
        is_generic=False,
        **provenance(case.record_id, case.line_start, case.line_end, case.title, "stated" if body else "inferred"),
    )


def _add_points(out: ParsedDocument, case: Case, parts: CaseParts, lookups: Lookups) -> None:
    """Add the points of a case: names of actors as written, everything else as a summary in our own words."""
    seen: dict[str, int] = {}
    for passage in parts.passages:
        seq = seen[passage.kind] = seen.get(passage.kind, 0) + 1
        row: Row = {"case_id": f"{case.record_id}-case", "kind": passage.kind, "seq": seq}
        quote = re.split(r"[、。]", _RE.lead.sub("", passage.text))[0]
        row |= provenance(case.record_id, passage.line_start, passage.line_end, quote)
        if passage.kind == "actor":
            row["summary_ja"] = passage.text
        else:
            sha = passage_sha(passage.text)
            guard, summary = lookups.case_point_summaries.get((row["case_id"], passage.kind, seq), ("", ""))
            row |= {"passage_sha": sha, "summary_ja": summary if guard == sha else None}
            if guard != sha:
                key = f"{row['case_id']}|{passage.kind}|{seq}"
                out.notes["case_summary"].append({"row_key": key, "stale": bool(guard)})
        out.add("case_points", row)


def _add_stage(out: ParsedDocument, case: Case, area: ResolvedArea, start: Start, lookups: Lookups) -> None:
    passage, year, words = start
    if programme := _programme_in(words["what"], lookups):
        out.add(
            "programme_stages",
            area_code=area.area_code,
            programme_code=programme,
            fiscal_year=year,
            stage="implementing",
            evidence="stated",
            **provenance(case.record_id, passage.line_start, passage.line_end, words.group()),
        )


def _add_plan(out: ParsedDocument, case: Case, parts: CaseParts, area: ResolvedArea | None) -> None:
    found = next(((p, plan) for p in parts.overview if (plan := adopted_plan(p.text))), None)
    if found is None or area is None:
        if parts.goals:
            raise refusal("broken.case/plan", case.where)
        return
    passage, plan = found
    plan_id = f"{case.record_id}-plan"
    out.add(
        "plans",
        plan_id=plan_id,
        area_code=area.area_code,
        name_ja=area.name_ja + plan.kind_ja,
        plan_type=PLAN_TYPES[plan.kind_ja],
        status="adopted",
        start_fy=plan.start_fy,
        end_fy=plan.end_fy,
        period_years=plan.period_years,
        adopted_date=plan.adopted_date,
        philosophy_ja=parts.philosophy_ja,
        # The name is put together from the municipality and the kind of plan.
        **provenance(case.record_id, passage.line_start, passage.line_end, plan.quote, "inferred"),
    )
    if not plan.is_understood:
        out.unclaimed.append((case.record_id, passage.line_start, passage.text))
    _add_goals(out, case, parts, plan_id)
    related = [(p, *pair) for p in parts.overview for pair in related_plans(p.text)]
    for seq, (source, relation, name) in enumerate(related, start=1):
        where = provenance(case.record_id, source.line_start, source.line_end, name)
        out.add("plan_relations", where, plan_id=plan_id, seq=seq, relation=relation, name_ja=name)


def _add_goals(out: ParsedDocument, case: Case, parts: CaseParts, plan_id: str) -> None:
    for goal in parts.goals:
        last = goal.details[-1][0] if goal.details else goal.line
        where = provenance(case.record_id, goal.line, last, goal.title)
        add_node(out, plan_id, goal.number, "basic_goal", goal.title, where)
        for seq, (line, text) in enumerate(goal.details, start=1):
            where = provenance(case.record_id, line, line, text)
            add_node(out, plan_id, f"{goal.number}-{seq}", "goal_detail", text, where)


def _note_counts(out: ParsedDocument, case: Case, parts: CaseParts) -> None:
    found = {"基本目標": len(parts.goals), "柱": sum(p.kind == "pillar" for p in parts.passages)}
    for passage in parts.overview:
        for what, stated in stated_counts(passage.text):
            note = {"record_id": case.record_id, "line_start": passage.line_start, "what": what}
            out.notes["stated_count"].append({**note, "stated": stated, "found": found[what]})
