"""What the number format of a cell says about its value: a date, a percentage, or neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loaders.text.normalise import folded
from loaders.text.quantities import UNITS

_PERCENT_IDS, _DATE_IDS = {9, 10}, {14, 15, 16, 17, 22}
JAPANESE_DATES = {*range(27, 37), *range(50, 59)}  # dates in a Japanese Excel: their codes stand in no file
# What only shows: "text", \x, !x, _x (space as wide as x), *x (x repeated), [colour], [$-411]; not [h], which is hours
_SHOWN = re.compile(r'"[^"]*"?|[\\_*!].|\[(?![hms]+\])[^\]]*\]')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": float.__lt__, ">": float.__gt__, "<=": float.__le__, ">=": float.__ge__, "=": float.__eq__, "<>": float.__ne__,
}  # fmt: skip
# 「0"万"」 「#,##0,"千"」 「0.0"割"」 「0"0"」: what is seen is not what stands there
_SCALED = re.compile(r'"[^"]*[千万億割‰][^"]*"|"\d+"|\\?[千万億割‰]|\\\d|[0#?],+(?![0#?,])')
_TEXT = re.compile(r'"([^"]*)"|\\(.)')
# 「yyyy/mm/dd」 「ge.m.d」 「aaa」, not 「h:mm」 「0.0E+00」
_DATE, _TIME, _NO_DATE = (
    re.compile("[ydeg]|aaa"),
    re.compile("[hs]"),
    re.compile(r"general|g/標準|e[+-]", re.IGNORECASE),
)


@dataclass(frozen=True)
class Look:
    """The number format of a cell: its number, and its code where it is none of the built-in ones."""

    format_id: int = 0
    code: str = ""

    @property
    def is_date(self) -> bool:
        """Return whether the number of a day is shown as a date."""
        if self.format_id in _DATE_IDS:
            return True
        code = _NO_DATE.sub("", _SHOWN.sub("", self.code)).lower()
        return bool(_DATE.search(code)) or ("m" in code and not _TIME.search(code))

    def is_percent(self, value: float) -> bool:
        """Return whether a value is shown times 100: by % in the code, not by a % that only stands there as a sign."""
        return self.format_id in _PERCENT_IDS or "%" in _SHOWN.sub("", self._section(float(value)))

    @property
    def is_scaled(self) -> bool:
        """Return whether a value is shown in thousands and the like, or with such a word behind it."""
        return bool(_SCALED.search(self.code))

    def counter(self, value: float) -> str:
        """Return the counter that is shown behind a value (「0"人"」), "" where there is none."""
        shown = folded("".join(text or sign for text, sign in _TEXT.findall(self._section(float(value)))))
        return shown if shown in UNITS and shown != "%" else ""

    def _section(self, value: float) -> str:
        """Return the part of the code for a value: with conditions, else for positive, negative and zero."""
        sections = _split(self.code)
        for section in sections:
            if m := _CONDITION.search(section):
                if _COMPARE[m[1]](value, float(m[2])):
                    return section
            elif _CONDITION.search(self.code):
                return section
        place = 0 if value > 0 else 1 if value < 0 else 2
        return sections[place] if place < len(sections) else sections[0]


def _split(code: str) -> list[str]:
    """Return the sections of a code; a semicolon in a shown text parts none."""
    hidden = _SHOWN.sub(lambda m: m[0].replace(";", "\0"), code)
    return [section.replace("\0", ";") for section in hidden.split(";")]


def looks_of(styles: Any) -> Sequence[Look]:
    """Return the number formats of the cell formats of a workbook, in their order."""
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    formats = [one.get("numFmtId", "0") for group in styles.iter("{*}cellXfs") for one in group.iter("{*}xf")]
    return [Look(int(number), codes.get(number, "")) for number in formats]
