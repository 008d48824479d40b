"""Changes between two editions, since the last frozen one, and since a day. Pure."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Address, Basis, Figure, Number, Row
from components.figures.labels import AREA, TARGET, TARGET_YEAR, headings_of

HEADINGS = headings_of(
    "prefecture_ja", AREA, TARGET_YEAR, TARGET, "change_ja", "status_ja_before", "status_ja_after",
    "actual_value_before", "actual_value_after", "actual_unit_after", "target_id",
)  # fmt: skip
MOST_ROWS = 40
HIDDEN_JA = "小さい件数は秘匿しています。秘匿した値どうしの変化は表れません。"
MOST_NEWS = 8


def figure(
    changes: pd.DataFrame, kinds: Mapping[str, str], shares: Sequence[pd.DataFrame], names: tuple[str, str],
    basis: Basis,
) -> Figure:  # fmt: skip
    """Return what changed from one edition to another: the share attained as one group, and target by target."""
    rows = changes.assign(change_ja=changes["change"].map(kinds))
    before, after = names
    return basis.figure(
        "edition_changes", title=f"「{before}」から「{after}」まで", reading=_sentence(rows, kinds), n=len(rows),
        as_of=f"{before} → {after}",
        notes=(
            "達成割合は、達成した目標を、判定できた目標で割った値です。下限・上限は、未報告がすべて未達成・すべて達成だったときの値です。",
            HIDDEN_JA,
        ),
        table=lambda: tables.readable(rows, HEADINGS, sources=False),
        drawing=lambda _: _tiles(shares, names) + _listed(rows),
    )  # fmt: skip


def _sentence(rows: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    if rows.empty:
        return "二つの版の間で、目標の判定と実績に変化はありません。"
    counts = rows["change"].value_counts()
    parts = "、".join(f"{words}のは{counts[kind]:,}件" for kind, words in kinds.items() if counts.get(kind, 0))
    places = wording.count(rows["area_code"].nunique(), "自治体")
    return f"{places}の{len(rows):,}件の目標に変化があります（{parts}）。"


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
    same = str(edition["dataset_version"]) == version
    data_ja = (
        "文書のデータは同じ版です。"
        if same
        else f"文書のデータは版 {edition['dataset_version']} から {version} に変わりました。"
    )
    return basis.figure(
        "since_edition", title=f"「{name}」からの変化", reading=_since_sentence(counts, moves, len(changes), day) + data_ja,
        n=len(changes), as_of=f"{name}（{day}固定）→ {basis.as_of}",
        notes=(HIDDEN_JA, "「達成でなくなった」には、報告の訂正や差戻しによるものも含みます。"),
        table=lambda: tables.readable(_in_words(changes, moves, kinds), HEADINGS, sources=False),
        drawing=lambda _: _news(changes, counts, moves, kinds, address) if len(changes) else "",
    )  # fmt: skip


def _since_sentence(counts: Mapping[str, int], moves: Mapping[str, str], total: int, day: str) -> str:
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


DIGEST_HEADINGS = headings_of(
    ("day", "日付"), ("kind_ja", "できごと"), "prefecture_ja", "area_name_ja", ("what_ja", "内容")
)
DIGEST_WIDTHS = (11, 15, 10, 12, 40)
MOST_EVENTS = 12
STAGES_UNKNOWN_JA = "この日より前のデータが保存されていないため、段階の変化は分かりません。"
RULE_JA = (
    "期限を過ぎて未提出の市町村は、いまも届いていないものだけです。段階は、この日のデータといまのデータの違いです。"
)


def digest(rows: pd.DataFrame, since: str, until: str, basis: Basis, *, knows_stages: bool) -> Figure:
    """Return what happened from one day to another."""
    shown = tables.readable(rows.assign(day=rows["moment"].str[:10]), DIGEST_HEADINGS, sources=False)
    return basis.figure(
        "digest", title=f"{basis.place_ja}の動き（{wording.era_date(since)}から{wording.era_date(until)}まで）",
        reading=_digest_sentence(rows), n=len(rows), as_of=f"{since} ～ {until}",
        notes=(RULE_JA,) if knows_stages else (RULE_JA, STAGES_UNKNOWN_JA), table=lambda: shown,
        drawing=lambda _: _events(shown) if len(shown) else "",
    )  # fmt: skip


def _digest_sentence(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "この期間に、報告・判断・段階・版の動きはありません。"
    counts = rows["kind_ja"].value_counts(sort=False)
    return f"{len(rows):,}件の動きがありました（{'、'.join(f'{kind} {count:,}' for kind, count in counts.items())}）。"


def _events(shown: pd.DataFrame) -> str:
    columns = [(str(heading), width, str(heading)) for heading, width in zip(shown.columns, DIGEST_WIDTHS, strict=True)]
    return html.listing(shown.head(MOST_EVENTS), *columns) + html.rest_in_table(len(shown) - MOST_EVENTS, "件")
