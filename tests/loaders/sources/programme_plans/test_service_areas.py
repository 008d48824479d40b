"""Service areas: how many residents, how far, how many units."""

import pytest

from loaders.sources.programme_plans.plan_cells import read_population, read_scope, read_units

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
        ("東地区 8,200人、西地区 3,100人", 11_300, None, "total"),
        ("東地区2,400人 西地区1,100人", 3_500, None, "total"),
        ("①東地区2,400人 ②西地区1,100人", 3_500, None, "total"),
        ("11,300人 東地区8,200人 西地区3,100人", 11_300, None, "total"),
        ("東地区 約8,200人及び西地区 約3,100人", 11_300, None, "approx"),
        ("約1万2千人（町人口の45%）", 12_000, None, "approx"),
        ("2万7千人", 27_000, None, "total"),
        ("1圏域あたり3,000人、4圏域", 3_000, None, "per_unit"),
        ("3万人強", 30_000, None, "approx"),
        ("800人×12地区", 800, None, "per_unit"),
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
        ("全12地区", "", "whole"),
        ("3校区(全8校区)", "", "part"),
        ("東地区", "地区", "part"),
        ("15の生活圏域のうち9圏域", "", "part"),
        ("希望する自治会", "", "conditional"),
        ("", "中学校区", "unknown"),
    ],
)
def test_the_scope_says_how_far_an_area_reaches(area, range_, scope):
    assert read_scope(area, range_, NAMES) == scope


@pytest.mark.parametrize(
    ("area", "range_", "covered", "total", "kind"),
    [
        ("15の生活圏域のうち9圏域", "町会の集まりである連合町会の範囲", 9, 15, "生活圏域"),
        ("12連合町会（生活圏域 4/9）", "", 4, 9, "生活圏域"),
        ("指定地区", "地区社協 (H31年度4地区／全16地区)", 4, 16, "地区社協"),
        ("東地区、西地区", "小学校区（4校区のうち2校区）", 2, 4, "小学校区"),
        ("東地区", "町内4地区中1地区", 1, 4, "地区"),
        ("町内全域", "全28地区", 28, 28, "地区"),
        ("町内 41 自治会のうち実施希望団体", "自治会単位を基本とする", None, 41, "自治会"),
        ("全地域", "地区社協 (12 地区)", None, 12, "地区社協"),
        ("町内全域", "支部社協単位(現在10支部)", None, 10, "支部社協"),
        ("町全体", "将来的には、日常生活圏域(21)", None, 21, "日常生活圏域"),
        ("町内全域", "町内 3 つの地域包括支援センターの範囲ごと", None, 3, "地域包括支援センター"),
        ("町内全域", "26連合自治会の各区域", None, 26, "連合自治会"),
        ("町内全域", "小学校区を基礎とした福祉圏域(8圏域)全域", None, 8, "福祉圏域"),
        ("町内全域", "3小学校区（東・西・南）", None, 3, "小学校区"),
        ("旧村2か所", "旧村", 2, None, "旧村"),
        ("町内全域", "中学校区", None, None, "中学校区"),
        ("町内全域。そのうち年間5か所以上を選ぶ", "", None, None, None),
    ],
)
def test_units_carry_the_kind_that_stands_beside_the_numbers(area, range_, covered, total, kind):
    found = read_units(area, range_, read_scope(area, range_, NAMES))
    assert (found.covered, found.total, found.unit_kind) == (covered, total, kind)


def test_kanji_numerals_and_households_in_an_area():
    assert read_population("約一万二千人").population == 12_000
    assert read_population("4,300世帯、9,800人").population == 9_800
    assert read_units("東地区、西地区の二地区", "地区", "part").covered == 2
