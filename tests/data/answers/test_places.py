"""What grows with the nation is asked for the place and the year on screen, by index; a report changes no other place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import event

from data import answers, store
from data.answers import attainment, facts
from data.measures.public_ratings import attainment_shares
from data.store.engine import close_all, engine
from data.table_files import handed_out
from loaders.practice import nation
from tests.data.report_rows import accept

YEAR = 2024
# Rows of one form are many; of these there is one or two for each form, and all Japan needs them once for its rates.
READ_WHOLE_FOR_JAPAN = ("report_submissions", "report_decisions", "report_calendar", "reported_targets")


@pytest.fixture(scope="module")
def small_nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One municipality in every prefecture or so, with ten years of invented reports."""
    folder = tmp_path_factory.mktemp("nation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA", str(folder))
        patch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{folder}/monitor.sqlite")
        reports, values = nation.build(folder, 20)
        assert (reports > 300, values > 50 * reports) == (True, True)
        assert nation.build(folder, 20) == (0, 0)
        yield folder
        close_all()


def ask_all(prefecture_code: str | None) -> None:
    """Ask what the pages ask about the reports of a place."""
    answers.rated_years(prefecture_code)
    answers.public_ratings(YEAR, prefecture_code=prefecture_code)
    answers.attainment_shares("area_code", YEAR, prefecture_code)
    answers.submission_states(YEAR, prefecture_code)
    answers.reporting_rates(prefecture_code)
    for question in (answers.reported_services, answers.reported_counts, answers.reported_process):
        question(prefecture_code, YEAR)
    if prefecture_code is not None:
        answers.reported_coverage(prefecture_code=prefecture_code)
        answers.target_series(str(answers.submissions(prefecture_code)["area_code"].iloc[0]))


def whole_scans(prefecture_code: str | None) -> set[str]:
    """Return the tables that SQLite reads from end to end for what the pages ask."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT") and "LIMIT" not in statement:
            asked.append((statement, parameters))

    event.listen(engine(), "before_cursor_execute", note)
    try:
        ask_all(prefecture_code)
    finally:
        event.remove(engine(), "before_cursor_execute", note)
    scans = set()
    with engine().connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                words = str(row[3]).split()
                if words[0] == "SCAN" and words[1].startswith(("report", "audit")):
                    scans.add(words[1])
    return scans


def test_no_page_of_a_prefecture_reads_a_whole_table(small_nation: Path):
    assert answers.report_state()  # brings the store to date
    assert whole_scans(str(answers.submissions()["prefecture_code"].iloc[0])) == set()


def test_all_japan_reads_the_rows_of_a_year_only(small_nation: Path):
    assert whole_scans(None) <= set(READ_WHOLE_FOR_JAPAN)


def test_a_report_in_one_prefecture_makes_nothing_else_be_asked_again(small_nation: Path):
    rows = answers.submissions()
    here, there = sorted(rows["prefecture_code"].unique())[:2]
    before = {code: answers.public_ratings(YEAR, prefecture_code=code) for code in (here, there)}
    answers.reporting_rates(there)
    sent = rows[(rows["prefecture_code"] == here) & (rows["fiscal_year"] == YEAR) & (rows["state"] == "confirmed")]
    asked: list[object] = []
    store.decide_report(str(sent["submission_id"].iloc[-1]), "returned", decided_by="試験", reason_ja="分母")
    event.listen(engine(), "before_cursor_execute", lambda *a: asked.append(a[3]))
    pd.testing.assert_frame_equal(answers.public_ratings(YEAR, prefecture_code=there), before[there])
    answers.reporting_rates(there)
    assert [one for one in asked if there in str(one)] == []
    changed = answers.public_ratings(YEAR, prefecture_code=here)
    assert (changed["state"] == "unreported").sum() > (before[here]["state"] == "unreported").sum()
    everywhere = answers.public_ratings(YEAR).set_index("target_id")["status"]
    assert everywhere[changed["target_id"]].to_list() == changed["status"].to_list()


def test_all_years_of_all_japan_at_once_say_what_each_year_says_alone(small_nation: Path, monkeypatch):
    monkeypatch.setattr(attainment, "MOST_AT_ONCE", 10_000)
    attainment._public.kept.clear()
    together = answers.public_ratings()
    years = attainment._years_of_targets(None)
    alone = pd.concat([attainment._public.question("", year) for year in years]).sort_values(
        "target_id", ignore_index=True
    )
    assert len(years) > 5
    pd.testing.assert_frame_equal(together, alone)
    shares = attainment_shares(alone, ["pillar"]).sort_values("pillar", ignore_index=True)
    pd.testing.assert_frame_equal(answers.attainment_shares("pillar").sort_values("pillar", ignore_index=True), shares)


@pytest.mark.usefixtures("data_folder")
def test_the_very_first_report_changes_what_is_kept_of_its_own_prefecture_alone():
    before = {code: answers.sources_state(code) for code in ("01", "02", None)}
    accept()
    assert [code for code, state in before.items() if answers.sources_state(code) == state] == ["02"]


@pytest.mark.usefixtures("data_folder")
def test_an_empty_store_in_the_place_of_another_one_is_not_taken_for_it(tmp_path, monkeypatch):
    empty = answers.sources_state("01")
    accept()
    with monkeypatch.context() as patch:
        patch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/another.sqlite")
        assert answers.sources_state("01") == empty
        close_all()
    assert answers.sources_state("01") != empty


def test_a_run_of_a_page_asks_once_what_is_new_and_sees_what_it_writes_itself(small_nation: Path):
    with answers.one_moment():
        before = answers.report_state()
        asked: list[object] = []
        event.listen(engine(), "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert (answers.report_state(), asked) == (before, [])
        store.freeze_edition("一度だけ見る", frozen_by="試験")
        assert answers.report_state() != before


def test_a_kept_frame_notes_only_who_still_has_it():
    frame = pd.DataFrame({"name_ja": pd.array(["町"], dtype="string")})
    for _ in range(400):
        assert handed_out(frame)["name_ja"].tolist() == ["町"]
    assert len(frame._mgr.blocks[0].refs.referenced_blocks) < 5


def test_what_is_written_into_a_frame_handed_out_or_a_part_of_it_stays_there():
    frame = pd.DataFrame({"name_ja": pd.array(["町", "村"], dtype="string"), "count": [1, 2]})
    handed = handed_out(frame)
    part = handed[["count"]]
    part.loc[0, "count"] = 9
    handed.loc[0, "name_ja"] = "市"
    again = handed_out(handed_out(frame))
    again.loc[1, "count"] = 7
    assert frame.to_dict("list") == {"name_ja": ["町", "村"], "count": [1, 2]}
    assert handed.to_dict("list") == {"name_ja": ["市", "村"], "count": [1, 2]}


def test_answers_without_rows_are_kept_once():
    asked = facts.kept_per_version(lambda: "one")(lambda code: pd.DataFrame({"name_ja": pd.Series([], dtype="string")}))
    one, other = asked("01"), asked("02")
    assert one.columns.is_(other.columns)
