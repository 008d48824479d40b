"""Numbers that no rule took are issues with their line; numbers that count nothing are not."""

import pytest

from loaders.sources.programme_plans.plan_cells import numbers_left


@pytest.mark.parametrize(
    ("text", "taken", "left"),
    [
        ("8,400人", [8_400], []),
        ("約2.7万人", [27_000], []),
        ("中学校区ごとに月1回(8地区×12月=96回)", [1, 96], []),
        ("平成31年度は第2層の70代を対象に ①東地区 ②西地区", [], []),
        ("(R1.10.1現在) 385人", [385], []),
        ("毎月第3水曜日、5月頃から", [], []),
        ("月1回。委員15名で構成", [1], ["委員15名で構成"]),
        ("3.5人", [3.5], []),
        ("数名を予定", [], ["数名を予定"]),
        ("2名→3名", [3], ["2名→"]),
        ("1カ所 9,100～39,000人 15カ所合計 33万人", [330_000, 15], ["9,100~", "9,100~39,000人"]),
    ],
)
def test_numbers_that_count_and_were_not_taken_are_left(text, taken, left):
    assert numbers_left(text, taken) == left


@pytest.mark.parametrize(
    ("cell", "text", "rule", "words"),
    [
        ("area", "町内全域。年間5か所以上を選ぶ", "service_areas", "5か所"),
        ("coordinators", "2人（うち委託職員1人）", "staffing", "1人"),
        ("network", "年2回開催。委員12名", "meetings", "12名"),
    ],
)
def test_an_unread_number_is_an_issue_with_its_line(read_plan, cell, text, rule, words):
    tables = read_plan(**{cell: text})
    found = [row for row in tables["issues"] if row["rule_id"] == f"{rule}.number_not_read"]
    assert [words in row["message_ja"] for row in found] == [True]
    assert found[0]["severity"] == "warning"
    assert found[0]["line_start"] > 20


def test_a_plain_plan_has_no_unread_number(read_plan, issues_of):
    tables = read_plan()
    assert [row["rule_id"] for row in tables["issues"] if row["rule_id"].endswith("number_not_read")] == []
