"""The line that says which national statistics are missing here, and the way to bring them in."""

from __future__ import annotations

import streamlit as st

from components.views import navigation
from components.views.filters import Filters

MISSING_CENSUS_JA = "国勢調査は、この環境に取り込まれていません。"


def missing_census(chosen: Filters, effect_ja: str = "") -> None:
    """Say that no census was brought in, what that means here, and where file and upload are."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{MISSING_CENSUS_JA}{effect_ja}公開元のファイルと取り込み方:")
        navigation.link("data_quality", "取り込み", **chosen.query(view="imports"))
