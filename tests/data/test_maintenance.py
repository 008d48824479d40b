"""Backup, restore and export: nothing is lost, nothing half-written, everything described."""

import hashlib
import json
import re
import zipfile

import pytest
from frictionless import Package
from sqlalchemy import select

import data.maintenance as export
from data import dataset, store
from data.errors import BackupError
from data.maintenance import main, restore_backup, save_backup
from data.schema import TABLES
from data.store.engine import close_all
from data.store.migrations import MIGRATIONS
from data.store.rows import APPEND_ONLY, IMPORTED
from data.store.sessions import reading, writing
from tests.data.report_rows import FIRST, FURTHER, accept, form, remind, reported


def fill(data_folder, tables):
    """Write rows into every table of the store, and use two versions of the dataset."""
    store.set_calendar(["012068", "014524"], 2019, "full_year", "2020-05-31", set_by="県 花子")
    accept("first", 40)
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="再確認")
    store.freeze_edition("第1回", frozen_by="県 花子")
    tables["targets"][0]["value"] = 60
    dataset.publish(tables, data_folder / "normalized")
    store.accept_report(form("second"), [reported(0.1 + 0.2)], further=FURTHER, accepted_by="県 花子")
    remind()
    with writing() as connection:
        connection.execute(IMPORTED.insert().values(name="statistics", revision="0" * 64, content=b"\x00\xff"))


@pytest.fixture
def filled(data_folder, tables):
    """A store with rows in every table, in SQLite."""
    fill(data_folder, tables)


@pytest.fixture
def elsewhere(tmp_path):
    """The address of another, empty store in SQLite."""
    return f"sqlite:///{tmp_path / 'elsewhere' / 'monitor.sqlite'}"


@pytest.fixture
def of_the_other_kind(store_url, elsewhere, postgresql_server):
    """The address of an empty store in the other database."""
    if store_url.startswith("postgresql"):
        yield elsewhere
        return
    with postgresql_server.database() as url:
        yield url
        close_all()


def all_rows():
    with reading() as connection:
        return {table.name: set(map(tuple, connection.execute(select(table)))) for table in (*APPEND_ONLY, IMPORTED)}


@pytest.mark.postgresql
def test_a_backup_brings_everything_back_into_the_other_database(
    store_url, of_the_other_kind, data_folder, tables, tmp_path, monkeypatch
):
    fill(data_folder, tables)
    before = all_rows()
    assert all(before.values())
    counts = save_backup(tmp_path / "backups" / "today.zip")
    assert counts == {name: len(rows) for name, rows in before.items()}

    monkeypatch.setenv("MONITOR_DATABASE_URL", of_the_other_kind)
    assert restore_backup(tmp_path / "backups" / "today.zip", "県 太郎") == counts
    after = all_rows()
    added = after.pop("audit_log") - before.pop("audit_log")
    assert [(row[0], row[2], row[3]) for row in added] == [(8, "県 太郎", "restore")]
    assert after == before
    assert store.edition_snapshot(store.edition_named("第1回")).table(TABLES["targets"]).loc[0, "value"] == 50
    assert not accept("second").is_new
    assert accept("third").revision == 3


def test_a_backup_is_not_restored_over_reports(filled, tmp_path):
    save_backup(tmp_path / "today.zip")
    before = all_rows()
    with pytest.raises(BackupError) as error:
        restore_backup(tmp_path / "today.zip", "県 太郎")
    assert str(error.value) == (
        "保存先にはすでに記録があります。 保存先は変更していません。 "
        "空の保存先を指定してください。SQLite なら var/monitor.sqlite を別の名前に変えます。"
    )
    assert all_rows() == before


def test_a_restoration_that_breaks_leaves_the_store_empty(filled, elsewhere, tmp_path, monkeypatch):
    save_backup(tmp_path / "today.zip")
    monkeypatch.setenv("MONITOR_DATABASE_URL", elsewhere)
    with monkeypatch.context() as patch:
        patch.setattr("data.maintenance.enter", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore_backup(tmp_path / "today.zip", "県 太郎")
    assert store.audit_log().empty


def test_a_backup_with_a_changed_byte_is_refused(filled, tmp_path):
    save_backup(tmp_path / "today.zip")
    with zipfile.ZipFile(tmp_path / "today.zip") as old, zipfile.ZipFile(tmp_path / "forged.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"value": 40.0', b'"value": 90.0'))
    with pytest.raises(BackupError, match=r"控え「forged\.zip」の中の reported_achievements が壊れています。"):
        restore_backup(tmp_path / "forged.zip", "県 太郎")


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_a_file_that_is_no_backup_is_refused(content, data_folder, tmp_path):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(BackupError, match=r"「x\.zip」は控えのファイルとして読めません。"):
        restore_backup(tmp_path / "x.zip", "県 太郎")


def test_a_backup_never_replaces_a_file_and_leaves_nothing_behind_when_it_breaks(filled, tmp_path, monkeypatch):
    target = tmp_path / "backups" / "today.zip"
    monkeypatch.setattr("data.maintenance._as_json", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save_backup(target)
    assert list(target.parent.iterdir()) == []
    target.write_bytes(b"yesterday")
    with pytest.raises(BackupError, match=r"ファイル「today\.zip」がすでにあります。"):
        save_backup(target)
    assert target.read_bytes() == b"yesterday"


def test_an_export_is_valid_for_frictionless(filled, tmp_path):
    counts = export.export_package(tmp_path / "export")
    assert counts["report_submissions"] == 2
    assert counts["targets"] == 2
    report = Package(str(tmp_path / "export" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:10]
    assert len(report.tasks) == len(counts)


def test_the_description_notices_what_does_not_fit(filled, tmp_path):
    export.export_package(tmp_path / "export")
    damages = [
        ("targets", ",60,", ",sixty,", "type-error"),
        ("targets", "001-L0003-community-02,", "001-L0003-community-01,", "primary-key"),
        ("report_areas", FIRST, "012068-2018-full_year-r1", "foreign-key"),
        ("report_decisions", "returned", "burnt", "constraint-error"),
        ("audit_log", "+09:00", "", "type-error"),
    ]
    for table, old, new, _ in damages:
        path = tmp_path / "export" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    report = Package(str(tmp_path / "export" / "datapackage.json")).validate()
    noticed = {(task.name, error) for task in report.tasks for (error,) in task.flatten(["type"])}
    assert {(table, error) for table, _, _, error in damages} <= noticed


def test_the_committed_dataset_is_valid_for_frictionless(monkeypatch, tmp_path):
    monkeypatch.delenv("MONITOR_DATA", raising=False)
    export.export_package(tmp_path / "export")
    report = Package(str(tmp_path / "export" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:10]


def test_an_export_names_and_explains_every_column(filled, tmp_path):
    export.export_package(tmp_path / "export")
    package = json.loads((tmp_path / "export" / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert all(field["title"] and field["description"] for field in fields)
    assert package["version"] == dataset.dataset_version()


def test_an_export_never_replaces_a_folder(data_folder, tmp_path):
    (tmp_path / "export").mkdir()
    with pytest.raises(BackupError, match="フォルダー「export」がすでにあります。"):
        export.export_package(tmp_path / "export")


def test_the_commands_say_what_they_did_and_end_with_2_when_they_cannot(data_folder, tmp_path, capsys):
    accept()
    main(["backup", str(tmp_path / "today.zip")])
    main(["export", str(tmp_path / "export")])
    with pytest.raises(SystemExit) as end:
        main(["restore", str(tmp_path / "today.zip"), "--by", "県 太郎"])
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith(f"控えを取りました: {tmp_path / 'today.zip'}（8表、")
    assert out.splitlines()[1].startswith(f"書き出しました: {tmp_path / 'export'}（")
    assert err.startswith("保存先にはすでに記録があります。")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["backup"], "「控え.zip」を指定してください。"),
        (["backup", "a", "b"], "コマンドの書き方が正しくありません。"),
        (["restore", "a.zip", "--as", "県"], "オプション「--as」はありません。"),
        (["burn"], "コマンド「burn」はありません。"),
    ],
)
def test_a_mistake_of_the_caller_is_told_in_japanese_and_ends_with_2(given, message, capsys):
    with pytest.raises(SystemExit) as end:
        main(given)
    assert end.value.code == 2
    first, usage, remedy = capsys.readouterr().err.splitlines()
    assert first == message
    assert usage.startswith("使い方: python -m data.maintenance ")
    assert remedy == "くわしくは --help を付けて実行してください。"


@pytest.mark.parametrize("given", [["--help"], ["restore", "--help"]])
def test_the_help_of_the_commands_holds_no_english_word_but_names(given, capsys):
    main(given)
    words = set(re.findall(r"[A-Za-z]{2,}", capsys.readouterr().out))
    assert words <= {
        "python", "data", "maintenance", "backup", "restore", "export", "doctor", "help", "by", "zip", "SQLite", "PostgreSQL",
        "CSV", "datapackage", "json",
    }  # fmt: skip


def test_a_backup_of_a_newer_program_is_refused(filled, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setitem(MIGRATIONS, "add_colours", lambda _: None)
    save_backup(tmp_path / "newer.zip")
    monkeypatch.delitem(MIGRATIONS, "add_colours")
    monkeypatch.setenv("MONITOR_DATABASE_URL", elsewhere)
    with pytest.raises(BackupError) as error:
        restore_backup(tmp_path / "newer.zip", "県 太郎")
    assert str(error.value) == (
        "控え「newer.zip」は、より新しい版のプログラムで作られています（add_colours）。 保存先は変更していません。 "
        "プログラムを新しい版に更新してください。"
    )


def test_a_backup_of_the_program_before_migrations_is_restored(filled, elsewhere, tmp_path, monkeypatch):
    save_backup(tmp_path / "today.zip")
    with zipfile.ZipFile(tmp_path / "today.zip") as new, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        manifest = json.loads(new.read("backup.json"))
        del manifest["migrations"]
        manifest["sha256"]["corrections"] = hashlib.sha256(b"").hexdigest()
        for name in set(new.namelist()) - {"backup.json"}:
            old.writestr(name, new.read(name))
        old.writestr("corrections.jsonl", b"")
        old.writestr("backup.json", json.dumps(manifest))
    monkeypatch.setenv("MONITOR_DATABASE_URL", elsewhere)
    restore_backup(tmp_path / "old.zip", "県 太郎")
    assert len(store.submissions()) == 3
