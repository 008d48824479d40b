"""What the frame around the map says, for none, one and many."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from components.drawing import maps
from components.drawing.model import Basis
from components.figures.layers import LAYERS
from components.figures.progress_map import plan_map

BASIS = Basis("岩手県", "令和元年度（2019年度）", "計画書（文書001）")


def towns(numbers, without_record=1):
    """Municipalities with a record and these aging rates, and some without a record."""
    names = ["盛岡市", "宮古市", "大船渡市", "花巻市"]
    count = len(numbers) + without_record
    return pd.DataFrame(
        {
            "area_code": [f"0320{number:02}" for number in range(count)],
            "name_ja": [*names[: len(numbers)], *["久慈市"] * without_record],
            "prefecture_ja": "岩手県",
            "has_record": [True] * len(numbers) + [False] * without_record,
            "programme_group": ["both"] * len(numbers) + ["no_record"] * without_record,
            "aging_rate_pct": [*numbers, *[float("nan")] * without_record],
            "doc_id": ["001"] * len(numbers) + [""] * without_record,
            "record_id": ["001-L0001"] * len(numbers) + [""] * without_record,
            "line_start": pd.array([1] * len(numbers) + [None] * without_record, dtype="Int64"),
        }
    )


@pytest.mark.parametrize(
    ("numbers", "stated"),
    [
        ([None], "計画書があるのは1で、高齢化率はいずれも記載なし・確認中"),
        ([30.0], "計画書があるのは1で、高齢化率は盛岡市が30.0%"),
        ([30.0, 30.04], "計画書があるのは2で、高齢化率は値のある2市町村すべてが30.0%"),
        (
            [30.0, 36.5, 40.0, None],
            "計画書があるのは4で、高齢化率は30.0%（盛岡市）から40.0%（大船渡市）まで、中央値36.5%、記載なし・確認中が1市町村",
        ),
    ],
)
def test_the_sentence_is_exact_for_one_and_many(numbers, stated):
    rows = towns([float("nan") if number is None else number for number in numbers])
    reading = plan_map(rows, LAYERS["aging"].scale, BASIS).reading
    assert reading == f"岩手県の{len(rows)}市町村のうち{stated}です。残り1市町村は情報なしです（0ではありません）。"


def test_a_prefecture_without_any_record_is_named_as_such():
    reading = plan_map(towns([]), LAYERS["aging"].scale, BASIS).reading
    assert reading == "岩手県の1市町村には計画書がなく、この地図に示せる情報はありません。"


def test_without_missing_records_the_sentence_says_nothing_about_them():
    reading = plan_map(towns([30.0, 40.0], without_record=0), LAYERS["programme"].scale, BASIS).reading
    assert reading == "岩手県の2市町村のうち計画書があるのは2で、両方の事業が2です。"


def test_the_table_holds_every_municipality_with_words_where_there_is_no_number():
    table = plan_map(towns([36.46]), LAYERS["aging"].scale, BASIS).table()
    assert table["市町村"].tolist() == ["盛岡市", "久慈市"]
    assert table["高齢化率（%）"].iloc[0] == 36.5
    assert pd.isna(table["高齢化率（%）"].iloc[1])
    assert table["区分（%）"].tolist() == ["35 以上 40 未満", "情報なし（計画書なし）"]
    assert table["文書"].tolist() == ["001", ""]


def test_n_counts_municipalities_with_a_number():
    figure = plan_map(towns([36.4, float("nan")]), LAYERS["aging"].scale, BASIS)
    assert (figure.n, figure.missing) == (1, 2)


def test_the_legend_counts_every_municipality_once():
    html = maps.legend(towns([36.4, 41.0, float("nan")]), LAYERS["aging"].scale, "light")
    counts = {label: int(number) for label, number in re.findall(r"<th>([^<]+)</th><td>(\d+)</td>", html)}
    assert counts == {
        "25 未満": 0, "25 以上 30 未満": 0, "30 以上 35 未満": 0, "35 以上 40 未満": 1, "40 以上": 1,
        "記載なし・確認中": 1, "情報なし（計画書なし）": 1, "太枠：計画書あり": 3,
    }  # fmt: skip
    assert "高齢化率（%）" in html
