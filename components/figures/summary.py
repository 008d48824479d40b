"""The main numbers of a place at a glance, what is missing behind them, and what the officer of a municipality sees first. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure, Number, Row, Share, Shares, Tiles
from components.figures.coverage import DECLARED_JA, NOT_A_RATE_JA, parts
from components.figures.targets import WITH_NUMBER

COVERAGES = {"consultation": "相談の受け止めの対象", "community": "地域づくりの対象"}


def headline(towns: pd.DataFrame, targets: pd.DataFrame, basis: Basis, pooled: pd.DataFrame | None) -> Figure:
    """Return the main numbers as tiles: participation, coverage C1 and C3, targets and reported results.

    Args:
        pooled: The rows of one prefecture in `data.answers.pooled_coverage`; None for all of Japan. The documents are a
            part of the national collection, so that there is no total of all Japan: then the median stands instead.
    """
    having, numeric = towns[towns["has_record"]], targets[targets["state"].isin(WITH_NUMBER)]
    stated = int((numeric["state"] == "stated").sum())
    beside = f"実績の記載{stated:,}、未報告{len(numeric) - stated:,}"
    part = f"全{len(towns):,}市町村の{wording.percent(100 * len(having) / len(towns))}" if len(towns) else ""
    numbers = [
        Number("計画書のある市町村", f"{len(having):,}", "市町村", part),
        *(
            _median(having, pillar, label) if pooled is None else _pooled(pooled, len(having), pillar, label)
            for pillar, label in COVERAGES.items()
        ),
        _functions(having),
        Number("数値のある目標", f"{len(numeric):,}", "件", beside if len(numeric) else "実績の記載なし"),
    ]
    facts = {
        "having": len(having), "reach": reach(parts(having, "consultation")), "numeric": len(numeric), "stated": stated,
    }  # fmt: skip
    return basis.figure(
        "headline", facts, n=len(having), missing=len(towns) - len(having),
        missing_ja=wording.NO_RECORD, notes=(f"支援カバー率は、{DECLARED_JA}{NOT_A_RATE_JA}",),
        table=lambda: number_table(numbers), drawing=lambda _: html.number_tiles(numbers), chart=Tiles(tuple(numbers)),
    )  # fmt: skip


def reach(states: "pd.Series[str]") -> str:
    """Return how many plans take up consultations in a part of the municipality only."""
    known = states[states != "not_computable"]
    partial = int((known == "part").sum())
    if known.empty:
        return "相談を受け止める区域の人口は、どの市町村も算出できません。"
    if not partial:
        return f"相談を受け止める区域は、算出できる{wording.share(len(known), len(known))}で市町村全体です。"
    return f"相談を受け止める区域が市町村の一部なのは、算出できる{wording.share(partial, len(known))}です。"


def of_town(town: Row, basis: Basis, attained: Row | None = None) -> Figure:
    """Return the main numbers of one municipality as tiles.

    Args:
        attained: The share of its targets attained in the latest year that has one (`attainment_shares`, with
            target_fy), or None.
    """
    numbers = [
        _town_number("高齢化率", town["aging_rate_pct"], "%", 1, "計画書の値"),
        _town_number("相談の受け止めの対象", town["coverage_consultation_pct"], "%", 1, "対象地域の人口割合"),
        _town_number("地域づくりの対象", town["coverage_community_pct"], "%", 1, "対象地域の人口割合"),
        _town_number("機能充足率", town["function_coverage_pct"], "%", 0, "10機能のうち記入"),
        _town_number("推進員", town["coordinators_per_10k"], "人", 2, "人口1万人あたり"),
        _town_number("数値のある目標", town["numeric_target_count"], "件", 0, f"目標は全{town['target_count']}件"),
    ]
    known = sum(number.value != wording.MISSING for number in numbers)
    facts = {name: int(town[f"{name}_count"]) for name in ("statement", "target", "achievement", "unread")}
    latest = attained or {"target_fy": None, "rateable_count": 0, "attained_count": 0}
    facts |= {"year": latest["target_fy"], "rateable": latest["rateable_count"], "attained": latest["attained_count"]}
    return basis.figure(
        "town_headline", {**facts, "held": wording.text(town["quarantined_ja"], "")}, n=known, missing=len(numbers) - known, notes=(DECLARED_JA,),
        table=lambda: number_table(numbers), drawing=lambda _: html.number_tiles(numbers), chart=Tiles(tuple(numbers)),
    )  # fmt: skip


def _town_number(label: str, value: object, unit: str, digits: int, note: str) -> Number:
    if wording.is_missing(value):
        return Number(label, wording.MISSING, "", "使える値なし")
    text = wording.percent(value, digits).removesuffix("%") if unit == "%" else wording.number(value, digits)
    return Number(label, text, unit, note)


def number_table(numbers: Iterable[Number]) -> pd.DataFrame:
    """Return main numbers as a table."""
    return pd.DataFrame([(n.label, n.value, n.unit, n.note) for n in numbers], columns=["項目", "値", "単位", "説明"])


def _median(towns: pd.DataFrame, pillar: str, label: str) -> Number:
    known = towns[f"coverage_{pillar}_pct"].dropna()
    return _coverage(label, known.median(), len(known), len(towns), "中央値")


def _pooled(pooled: pd.DataFrame, towns: int, pillar: str, label: str) -> Number:
    row = next(iter(pooled[pooled["pillar"] == pillar].to_dict("records")), None)
    if row is None:
        return _coverage(label, None, 0, towns, "")
    number = _coverage(label, row["coverage_pct"], int(row["computable_count"]), towns, "合算")
    if wording.is_missing(row["at_least_pct"]):
        return number
    return replace(number, note=f"{number.note}。都道府県の人口の少なくとも{wording.percent(row['at_least_pct'])}")


def _coverage(label: str, pct: object, known: int, towns: int, how: str) -> Number:
    if not known:
        return Number(label, wording.MISSING, "", "算出できる市町村なし")
    lacking = f"、算出不可{towns - known}" if towns > known else ""
    return Number(label, wording.percent(pct).removesuffix("%"), "%", f"{known}市町村の{how}{lacking}")


def _functions(towns: pd.DataFrame) -> Number:
    known = towns["function_coverage_pct"].dropna()
    if known.empty:
        return Number("機能充足率", wording.MISSING, "", "算出できる市町村なし")
    note = f"{len(known)}市町村の中央値（10機能）" if len(known) > 1 else "10機能のうち記入のある割合"
    return Number("機能充足率", wording.number(known.median()), "%", note)


LEDGER_ITEMS = {
    "aging_rate_pct": "高齢化率", "population": "人口", "welfare_rate_permille": "生活保護受給率",
    "coverage_consultation_pct": "相談の受け止めの人口割合", "coverage_community_pct": "地域づくりの人口割合",
    "unit_coverage_pct": "圏域カバー率", "function_coverage_pct": "機能充足率",
    "coordinator_headcount": "相談支援包括化推進員",
}  # fmt: skip


def ledger(towns: pd.DataFrame, basis: Basis) -> Figure:
    """Return what is missing: for each item how many municipalities with a plan have a value that can be used."""
    having = towns[towns["has_record"]]
    rows = []
    for column, label in LEDGER_ITEMS.items():
        known = int(having[column].notna().sum())
        held = sum(label in names.split("、") for names in having["quarantined_ja"])
        rows.append((label, known, held, len(having) - known - held))
    table = pd.DataFrame(rows, columns=["項目", "値あり", "保留", "なし"])
    shares = [
        Share(label, 100 * counts[0] / len(having) if len(having) else None,
              "、".join(f"{name} {count}" for name, count in zip(table.columns[1:], counts, strict=True) if count))
        for label, *counts in rows
    ]  # fmt: skip
    facts = {
        "towns": len(having), "items": len(rows), "complete": int((table["値あり"] == len(having)).sum()),
        "held": int(table["保留"].sum()),
    }  # fmt: skip
    return basis.figure(
        "missing_ledger", facts, n=len(having), missing=len(towns) - len(having), missing_ja=wording.NO_RECORD,
        table=lambda: table, drawing=lambda _: html.share_bars(shares), chart=Shares(tuple(shares)),
    )  # fmt: skip


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


def own_sentence(own: Own) -> str:
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


def own_numbers(own: Own, basis: Basis) -> Figure | None:
    """Return at most four numbers of a municipality that are not at their ceiling; None where none is known."""
    found = [number for number in _numbers(own) if number is not None][:4]
    if not found:
        return None
    alike = own.alike["name_ja"].astype(str).tolist()
    return basis.figure(
        "first_look", reading=own_sentence(own), short=f"比べる相手は、最も似た{wording.names(alike)}です。" if alike else "",
        n=len(found), missing=4 - len(found),
        table=lambda: number_table(found), drawing=lambda _: html.number_tiles(found), chart=Tiles(tuple(found)),
    )  # fmt: skip


def _numbers(own: Own) -> Iterator[Number | None]:
    """Yield what may be said of a municipality, what is due first; None where it is unknown or at its ceiling."""
    left = own.days_left
    if left is not None:
        label = "報告の期限まで" if left >= 0 else "報告の期限から"
        yield Number(label, f"{abs(left):,}", "日", f"{own.due_ja}が期限")
    attained = (wording.float_of(row["attained_pct"]) for row in own.shares)
    yield attained_number([pct for pct in attained if pct is not None])
    asked = int((own.rated["status"] != "not_applicable").sum())
    if own.late_count not in (0, asked):
        yield Number("実績が未報告の目標", f"{own.late_count}", f"／{asked}件", "全年度の目標のうち")
    ahead, whole = len(own.ahead), len(own.alike)
    if own.step and ahead not in (0, whole):
        yield Number("段階が先の似た町", f"{ahead}", f"／{whole}市町村", f"自町は{own.known['step_ja']}")
    for pillar, label in COVERAGES.items():
        yield _beside(own, f"coverage_{pillar}_pct", label, "%", 1)
    yield _beside(own, "function_coverage_pct", "機能充足率", "%", 0)
    yield _beside(own, "coordinators_per_10k", "推進員／人口1万人", "人", 2)
    yield _beside(own, "numeric_target_count", "数値のある目標", "件", 0)
    yield _beside(own, "aging_rate_pct", "高齢化率", "%", 1)


def attained_number(known: Sequence[float]) -> Number | None:
    """Return the latest share of targets attained beside the one before; None without one, and at its ceiling."""
    if not known or known[-1] >= 100:
        return None
    before = f"前年度は{wording.percent(known[-2])}" if len(known) > 1 else "最初の年度"
    return Number("目標の達成割合", wording.number(known[-1], 1), "%", before)


def _beside(own: Own, column: str, label: str, unit: str, digits: int) -> Number | None:
    """Return a number beside the median of those most alike."""
    value, others = own.town[column], own.towns[column].dropna()
    if wording.is_missing(value) or others.empty or (unit == "%" and value >= 100):
        return None
    beside = f"似た町の中央値は{wording.number(others.median(), digits)}{unit}"
    return Number(label, wording.number(value, digits), unit, beside)
