"""The round trip on a real store: forms by the command line, filled in, imported, interrupted, repeated, mended."""

import io
import zipfile
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest

from data import store
from data.store.engine import close_all
from loaders.__main__ import main
from loaders.reports import accept_desk, commands, desk
from loaders.reports.layout import COLUMNS, HEADER_ROW

TOWN, YEAR = "012068", 2019
FIRST = {column.name: number for number, column in enumerate(COLUMNS, start=1)}


ON_BOTH_STORES = pytest.mark.parametrize(
    "folder", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture(autouse=True)
def folder(request, tmp_path, monkeypatch):
    """A folder and a store of the test's own: SQLite, or what ON_BOTH_STORES asks for."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'store.sqlite'}"
        if getattr(request, "param", "sqlite") == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgresql_server").database())
        monkeypatch.setenv("MONITOR_DATABASE_URL", url)
        yield tmp_path
        close_all()


def filled(area_code=TOWN, path=None, **cells):
    """Write the form of a town with answers such as value_1=40 (field and row), and return its path."""
    name, data = desk.form_of(area_code, YEAR)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, value in cells.items():
        field, _, row = key.rpartition("_")
        book["実績報告"].cell(HEADER_ROW + int(row), FIRST[field]).value = value
    for address, value in zip(("E7", "F7"), (1000, "R2.3.31"), strict=True):
        book["圏域と人口"][address].value = value
    book["圏域と人口"]["G7"].value = "速報値"
    path = Path(path or name)
    book.save(path)
    return path


def values():
    rows = store.reported_achievements()
    return [(row.area_code, row.revision, row.value) for row in rows.itertuples() if row.value == row.value]


def run(*words):
    return main([str(word) for word in words])


# Handing out


def test_the_form_of_a_municipality_is_written_under_its_name(folder, capsys):
    assert run("forms", "--area", TOWN, "--fiscal-year", YEAR, "--out", "様式") == 0
    path = Path("様式") / "012068_北海道釧路市_2019年度_年度報告.xlsx"
    assert path.is_file()
    assert capsys.readouterr().out == f"様式を作りました: {path}\n"


def test_the_forms_of_a_prefecture_come_as_one_zip_with_every_municipality(folder, capsys):
    assert run("forms", "--prefecture", "33", "--fiscal-year", YEAR, "--out", "様式") == 0
    with zipfile.ZipFile("様式/33_岡山県_2019年度_年度報告.zip") as archive:
        assert len(archive.namelist()) == 27
    assert capsys.readouterr().out.startswith("27市町村の様式を1個のzipにしました（この年度の目標があるのは")


def test_a_form_of_the_mid_year_says_so(folder):
    assert run("forms", "--area", TOWN, "--fiscal-year", YEAR, "--mid-year", "--out", ".") == 0
    assert Path("012068_北海道釧路市_2019年度_年度途中の報告.xlsx").is_file()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--area", "990019"), "団体コード「990019」はこのデータにありません。"),
        (("--prefecture", "99"), "都道府県コード「99」はこのデータにありません。"),
    ],
)
def test_an_unknown_code_is_named(options, named, capsys):
    assert run("forms", *options, "--fiscal-year", YEAR, "--out", "様式") == 2
    assert named in capsys.readouterr().err


# Taking in


@ON_BOTH_STORES
def test_a_filled_form_becomes_a_submission_with_its_rows(capsys):
    assert run("import", "reports", filled(value_1="４０トン", value_2="2名"), "--by", "県 花子") == 0
    (submission,) = store.submissions().itertuples()
    assert (submission.area_code, submission.revision, submission.accepted_by) == (TOWN, 1, "県 花子")
    assert values() == [(TOWN, 1, 40.0), (TOWN, 1, 2.0)]
    (area,) = store.reported_areas().itertuples()
    assert (area.pillar, area.population, area.as_of_date) == ("community", 1000, "2020-03-31")
    assert capsys.readouterr().out.splitlines()[-1] == (
        "受け付けた様式 1件、変更なし 0件、受け付けられない様式 0件。保留した行 0行、対応が必要な指摘 0件。"
    )


def test_a_preview_shows_the_changes_and_records_nothing(capsys):
    assert run("import", "reports", filled(path="報告.xlsx", value_1=40), "--preview") == 0
    assert values() == []
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "報告.xlsx: 北海道釧路市 2019年度 年度報告（受け付ける目標 1/3、ほかの行 1、保留 0行）"
    assert "  変更: 蕗の収穫量: 報告なし → 40トン" in lines
    assert lines[-1] == "確認だけを行いました。受け付けるときは --preview を外して実行してください。"


def test_the_same_file_again_changes_nothing(capsys):
    path = filled(value_1=40)
    assert [run("import", "reports", path) for _ in range(2)] == [0, 0]
    assert len(store.submissions()) == 1
    assert "受け付けた様式 0件、変更なし 1件" in capsys.readouterr().out


@ON_BOTH_STORES
def test_the_same_answers_in_a_file_that_was_saved_again_change_nothing():
    run("import", "reports", filled(path="一.xlsx", value_1=40))
    assert run("import", "reports", filled(path="二.xlsx", value_1=40)) == 0
    assert len(store.submissions()) == 1


@ON_BOTH_STORES
def test_a_resubmission_is_a_new_revision_and_shows_what_changes(capsys):
    run("import", "reports", filled(path="一.xlsx", value_1=40))
    run("import", "reports", filled(path="二.xlsx", value_1=45), "--preview")
    assert "  変更: 蕗の収穫量: 40トン → 45トン" in capsys.readouterr().out
    run("import", "reports", "二.xlsx")
    assert values() == [(TOWN, 1, 40.0), (TOWN, 2, 45.0)]


def test_a_form_handed_out_again_holds_the_values_in_force():
    run("import", "reports", filled(value_1=40, result_state_2="測定不能", comment_ja_2="調査中止"))
    sheet = openpyxl.load_workbook(io.BytesIO(desk.form_of(TOWN, YEAR)[1]))["実績報告"]
    found = [sheet.cell(HEADER_ROW + row, FIRST[name]).value for row, name in
             ((1, "value"), (2, "result_state"), (2, "comment_ja"))]  # fmt: skip
    assert found == [40, "測定不能", "調査中止"]


def test_a_row_in_error_is_held_back_and_the_form_comes_back_annotated(capsys):
    assert run("import", "reports", filled(path="報告.xlsx", value_1="40回", value_2=2), "--returned", "返却") == 1
    assert values() == [(TOWN, 1, 2.0)]
    book = openpyxl.load_workbook("返却/報告.xlsx")
    assert "単位「回」が、目標の単位「トン」と違います" in book["実績報告"]["I7"].comment.text
    out = capsys.readouterr().out
    assert "  ［要修正］実績報告!I7: 単位「回」が、目標の単位「トン」と違います。" in out
    assert f"  指摘を書き込んだ様式: {Path('返却') / '報告.xlsx'}" in out
    assert list(store.report_findings()["rule_id"]).count("report.unit") == 1


@ON_BOTH_STORES
def test_the_mended_form_is_accepted_as_the_next_revision():
    run("import", "reports", filled(path="報告.xlsx", value_1="40回", value_2=2), "--returned", "返却")
    book = openpyxl.load_workbook("返却/報告.xlsx")
    book["実績報告"]["I7"] = 40
    book.save("直した.xlsx")
    assert run("import", "reports", "直した.xlsx") == 0
    assert values() == [(TOWN, 1, 2.0), (TOWN, 2, 40.0), (TOWN, 2, 2.0)]


def test_files_that_are_no_forms_are_named_and_the_others_accepted(capsys):
    Path("表.csv").write_text("a,b", encoding="utf-8")
    assert run("import", "reports", "表.csv", filled(value_1=40)) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "表.csv: 様式として読めません"
    assert "受け付けた様式 1件、変更なし 0件、受け付けられない様式 1件。" in out


def test_a_path_that_leads_nowhere_stops_before_anything_is_accepted(capsys):
    assert run("import", "reports", filled(value_1=40), "ない.xlsx") == 2
    assert values() == []
    assert "ない.xlsx: ファイルがない" in capsys.readouterr().err


@ON_BOTH_STORES
def test_an_interruption_keeps_what_was_accepted_and_a_repeat_doubles_nothing(monkeypatch, capsys):
    towns = [TOWN, "014524", "014338"]
    paths = [filled(town, path=f"{town}.xlsx", value_1=1) for town in towns]
    accept, taken = accept_desk.accept, []

    def interrupted(reading, by):
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(accept(reading, by))
        return taken[-1]

    monkeypatch.setattr(commands.accept_desk, "accept", interrupted)
    assert run("import", "reports", *paths) == 130
    assert capsys.readouterr().out.splitlines()[-1] == (
        "中断しました。同じ命令をもう一度実行すると、受け付けていない様式から続けます（二重には受け付けません）。"
    )
    assert len(store.submissions()) == 2
    monkeypatch.setattr(commands.accept_desk, "accept", accept)
    run("import", "reports", *paths)
    assert sorted(store.submissions()["area_code"]) == sorted(towns)
    assert set(store.submissions()["revision"]) == {1}


def test_many_forms_are_recorded_by_a_process_of_their_own_a_few_at_a_time(monkeypatch):
    towns = [TOWN, "014524", "014338", "012025", "012033", "012041"]
    files = [(f"{town}.xlsx", filled(town, value_1=1).read_bytes()) for town in towns]
    examined, done = list(desk.examine(desk.received(files))), []
    monkeypatch.setattr(store, "accept_report", None)  # nothing is recorded here

    def left_after_the_first(outcome):
        done.append(outcome)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        accept_desk.accept_beside(examined, "県 花子", left_after_the_first)
    assert len(store.submissions()) == len(towns)  # all of one transaction
    accept_desk.accept_beside(examined, "県 花子", done.append)
    assert [(one.examined.reading.area_code, one.is_new, one.problem_ja) for one in done[1:]] == [
        (town, False, "") for town in towns
    ]
    assert set(store.submissions()["revision"]) == {1}


def test_a_process_whose_asker_is_gone_records_nothing_more():
    def gone(_results):
        raise EOFError

    (examined,) = desk.examine(desk.received([("a.xlsx", filled(value_1=40).read_bytes())]))
    with pytest.raises(EOFError):
        accept_desk._record_there([examined.reading], "県 花子", gone)
    assert store.submissions().empty


# For the page


def test_the_page_gets_the_zip_of_a_prefecture_and_reads_uploads_of_both_kinds():
    name, data = desk.forms_zip("31", YEAR)
    assert name == "31_鳥取県_2019年度_年度報告.zip"
    path = filled(value_1=40)
    sent = desk.received([("県.zip", data), (path.name, path.read_bytes())])
    assert len(sent) == 20
    assert [examined.to_accept for examined in desk.examine(sent)] == [False] * 19 + [True]


def test_the_zip_of_csv_forms_is_read_like_that_of_excel_files():
    name, data = desk.forms_zip("31", YEAR, as_csv=True)
    assert name == "31_鳥取県_2019年度_年度報告_CSV.zip"
    readings = [examined.reading for examined in desk.examine(desk.received([(name, data)]))]
    assert len(readings) == 19
    assert {(one.fiscal_year, one.area_code[:2]) for one in readings} == {(YEAR, "31")}


def test_forms_of_a_few_prefectures_are_checked_against_theirs_alone_those_of_many_against_all_at_once(monkeypatch):
    towns = ("012025", "022012", "032018", "042021", "052019", "012025")
    forms = [desk.form_of(code, 2019, with_reports=False) for code in towns]
    asked, known = [], desk.known
    monkeypatch.setattr(desk, "known", lambda **where: asked.append(where["place"]) or known(**where))
    assert [one.reading.area_code for one in desk.examine(desk.received(forms))] == list(towns)
    assert (len(set(asked)), len(asked), asked[-1]) == (desk.FEW + 1, desk.FEW + 1, "")
