"""What every automatic sentence must keep, whatever the figures behind it are.

The rules read the sentence alone, so they hold for any of them: nothing of Python's shows, Japanese is well formed, a number
has its unit, a part is not larger than its whole, a percentage is that of its part, and what stands in brackets adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ODD = re.compile(r"(?<![A-Za-z])(nan|NaN|None|NaT|inf)(?![A-Za-z])|<NA>|―|\{|\}|-0(?!\d)")
# とと, もも and the like occur in no word that we use; names of places are checked on the real dataset.
DOUBLE = re.compile(r"([がをにのはでともへや、。・])\1|はが|がは|をが|がを|をは|はを|にを|をに|、。|。、|・、|、・")
EMPTY = re.compile(r"（\s*）|「\s*」|（、|、）")
UNIT = r"市町村|都道府県|自治体|件|人|%|‰|年|ポイント|項目|か所|の?機能|事業|本|施策|枠|版|回|指標|倍|km²|の行動目標|の予定|町|区域"
WITH_UNIT = re.compile(rf"\d(?:{UNIT})")
# Numbers that are names: 行動目標4, 社会福祉法第106条の3
NAMED = re.compile(r"(?:行動目標|基本目標)\d+(?!件)|第\d+条(?:の\d+)?")
NUMBER = r"(\d[\d,]*)"
# 33市町村のうち4（12.1%）, 評価できた4件のうち2件（50.0%）
SHARE = re.compile(rf"{NUMBER}(?:市町村|件|項目|都道府県)のうち{NUMBER}(?:件|市町村)?（([\d.]+)%）")
PART = re.compile(rf"{NUMBER}(市町村|件|項目)のうち[^。（\d]*?{NUMBER}")
# 課題は65件です（誤りの疑い20件、注意25件）; 33市町村のうち4（12.1%）に計画書があります（両方の事業3、地域力強化のみ1）
SUM = re.compile(rf"{NUMBER}(?:件|（[\d.]+%）|のすべて|市町村)?(?:です|に[^。（]*?)（([^（）]*\d)件?）。")


# Signs that only the definitions may use as names: 支援カバー率（C1 イ）, n=12
CODES = re.compile(
    r"(?<![A-Za-z0-9])C[1-6](?![0-9A-Za-z])|(?<![ァ-ヶーｱ-ﾝ])[アイ](?![ァ-ヶーｱ-ﾝ])|(?<![A-Za-z])n(?=[ ＝=（])"
)
MOST_LETTERS = 60  # of the sentence beside a figure


def coded(texts: Iterable[str]) -> list[str]:
    """Return the texts that use a sign of the definitions as a name."""
    return [text for text in texts if CODES.search(text)]


def faults(text: str) -> list[str]:
    """Return in words what is wrong with a sentence or a few of them; nothing where they are right."""
    found = [f"「{match.group()}」が残っている" for pattern in (ODD, DOUBLE, EMPTY) for match in pattern.finditer(text)]
    if not text.endswith("。"):
        found.append("句点で終わらない")
    if text.count("（") != text.count("）") or text.count("「") != text.count("」"):
        found.append("括弧が閉じていない")
    found += [
        f"単位がない: {part}"
        for part in text.split("。")
        if re.search(r"\d", NAMED.sub("", part)) and not WITH_UNIT.search(part)
    ]
    return found + _wrong_numbers(text)


def _wrong_numbers(text: str) -> list[str]:
    found = []
    for whole, _, part in PART.findall(text):
        if _count(part) > _count(whole):
            found.append(f"{whole}のうち{part}は多すぎる")
    for whole, part, pct in SHARE.findall(text):
        if _count(whole) and abs(100 * _count(part) / _count(whole) - float(pct)) > 0.1:
            found.append(f"{whole}のうち{part}は{pct}%ではない")
    for whole, inside in SUM.findall(text):
        parts = [re.search(rf"[^\d]{NUMBER}件?$", piece) for piece in inside.split("、")]
        if all(parts) and sum(_count(part.group(1)) for part in parts if part) != _count(whole):
            found.append(f"（{inside}）の和は{whole}ではない")
    return found


def _count(digits: str) -> int:
    return int(digits.replace(",", ""))
