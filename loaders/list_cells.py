"""The cells of a list, typed and held against the registry: what a spreadsheet did to them is undone and said."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.schema import Column
from loaders.document import Row
from loaders.lookups import Lookups
from loaders.reference_areas import is_area_code
from loaders.text.area_names import DISTRICT, NOTE_MARK
from loaders.text.era_dates import year_in
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SERIAL, _FIRST_DAY = re.compile(r"[2-7]\d{4}(\.0)?", re.ASCII), date(1899, 12, 30)
_LONGEST_NUMBER, _LONGEST_YEN, _LONGEST_TEXT = 9, 13, 1_000
_YEARS = range(1947, 2101)
_SHOWN = 30


@dataclass
class ReadRow:
    """A row of a list."""

    values: Row = field(default_factory=dict)  # Typed; empty cells are left out
    problems: list[str] = field(default_factory=list)  # One sentence each
    remarks: list[str] = field(default_factory=list)  # What was read otherwise than written


class CellChecks:
    """The checks of one kind of list.

    Args:
        lookups: Areas and programmes that codes are held against.
        sources: Columns of which one must name the source.
    """

    def __init__(self, lookups: Lookups, columns: Sequence[Column], sources: Sequence[str]) -> None:
        self._columns, self._sources = columns, sources
        self._names = lookups.area_names
        self._areas = {row["area_code"]: row for row in lookups.table("areas")}
        prefectures = (row for row in self._areas.values() if row["level"] == "prefecture")
        self._prefectures = {row["prefecture_code"]: row["name_ja"] for row in prefectures}
        self._former = {row["former_code"]: row for row in lookups.table("area_changes") if row["former_code"]}
        self._programmes = {row["programme_code"]: row["name_ja"] for row in lookups.table("programmes")}

    def read(self, written: Mapping[str, str]) -> ReadRow:
        """Return a row with typed values, its problems and what was read otherwise than written."""
        cells = {name: _RE.as_formula.sub(r"\1", cell) for name, cell in written.items()}
        row = ReadRow()
        if cells.get("area_code", "") not in self._areas:
            cells["area_code"] = self._todays_code(cells, row.remarks)
        for column in self._columns:
            cell = _plain(column, cells.get(column.name, ""), row.remarks)
            found = list(self._problems(column, cell))
            row.problems += [f"{column.name}（{column.label_ja}）{sentence}" for sentence in found]
            if cell and not found:
                row.values[column.name] = int(cell) if column.type == "int" else cell
        row.problems += self._names_disagree(cells, row.remarks)
        if not any(cells.get(name) for name in self._sources):
            names = "・".join(self._sources)
            row.problems.append(f"{names}: 出典がない。{'か'.join(self._sources)}に出典を書いてください")
        return row

    def _todays_code(self, cells: Mapping[str, str], remarks: list[str]) -> str:
        """Return the code that a cell means: one that lost its zero, or that of a town of earlier days; else as written."""
        written = folded(cells.get("area_code", "")).removesuffix(".0")
        possible = [code for code in (f"0{written}", *self._begins_with(written)) if code in self._areas]
        if len(possible) == 1 and is_area_code(f"0{written}"):
            code, name = possible[0], self._areas[possible[0]]["name_ja"]
            remarks.append(f"「{written}」は、先頭の0が落ちた {code}（{name}）として読んだ")
            return code
        change = self._former.get(written)
        if change and (code := change["area_code"]) in self._areas:
            former, today = change["former_name"], self._areas[code]["name_ja"]
            remarks.append(f"「{written}」は{former}の当時の団体コード。今の{today} {code} として読んだ")
            return code
        met = self._names.resolved(written[:2], cells.get("municipality", "")) if is_area_code(written) else None
        if met and met.alias_reason == "former":
            remarks.append(f"「{written}」: {met.remark_ja}")
            return met.area_code
        return written

    def _problems(self, column: Column, written: str) -> Iterator[str]:
        shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…（{len(written):,}字）"
        if not written:
            if column.required:
                yield "が空である。値を書いてください"
        elif column.references == "areas.area_code":
            yield from self._area_problems(written, shown)
        elif column.references == "programmes.programme_code":
            if written not in self._programmes:
                yield f"「{shown}」は登録されていない。使える事業コードは {'、'.join(sorted(self._programmes))} です"
        elif column.allowed:
            if written not in column.allowed:
                choices = "、".join(f"{code}（{label}）" for code, label in column.allowed.items())
                yield f"「{shown}」は使えない。{choices} のいずれかにしてください"
        elif column.type == "int":
            yield from _number_problems(column, written, shown)
        elif column.name == "as_of" and not _iso(written):
            yield f"「{shown}」は日付ではない。2022-11 か 2022-11-01 の形で書いてください"
        elif len(written) > _LONGEST_TEXT:
            yield f"「{shown}」は長すぎる。{_LONGEST_TEXT:,}字までに縮めてください"

    def _area_problems(self, written: str, shown: str) -> Iterator[str]:
        if written in self._areas:
            return
        if not re.fullmatch(r"\d{6}", written):
            near = next((code for code in (written.zfill(6), *self._begins_with(written)) if code in self._areas), "")
            hint = f"{self._areas[near]['name_ja']}なら {near} です。" if near else ""
            yield f"「{shown}」は6桁の数字ではない。{hint}先頭の0や末尾の検査数字が落ちていないか確かめてください"
            return
        near = next(self._begins_with(written[:5]), "")
        hint = f"{self._areas[near]['name_ja']}なら {near} です" if near else "総務省の団体コード表で確かめてください"
        yield f"「{shown}」という団体はない。{hint}"

    def _begins_with(self, five: str) -> Iterator[str]:
        return (code for code in self._areas if len(five) == 5 and code.startswith(five))

    def _names_disagree(self, cells: Mapping[str, str], remarks: list[str]) -> list[str]:
        """Hold the names of a row, where it has them, against its code."""
        area = self._areas.get(cells.get("area_code", ""))
        written = cells.get("municipality") or cells.get("prefecture", "")
        if area is None or not written:
            return []
        prefecture = self._prefectures.get(area["prefecture_code"], "")
        name = DISTRICT.sub("", NOTE_MARK.sub("", folded(written)))
        met = self._names.resolved(area["prefecture_code"], name)
        agrees = folded(area["name_ja"]) == name or (met and met.area_code == area["area_code"])
        if agrees and folded(cells.get("prefecture", "")) in {"", folded(prefecture)}:
            if met and met.remark_ja and met.remark_ja not in "".join(remarks):
                remarks.append(met.remark_ja)
            return []
        official = area["name_ja"] if area["level"] == "prefecture" else f"{prefecture}{area['name_ja']}"
        named = cells.get("prefecture", "") + cells.get("municipality", "")
        return [
            f"area_code「{area['area_code']}」は{official}だが、名称は「{named[:_SHOWN]}」である。コードと名称のどちらが正しいか確かめてください"
        ]


def _plain(column: Column, written: str, remarks: list[str]) -> str:
    """Return a cell as a list writes it: a date in ISO form, a number without separators; else as written."""
    plain = written
    if column.name == "as_of":
        plain = _iso(written) or written
    elif column.type == "int":
        year = _RE.fiscal_year.fullmatch(folded(written)) if column.unit == "年度" else None
        if year:
            plain = year["western"] or str(year_in(year))
        elif re.fullmatch(r"\d{1,3}(,\d{3}){1,4}|\d{1,13}\.0", written, re.ASCII):
            plain = written.replace(",", "").removesuffix(".0")
    if plain != written and (_SERIAL.fullmatch(written) or _RE.month_and_year.fullmatch(written)):
        remarks.append(f"{column.label_ja}「{written}」は、表計算ソフトの日付 {plain} として読んだ")
    return plain


def _iso(written: str) -> str:
    """Return a date as 2022-11-01, as 2022-11 or 2022 where no more stands; "" if it is none."""
    if _SERIAL.fullmatch(written):
        return (_FIRST_DAY + timedelta(days=int(float(written)))).isoformat()
    if (found := _RE.month_and_year.fullmatch(written)) and found["month"] in _MONTHS:
        return f"20{found['year']}-{_MONTHS.index(found['month']) + 1:02}"
    text = folded(_RE.time.sub("", written))
    if _RE.year_alone.fullmatch(text):
        return text[:4]
    if digits := _RE.digits_only.fullmatch(text):
        year, month, day = (int(part) for part in digits.groups())
    elif found := _RE.date.fullmatch(text):
        year = year_in(found)
        month, day = int(found["month"]), int(found["day"] or 0)
        if found["late"] and 1 <= month <= 12:
            day = monthrange(year, month)[1]
    else:
        return ""
    if year not in _YEARS:
        return ""
    with suppress(ValueError):
        whole = date(year, month, day or 1).isoformat()
        return whole if day else whole[:7]
    return ""


def _number_problems(column: Column, written: str, shown: str) -> Iterator[str]:
    example = "2023 のような西暦の" if column.unit == "年度" else ""
    longest = _LONGEST_YEN if column.unit == "円" else _LONGEST_NUMBER
    low, high = column.minimum or 0, column.maximum or float("inf")
    if not re.fullmatch(r"\d+", written, re.ASCII):
        yield f"「{shown}」は数ではない。{example}半角の整数で書いてください"
    elif len(written) > longest or not low <= int(written) <= high:
        yield f"「{shown}」は範囲の外にある。{example}{column.minimum:g}以上の整数で書いてください"
