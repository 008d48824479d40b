"""What a number is to the one in front of it: its part, its baseline, a factor, a repetition, its total."""

from __future__ import annotations

import re

from loaders.text.aim import Aim
from loaders.text.all_units import AllUnits
from loaders.text.quantities import Quantity


def relate(aim: Aim, last: Aim | None, gap: str, after: str, inside: bool) -> None:
    """Link a number to the one in front of it: factors, parts, rates, and the state that a target starts from."""
    aim.baseline = aim.quantity.baseline
    if of_all := re.match(rf"/(\d+){re.escape(aim.quantity.unit)}", after):
        aim.out_of = float(of_all[1])
    _link_factors(aim, last, gap, after)
    if aim.role == "result" and "比" in gap and "±" in gap:
        aim.change_of_result = True
        return
    if not last or last.line != aim.line:
        return
    same_unit = last.quantity.unit == aim.quantity.unit
    if aim.role == "result" and inside and last.quantity.unit == "%" and gap.endswith("("):
        aim.rate, aim.label = last, last.label
    elif aim.role == "result" and last.rate and gap.strip() == "/":
        aim.rate, aim.label = last.rate, last.label
    elif aim.role == "result" and last.all_units:
        return
    elif aim.role == last.role == "target" and same_unit and inside and not last.factor and _is_part(aim, gap, last):
        aim.part_of = last
    elif aim.role == "result" and last.role == "target" and same_unit and inside and re.search("現|基準", gap):
        last.baseline, aim.is_baseline, aim.label = aim.quantity.value, True, last.label
    elif aim.role == "target" and last.role == "result" and same_unit and _alike(aim, last) and not last.rate:
        last.is_baseline = True
        aim.baseline = last.quantity.value if aim.baseline is None else aim.baseline


def _is_part(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a number in brackets is a part of the one in front: 「200件(1地区50件)」 「10件(約4件)」 「(うち新規3件)」."""
    beside = re.match(r"^(?:以上|程度)?\((?:うち|内|(?:年間?|毎年|月|毎月)?約?$)", gap)
    return aim.per == "area" or bool(beside and aim.quantity.value <= last.quantity.value)


def _alike(aim: Aim, last: Aim) -> bool:
    return not last.is_baseline and (
        not last.label or not aim.label or last.label in aim.label or aim.label in last.label
    )


def takes_total(quantity: Quantity, last: Aim | None, line: int, gap: str) -> bool:
    """Give the total to 「全ての自治会で…取り組む。98自治会。」 in front of it."""
    if not last or not last.all_units or last.all_units.total is not None or last.line != line:
        return False
    if last.all_units.unit != quantity.unit or gap.strip():
        return False
    last.quantity, last.all_units = quantity, AllUnits(quantity.start, quantity.end, quantity.unit, quantity.value)
    return True


def is_increase_of(last: Aim | None, quantity: Quantity, comparator: str, line: int, gap: str) -> bool:
    """Give the baseline to 「40名(10名増)」 or 「30件(前年度比約50%増)」: no aim of its own."""
    changes = {"increase_by", "decrease_by"}
    if not last or last.role != "target" or last.line != line or comparator not in changes:
        return False
    if not re.fullmatch(r"(?:以上|程度)?\((?:前年度?比|昨年度比|現状から)?約?\+?", gap):
        return False
    if last.comparator in changes:
        return False
    sign = 1 if comparator == "increase_by" else -1
    if quantity.unit == last.quantity.unit:
        last.baseline = last.quantity.value - sign * quantity.value
    elif quantity.unit in {"%", "割"}:
        share = quantity.value / (100 if quantity.unit == "%" else 10)
        last.baseline = round(last.quantity.value / (1 + sign * share), 1)
    else:
        return False
    return True


def is_said_before(quantity: Quantity, last: Aim | None, line: int, inside: bool) -> bool:
    """Return whether a bracket only repeats the number in front of it (「登録20名(…20名と想定する)」)."""
    if not last or not inside:
        return False
    return last.line == line and (last.quantity.value, last.quantity.unit) == (quantity.value, quantity.unit)


def _link_factors(aim: Aim, last: Aim | None, near: str, after: str) -> None:
    """Mark the factors of a product."""
    joined = near.strip() in {"×", "x", "✕"}
    if re.match(r"^\s*[×✕x]\s*\d", after) or joined:
        aim.factor = True
        if joined and last:
            last.factor = True
