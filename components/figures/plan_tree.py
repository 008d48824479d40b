"""A plan as a tree: its head, its branches, and those without a measure. Pure."""

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.declared import headings_of
from components.drawing.grids import Branch
from components.drawing.model import Basis, Figure, Row, Share
from data import schema

TREE_HEADINGS = headings_of("path", "level_ja", "number", ("title_ja", "題名"), "measure_count")
# What the items of a measure name besides its title
MEASURE_HEADINGS = headings_of("units_count", "unit_ja", "annexes_ja", "actors_ja", "activity_aims_ja")


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
    return basis.figure(
        "plan_head", _of_head(plan), title=str(plan["name_ja"]), n=1,
        table=lambda: pd.DataFrame([("状態", status_ja(plan)), *philosophy, *pairs], columns=["項目", "内容"]),
        drawing=lambda _: html.badges([status_ja(plan)]) + html.facts(philosophy) + html.facts(shown),
    )  # fmt: skip


def _of_head(plan: Row) -> dict[str, object]:
    """Return what is told of a plan: whether it is a draft, and how many items it has of each kind."""
    kinds = {
        "基本目標": "basic_goal", "基本施策": "basic_measure", "施策の方向": "direction", "行動目標": "action_target",
    }  # fmt: skip
    counts = [(name, plan[f"{kind}_count"]) for name, kind in kinds.items()]
    parts = [f"{name}{int(count)}件" for name, count in counts if not wording.is_missing(count) and count]
    return {"parts": parts, "measures": int(plan["measure_count"]), "is_draft": plan["status"] == "draft"}


def tree(plan: Row, nodes: pd.DataFrame, measures: pd.DataFrame, relations: pd.DataFrame, basis: Basis) -> Figure:
    """Return the plan's tree as an icicle: from the goals on the left to directions or measures on the right."""
    shown = nodes[nodes["level"] != "action_target"]
    roots = branches(shown, measures, relations)
    leaves = sum(root.leaves for root in roots)
    return basis.figure(
        "plan_tree", _of_tree(plan, shown, len(measures)), n=len(shown) + len(measures),
        table=lambda: tables.readable(_with_measures(shown, measures), {**TREE_HEADINGS, **MEASURE_HEADINGS}),
        drawing=(lambda _: grids.icicle(_levels(shown, measures), roots)) if leaves else None,
    )  # fmt: skip


def branches(nodes: pd.DataFrame, measures: pd.DataFrame, relations: pd.DataFrame) -> tuple[Branch, ...]:
    """Return the nodes as branches, with the measures below the section that they stand in."""
    by_parent: dict[object, list[Row]] = {}
    for row in nodes.to_dict("records"):
        parent = None if wording.is_missing(row["parent_id"]) else row["parent_id"]
        by_parent.setdefault(parent, []).append(row)
    by_section: dict[object, list[Row]] = {}
    for row in measures.to_dict("records"):
        by_section.setdefault(row["section_node_id"], []).append(row)

    plans = relations.dropna(subset="node_id").set_index("node_id")["name_ja"].to_dict()

    def grow(row: Row) -> Branch:
        below = [grow(child) for child in by_parent.get(row["node_id"], [])]
        below += [_measure_branch(measure) for measure in by_section.get(row["node_id"], [])]
        is_bare = bool(row["branch_without_measure"])
        return Branch(str(row["title_ja"]), _tag(row), _note(row, plans), wording.place_of(row), is_bare, tuple(below))

    return tuple(grow(row) for row in by_parent.get(None, []))


def _note(row: Row, plans: Row) -> str:
    if bool(row["branch_without_measure"]):
        return "対応する施策なし"
    return f"{plans[row['node_id']]}を兼ねる" if row["node_id"] in plans else ""


def _with_measures(nodes: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Return the nodes and, behind them, the measures of the year."""
    rows = measures.rename(columns={"section_ja": "path"}).assign(level_ja="施策（年度）")
    return pd.concat([nodes, rows]) if len(measures) else nodes


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


def _levels(nodes: pd.DataFrame, measures: pd.DataFrame) -> list[str]:
    """Return the name of each level: the kinds of nodes that stand there, and 施策 below the last."""
    names = []
    for _, rows in nodes.groupby("depth", sort=True):
        names.append("・".join(dict.fromkeys(str(label) for label in rows["level_ja"])))
    return [*names, "施策（年度）"] if len(measures) else names


def _of_tree(plan: Row, nodes: pd.DataFrame, measures: int) -> dict[str, object]:
    """Return what is told of the tree: how many branches begin it, and which of them reaches furthest."""
    pillars = nodes[nodes["depth"] == 0]
    most = int(pillars["leaf_count"].max() or 0) if len(pillars) else 0
    widest = [f"{_tag(row)}「{row['title_ja']}」" for row in pillars.to_dict("records") if row["leaf_count"] == most]
    return {
        "name": plan["name_ja"], "is_draft": plan["status"] == "draft", "nodes": len(nodes), "measures": measures,
        "tops": len(pillars), "leaves": int(pillars["leaf_count"].sum()), "most": most, "widest": widest,
    }  # fmt: skip


def gaps(plan: Row, nodes: pd.DataFrame, coverage: pd.DataFrame, basis: Basis) -> Figure:
    """Return the branches without a measure and the coverage of the action targets (C5)."""
    bare = nodes[nodes["branch_without_measure"].fillna(False).astype(bool)]
    shares = [_coverage_share(row) for row in coverage.to_dict("records")]
    facts = {
        "known": " ".join(str(text) for text in coverage["reading_ja"]), "measures": int(plan["measure_count"]),
        "bare": len(bare), "missing": [text for text in coverage["uncovered_numbers_ja"] if not wording.is_missing(text)],
    }  # fmt: skip
    listed = html.listing(bare, ("項目", 0, _tag), ("題名", 0, "title_ja"), ("出典", 0, wording.place_of))
    return basis.figure(
        "plan_gaps", facts,
        n=int(coverage["denominator"].sum()) if len(coverage) else int(plan["action_target_count"]),
        table=lambda: _gap_table(coverage, bare),
        drawing=lambda _: html.share_bars(shares) + listed,
    )  # fmt: skip


def _coverage_share(row: Row) -> Share:
    least = "少なくとも" if bool(row["denominator_is_minimum"]) else ""
    pct = wording.float_of(row["coverage_pct"])
    words = f"{least}{int(row['denominator'])}のうち{int(row['numerator'])}（{'多くとも' if least else ''}{wording.percent(pct)}）"
    return Share(wording.fiscal_year(row["fiscal_year"]), pct, words)


def _gap_table(coverage: pd.DataFrame, bare: pd.DataFrame) -> pd.DataFrame:
    headings = headings_of(
        "fiscal_year", ("numerator", "施策のある行動目標"), ("denominator", "行動目標（少なくとも）"), ("coverage_pct", "カバー率（%）"),
        "known_numbers_ja", "uncovered_numbers_ja",
    )  # fmt: skip
    if coverage.empty:
        return tables.readable(bare, TREE_HEADINGS)
    return tables.readable(coverage, headings, sources=False)
