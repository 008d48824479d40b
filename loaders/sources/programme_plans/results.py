"""The rows of `achievements` that a plan states, and which target each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from loaders.document import ParsedDocument, Row, provenance
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.sources.programme_plans.target_rows import own_id
from loaders.text.aim import Aim
from loaders.text.normalise import folded

_MODIFIERS = {"approx": "approx", "ge": "at_least", "le": "at_most"}
_NO_LABEL = "項目名の記載なし"


def add_results(
    out: ParsedDocument, context: PlanContext, base: Row, results: Sequence[Aim], matched: Mapping[int, str]
) -> None:
    """Add the results of a statement; the counts of a rate point at it."""
    ids: dict[int, str] = {}
    for index, aim in enumerate(results):
        rate_id = ids.get(id(aim.rate)) if aim.rate else None
        ids[id(aim)] = add_result(out, context, aim, base, None if rate_id else matched.get(index), part_of=rate_id)


def add_result(
    out: ParsedDocument,
    context: PlanContext,
    aim: Aim,
    base: Row | None,
    target_id: str | None = None,
    cell_name: str = "",
    part_of: str | None = None,
) -> str:
    """Add one result; return its id.

    Args:
        base: Keys of the statement that holds it; None outside the target cells.
        part_of: The rate whose numerator or denominator it is.
    """
    achievement_id = own_id(f"{context.record_id}-A-L{aim.line:04d}", aim, context.taken)
    kind = "level"
    if part_of:
        denominator = any(row.get("part_of") == part_of for row in out.tables["achievements"])
        kind = "denominator" if denominator else "numerator"
    out.add(
        "achievements",
        {
            "achievement_id": achievement_id,
            "area_code": context.area_code,
            "label_ja": aim.label or cell_name or (aim.quantity.unit if aim.quantity.written_unit else _NO_LABEL),
            "value": aim.quantity.value,
            "unit": aim.quantity.unit,
            "unit_as_written": aim.quantity.written_unit or None,
            "modifier": _MODIFIERS.get(aim.comparator, "exact"),
            "value_kind": "change" if aim.change_of_result else kind,
            "part_of": part_of,
            **_period(aim),
            "evidence": "document",
            "target_id": target_id,
            "statement_id": base["statement_id"] if base else None,
            "pillar": base["pillar"] if base else None,
            **provenance(context.record_id, aim.line, aim.line, aim.quote),
        },
    )
    return achievement_id


def _period(aim: Aim) -> Row:
    """Return the period of a result: a range or 「～まで」 is a part of a year, a day a point in time, a year a full year.

    A month that ends a period ends on its last day.
    """
    period = aim.period
    if not period:
        return {"period_kind": "unknown"}
    if period.whole_year:
        return {"fiscal_year": period.fiscal_year, "period_kind": "full_year"}
    if period.is_range:
        return {"period_start": period.first_day, "period_end": period.last_day, "period_kind": "part_year"}
    if period.until:
        return {"period_end": period.last_day, "period_kind": "part_year"}
    return {"period_end": period.first_day, "period_kind": "point_in_time"}


def match_results(targets: Sequence[tuple[Aim, Row]], results: Sequence[Aim]) -> dict[int, str]:
    """Return index of result → target_id inside one statement: the unit is the same, the words are alike, the result follows.

    A state that a target starts from is a baseline, not a result (「現状 7か所 本年度中に9か所」).
    """
    matched: dict[int, str] = {}
    for index, result in enumerate(results):
        best, target_id = 0.5, ""
        if result.is_baseline or result.rate or result.change_of_result:
            continue
        for target, row in targets:
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
