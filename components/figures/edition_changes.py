"""Changes between two editions, since the last frozen one, and since a day. Pure."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from components.drawing import html, wording
from components.drawing.declared import table_of
from components.drawing.model import Address, Basis, Figure, Number, Row

MOST_ROWS = 40
MOST_NEWS = 8


def figure(
    changes: pd.DataFrame, kinds: Mapping[str, str], shares: Sequence[pd.DataFrame], names: tuple[str, str],
    basis: Basis,
) -> Figure:  # fmt: skip
    """Return what changed from one edition to another: the share attained as one group, and target by target."""
    rows = changes.assign(change_ja=changes["change"].map(kinds))
    counts = rows["change"].value_counts()
    facts = {
        "names": names, "rows": len(rows), "places": rows["area_code"].nunique(),
        "kinds": [(words, counts[kind]) for kind, words in kinds.items() if counts.get(kind, 0)],
    }  # fmt: skip
    return basis.figure(
        "edition_changes", facts, n=len(rows), as_of=" → ".join(names),
        rows=rows,
        drawing=lambda _: _tiles(shares, names) + _listed(rows),
    )  # fmt: skip


def _tiles(shares: Sequence[pd.DataFrame], names: tuple[str, str]) -> str:
    rows = [share.to_dict("records") for share in shares]
    return html.number_tiles(
        _tile(f"達成割合（{name}）", row[0] if row else None) for name, row in zip(names, rows, strict=True)
    )


def _tile(label: str, share: Row | None) -> Number:
    if share is None or wording.is_missing(share["attained_pct"]):
        count = 0 if share is None else int(share["unreported_count"])
        return Number(label, wording.MISSING, "", f"判定できた目標がありません（未報告{count:,}件）")
    counts = f"{int(share['rateable_count']):,}件のうち{int(share['attained_count']):,}件"
    bounds = f"{wording.percent(share['lowest_pct'])}～{wording.percent(share['highest_pct'])}"
    return Number(label, wording.number(share["attained_pct"], 1), "%", f"{counts}、下限～上限 {bounds}")


def _listed(rows: pd.DataFrame) -> str:
    columns = (("自治体", 0, "area_name_ja"), ("目標", 0, lambda row: str(row["label_ja"])), ("変化", 0, "change_ja"))
    listed = html.listing(rows.head(MOST_ROWS), *columns, ("前 → 後", 0, _before_and_after))
    return listed + html.rest_in_table(len(rows) - MOST_ROWS, "件")


def _before_and_after(row: Row) -> str:
    return f"{state_words(row, 'before')} → {state_words(row, 'after')}"


def state_words(row: Row, side: str) -> str:
    """Return band or state and result of one side (`before`, `after`) of a change, such as 達成（12回）."""
    status, value = row[f"status_ja_{side}"], row[f"actual_value_{side}"]
    if wording.is_missing(status):
        return wording.MISSING
    if wording.is_missing(value):
        return str(status)
    return f"{status}（{wording.quantity(value, unit=row[f'actual_unit_{side}'])}）"


def since(
    changes: pd.DataFrame, edition: Row, version: str, moves: Mapping[str, str], kinds: Mapping[str, str],
    basis: Basis, address: Address,
) -> Figure:  # fmt: skip
    """Return what is new since the last edition: what was attained or lost, reported or missed, and new data."""
    name, day = str(edition["name"]), wording.era_date(str(edition["frozen_at"])[:10])
    counts = {move: int(changes[move].sum()) for move in moves}
    facts = {
        "name": name, "day": day, "total": len(changes), "before": edition["dataset_version"], "version": version,
        "moves": [(words, counts[move]) for move, words in moves.items() if counts[move]],
    }  # fmt: skip
    return basis.figure(
        "since_edition", facts, n=len(changes), as_of=f"{name}（{day}固定）→ {basis.as_of}",
        rows=lambda: _in_words(changes, moves, kinds),
        drawing=lambda _: _news(changes, counts, moves, kinds, address) if len(changes) else "",
    )  # fmt: skip


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
    changes: pd.DataFrame, counts: Mapping[str, int], moves: Mapping[str, str], kinds: Mapping[str, str],
    address: Address,
) -> str:  # fmt: skip
    tiles = html.number_tiles(Number(moves[move], f"{count:,}", "件", "") for move, count in counts.items())
    marks = changes[list(moves)].to_numpy(dtype=bool)
    rank = np.where(marks.any(axis=1), marks.argmax(axis=1), len(moves))
    first = changes.assign(rank=rank)[["rank", "area_code", "target_id"]].sort_values(
        ["rank", "area_code", "target_id"]
    )
    words = list(moves.values())
    lines = [
        (
            str(row["area_name_ja"]),
            address(str(row["area_code"])),
            [wording.text(row["label_ja"], ""),
             words[rank] if rank < len(words) else kinds[str(row["change"])],
             _before_and_after(row)],
        )
        for rank, row in zip(
            first["rank"].head(MOST_NEWS), changes.loc[first.index[:MOST_NEWS]].to_dict("records"), strict=True,
        )
    ]  # fmt: skip
    return (
        tiles
        + html.linked_rows(["自治体", "目標", "変化", "前 → 後"], lines)
        + html.rest_in_table(len(changes) - MOST_NEWS, "件")
    )


DIGEST_WIDTHS = (11, 15, 10, 12, 40)
MOST_EVENTS = 12


def digest(rows: pd.DataFrame, since: str, until: str, basis: Basis, *, knows_stages: bool) -> Figure:
    """Return what happened from one day to another."""
    shown = table_of("digest", rows.assign(day=rows["moment"].str[:10]))()
    kinds = rows["kind_ja"].value_counts(sort=False)
    facts = {"since": since, "until": until, "rows": len(rows), "kinds": kinds, "knows_stages": knows_stages}
    return basis.figure(
        "digest", facts, n=len(rows), as_of=f"{since} ～ {until}", table=lambda: shown,
        drawing=lambda _: _events(shown) if len(shown) else "",
    )  # fmt: skip


def _events(shown: pd.DataFrame) -> str:
    columns = [(str(heading), width, str(heading)) for heading, width in zip(shown.columns, DIGEST_WIDTHS, strict=True)]
    return html.listing(shown.head(MOST_EVENTS), *columns) + html.rest_in_table(len(shown) - MOST_EVENTS, "件")
