"""What is new since the last frozen edition, for the start page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.html import LinkedRow
from components.drawing.model import Basis, Figure, Number
from components.figures.edition_changes import HEADINGS, HIDDEN_JA, state_words

MOST_NEWS = 8
NO_EDITION_JA = (
    "固定した版はまだありません。「実績報告」の「版」で会議の前に名前を付けて固定すると、ここにその後の変化が出ます。"
)


def since(
    changes: pd.DataFrame,
    edition: Mapping[Any, Any],
    version: str,
    moves: Mapping[str, str],
    kinds: Mapping[str, str],
    basis: Basis,
    address: Callable[[str], str],
) -> Figure:
    """Return what is new since the last edition: what was attained or lost, reported or missed, and new data.

    Args:
        moves: MOVES of the same measure: key of a truth value → its words.
    """
    name, day = str(edition["name"]), wording.era_date(str(edition["frozen_at"])[:10])
    counts = {move: int(changes[move].sum()) for move in moves}
    same = str(edition["dataset_version"]) == version
    data_ja = (
        "文書のデータは同じ版です。"
        if same
        else f"文書のデータは版 {edition['dataset_version']} から {version} に変わりました。"
    )
    return Figure(
        name="since_edition",
        title=f"「{name}」からの変化",
        reading=_sentence(counts, moves, len(changes), day) + data_ja,
        unit="件（目標）",
        n=len(changes),
        counter="件",
        as_of=f"{name}（{day}固定）→ {basis.as_of}",
        source=basis.source,
        notes=(HIDDEN_JA, "「達成でなくなった」には、報告の訂正や差戻しによるものも含みます。"),
        table=lambda: tables.readable(_in_words(changes, moves, kinds), HEADINGS, sources=False),
        drawing=lambda _: _news(changes, counts, moves, kinds, address) if len(changes) else "",
    )


def _sentence(counts: Mapping[str, int], moves: Mapping[str, str], total: int, day: str) -> str:
    if not total:
        return f"{day}に固定してから、目標の判定と実績に変化はありません。"
    parts = "、".join(f"{words}{counts[move]:,}件" for move, words in moves.items() if counts[move])
    named = f"（{parts}）" if parts else ""
    return f"{day}に固定してから、{total:,}件の目標の判定か実績が変わりました{named}。"


def _in_words(changes: pd.DataFrame, moves: Mapping[str, str], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return the changes with change_ja: the words of all moves, else the kind of the change."""
    marks = changes[list(moves)].to_numpy(dtype=bool)
    return changes.assign(
        change_ja=[
            "・".join(words for words, holds in zip(moves.values(), row, strict=True) if holds) or kinds[str(kind)]
            for row, kind in zip(marks, changes["change"], strict=True)
        ]
    )


def _news(
    changes: pd.DataFrame,
    counts: Mapping[str, int],
    moves: Mapping[str, str],
    kinds: Mapping[str, str],
    address: Callable[[str], str],
) -> str:
    tiles = html.number_tiles(Number(moves[move], f"{count:,}", "件", "") for move, count in counts.items())
    marks = changes[list(moves)].to_numpy(dtype=bool)
    rank = np.where(marks.any(axis=1), marks.argmax(axis=1), len(moves))
    first = changes.assign(rank=rank)[["rank", "area_code", "target_id"]].sort_values(
        ["rank", "area_code", "target_id"]
    )
    words = list(moves.values())
    lines = [
        LinkedRow(
            str(row["area_name_ja"]),
            address(str(row["area_code"])),
            ["" if wording.is_missing(row["label_ja"]) else str(row["label_ja"]),
             words[rank] if rank < len(words) else kinds[str(row["change"])],
             f"{state_words(row, 'before')} → {state_words(row, 'after')}"],
        )
        for rank, row in zip(
            first["rank"].head(MOST_NEWS),
            changes.loc[first.index[:MOST_NEWS]].to_dict("records"),
            strict=True,
        )
    ]  # fmt: skip
    more = len(changes) - MOST_NEWS
    rest = html.paragraph(f"ほか{more:,}件は「表で見る」と CSV にあります。", "km-meta") if more > 0 else ""
    return tiles + html.linked_rows(["自治体", "目標", "変化", "前 → 後"], lines) + rest
