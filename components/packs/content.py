"""From facts to the report: its parts in their order, its first page, its definitions, and the documents behind it. Pure."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from components.drawing import wording
from components.drawing.declared import DECLARED
from components.drawing.model import Basis, Figure, Tiles
from components.figures import aging, attainment, service_money, service_totals, services, summary
from components.figures.aging import SERVICE_COVERAGES
from components.packs import listings, questions, sections
from components.packs.model import Definition, Listing, Pack, Section, Source
from components.packs.sections import Bases, own, section_of
from data import schema
from data.pack_facts import PackFacts, ServiceFacts

# What the report shows; the other derived figures are defined in the application.
_SHOWN = ("C1", "C3")
_SHOWN_WITH_SERVICES = ("services_coverage", "services_functions", "C6", "zero_reports", "money")
_SHOWN_WITH_REPORTS = (*_SHOWN, "attainment", "reporting", "attained_share", "suppression")
AGING = Definition(
    "高齢化率", "%", "100 × 65歳以上の人口 ÷ 人口。計画書に書かれた値。", "人口に占める65歳以上の人の割合。",
    "高いこと・低いことによしあしはない。時点は計画書ごとに異なる。",
)  # fmt: skip


def definitions(facts: PackFacts) -> tuple[Definition, ...]:
    """Return the definitions of the figures that the report shows."""
    shown = _SHOWN_WITH_REPORTS if facts.reported else _SHOWN
    shown = (*shown, *_SHOWN_WITH_SERVICES) if facts.services else shown
    rows = facts.definitions.set_index("code").loc[list(shown)].reset_index()
    found = [AGING]
    for row in rows.to_dict("records"):
        name = f"{row['name_ja']}（{row['code']}）" if len(row["code"]) == 2 else row["name_ja"]
        found.append(Definition(name, row["unit"], row["formula_ja"], row["meaning_ja"], row["caveat_ja"]))
    if facts.reported:
        found.append(Definition("段階", "", facts.reported.rules["bands_ja"], "達成率を段階で読むための区切り。", ""))
    return tuple(found)


def sources(facts: PackFacts) -> tuple[Source, ...]:
    """Return the documents that the report rests on, with the lines of each municipality, and the lists of stages."""
    documents = []
    having = facts.towns[facts.towns["has_record"]]
    if facts.area_code:
        having = having[having["area_code"] == facts.area_code]
    for row in facts.documents.to_dict("records"):
        lines = tuple(
            f"{town['name_ja']} {wording.place_of(town)}"
            for town in having[having["doc_id"] == row["doc_id"]].to_dict("records")
        )
        lines += _other_lines(facts, str(row["doc_id"]), set(having["record_id"]))
        if lines:
            kind, status = (schema.label_of("documents", name, str(row[name])) for name in ("doc_type", "status"))
            year = wording.fiscal_year(row["fiscal_year"]).replace(wording.MISSING, "年度の記載なし")
            words = (str(row["doc_id"]), str(row["title_ja"]), f"{kind}（{status}）", year)
            documents.append(Source(*words, lines, str(row["sha256"])))
    return (*documents, *_stage_lists(facts), *_reports(facts))


def _other_lines(facts: PackFacts, doc_id: str, shown: set[str]) -> tuple[str, ...]:
    """Return where targets of other records of the document stand, such as those of the prefecture itself."""
    rows = facts.targets[(facts.targets["doc_id"] == doc_id) & ~facts.targets["record_id"].isin(shown)]
    return tuple(
        f"{group['area_name_ja'].iloc[0]} {wording.place(doc_id, group['line_start'].min(), group['line_end'].max())}"
        for _, group in rows.groupby("record_id", sort=True)
    )


def _stage_lists(facts: PackFacts) -> tuple[Source, ...]:
    rows = facts.stages[facts.stages["doc_id"].isna() & facts.stages["source_title"].notna()]
    if facts.area_code:
        rows = rows[rows["area_code"] == facts.area_code]
    lists = []
    for title, group in rows.groupby("source_title", sort=True):
        years = dict.fromkeys(wording.fiscal_year(group["fiscal_year"].agg(end)) for end in ("min", "max"))
        names = wording.names([str(name) for name in group["area_name_ja"].drop_duplicates()])
        lists.append(Source("", str(title), "段階の一覧", "～".join(years), (names,), ""))
    return tuple(lists)


def _reports(facts: PackFacts) -> tuple[Source, ...]:
    if facts.reported is None:
        return ()
    forms = facts.reported.forms
    received = forms[forms["is_submitted"].astype(bool)]
    if facts.area_code:
        received = received[received["area_code"] == facts.area_code]
    names = tuple(f"{row['area_name_ja']} 第{int(row['revision'])}版" for row in received.to_dict("records"))
    year = wording.fiscal_year(facts.reported.year)
    return (Source("", "市町村の実績報告", "報告（年度）", year, names or ("提出なし",), ""),)


NOW_JA = "現在の状態（固定した版ではありません）"
_MOST_MESSAGES = 6
_MOST = 8  # reports kept for the next run of a page


@lru_cache(maxsize=_MOST)
def pack(facts: PackFacts, credit_ja: str, shapes: Path | None = None) -> Pack:
    """Return the report of a place; without a GeoJSON file of the boundaries the maps have no picture."""
    place = place_ja(facts)
    both = sections.bases(facts, str(facts.town.row["name_ja"]) if facts.town else facts.prefecture_ja)
    headline = _with_reports(_headline(facts, both), facts)
    middle = sections.town_plan(facts, both.plans) if facts.town else sections.functions(facts, both.plans)
    every = (
        sections.maps(facts, both.plans, shapes), services_section(facts), sections.aging_coverage(facts, both.plans), middle,
        sections.targets_and_results(facts, both), sections.reports(facts, both),
    )  # fmt: skip
    parts = tuple(part for part in every if part.figures or part.listings or part.empty_ja)
    firsts = [part.say_ja[0] for part in parts if part.say_ja and part.code != "functions"]
    messages = tuple(dict.fromkeys([headline.reading, *firsts]))[:_MOST_MESSAGES]
    return Pack(
        prefecture_code=facts.prefecture_code, area_code=facts.area_code, place_ja=place,
        title_ja=f"{place}の包括的な支援体制づくり", edition=facts.edition,
        edition_ja=edition_ja(facts.edition, facts.frozen_at), as_of_ja=both.plans.as_of,
        judged_ja=wording.era_date(facts.judged_on), version=facts.version, made_on=facts.judged_on,
        is_practice=facts.is_practice, headline=headline, messages=messages, sections=parts,
        definitions=definitions(facts), sources=sources(facts), questions=questions.chosen(facts), credit_ja=credit_ja,
    )  # fmt: skip


def place_ja(facts: PackFacts) -> str:
    """Return the prefecture, or the municipality behind its prefecture."""
    return facts.prefecture_ja + (str(facts.town.row["name_ja"]) if facts.town else "")


def edition_ja(edition: str | None, frozen_at: str | None) -> str:
    """Return the edition in words: 版「第1回定例会」（令和8年6月1日に固定）."""
    if edition is None or frozen_at is None:
        return NOW_JA
    return f"版「{edition}」（{wording.era_date(frozen_at[:10])}に固定）"


def _headline(facts: PackFacts, both: Bases) -> Figure:
    if facts.town and facts.town.row["has_record"]:
        return summary.of_town(facts.town.row, both.plans)
    rows = sections.targets_of(facts)
    towns, pooled = facts.towns, facts.pooled
    if facts.town:
        towns, pooled = towns[towns["area_code"] == facts.area_code], pooled.head(0)
    figure = summary.headline(towns, rows, both.plans, pooled)
    if facts.town:
        return replace(figure, reading=f"{facts.town.row['name_ja']}の計画書は手元にないため、値を示せません。")
    return figure


def _with_reports(figure: Figure, facts: PackFacts) -> Figure:
    """Return the main numbers with what was reported in place of what the documents say about results."""
    reported, chart = facts.reported, figure.chart
    if reported is None or not isinstance(chart, Tiles):
        return figure
    tiles = attainment.tiles(reported.pillar_shares, reported.rates, reported.year)
    numbers = (*chart.numbers[:-1], tiles[0], tiles[1]) if facts.town is None else (*chart.numbers, tiles[1])
    first = figure.reading.split("。")[0] + "。"  # the second sentence speaks of the documents only
    return replace(
        figure, reading=first, source=f"{figure.source}、市町村の報告", chart=Tiles(numbers),
        table=lambda: summary.number_table(numbers),
    )  # fmt: skip


_FEWEST = 3  # points of a scatter
SERVICES_JA = "今の制度の五つの事業"
# Heading of the table → width on the page
_SERVICE_WIDTHS = {
    "事業": 2.2, "実施状況": 1.4, "開始（和暦）": 1.4, "実施方法": 1.0, "委託先": 2.0, "対象地域の人口割合（%）": 1.2, "職員数（人）": 0.9,
}  # fmt: skip
_COUNT_WIDTHS = {"事業": 2.2, "件数の種類": 2.6, "報告された数": 1.2, "前の年度": 1.2, "住民1万人あたり": 1.2}
_MONEY_WIDTHS = {"事業": 2.4, "事業費（円）": 1.3, "交付額（円）": 1.3, "下限": 0.9, "住民1人あたりの事業費（円）": 1.2}


def services_section(facts: PackFacts) -> Section:
    """Return what is reported on the five services; for a prefecture by service, never as an order of its towns."""
    found = facts.services
    name = facts.prefecture_ja if facts.town is None else str(facts.town.row["name_ja"])
    if found is None:
        empty = "" if facts.reported is None else service_totals.NOT_REPORTED_JA.format(name)
        return Section("services", SERVICES_JA, (), (), (), (), empty)
    basis = Basis(name, wording.fiscal_year(found.year), services.SOURCE_JA)
    figures, tables = _of_place(facts, found, basis) if facts.town is None else _of_town(found, basis)
    return section_of("services", SERVICES_JA, figures, tables)


def _of_place(facts: PackFacts, found: ServiceFacts, basis: Basis) -> tuple[list[Figure], list[Listing]]:
    state = service_totals.by_state(found.services, found.years, len(own(facts)), found.year, basis)
    zeros = service_totals.zeros(found.zeros, found.year, basis)
    money = service_money.of_place(found.money, found.middles, found.year, basis)
    names = {heading: 1.0 for heading in state.table().columns if heading not in (DECLARED["area_code"], "年度")}
    kind, of_year = next(iter(SERVICE_COVERAGES.values())), found.services["fiscal_year"] == found.year
    towns = service_totals.with_services(facts.towns, found.years, found.year)
    towns = service_totals.with_placing(towns, found.services[of_year], found.roads, kind, found.year)
    placed = aging.points(towns, kind)
    missing = int(towns["has_record"].sum()) - len(placed)
    scatter = [aging.figure(placed, missing, kind, basis, None)] if len(placed) >= _FEWEST else []
    first = [] if found.headline is None else [service_totals.headline(found.headline, basis)]
    return [*first, state, *scatter, zeros, money], [listings.services(state, names)]


def _of_town(found: ServiceFacts, basis: Basis) -> tuple[list[Figure], list[Listing]]:
    town = services.of_town(found.services, found.year, found.reasons, basis)
    counts = services.counts(found.counts, found.peers, found.year, basis)
    money = service_money.of_town(found.money, found.peers, found.year, basis)
    process = services.process(found.process, found.year, basis)
    tables = [
        listings.services(town, _SERVICE_WIDTHS, ("対象地域の人口割合（%）", "職員数（人）")), listings.services(counts, _COUNT_WIDTHS),
        listings.services(process, {"項目": 3, "回答": 1, "実施日": 1.2}),
        listings.services(money, _MONEY_WIDTHS, tuple(_MONEY_WIDTHS)[1:]),
    ]  # fmt: skip
    return [town, counts, process, money], tables
