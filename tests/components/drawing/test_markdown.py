"""Text of others in Markdown, as written."""

from __future__ import annotations

import pytest

from components.drawing.markdown import error_box, escaped, plain
from data.errors import InvalidReportError, UnknownRecordError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[ここから更新](http://x/) ![](http://x/b.png)", "`[ここから更新](http://x/) ![](http://x/b.png)`"),
        ("a\n\n# b\t c", "`a # b c`"),
        ("` ``b`` `", "``` ` ``b`` ` ```"),
        ("", ""),
        ("あ" * 10_000, "`" + "あ" * 39 + "…`"),
    ],
)
def test_a_readers_text_is_code_in_one_line_and_cut(text, shown):
    assert plain(text) == shown


def test_a_sentence_keeps_its_commands_and_every_other_sign_stands_for_itself():
    assert escaped("`make demo` で開く。[a](b) **c** $d$ <e>") == (
        "`make demo` で開く。\\[a\\](b) \\*\\*c\\*\\* \\$d\\$ \\<e\\>"
    )


@pytest.mark.parametrize(
    "link", ["http://x.example", "HTTPS://x.example", "www.x.example", "a@x.example", ":streamlit:"]
)
def test_a_sentence_holds_no_link_and_no_icon_that_streamlit_would_make(link):
    assert "\u2060" in escaped(link)


def test_an_error_shows_what_it_lists_as_a_list_and_what_it_names_as_written():
    assert error_box(InvalidReportError(["a *b*", "c"])) == (
        "**記録できない値があります。**\n- a \\*b\\*\n- c\n\n"
        "今回の内容は記録されていません。\n\n上の値を直してから、もう一度操作してください。"
    )
    assert "\\!\\[\\](x)" in error_box(UnknownRecordError(kind_ja="市町村", code="![](x)"))
