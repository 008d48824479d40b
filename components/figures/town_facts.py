"""What the plan of one municipality names: where to call, places, partners, money, members and plans. Pure."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure, Row
from data import schema


def named_in_plan(names: pd.DataFrame, basis: Basis) -> Figure:
    """Return the names that a plan states, by kind, each with its line."""
    kinds = list(schema.table_named("plan_names").column("kind").allowed)
    rows = sorted(names.to_dict("records"), key=lambda row: (kinds.index(row["kind"]), row["line_start"], row["seq"]))
    listed = [_fact(kind, list(group)) for kind, group in groupby(rows, key=lambda row: str(row["kind"]))]
    return basis.figure(
        name="named_in_plan",
        title="連絡先・拠点・連携先・財源",
        reading=_sentence([str(row["name_ja"]) for row in rows if row["kind"] == "coordinator_desk"]),
        unit="件（名称）",
        n=len(rows),
        counter="件",
        notes=(
            "計画書に書かれた名称です。文章だけで書かれたものは原文で確かめてください。個人の経歴の欄は読みません。",
        ),
        table=lambda: tables.published(names, "plan_names"),
        drawing=lambda _: html.facts(listed) or "計画書に名称の記載がありません。",
    )


def _sentence(desks: list[str]) -> str:
    if not desks:
        return "相談支援包括化推進員がどこにいるかは、計画書から分かりません。"
    more = f"など{len(desks)}か所" if len(desks) > 1 else ""
    return f"相談支援包括化推進員は「{desks[0].strip('「」')}」{more}に配置する計画です。"


def _fact(kind: str, rows: list[Row]) -> tuple[str, str]:
    names = "、".join(dict.fromkeys(_named(row) for row in rows))
    places = "・".join(dict.fromkeys(wording.place(row["doc_id"], row["line_start"]) for row in rows))
    return schema.label_of("plan_names", "kind", kind), f"{names}　{places}"


def _named(row: Row) -> str:
    details = [] if wording.is_missing(row["operator_ja"]) else [str(row["operator_ja"])]
    if not wording.is_missing(row["start_fy"]):
        details.append(f"{row['start_fy']}～{row['end_fy']}年度")
    return f"{row['name_ja']}{'（' + '、'.join(details) + '）' if details else ''}"
