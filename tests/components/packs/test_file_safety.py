"""An archive without times: equal content, equal bytes, nothing lost."""

from __future__ import annotations

import io
import zipfile

from components.packs.file_safety import same_bytes


def archive(when: tuple[int, int, int, int, int, int]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name in ("b.xml", "a/資料.xml"):
            new.writestr(zipfile.ZipInfo(name, when), name.encode() * 100)
    return buffer.getvalue()


def test_archives_of_different_moments_become_equal():
    early, late = archive((2020, 1, 1, 0, 0, 0)), archive((2026, 11, 21, 12, 30, 0))
    assert early != late
    assert same_bytes(early) == same_bytes(late)


def test_names_order_and_content_stay():
    with zipfile.ZipFile(io.BytesIO(same_bytes(archive((2020, 1, 1, 0, 0, 0))))) as fixed:
        assert fixed.namelist() == ["b.xml", "a/資料.xml"]
        assert fixed.read("a/資料.xml") == "a/資料.xml".encode() * 100
        assert fixed.testzip() is None
