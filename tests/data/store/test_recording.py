"""Reports, decisions and due dates: recorded once, never changed, readable as of any moment."""

from datetime import date, datetime

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from data import store
from data.errors import InvalidReportError, UnknownRecordError
from data.schema import LIVE_TABLES
from data.store.rows import APPEND_ONLY, LIVE
from data.store.sessions import enter, reading, writing
from tests.data.report_rows import FIRST, FURTHER, SECOND, accept, form, remind, reported

pytestmark = pytest.mark.usefixtures("data_folder")


def counts():
    """Return the number of rows of each live table."""
    with reading() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in LIVE.tables}


def ask(*area_codes, due="2020-05-31"):
    return store.set_calendar(area_codes, 2019, "full_year", due, set_by="県 花子")


def states(**options):
    rows = store.submissions(**options)
    return list(zip(rows["area_code"], rows["state"], strict=True))


def test_a_form_becomes_a_submission_with_all_its_rows():
    assert accept() == store.Accepted(FIRST, 1, is_new=True)
    assert {name: n for name, n in counts().items() if n} == {
        "report_submissions": 1, "reported_achievements": 1, "report_areas": 1, "report_findings": 1, "audit_log": 1,
    }  # fmt: skip
    result = store.reported_achievements().iloc[0]
    assert result[["target_id", "value", "unit", "evidence", "revision"]].to_list() == [
        "001-L0003-community-01", 40, "か所", "report", 1,
    ]  # fmt: skip
    assert result["comment_ja"] == "一か所は準備中\n「ひろば」"
    assert store.reported_areas().loc[0, ["area_code", "units_covered", "population"]].to_list() == ["012068", 3, 980]
    assert store.report_findings(FIRST).loc[0, "cell"] == "F8"


def test_frames_have_the_types_of_the_schema_with_and_without_rows():
    empty = store.reported_achievements().dtypes
    accept()
    assert store.reported_achievements().dtypes.to_dict() == empty.to_dict()
    expected = {column.name: column.dtype for column in LIVE_TABLES["report_submissions"].columns}
    assert store.submissions().dtypes.astype(str)[list(expected)].to_dict() == expected


def test_the_same_file_again_changes_nothing():
    accept()
    before = counts()
    assert accept() == store.Accepted(FIRST, 1, is_new=False)
    assert counts() == before


def test_a_resubmission_is_a_new_revision_and_the_old_one_stays():
    accept("first", 40)
    assert accept("second", 45) == store.Accepted(SECOND, 2, is_new=True)
    rows = store.reported_achievements()
    assert list(zip(rows["revision"], rows["value"], strict=True)) == [(1, 40), (2, 45)]
    assert list(store.submissions()["revision"]) == [1, 2]


def test_the_first_file_again_after_a_resubmission_does_not_bring_it_back():
    accept("first")
    accept("second")
    assert accept("first") == store.Accepted(FIRST, 1, is_new=False)


def test_years_kinds_and_municipalities_count_their_revisions_apart():
    assert accept().revision == 1
    assert accept(fiscal_year=2020).revision == 1
    assert accept(report_kind="mid_year").revision == 1
    assert accept(area_code="014524").revision == 1


def test_who_is_asked_and_sent_nothing_is_not_submitted():
    assert ask("012068", "014524") == 2
    accept()
    assert states() == [("012068", "submitted"), ("014524", "not_submitted")]
    rows = store.submissions().set_index("area_code")
    assert list(rows["due_date"]) == ["2020-05-31", "2020-05-31"]
    assert rows.at["012068", "submitted_at"] == "2020-05-20T10:00:00.000000+09:00"
    assert rows.loc["014524", ["submission_id", "revision", "submitted_at"]].isna().all()


def test_a_due_date_can_be_moved_and_taken_back():
    ask("012068", "014524")
    assert ask("012068", "014524", due=date(2020, 5, 31)) == 0
    assert ask("014524", due="2020-06-30") == 1
    assert list(store.report_calendar()["due_date"]) == ["2020-05-31", "2020-06-30"]
    assert ask("014524", due=None) == 1
    assert states() == [("012068", "not_submitted")]


def test_a_report_is_returned_resubmitted_and_confirmed():
    accept("first")
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="分母がありません")
    assert states() == [("012068", "returned")]
    assert store.submissions().loc[0, "reason_ja"] == "分母がありません"
    accept("second")
    store.decide_report(SECOND, "confirmed", decided_by="県 花子")
    assert states() == [("012068", "returned"), ("012068", "confirmed")]


def test_a_decision_can_be_taken_back():
    accept()
    store.decide_report(FIRST, "confirmed", decided_by="県 花子")
    store.decide_report(FIRST, "submitted", decided_by="県 花子", reason_ja="誤って確定した")
    assert states() == [("012068", "submitted")]


def test_a_report_is_not_returned_without_a_reason():
    accept()
    with pytest.raises(InvalidReportError, match="差戻しには理由が必要です。"):
        store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja=" ")


def test_there_is_no_decision_about_an_unknown_report():
    with pytest.raises(UnknownRecordError, match="受付番号「012068-2019-full_year-r1」"):
        store.decide_report(FIRST, "confirmed", decided_by="県 花子")


def test_every_moment_of_the_past_can_be_read_again():
    ask("012068")
    asked = store.audit_log().loc[0, "recorded_at"]
    accept("first", 40)
    first = store.audit_log().loc[0, "recorded_at"]
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="再確認")
    accept("second", 45)

    assert states(as_of=asked) == [("012068", "not_submitted")]
    assert states(as_of=first) == [("012068", "submitted")]
    assert states(as_of=datetime.fromisoformat(first)) == [("012068", "submitted")]
    assert states() == [("012068", "returned"), ("012068", "submitted")]
    assert list(store.reported_achievements(as_of=first)["value"]) == [40]
    assert store.reported_areas(as_of=asked).empty
    assert store.report_findings(as_of=first)["submission_id"].to_list() == [FIRST]


def test_a_day_as_the_moment_means_its_end_in_japan():
    accept()
    today = store.audit_log().loc[0, "recorded_at"][:10]
    assert len(store.submissions(as_of=today)) == 1
    assert store.submissions(as_of="2020-05-31").empty


def test_a_late_hour_in_another_time_zone_is_the_next_day_in_japan():
    accept(received_at="2020-05-31T16:00:00+00:00")
    assert store.submissions().loc[0, "received_at"] == "2020-06-01T01:00:00.000000+09:00"


def test_moments_of_the_log_always_rise_even_when_the_clock_goes_back(monkeypatch):
    accept("first")
    last = store.audit_log().loc[0, "recorded_at"]
    monkeypatch.setattr("data.store.sessions.now", lambda: "2001-01-01T00:00:00.000000+09:00")
    accept("second")
    assert store.audit_log().loc[0, "recorded_at"] > last


def test_the_last_moment_changes_with_every_entry_and_is_that_of_the_log():
    assert store.last_moment() == ""
    ask("012068")
    first = store.last_moment()
    accept()
    assert store.last_moment() != first
    assert store.last_moment() == f"2 {store.audit_log().loc[0, 'recorded_at']}"


def test_every_writing_is_an_entry_of_the_log():
    ask("012068")
    accept()
    store.decide_report(FIRST, "confirmed", decided_by="県 太郎")
    store.freeze_edition("第1回", frozen_by="県 太郎")
    log = store.audit_log()
    assert list(log["action"]) == ["freeze_edition", "decide_report", "accept_report", "set_calendar"]
    assert list(log["entry_id"]) == [4, 3, 2, 1]
    assert list(log["detail_ja"])[1:3] == ["確定", "第1版。実績1件、検査結果1件"]


def entry_that_fails(subject):
    with writing() as connection:
        enter(connection, "accept_report", "県 花子", subject)
        raise ZeroDivisionError


def forms_that_are_interrupted():
    with store.together():
        accept("third", fiscal_year=2022)
        raise KeyboardInterrupt


@pytest.mark.usefixtures("store_url")
def test_what_is_written_together_is_kept_together_and_a_form_that_fails_takes_none_of_the_others_back():
    with store.together():
        accept("first", fiscal_year=2019)
        with pytest.raises(ZeroDivisionError):
            entry_that_fails("012068-2020-full_year-r1")
        accept("second", fiscal_year=2021)
        assert store.submissions().empty
    assert store.submissions()["fiscal_year"].tolist() == [2019, 2021]
    assert store.audit_log()["subject"].tolist() == ["012068-2021-full_year-r1", "012068-2019-full_year-r1"]
    with pytest.raises(KeyboardInterrupt):
        forms_that_are_interrupted()
    assert len(store.submissions()) == 2


@pytest.mark.usefixtures("store_url")
@pytest.mark.parametrize("change", [delete, update])
def test_the_database_itself_refuses_to_change_or_remove_a_recorded_row(change):
    ask("012068")
    accept()
    store.accept_report(form(fiscal_year=2024), [], further=FURTHER, accepted_by="県 花子")
    store.decide_report(FIRST, "confirmed", decided_by="県 太郎")
    store.freeze_edition("第1回", frozen_by="県 太郎")
    remind()
    before = all_rows()
    assert all(before.values())
    for table in APPEND_ONLY:
        statement = change(table)
        if change is update:
            statement = statement.values({name: table.c[name] for name in table.c.keys()[-1:]})
        with pytest.raises(DBAPIError, match="rows of this table are never changed"), writing() as connection:
            connection.execute(statement)
    assert all_rows() == before


def test_nothing_that_the_store_does_changes_a_recorded_row():
    """Whatever comes after, the rows that stood there stand there unchanged."""
    ask("012068", "014524")
    accept("first", 40)
    before = all_rows()
    accept("second", 45)
    ask("014524", due="2020-07-01")
    store.decide_report(FIRST, "returned", decided_by="県 花子", reason_ja="再確認")
    store.freeze_edition("第1回", frozen_by="県 花子")
    after = all_rows()
    assert {name: rows - after[name] for name, rows in before.items()} == {name: set() for name in before}


def all_rows():
    with reading() as connection:
        return {table.name: {tuple(row) for row in connection.execute(table.select())} for table in APPEND_ONLY}


def test_values_that_break_the_declaration_are_named_and_nothing_is_recorded():
    with pytest.raises(InvalidReportError) as error:
        store.accept_report(
            form(),
            [reported("40"), reported(4.5, grade=5, done="maybe", period_end="31.3.2020", colour="red", label_ja=" ")],
            [{"units_covered": 2.5, "population": -1}],
            accepted_by="県 花子",
        )
    assert str(error.value) == (
        "記録できない値があります。\n"
        "- 報告された実績 1件目「値」: 「40」: 数ではありません。\n"
        "- 報告された実績 2件目「colour」: 定義されていない項目です。\n"
        "- 報告された実績 2件目「実績」: 値が必要です。\n"
        "- 報告された実績 2件目「期間の終わり」: 「31.3.2020」: 日付（YYYY-MM-DD）ではありません。\n"
        "- 報告された実績 2件目「自己評価」: 「5」: 4以下の値が必要です。\n"
        "- 報告された実績 2件目「実施の有無」: 「maybe」: 使える値は done・partly・not_done です。\n"
        " 今回の内容は記録されていません。 上の値を直してから、もう一度操作してください。"
    )
    assert store.submissions().empty


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"area_code": "999999"}, "団体コード「999999」の市町村はこのデータにありません。"),
        ({"area_code": "010006"}, "団体コード「010006」の市町村はこのデータにありません。"),
        ({"received_at": "きのう"}, "提出日時「きのう」を日時として読めません。"),
        ({"report_kind": "weekly"}, "報告の受付 1件目「報告の種類」: 「weekly」: 使える値は full_year・mid_year です。"),
        ({"file_sha256": ""}, "報告の受付 1件目「ファイルのハッシュ」: 値が必要です。"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_recorded_is_refused_in_words(change, problem):
    with pytest.raises(InvalidReportError) as error:
        accept(**change)
    assert error.value.problems == (problem,)


def test_a_due_date_must_be_a_day_and_the_municipality_known():
    with pytest.raises(InvalidReportError, match="期限「2020-05」を日付"):
        ask("012068", due="2020-05")
    with pytest.raises(InvalidReportError, match="団体コード「131016」"):
        ask("131016")
