"""Stages by year: unknown is kept apart from 未実施, in the ladder, by year, on the map."""

from __future__ import annotations

import pandas as pd
import pytest

from components.drawing.marks import STAGES
from components.drawing.model import Basis
from components.figures import progress_map, stages
from components.figures.layers import LAYERS

BASIS = Basis("ある県", "令和4年度（2022年度）", "一覧")
PROGRAMMES = ("community_capacity", "multi_agency", "transition_preparation", "multilayered_support")


def rung(area, name, year, stage="unknown", evidence=None):
    known = stage != "unknown"
    row = {"area_code": area, "name_ja": name, "prefecture_ja": "ある県", "fiscal_year": year, "furthest_stage": stage}
    row |= {"furthest_programme": "multilayered_support" if known else None, "furthest_evidence": evidence}
    for code in PROGRAMMES:
        mine = known and code == "multilayered_support"
        row |= {f"{code}_stage": stage if mine else "unknown", f"{code}_evidence": evidence if mine else None,
                f"{code}_source_ja": "白書 図表" if mine else None}  # fmt: skip
    return row


RUNGS = pd.DataFrame(
    [
        rung("010001", "甲市", 2022), rung("010001", "甲市", 2023),
        rung("010002", "乙町", 2022, "not_implementing", "stated"), rung("010002", "乙町", 2023, "implementing", "planned"),
    ]
)  # fmt: skip
STATEMENTS = pd.DataFrame(
    {
        "area_code": ["010002"], "area_name_ja": ["乙町"], "prefecture_ja": ["ある県"], "fiscal_year": [2023],
        "programme_code": ["multilayered_support"], "programme_ja": ["重層的支援体制整備事業"], "stage_ja": ["実施中"],
        "evidence_ja": ["予定として記載"], "source_ja": ["白書 図表"], "source_url": [None], "conflict_ja": [""],
        "doc_id": [None], "line_start": [None], "line_end": [None],
    }
)  # fmt: skip


def ladder(*, whole=True, rungs=RUNGS):
    return stages.ladder(rungs, STATEMENTS, BASIS, lambda code: f"municipality?area={code}", whole=whole)


def test_the_ladder_shows_towns_with_information_first_and_all_of_a_prefecture():
    html = ladder().drawing("light")
    assert html.index("乙町") < html.index("甲市")
    assert html.count('km-stage-unknown" title') == 2
    assert "× 重層" in html
    assert "● 重層予定" in html


def test_towns_of_whom_nothing_is_known_at_all_stand_first_and_another_road_is_no_stage_of_that_programme():
    rungs = pd.concat([RUNGS, pd.DataFrame([rung("010003", "丙村", 2022, "other_approach", "reported")])])
    figure = stages.ladder(rungs, STATEMENTS, BASIS, lambda code: code, whole=True, silent={"010001"})
    html = figure.drawing("light")
    assert html.index("甲市") < html.index("乙町")
    assert "◆ 別の手法で整備</span>" in html


def test_for_all_japan_only_the_known_ones_are_drawn_and_the_others_are_a_number():
    figure = ladder(whole=False)
    assert "甲市" not in figure.drawing("light")
    assert (figure.n, figure.missing, figure.missing_ja) == (1, 1, "どの年度も情報なし")


def test_a_prefecture_of_which_nothing_is_known_gets_a_sentence():
    figure = ladder(rungs=RUNGS[RUNGS["area_code"] == "010001"])
    assert figure.reading == "ある県の1市町村の段階は、どの年度も手元の資料からは分かりません。"


def test_the_years_count_the_known_stages_only():
    figure = stages.by_year(RUNGS, BASIS)
    assert figure.reading.startswith(
        "段階が最も多く分かるのは令和4年度（2022年度）と令和5年度（2023年度）で、それぞれ2市町村のうち1（50.0%）です。"
    )
    assert figure.sentence == "段階が分かるのは、最も多い年度でも2市町村のうち1（50.0%）です。"
    assert "令和4年度（2022年度）と令和5年度（2023年度）" in figure.details[0]
    table = figure.table()
    assert table["情報なし"].tolist() == [1, 1]
    assert table["未実施"].tolist() == [1, 0]


def test_each_prefecture_has_its_shares_by_year_in_official_order_and_the_unknown_are_a_number():
    other = pd.DataFrame([rung("130001", "丁区", 2022), rung("130001", "丁区", 2023)]).assign(prefecture_ja="別の都")
    rungs = pd.concat([other, RUNGS]).assign(prefecture_code=lambda rows: rows["area_code"].str[:2])
    figure = stages.by_prefecture(rungs, BASIS, lambda code: f"roadmap?pref={code}&v=1")
    assert (
        figure.reading
        == "重層の実施（予定を含む）の割合が最も高いのはある県で、令和5年度に2市町村のうち1（50.0%）です。"
    )
    assert (figure.n, figure.missing) == (1, 1)
    html = figure.drawing("light")
    assert html.index("ある県") < html.index("別の都")
    assert 'title="2022：未実施1、2023：実施中1"' in html
    assert 'title="情報なし"' in html
    assert html.count("height:50%") == 2
    assert "roadmap?pref=13&amp;v=1" in html
    table = figure.table()
    assert table["情報なし"].tolist() == [1, 1, 1, 1]
    assert table["市町村数"].tolist() == [2, 2, 1, 1]


def test_the_small_charts_of_all_prefectures_stay_light_when_every_year_is_known():
    drawn = ("implementing", "preparing")
    rows = [
        rung(f"{prefecture:02}{number:04}", "町", year, stage, "stated") | {"prefecture_ja": "ある県"}
        for prefecture in range(1, 48) for year in range(2019, 2026) for number, stage in enumerate(drawn)
    ]  # fmt: skip
    rungs = pd.DataFrame(rows).assign(prefecture_code=lambda rows: rows["area_code"].str[:2])
    figure = stages.by_prefecture(rungs, BASIS, lambda code: f"/roadmap?pref={code}&v=0123456789ab")
    assert len(figure.drawing("light").encode()) < 60_000


def test_a_town_without_any_information_says_so_for_every_year():
    figure = stages.of_town(RUNGS[RUNGS["area_code"] == "010001"], STATEMENTS.head(0), BASIS)
    assert figure.reading == "この町の段階は、手元の資料の2年度のどれについても分かりません。"
    assert figure.drawing("light").count("情報なし") == 8


def test_a_town_shows_stage_evidence_and_source_of_a_year():
    html = stages.of_town(RUNGS[RUNGS["area_code"] == "010002"], STATEMENTS, BASIS).drawing("light")
    assert "● 実施予定" in html
    assert "予定として記載" in html
    assert "白書 図表" in html


@pytest.fixture
def towns():
    frame = pd.DataFrame({"area_code": ["010001", "010002"], "name_ja": ["甲市", "乙町"], "prefecture_ja": "ある県"})
    frame = frame.assign(has_record=[True, False], programme_group=["both", "no_record"])
    return progress_map.with_stage(frame, RUNGS, 2023)


def test_on_the_map_a_town_without_information_is_unknown_even_if_it_has_a_plan(towns):
    assert towns["stage"].tolist() == ["unknown", "implementing"]
    classes = LAYERS["stage"].scale.classes("light")
    assert [classes[number].label_ja for number in LAYERS["stage"].scale.classify(towns)] == ["情報なし", "実施中"]


def test_the_map_of_a_year_is_told_in_one_sentence(towns):
    figure = progress_map.stage_map(towns, LAYERS["stage"].scale, STATEMENTS, BASIS)
    assert figure.reading == (
        "ある県の2市町村のうち、令和5年度（2023年度）の段階が分かるのは1です（実施中が1）。"
        "残り1市町村は情報なしです（未実施という意味ではありません）。"
    )
    assert figure.table()["段階"].tolist() == ["実施中", "情報なし"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_stages_differ_without_colour(mode):
    classes = LAYERS["stage"].scale.classes(mode)
    assert len({entry.pattern for entry in classes[:5]}) == 5
    assert len({(entry.pattern, entry.fill) for entry in classes}) == len(classes)


def test_the_map_opens_with_the_latest_year_of_which_anything_is_known():
    assert progress_map.latest_known(RUNGS) == "2023"
    assert progress_map.latest_known(RUNGS[RUNGS["area_code"] == "010002"]) == "2023"
    assert progress_map.best_known(RUNGS[RUNGS["area_code"] == "010001"]) == "2023"


def test_the_first_layer_of_the_map_is_the_stage_with_every_stage_but_the_unknown_in_its_legend():
    scale = LAYERS[next(iter(LAYERS))].scale
    assert [entry.label_ja for entry in scale.classes("light")] == [mark.label_ja for mark in STAGES.values()]
    assert list(scale.empties) == ["unknown"]


def test_a_contradiction_stands_below_the_stages_of_the_town_with_its_year():
    rungs = RUNGS[RUNGS["area_code"] == "010002"].assign(conflict_ja=["", "出典により段階が異なる"])
    figure = stages.of_town(rungs, STATEMENTS, BASIS)
    assert figure.drawn_notes == ("食い違い：令和5年度（2023年度）は、出典により段階が異なる。",)
    assert set(figure.drawn_notes) < set(figure.notes)
