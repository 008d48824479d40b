"""What one process imports, all have at their next run: through the store, without a shared folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import dataset, store
from data.folders import imported_folder
from data.maintenance import restore_backup, save_backup
from data.store.engine import close_all
from tests.data.conftest import tiny_tables

SOURCE = {
    "source_code": "census", "title_ja": "国勢調査", "publisher_ja": "統計局", "as_of_date": "2020-10-01", "file_name": "census.xlsx",
    "sha256": "0" * 64, "row_count": 1, "municipality_count": 1, "imported_at": "2026-11-28T10:00:00.000000+09:00", "imported_by": "県 花子",
}  # fmt: skip


class Machine:
    """A process with files of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch
        dataset.publish(tiny_tables(), folder / "normalized")

    def work(self) -> None:
        self.patch.setenv("MONITOR_DATA", str(self.folder))

    def titles(self) -> list[str]:
        self.work()
        store.renew_imports()
        return list(dataset.read_imported("statistics_sources")["file_name"])


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/monitor.sqlite")
    monkeypatch.delenv("MONITOR_IMPORTED")
    yield Machine(tmp_path / "one", monkeypatch), Machine(tmp_path / "two", monkeypatch)
    close_all()


def test_an_import_and_its_removal_reach_the_other_machine_at_its_next_run(machines: tuple[Machine, Machine]):
    one, two = machines
    assert (one.titles(), two.titles()) == ([], [])
    one.work()
    dataset.publish_imported("census", {"statistics_sources": [SOURCE]})
    store.share_imports()
    assert two.titles() == ["census.xlsx"]
    assert not store.renew_imports()
    dataset.publish_imported("census", {})
    store.share_imports()
    assert one.titles() == []


def test_a_folder_of_an_earlier_program_is_taken_over_and_the_store_has_the_last_word(
    machines: tuple[Machine, Machine], tmp_path: Path
):
    one, two = machines
    for machine, name in ((one, "first.xlsx"), (two, "second.xlsx")):
        machine.work()
        dataset.publish_imported("census", {"statistics_sources": [SOURCE | {"file_name": name}]})
    (imported_folder() / "boundaries").mkdir()
    assert one.titles() == ["first.xlsx"]
    assert two.titles() == ["first.xlsx"]
    save_backup(tmp_path / "backup.zip")
    close_all()
    for path in tmp_path.glob("monitor.sqlite*"):
        path.unlink()
    restore_backup(tmp_path / "backup.zip", "県 花子")
    assert two.titles() == ["first.xlsx"]


def test_a_folder_that_is_named_does_without_the_store(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    one, two = machines
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "named"))
    one.work()
    dataset.publish_imported("census", {"statistics_sources": [SOURCE]})
    store.share_imports()
    monkeypatch.delenv("MONITOR_IMPORTED")
    assert two.titles() == []
