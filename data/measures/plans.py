"""The tree of a plan, its measures, and the coverage of its action targets (行動目標カバー率, C5)."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from data.schema import TABLES

LEVELS = tuple(TABLES["plan_nodes"].column("level").allowed)


def tree_rows(nodes: pd.DataFrame, measures: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the nodes of one plan in reading order, with what stands below each.

    A measure belongs to the node whose section it stands in and to the action targets it cites. One that is stated
    again (再掲) counts in both places, but only once wherever both places lie below.

    The nodes with sort (from 1), depth (0 at the top), child_count, leaf_count (1 for a leaf), measure_ids (a tuple of
    the distinct measures at or below), measure_count, has_measure (missing where the dataset holds no measure of the
    plan at all) and branch_without_measure.
    """
    children = _children(nodes)
    own = _measures_at(nodes, measures, links)
    any_measure = bool(set().union(*own.values())) if own else False
    order = list(_walk(children, "", 0))
    below = {node_id: [node_id, *(other for other, _ in _walk(children, node_id, 0))] for node_id, _ in order}
    names = ["node_id", "sort", "depth", "child_count", "leaf_count", "measure_ids"]
    facts = [
        (node_id, sort, depth, len(children.get(node_id, [])), sum(not children.get(other) for other in below[node_id]),
         tuple(sorted(set().union(*(own.get(other, set()) for other in below[node_id])))))
        for sort, (node_id, depth) in enumerate(order, start=1)
    ]  # fmt: skip
    rows = nodes.merge(pd.DataFrame(facts, columns=names), on="node_id")
    rows["measure_count"] = rows["measure_ids"].map(len)
    has_measure = (rows["measure_count"] > 0).astype("boolean")
    rows["has_measure"] = has_measure if any_measure else has_measure.mask(~has_measure)
    rows["branch_without_measure"] = ~rows["has_measure"].fillna(True).astype(bool)
    return rows.sort_values("sort", ignore_index=True)


def _children(nodes: pd.DataFrame) -> dict[str, list[str]]:
    """Return the children of each node in their order; those at the top stand under ""."""
    rows = sorted(nodes.itertuples(), key=lambda row: (LEVELS.index(str(row.level)), _last_number(str(row.path))))
    known = set(nodes["node_id"])
    children: dict[str, list[str]] = {}
    for row in rows:
        parent = str(row.parent_id) if row.parent_id in known else ""
        children.setdefault(parent, []).append(str(row.node_id))
    return children


def _last_number(path: str) -> int:
    numbers = re.findall(r"\d+", path)
    return int(numbers[-1]) if numbers else 0


def _walk(children: Mapping[str, list[str]], node_id: str, depth: int) -> Iterator[tuple[str, int]]:
    for child in children.get(node_id, []):
        yield child, depth
        yield from _walk(children, child, depth + 1)


def _measures_at(nodes: pd.DataFrame, measures: pd.DataFrame, links: pd.DataFrame) -> dict[str, set[str]]:
    """Return the distinct measures at each node: a repeated one under the id of its original."""
    original = _originals(measures)
    cited = links.rename(columns={"action_node_id": "node_id"})
    pairs = pd.concat([rows[["node_id", "measure_id"]] for rows in (measures, cited)])
    pairs = pairs[pairs["node_id"].isin(nodes["node_id"]) & pairs["measure_id"].isin(original.index)]
    own = pairs["measure_id"].map(original).groupby(pairs["node_id"]).agg(set)
    return {str(node_id): measure_ids for node_id, measure_ids in own.items()}


def _originals(measures: pd.DataFrame) -> pd.Series:
    """Return by measure_id the measure that it is: itself, or the one that it repeats."""
    return measures["repost_of"].fillna(measures["measure_id"]).set_axis(measures["measure_id"])


def distinct_measures(measures: pd.DataFrame, nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return each measure once, in reading order; one that is stated again says where.

    The measures without repeats, with section_level, section_number, section_title_ja, link_count (distinct targets,
    those of the repeat included) and repost_ids (a tuple of the ids that repeat it).
    """
    sections = nodes.set_index("node_id")
    original = _originals(measures)
    cited = links.assign(original=links["measure_id"].map(original))
    rows = measures[measures["repost_of"].isna()].rename(columns={"node_id": "section_node_id"})
    for name, column in (("level", "section_level"), ("number", "section_number"), ("title_ja", "section_title_ja")):
        rows[column] = rows["section_node_id"].map(sections[name])
    targets = cited.groupby("original")["action_node_id"].nunique()
    rows["link_count"] = rows["measure_id"].map(targets).fillna(0).astype(int)
    repeats = measures[measures["repost_of"].notna()]
    by_original = repeats.groupby("repost_of")["measure_id"].agg(tuple).to_dict()
    rows["repost_ids"] = [tuple(by_original.get(measure_id, ())) for measure_id in rows["measure_id"]]
    return rows.sort_values(["fiscal_year", "line_start", "measure_id"], ignore_index=True)


def matrix_cells(measures: pd.DataFrame, nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the cells measure × action target of a plan, a repeated measure in the row of its original.

    One row per measure and target: measure_id (the original's), stated_in (the measure that states the link), title_ja,
    node_id, target_level, target_number, page, item_count, via_repost, record_id, line_start, line_end, quote; in the
    order of the measures, then of the targets.
    """
    rows = links.merge(measures[["measure_id", "title_ja", "repost_of", "fiscal_year"]], on="measure_id")
    rows = rows.rename(columns={"action_node_id": "node_id", "measure_id": "stated_in"})
    rows["via_repost"] = rows["repost_of"].notna()
    rows["measure_id"] = rows["repost_of"].fillna(rows["stated_in"])
    places = nodes.rename(columns={"level": "target_level", "number": "target_number"})
    rows = rows.merge(places[["node_id", "target_level", "target_number"]], on="node_id")
    rows["target_number"] = pd.to_numeric(rows["target_number"], errors="coerce").astype("Int64")
    rows["measure_line"] = rows["measure_id"].map(measures.set_index("measure_id")["line_start"])
    order = ["fiscal_year", "measure_line", "measure_id", "target_level", "target_number"]
    columns = ["measure_id", "stated_in", "title_ja", "fiscal_year", "node_id", "target_level", "target_number", "page",
               "item_count", "via_repost", "record_id", "line_start", "line_end", "quote", "fact_status"]  # fmt: skip
    return rows.sort_values(order, ignore_index=True)[columns]


COLUMNS = (
    "plan_id", "fiscal_year", "numerator", "denominator", "coverage_pct", "denominator_is_minimum",
    "covered_numbers", "uncovered_numbers", "outside_count",
)  # fmt: skip


def plan_action_coverage(nodes: pd.DataFrame, measures: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the plan-action coverage (C5): 100 × action targets with a measure in the year / those known.

    Action targets are numbered from 1, so a cited number 10 makes ten of them known, also one that no measure cites.
    Where every known target is a cited one, the plan's own list was not read: there may be more of them, so the
    denominator is a minimum and the percentage a maximum. Chapters with pages but without action targets stay out.

    One row per plan_id and fiscal_year with measures that cite a numbered action target: the columns of COLUMNS;
    numbers are tuples, outside_count counts links that lead to no action target.

    Source: docs/data_dictionary.md, "C5 行動目標カバー率".
    """
    targets = nodes[(nodes["level"] == "action_target") & (nodes["fact_status"] != "quarantined")]
    numbers = pd.to_numeric(targets.set_index("node_id")["number"], errors="coerce").dropna().astype(int)
    cited = links.merge(measures[["measure_id", "plan_id", "fiscal_year"]], on="measure_id")
    cited = cited.assign(action_number=cited["action_node_id"].map(numbers))
    known = numbers.groupby(targets.set_index("node_id")["plan_id"]).agg(set).to_dict()
    rows = [
        _coverage_of_year(plan_id, fiscal_year, own["action_number"], known[plan_id])
        for (plan_id, fiscal_year), own in cited.groupby(["plan_id", "fiscal_year"])
        if plan_id in known
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _coverage_of_year(plan_id: object, fiscal_year: object, cited: pd.Series, known: set[int]) -> dict[str, object]:
    covered = {int(number) for number in cited.dropna()}
    numbered = set(range(1, max(known) + 1))
    return {"plan_id": plan_id, "fiscal_year": fiscal_year, "numerator": len(covered), "denominator": len(numbered),
            "coverage_pct": 100 * len(covered) / len(numbered), "denominator_is_minimum": known <= covered,
            "covered_numbers": tuple(sorted(covered)), "uncovered_numbers": tuple(sorted(numbered - covered)),
            "outside_count": int(cited.isna().sum())}  # fmt: skip
