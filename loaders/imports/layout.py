"""Find the columns of a published table by the words of its heading, wherever they have moved to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.errors import LoaderError
from loaders.imports.sheets import Row, Sheet
from loaders.text.normalise import folded

FIRST_ROWS = 40
# 「01100_札幌市」
REGION = re.compile(r"(?P<code>\d{5})_(?P<name>.+)")


@dataclass(frozen=True)
class Found:
    """Where a table stands in a sheet."""

    sheet: Sheet
    title_ja: str  # The first text of the sheet
    first_row: int  # The first row of data, from 0
    columns: Mapping[str, int]  # Column (from 0) of each heading that was looked for


def find_table(sheets: Sequence[Sheet], headings: Mapping[str, str], name: str, table_ja: str) -> Found:
    """Return where a table stands: the sheet in which every heading is found exactly once.

    Args:
        headings: Name of a column → the words above it from top to bottom, folded into one text, with the unit.

    Raises:
        LoaderError: No sheet has all headings; says which are missing or ambiguous.
    """
    best: tuple[Sheet, dict[str, list[int]]] | None = None
    for sheet in sheets:
        start = first_data_row(sheet.rows)
        if start is None:
            continue
        words = column_words(sheet.rows[:start])
        places = {key: [i for i, word in enumerate(words) if word == folded(text)] for key, text in headings.items()}
        if all(len(found) == 1 for found in places.values()):
            return Found(sheet, title_of(sheet), start, {key: found[0] for key, found in places.items()})
        if best is None or _met(places) > _met(best[1]):
            best = sheet, places
    if best is None:
        raise LoaderError(
            name, "地域の行（「01100_札幌市」のような欄）がない", table_ja, "公開元の表をそのまま選んでください"
        )
    sheet, places = best
    wrong = [f"「{headings[key]}」が{'ない' if not found else f'{len(found)}列ある'}" for key, found in places.items() if len(found) != 1]  # fmt: skip
    where = f"{name}のシート「{sheet.name}」" if sheet.name else name
    raise LoaderError(where, "見出しが合わない: " + "、".join(wrong), table_ja, "公開元の表を変更せずに選んでください")


def first_data_row(rows: Sequence[Row]) -> int | None:
    """Return the first row that has a region, from 0; None where no row near the top has one."""
    for number, row in enumerate(rows[:FIRST_ROWS]):
        if any(isinstance(cell, str) and REGION.fullmatch(cell) for cell in row):
            return number
    return None


def column_words(rows: Sequence[Row]) -> list[str]:
    """Return the words above each column from top to bottom as one folded text, without the mark ※.

    The heading begins with the last row that is more than a title. A word over several columns (a merged cell) stands
    in the first of them only; it holds for the columns to its right until the next word of its row, except in the last
    two rows, which name and measure each column by itself.
    """
    width = max((len(row) for row in rows), default=0)
    heading = [row for row in rows if sum(cell is not None for cell in row) > 1]
    words = [""] * width
    if not heading:
        return words
    for row in heading:
        own = [cell if cell != "※" else None for cell in row]
        spread = row is heading[0] and len(heading) > 1
        last = ""
        for column in range(width):
            cell = own[column] if column < len(own) else None
            last = str(cell) if cell is not None else last if spread else ""
            words[column] += last
    return [folded(word) for word in words]


def title_of(sheet: Sheet) -> str:
    """Return the first text of a sheet: the title of the table."""
    return next((str(cell) for row in sheet.rows[:FIRST_ROWS] for cell in row if isinstance(cell, str)), "")


def _met(places: Mapping[str, Sequence[int]]) -> int:
    return sum(len(found) == 1 for found in places.values())
