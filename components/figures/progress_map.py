"""The maps of plans, census and stages in words: title, one sentence, numbers behind it and table. Pure."""

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from components.drawing import marks, tables, wording
from components.drawing.declared import PROGRAMMES, TOWN, headings_of
from components.drawing.map_classes import NumberScale, Scale
from components.drawing.marks import STAGES
from components.drawing.model import Basis, Figure

# The same for every indicator: the frame, and the map in it, stay when another one is chosen.
MAP_NAME = "progress_map"


def plan_map(towns: pd.DataFrame, scale: Scale, basis: Basis) -> Figure:
    """Return what the frame around the map of what plans say tells; the page draws the map itself."""
    has_number, with_plan = towns["has_record"] & towns[scale.column].notna(), towns[towns["has_record"]]
    facts: dict[str, Any] = {"towns": len(towns), "plans": len(with_plan), "label": scale.label_ja}
    if isinstance(scale, NumberScale):
        missing = int(scale.numbers(with_plan).isna().sum())
        known = spread(with_plan, scale) if missing < len(with_plan) else ""
        facts |= {"spread": known, "missing": missing, "missing_ja": scale.empties[True].label_ja, "groups": ()}
    else:
        counts = with_plan["programme_group"].value_counts()
        facts["groups"] = [
            (mark.label_ja, counts[code]) for code, mark in marks.PROGRAMME_GROUPS.items() if code in counts
        ]
    return basis.figure(
        "plan_map", facts | _middle(with_plan, scale), name=MAP_NAME, unit=scale.unit_ja or "事業の組み合わせ（市町村ごと）",
        n=int(has_number.sum()), missing=int((~has_number).sum()), notes=(scale.definition_ja,),
        table=lambda: map_table(towns, scale),
    )  # fmt: skip


def _middle(towns: pd.DataFrame, scale: Scale) -> dict[str, Any]:
    """Return who stands lowest and the median, or which group is largest; empty where nothing is known."""
    found: dict[str, Any] = {"same": "", "lowest": [], "largest": ()}
    if not isinstance(scale, NumberScale):
        groups = towns["programme_group"].map(marks.words_of(marks.PROGRAMME_GROUPS)).value_counts()
        return found | {"largest": next(iter(groups.items()), ())}
    numbers = scale.numbers(towns).dropna()
    if numbers.empty:
        return found
    low, median = (_with_unit(number, scale) for number in (numbers.min(), numbers.median()))
    if numbers.nunique() == 1:
        return found | {"same": low, "known": len(numbers)}
    lowest = towns.loc[numbers.index[numbers == numbers.min()], "name_ja"].astype(str).tolist()
    return found | {"lowest": lowest, "low": low, "median": median}


def map_table(towns: pd.DataFrame, scale: Scale, more: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what the map shows: towns with a value first, then by code, with further columns where given."""
    words = [entry.label_ja for entry in scale.classes("light")]
    number = scale.classify(towns)
    shown = towns.assign(
        class_ja=number.map(dict(enumerate(words))), is_last=number == len(words) - 1,
        group_ja=towns["programme_group"].map(marks.words_of(marks.PROGRAMME_GROUPS)),
    ).sort_values(["is_last", "area_code"])  # fmt: skip
    headings = headings_of("prefecture_ja", TOWN, "area_code")
    unit = f"（{scale.unit_ja}）" if scale.unit_ja else ""
    if isinstance(scale, NumberScale):
        shown[scale.column] = scale.numbers(shown)
        headings |= {scale.column: f"{scale.label_ja}{unit}"}
    if scale.column != "programme_group":
        headings |= {"class_ja": f"区分{unit}"}
    return tables.readable(shown, {**headings, **(more or {}), **headings_of(PROGRAMMES)})


def spread(towns: pd.DataFrame, scale: NumberScale) -> str:
    """Return lowest, highest and median number in words, or the one number there is; some number must be known."""
    numbers = scale.numbers(towns).dropna()
    low, high = numbers.min(), numbers.max()
    if low == high:
        every = f"値のある{wording.count(len(numbers), '市町村')}すべて"
        name = str(towns.at[numbers.index[0], "name_ja"]) if len(numbers) == 1 else every
        return f"{name}が{_with_unit(low, scale)}"
    holders = {
        number: wording.names(towns.loc[numbers.index[numbers == number], "name_ja"].tolist(), most=1)
        for number in (low, high)
    }
    return f"{_with_unit(low, scale)}（{holders[low]}）から{_with_unit(high, scale)}（{holders[high]}）まで、中央値{_with_unit(numbers.median(), scale)}"


def _with_unit(number: float, scale: NumberScale) -> str:
    return wording.with_unit(number, scale.unit_ja, scale.decimals)


CENSUS_SOURCE_JA = "国勢調査（総務省統計局）"


def with_census(towns: pd.DataFrame, statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the municipalities with the numbers of the census; missing where it has none."""
    return towns.merge(statistics[["area_code", *statistics.columns.difference(towns.columns)]], "left", "area_code")


def census_map(towns: pd.DataFrame, scale: Scale, place_ja: str) -> Figure:
    """Return what the frame around a map of the census says; the page draws the map itself."""
    known = towns[scale.column].notna()
    days = sorted(set(towns["census_date"].dropna()))
    as_of = "・".join(f"{wording.era_date(day)}（{day}）現在" for day in days) or wording.MISSING
    facts = {
        "towns": len(towns), "label": scale.label_ja, "without": towns.loc[~known, "name_ja"].tolist(),
        "spread": spread(towns, cast(NumberScale, scale)) if known.any() else "",
    }  # fmt: skip
    return Basis(place_ja, as_of, CENSUS_SOURCE_JA).figure(
        "census_map", facts | _middle(towns, scale), name=MAP_NAME, unit=f"{scale.unit_ja}（市町村ごと）", n=int(known.sum()),
        missing=int((~known).sum()), notes=(scale.definition_ja,),
        table=lambda: map_table(towns, scale, {"census_date": "調査の時点"}),
    )  # fmt: skip


def best_known(rungs: pd.DataFrame) -> str:
    """Return the year in which most stages of the present programme are known, as a text; the latest of several.

    Where nothing is known of it, the latest year of which any stage is known.
    """
    known = rungs[rungs["multilayered_support_stage"] != "unknown"]["fiscal_year"].value_counts()
    return str(max(known[known == known.max()].index)) if len(known) else latest_known(rungs)


def latest_known(rungs: pd.DataFrame) -> str:
    """Return the latest year of which any stage is known, as a text; the last year where none is."""
    known = rungs[rungs["furthest_stage"] != "unknown"]
    return str(max((known if len(known) else rungs)["fiscal_year"]))


def with_stage(towns: pd.DataFrame, rungs: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Return the municipalities with `stage` in a fiscal year, unknown where nothing is known, and fiscal_year_ja."""
    year = rungs[rungs["fiscal_year"] == fiscal_year].set_index("area_code")["furthest_stage"]
    stages = towns["area_code"].map(year).fillna("unknown")
    return towns.assign(stage=stages, fiscal_year_ja=wording.fiscal_year(fiscal_year))


def stage_map(towns: pd.DataFrame, scale: Scale, statements: pd.DataFrame, basis: Basis) -> Figure:
    """Return what the frame around the map of stages says; the page draws the map itself."""
    known = int((towns["stage"] != "unknown").sum())
    year_ja = year_of(towns)
    counts = towns["stage"].value_counts().drop("unknown", errors="ignore")
    stages = [(mark.label_ja, counts[code]) for code, mark in STAGES.items() if code in counts]
    told = statements[_OF_STATEMENTS]  # what is kept with the figure

    def rows() -> pd.DataFrame:
        merged = towns[["prefecture_ja", "name_ja", "area_code", "stage", "fiscal_year_ja"]].merge(
            told, "left", "area_code"
        )
        merged["stage_ja"] = merged["stage_ja"].astype("object").fillna(STAGES["unknown"].label_ja)
        return merged.assign(last=merged["stage"] == "unknown").sort_values(["last", "area_code"], kind="stable")

    return basis.figure(
        "stage_map", {"towns": len(towns), "known": known, "year": year_ja, "stages": stages}, name=MAP_NAME, n=known, missing=len(towns) - known,
        as_of=year_ja, notes=(scale.definition_ja,), rows=rows,
    )  # fmt: skip


def year_of(towns: pd.DataFrame) -> str:
    """Return the fiscal year of the rows of a map; it is the same in all of them."""
    return "".join(towns["fiscal_year_ja"].head(1))


_OF_STATEMENTS = [
    "area_code", "stage_ja", "programme_ja", "evidence_ja", "source_ja", "doc_id", "line_start", "line_end",
]  # fmt: skip
