"""Plan-action coverage (行動目標カバー率, C5): which action targets of a plan the measures of a year answer to."""

from __future__ import annotations

import pandas as pd

COLUMNS = (
    "plan_id", "fiscal_year", "numerator", "denominator", "coverage_pct", "denominator_is_minimum",
    "covered_numbers", "uncovered_numbers", "outside_count",
)  # fmt: skip


def plan_action_coverage(nodes: pd.DataFrame, measures: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the plan-action coverage (C5): 100 × action targets with a measure in the year / those known.

    Action targets are numbered from 1, so a cited number 10 makes ten of them known, also one that no measure cites.
    Where every known target is a cited one, the plan's own list was not read: there may be more of them, so the
    denominator is a minimum and the percentage a maximum. Chapters with pages but without action targets stay out.

    Returns:
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
    return {
        "plan_id": plan_id,
        "fiscal_year": fiscal_year,
        "numerator": len(covered),
        "denominator": len(numbered),
        "coverage_pct": 100 * len(covered) / len(numbered),
        "denominator_is_minimum": known <= covered,
        "covered_numbers": tuple(sorted(covered)),
        "uncovered_numbers": tuple(sorted(numbered - covered)),
        "outside_count": int(cited.isna().sum()),
    }
