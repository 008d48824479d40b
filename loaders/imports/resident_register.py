"""Read 住民基本台帳「【総計】市区町村別年齢階級別人口」: residents on 1 January by classes of five years.

The layout is that on which public programs agree; no real file was at hand (docs/decisions.md). So nothing is taken by
its place: columns by their words, classes of age only as one unbroken chain, and every sum is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import LoaderError
from loaders.imports.regions import NATION, WARD, Registry
from loaders.imports.sheets import Row, Sheet, Value, cell_at, read_sheets, read_value, text_at
from loaders.imports.statistics import Line, StatisticsReading, checked_reading
from loaders.lookups import Lookups
from loaders.reference_areas import is_area_code
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded, tidy

SOURCE_CODE = "resident_register"
TABLE_JA = "住民基本台帳「【総計】市区町村別年齢階級別人口」（総務省・e-Stat）"
_AGAIN_JA = "公開元の表をそのまま選んでください"
HEADINGS = {"code": "団体コード", "prefecture": "都道府県名", "name": "市区町村名", "sex": "性別", "total": "総数"}
FIRST_ROWS = 12
# From 2014 on the table speaks of 1 January, before of 31 March.
FIRST_YEAR = 2014
_TITLE = re.compile(r"(?P<era>令和|平成)(?P<year>\d{1,2}|元)年?(?:1月1日)?住民基本台帳年齢階級別人口\(市区町村別\)")
_AGE = re.compile(r"(?P<first>\d+)歳?(?:~(?P<last>\d+)歳?|(?P<open>以上|歳以上))")
_BOTH_SEXES, _NONE, _ALL_JA = "計", "-", "合計"
# 「石狩郡当別町」: towns and villages stand with their 郡, which the registry leaves out.
_DISTRICT = re.compile(r".+?郡(?=.+[町村]$)")


@dataclass(frozen=True)
class _Columns:
    """Where the table stands: first row of data, its columns, and those of the ages in order with their first year."""

    first_row: int
    of: Mapping[str, int]
    ages: Sequence[tuple[int, int]]


def read_register(path: Path, name: str, lookups: Lookups, sha256: str) -> StatisticsReading:
    """Return population and age of all areas, each row accounted for.

    Raises:
        UnreadableFileError: The file cannot be opened.
        LoaderError: It is another table.
        InvalidListError: Values or totals contradict each other; nothing is used then.
    """
    sheets = read_sheets(path, name)
    sheet, as_of = _sheet_and_day(sheets, name)
    columns = _columns(sheet, name)
    registry = Registry(lookups.table("areas"), lookups.table("area_aliases"), as_of)
    about = {
        "source_code": SOURCE_CODE, "title_ja": tidy(sheet.title_ja), "publisher_ja": "総務省自治行政局", "as_of_date": as_of,
        "file_name": name, "sha256": sha256, "note_ja": "男女の計。割合は人数から計算した値",
    }  # fmt: skip
    return checked_reading(about, *_lines(sheet, columns, registry), sheet, sheets, registry)


def _sheet_and_day(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, str]:
    for sheet in sheets:
        title = folded(sheet.title_ja)
        match = _TITLE.search(title)
        if match is None or "総計" not in title + folded(sheet.name):
            continue
        year = western_year(match["era"], match["year"])
        if year < FIRST_YEAR:
            break
        return sheet, f"{year}-01-01"
    what = f"題名「{sheets[0].title_ja[:40]}」が、2014年以降の総計の年齢階級別人口（市区町村別）ではない"
    raise LoaderError(name, what, TABLE_JA, _AGAIN_JA)


def _columns(sheet: Sheet, name: str) -> _Columns:
    """Return where the table stands, from the row that holds all headings."""
    missing: list[str] = list(HEADINGS.values())
    for number, row in enumerate(sheet.rows[:FIRST_ROWS]):
        words = [folded(str(cell)) if cell is not None else "" for cell in row]
        absent = [text for text in HEADINGS.values() if words.count(text) != 1]
        if not absent:
            ages = _chain(words)
            if ages is None:
                what = "年齢の見出しが、0歳から切れ目なく「以上」まで続いていない"
                raise LoaderError(name, what, TABLE_JA, _AGAIN_JA)
            return _Columns(number + 1, {key: words.index(text) for key, text in HEADINGS.items()}, ages)
        missing = min(missing, absent, key=len)
    raise LoaderError(name, f"見出しが合わない: 「{'」「'.join(missing)}」が一つずつない", TABLE_JA, _AGAIN_JA)


def _chain(words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return column and first year of the classes of age; None where they are not one chain from 0 to an open end."""
    found = [(column, match) for column, word in enumerate(words) if (match := _AGE.fullmatch(word))]
    following = 0
    for column, match in found:
        if int(match["first"]) != following:
            return None
        if match["open"]:
            starts = [int(one["first"]) for _, one in found]
            ends_here = column == found[-1][0] and {15, 65} <= set(starts)
            return [(place, start) for (place, _), start in zip(found, starts, strict=True)] if ends_here else None
        following = int(match["last"]) + 1
    return None


def _lines(sheet: Sheet, columns: _Columns, registry: Registry) -> tuple[list[Line], list[str]]:
    """Return the rows for both sexes with their areas and values, and the rows that cannot be understood."""
    lines: list[Line] = []
    problems: list[str] = []
    for number, row in enumerate(sheet.rows[columns.first_row :], start=columns.first_row):
        if text_at(row, columns.of["sex"]) != _BOTH_SEXES:
            continue
        place, code = sheet.row_place(number), _code(row, columns)
        if not is_area_code(code) and not code.startswith(NATION):
            problems.append(f"{place}: 団体コード「{code}」の検査数字が合わない")
            continue
        region = registry.region(*_written(row, columns, code))
        if region is None:
            problems.append(f"{place}: 地域の名称がない")
            continue
        total, ages = (
            read_value(cell_at(row, columns.of["total"])),
            [read_value(cell_at(row, c)) for c, _ in columns.ages],
        )
        if total.is_bad or any(age.is_bad for age in ages):
            problems.append(f"{place}（{region.written_ja}）: 数ではない値がある")
        elif None not in (total.number, *(a.number for a in ages)) and total.number != sum(a.number or 0 for a in ages):
            problems.append(f"{place}（{region.written_ja}）: 総数が年齢別の合計と合わない")
        lines.append(Line(number, region, _values(total, ages, columns), _cells(sheet, number, columns)))
    return lines, problems


def _code(row: Row, columns: _Columns) -> str:
    """Return the code of a row; a number has lost its leading zero, the nation has none."""
    if folded(text_at(row, columns.of["prefecture"])) == _ALL_JA:
        return NATION
    return text_at(row, columns.of["code"]).removesuffix(".0").zfill(6)


def _written(row: Row, columns: _Columns, code: str) -> tuple[str, str]:
    """Return name and kind of an area as the registry is asked for them."""
    prefecture, name = (folded(text_at(row, columns.of[key])) for key in ("prefecture", "name"))
    if name in (_NONE, ""):
        return f"{code[:5]}_{prefecture}", "a"
    return f"{code[:5]}_{_DISTRICT.sub('', name)}", WARD if name.endswith("区") else ""


def _values(total: Value, ages: Sequence[Value], columns: _Columns) -> dict[str, Value]:
    starts = [start for _, start in columns.ages]
    older = _sum([age for age, start in zip(ages, starts, strict=True) if start >= 65])
    younger = _sum([age for age, start in zip(ages, starts, strict=True) if start < 15])
    return {
        "population": total, "population_65": older, "population_under_15": younger,
        "aging_rate": _share(older, total), "under_15_rate": _share(younger, total),
    }  # fmt: skip


def _sum(values: Sequence[Value]) -> Value:
    """Return a sum; one class without a value (X 秘匿) leaves the sum without one."""
    without = next((value for value in values if value.number is None), None)
    if without is not None:
        return Value(without.written, missing_reason=without.missing_reason or "not_collected")
    total = sum(value.number or 0 for value in values)
    return Value(f"{total:g}", total)


def _share(part: Value, whole: Value) -> Value:
    if part.number is None or not whole.number:
        return Value(part.written, missing_reason="not_collected")
    return Value("", 100 * part.number / whole.number)


def _cells(sheet: Sheet, row: int, columns: _Columns) -> dict[str, str]:
    older = [column for column, start in columns.ages if start >= 65]
    younger = [column for column, start in columns.ages if start < 15]
    total = sheet.place(row, columns.of["total"])
    spans = {name: f"{sheet.place(row, part[0])}:{sheet.place(row, part[-1])}" for name, part in
             {"population_65": older, "population_under_15": younger}.items()}  # fmt: skip
    return {"population": total, "population_65": spans["population_65"], "population_under_15": spans["population_under_15"],
            "aging_rate": f"{spans['population_65']}/{total}", "under_15_rate": f"{spans['population_under_15']}/{total}"}  # fmt: skip
