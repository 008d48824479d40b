"""The part of the report about the five services: of a prefecture, of a municipality, and where nothing is reported."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from components.packs import content
from data.pack_facts import ServiceFacts
from tests.components.figures import test_services as rows

HEADLINE = {
    "fiscal_year": 2025, "town_count": 3, "reported_count": 1, "all_in_place_count": 0, "coverage_pct": None,
    "coverage_count": 0, "zeros": (("支援プラン", 1, 2, 1),), "cost_per_resident": 500.0, "cost_count": 1,
}  # fmt: skip
NOBODY = SimpleNamespace(services=None, town=None, prefecture_ja="見本県", reported=None)


@pytest.fixture
def found():
    zeros = pd.DataFrame([], columns=["fiscal_year", "pillar", "indicator_code", "indicator_ja", "town_count", "zero_pct",
                                      "reported_count", "zero_count", "unreported_count"])  # fmt: skip
    middles = pd.DataFrame([], columns=["fiscal_year", "pillar", "money", "n", "q1", "median", "q3"])
    process = pd.DataFrame(
        [{**rows.PLACE, "item": "plan_goals", "answer": "yes", "held_date": None, "comment_ja": None}]
    )
    return ServiceFacts(
        year=2025, headline=HEADLINE, services=pd.DataFrame([rows.service("coordination", contractor_ja="見本社協")]), years=rows.years(),
        counts=pd.DataFrame([rows.count("support_plans", value=0.0)]), zeros=zeros,
        money=pd.DataFrame([rows.spent("coordination", cost_yen=5e5), rows.spent("all", cost_yen=5e5)]),
        middles=middles, roads=pd.DataFrame([{"area_code": "990001", "fiscal_year": 2025, "road": "implementing"}]), process=process, peers=rows.NO_PEERS, reasons={},
    )  # fmt: skip


def section(found, town=None):
    names = ["見本市", "例示町", "余白村"]
    towns = pd.DataFrame(
        {"area_code": ["990001", "990002", "990003"], "name_ja": names, "prefecture_ja": "見本県", "has_record": True,
         "aging_rate_pct": 30.0, "population": 1000.0, "programme_group": "both", "quarantined_ja": ""}
    )  # fmt: skip
    return content.services_section(
        SimpleNamespace(
            services=found, town=town, prefecture_ja="見本県", towns=towns, area_code=None, reported=object()
        )
    )


def test_a_prefecture_has_its_towns_by_service_and_no_order_of_money(found):
    made = section(found)
    assert [figure.name for figure in made.figures] == [
        "services_headline", "services_by_state", "services_zeros", "services_money",
    ]  # fmt: skip
    assert made.listings[0].rows[0][0] == "見本市"
    tiles = {number.label: number for number in made.figures[0].chart.numbers}
    assert (tiles["0件：支援プラン"].value, tiles["0件：支援プラン"].note) == ("1", "報告した2市町村のうち。未報告1")
    assert tiles["包括的相談支援の対象"].value == "―"
    assert made.figures[1].chart.counts.loc["⑤ 多機関協働"].to_dict() == {"implementing": 1, "unreported": 2}
    assert made.say_ja[0] == "見本県では3市町村のうち1（33.3%）が、令和7年度（2025年度）の五つの事業を報告しました。"
    assert "報告のあった1市町村のうち" in made.say_ja[1]


def test_three_towns_with_a_value_are_a_scatter_of_the_framework_of_today(found):
    codes = ("990001", "990002", "990003")
    services = [rows.service("inclusive_consultation", area_code=code) for code in codes]
    years = [rows.years(area_code=code, c1_inclusive_consultation_pct=25.0) for code in codes]
    made = section(replace(found, services=pd.DataFrame(services), years=pd.concat(years)))
    (scatter,) = [figure for figure in made.figures if figure.name.startswith("aging_")]
    assert (scatter.n, scatter.missing) == (3, 0)
    assert [mark.label_ja for mark, _ in scatter.chart.groups] == ["実施中", "情報なし"]


def test_a_municipality_has_services_counts_plan_and_money_as_tables(found):
    made = section(found, SimpleNamespace(row={"name_ja": "見本市"}))
    assert [listing.title_ja for listing in made.listings] == [
        "五つの事業の実施状況", "支援と会議の件数", "検討の進め方と計画の要件", "事業費と支援の件数",
    ]  # fmt: skip
    assert made.listings[0].rows[0][:5] == ("⑤ 多機関協働", "実施している", "令和5年4月1日", "委託", "見本社協")
    assert made.listings[1].rows[0][2:4] == ("0件", "未報告")
    assert made.listings[3].rows[0][1] == "500,000"


def test_without_a_report_the_part_says_so_only_where_reports_were_asked():
    assert content.services_section(NOBODY).empty_ja == ""
    asked = SimpleNamespace(**{**vars(NOBODY), "reported": object()})
    assert (
        content.services_section(asked).empty_ja
        == "見本県には、五つの事業についての報告がまだありません（0ではありません）。"
    )
