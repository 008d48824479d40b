"""Cells of the workbooks that we write: texts stay texts, also after somebody edits them. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from components.packs.formula_guard import harmless

# xlsxwriter would turn texts into formulas, links and numbers.
NO_MAGIC: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_767  # characters that Excel allows in a cell


def write_text(sheet: Any, row: int, column: int, text: str, plain: Any, guarded: Any) -> None:
    """Write a text as a text; what looks like a formula also keeps Excel's text mark, so that editing cannot start it."""
    sheet.write_string(row, column, text[:_LONGEST], guarded if harmless(text) != text else plain)


def fixed_properties(title: str, made_on: str) -> dict[str, object]:
    """Return properties of a workbook that are equal for equal data."""
    return {"title": title, "author": "地域共生モニター", "created": datetime.fromisoformat(made_on[:10])}


def as_number(text: str) -> float | str:
    """Return the number that a text writes out, such as 1,741 or 33.2; any other text as it is."""
    try:
        return float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return text
