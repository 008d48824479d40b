"""What the map in the browser gets at a change of indicator: a few kilobytes, also for all 1,741 municipalities. Pure.

Numbers travel in two characters each, classes in one, and codes as steps from one to the next; nothing is sent about
the class that most municipalities without a number have. `paint` in static/municipal_map.js is the reader of this.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from components.drawing import theme
from components.drawing.map_classes import NumberScale, Scale

# Characters that need no escaping in JSON, HTML and a script; the same in static/municipal_map.js.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-"
EXCEPT = "-"  # in front of codes: all municipalities on the map but these
THOUSAND = 1_000  # a large number: its first three digits + 1,000 × the number of digits left out
_RUN_OF_ONES = re.compile(r"1{3,35}")

Message = dict[str, Any]


def message(municipalities: pd.DataFrame, scale: Scale, mode: theme.Mode) -> Message:
    """Return what `paint` takes.

    Args:
        municipalities: area_code, has_record, programme_group and the columns of the scale.
    """
    needed = ["area_code", "has_record", "programme_group", scale.column, scale.empty_column]
    if isinstance(scale, NumberScale):
        needed.append(scale.count_column)
    # A narrow table: choosing rows of all 40 columns would cost more than everything else here.
    rows = municipalities[[name for name in dict.fromkeys(needed) if name]]
    if not rows["area_code"].is_monotonic_increasing:
        rows = rows.sort_values("area_code")
    colours = theme.palette(mode)
    classes = scale.classes(mode)
    groups = [mark.label_ja for mark in theme.PROGRAMME_GROUPS.values()]
    with_plan = rows[rows["has_record"].astype(bool)]
    order = {group: number for number, group in enumerate(theme.PROGRAMME_GROUPS)}
    plans = _keyed(with_plan, packed(with_plan["programme_group"].map(order), 1))
    if len(with_plan) == len(rows):
        plans["codes"] = EXCEPT
    return {
        "indicator": "" if scale.column == "programme_group" else scale.label_ja,
        "styles": [[entry.fill, entry.pattern, entry.ink] for entry in classes],
        "words": [entry.label_ja for entry in classes],
        "groups": [*groups[:-1], scale.no_record_ja],
        "lines": {
            "record": colours.text,
            "other": colours.missing,
            "outside": colours.line,
            "ground": colours.background,
        },
        "plans": plans,
        **_told(rows, scale),
    }


def _told(rows: pd.DataFrame, scale: Scale) -> Message:
    """Return the numbers, and the classes of the other municipalities but for the most frequent one."""
    numbers, classes = scale.numbers(rows), scale.classify(rows)
    has_number = numbers.notna()
    others = classes[~has_number]
    rest = int(others.value_counts().index[0]) if len(others) else len(scale.classes("light")) - 1
    told = rows[~has_number & (classes != rest)]
    result: Message = {"rest": rest, "classed": _keyed(told, packed(classes[told.index], 1))}
    if isinstance(scale, NumberScale) and has_number.any():
        # The map shows exactly these municipalities: where nearly all have a number, those without are the short list.
        if 4 * (~has_number).sum() < len(rows):
            codes = EXCEPT + code_steps(rows.loc[~has_number, "area_code"])
        else:
            codes = code_steps(rows.loc[has_number, "area_code"])
        cases = rows.loc[has_number, scale.count_column] if scale.count_column else None
        result |= _numbers(numbers[has_number], codes, cases, scale)
    return result


def _numbers(numbers: pd.Series[float], codes: str, cases: pd.Series[int] | None, scale: NumberScale) -> Message:
    result: Message = {
        "unit": scale.unit_ja,
        "decimals": scale.decimals,
        "edges": list(scale.edges),
        "isLarge": scale.is_large,
        "numbered": {"codes": codes, "marks": packed(coded(numbers, scale), 2)},
    }
    if cases is not None:
        width = 1 if cases.max() < len(DIGITS) else 2
        result |= {"counter": scale.count_ja, "counts": packed(cases, width), "countWidth": width}
    return result


def coded(numbers: pd.Series[float], scale: NumberScale) -> pd.Series[int]:
    """Return whole numbers of two characters: counted in the last decimal, or the first three digits of a large one."""
    if not scale.is_large:
        counted: pd.Series[int] = (numbers * 10**scale.decimals).round().astype(int)
        return counted
    whole = numbers.to_numpy(dtype=int)
    left_out = np.maximum(np.log10(np.maximum(whole, 1)).astype(int) - 2, 0)
    return pd.Series(whole // 10**left_out + THOUSAND * left_out, index=numbers.index)


def packed(numbers: pd.Series[int], width: int) -> str:
    """Return whole numbers as text of that many characters each.

    Raises:
        ValueError: A number needs more characters.
    """
    values = numbers.to_numpy(dtype=int)
    if len(values) and not 0 <= values.min() <= values.max() < len(DIGITS) ** width:
        raise ValueError(f"{values.min()} to {values.max()} do not fit into {width} characters")
    powers = len(DIGITS) ** np.arange(width - 1, -1, -1)
    characters = np.array(list(DIGITS))[(values[:, None] // powers) % len(DIGITS)]
    return "".join(characters.ravel().tolist())


def _keyed(rows: pd.DataFrame, marks: str) -> dict[str, str]:
    return {"codes": code_steps(rows["area_code"]), "marks": marks}


def code_steps(area_codes: pd.Series[str]) -> str:
    """Return how far every code (its first five digits) is from the one before, in base 36, lower case.

    "(2s)" is a step of several digits, "+5" five steps of one.
    """
    if area_codes.empty:
        return ""
    steps = np.diff(area_codes.str[:5].astype(int).to_numpy(), prepend=0).tolist()
    text = "".join(_base_36(step) if step < 36 else f"({_base_36(step)})" for step in steps)
    # Digits inside brackets are no steps.
    parts = re.split(r"(\(\w+\))", text)
    return "".join(part if part.startswith("(") else _RUN_OF_ONES.sub(_run, part) for part in parts)


def _run(ones: re.Match[str]) -> str:
    return f"+{_base_36(len(ones[0]))}"


@cache
def _base_36(number: int) -> str:
    return np.base_repr(number, 36).lower()
