"""The doctor: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from data import health, maintenance


def _by_name():
    return {one.name: one for one in health.checks(in_full=True)}


def test_nothing_is_wrong_here():
    assert [one for one in health.checks(in_full=True) if not one.is_right and one.name != "static"] == []


def test_each_fault_is_named_with_its_remedy(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 5_000_000))
    monkeypatch.setenv("MONITOR_SOURCES", str(tmp_path / "nowhere"))
    monkeypatch.setattr(health.metadata, "version", lambda name: "0.1")
    found = _by_name()
    assert "1 GB" in found["disk"].remedy_ja
    assert "MONITOR_SOURCES" in found["documents"].remedy_ja
    assert "make setup" in found["packages"].remedy_ja
    assert found["dataset"].is_right
    monkeypatch.setenv("MONITOR_DATABASE_URL", "mysql://x")
    assert "MONITOR_DATABASE_URL" in _by_name()["store"].remedy_ja


def test_a_missing_dataset_is_told_in_its_own_words(monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    assert not _by_name()["dataset"].is_right


def test_the_command_ends_with_1_where_something_is_wrong(monkeypatch, capsys):
    monkeypatch.setattr(
        health, "checks", lambda in_full: [health.Check("disk", "空き容量", "0.0 GB", "空けてください。")]
    )
    with pytest.raises(SystemExit) as end:
        maintenance.main(["doctor"])
    assert end.value.code == 1
    assert capsys.readouterr().out == "✕ 空き容量: 0.0 GB\n   直し方: 空けてください。\n"
