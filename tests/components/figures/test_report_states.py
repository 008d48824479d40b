"""Who has reported: the table, the sentence and the words of the states."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components.drawing.model import Basis
from components.drawing.periods import Report
from components.figures import reporting
from data.measures.submissions import SUBMISSION_STATES, reporting_rates, submissions_at

REPORT = Report(2019, "full_year", "令和元年度（2019年度）", "年度報告")
BASIS = Basis("見本県", "2020-06-10現在", "報告の受付簿")
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
    return rows, reporting.states_by_prefecture(rows, rates[0] if rates else None, REPORT, BASIS)


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
    words = {code: mark.label_ja for code, mark in reporting.REPORT_STATES.items()}
    assert {code: words[code] for code in SUBMISSION_STATES} == SUBMISSION_STATES
