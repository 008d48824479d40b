"""What a person meets who offers a document that cannot be read: a whole message, exit code 2, the old dataset."""

import csv
import re
import shutil

import pytest

from loaders.__main__ import main
from loaders.document import read_document
from loaders.sources import source_modules
from tests.loaders.conftest import PLAN

STOPPED = "中止しました（データセットは元のままです）。\n"
HEADING_3, HEADING_4 = "3. 地域力強化推進事業について", "4. 多機関の協働による包括的支援体制構築事業について"


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The dataset of the good document, built once; not to be changed."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "900_plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["build", "--sources", str(folder), "--out", str(folder / "normalized")]) == 0
    return folder / "normalized"


@pytest.fixture
def refused(sources, built, tmp_path, capsys):
    """Return a function that offers a document in the place of the good one that was built, and returns the message.

    The exit code is 2, and the dataset folder holds the same bytes as before and nothing beside it.
    """

    def offer(content: str | bytes | None) -> str:
        out = tmp_path / "data" / "normalized"
        shutil.copytree(built, out)
        before = contents(out)
        path = sources / "900_plan.txt"
        path.unlink()
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        assert main(["build", "--sources", str(sources), "--out", str(out)]) == 2
        assert contents(out) == before
        assert [entry.name for entry in out.parent.iterdir()] == ["normalized"]
        printed = capsys.readouterr()
        assert printed.out == ""
        # the progress bar, if it was drawn, ends before the message
        return printed.err[printed.err.index(STOPPED) + len(STOPPED) :]

    return offer


def line_of(text, words):
    return next(n for n, line in enumerate(text.split("\n"), start=1) if words in line)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jis_2004", "utf-16"])
def test_a_document_is_read_in_every_usual_encoding(tmp_path, plan_text, encoding):
    path = tmp_path / "900_plan.txt"
    path.write_bytes(plan_text.encode(encoding))
    assert "\n".join(read_document(path).lines) == plan_text


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read(tmp_path, plan_text, line_end):
    path = tmp_path / "900_plan.txt"
    path.write_bytes(plan_text.replace("\n", line_end).encode())
    assert "\n".join(read_document(path).lines) == plan_text


def test_a_shift_jis_document_gives_the_same_dataset_but_for_its_hash(sources, plan_text, tmp_path):
    first, second = tmp_path / "utf8", tmp_path / "sjis"
    main(["build", "--sources", str(sources), "--out", str(first)])
    (sources / "900_plan.txt").write_bytes(plan_text.encode("cp932"))
    main(["build", "--sources", str(sources), "--out", str(second)])
    different = {name for name, content in contents(first).items() if contents(second)[name] != content}
    assert different == {"documents.csv", "dataset.json"}


def test_a_missing_folder_is_named(tmp_path, capsys):
    assert main(["build", "--sources", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == STOPPED + (
        "nowhere: 文書フォルダーに .txt がない。本来は文書のテキストが入ったフォルダー。"
        "対処: --sources に正しいフォルダーを指定してください\n"
    )


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"], ids=["nothing", "blank lines", "only a BOM"])
def test_an_empty_file_is_refused(refused, content):
    assert refused(content) == (
        "900_plan.txt: 中身が空である。本来は文書のテキスト。対処: ファイルが正しく保存・転送されたか確かめてください\n"
    )


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\x00\x06\x00", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x02\x01"], ids=["xlsx", "pdf"]
)
def test_a_binary_file_is_refused(refused, content):
    assert refused(content) == (
        "900_plan.txt: テキストではない（バイナリの内容がある）。本来はテキストファイル。"
        "対処: PDFや表計算ファイルは先にテキストへ変換してください\n"
    )


@pytest.mark.parametrize(
    "content", ["Öffentliche Fürsorge".encode("latin-1"), "港のたより".encode("iso2022_jp"), b"\xff\xfe\x41"],
    ids=["latin-1", "iso-2022-jp", "half a character"],
)  # fmt: skip
def test_an_unknown_encoding_is_refused(refused, content):
    assert refused(content) == (
        "900_plan.txt: 文字コードを判別できない。本来はUTF-8 または Shift_JIS。"
        "対処: 文字コードを UTF-8 に変えて保存し直してください\n"
    )


def test_a_document_unlike_all_types_is_refused(refused):
    assert refused("港のたより\n\n朝市は毎週日曜に開かれます。\n") == (
        "文書900（900_plan.txt）: 文書の種類がわからない。読める種類のどれにも似ていない。\n"
        f"見つからない行: {'、'.join(m.SOURCE.name_ja for m in source_modules())}の見出し。\n"
        "対処: 読める種類の文書でなければ、文書フォルダーから外してください\n"
    )


def test_an_unknown_document_is_refused_with_the_nearest_type_and_what_is_missing(refused, plan_text):
    assert refused(plan_text.replace("実施事業※", "やること")) == (
        "文書900（900_plan.txt）: 文書の種類がわからない。最も近いのは「事業実施計画書」。\n"
        "見つからない行: 「実施事業※」の行。\n"
        "対処: 原本が事業実施計画書であれば、抜けている行を原本のとおりにテキストへ書き足し、もう一度読み込んでください。"
        "別の種類の文書であれば、文書フォルダーから外してください\n"
    )


def test_a_record_cut_off_before_its_target_is_refused(refused, plan_text):
    cut = plan_text[: plan_text.index("⑧事業の成果目標")]
    assert refused(cut) == (
        f"文書900（900_plan.txt） {line_of(cut, HEADING_4)}行目: 「{HEADING_4}」に欄「事業の成果目標」がない。"
        "本来は様式どおりの欄がそろった節。"
        "対処: 記録が途中で切れていないか、欄の名前が変わっていないかを原本で確かめてください\n"
    )


def test_a_record_cut_off_before_its_programmes_is_refused(refused, plan_text):
    cut = plan_text[: plan_text.index(HEADING_3)]
    assert refused(cut) == (
        "文書900（900_plan.txt） 2行目（鰺ヶ沢町）: 事業の節（3、4、5）が一つもない。"
        "本来は「3. 地域力強化推進事業について」などの節。対処: 記録が途中で切れていないかを原本で確かめてください\n"
    )


def test_a_record_cut_off_behind_its_names_is_refused(refused, plan_text):
    cut = plan_text + "\n青森県 深浦町\n\n都道府県名\t青森県\t市区町村名\t深浦町\n"
    assert refused(cut) == (
        f"文書900（900_plan.txt） {line_of(cut, '深浦町') + 2}行目: 自治体名の行に「実施事業※」の行が続かない。"
        "本来は様式どおり続く「実施事業※」の行。対処: 記録が途中で切れていないかを原本で確かめてください\n"
    )


def test_a_first_record_without_its_marks_is_refused(refused, plan_text):
    assert "4行目: 自治体名の行に「実施事業※」の行が続かない" in refused(
        plan_text.replace("実施事業※", "事業", 1) + plan_text
    )


def test_a_header_row_without_tabs_is_refused_and_its_town_not_lost(refused, plan_text):
    second = plan_text.replace("鰺ヶ沢町", "深浦町").replace(
        "都道府県名\t青森県\t市区町村名\t", "都道府県名 青森県 市区町村名 "
    )
    message = refused(plan_text + second)
    assert "自治体名の行「都道府県名 青森県 市区町村名 深浦町」に、列の区切りのタブがない" in message


def test_a_header_row_without_its_prefecture_is_refused(refused, plan_text):
    assert refused(plan_text.replace("都道府県名\t青森県", "都道府県名\t")) == (
        "文書900（900_plan.txt） 4行目: 見出し行に都道府県名がない。本来は「都道府県名 ○○県 市区町村名 ○○市」の行。"
        "対処: 原本と見比べ、行が途中で切れていないか確かめてください\n"
    )


def test_a_changed_programme_heading_is_refused_with_the_nearest_one(refused, plan_text):
    changed = plan_text.replace(HEADING_4, "4. 多機関協働による包括的支援体制構築事業について")
    assert refused(changed) == (
        f"文書900（900_plan.txt） {line_of(changed, '4. 多機関')}行目: "
        "見出しらしい行「4. 多機関協働による包括的支援体制構築事業について」が様式と異なる。"
        "本来は「4.多機関の協働による包括的支援体制構築事業について」。"
        "対処: 原本の見出しを確かめ、テキストの見出しを原本のとおりに直してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください\n"
    )


def test_a_changed_heading_of_the_vision_is_refused(refused, plan_text):
    assert refused(plan_text.replace("2. 事業を実施する上でのビジョンについて", "ねがい")) == (
        "文書900（900_plan.txt） 2行目（鰺ヶ沢町）: 見出し「2. 事業を実施する上でのビジョンについて」がない。"
        "本来は様式どおりの見出し。"
        "対処: 記録が途中で切れていないか、見出しの文言が変わっていないかを原本で確かめてください\n"
    )


def test_a_lost_heading_of_the_first_programme_is_refused(refused, plan_text):
    changed = plan_text.replace(HEADING_3, "地域力の章")
    assert refused(changed) == (
        f"文書900（900_plan.txt） {line_of(changed, '①実施主体')}行目: "
        "事業の欄「①実施主体(委託先)」の前に節の見出しがない。本来は「3.」「4.」「5.」のいずれかの見出し。"
        "対処: 原本の見出しを確かめ、テキストの見出しを原本のとおりに直してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください\n"
    )


def test_a_lost_heading_between_two_programmes_is_refused(refused, plan_text):
    changed = plan_text.replace(HEADING_4, "")
    assert refused(changed) == (
        f"文書900（900_plan.txt） {line_of(changed, 'あかり相談事業')}行目: "
        f"「{HEADING_3}」の節に欄「事業名」が二度ある。本来は節ごとに一つの「事業名」と、その前の節の見出し。"
        "対処: 原本の見出しを確かめ、テキストの見出しを原本のとおりに直してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください\n"
    )


def test_a_changed_target_label_is_refused(refused, plan_text):
    message = refused(re.sub(r"事業の成果目標", "めざす姿", plan_text))
    assert f"「{HEADING_3}」に欄「事業の成果目標」がない" in message


def test_an_unknown_municipality_is_refused_with_the_nearest_names(refused, plan_text):
    assert refused(plan_text.replace("鰺ヶ沢町", "鮎ヶ沢町")) == (
        "文書900（900_plan.txt） 2行目: 市区町村名「鮎ヶ沢町」は青森県にない（近い名称: 鰺ヶ沢町、外ヶ浜町）。"
        "本来は正式な名称か、登録済みの別表記。"
        "対処: 文書の名称を原本と見比べて直してください。原本がこの書き方であれば、別表記の登録を管理者に頼んでください\n"
    )


def test_an_unknown_prefecture_is_refused(refused, plan_text):
    assert refused(plan_text.replace("青森県", "青林県")) == (
        "文書900（900_plan.txt） 2行目: 都道府県名「青林県」が見つからない。本来は47都道府県のいずれか。"
        "対処: 原本の都道府県名を確かめてください\n"
    )


def test_an_empty_documents_folder_is_refused(refused):
    assert "文書フォルダーに .txt がない" in refused(None)


@pytest.fixture
def build_beside(sources, tmp_path, capsys):
    """Return a function that adds files to the good document and builds: exit code, what was printed, the documents."""

    def build(files: dict[str, str], *options: str):
        for name, text in files.items():
            path = sources / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        out = tmp_path / "normalized"
        code = main(["build", "--sources", str(sources), "--out", str(out), *options])
        rows = []
        if out.is_dir():
            with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        return code, capsys.readouterr(), {row["file_name"]: row for row in rows}

    return build


def test_a_bad_document_is_left_out_with_reason_and_remedy(build_beside, plan_text):
    code, printed, documents = build_beside({"901_plan.txt": plan_text.replace("青森県", "青林県")})
    assert code == 1
    assert documents["900_plan.txt"]["state"] == "read"
    left_out = documents["901_plan.txt"]
    assert left_out["state"] == "left_out"
    assert left_out["reason_ja"].startswith("文書901（901_plan.txt） 2行目: 都道府県名「青林県」が見つからない。")
    assert left_out["remedy_ja"] == "原本の都道府県名を確かめてください"
    assert "読めずに外した文書: 1件（ほかの文書は読み込みました）" in printed.out


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("9" * 400, "37行目から: 目標の「目標値」が「何百桁もの数」と読める"),
        ("1" * 13, "37行目から: 目標の「目標値」が「1111111111111.0」と読める"),
        ("あ" * 30_000, "1行に30,007字ある。本来は1行20,000字まで"),
    ],
)
def test_a_number_or_a_line_without_end_leaves_out_its_document_only(build_beside, plan_text, target, reason):
    lines = plan_text.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("⑧事業の成果目標")) + 1
    code, _, documents = build_beside(
        {"901_plan.txt": "\n".join([*lines[:at], f"相談件数 {target}件", *lines[at + 1 :]])}
    )
    assert code == 1
    assert documents["900_plan.txt"]["state"] == "read"
    assert reason.partition("行目から")[2] in documents["901_plan.txt"]["reason_ja"]


def test_a_value_that_must_be_there_and_is_not_leaves_out_its_document_only(build_beside, plan_text, monkeypatch):
    def lose(parsed, _lookups):
        for row in parsed.tables["targets"]:
            if row["record_id"].startswith("901"):
                del row["target_type"]

    monkeypatch.setattr("loaders.pipeline._name_indicators", lose)
    code, _, documents = build_beside({"901_plan.txt": plan_text})
    assert (code, documents["900_plan.txt"]["state"]) == (1, "read")
    assert "目標の「目標の型」が読み取れない" in documents["901_plan.txt"]["reason_ja"]


def test_strict_stops_at_a_bad_document(build_beside):
    code, printed, documents = build_beside({"901_plan.txt": ""}, "--strict")
    assert (code, documents) == (2, {})
    assert "901_plan.txt: 中身が空である" in printed.err


def test_files_in_folders_and_with_a_large_ending_are_read(build_beside, plan_text):
    code, _, documents = build_beside({"2020/902_plan.txt": plan_text, "903_plan.TXT": plan_text})
    assert code == 0
    assert {name: row["state"] for name, row in documents.items()} == {
        "900_plan.txt": "read", "902_plan.txt": "read", "903_plan.TXT": "read",
    }  # fmt: skip


def test_a_second_file_of_one_number_is_named(build_beside, plan_text):
    code, _, documents = build_beside({"900_other.txt": plan_text + "\n"})
    assert code == 1
    assert documents["900_plan.txt"]["reason_ja"] == (
        "文書900（900_plan.txt）: 文書番号900のファイルがもう一つある（900_other.txt）。本来は文書ごとに異なる3桁の番号。"
    )


def test_where_no_document_can_be_read_each_is_named(build_beside, sources):
    (sources / "900_plan.txt").unlink()
    code, printed, documents = build_beside({"901_plan.txt": "", "902_plan.txt": "港のたより"})
    assert (code, documents) == (2, {})
    assert "2件の文書のどれも読めない" in printed.err
    assert "- 901_plan.txt: 中身が空である" in printed.err
    assert "- 文書902（902_plan.txt）: 文書の種類がわからない" in printed.err
