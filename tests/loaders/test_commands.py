"""Wrong usage of the commands is explained in Japanese, with code 2 and without a traceback."""

from __future__ import annotations

import pytest

from loaders.__main__ import main

HINT = "使い方は python -m loaders{} --help で確かめられます。\n"


@pytest.mark.parametrize(
    ("arguments", "sentence", "command"),
    [
        (["rebuild"], "コマンド「rebuild」はありません。使えるコマンド: build、check、import、declare、boundaries、export、remove、forms", ""),
        (["build", "--fast"], "オプション --fast はありません。", " build"),
        (["build", "--out"], "オプション --out の後に値がないか、余分な値があります。", ""),
        (["import"], "種類 の指定がありません。", " import"),
        (["import", "stages"], "ファイル の指定がありません。", " import"),
        (["remove", "stages"], "種類 の値が正しくありません。使える値: census、resident_register、boundaries", " remove"),
        (["forms", "--all", "--out", "x"], "--fiscal-year の指定がありません。", " forms"),
        (["forms", "--all", "--out", "x", "--fiscal-year", "令和元"], "--fiscal-year の値が正しくありません。値の書き方を確かめてください。", " forms"),
        (["check", "now"], "指定が余分か、足りません。", " check"),
    ],
)  # fmt: skip
def test_wrong_usage_is_explained(capsys, arguments, sentence, command):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"{sentence}\n{HINT.format(command)}")


@pytest.mark.parametrize("which", [[], ["--all", "--area", "990019"]])
def test_forms_are_made_for_one_choice_of_places(capsys, tmp_path, which):
    assert main(["forms", *which, "--fiscal-year", "2019", "--out", str(tmp_path / "forms")]) == 2
    assert "--area・--prefecture・--all のうち、一つだけを指定してください。" in capsys.readouterr().err
    assert not (tmp_path / "forms").exists()


def test_without_a_command_the_commands_are_listed(capsys):
    assert main([]) == 2
    assert "文書からデータセットを作り直す" in capsys.readouterr().err


def test_help_is_given_with_code_0(capsys):
    assert main(["import", "--help"]) == 0
    assert "census（国勢調査）" in capsys.readouterr().out.replace("\n", "").replace(" ", "")
