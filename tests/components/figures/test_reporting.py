"""The start page on reports: the rate with its n, who is late by how many days, and calm words before anything is due."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import reporting

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
