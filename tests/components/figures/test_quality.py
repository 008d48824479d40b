"""What was imported, and the definitions, in words."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing.model import Basis
from components.figures import quality
from data.measures import definitions

BASIS = Basis("千葉県", "令和元年度（2019年度）", "文書001")
KINDS = {"census": "国勢調査", "boundaries": "市区町村の境界"}


def sources(*codes):
    names = ["source_code", "title_ja", "publisher_ja", "note_ja", "as_of_date", "file_name", "sha256", "imported_at",
             "imported_by", "scope_ja"]  # fmt: skip
    rows = [(code, "<b>題名</b>", "統計局", None, day, "a.xlsx", "0" * 64, "2026-11-21T10:00:00+09:00", "係長", "3市区町村")
            for code, day in codes]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


@pytest.mark.parametrize(
    ("given", "reading"),
    [
        ([], "国勢調査と市区町村の境界は取り込まれていません。"),
        (
            [("census", "2020-10-01")],
            "国勢調査（令和2年10月1日現在）を取り込んであります。市区町村の境界は取り込まれていません。",
        ),
        (
            [("census", "2020-10-01"), ("boundaries", "2021-01-01"), ("boundaries", None)],
            "国勢調査（令和2年10月1日現在）と市区町村の境界（2ファイル）を取り込んであります。",
        ),
        ([("boundaries", None)], "市区町村の境界を取り込んであります。国勢調査は取り込まれていません。"),
    ],
)
def test_what_is_there_and_what_is_not(given, reading):
    figure = quality.imports(sources(*given), KINDS, with_people=True)
    assert figure.reading == reading
    assert "nan" not in (figure.drawing("light") + figure.table().to_csv()).casefold()


def test_people_are_named_to_the_staff_only_and_titles_are_escaped():
    given = sources(("census", "2020-10-01"))
    staff, public = (quality.imports(given, KINDS, with_people=who) for who in (True, False))
    assert "係長" in staff.drawing("light")
    assert "係長" not in public.drawing("light") + public.table().to_csv()
    assert "&lt;b&gt;題名" in public.drawing("light")


def test_findings_stand_with_the_weighty_ones_first():
    rows = pd.DataFrame(
        [("census", 1, "info", "1行目", "値がない。"), ("census", 2, "warning", "2行目", "<団体>がない。")],
        columns=["source_code", "seq", "severity", "place", "message_ja"],
    )
    figure = quality.findings(rows, sources(("census", "2020-10-01")))
    assert figure.reading == "取り込みの所見は2件で、うち1件は確かめてください。"
    assert list(figure.table()["内容"]) == ["<団体>がない。", "値がない。"]
    assert "&lt;団体&gt;" in figure.drawing("light")
    calm = quality.findings(rows.head(1), sources(("census", "2020-10-01")))
    assert calm.reading == "取り込みの所見は1件で、確かめる必要のあるものはありません。"


class TestDefinitions:
    def test_readers_see_the_known_signs_and_no_english_codes(self):
        drawn = quality.measures(map(vars, definitions.MEASURES), (), BASIS).drawing("light")
        assert "対象地域の人口割合（C1）" in drawn
        assert "reconciliation" not in drawn
        names = [name for name, _ in quality.notes("1a", BASIS, map(vars, definitions.MEASURES), ())]
        assert not [name for name in names if name.startswith(("capacity", "model"))]
