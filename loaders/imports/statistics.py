"""Areas with their values, as a table states them, and the rows that are published of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.schema import STATISTICS, label_of
from loaders.imports.regions import Level, Region, Registry
from loaders.imports.sheets import Sheet
from loaders.imports.values import Value

STORED = ("prefecture", "municipality", "ward")


@dataclass(frozen=True)
class Line:
    """One row of the table: where it stands, what it is about, its values and their cells by indicator."""

    row: int
    region: Region
    values: Mapping[str, Value]
    cells: Mapping[str, str]

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


def published_rows(lines: Sequence[Line], source_code: str, as_of: str) -> Iterator[Mapping[str, object]]:
    """Return the rows of `area_statistics`."""
    for line in lines:
        if line.region.level in STORED:
            for code, value in line.values.items():
                yield {
                    "source_code": source_code, "area_code": line.region.area_code, "level": line.region.level,
                    "indicator_code": code, "value": value.number, "unit": STATISTICS[code].unit,
                    "missing_reason": value.missing_reason, "as_of_date": as_of,
                    "cell": line.cells[code],
                }  # fmt: skip


def findings(
    lines: Sequence[Line], sheet: Sheet, sheets: Sequence[Sheet], registry: Registry
) -> Iterator[Mapping[str, str]]:
    """Return what a reader should know: areas resolved, missing values, rows and sheets left out."""
    for line in lines:
        place, region = sheet.row_place(line.row), line.region
        if region.remark_ja:
            yield {"severity": "warning", "place": place, "message_ja": f"{region.remark_ja}。"}
        missing = [c for c, value in line.values.items() if value.number is None]
        if missing and region.level in STORED:
            names = "、".join(label_of("area_statistics", "indicator_code", code) for code in missing)
            yield {"severity": "info", "place": place, "message_ja": f"{region.written_ja}: {names}の値がない（表では「{line.values[missing[0]].written}」）。"}  # fmt: skip
    there = {line.region.area_code for line in lines}
    absent = [name for code, name in registry.municipalities.items() if code not in there]
    if absent:
        named = "、".join(absent[:10]) + ("など" if len(absent) > 10 else "")
        yield {"severity": "warning", "place": sheet.name, "message_ja": f"団体一覧の{len(absent):,}市区町村の行がない（{named}）。"}  # fmt: skip
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
