"""What the frame around the maps of reports and of the census says, for none, one and many."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures.layers import LAYERS
from components.figures.progress_map import census_map, with_census
from components.figures.reported_areas import report_map, with_shares, with_states

BASIS = Basis("見本県", "令和7年7月1日現在", "")
NAMES = ["甲市", "乙市", "丙町", "丁村"]


@pytest.fixture
def towns():
    return pd.DataFrame(
        {
            "area_code": [f"99000{number}" for number in range(4)],
            "name_ja": NAMES,
            "prefecture_ja": "見本県",
            "has_record": [True, True, False, False],
            "programme_group": ["both", "multi_agency", "no_record", "no_record"],
            "doc_id": ["924", "924", "", ""],
            "record_id": ["a", "b", "", ""],
            "line_start": pd.array([1, 2, None, None], dtype="Int64"),
            "line_end": pd.array([1, 2, None, None], dtype="Int64"),
        }
    )


def forms(**states):
    late = {"not_submitted", "returned"}
    return pd.DataFrame(
        {
            "area_code": [f"99000{NAMES.index(name)}" for name in states],
            "state": list(states.values()),
            "due_date": pd.Timestamp("2025-06-30"),
            "is_late": [state in late for state in states.values()],
        }
    )


def shares(**counts):
    """Attained, rateable, unreported, before due and hard to rate by municipality."""
    names = ["attained_count", "rateable_count", "unreported_count", "before_due_count", "hard_to_rate_count"]
    rows = pd.DataFrame(
        [(f"99000{NAMES.index(name)}", *values) for name, values in counts.items()], columns=["area_code", *names]
    )
    pct = 100 * rows["attained_count"] / rows["rateable_count"].where(rows["rateable_count"] > 0)
    return rows.assign(attained_pct=pct.round(1), lowest_pct=pct, highest_pct=pct)


def ratings(suppressed=()):
    return pd.DataFrame({"area_code": [f"99000{NAMES.index(name)}" for name in suppressed], "status": "suppressed"})


def test_states_are_counted_and_those_that_nobody_asked_are_named(towns):
    sent = forms(甲市="confirmed", 乙市="returned", 丙町="not_submitted")
    figure = report_map(with_states(towns, sent, 2024), LAYERS["report_state"].scale, BASIS)
    assert figure.reading == (
        "見本県の4市町村のうち令和6年度（2024年度）の報告を求めたのは3（確定が1、差戻しが1、未提出が1）。"
        "期限を過ぎたものは2。残り1市町村は対象外です。"
    )
    assert (figure.n, figure.missing, figure.missing_ja) == (3, 1, "対象外")
    table = figure.table()
    assert table["区分"].tolist() == ["確定", "差戻し", "未提出", "対象外（期限の設定なし）"]
    assert table["期限との関係"].tolist() == ["", "期限超過", "期限超過", ""]


def test_nobody_late_and_nobody_left_out_is_said_too(towns):
    sent = forms(甲市="confirmed", 乙市="submitted")
    figure = report_map(with_states(towns.head(2), sent, 2024), LAYERS["report_state"].scale, BASIS)
    assert figure.reading == (
        "見本県の2市町村のうち令和6年度（2024年度）の報告を求めたのは2（確定が1、提出済が1）。"
        "期限を過ぎたものはありません。"
    )


def test_a_year_in_which_nobody_was_asked_is_said_in_words(towns):
    figure = report_map(with_states(towns, forms(), 2023), LAYERS["report_state"].scale, BASIS)
    assert figure.reading == "見本県の4市町村には、令和5年度（2023年度）の報告を求めていません。"


def test_every_reason_for_having_no_share_is_a_class_and_a_word_of_its_own(towns):
    found = shares(甲市=(0, 0, 3, 0, 0), 乙市=(0, 0, 0, 0, 0), 丙町=(0, 0, 0, 2, 0))
    rows = with_shares(towns, found, ratings(["乙市"]), 2024)
    assert rows["no_share"].tolist() == ["unreported", "suppressed", "before_due", "not_applicable"]
    classes = LAYERS["attained"].scale.classes("light")
    words = [classes[number].label_ja for number in LAYERS["attained"].scale.classify(rows)]
    assert words == ["未報告", "秘匿（少数の件数）", "期日前・評価困難", "対象外（評価できる目標なし）"]
    assert report_map(rows, LAYERS["attained"].scale, BASIS).reading == (
        "見本県の4市町村の令和6年度（2024年度）の達成割合は、まだありません。割合のない4は、"
        "未報告が1、秘匿（少数の件数）が1、期日前・評価困難が1、対象外（評価できる目標なし）が1です。"
    )


def test_shares_are_told_with_their_cases_and_an_unreported_town_is_not_zero(towns):
    found = shares(甲市=(6, 8, 0, 0, 0), 乙市=(0, 2, 0, 0, 0), 丙町=(0, 0, 5, 0, 0))
    rows = with_shares(towns, found, ratings(), 2024)
    figure = report_map(rows, LAYERS["attained"].scale, BASIS)
    assert figure.reading == (
        "見本県の4市町村のうち令和6年度（2024年度）の達成割合があるのは2で、0.0%（乙市）から75.0%（甲市）まで、"
        "中央値37.5%。合わせて、評価できた10件のうち6件（60.0%）が達成です。"
        "割合のない2は、未報告が1、対象外（評価できる目標なし）が1です。"
    )
    assert LAYERS["attained"].scale.classify(rows).tolist() == [3, 0, 5, 8]
    assert figure.table()["評価できた目標（件）"].tolist() == [8, 2, 0, 0]


def census(*rates):
    codes = [f"99000{number}" for number in range(len(rates))]
    return pd.DataFrame(
        {
            "area_code": codes,
            "census_aging_rate_pct": pd.array(rates, dtype="float64"),
            "census_population": 1_000.0,
            "census_date": "2020-10-01",
        }
    )


def test_the_census_is_told_with_its_date_and_the_town_without_a_value_by_name(towns):
    counted = with_census(towns, census(30.0, 40.0, 50.0, None))
    figure = census_map(counted, LAYERS["census_aging"].scale, "見本県")
    assert figure.reading == (
        "見本県の4市町村の高齢化率（国勢調査）は、30.0%（甲市）から50.0%（丙町）まで、中央値40.0%です。"
        "値がないのは丁村です（0ではありません）。"
    )
    assert figure.as_of == "令和2年10月1日（2020-10-01）現在"
    assert (figure.n, figure.missing) == (3, 1)
    assert figure.table()["高齢化率（国勢調査）（%）"].tolist()[:3] == [30.0, 40.0, 50.0]


def test_one_town_in_the_census_is_told_alone(towns):
    counted = with_census(towns.head(1), census(30.0))
    figure = census_map(counted, LAYERS["census_aging"].scale, "見本県")
    assert figure.reading == "見本県の1市町村の高齢化率（国勢調査）は、甲市が30.0%です。"


def test_a_place_without_any_value_of_the_census_is_said_in_words(towns):
    counted = with_census(towns, census(None, None, None, None))
    assert census_map(counted, LAYERS["census_aging"].scale, "見本県").reading == (
        "見本県の4市町村には、国勢調査の値がありません。"
    )
