"""The plans of a place, what they rest on, the tree of one, and the measures of a year with the targets they serve. Pure."""

from collections import defaultdict

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.declared import table_of
from components.drawing.grids import Branch
from components.drawing.model import Basis, Figure, Row, Share
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
    cells = {}  # sign, page and place of each mention
    for row in links.to_dict("records"):
        page = "" if wording.is_missing(row["page"]) else f"P{int(row['page'])}"
        mention = ("◇" if row["via_repost"] else "●", page, wording.place_of(row))
        cells[row["measure_id"], row["target_ja"]] = mention
    names = dict(zip(links["measure_id"], links["measure_ja"], strict=True))
    rows = []
    for row in measures.to_dict("records"):
        name = names.get(row["measure_id"]) or f"{row['section_ja']}（{row['number']}）"
        beside = "・".join(part for part in (str(name), str(row["reposted_ja"]), wording.place_of(row)) if part)
        rows.append((str(row["title_ja"]), beside, [cells.get((row["measure_id"], key)) for key in keys]))
    with_words = links.assign(via_repost_ja=links["via_repost"].map({True: "再掲", False: ""}))
    legend = grids.key([("km-hatched", "斜線＝番号はあるが、この文書に施策がない")])
    per_target = links.groupby("target_ja")["measure_id"].nunique()
    facts = {
        "measures": len(measures), "targets": len(per_target), "most": per_target.max(),
        "best": per_target[per_target == per_target.max()].index.tolist(),
        "reposts": int((measures["reposted_ja"] != "").sum()), "is_lost": (measures["missing_reason"] == "lost").any(),
    }  # fmt: skip
    return basis.figure(
        "measure_matrix", facts, n=len(measures), rows=with_words,
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


def openings(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return the counters and centres that were opened."""
    dated = int(rows["opened_date"].notna().sum())
    drawn = html.listing(
        rows, ("名称", 28, "name_ja"), ("開設", 18, lambda row: wording.era_date(row["opened_date"], "開設時期の記載なし")),
        ("場所", 38, "place_ja"), ("出典", 16, wording.place_of),
    )  # fmt: skip
    return basis.figure(
        "openings", {"places": len(rows), "dated": dated}, n=len(rows), missing=len(rows) - dated,
        table=lambda: tables.published(rows, "openings"), drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip


def status_ja(plan: Row) -> str:
    """Return the state of a plan in words; a draft says that it is none of the plans in force."""
    label = schema.label_of("plans", "status", str(plan["status"]))
    return f"{label}（決定前。計画期間中の計画には数えません）" if plan["status"] == "draft" else label


def head(plan: Row, basis: Basis) -> Figure:
    """Return what the plan is: its area, state, period and philosophy."""
    pairs = [
        ("自治体", f"{plan['area_name_ja']}（{plan['prefecture_ja']}）"),
        ("種類", schema.label_of("plans", "plan_type", str(plan["plan_type"]))), ("期間", str(plan["period_ja"])),
        ("策定", wording.era_date(plan["adopted_date"])), ("出典", wording.place_of(plan)),
    ]  # fmt: skip
    shown = [(name, value) for name, value in pairs if value != wording.MISSING]
    words = (("基本理念", plan["philosophy_ja"]), ("年度の取組の柱", plan.get("year_pillar_ja")))
    philosophy = [(name, str(value)) for name, value in words if not wording.is_missing(value)]
    kinds = {
        "基本目標": "basic_goal", "基本施策": "basic_measure", "施策の方向": "direction", "行動目標": "action_target",
    }  # fmt: skip
    counts = {name: plan[f"{kind}_count"] for name, kind in kinds.items()}
    facts = {
        "parts": [f"{name}{int(count)}件" for name, count in counts.items() if not wording.is_missing(count) and count],
        "measures": int(plan["measure_count"]), "is_draft": plan["status"] == "draft",
    }  # fmt: skip
    return basis.figure(
        "plan_head", facts, title=str(plan["name_ja"]), n=1,
        table=lambda: pd.DataFrame([("状態", status_ja(plan)), *philosophy, *pairs], columns=["項目", "内容"]),
        drawing=lambda _: html.badges([status_ja(plan)]) + html.facts(philosophy) + html.facts(shown),
    )  # fmt: skip


def tree(plan: Row, nodes: pd.DataFrame, measures: pd.DataFrame, relations: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plan's tree as an icicle: from the goals on the left to directions or measures on the right."""
    shown = nodes[nodes["level"] != "action_target"]
    roots = branches(shown, measures, relations)
    leaves = sum(root.leaves for root in roots)
    yearly = measures.rename(columns={"section_ja": "path"}).assign(level_ja="施策（年度）")
    rows = pd.concat([shown, yearly]) if len(measures) else shown
    # Of each level the kinds of nodes that stand there, and 施策 below the last
    levels = ["・".join(there["level_ja"].astype(str).unique()) for _, there in shown.groupby("depth", sort=True)]
    levels += ["施策（年度）"] if len(measures) else []
    tops = shown[shown["depth"] == 0]
    most = int(tops["leaf_count"].max() or 0) if len(tops) else 0
    widest = [f"{_tag(row)}「{row['title_ja']}」" for row in tops.to_dict("records") if row["leaf_count"] == most]
    facts = {
        "name": plan["name_ja"], "is_draft": plan["status"] == "draft", "nodes": len(shown), "measures": len(measures),
        "tops": len(tops), "leaves": int(tops["leaf_count"].sum()), "most": most, "widest": widest,
    }  # fmt: skip
    return basis.figure(
        "plan_tree", facts, n=len(rows), rows=rows,
        drawing=(lambda _: grids.icicle(levels, roots)) if leaves else None,
    )  # fmt: skip


def branches(nodes: pd.DataFrame, measures: pd.DataFrame, relations: pd.DataFrame) -> tuple[Branch, ...]:
    """Return the nodes as branches, with the measures below the section that they stand in."""
    by_parent: dict[object, list[Row]] = defaultdict(list)
    for row in nodes.to_dict("records"):
        by_parent[wording.text(row["parent_id"], "")].append(row)
    by_section: dict[object, list[Row]] = defaultdict(list)
    for row in measures.to_dict("records"):
        by_section[row["section_node_id"]].append(row)
    related = relations.dropna(subset="node_id")[["node_id", "name_ja"]].to_numpy()
    also = {node: f"{name}を兼ねる" for node, name in related}

    def grow(row: Row) -> Branch:
        below = [*map(grow, by_parent[row["node_id"]]), *map(_measure_branch, by_section[row["node_id"]])]
        is_bare = bool(row["branch_without_measure"])
        note = "対応する施策なし" if is_bare else also.get(row["node_id"], "")
        return Branch(str(row["title_ja"]), _tag(row), note, wording.place_of(row), is_bare, tuple(below))

    return tuple(map(grow, by_parent[""]))


def _measure_branch(row: Row) -> Branch:
    units = "" if wording.is_missing(row.get("units_count")) else f"{int(row['units_count'])}{row['unit_ja']}"
    annexes, actors = (wording.text(row.get(name), "") for name in ("annexes_ja", "actors_ja"))
    named = [units, annexes, f"担い手：{actors}" if actors else ""]
    note = "・".join(part for part in (str(row["reposted_ja"]), *named) if part)
    return Branch(str(row["title_ja"]), f"（{row['number']}）", note, wording.place_of(row))


def _tag(row: Row) -> str:
    number = wording.text(row["number"], "")
    tags = {
        "basic_goal": f"基本目標{number}", "chapter": f"第{number}章", "direction": f"（{number}）", "goal_detail": "",
    }  # fmt: skip
    return tags.get(str(row["level"]), f"{number}." if number else "")


def gaps(plan: Row, nodes: pd.DataFrame, coverage: pd.DataFrame, basis: Basis) -> Figure:
    """Return the branches without a measure and the coverage of the action targets (C5)."""
    bare = nodes[nodes["branch_without_measure"].fillna(False).astype(bool)]
    shares = []
    for row in coverage.to_dict("records"):
        least, most = ("少なくとも", "多くとも") if row["denominator_is_minimum"] else ("", "")
        pct = wording.float_of(row["coverage_pct"])
        words = f"{least}{int(row['denominator'])}のうち{int(row['numerator'])}（{most}{wording.percent(pct)}）"
        shares.append(Share(wording.fiscal_year(row["fiscal_year"]), pct, words))
    facts = {
        "known": " ".join(str(text) for text in coverage["reading_ja"]), "measures": int(plan["measure_count"]),
        "bare": len(bare), "missing": [text for text in coverage["uncovered_numbers_ja"] if not wording.is_missing(text)],
    }  # fmt: skip
    listed = html.listing(bare, ("項目", 0, _tag), ("題名", 0, "title_ja"), ("出典", 0, wording.place_of))
    return basis.figure(
        "plan_gaps", facts,
        n=int(coverage["denominator"].sum()) if len(coverage) else int(plan["action_target_count"]),
        table=table_of("plan_gaps", coverage) if len(coverage) else table_of("plan_tree", bare),
        drawing=lambda _: html.share_bars(shares) + listed,
    )  # fmt: skip
