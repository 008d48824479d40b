"""Results matched with targets: by the id, by the same key, or only as a candidate for a person.

Source: docs/data_dictionary.md, "目標と実績の定義".
"""

import pandas as pd

from data.measures.values import (
    dates,
    elapsed_share,
    first_case,
    fiscal_year_ends,
    fiscal_years_of,
    holds,
    numbers,
    period_factors,
    unit_factors,
    unit_meaning,
    with_columns,
)

RATED_METHODS = ("target_id", "same_key", "converted")


TARGET_COLUMNS = [
    "target_id", "statement_id", "area_code", "pillar", "target_type", "indicator_code", "unit", "per", "target_fy",
    "part_of",
]  # fmt: skip
NO_RESULTS = ["part_of", "duplicate_of", "value_kind"]
RESULT_COLUMNS = [
    "achievement_id", "target_id", "statement_id", "area_code", "pillar", "indicator_code", "value", "unit", "per",
    "fiscal_year", "period_end", "period_kind", "evidence",
]  # fmt: skip
WITHOUT_UNIT = ("institution", "activity", "qualitative", "label_only", "not_set")


def match_results(targets: pd.DataFrame, achievements: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of results and targets, each with how they were matched.

    A result that carries a known target_id belongs to that target. Otherwise area, pillar, indicator, fiscal year,
    unit and basis must be the target's, directly or after conversion (名/人, か所/箇所, 割/%, month/year). What
    fits less is a candidate that a person confirms; a candidate is never rated. A result stated in a document
    matches only inside its own statement. A result that fits nothing has no row.

    One row per achievement_id and target_id: method (`match_methods` of labels.yml), value (in the unit and per of the target; NaN
    for a candidate), unit (of that value), reason (`candidate_reasons` of labels.yml, empty unless a candidate).

    Args:
        achievements: Table `achievements`; an optional column `per` says what a value is counted per.
    """
    wanted = with_columns(targets, TARGET_COLUMNS)[TARGET_COLUMNS].add_prefix("target_")
    wanted = wanted.rename(columns={"target_target_id": "target_id", "target_target_fy": "target_fy",
                                    "target_target_type": "target_type"})  # fmt: skip
    results = with_columns(achievements, [*RESULT_COLUMNS, *NO_RESULTS])
    # A change, a part of a rate and a repetition are no results of their own
    own = results["part_of"].isna() & results["duplicate_of"].isna() & ~holds(results["value_kind"] == "change")
    results = results.loc[own, RESULT_COLUMNS]
    known = results["fiscal_year"].astype("Int64")
    results = results.assign(fiscal_year=known.fillna(fiscal_years_of(dates(results["period_end"]))))
    carried = holds(results["target_id"].isin(wanted["target_id"]))
    pairs = [_by_id(results[carried], wanted), _by_key(results[~carried], wanted)]
    return pd.concat(pairs, ignore_index=True).sort_values(["target_id", "achievement_id"], ignore_index=True)


def _by_id(results: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    pairs = results.merge(wanted, on="target_id")
    # The form asks for the unit and the basis of the target, so that a missing one is the target's.
    unit = unit_factors(pairs["unit"], pairs["target_unit"])
    period = period_factors(pairs["per"].fillna(pairs["target_per"]), pairs["target_per"], _never(pairs))
    # 「10%増」 may be reported as the new level in persons: the change follows from the baseline.
    is_share = pairs["target_unit"].map(lambda text: unit_meaning(text)[0] == "%").astype(bool)
    own_unit = (pairs["target_type"] == "increase") & is_share & unit.isna()
    unit = unit.mask(holds(own_unit) | holds(pairs["target_type"].isin(WITHOUT_UNIT)), 1.0)
    outside = (pairs["evidence"] == "document") & ~_same(pairs, "statement_id")
    reason = first_case({"other_statement": outside, "unit": unit.isna(), "period": period.isna()})
    other_year = pairs["fiscal_year"] != pairs["target_fy"].astype("Int64")
    method = first_case({"candidate": reason != "", "other_year": other_year}, "target_id")
    return _pairs(pairs, method, reason, unit * period, holds(own_unit))


def _by_key(results: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the results without an id that fit a target of their area, fully or as candidates."""
    aims = wanted[wanted["target_part_of"].isna() & ~wanted["target_type"].isin(WITHOUT_UNIT)]
    pairs = results.drop(columns="target_id").merge(aims, left_on="area_code", right_on="target_area_code")
    inside = (pairs["evidence"] != "document") | _same(pairs, "statement_id")
    pairs = pairs[holds(inside) & ~_differ(pairs, "pillar") & ~_differ(pairs, "indicator_code")]
    pairs = pairs[~holds(pairs["fiscal_year"] != pairs["target_fy"].astype("Int64"))].reset_index(drop=True)
    unit = unit_factors(pairs["unit"], pairs["target_unit"]).where(pairs["unit"].notna())
    year_total = holds(pairs["period_kind"].isin(["full_year", "part_year"]))
    period = period_factors(pairs["per"], pairs["target_per"], year_total)
    same_indicator = _same(pairs, "indicator_code")
    lacking = {
        "indicator": ~same_indicator,
        "pillar": ~_same(pairs, "pillar"),
        "unit": unit.isna(),
        "period": period.isna(),
        "year": pairs["fiscal_year"].isna() | pairs["target_fy"].isna(),
    }
    pairs = pairs.assign(factor=unit * period, reason=first_case(lacking))
    pairs = _without_rivals(pairs[same_indicator | unit.notna()])
    as_written = (pairs["unit"] == pairs["target_unit"]) & (pairs["factor"] == 1)
    method = first_case({"candidate": pairs["reason"] != "", "same_key": as_written}, "converted")
    return _pairs(pairs, method, pairs["reason"], pairs["factor"], _never(pairs))


def _without_rivals(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs, full ones only where a result has one; what is not the only one becomes a candidate."""
    full = pairs["reason"] == ""
    pairs = pairs[full | ~pairs["achievement_id"].isin(pairs.loc[full, "achievement_id"])]
    full = pairs["reason"] == ""
    several_targets = full & pairs[full].duplicated("achievement_id", keep=False).reindex(pairs.index, fill_value=False)
    same_time = pairs[full].duplicated(["target_id", "evidence", "period_kind", "period_end"], keep=False)
    several_results = full & same_time.reindex(pairs.index, fill_value=False)
    reason = pairs["reason"].mask(several_results, "several_results").mask(several_targets, "several_targets")
    return pairs.assign(reason=reason)


def _pairs(
    pairs: pd.DataFrame, method: pd.Series, reason: pd.Series, factor: pd.Series, own_unit: pd.Series
) -> pd.DataFrame:
    value = (numbers(pairs["value"]) * factor).where(method != "candidate")
    unit = pairs["unit"].where(own_unit, pairs["target_unit"])
    return pairs[["achievement_id", "target_id"]].assign(method=method, value=value, unit=unit, reason=reason)


def _same(pairs: pd.DataFrame, column: str) -> pd.Series:
    return holds(pairs[column] == pairs[f"target_{column}"])


def _differ(pairs: pd.DataFrame, column: str) -> pd.Series:
    known = pairs[column].notna() & pairs[f"target_{column}"].notna()
    return known & ~_same(pairs, column)


def _never(pairs: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=pairs.index)


FORM_COLUMNS = ["result_state", "numerator", "denominator", "grade", "done", "revision", "report_kind"]
KEPT = [
    "achievement_id", "evidence", "fiscal_year", "period_end", "period_kind", "fact_status", *FORM_COLUMNS,
]  # fmt: skip
EVIDENCE_ORDER = {"report": 0, "statistics": 1, "document": 2}
KIND_ORDER = {"full_year": 0, "mid_year": 1}
WITHOUT_VALUE = ("zero", "unmeasurable", "withdrawn")


def chosen_results(
    targets: pd.DataFrame, matches: pd.DataFrame, achievements: pd.DataFrame, submissions: pd.DataFrame
) -> pd.DataFrame:
    """Return the result that each target is rated by: reported before stated, whole year before part, latest revision.

    A blank row is no result (a reported 0 is one); rows of a form that is not in force do not count.

    One row per target_id that has a result: achievement_id, method, evidence, actual_value (unit of the target),
    actual_unit, the form's columns, result_quarantined, report_kind (`full_year`, `mid_year`), elapsed_share (of the
    target's year), period_known, covers_year.
    """
    rated = matches[matches["method"].isin(RATED_METHODS)]
    results = rated.merge(with_columns(achievements, KEPT)[KEPT], on="achievement_id")
    results = results.merge(targets[["target_id", "area_code", "target_fy"]], on="target_id")
    rows = _with_period(results.rename(columns={"value": "actual_value", "unit": "actual_unit"}))
    rows = _in_force(rows, submissions)
    revision = numbers(rows["revision"]).fillna(0)
    # A later revision replaces the earlier one even where it leaves the row blank.
    order = pd.DataFrame(
        {"target_id": rows["target_id"], "evidence": rows["evidence"].map(EVIDENCE_ORDER),
         "kind": rows["report_kind"].map(KIND_ORDER), "revision": -revision, "end": -rows["elapsed_share"].fillna(0),
         "achievement_id": rows["achievement_id"]}
    )  # fmt: skip
    rows = rows.assign(revision=revision).loc[order.sort_values(list(order.columns)).index]
    newest = rows.groupby(["target_id", "evidence", "report_kind"])["revision"].transform("max")
    filled = rows[["actual_value", "numerator", "grade", "done"]].notna().any(axis=1)
    rows = rows[(rows["revision"] == newest) & (filled | holds(rows["result_state"].isin(WITHOUT_VALUE)))]
    chosen = rows.drop_duplicates("target_id").reset_index(drop=True)
    zero = holds(chosen["result_state"] == "zero") & chosen["actual_value"].isna()
    return chosen.assign(
        actual_value=chosen["actual_value"].mask(zero, 0.0),
        result_quarantined=holds(chosen["fact_status"] == "quarantined"),
    ).drop(columns=["area_code", "target_fy", "fact_status"])


def _with_period(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what is known about the period: a whole year needs no date."""
    years = rows["target_fy"].astype("Int64")
    ends, year_ends = dates(rows["period_end"]), fiscal_year_ends(years)
    covers_year = holds(rows["period_kind"] == "full_year") | holds(ends >= year_ends)
    derived = covers_year.map({True: "full_year", False: "mid_year"}).astype(object)
    # A report belongs to the form it came in: the form of the year unless it says otherwise.
    of_year = holds(rows["evidence"] != "document") & ~holds(rows["period_kind"] == "part_year")
    kind = rows["report_kind"].astype(object).fillna(derived.mask(of_year, "full_year"))
    undated = of_year & ends.isna()
    return rows.assign(
        report_kind=kind,
        covers_year=covers_year | undated,
        period_known=covers_year | undated | ends.notna(),
        elapsed_share=elapsed_share(ends, years).mask(covers_year, 1.0),
    )


def _in_force(rows: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without those of a form that is not submitted, was returned, was replaced, or came in later."""
    key = ["area_code", "fiscal_year", "report_kind"]
    forms = submissions[[*key, "is_submitted", "revision"]].astype({"fiscal_year": "Int64"})
    forms = forms.rename(columns={"fiscal_year": "target_fy", "revision": "revision_in_force"})
    known = rows.assign(target_fy=rows["target_fy"].astype("Int64"))
    known = known.merge(forms, "left", ["area_code", "target_fy", "report_kind"])
    by_report = known["evidence"] == "report"
    refused = by_report & known["is_submitted"].notna() & ~holds(known["is_submitted"])
    # A resubmission speaks for the whole form: what it leaves out is blank, whatever an earlier revision said.
    own, in_force = numbers(known["revision"]), numbers(known["revision_in_force"])
    replaced = by_report & (in_force > 0) & (own > 0) & (own != in_force)
    return known[~holds(refused | replaced)].drop(columns=["is_submitted", "revision_in_force"])
