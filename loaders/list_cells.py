"""Check and type the cells of a list row by row, against the schema and the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.schema import Column
from loaders.document import Row
from loaders.lookups import Lookups
from loaders.text.normalise import folded

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
