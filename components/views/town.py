"""One municipality: its choice, the head of its page, and what other documents and the census say about it."""

import functools
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped, plain
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import Basis, Figure
from components.figures import cases, census, stages
from components.figures.plans import town_plans
from components.figures.stages import STAGE_SOURCE_JA
from components.views import card, filters, navigation, sources
from components.views.filters import Filters
from data import answers

Row = Mapping[Any, Any]
UNREAD_HELP_JA = "計画書に書かれているのに、意味を読み取れていない数と行です。どの数値にも使っていません。箇所はこのページの「データの課題」と「データ品質と出典」にあります。"


def choose_town(towns: pd.DataFrame, chosen: Filters) -> Row:
    """Show the choice of the municipality and return its row.

    For all of Japan only those with a plan are listed, and the one that the address asks for.
    """
    marked = filters.marked_area() if chosen.prefecture_code is None else None

    def labels_of() -> dict[str, str]:
        listed = towns
        if chosen.prefecture_code is None:
            listed = towns[towns["has_record"] | (towns["area_code"] == marked)]
        listed = listed.sort_values(["has_record", "area_code"], ascending=[False, True])
        named = listed[["area_code", "name_ja", "prefecture_ja", "has_record"]]
        labels = {}
        for row in named.to_dict("records"):
            prefecture = f"（{row['prefecture_ja']}）" if chosen.prefecture_code is None else ""
            plan = "" if row["has_record"] else f"｜{wording.NO_RECORD}"
            labels[str(row["area_code"])] = f"{row['name_ja']}{prefecture}{plan}"
        return labels

    labels = card.remembered("town.one", chosen, labels_of, marked)
    code = _choose(labels, chosen, "市町村名で検索")
    if chosen.prefecture_code is None:
        st.caption("計画書のある市町村だけを並べています。ほかの市町村は、都道府県を選ぶと出ます。")
    return towns[towns["area_code"] == code].to_dict("records")[0]


def choose_any_town(towns: pd.DataFrame, chosen: Filters) -> Row:
    """Show the choice of a municipality by name or kana among all, with or without a plan, and return its row."""

    def labels_of() -> dict[str, str]:
        listed = towns.sort_values(["has_record", "area_code"], ascending=[False, True])
        columns = ("area_code", "name_ja", "name_kana", "prefecture_ja")
        named = zip(*(listed[name].tolist() for name in columns), strict=True)
        return {str(code): f"{name}（{kana}・{prefecture}）" for code, name, kana, prefecture in named}

    labels = card.remembered("town.any", chosen, labels_of)
    code = _choose(labels, chosen, "市町村名またはよみがなで検索")
    return towns[towns["area_code"] == code].to_dict("records")[0]


def _choose(labels: Mapping[str, str], chosen: Filters, placeholder: str) -> str:
    unknown = filters.unknown_in_address("area", labels.__contains__)
    code = filters.choose_one("area", "市町村", labels, placeholder=placeholder)
    if unknown:
        st.warning(
            f"リンクの市町村（番号 {plain(unknown)}）は{escaped(chosen.prefecture_ja)}にありません。{escaped(labels[code])}を表示しています。"
        )
    return code


def show_head(town: Row, chosen: Filters) -> None:
    """Draw name and kind of the municipality, which programmes its plan has, and how many of its numbers are unread."""
    facts = [answers.label_of("areas", "kind", str(town["kind"])), PROGRAMME_GROUPS[town["programme_group"]].label_ja]
    if town["has_record"]:
        facts.append(wording.place(town["doc_id"], town["line_start"], town["line_end"]))
    beside = f"{town['name_kana']}　{town['prefecture_ja']}"
    st.html(html.heading(str(town["name_ja"]), beside) + html.badges(facts))
    council = {"pack_area": str(town["area_code"]), "make": "1", "pref": str(town["prefecture_code"])}
    with st.container(horizontal=True, gap="medium"):
        navigation.link("briefing", "議会に配る資料（PDF）を作る", **chosen.query() | council)
        if town["has_record"]:
            query = chosen.query(view="issues") | {"pref": town["prefecture_code"]}
            unread = wording.count(int(town["unread_count"]), "件")
            navigation.link("data_quality", f"読み取れていない数 {unread}", help_ja=UNREAD_HELP_JA, **query)


def address_of(chosen: Filters, area: str) -> str:
    """Return the address of a municipality's page."""
    return navigation.address("municipality", **chosen.query(area=area))


def show_documents(town: Row, chosen: Filters) -> None:
    """Draw what other documents say: stages by year, and plans and cases where there are any."""
    area, place = str(town["area_code"]), str(town["name_ja"])
    basis = Basis(place, chosen.as_of, STAGE_SOURCE_JA)

    def by_year() -> Figure:
        rungs, said = answers.stage_ladder(area_code=area), answers.programme_stages(area)
        return stages.of_town(rungs, said, basis, answers.events(area_code=area))

    card.show_kept("town.stages", chosen, by_year, area, with_reports=True)
    plans, found = answers.plans(area), answers.good_cases(area)
    if len(plans):
        listed = functools.partial(town_plans, plans, Basis(place, chosen.as_of, "各行の出典のとおり"))
        card.show_kept("town.plans", chosen, listed, area)
        for row in plans.to_dict("records"):
            if int(row["node_count"]):
                query = chosen.query(plan=row["plan_id"]) | {"pref": town["prefecture_code"]}
                navigation.link("plans", f"{row['name_ja']}の体系", **query)
    if len(found):
        source = wording.sources(answers.documents(), "good_practices")
        about = Basis(place, chosen.as_of, source)
        card.show_kept("town.cases", chosen, lambda: cases.cards(found, answers.case_points(), about, None), area)


def show_census(town: Row, chosen: Filters) -> None:
    """Draw what the census says about a municipality, beside its plan where it has one."""
    rows = answers.area_statistics(str(town["prefecture_code"]))
    mine = rows[rows["area_code"] == town["area_code"]].to_dict("records")
    if not mine:
        sources.show_missing_census(chosen, "取り込むと、人口・高齢化率・世帯数を計画書の値と並べて示します。")
        return
    when, source = "", ""
    if town["has_record"]:
        when = wording.fiscal_year(town["fiscal_year"])
        source = wording.place(town["doc_id"], town["line_start"], town["line_end"])
        rates = answers.aging_rates(str(town["prefecture_code"]))
        day = rates.loc[rates["area_code"] == town["area_code"], "document_date"].dropna()
        when += f"。高齢化率は{wording.era_date(day.iloc[0])}" if len(day) else ""
    register = answers.register_statistics(str(town["prefecture_code"]))
    newer = register[register["area_code"] == town["area_code"]].to_dict("records")
    basis = Basis(chosen.prefecture_ja, "", source)
    make = functools.partial(census.of_town, town, mine[0], when, basis, newer[0] if newer else None)
    card.show_kept("town.census", chosen, make, str(town["area_code"]))
