"""The reach of the plans: population coverage (C1) and function coverage (C3). Pure."""

import pandas as pd

from components.drawing import charts, html, tables, wording
from components.drawing.marks import COVERAGE_PARTS, PILLARS
from components.drawing.model import Bars, Basis, Figure, Share, Shares
from components.figures.labels import TOWN, headings_of

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
    return basis.figure(
        "coverage", reading=" ".join(_pillar_sentence(having, p) for p in C1_PILLARS), n=int(computable),
        missing=len(having) - int(computable), notes=(DECLARED_JA + CEILING_JA, NEARLY_WHOLE_JA),
        table=lambda: coverage_table(having), drawing=charts.bars(chart), chart=chart,
    )  # fmt: skip


def parts(towns: pd.DataFrame, pillar: str) -> "pd.Series[str]":
    """Return for each municipality whether C1 of a pillar is whole, part or not_computable."""
    column = f"coverage_{pillar}_pct"
    words = pd.Series("part", index=towns.index, dtype="str")
    return words.mask(is_whole(towns, column), "whole").mask(towns[column].isna(), "not_computable")


def is_whole(towns: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """Return whether a coverage is that of the whole area: 100 %, or from 95 % where the plan says 全域 (flag of C1)."""
    full = towns[column] >= 100
    flag = f"{column.removesuffix('_pct')}_flag"
    return full | (towns[flag] == "reads_as_whole") if flag in towns else full


def _pillar_sentence(towns: pd.DataFrame, pillar: str) -> str:
    states = parts(towns, pillar)
    computable = int((states != "not_computable").sum())
    name = PILLARS[pillar].label_ja
    if not computable:
        return f"{name}は、算出できる市町村がありません。"
    whole = int((states == "whole").sum())
    if not whole:
        return f"{name}は、算出できる{wording.count(computable, '市町村')}のいずれも一部の区域が対象です。"
    return f"{name}は、算出できる{wording.share(whole, computable)}が区域全体を対象としています。"


def coverage_table(towns: pd.DataFrame) -> pd.DataFrame:
    """Return C1 of both pillars with numerator, denominator and source, one row per municipality."""
    headings = headings_of("prefecture_ja", TOWN, "area_code")
    for pillar in C1_PILLARS:
        short = PILLARS[pillar].label_ja
        headings |= {
            f"coverage_{pillar}_pct": f"{short} C1（%）",
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
    return basis.figure(
        "functions", reading=_functions_sentence(shares), n=counted["record_id"].nunique(),
        table=lambda: pd.DataFrame(rows, columns=["柱", "機能", "記入あり", "計画書"]),
        drawing=lambda _: html.share_bars(shares), chart=Shares(tuple(shares)),
    )  # fmt: skip


def _functions_sentence(shares: list[Share]) -> str:
    known = [(share.pct, share.label) for share in shares if share.pct is not None]
    if not known:
        return "機能を書いた計画書がありません。"
    least, most = min(known)[0], max(known)[0]
    if least == most:
        return f"どの機能も、記入のある割合は{wording.percent(most)}です。"
    lowest = wording.tied_names([f"「{label}」" for pct, label in known if pct == least])
    highest = wording.tied_names([f"「{label}」" for pct, label in known if pct == most])
    first = f"記入が最も多いのは{highest}（{wording.percent(most)}）"
    return f"{first}、最も少ないのは{lowest}（{wording.percent(least)}）です。"
