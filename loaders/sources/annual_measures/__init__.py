"""Document type "annual measures": what a municipality does in one year for the goals of its plan (document 002).

Under each goal or chapter stands a table: left the measures, numbered from (1), their items marked ○; right the
action targets of the plan that they answer to, each with its page. `tables.py` reads these tables; here rows are made
of them.
"""

import re
from collections.abc import Sequence

import loaders.sources.annual_measures.rows as rows
from loaders.document import Document, LineAccount, ParsedDocument
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.sources import Source
from loaders.sources.annual_measures.tables import GOAL, HEADER, REFERENCE, read_tables
from loaders.text.area_names import ResolvedArea
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded

SOURCE = Source(
    source_id="annual_measures",
    name_ja="年次施策",
    record_type="annual_measures",
    record_ja="年次施策",
    title_ja="計画に基づく年次の取組方針",
    signs=("表の見出し「主な内容／行動目標」", "「【行動目標○（本編P○）】」などの参照", "見出し「基本目標○」", "計画の「基本理念「…」」"),
    words=("行動目標", "本編", "再掲", "主な内容", "年度新規"),
    expected_rows={
        "records": 1, "plans": 1, "plan_nodes": 15, "measures": 15, "measure_links": 17, "openings": 2,
        "parser_coverage": 1,
    },
)  # fmt: skip

_SIGNS = (HEADER, REFERENCE, GOAL, rows.PHILOSOPHY)
_PLAN = re.compile(r"第\d+[期次](?P<area>[^\s、。「」（）()～~]+?)地域福祉計画")
# The year of the measures, not one in passing: 「令和4年度取組」 「令和4年度新規」, but 「令和3年度に作成した」
_YEAR = re.compile(r"(?P<era>令和|平成)(?P<year>\d+|元)年度の?(?:取組|新規|施策)")


def recognise(document: Document) -> list[str]:
    """Return the signs of the document type that the document lacks."""
    found = [any(pattern.search(line) for line in document.lines) for pattern in _SIGNS]
    return [sign for sign, is_there in zip(SOURCE.signs, found, strict=True) if not is_there]


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the plan, its goals, chapters and cited action targets, the measures of the year and their links.

    Raises:
        BrokenDocumentError: The plan, the year, or the original of a repeated measure is missing.
        UnknownAreaError: The plan's name names no municipality.
    """
    out, account, lines = ParsedDocument(), LineAccount(), document.lines
    plan_line, plan_name, area = _plan(document, lookups)
    context = rows.Context(f"{document.doc_id}-L{document.whole[0]:04d}", area, _fiscal_year(document), document.place)
    title = _title(lines, document.whole[0], account)
    sections, measures = read_tables(lines, account)
    for section in sections:
        if not any(measure.section is section for measure in measures):
            where = f"{document.place} {section.line}行目"
            raise refusal("broken.measures/section", where, title=section.title)
    out.about = {"title_ja": title, "fiscal_year": context.fiscal_year}
    out.add_record(document, SOURCE.record_type, document.whole, area.area_code, context.fiscal_year, title)
    out.note_name(context.record_id, plan_line, plan_name, area)
    rows.add_plan(out, context, plan_name, plan_line, lines)
    rows.add_sections(out, context, sections)
    rows.add_action_targets(out, context, measures)
    account.read |= {plan_line, *rows.note_lost_mark(out, context, lines)}
    for measure in measures:
        rows.add_measure(out, context, measure, measures)
        rows.add_openings(out, context, measure)
    account.close(out, context.record_id, document.whole, lines)
    rows.add_stages(out, context, measures, lookups)
    return out


def _title(lines: Sequence[str], first: int, account: LineAccount) -> str:
    """Return the title: the lines up to a blank one, the subtitle between ～ and ～ behind a blank."""
    parts: list[str] = []
    for number, line in enumerate(lines[first - 1 :], start=first):
        if not line.strip():
            break
        account.heading.add(number)
        parts.append(line.strip())
    return "".join(f" {part}" if part.startswith(("～", "〜", "~")) else part for part in parts)


def _plan(document: Document, lookups: Lookups) -> tuple[int, str, ResolvedArea]:
    """Return line, name and area of the plan, from the line that also states its basic philosophy.

    A plan may shorten the name of its municipality (「第3期○○地域福祉計画」 of ○○市): then the full name stands in the text.
    """
    text = "\n".join(document.lines)
    for number, line in enumerate(document.lines, start=1):
        m = _PLAN.search(line)
        if m and rows.PHILOSOPHY.search(line):
            full = [m["area"] + kind for kind in ("市", "町", "村", "区") if m["area"] + kind in text]
            names = lookups.area_names
            return number, m.group(), names.only_one([*full, m["area"]][0], f"{document.place} {number}行目")
    raise refusal("broken.measures/plan", document.place)


def _fiscal_year(document: Document) -> int:
    years = sorted({western_year(m["era"], m["year"]) for line in document.lines for m in _YEAR.finditer(folded(line))})
    if len(years) == 1:
        return years[0]
    if years:
        raise refusal("broken.measures/years", document.place, years="・".join(map(str, years)))
    raise refusal("broken.measures/no_year", document.place)
