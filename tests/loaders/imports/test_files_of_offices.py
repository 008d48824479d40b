"""Official tables as offices really send them, through the desk of the page to the end: values, remarks, or a reason."""

from __future__ import annotations

import pytest

from data import dataset
from data.errors import InvalidDatasetError
from data.store.engine import close_all
from loaders.__main__ import main
from loaders.imports import desk
from tests.loaders.imports import census_table, register_table

AS_CONTROL = {"010006": (2520, 38.1), "011002": (2100, 38.1), "013030": (420, 38.1)}
CENSUS = {"011002": (5000, 28.0), "012025": (1000, 40.0), "131016": (2000, 30.0), "132012": (1000, 30.0)}
# file → what municipalities (and prefectures) have, and parts of what is said besides
READ = {
    "C01_control_one_row.xlsx": (AS_CONTROL, []),
    "C01a_two_row_heading.xlsx": (AS_CONTROL, []),
    "C01b_two_row_heading.csv": (AS_CONTROL, []),
    "C01c_two_rows_nation_dash.xlsx": (AS_CONTROL, []),
    "C13a_old_signs_and_islands.xlsx": (
        {"403440": (84, 38.1), "134015": (84, 38.1), "133817": (84, 38.1)},
        ["「須惠町」は、団体コード 403440 が合うため須恵町として", "「八丈島八丈町」は、団体コード 134015"],
    ),
    "C13b_villages_without_codes.xlsx": (AS_CONTROL, ["「蘂取村」は団体一覧にない（住民のいない北方地域など）。この6行は使わない"]),
    "C13d_ward_twice.xlsx": (
        {"221309": (1680, 38.1), "222038": (420, 38.1), "221350": None},
        ["「浜松市北区」の行が2行ある（13、16行目）。どれも使わない"],
    ),
    "C13e_asterisks.xlsx": (AS_CONTROL, ["「*札幌市」の注の印を除いて読んだ", "「石狩郡当別町*」の注の印を除いて"]),
    "C40a_dash_in_a_class.xlsx": ({"134023": (200, 35.0)}, ["青ヶ島村: 「-」のある年齢は、ほかの年齢の合計が総数と等しいため0人"]),
    "C18b_census_dimension_A1.xlsx": (CENSUS, []),
    "C36a_notes_at_end.xlsx": (CENSUS, ["注などの2行（20、21行目）は使わない"]),
    "C11m_census_ke.xlsx": ({"082082": (5000, 28.0)}, ["「龍ヶ崎市」は、団体コード 082082 が合うため龍ケ崎市として"]),
    "N01a_census_as_csv.csv": (CENSUS, []),
}  # fmt: skip
REFUSED = {
    "files/C16b_register_strict.xlsx": "Strict Open XML 形式のExcelファイルである。",
    "attacks/register_no_sheet.xlsx": "シートが一枚もない。",
    "attacks/census_area_infinite.xlsx": "総計 18行目（八王子市）: 大きすぎる値がある（H18「inf」）",
    "attacks/census_integer_of_400_digits.xlsx": "総計 13行目（札幌市北区）: 大きすぎる値がある（J13「1000",
}


@pytest.fixture(autouse=True)
def own_imports(tmp_path, monkeypatch):
    """Imports and a store of this test's own, beside the committed dataset."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    yield
    close_all()


def kind_of(name):
    return "census" if "census" in name or name.startswith("C36a") else "resident_register"


def take_in(path):
    with path.open("rb") as file:
        return desk.take_in(kind_of(path.name), path.name, file, by="係長")


def published():
    """Return area_code → (population, share of 65 and more)."""
    rows = dataset.read_imported("area_statistics").pivot(index="area_code", columns="indicator_code", values="value")
    return {code: (row.population, round(row.aging_rate, 1)) for code, row in rows.iterrows()}


@pytest.mark.parametrize("name", READ)
def test_an_official_table_is_read_with_what_has_to_be_said(name, shared_dir):
    values, said = READ[name]
    done = take_in(shared_dir / "cases" / "files" / name)
    assert done.is_new, done.sentence_ja
    got = published()
    assert {code: got.get(code) for code in values} == values
    messages = "\n".join(one["message_ja"] for one in done.findings)
    assert [part for part in said if part not in messages] == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_cannot_be_is_refused_with_place_and_reason(name, shared_dir):
    done = take_in(shared_dir / "cases" / name)
    assert done.is_refused
    assert REFUSED[name] in done.sentence_ja
    assert "対処: " in done.sentence_ja


def test_a_zip_of_boundaries_with_two_sets_is_taken_and_says_which_it_used(shared_dir):
    with (shared_dir / "cases" / "files" / "C02a_two_sets_geojson.zip").open("rb") as file:
        done = desk.take_in("boundaries", "C02a_two_sets_geojson.zip", file, by="係長")
    assert "1都道府県の25区域が新しい形になりました" in done.sentence_ja
    (finding,) = done.findings
    assert "市区町村の境界のある N03-" in finding["message_ja"]
    assert finding["message_ja"].endswith("prefecture.geojson は使いません。")


SHEETS = {"census": census_table.sheet_rows, "resident_register": register_table.sheet_rows}
ENDINGS = {
    "xlsx": lambda rows: census_table.xlsx(rows),
    "csv in UTF-8 with BOM": lambda rows: census_table.csv_bytes(rows, "utf-8-sig"),
    "csv in UTF-8": lambda rows: census_table.csv_bytes(rows, "utf-8"),
    "csv in Shift_JIS": lambda rows: census_table.csv_bytes(rows, "cp932"),
    "csv in UTF-16": lambda rows: census_table.csv_bytes(rows, "utf-16"),
    "Unicode text of Excel": lambda rows: census_table.csv_bytes(rows, "utf-16", "\t"),
    "csv with semicolons": lambda rows: census_table.csv_bytes(rows, "utf-8-sig", ";"),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", SHEETS)
def test_each_kind_of_table_goes_to_the_end_in_each_form(kind, ending, tmp_path, capsys):
    path = tmp_path / f"table.{'xlsx' if ending == 'xlsx' else 'csv'}"
    path.write_bytes(ENDINGS[ending](SHEETS[kind]()))
    assert main(["import", kind, str(path)]) == 0, capsys.readouterr().err
    assert published()["011002"] == {"census": (5000, 28.0), "resident_register": (2100, 38.1)}[kind]
    places = set(dataset.read_imported("import_findings")["place"].str.split().str[0])
    assert places == {"第１面事項_2020年" if ending == "xlsx" else path.name}


def test_an_error_that_nobody_foresaw_refuses_this_file_only(tmp_path, monkeypatch, caplog, capsys):
    path = tmp_path / "表.csv"
    path.write_bytes(census_table.csv_bytes())
    monkeypatch.setitem(desk.READERS, "census", lambda *_: {}["x"])
    monkeypatch.setattr(desk.apart, "read_file", lambda task, name: task())
    done = take_in(path.rename(tmp_path / "census.csv"))
    assert done.is_refused
    assert done.sentence_ja.startswith("census.csv: このファイルは読めません（想定していない書き方に出会ったため")
    assert "census.csv cannot be read: KeyError at test_files_of_offices.py:" in caplog.text
    assert main(["import", "census", str(tmp_path / "census.csv")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_rows_that_the_tables_cannot_hold_refuse_the_file_and_not_the_page(tmp_path, monkeypatch):
    def impossible(*_):
        raise InvalidDatasetError(["表 import_findings 行 census / 5 項目 place（場所）: 値が必要です"])

    monkeypatch.setattr(dataset, "publish_imported", impossible)
    path = tmp_path / "census.csv"
    path.write_bytes(census_table.csv_bytes())
    done = take_in(path)
    assert done.is_refused
    assert "このファイルは読めません" in done.sentence_ja
    assert "import_findings" not in done.sentence_ja


def test_a_sheet_whose_name_is_blank_is_named_by_its_file(tmp_path):
    path = tmp_path / "census.xlsx"
    path.write_bytes(census_table.xlsx(name="　"))
    assert take_in(path).is_new
    assert set(dataset.read_imported("import_findings")["place"]) == {"census.xlsx"}


def test_a_file_that_is_refused_does_not_keep_out_the_others_of_the_command(tmp_path, capsys):
    (tmp_path / "bad.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "good.csv").write_bytes(census_table.csv_bytes())
    assert main(["import", "census", str(tmp_path / "bad.csv"), str(tmp_path / "good.csv")]) == 2
    printed = capsys.readouterr()
    assert "国勢調査（2020-10-01現在）を取り込みました" in printed.out
    assert printed.err.startswith("取り込めなかったファイル: 1件（ほかの1件は取り込みました）\nbad.csv: 題名「a」に")
    assert published()["011002"] == (5000, 28.0)
