"""Reported coverage beside the declared one: on the page of a town, and as points of the scatter."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import aging, reported_areas
from components.figures.reported_areas import is_reported, with_reported

BASIS = Basis("見本市", "令和8年11月21日現在", "市町村の報告")
TOWN = {"fiscal_year": 2024, "coverage_consultation_pct": 80.0, "coverage_consultation_numerator": 800,
        "coverage_consultation_denominator": 1000, "coverage_community_pct": float("nan")}  # fmt: skip


def report(pillar="consultation", year=2024, pct=50.0, area="992011", **more):
    return {"area_code": area, "area_name_ja": "見本市", "pillar": pillar, "fiscal_year": year,
            "report_kind": "full_year", "state": "confirmed", "coverage_pct": pct, "numerator": 10 * pct,
            "denominator": 1000.0, "covered_population": 10 * pct, "is_capped": False, "unit_coverage_pct": 30.0,
            "unit_kind": "小学校区", "units_covered": 3, "units_total": 10, "as_of_date": f"{year + 1}-03-31",
            "is_latest": year == 2024} | more  # fmt: skip


def test_the_town_shows_reported_and_declared_coverage_with_counts_and_date():
    figure = reported_areas.beside_declared(pd.DataFrame([report(year=2023, pct=40.0), report()]), TOWN, BASIS)
    assert figure.reading == (
        "見本市が令和6年度（2024年度）に報告した対象地域の人口割合は、相談の受け止めが50.0%（計画書の申告は80.0%）です。"
    )
    drawn = figure.drawing("light")
    assert "50.0%（1,000人のうち500、令和7年3月31日時点・確定）" in drawn
    assert "80.0%（1,000人のうち800、令和6年度）" in drawn
    assert "30.0%（10小学校区のうち3、令和7年3月31日時点・確定）" in drawn
    assert figure.table()["時点"].tolist() == ["2025-03-31", "2024-03-31"]


def test_units_alone_are_shown_without_a_percentage_of_residents():
    rows = pd.DataFrame([report(pct=float("nan"), covered_population=None, denominator=float("nan"))])
    figure = reported_areas.beside_declared(rows, TOWN, BASIS)
    assert figure.reading == "見本市の報告からは、対象地域の人口割合を計算できません。圏域の数だけを示します。"
    assert "計算できません（確定）" in figure.drawing("light")
    assert "nan" not in figure.drawing("light")


def towns():
    return pd.DataFrame(
        {"area_code": ["992011", "992020"], "name_ja": ["見本市", "例示市"], "prefecture_ja": "見本県",
         "aging_rate_pct": [30.0, 40.0], "coverage_consultation_pct": [97.0, 20.0],
         "coverage_consultation_flag": ["reads_as_whole", ""], "unit_coverage_pct": [float("nan")] * 2,
         "population": [1000.0, 500.0], "programme_group": "both", "has_record": True}
    )  # fmt: skip


def test_a_reported_coverage_takes_the_place_of_the_declared_one_and_is_marked():
    coverage = aging.COVERAGES["consultation"]
    placed = aging.points(with_reported(towns(), pd.DataFrame([report(pct=96.0)]), coverage), coverage)
    assert placed["coverage_pct"].tolist() == [96.0, 20.0]
    assert placed["basis_ja"].tolist() == ["報告値", "申告値"]
    assert placed["is_whole"].tolist() == [False, False]
    figure = aging.figure(placed, 0, coverage, BASIS, None)
    assert figure.reading.endswith("縦軸は、2市町村のうち1（50.0%）が市町村の報告値です。")
    assert figure.table()["値のもと"].tolist() == ["申告値", "報告値"]
    assert figure.table()["報告値の時点"].tolist() == ["", "2025-03-31"]
    assert any("中抜きの印" in note for note in figure.notes)


def test_a_town_whose_plan_does_not_say_is_placed_by_its_report():
    coverage = aging.COVERAGES["units"]
    placed = aging.points(with_reported(towns(), pd.DataFrame([report("community")]), coverage), coverage)
    assert placed["coverage_pct"].tolist() == [30.0]


def test_without_reports_nothing_speaks_of_them():
    coverage = aging.COVERAGES["consultation"]
    figure = aging.figure(aging.points(towns(), coverage), 0, coverage, BASIS, None)
    assert "報告値" not in figure.reading + "".join(figure.notes)
    assert "値のもと" not in figure.table()
    assert not is_reported(pd.DataFrame([report()]), aging.COVERAGES["functions"])
