"""What the census says about a municipality, beside what its plan says, each with its date. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures.aging_sources import points_ja

Row = Mapping[Any, Any]
CENSUS_JA, REGISTER_JA = "国勢調査", "住民基本台帳"


@dataclass(frozen=True)
class _Item:
    """One number that the census states, and the column of the plan's profile that holds the same."""

    label: str
    column: str
    unit: str
    digits: int = 0
    of_plan: str = ""
    of_register: str = ""


ITEMS = (
    _Item("人口", "census_population", "人", 0, "population", "register_population"),
    _Item("高齢化率", "census_aging_rate_pct", "%", 1, "aging_rate_pct", "register_aging_rate_pct"),
    _Item("15歳未満の割合", "under_15_pct", "%", 1, "", "register_under_15_pct"),
    _Item("5年間の人口増減率", "population_change_pct", "%", 1),
    _Item("世帯数", "households", "世帯", 0, "households"),
    _Item("1世帯あたりの人数", "household_size", "人", 2),
    _Item("面積", "area_km2", " km²", 2, "area_km2"),
    _Item("人口密度", "density_per_km2", " 人/km²", 1),
)


def of_town(town: Row, census: Row, document_when_ja: str, basis: Basis, register: Row | None = None) -> Figure:
    """Return the numbers of the census, those of the plan beside them, and the difference of 高齢化率 in points.

    Args:
        document_when_ja: Of which time the plan's values are, in words; "" where there is no plan.
        register: Its row of data.answers.register_statistics, where one was imported.
    """
    table = _table(town, census, document_when_ja, register)
    known = sum(not wording.is_missing(census[item.column]) for item in ITEMS)
    days = [f"{CENSUS_JA} {wording.era_date(census['census_date'])}現在"]
    days += [f"{REGISTER_JA} {wording.era_date(register['register_date'])}現在"] if register else []
    return Figure(
        name="census_of_town",
        title="国勢調査からみた市町村",
        reading=_sentence(town, census),
        unit="各欄のとおり",
        n=known,
        counter="項目",
        missing=len(ITEMS) - known,
        missing_ja="国勢調査に値のない項目",
        as_of="、".join([*days, *([f"計画書 {document_when_ja}"] if document_when_ja else [])]),
        source="、".join(
            [CENSUS_JA, *([REGISTER_JA] if register else []), *([basis.source] if document_when_ja else [])]
        ),
        notes=("1世帯あたりの人数は、人口÷総世帯（施設などの世帯を含む）で計算した値です。",),
        table=lambda: table,
        drawing=lambda _: html.rows(list(table.columns), table.to_numpy().tolist()),
    )


def _table(town: Row, census: Row, document_when_ja: str, register: Row | None) -> pd.DataFrame:
    """Return one row per number, one column per source with its date."""
    columns = {
        "項目": [item.label for item in ITEMS],
        f"{CENSUS_JA}（{wording.era_date(census['census_date'])}現在）": [
            _words(census[item.column], item) for item in ITEMS
        ],
    }
    if register:
        columns[f"{REGISTER_JA}（{wording.era_date(register['register_date'])}現在）"] = [
            _words(register[item.of_register], item) if item.of_register else "" for item in ITEMS
        ]
    if document_when_ja:
        columns[f"計画書（{document_when_ja}）"] = [
            _words(town.get(item.of_plan), item) if item.of_plan else "" for item in ITEMS
        ]
        columns["差（計画書－国勢調査）"] = [_difference(item, town, census) for item in ITEMS]
    return pd.DataFrame(columns)


def _words(value: object, item: _Item) -> str:
    if item.unit == "%":
        return wording.percent(value)
    return wording.with_unit(value, item.unit, item.digits)


def _difference(item: _Item, town: Row, census: Row) -> str:
    """Return the difference (plan − census) of 高齢化率 in points, of the values as they are printed."""
    if item.unit != "%" or not item.of_plan:
        return ""
    mine, theirs = town.get(item.of_plan), census[item.column]
    if wording.is_missing(mine) or wording.is_missing(theirs):
        return wording.MISSING
    return points_ja(_points(mine, theirs))


def _points(mine: object, theirs: object) -> float:
    """Return the difference of two rates as they are printed, so that a reader's own subtraction gives the same."""
    printed = [float(wording.number(value, 1)) for value in (mine, theirs)]
    return round(printed[0] - printed[1], 1)


def _sentence(town: Row, census: Row) -> str:
    name, theirs, mine = town["name_ja"], census["census_aging_rate_pct"], town.get("aging_rate_pct")
    if wording.is_missing(theirs):
        return f"{name}の高齢化率は、国勢調査に値がありません。"
    first = f"{name}の高齢化率は、国勢調査で{wording.percent(theirs)}"
    if wording.is_missing(mine):
        return f"{first}です。"
    points = _points(mine, theirs)
    if not points:
        return f"{first}で、計画書の値と同じです。"
    side = "低い" if points > 0 else "高い"
    return f"{first}で、計画書の値（{wording.percent(mine)}）より{abs(points):.1f}ポイント{side}値です。"
