"""The part of the report about the five services of 社会福祉法106条の4, of the latest year that is reported. Pure."""

from components.drawing import wording
from components.drawing.declared import DECLARED
from components.drawing.model import Basis, Figure
from components.figures import aging, service_money, service_totals, services
from components.figures.aging import SERVICE_COVERAGES
from components.packs import listings
from components.packs.model import Listing, Section
from components.packs.sections import own, section_of
from data.pack_facts import PackFacts, ServiceFacts

_FEWEST = 3  # points of a scatter
TITLE_JA = "今の制度の五つの事業"
# Heading of the table → width on the page
_SERVICES = {
    "事業": 2.2,
    "実施状況": 1.4,
    "開始（和暦）": 1.4,
    "実施方法": 1.0,
    "委託先": 2.0,
    "対象地域の人口割合（%）": 1.2,
    "職員数（人）": 0.9,
}
_COUNTS = {"事業": 2.2, "件数の種類": 2.6, "報告された数": 1.2, "前の年度": 1.2, "住民1万人あたり": 1.2}
_MONEY = {"事業": 2.4, "事業費（円）": 1.3, "交付額（円）": 1.3, "下限": 0.9, "住民1人あたりの事業費（円）": 1.2}


def section(facts: PackFacts) -> Section:
    """Return what is reported on the five services; for a prefecture by service, never as an order of its towns."""
    found = facts.services
    name = facts.prefecture_ja if facts.town is None else str(facts.town.row["name_ja"])
    if found is None:
        return Section(
            "services",
            TITLE_JA,
            (),
            (),
            (),
            (),
            "" if facts.reported is None else service_totals.NOT_REPORTED_JA.format(name),
        )
    basis = Basis(name, wording.fiscal_year(found.year), services.SOURCE_JA)
    figures, tables = (_of_place if facts.town is None else _of_town)(facts, found, basis)
    return section_of("services", TITLE_JA, figures, tables)


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


def _of_town(_: PackFacts, found: ServiceFacts, basis: Basis) -> tuple[list[Figure], list[Listing]]:
    town = services.of_town(found.services, found.year, found.reasons, basis)
    counts = services.counts(found.counts, found.peers, found.year, basis)
    money = service_money.of_town(found.money, found.peers, found.year, basis)
    process = services.process(found.process, found.year, basis)
    tables = [
        listings.services(town, _SERVICES, ("対象地域の人口割合（%）", "職員数（人）")), listings.services(counts, _COUNTS),
        listings.services(process, {"項目": 3, "回答": 1, "実施日": 1.2}),
        listings.services(money, _MONEY, tuple(_MONEY)[1:]),
    ]  # fmt: skip
    return [town, counts, process, money], tables
