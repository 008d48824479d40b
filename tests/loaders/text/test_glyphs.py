"""Signs that look like another one or like nothing."""

import pytest

from loaders.text.glyphs import plain_glyphs


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("⻘い⽥んぼ", "青い田んぼ"),
        ("⺠⽣の会", "民生の会"),
        ("意⻅と⼾と専⾨", "意見と戸と専門"),
        ("葛\U000e0100の辻\ufe00", "葛の辻"),
        ("12\u200b人\u200e", "12人"),
        ("か\u3099り", "がり"),
        ("神\x07社\x00", "神社"),
    ],
)
def test_a_sign_is_the_one_that_readers_see(written, plain):
    assert plain_glyphs(written) == plain


def test_widths_and_marks_stay_as_written():
    text = "１２（人）①　～㈱ ｱﾘ"
    assert plain_glyphs(text) == text
