"""Document type "good practices": numbered cases of municipalities or areas, in light markdown (document 000)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Document, ParsedDocument, Row, provenance
from loaders.errors import BrokenDocumentError
from loaders.lookups import Lookups
from loaders.readers.case_parts import CaseParts, Passage, read_case
from loaders.readers.markdown_lines import MarkdownLine, read_markdown_lines
from loaders.registry import Source
from loaders.text.area_names import AreaNames
from loaders.text.era_dates import dates_in, fiscal_years_in
from loaders.text.normalise import folded, passage_sha, tidy
from loaders.text.plan_words import PLAN_TYPES, stated_counts

SOURCE = Source(
    source_id="good_practices",
    name_ja="取組事例集",
    title_ja="地域福祉の取組事例（抜粋）",
    publisher_ja=None,
    fiscal_year=None,
    status="unknown",
    signs=("見出し「1 〇〇による…」または「1 〇〇における…」", "見出し「…のポイント」"),
    expected_rows={"good_cases": 3, "plans": 1, "case_points": 27},
)
# 「別海町による地域福祉計画」 「釧路総合振興局管内における生活困窮者支援の取組」
_TITLE = re.compile(r"^(?P<place>.+?)(?:による|における)(?P<subject>.+)$")
_POINTS = re.compile(r"^#{1,6}\s.*のポイント\s*$", re.M)
# 「令和4年3月に地域福祉計画を策定しました」
_ADOPTED = re.compile(rf"に(?P<type>{'|'.join(PLAN_TYPES)})を策定")
# 「計画期間:7年間」
_PERIOD = re.compile(r"計画期間:?(?P<years>\d+)年間")
# 「一般社団法人〇〇協議会による「…センター」が実施しています」
_BODY = re.compile(
    r"(?P<body>(?:(?:一般|公益)(?:社団|財団)|社会福祉|特定非営利活動|医療)法人[^、。「」]+?)(?:による「[^」]+」)?が実施"
)
# 「令和4年度から重層的支援体制整備事業に取り組んで」
_STARTED = re.compile(r"[^、。]*年度から(?P<what>[^、。]+)に取り組")
# 「他の個別計画や〇〇の実践計画、道計画との関連性を整理」 「〇〇基本計画と一体的に策定」
_RELATIONS = (
    ("aligned_with", re.compile(r"(?P<names>[^。]*?計画)との(?:関連性を整理|整合|調和)")),
    ("integrated_with", re.compile(r"(?:^|[、。])(?P<names>[^、。]*?計画)と一体的に策定")),
)
_SEPARATOR = re.compile(r"(?<=計画)(?:や|、|及び|並びに)")


@dataclass(frozen=True)
class _Case:
    """One case: its heading, its lines, and what its heading says."""

    record_id: str
    number: int
    title: str
    place_ja: str
    subject: str
    lines: list[MarkdownLine]
    last_line: int
    where: str

    @property
    def line(self) -> int:
        return self.lines[0].line


@dataclass(frozen=True)
class _Place:
    """Where a case is: one municipality, or an area that a note names."""

    area_code: str | None
    name_ja: str
    note_ja: str | None


def recognise(document: Document) -> list[str]:
    """Return the signs of a collection of cases that the document lacks."""
    text = "\n".join(document.lines)
    has_case = any(_opens(line, 1) for line in read_markdown_lines(document.lines, 1))
    return [sign for sign, met in zip(SOURCE.signs, (has_case, _POINTS.search(text)), strict=True) if not met]


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the rows of all cases of the document.

    Raises:
        BrokenDocumentError: A case is incomplete, or the numbers of the cases have a gap.
        UnknownAreaError: A name resolves to no area.
    """
    out = ParsedDocument()
    names = AreaNames(lookups.table("areas"), lookups.table("area_aliases"))
    for case in _split_cases(document):
        parts = read_case(case.lines, case.place_ja)
        if not any(p.kind == "point" for p in parts.passages):
            raise BrokenDocumentError(
                case.where, f"事例「{case.title}」に「…のポイント」の項目がない", "「✓」で始まるポイント",
                "事例が途中で切れていないか、見出しが変わっていないかを原本で確かめてください",
            )  # fmt: skip
        place = _place_of(case, names, lookups)
        _add_record(out, document, case, place)
        _add_case(out, case, parts, place, lookups)
        _add_points(out, case, parts, lookups)
        _add_stage(out, case, parts, place, lookups)
        if plan_line := next((p for p in parts.overview if _ADOPTED.search(folded(p.text))), None):
            _add_plan(out, case, parts, place, plan_line)
        _note_counts(out, case, parts)
        _account(out, document, case, parts)
    return out


def _opens(line: MarkdownLine, number: int) -> bool:
    """Return whether a line is the heading of case `number`: 「### 123 基本目標」 is none."""
    return line.kind == "heading" and line.sign == str(number) and bool(_TITLE.match(line.text))


def _split_cases(document: Document) -> Iterator[_Case]:
    lines = read_markdown_lines(document.lines, 1)
    starts: list[int] = []
    for index, line in enumerate(lines):
        if _opens(line, len(starts) + 1):
            starts.append(index)
        elif line.kind == "heading" and line.sign == str(len(starts) + 2) and _TITLE.match(line.text):
            raise BrokenDocumentError(
                f"{document.place} {line.line}行目", f"事例{line.sign}の見出し「{line.text}」の前に事例{len(starts) + 1}がない",
                "1から順に並んだ事例", "抜けている事例の見出しを原本で確かめてください",
            )  # fmt: skip
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        own = lines[start:end]
        title = _TITLE.match(own[0].text)
        assert title is not None
        yield _Case(
            f"{document.doc_id}-L{own[0].line:04d}", number, own[0].text, title["place"], title["subject"], own,
            own[-1].line, f"{document.place} {own[0].line}行目",
        )  # fmt: skip


def _place_of(case: _Case, names: AreaNames, lookups: Lookups) -> _Place:
    """Return where a case is; its prefecture is known from a bureau or a prefecture that its text names."""
    text = folded("".join(line.text for line in case.lines))
    prefectures = {
        a["prefecture_code"]: a["name_ja"] for a in lookups.table("areas") if a["level"] == "prefecture"
    }
    bureaus = [row for row in lookups.table("subprefectures") if row["name_ja"] in text]
    found = {prefectures[row["prefecture_code"]] for row in bureaus} | {
        n for n in prefectures.values() if n in text
    }
    prefecture = found.pop() if len(found) == 1 else None
    if any(case.place_ja == f"{row['name_ja']}管内" for row in bureaus):
        named = "、".join(names.named_in(prefecture, text)) if prefecture else ""
        return _Place(None, case.place_ja, case.place_ja + (f"（文中の市町村: {named}）" if named else ""))
    area = (
        names.municipality(prefecture, case.place_ja, case.where)
        if prefecture
        else names.only_one(case.place_ja, case.where)
    )
    return _Place(area.area_code, area.name_ja, None)


def _add_record(out: ParsedDocument, document: Document, case: _Case, place: _Place) -> None:
    row = {"record_id": case.record_id, "doc_id": document.doc_id, "record_type": "good_practice",
           "area_code": place.area_code, "title_raw": case.title, "line_start": case.line,
           "line_end": case.last_line}  # fmt: skip
    out.add("records", row)


def _programme_of(text: str, lookups: Lookups) -> str | None:
    """Return the programme whose name a text holds; of several, the longest."""
    rows = sorted(lookups.table("programmes"), key=lambda row: -len(row["name_ja"]))
    return next((row["programme_code"] for row in rows if folded(row["name_ja"]) in folded(text)), None)


def _start(parts: CaseParts) -> tuple[Passage, int, str] | None:
    """Return the passage that says since which fiscal year something is carried out, that year, and what it is."""
    for passage in parts.overview:
        m = _STARTED.search(folded(passage.text))
        years = fiscal_years_in(m.group()) if m else []
        if m and years:
            return passage, years[0], m["what"]
    return None


def _add_case(out: ParsedDocument, case: _Case, parts: CaseParts, place: _Place, lookups: Lookups) -> None:
    first = parts.overview[0].text if parts.overview else ""
    bodies = [m["body"] for passage in parts.overview if (m := _BODY.search(folded(passage.text)))]
    start = _start(parts)
    out.add(
        "good_cases",
        {
            "case_id": f"{case.record_id}-case",
            "area_code": place.area_code,
            "area_note_ja": place.note_ja,
            "programme_code": _programme_of(case.subject, lookups) or _programme_of(first, lookups),
            "title_ja": case.title,
            "start_fy": start[1] if start else None,
            # No body is named: a municipality's own case is its own work.
            "implementing_body_ja": bodies[0] if bodies else place.name_ja if place.area_code else None,
            "url": parts.url,
            "is_generic": False,
            **provenance(
                case.record_id, case.line, case.last_line, case.title, "stated" if bodies else "inferred"
            ),
        },
    )


def _add_points(out: ParsedDocument, case: _Case, parts: CaseParts, lookups: Lookups) -> None:
    """Add the points of a case: names as written, everything else as a summary in our own words."""
    seen: dict[str, int] = {}
    for passage in parts.passages:
        seq = seen[passage.kind] = seen.get(passage.kind, 0) + 1
        row: Row = {"case_id": f"{case.record_id}-case", "kind": passage.kind, "seq": seq}
        row |= provenance(
            case.record_id, passage.line_start, passage.line_end, re.split(r"[、。]", passage.text)[0]
        )
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


def _add_stage(out: ParsedDocument, case: _Case, parts: CaseParts, place: _Place, lookups: Lookups) -> None:
    start = _start(parts)
    programme = _programme_of(start[2], lookups) if start else None
    if start is None or programme is None or place.area_code is None:
        return
    passage, year, what = start
    quote = passage.text[max(0, passage.text.find("年度から") - 5) :]
    out.add(
        "programme_stages",
        {"area_code": place.area_code, "programme_code": programme, "fiscal_year": year, "stage": "implementing",
         "evidence": "stated",
         **provenance(case.record_id, passage.line_start, passage.line_end, quote.split(what)[0] + what)},
    )  # fmt: skip


def _add_plan(out: ParsedDocument, case: _Case, parts: CaseParts, place: _Place, passage: Passage) -> None:
    """Add the plan of a case, its goals and its relations. The month of adoption is not the first year."""
    if place.area_code is None:
        return
    text = folded(passage.text)
    m = _ADOPTED.search(text)
    assert m is not None
    plan_id = f"{case.record_id}-plan"
    dates = [date for date in dates_in(passage.text) if date.end == m.start()]
    period = _PERIOD.search(text)
    adopted = (dates[0].iso if dates[0].has_day else dates[0].iso[:7]) if dates else None
    out.add(
        "plans",
        {
            "plan_id": plan_id,
            "area_code": place.area_code,
            "name_ja": place.name_ja + m["type"],
            "plan_type": PLAN_TYPES[m["type"]],
            "status": "adopted",
            "period_years": int(period["years"]) if period else None,
            "adopted_date": adopted,
            "philosophy_ja": parts.philosophy_ja,
            # The name is put together from the municipality and the kind of plan.
            **provenance(case.record_id, passage.line_start, passage.line_end,
                         text[dates[0].start if dates else m.start() : m.end()], "inferred"),
        },
    )  # fmt: skip
    _add_goals(out, case, parts, plan_id)
    _add_relations(out, case, parts.overview, plan_id)


def _add_goals(out: ParsedDocument, case: _Case, parts: CaseParts, plan_id: str) -> None:
    for goal in parts.goals:
        node_id = f"{plan_id}-{goal.number}"
        place = provenance(
            case.record_id, goal.line, goal.details[-1][0] if goal.details else goal.line, goal.title
        )
        out.add("plan_nodes", {"node_id": node_id, "plan_id": plan_id, "level": "basic_goal", "number": goal.number,
                               "path": goal.number, "title_ja": goal.title, **place})  # fmt: skip
        for seq, (line, text) in enumerate(goal.details, start=1):
            path = f"{goal.number}-{seq}"
            out.add("plan_nodes", {"node_id": f"{plan_id}-{path}", "plan_id": plan_id, "parent_id": node_id,
                                   "level": "goal_detail", "path": path, "title_ja": text,
                                   **provenance(case.record_id, line, line, text)})  # fmt: skip


def _add_relations(out: ParsedDocument, case: _Case, overview: Sequence[Passage], plan_id: str) -> None:
    seq = 0
    for passage in overview:
        for relation, pattern in _RELATIONS:
            for m in pattern.finditer(re.sub(r"^(?:そして|また|このほか)、", "", folded(passage.text))):
                for name in _SEPARATOR.split(m["names"]):
                    seq += 1
                    out.add("plan_relations", {"plan_id": plan_id, "seq": seq, "relation": relation, "name_ja": name,
                                               **provenance(case.record_id, passage.line_start, passage.line_end, name)})  # fmt: skip


def _note_counts(out: ParsedDocument, case: _Case, parts: CaseParts) -> None:
    found = {"基本目標": len(parts.goals), "柱": sum(p.kind == "pillar" for p in parts.passages)}
    for passage in parts.overview:
        for what, stated in stated_counts(passage.text):
            out.notes["stated_count"].append(
                {"record_id": case.record_id, "line_start": passage.line_start, "what": what, "stated": stated,
                 "found": found[what]}
            )  # fmt: skip


def _account(out: ParsedDocument, document: Document, case: _Case, parts: CaseParts) -> None:
    """Account for every line of the case."""
    total = case.last_line - case.line + 1
    for line in parts.loose:
        out.unclaimed.append((case.record_id, line.line, tidy(document.lines[line.line - 1])))
    out.add(
        "parser_coverage",
        {"record_id": case.record_id, "lines_total": total, "lines_read": len(parts.read),
         "lines_heading": len(parts.headings), "lines_ignored": total - len(case.lines),
         "lines_picture": len(parts.pictures), "lines_unclaimed": len(parts.loose)},
    )  # fmt: skip
