"""Lists of stages and counts: all rows of a file go in, or none; what is wrong is named with its row."""

import csv
from datetime import datetime

import pytest
from openpyxl import Workbook

from loaders.__main__ import main
from loaders.document import ParsedDocument
from loaders.errors import InvalidListError, UnreadableFileError
from loaders.listed_facts import add_listed_facts
from loaders.lists import KINDS, import_list
from loaders.lookups import Lookups

HEADER = "area_code,prefecture,municipality,programme_code,fiscal_year,stage,evidence,as_of,source_title,source_url"
TOWN = "033227,岩手県,矢巾町,multilayered_support,2021,implementing,plan_title,,,https://example.jp/plan"
CITY = "013374,北海道,七飯町,multilayered_support,2023,implementing,planned,2022-11,白書,"
COUNTS = "fiscal_year,programme_code,municipalities,evidence,source,note\n2021,model_projects,42,figure_label,白書,"


@pytest.fixture
def folder(tmp_path):
    """An empty folder for imported lists."""
    path = tmp_path / "reference"
    path.mkdir()
    return path


@pytest.fixture
def offer(tmp_path, folder):
    """Return a function that imports rows (or a whole text) as a list of stages."""

    def run(*rows, name="stages", text=None, encoding="utf-8"):
        path = tmp_path / "offered.csv"
        path.write_text("\n".join([HEADER, *rows, ""]) if text is None else text, encoding=encoding)
        return import_list(name, path, folder)

    return run


@pytest.fixture
def problems(offer):
    """Return a function that offers rows and returns the problems that are named."""

    def run(*rows, **options):
        with pytest.raises(InvalidListError) as raised:
            offer(*rows, **options)
        return list(raised.value.problems)

    return run


def rows_in(folder, name="programme_stages"):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(report):
    return report.added, report.changed, report.unchanged


# Importing


def test_a_list_is_kept_with_evidence_and_source_sorted_by_its_key(offer, folder):
    assert numbers(offer(TOWN, CITY)) == (2, 0, 0)
    first, second = rows_in(folder)
    assert list(first) == [column.name for column in KINDS["stages"].columns]
    assert (first["area_code"], first["evidence"], first["as_of"]) == ("013374", "planned", "2022-11")
    assert (second["area_code"], second["evidence"], second["source_url"]) == (
        "033227", "plan_title", "https://example.jp/plan",
    )  # fmt: skip


def test_the_same_list_again_changes_nothing(offer, folder):
    offer(TOWN, CITY)
    before = (folder / "programme_stages.csv").read_bytes()
    assert numbers(offer(CITY, TOWN)) == (0, 0, 2)
    assert (folder / "programme_stages.csv").read_bytes() == before


def test_a_later_list_adds_to_the_earlier_one_and_replaces_its_evidence(offer, folder):
    offer(TOWN)
    assert numbers(offer(TOWN.replace("plan_title", "stated"), CITY)) == (1, 1, 0)
    assert [row["evidence"] for row in rows_in(folder)] == ["planned", "stated"]


def test_a_list_of_counts_is_kept(offer, folder):
    assert numbers(offer(name="counts", text=COUNTS)) == (1, 0, 0)
    assert rows_in(folder, "national_counts") == [
        {"fiscal_year": "2021", "programme_code": "model_projects", "municipalities": "42",
         "evidence": "figure_label", "source": "白書", "note": ""}
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_a_list_in_another_encoding_is_read(offer, encoding):
    assert numbers(offer(TOWN, encoding=encoding)) == (1, 0, 0)


def test_the_names_of_a_list_may_be_left_out(offer):
    text = "area_code,programme_code,fiscal_year,stage,evidence,source_title\n033227,multilayered_support,2021,ended,stated,広報\n"
    assert numbers(offer(text=text)) == (1, 0, 0)


# What Excel makes of a list


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022/11/1", "2022-11-01"), ("2022/11/01", "2022-11-01"), ("2022年11月1日", "2022-11-01"), ("2022.11.1", "2022-11-01"),
        ("R4.11.1", "2022-11-01"), ("令和4年11月1日", "2022-11-01"), ("令和元年5月", "2019-05"), ("H31.4.1", "2019-04-01"),
        ("2022/11/1 0:00", "2022-11-01"), ("２０２２／１１／１", "2022-11-01"), ("20221101", "2022-11-01"),
        ("44866", "2022-11-01"), ("2022年11月", "2022-11"), ("2022/11", "2022-11"), ("Nov-22", "2022-11"),
    ],
)  # fmt: skip
def test_any_date_that_can_be_read_is_kept_in_one_form(offer, folder, written, read):
    offer(CITY.replace("2022-11", written))
    assert rows_in(folder)[0]["as_of"] == read


@pytest.mark.parametrize(
    ("row", "read", "remark"),
    [
        (CITY.replace("013374", "13374"), "013374", "「13374」は、先頭の0が落ちた 013374（七飯町）として読んだ"),
        (f'"=""{CITY[:6]}"""{CITY[6:]}', "013374", ""),
        (
            CITY.replace("013374,北海道,七飯町", "403059,福岡県,那珂川町"),
            "402311",
            "「403059」は那珂川町の当時の団体コード。今の那珂川市 402311 として読んだ",
        ),
        (
            CITY.replace("013374,北海道,七飯町", "282219,兵庫県,篠山市"),
            "282219",
            "「篠山市」は2019年4月30日までの名称で、今は「丹波篠山市」になった。今の自治体として読んだ",
        ),
        (CITY.replace("013374,北海道,七飯町", "082082,茨城県,龍ヶ崎市"), "082082", ""),
        (CITY.replace("2022-11", "44866"), "013374", "時点「44866」は、表計算ソフトの日付 2022-11-01 として読んだ"),
        (CITY.replace("2023", "令和5年度"), "013374", ""),
    ],
)
def test_a_code_or_year_that_a_person_would_understand_is_read_and_said(offer, folder, row, read, remark):
    report = offer(row)
    assert (rows_in(folder)[0]["area_code"], rows_in(folder)[0]["fiscal_year"]) == (read, "2023")
    assert remark in "".join(report.remarks)
    assert bool(remark) or "当時" not in report.sentence_ja


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_list_with_other_separators_empty_columns_and_short_rows_is_read(offer, folder, separator):
    text = "\n".join([f"{HEADER},,", f"{CITY},,", TOWN, ",,,,,,,,,,"]).replace(",", separator)
    assert numbers(offer(text=text, encoding="utf-16")) == (2, 0, 0)


def test_a_value_below_no_heading_is_named(problems):
    text = f"{HEADER.replace('as_of', '')}\n{CITY}\n"
    assert problems(text=text) == ["2行目: 8列目に見出しがないのに値がある。見出しを書くか、値を消してください"]


def test_the_signs_of_windows_in_shift_jis_are_kept(offer, folder):
    offer(TOWN.replace(",,,", ",,①㈱髙﨑の白書～,"), encoding="cp932")
    assert rows_in(folder)[0]["source_title"] == "①㈱髙﨑の白書～"


def test_a_list_as_an_excel_file_is_read_too(tmp_path, folder):
    book = Workbook()
    book.active.append([*HEADER.split(","), None])
    book.active.append([13374, "北海道", "七飯町", "multilayered_support", 2023, "implementing", "planned",
                        datetime(2022, 11, 1), "白書"])  # fmt: skip
    book.save(tmp_path / "stages.xlsx")
    report = import_list("stages", tmp_path / "stages.xlsx", folder)
    assert report.remarks == ["2行目 「13374」は、先頭の0が落ちた 013374（七飯町）として読んだ"]
    assert rows_in(folder)[0]["as_of"] == "2022-11-01"


@pytest.mark.parametrize("name", ["七飯町＊", "亀田郡七飯町", "七飯\u200b町", "七\U000e0100飯町 注1)"])
def test_a_name_with_marks_or_its_district_is_the_same_town(name, offer, folder):
    offer(CITY.replace("七飯町", name).replace("2022-11", "2022年11月末"))
    assert rows_in(folder)[0]["as_of"] == "2022-11-30"


def test_the_sheet_of_the_list_is_taken_wherever_it_stands(tmp_path, folder):
    book = Workbook()
    book.active["A1"] = "はじめに"
    sheet = book.create_sheet("一覧")
    for row in (HEADER.upper(), CITY.replace("白書", "白書_x000D_")):
        sheet.append(row.split(","))
    book.save(tmp_path / "stages.xlsx")
    import_list("stages", tmp_path / "stages.xlsx", folder)
    assert rows_in(folder)[0]["source_title"] == "白書"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "パスワードで保護されている"),
        (b"%PDF-1.7", "PDFである"), (b"\xef\xbb\xbf<html><table>", "Webページの形式の表である"),
    ],
)  # fmt: skip
def test_a_list_in_another_kind_of_file_is_named(content, found, tmp_path, folder):
    (tmp_path / "stages.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError, match=found):
        import_list("stages", tmp_path / "stages.csv", folder)


@pytest.mark.parametrize("case", ["C20a_lost_zero", "C20b_excel_date", "C20d_empty_columns", "C20e_all_of_it"])
def test_the_lists_of_offices_are_taken_by_the_command(case, shared_dir, folder, capsys):
    code, out, _ = run(capsys, "stages", shared_dir / "cases" / "files" / f"{case}.csv", "--reference", folder)
    (row,) = rows_in(folder)
    assert (code, row["area_code"], row["stage"], row["fiscal_year"], row["as_of"]) == (
        0, "012068", "preparing", "2022", "2022-11-01",
    )  # fmt: skip
    assert ("先頭の0が落ちた 012068（釧路市）" in out) == (case in ("C20a_lost_zero", "C20e_all_of_it"))


def test_a_year_of_5000_digits_is_refused_with_its_place(shared_dir, folder, capsys):
    path = shared_dir / "cases" / "attacks" / "stages_year_of_5000_digits.csv"
    code, _, err = run(capsys, "stages", path, "--reference", folder)
    assert code == 2
    assert "行目 fiscal_year（年度）「" in err
    assert "字）」は範囲の外にある" in err
    assert len(err) < 2_000


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "files", "counts"),
    [
        ("stages", {"programme_stages": "programme_stages", "programme_stages_2": "programme_stages"}, [59, 66]),
        ("counts", {"national_counts": "national_counts"}, [14]),
        ("grants", {"grants": "grants"}, [22]),
    ],
)
def test_the_committed_lists_are_those_handed_over(name, files, counts, shared_dir, folder):
    taken = [numbers(import_list(name, shared_dir / "facts" / f"{file}.csv", folder)) for file in files]
    assert taken == [(count, 0, 0) for count in counts]
    (table,) = set(files.values())
    assert rows_in(folder, table) == rows_in(Lookups().folder, table)


# Refusing

CHOICES = (
    "implementing（実施中）、preparing（移行準備中）、other_approach（別の手法で整備）、consolidated_functions（機能集約化）、"
    "considering（検討中）、not_implementing（未実施）、not_started（未着手）、ended（終了）"
)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            TOWN.replace("033227", "03322"),
            "area_code（団体コード）「03322」は6桁の数字ではない。矢巾町なら 033227 です。"
            "先頭の0や末尾の検査数字が落ちていないか確かめてください",
        ),
        (TOWN.replace("033227", "033228"), "area_code（団体コード）「033228」という団体はない。矢巾町なら 033227 です"),
        (
            TOWN.replace("033227", "999999"),
            "area_code（団体コード）「999999」という団体はない。総務省の団体コード表で確かめてください",
        ),
        (
            TOWN.replace("矢巾町", "紫波町"),
            "area_code「033227」は岩手県矢巾町だが、名称は「岩手県紫波町」である。"
            "コードと名称のどちらが正しいか確かめてください",
        ),
        (
            CITY.replace("2022-11", "9999-12-31"),
            "as_of（時点）「9999-12-31」は日付ではない。2022-11 か 2022-11-01 の形で書いてください",
        ),
        (CITY.replace("白書", "白" * 1_001), f"source_title（出典）「{'白' * 30}…（1,001字）」は長すぎる。1,000字までに縮めてください"),
        (TOWN.replace("2021", ""), "fiscal_year（年度）が空である。値を書いてください"),
        (
            TOWN.replace("2021", "令和3"),
            "fiscal_year（年度）「令和3」は数ではない。2023 のような西暦の半角の整数で書いてください",
        ),
        (
            TOWN.replace("2021", "21"),
            "fiscal_year（年度）「21」は範囲の外にある。2023 のような西暦の1947以上の整数で書いてください",
        ),
        (
            TOWN.replace("2021", "2" * 5_000),
            f"fiscal_year（年度）「{'2' * 30}…（5,000字）」は範囲の外にある。2023 のような西暦の1947以上の整数で書いてください",
        ),
        (TOWN.replace("implementing", "実施"), f"stage（段階）「実施」は使えない。{CHOICES} のいずれかにしてください"),
        (
            CITY.replace("2022-11", "2022/2/30"),
            "as_of（時点）「2022/2/30」は日付ではない。2022-11 か 2022-11-01 の形で書いてください",
        ),
        (
            TOWN.replace("https://example.jp/plan", ""),
            "source_title・source_url: 出典がない。source_titleかsource_urlに出典を書いてください",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_row_and_the_remedy(problems, row, problem):
    assert problems("", row) == [f"3行目 {problem}"]


def test_an_unknown_programme_is_named_with_those_that_are_known(problems):
    (problem,) = problems(TOWN.replace("multilayered_support", "juso"))
    assert problem.startswith(
        "2行目 programme_code（事業）「juso」は登録されていない。使える事業コードは community_capacity、"
    )


def test_a_row_with_too_many_cells_is_named(problems):
    assert problems(TOWN + ",余分") == ["2行目: 欄が11個ある（見出しは10個）。値の中のコンマは引用符で囲んでください"]


def test_all_problems_are_named_at_once(problems):
    assert len(problems(TOWN.replace("2021", "x"), CITY.replace("planned", "y"))) == 2


def test_a_row_that_stands_twice_is_named(problems):
    assert problems(TOWN, CITY, TOWN) == [
        "2行目と4行目: 033227・multilayered_support・2021 の段階が重複している。どちらかの行を削除してください"
    ]


def test_two_stages_for_one_year_are_named(problems):
    assert problems(TOWN, TOWN.replace("implementing", "preparing")) == [
        "2行目と3行目: 033227・multilayered_support・2021 の段階が食い違う（「実施中」 と 「移行準備中」）。"
        "正しい方の行だけを残してください"
    ]


def test_a_stage_that_contradicts_the_list_at_hand_is_named(offer, problems):
    offer(CITY, TOWN)
    assert problems(TOWN.replace("implementing", "ended")) == [
        "2行目: 033227・multilayered_support・2021 の段階が登録済みの一覧と食い違う（登録済み 「実施中」、今回 「終了」）。"
        "今回が正しければ programme_stages.csv の3行目を削除してから取り込んでください"
    ]


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (HEADER.replace("stage,", "", 1), "見出し「stage」がない"),
        (HEADER.replace("as_of", "時点"), "見出し「時点」は使えない"),
        (HEADER.replace("as_of", "stage"), "見出し「stage」が二つある"),
    ],
)
def test_a_wrong_heading_is_named_with_those_that_can_be_used(problems, header, what):
    assert problems(text=f"{header}\n{TOWN}\n") == [
        f"1行目: {what}。使える見出しは area_code、programme_code、fiscal_year、stage、evidence、as_of、"
        "source_title、source_url、prefecture、municipality です"
    ]


# The command


def run(capsys, *arguments):
    """Return exit code, output and error output of a command."""
    code = main(["import", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command_says_what_it_did(tmp_path, folder, capsys):
    path = tmp_path / "stages.csv"
    path.write_text(f"{HEADER}\n{TOWN}\n", encoding="utf-8")
    assert run(capsys, "stages", path, "--reference", folder) == (
        0,
        "事業の段階の一覧を programme_stages.csv に取り込みました（新しい行 1、置き換え 0、変更なし 0）。\n"
        "python -m loaders build を実行すると、データセットに入ります。\n",
        "",
    )


STOPPED = "中止しました（データセットは元のままです）。\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "stages.csv: ファイルがない。本来はCSVファイル。対処: ファイルの場所と名前を確かめてください\n"),
        (b"", "stages.csv: 中身が空である。本来は文書のテキスト。対処: ファイルが正しく保存・転送されたか確かめてください\n"),
        (
            b"PK\x03\x04\x00\x00",
            "stages.csv: テキストではない（バイナリの内容がある）。本来はテキストファイル。"
            "対処: PDFや表計算ファイルは先にテキストへ変換してください\n",
        ),
        (HEADER.encode(), "stages.csv: 取り込む行がない。本来は見出しの行と、一つ以上の行。対処: 中身を確かめてください\n"),
        (
            f"{HEADER}{',' * 99}{',見出し' * 200}\n{TOWN}\n".encode(),
            f"stages.csv: 列が多すぎる（{HEADER.count(',') + 300}列）。本来は200列までの一覧。"
            "対処: 一覧の列だけを保存し直し、値の中のコンマは引用符で囲んでください\n",
        ),
        (
            f'{HEADER}\n"開いたまま'.encode(),
            "stages.csv 2行目: CSVとして読めない（引用符が閉じていないなど）。本来はCSVの行。"
            "対処: 引用符とコンマを確かめてください\n",
        ),
        (
            f"{HEADER}\n{TOWN}\n{TOWN}\n".encode(),
            "stages.csv: 取り込めない箇所が1件ある。本来はすべての行が正しい一覧。"
            "対処: 次の箇所を直してから、もう一度取り込んでください\n"
            "- 2行目と3行目: 033227・multilayered_support・2021 の段階が重複している。どちらかの行を削除してください\n",
        ),
    ],
    ids=["missing", "empty", "binary", "heading only", "too wide", "open quote", "twice"],
)  # fmt: skip
def test_a_bad_file_ends_with_code_2_and_leaves_the_list_as_it_was(content, message, tmp_path, folder, offer, capsys):
    offer(CITY)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    path = tmp_path / "stages.csv"
    if content is not None:
        path.write_bytes(content)
    assert run(capsys, "stages", path, "--reference", folder) == (2, "", STOPPED + message)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_unknown_kind_of_list_is_refused(tmp_path, capsys):
    assert run(capsys, "plans", tmp_path / "x.csv") == (
        2, "", STOPPED + "取り込み: 一覧の種類「plans」はない。本来はstages、counts、grants。対処: 種類を選び直してください\n",
    )  # fmt: skip


def test_a_list_that_cannot_be_written_leaves_no_half_file(offer, folder, monkeypatch):
    def fail(self, target):
        raise OSError("no space")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        offer(TOWN)
    assert list(folder.iterdir()) == []


# Building


@pytest.fixture
def lookups(offer, folder):
    """Lookups whose folder holds a list of two stages; the registry is the real one."""
    offer(TOWN, CITY)
    found = Lookups(folder)
    found.table = Lookups().table
    return found


def stage_of_document(stage):
    return {"area_code": "033227", "programme_code": "multilayered_support", "fiscal_year": 2021, "stage": stage,
            "evidence": "stated", "record_id": "900-L0001", "line_start": 7, "fact_status": "stated"}  # fmt: skip


def test_a_build_takes_the_facts_of_a_list(lookups):
    parsed = ParsedDocument()
    add_listed_facts(parsed, lookups)
    found = [(r["area_code"], r["fiscal_year"], r["fact_status"]) for r in parsed.tables["programme_stages"]]
    # A title only hints at the programme; a plan for next year is stated as a plan.
    assert found == [("013374", 2023, "stated"), ("033227", 2021, "inferred")]


@pytest.mark.parametrize("stage", ["implementing", "preparing"])
def test_document_and_list_both_stay_with_the_stronger_evidence_first(lookups, stage):
    parsed = ParsedDocument()
    parsed.add("programme_stages", stage_of_document(stage))
    add_listed_facts(parsed, lookups)
    rows = [row for row in parsed.tables["programme_stages"] if row["area_code"] == "033227"]
    assert [(row["seq"], row["evidence"], row["stage"]) for row in rows] == [
        (1, "stated", stage), (2, "plan_title", "implementing"),
    ]  # fmt: skip


def test_a_list_that_names_the_very_document_as_its_source_adds_nothing(lookups, offer, folder):
    offer(TOWN.replace("https://example.jp/plan", "document 900_plan.txt"))
    parsed = ParsedDocument()
    parsed.add("documents", {"doc_id": "900", "file_name": "900_plan.txt"})
    parsed.add("programme_stages", stage_of_document("implementing"))
    add_listed_facts(parsed, lookups)
    rows = [row for row in parsed.tables["programme_stages"] if row["area_code"] == "033227"]
    assert [row["evidence"] for row in rows] == ["stated", "plan_title"]


def test_who_was_paid_a_grant_for_a_year_ran_the_programme(lookups, offer):
    rows = (
        "033227,2024,multilayered_support,矢巾町,1200000,シート\n,2024,multilayered_support,その他,12000000000,シート\n"
    )
    offer(name="grants", text=f"area_code,fiscal_year,programme_code,recipient_ja,grant_yen,source_title\n{rows}")
    parsed = ParsedDocument()
    add_listed_facts(parsed, lookups)
    assert [row["grant_yen"] for row in parsed.tables["grants"]] == [12_000_000_000, 1_200_000]
    (paid,) = [row for row in parsed.tables["programme_stages"] if row["evidence"] == "grant_paid"]
    assert (paid["area_code"], paid["fiscal_year"], paid["stage"]) == ("033227", 2024, "implementing")
