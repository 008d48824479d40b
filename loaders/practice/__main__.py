"""`python -m loaders.practice FOLDER`: make the practice dataset with its own store; a second run changes nothing.

The reports of 見本県 are of four years, with late ones, returned ones, resubmissions and some missing; since 2023 they
also hold edition 2 of the form.
"""

import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

import click

import loaders.practice.prefecture as prefecture
import loaders.practice.today as today
from data import store
from data.commands import Command, WrongUsageError, run
from data.dataset import publish
from loaders.practice.nation import build as build_nation
from loaders.practice.prefecture import AIMS, FISCAL_YEARS, TOWNS, Aim, Row, Town, target_id, target_value

OFFICE = "見本県 担当者（練習用）"
KIND = "full_year"
# What went differently, by last digits of the municipality's code and fiscal year.
_OTHERWISE = prefecture.DECLARED["reports"]
MISSING, LATE, RESUBMITTED, UNDECIDED, MID_YEAR = (
    {tuple(one) for one in _OTHERWISE[name]} for name in ("missing", "late", "resubmitted", "undecided", "mid_year")
)
RETURNED = {(number, year): reason for number, year, reason in _OTHERWISE["returned"]}
AFTER_EDITION = set(_OTHERWISE["after_edition"])  # their reports of the last year come after the edition
# For the last one there is no plan, only what municipalities set themselves.
REPORT_YEARS = (*FISCAL_YEARS, today.YEARS[-1])
EDITION = "練習：前回の会議"
COMMENTS: list[str] = prefecture.DECLARED["comments"]


def report_all() -> int:
    """Record due dates, reports and decisions in the store in use; return how many reports were not there before."""
    written = 0
    for year in REPORT_YEARS:
        store.set_calendar([town.area_code for town in TOWNS], year, KIND, f"{year + 1}-05-31", set_by=OFFICE)
    for year in FISCAL_YEARS:
        last = year == FISCAL_YEARS[-1]
        written += _report_year(year, [town for town in TOWNS if not (last and town.number in AFTER_EDITION)])
    if EDITION not in set(store.editions()["name"]):
        store.freeze_edition(EDITION, frozen_by=OFFICE, note="練習用。この後に届いた報告が「変化」に出る")
    written += _report_year(FISCAL_YEARS[-1], [town for town in TOWNS if town.number in AFTER_EDITION])
    contacts = [
        {"area_code": town.area_code, "name_ja": "福祉課", "email": f"fukushi@town{town.number}.example.jp"}
        for town in TOWNS[:-1]
    ]
    store.set_contacts(contacts, set_by=OFFICE)
    return written + _report_year(REPORT_YEARS[-1], TOWNS)


def _report_year(year: int, towns: Sequence[Town]) -> int:
    written = 0
    for town in towns:
        if (town.number, year) in MID_YEAR:
            written += _accept(town, year, 0, "mid_year")
        if (town.number, year) not in MISSING:
            revisions = range(2 if (town.number, year) in RESUBMITTED else 1)
            written += sum(_accept(town, year, revision) for revision in revisions)
    return written


def _accept(town: Town, year: int, revision: int, kind: str = KIND) -> bool:
    rows, areas = achievements(town, year, revision, kind), _areas(town, year) if kind == KIND else []
    further: dict[str, list[Row]] = {}
    if kind == KIND and year in today.YEARS:
        rows += today.own_results(town, year, revision)
        further = today.further(town, year, revision)
    digest = sha256(json.dumps([rows, areas, further], ensure_ascii=False).encode()).hexdigest()
    day = f"{year + 1}-06-{10 + revision}" if (town.number, year) in LATE else f"{year + 1}-05-{20 + revision}"
    if kind != KIND:
        day = f"{year}-11-05"
    form = {"area_code": town.area_code, "fiscal_year": year, "report_kind": kind, "file_sha256": digest,
            "file_name": f"practice_{town.area_code}_{year}_r{revision + 1}.xlsx", "received_at": f"{day}T10:00"}  # fmt: skip
    accepted = store.accept_report(form, rows, areas, further=further, accepted_by=OFFICE)
    if not accepted.is_new:
        return False
    if kind == KIND and (town.number, year) in RETURNED:
        reason = RETURNED[town.number, year]
        store.decide_report(accepted.submission_id, "returned", decided_by=OFFICE, reason_ja=reason)
    elif (town.number, year) not in UNDECIDED:
        store.decide_report(accepted.submission_id, "confirmed", decided_by=OFFICE)
    return True


def achievements(town: Town, year: int, revision: int = 0, kind: str = KIND) -> list[Row]:
    """Return what a municipality reports; a resubmission corrects every number a little.

    The mid-year form holds about half of what grows over the year, and nothing else.
    """
    rows: list[Row] = []
    for number, aim in enumerate(AIMS if year in FISCAL_YEARS else ()):
        chance = Random(f"実績{town.number}-{year}-{number}")
        row: Row = {"target_id": target_id(town, year, number), "label_ja": aim.label_ja, "pillar": aim.pillar,
                    "indicator_code": aim.indicator_code, "unit": aim.unit, "per": aim.per,
                    **_period(aim, year), **_result(town, aim, year, chance, revision)}  # fmt: skip
        if chance.random() < 0.15:
            row["comment_ja"] = chance.choice(COMMENTS)
        if kind == KIND:
            rows.append(row)
        elif aim.per == "year" and row["result_state"] == "reported":
            half = round(float(str(row["value"])) * chance.uniform(0.35, 0.6))
            period = {"period_kind": "part_year", "period_end": f"{year}-09-30"}
            rows.append({**row, "value": half, "comment_ja": None, **period})
    return rows


def _period(aim: Aim, year: int) -> Row:
    if aim.per == "year":
        return {"period_start": f"{year}-04-01", "period_end": f"{year + 1}-03-31", "period_kind": "full_year"}
    return {"period_end": f"{year + 1}-03-31", "period_kind": "point_in_time"}


def _result(town: Town, aim: Aim, year: int, chance: Random, revision: int) -> Row:
    if aim.target_type == "institution":
        done = "done" if chance.random() < 0.3 * (year - FISCAL_YEARS[0] + 1) * town.strength else "partly"
        return {"done": done, "result_state": "reported"}
    if aim.target_type == "qualitative":
        return {"grade": min(4, max(1, round(3 * town.strength + chance.uniform(-1, 1)))), "result_state": "reported"}
    if chance.random() < 0.05:
        return {"result_state": "unmeasurable", "comment_ja": "記録の様式が変わり、集計できなかった。"}
    reach = town.strength * chance.gauss(1.0, 0.16) * (1 + 0.02 * revision)
    target = target_value(town, aim, year)
    if aim.comparator == "le":
        return {"value": max(1, round(target / reach)), "result_state": "reported"}
    if aim.unit == "%":
        whole = max(12, round(town.size / 250))
        part = min(whole, round(whole * target / 100 * reach))
        value = round(100 * part / whole, 1)
        return {"value": value, "numerator": part, "denominator": whole, "result_state": "reported"}
    count = max(0, round(target * reach))
    return {"value": count, "result_state": "reported" if count else "zero"}


def _areas(town: Town, year: int) -> list[Row]:
    """Return the areas of the two pillars of before; since its services carry them, the last year has none."""
    if year not in FISCAL_YEARS:
        return []
    share = min(1.0, 0.3 + 0.2 * (year - FISCAL_YEARS[0]) * town.strength)
    return [
        {"pillar": pillar, "unit_kind": "小学校区", "units_covered": round(10 * share), "units_total": 10,
         "covered_population": round(town.size * share), "population": town.size, "as_of_date": f"{year + 1}-03-31"}
        for pillar in ("community", "consultation")
    ]  # fmt: skip


GEO = Path(__file__).resolve().parents[2] / "static" / "geo"
REFUSAL = "{folder}: このフォルダーには練習用でないデータがあります。別のフォルダーを指定してください。"


def _refuse_other(folder: Path) -> None:
    manifest = folder / "normalized" / "dataset.json"
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("practice") is not True:
        raise ValueError(REFUSAL.format(folder=folder.name))


def build(folder: Path, geo: Path = GEO) -> int:
    """Publish the invented prefecture, write its shapes for the map and record its reports beside it; return how many are new.

    Raises:
        ValueError: The folder holds a dataset that is not for practice.
    """
    _refuse_other(folder)
    tables = {**prefecture.tables(), "programme_stages": today.stages(), "grants": today.grants()}
    publish(tables, folder / "normalized", {"practice": True})
    geo.mkdir(parents=True, exist_ok=True)
    (geo / f"{prefecture.PREFECTURE_CODE}.geojson").write_text(prefecture.boundaries(), encoding="utf-8")
    os.environ["MONITOR_DATA"] = str(folder)
    os.environ.pop("MONITOR_DATABASE_URL", None)  # always its own store, beside the dataset
    return report_all()


@click.command(cls=Command, help="練習用データ（架空の見本県）とその報告を用意する。二度目の実行では何も変わらない")
@click.argument("folder", metavar="フォルダー", type=click.Path(path_type=Path))
@click.option(
    "--nation",
    is_flag=True,
    help="見本県ではなく、全市町村・10年分の架空のデータを作る（測定用。保存先は MONITOR_DATABASE_URL）",
)
@click.option("--towns", metavar="数", type=int, help="--nation で、計画と報告のある市町村の数（指定しなければ全部）")
def make(folder: Path, nation: bool, towns: int | None) -> None:
    """Make the dataset in a folder."""
    try:
        if nation:
            _refuse_other(folder)
            os.environ["MONITOR_DATA"] = str(folder)
            reports, values = build_nation(folder, towns)
            click.echo(f"全国の練習用データを用意しました。新しい報告 {reports:,}件、値 {values:,}")
            return
        new = build(folder)
    except ValueError as error:
        raise WrongUsageError(str(error)) from error
    click.echo(f"練習用データ（見本県）を用意しました。新しい報告 {new}件")


if __name__ == "__main__":
    run(make, None, "python -m loaders.practice")
