"""目標と実績: what do the plans aim at, and what became of it?"""

import functools

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped
from components.drawing.marks import PILLARS
from components.drawing.model import Basis
from components.figures import targets
from components.views import card, filters, frame, navigation, originals, ratings, services
from components.views.filters import Filters
from components.views.ratings import AIMED, GRANTED, JUDGED, PROVIDED, places
from data import answers

TITLE = "目標と実績"
ICON = ":material/flag:"
ORDER = 50
LEAD = "計画書は何を目標とし、その実績はどこまで文書で確かめられるか。"
MOST_LISTED = 5_000  # targets; with more the page shows one year at a time
SHOWN = {
    "area_name_ja": "自治体", "pillar_ja": "柱", "label_ja": "目標", "target_fy": "年度", "quantity_ja": "目標値",
    "result_ja": "実績", "type_ja": "目標の型", "summary_ja": "要約（当方の言葉）", "indicator_ja": "指標",
    "unread_ja": "読み取り", "doc_id": "文書", "prefecture_ja": "都道府県",
}  # fmt: skip


def choose(aims: pd.DataFrame) -> targets.Choice:
    used = aims.drop_duplicates("indicator_code").dropna(subset="indicator_code").sort_values("indicator_ja")
    indicators = {"": "すべて"} | dict(zip(used["indicator_code"], used["indicator_ja"], strict=True))
    first, second, third, fourth, *fifth = st.columns(4 + (len(aims) > MOST_LISTED), gap="small")
    words = {code: PILLARS[code].label_ja for code in sorted(aims["pillar"].unique(), key=list(PILLARS).index)}
    with first:
        pillars = filters.choose_many("pillar", "柱", words)
    with second:
        types = filters.choose_many("type", "目標の型", targets.TYPES_JA)
    with third:
        indicator = filters.choose_one("indicator_code", "指標", indicators, "", placeholder="指標名で検索")
    with fourth:
        text = filters.type_text("q", "ことばで探す", placeholder="例：居場所　研修")
    year = None
    for column in fifth:
        with column:
            year = filters.choose_year("aims_fy", aims["target_fy"])
    return targets.Choice(pillars, types, indicator, text, year)


def choose_target(found: pd.DataFrame, chosen: Filters) -> None:
    """List the targets; a selected one leads to its municipality's page and to the document's own lines."""
    position = card.choose_row(found[list(SHOWN)].rename(columns=SHOWN), "target_rows")
    if position is None:
        st.caption("行の左端を選ぶと、原文とカルテへのリンクが出ます。")
        return
    row = found.iloc[position].to_dict()
    navigation.link("municipality", f"{row['area_name_ja']}のカルテ", **chosen.query(area=row["area_code"]))
    if row["doc_id"] == wording.REPORT_FORM_JA:
        st.caption("文書にない目標で、市町村が報告様式で定めたものです。")
    else:
        originals.show(row, str(row["target_id"]))


def show_targets(chosen: Filters, has_report: bool | None) -> None:
    """Draw what the plans aim at: types, results that documents state, and the list of all targets."""
    prefecture, with_reports = chosen.prefecture_code, has_report is not None
    documents, results = answers.documents(), answers.achievements(prefecture_code=prefecture)
    basis = Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))
    aims = ratings.targets_in_words(prefecture, with_reports=with_reports)
    found = targets.matching(aims, choice := choose(aims))
    if aims.empty:
        st.info(f"{escaped(chosen.prefecture_ja)}には、手元の計画書に目標の記載がありません（0 ではありません）。")
    elif found.empty:
        st.info("条件に合う目標はありません。条件を減らすか、都道府県を選び直してください。")
    else:
        stated = found[found["doc_id"] != wording.REPORT_FORM_JA]
        if len(stated):
            left, right = st.columns(2, gap="small")
            with left:
                make = functools.partial(targets.types, stated, basis)
                card.show_kept("targets.types", chosen, make, choice, with_reports=with_reports)
            with right:
                figure = card.kept("targets.results", chosen, lambda: targets.results(stated, results, basis), choice)
                card.show(targets.of_documents(figure) if with_reports else figure, chosen)
        listed = targets.noted(targets.listing(found, len(aims), basis), bool(has_report))
        card.show(listed, chosen, lambda: choose_target(found, chosen), as_picture=False)
    if len(results):
        card.show_kept("targets.stated", chosen, lambda: targets.stated_listing(results, basis))


with frame.page(TITLE, LEAD) as chosen:
    part = places(chosen)
    with part[JUDGED]:
        has_report = ratings.show(chosen)
    with part[PROVIDED]:
        services.show_place(chosen)
    with part[AIMED]:
        show_targets(chosen, has_report)
    with part[GRANTED]:
        services.show_grants(chosen.prefecture_ja, chosen)
