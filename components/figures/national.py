"""The national counts as context, and C4 市町村実施率: the share of municipalities, residents and those aged 65+ at work. Pure.

Missing is not zero: a denominator or a population that nobody states is named, and what is known of a part of the
municipalities only says "at least".
"""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.drawing import grids, html, wording
from components.drawing.charts import base_layout, mark_years, year_marks
from components.drawing.marks import Mark, marks_of
from components.drawing.model import Basis, Figure, Row, Share
from components.drawing.theme import Mode, palette

PROGRAMMES = marks_of("national_programmes")
# A count that is no plain statement is hatched: a plan, or a number read off a picture.
PATTERNS: Final = {"planned": "/", "figure_label": ".", "figure_label_order_inferred": "x"}


def counts(rows: pd.DataFrame, events: pd.DataFrame | None = None) -> Figure:
    """Return the national counts by year and programme; planned and inferred ones are hatched."""
    shown = rows.assign(fiscal_year_ja=rows["fiscal_year"].map(wording.fiscal_year))
    unsure = int((rows["evidence"] != "stated").sum())
    outside = rows["record_id"].isna().any()
    documents = sorted(
        {wording.place(row["doc_id"], row["line_start"]) for row in rows.dropna(subset="line_start").to_dict("records")}
    )
    source = "、".join([*documents, *(["国の白書など（所在は表の「出典」）"] if outside else [])])
    mine = rows[rows["programme_code"] == "multilayered_support"].sort_values("fiscal_year").to_dict("records")
    return Basis("", _span(rows), source).figure(
        "national_counts", {"whole": len(rows), "mine": mine}, n=len(rows), missing=unsure,
        rows=shown, drawing=lambda mode: _columns(rows, mode, events),
    )  # fmt: skip


def _span(rows: pd.DataFrame) -> str:
    return f"{wording.fiscal_year(rows['fiscal_year'].min())}～{wording.fiscal_year(rows['fiscal_year'].max())}"


def _columns(rows: pd.DataFrame, mode: Mode, events: pd.DataFrame | None) -> go.Figure:
    figure = go.Figure(layout=base_layout(mode, height=330))
    rows = rows.sort_values(["fiscal_year", "municipalities", "evidence", "evidence_ja"])
    for code, mark in PROGRAMMES.items():
        mine = rows[rows["programme_code"] == code]
        if len(mine):
            figure.add_bar(**_bars(mine, mark, mode), textfont={"size": 14, "color": palette(mode).text})
    years = sorted({int(year) for year in rows["fiscal_year"]})
    mark_years(figure, year_marks(events, years), mode)
    figure.update_layout(barmode="group", bargap=0.25, bargroupgap=0.05)
    figure.update_xaxes(categoryorder="array", categoryarray=[_year(year) for year in years], showgrid=False)
    figure.update_yaxes(rangemode="tozero", tickformat=",d", title={"text": "市町村"}, nticks=6)
    return figure


def _bars(rows: pd.DataFrame, mark: Mark, mode: Mode) -> dict[str, Any]:
    """Return the bars of one programme; the pattern says what each count rests on."""
    pattern = {
        "shape": [PATTERNS.get(evidence, "") for evidence in rows["evidence"]], "bgcolor": mark.colour(mode),
        "fgcolor": palette(mode).background, "size": 7, "solidity": 0.35,
    }  # fmt: skip
    return {
        "name": mark.label_ja, "x": rows["fiscal_year"].map(_year).tolist(), "y": rows["municipalities"].astype(int).tolist(),
        "text": rows["municipalities"].map(wording.number).tolist(), "textposition": "outside", "cliponaxis": False,
        "customdata": [[str(words)] for words in rows["evidence_ja"]],
        "hovertemplate": f"%{{x}}<br>{mark.label_ja} %{{y:,}}市町村<br>根拠 %{{customdata[0]}}<extra></extra>",
        "marker": {"color": mark.colour(mode), "pattern": pattern},
    }  # fmt: skip


def _year(year: object) -> str:
    return wording.fiscal_year(year).replace("年度（", "<br>").replace("年度）", "")


def reconciliation(rows: pd.DataFrame) -> Figure:
    """Return the national count beside the named list and what is known here, with the gap as a number."""
    compared = rows[rows["national_count"].notna()].sort_values(["programme_code", "fiscal_year"])
    shown = compared.assign(fiscal_year_ja=compared["fiscal_year"].map(wording.fiscal_year))
    drawn = html.listing(
        shown, ("事業", 26, "programme_ja"), ("年度", 20, "fiscal_year_ja"),
        ("国の数（根拠）", 24, lambda row: f"{wording.number(row['national_count'])}（{row['national_evidence_ja']}）"),
        ("名前の一覧", 10, lambda row: wording.number(row["list_count"])),
        ("ここで分かる数", 12, lambda row: wording.number(row["known_count"])), ("差", 8, lambda row: wording.number(row["gap"])),
    )  # fmt: skip
    named = compared[(compared["known_count"].fillna(0) > 0) & compared["gap"].notna()].sort_values("known_count")
    return Basis("", _span(compared), "国の白書など・段階の一覧（所在は表の「出典」）").figure(
        "reconciliation", {"best": named.tail(1).to_dict("records")}, n=len(compared), rows=shown,
        drawing=lambda _: grids.roomy(drawn),
    )  # fmt: skip


def model_outcome(outcome: Row, members: pd.DataFrame, as_of: str) -> Figure:
    """Return how many of the municipalities with a plan are on a later list, with its caveat."""
    listed, whole = int(outcome["listed_count"]), int(outcome["model_count"])
    words = f"{whole}のうち{listed}（{wording.percent(outcome['share_pct'])}）"
    share = Share("後の一覧に載る", float(outcome["share_pct"]), words)
    names = members[members["is_listed"].astype(bool)]["area_name_ja"].astype(str).tolist()
    shown = members.assign(listed_ja=members["is_listed"].map({True: "載る", False: "載らない"}))
    return Basis("", str(outcome["list_as_of"]) or as_of, str(outcome["list_title_ja"])).figure(
        "model_outcome", {"listed": listed, "whole": whole}, reading=str(outcome["reading_ja"]), n=whole,
        notes=(str(outcome["caveat_ja"]),), rows=shown,
        drawing=lambda _: html.share_bars([share]) + html.paragraph(f"載る市町村：{'、'.join(names)}", "km-meta"),
    )  # fmt: skip


WEIGHTS = {"municipalities": "市町村", "residents": "住民", "residents_65": "65歳以上の住民"}
_ONE = ["prefecture_ja", "what_ja", "when_ja"]


def coverage(rows: pd.DataFrame, basis: Basis, *, whole_japan: bool) -> Figure:
    """Return what is known for certain: for all of Japan the programme and year known of most prefectures."""
    shown = _certain(rows, whole_japan)
    one = shown.drop_duplicates(_ONE)
    first = one.head(1).to_dict("records")
    is_whole = len(one) > 0 and one[["numerator", "denominator"]].notna().all(axis=None)
    facts = {
        "known": len(one), "first": {**first[0], "words": _coverage_ja(first[0])} if first else {}, "is_japan": whole_japan,
        "part": int(one["numerator"].sum()), "whole": int(one["denominator"].sum()), "is_whole": is_whole,
        "is_least": one["is_lower_bound"].any(),
    }  # fmt: skip
    drawing = _coverage_table(shown, ["都道府県"]) if whole_japan else _coverage_bars(shown)
    return _coverage_figure("municipality_coverage", facts, shown, basis, drawing)


def every_coverage(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return everything that is known, by prefecture, programme and year; what is known for certain stands first."""
    order = rows.groupby(_ONE, sort=False)["is_lower_bound"].transform("first").sort_values(kind="stable").index
    rows = rows.loc[order]
    one = rows.drop_duplicates(_ONE)
    facts = {"known": len(one), "certain": int((~one["is_lower_bound"]).sum())}
    return _coverage_figure(
        "municipality_coverage_listing", facts, rows, basis, _coverage_table(rows, list(_ONE_HEADINGS))
    )


_ONE_HEADINGS = {"都道府県": "prefecture_ja", "事業・体制": "what_ja", "年度・時点": "when_ja"}


def _coverage_figure(key: str, facts: Mapping[str, object], rows: pd.DataFrame, basis: Basis, drawing: str) -> Figure:
    days = rows["residents_date"].dropna()
    facts = {**facts, "day": days.iloc[0] if len(days) else "", "has_least": rows["is_lower_bound"].any()}
    digits = {"coverage_pct": 1, "numerator": 0, "denominator": 0}
    shown = rows.astype(dict.fromkeys(digits, float)).round(digits)
    shown["least_ja"] = rows["is_lower_bound"].map({True: "少なくとも", False: ""})
    return basis.figure(
        key, facts, rows=shown, n=len(rows.drop_duplicates(_ONE)), as_of=_few(rows["when_ja"], "年度・時点は行ごと"),
        source=_few(rows["source_ja"], basis.source), drawing=(lambda _: drawing) if drawing else None,
    )  # fmt: skip


def _few(values: "pd.Series[str]", many_ja: str) -> str:
    """Return the few different values of a column in words, or what stands for many."""
    different = list(dict.fromkeys(values.astype(str)))
    return "、".join(different) if 0 < len(different) <= 2 else many_ja


def _certain(rows: pd.DataFrame, whole_japan: bool) -> pd.DataFrame:
    """Return what is known of all municipalities of a prefecture; where nothing is, the latest that is known of some."""
    heads = rows[rows["weight"] == "municipalities"]
    certain = heads[~heads["is_lower_bound"]]
    chosen = certain if len(certain) else heads.head(1)
    if whole_japan and len(chosen):
        sizes = chosen.groupby(["what_ja", "when_ja"])["weight"].transform("size")
        most = chosen.iloc[int(sizes.to_numpy().argmax())]
        chosen = chosen[(chosen["what_ja"] == most["what_ja"]) & (chosen["when_ja"] == most["when_ja"])]
    return rows.merge(chosen[_ONE], "inner", _ONE)


def _coverage_bars(rows: pd.DataFrame) -> str:
    """Return the three shares of each programme and year as bars below each other; unknown ones are hatched."""
    drawn = ""
    for (what, when), group in rows.groupby(["what_ja", "when_ja"], sort=False):
        found = {row["weight"]: row for row in group.to_dict("records")}
        shares = [
            Share(label, wording.float_of(found.get(code, {}).get("coverage_pct")), _coverage_ja(found.get(code)))
            for code, label in WEIGHTS.items()
        ]
        drawn += html.subtitle(str(what), str(when)) + html.share_bars(shares)
    return drawn


def _coverage_table(rows: pd.DataFrame, first: list[str]) -> str:
    found: dict[tuple[object, ...], dict[object, Row]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(tuple(row[name] for name in _ONE), {})[row["weight"]] = row
    lines = [
        [
            *(str(next(iter(one.values()))[_ONE_HEADINGS[heading]]) for heading in first),
            *(_coverage_ja(one.get(code)) for code in WEIGHTS),
        ]
        for one in found.values()
    ]
    widths = (13, 29, 29, 29) if len(first) == 1 else (9, 19, 15, 19, 19, 19)
    return grids.roomy(html.rows([*first, *WEIGHTS.values()], lines, widths=widths))


def _coverage_ja(row: Row | None) -> str:
    """Return a share with part and whole, or what of them is not known."""
    if row is None:
        return "不明（市町村名の記載がない）"
    if wording.is_missing(row["numerator"]):
        return f"不明（{wording.count(int(row['missing_count']), '市町村')}の名前か人口が分からない）"
    unit = "市町村" if row["weight"] == "municipalities" else "人"
    least = "少なくとも" if row["is_lower_bound"] else ""
    if wording.is_missing(row["denominator"]):
        return f"{least}{wording.with_unit(row['numerator'], unit)}（全体の数は不明）"
    whole, part = wording.with_unit(row["denominator"], unit), wording.number(row["numerator"])
    return f"{whole}のうち{least}{part}（{wording.percent(row['coverage_pct'])}）"
