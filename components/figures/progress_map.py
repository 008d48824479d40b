"""The map of municipalities in words: title, one sentence, numbers behind it and table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from components.drawing import tables, theme, wording
from components.drawing.figure import Basis, Figure
from components.drawing.map_classes import NumberScale, Scale
from components.figures.layers import SCALES

# The same for every indicator: the frame, and the map in it, stay when another one is chosen.
MAP_NAME = "progress_map"

# The columns of `access.municipalities()` that map, words and table need: a narrow table is quick to sort and filter.
COLUMNS = (
    *("area_code", "name_ja", "prefecture_ja", "has_record", "programme_group"),
    *(scale.column for scale in SCALES.values() if scale.unit_ja),
    *tables.SOURCE_HEADINGS,
)


def progress_map(towns: pd.DataFrame, scale: Scale, basis: Basis) -> Figure:
    """Return what the frame around the map of what plans say tells; the page draws the map itself.

    Args:
        towns: COLUMNS of `access.municipalities()`.
    """
    has_number = towns["has_record"] & towns[scale.column].notna()
    return Figure(
        name=MAP_NAME,
        title=f"{basis.place_ja}の{scale.label_ja}",
        reading=_sentence(towns, scale, basis.place_ja),
        unit=scale.unit_ja or "事業の組み合わせ（市町村ごと）",
        n=int(has_number.sum()),
        missing=int((~has_number).sum()),
        missing_ja="値なし・情報なし",
        as_of=basis.as_of,
        source=basis.source,
        notes=(scale.definition_ja,),
        table=lambda: map_table(towns, scale),
    )


def _sentence(towns: pd.DataFrame, scale: Scale, place_ja: str) -> str:
    """Return one sentence, exact for none, one and many."""
    with_record = towns[towns["has_record"]]
    whole = f"{place_ja}の{wording.count(len(towns), '市町村')}"
    if with_record.empty:
        return f"{whole}には計画書がなく、この地図に示せる情報はありません。"
    rest = len(towns) - len(with_record)
    unknown = f"残り{rest:,}市町村は情報なしです（0ではありません）。" if rest else ""
    stated = _stated(with_record, scale) if isinstance(scale, NumberScale) else _groups(with_record)
    return f"{whole}のうち計画書があるのは{len(with_record):,}で、{stated}です。{unknown}"


def map_table(towns: pd.DataFrame, scale: Scale, more: Mapping[str, str] = MappingProxyType({})) -> pd.DataFrame:
    """Return what the map shows: municipalities with a value of the source first, then in the order of the codes.

    Args:
        towns: COLUMNS, and the columns of the scale.
        more: Further columns → headings, before the programmes of the plan.
    """
    words = [entry.label_ja for entry in scale.classes("light")]
    last = len(words) - 1
    number = scale.classify(towns)
    shown = (
        towns.assign(
            class_ja=number.map(dict(enumerate(words))),
            group_ja=[theme.PROGRAMME_GROUPS[group].label_ja for group in towns["programme_group"]],
            is_last=number == last,
        )
        .sort_values(["is_last", "area_code"])
        .drop(columns="is_last")
    )
    headings = {"prefecture_ja": "都道府県", "name_ja": "市町村", "area_code": "団体コード"}
    unit = f"（{scale.unit_ja}）" if scale.unit_ja else ""
    if isinstance(scale, NumberScale):
        shown[scale.column] = scale.numbers(shown)
        headings |= {scale.column: f"{scale.label_ja}{unit}"}
    if scale.column != "programme_group":
        headings |= {"class_ja": f"区分{unit}"}
    return tables.readable(shown, {**headings, **more, "group_ja": "計画書にある事業"})


def _groups(with_record: pd.DataFrame) -> str:
    counts = with_record["programme_group"].value_counts()
    return "、".join(
        f"{mark.label_ja}が{counts[group]:,}" for group, mark in theme.PROGRAMME_GROUPS.items() if group in counts
    )


def _stated(with_record: pd.DataFrame, scale: NumberScale) -> str:
    """Return the numbers of the municipalities with a plan, and how many have none."""
    missing = int(scale.numbers(with_record).isna().sum())
    missing_ja = scale.empties[True].label_ja
    if missing == len(with_record):
        return f"{scale.label_ja}はいずれも{missing_ja}"
    without = f"、{missing_ja}が{wording.count(missing, '市町村')}" if missing else ""
    return f"{scale.label_ja}は{spread(with_record, scale)}{without}"


def spread(towns: pd.DataFrame, scale: NumberScale) -> str:
    """Return lowest, highest and median number in words, or the one number there is; some number must be known."""
    numbers = scale.numbers(towns).dropna()
    low, high = numbers.min(), numbers.max()
    if low == high:
        name = (
            str(towns.at[numbers.index[0], "name_ja"])
            if len(numbers) == 1
            else f"値のある{wording.count(len(numbers), '市町村')}すべて"
        )
        return f"{name}が{_with_unit(low, scale)}"
    holders = {
        number: wording.names(towns.loc[numbers.index[numbers == number], "name_ja"].tolist(), most=1)
        for number in (low, high)
    }
    return (
        f"{_with_unit(low, scale)}（{holders[low]}）から{_with_unit(high, scale)}（{holders[high]}）まで、"
        f"中央値{_with_unit(numbers.median(), scale)}"
    )


def _with_unit(number: float, scale: NumberScale) -> str:
    return wording.with_unit(number, scale.unit_ja, scale.decimals)
