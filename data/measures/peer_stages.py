"""How far municipalities are known to have come, and their stages counted from the year in which they began."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.measures.stages import ACTIVE, FORERUNNERS

START_PROGRAMME: Final = "multilayered_support"
# What is known of a municipality, from the least to the most.
STEPS: Final = {1: "地域力・多機関", 2: "重層の準備", 3: "重層を実施"}


def furthest_steps(statements: pd.DataFrame) -> pd.Series[int]:
    """Return the furthest step (key of STEPS) that any source states or plans for each municipality.

    Args:
        statements: `data.measures.stages.stage_statements`.

    Returns:
        Index area_code; municipalities of which nothing is known are absent.
    """
    programme, stage = statements["programme_code"], statements["stage"]
    steps = pd.Series(0, index=statements.index)
    steps = steps.mask(programme.isin(FORERUNNERS) & stage.isin(ACTIVE), 1)
    preparing = (programme == "transition_preparation") & stage.isin(ACTIVE)
    steps = steps.mask(preparing | ((programme == START_PROGRAMME) & (stage == "preparing")), 2)
    steps = steps.mask((programme == START_PROGRAMME) & (stage == "implementing"), 3)
    return steps[steps > 0].groupby(statements["area_code"]).max().astype(int)


def first_years(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the first fiscal year in which a source has each municipality implement 重層的支援体制整備事業.

    It may have begun earlier than the first source that is at hand.

    Returns:
        area_code, first_fy, evidence and source_ja (where the statements carry it) of that year.
    """
    began = (statements["programme_code"] == START_PROGRAMME) & (statements["stage"] == "implementing")
    rows = statements[began & statements["fiscal_year"].notna()].sort_values("fiscal_year", kind="stable")
    rows = rows.drop_duplicates("area_code").rename(columns={"fiscal_year": "first_fy"})
    return rows[[name for name in ("area_code", "first_fy", "evidence", "source_ja") if name in rows]]


def aligned(ladder: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Return the ladder of the municipalities with a first year, with year_from_start (0 = the first year).

    Args:
        ladder: `data.measures.stages.stage_ladder`.
    """
    rows = ladder.merge(first[["area_code", "first_fy"]], on="area_code")
    rows["year_from_start"] = (rows["fiscal_year"] - rows["first_fy"]).astype("Int64")
    return rows.sort_values(["area_code", "year_from_start"], ignore_index=True)
