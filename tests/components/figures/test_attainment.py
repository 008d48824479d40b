"""Bands, states and shares on screen: 未報告 is never a low result, bounds stand beside the share, rules beside the number."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from components.drawing import grids, html
from components.drawing.model import Basis, Share
from components.figures import attainment, ratings
from components.figures.ratings import Rules
from components.figures.targets import with_reports

BASIS = Basis("見本県", "令和8年11月21日現在の判定", "市町村の報告")
RULES = Rules("提出 ÷ 期限の来た自治体", "（S + A）÷ 評価できた目標", "段階は達成率で決まります。")
WORDS = {"A": "達成", "D": "未達成", "unreported": "未報告", "hard_to_rate": "評価困難"}


def share(pillar="community", attained=2, rateable=4, unreported=0, hard=0, **more):
    due = rateable + unreported
    return {
        "pillar": pillar, "attained_count": attained, "rateable_count": rateable, "unreported_count": unreported,
        "hard_to_rate_count": hard, "due_count": due,
        "attained_pct": round(100 * attained / rateable, 1) if rateable else float("nan"),
        "lowest_pct": round(100 * attained / due, 1) if due else float("nan"),
        "highest_pct": round(100 * (attained + unreported) / due, 1) if due else float("nan"), **more,
    }  # fmt: skip


def rate(year=2024, due=10, submitted=9):
    pct = 100 * submitted / due if due else float("nan")
    return {"fiscal_year": year, "asked_count": 10, "received_count": submitted, "due_count": due,
            "submitted_count": submitted, "late_count": due - submitted, "reporting_pct": pct}  # fmt: skip


def rating(target_id, status, area="992011", **more):
    return {
        "target_id": target_id, "area_code": area, "area_name_ja": "見本市", "prefecture_code": "99",
        "prefecture_ja": "見本県", "pillar": "community", "target_fy": 2024, "label_ja": "居場所",
        "target_value": 10.0, "target_value_max": None, "comparator": "ge", "target_unit": "か所", "per": None,
        "actual_value": 12.0, "actual_unit": "か所", "attainment_pct": 120.0, "status": status,
        "status_ja": WORDS[status], "reason_ja": "実績12か所 ÷ 目標10か所。", "comment_ja": "", "evidence": "report",
        "is_factor": False, "is_duplicate": False, "achievement_id": "a", **more,
    }  # fmt: skip


def standing(shares, rates):
    rated = pd.DataFrame([rating("t1", "A")])
    return attainment.standing(pd.DataFrame(shares), pd.DataFrame(rates), 2024, RULES, rated, BASIS)


def heat(rows, shares=(), forms=()):
    columns = ["area_code", "state_ja", "is_late", "is_submitted", "prefecture_code"]
    return ratings.heat(
        pd.DataFrame(rows), pd.DataFrame(list(shares)), pd.DataFrame(list(forms), columns=columns), 2024, RULES, BASIS,
        lambda code: f"municipality?area={code}",
    )  # fmt: skip


def test_the_share_stands_beside_its_counts_and_bounds():
    figure = standing([share(attained=2, rateable=4, unreported=4, hard=1)], [rate()])
    assert figure.reading == (
        "数値の目標は、評価できた4件のうち2件（50.0%）が達成です。未報告の4件しだいで、25.0%から75.0%の間で変わります。"
    )
    drawn = figure.drawing("light")
    assert "50.0%（2/4件）　幅 25.0%～75.0%　評価困難1・未報告4" in drawn
    assert figure.missing == 4


def test_the_rule_is_printed_beside_the_number():
    notes = standing([share()], [rate()]).notes
    assert notes[0] == "報告率 ＝ 提出 ÷ 期限の来た自治体。"
    assert notes[1] == "達成割合 ＝ （S + A）÷ 評価できた目標"
    assert "未達成（D）でもありません" in notes[2]


def test_without_missing_reports_there_is_no_range():
    figure = standing([share()], [rate()])
    assert "未報告の目標はありません。" in figure.reading
    assert "幅" not in figure.drawing("light")


def test_before_anything_is_due_the_reporting_rate_is_not_zero():
    drawn = standing([share()], [rate(due=0, submitted=0)]).drawing("light")
    assert "期限前。10市町村のうち0が提出" in drawn
    assert "<strong>―" in drawn


def test_with_nothing_rated_the_sentence_says_so_and_no_percentage_is_shown():
    figure = standing([share(attained=0, rateable=0, unreported=3)], [rate()])
    assert figure.reading == "令和6年度（2024年度）は、評価できた目標がまだありません。未報告は3件です。"
    assert "nan" not in figure.drawing("light")


def test_a_year_without_anything_due_is_left_out_of_the_trend():
    shares = [share(target_fy=2023), share(attained=0, rateable=0, target_fy=2025)]
    figure = attainment.trend(pd.DataFrame(shares), pd.DataFrame([rate(2023)]), BASIS)
    assert figure.reading == "達成割合は、令和5年度（2023年度）は50.0%です。"
    assert list(figure.table()["報告率（%）"]) == [90.0]


def test_the_heat_table_counts_each_band_and_says_who_has_not_reported():
    rows = [rating("t1", "A"), rating("t2", "A"), rating("t3", "unreported", area="992020", area_name_ja="例示市")]
    forms = [("992011", "確定", False, True, "99"), ("992020", "未提出", True, False, "99")]
    drawn = heat(rows, [share() | {"area_code": "992011"}], forms).drawing("light")
    assert '<span class="km-chip km-status-A" title="A 達成 2件">A<b>2</b></span>' in drawn
    assert "未提出（期限超過）" in drawn
    assert 'href="municipality?area=992020"' in drawn
    assert heat(rows).reading == "3件の目標は、達成2・未報告1（件）です。"


def test_several_prefectures_are_the_lines_of_all_japan():
    rows = [rating("t1", "A"), rating("t2", "D", area="982011", prefecture_code="98", prefecture_ja="手本県")]
    forms = [("992011", "確定", False, True, "99"), ("982011", "未提出", True, False, "98")]
    drawn = heat(rows, [share() | {"prefecture_code": "99"}], forms).drawing("light")
    assert "手本県" in drawn
    assert "提出 0/1市町村" in drawn


def test_parts_and_duplicates_of_a_target_are_not_counted():
    assert heat([rating("t1", "A"), rating("t2", "D", is_factor=True)]).n == 1


def test_reported_results_replace_the_words_of_the_documents_only_where_reports_were_asked():
    targets = pd.DataFrame({"target_id": ["t1", "t2", "t3"], "result_ja": ["未報告", "未報告", "40件"]})
    rated = pd.DataFrame([rating("t1", "A"), rating("t2", "unreported", actual_value=None, evidence=None)])
    assert list(with_reports(targets, rated)["result_ja"]) == ["12か所（達成）", "未報告", "40件"]
    assert with_reports(targets, None) is targets


@pytest.mark.parametrize("status", grids.STATES)
def test_a_state_shows_its_word_and_no_letter_of_a_band(status):
    assert grids.chips({status: 2}, {status: "言葉"}).endswith(">言葉<b>2</b></span>")


def test_unreported_is_hatched_and_has_nothing_of_the_colour_of_d(project_dir):
    css = (project_dir / "static" / "monitor.css").read_text(encoding="utf-8")
    rule = {code: re.search(rf"\.km-status-{code} {{([^}}]*)}}", css).group(1) for code in ("D", "unreported")}
    assert "repeating-linear-gradient" in rule["unreported"]
    assert "dashed" in rule["unreported"]
    assert not set(re.findall(r"#\w{6}", rule["D"])) & set(re.findall(r"#\w{6}", rule["unreported"]))


def test_an_unknown_share_is_hatched_as_a_whole():
    assert "km-unknown" in html.bounded_shares([Share("ア", None, "評価できる目標がありません")])
