"""A prefecture's plan: months win over cells, uncertain years differ in shape, not reported is not zero."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import cases, roadmap

BASIS = Basis("ある県", "令和3年度（2021年度）", "資料（文書009）")
PLACE = {
    "prefecture_code": "09",
    "prefecture_ja": "ある県",
    "doc_id": "009",
    "record_id": "009-L0001",
    "line_start": 4,
    "line_end": 4,
}


def milestones(**values):
    row = PLACE | {
        "group_ja": "2市町", "title_ja": "準備", "milestone_type_ja": "事業の実施", "period_ja": "令和3年度", "start_fy": 2021,
        "end_fy": pd.NA, "position": "stated", "position_ja": "明記", "planned_count": 2, "known_count": 1,
        "known_names_ja": "甲市", "gap": 1, "reading_ja": "",
    }  # fmt: skip
    return pd.DataFrame([row, row | values]).astype({"start_fy": "Int64", "end_fy": "Int64", "known_count": "Int64"})


def test_a_year_known_from_its_cell_only_is_dashed_and_has_a_sign():
    figure = roadmap.timeline(milestones(position="by_cell", start_fy=2022), BASIS)
    html = figure.drawing("light")
    assert html.index("km-span km-sure") < html.index("km-span km-cell")
    assert "≈ 準備" in html
    assert figure.missing == 1
    assert "年度が表の位置からしか分からないのは1件" in figure.reading


def test_planned_stands_beside_known():
    figure = roadmap.timeline(milestones(), BASIS)
    assert figure.drawing("light").count("予定2・確認1") == 2
    assert figure.reading.endswith("名前と突き合わせられる2件では、延べ4市町村の予定に対し、確認できたのは2です。")


def test_a_milestone_that_cannot_be_compared_claims_nothing():
    figure = roadmap.timeline(milestones(known_count=pd.NA, planned_count=5).tail(1), BASIS)
    assert "確認" not in figure.drawing("light")
    assert "突き合わせ" not in figure.reading


def events(*rows):
    base = PLACE | {"fiscal_year": 2021, "number": None, "title_ja": "会議", "kind_ja": "会議", "month_ja": "", "month_start": None,
                    "month_end": None, "quarter_start": None, "quarter_end": None, "quarter_basis": "unknown"}  # fmt: skip
    return pd.DataFrame([base | row for row in rows])


def test_a_stated_month_wins_over_the_quarter_of_its_cell():
    months = {
        "month_start": 6,
        "month_end": 8,
        "month_ja": "6月～8月",
        "quarter_basis": "month",
        "quarter_start": 1,
        "quarter_end": 2,
    }
    bar = roadmap._event_bar(events(months).to_dict("records")[0])
    assert (bar.first, bar.last, bar.kind, bar.label) == (2, 4, "sure", "6月～8月")


def test_january_to_march_end_the_fiscal_year():
    months = {"month_start": 1, "month_end": 3, "month_ja": "1月～3月", "quarter_basis": "month"}
    bar = roadmap._event_bar(events(months).to_dict("records")[0])
    assert (bar.first, bar.last) == (9, 11)


def test_an_event_without_a_month_fills_its_quarter_and_one_without_both_the_year():
    cell, nothing = events({"quarter_basis": "cell", "quarter_start": 3, "quarter_end": 3}, {}).to_dict("records")
    assert (roadmap._event_bar(cell).first, roadmap._event_bar(cell).last, roadmap._event_bar(cell).kind) == (
        6,
        8,
        "cell",
    )
    assert (roadmap._event_bar(nothing).first, roadmap._event_bar(nothing).last) == (0, 11)
    assert roadmap._event_bar(nothing).label == "？ 時期の記載なし"


def test_a_target_without_a_result_is_not_reported_and_not_zero():
    row = PLACE | {"label_ja": "体制の構築", "target_type": "all_units", "value": 34.0, "unit": "市町村", "target_fy": 2023,
                   "target_year_ja": "令和5年度（2023年度）", "municipality_count": 34, "state": "not_reported",
                   "reading_ja": "令和5年度まで: 全市町村。実績の報告はまだない。"}  # fmt: skip
    figure = roadmap.target(pd.DataFrame([row]), BASIS)
    html = figure.drawing("light")
    assert "未報告" in html
    assert "34市町村" in html
    assert "0 ではありません" in figure.notes[0]


def test_a_slot_follows_its_description_and_says_what_the_cell_said():
    slot = PLACE | {"weekday": "fri", "weekday_ja": "金", "cell_weekday": "sat", "cell_weekday_ja": "土", "part_of_day": "afternoon", "weekday_candidates_ja": None,
                    "part_of_day_ja": "午後", "activity_ja": "集い", "starts_at": "14:00", "ends_at": "18:00", "position": "stated",
                    "is_moved": True, "name_ja": "夜の集い", "audience_ja": "一人で住む人"}  # fmt: skip
    figure = cases.timetable(pd.DataFrame([slot]), "ある町", BASIS)
    html = figure.drawing("light")
    assert "14:00～18:00・表では土曜" in html
    assert figure.notes == ("「夜の集い」の対象：一人で住む人",)
    assert figure.table()["活動の名称"].tolist() == ["夜の集い"]
    assert "1件は、表の位置の曜日と説明の曜日が異なるため" in figure.reading
    assert ">夜<" not in html


def test_a_slot_without_a_weekday_stands_under_both_days_that_it_may_be_on():
    slot = PLACE | {"weekday": None, "weekday_ja": None, "weekday_candidates_ja": "土・日", "cell_weekday": "sun", "cell_weekday_ja": "日",
                    "part_of_day": "morning", "part_of_day_ja": "午前", "activity_ja": "集い", "starts_at": None, "ends_at": None,
                    "position": "ambiguous", "is_moved": False}  # fmt: skip
    html = cases.timetable(pd.DataFrame([slot]), "ある町", BASIS).drawing("light")
    assert html.count("集い") == 2


def contacts(*known, prefectures=("99", "99", "98")):
    names = ("甲市", "乙町", "丙村")
    rows = [
        {"area_code": f"{place}000{number}", "name_ja": name, "prefecture_code": place, "prefecture_ja": f"{place}県",
         "has_stage": name in known, "has_report": False, "has_document": False, "has_contact": name in known}
        for number, (name, place) in enumerate(zip(names, prefectures, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_towns_without_any_contact_are_named_and_led_to_or_counted_by_prefecture():
    figure = roadmap.no_contact(contacts("甲市", prefectures=("99",) * 3), BASIS, lambda code: f"?area={code}")
    assert "3市町村のうち2（66.7%）が、段階・報告・文書のどれにも出てきません" in figure.reading
    drawn = figure.drawing("light")
    assert 'href="?area=990001"' in drawn
    assert "甲市" not in drawn
    assert figure.table()["市町村"].tolist() == ["乙町", "丙村", "甲市"]
    whole = roadmap.no_contact(contacts("甲市"), BASIS, lambda code: f"?pref={code}").drawing("light")
    assert "2市町村のうち1（50.0%）" in whole
    assert 'href="?pref=98"' in whole


def test_a_prefecture_that_is_in_contact_with_all_says_so():
    figure = roadmap.no_contact(contacts("甲市", "乙町", "丙村"), BASIS, str)
    assert figure.drawing is None
    assert "どれも段階・報告・文書のいずれかで分かります" in figure.reading
