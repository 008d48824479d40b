"""The targets of a town over the years: bars from 0, gaps with their word, part-year marks apart, reason and comment."""

from __future__ import annotations

import pandas as pd

from components.drawing.grids import YearBar, small_bars
from components.drawing.model import Basis
from components.figures import ratings
from components.figures.ratings import Rules

BASIS = Basis("見本市", "令和8年11月21日現在の判定", "市町村の報告")
RULES = Rules("提出 ÷ 期限の来た自治体", "（S + A）÷ 評価できた目標", "段階は達成率で決まります。")
WORDS = {"A": "達成", "unreported": "未報告", "suppressed": "秘匿"}


def rating(target_id, year, status="A", **more):
    return {
        "target_id": target_id, "area_code": "992011", "area_name_ja": "見本市", "pillar": "community",
        "target_fy": year, "label_ja": "居場所", "target_value": 10.0, "target_value_max": None, "comparator": "ge",
        "target_unit": "か所", "per": None, "actual_value": 12.0, "actual_unit": "か所", "attainment_pct": 120.0,
        "status": status, "status_ja": WORDS[status], "reason_ja": "実績12か所 ÷ 目標10か所。", "comment_ja": "",
    } | more  # fmt: skip


def point(rated, value=12.0, kind="year", **more):
    names = ["target_id", "area_code", "pillar", "label_ja", "target_unit", "per", "target_fy", "comparator",
             "target_value", "target_value_max", "status", "status_ja"]  # fmt: skip
    return {name: rated[name] for name in names} | {
        "series_id": "t1", "fiscal_year": rated["target_fy"], "point": kind, "value": value, "unit": "か所",
        "is_suppressed": False, "is_rated": kind == "year",
    } | more  # fmt: skip


def town(rated, points):
    return ratings.of_town(pd.DataFrame(rated), pd.DataFrame(points), RULES, BASIS)


def test_the_years_of_a_target_stand_in_one_chart_with_reason_and_comment_of_each():
    rated = [rating("t1", 2023), rating("t2", 2024, comment_ja="<b>共催</b>")]
    figure = town(rated, [point(one) for one in rated])
    drawn = figure.drawing("light")
    assert drawn.count('class="km-years"') == 1
    assert 'aria-label="居場所: 令和5年度 12か所（目標 10か所以上）、令和6年度 12か所（目標 10か所以上）"' in drawn
    assert drawn.count("実績12か所 ÷ 目標10か所。") == 2
    assert "&lt;b&gt;共催&lt;/b&gt;" in drawn
    assert drawn.index("<td>令和6</td>") < drawn.index("<td>令和5</td>")
    assert figure.reading.startswith("見本市の目標1件の、令和5年度（2023年度）から令和6年度（2024年度）の実績と")


def test_of_many_years_one_is_drawn_and_the_table_has_all():
    rated = [rating("t1", 2023), rating("t2", 2024), rating("t3", 2023, label_ja="昔の目標")]
    series = pd.DataFrame([*(point(one) for one in rated[:2]), point(rated[2], series_id="t3", label_ja="昔の目標")])
    figure = ratings.of_town(pd.DataFrame(rated), series, RULES, BASIS, 2024)
    drawn = figure.drawing("light")
    assert "<td>令和6</td>" in drawn
    assert "<td>令和5</td>" not in drawn
    assert "令和5年度 12か所（目標 10か所以上）、令和6年度" in drawn  # the small chart still has all years
    assert "昔の目標" not in drawn
    assert len(figure.table()) == 3
    assert figure.drawn_notes[0].startswith("令和6年度（2024年度）の目標だけを示しています。")


def test_an_unreported_year_is_a_hatched_gap_with_its_word_and_never_a_bar():
    rated = [rating("t1", 2023), rating("t2", 2024, "unreported", actual_value=None)]
    figure = town(rated, [point(rated[0]), point(rated[1], None)])
    drawn = figure.drawing("light")
    assert drawn.count('<i style="height') == 1
    assert '<span class="km-year km-year-none" title="令和6年度 未報告（目標 10か所以上）"><b>未報告</b>' in drawn
    assert figure.missing == 1
    table = figure.table()
    assert table["実績"].isna().tolist() == [False, True]


def test_a_hidden_count_says_so_and_shows_no_bar():
    rated = [rating("t1", 2023), rating("t2", 2024, "suppressed", actual_value=None)]
    drawn = town(rated, [point(rated[0]), point(rated[1], None, is_suppressed=True)]).drawing("light")
    assert "<b>秘匿</b>" in drawn
    assert drawn.count('<i style="height') == 1


def test_a_part_of_a_year_has_its_own_mark_and_takes_no_rating_in_the_table():
    rated = [rating("t1", 2024)]
    figure = town(rated, [point(rated[0], 5.0, "part_year"), point(rated[0])])
    drawn = figure.drawing("light")
    assert 'class="km-year km-year-part" title="令和6年度の途中 5か所（目標 10か所以上）"' in drawn
    table = figure.table()
    assert table["実績の種類"].tolist() == ["年度途中", "年度"]
    assert table["達成率（%）"].isna().tolist() == [True, False]


def test_bars_and_target_are_drawn_to_the_same_scale_from_0():
    drawn = small_bars("居場所", [YearBar("令和5", 5.0, "5か所", 10.0), YearBar("令和6", 0.0, "0か所", 10.0)])
    assert '<i style="height:44.6%"></i><u style="bottom:89.3%"></u>' in drawn
    assert '<i style="height:0.0%"></i>' in drawn


def test_a_target_without_any_number_has_no_chart():
    assert small_bars("体制", [YearBar("令和5", None, "定性評価")]) == ""
