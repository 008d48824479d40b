"""The files that the browser loads come from pinned packages, unchanged, and only once."""

import pytest

from loaders import static_files


def test_vendor_files_are_the_released_ones(tmp_path):
    copied = static_files.place_vendor_files(tmp_path)
    assert sorted(copied) == sorted(static_files.VENDOR_SHA256)
    assert b"Leaflet 1.9.3" in (tmp_path / "leaflet/leaflet.js").read_bytes()[:100]
    assert b"jQuery v3.7.1" in (tmp_path / "jquery/jquery.min.js").read_bytes()[:100]


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
    assert static_files.place_boundaries(tmp_path)
    assert not static_files.place_boundaries(tmp_path)
    (tmp_path / "made-from.txt").write_text("older data", encoding="ascii")
    assert static_files.place_boundaries(tmp_path)
    assert (tmp_path / "JP.geojson").stat().st_size > 1_000_000


def test_vendor_files_ask_no_other_server():
    for name in ("leaflet/leaflet.css", "jquery/jquery.min.js"):
        text = static_files._package_file(name).read_text("utf-8")
        assert "url(http" not in text
        assert "@import" not in text
