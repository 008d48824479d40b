"""The stage of every municipality, year by year, as far as it is known; unknown is kept apart from 未実施. Pure."""

from collections.abc import Collection

import pandas as pd

from components.drawing import charts, grids, html, wording
from components.drawing.grids import Multiple, Rung
from components.drawing.marks import STAGES, words_of
from components.drawing.model import Address, Bars, Basis, Figure, Row

STAGE_SOURCE_JA = "段階の一覧・計画書・事例（行ごとの出典は表）"
UNKNOWN_JA = "情報なしは、実施していないという意味ではありません。"
# Short names for cells; the official ones stand in the table.
PROGRAMMES = {
    "multilayered_support": "重層", "transition_preparation": "移行準備", "community_capacity": "地域力",
    "multi_agency": "多機関", "model_projects": "モデル",
}  # fmt: skip


def ladder(
    rungs: pd.DataFrame, statements: pd.DataFrame, basis: Basis, address: Address, *, whole: bool,
    silent: Collection[str] = (), events: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    """Return the road of every municipality over the years: the silent, of whom nothing is known at all, then by stage.

    Args:
        whole: Whether those without a stage are drawn, too.
    """
    years = sorted(int(year) for year in rungs["fiscal_year"].unique())
    known = set(rungs.loc[rungs["furthest_stage"] != "unknown", "area_code"])
    drawn = rungs if whole else rungs[rungs["area_code"].isin(known)]
    towns = rungs["area_code"].nunique()
    place = (~drawn["area_code"].isin(known)).astype(int).mask(drawn["area_code"].isin(silent), -1)
    order = drawn.assign(place=place).sort_values(["place", "area_code", "fiscal_year"])
    at_work = rungs.loc[rungs["multilayered_support_stage"] == "implementing", "area_code"].nunique()
    facts = {"towns": towns, "known": len(known), "at_work": at_work, "whole": whole}
    return basis.figure(
        "stage_ladder", facts, n=len(known), missing=towns - len(known), rows=lambda: statement_rows(statements),
        drawing=(lambda _: _draw_ladder(order, years, address, charts.year_marks(events, years))) if len(drawn) else None,
    )  # fmt: skip


def _draw_ladder(rungs: pd.DataFrame, years: list[int], address: Address, marks: tuple[charts.YearMark, ...]) -> str:
    stated = rungs[rungs["furthest_stage"] != "unknown"]
    known = {(row["area_code"], row["fiscal_year"]): furthest(row) for row in stated.to_dict("records")}
    unknown = Rung("unknown", STAGES["unknown"].label_ja)
    towns = rungs.drop_duplicates("area_code")
    rows = [
        (str(name), address(str(code)), tuple(known.get((code, year), unknown) for year in years))
        for code, name in zip(towns["area_code"], towns["name_ja"], strict=True)
    ]
    return legend() + grids.ladder("市町村", [short_year(year) for year in years], rows, marks)


def legend() -> str:
    """Return the signs of the stages with their words."""
    signs = {code: f"{grids.STAGE_SIGNS.get(code, '')} {mark.label_ja}".strip() for code, mark in STAGES.items()}
    samples = [(f"km-stage-{code}", words) for code, words in signs.items()]
    return grids.key([*samples, ("km-planned", "予定として記載・予算の要求")])


def short_year(year: int) -> str:
    """Return a fiscal year for a narrow column: 令和4 2022."""
    return wording.fiscal_year(year).replace("年度（", " ").replace("年度）", "")


def furthest(row: Row) -> Rung:
    """Return the furthest known stage of a municipality in a year, with its programme and evidence in short words."""
    stage, programme = str(row["furthest_stage"]), str(row["furthest_programme"])
    name = "" if stage in OTHER_ROADS else PROGRAMMES.get(programme, "")
    return _rung(stage, name, row["furthest_evidence"], row[f"{programme}_source_ja"])


# Stages that are no stage of 重層, though they stand where that programme is asked about
OTHER_ROADS = ("other_approach", "consolidated_functions", "not_started")
INTENDED = {"planned": "予定", "budget_requested": "要求"}


def _rung(stage: str, name: str, evidence: object, source: object) -> Rung:
    planned = INTENDED.get(str(evidence), "")
    where = f"{STAGES[stage].label_ja}{f'（{planned}）' if planned else ''}・{wording.text(source)}"
    return Rung(stage, f"{name}{planned}" or STAGES[stage].label_ja, where, planned=bool(planned))


def statement_rows(statements: pd.DataFrame) -> pd.DataFrame:
    """Return every statement on a stage with the name of its town and its year in words."""
    shown = statements.assign(fiscal_year_ja=statements["fiscal_year"].map(wording.fiscal_year))
    return shown if "name_ja" in shown else shown.rename(columns={"area_name_ja": "name_ja"})


def of_town(rungs: pd.DataFrame, statements: pd.DataFrame, basis: Basis, events: pd.DataFrame | None = None) -> Figure:
    """Return the stage of one municipality by year and programme, with evidence and source."""
    years = rungs.sort_values("fiscal_year").to_dict("records")
    columns = [int(row["fiscal_year"]) for row in years]
    marks = charts.year_marks(events, columns)
    has_models = f"{_MODEL}_stage" in rungs and bool((rungs[f"{_MODEL}_stage"] != "unknown").any())
    drawn = {code: name for code, name in _NAMES.items() if code != _MODEL or has_models}
    rows = [(name, "", tuple(_programme_rung(row, code) for row in years)) for code, name in drawn.items()]
    known = sorted({int(row["fiscal_year"]) for row in years if row["furthest_stage"] != "unknown"})
    shown = statements[statements["is_shown"].fillna(True).astype(bool)] if "is_shown" in statements else statements
    listed = html.listing(
        shown.sort_values(["fiscal_year", "programme_code"]),
        ("年度", 18, lambda row: wording.fiscal_year(row["fiscal_year"])), ("事業", 24, "programme_ja"),
        ("段階", 12, "stage_ja"), ("根拠", 16, "evidence_ja"), ("出典", 30, lambda row: str(row["source_ja"])),
    )  # fmt: skip
    more = len(statements) - len(shown)
    weaker = (f"ほかの出典が{more}件あります（表で見る）。",) if more else ()
    told = [(wording.fiscal_year(row["fiscal_year"]), row.get("conflict_ja")) for row in years]
    conflicts = tuple(f"食い違い：{year}は、{conflict}。" for year, conflict in told if conflict)
    return basis.figure(
        "town_stages", {"known": known, "years": len(years)}, n=len(known), missing=len(years) - len(known),
        notes=(f"斜線は情報なしです。{UNKNOWN_JA}", *conflicts, *weaker), drawn_notes=conflicts,
        rows=lambda: statement_rows(statements), drawing=lambda _: (
            grids.ladder("事業", [short_year(year) for year in columns], rows, marks)
            + grids.folded(f"年ごとの根拠と出典（{len(shown)}件）", listed)
        ),
    )  # fmt: skip


_MODEL = "model_projects"  # a row only where a source does not tell which of the two it was
_NAMES = {
    _MODEL: "モデル事業（事業の別は不明）", "community_capacity": "地域力強化推進事業", "multi_agency": "多機関の協働",
    "transition_preparation": "移行準備事業", "multilayered_support": "重層的支援体制整備事業",
}  # fmt: skip


def _programme_rung(row: Row, code: str) -> Rung:
    stage = str(row[f"{code}_stage"])
    if stage == "unknown":
        return Rung(stage, STAGES[stage].label_ja)
    rung = _rung(stage, "", row[f"{code}_evidence"], row[f"{code}_source_ja"])
    label = STAGES[stage].label_ja
    word = f"{label.removesuffix('中')}{INTENDED[row[f'{code}_evidence']]}" if rung.planned else label
    return Rung(stage, word, rung.where, rung.planned)


def by_year(rungs: pd.DataFrame, basis: Basis, events: pd.DataFrame | None = None) -> Figure:
    """Return for each year how many municipalities are known at which stage; the unknown are a number, not a bar."""
    years, towns = rungs["fiscal_year"].unique(), rungs["area_code"].nunique()
    stated = rungs[rungs["furthest_stage"] != "unknown"]
    known = pd.crosstab(stated["fiscal_year"], stated["furthest_stage"]).reindex(years, fill_value=0)
    marks = charts.year_marks(events, [int(year) for year in years])
    said = {years[place]: "・".join(label for at, label, _ in marks if int(at) == place) for place in range(len(years))}
    shown = known.rename(index=lambda year: wording.fiscal_year(year) + (f"<br>▸{said[year]}" if said[year] else ""))
    total, totals = stated["area_code"].nunique(), known.sum(axis=1).astype(int)
    facts = {
        "towns": towns, "most": totals.max() if len(totals) else 0, "untold": (totals == 0).sum(),
        "best": [wording.fiscal_year(year) for year in totals.index[totals == totals.max()]],
    }  # fmt: skip
    row_height = 46 + 80 // len(years) if marks else 28

    def table() -> pd.DataFrame:
        counts = known.reindex(columns=list(STAGES), fill_value=0)
        counts["unknown"] = towns - counts.drop(columns="unknown").sum(axis=1)
        counts = counts.rename(index=wording.fiscal_year, columns=words_of(STAGES))
        return counts.rename_axis(index="年度", columns=None).reset_index()

    return basis.figure(
        "stages_by_year", facts, n=total, missing=towns - total, table=table,
        drawing=charts.bars(Bars(shown, STAGES, "市町村"), row_height=row_height) if known.to_numpy().sum() else None,
    )  # fmt: skip


def by_prefecture(rungs: pd.DataFrame, basis: Basis, address: Address) -> Figure:
    """Return for each prefecture, in official order, the share of its municipalities at each stage, year by year.

    Args:
        address: Address of this page for a prefecture.
    """
    towns = {str(code): int(rows.nunique()) for code, rows in rungs.groupby("prefecture_code")["area_code"]}
    names = dict(zip(rungs["prefecture_code"].astype(str), rungs["prefecture_ja"].astype(str), strict=True))
    every = pd.MultiIndex.from_product([sorted(towns), sorted(rungs["fiscal_year"].unique())])
    stated = rungs[rungs["furthest_stage"] != "unknown"]
    pairs = pd.crosstab([stated["prefecture_code"], stated["fiscal_year"]], stated["furthest_stage"])
    counts = pairs.reindex(index=every, columns=[code for code in STAGES if code in pairs], fill_value=0)
    with_any = stated["prefecture_code"].nunique()

    def table() -> pd.DataFrame:
        codes, years = counts.index.get_level_values(0), counts.index.get_level_values(1)
        shown = counts.rename(columns=words_of(STAGES)).reset_index(drop=True)
        shown[STAGES["unknown"].label_ja] = codes.map(towns) - shown.sum(axis=1)
        shown.insert(0, "都道府県", codes.map(names))
        shown.insert(1, "年度", years.map(wording.fiscal_year))
        return shown.rename_axis(columns=None).assign(市町村数=codes.map(towns))

    return basis.figure(
        "stages_by_prefecture", {"best": _most_at_work(rungs, towns, names)}, n=with_any,
        missing=len(towns) - with_any, table=table,
        drawing=(lambda _: _draw_prefectures(counts, towns, names, address)) if with_any else None,
    )  # fmt: skip


def _draw_prefectures(counts: pd.DataFrame, towns: dict[str, int], names: dict[str, str], address: Address) -> str:
    years = counts.index.unique(1)
    tiles = []
    for code, rows in counts.groupby(level=0):
        whole = towns[str(code)]
        shares = [
            [(f"km-stage-{stage}", 100 * int(count) / whole) for stage, count in row.items() if count]
            for _, row in rows.iterrows()
        ]
        words = [
            f"{year}：" + "・".join(f"{STAGES[str(stage)].label_ja}{count}" for stage, count in row.items() if count)
            for year, (_, row) in zip(years, rows.iterrows(), strict=True) if row.any()
        ]  # fmt: skip
        said = "、".join(words) or STAGES["unknown"].label_ja
        tiles.append(Multiple(names[str(code)], address(str(code)), f"{whole}市町村", shares, said))
    kinds = [(f"km-stage-{code}", STAGES[code].label_ja) for code in [*counts.columns, "unknown"]]
    axes = f"縦は市町村の割合（0～100%）、横は{wording.fiscal_year(years[0])}から{wording.fiscal_year(years[-1])}"
    return grids.key(kinds) + html.paragraph(axes, "km-meta") + grids.multiples(str(years[0]), str(years[-1]), tiles)


def _most_at_work(rungs: pd.DataFrame, towns: dict[str, int], names: dict[str, str]) -> list[dict[str, object]]:
    """Return the prefecture and year of the largest share that carries the programme out; none where nobody is known to."""
    members = rungs[rungs["multilayered_support_stage"] == "implementing"]
    made = members.groupby(["prefecture_code", "fiscal_year"]).size()
    if made.empty:
        return []
    shares = made / made.index.get_level_values(0).map(towns)
    code, year = shares[shares == shares.max()].index[-1]
    return [{"name": names[code], "year": year, "part": int(made[code, year]), "whole": towns[code]}]
