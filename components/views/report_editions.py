"""Editions: the list, and the field that freezes one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.drawing import html
from components.views import filters
from components.views.report_contract import Desk

NOW = "now"
NOW_JA = "いま"


def show_list(editions: pd.DataFrame, *, with_people: bool) -> None:
    """Draw the frozen editions, the latest first; who froze them only for the staff."""
    if editions.empty:
        st.info(
            "固定した版はまだありません。議会や会議の前に名前を付けて固定すると、そのときの数値をいつでも再現できます。"
        )
        return
    headings = ["名前", "固定した日時", "データの版", "注記", *(["固定した人"] if with_people else [])]
    lines = [
        [str(row["name"]), str(row["frozen_at"])[:16].replace("T", " "), str(row["dataset_version"]),
         "" if pd.isna(row["note"]) else str(row["note"]), *([str(row["frozen_by"])] if with_people else [])]
        for row in editions.to_dict("records")
    ]  # fmt: skip
    st.html(html.rows(headings, lines))


def freeze(desk: Desk, person_ja: str) -> None:
    """Draw the field that gives the present state a name."""
    done = st.session_state.pop("edition_frozen", None)
    if done:
        st.success(done)
    with st.expander("いまの状態に名前を付けて固定する"):
        name = st.text_input("版の名前", placeholder="例：令和8年第1回定例会", max_chars=60, key="edition_name")
        note = st.text_input("注記（なくてもよい）", max_chars=200, key="edition_note")
        sure = st.checkbox("固定した版は変えられないことを確かめました", key="edition_sure")
        if st.button("固定する", type="primary", disabled=not (name.strip() and sure), key="edition_freeze"):
            desk.freeze_edition(name.strip(), frozen_by=person_ja, note=note.strip() or None)
            st.session_state["edition_frozen"] = f"「{name.strip()}」を固定しました。"
            st.rerun()


def choose_two(editions: pd.DataFrame) -> tuple[str | None, str | None]:
    """Show the choice of the two states to compare and return their names; None = now."""
    names = [str(name) for name in editions["name"]]
    # Codes in the address: a name may hold any character, but a name is what a reader of the address understands.
    options = {name: name for name in names} | {NOW: NOW_JA}
    left, right = st.columns(2, gap="small")
    with left:
        before = filters.choose_one("before", "前", options, names[0])
    with right:
        after = filters.choose_one("after", "後", options, NOW)
    return (None if before == NOW else before), (None if after == NOW else after)


def in_words(names: tuple[str | None, str | None]) -> tuple[str, str]:
    """Return the two states in words."""
    return names[0] or NOW_JA, names[1] or NOW_JA
