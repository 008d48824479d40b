"""The names that a plan states."""

import pandas as pd

from components.drawing.model import Basis
from components.figures.plan import named_in_plan
from data.schema import TABLES

BASIS = Basis("小鳥町", "2019年度", "文書900")


def names(*rows):
    columns = {column.name: column.dtype for column in TABLES["plan_names"].columns}
    return pd.DataFrame(rows).reindex(columns=[*columns, "doc_id"]).astype({**columns, "doc_id": "string"})


def row(kind, name, line=75, **values):
    return {"kind": kind, "seq": 1, "name_ja": name, "line_start": line, "line_end": line, "doc_id": "900", **values}


def test_the_first_sentence_says_how_many_desks_the_plan_names():
    figure = named_in_plan(names(row("coordinator_desk", "あかり相談所")), BASIS)
    assert figure.reading == "相談支援包括化推進員を置く場所は、計画書に1件書かれています。"


def test_several_desks_are_counted():
    rows = [row("coordinator_desk", "あかり相談所"), row("coordinator_desk", "東地区社協", seq=2)]
    assert "2件" in named_in_plan(names(*rows), BASIS).reading


def test_a_plan_without_names_says_so():
    figure = named_in_plan(names(), BASIS)
    assert "分かりません" in figure.reading
    assert figure.n == 0


def test_names_are_escaped_and_stand_with_operator_years_and_line():
    rows = [
        row("community_base", "<b>東集会所</b>", 40, operator_ja="ことり会"),
        row("named_plan", "小鳥町地域福祉計画", 50, start_fy=2018, end_fy=2023),
    ]
    drawn = str(named_in_plan(names(*rows), BASIS).drawing("screen"))
    assert "<b>" not in drawn
    assert "ことり会" in drawn
    assert "2018～2023年度" in drawn
    assert "40" in drawn
