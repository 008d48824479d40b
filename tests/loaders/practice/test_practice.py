"""The invented prefecture: complete, consistent, the same at every run, and none of the real ones."""

from __future__ import annotations

import json

import pytest

import loaders.practice.__main__ as practice
from data.dataset import publish
from data.store.engine import close_all
from data.validation import checked_rows, typed_tables
from loaders import reference_areas
from loaders.practice import prefecture, today
from loaders.practice.__main__ import build


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    monkeypatch.setenv("MONITOR_DATABASE_URL", "")
    yield tmp_path
    close_all()


def test_names_and_codes_belong_to_no_real_place():
    real = reference_areas.read()
    invented = prefecture.areas()
    assert not {row["name_ja"] for row in real} & {row["name_ja"] for row in invented}
    assert not {row["area_code"][:2] for row in real} & {str(row["area_code"])[:2] for row in invented}
    assert all(row["area_code"] == prefecture.area_code(int(str(row["area_code"])[2:5])) for row in invented)


def test_the_tables_keep_to_the_schema_and_their_keys():
    frames, problems = typed_tables(prefecture.tables())
    assert problems == []
    assert len(frames["targets"]) == len(prefecture.TOWNS) * len(prefecture.AIMS) * len(prefecture.FISCAL_YEARS)


def test_every_result_belongs_to_a_target():
    known = {row["target_id"] for row in prefecture.tables()["targets"]}
    reported = [
        row["target_id"] for town in prefecture.TOWNS for year in prefecture.FISCAL_YEARS
        for row in practice.achievements(town, year)
    ]  # fmt: skip
    assert set(reported) == known


def test_the_years_of_todays_law_hold_every_road_a_reported_zero_and_one_contradiction():
    roads = {today.road(town, year) for town in prefecture.TOWNS for year in today.YEARS}
    assert roads >= {"implementing", "preparing", "other_approach", "consolidated_functions", "not_started", None}
    frames, problems = typed_tables({"programme_stages": today.stages(), "grants": today.grants()})
    assert [problem for problem in problems if "にない値です" not in problem] == []
    stated = frames["programme_stages"].set_index(["area_code", "fiscal_year"])["stage"].to_dict()
    otherwise = [(t.name_ja, y) for t in prefecture.TOWNS for y in today.YEARS
                 if today.road(t, y) and stated[t.area_code, y] != today.road(t, y)]  # fmt: skip
    assert otherwise == [("素案村", 2024)]
    forms = [(town, year, today.further(town, year, 0)) for town in prefecture.TOWNS for year in today.YEARS]
    assert sum(row["value"] == 0 for _, _, form in forms for row in form.get("report_counts", [])) > 0
    for town, year, form in forms:
        values = {row["indicator_code"]: row["value"] for row in form.get("report_counts", [])}
        if values:
            whole = values["consultations"]
            assert whole == values["new_consultations"] + values["continued_consultations"]
            assert whole == sum(values[code] for code in prefecture.DECLARED["consultation_shares"])
        results = today.own_results(town, year, 0)
        assert {row["target_id"] for row in results} == {row["target_id"] for row in form.get("reported_targets", [])}
        for name, rows in form.items():
            of_form = {"submission_id": "-", "area_code": town.area_code, "fiscal_year": year}
            assert len(checked_rows(name, [{**row, **of_form} for row in rows])) == len(rows)


def test_neighbours_on_the_map_share_their_corners():
    features = json.loads(prefecture.boundaries())["features"]
    corners = [tuple(point) for f in features for point in f["geometry"]["coordinates"][0][:-1]]
    assert len(features) == 12
    assert len(set(corners)) == (prefecture.ROWS + 1) * (prefecture.COLUMNS + 1)


def test_a_second_run_writes_the_same_dataset_and_no_report_twice(folder):
    first = build(folder, folder / "geo")
    before = {path.name: path.read_bytes() for path in (folder / "normalized").iterdir()}
    again = build(folder, folder / "geo")
    assert (first, again) == (49, 0)
    assert {path.name: path.read_bytes() for path in (folder / "normalized").iterdir()} == before
    assert json.loads(before["dataset.json"])["practice"] is True


def test_a_folder_of_real_data_is_never_overwritten(folder):
    publish({"areas": [], "indicators": []}, folder / "normalized")
    with pytest.raises(ValueError, match="練習用でないデータがあります"):
        build(folder, folder / "geo")
    assert not (folder / "var").exists()
