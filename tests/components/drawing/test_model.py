"""Charts described in raw numbers: what every drawing of them can rely on."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import yaml

import components.figures
from components.drawing.marks import PILLARS, RATINGS
from components.drawing.model import AreaMap, Bars, Basis, Points, Share, Shares
from components.figures.layers import LAYERS


def test_bars_keep_only_groups_with_a_count_and_add_up():
    counts = pd.DataFrame({"community": [2, 0], "consultation": [0, 0], "odd": [9, 9]}, index=["甲", "乙"])
    bars = Bars(counts, PILLARS, "件")
    assert [(series.code, series.values) for series in bars.series] == [("community", (2, 0))]
    assert (bars.labels, bars.totals) == (("甲", "乙"), (2, 0))


def test_bars_without_anything_have_no_group():
    assert Bars(pd.DataFrame(), PILLARS, "件").series == ()


def point(code, group, basis="declared", population=1_000.0):
    return {
        "area_code": code, "name_ja": code, "aging_rate_pct": 30.0, "coverage_pct": 50.0, "is_whole": False,
        "population": population, "programme_group": group, "coverage_basis": basis,
    }  # fmt: skip


def test_points_stand_by_programmes_and_reported_values_apart_with_a_word_and_a_hollow_symbol():
    rows = pd.DataFrame([point("a", "none"), point("b", "both"), point("c", "both", "reported", float("nan"))])
    groups = Points(rows, "高齢化率", "カバー率", {}).groups
    assert [(mark.label_ja, mark.symbol, [p.area_code for p in points]) for mark, points in groups] == [
        ("両方の事業", "circle", ["b"]),
        ("両方の事業（報告値）", "circle-open", ["c"]),
        ("実施の記載なし", "triangle-up-open", ["a"]),
    ]
    assert groups[1][1][0].size is None


def test_a_map_counts_every_municipality_in_one_class():
    towns = pd.DataFrame(
        {
            "area_code": ["1", "2", "3"],
            "has_record": [True, True, False],
            "programme_group": ["both", "both", "no_record"],
        }
    )
    chart = AreaMap.of(towns, LAYERS["programme"].scale, "2")
    assert sum(chart.counts) == 3
    assert chart.counts[0] == 2
    assert (chart.framed, chart.highlighted) == ({"1", "2"}, "2")


def test_shares_come_with_and_without_bounds():
    rows = Shares((Share("甲", None, "分からない"), Share("乙", 50, "幅あり", 40, 60))).rows
    assert [(row.pct, row.lowest, row.highest) for row in rows] == [(None, None, None), (50, 40, 60)]


def test_bands_and_states_can_each_be_told_apart_without_colour():
    for codes in (("S", "A", "B", "C", "D", "X"), tuple(code for code in RATINGS if len(code) > 1)):
        patterns = [RATINGS[code].pattern for code in codes]
        assert len(set(patterns)) == len(patterns)
        assert len({RATINGS[code].label_ja for code in codes}) == len(codes)


def test_a_share_tells_how_far_it_may_fall_and_rise():
    assert [(row.below, row.above) for row in (Share("甲", 50, "", 40.04, 60), Share("乙", 50, ""))] == [
        (10.0, 10),
        (0, 0),
    ]
    assert (Share("丙", None, "", 0, 100).below, Share("丁", 50, "", 60, 40).above) == (0, 0)


def test_few_points_below_the_whole_carry_their_names_and_so_does_the_marked_one():
    """Seven municipalities: too many for all to be named, six of them at 100 %."""
    rows = [point(str(number), "both") | {"coverage_pct": 100.0 if number else 50.0} for number in range(7)]
    assert Points(pd.DataFrame(rows), "高齢化率", "カバー率", {}).named == {"0"}
    assert Points(pd.DataFrame(rows), "高齢化率", "カバー率", {}, "3").named == {"0", "3"}
    assert Points(pd.DataFrame(rows[:6]), "高齢化率", "カバー率", {}).named == set("012345")


def test_a_figure_tells_what_is_missing_only_where_something_is():
    figure = Basis("町", "令和5年度", "文書001").figure(
        "a", title="題", reading="文。", unit="%", n=2, table=pd.DataFrame
    )
    assert figure.facts == (("単位", "%"), ("数", "2市町村"), ("時点", "令和5年度"), ("出典", "文書001"))
    assert replace(figure, missing=1, missing_ja="算出不可").facts[2] == ("算出不可", "1市町村")


def test_every_declared_figure_is_made_somewhere():
    folder = Path(components.figures.__file__).parent
    code = "".join(file.read_text(encoding="utf-8") for file in folder.parent.rglob("*.py"))
    declared = yaml.safe_load((folder / "figures.yml").read_text(encoding="utf-8"))
    assert [key for key in declared if key != "_columns" and f'"{key}"' not in code] == []


def test_what_a_figure_gives_itself_stands_in_place_of_what_is_declared():
    given = {"reading": "文。", "n": 2, "table": pd.DataFrame}
    declared = Basis("練習県", "令和5年度", "文書001").figure("headline", **given)
    assert (declared.title, declared.unit) == ("練習県の要点", "各欄のとおり")
    assert Basis("", "", "").figure("headline", title="題", **given).title == "題"
