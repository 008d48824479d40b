"""The last parts of the report: how its figures are defined, and the documents behind them. Pure."""

from __future__ import annotations

import pandas as pd

from components.drawing import wording
from components.packs.model import Definition, Source
from data import schema
from data.pack_facts import PackFacts

# What the report shows; the other derived figures are defined in the application.
_SHOWN = ("C1", "C3")
_SHOWN_WITH_REPORTS = (*_SHOWN, "attainment", "reporting", "attained_share", "suppression")
AGING = Definition(
    "高齢化率",
    "%",
    "100 × 65歳以上の人口 ÷ 人口。計画書に書かれた値。",
    "人口に占める65歳以上の人の割合。",
    "高いこと・低いことによしあしはない。時点は計画書ごとに異なる。",
)


def definitions(facts: PackFacts) -> tuple[Definition, ...]:
    """Return the definitions of the figures that the report shows."""
    shown = _SHOWN_WITH_REPORTS if facts.reported else _SHOWN
    rows = facts.definitions.set_index("code").loc[list(shown)].reset_index()
    derived = tuple(
        Definition(
            f"{row['name_ja']}（{row['code']}）" if len(row["code"]) == 2 else str(row["name_ja"]),
            str(row["unit"]),
            str(row["formula_ja"]),
            str(row["meaning_ja"]),
            str(row["caveat_ja"]),
        )
        for row in rows.to_dict("records")
    )
    if facts.reported is None:
        return (AGING, *derived)
    bands = Definition("段階", "", facts.reported.rules["bands_ja"], "達成率を段階で読むための区切り。", "")
    return (AGING, *derived, bands)


def sources(facts: PackFacts) -> tuple[Source, ...]:
    """Return the documents that the report rests on, with the lines of each municipality, and the lists of stages."""
    documents = []
    having = facts.towns[facts.towns["has_record"]]
    if facts.area_code:
        having = having[having["area_code"] == facts.area_code]
    for row in facts.documents.to_dict("records"):
        lines = tuple(
            f"{town['name_ja']} {wording.place_of(town)}"
            for town in having[having["doc_id"] == row["doc_id"]].to_dict("records")
        )
        lines += _other_lines(facts, str(row["doc_id"]), set(having["record_id"]))
        if lines:
            documents.append(_document(row, lines))
    return (*documents, *_stage_lists(facts), *_reports(facts))


def _document(row: dict[object, object], lines: tuple[str, ...]) -> Source:
    kind = schema.label_of("documents", "doc_type", str(row["doc_type"]))
    return Source(
        doc_id=str(row["doc_id"]),
        title_ja=str(row["title_ja"]),
        kind_ja=f"{kind}（{schema.label_of('documents', 'status', str(row['status']))}）",
        year_ja=wording.fiscal_year(row["fiscal_year"]) if not wording.is_missing(row["fiscal_year"]) else "年度の記載なし",
        used_ja=lines,
        sha256=str(row["sha256"]),
    )  # fmt: skip


def _other_lines(facts: PackFacts, doc_id: str, shown: set[str]) -> tuple[str, ...]:
    """Return where targets of other records of the document stand, such as those of the prefecture itself."""
    rows = facts.targets[(facts.targets["doc_id"] == doc_id) & ~facts.targets["record_id"].isin(shown)]
    return tuple(
        f"{group['area_name_ja'].iloc[0]} {wording.place(doc_id, group['line_start'].min(), group['line_end'].max())}"
        for _, group in rows.groupby("record_id", sort=True)
    )


def _stage_lists(facts: PackFacts) -> tuple[Source, ...]:
    rows = facts.stages[facts.stages["doc_id"].isna() & facts.stages["source_title"].notna()]
    if facts.area_code:
        rows = rows[rows["area_code"] == facts.area_code]
    return tuple(
        Source(
            doc_id="",
            title_ja=str(title),
            kind_ja="段階の一覧",
            year_ja="～".join(
                dict.fromkeys(
                    wording.fiscal_year(year) for year in (group["fiscal_year"].min(), group["fiscal_year"].max())
                )
            ),
            used_ja=(wording.names([str(name) for name in group["area_name_ja"].drop_duplicates()]),),
            sha256="",
        )
        for title, group in rows.groupby("source_title", sort=True)
    )  # fmt: skip


def _reports(facts: PackFacts) -> tuple[Source, ...]:
    if facts.reported is None:
        return ()
    received = facts.reported.forms
    received = received[received["is_submitted"].astype(bool)]
    if facts.area_code:
        received = received[received["area_code"] == facts.area_code]
    names = _names(received)
    return (Source("", "市町村の実績報告", "報告（年度）", wording.fiscal_year(facts.reported.year), names, ""),)


def _names(rows: pd.DataFrame) -> tuple[str, ...]:
    if rows.empty:
        return ("提出なし",)
    return tuple(f"{row['area_name_ja']} 第{int(row['revision'])}版" for row in rows.to_dict("records"))
