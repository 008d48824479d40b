"""Areas with their values, as a table states them: whether they add up, and the rows that are published of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.schema import STATISTICS, label_of
from loaders.errors import InvalidListError
from loaders.imports.regions import Level, Region, Registry
from loaders.imports.sheets import Sheet, Value

STORED = ("prefecture", "municipality", "ward")
# Rates are printed to five decimals; a share that differs by more comes from another column.
RATE_TOLERANCE = 0.01
# So many areas may have come and gone between a table and the registry; more are another table, or slipped columns.
MOST_UNKNOWN = 3
RATES = {"aging_rate": "population_65", "under_15_rate": "population_under_15"}


@dataclass(frozen=True)
class Line:
    """One row of the table: where it stands, what it is about, its values and their cells by indicator."""

    row: int
    region: Region
    values: Mapping[str, Value]
    cells: Mapping[str, str]
    remark_ja: str = ""  # How a value was derived; "" where all stand there

    @property
    def is_nobody(self) -> bool:
        """Whether it is an area outside the registry without residents, such as the northern villages."""
        return self.region.level == "unknown" and not self.number("population")

    @property
    def is_secret(self) -> bool:
        """Whether its population is kept secret (X), so that a sum need not hold it."""
        population = self.values["population"]
        return population.number is None and not population.may_be_zero

    def number(self, indicator_code: str) -> float | None:
        """Return a value, None where the table has none."""
        return self.values[indicator_code].number


@dataclass(frozen=True)
class StatisticsReading:
    """A table that was understood: rows of the imported tables, to be published together."""

    source: Mapping[str, object]  # The row of `statistics_sources`, without who and when
    values: Sequence[Mapping[str, object]]  # The rows of `area_statistics`
    # severity, place and message_ja of what was not used, resolved, or missing
    findings: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def checked_reading(
    about: Mapping[str, object],
    lines: Sequence[Line],
    problems: Sequence[str],
    used: Sheet,
    sheets: Sequence[Sheet],
    registry: Registry,
    notes: Sequence[int] = (),
) -> StatisticsReading:
    """Return what a table gives, each row accounted for.

    Args:
        about: The row of `statistics_sources` without its counts.
        problems: What could not be understood; nothing is used then.
        notes: Rows that hold no area but a note.

    Raises:
        InvalidListError: There are problems, or values or totals contradict each other.
    """
    if wrong := [*problems, *_contradictions(lines, used)]:
        raise InvalidListError(str(about["file_name"]), wrong)
    counted = sum(line.region.level == "municipality" and line.number("population") is not None for line in lines)
    source = {**about, "row_count": len(lines), "municipality_count": counted}
    twice = _wards_that_stand_twice(lines)
    kept = [line for line in lines if line.region.area_code not in twice]
    rows = _published_rows(kept, str(about["source_code"]), str(about["as_of_date"]))
    findings = [*_left_out(lines, twice, notes, used), *_findings(lines, used, sheets, registry)]
    return StatisticsReading(source, list(rows), findings)


def _wards_that_stand_twice(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    """Return the rows of each ward that has several, such as one that the table also divides."""
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.region.level == "ward":
            rows[line.region.area_code].append(line)
    return {code: same for code, same in rows.items() if len(same) > 1}


def _left_out(
    lines: Sequence[Line], twice: Mapping[str, list[Line]], notes: Sequence[int], sheet: Sheet
) -> Iterator[Mapping[str, str]]:
    """Return the rows that are not used although nothing is wrong with the table."""
    for same in twice.values():
        rows = "、".join(str(line.row + 1) for line in same)
        message = (
            f"「{same[0].region.written_ja}」の行が{len(same)}行ある（{rows}行目）。どれも使わない（市の値は使う）。"
        )
        yield {"severity": "warning", "place": sheet.row_place(same[0].row), "message_ja": message}
    if empty := [line for line in lines if line.is_nobody]:
        names = "".join(f"「{line.region.written_ja}」" for line in empty)
        message = f"{names}は団体一覧にない（住民のいない北方地域など）。この{len(empty):,}行は使わない。"
        yield {"severity": "info", "place": sheet.row_place(empty[0].row), "message_ja": message}
    if notes:
        message = f"注などの{len(notes):,}行（{_named([str(row + 1) for row in notes])}行目）は使わない。"
        yield {"severity": "info", "place": sheet.row_place(notes[0]), "message_ja": message}


def _named(names: Sequence[str]) -> str:
    return "、".join(names[:10]) + ("など" if len(names) > 10 else "")


def faulty(values: Mapping[str, Value]) -> Mapping[str, list[str]]:
    """Return what is wrong with values (by their cell) → the cells with what is written there."""
    found: dict[str, list[str]] = defaultdict(list)
    for cell, value in values.items():
        if value.fault_ja:
            found[value.fault_ja].append(f"{cell}「{value.written}」")
    return found


def _published_rows(lines: Sequence[Line], source_code: str, as_of: str) -> Iterator[Mapping[str, object]]:
    for line in lines:
        if line.region.level in STORED:
            for code, value in line.values.items():
                yield {
                    "source_code": source_code, "area_code": line.region.area_code, "level": line.region.level,
                    "indicator_code": code, "value": value.number, "unit": STATISTICS[code].unit,
                    "missing_reason": value.missing_reason, "as_of_date": as_of,
                    "cell": line.cells[code],
                }  # fmt: skip


def _findings(
    lines: Sequence[Line], sheet: Sheet, sheets: Sequence[Sheet], registry: Registry
) -> Iterator[Mapping[str, str]]:
    """Return what a reader should know: areas resolved, missing values, rows and sheets left out."""
    for line in lines:
        place, region = sheet.row_place(line.row), line.region
        if region.remark_ja and not line.is_nobody:
            yield {"severity": "warning", "place": place, "message_ja": f"{region.remark_ja}。"}
        if line.remark_ja and region.level in STORED:
            yield {"severity": "info", "place": place, "message_ja": f"{region.written_ja}: {line.remark_ja}。"}
        missing = [c for c, value in line.values.items() if value.number is None]
        if missing and region.level in STORED:
            names = "、".join(label_of("area_statistics", "indicator_code", code) for code in missing)
            yield {"severity": "info", "place": place, "message_ja": f"{region.written_ja}: {names}の値がない（表では「{line.values[missing[0]].written}」）。"}  # fmt: skip
    there = {line.region.area_code for line in lines}
    absent = [name for code, name in registry.municipalities.items() if code not in there]
    if absent:
        yield {"severity": "warning", "place": sheet.name, "message_ja": f"団体一覧の{len(absent):,}市区町村の行がない（{_named(absent)}）。"}  # fmt: skip
    levels = Counter(line.region.level for line in lines)
    yield {"severity": "info", "place": sheet.name, "message_ja": _account(levels, len(lines))}
    others = [other.name for other in sheets if other is not sheet]
    if others:
        yield {"severity": "info", "place": "、".join(others), "message_ja": "使わないシート。"}


def _account(levels: Mapping[Level, int], total: int) -> str:
    words: dict[Level, str] = {
        "municipality": "市区町村", "prefecture": "都道府県", "ward": "政令指定都市の区（市と分けて置き、市町村に数えない）",
        "nation": "全国（合計の確認に使う）", "subtotal": "小計（使わない）", "former": "今はない市町村（使わない）",
        "unknown": "団体一覧にない団体（使わない）",
    }  # fmt: skip
    parts = "、".join(f"{word} {levels[level]:,}" for level, word in words.items() if levels[level])
    return f"地域の行 {total:,}行の内訳: {parts}。"


def _contradictions(lines: Sequence[Line], sheet: Sheet) -> Iterator[str]:
    """Return what contradicts itself, one sentence each: areas, sums, shares."""
    rows: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.region.level not in ("former", "ward", "unknown"):
            rows[line.region.area_code].append(str(line.row + 1))
    yield from (f"団体コード {code} の行が{len(same)}行ある（{'、'.join(same)}行目）" for code, same in rows.items() if len(same) > 1)  # fmt: skip
    known = sum(line.region.level == "municipality" for line in lines)
    unknown = [line for line in lines if line.region.level == "unknown" and not line.is_nobody]
    if not known or len(unknown) > max(MOST_UNKNOWN, known // 10):
        yield f"団体一覧と合わない行が{len(unknown):,}行ある（合う市区町村は{known:,}）。例: " + "、".join(
            line.region.remark_ja for line in unknown[:3]
        )
    yield from _sums_differ(lines)
    yield from _shares_differ(lines, sheet)


def _shares_differ(lines: Sequence[Line], sheet: Sheet) -> Iterator[str]:
    """Return the rates that are not the share that the numbers of persons give."""
    for line in lines:
        for rate, part in RATES.items():
            stated, persons, residents = (line.number(name) for name in (rate, part, "population"))
            if stated is None or persons is None or not residents:
                continue
            share = 100 * persons / residents
            if abs(share - stated) > RATE_TOLERANCE:
                label = STATISTICS[rate].label_ja
                yield f"{sheet.row_place(line.row)}（{line.region.written_ja}）: {label}{stated:g}%が、人口から計算した{share:.5g}%と合わない"


def _sums_differ(lines: Sequence[Line]) -> Iterator[str]:
    """Return where the parts of an area do not add up to its population: rows are missing, or doubled."""
    parts: dict[str, list[Line]] = defaultdict(list)
    twice = _wards_that_stand_twice(lines)
    for line in lines:
        region = line.region
        if region.level == "ward":
            parts[region.parent_code].append(line)
        elif region.level == "prefecture":
            parts["nation"].append(line)
        elif region.in_total:
            parts[region.area_code[:2]].append(line)
    # Once for each area: a row that stands thousands of times asks for its sum each time.
    totals = {key: sum(part.number("population") or 0 for part in of_area) for key, of_area in parts.items()}
    doubled = {key for key, of_area in parts.items() if any(part.region.area_code in twice for part in of_area)}
    secret = {key for key, of_area in parts.items() if any(part.is_secret for part in of_area)}
    for line in lines:
        key = {"nation": "nation", "prefecture": line.region.area_code[:2]}.get(
            line.region.level, line.region.area_code
        )
        if key not in parts or key in doubled or line.is_secret:
            continue
        total, stated = totals[key], line.number("population") or 0
        if total > stated or (total < stated and key not in secret):
            yield f"{line.region.written_ja}の人口{stated:,.0f}人が、内訳{len(parts[key])}行の合計{total:,.0f}人と合わない（行が欠けているか重複している）"
