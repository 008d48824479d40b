"""The reach of the plans: who has one out of how many, population coverage (C1) and function coverage (C3). Pure."""

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.declared import TOWN, headings_of
from components.drawing.marks import COVERAGE_PARTS, PILLARS, PROGRAMME_GROUPS, words_of
from components.drawing.model import Address, Bars, Basis, Figure, Share, Shares

NOT_A_RATE_JA = "手元の文書は全国の計画書の一部です。計画書がないことは、事業を実施していないことを意味しません。"


def by_prefecture(towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return bars of the municipalities with a plan, one per prefecture that has any."""
    counts = pd.crosstab(towns["prefecture_ja"], towns["programme_group"]).drop(columns="no_record", errors="ignore")
    counts = counts.reindex(towns["prefecture_ja"].unique(), fill_value=0)
    totals = counts.sum(axis=1)
    chart = Bars(counts[totals > 0], PROGRAMME_GROUPS, "市町村")
    having = totals[totals > 0]
    facts = {
        "prefectures": len(having), "towns": int(totals.sum()), "rest": len(totals) - len(having),
        "most": having.max(), "first": having.index[having == having.max()].tolist(),
    }  # fmt: skip

    def table() -> pd.DataFrame:
        shown = counts.rename(columns=words_of(PROGRAMME_GROUPS))
        shown.insert(0, "市町村数", towns.groupby("prefecture_ja").size())
        shown.insert(1, "計画書のある市町村", totals)
        return shown.rename_axis(index="都道府県", columns=None).reset_index()

    return basis.figure(
        "participation", facts, n=int(totals.sum()), missing=len(towns) - int(totals.sum()), missing_ja=wording.NO_RECORD,
        notes=(NOT_A_RATE_JA,),
        table=table, drawing=charts.bars(chart, row_height=28), chart=chart,
    )  # fmt: skip


def of_prefecture(towns: pd.DataFrame, basis: Basis, address: Address) -> Figure:
    """Return every municipality of a prefecture as a tile that links to its page."""
    tiles = [
        (str(row["name_ja"]), str(row["programme_group"]), address(str(row["area_code"])))
        for row in towns[["name_ja", "programme_group", "area_code"]].to_dict("records")
    ]
    having = int(towns["has_record"].sum())
    counts = towns.loc[towns["has_record"], "programme_group"].value_counts()
    groups = [f"{mark.label_ja}{counts[code]}" for code, mark in PROGRAMME_GROUPS.items() if counts.get(code, 0)]
    return basis.figure(
        "prefecture_participation", {"having": having, "towns": len(towns), "groups": groups}, n=having,
        missing=len(towns) - having, missing_ja=wording.NO_RECORD, notes=(f"市町村名を選ぶとカルテが開きます。{NOT_A_RATE_JA}",),
        rows=towns.assign(group_ja=towns["programme_group"].map(words_of(PROGRAMME_GROUPS))), drawing=lambda _: html.municipality_tiles(tiles),
    )  # fmt: skip


def denominators(participation: pd.DataFrame, basis: Basis) -> Figure:
    """Return participation over three denominators: municipalities, residents, residents aged 65 and over."""
    table = pd.DataFrame(
        [_denominator(participation[participation["weight"] == weight], *names) for weight, names in _WEIGHTS.items()],
        columns=["区分", "割合（%）", "分子", "分母", "分子に値のない市町村", "説明"],
    )
    shares = [Share(label, wording.float_of(pct), words) for label, pct, words in table.iloc[:, [0, 1, 5]].to_numpy()]
    part, whole = (int(wording.float_of(table[name].iloc[0]) or 0) for name in ("分子", "分母"))
    days = participation["residents_date"].dropna()
    return basis.figure(
        "denominators", {"part": part, "whole": whole, "day": days.iloc[0] if len(days) else ""}, n=part,
        table=lambda: table.round(1), drawing=lambda _: html.share_bars(shares), chart=Shares(tuple(shares)),
    )  # fmt: skip


_WEIGHTS = {
    "municipalities": ("市町村", "市町村"), "residents": ("住民", "人"), "residents_65": ("65歳以上の住民", "人"),
}  # fmt: skip


def _denominator(rows: pd.DataFrame, label: str, unit: str) -> tuple[str, float | None, float, float | None, int, str]:
    """Return label, percentage, part, whole, municipalities without a value, and words; no whole where no document has it."""
    part = float(rows["numerator"].sum())
    whole = wording.float_of(rows["denominator"].sum(skipna=False))
    unknown = int(rows["missing_count"].sum())
    lacking = f"（{wording.count(unknown, '市町村')}の値は不明）" if unknown else ""
    if not whole:
        return label, None, part, whole, unknown, f"{wording.with_unit(part, unit)}{lacking}。全体の値は文書になし"
    words = f"{wording.with_unit(whole, unit)}のうち{wording.number(part)}（{wording.percent(100 * part / whole)}）{lacking}"
    return label, 100 * part / whole, part, whole, unknown, words


DECLARED_JA = "計画書に書かれた対象区域の人口による割合で、実際に支援が届いた人の割合ではありません。"
CEILING_JA = "多くの市町村が区域全体を対象とするため、100%が上限です。"
NEARLY_WHOLE_JA = "全域と書かれ、人口の95%以上のものは、全域に数えます。"
C1_PILLARS = ("consultation", "community")


def composition(towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return how many municipalities cover their whole area, a part of it, or cannot be computed, by pillar."""
    having = towns[towns["has_record"]]
    counts = pd.DataFrame({PILLARS[p].label_ja: parts(having, p).value_counts() for p in C1_PILLARS}).T
    counts = counts.reindex(columns=list(COVERAGE_PARTS)).fillna(0).astype(int)
    computable = having["coverage_consultation_pct"].notna().sum()
    chart = Bars(counts, COVERAGE_PARTS, "市町村")
    known = counts.drop(columns="not_computable").sum(axis=1)
    pillars = list(zip(counts.index, counts["whole"], known, strict=True))
    return basis.figure(
        "coverage", {"pillars": pillars}, n=int(computable),
        missing=len(having) - int(computable), notes=(DECLARED_JA + CEILING_JA, NEARLY_WHOLE_JA),
        table=lambda: coverage_table(having), drawing=charts.bars(chart), chart=chart,
    )  # fmt: skip


def parts(towns: pd.DataFrame, pillar: str) -> "pd.Series[str]":
    """Return for each municipality whether C1 of a pillar is whole, part or not_computable."""
    column = f"coverage_{pillar}_pct"
    words = pd.Series("part", index=towns.index, dtype="str")
    return words.mask(is_whole(towns, column), "whole").mask(towns[column].isna(), "not_computable")


def flag_of(column: str) -> str:
    """Return the column that says how a coverage reads."""
    return f"{column.removesuffix('_pct')}_flag"


def is_whole(towns: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """Return whether a coverage is that of the whole area: 100 %, or from 95 % where the plan says 全域 (flag of C1)."""
    full, flag = towns[column] >= 100, flag_of(column)
    return full | (towns[flag] == "reads_as_whole") if flag in towns else full


def coverage_table(towns: pd.DataFrame) -> pd.DataFrame:
    """Return C1 of both pillars with numerator, denominator and source, one row per municipality."""
    headings = headings_of("prefecture_ja", TOWN, "area_code")
    for pillar in C1_PILLARS:
        short = PILLARS[pillar].label_ja
        headings |= {
            f"coverage_{pillar}_pct": f"{short} 対象地域の人口割合（%）",
            f"coverage_{pillar}_numerator": f"{short} 対象人口（人）",
            f"coverage_{pillar}_denominator": f"{short} 人口（人）",
        }
    return tables.readable(towns, headings).round(2)


def functions(states: pd.DataFrame, basis: Basis) -> Figure:
    """Return for each of the ten functions the share of plans whose field is filled in."""
    counted = states[states["counts_in_coverage"].astype(bool)]
    rows = [
        (PILLARS[str(group["pillar"].iloc[0])].label_ja, str(name), int(group["filled"].sum()), len(group))
        for (_, name), group in counted.groupby(["sort", "name_ja"])
    ]
    shares = [Share(name, 100 * filled / plans, f"{plans}のうち{filled}") for _, name, filled, plans in rows]
    known = [share.pct for share in shares if share.pct is not None]
    ends = (max(known), min(known)) if known else ()
    said = [(pct, [f"「{share.label}」" for share in shares if share.pct == pct]) for pct in ends]
    return basis.figure(
        "functions", {"ends": said}, n=counted["record_id"].nunique(),
        table=lambda: pd.DataFrame(rows, columns=["柱", "機能", "記入あり", "計画書"]),
        drawing=lambda _: html.share_bars(shares), chart=Shares(tuple(shares)),
    )  # fmt: skip
