"""Official boundaries replace those of their prefectures: complete, gapless, credited, all of it or nothing."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity

from data import map_shapes
from loaders import boundaries
from loaders.boundaries import remove_boundaries
from loaders.errors import LoaderError
from loaders.shapes import joining
from loaders.shapes.codes import municipality_of
from loaders.shapes.reading import N03_CREDIT_JA
from tests.loaders.shapes.conftest import NEARBY
from tests.loaders.shapes.shape_files import as_geojson

NAME = "N03-21_09_210101.json"


def area_of(rows, code):
    return shapely.area(rows.set_index("code").at[code, "geometry"])


def moved(rows):
    """The same shapes with a border moved, so that one can see whose they are."""
    return rows.set_geometry(shapely.transform(rows.geometry.to_numpy(), lambda points: points + 0.0005))


def test_a_prefecture_gets_the_shapes_of_the_file_and_the_others_keep_theirs(
    tochigi, tmp_path, take_in, in_force, committed
):
    result = take_in(as_geojson(moved(tochigi), tmp_path / NAME))
    assert result.sentences_ja == (
        "国土数値情報 行政区域データ（N03）（2021-01-01現在）を取り込みました。1都道府県の25区域が新しい形になりました。"
        "ほかの都道府県はこれまでの形のままで、県境の細かさは両側で異なることがあります。",
    )
    assert result.is_new
    rows = in_force()
    assert rows[["code", "name"]].equals(committed[["code", "name"]])
    assert shapely.coverage_is_valid(rows.geometry.values)
    assert shapely.coverage_is_valid(rows["geometry_nation"].values)
    far = ~rows["code"].str[:2].isin(["07", "08", "09", "10", "11"])
    changed = shapely.symmetric_difference(rows[far].geometry.values, committed[far].geometry.values)
    assert (shapely.area(changed) < 1e-4 * shapely.area(committed[far].geometry.values)).all()
    assert area_of(rows, "092011") == pytest.approx(area_of(committed, "092011"), rel=0.02)


def test_every_map_credits_those_whose_shapes_it_shows(tochigi, tmp_path, take_in):
    take_in(as_geojson(moved(tochigi), tmp_path / NAME))
    boundaries = map_shapes.boundaries_in_force()
    assert boundaries.credit_ja == f"{N03_CREDIT_JA} / 気象庁ホームページの区域データを加工して作成"
    (source,) = boundaries.sources
    assert source["file_name"] == NAME
    assert source["as_of_date"] == "2021-01-01"
    assert source["imported_by"] == "担当"
    assert source["prefecture_codes"] == ["09"]
    assert len(source["sha256"]) == 64


def test_the_map_gets_files_under_a_new_address_in_two_levels_of_detail(tochigi, tmp_path, take_in):
    before = map_shapes.committed_boundaries().version
    take_in(as_geojson(moved(tochigi), tmp_path / NAME))
    version = map_shapes.boundaries_in_force().version
    assert version != before
    folder = tmp_path / "geo" / version
    points = {
        name: shapely.get_num_coordinates(
            gpd.read_file(folder / name).query("code.str[:2] == '09'").geometry.values
        ).sum()
        for name in ("09.geojson", "JP.geojson")
    }
    assert points["09.geojson"] > 2 * points["JP.geojson"]
    assert len(list(folder.glob("*.geojson"))) == 48


def test_the_same_file_again_changes_nothing(tochigi, tmp_path, take_in):
    path = as_geojson(moved(tochigi), tmp_path / NAME)
    take_in(path)
    version = map_shapes.boundaries_in_force().version
    again = take_in(path)
    assert again.sentences_ja == ("同じファイルを取り込み済みです。何も変えていません。",)
    assert not again.is_new
    assert map_shapes.boundaries_in_force().version == version


def test_wards_are_dissolved_into_their_city(committed, tmp_path, take_in, in_force):
    sapporo = committed.set_index("code").at["011002", "geometry"]
    west, south, east, north = sapporo.bounds
    half = shapely.box(west, south, (west + east) / 2, north)
    wards = {"01101": sapporo & half, "01102": sapporo - half}
    rows = gpd.GeoDataFrame({"N03_007": list(wards)}, geometry=list(wards.values()), crs="EPSG:4326")
    result = take_in(as_geojson(rows, tmp_path / "N03-21_01_210101.json"))
    assert area_of(in_force(), "011002") == pytest.approx(shapely.area(sapporo), rel=0.01)
    assert "1都道府県の1区域" in result.sentences_ja[0]
    assert any("ファイルにないのは" in sentence and "ほか" in sentence for sentence in result.sentences_ja)


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("01110", "01100"), ("14118", "14100"), ("14131", "14130"), ("14153", "14150"), ("22140", "22130"),
        ("27128", "27100"), ("27147", "27140"), ("40109", "40100"), ("40137", "40130"), ("13101", "13101"),
        ("01696", "hoppo"), ("09201", "09201"), ("12106", "12100"),
    ],
)  # fmt: skip
def test_every_ward_finds_its_city_and_a_special_ward_is_its_own(code, city):
    assert municipality_of(code) == city


def test_a_code_of_a_merged_municipality_joins_the_one_on_whose_ground_it_lies_and_is_named(
    tochigi, tmp_path, take_in_nearby, in_force, committed
):
    # 栃木市 as two: itself and a town that was merged into it, 岩舟町 (09367).
    index = tochigi.index[tochigi["N03_007"] == "09203"][0]
    whole = tochigi.at[index, "geometry"]
    west, south, east, north = whole.bounds
    part = whole & shapely.box(west, south, (west + east) / 2, north)
    tochigi.at[index, "geometry"] = whole - part
    town = gpd.GeoDataFrame({"N03_004": ["岩舟町"], "N03_007": ["09367"]}, geometry=[part], crs=tochigi.crs)
    result = take_in_nearby(as_geojson(pd.concat([tochigi, town], ignore_index=True), tmp_path / NAME))
    assert result.sentences_ja[1] == (
        "コード 09367（岩舟町）は登録されている一覧にありません。面積の100%が重なる栃木市に含めました。"
    )
    assert area_of(in_force(), "092037") == pytest.approx(area_of(committed, "092037"), rel=0.01)


def test_a_municipality_that_the_file_does_not_hold_keeps_its_shape_and_is_named(
    tochigi, tmp_path, take_in_nearby, in_force, committed
):
    # As after a merger: 益子町 is part of the shape of 真岡市.
    mashiko, moka = (tochigi.index[tochigi["N03_007"] == code][0] for code in ("09342", "09209"))
    tochigi.at[moka, "geometry"] = tochigi.at[moka, "geometry"] | tochigi.at[mashiko, "geometry"]
    result = take_in_nearby(as_geojson(tochigi.drop(index=mashiko), tmp_path / NAME))
    assert result.sentences_ja[1] == (
        "ファイルにないのは益子町です。これまでの形を残し、重なる部分はこれらのものとしました。"
    )
    for code in ("093424", "092096"):
        assert area_of(in_force(), code) == pytest.approx(area_of(committed, code), rel=0.02)


def test_ground_of_no_municipality_is_left_out_and_said(tochigi, tmp_path, take_in_nearby):
    lake = gpd.GeoDataFrame(
        {"N03_004": ["所属未定地"], "N03_007": [None]},
        geometry=[shapely.box(139.5, 36.5, 139.51, 36.51)],
        crs=tochigi.crs,
    )
    result = take_in_nearby(as_geojson(pd.concat([tochigi, lake], ignore_index=True), tmp_path / NAME))
    assert result.sentences_ja[1] == "団体コードのない区域（所属未定地など）1か所は使いません。"


def test_broken_rings_overlaps_and_slivers_become_a_gapless_map(tochigi, tmp_path, take_in_nearby, in_force, committed):
    # A ring that crosses itself, a municipality grown over its neighbours, another shrunk away from them.
    places = {code: tochigi.index[tochigi["N03_007"] == code][0] for code in ("09201", "09206", "09210")}
    ring = list(shapely.get_parts(tochigi.at[places["09201"], "geometry"])[0].exterior.coords)
    ring[10], ring[12] = ring[12], ring[10]
    tochigi.at[places["09201"], "geometry"] = shapely.Polygon(ring)
    tochigi.at[places["09206"], "geometry"] = shapely.buffer(tochigi.at[places["09206"], "geometry"], 0.0005)
    tochigi.at[places["09210"], "geometry"] = shapely.buffer(tochigi.at[places["09210"], "geometry"], -0.0002)
    assert not shapely.is_valid(tochigi.geometry.values).all()
    take_in_nearby(as_geojson(tochigi, tmp_path / NAME))
    rows = in_force()
    assert shapely.coverage_is_valid(rows.geometry.values)
    for code in ("092011", "092061", "092100"):
        assert area_of(rows, code) == pytest.approx(area_of(committed, code), rel=0.02)


def test_islands_are_kept(tmp_path, take_in_nearby, in_force, committed):
    tokyo = committed[committed["code"].str.startswith("13")]
    rows = gpd.GeoDataFrame(
        {"N03_007": tokyo["code"].str[:5].array}, geometry=tokyo.geometry.to_numpy(), crs="EPSG:6668"
    )
    take_in_nearby(as_geojson(rows, tmp_path / "N03-21_13_210101.json"))
    found = in_force().set_index("code")
    for row in tokyo.itertuples():
        assert len(shapely.get_parts(found.at[row.code, "geometry"])) == len(shapely.get_parts(row.geometry)), row.name


def test_shapes_that_lie_elsewhere_than_their_codes_are_refused(tochigi, tmp_path, take_in_nearby):
    tochigi["N03_007"] = np.roll(tochigi["N03_007"].to_numpy(), 7)
    with pytest.raises(LoaderError, match="位置が、登録されている位置と合わない"):
        take_in_nearby(as_geojson(tochigi, tmp_path / NAME))
    assert map_shapes.boundaries_in_force().sources == ()


def coded(tochigi, shapes):
    return gpd.GeoDataFrame({"code": tochigi["N03_007"], "name_ja": ""}, geometry=np.asarray(shapes), crs="EPSG:4326")


def test_parts_of_municipalities_are_no_boundaries(tochigi, committed):
    rows = coded(tochigi, tochigi.geometry.scale(0.8, 0.8).array)  # as a file of their built-up parts has them
    with pytest.raises(LoaderError, match=r"25市区町村のうち25（.*）の広さが、登録されている広さと25%を超えて違う"):
        joining.matched(rows, committed, "A16.zip")


def test_one_municipality_of_another_size_is_named(tochigi, committed):
    shapes = tochigi.geometry.to_list()
    shapes[3] = shapely.affinity.scale(shapes[3], 0.8, 0.8)
    found = joining.matched(coded(tochigi, shapes), committed, "a.json")
    assert found.findings == (
        f"広さが登録されているものと大きく違うのは{tochigi['N03_004'][3]}です。地図で形を確かめてください。",
    )


def test_a_file_in_the_old_geodetic_system_is_named_where_it_does_not_say_so(tochigi, committed):
    rows = coded(tochigi, tochigi.to_crs("EPSG:4301").geometry.array)
    (finding,) = joining.matched(rows, committed, "a.json").findings
    assert "位置が全体に約4" in finding


def test_codes_of_no_municipality_are_refused(tochigi, tmp_path, take_in_nearby):
    tochigi["N03_007"] = [f"99{number:03}" for number in range(len(tochigi))]
    with pytest.raises(LoaderError, match="団体コード"):
        take_in_nearby(as_geojson(tochigi, tmp_path / NAME))


def test_an_import_that_fails_while_writing_leaves_everything_as_it_was(
    tochigi, nearby, tmp_path, take_in_nearby, monkeypatch
):
    take_in_nearby(as_geojson(tochigi, tmp_path / NAME))
    before = map_shapes.boundaries_in_force()

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(boundaries, "write_whole", full)
    with pytest.raises(OSError, match="no space left"):
        take_in_nearby(as_geojson(moved(tochigi), tmp_path / "b.json"))
    assert map_shapes.boundaries_in_force() == before
    assert gpd.read_parquet(before.file)["code"].tolist() == nearby["code"].tolist()


def test_taking_the_import_back_restores_the_committed_boundaries(tochigi, tmp_path, take_in_nearby):
    take_in_nearby(as_geojson(tochigi, tmp_path / NAME))
    assert remove_boundaries(tmp_path / "geo")
    boundaries = map_shapes.boundaries_in_force()
    assert boundaries == map_shapes.committed_boundaries()
    assert (tmp_path / "geo" / boundaries.version / "JP.geojson").is_file()
    assert not remove_boundaries(tmp_path / "geo")


def test_progress_rises_from_step_to_step_and_ends_at_the_whole(tochigi, tmp_path, take_in_nearby):
    steps = []
    take_in_nearby(as_geojson(tochigi, tmp_path / NAME), progress=lambda step, share: steps.append((share, step)))
    assert [share for share, _ in steps] == sorted(share for share, _ in steps)
    assert steps[-1] == (1.0, "取り込みました")


def test_a_damaged_manifest_is_an_error_in_words(tochigi, tmp_path, take_in_nearby):
    take_in_nearby(as_geojson(tochigi, tmp_path / NAME))
    (tmp_path / "imported" / "boundaries" / "boundaries.json").write_text("{", encoding="utf-8")
    with pytest.raises(map_shapes.DamagedDatasetError, match=r"boundaries\.json"):
        map_shapes.boundaries_in_force()


# The real files -------------------------------------------------------------------------------------------------------

PREFECTURES = {"01": (180, "札幌市"), "09": (25, "宇都宮市"), "13": (62, "新宿区"), "39": (34, "高知市")}


@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_the_official_file_of_a_prefecture_becomes_its_map(shared_dir, request, in_force, prefecture):
    areas, _ = PREFECTURES[prefecture]
    path = shared_dir / "boundaries" / f"N03-21_{prefecture}_210101.json"
    into = "take_in_nearby" if prefecture in NEARBY else "take_in"
    result = request.getfixturevalue(into)(path)
    assert f"1都道府県の{areas}区域" in result.sentences_ja[0]
    assert not [
        sentence for sentence in result.sentences_ja[1:] if "コード 0" in sentence or "ファイルにない" in sentence
    ]
    rows = in_force()
    assert rows["code"].tolist() == gpd.read_parquet(map_shapes.committed_boundaries().file)["code"].tolist()
    assert shapely.coverage_is_valid(rows.geometry.values)
    official = gpd.read_file(path).dropna(subset="N03_007")
    official["code"] = official["N03_007"].map(municipality_of)
    official = official.dissolve("code").geometry
    ours = rows.assign(short=rows["code"].str[:5]).set_index("short").loc[official.index].geometry
    shared = shapely.area(shapely.intersection(ours.values, official.values))
    either = shapely.area(shapely.union(ours.values, official.values))
    assert np.median(shared / either) > 0.98
    assert (shared / either).min() > 0.85


def test_the_file_of_the_agency_becomes_the_map_of_all_japan(shared_dir, take_in, in_force, committed):
    result = take_in(shared_dir / "boundaries" / "ja_municipality_area.json")
    assert result.sentences_ja[0] == (
        "市区町村境界データ（TopoJSON）（時点の記載なし）を取り込みました。全国の1,742区域が新しい形になりました。"
    )
    assert len(map_shapes.boundaries_in_force().sources[-1]["prefecture_codes"]) == 47
    boundaries = map_shapes.boundaries_in_force()
    assert boundaries.credit_ja == "デジタル庁の市区町村境界データを加工して作成"
    rows = in_force()
    assert rows["code"].tolist() == committed["code"].tolist()
    assert shapely.coverage_is_valid(rows.geometry.values)
    assert boundaries.sources


def test_a_second_prefecture_joins_the_first(shared_dir, take_in_nearby):
    for prefecture in ("09", "39"):
        take_in_nearby(shared_dir / "boundaries" / f"N03-21_{prefecture}_210101.json")
    covered = [source["prefecture_codes"] for source in map_shapes.boundaries_in_force().sources]
    assert covered == [["09"], ["39"]]
    manifest = json.loads((map_shapes.shapes_folder() / "boundaries.json").read_text("utf-8"))
    assert manifest["version"] == map_shapes.boundaries_in_force().version
    assert len(list(map_shapes.shapes_folder().glob("*.parquet"))) == 1
