"""Which official statistics and boundaries were brought in, from which file, and what was found in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Figure
from data import schema

HEADINGS = {
    "kind_ja": "種類",
    "title_ja": "題名",
    "publisher_ja": "公表者",
    "as_of_date": "時点",
    "as_of_ja": "時点（和暦）",
    "scope_ja": "値のある範囲",
    "file_name": "ファイル",
    "sha256": "SHA-256",
    "imported_at": "取り込み日時",
    "imported_by": "取り込んだ人",
    "note_ja": "注記",
}
FINDING_HEADINGS = {"severity_ja": "重さ", "place": "場所", "message_ja": "内容"}


def figure(sources: pd.DataFrame, kinds: Mapping[str, str], *, with_people: bool) -> Figure:
    """Return what was brought in, one block each.

    Args:
        kinds: Kind → its words, of everything that can be brought in.
        with_people: Whether to say who did it: only for the staff.
    """
    rows = _in_words(sources, kinds, with_people=with_people)
    return Figure(
        name="imports",
        title="取り込んだ統計と境界",
        reading=_sentence(rows, kinds),
        unit="件",
        n=len(rows),
        counter="件",
        missing=len(set(kinds) - set(rows["source_code"])),
        missing_ja="取り込まれていないもの",
        as_of=_dates(rows),
        source=_publishers(rows),
        notes=("取り込んだものはこの環境だけにあり、配布されるデータセット（データ版の前半）は変わりません。",),
        table=lambda: tables.readable(rows, HEADINGS),
        drawing=lambda _: "".join(_block(row) for row in rows.to_dict("records")),
    )


def findings(rows: pd.DataFrame, sources: pd.DataFrame) -> Figure:
    """Return what was found when statistics were brought in: rows not used, areas resolved, values missing."""
    severity = schema.IMPORTED_TABLES["import_findings"].column("severity")
    order = list(severity.allowed)
    ordered = rows.sort_values("severity", key=lambda codes: codes.map(order.index), kind="stable", ignore_index=True)
    ordered = ordered.assign(severity_ja=tables.in_words(ordered["severity"], severity))
    shown = tables.readable(ordered, FINDING_HEADINGS)
    weighty = int((rows["severity"] != "info").sum())
    return Figure(
        name="import_findings",
        title="取り込みの所見",
        reading=f"取り込みの所見は{len(rows):,}件で、"
        + (f"うち{weighty:,}件は確かめてください。" if weighty else "確かめる必要のあるものはありません。"),
        unit="件",
        n=len(rows),
        counter="件",
        as_of="、".join(f"{wording.era_date(day)}現在" for day in sources["as_of_date"]),
        source="、".join(sources["title_ja"]),
        table=lambda: shown,
        drawing=lambda _: html.rows(list(shown.columns), shown.to_numpy().tolist(), widths=(12, 28, 60)),
    )


def _in_words(sources: pd.DataFrame, kinds: Mapping[str, str], *, with_people: bool) -> pd.DataFrame:
    rows = sources.assign(
        kind_ja=sources["source_code"].map(kinds),
        as_of_ja=[wording.era_date(day) if not wording.is_missing(day) else "" for day in sources["as_of_date"]],
        imported_at=sources["imported_at"].astype("string").str.slice(0, 16).str.replace("T", " "),
    )
    return rows if with_people else rows.drop(columns="imported_by")


def _block(row: Mapping[object, object]) -> str:
    """Return one source as a heading and its facts."""
    facts = [(HEADINGS[name], _text(row.get(name))) for name in ("scope_ja", "publisher_ja", "note_ja", "imported_at", "imported_by") if name in row]  # fmt: skip
    files = [(HEADINGS[name], _text(row[name])) for name in ("file_name", "sha256")]
    when = f"{_text(row['as_of_ja'])}現在" if not wording.is_missing(row["as_of_ja"]) else ""
    title = html.subtitle(_text(row["title_ja"]), when)
    known = [fact for fact in facts if fact[1] != wording.MISSING]
    return title + html.facts(known) + html.facts(files)


def _sentence(rows: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    there = [_kind_sentence(words, rows[rows["source_code"] == code]) for code, words in kinds.items()]
    absent = [words for code, words in kinds.items() if code not in set(rows["source_code"])]
    first = f"{'と'.join(filter(None, there))}を取り込んであります。" if any(there) else ""
    return first + (f"{'と'.join(absent)}は取り込まれていません。" if absent else "")


def _kind_sentence(words: str, rows: pd.DataFrame) -> str:
    """Return a kind with its day, or with the number of its files; nothing where there is none."""
    if rows.empty:
        return ""
    if len(rows) > 1:
        return f"{words}（{len(rows)}ファイル）"
    day = rows["as_of_ja"].iloc[0]
    return f"{words}（{day}現在）" if day else words


def _dates(rows: pd.DataFrame) -> str:
    days = [day for day in rows["as_of_ja"] if day]
    return "、".join(f"{day}現在" for day in dict.fromkeys(days)) or wording.MISSING


def _publishers(rows: pd.DataFrame) -> str:
    return "、".join(dict.fromkeys(_text(name) for name in rows["publisher_ja"])) or wording.MISSING


def _text(value: object) -> str:
    return wording.MISSING if wording.is_missing(value) else str(value)
