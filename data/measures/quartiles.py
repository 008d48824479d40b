"""Where a value stands among others: quartiles with the number of values and ties stated."""

from __future__ import annotations

import pandas as pd

FEWEST_FOR_QUARTILES = 4


def quartiles(values: pd.DataFrame) -> pd.DataFrame:
    """Return the quartiles of each indicator.

    Args:
        values: indicator_code and value, one row per municipality and indicator; a missing value does not count.

    Returns:
        One row per indicator_code: n, minimum, q1, median, q3, maximum (linear interpolation), tied_count (values that
        at least one other shares). Quartiles of fewer than four values are NaN; the median needs one.
    """
    known = values.dropna(subset="value").assign(value=lambda frame: frame["value"].astype(float))
    groups = known.groupby("indicator_code")["value"]
    result = pd.DataFrame(
        {"n": groups.size(), "minimum": groups.min(), "q1": groups.quantile(0.25), "median": groups.median(),
         "q3": groups.quantile(0.75), "maximum": groups.max()}
    )  # fmt: skip
    result[["q1", "q3"]] = result[["q1", "q3"]].where(result["n"] >= FEWEST_FOR_QUARTILES)
    tied = known.duplicated(["indicator_code", "value"], keep=False)
    result["tied_count"] = tied.groupby(known["indicator_code"]).sum().astype(int)
    return result.reset_index()


def quartile_positions(values: pd.DataFrame) -> pd.DataFrame:
    """Return the quartile in which each value lies among all values of its indicator.

    Args:
        values: record_id, indicator_code and value; a missing value gets no position.

    Returns:
        One row per record_id and indicator_code with a value: quartile (1 = lowest quarter; a value on a boundary
        belongs to the lower quarter; missing where fewer than four values), n, same_count (others of the same value).
    """
    known = values.dropna(subset="value").assign(value=lambda frame: frame["value"].astype(float))
    known = known.merge(quartiles(known)[["indicator_code", "n", "q1", "median", "q3"]], on="indicator_code")
    bounds = known[["q1", "median", "q3"]]
    above = bounds.lt(known["value"], axis=0).sum(axis=1)
    known["quartile"] = (above + 1).astype("Int64").where(known["n"] >= FEWEST_FOR_QUARTILES)
    known["same_count"] = known.groupby(["indicator_code", "value"])["value"].transform("size") - 1
    return known[["record_id", "indicator_code", "quartile", "n", "same_count"]]
