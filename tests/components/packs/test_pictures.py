"""Pictures for paper: not blank, in the size asked for, readable in grey, the same bytes again."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from components.drawing.marks import COVERAGE_PARTS, PILLARS
from components.drawing.model import AreaMap, Bars, Points, Share, Shares, Tiles
from components.drawing.scatter import quadrant_words
from components.figures.layers import LAYERS
from components.packs.pdf import picture_map, pictures
from components.packs.pdf.paper import font_file
from data import answers
from tests.components.packs.sample_pack import scattered

WIDTH, HEIGHT = 900, 500


@pytest.fixture(scope="module", autouse=True)
def committed_dataset():
    """Read the committed dataset, whatever the machine is set to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MONITOR_DATA", raising=False)
        yield


def bars(*labels):
    counts = pd.DataFrame({"whole": 3, "part": 2, "not_computable": 1}, index=list(labels))
    return Bars(counts, COVERAGE_PARTS, "市町村")


def points():
    rows = scattered().assign(coverage_basis="declared")
    return Points(rows, "高齢化率", "支援カバー率", quadrant_words(rows), str(rows["area_code"].iloc[0]))


def area_map(prefecture):
    towns = answers.municipalities(prefecture)
    return AreaMap.of(towns, LAYERS["programme"].scale, None, answers.boundaries().geojson(prefecture))


CHARTS = {
    "bars": lambda: bars("地域づくり", "相談の受け止め"),
    "shares": lambda: Shares((Share("甲", 50, "半分", 40, 60), Share("乙", None, "不明"))),
    "points": points,
    "map": lambda: area_map("01"),
}


def grey(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=int)


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_has_the_size_asked_for_is_not_blank_and_can_be_made_again(name):
    data = pictures.picture(CHARTS[name](), WIDTH, HEIGHT, "気象庁")
    image = grey(data)
    assert image.shape == (HEIGHT, WIDTH)
    assert 0.01 < (image < 200).mean() < 0.7
    assert pictures.picture(CHARTS[name](), WIDTH, HEIGHT, "気象庁") == data


def test_main_numbers_have_no_picture():
    with pytest.raises(ValueError, match="Tiles"):
        pictures.picture(Tiles(), WIDTH, HEIGHT)


def test_the_groups_of_a_bar_differ_in_grey_by_their_pattern():
    """Along a bar in grey the plain group is even, and each pattern has its own rhythm of light and dark."""
    image = grey(pictures.picture(bars("甲"), 1200, 260))
    rows = np.flatnonzero(image.mean(axis=1) < 140)
    line = image[rows[len(rows) // 5]]  # above the numbers
    dark = np.flatnonzero(line < 150)
    sixths = np.array_split(line[dark.min() : dark.max()], 6)
    whole, part, rest = (np.concatenate(sixths[a:b])[40:-40] for a, b in ((0, 3), (3, 5), (5, 6)))
    assert whole.std() < 5
    assert min(part.std(), rest.std()) > 15
    assert abs(np.diff(part < 150).sum() / len(part) - np.diff(rest < 150).sum() / len(rest)) > 0.01


def test_more_bars_than_fit_a_page_go_on_the_next_one_and_none_is_lost():
    chart = Bars(pd.DataFrame({"community": range(1, 72)}, index=[f"町{n}" for n in range(71)]), PILLARS, "件")
    parts = chart.pages(pictures.MOST_BARS)
    assert [len(part.labels) for part in parts] == [30, 30, 11]
    assert sum((part.labels for part in parts), ()) == chart.labels


def test_far_islands_of_tokyo_are_listed_and_those_of_hokkaido_are_drawn():
    shown, far = picture_map.in_view(answers.boundaries().geojson("13"))
    assert {"小笠原村", "大島町"} <= {area.name for area in far}
    assert len(shown) + len(far) == 62
    shown, far = picture_map.in_view(answers.boundaries().geojson("01"))
    assert far == ()


def test_a_map_without_boundaries_still_says_its_classes(tmp_path):
    chart = AreaMap.of(answers.municipalities("01"), LAYERS["programme"].scale, None, tmp_path / "none.geojson")
    assert (grey(pictures.picture(chart, WIDTH, HEIGHT)) < 200).any()


def test_a_municipality_that_is_marked_looks_different():
    plain, marked = area_map("03"), area_map("03")
    marked = AreaMap(**{**marked.__dict__, "highlighted": "032026"})
    assert pictures.picture(plain, WIDTH, HEIGHT) != pictures.picture(marked, WIDTH, HEIGHT)


def test_the_font_comes_from_a_package_of_this_machine():
    assert font_file().is_file()
