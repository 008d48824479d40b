"""Rebuilding: the same bytes again, and a readable difference where not."""

import pytest

from loaders import pipeline
from loaders.__main__ import main
from loaders.pipeline import BuildReport, summary_lines


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def run(sources, tmp_path, capsys):
    """Return a function that runs a command on the small document and returns exit code and output."""

    def command(name, out=tmp_path / "normalized"):
        code = main([name, "--sources", str(sources), "--out", str(out)])
        return code, capsys.readouterr().out

    return command


def test_a_rebuild_is_byte_identical(run, tmp_path):
    run("build")
    run("build", tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "normalized")


def test_check_says_that_nothing_changed(run):
    run("build")
    assert run("check") == (0, "再構築しても変わりません。\n")


def test_check_does_not_touch_the_dataset(run, tmp_path):
    run("build")
    before = contents(tmp_path / "normalized")
    run("check")
    assert contents(tmp_path / "normalized") == before


def test_check_finds_a_changed_byte_and_shows_both_lines(run, tmp_path):
    run("build")
    path = tmp_path / "normalized" / "targets.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",5,", ",6,", 1), encoding="utf-8")
    code, printed = run("check")
    fresh = next(line for line in text.split("\n") if ",5," in line)
    assert code == 1
    assert printed == (
        "再構築した結果が登録済みのデータと異なります。\n"
        "targets.csv: 2行が異なる（-登録済み、+再構築）\n"
        f"    -{fresh.replace(',5,', ',6,', 1)[:199]}\n"
        f"    +{fresh[:199]}\n"
        "意図した変更であれば python -m loaders build を実行し、変わったCSVも登録してください。\n"
    )


@pytest.mark.parametrize("damage", [b"\xff", b"\r"], ids=["half a character", "another line end"])
def test_check_finds_damage_that_is_no_text(run, tmp_path, damage):
    run("build")
    path = tmp_path / "normalized" / "records.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", damage + b"\n", 1))
    code, printed = run("check")
    assert code == 1
    assert "records.csv: 2行が異なる" in printed


def test_check_names_a_missing_and_a_foreign_file(run, tmp_path):
    run("build")
    (tmp_path / "normalized" / "targets.csv").rename(tmp_path / "normalized" / "notes.csv")
    code, printed = run("check")
    assert code == 1
    assert "notes.csv: 再構築すると消える\n" in printed
    assert "targets.csv: 再構築すると増える\n" in printed


def test_the_summary_names_rows_issues_lines_and_what_was_left_over():
    coverage = {"record_id": "001-L0003", "lines_total": 40, "lines_read": 20, "lines_heading": 8, "lines_ignored": 9,
                "lines_picture": 1, "lines_unclaimed": 2}  # fmt: skip
    report = BuildReport(
        "0123456789ab", {"records": 1, "targets": 1304}, {"error": 2}, [coverage], [("001-L0003", 17, " 迷子 ")]
    )
    assert summary_lines(report) == [
        "データセット 0123456789ab",
        "行数: records 1、targets 1,304",
        "課題: error 2、warning 0、info 0",
        "  001-L0003: 残った行 2 (6.7%) — 5%を超える",
        "行: 全 40、読み取り 20、見出し 8、対象外 9、図 1、残り 2",
        "  残った行 001-L0003 L17: 迷子",
    ]


def test_a_build_prints_the_summary(run):
    code, printed = run("build")
    assert code == 0
    assert "、records 1、" in printed
    assert "残り 0" in printed


def test_a_document_that_a_parser_was_not_made_for_is_refused_and_the_others_are_read(
    sources, tmp_path, monkeypatch, capsys
):
    other = sources / "102_other.txt"
    other.write_bytes(next(sources.glob("*.txt")).read_bytes())
    known = pipeline.source_of

    def unforeseen(document):
        return {}["x"] if document.path == other else known(document)

    monkeypatch.setattr(pipeline, "source_of", unforeseen)
    assert main(["build", "--sources", str(sources), "--out", str(tmp_path / "out")]) == 1
    assert "102_other.txt: この文書は読めません（読み取りの途中で" in capsys.readouterr().out
    assert main(["build", "--strict", "--sources", str(sources), "--out", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr().err
    assert "102_other.txt: この文書は読めません" in printed
    assert "Traceback" not in printed
