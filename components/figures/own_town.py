"""The first look of a municipal officer: what is due, what is late, and the place among the municipalities most alike. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure, Number, Row, Tiles
from components.figures.summary import COVERAGES, number_table


@dataclass(frozen=True, eq=False)
class Own:
    """A municipality as its officer sees it on the start page: what is due, and what is known of those most alike."""

    town: Row  # data.answers.municipalities
    known: Row  # data.answers.peer_features, as are those most alike, the nearest first
    alike: pd.DataFrame
    towns: pd.DataFrame  # data.answers.municipalities of those most alike
    rated: pd.DataFrame  # data.answers.public_ratings of the municipality
    shares: Sequence[Row]  # Its rows of data.answers.attainment_shares, with target_fy, the latest year last
    form: Row | None  # Its row of data.answers.submission_states in the latest year; None where nobody asked
    today: pd.Timestamp

    @property
    def step(self) -> int:
        """Key of data.measures.comparisons.STEPS, 0 where unknown."""
        return 0 if pd.isna(self.known["step"]) else int(self.known["step"])

    @property
    def ahead(self) -> pd.DataFrame:
        """Those that are a step ahead, the nearest first."""
        return self.alike[self.alike["step"].fillna(0) > self.step]

    @property
    def late_count(self) -> int:
        """How many targets want a result that was not reported."""
        return int((self.rated["status"] == "unreported").sum())

    @property
    def due_ja(self) -> str:
        """The day on which the latest report is or was due; "" where nobody asked for one."""
        day = None if self.form is None else self.form["due_date"]
        return "" if wording.is_missing(day) else wording.era_date(f"{day:%Y-%m-%d}")

    @property
    def days_left(self) -> int | None:
        """Days until the report is due, negative once it is late; None where nothing is due any more."""
        if self.form is None or self.form["is_submitted"] or not self.due_ja:
            return None
        return int((self.form["due_date"] - self.today).days)


def sentence(own: Own) -> str:
    """Return where a municipality stands in one sentence: its late report, else its stage among those most alike."""
    name, left = own.town["name_ja"], own.days_left
    if own.form is not None and left is not None and left < 0:
        return f"{name}の{wording.fiscal_year(own.form['fiscal_year'])}の報告は、期限を{-left:,}日過ぎています。"
    if not own.step:
        return f"{name}の段階は、手元の資料からは分かりません。"
    if own.alike.empty:
        return f"{name}は「{own.known['step_ja']}」の段階です。"
    ahead = f"うち先の段階は{len(own.ahead)}です" if len(own.ahead) else "中に先の段階はありません"
    return f"{name}は「{own.known['step_ja']}」の段階で、似た{len(own.alike)}市町村の{ahead}。"


def numbers(own: Own, basis: Basis) -> Figure | None:
    """Return at most four numbers of a municipality that are not at their ceiling; None where none is known."""
    found = [number for number in _numbers(own) if number is not None][:4]
    if not found:
        return None
    return basis.figure(
        "first_look", reading=sentence(own), short=_alike_short(own), n=len(found), missing=4 - len(found),
        table=lambda: number_table(found), drawing=lambda _: html.number_tiles(found), chart=Tiles(tuple(found)),
    )  # fmt: skip


def _alike_short(own: Own) -> str:
    names = own.alike["name_ja"].astype(str).tolist()
    return f"比べる相手は、最も似た{wording.names(names)}です。" if names else ""


def _numbers(own: Own) -> list[Number | None]:
    return [
        _days(own), _attained(own), _late(own), _among(own),
        *(_beside(own, f"coverage_{pillar}_pct", label, "%", 1) for pillar, label in COVERAGES.items()),
        _beside(own, "function_coverage_pct", "機能充足率", "%", 0),
        _beside(own, "coordinators_per_10k", "推進員／人口1万人", "人", 2),
        _beside(own, "numeric_target_count", "数値のある目標", "件", 0),
        _beside(own, "aging_rate_pct", "高齢化率", "%", 1),
    ]  # fmt: skip


def _days(own: Own) -> Number | None:
    left = own.days_left
    if left is None:
        return None
    label = "報告の期限まで" if left >= 0 else "報告の期限から"
    return Number(label, f"{abs(left):,}", "日", f"{own.due_ja}が期限")


def _attained(own: Own) -> Number | None:
    known = [float(row["attained_pct"]) for row in own.shares if not wording.is_missing(row["attained_pct"])]
    if not known or known[-1] >= 100:
        return None
    before = f"前年度は{wording.percent(known[-2])}" if len(known) > 1 else "最初の年度"
    return Number("目標の達成割合", wording.number(known[-1], 1), "%", before)


def _late(own: Own) -> Number | None:
    asked = int((own.rated["status"] != "not_applicable").sum())
    if not own.late_count or own.late_count == asked:
        return None
    return Number("実績が未報告の目標", f"{own.late_count}", f"／{asked}件", "全年度の目標のうち")


def _among(own: Own) -> Number | None:
    ahead, whole = len(own.ahead), len(own.alike)
    if not own.step or ahead in (0, whole):
        return None
    return Number("段階が先の似た町", f"{ahead}", f"／{whole}市町村", f"自町は{own.known['step_ja']}")


def _beside(own: Own, column: str, label: str, unit: str, digits: int) -> Number | None:
    """Return a number beside the median of those most alike."""
    value, others = own.town[column], own.towns[column].dropna()
    if wording.is_missing(value) or others.empty or (unit == "%" and value >= 100):
        return None
    return Number(
        label, wording.number(value, digits), unit, f"似た町の中央値は{wording.number(others.median(), digits)}{unit}"
    )
