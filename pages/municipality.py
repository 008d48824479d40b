"""市町村カルテ: what does the plan of this town say, and what is known about it?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import figure_card, filters, markup, navigation, page_frame, statement_list, wording
from components.figure import Basis
from components.figures import issues, plan, profile, summary, targets
from components.figures.neighbours import nearest_with_record
from components.filters import Filters
from components.theme import PROGRAMME_GROUPS
from data import access
from data.access import label_of
from data.measures import coverage

TITLE = "市町村カルテ"
ICON = "📋"
ORDER = 40
LEAD = "この町の計画は、だれに、何を、どこまで届けるものか。数値の一つ一つを原文の行まで確かめられます。"
REASONS = coverage.REASONS | coverage.FLAGS


def choose_town(towns: pd.DataFrame, chosen: Filters) -> dict[str, Any]:
    """Show the choice of the municipality and return its row; for all Japan only those with a plan are listed."""
    asked = filters.marked_area()
    listed = (
        towns[towns["has_record"] | (towns["area_code"] == asked)]
        if chosen.prefecture_code is None
        else towns
    )
    listed = listed.sort_values(["has_record", "area_code"], ascending=[False, True])
    labels = {row["area_code"]: _label(row, chosen) for row in listed.to_dict("records")}
    code = filters.choose_one("area", "市町村", labels, placeholder="市町村名で検索")
    if chosen.prefecture_code is None:
        st.caption("全国では計画書のある市町村だけを並べています。ほかの市町村は、都道府県を選ぶと出ます。")
    return towns[towns["area_code"] == code].to_dict("records")[0]


def _label(row: dict[str, Any], chosen: Filters) -> str:
    prefecture = f"（{row['prefecture_ja']}）" if chosen.prefecture_code is None else ""
    return f"{row['name_ja']}{prefecture}" + ("" if row["has_record"] else "｜計画書なし")


def show_head(town: dict[str, Any]) -> None:
    """Draw name, reading and kind of the municipality and which programmes its plan has."""
    st.html(
        markup.heading(town["name_ja"], f"{town['name_kana']}　{town['prefecture_ja']}")
        + markup.badges(
            [label_of("areas", "kind", town["kind"]), f"団体コード {town['area_code']}",
             PROGRAMME_GROUPS[town["programme_group"]].label_ja,
             wording.place(town["doc_id"], town["line_start"], town["line_end"])]
            if town["has_record"]
            else [label_of("areas", "kind", town["kind"]), f"団体コード {town['area_code']}", wording.NO_RECORD]
        )
    )  # fmt: skip


def show_without_record(town: dict[str, Any], chosen: Filters) -> None:
    """Say what is known about a municipality without a plan, and which ones near it have one."""
    st.info(
        f"{town['name_ja']}の計画書は手元にありません。事業を実施していないという意味ではなく、"
        "人口や高齢化率もこのデータからは分かりません。"
    )
    st.subheader("近くで計画書のある市町村")
    for row in nearest_with_record(access.municipalities(), town).to_dict("records"):
        label = f"{row['name_ja']}（{row['prefecture_ja']}・役所間の直線距離 約{row['distance_km']:,.0f} km）"
        query = chosen.query(area=row["area_code"]) | {"pref": row["prefecture_code"]}
        navigation.link("municipality", label, **query)


def show_record(town: dict[str, Any], chosen: Filters) -> None:
    """Draw all sections of a municipality with a plan."""
    area, place = town["area_code"], wording.place(town["doc_id"], town["line_start"], town["line_end"])
    basis = Basis(town["prefecture_ja"], wording.fiscal_year(town["fiscal_year"]), place)
    achievements, statements = access.achievements(area), access.target_statements(area)
    aims = targets.with_words(access.targets(area), achievements, access.indicators())
    doubts = issues.with_words(access.issues(area), access.table("profile_values"), access.indicators())
    quartiles = access.profile_quartiles(town["prefecture_code"])

    figure_card.show(summary.of_town(town, basis), chosen)
    left, right = st.columns([11, 9], gap="small")
    with left:
        figure_card.show(profile.standing(access.profile(town["record_id"]), quartiles, basis), chosen)
    with right:
        figure_card.show(plan.service_areas(town, access.service_areas(area), basis, REASONS), chosen)
        figure_card.show(
            plan.people_and_meetings(town, access.staffing(area), access.meetings(area), basis), chosen
        )
    figure_card.show(plan.functions(town, access.function_states(area), basis), chosen)
    figure_card.show(
        targets.of_town(aims, statements, basis),
        chosen,
        lambda: statement_list.show(statements, aims, achievements, access.excerpt),
    )
    figure_card.show(plan.programmes(access.implementations(area), access.programmes(), basis), chosen)
    figure_card.show(issues.of_town(doubts, basis), chosen)
    statement_list.original(
        town["doc_id"],
        int(town["line_start"]),
        int(town["line_end"]),
        access.excerpt,
        area,
        "計画書の原文をすべて開く",
    )


with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    town = choose_town(access.municipalities(chosen.prefecture_code), chosen)
    show_head(town)
    if town["has_record"]:
        show_record(town, chosen)
    else:
        show_without_record(town, chosen)
