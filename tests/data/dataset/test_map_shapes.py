"""Which boundaries are in force: the committed ones until others were imported, each with its own address and credit."""

from __future__ import annotations

import json

import pytest

from data import map_shapes
from data.errors import DamagedDatasetError
from data.map_shapes import MANIFEST, boundaries_in_force, committed_boundaries, version_of


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Put something into the folder of imported boundaries and return that folder."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path))
    folder = tmp_path / "boundaries"
    folder.mkdir()
    content = b"a file of boundaries"
    version = version_of(content)
    (folder / f"{version}.parquet").write_bytes(content)
    source = {"file_name": "N03-21_09_210101.json", "prefecture_codes": ["09"], "credit_ja": "N03"}
    said = {"version": version, "credit_ja": "出典", "sources": [source]}
    (folder / MANIFEST).write_text(json.dumps(said), encoding="utf-8")
    return folder


def test_without_an_import_the_committed_boundaries_are_in_force():
    boundaries = boundaries_in_force()
    assert boundaries == committed_boundaries()
    assert boundaries.sources == ()
    assert boundaries.credit_ja == "気象庁ホームページの区域データを加工して作成"
    assert boundaries.version == version_of(boundaries.file.read_bytes())


def test_a_map_of_one_prefecture_credits_only_those_whose_shapes_it_shows(imported):
    boundaries = boundaries_in_force()
    credited = [boundaries.credit_of(code) for code in ("09", "10", None)]
    assert credited == ["N03", "気象庁ホームページの区域データを加工して作成", "出典"]


def test_an_import_is_in_force_as_soon_as_its_manifest_is_there_and_no_longer(imported):
    boundaries = boundaries_in_force()
    assert boundaries.sources
    assert (boundaries.credit_ja, boundaries.file.parent) == ("出典", imported)
    (imported / MANIFEST).unlink()
    assert boundaries_in_force() == committed_boundaries()


@pytest.mark.parametrize("text", ["{", "[]", '{"version": "x"}'])
def test_a_manifest_that_cannot_be_read_is_an_error_in_words(imported, text):
    (imported / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(DamagedDatasetError, match=r"boundaries\.json"):
        boundaries_in_force()


def test_a_manifest_that_names_a_missing_file_is_an_error_in_words(imported):
    next(imported.glob("*.parquet")).unlink()
    with pytest.raises(DamagedDatasetError, match="ファイルがありません"):
        boundaries_in_force()


def test_the_files_of_the_map_are_those_of_the_version_and_the_practice_prefecture_has_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(map_shapes, "STATIC_GEO", tmp_path)
    boundaries = committed_boundaries()
    assert boundaries.geojson("13") is None
    (tmp_path / boundaries.version).mkdir()
    for path in (tmp_path / boundaries.version / "13.geojson", tmp_path / "99.geojson"):
        path.write_text("{}", encoding="utf-8")
    assert boundaries.geojson("13") == tmp_path / boundaries.version / "13.geojson"
    assert boundaries.geojson("99") == tmp_path / "99.geojson"
    assert boundaries.geojson(None) is None
