"""The numbers of a target statement: aims, results, baselines, or none of these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.sources.programme_plans.results import read_results_in_prose
from loaders.text.aims import read_aims

YEAR = 2019


def aims(text, line=1):
    return read_aims([(line, text)], YEAR).aims


def unread(text):
    return [number.words for number in read_aims([(1, text)], YEAR).unread]


def only(text):
    found = aims(text)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("相談件数 年間40件", "相談件数"),
        ("研修会の参加者数:200人", "研修会の参加者数"),
        ("サロンを2か所増やす", "サロン"),
        ("約30人の担い手を養成する", "担い手"),
        ("一人暮らし高齢者の見守り訪問 月2回以上", "一人暮らし高齢者の見守り訪問"),
        ("全行政区(39行政区)でのサロンの開設", "サロンの開設(全行政区)"),
    ],
)
def test_the_label_says_what_is_counted(written, label):
    assert only(written).label == label


@pytest.mark.parametrize(
    ("written", "comparator"),
    [
        ("サロン数 8か所", "eq"),
        ("研修 6回以上", "ge"),
        ("最低6回の研修", "ge"),
        ("40以上の団体", "ge"),
        ("苦情 5件以下", "le"),
        ("研修 10～15人", "range"),
        ("約30人の担い手を養成する", "approx"),
        ("研修 30人程度", "approx"),
        ("研修 30人余り", "approx"),
        ("相談件数の増加(10%増)", "increase_by"),
        ("孤立する世帯 3件減", "decrease_by"),
        ("相談件数を100件超", "ge"),
        ("参加者を50人を超える", "ge"),
        ("待機期間を30日以内", "le"),
        ("多くとも5件", "le"),
        ("相談 下限25件", "ge"),
        ("加入率5ポイント上昇", "increase_by"),
        ("25件を超え30件以下", "range"),
        ("孤立死を前年度比2割削減", "decrease_by"),
        ("相談件数は前年度以上", "ge"),
        ("苦情を半減する", "decrease_by"),
    ],
)
def test_the_comparator_follows_the_words(written, comparator):
    assert only(written).comparator == comparator


@pytest.mark.parametrize(
    ("written", "per"),
    [
        ("相談件数 年間40件", "year"),
        ("相談件数 40件/年", "year"),
        ("相談件数 1月当たり15件", "month"),
        ("見守り訪問 月2回", "month"),
        ("参加者数 延べ120人", "total"),
        ("1地区あたり10人", "area"),
        ("サロン数 8か所", ""),
        ("2年間で養成講座修了者40名", "total"),
        ("1拠点あたり月平均8件", "area"),
        ("1回あたり10人の参加", "session"),
        ("全地区で各50人", "area"),
        ("圏域（5圏域）ごとに協議体を1か所設置", "area"),
        ("地区（12地区）ごとに年1回開催", "area"),
        ("5圏域ごとに1か所", "area"),
        ("2030年までに拠点20か所", ""),
    ],
)
def test_the_period_follows_the_words(written, per):
    assert only(written).per == per


def test_a_count_of_months_is_no_month_rate():
    total = aims("声かけ 54 地区×1人×12か月 648人")[-1]
    assert (total.quantity.value, total.per) == (648, "")


def test_a_heading_tells_targets_from_results():
    found = aims("【目標】研修 6回 →【実績】研修 4回")
    assert [(a.role, a.quantity.value) for a in found] == [("target", 6), ("result", 4)]


def test_a_present_state_is_a_result_beside_the_target():
    found = aims("サロン数 現状 7か所 本年度中に9か所")
    assert [(a.role, a.quantity.value) for a in found] == [("result", 7), ("target", 9)]


def test_the_factors_of_a_product_are_marked():
    found = aims("参加者数 延べ120人(10人×6回×2地区)")
    assert [a.factor for a in found] == [False, True, True, True]


def test_the_last_years_result_taken_as_target_is_both():
    aim = only("平成30年度実績 相談件数120件をベースに令和元年度の目標数としていく。")
    assert (aim.from_result, aim.fiscal_year) == (True, 2018)


@pytest.mark.parametrize("written", ["昨年度実績20件以上", "昨年度実績(20件)を上回る"])
def test_what_reaches_last_years_result_is_a_target_too(written):
    aim = only(written)
    assert (aim.role, aim.from_result, aim.comparator, aim.quantity.value) == ("target", True, "ge", 20)


def test_all_units_are_marked():
    aim = only("全行政区(39行政区)でのサロンの開設")
    assert (aim.all_units.unit, aim.quantity.value) == ("行政区", 39)


@pytest.mark.parametrize(
    ("written", "unit", "label"),
    [
        ("全小学校区に拠点を置く。", "小学校区", "拠点(全小学校区)"),
        ("すべての民生委員が研修を受講する。", "民生委員", "研修(全民生委員)"),
    ],
)
def test_all_units_without_a_number_are_aims_too(written, unit, label):
    aim = only(written)
    assert (aim.all_units.unit, aim.label, aim.quantity.value == aim.quantity.value) == (unit, label, False)


def test_a_number_behind_all_units_is_their_total():
    aim = only("全ての自治会で、見守りへ取り組む。98自治会。")
    assert (aim.all_units.total, aim.quantity.value) == (98, 98)


def test_at_least_so_many_in_all_districts():
    aim = only("居場所を全地区で二以上設ける。")
    assert (aim.quantity.value, aim.comparator, aim.per, aim.label) == (2, "ge", "area", "居場所")


def test_a_bracket_that_repeats_the_number_counts_once():
    assert only("登録20名(研修修了者20名と想定する)").quantity.value == 20


def test_seventeen_of_twenty_five_is_seventeen():
    assert only("体制を整えた市町村 17市町村/25市町村").quantity.value == 17


@pytest.mark.parametrize(
    "written",
    [
        "8050問題に取り組む",
        "106条の3に基づく",
        "3年目の取組",
        "①つながりをつくる",
        "height: 20px",
        "2年前から2つの自治会において",
    ],
)
def test_numbers_that_are_no_aims_are_left_out(written):
    assert aims(written) == []


def test_circled_numbers_part_the_aims():
    assert [(a.label, a.quantity.value) for a in aims("①訪問 20件 ②相談 30件")] == [("訪問", 20), ("相談", 30)]


def test_a_label_on_its_own_line_serves_the_number_below_it():
    found = read_aims([(5, "相談件数"), (6, "30件")], YEAR).aims
    assert [(a.label, a.line) for a in found] == [("相談件数", 6)]


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text):
    assert all(len(aim.quote) <= 60 for aim in aims(text))


@pytest.mark.parametrize(
    ("written", "values"),
    [("H29:4回 H30:4回", [4, 4]), ("平成29年度実績73,000世帯", [73_000]), ("県内25市町の内、6市町が設置した。", [6])],
)
def test_prose_states_results_by_its_verb_or_a_year(written, values):
    assert [a.quantity.value for a in read_results_in_prose([(1, written)], YEAR)] == values


@pytest.mark.parametrize("written", ["来年度は5回開催する予定", "住民約100人にアンケートを行った。", "15圏域の会議"])
def test_prose_about_plans_and_sizes_states_no_result(written):
    assert read_results_in_prose([(1, written)], YEAR) == []


# --- periods


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("令和7年度までに拠点を10圏域に設ける", [2025]),
        ("2025年度までに拠点10か所、2030年までに20か所", [2025, 2030]),
        ("拠点 令和元年度5か所、令和2年度10か所", [2019, 2020]),
        ("7年度までに拠点10か所", [2025]),
        ("拠点 10か所(令和4年度)", [2022]),
        ("本年度中に9か所", [2019]),
        ("制度が変わった(H29年度)後の拠点 8か所", [None]),
    ],
)
def test_the_year_is_read_on_the_whole_clause(written, years):
    assert [a.fiscal_year for a in aims(written)] == years


def test_a_total_over_years_has_their_number():
    assert (only("3年間で90名の養成").years, only("1年間で90名の養成").per) == (3, "year")


def test_until_a_month_ends_on_its_last_day():
    aim = only("相談12件（令和元年6月まで）")
    assert (aim.label, aim.period.last_day, aim.period.until) == ("相談", "2019-06-30", True)


def test_a_period_that_opens_a_cell_holds_to_its_end():
    found = aims("平成30年度実績：会議6回、訪問3回。相談52件")
    assert [(a.role, a.fiscal_year) for a in found] == [("result", 2018)] * 3


# --- target, baseline, result


@pytest.mark.parametrize(
    ("written", "label", "value", "baseline"),
    [
        ("拠点参加者数 H30実績：25名 → R1目標：30名", "拠点参加者数", 30, 25),
        ("拠点数 現在5か所を10か所に増やす。", "拠点数", 10, 5),
        ("参加者を200人から300人に増やす。", "参加者", 300, 200),
        ("担い手を10圏域に置く（現在3圏域）。", "担い手", 10, 3),
        ("協会員40名(10名増)", "協会員", 40, 30),
        ("相談件数 30件(前年度比約50%増)", "相談件数", 30, 20),
        ("参加者 25名→30名", "参加者", 30, 25),
        ("相談件数 120件を150件以上に増やす", "相談件数", 150, 120),
        ("拠点数 現行3か所を5か所へ", "拠点数", 5, 3),
        ("拠点数 基準値3か所 目標値5か所", "拠点数", 5, 3),
        ("参加者数 前年度の実績を上回る", "参加者数", 1, None),
        ("相談件数 対前年度10件増", "相談件数", 10, None),
    ],
)
def test_the_state_before_is_the_baseline_of_the_target(written, label, value, baseline):
    targets = [a for a in aims(written) if a.role == "target"]
    assert [(a.label, a.quantity.value, a.baseline) for a in targets] == [(label, value, baseline)]


def test_the_nearest_heading_word_decides():
    found = aims("平成30年度実績：相談120件、令和元年度目標：相談150件")
    assert [(a.role, a.quantity.value, a.fiscal_year) for a in found] == [("result", 120, 2018), ("target", 150, 2019)]


def test_from_to_without_a_verb_of_change_is_a_range():
    aim = only("相談件数 10件から15件")
    assert (aim.quantity.value, aim.quantity.value_max, aim.comparator) == (10, 15, "range")


def test_a_number_in_brackets_is_a_part_of_the_one_in_front():
    total, part = aims("相談件数 200件(1地区50件)")
    assert part.part_of is total


def test_a_change_and_the_parts_of_a_rate_are_told_apart():
    change, rate, done, all_cases = aims("【実績】受理件数(前年同時期比±0件) 終結率 31.6%(12件/38件)")
    assert (change.change_of_result, done.rate, all_cases.rate) == (True, rate, rate)


def test_a_result_that_is_asked_for_again_is_both():
    aim = only("平成28年度に調査を実施した約100名の該当者に対しての再調査も検討する。")
    assert (aim.role, aim.also_result, aim.fiscal_year) == ("target", True, 2016)


# --- labels


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("プラン作成件数 1月当たり5件", ["プラン作成件数"]),
        (
            "参加者数（①喫茶 1,200名、②広場 1,500名）、研修参加者 150名",
            ["参加者数(喫茶)", "参加者数(広場)", "研修参加者"],
        ),
        ("カフェ会場:相談件数 24件、つないだ件数 12件", ["カフェ会場:相談件数", "カフェ会場:つないだ件数"]),
        ("活動団体数 2022年度までに37団体", ["活動団体数"]),
        ("課題の6か月以内終結割合 70%以上", ["課題の終結割合"]),
        ("まちづくり会議等に参加し、周知を行う。(各地区 年間2回)", ["まちづくり会議等への参加(各地区)(年間)"]),
        ("社会福祉法第106条の3に基づき見守りを5回", ["見守り"]),
    ],
)
def test_a_label_has_no_dates_digits_or_half_words(written, labels):
    assert [a.label for a in aims(written)] == labels


def test_ordinals_stay_in_a_label():
    assert only("第2層協議体を10圏域に設ける").label == "第2層協議体"


# --- numbers that no rule took


@pytest.mark.parametrize("written", ["参加者 5ダース", "参加者 △5人", "サロンに12の花", "会費 3,000ポンド"])
def test_a_number_that_no_rule_took_is_kept_with_its_words(written):
    assert len(unread(written)) == 1


@pytest.mark.parametrize(
    "written",
    [
        "社会福祉法第106条の3に基づく。",
        "電話0197-12-3456。",
        "8050問題に取り組む。",
        "別紙1、資料2のとおり",
        "3年目の取組",
        "①訪問 20件",
    ],
)
def test_names_and_places_in_an_order_are_no_numbers(written):
    assert unread(written) == []


def test_prose_names_the_places_where_something_was_done():
    found = read_results_in_prose(
        [(1, "2年前から2つの自治会において見守りに取り組んでおり、30年度からは新たに3つの自治会を加えた。")], YEAR
    )
    assert [(a.quantity.value, a.fiscal_year) for a in found] == [(2, None), (3, 2018)]


def test_a_year_in_another_bracket_dates_nothing():
    found = read_results_in_prose([(1, "活動者は8,000人程度で推移（H29年度に制度改正）")], YEAR)
    assert [(a.quantity.value, a.comparator, a.fiscal_year) for a in found] == [(8_000, "approx", None)]


# --- shapes of other documents


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("登録 前年度50人 今年度70人", [("result", 50, "人", "登録"), ("target", 70, "人", "登録")]),
        ("登録 H30:50人 R1:60人", [("result", 50, "人", "登録"), ("target", 60, "人", "登録")]),
        ("広場数：（目標）100件　（実績）85件", [("target", 100, "件", "広場数"), ("result", 85, "件", "広場数")]),
        ("目標値：広場数3か所（現状値：1か所）", [("target", 3, "か所", "広場数"), ("result", 1, "か所", "広場数")]),
        ("市内5か所に広場を設置し、利用者9人/日", [("target", 5, "か所", "広場"), ("target", 9, "人/日", "利用者")]),
        ("41自治会すべてで見守りを行う。", [("target", 41, "自治会", "見守り(全自治会)")]),
        ("週1回のサロン", [("target", 1, "回/週", "サロン")]),
        ("研修会を四半期に1回", [("target", 4, "回", "研修会")]),
        ("広場を三つ設ける", [("target", 3, "つ", "広場")]),
        ("1.研修会 3回 2.交流会 2回", [("target", 3, "回", "研修会"), ("target", 2, "回", "交流会")]),
        ("民生委員1人当たりの訪問 100件", [("target", 100, "件", "訪問(一人あたり)")]),
        ("孤立死ゼロを目指す。", [("target", 0, "", "孤立死")]),
        ("広場を三箇所から五箇所に増やす。", [("target", 5, "箇所", "広場")]),
        ("60歳以上の高齢者200人に訪問する。", [("target", 200, "人", "高齢者")]),
        ("広場 10か所設置済", [("result", 10, "か所", "広場")]),
    ],
)
def test_shapes_of_other_documents_are_read_by_the_same_rules(written, expected):
    assert [(a.role, a.quantity.value, a.quantity.unit, a.label) for a in aims(written)] == expected
    assert unread(written) == []


def test_a_number_in_a_heading_is_not_lost():
    assert unread("【目標 12ダース】研修 3回") == ["目標12ダース"]


def test_an_earlier_state_in_brackets_is_the_baseline_not_a_second_aim():
    target, state = aims("令和6年度末までに茶の間を12か所に増やす(R5:8か所)")
    assert (target.quantity.value, target.baseline, target.period.fiscal_year) == (12, 8, 2024)
    assert (state.role, state.is_baseline) == ("result", True)
    target, state = aims("訪問件数 150件(前年度100件)")
    assert (target.baseline, state.role, state.is_baseline) == (100, "result", True)
    target, state = aims("利用者の満足度 95%(前年90%)")
    assert (target.baseline, state.role, state.period.fiscal_year) == (90, "result", 2018)


@pytest.mark.parametrize(
    "written",
    ["茶の間を新たに3か所設置し、計10か所とする", "見守り員を3名増員(計10名)", "登録者数を3人増やし10人とする"],
)
def test_an_increase_is_a_part_of_the_total_behind_it(written):
    increase, total = aims(written)
    assert (total.quantity.value, total.baseline, increase.part_of) == (10, 7, total)
    assert (total.label, "し" in total.label) == (increase.label, False)


@pytest.mark.parametrize(
    "written",
    [
        "担い手を数十人養成する",
        "年数回の催しを開く",
        "43自治会の半数で茶の間を開く",
        "催しを一二回開く",
        "担い手十二三人",
    ],
)
def test_some_without_a_number_is_no_number_but_unread(written):
    assert (aims(written), bool(unread(written))) == ([], True)


def test_a_noun_in_front_of_some_ends_in_the_same_sign():
    assert (only("参加者数百二十人").label, only("参加者数百二十人").quantity.value) == ("参加者数", 120)


def test_a_part_in_brackets_may_have_another_counter():
    whole, part = aims("茶の間 15か所(うち新規3件)")
    assert part.part_of is whole


def test_keeping_the_state_is_an_aim():
    assert (only("茶の間の数は現状維持(15か所)とする").role, only("茶の間の数は現状維持(15か所)とする").label) == (
        "target",
        "茶の間の数",
    )


def test_a_limit_behind_made_is_an_aim():
    aim = only("受付から初回面談まで3日以内とする")
    assert (aim.quantity.value, aim.quantity.unit, aim.comparator) == (3, "日", "le")


def test_a_total_from_year_to_year_spans_them():
    assert (only("令和3~5年度で計9回の講座を開く").years, only("令和3~5年度で計9回の講座を開く").per) == (3, "total")


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("第3次計画(R4-R8)に基づき茶の間を20か所設置する", "茶の間"),
        ("相談窓口(0120-000-000)への相談件数 100件", "相談窓口への相談件数"),
        ("予算1,500千円を活用し講座を3回開催", "講座"),
        ("65歳以上の30%が参加する茶の間を10か所設置", "茶の間"),
    ],
)
def test_a_label_has_no_plan_number_or_clause_in_front(written, label):
    assert aims(written)[-1].label == label


def test_a_share_reached_is_a_result():
    assert [aim.role for aim in aims("茶の間 10か所(達成率80%)")] == ["target", "result"]


def test_a_change_may_have_its_year_in_brackets():
    aim = only("茶の間を5か所から8か所(R3)へ拡充する")
    assert (aim.quantity.value, aim.quantity.value_max, aim.baseline) == (8, None, 5)


def test_the_base_of_a_share_leaves_no_word_in_the_label():
    assert only("相談委員60人中45人が研修を受ける").label == "相談委員"
    assert aims("茶の間の数:+3か所")[0].label == "茶の間の数"


def test_a_year_of_the_same_monthly_number_is_no_second_aim():
    monthly, yearly = aims("運営会議 月1回(年12回)開催")
    assert yearly.part_of is monthly


def short(aim):
    """Return role, number and unit of an aim, with ← baseline, / of how many, and @ what it is a part of."""
    q = aim.quantity
    extras = (("←", aim.baseline), ("/", aim.out_of), ("@", aim.part_of and aim.part_of.quantity.value))
    return f"{aim.role[0]}{q.value:g}{q.unit}" + "".join(f"{sign}{v:g}" for sign, v in extras if v is not None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # From a state to a target
        ("サロン設置数 R1:5か所→R5:10か所", "r5か所 t10か所←5"),
        ("協力員 H30年度末15人⇒R3年度末30人", "r15人 t30人←15"),
        ("相談件数:20件(H30実績)→30件(R元目標)", "r20件 t30件←20"),
        ("サロン数 R1:5か所→R2:8か所→R3:9か所", "r5か所 t8か所←5 t9か所←5"),
        ("参加者数10%増(現状200人)", "t10%←200 r200人"),
        ("サロン数を3か所増の8か所とする", "t3か所@8 t8か所←5"),
        ("サロンを新たに2か所(計5か所)設置", "t2か所@5 t5か所←3"),
        ("5か所の拠点を10か所に増やす", "r5か所 t10か所←5"),
        ("相談件数を前年度100件から120件へ", "t120件←100"),
        ("相談件数を20%増の120件", "t20%@120 t120件←100"),
        ("参加者数30名(前回25名)", "t30名←25 r25名"),
        # Parts and the same said again
        ("月2回(24回/年)", "t2回 t24回@2"),
        ("拠点数 10か所［5か所］", "t10か所 t5か所@10"),
        ("300世帯(3割)", "t300世帯 t3割@300"),
        ("講座の参加者 20名(男5名、女15名)", "t20名 t5名@20 t15名@20"),
        ("参加者100人(内訳:A地区60人、B地区30人)", "t100人 t60人@100 t30人@100"),
        ("男5名、女15名、計20名", "t5名@20 t15名@20 t20名"),
        ("連絡会 2か月に1回、計6回", "t6回 t6回@6"),
        ("ケース会議:月1回、年間12回", "t1回 t12回@1"),
        ("20市町村(80%)", "t20市町村 t80%@20"),
        # Shares
        ("解決率 50%(1,000人中500人)", "t50% t500人/1000@50"),
        ("解決率 80%(96件/120件)", "t80% t96件/120@80 t120件@80"),
        ("12/41自治会でサロンを実施", "t12自治会/41"),
        ("12地区のうち8地区", "t8地区/12"),
        ("8地区(全12地区)", "t8地区/12"),
        ("高齢者の4人に1人が参加", "t25%"),
        ("相談件数 対前年度比110%", "t1.1倍"),
        ("研修3回(初任者1回・現任者2回)", "t3回 t1回@3 t2回@3"),
        ("養成講座2回(基礎編1回、応用編1回)", "t2回 t1回@2 t1回@2"),
        ("相談120件うち新規40件", "t120件 t40件@120"),
        ("新規相談40件を含む相談120件", "t40件@120 t120件"),
        ("A地区10名・B地区20名(計30名)", "t10名@30 t20名@30 t30名"),
        ("各圏域に1か所(計5か所)", "t1か所@5 t5か所"),
        ("サロン5か所/3団体", "t5か所 t3団体"),
        ("加入率を5ポイント引き上げ65%", "t5ポイント@65 t65%←60"),
        # Times that come round
        ("隔月1回", "t6回"),
        ("隔週1回", "t26回"),
        ("1回/2か月", "t6回"),
        ("四半期ごとに20件", "t20件/3か月"),
        ("1日3件", "t3件/日"),
        # At each site, to so many people
        ("3地区で月1回のサロン開催", "t3地区 t1回"),
        ("6地区で週1回", "t6地区 t1回/週"),
        ("圏域（5圏域）ごとに協議体を1か所設置", "t1か所"),
        ("1,000人に1人の支援員を配置", "t1人/1,000人"),
        ("人口500世帯に1名の割合で相談員を配置", "t1名/500世帯"),
        ("4人に1人の住民が参加", "t25%"),
        ("相談100件（解決80件）", "t100件 t80件@100"),
        # Numerals of contracts
        ("拠点を伍か所設置", "t5か所"),
        ("協力員 弐拾名", "t20名"),
        ("持参名簿 3冊", "t3冊"),
        # No aims
        ("高齢化率40%の地区で5か所", "t5か所"),
        ("8050世帯10件", "t10件"),
        ("65~74歳1,000人", "t1000人"),
        ("予算1,500千円を活用しサロンを5か所設置する", "t5か所"),
        ("チラシA4判1枚を作成", ""),
        ("毎月10日に相談会を開催", ""),
        ("1回30名の研修会を4回", "t30名 t4回"),
        # Ranges and words
        ("相談 10件ないし15件", "t10件"),
        ("令和七年度までに拠点五か所", "t5か所"),
        ("1 サロン 5か所", "t5か所"),
        ("サロン 二、三か所", "t2か所"),
        ("二十から三十人", "t20人"),
        ("参加率 七割五分", "t75%"),
    ],
)
def test_a_shape_is_read(written, read):
    assert " ".join(short(aim) for aim in aims(written)) == read
    assert unread(written) == []


@pytest.mark.parametrize(
    "written",
    [
        "3年目に拠点10か所",
        "1年目5か所、2年目8か所",
        "当初5か所、最終10か所",
        "計画最終年度に10か所",
        "参加者 1.200人",
        "半数の地区で実施",
        "参加者10名（最大15名）",
        "体験会の参加者10名（最少催行5名）",
        "10名以上（15名まで）",
        "5圏域ごとに1か所",
    ],
)
def test_what_cannot_be_known_is_unread(written):
    assert unread(written)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("3年後に拠点10か所", 2022),
        ("5年以内に拠点10か所", 2024),
        ("令和七年度までに拠点五か所", 2025),
        ("R元30件", 2019),
    ],
)
def test_the_year_of_a_target_is_read(written, year):
    assert only(written).period.fiscal_year == year
