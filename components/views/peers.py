"""Similar municipalities: whom the reader compares, in what and who is drawn (all in the address), and the nearest."""

import functools
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.model import Basis, Figure
from components.figures.peers import nearest as nearest_figure
from components.figures.peers import nearest_with_record
from components.views import card, filters, navigation, sources
from components.views.filters import Filters
from components.views.town import Row
from data import answers
from data.measures.peers import Search

MOST_SHOWN = 4  # beside the own municipality: five colours in all
SHOWN_AT_FIRST = 3
AMONG = {"": "すべて", "with_plan": "計画書のある町", "further_on": "段階が先の町"}
SCOPES = {"": "全国", "prefecture": "同じ都道府県"}
KINDS = {"": "すべての種類", "same": "同じ種類だけ"}
GROUPS = {"": "全国", "prefecture": "同じ都道府県", "kind": "同じ種類", "peers": "近い20市町村"}
GROUPS_HELP = (
    "四分位と中央値をとる市町村です。図に並べる市町村とは別に選べます。近さそのものは、いつも全国の値で測ります。"
)
FURTHER_HELP = (
    "段階が先とは、手元の資料で、重層的支援の準備や実施（予定を含む）がこの町より進んでいると分かることです。"
)
NO_CENSUS_JA = (
    "そのため、計画書に値のある市町村どうしだけを比べ、人口増減率は使えません。取り込むと全国の市町村と比べられます。"
)
IN_SUMMARY = 3
MOST_MARKED = 5
MARKS = {"": "この町だけ", "peers": f"似た{MOST_MARKED}市町村も"}
MARKS_HELP = "似た市町村は、計画書のある市町村のうち最も近いものです。近さの測り方は類似自治体のページにあります。"
_USES = {"2": "重く使う（2倍）", "lock": "近いことを条件にする", "0": "使わない"}


def choose_search() -> Search:
    """Show who is compared and in what, and return it."""
    first, second, third = st.columns([4, 3, 3], gap="small")
    with first:
        among: Any = filters.choose_one("peer_among", "比べる相手", AMONG, style="buttons", help_ja=FURTHER_HELP)
    with second:
        scope = filters.choose_one("peer_scope", "相手の範囲", SCOPES, style="buttons")
    with third:
        kind = filters.choose_one("peer_kind", "相手の種類（市区町村の別）", KINDS, style="buttons")
    variables = answers.peer_variables()
    known = variables[variables["known_count"] > 0].to_dict("records")
    with st.expander("何を比べるか（変数の重みと条件）"):
        columns = st.columns(4, gap="small")
        uses = {}
        for number, row in enumerate(known):
            with columns[number % len(columns)]:
                uses[str(row["variable"])] = _choose_use(row)
    return Search(
        weights={name: weight for name, (weight, _) in uses.items()},
        locked=frozenset(name for name, (_, is_locked) in uses.items() if is_locked),
        same_prefecture=scope == "prefecture", same_kind=kind == "same", among=among or "all",
    )  # fmt: skip


def _choose_use(row: Mapping[Any, Any]) -> tuple[float, bool]:
    """Show how one variable is used and return its weight and whether a peer must be near in it."""
    default = float(row["default_weight"])
    options = {"": "使う"} | _USES if default else {"": "使わない", "1": "使う"} | _USES
    if not default:
        del options["0"]
    band = f"{wording.plain_number(row['band'])}{row['points_ja']}"
    if row["is_ratio"]:
        band = f"{wording.number(100 * float(row['band']))}%"
    options["lock"] = f"条件にする（±{band}以内）"
    missing = wording.count(int(row["missing_count"]), "市町村")
    use = filters.choose_one(
        f"use_{row['variable']}", str(row["name_ja"]), options,
        help_ja=f"{row['source_ja']}による。値のない市町村は{missing}。",
    )  # fmt: skip
    weights = {"": default, "0": 0.0, "2": 2.0}
    return weights.get(use, 1.0), use == "lock"


def choose_shown(ranked: pd.DataFrame) -> list[str]:
    """Show who is drawn beside the own municipality and return their codes; at first the nearest three."""
    columns = ("area_code", "rank", "name_ja", "prefecture_ja")
    named = zip(*(ranked[name].tolist() for name in columns), strict=True)
    labels = {str(code): f"{rank}位 {name}（{prefecture}）" for code, rank, name, prefecture in named}
    chosen = filters.choose_many(
        "peer_shown", f"並べて見る市町村（{MOST_SHOWN}つまで）", labels, placeholder=f"近い順に{SHOWN_AT_FIRST}つ"
    )
    if len(chosen) > MOST_SHOWN:
        st.caption(f"先に選んだ{MOST_SHOWN}市町村を並べています。")
    return list(chosen[:MOST_SHOWN]) or list(labels)[:SHOWN_AT_FIRST]


def choose_group() -> str:
    """Show over whom the quartiles are taken and return its code."""
    group = filters.choose_one("peer_group", "四分位の母集団", GROUPS, style="buttons", help_ja=GROUPS_HELP)
    return group or "all"


def group_words(group: str) -> str:
    """Return the name of a comparison group for sentences."""
    return "近い市町村とこの町" if group == "peers" else GROUPS["" if group == "all" else group]


def choose_marks(towns: pd.DataFrame) -> tuple[str | None, tuple[str, ...]]:
    """Show what is marked and return the municipality and the codes of those that are like it."""
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
        mark = filters.choose_one("mark", "印の範囲", MARKS, style="buttons", help_ja=MARKS_HELP)
    if not mark:
        return area, ()
    ranked = answers.peers(area).ranked
    return area, tuple(ranked.loc[ranked["has_record"], "area_code"].head(MOST_MARKED))


def nearest(town: Row, chosen: Filters, found: answers.Peers, most: int, search: Search | None = None) -> Figure:
    """Return the nearest municipalities with their reasons; without a search among all, in all that is widely known."""
    codes = list(found.ranked["area_code"].head(most))
    differences = answers.peer_differences(str(town["area_code"]), codes, search)
    reasons, to = dict(answers.peer_reasons(differences)), functools.partial(address_of, chosen)
    return nearest_figure(town, found.ranked, found.asked, differences, reasons, basis(chosen), to)


def show_missing(chosen: Filters) -> None:
    """Say what a missing census means here and how it comes in."""
    if not answers.peer_source().has_census:
        sources.show_missing_census(chosen, NO_CENSUS_JA)


def show_summary(town: Row, chosen: Filters) -> None:
    """Draw the three nearest municipalities on the page of one, with the way to all that can be compared."""
    figure = summary(town, chosen)
    card.show(figure, chosen)
    if figure.n:
        label = f"{town['name_ja']}と似た市町村を詳しく比べる"
        navigation.link("peers", label, **chosen.query(area=str(town["area_code"])))


def summary(town: Row, chosen: Filters) -> Figure:
    """Return the three nearest municipalities of one."""
    area = str(town["area_code"])
    return card.kept("municipality.peers", chosen, lambda: nearest(town, chosen, answers.peers(area), IN_SUMMARY), area)


def basis(chosen: Filters) -> Basis:
    """Return what the figures of the variables share."""
    source = answers.peer_source()
    as_of = f"{wording.era_date(source.as_of_date)}現在" if source.as_of_date else chosen.as_of
    return Basis(chosen.prefecture_ja, as_of, source.title_ja)


def address_of(chosen: Filters, area: str) -> str:
    """Return the address of a municipality's page, whatever prefecture it lies in."""
    return navigation.address("municipality", **chosen.query(area=area, pref=None))


def show_links(towns: pd.DataFrame, chosen: Filters) -> None:
    """Draw the ways to the pages of municipalities and to their cases."""
    with st.container(horizontal=True, gap="small"):
        for row in towns.to_dict("records"):
            name, place = str(row["name_ja"]), {"pref": str(row["prefecture_code"])}
            navigation.link("municipality", f"{name}のカルテ", **chosen.query(area=row["area_code"]) | place)
            navigation.link("good_practices", f"{name}の取組事例", **chosen.query(search=name) | place)


def show_nearest(town: Row, chosen: Filters) -> None:
    """Draw links to the municipalities near one that have a plan."""
    st.subheader("近くで計画書のある市町村")
    for row in nearest_with_record(answers.municipalities(), town).to_dict("records"):
        label = f"{row['name_ja']}（{row['prefecture_ja']}・役所間の直線距離 約{row['distance_km']:,.0f} km）"
        navigation.link("municipality", label, **chosen.query(area=row["area_code"], pref=row["prefecture_code"]))
