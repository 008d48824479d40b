"""Values that no store takes are named at their cell, and one file that cannot be read or recorded stops no other."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest

from components.views.report_uploads import accepted_ja
from data.errors import InvalidReportError, StoreBusyError
from loaders.office_files import SentFile
from loaders.reports import accept_desk, desk, form_reading
from loaders.reports.accept_desk import Outcome, accept_each
from loaders.reports.desk import Examined
from loaders.reports.form_reading import ReportReading, read_report
from loaders.reports.form_writing import make_form

TOO_LARGE = "数が大きすぎます。記録できるのは 999,999,999,999 までの数です。→ 桁や、ほかの欄の数字が続いていないかを確かめてください。"


@pytest.mark.parametrize("written", ["9" * 400, 10**13, 1.18e21, -1e12])
def test_a_number_beyond_what_is_recorded_is_named_at_its_cell(sentences, at, written):
    cell = at("T-cases", "value")
    assert f"［要修正］{cell}: {TOO_LARGE}" in sentences({("T-cases", "value"): written})


@pytest.mark.parametrize("day", [datetime(9999, 1, 1), datetime(1920, 1, 1)])
def test_a_day_outside_the_calendar_of_the_store_is_no_date(sentences, at, day):
    cell = at("ア", "as_of_date")
    found = sentences({("ア", "population"): 10_000, ("ア", "as_of_date"): day})
    assert any(one.startswith(f"［要修正］{cell}: 「{day:%Y-%m-%d}」を日付として読めません。") for one in found)


def test_a_comment_beyond_the_length_of_the_form_is_held_with_the_length_allowed(read, at):
    reading = read({("T-cases", "value"): 5, ("T-cases", "comment_ja"): "長" * 3_000})
    (finding,) = [one for one in reading.findings if one.rule_id == "report.too_long"]
    assert finding.sentence_ja == (
        f"［要修正］{at('T-cases', 'comment_ja')}: コメントが3,000字あります。500字までを記録し、公表の資料に載せます。"
        "→ 500字までに短くし、続きは別の文書で送ってください。"
    )
    assert (reading.held_rows, len(finding.comment_ja)) == (1, 500)


def test_the_beginning_of_a_long_note_is_kept_and_the_rest_named(read):
    def note(book):
        book["実績報告"]["C4"] = "注" * 2_000

    reading = read({("T-cases", "value"): 5}, note)
    assert (len(reading.submitter_note), reading.can_be_accepted) == (1_000, True)
    assert "連絡事項が2,000字あります。" in [one.happened_ja for one in reading.findings]


@pytest.mark.parametrize("year", [9999, 2101, 1946])
def test_a_forged_year_with_a_fitting_seal_is_refused(content, year):
    data = make_form(replace(content, fiscal_year=year))
    reading = read_report(SentFile("a.xlsx", data), lambda *key: content)
    assert [one.happened_ja for one in reading.findings] == ["識別用のシートが書き換えられています。"]


def test_an_error_that_nobody_foresaw_is_logged_and_said_of_that_file_alone(form, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(form_reading, "_form_of", broken)
    reading = read_report(SentFile("a.xlsx", form), lambda *key: None)
    assert [one.sentence_ja for one in reading.findings] == [
        "［要修正］ファイル全体: このファイルは読めません。様式にない書き方があり、検査が途中で止まりました。記録は何も変わっていません。"
        "→ 配布した様式に記入し直してください。繰り返すときは、このファイルを添えて、システムの管理者に知らせてください。"
    ]
    assert not reading.can_be_returned
    assert "ZeroDivisionError" in caplog.text


def waiting(name):
    return Examined(SentFile(f"{name}.xlsx", b""), ReportReading(f"{name}.xlsx", name))


def test_a_form_that_cannot_be_recorded_stops_none_of_the_others(monkeypatch, caplog):
    failures = {"二": InvalidReportError(["「値」: 数ではありません。"]), "三": KeyError("x")}

    def accept(reading, _by):
        if error := failures.get(reading.file_sha256):
            raise error
        return SimpleNamespace(is_new=True)

    monkeypatch.setattr(accept_desk, "accept", accept)
    outcomes = list(accept_each([waiting(name) for name in "一二三四"], "県 花子"))
    assert [one.is_new for one in outcomes] == [True, False, False, True]
    assert accepted_ja(outcomes, 4) == (
        "2件を受け付けました。「履歴」で確かめられます。",
        [
            "二.xlsx: 記録されていません。記録できない値があります。\n- 「値」: 数ではありません。\n上の値を直してから、もう一度操作してください。",
            "三.xlsx: 記録されていません。このファイルは記録できません。管理者に、ファイルの名前と時刻を知らせてください。",
        ],
    )
    assert "KeyError" in caplog.text


def test_a_store_that_is_busy_stops_the_rest_and_what_is_recorded_is_said_to_be():
    done = [Outcome(waiting("一"), is_new=True)]
    assert accepted_ja(done, 3, StoreBusyError().happened_ja) == (
        "1件を受け付けました。「履歴」で確かめられます。",
        ["残りの2件は記録されていません。報告の保存先が、ほかの書き込みで混み合っています。"],
    )


def test_a_file_that_cannot_be_written_again_is_none_and_the_log_says_why(read, monkeypatch, caplog):
    reading = read({("T-cases", "value"): "多数"})
    monkeypatch.setattr(desk.apart, "run", lambda task: 1 / 0)
    assert Examined(SentFile("a.xlsx", b""), reading).returned_file() is None
    assert "ZeroDivisionError" in caplog.text
