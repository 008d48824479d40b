"""National statistics where this installation imported them, and what shows only beside them: 高齢化率 of both sources, issues."""

from functools import partial

import pandas as pd

from data import dataset
from data.answers.facts import by_key, facts, kept, located, of_place, with_places
from data.folders import imports_are_shared
from data.map_shapes import boundaries_in_force
from data.measures.reconciliation import aging_issues, compare_aging

CENSUS, REGISTER, BOUNDARIES = "census", "resident_register", "boundaries"

# Column of the wide answer → indicator of the table.
_COLUMNS = {
    "census_population": "population",
    "census_population_65": "population_65",
    "census_population_under_15": "population_under_15",
    "census_aging_rate_pct": "aging_rate",
    "under_15_pct": "under_15_rate",
    "density_per_km2": "density",
    "households": "households",
    "population_change_pct": "population_change_rate",
    "area_km2": "area_km2",
}
WIDE_COLUMNS = (
    "area_code", "area_name_ja", "prefecture_code", "prefecture_ja", *_COLUMNS, "household_size", "census_date",
)  # fmt: skip


def renew_imports() -> bool:
    """Take over what another process imported; return whether that changed anything. DatasetError without the store."""
    if not imports_are_shared():
        return False
    from data import store  # loads the database

    return bool(store.renew_imports())


@kept
def area_statistics(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what the census says about every municipality, one wide row each; no rows where none was imported.

    The columns of WIDE_COLUMNS, numbers as float64 with NaN where the census has no value (双葉町 in 2020): percentages
    0–100, the change of population over five years, household_size in persons (computed), census_date ISO.
    """
    return of_place(_wide("municipality", CENSUS), None, prefecture_code)


@kept
def register_statistics(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what the resident register says about every municipality; no rows where none was imported.

    Columns: area_code, area_name_ja, prefecture_code, prefecture_ja; register_population (persons),
    register_aging_rate_pct, register_under_15_pct (0–100), NaN without a value; register_date (ISO).
    """
    names = {"census_population": "register_population", "census_aging_rate_pct": "register_aging_rate_pct",
             "under_15_pct": "register_under_15_pct", "census_date": "register_date"}  # fmt: skip
    rows = _wide("municipality", REGISTER).rename(columns=names)
    places = ["area_code", "area_name_ja", "prefecture_code", "prefecture_ja"]
    return of_place(rows[[*places, *names.values()]], None, prefecture_code)


@kept
def prefecture_statistics() -> pd.DataFrame:
    """Return what the census says about every prefecture, in the columns of `area_statistics`."""
    return _wide("prefecture", CENSUS)


statistics_sources = partial(dataset.read_imported, "statistics_sources")
import_findings = partial(dataset.read_imported, "import_findings")  # rows not used, areas resolved, values missing


def imported_sources() -> pd.DataFrame:
    """Return everything that was imported: statistics, boundaries (the latest file of each kind or place), lists of stages.

    Columns: source_code (`boundaries`, `stages` beside those of `statistics_sources`), title_ja, publisher_ja, as_of_date,
    file_name, sha256, imported_at, imported_by, note_ja, scope_ja (which places it holds, in words).
    """
    tables = statistics_sources()
    lists = dataset.read_imported("stage_lists").assign(publisher_ja="", note_ja="", as_of_date="")
    tables = pd.concat([part for part in (tables, lists) if len(part)] or [tables], ignore_index=True)
    tables = tables.assign(scope_ja=[f"{int(count):,}市区町村" for count in tables["municipality_count"]])
    areas = dataset.read_table("areas")
    names = areas[areas["level"] == "prefecture"].set_index("prefecture_code")["name_ja"]
    shapes = [
        {**source, "source_code": BOUNDARIES, "publisher_ja": source["credit_ja"], "note_ja": pd.NA,
         "scope_ja": "、".join(names.reindex(list(source["prefecture_codes"])).dropna())}
        for source in boundaries_in_force().sources
    ]  # fmt: skip
    columns = [*tables.columns.drop(["row_count", "municipality_count"])]
    rows = pd.DataFrame(shapes, columns=columns).replace("", pd.NA)
    return pd.concat([tables[columns].astype(object), rows.astype(object)], ignore_index=True).astype("string")


@kept
def _wide(level: str, source_code: str) -> pd.DataFrame:
    rows, areas = dataset.read_imported("area_statistics"), dataset.read_table("areas")
    known = areas.loc[(areas["level"] == level) & areas["valid_to"].isna(), "area_code"]
    rows = rows[(rows["source_code"] == source_code) & rows["area_code"].isin(known)]
    wide = rows.pivot(index="area_code", columns="indicator_code", values="value").astype(float)
    wide = wide.reindex(columns=list(_COLUMNS.values())).set_axis(list(_COLUMNS), axis=1)
    wide["household_size"] = wide["census_population"] / wide["households"]
    dates = rows.drop_duplicates("area_code").set_index("area_code")["as_of_date"]
    wide = wide.rename_axis(columns=None).assign(census_date=dates).reset_index()
    return with_places(wide)[list(WIDE_COLUMNS)].sort_values("area_code", ignore_index=True)


@kept
def aging_rates(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return 高齢化率 of the plan and of the census side by side, with their dates.

    The columns of `data.measures.reconciliation.compare_aging` with fiscal_year of the plan and the names of the area;
    one row per municipality that has either value.
    """
    return of_place(_aging_rates(), None, prefecture_code)


@kept
def _aging_rates() -> pd.DataFrame:
    values = located("profile_values")
    usable = values[(values["fact_status"] != "quarantined") & values["value"].notna()]
    of_towns = usable[usable["area_code"].map(by_key("areas", "level")) == "municipality"]
    compared = compare_aging(of_towns, area_statistics())
    compared["fiscal_year"] = compared["record_id"].map(by_key("records", "fiscal_year"))
    return with_places(compared)


def issue_rows() -> pd.DataFrame:
    """Return all issues in the columns of the table `issues`."""
    rows = dataset.read_table("issues")
    return issues_beside_statistics()[list(rows.columns)] if len(_beside_statistics()) else rows


@kept
def issues_beside_statistics() -> pd.DataFrame:
    """Return the issues of the dataset, and those that show only beside imported statistics."""
    of_dataset, found = facts("issues"), _beside_statistics()
    if found.empty:
        return of_dataset
    known = {name: found["record_id"].map(by_key("records", name)) for name in ("doc_id", "area_code")}
    placed = with_places(found.assign(**known))
    types = {str(name): dtype for name, dtype in of_dataset.dtypes.items()}
    return pd.concat([of_dataset, placed[list(types)].astype(types)], ignore_index=True)


def _beside_statistics() -> pd.DataFrame:
    return aging_issues(aging_rates())
