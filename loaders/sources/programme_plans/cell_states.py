"""What a cell says that says nothing: a closed list of words, and the state that each gives a cell."""

from __future__ import annotations

import re

from loaders.text.normalise import folded

# The whole cell, or its first sentence, is made of these words (folded).
EMPTY_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("same_as", (
        r"(?:同上|同左|同様|〃)", r"(?:上記|前記|前述|アに?|イに?|①|[345]\.?)(?:の|と|に)?(?:とおり|通り|同じ|同様|同一)(?:である|です)?",
        r".{0,14}と?兼ねて(?:実施|開催)(?:する|予定)?",
    )),
    ("placeholder", (
        r"[-―ー~・…]+", r"(?:別紙|別添|別表|資料)\d{0,2}(?:\(.{0,60}\))?(?:の?とおり|の?通り|を?参照)?",
        r"\(.{0,60}\)(?:を?参照|の?とおり)", r"(?:前|次)(?:ページ|頁)(?:記載)?の?(?:とおり|通り|参照)", r".{0,20}を?参照",
    )),
    ("undecided", (
        r"(?:今後|現在|別途)?、?(?:検討中|検討|未定|調整中|検討予定|検討する|検討していく|調整する)(?:である|です|予定)?", r"(?:今後|別途)決定(?:する|予定)?",
    )),
    ("none", (
        r"(?:特に|現在(?:は)?)?、?(?:なし|無し|ない|無い|無)", r"該当(?:なし|無し)",
        r"(?:現在|現時点で|今年度|当面)?(?:は|では)?、?(?:行って|実施して|取り組んで)い(?:ない|ません)", r"(?:実施|開催|予定|設置)(?:は|の予定)?(?:なし|無し|しない)",
    )),
)  # fmt: skip
_PATTERNS = tuple((state, re.compile("|".join(words))) for state, words in EMPTY_WORDS)
# Words that the form prints into its cells
_TEMPLATE = re.compile(r"※?会議の開催回数や参加者等を記載|※.{0,40}(?:を)?記載(?:してください|すること)?")
_BRACKET_ENDS = "。.、 "


def without_template(text: str) -> str:
    """Return the folded text without the words that the form itself prints."""
    return _TEMPLATE.sub("", folded(text), count=1) if _TEMPLATE.match(folded(text)) else folded(text)


def cell_state(text: str) -> str:
    """Return the state of a cell: filled, blank, placeholder, undecided, none or same_as.

    「特になし。体制の充実。」 is none: what counts is the first sentence.
    """
    flat = without_template(text)
    if not flat:
        return "blank"
    first = re.split(r"[。※]", flat, maxsplit=1)[0].strip(_BRACKET_ENDS)
    for state, pattern in _PATTERNS:
        if pattern.fullmatch(flat.strip(_BRACKET_ENDS)) or (
            state in {"none", "undecided"} and pattern.fullmatch(first)
        ):
            return state
    return "filled"
