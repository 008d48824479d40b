"""Read 国勢調査「都道府県・市区町村別の主な結果」 as e-Stat publishes it, and check that it adds up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.schema import STATISTICS
from loaders.errors import InvalidListError, LoaderError
from loaders.imports.layout import Found, find_table
from loaders.imports.regions import Registry
from loaders.imports.sheets import Sheet, cell_at, read_sheets, text_at
from loaders.imports.statistics import Line, StatisticsReading, findings, published_rows
from loaders.imports.totals import contradictions
from loaders.imports.values import read_value
from loaders.lookups import Lookups
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded, tidy

SOURCE_CODE = "census"
TABLE_JA = "国勢調査「都道府県・市区町村別の主な結果」（e-Stat）"
_REGION, _KIND = "region", "kind"
# The words above each column from top to bottom, with its unit.
HEADINGS: Mapping[str, str] = {
    _REGION: "地域都道府県・市区町村名",
    _KIND: "地域市などの別（地域識別コード）",
    "population": "総人口（男女別）総数（人）",
    "population_change_rate": "総人口（男女別）5年間の人口増減率（％）",
    "area_km2": "総人口（男女別）面積（参考）（km2）",
    "density": "総人口（男女別）人口密度（人/km2）",
    "population_under_15": "年齢別人口（男女「総数」）15歳未満（人）",
    "population_65": "年齢別人口（男女「総数」）65歳以上（人）",
    "under_15_rate": "人口構成比［年齢別］(男女「総数」）15歳未満（％）",
    "aging_rate": "人口構成比［年齢別］(男女「総数」）65歳以上（％）",
    "households": "世帯総世帯（世帯）",
}
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
    found = find_table(sheets, HEADINGS, name, TABLE_JA)
    registry = Registry(lookups.table("areas"), lookups.table("area_aliases"), as_of)
    lines, problems = _lines(found, registry)
    problems += contradictions(lines, found.sheet)
    if problems:
        raise InvalidListError(name, problems)
    source = {
        "source_code": SOURCE_CODE, "title_ja": tidy(found.title_ja), "publisher_ja": "総務省統計局", "as_of_date": as_of,
        "file_name": name, "sha256": sha256, "row_count": len(lines),
        "municipality_count": sum(line.region.level == "municipality" and line.number("population") is not None for line in lines),
        "note_ja": "年齢別の人口と割合は、年齢「不詳」を補った値（不詳補完値）",
    }  # fmt: skip
    rows = list(published_rows(lines, SOURCE_CODE, as_of))
    return StatisticsReading(source, rows, list(findings(lines, found.sheet, sheets, registry)))


def _census_day(sheets: Sequence[Sheet], name: str) -> str:
    """Return the day of the census that a title names: 1 October of its year."""
    titles = [str(cell) for sheet in sheets for row in sheet.rows[:5] for cell in row if isinstance(cell, str)]
    match = next(filter(None, map(_TITLE.search, map(folded, titles))), None)
    if match is None:
        what = f"題名「{titles[0][:40]}」に「令和2年国勢調査」のような調査の名前がない" if titles else "題名がない"
        raise LoaderError(name, what, TABLE_JA, "e-Stat の国勢調査の表をそのまま選んでください")
    return f"{western_year(match['era'], match['year'])}-10-01"


def _lines(found: Found, registry: Registry) -> tuple[list[Line], list[str]]:
    """Return the rows with their areas and values, and the rows that cannot be understood."""
    lines: list[Line] = []
    problems: list[str] = []
    indicators = [code for code in HEADINGS if code in STATISTICS]
    for number, row in enumerate(found.sheet.rows[found.first_row :], start=found.first_row):
        if all(cell is None for cell in row):
            continue
        place = found.sheet.row_place(number)
        region = registry.region(text_at(row, found.columns[_REGION]), text_at(row, found.columns[_KIND]))
        if region is None:
            problems.append(f"{place}: 地域の欄が「01100_札幌市」の形ではない")
            continue
        values = {code: read_value(cell_at(row, found.columns[code])) for code in indicators}
        cells = {code: found.sheet.place(number, found.columns[code]) for code in indicators}
        bad = [f"{cells[code]}「{value.written}」" for code, value in values.items() if value.is_bad]
        if bad:
            problems.append(f"{place}（{region.written_ja}）: 数ではない値がある（{'、'.join(bad)}）")
        lines.append(Line(number, region, values, cells))
    return lines, problems
