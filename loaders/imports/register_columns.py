"""Which sheet of a workbook is the resident register by age, of which day, and what stands in which column.

Known layouts: headings in one row or several, with or without units; ages up to 80歳以上 or 100歳以上; both sexes and each in
rows (性別) or in blocks of columns (計, 男, 女), above the ages or below them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from loaders.errors import LoaderError
from loaders.imports.sheets import FIRST_ROWS, Row, Sheet, read_value
from loaders.text.era_dates import year_in
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

TABLE_JA = "住民基本台帳「【総計】市区町村別年齢階級別人口」（総務省・e-Stat）"
_AGAIN_JA = "公開元の表をそのまま選んでください"
_RE = Patterns(__file__)
BOTH_SEXES, ONE_SEX = (set(_RE.declared[name]) for name in ("both_sexes", "one_sex"))
HEADINGS: Mapping[str, Sequence[str]] = _RE.declared["headings"]
_NEEDED = ("code", "name", "total")
FIRST_YEAR = 2012
# From 2014 on the table speaks of 1 January, before of 31 March; up to 2012 the register held Japanese only.
FIRST_OF_JANUARY, FIRST_WITH_FOREIGNERS = 2014, 2013
_LAST_ROWS = 6  # of a heading


@dataclass(frozen=True)
class Columns:
    """Where the table stands: first row of data, its columns, and those of the ages in order with their first year."""

    first_row: int
    of: Mapping[str, int]
    ages: Sequence[tuple[int, int]]  # (column, first year of age), -1 for residents of unknown age

    @property
    def counted(self) -> Sequence[int]:
        """The columns that count persons: the total and each age."""
        return [self.of["total"], *(column for column, _ in self.ages)]


def sheet_and_day(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, str, str]:
    """Return the sheet of all residents, its day and its title; LoaderError where no sheet is that table."""
    for sheet in sheets:
        title = _title(sheet)
        flat, about = folded(title), folded(title + sheet.name)
        match = _RE.year.search(flat)
        is_part = re.search("日本人住民|外国人住民", about) or sheet.name in ONE_SEX
        if match is None or not _RE.kind.search(flat) or is_part:
            continue
        year = year_in(match)
        if year < FIRST_YEAR or ("総計" not in about and year >= FIRST_WITH_FOREIGNERS):
            continue
        return sheet, f"{year}-01-01" if year >= FIRST_OF_JANUARY else f"{year}-03-31", title
    what = f"題名「{_title(sheets[0])[:40]}」が、{FIRST_YEAR}年以降の総計の年齢階級別人口（市区町村別）ではない"
    raise LoaderError(name, what, TABLE_JA, _AGAIN_JA)


def _title(sheet: Sheet) -> str:
    above = takewhile(lambda row: sum(cell is not None for cell in row) < 3, sheet.rows[:FIRST_ROWS])
    return " ".join(str(cell) for row in above for cell in row if cell is not None)


def find_columns(sheet: Sheet, name: str) -> Columns:
    """Return where the table stands; LoaderError where a heading is not there once, or the ages are no whole chain."""
    numbers = [
        sum(cell is not None and read_value(cell).number is not None for cell in row) for row in sheet.rows[:FIRST_ROWS]
    ]
    first = next((row for row, count in enumerate(numbers) if count > 2), 0)
    words = _words(sheet.rows[:first])
    of = {key: column for key, texts in HEADINGS.items() if (column := _only(words, texts)) is not None}
    if missing := [HEADINGS[key][0] for key in _NEEDED if key not in of]:
        raise LoaderError(name, f"見出しが合わない: 「{'」「'.join(missing)}」が一つずつない", TABLE_JA, _AGAIN_JA)
    ages = _chain(words)
    if ages is None:
        what = "年齢の見出しが、0歳から切れ目なく「以上」まで続いていない"
        raise LoaderError(name, what, TABLE_JA, _AGAIN_JA)
    unknown = _only(words, _RE.declared["unknown_age"])
    return Columns(first, of, ages if unknown is None else [*ages, (unknown, -1)])


def _words(heading: Sequence[Row]) -> list[set[str]]:
    """Return what stands above each column: each cell, and cells that follow each other as one; nothing for one sex."""
    rows = [[_word(cell) for cell in row] for row in heading if row][-_LAST_ROWS:]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    by_sex = next((n for n, row in enumerate(rows) if ONE_SEX & set(row)), None)
    sexes = [""] * width
    if by_sex is not None:
        rows[:by_sex] = [_spread(row) for row in rows[:by_sex]]
        sexes = _spread(rows[by_sex])
    words: list[set[str]] = []
    for column in range(width):
        cells = [row[column] for row in rows if row[column]]
        joined = {"".join(cells[i:j]) for i in range(len(cells)) for j in range(i + 1, len(cells) + 1)}
        words.append(set() if sexes[column] in ONE_SEX else joined)
    return words


def _word(cell: object) -> str:
    return "" if cell is None else _RE.unit.sub("", folded(str(cell)))


def _spread(row: Sequence[str]) -> list[str]:
    """Return a row in which a merged cell holds for all the columns that it covers."""
    spread: Iterator[str] = accumulate(row, lambda before, word: word or before)
    return list(spread)


def _only(words: Sequence[set[str]], texts: Sequence[str]) -> int | None:
    """Return the column above which one of the texts stands, the first of them that stands above one column only."""
    for text in texts:
        found = [column for column, one in enumerate(words) if text in one]
        if len(found) == 1:
            return found[0]
    return None


def _chain(words: Sequence[set[str]]) -> list[tuple[int, int]] | None:
    """Return column and first year of the classes of age; None where they are not one chain from 0 to an open end.

    Classes that say the same again in a wider way (65歳以上 behind 100歳以上) are left out.
    """
    found: list[tuple[int, float, int]] = []
    for column, texts in enumerate(words):
        match = next(filter(None, map(_RE.age.fullmatch, sorted(texts, key=len, reverse=True))), None)
        if match:
            last = float("inf") if match["open"] else int(match["last"] or match["first"])
            found.append((int(match["first"]), last, column))
    chain: list[tuple[int, int]] = []
    following: float = 0
    while following < float("inf"):
        possible = sorted(one for one in found if one[0] == following)
        if not possible or (len(possible) > 1 and possible[0][1] == possible[1][1]):
            return None
        first, last, column = possible[0]
        chain.append((column, first))
        following = last + 1
    return chain if {15, 65} <= {first for _, first in chain} else None
