"""Municipalities that are alike: what is known of each, the nearest ones with their reasons, and what they aim at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

import pandas as pd

from data.answers.areas import municipalities
from data.answers.facts import kept
from data.answers.stages import statements
from data.answers.statistics import area_statistics, statistics_sources
from data.measures import comparisons
from data.measures import peers as measure
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


@kept
def peer_features() -> pd.DataFrame:
    """Return what municipalities are compared in, one row for each of them, whatever is known.

    With a census imported its values are used for every municipality alike, so that no two times are mixed; without it
    those of the documents. 生活保護受給率 stands in the documents only; a quarantined value is missing.

    Returns:
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
    steps = rows["area_code"].map(comparisons.furthest_steps(statements())).astype("Int64")
    return rows.assign(step=steps, step_ja=steps.map(comparisons.STEPS).fillna("情報なし").astype("str"))


@kept
def peer_source() -> PeerSource:
    """Return what the variables come from: the census where it is imported, else the plans."""
    imported = statistics_sources().set_index("source_code")
    if "census" not in imported.index:
        return PeerSource(DOCUMENTS_JA, "", has_census=False)
    census = imported.loc["census"]
    return PeerSource(str(census["title_ja"]), str(census["as_of_date"]), has_census=True)


@kept
def peer_variables() -> pd.DataFrame:
    """Return the variables with what is known of them.

    Returns:
        variable and the fields of `data.measures.peers.Variable`, default_weight, known_count and missing_count
        (municipalities) and source_ja.
    """
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


@kept
def default_search() -> Search:
    """Return the search that nothing was chosen for: every variable that is known widely enough, all of Japan."""
    return Search(measure.default_weights(peer_features()))


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


@kept
def peer_scale() -> pd.DataFrame:
    """Return `data.measures.peers.scaled` of all municipalities: index area_code."""
    return measure.scaled(peer_features())


def peer_differences(area_code: str, codes: Collection[str], search: Search | None = None) -> pd.DataFrame:
    """Return what each variable adds to the distance of each of the peers, in numbers and words, with source_ja."""
    search = search or default_search()
    rows = measure.differences(peer_features(), peer_scale(), area_code, codes, search.weights)
    sources = peer_variables().set_index("variable")["source_ja"]
    return comparisons.with_words(rows).assign(source_ja=rows["variable"].map(sources))


def peer_reasons(differences: pd.DataFrame) -> pd.Series:
    """Return one sentence for each peer that says why it is near; index area_code."""
    return comparisons.reasons(differences)
