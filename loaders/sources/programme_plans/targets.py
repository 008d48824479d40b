"""Target statements, targets and stated results of one record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from loaders.document import ParsedDocument, Row, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.text.aims import Aim, read_aims, read_results_in_prose
from loaders.text.normalise import folded, passage_sha, tidy

Summaries = Mapping[str, tuple[str, str]]

# Cells whose prose may state a result. The careers of coordinators are never read.
_PROSE = {
    "need", "finance", "cooperation", "other", "plan", "summary", "multi_agency.case_review", "multi_agency.network",
    "multi_agency.funding", "multi_agency.resources", "multi_agency.other", "community.other", "stationed_at",
    "consultation.place", "consultation.publicity", "consultation.detection", "consultation.backup",
    "community.participation", "community.base", "community.training", "technical_advice_what",
}  # fmt: skip
# What a number counts where only years stand in front of it (「H29:4回 H30:4回」)
_CELL_NAMES = {"multi_agency.case_review": "個別事例の検討", "multi_agency.network": "ネットワーク構築"}
_PER = {"year": "year", "month": "month", "total": "total", "area": "site"}
_NOT_SET = re.compile(r"^(?:今後検討|未定|検討中|なし|特になし)|数値化(?:する)?ことは難しい|別紙")
_INSTITUTION = re.compile(r"設置|整備|構築|設立|導入|開設|創設|創出|配置|確立|策定")
_ACTIVITY = re.compile(r"実施|開催|行う|取り?組|推進|支援|周知|研修|啓発|検討|連携|協議")
_LABEL_ONLY = re.compile(r"(?:数|件数|人数|回数|率|割合|実績|増加|充実)(?:など|等)?$")
_VERB = re.compile(r"(?:する|れる|せる|なる|める|きる|げる|いく|ます|こと|行う)(?:。|$)")


def add_targets(out: ParsedDocument, context: PlanContext, fields: Sequence[Field], summaries: Summaries) -> None:
    """Add the statements of all 成果目標 cells, their targets and results, and results stated elsewhere."""
    for cell in fields:
        if cell.code == "target" and cell.parts and folded(cell.text):
            _add_statement(out, context, cell, summaries)
    for cell in fields:
        if cell.code in _PROSE:
            for aim in read_results_in_prose(_lines(cell)):
                _add_achievement(out, context, aim, None, cell_name=_CELL_NAMES.get(cell.code, ""))


# 「活動の成果 (2018.7-2019.7)」 heads a list of results on a page behind the form
_APPENDIX_HEADING = re.compile(r"成果|実績")
_LIST_ITEM = re.compile(r"^\s*[-・○●]\s*")


def read_appendix(out: ParsedDocument, context: PlanContext, lines: Sequence[tuple[int, str]]) -> None:
    """Add the results that a page behind the form lists under a heading such as 「活動の成果」."""
    in_results = False
    for line, text in lines:
        item = _LIST_ITEM.match(text)
        if not item:
            in_results = bool(_APPENDIX_HEADING.search(text)) if text.strip() else in_results
        elif in_results:
            for aim in read_aims([(line, f"【実績】{text[item.end() :]}")]):
                _add_achievement(out, context, aim, None)


def _lines(cell: Field) -> list[tuple[int, str]]:
    """Return (line, text) with the cells of one line joined: two flattened columns stay in reading order."""
    return [
        (line, " ".join(text for _, text in group)) for line, group in groupby(cell.parts, key=lambda part: part[0])
    ]


def _add_statement(out: ParsedDocument, context: PlanContext, cell: Field, summaries: Summaries) -> None:
    pillar = cell.scope
    statement_id = f"{context.record_id}-{pillar}"
    aims = read_aims(_lines(cell))
    targets = [aim for aim in aims if aim.role == "target"]
    sha = passage_sha(cell.text)
    guard, summary = summaries.get(statement_id, ("", ""))
    place = provenance(context.record_id, cell.line_start, cell.line_end, tidy(cell.text)[:40])
    out.add(
        "target_statements",
        {
            "statement_id": statement_id,
            "area_code": context.area_code,
            "pillar": pillar,
            "has_number": bool(targets),
            "summary_ja": summary if guard == sha else None,
            "passage_sha": sha,
            **place,
        },
    )
    if summary and guard != sha:
        out.notes["stale_summary"].append(
            {"record_id": context.record_id, "row_key": statement_id, "line_start": cell.line_start}
        )
    base = {"statement_id": statement_id, "area_code": context.area_code, "pillar": pillar}
    rows = _target_rows(context, base, aims)
    if not targets:
        rows = [_wordy_target(context, base, cell)]
    for row in rows:
        out.add("targets", row)
    for aim, row in zip(targets, rows, strict=False):
        if aim.from_result:
            out.notes["result_as_target"].append({"target_id": row["target_id"]})
    results = [aim for aim in aims if aim.role == "result" or aim.from_result]
    matched = match_results(rows, targets, results) if targets else {}
    for index, aim in enumerate(results):
        _add_achievement(out, context, aim, base, matched.get(index))


def _own_id(prefix: str, aim: Aim, taken: set[str]) -> str:
    """Return an id made of the number and unit as written; a second equal one of the same cell gets -2."""
    high = f"-{aim.quantity.value_max:.10g}" if aim.quantity.value_max is not None else ""
    stem = f"{prefix}-{aim.quantity.value:.10g}{high}{aim.quantity.unit}"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def _target_rows(context: PlanContext, base: Row, aims: Sequence[Aim]) -> list[Row]:
    rows: list[Row] = []
    taken: set[str] = set()
    product_ids: dict[tuple[int, str], str] = {}
    for aim in aims:
        if aim.role != "target":
            continue
        target_id = _own_id(str(base["statement_id"]), aim, taken)
        if not aim.factor and aim.label:
            product_ids.setdefault((aim.line, aim.label), target_id)
        rows.append(
            {
                **base,
                "target_id": target_id,
                "target_type": _numeric_type(aim),
                "label_ja": aim.label or None,
                "value": aim.quantity.value,
                "value_max": aim.quantity.value_max,
                "comparator": aim.comparator,
                "unit": aim.quantity.unit,
                "per": _PER.get(aim.per),
                "baseline_value": aim.quantity.value if aim.from_result else _baseline(aim, aims),
                "target_fy": context.fiscal_year if aim.from_result else aim.fiscal_year or context.fiscal_year,
                "part_of": None,
                "counts_in_rate": not aim.factor,
                **provenance(context.record_id, aim.line, aim.line, aim.quote),
                "_factor_of": (aim.line, aim.label) if aim.factor else None,
            }
        )
    for row in rows:
        factor_of = row.pop("_factor_of")
        if factor_of:
            row["part_of"] = product_ids.get(factor_of)
    return rows


def _numeric_type(aim: Aim) -> str:
    if aim.all_units:
        return "all_units"
    return "increase" if aim.comparator in {"increase_by", "decrease_by"} else "numeric"


def _baseline(aim: Aim, aims: Sequence[Aim]) -> float | None:
    """Return the present state stated in the same line with the same unit (「現状 7か所 本年度中に9か所」)."""
    same = [
        a for a in aims
        if a.role == "result" and a.line == aim.line and a.quantity.unit == aim.quantity.unit
        and re.search(r"現状|現在", a.quote) and a.quantity.start < aim.quantity.start
    ]  # fmt: skip
    return same[-1].quantity.value if same else None


def _wordy_target(context: PlanContext, base: Row, cell: Field) -> Row:
    text = tidy(cell.text)
    return {
        **base,
        "target_id": f"{base['statement_id']}-text",
        "target_type": wordy_type(text),
        "label_ja": None,
        "target_fy": context.fiscal_year,
        "counts_in_rate": False,
        **provenance(context.record_id, cell.line_start, cell.line_end, text[:40]),
    }


def wordy_type(text: str) -> str:
    """Return the type of a target without a number: not_set, label_only, institution, activity or qualitative."""
    if _NOT_SET.search(text):
        return "not_set"
    if len(text) <= 80 and _LABEL_ONLY.search(text.rstrip("。 ")) and not _VERB.search(text):
        return "label_only"
    if _INSTITUTION.search(text):
        return "institution"
    return "activity" if _ACTIVITY.search(text) else "qualitative"


def _add_achievement(
    out: ParsedDocument,
    context: PlanContext,
    aim: Aim,
    base: Row | None,
    target_id: str | None = None,
    cell_name: str = "",
) -> None:
    label = aim.label or cell_name or aim.quote[:30]
    out.add(
        "achievements",
        {
            "achievement_id": _own_id(f"{context.record_id}-A-L{aim.line:04d}", aim, context.taken),
            "area_code": context.area_code,
            "label_ja": label,
            "value": aim.quantity.value,
            "unit": aim.quantity.unit,
            "fiscal_year": aim.fiscal_year,
            **_period(aim, context.fiscal_year),
            "evidence": "document",
            "target_id": target_id,
            "statement_id": base["statement_id"] if base else None,
            "pillar": base["pillar"] if base else None,
            **provenance(context.record_id, aim.line, aim.line, aim.quote),
        },
    )


def _period(aim: Aim, fiscal_year: int | None) -> Row:
    """Return the period of a result: two dates make a part of a year, one a point in time, a fiscal year a full year.

    A day without a year (「10月15日現在」) falls into the fiscal year of the plan, where that is known.
    """
    dates = [iso for date in aim.dates if (iso := _with_year(date, fiscal_year))]
    if len(dates) >= 2:
        return {"period_start": dates[-2], "period_end": dates[-1], "period_kind": "part_year"}
    if dates:
        return {"period_end": dates[-1], "period_kind": "point_in_time"}
    return {"period_kind": "full_year" if aim.fiscal_year else "unknown"}


def _with_year(date: str, fiscal_year: int | None) -> str:
    if not date.startswith("--"):
        return date
    if fiscal_year is None:
        return ""
    return f"{fiscal_year + (int(date[2:4]) < 4)}-{date[2:]}"


def match_results(rows: Sequence[Row], targets: Sequence[Aim], results: Sequence[Aim]) -> dict[int, str]:
    """Return index of result → target_id inside one statement: the unit is the same, the words are alike, the result follows.

    A state that stands in front of its target is a baseline, not a result (「現状 7か所 本年度中に9か所」).
    """
    matched: dict[int, str] = {}
    for index, result in enumerate(results):
        best, target_id = 0.5, ""
        for row, target in zip(rows, targets, strict=True):
            if (
                result.quantity.unit != target.quantity.unit
                or result.line != target.line
                or row["target_id"] in matched.values()
            ):
                continue
            likeness = _likeness(folded(result.label), folded(target.label))
            if result.order > target.order and likeness >= best:
                best, target_id = likeness, str(row["target_id"])
        if target_id:
            matched[index] = target_id
    return matched


def _likeness(a: str, b: str) -> float:
    """Return 0 to 1; words that contain the other ones are alike (「継続案件を含めた終結率」 and 「終結率」)."""
    if a and b and (a in b or b in a):
        return 1.0
    return SequenceMatcher(None, a, b).ratio()
