"""What is found in a row: every message an officer can meet, whole, with its cell; and what is accepted."""

import pytest

from loaders.reports.contents import FormTarget

EXPLAIN = "正しければ、その理由をコメントに書いてください。誤りなら、値を直してください。"
KEYS = (
    "value",
    "result_state",
    "numerator",
    "denominator",
    "grade",
    "done",
    "period_start",
    "period_end",
    "period_kind",
)


def accepted(reading):
    return [row["target_id"] for row in reading.rows]


# What is accepted


def test_a_count_becomes_a_reported_result_of_the_whole_year(row):
    found = row("T-members", value="３５名", comment_ja="講座を増やした")
    assert [found[key] for key in KEYS] == [
        35, "reported", None, None, None, None, "2019-04-01", "2020-03-31", "full_year",
    ]  # fmt: skip
    assert (found["unit"], found["per"], found["comment_ja"]) == ("名", "total", "講座を増やした")


def test_a_stock_without_a_period_stands_at_the_end_of_the_year(row):
    found = row("T-salons", value=6)
    assert (found["period_start"], found["period_end"], found["period_kind"]) == (None, "2020-03-31", "point_in_time")


def test_a_part_of_the_year_is_kept_as_such(row):
    found = row("T-cases", value=17, period_start="H31.4.1", period_end="令和元年10月15日")
    assert (found["period_start"], found["period_end"], found["period_kind"]) == (
        "2019-04-01", "2019-10-15", "part_year",
    )  # fmt: skip


@pytest.mark.parametrize("answer", [{"value": 0}, {"result_state": "0"}, {"result_state": 0}, {"value": "０"},
                                    {"value": 0, "result_state": "実績あり"}])  # fmt: skip
def test_a_written_zero_is_a_reported_zero(row, answer):
    found = row("T-cases", **answer)
    assert (found["value"], found["result_state"]) == (0.0, "zero")


@pytest.mark.parametrize(("state", "code"), [("測定不能", "unmeasurable"), ("取下げ", "withdrawn")])
def test_what_could_not_be_measured_or_was_given_up_has_no_value(row, state, code):
    found = row("T-cases", result_state=state, comment_ja="記録がない")
    assert (found["value"], found["result_state"]) == (None, code)


def test_a_blank_row_is_not_reported(read):
    assert accepted(read({("T-cases", "value"): 12})) == ["T-cases"]


def test_a_comment_alone_is_no_report(read):
    assert accepted(read({("T-cases", "value"): 12, ("T-salons", "comment_ja"): "調査中"})) == ["T-cases"]


def test_a_rate_may_be_reported_by_its_counts_alone(row):
    found = row("T-rate", numerator="12件", denominator="38件")
    assert [found[key] for key in KEYS[:4]] == [None, "reported", 12, 38]


def test_a_grade_and_an_answer_about_what_was_done_are_kept(row):
    assert row("T-spirit", grade="3", comment_ja="住民の声による")["grade"] == 3
    assert row("T-body", done="一部実施した")["done"] == "partly"


def test_a_decrease_is_a_possible_change(row):
    assert row("T-growth", value="△3")["value"] == -3


# What is found: the whole sentence


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            {("T-members", "value"): "25件"},
            "［要修正］実績報告!I8: 単位「件」が、目標の単位「名」と違います。単位の違う数は目標と比べられません。"
            "→ 「名」で数えた数に直してください。",
        ),
        (
            {("T-members", "value"): "たくさん"},
            "［要修正］実績報告!I8: 「たくさん」を数として読めません。数の欄です。"
            "→ 数だけを書いてください（例: 25）。測れないときは状態で「測定不能」を選んでください。",
        ),
        (
            {("T-members", "value"): "=25+5"},
            "［要修正］実績報告!I8: 数式が入っています。計算の結果がファイルに残らないことがあり、値を確かめられません。"
            "→ 計算した結果の数を入れてください（コピーして「値の貼り付け」）。",
        ),
        (
            {("T-members", "value"): "２６人"},
            "［お知らせ］実績報告!I8: 「２６人」は 26 として読み取りました。→ 正しければ、そのままで結構です。",
        ),
        (
            {("T-members", "value"): "約30名"},
            "［要説明］実績報告!I8: 「約30名」は概数です。30 として読み取りました。"
            "→ 正確な数がわかれば書き直し、わからなければその旨をコメントに書いてください。",
        ),
        (
            {("T-members", "value"): 30, ("T-members", "period_end"): "年度末"},
            "［要修正］実績報告!M8: 「年度末」を日付として読めません。いつの実績かがわかりません。"
            "→ 2020/3/31 か 令和2年3月31日 の形で書いてください。",
        ),
        (
            {("T-members", "value"): 30, ("T-members", "result_state"): "済"},
            "［要修正］実績報告!N8: 「済」は状態の選択肢にありません。選べるのは 実績あり・0・測定不能・取下げ です。"
            "→ 一覧から選び直してください。",
        ),
        (
            {("T-cases", "result_state"): "実績あり"},
            "［要修正］実績報告!N9: 状態が「実績あり」ですが、実績が空欄です。空欄は0ではなく、報告なしになります。"
            "→ 実績を書いてください。0だったときは状態で「0」を、測れなかったときは「測定不能」を選んでください。",
        ),
        (
            {("T-cases", "result_state"): "0", ("T-cases", "value"): 5},
            "［要修正］実績報告!N9: 状態が「0」ですが、実績値は 5 です。どちらが正しいかわかりません。"
            "→ 実績値が正しければ状態を「実績あり」に、0が正しければ実績値を空欄にしてください。",
        ),
        (
            {("T-cases", "result_state"): "測定不能", ("T-cases", "value"): 5, ("T-cases", "comment_ja"): "紛失"},
            "［要修正］実績報告!N9: 状態が「測定不能」ですが、実績も書かれています。どちらが正しいかわかりません。"
            "→ 実績が正しければ状態を「実績あり」に、そうでなければ実績を空欄にしてください。",
        ),
        (
            {("T-rate", "value"): 50, ("T-rate", "numerator"): 19},
            "［要修正］実績報告!K11: 分子と分母の片方が空欄です。割合を確かめられません。"
            "→ 両方を書くか、両方を空欄にしてください。",
        ),
        (
            {("T-rate", "numerator"): 19, ("T-rate", "denominator"): 0},
            "［要修正］実績報告!K11: 分母が 0 です。割合を計算できません。→ もとになる数の全体を書いてください。",
        ),
        (
            {("T-rate", "value"): 31.8, ("T-rate", "numerator"): 12, ("T-rate", "denominator"): 38},
            "［要修正］実績報告!I11: 分子 12 ÷ 分母 38 は 31.6% ですが、実績値は 31.8% です。0.1ポイントより大きく違います。"
            "→ 分子・分母・実績値のうち、誤っているものを直してください。",
        ),
        (
            {("T-rate", "numerator"): 40, ("T-rate", "denominator"): 38},
            "［要修正］実績報告!J11: 分子 40 が分母 38 より大きくなっています。終結した件数などは、もとの件数を超えません。"
            "→ 分子と分母が入れ替わっていないか確かめてください。",
        ),
        (
            {("T-cases", "value"): -5},
            "［要修正］実績報告!I9: 負の数 -5 です。数えた結果は0より小さくなりません。→ 0以上の数に直してください。",
        ),
        (
            {("T-rate", "value"): 120},
            "［要修正］実績報告!I11: 割合が 120% です。割合は 100% を超えません。"
            "→ 件数を書いていないか確かめ、割合に直してください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-cases", "period_start"): "2020/1/1", ("T-cases", "period_end"): "2019/12/1"},
            "［要修正］実績報告!M9: 期間の終わりが、始めより前です。いつの実績かがわかりません。"
            "→ 期間の始めと終わりを確かめてください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-cases", "period_end"): "2021/3/31"},
            "［要修正］実績報告!M9: 2021/03/31 は 2019年度の外です。この様式は、その年度の実績だけを受け付けます。"
            "→ 日付を確かめてください。別の年度の実績は、その年度の様式に書いてください。",
        ),
        (
            {("T-rate", "value"): 0.8},
            "［要説明］実績報告!I11: 0.8% は 80% のことではありませんか。割合が小数で書かれたとみられます。→ " + EXPLAIN,
        ),
        (
            {("T-salons", "value"): 13},
            "［要説明］実績報告!I7: 前回の 4か所 から 13か所 に変わっています。3倍を超える増加か、3分の1を下回る減少です。→ " + EXPLAIN,
        ),
        (
            {("T-members", "value"): 24},
            "［要説明］実績報告!I8: 累計が 25名 から 24名 に減っています。積み上げた数は減らないはずです。→ " + EXPLAIN,
        ),
        (
            {("T-members", "value"): 2000, ("T-members", "comment_ja"): ""},
            "［要説明］実績報告!I8: 2,000名 は、この指標の値としては珍しい大きさです。桁や単位の誤りかもしれません。→ " + EXPLAIN,
        ),
        (
            {("T-cases", "result_state"): "取下げ"},
            "［要説明］実績報告!Q9: 「取下げ」の理由がありません。評価できない理由を公表の際に示します。"
            "→ 理由をコメントに書いてください。",
        ),
        (
            {("T-spirit", "grade"): 2},
            "［要説明］実績報告!Q15: 自己評価の理由がありません。数で測れない目標は、理由とともに示します。"
            "→ 理由をコメントに書いてください。",
        ),
        (
            {("T-cases", "value"): 10, ("T-closed", "value"): 12},
            "［要修正］実績報告!I10: 終結・解決した件数 12 が、相談件数 10 より多くなっています。"
            "終結した件数は、もとの件数を超えません。→ 二つの行の値を確かめてください。",
        ),
        (
            {("T-body", "value"): 1},
            "［要修正］実績報告!I14: この目標では記入しない欄に記入があります。何の値かがわかりません。"
            "→ 記入を消し、黄色の欄に書いてください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-cases", "unit"): "人"},
            "［要修正］実績報告!F9: 単位が「人」ですが、登録されている単位は「件」です。"
            "様式を配った後にデータが訂正されたか、様式が書き換えられています。→ 単位を登録のものに戻し、その単位で書いてください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-cases", "target"): "4"},
            "［要説明］実績報告!D9: 目標値が「4」ですが、登録されている目標値は「40」です。"
            "様式を配った後にデータが訂正されたか、様式が書き換えられています。"
            "→ 登録の目標値に対する実績でよければ、その旨をコメントに書いてください。目標値の変更は担当課へ連絡してください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-cases", "target_id"): "T-other"},
            "［要修正］実績報告!A9: 目標番号「T-other」は、この団体・年度の目標にありません。"
            "別の様式から写した行か、配布の後に取り消された目標とみられます。"
            "→ この行を消すか、新しい様式を受け取って書き直してください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-closed", "target_id"): "T-cases"},
            "［要修正］実績報告!C10: 同じ目標の行が9行目にもあります。どちらが正しいかわかりません。"
            "→ 正しい方の行だけを残してください。",
        ),
        (
            {("T-cases", "value"): 5, ("T-closed", "target_id"): None},
            "［要説明］実績報告: 目標「解決した件数」の行がありません。その目標は「未報告」になります。"
            "→ 実績があれば、新しい様式を受け取って書いてください。",
        ),
    ],
)  # fmt: skip
def test_a_finding_says_where_what_why_and_how_to_mend(sentences, answers, sentence):
    assert sentence in sentences(answers)


def test_a_row_of_a_target_that_is_none_any_more_is_no_fault_where_it_is_blank(sentences):
    assert sentences({("T-cases", "value"): 5, ("T-body", "target_id"): "T-former"})[1] == (
        "［お知らせ］実績報告!A14: 目標番号「T-former」は今の目標にありません。記入がないので、この行は使いません。"
        "様式を配った後に、数値の目標でないと改められた目標などです。→ このままで結構です。"
    )


def test_an_added_row_is_named(sentences):
    def add(book):
        book["実績報告"]["C17"], book["実績報告"]["I17"] = "新しい目標", 3

    assert sentences({("T-cases", "value"): 5}, add) == [
        "［要修正］実績報告!C17: 様式にない行が加えられています。登録されていない目標の実績は受け付けられません。"
        "→ 行を消してください。目標を加えるときは、連絡事項に書いて担当課へ知らせてください。"
    ]


def test_one_value_for_two_merged_rows_is_named_and_not_taken_for_a_blank(read):
    reading = read({("T-cases", "value"): 5}, lambda book: book["実績報告"].merge_cells("I9:I10"))
    assert [one.sentence_ja for one in reading.findings] == [
        "［要修正］実績報告!I10: セルが結合されています。どの欄の値かがわかりません。→ 結合を解除し、それぞれの欄に書いてください。"
    ]


def test_a_value_of_the_revision_in_force_left_blank_is_named(sentences):
    known = {"revision": 1, "reported": {"T-salons": {"value": 6}}}
    assert (
        "［要説明］実績報告!I7: 第1版で報告された実績が、空欄になっています。受け付けると「未報告」に戻ります。"
        "古い版の様式に記入した可能性があります。→ 前の版の値も書いてください。取り消すときは、その理由をコメントに書いてください。"
    ) in sentences({("T-cases", "value"): 5}, **known)


# What a finding does


def test_a_row_in_error_says_that_the_reported_value_before_it_is_put_aside(sentences):
    before = {"reported": {"T-salons": {"value": 4}}, "revision": 1}
    found = sentences({("T-salons", "value"): "5回", ("T-cases", "value"): 30}, **before)
    assert (
        "［要説明］実績報告!I7: 第1版で報告された実績は、この様式を受け付けると使われなくなります。"
        "この行は誤りのため保留され、直した様式を受け付けるまで「未報告」になります。"
        "→ この行の誤りを直してください。前の実績が正しいときは、その値を書いてください。"
    ) in found
    assert not [one for one in sentences({("T-salons", "value"): 5}, **before) if "使われなくなります" in one]


def test_an_error_holds_back_its_row_and_no_other(read):
    reading = read({("T-members", "value"): "25件", ("T-cases", "value"): 5})
    assert (accepted(reading), reading.held_rows) == (["T-cases"], 1)


def test_a_warning_holds_nothing_back_and_a_comment_answers_it(read):
    silent = read({("T-salons", "value"): 13})
    explained = read({("T-salons", "value"): 13, ("T-salons", "comment_ja"): "団体が増えた"})
    assert accepted(silent) == accepted(explained) == ["T-salons"]
    assert [len(reading.open_findings) for reading in (silent, explained)] == [1, 0]
    assert explained.findings[0].as_row()["comment_ja"] == "団体が増えた"


def test_a_fall_to_zero_is_a_large_change(read):
    assert [one.rule_id for one in read({("T-salons", "value"): 0}).findings] == ["report.large_change"]


def test_a_total_below_that_of_the_middle_of_the_year_wants_a_comment(read):
    cases = FormTarget("T-cases", "consultation", "相談件数", "numeric", "件", "year", "eq", 40, None, "consultations",
                       "flow", mid_year_value=20)  # fmt: skip
    found = read({("T-cases", "value"): 12}, targets=(cases,)).findings
    assert "report.cumulative_falls" in [one.rule_id for one in found]


def test_a_mid_year_report_covers_the_first_half(read):
    reading = read({("T-cases", "value"): 12}, report_kind="mid_year")
    assert (reading.rows[0]["period_end"], reading.rows[0]["period_kind"]) == ("2019-09-30", "part_year")


# Service areas and population

WHOLE = {
    "units_covered": 9,
    "units_total": 15,
    "covered_population": 6000,
    "population": "10,000人",
    "as_of_date": "R2.3.31",
}


def area(**values):
    return {("ア", name): value for name, value in {**WHOLE, **values}.items()}


def test_service_areas_are_reported_by_pillar(read):
    assert read(area()).areas == (
        {"pillar": "community", "units_covered": 9, "units_total": 15, "covered_population": 6000, "population": 10000,
         "as_of_date": "2020-03-31"},
    )  # fmt: skip


@pytest.mark.parametrize("written", ["ア 地域づくり", "ア　地域づくり", "地域づくり"])
def test_a_pillar_may_have_the_name_of_the_first_edition(read, written):
    assert [row["pillar"] for row in read(area(pillar=written)).areas] == ["community"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"units_covered": 16},
            "［要修正］圏域と人口!B7: 対象圏域数 16 が全圏域数 15 より多くなっています。対象は全体を超えません。"
            "→ 二つの数が入れ替わっていないか確かめてください。",
        ),
        (
            {"units_total": None},
            "［要説明］圏域と人口!C7: 対象圏域数と全圏域数の片方が空欄です。圏域カバー率を計算できません。"
            "→ 両方を書いてください。全圏域数が決まっていないときは、その旨をコメントに書いてください。",
        ),
        (
            {"units_covered": 2.5},
            "［要修正］圏域と人口!B7: 2.5 は数えた数ではありません。圏域や人は、0以上10億未満の整数で数えます。"
            "→ 数えた数に直してください。",
        ),
        (
            {"population": 10},
            "［要修正］圏域と人口!E7: 人口 10人 は市町村の人口として考えられない大きさです。桁の誤りとみられます。"
            "→ 人の単位で、千人・万人に丸めずに書いてください。",
        ),
        (
            {"population": 13000},
            "［要説明］圏域と人口!E7: 人口 13,000人 は、登録されている 10,000人 と2割を超えて違います。"
            "桁や団体の取り違えかもしれません。→ " + EXPLAIN,
        ),
        (
            {"population": None},
            "［要修正］圏域と人口!E7: 対象人口がありますが、人口が空欄です。対象地域の人口割合は、同じ時点の人口で割ります。"
            "→ 人口を書いてください。",
        ),
        (
            {"covered_population": 12500},
            "［要修正］圏域と人口!D7: 対象人口 12,500人 が人口 10,000人 より多くなっています。"
            "2割を超えて多く、数え方の誤りとみられます。→ 延べ人数や、重なる圏域を足した数でないか確かめてください。",
        ),
        (
            {"covered_population": 10100},
            "［要説明］圏域と人口!D7: 対象人口 10,100人 が人口 10,000人 より多くなっています。"
            "時点の違いとみて、人口を上限とします。→ " + EXPLAIN,
        ),
        (
            {"as_of_date": None},
            "［要修正］圏域と人口!F7: 時点が空欄です。いつの数かを示せません。→ 数を調べた日を書いてください（例: 2020/3/31）。",
        ),
        (
            {"as_of_date": "2015/4/1"},
            "［要説明］圏域と人口!F7: 時点 2015/04/01 が 2019年度から離れています。別の年度の数かもしれません。→ " + EXPLAIN,
        ),
        (
            {"pillar": "全体"},
            "［要修正］圏域と人口!A7: 柱「全体」の行は様式にないか、二つあります。どの取組の圏域かがわかりません。"
            "→ 行を加えず、配布した様式の行に書いてください。",
        ),
    ],
)  # fmt: skip
def test_a_finding_about_service_areas_says_where_what_why_and_how_to_mend(sentences, values, sentence):
    assert sentence in sentences(area(**values))


# One, or a line


@pytest.mark.parametrize(("comment", "values"), [(None, []), ("線です", []), ("1件でした", [1.0])])
def test_a_lone_kanji_one_is_held_until_a_comment_explains_it(read, comment, values):
    reading = read({("T-cases", "value"): "一", ("T-cases", "comment_ja"): comment})
    assert [row["value"] for row in reading.rows] == values
    (finding,) = [one for one in reading.findings if one.rule_id == "report.one_or_line"]
    assert (finding.severity, finding.happened_ja) == ("warning", "「一」は、数の1か「該当なし」の線かわかりません。")


def test_a_days_number_is_read_as_a_date_with_a_note(read):
    reading = read({("T-cases", "value"): 5, ("T-cases", "period_end"): "43921"})
    assert [row["period_end"] for row in reading.rows] == ["2020-03-31"]
    assert [one.happened_ja for one in reading.findings] == [
        "「43921」は、Excel の日付の通し番号として 2020/03/31 と読み取りました。"
    ]
