"""Document type "prefectural briefing": how a prefecture helps its municipalities, as slides (document 003).

The slides come out as loose lines. Read are: the target of the prefecture, its roadmap by fiscal year and its events by
quarter (`roadmap.py`), national counts, and two examples: the coordinators of a town (`briefing.py`) and the week
of a local base (`timetable.py`). Running text that explains the law is passed over.
"""

import re

from loaders.document import Document, LineAccount, ParsedDocument, provenance
from loaders.lookups import Lookups
from loaders.readers.text_tables import read_grid
from loaders.sources import Source
from loaders.sources.prefectural_briefing.briefing import (
    ERA_YEAR,
    FISCAL_YEAR,
    Briefing,
    add_coordinators,
    add_generic_cases,
    broken,
)
from loaders.sources.prefectural_briefing.roadmap import QUARTER_COLUMN, YEAR_COLUMN, add_milestones, add_support_events
from loaders.sources.prefectural_briefing.timetable import add_timetable
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded, passage_sha, tidy

SOURCE = Source(
    source_id="prefectural_briefing",
    name_ja="都道府県説明資料",
    record_type="prefectural_briefing",
    record_ja="都道府県説明資料",
    title_ja="包括的支援体制の構築についての都道府県の説明資料",
    signs=("見出し「令和○年度の…○○県の取組」", "年度の列がある表（見出し「R3 R4 …」）", "四半期の列がある表（見出し「第1四半期 … 第4四半期」）"),
    words=("県の取組", "四半期", "移行準備", "後方支援", "市町村支援", "ロードマップ"),
    expected_rows={
        "records": 3, "national_counts": 4, "milestones": 11, "support_events": 8, "target_statements": 1,
        "targets": 1, "implementations": 1, "staffing": 5, "timetable_slots": 10, "meetings": 3, "good_cases": 1, "parser_coverage": 3,
    },
)  # fmt: skip

# 「令和3年度の…に向けた○○県の取組」
_HEADING = re.compile(rf"^{ERA_YEAR}年度の.*?(?P<prefecture>[一-龥]{{2,3}}[都道府県])の取組$")
# 「令和5年度までに全市町村における…の構築を目指す」 「令和5年度までに20市町村における…の構築を目指す」
_YEAR = rf"(?:{ERA_YEAR}|(?P<western>20\d\d))年度(?:末)?"
_TARGET = re.compile(
    rf"{_YEAR}(?:までに|時点で|には)、?(?:全(?=\d))?(?:[都道府県管]内の?)?(?P<label>(?:(?:全|すべての|全ての)市(?:区?町村|町)(?!村|の(?:過?半|約?\d|[一二三四五六七八九]))"
    r"|(?P<count>\d+)(?:の)?(?P<unit>市区?町村|市町|町村|市|町|村|団体|自治体)(?P<every>の?(?:すべて|全て))?)"
    r"(?:における|において|での|で|の)?(?P<what>[^。]+?))(?:を(?:目指す|めざす|目標と|目標に|達成)|が?(?:できる|となる)よう)"
)
_TARGET_LINE = re.compile(
    rf"{_YEAR}(?:までに|(?:時点で|には)[^。]*市町?村)|(?:年間|年以内)[^。]{{0,12}}市町?村[^。]*(?:目指|めざ|構築|達成)|市町村の(?:過?半|約?\d|[一二三四五六七八九]割)"
)
# 「モデル事業実施自治体数 H28年度:26 H29年度:85」
_NATIONAL_COUNTS = re.compile(r"モデル事業実施自治体数(?P<pairs>(?:[RH令平][^:]*年度:\d+)+)")
_YEAR_AND_COUNT = re.compile(rf"{FISCAL_YEAR.pattern}:(?P<count>\d+)")
# A number of municipalities in running text is a fact that no rule took.
_COUNT_IN_TEXT = re.compile(r"\d+(?:市町村|市町|自治体|団体)")


def recognise(document: Document) -> list[str]:
    """Return the signs of the document type that the document lacks."""
    found = (
        any("取組" in line and _HEADING.match(folded(line)) for line in document.lines),
        read_grid(document.lines, YEAR_COLUMN) is not None,
        read_grid(document.lines, QUARTER_COLUMN) is not None,
    )
    return [sign for sign, is_there in zip(SOURCE.signs, found, strict=True) if not is_there]


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
    account.unclaimed |= (briefing.left & own) | {
        n for n in own if _looks_like_a_fact(lines[n - 1])
    } - account.read - account.heading
    account.close(out, briefing.record_id, own, lines)
    return out


def _looks_like_a_fact(line: str) -> bool:
    """Return whether a line that no rule took is more than running text: a table row, a number of municipalities."""
    return "\t" in line or bool(_COUNT_IN_TEXT.search(tidy(line)) or _TARGET_LINE.search(folded(line)))


def _briefing(document: Document, lookups: Lookups, first_line: int, account: LineAccount) -> Briefing:
    names = lookups.area_names
    for number, line in enumerate(document.lines, start=1):
        if m := _HEADING.match(folded(line)):
            prefecture = names.prefecture(m["prefecture"], f"{document.place} {number}行目")
            account.heading.add(number)
            code = prefecture.area_code[:2]
            towns = [a for a in lookups.table("areas") if a["level"] == "municipality" and a["prefecture_code"] == code]
            return Briefing(
                document,
                f"{document.doc_id}-L{first_line:04d}",
                prefecture,
                western_year(m["era"], m["year"]),
                names,
                len(towns),
            )
    raise broken(document, "broken.briefing/heading")


def _add_national_counts(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> None:
    """Add the numbers of municipalities that ran model projects, by fiscal year."""
    for number, line in enumerate(briefing.document.lines, start=1):
        found = _NATIONAL_COUNTS.search(folded(line))
        if not found:
            continue
        account.read.add(number)
        for m in _YEAR_AND_COUNT.finditer(found["pairs"]):
            out.add(
                "national_counts",
                fiscal_year=western_year(m["era"], m["year"]),
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
        m = _TARGET.search(folded(line))
        if not m:
            continue
        account.read.add(number)
        statement_id = f"{briefing.record_id}-prefecture"
        base = {"statement_id": statement_id, "area_code": briefing.prefecture.area_code, "pillar": "prefecture"}
        sha = passage_sha(line)
        guard, summary = lookups.summaries.get(statement_id, ("", ""))
        out.add(
            "target_statements",
            {
                **base,
                "has_number": bool(m["count"]),
                "summary_ja": summary if guard == sha else None,
                "passage_sha": sha,
                **provenance(briefing.record_id, number, number, m.group()),
            },
        )
        if summary and guard != sha:
            note = {"record_id": briefing.record_id, "row_key": statement_id, "line_start": number}
            out.notes["stale_summary"].append(note)
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
        "target_fy": western_year(m["era"], m["year"] or m["western"]),
        "counts_in_rate": True,
        **provenance(briefing.record_id, line, line, m.group(), "stated" if count else "derived"),
    }
