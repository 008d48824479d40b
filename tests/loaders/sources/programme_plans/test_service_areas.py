"""Service areas: how many residents, how far, how many units."""

import pytest

from loaders.sources.programme_plans.service_areas import read_population, read_scope, read_units

NAMES = ("小鳥町",)


@pytest.mark.parametrize(
    ("written", "population", "population_max", "kind"),
    [
        ("8,400 人", 8_400, None, "total"),
        ("8,400", 8_400, None, "total"),
        ("約1,200人", 1_200, None, "approx"),
        ("およそ30万人", 300_000, None, "approx"),
        ("41.4万", 414_000, None, "total"),
        ("①2,400人", 2_400, None, "total"),
        ("④およそ30万人", 300_000, None, "approx"),
        ("2,000～3,000人", None, 3_000, "per_unit"),
        ("2,000~3,000人", None, 3_000, "per_unit"),
        ("1圏域あたり3,000人", 3_000, None, "per_unit"),
        ("①1,000人 ②900人 合計1,900人", 1_900, None, "total"),
        ("※平成 30 年4月1日 2,400", 2_400, None, "total"),
        ("H31.4.1 2,400", 2_400, None, "total"),
        ("(H31.4.1現在) 2,400人", 2_400, None, "total"),
        ("地域による", None, None, "blank"),
        ("", None, None, "blank"),
    ],
)
def test_a_population_is_read_with_its_kind(written, population, population_max, kind):
    found = read_population(written)
    assert (found.population, found.population_max, found.kind) == (population, population_max, kind)


def test_a_part_in_brackets_has_its_own_name_and_population():
    found = read_population("6,000人 （指定地区：2,100人）")
    assert (found.population, found.part_name, found.part_population) == (6_000, "指定地区", 2_100)


@pytest.mark.parametrize(
    ("area", "range_", "scope"),
    [
        ("小鳥町", "", "whole"),
        ("町内全域", "中学校区", "whole"),
        ("町全域", "", "whole"),
        ("小鳥町一円", "", "whole"),
        ("各小学校区", "市内全域", "whole"),
        ("東地区", "地区", "part"),
        ("15の生活圏域のうち9圏域", "", "part"),
        ("希望する自治会", "", "conditional"),
        ("", "中学校区", "unknown"),
    ],
)
def test_the_scope_says_how_far_an_area_reaches(area, range_, scope):
    assert read_scope(area, range_, NAMES) == scope


@pytest.mark.parametrize(
    ("area", "range_", "covered", "total"),
    [
        ("15の生活圏域のうち9圏域", "", 9, 15),
        ("指定地区", "4地区／全16地区", 4, 16),
        ("町内全域", "全28地区", 28, 28),
        ("町内全域", "中学校区", None, None),
    ],
)
def test_units_are_counted_where_both_numbers_stand(area, range_, covered, total):
    found = read_units(area, range_, read_scope(area, range_, NAMES))
    assert (found.covered, found.total) == (covered, total)
