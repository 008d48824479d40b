"""Several tables as one Excel file with notes: what it holds, how to read it, where it comes from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter

from components.packs.cells import NO_MAGIC
from components.packs.workbook.sheets import prepare_print, sheet_name, styles_of, write_table


def to_xlsx(tables: Mapping[str, pd.DataFrame], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an Excel workbook: a sheet of notes first, then one sheet per table with filter and fixed heading.

    Texts are always written as texts, so that nothing that stands in the data can run as a formula.

    Args:
        tables: Name of the sheet → table with Japanese headings.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **NO_MAGIC})
    book.set_properties({"title": "地域共生モニター", "comments": "文書から読み取った計画のデータ"})
    styles = styles_of(book)
    used: set[str] = set()
    listing = [(name, f"{len(table):,}行") for name, table in tables.items()]
    about = pd.DataFrame([*notes, *listing], columns=["項目", "説明"])
    for name, table in [("説明", about), *tables.items()]:
        sheet = book.add_worksheet(sheet_name(name, used))
        write_table(sheet, table, styles)
        sheet.freeze_panes(1, 0)
        prepare_print(sheet)
    book.close()
    return buffer.getvalue()
