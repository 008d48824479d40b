"""What changed since a day: a list, the latest first. Pure."""

import pandas as pd

from components.drawing import html, tables, wording
from components.drawing.model import Basis, Figure
from components.figures.labels import headings_of

HEADINGS = headings_of(("day", "日付"), ("kind_ja", "できごと"), "prefecture_ja", "area_name_ja", ("what_ja", "内容"))
WIDTHS = (11, 15, 10, 12, 40)
MOST_ROWS = 12
STAGES_UNKNOWN_JA = "この日より前のデータが保存されていないため、段階の変化は分かりません。"
RULE_JA = (
    "期限を過ぎて未提出の市町村は、いまも届いていないものだけです。段階は、この日のデータといまのデータの違いです。"
)


def figure(rows: pd.DataFrame, since: str, until: str, basis: Basis, *, knows_stages: bool) -> Figure:
    """Return what happened from one day to another."""
    shown = tables.readable(rows.assign(day=rows["moment"].str[:10]), HEADINGS, sources=False)
    return basis.figure(
        "digest", title=f"{basis.place_ja}の動き（{wording.era_date(since)}から{wording.era_date(until)}まで）",
        reading=_sentence(rows), n=len(rows), as_of=f"{since} ～ {until}",
        notes=(RULE_JA,) if knows_stages else (RULE_JA, STAGES_UNKNOWN_JA), table=lambda: shown,
        drawing=lambda _: _listed(shown) if len(shown) else "",
    )  # fmt: skip


def _sentence(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "この期間に、報告・判断・段階・版の動きはありません。"
    counts = rows["kind_ja"].value_counts(sort=False)
    return f"{len(rows):,}件の動きがありました（{'、'.join(f'{kind} {count:,}' for kind, count in counts.items())}）。"


def _listed(shown: pd.DataFrame) -> str:
    columns = [(str(heading), width, str(heading)) for heading, width in zip(shown.columns, WIDTHS, strict=True)]
    return html.listing(shown.head(MOST_ROWS), *columns) + html.rest_in_table(len(shown) - MOST_ROWS, "件")
