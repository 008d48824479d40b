"""Read 住民基本台帳「【総計】市区町村別年齢階級別人口」: residents by age, as published since 2012.

The layouts differ by year, and by the program that saved the file; so nothing is taken by its place: columns by their
words, ages only as one unbroken chain, and every sum is checked.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from loaders.imports.regions import NATION, Registry
from loaders.imports.register_columns import (
    BOTH_SEXES,
    FIRST_WITH_FOREIGNERS,
    HEADINGS,
    ONE_SEX,
    Columns,
    find_columns,
    sheet_and_day,
)
from loaders.imports.sheets import NONE_SIGNS, Sheet, Value, cell_at, read_sheets, read_value, text_at
from loaders.imports.statistics import Line, StatisticsReading, checked_reading, faulty
from loaders.lookups import Lookups
from loaders.reference_areas import is_area_code
from loaders.text.normalise import folded, tidy

SOURCE_CODE = "resident_register"
# 「-」 「01100-2」 「'011002」 「11002.0」
_SIGNS_IN_CODE = re.compile(r"\.0$|['’]|" + NONE_SIGNS.pattern)
_WITHOUT, _ALL_JA = {"", "-"}, {"合計", "全国", "総計", "計", "全国計"}
_HELD = ("code", "prefecture", "name")
_NOTE_JA = "男女の計。割合は人数から計算した値"
_DERIVED_JA = "「{signs}」のある年齢は、ほかの年齢の合計が総数と等しいため0人と読んだ（表の値から導いた値）"


def read_register(path: Path, name: str, lookups: Lookups, sha256: str) -> StatisticsReading:
    """Return population and age of all areas, each row accounted for.

    Raises:
        UnreadableFileError: The file cannot be opened.
        LoaderError: It is another table.
        InvalidListError: Values or totals contradict each other; nothing is used then.
    """
    sheets = read_sheets(path, name)
    sheet, as_of, title = sheet_and_day(sheets, name)
    columns = find_columns(sheet, name)
    registry = Registry(lookups, as_of)
    about = {
        "source_code": SOURCE_CODE, "title_ja": tidy(title), "publisher_ja": "総務省自治行政局", "as_of_date": as_of,
        "file_name": name, "sha256": sha256, "note_ja": _NOTE_JA + ("" if as_of >= str(FIRST_WITH_FOREIGNERS) else "。この年までは日本人だけを数える"),
    }  # fmt: skip
    lines, problems, notes = _lines(sheet, columns, registry)
    return checked_reading(about, lines, problems, sheet, sheets, registry, notes)


def _lines(sheet: Sheet, columns: Columns, registry: Registry) -> tuple[list[Line], list[str], list[int]]:
    """Return the rows for both sexes, the rows that cannot be understood, and those that are notes."""
    lines: list[Line] = []
    problems: list[str] = []
    notes: list[int] = []
    held: dict[str, str] = {}
    for number, row in enumerate(sheet.rows[columns.first_row :], start=columns.first_row):
        values = [read_value(cell_at(row, column), is_count=True) for column in columns.counted]
        written = {key: folded(text_at(row, columns.of[key])) if key in columns.of else "" for key in (*_HELD, "sex")}
        sex = written["sex"] or ("計" if "sex" not in columns.of else "")
        is_known = sex in BOTH_SEXES | ONE_SEX and written["code"] not in HEADINGS["code"]
        is_blank = all(value.missing_reason == "blank" for value in values)
        if is_blank or (not is_known and all(value.number is None for value in values)):
            notes += [number] if row else []  # a note, or the heading once more
            continue
        if any(written[key] for key in _HELD):
            held = written
        if sex not in ONE_SEX | BOTH_SEXES:
            problems.append(f"{sheet.row_place(number)}: 性別の欄が「{sex}」で、計・男・女のどれでもない")
        elif sex in BOTH_SEXES:
            line, wrong = _line(sheet, number, values, columns, held, registry)
            lines += [line] if line else []
            problems += [f"{sheet.row_place(number)}{sentence}" for sentence in wrong]
    return lines, problems, notes


def _line(
    sheet: Sheet, number: int, values: Sequence[Value], columns: Columns, held: Mapping[str, str], registry: Registry
) -> tuple[Line | None, list[str]]:
    """Return what a row says of its area, and what is wrong with it, to be put behind its place."""
    five = _five_digits(held, registry)
    if five is None:
        return None, [f": 団体コード「{held.get('code', '')}」の検査数字が合わない"]
    prefecture, name = held.get("prefecture", ""), held.get("name", "")
    total, ages, remark = _proved(values[0], list(values[1:]))
    # The northern villages have namesakes: a name alone counts only where somebody lives
    known_by = prefecture if total.number else ""
    region = registry.region(five, prefecture if name in _WITHOUT else name, prefecture_ja=known_by)
    line = Line(number, region, _values(total, ages, columns), _cells(sheet, number, columns), remark)
    bad = faulty({sheet.place(number, at): one for at, one in zip(columns.counted, (total, *ages), strict=True)})
    wrong = [f"{fault}値がある（{'、'.join(cells)}）" for fault, cells in bad.items()]
    wrong = wrong or [sentence for sentence in [_sum_is_wrong(total, ages)] if sentence]
    return line, [f"（{region.written_ja}）: {sentence}" for sentence in wrong]


def _five_digits(held: Mapping[str, str], registry: Registry) -> str | None:
    """Return the code of an area without its check digit; "" where none stands, None where it cannot be right.

    A number has lost its leading zero; the nation has none, and some tables leave out the check digit.
    """
    code = _SIGNS_IN_CODE.sub("", held.get("code", ""))
    if not code.strip("0"):
        return NATION if held.get("prefecture") in _ALL_JA or held.get("name") in _ALL_JA else ""
    if not (code.isascii() and code.isdigit()) or len(code) > 6:
        return None
    with_check, without = code.zfill(6), code.zfill(5)
    possible = [with_check[:5]] if is_area_code(with_check) else []
    if len(without) == 5:
        possible.append(without)
    return next((five for five in possible if registry.is_known(five)), possible[0] if possible else None)


def _proved(total: Value, ages: list[Value]) -> tuple[Value, list[Value], str]:
    """Return the values with 0 for blanks and dashes where the total proves that nobody is meant, and what was done."""
    without = [age for age in ages if age.number is None]
    if not without or total.number is None or not all(age.may_be_zero for age in without):
        return total, ages, ""
    if sum(age.number or 0 for age in ages) != total.number:
        return total, ages, ""
    signs = "」「".join(dict.fromkeys(age.written for age in without))
    return total, [Value(a.written, 0.0) if a.number is None else a for a in ages], _DERIVED_JA.format(signs=signs)


def _sum_is_wrong(total: Value, ages: Sequence[Value]) -> str:
    """Return how ages and total contradict each other; a class that is kept secret may hold what is missing."""
    known = sum(age.number or 0 for age in ages)
    if total.number is None:
        return ""
    is_whole = all(age.number is not None for age in ages)
    if known > total.number or (is_whole and known != total.number):
        return f"総数が年齢別の合計と合わない（総数{total.number:,.0f}人、合計{known:,.0f}人）"
    return ""


def _values(total: Value, ages: Sequence[Value], columns: Columns) -> dict[str, Value]:
    starts = [start for _, start in columns.ages]
    older = _sum([age for age, start in zip(ages, starts, strict=True) if start >= 65])
    younger = _sum([age for age, start in zip(ages, starts, strict=True) if 0 <= start < 15])
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


def _cells(sheet: Sheet, row: int, columns: Columns) -> dict[str, str]:
    total = sheet.place(row, columns.of["total"])
    older = _span(sheet, row, [column for column, start in columns.ages if start >= 65])
    younger = _span(sheet, row, [column for column, start in columns.ages if 0 <= start < 15])
    return {"population": total, "population_65": older, "population_under_15": younger,
            "aging_rate": f"{older}/{total}", "under_15_rate": f"{younger}/{total}"}  # fmt: skip


def _span(sheet: Sheet, row: int, columns: Sequence[int]) -> str:
    """Return the cells of a row that were added, as a spreadsheet writes them."""
    if list(columns) == list(range(columns[0], columns[-1] + 1)):
        return f"{sheet.place(row, columns[0])}:{sheet.place(row, columns[-1])}"
    return ",".join(sheet.place(row, column) for column in columns)
