"""The state of reporting, the reporting rate 報告率, the series of each target over the years, and the coverages C1 and C2.

Source: docs/data_dictionary.md, "報告率".
"""

import unicodedata
from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.measures.definitions import LABELS
from data.measures.matching import KEPT, chosen_results, match_results
from data.measures.public_ratings import hidden_cases
from data.measures.values import dates, holds, numbers, with_columns

SUBMISSION_STATES = LABELS["submission_states"]
IN_FORCE = ("submitted", "confirmed")
KEY = ["area_code", "fiscal_year", "report_kind"]


def submissions_at(submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the submission in force of each municipality, year and kind of report, as it stood on a day.

    One row per area_code, fiscal_year and report_kind: state, due_date and submitted_at (dates), is_submitted (accepted
    for review or confirmed; a returned form is not), is_due (its due date has passed), is_late (due and not submitted),
    days_late (days since the due date where it is late, missing elsewhere), was_late (submitted after the due date).
    Further columns of the input stay.

    Args:
        submissions: area_code, fiscal_year, state (a key of SUBMISSION_STATES), due_date, submitted_at (ISO texts);
            optional report_kind (`full_year`, the default, or `mid_year`) and revision.
        on: The day; a form that came in later had not been submitted.
    """
    frame = with_columns(submissions, ["report_kind", "revision", "submitted_at"])
    frame = frame.assign(
        report_kind=frame["report_kind"].astype(object).fillna("full_year"),
        revision=pd.to_numeric(frame["revision"]).fillna(0),
        due_date=dates(frame["due_date"]),
        submitted_at=dates(frame["submitted_at"]),
    )
    today = pd.Timestamp(on)
    future = frame["submitted_at"] > today
    frame = frame.assign(
        state=frame["state"].mask(future, "not_submitted"),
        submitted_at=frame["submitted_at"].mask(future),
        revision=frame["revision"].mask(future, -1),
    )
    frame = frame.sort_values([*KEY, "revision"]).drop_duplicates(KEY, keep="last", ignore_index=True)
    is_submitted = holds(frame["state"].isin(IN_FORCE))
    is_due = holds(frame["due_date"] < today)
    return frame.assign(
        is_submitted=is_submitted,
        is_due=is_due,
        is_late=is_due & ~is_submitted,
        days_late=(today - frame["due_date"]).dt.days.where(is_due & ~is_submitted).astype("Int64"),
        was_late=is_submitted & holds(frame["submitted_at"] > frame["due_date"]),
    )


def rows_in_force(rows: pd.DataFrame, submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the rows of the reports that count on a day, with the state of their form.

    Forms that are submitted or confirmed count; the form of the year takes the place of the mid-year one of its area.

    Args:
        rows: Rows of a live table with area_code, fiscal_year, report_kind and revision of the submission.
    """
    forms = _forms_in_force(submissions, on)  # sorted: full_year before mid_year
    return _of_forms(rows, forms.drop_duplicates(["area_code", "fiscal_year"])).reset_index(drop=True)


def _forms_in_force(submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    forms = submissions_at(submissions, on)
    return forms.loc[forms["is_submitted"], [*KEY, "revision", "state"]].rename(columns={"state": "form_state"})


def _of_forms(rows: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    forms = forms.assign(revision=numbers(forms["revision"]))
    return rows.assign(revision=numbers(rows["revision"])).merge(forms, on=[*KEY, "revision"])


STEPS = {"late": -1, "days_7": 7, "days_14": 14, "days_21": 21}  # Step → most days left until the due date


def reminders(submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return who is to be reminded on a day: the forms that are asked for and not in, from 21 days before the due date.

    One row per form with area_code, fiscal_year, report_kind, state, reason_ja, due_date (ISO), days_left (negative
    once it is late) and step, the last of STEPS that has begun.

    Args:
        submissions: As for `submissions_at`, with reason_ja.
    """
    forms = submissions_at(with_columns(submissions, ["reason_ja"]), on)
    forms = forms[~forms["is_submitted"] & forms["due_date"].notna()]
    left = (forms["due_date"] - pd.Timestamp(on)).dt.days
    forms = forms.assign(days_left=left, due_date=forms["due_date"].dt.strftime("%Y-%m-%d"))
    rows = forms[left <= max(STEPS.values())]
    steps = [next(step for step, most in STEPS.items() if days <= most) for days in rows["days_left"]]
    names = [*KEY, "state", "reason_ja", "due_date", "days_left"]
    return rows[names].assign(step=pd.Series(steps, rows.index, dtype=object)).reset_index(drop=True)


def reporting_rates(submissions: pd.DataFrame, on: date, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the reporting rate of each group: 100 × submitted / due, NaN before anything is due.

    One row per fiscal_year, report_kind and group: asked_count, received_count (also before the due date), due_count,
    submitted_count (of the due), late_count (due and missing), submitted_late_count, reporting_pct.

    Args:
        by: Columns to group by besides fiscal_year and report_kind, for example prefecture_code.
    """
    states = submissions_at(submissions, on)
    marks = states.assign(
        asked_count=1,
        received_count=states["is_submitted"],
        due_count=states["is_due"],
        submitted_count=states["is_due"] & states["is_submitted"],
        late_count=states["is_late"],
        submitted_late_count=states["was_late"],
    )
    counts = [name for name in marks.columns if name.endswith("_count") and name not in by]
    groups = ["fiscal_year", "report_kind", *by]
    rates = marks.groupby(groups, as_index=False, dropna=False)[counts].sum()
    due = rates["due_count"].astype(float)
    return rates.assign(reporting_pct=(100 * rates["submitted_count"] / due.where(due > 0)).round(1))


POINTS = LABELS["series_points"]
AIM = ["area_code", "pillar", "aim", "indicator_code", "target_unit", "per"]
SERIES_COLUMNS = [
    "target_id", *AIM, "label_ja", "target_fy", "fiscal_year", "point", "value", "unit", "is_suppressed",
    "comparator", "target_value", "target_value_max", "status", "status_ja", "is_rated",
]  # fmt: skip
OF_TARGET = [
    "target_id", "area_code", "pillar", "label_ja", "indicator_code", "target_unit", "per", "target_fy", "comparator",
    "target_value", "target_value_max", "status", "status_ja",
]  # fmt: skip


def target_series(
    ratings: pd.DataFrame,
    targets: pd.DataFrame,
    achievements: pd.DataFrame,
    submissions: pd.DataFrame,
    indicators: pd.DataFrame,
    on: date,
) -> pd.DataFrame:
    """Return the results of each aim by fiscal year, as everybody may see them.

    One row per target and point: series_id (the first target of the same aim), the columns of SERIES_COLUMNS without
    `aim`, point (a key of POINTS), value (missing where there is none or where it is hidden), fiscal_year, is_rated
    (the one result of its target that the rating is about). Parts of other targets and duplicates are left out. A
    part-year value is also hidden where the rest of the year would be a small count.
    """
    own = ratings[~ratings["is_factor"] & ~ratings["is_duplicate"]]
    extra = _extra_results(own, targets, achievements, submissions_at(submissions, on))
    rows = [_year_points(own), _extra_points(extra, indicators)]
    points = pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)
    points = points.assign(aim=points["label_ja"].map(_plain).fillna(points["target_id"]))
    return _with_series(points[SERIES_COLUMNS])


def _year_points(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return one point per target: the result that it is rated by, or none."""
    is_part = holds(ratings["elapsed_share"] < 1)
    return ratings[OF_TARGET].assign(
        fiscal_year=ratings["target_fy"],
        point=is_part.map({True: "part_year", False: "year"}),
        value=ratings["actual_value"],
        unit=ratings["actual_unit"],
        is_suppressed=ratings["is_suppressed"],
        is_rated=True,
    )


def _extra_results(
    ratings: pd.DataFrame, targets: pd.DataFrame, achievements: pd.DataFrame, forms: pd.DataFrame
) -> pd.DataFrame:
    """Return the results beside the rated one: of the mid-year form, and of other years as documents state them."""
    results = with_columns(achievements, KEPT)
    matches = match_results(targets, results)
    in_year = holds(results["report_kind"] == "mid_year")
    early = chosen_results(targets, matches, results[in_year], forms).assign(point="part_year")
    early["fiscal_year"] = early["target_id"].map(targets.set_index("target_id")["target_fy"])
    elsewhere = matches[matches["method"] == "other_year"].merge(
        results[["achievement_id", "fiscal_year", "numerator", "denominator", "fact_status"]], on="achievement_id"
    )
    elsewhere = elsewhere[elsewhere["fact_status"] != "quarantined"].rename(
        columns={"value": "actual_value", "unit": "actual_unit"}
    )
    names = ["target_id", "fiscal_year", "point", "actual_value", "actual_unit", "numerator", "denominator"]
    both = pd.concat([early[names], elsewhere.assign(point="other_year")[names]], ignore_index=True)
    columns = [*OF_TARGET, "actual_value", "elapsed_share", "is_suppressed"]
    rated = ratings[columns].rename(columns={"actual_value": "year_value", "is_suppressed": "year_hidden"})
    both = both.merge(rated, on="target_id")
    # Where only the mid-year form came in, it is the rated result itself.
    return both[holds(both["elapsed_share"] >= 1) | (both["point"] == "other_year")]


def _extra_points(extra: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    rest = extra.assign(actual_value=numbers(extra["year_value"]) - numbers(extra["actual_value"]))
    within = extra["point"] == "part_year"
    hidden = hidden_cases(extra, indicators) | (within & (extra["year_hidden"] | hidden_cases(rest, indicators)))
    return extra[[*OF_TARGET, "fiscal_year", "point"]].assign(
        value=numbers(extra["actual_value"]).mask(hidden), unit=extra["actual_unit"], is_suppressed=hidden,
        is_rated=False,
    )  # fmt: skip


def _with_series(points: pd.DataFrame) -> pd.DataFrame:
    """Number the aims; two targets of one year that read the same are two aims."""
    own = points.drop_duplicates("target_id").sort_values(["target_fy", "target_id"])
    rank = own.groupby([*AIM, "target_fy"], dropna=False).cumcount()
    first = own.assign(rank=rank).groupby([*AIM, "rank"], dropna=False)["target_id"].transform("first")
    series = points["target_id"].map(dict(zip(own["target_id"], first, strict=True)))
    rows = points.assign(series_id=series).drop(columns="aim")
    return rows.sort_values(["series_id", "fiscal_year", "point", "target_id"], ignore_index=True)


def _plain(label: object) -> object:
    return unicodedata.normalize("NFKC", label).strip() if isinstance(label, str) else None


COVERAGE_COLUMNS = [
    "area_code", "pillar", "fiscal_year", "report_kind", "state", "coverage_pct", "numerator", "denominator",
    "covered_population", "is_capped", "unit_coverage_pct", "unit_kind", "units_covered", "units_total", "as_of_date",
    "is_latest",
]  # fmt: skip


def reported_coverage(areas: pd.DataFrame, submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return C1 and C2 of each municipality and pillar by fiscal year, as reported.

    Only forms that are submitted or confirmed count; the form of the year takes the place of the mid-year one.

    One row per area_code, pillar (missing = the municipality as a whole) and fiscal_year, the columns of
    COVERAGE_COLUMNS: coverage_pct (C1, 0–100, NaN where a population is missing), is_capped (more residents covered
    than there are), unit_coverage_pct (C2), as_of_date (of the numbers), is_latest (no later year is reported).

    Args:
        areas: Table `report_areas` with area_code, fiscal_year, report_kind and revision of the submission.
    """
    rows = _of_forms(areas, _forms_in_force(submissions, on)).rename(columns={"form_state": "state"})
    # full_year sorts before mid_year
    rows = rows.sort_values([*KEY, "pillar"]).drop_duplicates(["area_code", "pillar", "fiscal_year"])
    covered, residents = numbers(rows["covered_population"]), numbers(rows["population"])
    units, all_units = numbers(rows["units_covered"]), numbers(rows["units_total"])
    latest = rows.groupby(["area_code", "pillar"], dropna=False)["fiscal_year"].transform("max")
    rows = rows.assign(
        numerator=covered.clip(upper=residents),
        denominator=residents,
        coverage_pct=100 * covered.clip(upper=residents) / residents.where(residents > 0),
        is_capped=covered > residents,
        unit_coverage_pct=100 * units / all_units.where(all_units > 0),
        as_of_date=dates(rows["as_of_date"]).dt.strftime("%Y-%m-%d"),
        is_latest=rows["fiscal_year"] == latest,
    )
    return rows[COVERAGE_COLUMNS].reset_index(drop=True)
