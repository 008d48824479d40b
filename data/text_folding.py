"""Texts folded for search, so that spellings of one word meet, with the way back to the original characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Spellings of one word, applied in this order after NFKC and katakana → hiragana; what stands right is searched.
VARIANTS = (
    ("作り", "づくり"), ("創り", "づくり"), ("造り", "づくり"), ("子供", "子ども"), ("こども", "子ども"), ("障碍", "障がい"),
    ("障害", "障がい"), ("取り組み", "取組"), ("取組み", "取組"), ("とりくみ", "取組"), ("引き籠もり", "ひきこもり"), ("引きこもり", "ひきこもり"),
    ("引籠り", "ひきこもり"), ("支えあい", "支え合い"), ("ささえあい", "支え合い"), ("助けあい", "助け合い"), ("話しあい", "話し合い"),
    ("一人一人", "一人ひとり"), ("ひとりひとり", "一人ひとり"), ("独り暮らし", "一人暮らし"), ("ボランティヤ", "ボランティア"), ("受けとめ", "受け止め"),
    ("全ての", "すべての"), ("繋が", "つなが"), ("繋ぐ", "つなぐ"), ("町づくり", "まちづくり"), ("街づくり", "まちづくり"), ("づつ", "ずつ"),
    ("相談事", "困り事"),
)  # fmt: skip
