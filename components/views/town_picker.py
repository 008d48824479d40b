"""The choice of one municipality, and the head of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.marks import PROGRAMME_GROUPS
from components.views import filters, url_state
from components.views.filters import Filters
from data import schema

Row = Mapping[Any, Any]


def choose_town(towns: pd.DataFrame, chosen: Filters) -> Row:
    """Show the choice of the municipality and return its row.

    For all of Japan only those with a plan are listed, and the one that the address asks for.
    """
    listed = towns
    if chosen.prefecture_code is None:
        listed = towns[towns["has_record"] | (towns["area_code"] == filters.marked_area())]
    listed = listed.sort_values(["has_record", "area_code"], ascending=[False, True])
    named = listed[["area_code", "name_ja", "prefecture_ja", "has_record"]]
    labels = {str(row["area_code"]): _label(row, chosen) for row in named.to_dict("records")}
    unknown = url_state.asked_in_vain("area", labels.__contains__)
    code = filters.choose_one("area", "市町村", labels, placeholder="市町村名で検索")
    if unknown:
        st.warning(
            f"リンクの市町村（団体コード {unknown}）は{chosen.prefecture_ja}にありません。{labels[code]}を表示しています。"
        )
    if chosen.prefecture_code is None:
        st.caption("計画書のある市町村だけを並べています。ほかの市町村は、都道府県を選ぶと出ます。")
    return towns[towns["area_code"] == code].to_dict("records")[0]


def choose_any_town(towns: pd.DataFrame, chosen: Filters) -> Row:
    """Show the choice of a municipality by name or kana among all, with or without a plan, and return its row."""
    listed = towns.sort_values(["has_record", "area_code"], ascending=[False, True])
    columns = ("area_code", "name_ja", "name_kana", "prefecture_ja")
    named = zip(*(listed[name].tolist() for name in columns), strict=True)
    labels = {str(code): f"{name}（{kana}・{prefecture}）" for code, name, kana, prefecture in named}
    unknown = url_state.asked_in_vain("area", labels.__contains__)
    code = filters.choose_one("area", "市町村", labels, placeholder="市町村名またはよみがなで検索")
    if unknown:
        st.warning(
            f"リンクの市町村（団体コード {unknown}）は{chosen.prefecture_ja}にありません。{labels[code]}を表示しています。"
        )
    return towns[towns["area_code"] == code].to_dict("records")[0]


def show_head(town: Row) -> None:
    """Draw name, reading and kind of the municipality and which programmes its plan has."""
    facts = [schema.label_of("areas", "kind", str(town["kind"])), f"団体コード {town['area_code']}"]
    facts.append(PROGRAMME_GROUPS[town["programme_group"]].label_ja)
    if town["has_record"]:
        facts.append(wording.place(town["doc_id"], town["line_start"], town["line_end"]))
    beside = f"{town['name_kana']}　{town['prefecture_ja']}"
    st.html(html.heading(str(town["name_ja"]), beside) + html.badges(facts))


def _label(row: Row, chosen: Filters) -> str:
    prefecture = f"（{row['prefecture_ja']}）" if chosen.prefecture_code is None else ""
    return f"{row['name_ja']}{prefecture}" + ("" if row["has_record"] else f"｜{wording.NO_RECORD}")
