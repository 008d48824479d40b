"""What sources say against one another about the stages of municipalities: of one year, and over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data.measures.definitions import LABELS
from data.schema import label_of

CONFLICTS = LABELS["stage_conflicts"]
_NOT_YET = ("considering", "preparing", "not_implementing", "not_started")
# What was only intended may come out otherwise; that is no contradiction.
INTENDED = ("planned", "budget_requested")
# Conflict → rule of `issues`; those of a plan's form have rules of their own
RULES = {
    "stages_differ": "stage.sources_differ",
    "preparing_while_implementing": "stage.preparing_while_implementing",
    "preparing_after_implementing": "stage.order",
    "back_after_implementing": "stage.order",
}
_KEY = ["area_code", "programme_code", "fiscal_year"]


def conflicts_by_year(statements: pd.DataFrame) -> pd.DataFrame:
    """Return area_code, fiscal_year and the conflicts there (a tuple), those between two programmes or years included."""
    found = statements.loc[statements["conflict"] != "", ["area_code", "fiscal_year", "conflict"]]
    rows = pd.concat([found, conflicts_over_years(statements)[["area_code", "fiscal_year", "conflict"]]])
    keys = ["area_code", "fiscal_year"]
    found_there = [(*place, tuple(sorted(set(names)))) for place, names in rows.groupby(keys)["conflict"]]
    return pd.DataFrame(found_there, columns=[*keys, "conflicts"])


def conflicts_over_years(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that do not fit the year in which the present programme began, with `conflict` and `began`.

    Preparing in that year or later, and being considered or not carried out later, contradict it unless a source
    states that it ended.
    """
    present = statements["programme_code"] == "multilayered_support"
    runs = statements[present & statements["stage"].eq("implementing")]
    first = runs.groupby("area_code")["fiscal_year"].min()
    sure = runs[~runs["evidence"].isin(INTENDED)].groupby("area_code")["fiscal_year"].min()
    before = statements["programme_code"] == "transition_preparation"
    preparing = statements[before & statements["stage"].eq("preparing")]
    preparing = _with_begin(preparing, first)
    preparing = preparing[preparing["fiscal_year"] >= preparing["began"]]
    same = preparing["fiscal_year"] == preparing["began"]
    names = pd.Series("preparing_after_implementing", preparing.index).mask(same, "preparing_while_implementing")
    back = statements[present & statements["stage"].isin(_NOT_YET)]
    back = _with_begin(back, sure)
    ended = set(statements.loc[statements["stage"] == "ended", "area_code"])
    back = back[(back["fiscal_year"] > back["began"]) & ~back["area_code"].isin(ended)]
    parts = [preparing.assign(conflict=names), back.assign(conflict="back_after_implementing")]
    return pd.concat(parts).sort_values(["area_code", "fiscal_year"], kind="stable")


def _with_begin(statements: pd.DataFrame, first: pd.Series[int]) -> pd.DataFrame:
    began = pd.to_numeric(statements["area_code"].map(first)).astype("Int64")
    return statements.assign(began=began).dropna(subset="began")


def contradictions(statements: pd.DataFrame) -> Iterator[tuple[Any, str, str]]:
    """Yield (label of the row in the index, rule_id, message in words) of each contradiction, once per town and year.

    Args:
        statements: area_code, programme_code, fiscal_year, stage, evidence and source_ja, the strongest of a key first.
    """
    yield from in_one_year(statements)
    yield from over_years(statements)


def in_one_year(statements: pd.DataFrame) -> Iterator[tuple[Any, str, str]]:
    """Yield the contradictions of sources about the same year."""
    differing = statements[statements.groupby(_KEY)["stage"].transform("nunique") > 1]
    for _, rows in differing.groupby(_KEY, sort=False):
        all_ja = "、".join(_one(row) for _, row in rows.iterrows())
        shown = label_of("programme_stages", "stage", rows["stage"].iloc[0])
        words = f"出典により段階が異なる: {all_ja}。図には、根拠の最も強い「{shown}」を示す"
        yield rows.index[0], RULES["stages_differ"], words


def over_years(statements: pd.DataFrame) -> Iterator[tuple[Any, str, str]]:
    """Yield the contradictions to the year in which a programme began."""
    found = conflicts_over_years(statements).drop_duplicates([*_KEY, "conflict"])
    for index, row in found.iterrows():
        words = f"{CONFLICTS[row['conflict']]}（実施は{row['began']}年度から、この行は{_one(row)}）"
        yield index, RULES[row["conflict"]], words


def _one(row: pd.Series[Any]) -> str:
    stage, evidence = (label_of("programme_stages", name, str(row[name])) for name in ("stage", "evidence"))
    return f"「{stage}」（{evidence}・{row['source_ja']}）"
