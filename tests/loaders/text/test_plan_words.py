"""Words of plans: kinds, adoption, related plans, articles of law, announced numbers."""

import pytest

from loaders.text.plan_words import (
    adopted_plan,
    first_article,
    integrated_plan,
    plan_type_of,
    related_plans,
    stated_counts,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("第4次風待市地域福祉計画", "community_welfare_plan"),
        ("日和県地域福祉支援計画", "community_welfare_support_plan"),
        ("小鳥町地域福祉活動計画", "community_welfare_activity_plan"),
        ("風待市総合計画", None),
        ("地域福祉計画の概要", None),
    ],
)
def test_a_name_tells_the_kind_of_plan(name, kind):
    assert plan_type_of(name) == kind


@pytest.mark.parametrize(
    ("written", "article"),
    [
        ("第十四条 市町村は", "14条"),
        ("第百六条の五 市町村は", "106条の5"),
        ("第106条の3 市町村は", "106条の3"),
        ("第１０６条の３", "106条の3"),
        ("第百七条第一項", "107条"),
        ("第二十三条の十二", "23条の12"),
    ],
)
def test_an_article_is_written_in_digits(written, article):
    found = first_article(written)
    assert (found.name_ja, found.damaged) == (article, False)


def test_a_damaged_numeral_is_read_and_marked():
    found = first_article("第一百六条の五 市町村は、第一百六条の三第二項の指針に")
    assert (found.name_ja, found.written, found.damaged) == ("106条の5", "第一百六条の五", True)


@pytest.mark.parametrize("text", ["条例の定め", "第十十条", "計画の第3章"])
def test_a_text_without_a_proper_article_has_none(text):
    assert first_article(text) is None


def test_the_month_of_adoption_stays_a_month():
    found = adopted_plan("町では、令和4年3月に地域福祉計画を策定しました（計画期間：7年間）。")
    assert (found.kind_ja, found.adopted_date, found.period_years) == ("地域福祉計画", "2022-03", 7)
    assert found.quote == "令和4年3月に地域福祉計画を策定"


def test_a_day_of_adoption_keeps_its_day_and_missing_years_stay_missing():
    found = adopted_plan("平成30年4月1日に地域福祉活動計画を策定した。")
    assert (found.kind_ja, found.adopted_date, found.period_years) == ("地域福祉活動計画", "2018-04-01", None)


@pytest.mark.parametrize("text", ["地域福祉計画を見直す", "令和4年3月に防災計画を策定しました"])
def test_a_text_that_adopts_no_welfare_plan_gives_none(text):
    assert adopted_plan(text) is None


def test_plans_that_are_joined_come_apart():
    text = "そして、他の個別計画や町社協の実践計画、道計画との関連性を整理するとともに、見守り計画と一体的に策定する。"
    assert related_plans(text) == [
        ("aligned_with", "他の個別計画"),
        ("aligned_with", "町社協の実践計画"),
        ("aligned_with", "道計画"),
        ("integrated_with", "見守り計画"),
    ]


def test_a_superior_plan_stands_in_brackets():
    assert related_plans("市の最上位計画である「風待市総合計画」を基盤とします") == [("superior", "風待市総合計画")]


@pytest.mark.parametrize(
    ("article", "obligation"),
    [
        ("第八条 市町村は、定めるよう努めなければならない。", "effort"),
        ("第八条 市町村は、策定するよう努めるものとする。", "effort"),
        ("第八条 市町村は、計画を定めなければならない。", "duty"),
        ("第八条 市町村は、計画を定めることができる。", None),
    ],
)
def test_the_article_says_how_far_it_binds(article, obligation):
    found = integrated_plan("- ◆見守り計画 【見守り法】", article)
    assert (found.name_ja, found.law_ja, found.article.name_ja) == ("見守り計画", "見守り法", "8条")
    assert found.obligation == obligation


def test_the_next_plan_is_no_article():
    assert integrated_plan("- ◆見守り計画 【見守り法】", "- ◆灯り計画 【灯り法】").article is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("次の3つの基本目標を掲げ", [("基本目標", 3)]),
        ("３つの項目を基本目標に設定", [("基本目標", 3)]),
        ("2つを柱と位置付け", [("柱", 2)]),
        ("町では全国第3位、5年間", []),
    ],
)
def test_an_announced_number_is_read_and_other_numbers_are_not(text, counts):
    assert stated_counts(text) == counts
