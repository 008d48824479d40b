"""The five services as reported: of a town, of a place, their money, and the map, for none, one and many."""

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import aging, service_money, service_totals, services
from components.figures.layers import LAYERS
from data import schema

BASIS = Basis("見本市", "令和7年度", services.SOURCE_JA)
REASONS = {"not_in_place": "実施していないため、算出しない"}
PLACE = {"area_code": "990001", "area_name_ja": "見本市", "fiscal_year": 2025}
NO_PEERS = pd.DataFrame(columns=["indicator_code", "n", "q1", "median", "q3"])


def service(pillar, state="implementing", **values):
    row = {
        **PLACE, "pillar": pillar, "state": state, "start_date": "2023-04-01", "delivery": "contracted",
        "contractor_ja": "<b>見本社協</b>", "scope": "part", "covered_population": 250, "population": 1000,
        "coverage_pct": 25.0, "numerator": 250.0, "denominator": 1000.0, "method": "stated", "reason": "",
        "staff_count": 2.5, "cost_yen": None, "grant_yen": None, "grade": None, "reason_ja": None,
        "next_year_ja": None, "form_state": "confirmed",
    }  # fmt: skip
    return row | values


def count(code, state="reported", value=None, **more):
    row = {
        **PLACE, "pillar": "coordination", "indicator_code": code, "indicator_ja": code, "unit": "件", "state": state,
        "value": value, "per_10k": None, "last_state": "unreported", "last_value": None, "comment_ja": None,
    }  # fmt: skip
    return row | more


def test_the_services_stand_in_the_order_of_the_law_with_what_is_missing_named():
    rows = pd.DataFrame(
        [
            service("coordination"),
            service("inclusive_consultation", "other_approach", grade=3, next_year_ja="窓口を増やす"),
        ]
    )
    figure = services.of_town(rows, 2025, REASONS, BASIS)
    assert figure.reading == (
        "令和7年度（2025年度）は五つの事業のうち、実施しているのは1、別の手法で実施しているのは1です。3事業は未報告です。"
    )
    drawn = figure.drawing("light")
    assert drawn.index("① 包括的相談支援") < drawn.index("⑤ 多機関協働")
    assert "委託・&lt;b&gt;見本社協&lt;/b&gt;" in drawn
    assert "25.0%（1,000人のうち250）" in drawn
    assert "窓口を増やす" in drawn
    assert figure.table()["事業"].tolist() == ["① 包括的相談支援", "⑤ 多機関協働"]


def test_a_service_that_is_not_run_says_why_there_is_no_coverage():
    row = service("outreach", "none", coverage_pct=None, reason="not_in_place")
    figure = services.of_town(pd.DataFrame([row]), 2025, REASONS, BASIS)
    assert "五つの事業のどれも、実施も準備もしていません。" in figure.reading
    assert "実施していないため、算出しない" in figure.drawing("light")


def test_zero_hidden_and_unreported_counts_are_three_things():
    rows = pd.DataFrame(
        [
            count("support_plans", value=0.0),
            count("closed_plans", "suppressed"),
            count("support_meetings", "unreported"),
        ]
    )
    peers = pd.DataFrame([("support_plans", 6, 1.0, 2.0, 4.0)], columns=NO_PEERS.columns)
    figure = services.counts(rows, peers, 2025, BASIS)
    assert figure.reading == "件数の3項目のうち、報告があるのは2項目です。0件はsupport_plansです。"
    assert (figure.n, figure.missing) == (2, 1)
    assert figure.table()["報告された数"].tolist() == ["0件", "秘匿", "未報告"]
    assert "中央値 2.0（半数は1.0～4.0）、6市町村" in figure.drawing("light")
    assert services.counts(rows.head(0), NO_PEERS, 2025, BASIS).drawing is None


def test_counts_of_two_years_have_a_difference_only_where_both_are_reported_and_shown():
    before = {"fiscal_year": 2023}
    rows = [
        count("support_plans", value=0.0, **before), count("support_plans", value=1234.5),
        count("closed_plans", "suppressed", **before), count("closed_plans", value=8.0),
        count("support_meetings", value=7.0), count("multilayer_meetings", value=3.0, **before),
        count("multilayer_meetings", value=3.0), count("support_meeting_cases", value=9.0, fiscal_year=2024),
    ]  # fmt: skip
    figure = services.counts_of_two_years(pd.DataFrame(rows), (2023, 2025), BASIS)
    assert figure.sentence == "両方の年度の数が分かる2種類のうち、増えたのは1、減ったのは0です。"
    assert (figure.n, figure.missing) == (2, 2)
    table = figure.table().set_index("件数の種類")[["前の年度", "後の年度", "差"]].fillna("")
    assert {name: list(row) for name, row in table.T.items()} == {
        "support_plans": ["0件", "1,234.5件", "+1,234.5"],
        "closed_plans": ["秘匿", "8件", ""],
        "multilayer_meetings": ["3件", "3件", "±0"],
        "support_meetings": ["未報告", "7件", ""],
    }
    assert "令和5年度" in figure.drawing("light")


def test_the_requirements_of_the_plan_are_counted_and_unanswered_ones_named():
    answers = [("plan_goals", "yes", None), ("plan_review_date", "planned", "2026-03-01"), ("dialogue", "yes", None)]
    rows = pd.DataFrame(
        [{**PLACE, "item": item, "answer": said, "held_date": day, "comment_ja": None} for item, said, day in answers]
    )
    figure = services.process(rows, 2025, BASIS)
    assert figure.reading == "計画の四つの要件のうち、満たすのは1項目です。2項目は未回答です。"
    assert (figure.n, figure.missing) == (3, 5)
    drawn = figure.drawing("light")
    assert "○ 予定（令和8年3月1日）" in drawn
    assert drawn.count("未回答") == 5
    assert services.process(rows.head(0), 2025, BASIS).reading == "計画の四つの要件への回答はありません。"


def spent(pillar, **values):
    row = {
        **PLACE, "pillar": pillar, "cost_yen": None, "grant_yen": None, "population": 1000.0, "cases_low": None,
        "cases_high": None, "is_least": False, "cost_per_resident": None, "grant_per_resident": None,
        "cost_per_case_low": None, "cost_per_case_high": None,
    }  # fmt: skip
    return row | values


def test_money_shows_bounds_and_peers_and_says_at_least_where_a_service_states_none():
    rows = pd.DataFrame(
        [spent("coordination", cost_yen=9e5, cases_low=9.0, cases_high=9.0, cost_per_resident=900.0,
               cost_per_case_low=1e5, cost_per_case_high=1e5),
         spent("outreach", is_least=True),
         spent("participation_support", cost_yen=1e5, cost_per_resident=100.0, cases_low=0.0, cases_high=0.0),
         spent("all", cost_yen=1e6, cost_per_resident=1000.0, is_least=True, cases_low=9.0, cases_high=12.0)]
    )  # fmt: skip
    peers = pd.DataFrame([("cost_per_resident", 3, None, 800.0, None)], columns=NO_PEERS.columns)
    figure = service_money.of_town(rows, peers, 2025, BASIS)
    assert figure.reading == "五つの事業の事業費は、住民1人あたり少なくとも1,000円です。"
    assert (figure.n, figure.missing) == (2, 1)
    drawn = figure.drawing("light")
    assert "9～12件" in drawn
    assert "100,000円" in drawn
    assert "0件のため示さない" in drawn
    assert "事業費（住民1人）: 中央値 800円、3市町村" in drawn
    assert "未報告" in drawn


def test_money_of_a_place_is_a_spread_and_no_order_of_towns():
    rows = pd.DataFrame(
        [spent("all", cost_per_resident=900.0), spent("all", area_code="990002", cost_per_resident=100.0)]
    )
    middles = pd.DataFrame(
        [
            {
                "fiscal_year": 2025,
                "pillar": "all",
                "money": "cost_per_resident",
                "n": 2,
                "q1": None,
                "median": 500.0,
                "q3": None,
            }
        ]
    )
    figure = service_money.of_place(rows, middles, 2025, BASIS)
    assert figure.reading == "事業費がすべて報告された2市町村の中央値は、住民1人あたり500円です。"
    assert figure.table()["団体コード"].tolist() == ["990001", "990002"]
    assert "中央値 500円、2市町村" in figure.drawing("light")
    none = service_money.of_place(rows.head(0), middles.head(0), 2025, BASIS)
    assert none.drawing is None
    assert "まだありません" in none.reading


def test_counts_stand_beside_those_of_similar_towns_and_a_silent_town_is_unreported():
    rows = pd.DataFrame(
        [count("support_plans", value=9.0, per_10k=90.0, is_asked=True),
         count("closed_plans", "suppressed", is_asked=True),
         count("support_plans", value=0.0, per_10k=0.0, is_asked=True, area_code="990002")]
    )  # fmt: skip
    towns = pd.DataFrame({"area_code": ["990001", "990002", "990003"], "name_ja": ["甲市", "乙町", "丙村"]})
    peers = pd.DataFrame([("support_plans", 4, 0.05, 2.0, 120.0)], columns=NO_PEERS.columns)
    figure = service_totals.side_by_side(rows, towns, peers, 2025, BASIS)
    assert figure.reading == "並べた3市町村のうち2（66.7%）が、令和7年度（2025年度）の件数を報告しています。"
    drawn = figure.drawing("light")
    cells = ["90.0（9件）", "0（0件）", "未報告", "中央値 2.0（半数は0.05～120）、4市町村", "秘匿"]
    places = [drawn.index(f"<td>{cell}</td>") for cell in cells]
    assert places == sorted(places)
    nobody = service_totals.side_by_side(rows, towns, peers, 2024, BASIS)
    assert (nobody.n, nobody.drawing) == (0, None)


def years(**values):
    shares = {f"c1_{code}_pct": float("nan") for code in schema.SERVICES}
    return pd.DataFrame([{**PLACE, "in_place_count": 5, "function_pct": 80.0, "plan_pct": 50.0, **shares} | values])


def test_who_says_nothing_is_a_part_of_the_bars_of_its_own():
    rows = pd.DataFrame([service(pillar) for pillar in schema.SERVICES])
    figure = service_totals.by_state(rows, years(), 3, 2025, BASIS)
    assert figure.reading == "報告のあった1市町村のうち、五つすべてを実施（別の手法を含む）しているのは1です。"
    assert figure.chart.counts["unreported"].tolist() == [2] * 5
    assert figure.table().loc[0, "⑤ 多機関協働"] == "実施している"


@pytest.mark.parametrize(
    ("reported", "zero", "words"),
    [(4, 1, "支援プランは、報告した4市町村のうち1（25.0%）が0件です。"),
     (0, 0, "支援プランの件数の報告は、まだありません。")],
)  # fmt: skip
def test_the_share_of_zeros_has_the_bounds_of_who_says_nothing(reported, zero, words):
    row = {"fiscal_year": 2025, "pillar": "coordination", "indicator_code": "support_plans", "indicator_ja": "プラン",
           "town_count": 5, "reported_count": reported, "zero_count": zero,
           "unreported_count": 5 - reported, "zero_pct": 100 * zero / reported if reported else None}  # fmt: skip
    figure = service_totals.zeros(pd.DataFrame([row]), 2025, BASIS)
    assert figure.reading == words
    share = figure.chart.rows[0]
    assert (share.lowest, share.highest) == (20 * zero, 20 * (zero + 5 - reported))


def test_the_map_of_services_keeps_unreported_apart_from_none():
    towns = pd.DataFrame(
        {"area_code": ["990001", "990002", "990003"], "name_ja": ["甲市", "乙町", "丙村"], "prefecture_ja": "見本県",
         "has_record": False, "programme_group": "no_record"}
    )  # fmt: skip
    reported = pd.concat([years(prefecture_code="99", prefecture_ja="見本県"),
                          years(prefecture_code="99", prefecture_ja="見本県", area_code="990002", in_place_count=0)])  # fmt: skip
    rows = service_totals.with_services(towns, reported, 2025)
    scale = LAYERS["services"].scale
    labels = [scale.classes("light")[position].label_ja for position in scale.classify(rows)]
    assert labels == ["5", "1 未満", "未報告"]
    figure = service_totals.services_map(rows, scale, BASIS)
    assert (figure.n, figure.missing) == (2, 1)
    assert "0事業（乙町）から5事業（甲市）まで" in figure.reading


def placed(kind, pillar="coordination", **values):
    """Return the point of a town that reports, beside one that says nothing."""
    towns = pd.DataFrame(
        {"area_code": ["990001", "990002"], "name_ja": ["甲市", "乙町"], "prefecture_ja": "見本県", "aging_rate_pct": 30.0,
         "has_record": True, "programme_group": "no_record", "population": 5.0, "quarantined_ja": ""}
    )  # fmt: skip
    reported = service_totals.with_services(towns, years(c1_coordination_pct=25.0), 2025)
    roads = pd.DataFrame([{"area_code": "990001", "fiscal_year": 2025, "road": "other_approach"}])
    rows = pd.DataFrame([service(pillar, **values)])
    return service_totals.with_placing(reported, rows, roads, aging.SERVICE_COVERAGES[kind], 2025)


def test_the_scatter_places_towns_by_their_reports_coloured_by_the_road_that_they_take():
    kind = aging.SERVICE_COVERAGES["coordination"]
    points = aging.points(placed("coordination"), kind)
    assert points[["name_ja", "coverage_pct", "group_ja", "population"]].to_numpy().tolist() == [
        ["甲市", 25.0, "別の手法で整備", 1000.0]
    ]
    figure = aging.figure(points, 0, kind, BASIS, None)
    assert "高齢化率30.0%、対象地域の人口割合（⑤ 多機関協働）25.0%" in figure.reading
    assert figure.table()["進め方・段階"].tolist() == ["別の手法で整備"]
    assert figure.source == services.SOURCE_JA
    assert figure.drawing("light").data[0].name == "別の手法で整備"


def test_a_town_that_reports_no_such_coverage_is_left_out_with_its_reason_and_a_silent_one_is_not():
    kind = aging.SERVICE_COVERAGES["outreach"]
    towns = placed("outreach", "outreach", reason="not_in_place").assign(c1_outreach_pct=float("nan"))
    out = aging.left_out(towns, kind, REASONS)
    assert out[["name_ja", "reason_ja"]].to_numpy().tolist() == [["甲市", REASONS["not_in_place"]]]


def test_functions_in_place_are_no_area():
    kind = aging.SERVICE_COVERAGES["functions_in_place"]
    towns = placed("functions_in_place").assign(function_pct=100.0)
    assert aging.quadrant_labels(aging.points(towns, kind))["older_upper"] == "高齢化が進む・すべて備わる（2）"


def test_grants_stand_by_year_and_code_with_their_source_and_say_that_they_are_no_ranking():
    paid = pd.DataFrame(
        {
            "area_code": ["990019", "990027"], "fiscal_year": [2023, 2024], "programme_ja": "ある事業",
            "recipient_ja": ["見本市", "<b>見本町"], "grant_yen": [923_453_000, 5_000], "source_title": "ある資料",
            "source_url": "https://example.org/",
        }
    )  # fmt: skip
    figure = service_money.grants(paid, BASIS)
    assert figure.reading.startswith("令和5年度（2023年度）と令和6年度（2024年度）の交付額が、2団体")
    assert "順位ではなく" in "".join(figure.notes)
    one = service_money.grants(paid.head(1), BASIS)
    assert one.reading == "国の資料では、令和5年度（2023年度）に9.2億円の交付を受けています。"
    drawn = figure.drawing("light")
    assert drawn.index("923,453,000円") < drawn.index("5,000円")
    assert "<b>見本町" not in drawn
    assert list(figure.table()["出典"]) == ["ある資料"] * 2
