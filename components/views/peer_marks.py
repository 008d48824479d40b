"""The choice of the municipality that is marked in a figure, alone or with those that are like it; in the address."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd
import streamlit as st

from components.views import filters

MOST = 5
MARKS = {"": "この町だけ", "peers": f"似た{MOST}市町村も"}
HELP_JA = "似た市町村は、計画書のある市町村のうち最も近いものです。近さの測り方は類似自治体のページにあります。"


class Found(Protocol):
    """The answer to a search: data.answers.Peers."""

    @property
    def ranked(self) -> pd.DataFrame:
        """The municipalities that can be compared, nearest first."""


class Dataset(Protocol):
    """What this asks of data.answers."""

    def peers(self, area_code: str, search: Any = None) -> Found:
        """Return the nearest municipalities."""


def choose_marks(dataset: Dataset, towns: pd.DataFrame) -> tuple[str | None, tuple[str, ...]]:
    """Show what is marked and return the municipality and the codes of those that are like it.

    Args:
        towns: The municipalities of the figure: area_code, name_ja, prefecture_ja.
    """
    last = filters.marked_area()
    names = zip(towns["area_code"], towns["name_ja"], towns["prefecture_ja"], strict=True)
    labels = {"": "なし"} | {str(code): f"{name}（{prefecture}）" for code, name, prefecture in names}
    if last and last not in labels:
        labels[last] = "前に見た市町村（この図の範囲の外）"
    left, right = st.columns([3, 2], gap="small")
    with left:
        area = filters.choose_one("area", "印をつける市町村", labels, placeholder="市町村名で検索")
    if not area:
        return None, ()
    with right:
        mark = filters.choose_one("mark", "印の範囲", MARKS, style="buttons", help_ja=HELP_JA)
    if not mark:
        return area, ()
    ranked = dataset.peers(area).ranked
    return area, tuple(ranked.loc[ranked["has_record"], "area_code"].head(MOST))
