"""The attainment rate A of a result against its target, by the type and the direction of the target.

Source: docs/data_dictionary.md, "達成率".
"""

import numpy as np
import pandas as pd

from data.measures.values import first_case, holds, numbers, unit_meaning

COLUMNS = ("band", "name_ja", "minimum_pct", "minimum_approx_pct", "is_attained", "sort")
WORSE = "X"


def check_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the table of bands sorted from best to worst, once it is sure that every rate has exactly one band.

    Args:
        bands: band, name_ja, minimum_pct and minimum_approx_pct (percent of the target; empty = no lower limit),
            is_attained, sort (1 = best). The last band but X has no lower limit; X (worse than the baseline) has none.

    Raises:
        ValueError: Columns or bands are missing, a limit does not fall from band to band, or no band is attained.
    """
    missing = [name for name in COLUMNS if name not in bands]
    if missing:
        raise ValueError(f"attainment_bands: columns missing: {', '.join(missing)}")
    table = bands.sort_values("sort", ignore_index=True)
    scale = table[table["band"] != WORSE]
    if len(scale) != len(table) - 1 or table["band"].duplicated().any():
        raise ValueError("attainment_bands: every band once, and one band X for worse than the baseline")
    for column in ("minimum_pct", "minimum_approx_pct"):
        limits = scale[column].astype(float)
        if limits.iloc[:-1].isna().any() or not limits.iloc[:-1].is_monotonic_decreasing or pd.notna(limits.iloc[-1]):
            raise ValueError(f"attainment_bands: {column} must fall from band to band and be empty in the last")
    attained = scale["is_attained"].astype(bool)
    if not attained.is_monotonic_decreasing or attained.all() or not attained.any():
        raise ValueError("attainment_bands: the upper bands are attained, the lower ones are not")
    return table


def bands_of(
    rate_pct: pd.Series,
    attained: pd.Series,
    is_approx: pd.Series,
    is_worse: pd.Series,
    bands: pd.DataFrame,
    is_beyond: pd.Series | None = None,
) -> pd.Series:
    """Return the band of each row; None where there is neither a rate nor a yes or no.

    Args:
        rate_pct: Attainment rate A in percent, uncapped; NaN where there is none.
        attained: Yes or no where no rate can be had (boolean, missing elsewhere).
        is_worse: Whether the result is worse than the baseline; X wins over every band that is not attained.
        is_beyond: Whether the baseline was already better than the target: such a target is attained, never exceeded.
    """
    scale = bands[bands["band"] != WORSE]
    codes = scale["band"].to_numpy(dtype=object)
    limits = {flag: scale[column].astype(float).to_numpy()[:-1]
              for flag, column in ((False, "minimum_pct"), (True, "minimum_approx_pct"))}  # fmt: skip
    rates = rate_pct.to_numpy(dtype=float)[:, None]
    place = np.where(is_approx, (rates < limits[True]).sum(axis=1), (rates < limits[False]).sum(axis=1))
    band = pd.Series(codes[place], index=rate_pct.index, dtype=object).where(rate_pct.notna(), None)
    is_attained = scale["is_attained"].astype(bool)
    yes, no = scale.loc[is_attained, "band"].iloc[-1], scale["band"].iloc[-1]
    answered = attained.map({True: yes, False: no}).astype(object)
    band = band.where(rate_pct.notna() | attained.isna(), answered)
    if is_beyond is not None:
        band = band.mask(band.isin(scale.loc[is_attained, "band"]) & is_beyond, yes)
    not_attained = band.isin(scale.loc[~is_attained, "band"])
    return band.mask(not_attained & is_worse, WORSE)


def rounded_rates(rate_pct: pd.Series, bands: pd.DataFrame) -> pd.Series:
    """Return the rates with one decimal, never rounded up to a limit that the rate itself does not reach.

    So the number shown and its band agree: 99.96 is shown as 99.9, not as 100.0 beside 「概ね達成」.
    """
    limits = pd.concat([bands["minimum_pct"], bands["minimum_approx_pct"]]).astype(float).dropna().unique()
    # Half up as people round, after the noise of binary fractions is gone.
    rounded: pd.Series = (np.floor((rate_pct * 10).round(6) + 0.5) / 10).round(1)
    reaches = rounded.isin(limits) & (rate_pct.round(9) < rounded)
    return rounded.mask(reaches, (rounded - 0.1).round(1))


def limits_ja(band: str, is_approx: bool, bands: pd.DataFrame) -> str:
    """Return the limits of a band in words: 「80%以上100%未満」."""
    column = "minimum_approx_pct" if is_approx else "minimum_pct"
    limits = dict(zip(bands["band"], bands[column].astype(float), strict=True))
    better = [code for code in limits if code != WORSE]
    place = better.index(band)
    lower, upper = limits[band], limits[better[place - 1]] if place else float("nan")
    return (f"{lower:g}%以上" if lower == lower else "") + (f"{upper:g}%未満" if upper == upper else "")


def attainment_rates(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the attainment rate A of each row, or a yes or no where no rate can be had.

    By the same index: aim (`higher`, `lower`, `change`, `share_of_all`), goal (what is to be reached), measured (what
    was, NaN where unknown), attainment_pct (uncapped, unrounded, NaN where there is none), attained (boolean; only
    where yes or no takes the place of a rate), difference_points (percentage points, only for rates against a level),
    way_pct (percent of the way from the baseline up to the goal), worse (than the baseline), beyond (whether the
    baseline is already better than the goal), difficulty (`rate_difficulties` of labels.yml where neither can be had).

    Args:
        rows: One row per target with its result: target_type, comparator, target_value, target_value_max, target_unit,
            baseline_value; direction and kind of the indicator; actual_value and actual_unit, numerator, denominator,
            done. Values stand in the unit of the target, missing ones are NaN.
    """
    aim = _aims(rows)
    goal, measured, baseline = _goals(rows, aim), _measured(rows, aim), numbers(rows["baseline_value"])
    from_baseline = (aim == "lower") & (baseline > goal)
    rate = (100 * measured / goal).where(aim != "lower", 100 * (baseline - measured) / (baseline - goal))
    rate = _within_range(rows, aim, measured, baseline, rate)
    has_rate = (goal > 0) & ((aim != "lower") | from_baseline)
    below = (measured <= goal).astype("boolean").where((aim == "lower") & measured.notna())
    zero = (measured == 0).astype("boolean").where((goal == 0) & measured.notna())
    done = rows["done"].map({"done": True, "partly": False, "not_done": False}).astype("boolean")
    attained = zero.fillna(below).fillna(done.where((aim == "share_of_all") & goal.isna()))
    result = pd.DataFrame({"aim": aim, "goal": goal, "measured": measured}, index=rows.index)
    result["attainment_pct"] = rate.where(has_rate).round(9)
    result["attained"] = attained.mask(has_rate)
    result["difference_points"] = _points(rows, aim, measured - goal)
    result["way_pct"] = _way(aim, measured, goal, baseline)
    worse = (measured < baseline).mask(aim == "lower", measured > baseline)
    result["worse"] = worse.mask(aim == "change", measured < 0)
    result["beyond"] = (baseline > goal).where(aim == "higher", (aim == "lower") & (baseline < goal))
    result["difficulty"] = _difficulties(rows, result, baseline)
    return result


def _aims(rows: pd.DataFrame) -> pd.Series:
    """Return what each target aims at; 「以下」 says so itself, otherwise the direction of the indicator does."""
    change = (rows["target_type"] == "increase") | rows["comparator"].isin(["increase_by", "decrease_by"])
    lower = (rows["comparator"] == "le") | (rows["direction"] == "lower")
    every = rows["target_type"] == "all_units"
    return first_case({"change": change, "share_of_all": every, "lower": lower}, "higher")


def _goals(rows: pd.DataFrame, aim: pd.Series) -> pd.Series:
    """Return the number to reach: the lower end of a range (the upper one where lower is better), the total of all."""
    value, value_max = numbers(rows["target_value"]), numbers(rows["target_value_max"])
    value = value.mask((aim == "lower") & value_max.notna(), value_max)
    return value.fillna(numbers(rows["denominator"]).where(aim == "share_of_all"))


def _measured(rows: pd.DataFrame, aim: pd.Series) -> pd.Series:
    """Return the number that is held against the goal: the result, or its change since the baseline."""
    meanings = [unit_meaning(unit) for unit in rows["target_unit"]]
    target_is_share = pd.Series([unit == "%" for unit, _ in meanings], rows.index)
    size = pd.Series([size for _, size in meanings], rows.index, dtype=float)
    counted = 100 * numbers(rows["numerator"]) / numbers(rows["denominator"]).where(lambda n: n > 0) / size
    value = numbers(rows["actual_value"])
    value = value.fillna(counted.where(target_is_share & (aim != "change")))
    value = value.fillna(numbers(rows["numerator"]).where(aim == "share_of_all"))
    baseline = numbers(rows["baseline_value"])
    change = value - baseline
    in_share = rows["actual_unit"].map(lambda unit: unit_meaning(unit)[0] == "%").astype(bool)
    relative = target_is_share & ~in_share
    change = change.mask(relative, 100 * change / baseline.where(baseline > 0) / size)
    change = change.mask(holds(rows["comparator"] == "decrease_by"), -change)
    # 「10%増」 of a counted indicator, reported in %: the number reported is the change itself.
    is_counted = rows["kind"].isin(["stock", "flow"])
    change = change.mask(target_is_share & in_share & holds(is_counted), value)
    return value.where(aim != "change", change)


def _within_range(
    rows: pd.DataFrame, aim: pd.Series, measured: pd.Series, baseline: pd.Series, rate: pd.Series
) -> pd.Series:
    """Return the rates where a range is 100 % from end to end: only what lies past its far end has more."""
    low, high = numbers(rows["target_value"]), numbers(rows["target_value_max"])
    past_high = (100 * measured / high).where(aim == "higher")
    past_low = (100 * (baseline - measured) / (baseline - low)).where((aim == "lower") & (baseline > low))
    past = past_high.fillna(past_low).clip(lower=100)
    return rate.mask(high.notna() & (rate > 100) & past.notna(), past)


def _way(aim: pd.Series, measured: pd.Series, goal: pd.Series, baseline: pd.Series) -> pd.Series:
    """Return the share of the way from a baseline up to a level; a lower level has it as its rate."""
    way = 100 * (measured - baseline) / (goal - baseline)
    return way.where((aim == "higher") & (baseline < goal)).round(1)


def _points(rows: pd.DataFrame, aim: pd.Series, difference: pd.Series) -> pd.Series:
    """Return the difference in percentage points of a rate held against a level (1割 = 10 points)."""
    meanings = [unit_meaning(unit) for unit in rows["target_unit"]]
    size = pd.Series([size if unit == "%" else np.nan for unit, size in meanings], rows.index, dtype=float)
    return (difference * size).where(aim != "change").round(1)


def _difficulties(rows: pd.DataFrame, result: pd.DataFrame, baseline: pd.Series) -> pd.Series:
    unknown = result["attainment_pct"].isna() & result["attained"].isna()
    every, change = result["aim"] == "share_of_all", result["aim"] == "change"
    cases = {
        "": ~unknown,
        "no_value": numbers(rows["actual_value"]).isna() & numbers(rows["numerator"]).isna() & rows["done"].isna(),
        "no_total": every & result["goal"].isna(),
        "no_baseline": change & result["measured"].isna() & (baseline.isna() | (baseline == 0)),
        "no_target_value": ~(result["goal"] >= 0),
    }
    return first_case(cases, "no_value")
