"""`python -m loaders export pack`: three files a place, the same again, and calm refusals."""

import io

import pytest
from pypdf import PdfReader

from data import answers, store
from data.store.engine import close_all
from loaders import export_pack
from loaders.__main__ import main


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path):
    """The committed dataset and an empty store of its own."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    yield
    close_all()


def exported(folder, *arguments):
    assert main(["export", "pack", *arguments, "--out", str(folder)]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_town_gets_paper_slides_and_data_and_the_same_bytes_again(tmp_path, capsys):
    first = exported(tmp_path / "a", "--area", "104647")
    version = answers.dataset_version()
    assert sorted(first) == [f"kyosei_pack_104647_{version}.{ending}" for ending in ("pdf", "pptx", "xlsx")]
    printed = capsys.readouterr().out
    assert all(name in printed for name in first)
    assert exported(tmp_path / "b", "--prefecture", "10", "--area", "104647") == first


def test_an_edition_is_named_on_the_cover(tmp_path):
    store.freeze_edition("第1回定例会", frozen_by="県 花子")
    files = exported(tmp_path / "a", "--prefecture", "20", "--edition", "第1回定例会")
    paper = next(data for name, data in files.items() if name.endswith(".pdf"))
    assert "版「第1回定例会」" in PdfReader(io.BytesIO(paper)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "対象を指定してください"),
        (["--prefecture", "77"], "都道府県「77」"),
        (["--prefecture", "01", "--area", "131016"], "131016"),
        (["--prefecture", "01", "--edition", "なし"], "版「なし」"),
    ],
)
def test_what_cannot_be_made_is_refused_in_japanese_and_nothing_is_written(tmp_path, capsys, arguments, words):
    assert main(["export", "pack", *arguments, "--out", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


def test_all_means_every_prefecture_with_a_plan():
    places = export_pack.places(None, None, everywhere=True)
    having = answers.prefectures().query("record_count > 0")["prefecture_code"]
    assert [place.prefecture_code for place in places] == list(having)
    assert len(places) == 13
