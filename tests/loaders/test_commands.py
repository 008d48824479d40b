"""Wrong usage of the commands is explained in Japanese, with code 2 and without a traceback."""

from __future__ import annotations

import pytest

from loaders.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rebuild"], "コマンド「rebuild」はありません。"),
        (["build", "--fast"], "オプション「--fast」はありません。"),
        (["build", "--out"], "オプション「--out」の書き方が正しくありません。"),
        (["import"], "「種類」を指定してください。"),
        (["import", "stages"], "「ファイル」を指定してください。"),
        (
            ["remove", "counts"],
            "「種類」の値が正しくありません。使える値: census、resident_register、boundaries、stages",
        ),
        (["forms", "--all", "--out", "x"], "「--fiscal-year」を指定してください。"),
        (["forms", "--all", "--out", "x", "--fiscal-year", "令和元"], "「--fiscal-year」の値が正しくありません。"),
        (["check", "now"], "コマンドの書き方が正しくありません。"),
    ],
)
def test_wrong_usage_is_explained(capsys, arguments, sentence):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    first, *_, last = printed.err.splitlines()
    assert (printed.out, first, last) == ("", sentence, "くわしくは --help を付けて実行してください。")


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
