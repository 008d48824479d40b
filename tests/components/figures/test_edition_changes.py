"""What is new since the last edition: attained and lost first, each with a link, and whether the data changed."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import edition_changes
from data.measures.definitions import LABELS
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


def moved(code, name, move, before, after, prefecture="13", evidence="stated"):
    row = {"area_code": code, "name_ja": name, "prefecture_code": prefecture, "prefecture_ja": "見本県", "move": move}
    for side, stage in (("before", before), ("after", after)):
        programme = None if stage == "unknown" else "multilayered_support"
        row |= {f"furthest_programme_{side}": programme, f"furthest_stage_{side}": stage,
                f"furthest_evidence_{side}": evidence, f"multilayered_support_source_ja_{side}": f"一覧 {side}"}  # fmt: skip
    return row


def two_years(*rows):
    columns = list(moved("", "", "", "unknown", "unknown"))
    found = pd.DataFrame(rows, columns=columns)
    return edition_changes.between_years(
        found, LABELS["stage_moves"], (2019, 2025), BASIS, lambda code: f"?area={code}"
    )


def test_two_years_count_those_known_in_both_and_name_first_who_moved():
    found = two_years(
        moved("131000", "新<町>", "new", "unknown", "considering"), moved("132000", "止市", "same", "implementing", "implementing"),
        moved("133000", "進市", "up", "preparing", "implementing", evidence="planned"),
        moved("134000", "消市", "lost", "considering", "unknown"), moved("135000", "無市", "unknown", "unknown", "unknown"),
    )  # fmt: skip
    assert found.sentence == "令和元年度も令和7年度も段階が分かる2市町村のうち、進んだのは1、戻ったのは0です。"
    assert found.reading.endswith("新しく分かったのは1市町村、不明になったのは1市町村です。")
    assert (found.n, found.missing) == (2, 3)
    drawn = found.drawing("light")
    assert drawn.index("移行準備中（予定） → 重層 実施中（予定）") < drawn.index("情報なし → 重層 検討中")
    assert 'href="?area=133000"' in drawn
    assert "新&lt;町&gt;" in drawn
    assert "止市" not in drawn
    assert "別の形になった" not in drawn
    table = found.table().set_index("市町村")
    assert list(table.loc["消市", ["変化", "段階（前）", "出典（前）", "段階（後）", "出典（後）"]]) == [
        "不明になった", "重層 検討中", "一覧 before", "情報なし", "―",
    ]  # fmt: skip
    assert "無市" not in table.index


def test_two_years_without_a_town_known_in_both_say_so():
    found = two_years()
    assert found.sentence == "令和元年度と令和7年度の両方で段階が分かる市町村はありません。"
    assert found.drawing("light").count("<strong>0<") == 5


def test_the_sentence_of_two_years_is_short_for_all_japan_too():
    rows = [moved(f"{n:06d}", f"町{n}", "back", "implementing", "considering") for n in range(1_741)]
    found = two_years(*rows)
    assert len(found.sentence) <= 60
    assert "ほか1,701市町村は" in found.drawing("light")
