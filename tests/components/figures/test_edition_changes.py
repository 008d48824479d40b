"""What is new since the last edition: attained and lost first, each with a link, and whether the data changed."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import edition_changes
from data.measures.public_ratings import KINDS, MOVES, changed_ratings

BASIS = Basis("見本県", "令和8年11月21日現在", "市町村の報告")
EDITION = {"name": "第1回<定例会>", "frozen_at": "2026-03-01T10:00:00+09:00", "dataset_version": "aaa"}


def rating(target_id, status, value=None, attained=None, area="992011"):
    words = {"A": "達成", "C": "一部達成", "unreported": "未報告", "before_due": "期日前", "suppressed": "秘匿"}
    return {"target_id": target_id, "area_code": area, "area_name_ja": "見本市", "prefecture_ja": "見本県",
            "pillar": "community", "label_ja": f"目標{target_id}", "target_fy": 2024, "status": status,
            "status_ja": words[status], "is_attained": attained, "actual_value": value, "actual_unit": "か所",
            "reason_ja": ""}  # fmt: skip


def figure(before, after, version="aaa"):
    changes = changed_ratings(pd.DataFrame(before), pd.DataFrame(after))
    return edition_changes.since(
        changes, EDITION, version, MOVES, KINDS, BASIS, lambda code: f"municipality?area={code}"
    )


def test_what_was_attained_and_lost_is_counted_and_listed_first():
    found = figure(
        [rating("t1", "C", 5.0, False), rating("t2", "A", 9.0, True), rating("t3", "unreported"),
         rating("t4", "before_due"), rating("t5", "A", 3.0, True)],
        [rating("t1", "A", 9.0, True), rating("t2", "C", 5.0, False), rating("t3", "C", 5.0, False),
         rating("t4", "unreported"), rating("t5", "A", 3.0, True)],
    )  # fmt: skip
    assert found.title == "「第1回<定例会>」からの変化"
    assert found.reading == (
        "令和8年3月1日に固定してから、4件の目標の判定か実績が変わりました（新たに達成1件、達成でなくなった1件、"
        "新たに報告1件、期限が来て未報告1件）。文書のデータは同じ版です。"
    )
    drawn = found.drawing("light")
    assert [drawn.index(f"目標t{n}") for n in (1, 2, 3, 4)] == sorted(drawn.index(f"目標t{n}") for n in (1, 2, 3, 4))
    assert "一部達成（5か所） → 達成（9か所）" in drawn
    assert 'href="municipality?area=992011"' in drawn
    assert len(found.table()) == 4


def test_nothing_new_is_said_calmly_and_draws_nothing():
    rows = [rating("t1", "A", 9.0, True)]
    found = figure(rows, rows)
    assert found.reading == (
        "令和8年3月1日に固定してから、目標の判定と実績に変化はありません。文書のデータは同じ版です。"
    )
    assert found.drawing("light") == ""


def test_another_version_of_the_documents_is_named():
    rows = [rating("t1", "A", 9.0, True)]
    assert "文書のデータは版 aaa から bbb に変わりました。" in figure(rows, rows, "bbb").reading


def test_a_hidden_band_is_neither_attained_nor_lost():
    found = figure([rating("t1", "A", 9.0, True)], [rating("t1", "suppressed")])
    assert "（" not in found.reading.split("。")[0]
    assert "判定が変わった" in found.drawing("light")
