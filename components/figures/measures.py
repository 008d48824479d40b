"""The measures of a year: which action target each one serves, and what was opened. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.grids import MatrixColumn, Mention
from components.drawing.model import Basis, Figure

Row = Mapping[Any, Any]
LINK_HEADINGS = {
    "measure_ja": "施策の番号",
    "title_ja": "施策",
    "target_ja": "行動目標・章",
    "page": "頁",
    "item_count": "対応する取組（件）",
    "via_repost_ja": "再掲による対応",
}


def matrix(measures: pd.DataFrame, links: pd.DataFrame, coverage: pd.DataFrame, basis: Basis) -> Figure:
    """Return measures against action targets; a measure printed twice stands once, its second mention as ◇."""
    columns, keys = _columns(links, coverage)
    cells = {(row["measure_id"], row["target_ja"]): _mention(row) for row in links.to_dict("records")}
    names = dict(zip(links["measure_id"], links["measure_ja"], strict=True))
    rows = [
        (str(row["title_ja"]), _beside(row, names), [cells.get((row["measure_id"], key)) for key in keys])
        for row in measures.to_dict("records")
    ]
    with_words = links.assign(via_repost_ja=links["via_repost"].map({True: "再掲", False: ""}))
    legend = grids.key([("km-hatched", "斜線＝番号はあるが、この文書に施策がない")])
    return Figure(
        name="measure_matrix",
        title="施策と行動目標の対応",
        reading=_sentence(measures, links),
        unit="●＝対応が書かれている、◇＝再掲による対応、P＝計画本編の頁",
        n=len(measures),
        counter="施策",
        as_of=basis.as_of,
        source=basis.source,
        notes=(
            "新規の取組を示す印（黄色の下線）は文書をテキストにしたときに失われたため、新規かどうかは分かりません。",
        )
        if _is_lost(measures)
        else (),
        table=lambda: tables.readable(with_words, LINK_HEADINGS),
        drawing=lambda _: grids.matrix("施策", columns, rows) + legend,
    )


def _columns(links: pd.DataFrame, coverage: pd.DataFrame) -> tuple[list[MatrixColumn], list[str]]:
    """Return the heads of the columns and the target of each, action targets by number before chapters."""
    targets = links.drop_duplicates("target_ja")[["target_ja", "target_level", "target_number"]]
    found = {
        (0 if row["target_level"] == "action_target" else 1, int(row["target_number"])): str(row["target_ja"])
        for row in targets.to_dict("records")
    }
    uncovered = [
        int(number)
        for text in coverage["uncovered_numbers_ja"]
        if not wording.is_missing(text)
        for number in str(text).split("・")
    ]
    places = sorted({*found, *((0, number) for number in uncovered)})
    columns = [
        MatrixColumn(
            "章" if level else "行動目標", str(number), "" if (level, number) in found else "この文書に施策がない"
        )
        for level, number in places
    ]
    return columns, [found.get(place, "") for place in places]


def _mention(row: Row) -> Mention:
    page = "" if wording.is_missing(row["page"]) else f"P{int(row['page'])}"
    where = wording.place(row["doc_id"], row["line_start"], row["line_end"])
    return Mention("◇" if bool(row["via_repost"]) else "●", page, where)


def _beside(row: Row, names: Mapping[Any, Any]) -> str:
    name = names.get(row["measure_id"]) or f"{row['section_ja']}（{row['number']}）"
    repost = str(row["reposted_ja"])
    place = wording.place(row["doc_id"], row["line_start"], row["line_end"])
    return "・".join(part for part in (str(name), repost, place) if part)


def _is_lost(measures: pd.DataFrame) -> bool:
    return bool((measures["missing_reason"] == "lost").any())


def _sentence(measures: pd.DataFrame, links: pd.DataFrame) -> str:
    if links.empty:
        return f"{len(measures)}件の施策があり、どの行動目標・章に応えるかは書かれていません。"
    per_target = links.groupby("target_ja")["measure_id"].nunique()
    reposts = int((measures["reposted_ja"] != "").sum())
    most = wording.tied_names([str(name) for name in per_target[per_target == per_target.max()].index])
    extra = f"再掲の{reposts}件は元の施策の行にまとめました。" if reposts else ""
    return (
        f"{len(measures)}件の施策が{len(per_target)}の行動目標・章に応えます。施策が最も多いのは{most}"
        f"（{int(per_target.max())}件）です。{extra}"
    )


def openings(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the counters and centres that were opened."""
    dated = int(rows["opened_date"].notna().sum())
    lines = [
        [
            str(row["name_ja"]),
            "開設時期の記載なし" if wording.is_missing(row["opened_date"]) else wording.era_date(row["opened_date"]),
            wording.MISSING if wording.is_missing(row["place_ja"]) else str(row["place_ja"]),
            wording.place(row["doc_id"], row["line_start"], row["line_end"]),
        ]
        for row in rows.to_dict("records")
    ]
    return Figure(
        name="openings",
        title="開設された窓口・センター",
        reading=f"{len(rows)}か所の窓口・センターが書かれ、開設時期が分かるのは{dated}か所です。",
        unit="か所",
        n=len(rows),
        counter="か所",
        missing=len(rows) - dated,
        missing_ja="開設時期なし",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.published(rows, "openings"),
        drawing=lambda _: grids.roomy(html.rows(["名称", "開設", "場所", "出典"], lines, widths=(28, 18, 38, 16))),
    )
