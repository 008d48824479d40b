"""The map of municipalities in words: title, one sentence, numbers behind it and table. Pure."""

from __future__ import annotations

import pandas as pd

from components import tables, theme, wording
from components.figure import Basis, Figure
from components.map_scales import SCALES, Scale

# The columns of `access.municipalities()` that map, words and table need: a narrow table is quick to sort and filter.
COLUMNS = (
    *("area_code", "name_ja", "prefecture_ja", "has_record", "programme_group"),
    *(scale.column for scale in SCALES.values() if not scale.is_group),
    *tables.SOURCE_HEADINGS,
)


def progress_map(towns: pd.DataFrame, scale: Scale, basis: Basis) -> Figure:
    """Return what the frame around the map says; the page draws the map itself.

    Args:
        towns: COLUMNS of `access.municipalities()`.
        scale: Indicator that the map shows.
        basis: What all figures of the view share.
    """
    has_number = towns["has_record"] & towns[scale.column].notna()
    return Figure(
        name="progress_map",
        title=f"{basis.place_ja}の{scale.label_ja}",
        reading=_sentence(towns, scale, basis.place_ja),
        unit=scale.unit_ja or "事業の組み合わせ（市町村ごと）",
        n=int(has_number.sum()),
        missing=int((~has_number).sum()),
        missing_ja="値なし・情報なし",
        as_of=basis.as_of,
        source=basis.source,
        notes=(scale.definition_ja,),
        table=lambda: _table(towns, scale),
    )


def _sentence(towns: pd.DataFrame, scale: Scale, place_ja: str) -> str:
    """Return one sentence, exact for none, one and many."""
    with_record = towns[towns["has_record"]]
    whole = f"{place_ja}の{wording.count(len(towns), '市町村')}"
    if with_record.empty:
        return f"{whole}には計画書がなく、この地図に示せる情報はありません。"
    rest = len(towns) - len(with_record)
    unknown = f"残り{rest:,}は情報なし（0ではありません）。" if rest else ""
    stated = _groups(with_record) if scale.is_group else _numbers(with_record, scale)
    return f"{whole}のうち計画書があるのは{len(with_record):,}。{stated}。{unknown}"


def _table(towns: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Return what the map shows: municipalities with a record first, then in the order of the codes."""
    words = [entry.label_ja for entry in scale.classes("light")]
    shown = towns.assign(
        class_ja=[words[number] for number in scale.classify(towns)],
        group_ja=[theme.PROGRAMME_GROUPS[group].label_ja for group in towns["programme_group"]],
    ).sort_values(["has_record", "area_code"], ascending=[False, True])
    headings = {"prefecture_ja": "都道府県", "name_ja": "市町村", "area_code": "団体コード"}
    if not scale.is_group:
        shown[scale.column] = scale.numbers(shown)
        headings |= {
            scale.column: f"{scale.label_ja}（{scale.unit_ja}）",
            "class_ja": f"区分（{scale.unit_ja}）",
        }
    return tables.readable(shown, headings | {"group_ja": "計画書にある事業"})


def _groups(with_record: pd.DataFrame) -> str:
    counts = with_record["programme_group"].value_counts()
    return "、".join(
        f"{mark.label_ja}が{counts[group]:,}"
        for group, mark in theme.PROGRAMME_GROUPS.items()
        if group in counts
    )


def _numbers(with_record: pd.DataFrame, scale: Scale) -> str:
    valued = (
        with_record.assign(number=scale.numbers(with_record))
        .dropna(subset="number")
        .sort_values(["number", "area_code"])
    )
    missing = len(with_record) - len(valued)
    without = f"、{scale.missing_ja}が{wording.count(missing, '市町村')}" if missing else ""
    if valued.empty:
        return f"{scale.label_ja}はいずれも{scale.missing_ja}"
    low, high = valued.iloc[0], valued.iloc[-1]
    if low["number"] == high["number"]:
        name = low["name_ja"] if len(valued) == 1 else f"値のある{wording.count(len(valued), '市町村')}すべて"
        return f"{scale.label_ja}は{name}が{_with_unit(low['number'], scale)}{without}"
    return (
        f"{scale.label_ja}は{_with_unit(low['number'], scale)}（{_holders(valued, low['number'])}）から"
        f"{_with_unit(high['number'], scale)}（{_holders(valued, high['number'])}）まで、"
        f"中央値{_with_unit(valued['number'].median(), scale)}{without}"
    )


def _holders(valued: pd.DataFrame, number: float) -> str:
    return wording.names(valued.loc[valued["number"] == number, "name_ja"].tolist(), most=1)


def _with_unit(number: float, scale: Scale) -> str:
    return wording.with_unit(number, scale.unit_ja, scale.decimals)
