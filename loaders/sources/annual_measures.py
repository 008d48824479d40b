"""Document type "annual measures": what a municipality does in one year for the goals of its plan (document 002).

Under each goal or chapter stands a table: left the measures, numbered from (1), their items marked ○; right the
action targets of the plan that they answer to, each with its page. A row comes in three shapes: title, items and
references in one row; the title in a row of its own; items that a page break moved to a row without a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.accounting import LineAccount
from loaders.document import Document, ParsedDocument, Row, provenance
from loaders.errors import BrokenDocumentError
from loaders.lookups import Lookups
from loaders.readers.html_cells import plain_text
from loaders.registry import Source
from loaders.text.area_names import AreaNames, ResolvedArea
from loaders.text.era_dates import dates_in, western_year
from loaders.text.normalise import folded
from loaders.text.plan_words import plan_type_of

SOURCE = Source(
    source_id="annual_measures",
    name_ja="計画に基づく年次の取組方針",
    title_ja="計画に基づく年次の取組方針",
    publisher_ja=None,
    fiscal_year=None,  # read from each document
    status="unknown",
    signs=("表の見出し「主な内容／行動目標」", "「【行動目標○（本編P○）】」", "見出し「基本目標○」", "「第○期○○地域福祉計画」の「基本理念「…」」"),
    expected_rows={"records": 1, "plans": 1, "plan_nodes": 15, "measures": 15, "measure_links": 17, "openings": 2},
)

# Texts are kept as written, so patterns take both widths: 「(1)」 and 「（1）」.
_HEADER = re.compile(r"^\s*主な内容\t\s*行動目標")
_GOAL = re.compile(r"^基本目標\s*(?P<number>\d+)\s*[:：]?\s*(?P<title>\S.*)$")
_CHAPTER = re.compile(r"^(?P<title>\S[^\t]*?)\s*[(（]第(?P<number>\d+)章[)）]\s*$")
_TITLE = re.compile(r"^[(（](?P<number>\d+)[)）]\s*(?P<title>[^○]+?)\s*(?P<items>○.*)?$")
_ITEM = re.compile(r"(?:^|(?<=\s))○(?=\s)")
# 「【行動目標10（本編P37）】 ・…」 「【本編P51】 ・…」
_REFERENCE = re.compile(r"【\s*(?:行動目標\s*(?P<target>\d+)\s*[(（])?\s*本編\s*[PpＰ]\s*(?P<page>\d+)\s*[)）]?\s*】")
_LINK_ITEM = re.compile(r"(?:^|(?<=\s))・")
# 「※再掲（基本目標3（5））」
_REPOST = re.compile(r"再掲\s*[(（](?:基本目標\s*(?P<goal>\d+)|第(?P<chapter>\d+)章)\s*[(（](?P<number>\d+)[)）]\s*[)）]")
_PLAN = re.compile(r"第\d+期(?P<area>[^\s、。「」（）()～~]+?)(?:地域福祉計画)(?=[^\s]*)")
_PHILOSOPHY = re.compile(r"基本理念「(?P<text>[^」]+)」")
# The year of the measures, not one in passing: 「令和4年度取組」 「令和4年度新規」, but 「令和3年度に作成した」
_YEAR = re.compile(r"(?P<era>令和|平成)(?P<year>\d+|元)年度の?(?:取組|新規|施策)")
# What is new is marked by a colour or a line: no text keeps that.
_LOST_MARK = re.compile(r"※(?P<mark>[^:：]*(?:アンダーライン|下線|マーカー|網掛け|色))\s*[:：].*新規")
_WRITTEN_MARK = re.compile(r"[【(（]新規[】)）]")
# 「令和4年5月に○○3階（△△内）に開設した□□センター」; the date is often missing
_OPENING = re.compile(
    r"(?:(?P<date>(?:令和|平成)(?:\d+|元)年\d+月(?:\d+日)?)に)?(?P<place>[^、。○\s]+)に(?:開設|設置|開所)した"
    r"(?:「(?P<quoted>[^」]+)」|(?P<plain>[^\s、。「」のをはが]+))"
)
_CENTRE = re.compile(r"(?:センター|デスク|窓口|拠点|相談所|サロン|ひろば)$")
_SIGNS = (_HEADER, _REFERENCE, _GOAL, _PHILOSOPHY)


@dataclass(frozen=True)
class Section:
    """A basic goal or a chapter of the plan."""

    level: str
    number: int
    title: str
    line: int

    @property
    def key(self) -> str:
        """Return its part of an id: goal-3, chapter-7."""
        return f"{'goal' if self.level == 'basic_goal' else 'chapter'}-{self.number}"


@dataclass
class Link:
    """A reference to the plan: an action target (None where only a page is named), its page, its items."""

    target: int | None
    page: int
    line: int
    quote: str
    item_count: int


@dataclass
class Measure:
    """One measure with the rows that belong to it."""

    section: Section
    number: int
    title: str
    line: int
    last_line: int
    text: str = ""
    item_count: int = 0
    links: list[Link] = field(default_factory=list)
    repost: re.Match[str] | None = None

    @property
    def key(self) -> str:
        """Return its part of an id: goal-3-5."""
        return f"{self.section.key}-{self.number}"


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
    out, account = ParsedDocument(), LineAccount()
    lines = document.lines
    first = next(n for n, line in enumerate(lines, start=1) if line.strip())
    last = max(n for n, line in enumerate(lines, start=1) if line.strip())
    record_id = f"{document.doc_id}-L{first:04d}"
    plan_line, plan_name, area = _plan(document, lookups)
    fiscal_year = _fiscal_year(document)
    sections, measures = _read_tables(lines, account)
    title = _title(lines, first, account)
    out.about = {"title_ja": title, "fiscal_year": fiscal_year}
    out.add("records", {
        "record_id": record_id, "doc_id": document.doc_id, "record_type": SOURCE.source_id,
        "area_code": area.area_code, "title_raw": title, "line_start": first, "line_end": last,
        "fiscal_year": fiscal_year,
    })  # fmt: skip
    plan_id = f"{record_id}-plan"
    _add_plan(out, record_id, plan_id, plan_name, plan_line, area, lines)
    _add_nodes(out, record_id, plan_id, sections, measures)
    _add_measures(out, record_id, plan_id, fiscal_year, measures, document)
    _add_openings(out, record_id, area.area_code, measures)
    account.read.add(plan_line)
    account.close(out, record_id, range(first, last + 1), lines)
    return out


def _title(lines: Sequence[str], first: int, account: LineAccount) -> str:
    """Return the title: the lines up to a blank one, without the subtitle between ～ and ～."""
    parts: list[str] = []
    for number, line in enumerate(lines[first - 1 :], start=first):
        if not line.strip():
            break
        account.heading.add(number)
        if not line.strip().startswith(("～", "〜", "~")):
            parts.append(line.strip())
    return "".join(parts)


def _broken(place: str, found: str, expected: str) -> BrokenDocumentError:
    return BrokenDocumentError(
        place, found, expected, "原本と見比べ、書き方が違う場合は loaders/sources/annual_measures.py の規則に加えてください"
    )


def _plan(document: Document, lookups: Lookups) -> tuple[int, str, ResolvedArea]:
    """Return the line, the name and the area of the plan: the line that also states the basic philosophy.

    A plan's name may shorten the municipality's (「第3期○○地域福祉計画」 of ○○市): the full name stands in the text.
    """
    text = "\n".join(document.lines)
    for number, line in enumerate(document.lines, start=1):
        m = _PLAN.search(line)
        if m and _PHILOSOPHY.search(line):
            full = [m["area"] + kind for kind in ("市", "町", "村", "区") if m["area"] + kind in text]
            names = AreaNames(lookups.table("areas"), lookups.table("area_aliases"))
            return number, m.group(), names.only_one((full or [m["area"]])[0], f"{document.place} {number}行目")
    raise _broken(document.place, "基本理念とともに計画の名称を述べる行がない", "「第○期○○地域福祉計画…基本理念「…」」の行")


def _fiscal_year(document: Document) -> int:
    years = {western_year(m["era"], m["year"]) for line in document.lines for m in _YEAR.finditer(folded(line))}
    if len(years) == 1:
        return years.pop()
    found = f"取組の年度が {'・'.join(map(str, sorted(years)))} と分かれる" if years else "取組の年度がない"
    raise _broken(document.place, found, "「令和○年度取組」「令和○年度新規」など一つの年度")


def _read_tables(lines: Sequence[str], account: LineAccount) -> tuple[list[Section], list[Measure]]:
    sections: list[Section] = []
    measures: list[Measure] = []
    in_table = False
    for number, line in enumerate(lines, start=1):
        if section := _section(line, number):
            sections.append(section)
            account.heading.add(number)
            in_table = False
        elif _HEADER.match(line):
            in_table = True
            account.heading.add(number)
        elif line.strip() and (in_table or "\t" in line):
            cells = [" ".join(plain_text(cell).split()) for cell in line.split("\t")]
            understood = bool(sections) and in_table and _read_row(cells, number, sections[-1], measures)
            (account.read if understood else account.unclaimed).add(number)
    return sections, measures


def _section(line: str, number: int) -> Section | None:
    for level, pattern in (("basic_goal", _GOAL), ("chapter", _CHAPTER)):
        if m := pattern.match(line.strip()):
            return Section(level, int(m["number"]), m["title"].strip(), number)
    return None


def _read_row(cells: list[str], line: int, section: Section, measures: list[Measure]) -> bool:
    """Add a row to the measures; return whether all of it was understood."""
    left, right = cells[0], " ".join(cells[1:]).strip()
    if m := _TITLE.match(left):
        measures.append(Measure(section, int(m["number"]), m["title"], line, line))
        left = m["items"] or ""
    if not measures or measures[-1].section is not section:
        return False
    measure = measures[-1]
    measure.last_line = line
    measure.text = f"{measure.text} {left}"
    measure.item_count += len(_ITEM.findall(left))
    measure.repost = measure.repost or _REPOST.search(left)
    left_understood = not left or left.startswith("○") or bool(_REPOST.search(left))
    return _read_links(right, line, measure) and left_understood


def _read_links(text: str, line: int, measure: Measure) -> bool:
    references = list(_REFERENCE.finditer(text))
    for number, m in enumerate(references):
        end = references[number + 1].start() if number + 1 < len(references) else len(text)
        items = len(_LINK_ITEM.findall(text[m.end() : end]))
        measure.links.append(Link(int(m["target"]) if m["target"] else None, int(m["page"]), line, m.group(), items))
    before = text[: references[0].start()] if references else text
    if before.strip().startswith("・") and measure.links:  # a page break inside the right cell
        measure.links[0 if len(measure.links) == len(references) else -len(references) - 1].item_count += len(
            _LINK_ITEM.findall(before)
        )
        return True
    return not before.strip()


def _add_plan(
    out: ParsedDocument, record_id: str, plan_id: str, name: str, line: int, area: ResolvedArea, lines: Sequence[str]
) -> None:
    m = _PHILOSOPHY.search(lines[line - 1])
    out.add("plans", {
        "plan_id": plan_id, "area_code": area.area_code, "name_ja": name, "plan_type": plan_type_of(name),
        "status": "in_force",  # measures of the year put it into practice; its period is not stated
        "philosophy_ja": " ".join(m["text"].split()) if m else None,
        **provenance(record_id, line, line, name, "inferred"),
    })  # fmt: skip
    for number, text in enumerate(lines, start=1):
        if m := _LOST_MARK.search(text):
            out.notes["lost_mark"].append({"plan_id": plan_id, "line_start": number, "written": m["mark"]})


def _add_nodes(
    out: ParsedDocument, record_id: str, plan_id: str, sections: Sequence[Section], measures: Sequence[Measure]
) -> None:
    for section in sections:
        is_goal = section.level == "basic_goal"
        out.add("plan_nodes", {
            "node_id": f"{plan_id}-{section.key}", "plan_id": plan_id, "level": section.level,
            "number": str(section.number), "path": str(section.number) if is_goal else f"第{section.number}章",
            "title_ja": section.title, **provenance(record_id, section.line, section.line, section.title),
        })  # fmt: skip
    cited = {link.target: link for measure in reversed(measures) for link in reversed(measure.links)}
    for target, link in cited.items():
        if target is not None:
            # Its own title and its goal are not stated here: only number and page are.
            out.add("plan_nodes", {
                "node_id": f"{plan_id}-action-{target}", "plan_id": plan_id, "level": "action_target",
                "number": str(target), "path": f"行動目標{target}", "title_ja": f"行動目標{target}",
                **provenance(record_id, link.line, link.line, link.quote),
            })  # fmt: skip


def _add_measures(
    out: ParsedDocument, record_id: str, plan_id: str, fiscal_year: int, measures: Sequence[Measure], document: Document
) -> None:
    lost = bool(out.notes["lost_mark"])
    for measure in measures:
        is_new = True if _WRITTEN_MARK.search(measure.title) else None
        measure_id = f"{record_id}-{measure.key}"
        out.add("measures", {
            "measure_id": measure_id, "plan_id": plan_id, "node_id": f"{plan_id}-{measure.section.key}",
            "fiscal_year": fiscal_year, "number": str(measure.number), "title_ja": measure.title, "is_new": is_new,
            "missing_reason": None if is_new else "lost" if lost else "not_stated",
            "repost_of": _original(record_id, measure, measures, document), "item_count": measure.item_count,
            **provenance(record_id, measure.line, measure.last_line, measure.title),
        })  # fmt: skip
        for link in measure.links:
            out.add("measure_links", _link_row(record_id, plan_id, measure_id, measure, link))


def _original(record_id: str, measure: Measure, measures: Sequence[Measure], document: Document) -> str | None:
    m = measure.repost
    if m is None:
        return None
    key = f"goal-{int(m['goal'])}" if m["goal"] else f"chapter-{int(m['chapter'])}"
    original = f"{key}-{int(m['number'])}"
    if original not in {other.key for other in measures}:
        raise _broken(
            f"{document.place} {measure.line}行目", f"再掲の元「{m.group()}」がない", "同じ文書にある施策の番号"
        )
    return f"{record_id}-{original}"


def _link_row(record_id: str, plan_id: str, measure_id: str, measure: Measure, link: Link) -> Row:
    """Return a link; where only a page is named, it leads to the chapter in which the reference stands."""
    is_numbered = link.target is not None
    node = f"action-{link.target}" if is_numbered else measure.section.key
    return {
        "measure_id": measure_id, "action_node_id": f"{plan_id}-{node}", "page": link.page,
        "item_count": link.item_count,
        **provenance(record_id, link.line, link.line, link.quote, "stated" if is_numbered else "inferred"),
    }  # fmt: skip


def _openings(measure: Measure) -> Iterator[tuple[str, re.Match[str]]]:
    for m in _OPENING.finditer(measure.text):
        name = m["quoted"] or m["plain"]
        if _CENTRE.search(name):
            yield name, m


def _add_openings(out: ParsedDocument, record_id: str, area_code: str, measures: Sequence[Measure]) -> None:
    for measure in measures:
        for name, m in _openings(measure):
            date = dates_in(m["date"])[0] if m["date"] else None
            out.add("openings", {
                "opening_id": f"{record_id}-opening-{name}", "area_code": area_code, "name_ja": name,
                "place_ja": m["place"], "opened_date": (date.iso if date.has_day else date.iso[:7]) if date else None,
                "missing_reason": None if date else "not_stated", "measure_id": f"{record_id}-{measure.key}",
                **provenance(record_id, measure.line, measure.last_line, m.group()),
            })  # fmt: skip
