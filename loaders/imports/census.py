"""Read 国勢調査「都道府県・市区町村別の主な結果」 as e-Stat publishes it, and check that it adds up."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.folders import yaml_beside
from data.schema import STATISTICS
from loaders.errors import LoaderError, refusal
from loaders.imports.regions import REGION, Registry
from loaders.imports.sheets import COUNTED, FIRST_ROWS, Row, Sheet, cell_at, read_sheets, read_value, text_at
from loaders.imports.statistics import Line, StatisticsReading, checked_reading, faulty
from loaders.lookups import Lookups
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded, tidy

SOURCE_CODE = "census"
TABLE_JA = "国勢調査「都道府県・市区町村別の主な結果」（e-Stat）"
_REGION, _KIND = "region", "kind"
_SIGNED = {"population_change_rate"}  # all else is 0 or more
# Name of a column → the words above it from top to bottom, folded into one text, with the unit
HEADINGS: Mapping[str, str] = yaml_beside(__file__)
_TITLE = re.compile(r"(?P<era>令和|平成|昭和)(?P<year>\d{1,2}|元)年国勢調査")


def read_census(path: Path, name: str, lookups: Lookups, sha256: str) -> StatisticsReading:
    """Return the values of all areas, each row accounted for.

    Raises:
        UnreadableFileError: The file cannot be opened.
        LoaderError: It is another table.
        InvalidListError: Values or totals contradict each other; nothing is used then.
    """
    sheets = read_sheets(path, name)
    as_of = _census_day(sheets, name)
    sheet, first_row, columns = _find_table(sheets, name)
    registry = Registry(lookups, as_of)
    about = {
        "source_code": SOURCE_CODE, "title_ja": tidy(sheet.title_ja), "publisher_ja": "総務省統計局", "as_of_date": as_of,
        "file_name": name, "sha256": sha256, "note_ja": "年齢別の人口と割合は、年齢「不詳」を補った値（不詳補完値）",
    }  # fmt: skip
    lines, problems, notes = _lines(sheet, first_row, columns, registry)
    return checked_reading(about, lines, problems, sheet, sheets, registry, notes)


def _census_day(sheets: Sequence[Sheet], name: str) -> str:
    """Return the day of the census that a title names: 1 October of its year."""
    titles = [str(cell) for sheet in sheets for row in sheet.rows[:5] for cell in row if isinstance(cell, str)]
    match = next(filter(None, map(_TITLE.search, map(folded, titles))), None)
    if match is None:
        what = f"題名「{titles[0][:40]}」に「令和2年国勢調査」のような調査の名前がない" if titles else "題名がない"
        raise LoaderError(name, what, TABLE_JA, "e-Stat の国勢調査の表をそのまま選んでください")
    return f"{western_year(match['era'], match['year'])}-10-01"


def _lines(
    sheet: Sheet, first_row: int, columns: Mapping[str, int], registry: Registry
) -> tuple[list[Line], list[str], list[int]]:
    """Return the rows with their areas and values, the rows that cannot be understood, and those that are notes."""
    lines: list[Line] = []
    problems: list[str] = []
    notes: list[int] = []
    for number, row in enumerate(sheet.rows[first_row:], start=first_row):
        if not row:
            continue
        place = sheet.row_place(number)
        match = REGION.fullmatch(folded(text_at(row, columns[_REGION])))
        values = {
            code: read_value(cell_at(row, columns[code]), is_count=one.unit in COUNTED, may_be_negative=code in _SIGNED)
            for code, one in STATISTICS.items() if code in HEADINGS
        }  # fmt: skip
        if match is None:
            if all(value.number is None for value in values.values()):  # a note, or the heading once more
                notes.append(number)
            else:
                problems.append(f"{place}: 地域の欄が「01100_札幌市」の形ではない")
            continue
        region = registry.region(match["code"], match["name"], folded(text_at(row, columns[_KIND])))
        cells = {code: sheet.place(number, columns[code]) for code in values}
        problems += [
            f"{place}（{region.written_ja}）: {fault}値がある（{'、'.join(bad)}）"
            for fault, bad in faulty({cells[code]: value for code, value in values.items()}).items()
        ]
        lines.append(Line(number, region, values, cells))
    return lines, problems, notes


def _find_table(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, int, Mapping[str, int]]:
    """Return the sheet with the most headings found once, its first row of data, and its columns (from 0) by heading.

    Raises:
        LoaderError: No sheet has all headings; says which are missing or ambiguous.
    """
    tables: list[tuple[Sheet, int, dict[str, list[int]]]] = []
    for sheet in sheets:
        start = _first_data_row(sheet.rows)
        if start is not None:
            words = _column_words(sheet.rows[:start])
            of = {key: [at for at, word in enumerate(words) if word == folded(text)] for key, text in HEADINGS.items()}
            tables.append((sheet, start, of))
    if not tables:
        raise refusal("table.no_region", name, table=TABLE_JA)
    sheet, start, places = max(tables, key=lambda table: sum(len(found) == 1 for found in table[2].values()))
    wrong = [f"「{HEADINGS[key]}」が{'ない' if not found else f'{len(found)}列ある'}" for key, found in places.items() if len(found) != 1]  # fmt: skip
    if wrong:
        where = f"{name}のシート「{sheet.name}」" if sheet.name != name else name
        raise refusal("table.headings", where, wrong="、".join(wrong), table=TABLE_JA)
    return sheet, start, {key: found[0] for key, found in places.items()}


def _first_data_row(rows: Sequence[Row]) -> int | None:
    """Return the first row that has a region, from 0; None where no row near the top has one."""
    for number, row in enumerate(rows[:FIRST_ROWS]):
        if any(isinstance(cell, str) and REGION.fullmatch(folded(cell)) for cell in row):
            return number
    return None


def _column_words(rows: Sequence[Row]) -> list[str]:
    """Return the words above each column from top to bottom as one folded text, without the mark ※.

    The heading begins with the last row that is more than a title. A word over several columns (a merged cell) stands
    in the first of them only; it holds for the columns to its right until the next word of its row, except in the last
    two rows, which name and measure each column by itself.
    """
    width = max((len(row) for row in rows), default=0)
    heading = [row for row in rows if sum(cell is not None for cell in row) > 1]
    words = [""] * width
    for row in heading:
        own = [cell if cell != "※" else None for cell in row]
        spread = row is heading[0] and len(heading) > 1
        last = ""
        for column in range(width):
            cell = own[column] if column < len(own) else None
            last = str(cell) if cell is not None else last if spread else ""
            words[column] += last
    return [folded(word) for word in words]
