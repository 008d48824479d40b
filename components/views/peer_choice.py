"""The reader's choice of whom a municipality is compared with, in what, and who is drawn; all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.views import filters

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
_USES = {"2": "重く使う（2倍）", "lock": "近いことを条件にする", "0": "使わない"}


def choose_search(variables: pd.DataFrame) -> dict[str, Any]:
    """Show who is compared and in what, and return it as the fields of data.measures.peers.Search."""
    first, second, third = st.columns([4, 3, 3], gap="small")
    with first:
        among = filters.choose_one("peer_among", "比べる相手", AMONG, style="buttons", help_ja=FURTHER_HELP)
    with second:
        scope = filters.choose_one("peer_scope", "相手の範囲", SCOPES, style="buttons")
    with third:
        kind = filters.choose_one("peer_kind", "相手の種類（市区町村の別）", KINDS, style="buttons")
    known = variables[variables["known_count"] > 0].to_dict("records")
    with st.expander("何を比べるか（変数の重みと条件）"):
        columns = st.columns(4, gap="small")
        uses = {}
        for number, row in enumerate(known):
            with columns[number % len(columns)]:
                uses[str(row["variable"])] = _choose_use(row)
    return {
        "weights": {name: weight for name, (weight, _) in uses.items()},
        "locked": frozenset(name for name, (_, is_locked) in uses.items() if is_locked),
        "same_prefecture": scope == "prefecture",
        "same_kind": kind == "same",
        "among": among or "all",
    }


def _choose_use(row: Mapping[Any, Any]) -> tuple[float, bool]:
    """Show how one variable is used and return its weight and whether a peer must be near in it."""
    default = float(row["default_weight"])
    options = {"": "使う"} | _USES if default else {"": "使わない", "1": "使う"} | _USES
    if not default:
        del options["0"]
    options["lock"] = f"条件にする（{_band(row)}以内）"
    missing = wording.count(int(row["missing_count"]), "市町村")
    use = filters.choose_one(
        f"use_{row['variable']}", str(row["name_ja"]), options,
        help_ja=f"{row['source_ja']}による。値のない市町村は{missing}。",
    )  # fmt: skip
    weights = {"": default, "0": 0.0, "2": 2.0}
    return weights.get(use, 1.0), use == "lock"


def _band(row: Mapping[Any, Any]) -> str:
    if row["is_ratio"]:
        return f"±{wording.number(100 * float(row['band']))}%"
    return f"±{wording.plain_number(row['band'])}{row['points_ja']}"


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
