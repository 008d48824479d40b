"""Files of boundaries are read in every form that is published, and refused with a reason where they are none."""

from __future__ import annotations

import json
import struct
import time
import zipfile

import geopandas as gpd
import pytest
import shapely

from loaders.errors import LoaderError
from loaders.shapes.reading import AGENCY_CREDIT_JA, N03_CREDIT_JA, read_shapes
from tests.loaders.shapes.shape_files import as_geojson, as_ksj_gml, as_shapefile

PLANE = "EPSG:6677"  # JGD2011, plane rectangular system IX, which holds 栃木県


def refusal(path, name=None):
    with pytest.raises(LoaderError) as caught:
        read_shapes(path, name or path.name)
    return str(caught.value)


def same_shapes(found, rows, tolerance=1e-6):
    ours = found.frame.dissolve("code").geometry
    return all(
        shapely.area(shapely.symmetric_difference(ours[row.N03_007], row.geometry)) < tolerance
        for row in rows.itertuples()
    )


def test_geojson_of_n03_is_read_with_its_date_and_credit(tochigi, tmp_path):
    found = read_shapes(as_geojson(tochigi, tmp_path / "x.json"), "N03-21_09_210101.geojson")
    assert same_shapes(found, tochigi)
    assert (found.as_of_date, found.credit_ja, found.notes) == ("2021-01-01", N03_CREDIT_JA, ())
    assert found.frame["name_ja"].iloc[0] == "宇都宮市"


@pytest.mark.parametrize("name", ["N03-20240101_09_GML.zip", "N03-20240101.geojson"])
def test_the_newer_names_tell_the_date_too(tochigi, tmp_path, name):
    assert read_shapes(as_geojson(tochigi, tmp_path / "x.json"), name).as_of_date == "2024-01-01"


@pytest.mark.parametrize("inside", ["", "N03-21_09_210101/"])
def test_a_zipped_shapefile_is_read_also_from_a_folder_in_the_zip(tochigi, tmp_path, inside):
    found = read_shapes(as_shapefile(tochigi, tmp_path / "N03-21_09_210101.zip", inside=inside), "a.zip")
    assert same_shapes(found, tochigi)
    assert found.frame["name_ja"].iloc[0] == "宇都宮市"


def test_a_shapefile_without_the_name_of_its_encoding_is_read_as_japanese(tochigi, tmp_path):
    found = read_shapes(as_shapefile(tochigi, tmp_path / "a.zip", without=(".cpg",)), "a.zip")
    assert found.frame["name_ja"].iloc[0] == "宇都宮市"


def test_the_gml_of_the_ministry_is_read_latitude_first(tochigi, tmp_path):
    found = read_shapes(as_ksj_gml(tochigi, tmp_path / "N03-21_09_210101.xml"), "N03-21_09_210101.xml")
    assert same_shapes(found, tochigi)
    assert found.title_ja == "国土数値情報 行政区域データ（N03）"


def test_an_island_in_a_lake_of_the_gml_keeps_its_hole(tmp_path):
    ring = shapely.Polygon(shapely.box(139, 36, 140, 37).exterior, [shapely.box(139.4, 36.4, 139.6, 36.6).exterior])
    rows = gpd.GeoDataFrame({"N03_004": ["宇都宮市"], "N03_007": ["09201"]}, geometry=[ring], crs="EPSG:6668")
    found = read_shapes(as_ksj_gml(rows, tmp_path / "a.gml"), "a.gml")
    assert shapely.area(found.frame.geometry.iloc[0]) == pytest.approx(0.96)


def test_plain_gml_with_the_columns_of_n03_is_read(tochigi, tmp_path):
    tochigi.to_file(tmp_path / "a.gml", driver="GML")
    assert same_shapes(read_shapes(tmp_path / "a.gml", "a.gml"), tochigi)


@pytest.mark.parametrize("crs", ["EPSG:4612", "EPSG:6668", "EPSG:4326"])
def test_the_japanese_geographic_systems_are_longitude_and_latitude(tochigi, tmp_path, crs):
    path = as_shapefile(tochigi.set_crs(crs, allow_override=True), tmp_path / "a.zip")
    found = read_shapes(path, "a.zip")
    assert same_shapes(found, tochigi, 1e-5)
    assert found.notes == ()


def test_a_plane_system_that_the_file_declares_is_turned_into_degrees_and_said(tochigi, tmp_path):
    found = read_shapes(as_shapefile(tochigi.to_crs(PLANE), tmp_path / "a.zip"), "a.zip")
    assert same_shapes(found, tochigi)
    (note,) = found.notes
    assert "Plane" in note
    assert note.endswith("を経度・緯度に直しました。")


def test_a_plane_system_that_the_file_does_not_declare_is_refused(tochigi, tmp_path):
    for path in (
        as_shapefile(tochigi.to_crs(PLANE), tmp_path / "a.zip", without=(".prj",)),
        as_geojson(tochigi.to_crs(PLANE), tmp_path / "a.json"),
    ):
        message = refusal(path)
        assert "座標が日本の経度・緯度に入らない（東西 " in message
        assert "座標系を記したもの（.prj のある Shapefile など）か、経度・緯度（JGD2011）に変換したもの" in message


def test_latitude_before_longitude_is_refused_with_the_reason(tochigi, tmp_path):
    swapped = tochigi.set_geometry(shapely.transform(tochigi.geometry.values, lambda points: points[:, ::-1]))
    assert "緯度と経度の順が逆です" in refusal(as_geojson(swapped, tmp_path / "a.json"))


def test_degrees_without_a_declared_system_are_taken_and_said(tochigi, tmp_path):
    found = read_shapes(as_shapefile(tochigi, tmp_path / "a.zip", without=(".prj",)), "a.zip")
    assert found.notes == ("座標系の記載がないため、経度・緯度（世界測地系）として読みました。",)


def test_codes_that_lost_their_zero_or_carry_the_check_digit_are_understood(tochigi, tmp_path):
    six = tochigi["N03_007"].map({"09201": 92011}).fillna(tochigi["N03_007"].astype(int))
    rows = tochigi.drop(columns="N03_007").assign(code=six.astype(int))
    assert same_shapes(read_shapes(as_geojson(rows, tmp_path / "a.json"), "a.json"), tochigi)


def test_a_file_without_codes_is_refused_with_the_columns_that_it_has(tochigi, tmp_path):
    message = refusal(as_geojson(tochigi.drop(columns="N03_007"), tmp_path / "a.json"))
    assert "団体コードの項目がない（項目: N03_001、N03_003、N03_004）" in message
    assert "N03 では N03_007" in message


def test_lines_and_points_are_no_boundaries(tochigi, tmp_path):
    points = tochigi.set_geometry(shapely.centroid(tochigi.geometry.values))
    assert "面の図形がない" in refusal(as_geojson(points, tmp_path / "a.json"))


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "N03-21_210101.geojson"
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        file.truncate(300_000_000)
    start = time.monotonic()
    assert refusal(path) == (
        "N03-21_210101.geojson: ファイルが大きすぎる（300 MB）。本来は200 MB まで。対処: 全国を1つにしたものではなく、"
        "都道府県ごとのファイルを1つずつ取り込んでください。読み込みは行っていません"
    )
    assert time.monotonic() - start < 1


def test_a_zip_that_grows_to_300_megabytes_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.geojson", "w") as file:
        for _ in range(300):
            file.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert "zip を開いた中身が大きすぎる（300 MB）" in refusal(path)


def test_a_zip_that_lies_about_its_size_is_not_believed(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.geojson", "w") as file:
        for _ in range(210):
            file.write(b" " * 1_000_000)
    content = path.read_bytes()
    for size in (210_000_000,):
        content = content.replace(struct.pack("<I", size), struct.pack("<I", 1_000))
    path.write_bytes(content)
    message = refusal(path)
    assert "大きすぎる" in message or "壊れている" in message


def test_a_name_in_the_zip_leads_nowhere_else(tochigi, tmp_path):
    inner = as_geojson(tochigi, tmp_path / "inner.json")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "../../outside.geojson")
    assert same_shapes(read_shapes(path, "a.zip"), tochigi)
    assert not (tmp_path.parent.parent / "outside.geojson").exists()


def with_password(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", "{}")
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(bytes(content))
    return path


def test_a_zip_whose_name_lies_about_its_encoding_is_a_broken_zip(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("境.geojson", "{}")
    path.write_bytes(path.read_bytes().replace("境".encode(), b"\x9c\x9c\x9c"))
    assert "zip が壊れている" in refusal(path)


def test_a_zip_with_a_password_is_named_as_such(tmp_path):
    assert "zip にパスワードがかかっている" in refusal(with_password(tmp_path))


OF_A_TOWN = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"N03_001": "栃木県", "N03_004": "宇都宮市", "N03_007": "09201"},
            "geometry": {"type": "Polygon", "coordinates": [[[139, 36], [140, 36], [140, 37], [139, 36]]]},
        }
    ],
}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "中身がない"),
        (b"\x89PNG\r\n\x1a\n", "境界のファイルではない"),
        (json.dumps(OF_A_TOWN, ensure_ascii=False).encode("cp932"), "文字コードが UTF-8 ではない"),
        ("市町村,人口\n".encode(), "境界のファイルではない"),
        (b"\x00\x00\x27\x0a" + bytes(96), "Shapefile の一部だけが渡された"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature"', "境界として読めない"),
        (b'{"hello": 1}', "境界として読めない"),
        (b"<html><body>404</body></html>", "境界として読めない"),
        (b"PK\x03\x04 and nothing more", "zip が壊れている"),
    ],
)
def test_what_holds_no_boundaries_is_refused_with_where_why_and_what_to_do(tmp_path, content, reason):
    path = tmp_path / "upload"
    path.write_bytes(content)
    message = refusal(path, "選んだファイル.json")
    assert message.startswith("選んだファイル.json: ")
    assert reason in message
    assert "対処: " in message


def test_a_zip_without_boundaries_and_one_with_several_are_refused(tochigi, tmp_path):
    for names, reason in (
        (["[Content_Types].xml", "xl/workbook.xml"], "境界のファイルではない"),
        (["a.txt"], "境界のファイルがない"),
        (["a.geojson", "b.geojson"], "2つある（a.geojson, b.geojson"),
    ):
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "{}")
        assert reason in refusal(path)


def in_a_zip(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source in files.items():
            archive.write(source, name)
    return path


@pytest.fixture
def sets(tochigi, tmp_path):
    """The municipal set of N03, one of prefectures, and one of 振興局, which carry no codes of municipalities."""
    whole = gpd.GeoDataFrame(
        {"N03_001": ["栃木県"], "N03_007": [None]}, geometry=[tochigi.union_all()], crs="EPSG:6668"
    )
    shapes = as_shapefile(tochigi, tmp_path / "shapes.zip", without=(".cpg",))
    return {"municipal": as_geojson(tochigi, tmp_path / "m.json"), "prefecture": as_geojson(whole, tmp_path / "p.json"),
            "shapefile": {part.suffix: part for part in shapes.with_suffix("").iterdir() if part.suffix != ".cpg"}}  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "municipal", "other"),
    [
        ("", "N03-20250101_01.geojson", "N03-20250101_01_subprefecture.geojson"),
        ("", "N03-20240101.geojson", "N03-20240101_prefecture.geojson"),
        ("N03-20240101_09_GML/", "b.geojson", "a.geojson"),
        ("N03\\", "b.geojson", "a.geojson"),
    ],
)
def test_of_several_sets_that_of_the_municipalities_is_taken_and_the_other_named(
    tochigi, tmp_path, sets, folder, municipal, other
):
    files = {folder + other: sets["prefecture"], folder + municipal: sets["municipal"]}
    found = read_shapes(in_a_zip(tmp_path / "x.zip", **files), "x.zip")
    assert same_shapes(found, tochigi)
    assert found.notes == (f"市区町村の境界のある {municipal} を使いました。{other} は使いません。",)
    assert found.as_of_date[:4] == (municipal[4:8] if municipal.startswith("N03") else "")


def test_a_municipal_shapefile_is_found_beside_a_geojson_of_prefectures(tochigi, tmp_path, sets):
    parts = {f"UTF-8/N03{suffix}": part for suffix, part in sets["shapefile"].items()}
    path = in_a_zip(tmp_path / "x.zip", **{"N03_prefecture.geojson": sets["prefecture"]}, **parts)
    assert same_shapes(read_shapes(path, "x.zip"), tochigi)


def test_the_same_set_in_two_folders_is_read_once(tochigi, tmp_path, sets):
    parts = {
        f"{folder}/N03{suffix}": part for folder in ("Shift-JIS", "UTF-8") for suffix, part in sets["shapefile"].items()
    }
    found = read_shapes(in_a_zip(tmp_path / "x.zip", **parts), "x.zip")
    assert same_shapes(found, tochigi)
    assert found.frame["name_ja"].iloc[0] == "宇都宮市"


def test_two_prefectures_in_one_zip_are_refused(tochigi, tmp_path, sets):
    other = as_geojson(tochigi.assign(N03_007="10201"), tmp_path / "o.json")
    path = in_a_zip(tmp_path / "x.zip", **{"a.geojson": sets["municipal"], "b.geojson": other})
    assert "市区町村の境界が1つに決まらない。zip の中に境界のファイルが2つある（a.geojson, b.geojson" in refusal(path)


def test_a_nationwide_set_that_is_too_large_is_the_reason_also_beside_a_small_one(tmp_path, sets):
    path = in_a_zip(tmp_path / "N03-20240101_GML.zip", **{"N03_prefecture.geojson": sets["prefecture"]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("N03.geojson", "w") as file:
        for _ in range(210):
            file.write(b" " * 1_000_000)
    message = refusal(path)
    assert "zip を開いた中身が大きすぎる（210 MB）" in message
    assert "都道府県ごとのファイルを1つずつ取り込んでください" in message


def test_names_in_utf_8_without_the_name_of_their_encoding_are_read(tochigi, tmp_path):
    folder = tmp_path / "utf8"
    folder.mkdir()
    tochigi.to_file(folder / "a.shp", encoding="utf-8")
    files = {part.name: part for part in folder.iterdir() if part.suffix != ".cpg"}
    found = read_shapes(in_a_zip(tmp_path / "x.zip", **files), "x.zip")
    assert found.frame["name_ja"].iloc[0] == "宇都宮市"


@pytest.mark.parametrize("name", ["C02_control_one_set", "C02a_two_sets_geojson", "C02b_nationwide_with_prefecture"])
def test_the_zips_of_offices_give_their_25_municipalities(shared_dir, name):
    path = shared_dir / "cases" / "files" / f"{name}.zip"
    assert read_shapes(path, path.name).frame["code"].nunique() == 25


@pytest.mark.parametrize("without", [".shx", ".dbf"])
def test_a_shapefile_without_one_of_its_parts_is_named_as_such(tochigi, tmp_path, without):
    assert "Shapefile の一部だけが渡された" in refusal(as_shapefile(tochigi, tmp_path / "a.zip", without=(without,)))


def test_names_are_read_whatever_a_wrong_note_of_their_encoding_says(tochigi, tmp_path):
    path = as_shapefile(tochigi, tmp_path / "a.zip", without=(".cpg",))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("N03-21_09_210101.cpg", "UTF-8")
    assert read_shapes(path, path.name).frame["name_ja"].iloc[0] == "宇都宮市"


def test_a_zip_in_a_zip_is_named_as_such(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("N03-20240101_09_GML.zip", "PK")
    assert "zip がある（N03-20240101_09_GML.zip）" in refusal(path)


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda rows: rows.rename(columns=str.lower),
        lambda rows: rows.assign(N03_007=[f"{int(code):,}" for code in rows["N03_007"]]),
        lambda rows: rows.assign(N03_007=["".join(chr(ord(d) + 0xFEE0) for d in c) for c in rows["N03_007"]]),
    ],
)
def test_codes_and_columns_are_found_in_every_spelling(tochigi, tmp_path, rewrite):
    found = read_shapes(as_geojson(rewrite(tochigi), tmp_path / "a.json"), "a.json")
    assert same_shapes(found, tochigi)
    assert found.credit_ja == N03_CREDIT_JA


def test_a_column_with_a_usual_name_and_other_content_is_passed_over(tochigi, tmp_path):
    rows = tochigi.assign(code=["09201", *range(1, len(tochigi))], JIS=tochigi["N03_007"]).drop(columns="N03_007")
    found = read_shapes(as_geojson(rows, tmp_path / "a.json"), "a.json")
    assert found.frame["code"].tolist() == tochigi["N03_007"].tolist()


def test_a_missing_file_is_named(tmp_path):
    assert "ファイルがない" in refusal(tmp_path / "none.json")


def test_the_files_of_the_ministry_and_of_the_agency_are_read(shared_dir):
    counts = {}
    for path in sorted((shared_dir / "boundaries").iterdir()):
        found = read_shapes(path, path.name)
        counts[path.name[:6]] = counts.get(path.name[:6], 0) + found.frame["code"].nunique()
        assert found.credit_ja in (N03_CREDIT_JA, AGENCY_CREDIT_JA)
    # 北海道 194 with its wards and 北方領土, 栃木県 25, 東京都 62, 高知県 34
    assert counts == {"N03-21": 194 + 25 + 62 + 34, "ja_mun": 1_747}
