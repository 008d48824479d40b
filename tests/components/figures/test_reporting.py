"""The start page on reports: the rate with its n, who is late by how many days, and calm words before anything is due."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components.drawing.marks import REPORT_STATES
from components.drawing.model import Basis
from components.figures import reporting
from components.figures.reporting import Report
from data.measures.reported_years import SUBMISSION_STATES, reporting_rates, submissions_at

BASIS = Basis("見本県", "令和8年11月21日現在", "報告の受付簿")


def form(name, state="confirmed", days=None, prefecture=("99", "見本県"), code="992011", is_due=True):
    return {"area_code": code, "area_name_ja": name, "prefecture_code": prefecture[0],
            "prefecture_ja": prefecture[1], "state": state, "due_date": pd.Timestamp("2025-05-31"),
            "submitted_at": pd.NaT, "is_late": days is not None, "is_due": is_due, "days_late": days}  # fmt: skip


def figure(forms, due=None, **counts):
    rows = pd.DataFrame(forms).astype({"days_late": "Int64"})
    late = int(rows["is_late"].sum())
    due = len(rows) if due is None else due
    rate = {"fiscal_year": 2024, "asked_count": len(rows), "received_count": len(rows) - late, "due_count": due,
            "submitted_count": due - late if due else 0, "late_count": late, "submitted_late_count": 0,
            "reporting_pct": 100 * (due - late) / due if due else float("nan")} | counts  # fmt: skip
    return reporting.standing(rows, pd.DataFrame([rate]), 2024, BASIS, lambda code: f"municipality?area={code}")


def test_who_is_late_is_listed_with_the_days_and_a_link_to_its_page():
    found = figure([form("見本市"), form("<b>町", "returned", 30, code="992020"), form("乙町", "not_submitted", 90)])
    assert (
        found.reading
        == "期限の来た3市町村のうち1（33.3%）が報告しました。期限を最も長く過ぎているのは乙町（90日）です。"
    )
    drawn = found.drawing("light")
    assert '<a href="municipality?area=992020" target="_self">&lt;b&gt;町</a>' in drawn
    assert drawn.index("乙町") < drawn.index("&lt;b&gt;町")
    assert "<td>差戻し</td><td>令和7年5月31日</td><td>30日</td>" in drawn
    assert "見本市" not in drawn
    assert (found.n, found.missing) == (3, 2)
    assert found.table()["期限を過ぎた日数（日）"].isna().tolist() == [False, False, True]


def test_with_everybody_in_time_nobody_is_listed():
    found = figure([form("見本市"), form("例示市")])
    assert found.reading == "期限の来た2市町村のすべてが報告しました。期限を過ぎた未提出はありません。"
    assert "<table" not in found.drawing("light")


def test_before_the_due_date_there_is_no_rate_and_nobody_is_late():
    found = figure([form("見本市", is_due=False), form("例示市", "not_submitted", is_due=False)], 0, received_count=1)
    assert found.reading == "期限前です。提出されたのは2市町村のうち1（50.0%）です。"
    drawn = found.drawing("light")
    assert "<strong>―" in drawn
    assert "nan" not in drawn


def test_all_japan_lists_prefectures_with_the_lowest_rate_first():
    other = ("98", "手本県")
    found = figure([form("見本市"), form("例示市", "not_submitted", 10), form("丙市", "not_submitted", 20, other)])
    drawn = found.drawing("light")
    assert drawn.index("手本県") < drawn.index("見本県")
    assert "<td>0.0%</td><td>1のうち1</td><td>20日</td>" in drawn
    assert "<td>50.0%</td><td>2のうち1</td><td>10日</td>" in drawn


REPORT = Report(2019, "full_year", "令和元年度（2019年度）", "年度報告")
RECEIPTS = Basis("見本県", "2020-06-10現在", "報告の受付簿")
TOWNS = pd.DataFrame(
    {"area_code": ["1", "2", "3", "4"], "name_ja": ["甲町", "乙町", "丙町", "丁町"], "prefecture_ja": "見本県"}
)


def submissions(*rows):
    columns = ["area_code", "state", "due_date", "submitted_at", "revision", "reason_ja"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(fiscal_year=2019, report_kind="full_year")


SENT = submissions(
    ("1", "confirmed", "2020-05-31", "2020-05-20T09:00:00+09:00", 1, None),
    ("2", "returned", "2020-05-31", "2020-05-25T09:00:00+09:00", 2, "単位を確かめてください"),
    ("3", "not_submitted", "2020-05-31", None, None, None),
)


def drawn(forms, on=date(2020, 6, 10)):
    rows = reporting.states(TOWNS, submissions_at(forms, on))
    rates = reporting_rates(forms, on).to_dict("records")
    return rows, reporting.states_by_prefecture(rows, rates[0] if rates else None, REPORT, RECEIPTS)


def test_every_municipality_has_a_state_also_the_one_that_nobody_asked():
    rows, figure = drawn(SENT)
    assert rows["state_ja"].tolist() == ["確定", "差戻し", "未提出", "期限の設定なし"]
    assert (figure.n, figure.missing) == (4, 1)


def test_the_sentence_names_who_is_late_and_a_returned_report_counts_as_missing():
    _, figure = drawn(SENT)
    assert figure.reading == (
        "期限の来た3市町村のうち1（33.3%）が報告し、報告率は33.3%です。期限を過ぎて未提出なのは乙町、丙町です。"
    )


def test_before_the_due_date_there_is_no_rate():
    _, figure = drawn(SENT, date(2020, 5, 28))
    assert figure.reading == (
        "期限（早い市町村で令和2年5月31日（2020-05-31））の前です。提出されたのは3市町村のうち1（33.3%）です。"
    )


def test_without_any_due_date_the_sentence_says_what_to_do():
    rows, figure = drawn(submissions())
    assert set(rows["state_ja"]) == {"期限の設定なし"}
    assert "まだ設定されていません" in figure.reading


def test_the_reason_of_a_return_stands_in_the_table():
    _, figure = drawn(SENT)
    table = figure.table().set_index("市町村")
    assert table.at["乙町", "差戻しの理由"] == "単位を確かめてください"
    assert table.at["乙町", "版"] == "第2版"
    assert table.at["丙町", "期限との関係"] == "期限を過ぎて未提出"


def test_the_states_have_the_words_of_the_measure():
    words = {code: mark.label_ja for code, mark in REPORT_STATES.items()}
    assert {code: words[code] for code in SUBMISSION_STATES} == SUBMISSION_STATES


def test_the_five_steps_tell_what_is_done_and_what_is_next():
    def state(forms, towns, frozen=None):
        frame = pd.DataFrame(forms, columns=["state", "is_submitted", "recorded_at"])
        return [step.is_done for step in reporting.steps(frame, towns, frozen)]

    late = ("not_submitted", False, None)
    assert state([], 2) == [False] * 5
    assert state([late], 2) == [False] * 5
    assert state([late, ("submitted", True, "2026-05-01")], 2) == [True, True, False, False, False]
    assert state([("confirmed", True, "2026-05-01")] * 2, 2, "2026-04-01") == [True, True, True, True, False]
    assert state([("confirmed", True, "2026-05-01")] * 2, 2, "2026-05-02") == [True] * 5


def test_each_step_of_the_guide_is_a_link():
    none = pd.DataFrame(columns=["state", "is_submitted", "recorded_at"])
    shown = reporting.guide(reporting.steps(none, 1, None), "令和7年度", lambda task: f"reports?task={task}&x=<")
    assert shown.count("<a ") == 5
    assert 'href="reports?task=upload&amp;x=&lt;"' in shown
