"""How far the documents were read and what the words mean. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Protocol

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure, Share


class Measure(Protocol):
    """A derived figure as data.measures defines it."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name_ja(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def formula_ja(self) -> str: ...  # noqa: D102
    @property
    def meaning_ja(self) -> str: ...  # noqa: D102
    @property
    def caveat_ja(self) -> str: ...  # noqa: D102


def documents(rows: pd.DataFrame, records: pd.DataFrame, basis: Basis) -> Figure:
    """Return the documents with their hash, by which a copy can be told from the one that was read."""
    counts = records["doc_id"].value_counts()
    is_read = rows["state"] != "left_out"
    left_out = rows[~is_read].to_dict("records")
    blocks = "".join([*map(_left_out, left_out), *(_document(row, counts) for row in rows[is_read].to_dict("records"))])
    reading = f"{is_read.sum():,}件の文書から、{len(records):,}件の記録を読み取りました。"
    if left_out:
        reading += f"{len(left_out):,}件は読めなかったため外しました。ほかの文書の数値には影響しません。"
    return Figure(
        name="documents",
        title="読み込んだ文書",
        reading=reading,
        unit="件",
        n=len(rows),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=("お手元の文書の SHA-256 が同じなら、行番号もそのまま使えます。",),
        table=lambda: tables.published(rows, "documents"),
        drawing=lambda _: blocks,
    )


def _document(row: Mapping[Hashable, object], counts: pd.Series) -> str:
    """Return what is known of a document that was read."""
    facts = [
        ("年度", wording.fiscal_year(row["fiscal_year"])),
        ("発行者", _text(row["publisher_ja"])),
        ("行数", wording.with_unit(row["line_count"], "行")),
        ("記録", wording.count(int(counts.get(row["doc_id"], 0)), "件")),
        ("途中で切れているか", "はい" if row["truncated"] else "いいえ"),
    ]
    file = [("ファイル名", str(row["file_name"])), ("SHA-256", str(row["sha256"]))]
    return html.heading(f"文書{row['doc_id']}", str(row["title_ja"])) + html.facts(facts) + html.facts(file)


def _left_out(row: Mapping[Hashable, object]) -> str:
    """Return why a document was not read, and what to do."""
    facts = [("読み込み", "読めずに外した"), ("理由", _text(row["reason_ja"])), ("対処", _text(row["remedy_ja"]))]
    return html.heading(f"文書{row['doc_id']}", str(row["file_name"])) + html.facts(facts)


def measures(rows: Iterable[Measure], shared_rules: Iterable[str], basis: Basis) -> Figure:
    """Return the definitions of the derived figures and the rules that all of them keep."""
    listed = list(rows)
    blocks = "".join(
        html.subtitle(_name(measure), measure.unit)
        + html.facts([("式", measure.formula_ja), ("意味", measure.meaning_ja), ("注意", measure.caveat_ja)])
        for measure in listed
    )
    return Figure(
        name="measures",
        title="計算した数値の定義",
        reading="カバー率などの数値は、次の式と約束で計算しています。",
        unit="各定義のとおり",
        n=len(listed),
        counter="件",
        as_of=basis.as_of,
        source=basis.source,
        notes=tuple(shared_rules),
        table=lambda: pd.DataFrame(
            [(m.code, m.name_ja, m.unit, m.formula_ja, m.meaning_ja, m.caveat_ja) for m in listed],
            columns=["記号", "名称", "単位", "式", "意味", "注意"],
        ),
        drawing=lambda _: blocks,
    )


def _name(measure: Measure) -> str:
    """Return the name with its sign in front where readers know it by that: C1 対象人口カバー率."""
    known = measure.code.removeprefix("C").isdigit()
    return f"{measure.code} {measure.name_ja}" if known else measure.name_ja


def notes(version: str, basis: Basis, rows: Iterable[Measure], shared_rules: Iterable[str]) -> list[tuple[str, str]]:
    """Return what must stand in front of all tables: version, time, source, definitions and rules."""
    return [
        ("データ版", version),
        ("時点", basis.as_of),
        ("出典", basis.source),
        *[(f"{_name(m)}（{m.unit}）", f"{m.formula_ja.removesuffix('。')}。{m.caveat_ja}") for m in rows],
        *[("約束", rule) for rule in shared_rules],
    ]


def parser_coverage(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return how many lines of the plans were read, and how many no rule took."""
    kinds = {
        "lines_read": "事実として読み取った行",
        "lines_heading": "見出し・項目名の行",
        "lines_ignored": "読まないと決めた行（空行・説明）",
        "lines_picture": "図の文字の行",
        "lines_unclaimed": "どの規則も引き取らなかった行",
    }
    total = int(rows["lines_total"].sum())
    shares = [_line_share(label, int(rows[column].sum()), total) for column, label in kinds.items()]
    headings = {"prefecture_ja": "都道府県", "area_name_ja": "自治体", "lines_total": "全行", **kinds}
    return Figure(
        name="parser_coverage",
        title="文書の読み取りの範囲",
        reading=_coverage_sentence(rows),
        unit="%（計画書の行）",
        n=len(rows),
        counter="件（計画書）",
        as_of=basis.as_of,
        source=basis.source,
        table=lambda: tables.readable(
            rows.round({"unclaimed_pct": 1}), headings | {"unclaimed_pct": "引き取らなかった割合（%）"}
        ),
        drawing=lambda _: html.share_bars(shares),
    )


def _line_share(label: str, lines: int, total: int) -> Share:
    pct = 100 * lines / total if total else None
    words = wording.MISSING if pct is None else f"{lines:,}行（{wording.percent(pct)}）"
    return Share(label, pct, words)


def _coverage_sentence(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "読み取った計画書がありません。"
    most = rows["unclaimed_pct"].max()
    if not most:
        return "どの計画書にも、規則が引き取らずに残った行はありません。"
    names = wording.tied_names([str(name) for name in rows.loc[rows["unclaimed_pct"] == most, "area_name_ja"]])
    return f"規則が引き取らずに残った行の割合は、最も多い{names}の計画書で{wording.percent(most)}です。"


def _text(value: object) -> str:
    return wording.MISSING if wording.is_missing(value) else str(value)
