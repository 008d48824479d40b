"""A municipality beside others: quartiles, what others aim at, their stages by year, and the reasons of likeness in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Any, Final

import pandas as pd

from data.measures.peers import VARIABLES, Variable
from data.measures.stages import ACTIVE, FORERUNNERS, UNKNOWN
from data.measures.values import MONTHS_IN_A_YEAR, holds, numbers, unit_factors

FEWEST_FOR_QUARTILES = 4


def quartiles(values: pd.DataFrame) -> pd.DataFrame:
    """Return the quartiles of each indicator.

    One row per indicator_code: n, minimum, q1, median, q3, maximum (linear interpolation), tied_count (values that at
    least one other shares). Quartiles of fewer than four values are NaN; the median needs one.

    Args:
        values: indicator_code and value, one row per municipality and indicator; a missing value does not count.
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

    One row per record_id and indicator_code with a value: quartile (1 = lowest quarter; a value on a boundary belongs
    to the lower quarter; missing where fewer than four values), n, same_count (others of the same value).

    Args:
        values: record_id, indicator_code and value; a missing value gets no position.
    """
    known = values.dropna(subset="value").assign(value=lambda frame: frame["value"].astype(float))
    known = known.merge(quartiles(known)[["indicator_code", "n", "q1", "median", "q3"]], on="indicator_code")
    bounds = known[["q1", "median", "q3"]]
    above = bounds.lt(known["value"], axis=0).sum(axis=1)
    known["quartile"] = (above + 1).astype("Int64").where(known["n"] >= FEWEST_FOR_QUARTILES)
    known["same_count"] = known.groupby(["indicator_code", "value"])["value"].transform("size") - 1
    return known[["record_id", "indicator_code", "quartile", "n", "same_count"]]


PER_RESIDENTS = 10_000
_COUNTS = ("stock", "flow")
_CHANGES = ("increase_by", "decrease_by")
_NOT_OF_THE_TOWN = ("site", "session")  # a number for each place or meeting says nothing about the whole


def targets_per_10k(targets: pd.DataFrame, indicators: pd.DataFrame, populations: pd.DataFrame) -> pd.DataFrame:
    """Return the targets that are counts, for 10,000 residents.

    Left out are rates, changes, numbers for each place or meeting, parts and repetitions of other targets,
    quarantined values and units that are not the indicator's. A monthly number becomes a yearly one.

    The targets' columns with indicator_ja, indicator_unit, amount (in that unit, of a year where the target is monthly)
    and per_10k (NaN without a population).

    Args:
        indicators: indicator_code, name_ja, unit, kind.
        populations: area_code and population of the same document, in persons.
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


START_PROGRAMME: Final = "multilayered_support"
# What is known of a municipality, from the least to the most.
STEPS: Final = {1: "地域力・多機関", 2: "重層の準備", 3: "重層を実施"}


def furthest_steps(statements: pd.DataFrame) -> pd.Series[int]:
    """Return the furthest step (key of STEPS) that any source states or plans for each municipality.

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

    Columns: area_code, first_fy, evidence and source_ja (where the statements carry it) of that year.
    """
    began = (statements["programme_code"] == START_PROGRAMME) & (statements["stage"] == "implementing")
    rows = statements[began & statements["fiscal_year"].notna()].sort_values("fiscal_year", kind="stable")
    rows = rows.drop_duplicates("area_code").rename(columns={"fiscal_year": "first_fy"})
    return rows[[name for name in ("area_code", "first_fy", "evidence", "source_ja") if name in rows]]


def aligned(ladder: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Return the ladder of the municipalities with a first year, with year_from_start (0 = the first year)."""
    rows = ladder.merge(first[["area_code", "first_fy"]], on="area_code")
    rows["year_from_start"] = (rows["fiscal_year"] - rows["first_fy"]).astype("Int64")
    return rows.sort_values(["area_code", "year_from_start"], ignore_index=True)


_RANKS: Final = {"not_started": 0, "not_implementing": 0, "considering": 1, "preparing": 3, "implementing": 4}
_FORERUNNER: Final = 2  # rank of the programmes until FY2020
_KEYS: Final = ["area_code", "name_ja", "prefecture_code", "prefecture_ja"]
_SIDES: Final = ("before", "after")


def stage_moves(ladder: pd.DataFrame, earlier: int, later: int) -> pd.DataFrame:
    """Return each municipality with its furthest stage in two fiscal years and how it moved between them.

    The municipalities' columns, those of the ladder with `_before` and `_after`, and move: `up`, `back`, `same`, `other`
    (to or from another road or an end, or from an earlier programme to less: no step on one stair), `new` and `lost`
    (known in the later or the earlier year only), `unknown` (in neither).
    """
    of_year = [ladder[ladder["fiscal_year"] == year].drop(columns="fiscal_year") for year in (earlier, later)]
    rows = of_year[0].merge(of_year[1], on=_KEYS, suffixes=("_before", "_after"))
    before, after = (_rank(rows[f"furthest_programme_{side}"], rows[f"furthest_stage_{side}"]) for side in _SIDES)
    was, became = (rows[f"furthest_stage_{side}"] for side in _SIDES)
    move = pd.Series("other", rows.index, dtype="str").mask((was == became) | (before == after), "same")
    move = move.mask(after > before, "up").mask((after < before) & (before != _FORERUNNER), "back")
    move = move.mask(was == UNKNOWN, "new").mask(became == UNKNOWN, "lost")
    return rows.assign(move=move.mask((was == UNKNOWN) & (became == UNKNOWN), "unknown"))


def _rank(programme: pd.Series[str], stage: pd.Series[str]) -> pd.Series[float]:
    """Return how far a stage is on the way to 重層; NaN where it is on no way."""
    active = stage.isin(ACTIVE)
    ranks = stage.map(_RANKS).astype("float64").mask(active & (programme == "transition_preparation"), 3)
    return ranks.mask(active & programme.isin([*FORERUNNERS, "model_projects"]), _FORERUNNER)


_EQUAL_JA = "がほぼ同じ"
_TIMES_FROM = 2.0  # a value twice the own one, or half of it, is said as "times" and not as per cent


def with_words(differences: pd.DataFrame) -> pd.DataFrame:
    """Return the differences with name_ja, unit, words_ja and share_pct, the part of the distance (0–100)."""
    rows = [_words(row) for row in differences.to_dict("records")]
    total = differences.groupby("area_code")["contribution"].transform("sum")
    return differences.assign(
        name_ja=[VARIABLES[name].name_ja for name in differences["variable"]],
        unit=[VARIABLES[name].unit for name in differences["variable"]],
        words_ja=pd.Series(rows, index=differences.index, dtype="str"),
        share_pct=(100 * differences["contribution"] / total.where(total > 0)).astype("float64"),
    )


def reasons(differences: pd.DataFrame) -> pd.Series[str]:
    """Return one sentence for each peer: first what is about equal, then the rest, the largest difference last.

    Index area_code.
    """
    by_peer: dict[str, list[Mapping[Hashable, Any]]] = defaultdict(list)
    for row in differences.sort_values("contribution", kind="stable").to_dict("records"):
        by_peer[str(row["area_code"])].append(row)
    sentences = {code: _reason(rows) for code, rows in by_peer.items()}
    return pd.Series(sentences, dtype="str").rename_axis("area_code")


def _reason(rows: list[Mapping[Hashable, Any]]) -> str:
    equal = [row["name_ja"] for row in rows if str(row["words_ja"]).endswith(_EQUAL_JA)]
    unknown = [row["name_ja"] for row in rows if not row["is_known"]]
    parts = ["・".join(equal) + _EQUAL_JA] if equal else []
    parts += [str(row["words_ja"]) for row in rows if row["is_known"] and row["name_ja"] not in equal]
    parts += ["・".join(unknown) + "は値がなく比べられない"] if unknown else []
    return "、".join(parts)


def _words(row: Mapping[Hashable, Any]) -> str:
    variable = VARIABLES[row["variable"]]
    if not row["is_known"]:
        whose = "この町" if pd.isna(row["own_value"]) else "相手"
        return f"{variable.name_ja}は比べられない（{whose}に値がない）"
    return _ratio(row, variable) if variable.is_ratio else _points(row, variable)


def _points(row: Mapping[Hashable, Any], variable: Variable) -> str:
    # Of the rounded values, so that the reader's own subtraction gives the same.
    own, other = (round(float(row[name]), variable.digits) for name in ("own_value", "peer_value"))
    apart = round(other - own, variable.digits)
    if abs(apart) <= variable.equal + 1e-9:
        return f"{variable.name_ja}{_EQUAL_JA}"
    side = variable.more_ja if apart > 0 else variable.less_ja
    return f"{variable.name_ja}は{abs(apart):.{variable.digits}f}{variable.points_ja}{side}"


def _ratio(row: Mapping[Hashable, Any], variable: Variable) -> str:
    share = float(row["difference"])
    if abs(share) <= variable.equal + 1e-9:
        return f"{variable.name_ja}{_EQUAL_JA}"
    times = share + 1
    if times >= _TIMES_FROM or times <= 1 / _TIMES_FROM:
        digits = 1 if times >= 0.1 else 2
        return f"{variable.name_ja}は{times:,.{digits}f}倍"
    return f"{variable.name_ja}は{abs(100 * share):.0f}%{variable.more_ja if share > 0 else variable.less_ja}"
