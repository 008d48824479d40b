"""What municipalities aim at, made comparable: targets for 10,000 residents, and indicators that others have."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.measures.frames import holds, numbers
from data.measures.units import MONTHS_IN_A_YEAR, unit_factors

PER_RESIDENTS = 10_000
_COUNTS = ("stock", "flow")
_CHANGES = ("increase_by", "decrease_by")
_NOT_OF_THE_TOWN = ("site", "session")  # a number for each place or meeting says nothing about the whole


def targets_per_10k(targets: pd.DataFrame, indicators: pd.DataFrame, populations: pd.DataFrame) -> pd.DataFrame:
    """Return the targets that are counts, for 10,000 residents.

    Left out are rates, changes, numbers for each place or meeting, parts and repetitions of other targets,
    quarantined values and units that are not the indicator's. A monthly number becomes a yearly one.

    Args:
        indicators: indicator_code, name_ja, unit, kind.
        populations: area_code and population of the same document, in persons.

    Returns:
        The targets' columns with indicator_ja, indicator_unit, amount (in that unit, of a year where the target is
        monthly) and per_10k (NaN without a population).
    """
    names = indicators.rename(columns={"name_ja": "indicator_ja", "unit": "indicator_unit"})
    rows = targets.merge(names[["indicator_code", "indicator_ja", "indicator_unit", "kind"]], on="indicator_code")
    rows = rows.merge(populations[["area_code", "population"]], "left", "area_code")
    rows["amount"] = numbers(rows["value"]) * unit_factors(rows["unit"], rows["indicator_unit"])
    rows["amount"] *= holds(rows["per"] == "month").map({True: MONTHS_IN_A_YEAR, False: 1})
    usable = rows["amount"].notna() & rows["kind"].isin(_COUNTS) & (rows["fact_status"] != "quarantined")
    usable &= ~rows["comparator"].isin(_CHANGES) & ~rows["per"].isin(_NOT_OF_THE_TOWN)
    usable &= rows["part_of"].isna() & rows["duplicate_of"].isna()
    rows["per_10k"] = PER_RESIDENTS * rows["amount"] / numbers(rows["population"])
    return rows[usable].sort_values(["indicator_code", "area_code"], kind="stable", ignore_index=True)


def aims_of_others(targets: pd.DataFrame, area_code: str, others: Collection[str]) -> pd.DataFrame:
    """Return the targets of other municipalities whose indicator this one has no target of.

    Targets without an indicator cannot be told apart from one's own and are left out, and so are quarantined ones.
    """
    own = targets.loc[targets["area_code"] == area_code, "indicator_code"].dropna()
    theirs = targets["area_code"].isin(list(others)) & targets["indicator_code"].notna()
    theirs &= ~targets["indicator_code"].isin(own) & (targets["fact_status"] != "quarantined")
    return targets[theirs].reset_index(drop=True)
