"""The plans of a place, what they rest on, and the measures of a year with the targets they serve. Pure."""

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure, Row
from components.figures.labels import headings_of
from components.figures.plan_tree import status_ja
from data import schema


def town_plans(plans: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plans of a municipality with state, period and source."""
    drawn = html.listing(
        plans, ("計画", 26, "name_ja"), ("状態", 26, status_ja), ("期間", 24, "period_ja"),
        ("策定", 10, lambda row: wording.era_date(row["adopted_date"])), ("出典", 14, wording.place_of),
    )  # fmt: skip
    in_force = int(plans["counts_as_in_force"].fillna(False).sum())
    drafts = int((plans["status"] == "draft").sum())
    others = len(plans) - in_force - drafts
    parts = [f"策定済みの計画は{in_force}件です。" if in_force else "策定済みと分かる計画はありません。"]
    if drafts:
        parts.append(f"ほかに案が{drafts}件あり、決定を伝える文書はまだありません。")
    if others:
        parts.append(f"将来の見込みとして書かれた計画が{others}件あります。")
    return basis.figure(
        "town_plans", reading="".join(parts), n=in_force, missing=len(plans) - in_force,
        table=lambda: tables.published(plans, "plans", [name for name in plans.columns if name in _SHOWN]),
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip


_SHOWN = (
    "area_code", "name_ja", "plan_type", "status", "start_fy", "end_fy", "period_years", "adopted_date",
    "philosophy_ja", "record_id", "line_start", "line_end",
)  # fmt: skip


def related_plans(plan: Row, rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plans made as one with this one and the others it relates to, with law and article."""
    whole = int((rows["relation"] == "integrated_with").sum())
    columns = (
        ("関係", 16, "relation_ja"), ("計画", 38, "name_ja"), ("根拠", 30, law_ja), ("出典", 16, wording.place_of),
    )  # fmt: skip
    first = f"{whole}件の計画と一体で策定します。" if plan["status"] == "draft" else f"{whole}件の計画と一体です。"
    return basis.figure(
        "plan_relations",
        reading=(first if whole else "一体で策定する計画の記載はありません。")
        + ("根拠の法律と条は、文書に書かれたものです。" if rows["law_ja"].notna().any() else ""),
        n=len(rows), table=lambda: tables.published(rows.drop(columns="relation_ja"), "plan_relations"),
        drawing=lambda _: grids.roomy(html.listing(rows, *columns)),
    )  # fmt: skip


def law_ja(row: Row) -> str:
    """Return law, article and kind of duty in words, or the mark for a missing one."""
    if wording.is_missing(row["law_ja"]):
        return wording.MISSING
    article = "" if wording.is_missing(row["article_ja"]) else f"第{str(row['article_ja']).removeprefix('第')}"
    duty = row.get("obligation")
    words = "" if wording.is_missing(duty) else f"（{schema.label_of('plan_relations', 'obligation', str(duty))}）"
    return f"{row['law_ja']}{article}{words}"


def legal_bases(programmes: pd.DataFrame, basis: Basis) -> Figure:
    """Return the programmes with their law, article and years."""
    names = dict(zip(programmes["programme_code"], programmes["name_ja"], strict=True))
    drawn = html.listing(
        programmes, ("事業", 36, "name_ja"), ("根拠", 24, law_ja), ("期間", 20, _years),
        ("後継", 20, lambda row: names.get(row["successor_code"], wording.MISSING)),
    )  # fmt: skip
    known = int(programmes["law_ja"].notna().sum())
    return basis.figure(
        "legal_bases",
        reading=f"{len(programmes)}事業のうち、根拠の法律が分かるのは{known}事業です。重層的支援体制整備事業は手あげによる"
        "任意の事業で、包括的な支援体制の整備（社会福祉法第106条の3）の努力義務とは別のものです。",
        n=len(programmes), table=lambda: tables.published(programmes, "programmes"),
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip


def _years(row: Row) -> str:
    first, last = ("" if wording.is_missing(row[name]) else f"{int(row[name])}年度" for name in ("first_fy", "last_fy"))
    return f"{first}～{last}" if first or last else wording.MISSING


LINK_HEADINGS = headings_of(
    "measure_ja", ("title_ja", "施策"), ("target_ja", "行動目標・章"), "page", ("item_count", "対応する取組（件）"),
    "via_repost_ja",
)  # fmt: skip


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
    return basis.figure(
        "measure_matrix", reading=_matrix_sentence(measures, links), n=len(measures),
        notes=(
            "新規の取組を示す印（黄色の下線）は文書をテキストにしたときに失われたため、新規かどうかは分かりません。",
        )
        if (measures["missing_reason"] == "lost").any()
        else (),
        table=lambda: tables.readable(with_words, LINK_HEADINGS),
        drawing=lambda _: grids.matrix("施策", columns, rows) + legend,
    )  # fmt: skip


def _columns(links: pd.DataFrame, coverage: pd.DataFrame) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the heads of the columns and the target of each, action targets by number before chapters."""
    targets = links.drop_duplicates("target_ja")[["target_ja", "target_level", "target_number"]]
    targets_at = {
        (0 if row["target_level"] == "action_target" else 1, int(row["target_number"])): str(row["target_ja"])
        for row in targets.to_dict("records")
    }
    uncovered = [
        int(number)
        for text in coverage["uncovered_numbers_ja"]
        if not wording.is_missing(text)
        for number in str(text).split("・")
    ]
    places = sorted({*targets_at, *((0, number) for number in uncovered)})
    columns = [
        ("章" if level else "行動目標", str(number), "" if (level, number) in targets_at else "この文書に施策がない")
        for level, number in places
    ]
    return columns, [targets_at.get(place, "") for place in places]


def _mention(row: Row) -> tuple[str, str, str]:
    page = "" if wording.is_missing(row["page"]) else f"P{int(row['page'])}"
    where = wording.place_of(row)
    return ("◇" if bool(row["via_repost"]) else "●", page, where)


def _beside(row: Row, names: Row) -> str:
    name = names.get(row["measure_id"]) or f"{row['section_ja']}（{row['number']}）"
    repost = str(row["reposted_ja"])
    place = wording.place_of(row)
    return "・".join(part for part in (str(name), repost, place) if part)


def _opened(row: Row) -> str:
    return "開設時期の記載なし" if wording.is_missing(row["opened_date"]) else wording.era_date(row["opened_date"])


def _matrix_sentence(measures: pd.DataFrame, links: pd.DataFrame) -> str:
    if links.empty:
        return f"{len(measures)}件の施策があり、どの行動目標・章に応えるかは書かれていません。"
    per_target = links.groupby("target_ja")["measure_id"].nunique()
    reposts = int((measures["reposted_ja"] != "").sum())
    most = wording.tied_names([str(name) for name in per_target[per_target == per_target.max()].index])
    extra = f"再掲の{reposts}件は元の施策の行にまとめました。" if reposts else ""
    return f"{len(measures)}件の施策が{len(per_target)}の行動目標・章に応えます。施策が最も多いのは{most}（{int(per_target.max())}件）です。{extra}"


def openings(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the counters and centres that were opened."""
    dated = int(rows["opened_date"].notna().sum())
    drawn = html.listing(
        rows, ("名称", 28, "name_ja"), ("開設", 18, _opened), ("場所", 38, "place_ja"), ("出典", 16, wording.place_of)
    )
    return basis.figure(
        "openings", reading=f"{len(rows)}か所の窓口・センターが書かれ、開設時期が分かるのは{dated}か所です。", n=len(rows),
        missing=len(rows) - dated, table=lambda: tables.published(rows, "openings"),
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip
