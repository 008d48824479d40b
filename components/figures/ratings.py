"""Every target with its band or state: by place and pillar, and one by one for a municipality. Pure.

Everything here takes public ratings: small case counts are hidden before anything is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from components.drawing import chips, html, tables, wording
from components.drawing.marks import PILLARS, words_of
from components.drawing.model import Address, Bars, Basis, Figure, Row, Share
from components.figures.labels import AREA, OFFICER_COMMENT, TARGET, headings_of

TOWN_TITLE_JA = "目標ごとの判定"
MISSING_REPORT_JA = "未報告は、求めた報告が期限までに届いていないことで、0 ではありません。"
NEVER_ZERO_JA = "未報告は斜線で示します。0でも未達成（D）でもありません。"
REPORTED_SOURCE_JA = "市町村の報告（期限のある年度報告）。段階と状態は当方の判定"
RATING_HEADINGS = headings_of(
    "prefecture_ja", AREA, "area_code", "target_fy_ja", "pillar_ja", TARGET, "target_ja", "actual_ja",
    "attainment_pct", ("status", "段階・状態コード"), "status_ja", "reason_ja", OFFICER_COMMENT, "target_id",
    "achievement_id",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The rules as they are printed beside the numbers: formulas in words and the limits of the bands."""

    reporting_ja: str
    share_ja: str
    bands_ja: str


def heat(
    ratings: pd.DataFrame, shares: pd.DataFrame, forms: pd.DataFrame, year: int, rules: Rules, basis: Basis,
    address: Address,
) -> Figure:  # fmt: skip
    """Return bands and states by place and pillar: municipalities of a prefecture, prefectures of all Japan."""
    group = group_of(ratings)
    rated = shown(ratings)
    words = _names(rated, "status", "status_ja")
    present = rated["pillar"].unique()
    pillars = [code for code in PILLARS if code in present]
    counts = rated.value_counts([group, "pillar", "status"]).reset_index(name="count")
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in counts.to_dict("records"):
        cells.setdefault((row[group], row["pillar"]), {})[row["status"]] = int(row["count"])
    bounds = {str(row[group]): row for row in shares.to_dict("records")}
    names = _names(rated, group, "area_name_ja" if group == "area_code" else "prefecture_ja")
    states = _form_words(forms, group)
    rows = [
        (
            str(name), address(str(place)), states.get(str(place), "報告の依頼なし"),
            [*(chips.chips(cells.get((place, pillar), {}), words) for pillar in pillars),
             _share_cell(bounds.get(str(place)))],
        )
        for place, name in sorted(names.items())
    ]  # fmt: skip
    heads = ["自治体と報告の状態", *(PILLARS[code].label_ja for code in pillars), "達成割合（幅）"]
    return basis.figure(
        "attainment_heat", title=f"{basis.place_ja}の段階と状態・{wording.fiscal_year(year)}",
        reading=_heat_sentence(rated, words), n=len(rated), missing=int((rated["status"] == "unreported").sum()),
        source=REPORTED_SOURCE_JA, notes=(rules.bands_ja, NEVER_ZERO_JA, "内訳の目標と重複した目標は数えません。"),
        table=lambda: rating_table(ratings), drawing=lambda _: chips.heat(heads, rows) + chips.key(words),
        chart=Bars(chips.by_place(cells, names), chips.marks(words), "件"),
    )  # fmt: skip


def _names(rows: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    first = rows[[code, name]].drop_duplicates(code)
    return dict(zip(first[code], first[name], strict=True))


def group_of(ratings: pd.DataFrame) -> str:
    """Return what the lines of the heat table are: municipalities, or prefectures where there are several."""
    return "area_code" if ratings["prefecture_code"].nunique() <= 1 else "prefecture_code"


def shown(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings that are counted: no parts of another target, no duplicates."""
    return ratings[~ratings["is_factor"] & ~ratings["is_duplicate"]]


def with_reports(targets: pd.DataFrame, ratings: pd.DataFrame | None) -> pd.DataFrame:
    """Return the targets with what was reported as their result, in words; those that nobody was asked about stay."""
    if ratings is None:
        return targets
    asked = ratings.loc[_by_report(ratings), ["target_id", "actual_value", "actual_unit", "status_ja"]]
    words = {
        str(row["target_id"]): str(row["status_ja"])
        if wording.is_missing(row["actual_value"])
        else f"{wording.quantity(row['actual_value'], unit=row['actual_unit'])}（{row['status_ja']}）"
        for row in asked.to_dict("records")
    }
    results = [
        words.get(str(code), result) for code, result in zip(targets["target_id"], targets["result_ja"], strict=True)
    ]
    return targets.assign(result_ja=results)


def beside_reports(figure: Figure, ratings: pd.DataFrame | None) -> Figure:
    """Return the figure of a plan's target statements; where reports were asked for, it points at their ratings."""
    if ratings is None or not _by_report(ratings).any():
        return figure
    reading = (
        f"計画書に書かれた成果目標は{wording.count(figure.n, '件')}です。段階と理由は「{TOWN_TITLE_JA}」にあります。"
    )
    return noted(replace(figure, title="成果目標の記載", reading=reading), ratings)


def noted(figure: Figure, ratings: pd.DataFrame | None) -> Figure:
    """Return the figure with what 未報告 means where reports are asked for."""
    if ratings is None or not _by_report(ratings).any():
        return figure
    return replace(figure, notes=(MISSING_REPORT_JA + "要約は当方の言葉です。",))


def _by_report(ratings: pd.DataFrame) -> pd.Series[bool]:
    by_report = (ratings["evidence"] == "report").fillna(False) | (ratings["status"] == "unreported")
    return by_report.astype(bool)


def rating_words(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings with target, result, pillar and year in words."""
    rows = ratings[_QUANTITIES].to_dict("records")
    return ratings.assign(
        target_fy_ja=ratings["target_fy"].map(wording.fiscal_year),
        pillar_ja=ratings["pillar"].map(words_of(PILLARS)),
        label_ja_=["（文章の目標）" if wording.is_missing(row["label_ja"]) else row["label_ja"] for row in rows],
        target_ja=[
            wording.quantity(
                row["target_value"], row["target_value_max"], row["comparator"], row["target_unit"], row["per"]
            )
            for row in rows
        ],
        actual_ja=[wording.quantity(row["actual_value"], unit=row["actual_unit"]) for row in rows],
    )


# Few columns: a row as a mapping costs as much as it has columns.
_QUANTITIES = [
    "label_ja", "target_value", "target_value_max", "comparator", "target_unit", "per", "actual_value", "actual_unit",
]  # fmt: skip


def rating_table(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings as a table to be read and downloaded."""
    return tables.readable(rating_words(ratings), RATING_HEADINGS)


def bounds_of(label: str, row: Row) -> Share:
    """Return a share with its bounds in words, always beside its numbers of targets."""
    rateable, missing = int(row["rateable_count"]), int(row["unreported_count"])
    beside = f"評価困難{int(row['hard_to_rate_count']):,}・未報告{missing:,}"
    if not rateable and not missing:
        return Share(label, None, f"評価できる目標がありません（{beside}）")
    pct = wording.float_of(row["attained_pct"])
    first = (
        wording.MISSING if pct is None else f"{wording.percent(pct)}（{int(row['attained_count']):,}/{rateable:,}件）"
    )
    lowest, highest = float(row["lowest_pct"]), float(row["highest_pct"])
    spread = f"　幅 {wording.percent(lowest)}～{wording.percent(highest)}" if missing else ""
    return Share(label, pct, f"{first}{spread}　{beside}", lowest, highest)


def _heat_sentence(rated: pd.DataFrame, words: Mapping[str, str]) -> str:
    counts = rated["status"].value_counts()
    parts = [f"{words[code]}{counts[code]:,}" for code in chips.ORDER if code in counts]
    return f"{len(rated):,}件の目標は、{'・'.join(parts)}（件）です。" if parts else "この年度の目標はありません。"


def _form_words(forms: pd.DataFrame, group: str) -> dict[str, str]:
    """Return the state of the report of each municipality, or how many came in from each prefecture."""
    if group == "area_code":
        late = {True: "（期限超過）", False: ""}
        return {
            str(row["area_code"]): f"{row['state_ja']}{late[bool(row['is_late'])]}" for row in forms.to_dict("records")
        }
    received = forms.groupby(group)["is_submitted"].agg(["sum", "size"])
    return {str(code): f"提出 {row['sum']:,}/{row['size']:,}市町村" for code, row in received.iterrows()}


def _share_cell(row: Row | None) -> str:
    if row is None:
        return ""
    share = bounds_of("", row)
    if share.lowest is None:
        return "<small>評価できる目標なし</small>"
    return html.bounded_shares([replace(share, label="")])
