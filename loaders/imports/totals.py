"""Whether a table adds up: what shows that rows are missing, or that a column is not what its heading says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from data.schema import STATISTICS
from loaders.imports.sheets import Sheet
from loaders.imports.statistics import Line

# Rates are printed to five decimals; a share that differs by more comes from another column.
RATE_TOLERANCE = 0.01
# So many areas may have come and gone between a table and the registry; more are another table, or slipped columns.
MOST_UNKNOWN = 3
RATES = {"aging_rate": "population_65", "under_15_rate": "population_under_15"}


def contradictions(lines: Sequence[Line], sheet: Sheet) -> Iterator[str]:
    """Return what contradicts itself, one sentence each: areas, sums, shares."""
    seen = Counter(line.region.area_code for line in lines if line.region.level != "former")
    yield from (f"団体コード {code} の行が{count}行ある" for code, count in seen.items() if count > 1)
    known = sum(line.region.level == "municipality" for line in lines)
    unknown = [line for line in lines if line.region.level == "unknown"]
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
            stated, share = line.number(rate), _share(line.number(part), line.number("population"))
            if share is not None and stated is not None and abs(share - stated) > RATE_TOLERANCE:
                label = STATISTICS[rate].label_ja
                yield f"{sheet.row_place(line.row)}（{line.region.written_ja}）: {label}{stated:g}%が、人口から計算した{share:.5g}%と合わない"


def _sums_differ(lines: Sequence[Line]) -> Iterator[str]:
    """Return where the parts of an area do not add up to its population: rows are missing, or doubled."""
    parts: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        region = line.region
        if region.level == "ward":
            parts[region.parent_code].append(line)
        elif region.level == "prefecture":
            parts["nation"].append(line)
        elif region.in_total:
            parts[region.area_code[:2]].append(line)
    for line in lines:
        key = {"nation": "nation", "prefecture": line.region.area_code[:2]}.get(
            line.region.level, line.region.area_code
        )
        if key in parts:
            total = sum(part.number("population") or 0 for part in parts[key])
            stated = line.number("population") or 0
            if total != stated:
                yield f"{line.region.written_ja}の人口{stated:,.0f}人が、内訳{len(parts[key])}行の合計{total:,.0f}人と合わない（行が欠けているか重複している）"


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole
