"""Cases as cards and search results: links only where the area is one municipality, marks after escaping."""

from __future__ import annotations

import pandas as pd

from components.drawing.model import Basis
from components.figures import cases

BASIS = Basis("全国", "文書の年度なし", "事例（文書009）")
PLACE = {"doc_id": "009", "record_id": "009-L0004", "line_start": 4, "line_end": 9}


def case(**values):
    row = PLACE | {"case_id": "c", "area_code": "016314", "area_name_ja": "ある町", "prefecture_ja": "北海道", "title_ja": "取組<b>",
                   "place_ja": "ある町", "programme_ja": None, "start_ja": "開始年度の記載なし",
                   "implementing_body_ja": "ある町"}  # fmt: skip
    return pd.DataFrame([row | values])


POINTS = pd.DataFrame(
    [
        PLACE | {"case_id": "c", "kind": kind, "kind_ja": kind, "seq": 1, "summary_ja": text}
        for kind, text in (("point", "要点です"), ("actor", "町民"))
    ]
)


def hits(**values):
    row = PLACE | {"rank": 1, "kind": "case_point", "kind_ja": "事例の要点", "row_id": "c-point-1", "heading_ja": "取組",
                   "text_ja": "<居場所>づくり", "matches": [(1, 4)], "area_code": "016314", "area_name_ja": "ある町",
                   "prefecture_ja": "北海道"}  # fmt: skip
    return pd.DataFrame([row | values])


def address(code):
    return f"municipality?area={code}"


def test_a_card_shows_points_place_and_source_and_leads_to_the_municipality():
    html = cases.cards(case(), POINTS, BASIS, address).drawing("light")
    assert "取組&lt;b&gt;" in html
    assert "要点です" in html
    assert "文書009 4～9行目" in html
    assert 'href="municipality?area=016314"' in html


def test_a_case_about_a_wider_area_has_no_link():
    figure = cases.cards(case(area_code=pd.NA, area_name_ja=pd.NA, place_ja="ある振興局管内"), POINTS, BASIS, address)
    assert "<a " not in figure.drawing("light")
    assert "うち1件は一つの市町村に限らない地域の取組です。" in figure.reading


def test_a_prefecture_has_no_page_of_a_municipality():
    assert "<a " not in cases.results(hits(area_code="390003"), 1, "居場所", BASIS, address).drawing("light")


def test_a_hit_is_escaped_first_and_marked_after_that():
    html = cases.results(hits(), 1, "<居場所", BASIS, address).drawing("light")
    assert "&lt;<mark>居場所</mark>&gt;づくり" in html
    assert "文書009 4～9行目" in html


def test_more_hits_than_shown_are_a_number():
    figure = cases.results(hits(), 40, "居場所", BASIS, address)
    assert figure.reading == "40件が見つかりました（関連の高い順に1件を表示）。内訳は事例の要点1です。"
