"""The first look at a place: one sentence, four numbers beside what they are compared with, and what to look at next. Pure.

A number at its ceiling says nothing, so it gives way to the next one of the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from components.drawing import html, wording
from components.drawing.model import Basis, Figure, Number, Row, Tiles
from components.figures import coverage
from components.figures.progress_map import best_known
from components.figures.summary import attained_number, number_table, reach
from components.figures.targets import WITH_NUMBER

AT_WORK = ("implementing", "preparing")  # Stages
MOST_NUMBERS, MOST_LINES = 4, 5
NOTHING_NEXT_JA = "期限・節目・段階の変化・疑わしい値のどれにも、いま知らせることはありません。"


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of a place and, to compare, of all Japan; the same frame twice where the place is all Japan."""

    place_ja: str
    fiscal_year: int  # The one that has begun
    towns: pd.DataFrame  # data.answers.municipalities
    japan: pd.DataFrame
    ladder: pd.DataFrame  # data.answers.stage_ladder
    japan_ladder: pd.DataFrame
    aims: pd.DataFrame  # Targets with words
    japan_aims: pd.DataFrame
    counts: pd.DataFrame  # data.answers.national_counts
    milestones: pd.DataFrame
    issues: pd.DataFrame
    placed: pd.DataFrame  # data of the scatter: figures.aging.points
    # data.answers.reporting_rates; empty where nobody was asked
    rates: pd.DataFrame = field(default_factory=pd.DataFrame)
    forms: pd.DataFrame = field(default_factory=pd.DataFrame)  # data.answers.submission_states of the latest year
    shares: pd.DataFrame = field(default_factory=pd.DataFrame)  # data.answers.attainment_shares by target_fy

    @property
    def is_japan(self) -> bool:
        """Whether the place is all Japan."""
        return len(self.towns) == len(self.japan) and self.towns["prefecture_code"].nunique() > 1

    @property
    def year(self) -> int:
        """The fiscal year in which most stages of the place are known."""
        return int(best_known(self.ladder))


@dataclass(frozen=True)
class Next:
    """One thing to look at, and the page that shows it."""

    text: str
    page: str
    query: Mapping[str, str | None]


def sentence(facts: Facts) -> str:
    """Return where things stand in one sentence: the reports where they were due, else the stages."""
    due = _due(facts.rates)
    if due:
        done = wording.share(int(due[-1]["submitted_count"]), int(due[-1]["due_count"]))
        return f"{wording.fiscal_year(due[-1]['fiscal_year'])}の報告は、期限の来た{done}から届きました。"
    national = _national(facts.counts)
    if facts.is_japan and national:
        year, now, _ = national
        share = wording.percent(100 * now / len(facts.towns))
        return f"{wording.fiscal_year(year)}に重層的支援体制整備事業を実施したのは{now:,}市町村（{share}）です。"
    count, towns, year_ja = _at_work(facts.ladder, facts.year), len(facts.towns), wording.fiscal_year(facts.year)
    if count:
        return f"{facts.place_ja}の{wording.share(count, towns)}が、{year_ja}に実施か準備の段階です。"
    told = int((facts.ladder.query(f"fiscal_year == {facts.year}")["furthest_stage"] != "unknown").sum())
    if told:
        return f"{facts.place_ja}の{wording.count(towns, '市町村')}のうち、{year_ja}の段階が分かるのは{told:,}です。"
    return f"{facts.place_ja}の{wording.count(towns, '市町村')}の段階は、手元の資料からは分かりません。"


def numbers(facts: Facts, basis: Basis) -> Figure:
    """Return the four numbers, each with what it is compared with."""
    found = [number for make in _NUMBERS if (number := make(facts)) is not None][:MOST_NUMBERS]
    return basis.figure(
        "first_look", reading=reach(coverage.parts(facts.towns[facts.towns["has_record"]], "consultation")),
        n=len(found), missing=MOST_NUMBERS - len(found), table=lambda: number_table(found),
        drawing=lambda _: html.number_tiles(found), chart=Tiles(tuple(found)),
    )  # fmt: skip


def _due(rates: pd.DataFrame) -> list[Row]:
    """Return the years in which reports were due, the latest last."""
    if rates.empty:
        return []
    return list(rates[rates["due_count"] > 0].sort_values("fiscal_year").to_dict("records"))


def _national(counts: pd.DataFrame) -> tuple[int, int, int] | None:
    """Return the latest year that the country has counted, its number of municipalities, and that of the year before."""
    rows = counts[(counts["programme_code"] == "multilayered_support") & (counts["evidence"] != "planned")]
    rows = rows.sort_values("fiscal_year")
    if len(rows) < 2:
        return None
    before, now = rows["municipalities"].astype(int).iloc[-2:]
    return int(rows["fiscal_year"].iloc[-1]), int(now), int(before)


def _at_work(ladder: pd.DataFrame, year: int) -> int:
    return int(((ladder["fiscal_year"] == year) & ladder["furthest_stage"].isin(AT_WORK)).sum())


def _stages(facts: Facts) -> Number | None:
    national = _national(facts.counts)
    if facts.is_japan and national:
        _, now, before = national
        more = f"{abs(now - before):,}{'増' if now > before else '減'}" if now != before else "増減なし"
        return Number("重層を実施", f"{now:,}", "市町村", f"前年度より{more}")
    now, whole = _at_work(facts.ladder, facts.year), len(facts.towns)
    if not now or now == whole:
        return None
    if len(facts.japan) == whole:  # the practice prefecture is all that there is
        beside = f"前年度は{_at_work(facts.ladder, facts.year - 1)}"
    else:
        share = 100 * _at_work(facts.japan_ladder, facts.year) / len(facts.japan)
        beside = f"{wording.percent(100 * now / whole)}、全国は{wording.percent(share)}"
    return Number(f"実施・準備（{wording.short_year(facts.year)}）", f"{now:,}", "市町村", beside)


def _reporting(facts: Facts) -> Number | None:
    due = _due(facts.rates)
    if not due or due[-1]["reporting_pct"] >= 100:
        return None
    pct = [float(row["reporting_pct"]) for row in due]
    beside = f"前年度は{wording.percent(pct[-2])}" if len(pct) > 1 else "最初の年度"
    return Number("報告率", wording.number(pct[-1], 1), "%", beside)


def _attained(facts: Facts) -> Number | None:
    years = facts.shares.sort_values("target_fy") if len(facts.shares) else pd.DataFrame({"attained_pct": []})
    return attained_number(years["attained_pct"].dropna().astype(float).tolist())


def _known(facts: Facts) -> Number | None:
    pct, japan = (_known_pct(ladder) for ladder in (facts.ladder, facts.japan_ladder))
    if pct >= 100:
        return None
    beside = f"全国は{wording.percent(japan)}"
    if len(facts.japan) == len(facts.towns):
        by_prefecture = facts.ladder.groupby("prefecture_ja")[["area_code", "furthest_stage"]].apply(_known_pct)
        beside = f"最高は{by_prefecture.idxmax()}の{wording.percent(by_prefecture.max())}"
    return Number("段階の分かる市町村", wording.percent(pct).removesuffix("%"), "%", beside)


def _known_pct(ladder: pd.DataFrame) -> float:
    known = ladder.loc[ladder["furthest_stage"] != "unknown", "area_code"].nunique()
    return 100 * known / max(ladder["area_code"].nunique(), 1)


def _partly(facts: Facts) -> Number | None:
    part, known = _parts(facts.towns, "consultation")
    if not part or part == known:
        return None
    if len(facts.japan) == len(facts.towns):
        beside = f"地域づくりでは{_parts(facts.towns, 'community')[0]}市町村"
    else:
        there, whole = _parts(facts.japan, "consultation")
        beside = f"全国は{wording.percent(100 * there / whole)}" if whole else "全国の値なし"
    return Number("相談の対象が区域の一部", f"{part}", f"／{known}市町村", beside)


def _parts(towns: pd.DataFrame, pillar: str) -> tuple[int, int]:
    states = coverage.parts(towns[towns["has_record"]], pillar)
    return int((states == "part").sum()), int((states != "not_computable").sum())


def _results(facts: Facts) -> Number | None:
    """Return how many results the documents state: where towns report, their share of attained targets stands instead."""
    stated, whole = _stated(facts.aims)
    if not whole or stated == whole or len(_due(facts.rates)):
        return None
    there, japan = _stated(facts.japan_aims)
    beside = f"全国は{wording.percent(100 * there / japan)}"
    if len(facts.japan) == len(facts.towns):
        beside = f"{whole - stated:,}件は未報告"
    return Number("実績の分かる目標", f"{stated:,}", f"／{whole:,}件", beside)


def _stated(aims: pd.DataFrame) -> tuple[int, int]:
    numeric = aims[aims["state"].isin(WITH_NUMBER)]
    return int((numeric["state"] == "stated").sum()), len(numeric)


def _coordinators(facts: Facts) -> Number | None:
    own, japan = (rows["coordinators_per_10k"].dropna() for rows in (facts.towns, facts.japan))
    if own.empty:
        return None
    beside = f"全国は{wording.number(japan.median(), 2)}人"
    if len(own) == len(japan):
        low, high = japan.quantile([0.25, 0.75])
        beside = f"半数は{wording.number(low, 2)}～{wording.number(high, 2)}人"
    return Number("推進員／人口1万人", wording.number(own.median(), 2), "人", beside)


_NUMBERS = (_stages, _reporting, _attained, _known, _partly, _results, _coordinators)


def lines(facts: Facts) -> list[Next]:
    """Return at most five things to look at next, what is overdue first."""
    return [line for find in _LINES if (line := find(facts)) is not None][:MOST_LINES]


def _late(facts: Facts) -> Next | None:
    late = facts.forms[facts.forms["is_late"]] if len(facts.forms) else facts.forms
    if late.empty:
        return None
    longest = late.sort_values(["days_late", "area_code"], ascending=[False, True])
    names = wording.names(longest["area_name_ja"].astype(str).tolist(), "", most=2)
    text = f"期限を過ぎて未提出：{names}（{int(longest['days_late'].iloc[0]):,}日）"
    return Next(text, "reports", {"task": "calendar", "report_fy": str(int(late["fiscal_year"].iloc[0]))})


def _past_milestone(facts: Facts) -> Next | None:
    rows = facts.milestones
    rows = rows[rows["end_fy"].fillna(rows["start_fy"]) < facts.fiscal_year]
    short = rows[(rows["gap"] > 0).fillna(False)].sort_values(["start_fy", "gap"])
    if short.empty:
        return None
    row = short.iloc[-1]
    counts = f"予定{int(row['planned_count'])}・確認{int(row['known_count'])}"
    text = f"過ぎた節目：{row['prefecture_ja']}{wording.short_year(int(row['start_fy']))}、{counts}"
    return Next(text, "roadmap", {"pref": str(row["prefecture_code"])})


def _moved(facts: Facts) -> Next | None:
    """Return whose stage differs from the one known before it, in the latest year in which any does."""
    known = facts.ladder[facts.ladder["furthest_stage"] != "unknown"].sort_values(["area_code", "fiscal_year"])
    before = known.groupby("area_code")[["furthest_stage", "furthest_programme"]].shift()
    differs = (known[["furthest_stage", "furthest_programme"]] != before).any(axis=1) & before["furthest_stage"].notna()
    moved = known[differs]
    if moved.empty:
        return None
    year = int(moved["fiscal_year"].max())
    of_year = moved[moved["fiscal_year"] == year]
    names = wording.names(of_year["name_ja"].astype(str).tolist(), "", most=2)
    text = f"{wording.short_year(year)}に段階が変わった：{names}"
    return Next(text, "progress_map", {"indicator": "stage", "fy": str(year)})


def _doubts(facts: Facts) -> Next | None:
    count = int(((facts.issues["status"] == "open") & (facts.issues["severity"] == "error")).sum())
    if not count:
        return None
    text = f"決める必要のある疑わしい値：{count}件"
    return Next(text, "data_quality", {"view": "issues", "severity": "error"})


def _aged_and_partly(facts: Facts) -> Next | None:
    rows = facts.placed[facts.placed["quadrant"] == "older_lower"].sort_values("aging_rate_pct", ascending=False)
    if rows.empty:
        return None
    names = wording.names(rows["name_ja"].astype(str).tolist(), "", most=2)
    return Next(f"高齢化が進み対象が一部：{names}", "aging_coverage", {"quadrant": "older_lower"})


_LINES = (_late, _past_milestone, _moved, _doubts, _aged_and_partly)
