"""The period of a plan in its common spellings."""

import pytest

from loaders.text.plan_periods import plan_period


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("計画の期間は、令和6年度から令和10年度までの5年間とします。", (2024, 2028, 5)),
        ("計画期間：令和６年度～令和10年度（５か年）", (2024, 2028, 5)),
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
