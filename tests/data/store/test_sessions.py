"""The database behind the store: addresses, archived datasets, several writers, crashes."""

import hashlib
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data import dataset, store
from data.errors import EditionExistsError, MixedStoreError, StoreBusyError, StoreUnavailableError, UnknownEditionError
from data.schema import TABLES
from data.store.engine import close_all, connected, database_url, engine
from data.store.rows import DATASET_CONTENTS, DATASET_MEMBERS, DATASET_VERSIONS
from data.store.sessions import archive_dataset, reading
from tests.data.report_rows import FIRST, accept
from tests.data.store.writers import accept_in_turn, die_in_the_middle, ended, started


def rows_of(table):
    with reading() as connection:
        return connection.execute(select(table)).all()


# Where the store is


def test_the_store_is_a_file_of_the_project_unless_told_otherwise(monkeypatch, project_dir):
    monkeypatch.delenv("MONITOR_DATABASE_URL")
    monkeypatch.delenv("MONITOR_DATA", raising=False)
    assert database_url().database == str(project_dir / "var" / "monitor.sqlite")


def test_a_dataset_elsewhere_has_a_store_of_its_own(data_folder):
    assert database_url().database == str(data_folder / "var" / "monitor.sqlite")


def test_the_short_name_of_postgresql_is_understood(monkeypatch):
    monkeypatch.setenv("MONITOR_DATABASE_URL", "postgres://monitor:secret@db/monitor")
    assert database_url().drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://monitor:secret@db/monitor", "「mysql://monitor:***@db/monitor」を使えません（SQLite のファイルか PostgreSQL だけが使えます）"),
        ("postgresql://monitor:secret@127.0.0.1:abc/db", "「MONITOR_DATABASE_URL」を使えません（接続先の書き方が正しくありません）"),
        ("monitor.sqlite", "「MONITOR_DATABASE_URL」を使えません（接続先の書き方が正しくありません）"),
    ],
)  # fmt: skip
def test_another_address_is_refused_without_showing_the_password(monkeypatch, url, message):
    monkeypatch.setenv("MONITOR_DATABASE_URL", url)
    with pytest.raises(StoreUnavailableError, match=r"^報告の保存先") as error:
        database_url()
    assert message in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.usefixtures("data_folder")
def test_a_server_that_does_not_answer_is_told_in_words(monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"postgresql://monitor:secret@/monitor?host={tmp_path}")
    with pytest.raises(StoreUnavailableError) as error:
        store.submissions()
    assert str(error.value) == (
        f"報告の保存先「{database_url().render_as_string()}」を使えません（接続または書き込みができません）。 "
        "報告の受付と、報告による数値の表示ができません。文書による数値は表示できます。 "
        "保存先が動いているか、環境変数 MONITOR_DATABASE_URL とフォルダーの書き込み権限を確認してください。"
    )
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_told_in_words(data_folder):
    (data_folder / "var").mkdir()
    (data_folder / "var" / "monitor.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreUnavailableError):
        store.submissions()


def test_sqlite_keeps_a_write_ahead_log_and_waits_for_others(data_folder):
    with reading() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                   for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")}  # fmt: skip
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}


def test_reading_the_dataset_loads_no_database(project_dir):
    script = "import sys, data.answers; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=project_dir, check=True)


# Every dataset that was ever in use


@pytest.mark.usefixtures("data_folder")
def test_archiving_the_same_dataset_again_writes_nothing():
    store.submissions()
    before = [rows_of(table) for table in (DATASET_VERSIONS, DATASET_MEMBERS, DATASET_CONTENTS)]
    with connected(writes=True) as connection:
        archive_dataset(connection)
    assert [rows_of(table) for table in (DATASET_VERSIONS, DATASET_MEMBERS, DATASET_CONTENTS)] == before


def test_an_archiving_that_breaks_on_the_way_leaves_the_database_as_it_was(data_folder, tables, monkeypatch):
    store.submissions()
    before = rows_of(DATASET_VERSIONS)
    tables["targets"][0]["value"] = 60
    dataset.publish(tables, data_folder / "normalized")
    with monkeypatch.context() as patch:
        patch.setattr("data.store.sessions.DATASET_MEMBERS", None)
        with pytest.raises(ArgumentError):
            store.submissions()
    with connected(writes=False) as connection:
        assert connection.execute(select(DATASET_VERSIONS)).all() == before


def test_every_version_of_the_dataset_can_be_read_again(data_folder, tables):
    store.submissions()
    old = dataset.dataset_version()
    tables["targets"][0]["value"] = 60
    dataset.publish(tables, data_folder / "normalized")
    store.submissions()

    def of_version(version, name):
        return store.edition_snapshot(store.Edition("第1回", version, "-")).table(TABLES[name])

    assert of_version(old, "targets").loc[0, "value"] == 50
    assert of_version(dataset.dataset_version(), "targets").loc[0, "value"] == 60
    assert of_version(old, "milestones").empty
    with pytest.raises(UnknownEditionError, match="版「abc」は保存先にありません。"):
        of_version("abc", "targets")
    assert len(rows_of(DATASET_VERSIONS)) == 2
    assert len(rows_of(DATASET_CONTENTS)) == len({hashlib.sha256(c).digest() for c in dataset.dataset_snapshot().contents.values()}) + 1  # fmt: skip


def test_a_version_from_before_a_column_existed_is_read_with_that_column_empty():
    contents = {"area_aliases": b"alias,prefecture_code,gone\nabc,01,x\n"}
    frame = dataset.Snapshot((), "old", {}, contents, is_archived=True).table(TABLES["area_aliases"])
    assert list(frame.columns) == ["alias", "prefecture_code", "area_code", "reason"]
    assert frame.loc[0, "reason"] is pd.NA


def test_an_edition_keeps_the_numbers_of_its_day(data_folder, tables):
    accept("first", 40)
    edition = store.freeze_edition("令和8年第1回定例会", frozen_by="県 花子", note="6月議会")
    accept("second", 45)
    tables["targets"][0]["value"] = 60
    dataset.publish(tables, data_folder / "normalized")

    kept = store.edition_named("令和8年第1回定例会")
    assert kept == edition
    assert list(store.reported_achievements(as_of=kept.frozen_at)["value"]) == [40]
    assert store.edition_snapshot(kept).table(TABLES["targets"]).loc[0, "value"] == 50
    assert dataset.read_table("targets").loc[0, "value"] == 60
    assert store.editions().loc[0, ["name", "note"]].to_list() == ["令和8年第1回定例会", "6月議会"]


@pytest.mark.usefixtures("data_folder")
def test_a_name_is_given_to_one_edition_only():
    store.freeze_edition("第1回", frozen_by="県 花子")
    with pytest.raises(EditionExistsError) as error:
        store.freeze_edition("第1回", frozen_by="県 花子")
    assert str(error.value) == (
        "「第1回」という名前の版は、すでにあります。 固定した版は変わらないため、新しい版は作られていません。 "
        "別の名前を付けてください。"
    )
    with pytest.raises(UnknownEditionError, match="版「第2回」は保存先にありません。"):
        store.edition_named("第2回")


def test_practice_and_real_reports_never_share_a_store(data_folder, tables):
    accept()
    dataset.publish(tables, data_folder / "normalized", {"practice": True})
    tables["targets"][0]["value"] = 60
    dataset.publish(tables, data_folder / "normalized", {"practice": True})
    for attempt in (store.submissions, lambda: accept("second")):
        with pytest.raises(MixedStoreError) as error:
            attempt()
        assert str(error.value) == (
            "練習用のデータセットに、本番の保存先が指定されています。 本番と練習用の報告が混ざらないように、何も読み書きしていません。 "
            "環境変数 MONITOR_DATA と MONITOR_DATABASE_URL の組み合わせを確認してください。"
        )
    dataset.publish(tables, data_folder / "normalized")
    assert len(store.submissions()) == 1


# Several writers, and writers that die


@pytest.mark.slow
@pytest.mark.usefixtures("store_url")
def test_several_processes_write_at_once_and_nothing_is_lost_or_doubled():
    shared = [f"form {n}" for n in range(8)]
    writers = [started(accept_in_turn, *shared, f"only of writer {n}") for n in range(3)]
    assert [ended(writer) for writer in writers] == [0, 0, 0]
    rows = store.submissions()
    assert list(rows["revision"]) == list(range(1, 12))
    assert rows["file_sha256"].is_unique
    assert len(store.reported_achievements()) == len(store.report_findings()) == 11
    log = store.audit_log()
    assert list(log["entry_id"]) == list(range(11, 0, -1))
    assert log["recorded_at"].is_monotonic_decreasing
    assert log["recorded_at"].is_unique


@pytest.mark.usefixtures("store_url")
def test_a_crash_in_the_middle_of_a_form_leaves_nothing_of_it():
    accept("first")
    assert ended(started(die_in_the_middle)) == 9
    assert list(store.submissions()["submission_id"]) == [FIRST]
    assert len(store.reported_achievements()) == len(store.reported_areas()) == len(store.report_findings()) == 1
    assert len(store.audit_log()) == 1
    assert accept("second").is_new


@pytest.mark.slow
@pytest.mark.usefixtures("store_url")
def test_a_run_killed_at_any_moment_is_simply_repeated():
    names = [f"form {n}" for n in range(400)]
    run = started(accept_in_turn, *names)
    while run.is_alive() and len(store.audit_log()) < 5:
        time.sleep(0.01)
    run.kill()
    assert ended(run) == -signal.SIGKILL
    done = len(store.audit_log())
    assert 5 <= done < 400
    assert len(store.reported_achievements()) == len(store.reported_areas()) == len(store.report_findings()) == done
    for name in names[: done + 10]:
        accept(name)
    assert list(store.submissions()["revision"]) == list(range(1, done + 11))


def test_a_writer_that_waits_too_long_is_told_to_try_again(data_folder, monkeypatch):
    store.submissions()
    monkeypatch.setattr("data.store.engine.WAIT_SECONDS", 0)
    close_all()
    blocker = engine().connect()
    blocker.exec_driver_sql("ROLLBACK")
    blocker.exec_driver_sql("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError) as error:
        accept()
    blocker.close()
    close_all()
    assert str(error.value) == (
        "報告の保存先が、ほかの書き込みで混み合っています。 今回の操作は記録されていません。 "
        "しばらく待ってから、もう一度同じ操作をしてください。"
    )


@pytest.mark.usefixtures("store_url")
def test_a_reader_sees_one_moment_while_others_write():
    accept("first")
    with reading() as connection:
        count = text("SELECT count(*) FROM report_submissions")
        assert connection.execute(count).scalar() == 1
        assert ended(started(accept_in_turn, "second")) == 0
        assert connection.execute(count).scalar() == 1
    assert len(store.submissions()) == 2


@pytest.mark.usefixtures("data_folder")
def test_readers_find_a_connection_however_many_writers_wait(monkeypatch):
    monkeypatch.setattr("data.store.engine.WAIT_SECONDS", 5)
    store.submissions()
    with connected(writes=True):
        waiting = [threading.Thread(target=accept, args=(f"form {n}",)) for n in range(20)]
        for one in waiting:
            one.start()
        started = time.monotonic()
        assert store.submissions().empty
        assert time.monotonic() - started < 4
    for one in waiting:
        one.join()
    assert len(store.submissions()) == 20


@pytest.mark.usefixtures("data_folder")
def test_a_pool_without_a_free_connection_is_said_to_be_busy(monkeypatch):
    def full(*_):
        raise PoolTimeoutError

    monkeypatch.setattr(engine(), "connect", full)
    with pytest.raises(StoreBusyError), connected(writes=False):
        pass
    with pytest.raises(StoreBusyError), connected(writes=True):
        pass


@pytest.mark.usefixtures("data_folder")
def test_a_clock_that_once_ran_ahead_is_named_on_the_page_and_in_the_log(monkeypatch, caplog):
    assert store.clock_warning_ja() == ""
    with monkeypatch.context() as patch:
        patch.setattr("data.store.sessions.now", lambda: "2096-01-02T00:00:00.000000+09:00")
        accept("first")
    assert store.clock_warning_ja().startswith("最後の記録の日時が 2096-01-02 で、いまより先です。")
    accept("second")
    assert "The last entry is of 2096-01-02, ahead of the clock" in caplog.text


def test_the_first_opening_waits_for_who_holds_the_file(tmp_path, monkeypatch):
    file = tmp_path / "new.sqlite"
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{file}")
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE held (one)")
    holder.execute("BEGIN IMMEDIATE")  # SQLite refuses to change the kind of journal now, and does not wait
    later = threading.Timer(0.3, holder.execute, ["COMMIT"])
    later.start()
    assert store.submissions().empty
    later.join()
    holder.close()
