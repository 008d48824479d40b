"""The start page: three doors for its readers, one sentence, the map of stages, four numbers, and what to look at next.

A door never stands in the way: whoever comes by a link sees what the link shows, and the page is whole without a choice.
"""

import re
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.drawing import html, maps
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure, Row
from components.figures import aging, first_look, summary
from components.figures.first_look import Facts, Next
from components.figures.stages import UNKNOWN_JA
from components.figures.summary import Own
from components.views import card, filters, gate, navigation
from components.views.card import LOADING_JA, store_in_reach
from components.views.filters import Filters
from components.views.map import draw_shapes, stages_of
from components.views.ratings import targets_in_words
from data import answers

# Sentence, numbers, what to look at next: what is kept for a place, without the frames that it is made of
Look = tuple[str, Figure, list[Next]]
MAP_HEIGHT = 304  # px: with all the rest within one screen of 768


def look(chosen: Filters, basis: Basis) -> Look:
    """Return the first look at the place; without the store only what documents say, and the reader is told so."""
    place, on = chosen.prefecture_code, answers.rated_on()

    def make(known: dict[str, Any]) -> Look:
        towns, today = answers.municipalities(place), pd.Timestamp(on)
        facts = Facts(
            place_ja=chosen.prefecture_ja, fiscal_year=today.year - (today.month < 4), towns=towns,
            japan=answers.municipalities(), ladder=answers.stage_ladder(place), japan_ladder=answers.stage_ladder(),
            aims=targets_in_words(place), japan_aims=targets_in_words(None), counts=answers.national_counts(),
            milestones=answers.milestones(prefecture_code=place), issues=answers.issues(prefecture_code=place),
            placed=aging.points(towns, aging.COVERAGES["consultation"]), **known,
        )  # fmt: skip
        return first_look.sentence(facts), first_look.numbers(facts, basis), first_look.lines(facts)

    found: list[Look] = []
    with store_in_reach(), st.spinner(LOADING_JA):
        state = answers.report_state()
        found.append(card.remembered("overview.look", chosen, lambda: make(_reported(place)), state, on))
    return found[0] if found else card.remembered("overview.look", chosen, lambda: make({}), "", on)


def _reported(place: str | None) -> dict[str, Any]:
    """Return what reports say of a place: rates, shares of targets attained, and the forms of the latest year that was due."""
    rates = answers.reporting_rates(place)
    known = {"rates": rates, "shares": answers.attainment_shares("target_fy", None, place)}
    due = rates.loc[rates["due_count"] > 0, "fiscal_year"] if len(rates) else rates
    return known | ({"forms": answers.submission_states(max(map(int, due)), place)} if len(due) else {})


def show(seen: Look, basis: Basis, chosen: Filters, own_area: str | None = None) -> None:
    """Draw the first look at the place; for a municipal officer with the numbers and lines of the own municipality."""
    sentence, numbers, lines = seen
    own = None
    with store_in_reach():
        own = _own(own_area, chosen.prefecture_code) if own_area else None
    if own:
        sentence, lines = summary.own_sentence(own), own_lines(own)
        numbers = summary.own_numbers(own, replace(basis, place_ja=str(own.town["name_ja"]))) or numbers
    st.html(html.lead(sentence))
    left, right = st.columns([11, 10], gap="small")
    with left:
        _show_map(chosen)
    with right:
        card.show(numbers, chosen)
        with st.container(border=True, key="next"):
            st.html(html.heading("次に見るもの"))
            for line in lines:
                navigation.link(line.page, line.text, **chosen.query(**line.query))
            if not lines:
                st.html(html.paragraph(first_look.NOTHING_NEXT_JA, "km-meta"))


def _own(area: str, place: str | None) -> Own:
    towns, known = answers.municipalities(), answers.peer_features()
    codes = answers.peer_group(area, "peers")[1:]
    rated, rates = answers.public_ratings(area_code=area), answers.reporting_rates(place)
    years = sorted(set(rated["target_fy"].dropna().astype(int)))[-2:]
    shares = [answers.attainment_shares("area_code", year, place).assign(target_fy=year) for year in years]
    forms = answers.submission_states(int(rates["fiscal_year"].max()), place) if len(rates) else rates
    return Own(
        town=_of(area, towns) or {}, known=_of(area, known) or {}, towns=towns[towns["area_code"].isin(codes)],
        alike=known.set_index("area_code").loc[codes], rated=rated, form=_of(area, forms),
        shares=[row for rows in shares if (row := _of(area, rows))], today=pd.Timestamp(answers.rated_on()),
    )  # fmt: skip


def _of(area: str, rows: pd.DataFrame) -> Row | None:
    mine = rows[rows["area_code"] == area] if len(rows) else rows
    return mine.to_dict("records")[0] if len(mine) else None


@gate.fragment
def _show_map(chosen: Filters) -> None:
    shown = stages_of(None, chosen)

    def draw() -> str | None:
        clicked = draw_shapes(shown, chosen, MAP_HEIGHT)
        st.html(maps.legend(shown.towns, shown.scale, card.mode(), only_used=True))
        return clicked

    title = f"{chosen.prefecture_ja}の段階（{shown.figure.as_of.split('（')[0]}）"
    clicked = card.show(replace(shown.figure, name="first_map", title=title, notes=(UNKNOWN_JA,)), chosen, draw)
    if clicked is not None:
        navigation.open_page("municipality", **chosen.query(area=clicked))


DOORS: Final = {"official": "都道府県職員", "member": "議員", "town": "市町村職員"}
ASKED_JA: Final = "どの立場で見ますか（選ばなくても使えます）"
_COOKIE: Final = "kyosei_door"
_KEPT = re.compile(r"(official|member|town)\.(\d\d)?\.(\d{6})?")  # town.01.012068
MOST_AHEAD = 2


def bring_back() -> None:
    """Open the start page as this browser's reader chose last, where the address says nothing; before the page's frame."""
    kept = _KEPT.fullmatch(str(st.context.cookies.get(_COOKIE, "")))
    if kept is None or st.query_params.to_dict() or "kept_pref" in st.session_state:
        return
    door, prefecture, area = kept.groups()
    asked = {"as": door, "pref": prefecture, "area": area}
    st.query_params.from_dict({name: value for name, value in asked.items() if value})


def show_doors(chosen: Filters) -> str | None:
    """Show the doors, or what the chosen one asks next; return the reader's own municipality where there is one."""
    door = filters.kept_value("as", "", DOORS.__contains__)
    filters.keep("as", door)
    if not door:
        _ask()
        return None
    area = filters.marked_area() if door == "town" else None
    known = area if area in set(answers.municipalities(chosen.prefecture_code)["area_code"]) else None
    if door == "town" and known is None:
        _choose_own_town(chosen)
    elif door == "member":
        navigation.link("briefing", "映して説明する（一図ずつ、← → で送る）", **chosen.query(read="1"))
    elif chosen.prefecture_code is None:
        rows = answers.prefectures()
        names = dict(zip(rows["prefecture_code"], rows["name_ja"], strict=True))
        code = filters.choose_one("own_pref", "あなたの都道府県", {"": "選んでください"} | names, "")
        if code:
            navigation.open_page("overview", **chosen.query(**{"as": "official"}) | {"pref": code})
    _write_cookie(f"{door}.{chosen.prefecture_code or ''}.{known or ''}", 31_536_000)
    return known


def change_door(chosen: Filters) -> None:
    """Draw the way back to the three doors."""
    door = filters.kept_value("as", "", DOORS.__contains__)
    if door and st.button(f"{escaped(DOORS[door])}として表示中。変える", type="tertiary", key="change_door"):
        _write_cookie("", 0)
        for name in ("as", "own_pref", "own_area"):
            filters.keep(name, "")
        navigation.open_page("overview", **chosen.query())


def _ask() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="doors"):
        st.html(html.paragraph(ASKED_JA, "km-meta"), width="content")
        for door, name in DOORS.items():
            if st.button(escaped(name), key=f"door_{door}"):
                filters.keep("as", door)
                filters.write_address()
                st.rerun()


def _choose_own_town(chosen: Filters) -> None:
    rows = answers.municipalities(chosen.prefecture_code)
    names = {
        str(row["area_code"]): f"{row['name_ja']}（{row['name_kana']}・{row['prefecture_ja']}）"
        for row in rows[["area_code", "name_ja", "name_kana", "prefecture_ja"]].to_dict("records")
    }
    code = filters.choose_one(
        "own_area", "あなたの市町村", {"": "選んでください"} | names, "", placeholder="名前かよみで検索"
    )
    if code:
        prefecture = str(rows.loc[rows["area_code"] == code, "prefecture_code"].iloc[0])
        navigation.open_page("overview", **chosen.query(area=code, **{"as": "town"}) | {"pref": prefecture})


def own_lines(own: Own) -> list[Next]:
    """Return what the officer of a municipality looks at: what is due, late targets, peers further on, paper for the council."""
    area, ahead = str(own.town["area_code"]), own.ahead["name_ja"].astype(str).head(MOST_AHEAD)
    due = f"{own.due_ja}（{own.form['state_ja']}）" if own.form and own.due_ja else "期限の設定なし"
    return [
        Next(f"報告の期限：{due}", "reports", {"task": "forms", "area": area}),
        Next(f"実績が未報告の目標：{own.late_count}件", "municipality", {"area": area}),
        Next(f"似ていて段階が先の町：{'、'.join(ahead) or '手元の資料にはありません'}", "peers",
             {"area": area, "peer_among": "further_on" if len(ahead) else ""}),
        Next("議会に配る資料（PDF）", "briefing", {"pack_area": area, "make": "1"}),
        Next(f"{own.town['name_ja']}のカルテ", "municipality", {"area": area}),
    ]  # fmt: skip


def _write_cookie(value: str, seconds: int) -> None:
    cookie = f"{_COOKIE}={value}; path=/; max-age={seconds}; SameSite=Strict"
    st.html(f"<script>document.cookie = '{cookie}'</script>", unsafe_allow_javascript=True)
