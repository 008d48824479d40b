"""Numbers as official tables print them, with the signs that stand for none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.normalise import folded

# - なし（該当する数値がない） · X 秘匿 · … 不詳 · *** 算出できない
SIGNS = re.compile(r"-|x|\.{2,3}|…|\*{1,3}", re.IGNORECASE)
NUMBER = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Value:
    """A cell of a table."""

    written: str  # The cell as written
    number: float | None = None  # Its value, None where there is none
    missing_reason: str | None = None  # `blank` or `not_collected`; None where there is a value
    is_bad: bool = False  # Whether it is neither a number nor a sign for none


def read_value(cell: object) -> Value:
    """Return the value of a cell: a number, or text with thousands separators, or a sign that there is none."""
    if cell is None:
        return Value("空欄", missing_reason="blank")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Value(str(cell), float(cell))
    written = str(cell)
    text = folded(written)
    if SIGNS.fullmatch(text):
        return Value(written, missing_reason="not_collected")
    if NUMBER.fullmatch(text):
        return Value(written, float(text.replace(",", "")))
    return Value(written, is_bad=True)
