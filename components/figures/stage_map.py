"""The map of stages in words: title, one sentence, numbers behind it and table. Pure."""

from __future__ import annotations

import pandas as pd

from components.drawing import tables, wording
from components.drawing.figure import Basis, Figure
from components.drawing.theme import STAGES
from components.figures.layers import STAGE_SCALE
from components.figures.progress_map import MAP_NAME

HEADINGS = {
    "prefecture_ja": "都道府県",
    "name_ja": "市町村",
    "area_code": "団体コード",
    "fiscal_year_ja": "年度",
    "stage_ja": "段階",
    "programme_ja": "事業",
    "evidence_ja": "根拠",
    "source_ja": "出典",
}


def best_known(rungs: pd.DataFrame) -> str:
    """Return the year in which most stages of the present programme are known, as a text; the latest of several."""
    known = rungs[rungs["multilayered_support_stage"] != "unknown"]["fiscal_year"].value_counts()
    years = known[known == known.max()].index if len(known) else rungs["fiscal_year"]
    return str(max(years))


def with_stage(towns: pd.DataFrame, rungs: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Return the municipalities with `stage` in a fiscal year; unknown where nothing is known."""
    year = rungs[rungs["fiscal_year"] == fiscal_year].set_index("area_code")["furthest_stage"]
    return towns.assign(stage=towns["area_code"].map(year).fillna("unknown"))


def stage_map(towns: pd.DataFrame, statements: pd.DataFrame, fiscal_year: int, basis: Basis) -> Figure:
    """Return what the frame around the map of stages says; the page draws the map itself."""
    known = int((towns["stage"] != "unknown").sum())
    year_ja = wording.fiscal_year(fiscal_year)
    return Figure(
        name=MAP_NAME,
        title=f"{basis.place_ja}の段階・{year_ja}",
        reading=_sentence(towns, known, year_ja, basis.place_ja),
        unit="段階（最も進んだ事業）",
        n=known,
        missing=len(towns) - known,
        missing_ja="情報なし",
        as_of=year_ja,
        source=basis.source,
        notes=(STAGE_SCALE.definition_ja,),
        table=lambda: _table(towns, statements, year_ja),
    )


def _sentence(towns: pd.DataFrame, known: int, year_ja: str, place_ja: str) -> str:
    whole = f"{place_ja}の{wording.count(len(towns), '市町村')}"
    if not known:
        return f"{whole}の{year_ja}の段階は、手元の資料からは分かりません。"
    counts = towns["stage"].value_counts()
    parts = "、".join(
        f"{mark.label_ja}が{counts[code]:,}" for code, mark in STAGES.items() if code in counts and code != "unknown"
    )
    rest = len(towns) - known
    return f"{whole}のうち、{year_ja}の段階が分かるのは{known:,}です（{parts}）。" + (
        f"残り{rest:,}市町村は情報なしです（実施しないという意味ではありません）。" if rest else ""
    )


def _table(towns: pd.DataFrame, statements: pd.DataFrame, year_ja: str) -> pd.DataFrame:
    """Return every municipality with what is said about it, those with information first."""
    known = statements[
        ["area_code", "stage_ja", "programme_ja", "evidence_ja", "source_ja", "doc_id", "line_start", "line_end"]
    ]
    base = towns[["prefecture_ja", "name_ja", "area_code", "stage"]]
    merged = base.merge(known, "left", "area_code").assign(fiscal_year_ja=year_ja)
    merged["stage_ja"] = merged["stage_ja"].astype("object").fillna(STAGES["unknown"].label_ja)
    merged = merged.assign(last=merged["stage"] == "unknown").sort_values(["last", "area_code"], kind="stable")
    return tables.readable(merged, HEADINGS)
