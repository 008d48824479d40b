"""The rows that a report adds to the store, made from checked entries."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.document import Row
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, has_result
from loaders.reports.layout import AREA_NUMBERS, fields_of


def says_something(entry: Entry) -> bool:
    """Return whether a row reports anything; blank is not reported."""
    return has_result(entry) or "result_state" in entry.values or any(name in entry.values for name in AREA_NUMBERS)


def result_row(entry: Entry, target: FormTarget, content: FormContent) -> Row:
    """Return the row of `reported_achievements`: a written 0 is the state `zero`, whatever state was chosen."""
    values: Mapping[str, object] = entry.values
    is_zero = values.get("value") == 0 and not values.get("numerator")
    state = values.get("result_state")
    if state in (None, "reported"):
        state = "zero" if is_zero else "reported"
    return {
        "target_id": target.target_id,
        "area_code": content.area_code,
        "fiscal_year": content.fiscal_year,
        "pillar": target.pillar,
        "label_ja": target.label_ja,
        "indicator_code": target.indicator_code or None,
        "value": 0.0 if state == "zero" and "value" in fields_of(target) else values.get("value"),
        "unit": target.unit or None,
        "per": target.per or None,
        "numerator": values.get("numerator"),
        "denominator": values.get("denominator"),
        "grade": values.get("grade"),
        "done": values.get("done"),
        "result_state": state,
        "comment_ja": values.get("comment_ja"),
        **_period(values, target, content),
    }


def _period(values: Mapping[str, object], target: FormTarget, content: FormContent) -> Row:
    """Return the period of a result; blank means what the form asks for: the year, or its first half."""
    first = f"{content.fiscal_year}-04-01"
    last = f"{content.fiscal_year + 1}-03-31" if content.report_kind == "full_year" else f"{content.fiscal_year}-09-30"
    start, end = values.get("period_start") or first, values.get("period_end") or last
    if target.indicator_kind == "stock" and not values.get("period_start"):
        return {"period_start": None, "period_end": end, "period_kind": "point_in_time"}
    whole = (start, end) == (first, f"{content.fiscal_year + 1}-03-31")
    return {"period_start": start, "period_end": end, "period_kind": "full_year" if whole else "part_year"}


def area_row(entry: Entry) -> Row:
    """Return the row of `report_areas`."""
    counts = {name: None if entry.get(name) is None else int(entry.values[name]) for name in AREA_NUMBERS}
    return {"pillar": entry.values["pillar"], **counts, "as_of_date": entry.values.get("as_of_date")}
