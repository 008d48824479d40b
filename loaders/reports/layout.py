"""The layout of the report form: its sheets, its columns, its choices, and which cells a target needs.

The reader finds columns by their headings, so that the order may change; a change of meaning raises LAYOUT_VERSION.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from data.schema import LIVE_TABLES, label_of
from loaders.reports.contents import FormContent, FormTarget

LAYOUT_VERSION = 1
REPORT_SHEET, AREA_SHEET, GUIDE_SHEET, MACHINE_SHEET = "実績報告", "圏域と人口", "記入のしかた", "_form"
FINDING_SHEET = "指摘"
NOTE_LABEL = "連絡事項"
HEADER_ROW = 6  # rows and columns are counted from 1, as a spreadsheet does

STATES = LIVE_TABLES["reported_achievements"].column("result_state").allowed
DONE = LIVE_TABLES["reported_achievements"].column("done").allowed
GRADES = {"1": "1（達成できなかった）", "2": "2（一部達成した）", "3": "3（概ね達成した）", "4": "4（十分達成した）"}


@dataclass(frozen=True)
class FormColumn:
    """One column of a sheet: its field, its heading, its width in characters, how it is filled."""

    name: str
    heading: str
    width: float
    kind: str = "fixed"  # fixed, number, date, text, or a list of choices: state, grade, done


COLUMNS = (
    FormColumn("target_id", "目標番号", 12),
    FormColumn("pillar", "柱", 14),
    FormColumn("label_ja", "目標", 34),
    FormColumn("target", "目標値", 9),
    FormColumn("comparator", "比べ方", 10),
    FormColumn("unit", "単位", 7),
    FormColumn("per", "あたり", 9),
    FormColumn("last", "前回の値", 17),
    FormColumn("value", "実績値", 10, "number"),
    FormColumn("numerator", "分子", 9, "number"),
    FormColumn("denominator", "分母", 9, "number"),
    FormColumn("period_start", "期間の始め", 12, "date"),
    FormColumn("period_end", "期間の終わり", 12, "date"),
    FormColumn("result_state", "状態", 10, "state"),
    FormColumn("grade", "自己評価", 18, "grade"),
    FormColumn("done", "実施状況", 10, "done"),
    FormColumn("comment_ja", "コメント", 34, "text"),
)
AREA_COLUMNS = (
    FormColumn("pillar", "柱", 22),
    FormColumn("units_covered", "対象圏域数", 12, "number"),
    FormColumn("units_total", "全圏域数", 12, "number"),
    FormColumn("covered_population", "対象人口", 14, "number"),
    FormColumn("population", "人口", 14, "number"),
    FormColumn("as_of_date", "時点", 13, "date"),
    FormColumn("comment_ja", "コメント", 44, "text"),
)
INPUTS = tuple(column.name for column in COLUMNS if column.kind != "fixed")
AREA_INPUTS = tuple(column.name for column in AREA_COLUMNS if column.kind != "fixed")
AREA_NUMBERS = tuple(column.name for column in AREA_COLUMNS if column.kind == "number")

_ALWAYS = ("period_start", "period_end", "result_state", "comment_ja")
_BY_TYPE = {
    "numeric": ("value",),
    "increase": ("value",),
    "all_units": ("value", "numerator", "denominator"),
    "institution": ("done",),
    "activity": ("done",),
    "qualitative": ("grade",),
    "label_only": ("grade",),
}


def is_rate(target: FormTarget) -> bool:
    """Return whether the target is a share (%, 割) that a numerator and a denominator can prove."""
    return target.unit in ("%", "％", "割") and target.target_type == "numeric"


def fields_of(target: FormTarget) -> tuple[str, ...]:
    """Return the fields that are filled for a target; the others are locked."""
    fields = _BY_TYPE[target.target_type]
    if is_rate(target):
        fields += ("numerator", "denominator")
    if target.target_type == "all_units" and target.value is None:
        fields += ("done",)
    return fields + _ALWAYS


def states_of(target: FormTarget) -> Mapping[str, str]:
    """Return the states to choose from; what is not counted cannot be zero."""
    counted = "value" in fields_of(target)
    return {code: label for code, label in STATES.items() if counted or code != "zero"}


def shown_number(value: float | None) -> str:
    """Return a number with thousands separators and no needless decimals, "" for None."""
    return "" if value is None else f"{value:,.10g}"


def shown_target(target: FormTarget) -> str:
    """Return the target value in words, such as 「2～3」 or 「60（要確認）」."""
    shown = shown_number(target.value)
    if target.value_max is not None:
        shown += f"～{shown_number(target.value_max)}"
    return f"{shown}（要確認）" if target.in_doubt else shown


def fixed_cells(target: FormTarget) -> dict[str, str]:
    """Return the prefilled cells of a target's row by field."""
    last = f"{shown_number(target.last_value)}{target.last_unit}"
    return {
        "target_id": target.target_id,
        "pillar": label_of("targets", "pillar", target.pillar),
        "label_ja": target.label_ja,
        "target": shown_target(target),
        "comparator": label_of("targets", "comparator", target.comparator),
        "unit": target.unit,
        "per": label_of("targets", "per", target.per),
        "last": f"{last}（{target.last_when_ja}）" if target.last_value is not None else "",
    }


def machine_cells(content: FormContent) -> dict[str, str]:
    """Return the pairs of the machine sheet; the last one seals the others."""
    pairs = {
        "form_id": content.form_id,
        "area_code": content.area_code,
        "fiscal_year": str(content.fiscal_year),
        "report_kind": content.report_kind,
        "dataset_version": content.dataset_version,
        "layout_version": str(LAYOUT_VERSION),
        "base_revision": str(content.revision),
    }
    return {**pairs, "sha256": seal(pairs)}


def seal(pairs: Mapping[str, str]) -> str:
    """Return the hash that shows whether the machine sheet is as it was issued."""
    return hashlib.sha256("\n".join(f"{name}={pairs[name]}" for name in sorted(pairs)).encode()).hexdigest()
