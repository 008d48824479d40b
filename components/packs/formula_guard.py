"""Protection against texts that a spreadsheet would run as a formula."""

from __future__ import annotations

import pandas as pd

# What spreadsheets take for the start of a formula; full-width forms too, because Japanese Excel converts them.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """Return a value that no spreadsheet runs: a text that looks like a formula gets an apostrophe in front.

    Numbers stay numbers, also negative ones.
    """
    if isinstance(value, str) and value.lstrip(" 　").startswith(_STARTS):
        return f"'{value}"
    return value


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts and headings no spreadsheet runs."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    guarded = table.assign(**{str(name): table[name].map(harmless) for name in texts})
    return guarded.rename(columns=lambda name: harmless(str(name)))
