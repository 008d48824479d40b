"""The rows of `targets`: numbers, all units of a kind, products without a total, and aims in words."""

import math
import re
from collections.abc import Sequence

from loaders.document import Row, provenance
from loaders.readers.text_sections import Field
from loaders.sources.programme_plans.implementation import PlanContext
from loaders.text.aim import Aim
from loaders.text.aim_words import AREA_UNITS
from loaders.text.normalise import tidy
from loaders.text.patterns import Patterns
from loaders.text.quantities import MONTH_UNITS

_PER = {"year": "year", "month": "month", "total": "total", "area": "site", "session": "session"}
_RE = Patterns(__file__)
_SIGNS = {"パーセント": "%", "パーミル": "‰"}
_PERSONS = ("人", "名", "世帯", "組")
_CHANGES = {"increase_by", "decrease_by"}


def own_id(prefix: str, aim: Aim, taken: set[str]) -> str:
    """Return an id made of the number and unit as written; a second equal one of the same cell gets -2."""
    value, high = aim.quantity.value, aim.quantity.value_max
    number = "全" if math.isnan(value) else f"{value:.10g}"
    stem = f"{prefix}-{number}{f'-{high:.10g}' if high is not None else ''}{aim.quantity.unit}"
    name, count = stem, 2
    while name in taken:
        name, count = f"{stem}-{count}", count + 1
    taken.add(name)
    return name


def target_rows(context: PlanContext, base: Row, aims: Sequence[Aim]) -> tuple[list[Row], list[tuple[Aim, Row]]]:
    """Return the rows of the targets of a statement, and each aim with its row."""
    taken: set[str] = set()
    pairs = [(aim, _row(context, base, aim, own_id(str(base["statement_id"]), aim, taken))) for aim in aims]
    ids = {id(aim): str(row["target_id"]) for aim, row in pairs}
    for aim, row in pairs:
        if aim.part_of:
            row["part_of"] = ids.get(id(aim.part_of))
    derived = _link_products(pairs, taken)
    return [row for _, row in pairs] + derived, pairs


def _row(context: PlanContext, base: Row, aim: Aim, target_id: str) -> Row:
    quantity = aim.quantity
    return {
        **base,
        "target_id": target_id,
        "target_type": "all_units" if aim.all_units else "increase" if aim.comparator in _CHANGES else "numeric",
        "label_ja": aim.label or None,
        "value": None if math.isnan(quantity.value) else quantity.value,
        "value_max": quantity.value_max,
        "comparator": aim.comparator,
        "unit": _SIGNS.get(quantity.unit, quantity.unit) or None,
        "unit_as_written": quantity.written_unit or (quantity.unit if quantity.unit in _SIGNS else None),
        "per": _PER.get(aim.per),
        "per_period": aim.per_time or None,
        "period_years": aim.years or None,
        "units_total": aim.units_total,
        "baseline_value": quantity.value if aim.from_result else aim.baseline,
        "target_fy": _target_year(context, aim),
        "part_of": None,
        "counts_in_rate": not aim.factor and aim.part_of is None and not aim.years,
        **provenance(context.record_id, aim.line, aim.line, aim.quote),
    }


def _target_year(context: PlanContext, aim: Aim) -> int | None:
    """Return the year of a target: that stated for it, else that of the document; none for a total over years."""
    if aim.years:
        return None
    if aim.from_result or aim.also_result or not aim.period:
        return context.fiscal_year
    return aim.period.fiscal_year


def _link_products(pairs: Sequence[tuple[Aim, Row]], taken: set[str]) -> list[Row]:
    """Point factors at the total beside them; return a derived row for each product without a written total."""
    derived: list[Row] = []
    for factors in _products(pairs):
        aim, product = factors[0][0], _product(factors)
        beside = [(a, r) for a, r in pairs if not a.factor and a.line == aim.line and a.part_of is None]
        total = next((r for a, r in beside if math.isclose(a.quantity.value, product)), None) or next(
            (r for a, r in beside if a.label == aim.label and a.label), None
        )
        if not total:
            total = _derived_row(factors, taken)
            derived.append(total)
        for _, factor in factors:
            factor["part_of"] = total["target_id"]
    return derived


def _product(factors: Sequence[tuple[Aim, Row]]) -> float:
    """Return the product of some factors over a year: 「月1回×3地区」 is 36, 「月1回×12か月」 12."""
    has_months = any(aim.quantity.unit in MONTH_UNITS for aim, _ in factors)
    year = 12 if not has_months and any(aim.per == "month" for aim, _ in factors) else 1
    return year * math.prod(aim.quantity.value for aim, _ in factors)


def _products(pairs: Sequence[tuple[Aim, Row]]) -> list[list[tuple[Aim, Row]]]:
    """Return the factors of each product: those that follow one another with the same label."""
    products: list[list[tuple[Aim, Row]]] = []
    for before, pair in zip([None, *pairs], pairs, strict=False):
        aim = pair[0]
        if not aim.factor:
            continue
        if products and before and before[0].factor and (before[0].line, before[0].label) == (aim.line, aim.label):
            products[-1].append(pair)
        else:
            products.append([pair])
    return [factors for factors in products if len(factors) > 1]


def _derived_row(factors: Sequence[tuple[Aim, Row]], taken: set[str]) -> Row:
    first = factors[0][1]
    units = [aim.quantity.unit for aim, _ in factors if aim.quantity.unit not in AREA_UNITS | MONTH_UNITS]
    persons = next((unit for unit in units if unit in _PERSONS), "")
    unit = (
        "人回"
        if persons in {"人", "名"} and "回" in units
        else persons or ("回" if "回" in units else units[0] if units else first["unit"])
    )
    written = "×".join(f"{aim.quantity.value:.10g}{aim.quantity.unit}" for aim, _ in factors)
    target_id = f"{first['statement_id']}-積-{written}"
    target_id = target_id if target_id not in taken else f"{target_id}-{len(taken)}"
    taken.add(target_id)
    return {
        **first,
        "target_id": target_id,
        "target_type": "numeric",
        "value": _product(factors),
        "comparator": "eq",
        "unit": unit,
        "unit_as_written": None,
        "per": "total" if "回" in units else None,
        "part_of": None,
        "counts_in_rate": True,
        "fact_status": "derived",
    }


def wordy_target(context: PlanContext, base: Row, cell: Field) -> Row:
    """Return the row of a statement without a number."""
    text = tidy(cell.text)
    return {
        **base,
        "target_id": f"{base['statement_id']}-text",
        "target_type": _wordy_type(text),
        "label_ja": None,
        "target_fy": context.fiscal_year,
        "counts_in_rate": False,
        **provenance(context.record_id, cell.line_start, cell.line_end, text[:40]),
    }


def _wordy_type(text: str) -> str:
    """Return the type of a target without a number: not_set, label_only, institution, activity or qualitative."""
    if _RE.not_set.search(text) or _RE.elsewhere.match(text):
        return "not_set"
    items = [item for item in re.split(r"[、。・○]|\s", re.sub(r"\([^()]*\)", "", text)) if item]
    if all(_RE.label_item.search(item) for item in items):
        return "label_only"
    if len(text) <= 80 and _RE.label_only.search(text.rstrip("。 ")) and not _RE.verb.search(text):
        return "label_only"
    if _RE.institution.search(text):
        return "institution"
    return "activity" if _RE.activity.search(text) else "qualitative"
