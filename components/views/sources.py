"""Which source a view's figures use where there are two, what cannot be shown with it, and the way to what is missing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.figures.aging import Coverage, left_out
from components.figures.census import document_when
from components.figures.reported_areas import is_reported, with_reported
from components.views import filters, navigation
from components.views.card import store_in_reach
from components.views.filters import Filters
from data import answers
from data.measures.coverage import REASONS

AGING = {"census": "国勢調査（全市町村）", "document": "計画書（計画書のある市町村）"}
COVERAGES = {"reported": "報告値を優先", "declared": "申告値のみ"}
COVERAGES_HELP = "報告値は市町村が実績報告で答えた値、申告値は計画書に書かれた値です。"
MISSING_CENSUS_JA = "国勢調査は、この環境に取り込まれていません。"


def choose_census() -> bool:
    """Show the choice of 高齢化率, the same on every page, and return whether that of the census is meant.

    The two differ in date and in the towns that have one.
    """
    return filters.choose_one("aging_source", "高齢化率の出典", AGING, style="buttons") == "census"


def with_aging(towns: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """Show the choice where a census was imported; return the municipalities with 高齢化率 of the chosen source.

    Returns:
        The rows with aging_rate_pct of the chosen source, and beside it both: aging_source (a key of AGING),
        document_aging_pct, document_when_ja, census_aging_pct, census_when_ja; unchanged without a census.
    """
    rates = answers.aging_rates(chosen.prefecture_code)
    if not rates["census_aging_rate_pct"].notna().any():
        return towns
    beside = pd.DataFrame(
        {
            "area_code": rates["area_code"],
            "census_aging_pct": rates["census_aging_rate_pct"],
            "census_when_ja": [wording.era_date(day) for day in rates["census_date"]],
            "document_when_ja": [document_when(row) for row in rates.to_dict("records")],
        }
    )
    source = "census" if choose_census() else "document"
    rows = towns.merge(beside, "left", "area_code").assign(
        aging_source=source, document_aging_pct=towns["aging_rate_pct"].to_numpy()
    )
    return rows.assign(aging_rate_pct=rows["census_aging_pct" if source == "census" else "document_aging_pct"])


def with_coverage(towns: pd.DataFrame, coverage: Coverage, chosen: Filters) -> pd.DataFrame:
    """Return the municipalities with the coverage to be shown; where any was reported, the reader may leave it out."""
    with store_in_reach():
        reported = answers.reported_coverage(prefecture_code=chosen.prefecture_code)
        if is_reported(reported, coverage):
            basis = filters.choose_one("basis", "値のもと", COVERAGES, style="buttons", help_ja=COVERAGES_HELP)
            if basis == "reported":
                return with_reported(towns, reported, coverage)
    return towns


def show_missing_census(chosen: Filters, effect_ja: str = "") -> None:
    """Say that no census was imported, what that means here, and where file and upload are."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{MISSING_CENSUS_JA}{effect_ja}公開元のファイルと取り込み方:")
        navigation.link("data_quality", "取り込み", **chosen.query(view="imports"))


def show_left_out(towns: pd.DataFrame, coverage: Coverage, rest: pd.DataFrame) -> None:
    """List the municipalities with a plan that the scatter cannot place, each with its reason, and count those without a plan.

    Args:
        rest: figures.census.unplaced: those drawn as lines below.
    """
    rows = left_out(towns, coverage, REASONS)
    without = int((~towns["has_record"]).sum())
    st.subheader("図に置けない市町村")
    if rows.empty:
        st.caption("計画書のある市町村は、すべて図に置けました。")
    else:
        st.html(html.rows(["市町村", "理由"], zip(rows["name_ja"], rows["reason_ja"], strict=True)))
    if not without:
        return
    count = wording.count(without, "市町村")
    if rest.empty:
        st.caption(f"このほか、計画書のない{count}は、値が分からないため図にありません（0 ではありません）。")
    else:
        st.caption(
            f"このほか、計画書のない{count}は、カバー率が分からないため、高齢化率だけを下の縦線で示しました（0 ではありません）。"
        )
