"""Measures against action targets: a measure printed twice stands once, a number without a measure is hatched."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import plans

BASIS = Basis("ある県", "令和4年度（2022年度）", "方針（文書009）")
PLACE = {"doc_id": "009", "line_start": 5, "line_end": 5}


def link(measure, number, *, via_repost=False, level="action_target"):
    name = f"第{number}章" if level == "chapter" else f"行動目標{number}"
    return PLACE | {"measure_id": measure, "measure_ja": f"基本目標1（{measure}）", "title_ja": "講座", "target_level": level,
                    "target_number": number, "target_ja": name, "page": 31, "item_count": 1, "via_repost": via_repost}  # fmt: skip


LINKS = pd.DataFrame([link("a", 3), link("a", 10, via_repost=True), link("b", 10), link("b", 7, level="chapter")])
ROWS = pd.DataFrame(
    [
        PLACE | {"measure_id": code, "title_ja": f"施策{code}", "section_ja": "基本目標1", "number": "1", "missing_reason": "lost",
                 "reposted_ja": repost}
        for code, repost in (("a", "基本目標4（3）に再掲"), ("b", ""))
    ]
)  # fmt: skip
COVERAGE = pd.DataFrame({"uncovered_numbers_ja": ["4・5"]})


def test_a_repeated_measure_is_one_row_and_its_second_mention_has_a_sign_of_its_own():
    html = plans.matrix(ROWS, LINKS, COVERAGE, BASIS).drawing("light")
    assert html.count("施策a") == 1
    assert html.count("◇<small>P31</small>") == 1
    assert "基本目標4（3）に再掲" in html


def test_numbers_without_a_measure_are_columns_in_their_place_and_chapters_come_last():
    columns, keys = plans._columns(LINKS, COVERAGE)
    assert [(group, name) for group, name, _ in columns] == [
        ("行動目標", "3"), ("行動目標", "4"), ("行動目標", "5"), ("行動目標", "10"), ("章", "7"),
    ]  # fmt: skip
    assert [bool(blank) for _, _, blank in columns] == [False, True, True, False, False]
    assert keys == ["行動目標3", "", "", "行動目標10", "第7章"]


def test_the_sentence_counts_each_measure_once():
    reading = plans.matrix(ROWS, LINKS, COVERAGE, BASIS).reading
    assert reading == (
        "2件の施策が3の行動目標・章に応えます。施策が最も多いのは行動目標10（2件）です。再掲の1件は元の施策の行にまとめました。"
    )


def test_a_lost_mark_of_new_measures_is_said():
    assert "失われたため、新規かどうかは分かりません" in plans.matrix(ROWS, LINKS, COVERAGE, BASIS).notes[0]


def test_an_opening_without_a_date_says_so():
    rows = pd.DataFrame(
        [PLACE | {"name_ja": "窓口", "place_ja": None, "opened_date": date} for date in ("2022-05", None)]
    )
    figure = plans.openings(rows, BASIS)
    assert figure.reading == "2か所の窓口・センターが書かれ、開設時期が分かるのは1か所です。"
    assert "令和4年5月" in figure.drawing("light")
    assert "開設時期の記載なし" in figure.drawing("light")
