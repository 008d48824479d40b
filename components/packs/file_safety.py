"""What keeps files safe and equal: no formula and no control character in a text, and no moment of writing in the bytes."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any, Final
from unicodedata import category

import pandas as pd

from components.packs.model import PRODUCT_JA

# What spreadsheets take for the start of a formula; full-width forms too, because Japanese Excel converts them.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# xlsxwriter would turn texts into formulas, links and numbers.
NO_MAGIC: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BREAKS = "\t\r\n"
_LONGEST = 32_767  # characters that Excel allows in a cell
# Characters that no Office file may hold
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip archive knows


def harmless(value: object) -> object:
    """Return a value that no spreadsheet runs: a text like a formula gets an apostrophe; numbers stay, also below 0."""
    if not isinstance(value, str):
        return value
    # Blanks, marks of direction and the like in front are passed over.
    first = next((sign for sign in value if sign in _BREAKS or category(sign)[0] not in "ZC"), "")
    return f"'{value}" if first in _STARTS else value


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts and headings no spreadsheet runs."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    guarded = table.assign(**{str(name): table[name].map(harmless) for name in texts})
    return guarded.rename(columns=lambda name: harmless(str(name)))


def clean(text: str) -> str:
    """Return a text without tabs and without the control characters that an Office file cannot hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def in_one_line(text: str) -> str:
    """Return a clean text without line breaks and tabs, for labels of a chart."""
    return " ".join(clean(text).split())


def write_text(sheet: Any, row: int, column: int, text: str, plain: Any, guarded: Any) -> None:
    """Write a text as a text; what looks like a formula also keeps Excel's text mark, so that editing cannot start it."""
    sheet.write_string(row, column, text[:_LONGEST], guarded if harmless(text) != text else plain)


def fixed_properties(title: str, made_on: str) -> dict[str, object]:
    """Return properties of a workbook that are equal for equal data."""
    return {"title": title, "author": PRODUCT_JA, "created": datetime.fromisoformat(made_on[:10])}


def as_number(text: str) -> float | str:
    """Return the number that a text writes out, such as 1,741 or 33.2; any other text as it is."""
    try:
        return float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return text


def same_bytes(data: bytes) -> bytes:
    """Return a zip archive (xlsx, pptx, zip) whose entries carry no time, in the order in which they stand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(entry))
    return buffer.getvalue()
