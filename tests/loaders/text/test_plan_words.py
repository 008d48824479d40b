"""Words of plans: kinds, adoption, related plans, articles of law, announced numbers."""

import pytest

from loaders.text.plan_words import (
    adopted_plan,
    first_article,
    integrated_plan,
    plan_period,
    plan_title,
    plan_type_of,
    related_plans,
    stated_counts,
)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("計画の期間は、令和6年度から令和10年度までの5年間とします。", (2024, 2028, 5)),
        ("計画期間：令和６年度～令和10年度（５か年）", (2024, 2028, 5)),
        ("令和六年度から令和十年度までの五年間", (2024, 2028, 5)),
        ("令和6年度から5年度間", (2024, 2028, 5)),
        ("計画期間は5年間（令和6年度～令和10年度）です", (2024, 2028, 5)),
        ("令和６年度 ▶ 令和10年度", (2024, 2028, None)),
        ("令和6年度（2024年度）から令和10年度（2028年度）までの5年間", (2024, 2028, 5)),
        ("令和６（2024）年度から令和10（2028）年度まで", (2024, 2028, None)),
        ("2024（令和6）年度から2028（令和10）年度まで", (2024, 2028, None)),
        ("2024年度－2028年度", (2024, 2028, None)),
        ("令和5年度から9年度までの五年間", (2023, 2027, 5)),
        ("平成30年度から5年間", (2018, 2022, 5)),
        ("令和6年度を初年度とする6か年の計画", (2024, 2029, 6)),
        ("令和6年4月から令和11年3月まで", (2024, 2028, None)),
        ("平成30年度から令和4年度まで", (2018, 2022, None)),
        ("R6年度からR10年度", (2024, 2028, None)),
        ("令和六年度から十年度まで", (2024, 2028, None)),
        ("初年度を令和6年度、目標年度を令和10年度とします", (2024, 2028, None)),
        ("令和6年度を初年度とし、令和10年度を目標年度とする5か年計画", (2024, 2028, 5)),
        ("令和6年度を開始年度、目標年度は令和10年度とします", (2024, 2028, None)),
    ],
)
def test_a_period_is_read_in_its_common_spellings(written, period):
    found = plan_period(written)
    assert found is not None
    assert (found.start_fy, found.end_fy, found.years) == period


@pytest.mark.parametrize(
    "written",
    ["鳥の会は5年間つづく", "6年度から10年度まで", "令和10年度から令和6年度まで", "令和6年度に始まる", "電話 024-028"],
)
def test_what_is_no_period_is_none(written):
    assert plan_period(written) is None


def test_a_slip_of_the_pen_is_read_and_told():
    found = plan_period("令和5度から令和9年度までの5年間")
    assert (found.start_fy, found.end_fy) == (2023, 2027)
    assert found.remark_ja == "「令和5度」は「年」が抜けている。令和5年度と読んだ"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("第4次小鳥市地域福祉計画（案）【概要版】", ("第4次小鳥市地域福祉計画", "", "小鳥市", "", True)),
        ("小鳥市地域福祉計画（第4期）≪概要版≫", ("小鳥市地域福祉計画(第4期)", "", "小鳥市", "", False)),
        ("第四次小鳥市地域福祉計画", ("第四次小鳥市地域福祉計画", "", "小鳥市", "", False)),
        ("小鳥町第2期地域福祉計画 概要版", ("小鳥町第2期地域福祉計画", "", "小鳥町", "", False)),
        ("日和県 第2次小鳥町地域福祉計画", ("日和県第2次小鳥町地域福祉計画", "日和県", "小鳥町", "", False)),
        ("第Ⅱ期小鳥市地域福祉推進計画", ("第II期小鳥市地域福祉推進計画", "", "小鳥市", "", False)),
        ("日和県小鳥町地域福祉計画", ("日和県小鳥町地域福祉計画", "日和県", "小鳥町", "", False)),
        ("日和県地域福祉支援計画", ("日和県地域福祉支援計画", "日和県", "", "", False)),
        (
            "◆第２期小鳥市地域福祉計画・地域福祉活動計画＜概要版＞",
            ("第2期小鳥市地域福祉計画", "", "小鳥市", "地域福祉活動計画", False),
        ),
        ("第9次小鳥市地域福祉計画の概要", ("第9次小鳥市地域福祉計画", "", "小鳥市", "", False)),
        ("小鳥市地域福祉計画（第9次）概要版", ("小鳥市地域福祉計画(第9次)", "", "小鳥市", "", False)),
        ("令和六年度～　第九次小鳥市地域福祉計画", ("第九次小鳥市地域福祉計画", "", "小鳥市", "", False)),
        (
            "第２期小鳥市地域福祉計画・地域福祉活動計画　概要版",
            ("第2期小鳥市地域福祉計画", "", "小鳥市", "地域福祉活動計画", False),
        ),
    ],
)
def test_a_title_says_whose_plan_it_is(line, parts):
    found = plan_title(line)
    assert (found.name, found.prefecture_ja, found.town_ja, found.second_name, found.is_draft) == parts


@pytest.mark.parametrize(
    "line",
    ["本文", "小鳥市は地域福祉計画をつくる", "第9次小鳥市地域福祉計画 [PDFファイル／2MB]", "地域福祉計画（第4期）"],
)
def test_other_lines_are_no_title(line):
    assert plan_title(line) is None


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
    assert integrated_plan("・見守り計画【見守り法】", "").law_ja == "見守り法"


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
