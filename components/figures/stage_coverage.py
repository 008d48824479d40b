"""C4 市町村実施率: in what share of the municipalities, residents and residents aged 65+ something is at work. Pure.

Missing is not zero: a denominator or a population that nobody states is named, and what is known of a part of the
municipalities only says "at least".
"""

from collections.abc import Iterator

import pandas as pd

from components.drawing import grids, html, tables, wording
from components.drawing.model import Basis, Figure, Row, Share
from components.figures.labels import headings_of

WEIGHTS = {"municipalities": "市町村", "residents": "住民", "residents_65": "65歳以上の住民"}
UNIT_JA = "%（市町村数・住民・65歳以上の住民に対する割合）"
DEFINITION_JA = "市町村実施率は、準備または実施の段階にある市町村の割合と、そこに住む人・65歳以上の人の割合です。案の計画と目標は数えません。"
DUTY_JA = "任意の事業（重層的支援体制整備事業など）と、包括的な支援体制の整備（努力義務）は別のものです。"
LEAST_JA = "「少なくとも」は、名前の分かる市町村だけの値です。ほかに実施する市町村があるかもしれません。"
HEADINGS = headings_of(
    "prefecture_ja", "what_ja", "when_ja", ("weight_ja", "分母"), ("coverage_pct", "割合（%）"), "numerator",
    ("denominator", "分母の値"), "missing_count", "least_ja", "reading_ja", "source_ja",
)  # fmt: skip
_ONE = ["prefecture_ja", "what_ja", "when_ja"]


def of_place(rows: pd.DataFrame, basis: Basis, *, whole_japan: bool) -> Figure:
    """Return what is known for certain: for all of Japan the programme and year known of most prefectures."""
    shown = _certain(rows, whole_japan)
    one = shown.drop_duplicates(_ONE)
    return _figure(
        "municipality_coverage",
        _of_japan(one, basis.place_ja) if whole_japan else _of_prefecture(one, basis.place_ja), shown, basis,
        _table(shown, ["都道府県"]) if whole_japan else "".join(_bars(shown)),
        _short(one, basis.place_ja),
    )  # fmt: skip


def listing(rows: pd.DataFrame, basis: Basis) -> Figure:
    """Return everything that is known, by prefecture, programme and year; what is known for certain stands first."""
    order = rows.groupby(_ONE, sort=False)["is_lower_bound"].transform("first").sort_values(kind="stable").index
    rows = rows.loc[order]
    one = rows.drop_duplicates(_ONE)
    return _figure(
        "municipality_coverage_listing", _of_all(one, basis.place_ja), rows, basis, _table(rows, list(_ONE_HEADINGS))
    )


_ONE_HEADINGS = {"都道府県": "prefecture_ja", "事業・体制": "what_ja", "年度・時点": "when_ja"}


def _figure(name: str, reading: str, rows: pd.DataFrame, basis: Basis, drawing: str, short: str = "") -> Figure:
    least = (LEAST_JA,) if rows["is_lower_bound"].any() else ()
    shown = rows.assign(
        coverage_pct=rows["coverage_pct"].astype(float).round(1),
        numerator=rows["numerator"].astype(float).round(0),
        denominator=rows["denominator"].astype(float).round(0),
        least_ja=rows["is_lower_bound"].map({True: "少なくとも", False: ""}),
    )
    return basis.figure(
        "_figure", name=name, reading=reading, short=short, unit=UNIT_JA, n=len(rows.drop_duplicates(_ONE)),
        as_of=_joined(rows["when_ja"], "年度・時点は行ごと"), source=_joined(rows["source_ja"], basis.source),
        notes=(DEFINITION_JA + DUTY_JA, _residents_ja(rows), *least),
        table=lambda: tables.readable(shown, HEADINGS, sources=False),
        drawing=(lambda _: drawing) if drawing else None,
    )  # fmt: skip


def _joined(values: "pd.Series[str]", many_ja: str) -> str:
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


def _nothing(place_ja: str) -> str:
    return (
        f"{place_ja}の市町村実施率が分かる一覧や数は、手元の文書にありません。実施していないという意味ではありません。"
    )


def _of_japan(one: pd.DataFrame, place_ja: str) -> str:
    if one.empty:
        return _nothing(place_ja)
    first = one.iloc[0]
    share = wording.share(int(one["numerator"].sum()), int(one["denominator"].sum()))
    return (
        f"{first['when_ja']}の{first['what_ja']}は、名前の一覧か数の分かる{len(one)}都道府県の{share}で"
        "準備または実施の段階にあります。ほかの都道府県は情報がありません（実施していないという意味ではありません）。"
    )


def _of_prefecture(one: pd.DataFrame, place_ja: str) -> str:
    if one.empty:
        return _nothing(place_ja)
    first = one.iloc[0].to_dict()
    return f"{place_ja}では、{first['when_ja']}の{first['what_ja']}の市町村実施率は、{_in_words(first)}です。"


def _short(one: pd.DataFrame, place_ja: str) -> str:
    if one.empty or one["numerator"].isna().any() or one["denominator"].isna().any():
        return ""
    part, whole = int(one["numerator"].sum()), int(one["denominator"].sum())
    where = f"{len(one)}都道府県" if len(one) > 1 else place_ja
    least = "少なくとも" if one["is_lower_bound"].any() else ""
    share = wording.percent(100 * part / whole)
    return f"{where}では、{whole:,}市町村のうち{least}{part:,}（{share}）が準備か実施の段階です。"


def _of_all(one: pd.DataFrame, place_ja: str) -> str:
    if one.empty:
        return _nothing(place_ja)
    certain, known = int((~one["is_lower_bound"]).sum()), f"{place_ja}の市町村実施率は{len(one):,}件が分かり"
    if not certain:
        return f"{known}、どれも「少なくとも」の値です。"
    rest = f"、ほかの{len(one) - certain:,}件は「少なくとも」の値です。" if certain < len(one) else "です。"
    return f"{known}、全市町村について分かるのは{certain:,}件{rest}"


def _residents_ja(rows: pd.DataFrame) -> str:
    """Return which residents are counted, and what a missing value means."""
    days = rows["residents_date"].dropna()
    if len(days):
        return f"住民の数は、分子・分母とも国勢調査（{wording.era_date(days.iloc[0])}現在）の値です。"
    return "国勢調査が取り込まれていないため、人口は文書に書かれたものだけです。「不明」と斜線は 0 ではありません。"


def _bars(rows: pd.DataFrame) -> Iterator[str]:
    """Return the three shares of each programme and year as bars below each other; unknown ones are hatched."""
    for (what, when), group in rows.groupby(["what_ja", "when_ja"], sort=False):
        found = {row["weight"]: row for row in group.to_dict("records")}
        shares = [
            Share(label, _percent(found.get(code)), _in_words(found.get(code))) for code, label in WEIGHTS.items()
        ]
        yield html.subtitle(str(what), str(when)) + html.share_bars(shares)


def _table(rows: pd.DataFrame, first: list[str]) -> str:
    lines = []
    for _, group in rows.groupby(_ONE, sort=False):
        found = {row["weight"]: row for row in group.to_dict("records")}
        own = [str(group.iloc[0][_ONE_HEADINGS[heading]]) for heading in first]
        lines.append([*own, *(_in_words(found.get(code)) for code in WEIGHTS)])
    widths = (13, 29, 29, 29) if len(first) == 1 else (9, 19, 15, 19, 19, 19)
    return grids.roomy(html.rows([*first, *WEIGHTS.values()], lines, widths=widths))


def _percent(row: Row | None) -> float | None:
    return None if row is None or wording.is_missing(row["coverage_pct"]) else float(row["coverage_pct"])


def _in_words(row: Row | None) -> str:
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
