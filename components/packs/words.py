"""The lines that slides and workbooks of a report share: cover, footer, facts below a figure, speaker notes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from components.drawing.model import Figure
from components.packs.model import PRACTICE_JA, PRODUCT_JA, Origin, Pack


def cover_lines(pack: Pack) -> list[str]:
    """Return place, edition, times and version for the cover."""
    return [f"{name}: {value}" for name, value in cover_pairs(pack) if value]


def cover_pairs(pack: Pack) -> list[tuple[str, str]]:
    """Return the same with a name for each, and whom the boundaries are credited to."""
    pairs = [
        ("場所", pack.place_ja), ("版", pack.edition_ja), ("データの時点", pack.as_of_ja), ("評価の時点", pack.judged_ja),
        ("データ版", pack.version), ("地図の境界", pack.credit_ja),
    ]  # fmt: skip
    return [("注意", PRACTICE_JA), *pairs] if pack.is_practice else pairs


def footer(pack: Pack) -> str:
    """Return what stands at the foot of every slide."""
    parts = [PRODUCT_JA, pack.place_ja, pack.edition_ja, f"データ版 {pack.version}"]
    return "｜".join([PRACTICE_JA, *parts] if pack.is_practice else parts)


def figure_facts(figure: Figure) -> str:
    """Return the small lines below a figure: its facts in one line, then one line per note."""
    line = "　".join(f"{name}: {value}" for name, value in figure.facts)
    return "\n".join([line, *(f"※ {note}" for note in figure.notes)])


def speaker_notes(
    pack: Pack, say_ja: Sequence[str], origins: Sequence[Origin] = (), figure: Figure | None = None
) -> str:
    """Return speaker notes: what to say, where each number comes from, what the figure rests on, and the version."""
    parts = ["【話すこと】", *say_ja]
    if origins:
        parts += ["", "【数字の出どころ】", *(f"・{item.number_ja} … {item.source_ja}" for item in origins)]
    if figure is not None:
        parts += ["", "【この図について】", figure_facts(figure)]
    return "\n".join([*parts, "", f"データ版 {pack.version}（{pack.edition_ja}）"])
