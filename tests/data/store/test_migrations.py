"""A store of an older program is brought to the present form and loses nothing; a newer one is left alone."""

import re
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import DBAPIError

from data import store
from data.errors import OutdatedStoreError
from data.schema import TABLES
from data.store.engine import close_all, connected
from data.store.migrations import MIGRATIONS, bring_to_date
from data.store.rows import APPEND_ONLY, LIVE, MIGRATIONS_DONE
from data.store.sessions import reading, writing
from tests.data.report_rows import FIRST, SECOND, accept

# Made by the last program without migrations, for the small dataset: tables, mirror of the dataset, two reports, an edition.
OLD = Path(__file__).with_name("store_without_migrations.sql").read_text(encoding="utf-8")


def make_old(*further):
    """Fill the empty store with the tables and rows of the old program."""
    with connected(writes=True) as connection:
        text = OLD
        if connection.dialect.name == "sqlite":
            text = (
                re.sub(r"'\\x([0-9a-f]*)'", r"X'\1'", text)
                .replace("DOUBLE PRECISION", "DOUBLE")
                .replace("BYTEA", "BLOB")
            )
        for statement in [*text.split(";\n"), *further]:
            if statement.strip():
                connection.exec_driver_sql(statement.replace("%", "%%"))


def form_of_the_tables():
    """Return columns, keys, indexes and references of every table, as the database tells them."""
    with connected(writes=False) as connection:
        there = inspect(connection)
        return {
            name: (
                sorted((c["name"], str(c["type"]), c["nullable"]) for c in there.get_columns(name)),
                there.get_pk_constraint(name)["constrained_columns"],
                sorted(index["column_names"] for index in there.get_indexes(name) if not index["unique"]),
                sorted(key["referred_table"] for key in there.get_foreign_keys(name)),
                sorted(unique["column_names"] for unique in there.get_unique_constraints(name)),
            )
            for name in there.get_table_names()
        }


def steps_done():
    with reading() as connection:
        return set(connection.execute(select(MIGRATIONS_DONE.c.name)).scalars())


@pytest.mark.usefixtures("store_url")
def test_an_old_store_opens_with_every_row_it_had():
    make_old()
    rows = store.submissions()
    assert rows["submission_id"].dropna().to_list() == [FIRST, SECOND]
    assert rows["state"].to_list() == ["returned", "submitted", "not_submitted"]
    assert store.reported_achievements()["value"].to_list() == [40, 45]
    assert store.reported_achievements().loc[0, "comment_ja"] == "一か所は準備中\n「ひろば」"
    assert store.audit_log()["action"].to_list() == [
        "accept_report", "freeze_edition", "decide_report", "accept_report", "set_calendar",
    ]  # fmt: skip
    edition = store.edition_named("第1回")
    assert store.edition_snapshot(edition).table(TABLES["targets"]).loc[0, "value"] == 50
    assert len(store.reported_achievements(as_of=edition.frozen_at)) == 1
    assert not accept("second").is_new
    assert accept("third").revision == 3
    assert steps_done() == set(MIGRATIONS)


@pytest.mark.usefixtures("store_url")
def test_an_old_store_brought_to_date_has_the_form_of_a_new_one():
    with connected(writes=True) as connection:
        assert bring_to_date(connection) == []
    new = form_of_the_tables()
    with connected(writes=True) as connection:
        for table in reversed(APPEND_ONLY):
            table.drop(connection)
        MIGRATIONS_DONE.drop(connection)
    make_old()
    with connected(writes=True) as connection:
        assert bring_to_date(connection) == list(MIGRATIONS)
        assert bring_to_date(connection) == []
    assert form_of_the_tables() == new


@pytest.mark.usefixtures("store_url")
def test_rows_of_an_old_store_are_kept_from_change_after_the_steps():
    make_old()
    for table in (LIVE.tables["report_submissions"], LIVE.tables["audit_log"]):
        with pytest.raises(DBAPIError, match="rows of this table are never changed"), writing() as connection:
            connection.execute(delete(table))


@pytest.mark.usefixtures("data_folder")
def test_a_column_that_an_old_store_lacks_is_added_empty():
    make_old("ALTER TABLE audit_log DROP COLUMN detail_ja")
    assert store.audit_log()["detail_ja"].isna().all()
    accept("third")
    assert store.audit_log()["detail_ja"].notna().sum() == 1
    close_all()


@pytest.mark.usefixtures("data_folder")
def test_corrections_that_were_recorded_stay_in_the_store():
    row = "(1, 'targets', 'x', 'value', NULL, '2', '理由', '県 花子', '2026-01-01T00:00:00.000000+09:00')"
    make_old(f"INSERT INTO corrections VALUES {row}")
    assert len(store.submissions()) == 3
    with reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM corrections").scalar() == 1
    close_all()


@pytest.mark.usefixtures("store_url")
def test_a_step_that_breaks_leaves_the_old_store_as_it_was(monkeypatch):
    make_old()
    before = form_of_the_tables()
    monkeypatch.setitem(MIGRATIONS, "drop_the_corrections", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.submissions()
    assert form_of_the_tables() == before


@pytest.mark.usefixtures("data_folder")
def test_a_store_of_a_newer_program_is_left_alone_and_says_so():
    accept()
    with connected(writes=True) as connection:
        connection.execute(MIGRATIONS_DONE.insert(), {"name": "add_colours", "applied_at": "-"})
    close_all()
    with pytest.raises(OutdatedStoreError) as error:
        store.submissions()
    assert str(error.value) == (
        "この保存先は、より新しい版のプログラムで作られています（このプログラムにない移行: add_colours）。 "
        "報告の受付と、報告による数値の表示ができません。保存された行はそのまま残っています。 "
        "プログラムを新しい版に更新してください。"
    )
    close_all()
