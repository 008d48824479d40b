"""From facts to the report: which parts it has, in which order, and what its first page says. Pure."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from components.drawing import wording
from components.drawing.model import Figure, Tiles
from components.figures import attainment, summary, targets
from components.packs import questions, references, sections
from components.packs.model import Pack, Section
from components.packs.sections import Bases
from data.pack_facts import PackFacts

NOW_JA = "現在の状態（固定した版ではありません）"
_MOST_MESSAGES = 6
_MOST = 8  # reports kept for the next run of a page


@lru_cache(maxsize=_MOST)
def pack(facts: PackFacts, credit_ja: str, shapes: Path | None = None) -> Pack:
    """Return the report of a place.

    Args:
        shapes: GeoJSON file of the prefecture's boundaries in force; without one the maps have no picture.
    """
    place = place_ja(facts)
    both = sections.bases(facts, _short_place(facts))
    headline = _with_reports(_headline(facts, both), facts)
    parts = _sections(facts, both, shapes)
    return Pack(
        prefecture_code=facts.prefecture_code,
        area_code=facts.area_code,
        place_ja=place,
        title_ja=f"{place}の包括的な支援体制づくり",
        edition=facts.edition,
        edition_ja=edition_ja(facts.edition, facts.frozen_at),
        as_of_ja=both.plans.as_of,
        judged_ja=wording.era_date(facts.judged_on),
        version=facts.version,
        made_on=facts.judged_on,
        is_practice=facts.is_practice,
        headline=headline,
        messages=_messages(headline, parts),
        sections=parts,
        definitions=references.definitions(facts),
        sources=references.sources(facts),
        questions=questions.chosen(facts),
        credit_ja=credit_ja,
    )


def place_ja(facts: PackFacts) -> str:
    """Return the prefecture, or the municipality behind its prefecture."""
    return facts.prefecture_ja + (str(facts.town.row["name_ja"]) if facts.town else "")


def edition_ja(edition: str | None, frozen_at: str | None) -> str:
    """Return the edition in words: 版「第1回定例会」（令和8年6月1日に固定）."""
    if edition is None or frozen_at is None:
        return NOW_JA
    return f"版「{edition}」（{wording.era_date(frozen_at[:10])}に固定）"


def _short_place(facts: PackFacts) -> str:
    return str(facts.town.row["name_ja"]) if facts.town else facts.prefecture_ja


def _headline(facts: PackFacts, both: Bases) -> Figure:
    if facts.town and facts.town.row["has_record"]:
        return summary.of_town(facts.town.row, both.plans)
    rows = targets.with_words(facts.targets, facts.achievements, facts.indicators)
    towns = facts.towns
    if facts.town:
        towns = towns[towns["area_code"] == facts.area_code]
    figure = summary.headline(towns, rows, both.plans, one_prefecture=True)
    if facts.town:
        sentence = f"{facts.town.row['name_ja']}の計画書は手元にないため、値を示せません。"
        figure = replace(figure, reading=sentence)
    return figure


def _with_reports(figure: Figure, facts: PackFacts) -> Figure:
    """Return the main numbers with what was reported in place of what the documents say about results."""
    reported, chart = facts.reported, figure.chart
    if reported is None or not isinstance(chart, Tiles):
        return figure
    tiles = attainment.tiles(reported.pillar_shares, reported.rates, reported.year)
    numbers = (*chart.numbers[:-1], tiles[0], tiles[1]) if facts.town is None else (*chart.numbers, tiles[1])
    return replace(
        figure,
        reading=figure.reading.split("。")[0] + "。",  # the second sentence speaks of the documents only
        source=f"{figure.source}、市町村の報告",
        chart=Tiles(numbers),
        table=lambda: summary.number_table(numbers),
    )


def _sections(facts: PackFacts, both: Bases, shapes: Path | None) -> tuple[Section, ...]:
    middle = sections.town_plan(facts, both.plans) if facts.town else sections.functions(facts, both.plans)
    parts = (
        sections.maps(facts, both.plans, shapes),
        sections.aging_coverage(facts, both.plans),
        middle,
        sections.targets_and_results(facts, both),
        sections.reports(facts, both),
    )
    return tuple(part for part in parts if part.figures or part.listings or part.empty_ja)


def _messages(headline: Figure, parts: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the sentences of the summary: that of the whole, and the first of each part."""
    firsts = [part.say_ja[0] for part in parts if part.say_ja and part.code != "functions"]
    return tuple(dict.fromkeys([headline.reading, *firsts]))[:_MOST_MESSAGES]
