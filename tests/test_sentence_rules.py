"""The rules for automatic sentences find what is wrong and pass what is right."""

from __future__ import annotations

import pytest

from tests.sentence_rules import faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("高齢化率はnan%です。", "「nan」が残っている"),
        ("最も多いのは―です。", "「―」が残っている"),
        ("町町ががあります。", "「がが」が残っている"),
        ("町はがあります。", "「はが」が残っている"),
        ("計画書があります（）。", "「（）」が残っている"),
        ("計画書があります", "句点で終わらない"),
        ("計画書があります（両方。", "括弧が閉じていない"),
        ("計画書は4です。", "単位がない: 計画書は4です"),
        ("3市町村のうち4（133.3%）です。", "3のうち4は多すぎる"),
        ("33市町村のうち4（22.1%）です。", "33のうち4は22.1%ではない"),
        ("課題は3件です（注意1件、参考1件）。", "（注意1件、参考1）の和は3ではない"),
    ],
)
def test_a_fault_is_found(text, fault):
    assert fault in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "岩手県では33市町村のうち4（12.1%）に計画書があります（両方の事業3、地域力強化のみ1）。",
        "検査で見つかった課題は65件です（誤りの疑い20件、注意25件、参考20件）。",
        "計画書のある市町村がないため、どの項目にも値がありません。",
        "相談の受け止めは、算出できる2市町村のすべてが区域全体を対象としています。",
    ],
)
def test_a_right_sentence_passes(text):
    assert faults(text) == []
