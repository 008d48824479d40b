"""All facts for the report of one place, of one moment: now, or a frozen edition."""

from dataclasses import asdict
from functools import lru_cache

import pandas as pd

import data.answers.attainment as attainment
import data.answers.services as services
import data.answers.stages as stages
from data import dataset
from data.answers.areas import municipalities, pooled_coverage, prefectures
from data.answers.attainment import reported_coverage
from data.answers.facts import as_frozen, facts, indicators
from data.answers.plans import function_states, profile, profile_quartiles, targets
from data.answers.reports import own_targets, report_state, reported_roads
from data.answers.stage_sources import programme_stages
from data.errors import DatasetError, UnknownRecordError
from data.measures.coverage import FLAGS, REASONS
from data.measures.definitions import ATTAINMENT_MEASURES, MEASURES
from data.measures.public_ratings import attainment_shares
from data.pack_facts import PackFacts, ReportedFacts, ServiceFacts, TownFacts

_MOST = 8  # places whose facts are kept


def pack_facts(prefecture_code: str, area_code: str | None = None, edition: str | None = None) -> PackFacts:
    """Return everything that the report of a prefecture, or of one of its municipalities, is made from.

    Args:
        edition: The name of a frozen edition: its dataset, and what was recorded until then; None = now.

    Raises:
        UnknownRecordError: There is no such prefecture, or no such municipality in it.
        UnknownEditionError: No edition has this name.
    """
    with as_frozen(edition):
        return _kept(prefecture_code, area_code, edition, attainment.rated_on(), _state())


def _state() -> str:
    """Return the state of what the facts are made from; also while the store of reports is out of reach."""
    try:
        return report_state()
    except DatasetError:
        return dataset.state_version()


@lru_cache(maxsize=_MOST)
def _kept(prefecture_code: str, area_code: str | None, edition: str | None, judged_on: str, state: str) -> PackFacts:
    """Return the facts; `state` tells when those that were kept are out of date."""
    with as_frozen(edition) as frozen:
        names = prefectures().set_index("prefecture_code")["name_ja"]
        towns = municipalities(prefecture_code)
        if prefecture_code not in names.index:
            raise UnknownRecordError(kind_ja="都道府県", code=prefecture_code)
        if area_code is not None and area_code not in set(towns["area_code"]):
            raise UnknownRecordError(kind_ja="市町村", code=area_code)
        reported, trouble_ja = _reported(prefecture_code, area_code, calmly=frozen is None)
        place = (area_code, None) if area_code else (None, prefecture_code)
        return PackFacts(
            prefecture_code=prefecture_code, prefecture_ja=str(names[prefecture_code]), area_code=area_code, edition=edition,
            frozen_at=frozen.frozen_at if frozen else None, judged_on=judged_on, version=dataset.dataset_version(),
            is_practice=dataset.dataset_facts().get("practice") is True,
            towns=towns, pooled=pooled_coverage(prefecture_code), documents=dataset.read_table("documents"), indicators=indicators(),
            definitions=pd.DataFrame([asdict(measure) for measure in (*MEASURES, *ATTAINMENT_MEASURES)]),
            targets=_with_own_targets(targets(*place), *place) if reported else targets(*place),
            achievements=facts("achievements", *place),
            function_states=function_states(*place),
            ladder=stages.stage_ladder(prefecture_code),
            stages=programme_stages(prefecture_code=prefecture_code),
            reasons=REASONS | FLAGS,
            town=_town(towns, area_code) if area_code else None,
            reported=reported,
            services=None if trouble_ja else _services(prefecture_code, area_code),
            trouble_ja=trouble_ja,
        )  # fmt: skip


def _with_own_targets(rows: pd.DataFrame, area_code: str | None, prefecture_code: str | None) -> pd.DataFrame:
    own = own_targets(area_code, prefecture_code)
    return pd.concat([rows, own.reindex(columns=rows.columns)], ignore_index=True) if len(own) else rows


def _town(towns: pd.DataFrame, area_code: str) -> TownFacts:
    row = towns[towns["area_code"] == area_code].to_dict("records")[0]
    quartiles = profile_quartiles(str(row["prefecture_code"]))
    values = profile(str(row["record_id"])) if row["has_record"] else pd.DataFrame()
    named = {str(name): value for name, value in row.items()}
    return TownFacts(named, values, quartiles, facts("service_areas", area_code))


def _reported(prefecture_code: str, area_code: str | None, *, calmly: bool) -> tuple[ReportedFacts | None, str]:
    """Return what was reported and "", or None and why; documents are shown also while the store is out of reach."""
    try:
        years = attainment.rated_years(prefecture_code)
        return (_of_year(years[0], prefecture_code, area_code) if years else None), ""
    except DatasetError as error:
        if not calmly:
            raise
        return None, f"{error.happened_ja}{error.effect_ja}"


def _services(prefecture_code: str, area_code: str | None) -> ServiceFacts | None:
    """Return what is reported on the five services; None where nothing is."""
    place = (area_code, prefecture_code)
    found = services.town_services(*place)
    if found.empty:
        return None
    year = int(found["fiscal_year"].max())
    return ServiceFacts(
        year=year, headline=services.services_headline(prefecture_code), services=found, years=services.service_years(*place), counts=services.service_counts(*place),
        zeros=services.zero_reports(prefecture_code), money=services.service_money(*place),
        middles=services.money_middles(prefecture_code), roads=reported_roads(prefecture_code), process=services.service_process(area_code or ""),
        peers=services.service_peers(area_code, year) if area_code else pd.DataFrame(), reasons=services.SERVICE_REASONS,
    )  # fmt: skip


def _of_year(year: int, prefecture_code: str, area_code: str | None) -> ReportedFacts:
    ratings = attainment.public_ratings(area_code=area_code, prefecture_code=prefecture_code)
    of_year = ratings[ratings["target_fy"] == year]
    return ReportedFacts(
        year=year,
        ratings=ratings,
        pillar_shares=attainment_shares(of_year, ["pillar"]),
        place_shares=attainment_shares(of_year, ["area_code"]),
        year_shares=attainment_shares(ratings, ["target_fy"]),
        rates=attainment.reporting_rates(prefecture_code),
        forms=attainment.submission_states(year, prefecture_code),
        rules=attainment.rating_rules(),
        coverage=reported_coverage(prefecture_code=prefecture_code),
    )
