"""The files that the browser loads come from pinned packages, unchanged, and only once."""

import os

import pytest

from data.map_shapes import committed_boundaries
from loaders import static_files


def test_vendor_files_are_the_released_ones(tmp_path):
    copied = static_files.place_vendor_files(tmp_path)
    assert sorted(copied) == sorted(static_files.VENDOR_SHA256)
    assert b"Leaflet 1.9.3" in (tmp_path / "leaflet/leaflet.js").read_bytes()[:100]


def test_second_run_copies_nothing(tmp_path):
    static_files.place_vendor_files(tmp_path)
    assert static_files.place_vendor_files(tmp_path) == []


def test_damaged_file_is_put_right(tmp_path):
    static_files.place_vendor_files(tmp_path)
    (tmp_path / "leaflet/leaflet.css").write_text("broken")
    assert static_files.place_vendor_files(tmp_path) == ["leaflet/leaflet.css"]


def test_package_with_another_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(static_files.VENDOR_SHA256, "leaflet/leaflet.js", "0" * 64)
    with pytest.raises(ValueError, match=r"leaflet\.js of xstatic\.pkg\.leaflet is not the released file"):
        static_files.place_vendor_files(tmp_path)


def test_boundaries_are_written_once_and_again_after_a_change(tmp_path):
    folder = tmp_path / committed_boundaries().version
    assert static_files.place_boundaries(tmp_path)
    assert not static_files.place_boundaries(tmp_path)
    (folder / "made-from.txt").write_text("older data", encoding="ascii")
    assert static_files.place_boundaries(tmp_path)
    assert (folder / "JP.geojson").stat().st_size > 700_000


def test_old_imported_versions_are_forgotten_but_never_the_committed_one(tmp_path):
    static_files.place_boundaries(tmp_path)
    for number in range(static_files.KEPT_VERSIONS + 2):
        (tmp_path / f"imported{number}").mkdir()
        (tmp_path / f"imported{number}" / "made-from.txt").write_text("x", encoding="ascii")
        os.utime(tmp_path / f"imported{number}" / "made-from.txt", (number, number))
    os.utime(tmp_path / committed_boundaries().version / "made-from.txt", (0, 0))
    static_files._forget_old(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {committed_boundaries().version, *(f"imported{n}" for n in range(2, static_files.KEPT_VERSIONS + 2))}


def test_vendor_files_ask_no_other_server():
    text = static_files._package_file("leaflet/leaflet.css").read_text("utf-8")
    assert "url(http" not in text
    assert "@import" not in text
