"""Changes between two editions, since the last frozen one, since a day, and between two fiscal years. Pure."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from components.drawing import html, wording
from components.drawing.declared import table_of
from components.drawing.marks import STAGES
from components.drawing.model import Address, Basis, Figure, Number, Row
from components.figures.stages import INTENDED, OTHER_ROADS, PROGRAMMES

MOST_ROWS = 40
MOST_NEWS = 8


def figure(
    changes: pd.DataFrame, kinds: Mapping[str, str], shares: Sequence[pd.DataFrame], names: tuple[str, str],
    basis: Basis,
) -> Figure:  # fmt: skip
    """Return what changed from one edition to another: the share attained as one group, and target by target."""
    rows = changes.assign(change_ja=changes["change"].map(kinds))
    firsts = [next(iter(share.to_dict("records")), None) for share in shares]
    tiles = [_tile(f"達成割合（{name}）", row) for name, row in zip(names, firsts, strict=True)]
    counts = rows["change"].value_counts()
    facts = {
        "names": names, "rows": len(rows), "places": rows["area_code"].nunique(),
        "kinds": [(words, counts[kind]) for kind, words in kinds.items() if counts.get(kind, 0)],
    }  # fmt: skip
    columns = (("自治体", 0, "area_name_ja"), ("目標", 0, lambda row: str(row["label_ja"])), ("変化", 0, "change_ja"))
    listed = html.listing(rows.head(MOST_ROWS), *columns, ("前 → 後", 0, _before_and_after))
    listed += html.rest_in_table(len(rows) - MOST_ROWS, "件")
    return basis.figure(
        "edition_changes", facts, n=len(rows), as_of=" → ".join(names), rows=rows,
        drawing=lambda _: html.number_tiles(tiles) + listed,
    )  # fmt: skip


def _tile(label: str, share: Row | None) -> Number:
    if share is None or wording.is_missing(share["attained_pct"]):
        count = 0 if share is None else int(share["unreported_count"])
        return Number(label, wording.MISSING, "", f"判定できた目標がありません（未報告{count:,}件）")
    counts = f"{int(share['rateable_count']):,}件のうち{int(share['attained_count']):,}件"
    bounds = f"{wording.percent(share['lowest_pct'])}～{wording.percent(share['highest_pct'])}"
    return Number(label, wording.number(share["attained_pct"], 1), "%", f"{counts}、下限～上限 {bounds}")


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

    def rows() -> pd.DataFrame:
        marks = zip(changes[list(moves)].to_numpy(dtype=bool), changes["change"], strict=True)
        said = [  # all moves, else the kind of the change
            "・".join(words for words, holds in zip(moves.values(), row, strict=True) if holds) or kinds[str(kind)]
            for row, kind in marks
        ]
        return changes.assign(change_ja=said)

    return basis.figure(
        "since_edition", facts, n=len(changes), as_of=f"{name}（{day}固定）→ {basis.as_of}",
        rows=rows,
        drawing=lambda _: _news(changes, counts, moves, kinds, address) if len(changes) else "",
    )  # fmt: skip


def _news(
    changes: pd.DataFrame, counts: Mapping[str, int], moves: Mapping[str, str], kinds: Mapping[str, str],
    address: Address,
) -> str:  # fmt: skip
    tiles = html.number_tiles(Number(moves[move], f"{count:,}", "件", "") for move, count in counts.items())
    marks = changes[list(moves)].to_numpy(dtype=bool)
    rank = np.where(marks.any(axis=1), marks.argmax(axis=1), len(moves))
    keys = ["rank", "area_code", "target_id"]
    first = changes.assign(rank=rank)[keys].sort_values(keys).head(MOST_NEWS)
    words = list(moves.values())
    lines = [
        (str(row["area_name_ja"]), address(str(row["area_code"])),
         [wording.text(row["label_ja"], ""), words[row["rank"]] if row["rank"] < len(words) else kinds[str(row["change"])],
          _before_and_after(row)])
        for row in changes.loc[first.index].assign(rank=first["rank"]).to_dict("records")
    ]  # fmt: skip
    listed = html.linked_rows(["自治体", "目標", "変化", "前 → 後"], lines)
    return tiles + listed + html.rest_in_table(len(changes) - MOST_NEWS, "件")


DIGEST_WIDTHS = (11, 15, 10, 12, 40)
MOST_EVENTS = 12


def digest(rows: pd.DataFrame, since: str, until: str, basis: Basis, *, knows_stages: bool) -> Figure:
    """Return what happened from one day to another."""
    shown = table_of("digest", rows.assign(day=rows["moment"].str[:10]))()
    kinds = rows["kind_ja"].value_counts(sort=False)
    facts = {"since": since, "until": until, "rows": len(rows), "kinds": kinds, "knows_stages": knows_stages}
    columns = [(str(heading), width, str(heading)) for heading, width in zip(shown.columns, DIGEST_WIDTHS, strict=True)]
    drawn = html.listing(shown.head(MOST_EVENTS), *columns) + html.rest_in_table(len(shown) - MOST_EVENTS, "件")
    return basis.figure(
        "digest", facts, n=len(rows), as_of=f"{since} ～ {until}", table=lambda: shown, drawing=lambda _: drawn
    )


SIDES = ("before", "after")
STEPS = ("up", "back", "other", "same")  # of those of whom both years are known
LISTED_MOVES = ("up", "back", "other", "new")


def between_years(
    moves: pd.DataFrame, words: Mapping[str, str], years: tuple[int, int], basis: Basis, address: Address
) -> Figure:
    """Return how many municipalities moved up or back between two years, were newly known or not, and which ones moved.

    Args:
        moves, words: data.answers.stage_moves of the earlier and the later year, and STAGE_MOVES.
    """
    counts = {move: int((moves["move"] == move).sum()) for move in (*STEPS, "new", "lost")}
    both, names = sum(counts[move] for move in STEPS), [wording.short_year(year) for year in years]
    notes = dict.fromkeys(STEPS, f"両方分かる{both:,}市町村のうち")
    notes |= {"new": f"{names[0]}は情報なし", "lost": f"{names[1]}は情報なし"}
    shown = [move for move, number in counts.items() if number or move != "other"]
    tiles = [Number(words[move], f"{counts[move]:,}", "市町村", notes[move]) for move in shown]
    rows = moves[moves["move"] != "unknown"].assign(move_ja=moves["move"].map(words))
    for side in SIDES:
        found = [_stage_of(row, side) for row in rows.to_dict("records")]
        rows[[f"stage_ja_{side}", f"source_ja_{side}"]] = pd.DataFrame(
            found, rows.index, ["stage", "source"], dtype=object
        )
    return basis.figure(
        "stages_of_two_years", {"years": names, "both": both, "counts": counts}, n=both, missing=len(moves) - both,
        as_of=" → ".join(names), rows=rows, drawing=lambda _: html.number_tiles(tiles) + _moved(rows, address),
    )  # fmt: skip


def _stage_of(row: Row, side: str) -> tuple[str, str]:
    """Return programme and stage of one side in short words, such as 重層 実施中（予定）, and their source."""
    stage, programme = str(row[f"furthest_stage_{side}"]), str(row[f"furthest_programme_{side}"])
    name = "" if stage in (*OTHER_ROADS, "preparing", "unknown") else f"{PROGRAMMES.get(programme, '')} "
    intended = INTENDED.get(str(row[f"furthest_evidence_{side}"]))
    words = f"{name}{STAGES[stage].label_ja}{f'（{intended}）' if intended else ''}"
    return words, wording.text(row.get(f"{programme}_source_ja_{side}"))


def _moved(rows: pd.DataFrame, address: Address) -> str:
    """Return the municipalities that moved or are newly known, each with its stage in both years and a link to its page."""
    found = rows[rows["move"].isin(LISTED_MOVES)]
    found = found.sort_values("move", key=lambda moves: moves.map(LISTED_MOVES.index), kind="stable")
    several = found["prefecture_code"].nunique() > 1
    lines = [
        (f"{row['prefecture_ja'] if several else ''} {row['name_ja']}".strip(), address(str(row["area_code"])),
         [str(row["move_ja"]), f"{row['stage_ja_before']} → {row['stage_ja_after']}"])
        for row in found.head(MOST_ROWS).to_dict("records")
    ]  # fmt: skip
    return html.linked_rows(["市町村", "変化", "前 → 後"], lines) + html.rest_in_table(len(found) - MOST_ROWS, "市町村")
