"""National counts as context: planned and inferred ones are hatched, the gap is a number."""

from __future__ import annotations

import pandas as pd

from components.figures import national


def counts(*rows):
    names = ["fiscal_year", "municipalities", "evidence", "evidence_ja"]
    frame = pd.DataFrame(rows, columns=names).assign(
        programme_code="multilayered_support", programme_ja="重層", source="白書"
    )
    return frame.assign(note=None, record_id=None, doc_id=None, line_start=None, line_end=None)


COUNTS = counts((2021, 42, "stated", "明記"), (2024, 346, "figure_label", "図"), (2025, 473, "planned", "予定"))


def test_what_is_planned_or_read_off_a_picture_is_hatched():
    (bars,) = national.counts(COUNTS).drawing("light").data
    assert list(bars.marker.pattern.shape) == ["", ".", "/"]
    assert list(bars.text) == ["42", "346", "473"]


def test_a_planned_count_is_called_planned():
    assert national.counts(COUNTS).reading == (
        "重層的支援体制整備事業の市町村は、令和3年度（2021年度）の42から、令和7年度（2025年度）には473の予定とされています。"
    )
    assert national.counts(COUNTS.head(2)).reading.endswith("令和6年度（2024年度）には346になりました。")


def test_the_gap_is_a_number_and_no_judgement():
    row = {"fiscal_year": 2023, "programme_code": "multilayered_support", "programme_ja": "重層的支援体制整備事業",
           "national_count": 189, "national_evidence_ja": "明記", "national_source": "白書", "list_count": 29, "list_ja": "一覧",
           "known_count": 30, "gap": 159}  # fmt: skip
    figure = national.reconciliation(pd.DataFrame([row]))
    assert "国の数189に対し30で、差は159市町村です。" in figure.reading
    assert figure.table()["差（市町村）"].tolist() == [159]
    assert "実施していない市町村の数ではありません" in figure.notes[0]


def test_the_later_list_carries_its_caveat():
    outcome = {"listed_count": 17, "model_count": 29, "share_pct": 58.6, "reading_ja": "29のうち17。", "caveat_ja": "予定です。",
               "list_as_of": "2022-11", "list_title_ja": "白書"}  # fmt: skip
    members = pd.DataFrame({"area_name_ja": ["甲市", "乙町"], "prefecture_ja": "北海道", "area_code": ["1", "2"],
                            "is_listed": [True, False], "source_title": ["白書", None]})  # fmt: skip
    figure = national.model_outcome(outcome, members, "2019")
    assert figure.notes == ("予定です。",)
    assert "甲市" in figure.drawing("light")
    assert figure.table()["一覧に載る"].tolist() == ["載る", "載らない"]
