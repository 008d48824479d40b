"""Support coverage C1, C2, C4: every example of the definition is a case."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measures.coverage import FLAGS, REASONS, pooled_coverage, population_coverage, unit_coverage
from data.measures.stages import municipality_coverage
from data.schema import TABLES


def declared(population=None, kind=None, scope="whole", status="stated", pillar="consultation", record="r", **rest):
    kind = kind or ("total" if population is not None else "blank")
    return {
        "record_id": record, "pillar": pillar, "population": population, "population_kind": kind, "scope": scope,
        "fact_status": status, **rest,
    }  # fmt: skip


def service_areas(*rows):
    columns = {column.name: column.dtype for column in TABLES["service_areas"].columns}
    return pd.DataFrame(list(rows)).reindex(columns=list(columns)).astype(columns)


def profile(population, status="stated", record="r", area="012068"):
    row = {"record_id": record, "indicator_code": "population", "area_code": area, "value": population}
    columns = {column.name: column.dtype for column in TABLES["profile_values"].columns}
    return pd.DataFrame([{**row, "fact_status": status}]).reindex(columns=list(columns)).astype(columns)


def c1(population, *rows, status="stated"):
    result = population_coverage(service_areas(*rows), profile(population, status))
    assert len(result) == 1
    return result.iloc[0]


@pytest.mark.parametrize(
    ("municipality", "population", "rows", "percent", "method"),
    [
        ("釧路市 ア", 168_730, [declared(1_786, scope="part")], 1.06, "stated"),
        ("釧路市 イ", 168_730, [declared(168_730)], 100, "stated"),
        ("江戸川区", 697_801, [declared(414_272, scope="part")], 59.4, "stated"),
        ("遠野市", 26_899, [declared(6_198, scope="part")], 23.0, "stated"),
        ("杉並区", 573_834, [declared(16_065, scope="part")], 2.8, "stated"),
        ("狛江市", 82_048, [declared(24_164, scope="part")], 29.5, "stated"),
        ("音威子府村 イ", 734, [declared(770)], 100, "capped"),
        ("岩泉町 ア", 9_216, [declared(3_000, kind="per_unit")], 100, "imputed_whole"),
    ],
)
def test_examples_of_the_definition_give_their_coverage(municipality, population, rows, percent, method):
    result = c1(population, *rows)
    assert result["coverage_pct"] == pytest.approx(percent, abs=0.05), municipality
    assert result["method"] == method


def test_a_conditional_area_is_not_computable():
    # 矢巾町 ア: 実施希望団体
    result = c1(27_426, declared(scope="conditional"))
    assert (result["method"], result["reason"]) == ("not_computable", "conditional")
    assert math.isnan(result["coverage_pct"])
    assert math.isnan(result["numerator"])
    assert math.isnan(result["denominator"])


def test_a_population_above_the_municipality_is_capped_and_flagged_with_the_declared_number_kept():
    result = c1(734, declared(770))
    assert (result["covered_population"], result["numerator"], result["denominator"]) == (770, 734, 734)
    assert result["flag"] == "capped"


def test_disjoint_partial_areas_add_up():
    result = c1(1_000, declared(200, scope="part"), declared(300, scope="part"))
    assert result["coverage_pct"] == 50


def test_a_whole_area_decides_alone_beside_partial_ones():
    result = c1(1_000, declared(1_000), declared(300, scope="part"))
    assert (result["coverage_pct"], result["method"]) == (100, "stated")


def test_a_blank_whole_area_counts_as_the_whole_municipality():
    result = c1(6_822, declared())
    assert (result["coverage_pct"], result["method"], result["numerator"]) == (100, "imputed_whole", 6_822)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([declared(200, scope="part"), declared(scope="part")], "no_area_population"),
        ([declared(scope="unknown")], "no_area_population"),
        ([declared(500, kind="per_unit", scope="part")], "per_unit"),
        ([declared(5_000, status="quarantined")], "area_quarantined"),
    ],
)
def test_what_cannot_be_counted_says_why(rows, reason):
    result = c1(1_000, *rows)
    assert (result["method"], result["reason"]) == ("not_computable", reason)
    assert result["reason"] in REASONS


@pytest.mark.parametrize(
    ("population", "status", "reason"),
    [(None, "stated", "no_population"), (12, "quarantined", "population_quarantined")],
)
def test_without_a_usable_population_there_is_no_coverage(population, status, reason):
    result = c1(population, declared(10), status=status)
    assert (result["method"], result["reason"]) == ("not_computable", reason)


def test_a_record_without_population_row_is_not_computable():
    result = population_coverage(service_areas(declared(10)), profile(100, record="another"))
    assert result.iloc[0]["reason"] == "no_population"


@pytest.mark.parametrize(("covered", "flag"), [(950, "reads_as_whole"), (1_000, ""), (940, "")])
def test_a_whole_area_from_95_percent_reads_as_whole_and_keeps_its_number(covered, flag):
    result = c1(1_000, declared(covered))
    assert (result["coverage_pct"], result["flag"]) == (covered / 10, flag)
    assert result["flag"] in {"", *FLAGS}


def test_the_two_pillars_are_never_added():
    rows = service_areas(
        declared(100, scope="part", pillar="community"), declared(400, scope="part", pillar="consultation")
    )
    result = population_coverage(rows, profile(1_000)).set_index("pillar")
    assert list(result.loc[["community", "consultation"], "coverage_pct"]) == [10, 40]


def test_no_service_areas_give_an_empty_result_with_all_columns():
    result = population_coverage(service_areas(), profile(1_000))
    assert result.empty
    assert {"record_id", "pillar", "coverage_pct", "method", "reason"} <= set(result.columns)


declared_rows = st.builds(
    declared,
    population=st.none() | st.integers(0, 5_000_000),
    kind=st.none() | st.sampled_from(["total", "approx", "per_unit", "blank"]),
    scope=st.sampled_from(["whole", "part", "conditional", "unknown"]),
    status=st.sampled_from(["stated", "inferred", "quarantined"]),
)


@settings(max_examples=60, deadline=None)
@given(population=st.none() | st.integers(1, 4_000_000), rows=st.lists(declared_rows, min_size=1, max_size=4))
def test_whatever_is_declared_the_coverage_is_a_share_with_its_parts_or_missing_with_a_reason(population, rows):
    result = c1(population, *rows)
    if result["method"] == "not_computable":
        assert result["reason"] in REASONS
        assert result[["coverage_pct", "numerator", "denominator"]].isna().all()
    else:
        assert 0 <= result["coverage_pct"] <= 100
        assert 0 <= result["numerator"] <= result["denominator"] == population
        assert (result["flag"] == "capped") == (result["covered_population"] > population)
        assert result["reason"] == ""


def coverage_rows(*rows):
    columns = ["prefecture_code", "pillar", "coverage_pct", "method", "numerator", "denominator"]
    return pd.DataFrame(rows, columns=columns)


def test_pooling_sums_over_municipalities_with_a_value_and_states_the_imputed_share():
    nothing = float("nan")
    coverage = coverage_rows(
        ("01", "community", 50.0, "stated", 50.0, 100.0),
        ("01", "community", 100.0, "imputed_whole", 150.0, 150.0),
        ("01", "community", nothing, "not_computable", nothing, nothing),
    )
    own = pd.DataFrame({"prefecture_code": ["01"], "population": [1_000.0]})
    row = pooled_coverage(coverage, own).iloc[0]
    assert (row["numerator"], row["denominator"], row["coverage_pct"]) == (200, 250, 80)
    assert (row["computable_count"], row["not_computable_count"], row["imputed_count"]) == (2, 1, 1)
    assert row["imputed_share_pct"] == 75
    assert row["at_least_pct"] == 20


def test_pooling_states_no_percentage_where_nothing_can_be_computed():
    nothing = float("nan")
    coverage = coverage_rows(("03", "community", nothing, "not_computable", nothing, nothing))
    row = pooled_coverage(coverage, pd.DataFrame(columns=["prefecture_code", "population"])).iloc[0]
    assert math.isnan(row["coverage_pct"])
    assert math.isnan(row["at_least_pct"])


@pytest.mark.parametrize(
    ("municipality", "covered", "total", "percent"),
    [("江戸川区", 9, 15, 60), ("石巻市", 4, 16, 25), ("世田谷区", 28, 28, 100)],
)
def test_unit_coverage_of_the_examples(municipality, covered, total, percent):
    row = declared(units_covered=covered, units_total=total, unit_kind="圏域")
    assert unit_coverage(service_areas(row)).iloc[0]["coverage_pct"] == percent, municipality


def test_unit_coverage_needs_both_numbers():
    rows = service_areas(declared(units_covered=3), declared(units_total=5), declared(units_covered=1, units_total=0))
    assert unit_coverage(rows).empty


def members(prefecture_code, count, population=None, population_65=None):
    row = {"prefecture_code": prefecture_code, "population": population, "population_65": population_65}
    return pd.DataFrame([row] * count, columns=list(row))


@pytest.mark.parametrize(
    ("case", "prefecture_code", "count", "of", "percent"),
    [
        ("高知県 FY2021 移行準備", "39", 7, 34, 20.6),
        ("東京都 2018-04 計画", "13", 53, 62, 85.5),
        ("東京都 2018-04 体制", "13", 42, 62, 67.7),
    ],
)
def test_municipality_coverage_of_the_examples(case, prefecture_code, count, of, percent):
    prefectures = pd.DataFrame(
        {"prefecture_code": [prefecture_code], "municipality_count": [of], "population": [None],
         "population_65": [None]}
    )  # fmt: skip
    rows = municipality_coverage(members(prefecture_code, count), prefectures).set_index("weight")
    assert rows.at["municipalities", "coverage_pct"] == pytest.approx(percent, abs=0.05), case
    assert math.isnan(rows.at["residents", "coverage_pct"])
    assert rows.at["residents", "missing_count"] == count


def test_three_denominators_stand_side_by_side():
    prefectures = pd.DataFrame(
        {"prefecture_code": ["01"], "municipality_count": [4], "population": [1_000.0], "population_65": [300.0]}
    )
    rows = municipality_coverage(members("01", 1, 500.0, 200.0), prefectures).set_index("weight")
    assert list(rows["coverage_pct"].round(1)) == [25.0, 50.0, 66.7]


def test_a_prefecture_without_members_has_zero_percent_of_its_municipalities():
    prefectures = pd.DataFrame(
        {"prefecture_code": ["47"], "municipality_count": [41], "population": [None], "population_65": [None]}
    )
    rows = municipality_coverage(members("01", 2), prefectures).set_index("weight")
    assert rows.at["municipalities", "coverage_pct"] == 0
