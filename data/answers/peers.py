"""Municipalities that are alike: what is known of each, the nearest ones with their reasons, and one beside its peers."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

import pandas as pd

from data import dataset
from data.answers.areas import municipalities, usable_profile
from data.answers.facts import by_key, located
from data.answers.reports import kept_with_roads
from data.answers.stage_sources import shown_statements
from data.answers.stages import stage_ladder
from data.answers.statistics import area_statistics, statistics_sources
from data.measures import comparisons
from data.measures import peers as measure
from data.measures.comparisons import quartile_positions, quartiles
from data.measures.peers import VARIABLES, Search

DOCUMENTS_JA = "計画書"
_CENSUS_COLUMNS = {"census_population": "population", "census_aging_rate_pct": "aging_rate_pct"}
_PLACE = ["area_code", "name_ja", "name_kana", "prefecture_code", "prefecture_ja", "kind", "has_record"]


@dataclass(frozen=True)
class Peers:
    """The answer to a search."""

    # Nearest first: rank (equal distances share one), distance, known_count and the place and step of each
    ranked: pd.DataFrame
    # How many municipalities the filters leave to be compared; those beyond `ranked` cannot be compared or lie
    # outside a locked band
    asked: int


@dataclass(frozen=True)
class PeerSource:
    """The source of the variables: its title, its day (ISO; empty for the plans: see the documents), and whether official."""

    title_ja: str
    as_of_date: str
    has_census: bool


@kept_with_roads
def peer_features() -> pd.DataFrame:
    """Return what municipalities are compared in, one row for each of them, whatever is known.

    With a census imported its values are used for every municipality alike, so that no two times are mixed; without it
    those of the documents. 生活保護受給率 stands in the documents only; a quarantined value is missing.

    Place, kind, has_record; the columns of `data.measures.peers.VARIABLES` (NaN where unknown); step (key of
    `data.measures.comparisons.STEPS`, missing where unknown) and step_ja.
    """
    towns, census = municipalities(), area_statistics()
    welfare = towns[["area_code", "welfare_rate_permille"]]
    if census.empty:
        values = towns[["area_code", "population", "aging_rate_pct", "area_km2"]].assign(
            density_per_km2=towns["population"] / towns["area_km2"],
            household_size=towns["population"] / towns["households"],
            population_change_pct=float("nan"),
        )
    else:
        values = census.rename(columns=_CENSUS_COLUMNS)
        values = values[["area_code", *(name for name in VARIABLES if name in values)]]
    rows = towns[_PLACE].merge(values, "left", "area_code").merge(welfare, "left", "area_code")
    steps = rows["area_code"].map(comparisons.furthest_steps(shown_statements())).astype("Int64")
    return rows.assign(step=steps, step_ja=steps.map(comparisons.STEPS).fillna("情報なし").astype("str"))


@kept_with_roads
def peer_source() -> PeerSource:
    """Return what the variables come from: the census where it is imported, else the plans."""
    imported = statistics_sources().set_index("source_code")
    if "census" not in imported.index:
        return PeerSource(DOCUMENTS_JA, "", has_census=False)
    census = imported.loc["census"]
    return PeerSource(str(census["title_ja"]), str(census["as_of_date"]), has_census=True)


@kept_with_roads
def peer_variables() -> pd.DataFrame:
    """Return the fields of each `data.measures.peers.Variable`, default_weight, known_count, missing_count and source_ja."""
    towns, weights = peer_features(), measure.default_weights(peer_features())
    rows = pd.DataFrame([{"variable": name, **asdict(variable)} for name, variable in VARIABLES.items()])
    known = rows["variable"].map(towns[list(VARIABLES)].notna().sum())
    official = rows["variable"] != "welfare_rate_permille"
    return rows.assign(
        default_weight=rows["variable"].map(weights),
        known_count=known,
        missing_count=len(towns) - known,
        source_ja=official.map({True: peer_source().title_ja, False: DOCUMENTS_JA}),
    )


@kept_with_roads
def default_search() -> Search:
    """Return the search that nothing was chosen for: every variable that is known widely enough, all of Japan."""
    return Search(measure.default_weights(peer_features()))


@kept_with_roads
def peers(area_code: str, search: Search | None = None) -> Peers:
    """Return the municipalities that are nearest to one."""
    towns, search = peer_features(), search or default_search()
    chosen = measure.eligible(towns, area_code, search).set_axis(towns["area_code"])
    inside = measure.inside_bands(towns, area_code, search.locked)
    found = measure.nearest(peer_scale(), area_code, search.weights)
    found = found[(chosen & inside).reindex(found["area_code"]).to_numpy()]
    ranked = found.merge(towns[[*_PLACE, "step", "step_ja"]], "left", "area_code")
    rank = ranked["distance"].round(9).rank(method="min").astype("Int64")
    return Peers(ranked.assign(rank=rank), int(chosen.sum()))


@kept_with_roads
def peer_scale() -> pd.DataFrame:
    """Return `data.measures.peers.scaled` of all municipalities: index area_code."""
    return measure.scaled(peer_features())


@kept_with_roads
def peer_differences(area_code: str, codes: Collection[str], search: Search | None = None) -> pd.DataFrame:
    """Return what each variable adds to the distance of each of the peers, in numbers and words, with source_ja."""
    search = search or default_search()
    rows = measure.differences(peer_features(), peer_scale(), area_code, codes, search.weights)
    sources = peer_variables().set_index("variable")["source_ja"]
    return comparisons.with_words(rows).assign(source_ja=rows["variable"].map(sources))


peer_reasons = comparisons.reasons
QUARTILE_GROUP = 20  # peers whose quartiles stand beside those of the prefecture


@kept_with_roads
def peer_group(area_code: str, group: str, search: Search | None = None) -> list[str]:
    """Return the municipalities that a statistic is over, the municipality itself included.

    Args:
        group: all (all of Japan), prefecture, kind (same kind of municipality) or peers (the nearest QUARTILE_GROUP).
    """
    if group == "peers":
        return [area_code, *peers(area_code, search).ranked["area_code"].head(QUARTILE_GROUP)]
    towns = peer_features()
    column = {"prefecture": "prefecture_code", "kind": "kind"}.get(group)
    chosen = slice(None) if column is None else towns[column] == towns.set_index("area_code")[column][area_code]
    return list(towns.loc[chosen, "area_code"])


@kept_with_roads
def peer_standing(area_code: str, group: str, search: Search | None = None) -> pd.DataFrame:
    """Return where a municipality lies in each variable among a group that it belongs to.

    One row per variable: value (NaN where unknown), quartile (1-4; missing below four values or without a value), n,
    same_count, q1, median, q3, and position_q1, position_median, position_q3 on the common scale.
    """
    values, places, limits, on_scale = _spread(peer_group(area_code, group, search))
    own = places.loc[places["record_id"] == area_code, ["indicator_code", "quartile", "same_count"]]
    rows = values.loc[values["area_code"] == area_code, ["indicator_code", "value"]]
    for part in (limits, on_scale, own):
        rows = rows.merge(part, "left", "indicator_code")
    return rows.rename(columns={"indicator_code": "variable"}).assign(n=rows["n"].fillna(0).astype("Int64"))


@kept_with_roads
def _spread(members: Collection[str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return what is the same for all members of a group: values, places among them, quartiles, quartiles on the scale."""
    # One row for each municipality and variable: area_code, indicator_code, value
    both = [rows[rows["area_code"].isin(list(members))] for rows in (peer_features(), peer_positions())]
    values, positions = (rows.melt("area_code", list(VARIABLES), "indicator_code") for rows in both)
    limits = ["indicator_code", "q1", "median", "q3"]
    on_scale = quartiles(positions)[limits].set_index("indicator_code").add_prefix("position_").reset_index()
    places = quartile_positions(values.rename(columns={"area_code": "record_id"}))
    return values, places, quartiles(values)[[*limits, "n"]], on_scale


@kept_with_roads
def peer_positions() -> pd.DataFrame:
    """Return the variables of every municipality around their median, in interquartile ranges of all."""
    return peer_scale().reset_index()


@kept_with_roads
def peer_quartiles(area_code: str) -> pd.DataFrame:
    """Return where the plan's basic figures of a municipality lie among its nearest peers with a plan.

    One row per indicator that it states: indicator_code, quartile, n (itself included), same_count, q1, median, q3 of
    the group (missing below four values) and group_count, the number of peers.
    """
    group = peers(area_code, Search(default_search().weights, among="with_plan")).ranked.head(QUARTILE_GROUP)
    latest = municipalities().set_index("area_code")["record_id"]
    values = usable_profile()
    values = values[values["record_id"].isin(latest[[area_code, *group["area_code"]]])]
    positions = quartile_positions(values)
    own: pd.DataFrame = positions[positions["record_id"] == latest[area_code]]
    spread = quartiles(values)[["indicator_code", "q1", "median", "q3"]]
    return own.merge(spread, on="indicator_code").assign(group_count=len(group)).drop(columns="record_id")


@kept_with_roads
def peer_targets(codes: Collection[str]) -> pd.DataFrame:
    """Return the targets of municipalities that are counts, for 10,000 residents of the same document."""
    return _in_order(_targets_per_10k(), codes)


@kept_with_roads
def _targets_per_10k() -> pd.DataFrame:
    return comparisons.targets_per_10k(located("targets"), dataset.read_table("indicators"), municipalities())


@kept_with_roads
def aims_of_peers(area_code: str, codes: Collection[str]) -> pd.DataFrame:
    """Return the targets of peers with an indicator that the municipality has no target of, with indicator_ja."""
    rows = comparisons.aims_of_others(located("targets"), area_code, codes)
    return rows.assign(indicator_ja=rows["indicator_code"].map(by_key("indicators", "name_ja")))


@kept_with_roads
def peer_towns(codes: Collection[str]) -> pd.DataFrame:
    """Return municipalities in the order of their codes: the wide rows with the values that they are compared in."""
    return _in_order(_towns(), codes)


@kept_with_roads
def _towns() -> pd.DataFrame:
    compared = peer_features()[["area_code", *VARIABLES, "step_ja"]]
    return municipalities().drop(columns=list(VARIABLES), errors="ignore").merge(compared, on="area_code")


@kept_with_roads
def peer_stages_by_year(codes: Collection[str]) -> pd.DataFrame:
    """Return the columns of `data.answers.stage_ladder` for municipalities, in the order of their codes."""
    return _in_order(stage_ladder(), codes)


@kept_with_roads
def start_aligned_stages(codes: Collection[str]) -> pd.DataFrame:
    """Return the stages of municipalities by years since they are known to run 重層的支援体制整備事業.

    The columns of `data.answers.stage_ladder` with first_fy and year_from_start (0 = the first year), in the order of
    the codes; municipalities without a known first year have no rows.
    """
    return _in_order(_aligned_stages(), codes)


@kept_with_roads
def _aligned_stages() -> pd.DataFrame:
    return comparisons.aligned(stage_ladder(), comparisons.first_years(shown_statements()))


def _in_order(rows: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    order = {code: place for place, code in enumerate(codes)}
    chosen = rows[rows["area_code"].isin(order)]
    return chosen.sort_values("area_code", key=lambda column: column.map(order), kind="stable", ignore_index=True)
