"""高齢化率 of the plans and of the census, and the issues that arise from both; imports are not in the dataset."""

from __future__ import annotations

import pandas as pd

from data import dataset
from data.answers.facts import facts, kept, located, of_place, with_places
from data.answers.statistics import area_statistics
from data.measures.aging_comparison import aging_issues, compare_aging


@kept
def aging_rates(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return 高齢化率 of the plan and of the census side by side, with their dates.

    Returns:
        The columns of `data.measures.aging_comparison.compare_aging` with fiscal_year of the plan and the names of the
        area; one row per municipality that has either value.
    """
    values = located("profile_values")
    usable = values[(values["fact_status"] != "quarantined") & values["value"].notna()]
    areas = dataset.read_table("areas").set_index("area_code")["level"]
    of_towns = usable[usable["area_code"].map(areas) == "municipality"]
    compared = compare_aging(of_towns, area_statistics())
    years = dataset.read_table("records").set_index("record_id")["fiscal_year"]
    compared["fiscal_year"] = compared["record_id"].map(years)
    return of_place(with_places(compared), None, prefecture_code)


def issues(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the data-quality issues; one about a document as a whole has no area.

    Those of the dataset, and those that show only beside imported statistics.
    """
    return of_place(_issues(), area_code, prefecture_code)


def issue_rows() -> pd.DataFrame:
    """Return all issues in the columns of the table `issues`."""
    rows = dataset.read_table("issues")
    return _issues()[list(rows.columns)] if len(_beside_statistics()) else rows


@kept
def _issues() -> pd.DataFrame:
    of_dataset, found = facts("issues"), _beside_statistics()
    if found.empty:
        return of_dataset
    records = dataset.read_table("records").set_index("record_id")
    placed = with_places(
        found.assign(
            doc_id=found["record_id"].map(records["doc_id"]), area_code=found["record_id"].map(records["area_code"])
        )
    )
    types = {str(name): dtype for name, dtype in of_dataset.dtypes.items()}
    return pd.concat([of_dataset, placed[list(types)].astype(types)], ignore_index=True)


def _beside_statistics() -> pd.DataFrame:
    return aging_issues(aging_rates())
