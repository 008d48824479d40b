"""What changed between two ratings: each kind of change, and what is none."""

from __future__ import annotations

import pandas as pd

from data.measures.public_ratings import changed_ratings


def ratings(**targets):
    rows = [
        {"target_id": name, "area_code": "1", "area_name_ja": "甲町", "status_ja": status, "actual_value": value}
        for name, (status, value) in targets.items()
    ]
    return pd.DataFrame(rows, columns=["target_id", "area_code", "area_name_ja", "status_ja", "actual_value"])


def test_each_kind_of_change_is_told_apart():
    before = ratings(same=("達成", 5.0), late=("未報告", None), more=("達成", 5.0), gone=("達成", 5.0))
    after = ratings(same=("達成", 5.0), late=("達成", 5.0), more=("達成", 6.0), new=("未報告", None))
    changes = changed_ratings(before, after).set_index("target_id")["change"].to_dict()
    assert changes == {"late": "status", "more": "value", "gone": "removed", "new": "added"}


def test_a_value_that_stays_hidden_is_no_change():
    hidden = ratings(a=("秘匿", None))
    assert changed_ratings(hidden, hidden).empty


def test_the_place_of_a_target_that_is_gone_comes_from_before():
    changes = changed_ratings(ratings(gone=("達成", 5.0)), ratings())
    assert changes["area_name_ja"].tolist() == ["甲町"]


def test_nothing_against_nothing_is_nothing():
    assert changed_ratings(ratings(), ratings()).empty
