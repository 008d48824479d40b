"""Three doors on the first visit: prefectural official, council member, municipal officer; kept in address and browser.

A door never stands in the way: whoever comes by a link sees what the link shows, and the start page is whole without a choice.
"""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from components.drawing import html
from components.drawing.markdown import escaped
from components.figures.first_look import Next
from components.figures.own_town import Own
from components.views import filters, navigation
from components.views.filters import Filters
from data import answers

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
    st.query_params.from_dict(
        {"as": door, **({"pref": prefecture} if prefecture else {}), **({"area": area} if area else {})}
    )


def show(chosen: Filters) -> str | None:
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
        _choose_prefecture(chosen)
    _remember(door, chosen.prefecture_code, known)
    return known


def change(chosen: Filters) -> None:
    """Draw the way back to the three doors."""
    door = filters.kept_value("as", "", DOORS.__contains__)
    if door and st.button(f"{escaped(DOORS[door])}として表示中。変える", type="tertiary", key="change_door"):
        _forget()
        navigation.open_page("overview", **chosen.query())


def _ask() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="doors"):
        st.html(html.paragraph(ASKED_JA, "km-meta"), width="content")
        for door, name in DOORS.items():
            if st.button(escaped(name), key=f"door_{door}"):
                filters.keep("as", door)
                filters.write_address()
                st.rerun()


def _choose_prefecture(chosen: Filters) -> None:
    rows = answers.prefectures()
    names = dict(zip(rows["prefecture_code"], rows["name_ja"], strict=True))
    code = filters.choose_one("own_pref", "あなたの都道府県", {"": "選んでください"} | names, "")
    if code:
        navigation.open_page("overview", **chosen.query(**{"as": "official"}) | {"pref": code})


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


def _remember(door: str, prefecture: str | None, area: str | None) -> None:
    _write_cookie(f"{door}.{prefecture or ''}.{area or ''}", 31_536_000)


def _forget() -> None:
    _write_cookie("", 0)
    for name in ("as", "own_pref", "own_area"):
        filters.keep(name, "")


def _write_cookie(value: str, seconds: int) -> None:
    cookie = f"{_COOKIE}={value}; path=/; max-age={seconds}; SameSite=Strict"
    st.html(f"<script>document.cookie = '{cookie}'</script>", unsafe_allow_javascript=True)
