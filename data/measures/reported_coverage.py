"""Support coverage as municipalities report it: C1 and C2 of the forms in force, beside the declared ones.

Source: docs/data_dictionary.md, "支援カバー率の定義".
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.measures.frames import dates, numbers
from data.measures.submissions import KEY, submissions_at

COLUMNS = [
    "area_code", "pillar", "fiscal_year", "report_kind", "state", "coverage_pct", "numerator", "denominator",
    "covered_population", "is_capped", "unit_coverage_pct", "unit_kind", "units_covered", "units_total", "as_of_date",
    "is_latest",
]  # fmt: skip


def reported_coverage(areas: pd.DataFrame, submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return C1 and C2 of each municipality and pillar by fiscal year, as reported.

    Only forms that are submitted or confirmed count; the form of the year takes the place of the mid-year one.

    Args:
        areas: Table `report_areas` with area_code, fiscal_year, report_kind and revision of the submission.

    Returns:
        One row per area_code, pillar (missing = the municipality as a whole) and fiscal_year, the columns of COLUMNS:
        coverage_pct (C1, 0–100, NaN where a population is missing), is_capped (more residents covered than there
        are), unit_coverage_pct (C2), as_of_date (of the numbers), is_latest (no later year is reported).

    Source: docs/data_dictionary.md, "C1 対象人口カバー率", "C2 圏域カバー率".
    """
    forms = submissions_at(submissions, on)
    forms = forms.loc[forms["is_submitted"], [*KEY, "revision", "state"]]
    rows = areas.assign(revision=numbers(areas["revision"])).merge(
        forms.assign(revision=numbers(forms["revision"])), on=[*KEY, "revision"]
    )
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
    return rows[COLUMNS].reset_index(drop=True)
