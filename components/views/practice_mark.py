"""The mark of practice data on every page, and the guard that practice and real data are never taken for each other."""

from __future__ import annotations

import os

import streamlit as st

from data.errors import PracticeModeError

MARK_JA = (
    '<p class="km-practice" role="note"><b>練習用データ</b>'
    "架空の「見本県」のデータです。市町村・計画・報告はすべて作りもので、実在の自治体とは関係ありません。</p>"
)


def show(*, is_practice: bool) -> None:
    """Mark the page where the dataset is invented.

    Raises:
        PracticeModeError: The dataset is not of the kind that MONITOR_PRACTICE asks for.
    """
    if is_practice != (os.environ.get("MONITOR_PRACTICE") == "1"):
        raise PracticeModeError(is_practice)
    if is_practice:
        st.html(MARK_JA)
