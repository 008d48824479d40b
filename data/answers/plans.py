"""Plans and what hangs on them: trees, measures, action targets; the facts of programme plans beyond single tables."""

import pandas as pd

from data import dataset
from data.answers.areas import municipalities, usable_profile
from data.answers.facts import by_key, facts, kept, located, of_place
from data.errors import UnknownRecordError
from data.measures import coverage
from data.measures import plans as measure
from data.measures.attainment import counted_once
from data.measures.comparisons import quartile_positions, quartiles
from data.measures.plans import distinct_measures, matrix_cells, tree_rows
from data.words import labels_of, listed_ja, year_ja, years_ja

LEVEL_COUNTS = ("basic_goal", "basic_measure", "direction", "action_target")


@kept
def plans(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the plans with their period in words and how much of them the dataset holds.

    The facts of `plans` with status_ja, counts_as_in_force (a draft or a projected plan never does), period_ja,
    `<level>_count` for the levels of LEVEL_COUNTS, node_count and measure_count (repeats counted once).
    """
    return of_place(_plans(), area_code, prefecture_code)


@kept
def _plans() -> pd.DataFrame:
    rows, nodes = located("plans"), dataset.read_table("plan_nodes")
    measures = dataset.read_table("measures")
    rows["status_ja"] = labels_of("plans", "status", rows["status"])
    rows["counts_as_in_force"] = rows["status"].isin(["adopted", "in_force"]).astype(bool)
    rows["period_ja"] = [_period_ja(row) for _, row in rows.iterrows()]
    counted = {
        **{f"{level}_count": nodes[nodes["level"] == level] for level in LEVEL_COUNTS},
        "node_count": nodes,
        "measure_count": measures[measures["repost_of"].isna()],
    }
    for name, frame in counted.items():
        rows[name] = rows["plan_id"].map(frame.groupby("plan_id").size()).fillna(0).astype(int)
    return rows


def _period_ja(plan: pd.Series) -> str:
    length = "" if pd.isna(plan["period_years"]) else f"{plan['period_years']}年間"
    if pd.isna(plan["start_fy"]):
        return f"{length}（開始年度の記載なし）" if length else "期間の記載なし"
    span = years_ja(plan["start_fy"], plan["end_fy"], "から（終了年度の記載なし）")
    return f"{span}・{length}" if length else span


def _of_plan(name: str, plan_id: str) -> pd.DataFrame:
    if plan_id not in set(dataset.read_table("plans")["plan_id"]):
        raise UnknownRecordError(kind_ja="計画", code=plan_id)
    rows = located(name)
    return rows[rows["plan_id"] == plan_id]


@kept
def plan_tree(plan_id: str) -> pd.DataFrame:
    """Return `data.measures.plans.tree_rows` of a plan in reading order, with level_ja and measures_ja (titles)."""
    every = _of_plan("measures", plan_id)
    rows = tree_rows(_of_plan("plan_nodes", plan_id), every, dataset.read_table("measure_links"))
    titles = every.set_index("measure_id")["title_ja"]
    rows["measures_ja"] = ["、".join(titles[measure_id] for measure_id in ids) for ids in rows["measure_ids"]]
    rows["level_ja"] = labels_of("plan_nodes", "level", rows["level"])
    return rows


@kept
def measures(plan_id: str) -> pd.DataFrame:
    """Return each measure of a plan once; a repeated one (再掲) says where it is repeated.

    The facts of `measures` without repeats, with section_node_id, section_level, section_number, section_title_ja,
    section_ja (「基本目標3」), label_ja (「基本目標3（5）」), link_count and reposted_ja (empty where not repeated).
    """
    nodes, every = _of_plan("plan_nodes", plan_id), _of_plan("measures", plan_id)
    rows = distinct_measures(every, nodes, dataset.read_table("measure_links"))
    labels = _measure_labels(every, nodes)
    rows["section_ja"] = rows["section_node_id"].map(_node_labels(nodes))
    rows["label_ja"] = rows["measure_id"].map(labels)
    rows["reposted_ja"] = [
        f"{listed_ja(labels[measure_id] for measure_id in repeats)}に再掲" if repeats else ""
        for repeats in rows["repost_ids"]
    ]
    return rows.drop(columns=["repost_of", "repost_ids"])


@kept
def measure_matrix(plan_id: str) -> pd.DataFrame:
    """Return the cells measure × action target with their page; a repeated measure stands in its original's row.

    Columns: measure_id, stated_in, measure_ja (「基本目標3（5）」), title_ja, fiscal_year, node_id, target_level,
    target_number, target_ja (「行動目標7」), page, item_count, via_repost, and where the cell stands.
    """
    nodes, every = _of_plan("plan_nodes", plan_id), _of_plan("measures", plan_id)
    rows = matrix_cells(every, nodes, dataset.read_table("measure_links"))
    rows["measure_ja"] = rows["measure_id"].map(_measure_labels(every, nodes))
    rows["target_ja"] = rows["node_id"].map(_node_labels(nodes))
    return rows.assign(doc_id=rows["record_id"].map(by_key("records", "doc_id")))


def _node_labels(nodes: pd.DataFrame) -> dict[str, str]:
    """Return the short name of each node: 「基本目標3」 「第7章」 「行動目標10」."""
    levels = labels_of("plan_nodes", "level", nodes["level"])
    return {
        str(node.node_id): f"第{node.number}章" if node.level == "chapter" else f"{level}{node.number}"
        for node, level in zip(nodes.itertuples(), levels, strict=True)
    }


def _measure_labels(measures: pd.DataFrame, nodes: pd.DataFrame) -> dict[str, str]:
    sections = _node_labels(nodes)
    return {str(row.measure_id): f"{sections[str(row.node_id)]}（{row.number}）" for row in measures.itertuples()}


@kept
def plan_relations(plan_id: str | None = None) -> pd.DataFrame:
    """Return the plans that plans are one with, aligned with, above or followed by, with relation_ja and law."""
    rows = located("plan_relations") if plan_id is None else _of_plan("plan_relations", plan_id)
    words = labels_of("plan_relations", "relation", rows["relation"])
    return rows.assign(relation_ja=words).reset_index(drop=True)


@kept
def plan_action_coverage(plan_id: str | None = None) -> pd.DataFrame:
    """Return the plan-action coverage (C5) of each plan and fiscal year; see `data.measures.plans`.

    Its columns with plan_name_ja, area_code, area_name_ja, prefecture_code, prefecture_ja, covered_numbers_ja,
    uncovered_numbers_ja (empty where none) and reading_ja.
    """
    rows = measure.plan_action_coverage(
        dataset.read_table("plan_nodes"), dataset.read_table("measures"), dataset.read_table("measure_links")
    )
    places = located("plans")[["plan_id", "name_ja", "area_code", "area_name_ja", "prefecture_code", "prefecture_ja"]]
    rows = rows.merge(places.rename(columns={"name_ja": "plan_name_ja"}), on="plan_id")
    for name in ("covered", "uncovered"):
        rows[f"{name}_numbers_ja"] = [listed_ja(numbers) for numbers in rows[f"{name}_numbers"]]
    rows["reading_ja"] = [_coverage_reading(row) for _, row in rows.iterrows()]
    rows = rows.drop(columns=["covered_numbers", "uncovered_numbers"])
    return rows if plan_id is None else rows[rows["plan_id"] == plan_id].reset_index(drop=True)


def _coverage_reading(row: pd.Series) -> str:
    known, covered = row["denominator"], row["numerator"]
    at_least = bool(row["denominator_is_minimum"])
    parts = [
        f"{year_ja(row['fiscal_year'])}の施策は、{'少なくとも' if at_least else ''}{known}ある行動目標のうち{covered}に応える"
        f"（{'多くとも' if at_least else ''}{row['coverage_pct']:.0f}%）。"
    ]
    if row["uncovered_numbers_ja"]:
        parts.append(f"応える施策の記載がないのは行動目標{row['uncovered_numbers_ja']}。")
    if at_least:
        parts.append("計画本編の一覧は読んでいないため、引用された番号までを数えた。")
    if row["outside_count"]:
        parts.append(f"行動目標の番号がない章への対応{row['outside_count']}件は含めない。")
    return "".join(parts)


@kept
def targets(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets with is_counted (`counted_once`), and summary_ja and has_unread_number of their statement."""
    rows = facts("targets", area_code, prefecture_code)
    of_statement = {
        name: rows["statement_id"].map(by_key("target_statements", name))
        for name in ("summary_ja", "has_unread_number")
    }
    return rows.assign(is_counted=counted_once(rows), **of_statement)


@kept
def function_states(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the state of each function of each record (the heat row), with name, pillar and order of the function."""
    return of_place(_function_states(), area_code, prefecture_code)


@kept
def _function_states() -> pd.DataFrame:
    states = coverage.function_states(
        *(dataset.read_table(name) for name in ("implementations", "implementation_functions", "staffing", "meetings"))
    )
    names = dataset.read_table("functions")[["function_code", "name_ja", "pillar", "counts_in_coverage", "sort"]]
    places = located("records")[["record_id", "doc_id", "area_code", "area_name_ja", "prefecture_code"]]
    rows = states.merge(names, on="function_code").merge(places, on="record_id")
    return rows.sort_values(["area_code", "sort"])


@kept
def profile(record_id: str) -> pd.DataFrame:
    """Return the profile of a record, one row per value, beside the quartiles of its prefecture.

    The columns of `profile_values` with name_ja, direction and kind of the indicator; quartile (1–4, missing below four
    values), n and same_count among the municipalities of the prefecture (missing for a prefecture's record and for a
    quarantined value).

    Raises:
        UnknownRecordError: The dataset holds no such record.
    """
    known = located("records").set_index("record_id")["prefecture_code"]
    if record_id not in known.index:
        raise UnknownRecordError(kind_ja="記録", code=record_id)
    rows = located("profile_values")
    rows = rows[rows["record_id"] == record_id]
    names = dataset.read_table("indicators")[["indicator_code", "name_ja", "direction", "kind", "sort"]]
    keys = ["record_id", "indicator_code"]
    rows = rows.merge(names, "left", "indicator_code").merge(_positions(str(known[record_id])), "left", keys)
    return rows.sort_values("sort", ignore_index=True)


@kept
def profile_quartiles(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return quartiles of every profile indicator over the municipalities that state it; see `quartiles`."""
    return quartiles(_municipal_profile(prefecture_code))


@kept
def _positions(prefecture_code: str) -> pd.DataFrame:
    return quartile_positions(_municipal_profile(prefecture_code))


def _municipal_profile(prefecture_code: str | None) -> pd.DataFrame:
    values = usable_profile()
    return values[values["record_id"].isin(municipalities(prefecture_code)["record_id"])]
