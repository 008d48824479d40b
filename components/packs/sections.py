"""The parts of the report, made of the same figures as the pages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from components.drawing import wording
from components.drawing.declared import said
from components.drawing.marks import PROGRAMME_GROUPS
from components.drawing.model import AreaMap, Basis, Figure, Row
from components.figures import aging, attainment, coverage, plan, profile, progress_map, ratings, reporting, targets
from components.figures.aging import COVERAGES
from components.figures.layers import LAYERS
from components.figures.ratings import REPORTED_SOURCE_JA, Rules
from components.figures.reported_areas import is_reported, with_reported
from components.figures.stages import STAGE_SOURCE_JA
from components.packs import listings
from components.packs.model import Listing, Origin, Section
from data.folders import yaml_beside
from data.pack_facts import PackFacts, ReportedFacts

AGING_JA = "高齢化率×支援カバー率"
ON_TIME_JA = "年度報告"
NOT_ASKED_JA = "市町村に報告を求める期限は、まだ設定されていません。いま分かる実績は、文書に書かれたものだけです。実績のない目標は「未報告」で、0 でも未達成でもありません。"
COVERAGE = COVERAGES["consultation"]
_WORDS: dict[str, str] = yaml_beside(__file__)


def own(facts: PackFacts) -> pd.DataFrame:
    """Return the municipality that the report is about, or all of the prefecture."""
    if facts.area_code is None:
        return facts.towns
    return facts.towns[facts.towns["area_code"] == facts.area_code]


def with_coverage(facts: PackFacts) -> pd.DataFrame:
    """Return the municipalities of the prefecture with the coverage that the scatter shows: reported before declared."""
    if facts.reported and is_reported(facts.reported.coverage, COVERAGE):
        return with_reported(facts.towns, facts.reported.coverage, COVERAGE)
    return facts.towns


@dataclass(frozen=True)
class Bases:
    """Place, time and source of the figures from plans and of those from reports."""

    plans: Basis
    reports: Basis


def bases(facts: PackFacts, place_ja: str) -> Bases:
    """Return what the figures of a place share."""
    time, documents = wording.as_of(facts.documents), wording.sources(facts.documents)
    judged = f"{wording.era_date(facts.judged_on)}現在の判定"
    return Bases(Basis(place_ja, time, documents), Basis(place_ja, judged, REPORTED_SOURCE_JA))


def maps(facts: PackFacts, basis: Basis, shapes: Path | None) -> Section:
    """Return the maps: the programmes in the plans, and the stages in the year in which most is known."""
    scale, place = LAYERS["programme"].scale, replace(basis, place_ja=facts.prefecture_ja)
    plans = progress_map.plan_map(facts.towns, scale, place)
    figures = [replace(plans, chart=AreaMap.of(facts.towns, scale, facts.area_code, shapes))]
    if len(facts.ladder):
        year = int(progress_map.latest_known(facts.ladder))
        staged = progress_map.with_stage(facts.towns, facts.ladder, year)
        if (staged["stage"] != "unknown").any():
            stages = LAYERS["stage"].scale
            stated = facts.stages[facts.stages["fiscal_year"] == year]
            shown = progress_map.stage_map(staged, stages, stated, replace(place, source=STAGE_SOURCE_JA))
            figures.append(replace(shown, chart=AreaMap.of(staged, stages, facts.area_code, shapes)))
    first = ""
    if facts.town:  # which programmes its plan names
        group = PROGRAMME_GROUPS[str(facts.town.row["programme_group"])].label_ja
        first = said(_WORDS["programmes"], {**facts.town.row, "group_ja": group})
    towns = own(facts)
    listing = listings.declared("towns_with_plan", towns[towns["has_record"]])
    return section_of("map", "どこに計画があり、どの段階か", figures, [listing], first_ja=first)


def aging_coverage(facts: PackFacts, basis: Basis) -> Section:
    """Return 高齢化率 × 支援カバー率, and which municipalities cannot be placed."""
    towns = with_coverage(facts)
    placed, out = aging.points(towns, COVERAGE), aging.left_out(towns, COVERAGE, facts.reasons)
    missing = int(facts.towns["has_record"].sum()) - len(placed)
    place = replace(basis, place_ja=facts.prefecture_ja)
    scatter = aging.figure(placed, missing, COVERAGE, place, facts.area_code)
    tables = [
        listings.scatter_points(placed, "対象地域の人口割合（相談の受け止め）"),
        listings.declared("left_out", out),
    ]
    if placed.empty:
        return section_of("aging", AGING_JA, [], tables, scatter.reading)
    figures = [scatter, coverage.composition(facts.towns, place)]
    return section_of("aging", AGING_JA, figures, tables, first_ja=_place_in_scatter(facts, placed, out))


def town_plan(facts: PackFacts, basis: Basis) -> Section:
    """Return what the plan of a municipality says: its basic figures, service areas and functions."""
    assert facts.town is not None
    row, town = facts.town.row, facts.town
    if not row["has_record"]:
        sentence = f"{row['name_ja']}の計画書は手元にありません。事業を実施していないという意味ではありません。"
        return Section("plan", "計画の姿", (), (sentence,), (), (), sentence)
    prefecture = replace(basis, place_ja=facts.prefecture_ja)
    figures = [
        profile.standing(town.profile, town.quartiles, prefecture),
        plan.service_areas(row, town.service_areas, basis, facts.reasons),
        plan.functions(row, facts.function_states, basis),
    ]
    tables = [
        listings.profile(town.profile, town.quartiles, facts.prefecture_ja),
        listings.declared("service_areas", town.service_areas),
        listings.declared("functions", facts.function_states),
    ]
    return section_of("plan", "計画の姿", figures, tables)


def functions(facts: PackFacts, basis: Basis) -> Section:
    """Return how many plans have something written for each function."""
    towns = set(facts.towns["area_code"])
    states = facts.function_states[facts.function_states["area_code"].isin(towns)]
    return section_of("functions", "計画書に書かれた機能", [coverage.functions(states, basis)] if len(states) else [])


def targets_of(facts: PackFacts) -> pd.DataFrame:
    """Return the targets with words for every code, made once for all parts of a report."""
    return _in_words(facts).copy(deep=False)


@lru_cache(maxsize=8)
def _in_words(facts: PackFacts) -> pd.DataFrame:
    return targets.with_words(facts.targets, facts.achievements, facts.indicators)


def targets_and_results(facts: PackFacts, both: Bases) -> Section:
    """Return what the plans aim at and what became of it, with bands where anything was reported or rated."""
    rows = targets_of(facts)
    reported = facts.reported
    rated = reported.ratings if reported else None
    rows = targets.with_reports(rows, rated)
    figures: list[Figure] = []
    if len(rows) and reported is None:
        figures = [targets.results(rows, facts.achievements, both.plans), targets.types(rows, both.plans)]
    elif len(rows) and reported is not None:
        figures = _rated(reported, both.reports)
    statuses = {}  # letter and word of every target that was rated
    if rated is not None:
        said = zip(rated["target_id"], rated["band"].astype(object).fillna(""), rated["status_ja"], strict=True)
        statuses = {str(code): f"{letter} {word}".strip() for code, letter, word in said}
    empty = f"{both.plans.place_ja}には、手元の計画書に目標の記載がありません（0 ではありません）。"
    listed = rows if reported is None else rows[rows["target_fy"] == reported.year]
    tables = [listings.targets(listed, statuses)] if len(listed) else []
    return section_of("targets", "目標と実績", figures, tables, empty if rows.empty else "")


def _rated(reported: ReportedFacts, basis: Basis) -> list[Figure]:
    rules, year = Rules(**reported.rules), reported.year
    of_year = reported.ratings[reported.ratings["target_fy"] == year]
    figures = [attainment.standing(reported.pillar_shares, reported.rates, year, rules, of_year, basis)]
    if len(of_year):
        shares, forms = reported.place_shares, reported.forms
        figures.append(ratings.heat(of_year, shares, forms, year, rules, basis, address=lambda _: ""))
    if len(reported.year_shares) > 1:
        figures.append(attainment.trend(reported.year_shares, reported.rates, basis))
    return figures


def reports(facts: PackFacts, both: Bases) -> Section:
    """Return who has not reported; where nobody was asked, which targets have no result in the documents."""
    title = "報告していない市町村"
    aims = targets_of(facts)
    without = [listings.unreported(aims)] if len(aims) else []
    if facts.reported is None or facts.reported.forms.empty:
        sentence = facts.trouble_ja or NOT_ASKED_JA
        return Section("reports", title, (), (sentence,), (), tuple(without), sentence)
    forms, year = facts.reported.forms, facts.reported.year
    rows = reporting.states(own(facts), forms).drop(columns="reason_ja")
    rates = facts.reported.rates
    rate = rates[rates["fiscal_year"] == year].to_dict("records") if facts.area_code is None else []
    report = reporting.Report(year, "full_year", wording.fiscal_year(year), ON_TIME_JA)
    basis = replace(both.reports, source="報告の受付簿")
    figure = reporting.states_by_prefecture(rows, rate[0] if rate else None, report, basis)
    if facts.area_code is not None:
        mine: Row = rows.to_dict("records")[0]
        figure = replace(figure, reading=said(_WORDS["report"], mine))
    asked = rows[rows["state"] != "not_asked"]
    return section_of("reports", title, [figure], [listings.report_states(asked)])


def _place_in_scatter(facts: PackFacts, placed: pd.DataFrame, out: pd.DataFrame) -> str:
    """Return where the municipality stands in the scatter, or why it cannot be placed; "" for a prefecture."""
    if facts.town is None:
        return ""
    frames = {"placed": placed, "out": out}
    mine = {name: rows[rows["area_code"] == facts.area_code].to_dict("records") for name, rows in frames.items()}
    return said(_WORDS["place"], {"name_ja": facts.town.row["name_ja"], **mine})


def section_of(
    code: str, title: str, figures: Iterable[Figure], tables: Iterable[Listing] = (), empty_ja: str = "",
    first_ja: str = "",
) -> Section:  # fmt: skip
    """Return a part with what is said about it and where the numbers come from."""
    shown = tuple(figures)
    origins = tuple(
        Origin(f"{figure.title}（{wording.count(figure.n, figure.counter)}）", f"{figure.source}、{figure.as_of}")
        for figure in shown
    )
    readings = [first_ja, *(figure.reading for figure in shown), empty_ja]
    say = tuple(dict.fromkeys(sentence for sentence in readings if sentence))
    return Section(code, title, shown, say, origins, tuple(table for table in tables if table.rows), empty_ja)
