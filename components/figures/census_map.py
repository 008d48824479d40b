"""The map of a national statistic in words: title, one sentence, numbers behind it and table. Pure."""

from __future__ import annotations

import pandas as pd

from components.drawing import wording
from components.drawing.figure import Basis, Figure
from components.drawing.map_classes import NumberScale
from components.figures.layers import CENSUS_SCALES
from components.figures.progress_map import MAP_NAME, map_table, spread

# Columns of data.answers.area_statistics that maps of the census need.
COLUMNS = (*(scale.column for scale in CENSUS_SCALES.values()), "census_date")
SOURCE_JA = "国勢調査（総務省統計局）"


def with_census(towns: pd.DataFrame, statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the municipalities with the numbers of the census; missing where it has none."""
    counted = statistics.set_index("area_code")[list(COLUMNS)].reindex(towns["area_code"])
    return towns.assign(**{name: counted[name].to_numpy() for name in COLUMNS})


def census_map(towns: pd.DataFrame, scale: NumberScale, basis: Basis) -> Figure:
    """Return what the frame around a map of the census says; the page draws the map itself."""
    known = towns[scale.column].notna()
    days = sorted(set(towns["census_date"].dropna()))
    as_of = "・".join(f"{wording.era_date(day)}（{day}）現在" for day in days) or wording.MISSING
    return Figure(
        name=MAP_NAME,
        title=f"{basis.place_ja}の{scale.label_ja}",
        reading=_sentence(towns, scale, basis.place_ja),
        unit=f"{scale.unit_ja}（市町村ごと）",
        n=int(known.sum()),
        missing=int((~known).sum()),
        missing_ja="値なし",
        as_of=as_of,
        source=SOURCE_JA,
        notes=(scale.definition_ja,),
        table=lambda: map_table(towns, scale, {"census_date": "調査の時点"}),
    )


def _sentence(towns: pd.DataFrame, scale: NumberScale, place_ja: str) -> str:
    """Return one sentence, exact for none, one and many."""
    without = towns.loc[towns[scale.column].isna(), "name_ja"].tolist()
    whole = f"{place_ja}の{wording.count(len(towns), '市町村')}"
    if len(without) == len(towns):
        return f"{whole}には、国勢調査の値がありません。"
    rest = f"値がないのは{wording.names(without)}です（0ではありません）。" if without else ""
    return f"{whole}の{scale.label_ja}は、{spread(towns, scale)}です。{rest}"
