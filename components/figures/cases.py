"""Good cases as cards, and what a search finds in cases, measures, targets and summaries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure

Row = Mapping[Any, Any]
Address = Callable[[str], str]
# Parts of a case in the order of its card; who acts is one line.
PARTS = {"pillar": "取組の柱", "point": "ポイント", "overview": "概要", "role": "役割の考え方"}
CASE_HEADINGS = {
    "title_ja": "事例",
    "place_ja": "地域",
    "programme_ja": "事業",
    "start_ja": "開始",
    "implementing_body_ja": "実施主体",
    "kind_ja": "種類",
    "summary_ja": "要点（当方の言葉）",
}
HIT_HEADINGS = {
    "rank": "順位",
    "kind_ja": "種類",
    "heading_ja": "見出し",
    "text_ja": "文",
    "area_name_ja": "自治体",
    "prefecture_ja": "都道府県",
}


def cards(cases: pd.DataFrame, points: pd.DataFrame, basis: Basis, address: Address | None) -> Figure:
    """Return the cases as cards with points, place, programme and source.

    Args:
        address: area_code → address of the municipality's page; None where the reader is there already.
    """
    blocks = "".join(
        _card(row, points[points["case_id"] == row["case_id"]], address) for row in cases.to_dict("records")
    )
    merged = cases[["case_id", "title_ja", "place_ja", "programme_ja", "start_ja", "implementing_body_ja"]].merge(
        points, on="case_id"
    )
    return Figure(
        name="good_cases",
        title="取組事例",
        reading=_cards_sentence(cases),
        unit="件（事例）",
        n=len(cases),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=("要点は当方の言葉による要約です。言い回しは原文と異なります。",),
        table=lambda: tables.readable(merged, CASE_HEADINGS),
        drawing=lambda _: f'<div class="km-cases">{blocks}</div>',
    )


def _cards_sentence(cases: pd.DataFrame) -> str:
    places = [str(place) for place in cases["place_ja"]]
    wide = int(cases["area_code"].isna().sum())
    first = f"{len(cases)}件の事例があります（{wording.names(places, '件')}）。"
    return first + (f"うち{wide}件は一つの市町村に限らない地域の取組です。" if wide else "")


def _card(row: Row, points: pd.DataFrame, address: Address | None) -> str:
    words = [str(row["place_ja"]), _text(row["programme_ja"]), _text(row["start_ja"])]
    parts = "".join(_part(points, kind, heading) for kind, heading in PARTS.items())
    actors = "、".join(str(text) for text in points.loc[points["kind"] == "actor", "summary_ja"].dropna())
    acting = f"<h4>担い手</h4><p>{escape(actors)}</p>" if actors else ""
    body = "" if wording.is_missing(row["implementing_body_ja"]) else f"実施主体　{row['implementing_body_ja']}"
    place = wording.place(row["doc_id"], row["line_start"], row["line_end"])
    return (
        f'<article class="km-case"><h3>{escape(str(row["title_ja"]))}</h3>'
        f"{html.badges(word for word in words if word != wording.MISSING)}{html.paragraph(body, 'km-meta')}"
        f"{parts}{acting}<footer><span>出典 {escape(place)}</span>{_link(row, address)}</footer></article>"
    )


def _part(points: pd.DataFrame, kind: str, heading: str) -> str:
    mine = points[(points["kind"] == kind) & points["summary_ja"].notna()]
    if mine.empty:
        return ""
    items = "".join(
        f'<li title="{escape(wording.place(row["doc_id"], row["line_start"], row["line_end"]))}">'
        f"{escape(str(row['summary_ja']))}</li>"
        for row in mine.to_dict("records")
    )
    return f"<h4>{heading}</h4><ul>{items}</ul>"


def _link(row: Row, address: Address | None) -> str:
    """Return the link to the municipality's page; nothing where the area is not one municipality."""
    if address is None or wording.is_missing(row["area_code"]) or _is_prefecture(row):
        return ""
    name = "" if wording.is_missing(row["area_name_ja"]) else str(row["area_name_ja"])
    return f'<a href="{escape(address(str(row["area_code"])))}" target="_self">📋 {escape(name)}のカルテ</a>'


def _is_prefecture(row: Row) -> bool:
    """Whether the area is a prefecture: its code is its number, three zeros and a check digit."""
    return str(row["area_code"])[2:5] == "000"


def results(hits: pd.DataFrame, total: int, query: str, basis: Basis, address: Address) -> Figure:
    """Return what a search found, the best first, each match marked."""
    items = "".join(_hit(row, address) for row in hits.to_dict("records"))
    kinds = "、".join(f"{kind}{count}" for kind, count in hits["kind_ja"].value_counts().items())
    more = f"（関連の高い順に{len(hits)}件を表示）" if total > len(hits) else ""
    return Figure(
        name="search_results",
        title=f"「{query}」の検索結果",
        reading=f"{total:,}件が見つかりました{more}。内訳は{kinds}です。",
        unit="件（関連の高い順）",
        n=total,
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=("全角・半角、ひらがな・カタカナ、送り仮名の違い（居場所づくり・居場所作りなど）はまとめて探します。",),
        table=lambda: tables.readable(hits, HIT_HEADINGS),
        drawing=lambda _: f'<ol class="km-hits">{items}</ol>',
    )


def _hit(row: Row, address: Address) -> str:
    area = "" if wording.is_missing(row["area_name_ja"]) else f"{row['area_name_ja']}（{row['prefecture_ja']}）"
    place = wording.place(row["doc_id"], row["line_start"], row["line_end"])
    place_ja = f"<span>{escape(area)}</span>" if area else ""
    heading = "" if wording.is_missing(row["heading_ja"]) else str(row["heading_ja"])
    return (
        f'<li class="km-hit"><p><small>{int(row["rank"])}　{escape(str(row["kind_ja"]))}</small>'
        f"<small>{escape(heading)}</small></p><p>{grids.marked(str(row['text_ja']), row['matches'])}</p>"
        f"<footer>{place_ja}<span>出典 {escape(place)}</span>{_link(row, address)}</footer></li>"
    )


def _text(value: object) -> str:
    return wording.MISSING if wording.is_missing(value) else str(value)
