"""The way of a published table into the application and back, and what stays when it fails."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from data import answers, dataset
from data.errors import DamagedImportError
from data.store.engine import close_all
from loaders import __main__ as command_line
from loaders.errors import LoaderError
from loaders.imports import desk
from tests.loaders.imports import register_table
from tests.loaders.imports.census_table import area, rows, sheet_rows, xlsx


@pytest.fixture(autouse=True)
def own_imports(tmp_path, monkeypatch):
    """Imports and a store of this test's own, beside the committed dataset."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    yield tmp_path / "imported"
    close_all()


@pytest.fixture
def table(tmp_path):
    """Write a file with this content."""

    def written(content, name="major_results_2020.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def log():
    return answers.audit_log()[["actor", "action", "subject"]].to_numpy().tolist()


def test_an_imported_table_answers_at_once_and_says_who_brought_it_in(table):
    steps = []
    done = desk.import_file("census", table(xlsx()), by="係長", progress=lambda step, share: steps.append(share))
    assert done.sentence_ja == "国勢調査（2020-10-01現在）を取り込みました。値のある市区町村は4です。"
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    towns = answers.area_statistics().set_index("area_code")
    assert towns.at["012025", "census_aging_rate_pct"] == 40.0
    assert towns.at["012025", "household_size"] == 2.5
    assert answers.imported_sources().at[0, "imported_by"] == "係長"
    assert log() == [["係長", "import_statistics", "major_results_2020.xlsx"]]


def test_the_committed_dataset_keeps_its_version_and_the_state_has_a_new_one(table):
    version, state = dataset.dataset_version(), dataset.state_version()
    assert version == state
    desk.import_file("census", table(xlsx()), by="係長")
    assert dataset.dataset_version() == version
    assert dataset.state_version() == f"{version}-{dataset.imported_version()[:6]}"


def test_the_same_file_again_changes_nothing(table, own_imports):
    path = table(xlsx())
    desk.import_file("census", path, by="係長")
    before = files(own_imports)
    again = desk.import_file("census", path, by="部長")
    assert (again.is_new, again.sentence_ja) == (False, "同じファイルを取り込み済みです。何も変えていません。")
    assert files(own_imports) == before
    assert len(log()) == 1


def test_another_file_of_the_kind_replaces_the_first(table):
    desk.import_file("census", table(xlsx()), by="係長")
    data = rows()[1:6]
    data[4] = area("01202", "函館市", 2, 1000, 500, 100, 400)
    desk.import_file("census", table(xlsx(sheet_rows(data)), "new.xlsx"), by="係長")
    towns = answers.area_statistics().set_index("area_code")
    assert list(towns.index) == ["011002", "012025"]
    assert towns.at["012025", "census_aging_rate_pct"] == 50.0
    assert list(answers.statistics_sources()["file_name"]) == ["new.xlsx"]


def test_taking_an_import_back_leaves_everything_as_before(table):
    state = dataset.state_version()
    desk.import_file("census", table(xlsx()), by="係長")
    assert desk.take_back("census", by="部長")
    assert dataset.state_version() == state
    assert answers.area_statistics().empty
    assert not desk.take_back("census", by="部長")
    assert [entry[1] for entry in log()] == ["remove_statistics", "import_statistics"]


def test_a_refused_file_leaves_the_table_of_before_in_force(table, own_imports):
    desk.import_file("census", table(xlsx()), by="係長")
    before = files(own_imports)
    with pytest.raises(LoaderError):
        desk.import_file("census", table(xlsx(sheet_rows(rows()[:-1])), "cut.xlsx"), by="係長")
    assert files(own_imports) == before
    assert len(log()) == 1


def test_a_full_disk_leaves_neither_half_a_table_nor_an_entry_in_the_log(table, own_imports, monkeypatch):
    desk.import_file("census", table(xlsx()), by="係長")
    before, write = files(own_imports), Path.write_bytes

    def full_disk(path, content):
        if path.name == "area_statistics.csv":
            raise OSError("No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    path = own_imports.parent / "new.xlsx"
    write(path, xlsx(sheet_rows(rows()[1:6])))
    with pytest.raises(OSError, match="No space left"):
        desk.import_file("census", path, by="係長")
    monkeypatch.undo()
    assert files(own_imports) == before
    assert len(files(own_imports)) == 7


def test_an_upload_that_cannot_be_taken_comes_back_with_its_reason():
    done = desk.take_in("census", "表.csv", io.BytesIO(b"a,b\n1,2\n"), by="係長")
    assert done.is_refused
    assert done.sentence_ja.startswith("表.csv: 題名「a」に「令和2年国勢調査」のような調査の名前がない。")
    assert not log()


def test_damaged_imports_are_named_with_a_remedy(table, own_imports):
    desk.import_file("census", table(xlsx()), by="係長")
    (own_imports / "statistics" / "area_statistics.csv").unlink()
    with pytest.raises(DamagedImportError) as error:
        answers.area_statistics()
    assert str(error.value) == (
        "取り込んだ統計のファイル「area_statistics.csv」を読めません。 国勢調査などの統計を使う数値は表示できません。 "
        "`python -m loaders import census ファイル` で取り込み直すか、`python -m loaders remove census` で"
        "取り込みのない状態に戻してください。"
    )


@pytest.mark.parametrize("damaged", ["area_statistics.csv", "statistics_sources.csv", "dataset.json"])
def test_damaged_imports_can_be_replaced_and_taken_back_as_the_message_says(table, own_imports, damaged):
    desk.import_file("census", table(xlsx()), by="係長")
    file = own_imports / "statistics" / damaged
    file.write_bytes(b"\xff broken")
    desk.import_file("census", table(xlsx()), by="係長")
    assert len(answers.area_statistics()) == 4
    file.write_bytes(b"\xff broken")
    assert desk.take_back("census", by="係長")
    assert answers.area_statistics().empty


def test_an_invented_prefecture_takes_no_statistics_of_real_places(table, monkeypatch):
    class Practice:
        is_practice = True

    monkeypatch.setattr(dataset, "dataset_snapshot", Practice)
    with pytest.raises(LoaderError, match="練習用のデータセット"):
        desk.import_file("census", table(xlsx()), by="係長")


def test_the_resident_register_stands_beside_the_census_and_takes_nothing_from_it(table):
    desk.import_file("census", table(xlsx()), by="係長")
    done = desk.import_file("resident_register", table(xlsx(register_table.sheet_rows()), "2504_nen.xlsx"), by="係長")
    assert done.sentence_ja == "住民基本台帳（2025-01-01現在）を取り込みました。値のある市区町村は2です。"
    assert len(answers.area_statistics()) == 4
    towns = answers.register_statistics("01").set_index("area_code")
    assert towns.at["013030", "register_population"] == 420
    assert set(towns["register_date"]) == {"2025-01-01"}
    desk.take_back("census", by="係長")
    assert answers.area_statistics().empty
    assert len(answers.register_statistics()) == 2


def test_official_boundaries_go_the_same_way_with_their_entries_in_the_log(shared_dir):
    path = shared_dir / "boundaries" / "N03-21_09_210101.json"
    with path.open("rb") as file:
        done = desk.take_in("boundaries", path.name, file, by="係長")
    assert done.is_new
    (source,) = answers.imported_sources().to_dict("records")
    assert (source["source_code"], source["scope_ja"], source["imported_by"]) == ("boundaries", "栃木県", "係長")
    assert len(source["sha256"]) == 64
    assert desk.take_back("boundaries", by="部長")
    assert answers.imported_sources().empty
    assert [entry[1] for entry in log()] == ["remove_boundaries", "import_boundaries"]


def test_an_import_whose_entry_was_lost_with_its_process_is_entered_later(table, monkeypatch):
    class KilledError(BaseException):
        pass

    def killed(*_):
        raise KilledError

    publish = dataset.publish_imported
    monkeypatch.setattr(dataset, "publish_imported", lambda *given: (publish(*given), killed()))
    with pytest.raises(KilledError):
        desk.import_file("census", table(xlsx()), by="係長")
    assert not log()
    desk.complete_log()
    desk.complete_log()
    assert log() == [["係長", "import_statistics", "major_results_2020.xlsx"]]
    assert "記録の前に止まったため後から記録した" in answers.audit_log().at[0, "detail_ja"]


def test_a_file_without_shapes_is_refused_and_not_logged():
    done = desk.take_in("boundaries", "表.json", io.BytesIO(b"{}"), by="係長")
    assert done.is_refused
    assert done.sentence_ja.startswith("表.json")
    assert not log()


class TestTheCommand:
    def test_it_says_what_it_took_and_what_it_left_out(self, table, capsys):
        assert command_line.main(["import", "census", str(table(xlsx())), "--by", "係長"]) == 0
        words = capsys.readouterr().out
        assert "国勢調査（2020-10-01現在）を取り込みました。値のある市区町村は4です。" in words
        assert "政令指定都市の区（市と分けて置き、市町村に数えない） 2" in words
        assert answers.imported_sources().at[0, "imported_by"] == "係長"

    def test_a_bad_file_ends_with_code_2_and_the_reason(self, table, capsys):
        assert command_line.main(["import", "census", str(table(b"%PDF-1.7"))]) == 2
        assert "PDFである" in capsys.readouterr().err

    def test_it_takes_back(self, table, capsys):
        command_line.main(["import", "census", str(table(xlsx()))])
        assert command_line.main(["remove", "census"]) == 0
        assert command_line.main(["remove", "census"]) == 0
        words = capsys.readouterr().out
        assert "国勢調査の取り込みを取り消しました。" in words
        assert "国勢調査は取り込まれていません。" in words
        assert answers.area_statistics().empty


def test_the_real_workbook_is_in_force_within_ten_seconds_and_changes_what_depends_on_it(census_path):
    assert answers.participation("13")["residents_date"].isna().all()
    start = time.process_time()
    desk.import_file("census", census_path, by="係長")
    assert time.process_time() - start < 10
    towns = answers.area_statistics()
    assert len(towns) == 1741
    assert towns["census_population"].sum() == 126_146_099
    assert towns["census_population_65"].sum() == 36_026_632
    tokyo = answers.participation("13").set_index("weight").loc["residents"]
    assert (tokyo["denominator"], tokyo["residents_date"]) == (14_047_594, "2020-10-01")
    apart = answers.issues()
    apart = apart[apart["rule_id"] == "profile.aging_rate_census"]
    assert list(apart["area_name_ja"]) == ["京極町", "蓬田村", "芝山町"]
    shiba = answers.municipalities("12").set_index("name_ja").loc["芝山町"]
    assert shiba["issue_count"] == (answers.issues("124095")["status"] == "open").sum()
