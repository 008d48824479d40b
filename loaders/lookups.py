"""Reference tables beside the parsers: areas, aliases, indicators, summaries; cells of a list are held against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from data.schema import Column
from loaders.document import Row
from loaders.files import read_csv
from loaders.text.area_names import AreaNames
from loaders.text.normalise import folded

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
REFERENCE_TABLES = (
    "areas",
    "area_aliases",
    "area_changes",
    "programmes",
    "functions",
    "indicators",
    "attainment_bands",
)


@dataclass(frozen=True)
class Indicator:
    """An indicator and the words that documents use for it, folded."""

    code: str
    unit: str
    synonyms: tuple[str, ...]


_FAMILIES = (("人", "人 名"), ("件", "件 ケース 事例 世帯"), ("か所", "か所 カ所 ヶ所 ヵ所 箇所 拠点 サロン 会場 地区 圏域 区域 行政区 地区部会 校区 小学校区 中学校区 協議体 つ"), ("回", "回"),
             ("団体", "団体 法人 社 機関 自治会 組織 グループ"), ("%", "% 割 点"))  # fmt: skip


def unit_family(unit: str) -> str:
    """Return the unit that stands for all that count the same kind of thing (「名」 → 「人」)."""
    return next((name for name, units in _FAMILIES if unit in units.split()), unit)


class Lookups:
    """The reference tables of one folder, read when first needed."""

    def __init__(self, folder: Path = REFERENCE) -> None:
        self.folder = folder

    def table(self, name: str) -> list[dict[str, str]]:
        """Return a reference table as rows of text."""
        return read_csv(self.folder / f"{name}.csv")

    @cached_property
    def area_names(self) -> AreaNames:
        """Return the names of areas, of today and of earlier days."""
        return AreaNames(self.table("areas"), self.table("area_aliases"), self.table("area_changes"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Return the indicators of targets and results (those of the profile are found by their label)."""
        found = []
        for row in self.table("indicators"):
            if row["domain"] == "profile":
                continue
            words: Iterable[str] = [row["name_ja"], *row["synonyms"].split("|")]
            found.append(Indicator(row["indicator_code"], row["unit"], tuple(folded(w) for w in words if w)))
        return found

    def indicator_of(self, label: str, unit: str | None) -> str:
        """Return the code of the indicator with the longest synonym inside a label, or "".

        Only among those whose unit fits: 「学習会の実施 5回」 counts sessions, 「学習会の実施 100名」 participants.

        Args:
            unit: The unit; None where any fits.
        """
        text, family = folded(label), None if unit is None else unit_family(unit.split("/")[0])
        best, code = 1, ""
        for indicator in self.indicators:
            if family is not None and unit_family(indicator.unit) != family:
                continue
            for word in indicator.synonyms:
                if word in text and len(word) > best:
                    best, code = len(word), indicator.code
        return code

    @cached_property
    def summaries(self) -> dict[str, tuple[str, str]]:
        """Return statement_id → (passage hash, summary in our own words)."""
        path = self.folder / "target_summaries.csv"
        if not path.is_file():
            return {}
        return {row["statement_id"]: (row["passage_sha"], row["summary_ja"]) for row in read_csv(path)}

    @cached_property
    def case_point_summaries(self) -> dict[tuple[str, str, int], tuple[str, str]]:
        """Return (case_id, kind, seq) → (passage hash, summary in our own words)."""
        path = self.folder / "case_point_summaries.csv"
        rows = read_csv(path) if path.is_file() else []
        return {(r["case_id"], r["kind"], int(r["seq"])): (r["passage_sha"], r["summary_ja"]) for r in rows}


_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


class CellChecks:
    """The checks of one kind of list.

    Args:
        lookups: Areas and programmes that codes are held against.
        sources: Columns of which one must name the source.
    """

    def __init__(self, lookups: Lookups, columns: Sequence[Column], sources: Sequence[str]) -> None:
        self._columns, self._sources = columns, sources
        self._areas = {row["area_code"]: row for row in lookups.table("areas")}
        self._programmes = {row["programme_code"]: row["name_ja"] for row in lookups.table("programmes")}

    def typed_row(self, cells: dict[str, str]) -> tuple[Row, list[str]]:
        """Return the row with typed values (empty cells left out), and one sentence per problem."""
        row: Row = {}
        problems: list[str] = []
        for column in self._columns:
            written = cells.get(column.name, "")
            found = list(self._problems(column, written))
            problems += [f"{column.name}（{column.label_ja}）{sentence}" for sentence in found]
            if written and not found:
                row[column.name] = int(written) if column.type == "int" else written
        problems += self._names_disagree(cells)
        if not any(cells.get(name) for name in self._sources):
            problems.append(f"{'・'.join(self._sources)}: 出典がない。{'か'.join(self._sources)}に出典を書いてください")
        return row, problems

    def _problems(self, column: Column, written: str) -> Iterator[str]:
        if not written:
            if column.required:
                yield "が空である。値を書いてください"
        elif column.references == "areas.area_code":
            yield from self._area_problems(written)
        elif column.references == "programmes.programme_code":
            if written not in self._programmes:
                yield f"「{written}」は登録されていない。使える事業コードは {'、'.join(sorted(self._programmes))} です"
        elif column.allowed:
            if written not in column.allowed:
                yield f"「{written}」は使えない。{_choices(column)} のいずれかにしてください"
        elif column.type == "int":
            yield from _number_problems(column, written)
        elif column.name == "as_of" and not _DATE.fullmatch(written):
            yield f"「{written}」は日付ではない。2022-11 か 2022-11-01 の形で書いてください"

    def _area_problems(self, written: str) -> Iterator[str]:
        if written in self._areas:
            return
        if not re.fullmatch(r"\d{6}", written):
            near = next((code for code in (written.zfill(6), *self._begins_with(written)) if code in self._areas), "")
            hint = f"{self._areas[near]['name_ja']}なら {near} です。" if near else ""
            yield f"「{written}」は6桁の数字ではない。{hint}先頭の0や末尾の検査数字が落ちていないか確かめてください"
            return
        near = next(self._begins_with(written[:5]), "")
        hint = f"{self._areas[near]['name_ja']}なら {near} です" if near else "総務省の団体コード表で確かめてください"
        yield f"「{written}」という団体はない。{hint}"

    def _begins_with(self, five: str) -> Iterator[str]:
        return (code for code in self._areas if len(five) == 5 and code.startswith(five))

    def _names_disagree(self, cells: dict[str, str]) -> list[str]:
        """Hold the names of a row, where it has them, against its code."""
        area = self._areas.get(cells.get("area_code", ""))
        written = cells.get("municipality") or cells.get("prefecture", "")
        if area is None or not written:
            return []
        prefecture = self._name_of_prefecture(area["prefecture_code"])
        agrees = folded(area["name_ja"]) == folded(written)
        agrees &= folded(cells.get("prefecture", "")) in {"", folded(prefecture)}
        if agrees:
            return []
        official = area["name_ja"] if area["level"] == "prefecture" else f"{prefecture}{area['name_ja']}"
        named = cells.get("prefecture", "") + cells.get("municipality", "")
        return [
            f"area_code「{area['area_code']}」は{official}だが、名称は「{named}」である。コードと名称のどちらが正しいか確かめてください"
        ]

    def _name_of_prefecture(self, code: str) -> str:
        areas = self._areas.values()
        return next((a["name_ja"] for a in areas if a["level"] == "prefecture" and a["prefecture_code"] == code), "")


def _number_problems(column: Column, written: str) -> Iterator[str]:
    example = "2023 のような西暦の" if column.unit == "年度" else ""
    if not re.fullmatch(r"\d+", written, re.ASCII):
        yield f"「{written}」は数ではない。{example}半角の整数で書いてください"
    elif not (column.minimum or 0) <= int(written) <= (column.maximum or float("inf")):
        yield f"「{written}」は範囲の外にある。{example}{column.minimum:g}以上の整数で書いてください"


def _choices(column: Column) -> str:
    return "、".join(f"{code}（{label}）" for code, label in column.allowed.items())
