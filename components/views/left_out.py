"""The municipalities that the scatter cannot place, each with its reason: never at 0."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.figures import aging


def show(towns: pd.DataFrame, coverage: aging.Coverage, reasons: Mapping[str, str], rest: pd.DataFrame) -> None:
    """List the municipalities with a plan that cannot be placed, and count those without a plan.

    Args:
        reasons: Code → words for why a coverage is not computable.
        rest: figures.aging_basis.unplaced: those drawn as lines below.
    """
    rows = aging.left_out(towns, coverage, reasons)
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
