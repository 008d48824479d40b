"""The plans of a place, what they rest on, and the measures of a year with the targets they serve. Pure."""

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure, Row
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
    facts = {"in_force": in_force, "drafts": drafts, "others": len(plans) - in_force - drafts}
    return basis.figure(
        "town_plans", facts, n=in_force, missing=len(plans) - in_force,
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
    facts = {"whole": whole, "is_draft": plan["status"] == "draft", "has_law": rows["law_ja"].notna().any()}
    return basis.figure(
        "plan_relations", facts, n=len(rows), table=lambda: tables.published(rows.drop(columns="relation_ja"), "plan_relations"),
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
        "legal_bases", {"whole": len(programmes), "known": known}, n=len(programmes), table=lambda: tables.published(programmes, "programmes"),
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip


def _years(row: Row) -> str:
    first, last = ("" if wording.is_missing(row[name]) else f"{int(row[name])}年度" for name in ("first_fy", "last_fy"))
    return f"{first}～{last}" if first or last else wording.MISSING


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
        "measure_matrix", _responses(measures, links), n=len(measures),
        rows=with_words,
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


def _responses(measures: pd.DataFrame, links: pd.DataFrame) -> dict[str, object]:
    """Return what is told of the matrix: how many measures respond to each target."""
    per_target = links.groupby("target_ja")["measure_id"].nunique()
    return {
        "measures": len(measures), "targets": len(per_target), "most": per_target.max(),
        "best": per_target[per_target == per_target.max()].index.tolist(),
        "reposts": int((measures["reposted_ja"] != "").sum()), "is_lost": (measures["missing_reason"] == "lost").any(),
    }  # fmt: skip


def openings(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the counters and centres that were opened."""
    dated = int(rows["opened_date"].notna().sum())
    drawn = html.listing(
        rows, ("名称", 28, "name_ja"), ("開設", 18, _opened), ("場所", 38, "place_ja"), ("出典", 16, wording.place_of)
    )
    return basis.figure(
        "openings", {"places": len(rows), "dated": dated}, n=len(rows),
        missing=len(rows) - dated, table=lambda: tables.published(rows, "openings"),
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip
