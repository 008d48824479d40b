"""Publishing a dataset and reading it back."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data import dataset
from data.errors import DamagedDatasetError, InvalidDatasetError, MissingDatasetError, UnknownTableError


def files(folder):
    return {path.name: path.read_bytes() for path in (folder / "normalized").iterdir()}


def test_what_was_published_is_read_back_with_its_types(data_folder, tables):
    targets = dataset.read_table("targets")
    assert list(targets["target_id"]) == [row["target_id"] for row in tables["targets"]]
    assert targets.loc[0, "value"] == 50
    assert targets.loc[1, ["value", "quote"]].isna().all()
    assert targets["counts_in_rate"].to_list() == [True, False]
    assert dict(targets.dtypes.astype(str))["line_start"] == "Int64"


def test_codes_keep_their_leading_zeros(data_folder):
    assert dataset.read_table("records").loc[0, "area_code"] == "012068"


def test_files_are_utf8_with_plain_line_ends_and_whole_numbers_without_a_point(data_folder):
    lines = (data_folder / "normalized/targets.csv").read_bytes().split(b"\n")
    assert lines[0].startswith(b"target_id,statement_id,")
    assert b",50,," in lines[1]
    assert b"\r" not in b"".join(lines)
    assert lines[-1] == b""


def test_publishing_the_same_rows_in_another_order_changes_no_byte(data_folder, tables):
    before = files(data_folder)
    version = dataset.dataset_version()
    tables["targets"].reverse()
    assert dataset.publish(tables, data_folder / "normalized") == version
    assert files(data_folder) == before


def test_the_version_is_12_hexadecimal_digits_and_changes_with_the_content(data_folder, tables):
    version = dataset.dataset_version()
    assert len(version) == 12
    assert int(version, 16) >= 0
    tables["targets"][0]["value"] = 51
    assert dataset.publish(tables, data_folder / "normalized") != version


def test_a_new_dataset_is_read_without_a_restart(data_folder, tables):
    assert dataset.read_table("targets").loc[0, "value"] == 50
    tables["targets"][0]["value"] = 51.5
    version = dataset.publish(tables, data_folder / "normalized")
    assert dataset.read_table("targets").loc[0, "value"] == 51.5
    assert dataset.dataset_version() == version


def test_a_file_edited_by_hand_is_noticed_and_changes_the_version(data_folder):
    version = dataset.dataset_version()
    path = data_folder / "normalized/targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("拠点数", "居場所の数"), encoding="utf-8")
    assert dataset.read_table("targets").loc[0, "label_ja"] == "居場所の数"
    assert dataset.dataset_version() != version


def test_changing_a_frame_does_not_change_the_store(data_folder):
    frame = dataset.read_table("targets")
    frame.loc[0, "value"] = 0
    assert dataset.read_table("targets").loc[0, "value"] == 50


def test_a_table_not_published_yet_is_empty_with_its_columns(data_folder):
    milestones = dataset.read_table("milestones")
    assert milestones.empty
    assert "municipality_count" in milestones.columns


def test_facts_beside_the_tables_are_kept(data_folder, tables):
    dataset.publish(tables, data_folder / "normalized", {"sources": ["001_test.txt"]})
    assert dataset.dataset_facts()["sources"] == ["001_test.txt"]
    assert dataset.dataset_facts()["rows"]["targets"] == 2


def test_bad_rows_leave_the_published_dataset_untouched(data_folder, tables):
    before = files(data_folder)
    tables["targets"][0]["pillar"] = "weather"
    with pytest.raises(InvalidDatasetError) as error:
        dataset.publish(tables, data_folder / "normalized")
    assert str(error.value) == (
        "新しいデータに、項目の定義に合わない値が1件あります。\n"
        "- 表 targets 行 001-L0003-community-01 項目 pillar（柱）: 「weather」: "
        "使える値は community・consultation・multi_agency・prefecture・inclusive_consultation・participation_support・"
        "community_building・outreach・coordination です。\n"
        " 公開済みのデータは変更していません。 上の行を直してから、もう一度実行してください。"
    )
    assert files(data_folder) == before
    assert [path.name for path in data_folder.iterdir()] == ["normalized"]


def test_a_disk_error_while_writing_leaves_the_published_dataset_untouched(data_folder, tables, monkeypatch):
    before = files(data_folder)
    write = Path.write_bytes

    def full_disk(path, content):
        if path.name == "targets.csv":
            raise OSError("No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        dataset.publish(tables, data_folder / "normalized")
    assert files(data_folder) == before
    assert [path.name for path in data_folder.iterdir()] == ["normalized"]


def test_a_crash_between_the_two_renames_leaves_a_readable_dataset(data_folder, tables):
    # As after a power cut: the old folder has its second name, the new one was not yet renamed.
    (data_folder / "normalized").rename(data_folder / ".normalized-previous")
    assert dataset.read_table("targets").loc[0, "value"] == 50
    dataset.publish(tables, data_folder / "normalized")
    assert sorted(path.name for path in data_folder.iterdir()) == ["normalized"]


def test_readers_meet_a_whole_dataset_while_others_are_published(data_folder, tables):
    seen, stop = set(), threading.Event()

    def read_on():
        while not stop.is_set():
            values = dataset.read_table("targets")["value"]
            seen.add((len(values), float(values[0])))

    with ThreadPoolExecutor(max_workers=2) as pool:
        readers = [pool.submit(read_on) for _ in range(2)]
        for value in range(50, 58):
            tables["targets"][0]["value"] = value
            dataset.publish(tables, data_folder / "normalized")
        stop.set()
        for reader in readers:
            reader.result()
    assert seen <= {(2, float(value)) for value in range(50, 58)}


def test_an_unknown_table_cannot_be_published(data_folder, tables):
    with pytest.raises(UnknownTableError):
        dataset.publish(tables | {"towns": []}, data_folder / "normalized")


def test_a_missing_dataset_says_how_to_build_one(tmp_path, monkeypatch):
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    with pytest.raises(MissingDatasetError) as error:
        dataset.read_table("targets")
    assert str(error.value) == (
        f"データフォルダー「{tmp_path / 'normalized'}」に正規化データがありません。 表示できる数値がありません。 "
        "`python -m loaders build --sources 文書フォルダー` を実行するか、環境変数 MONITOR_DATA を確認してください。"
    )


def test_a_deleted_file_is_named(data_folder):
    (data_folder / "normalized/targets.csv").unlink()
    with pytest.raises(DamagedDatasetError) as error:
        dataset.read_table("targets")
    assert str(error.value) == (
        "データファイル「targets.csv」を読めません（ファイルがありません）。 このデータを使う数値は表示できません。 "
        "`python -m loaders build` で作り直すか、配布された元のファイルに戻してください。"
    )


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text.replace(",50,", ",五十,"), "定義と異なる型の値があります"),
        (lambda text: text.replace("label_ja", "label"), "項目の並びが定義と異なります"),
        (lambda text: "", "定義と異なる型の値があります"),
    ],
)
def test_a_damaged_file_is_named_with_the_reason(data_folder, damage, reason):
    path = data_folder / "normalized/targets.csv"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DamagedDatasetError, match=f"「targets\\.csv」を読めません（{reason}）"):
        dataset.read_table("targets")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rows": 3}'])
def test_a_damaged_manifest_is_named(data_folder, content):
    (data_folder / "normalized/dataset.json").write_text(content, encoding="utf-8")
    with pytest.raises(DamagedDatasetError, match=r"「dataset\.json」"):
        dataset.dataset_version()


def test_the_manifest_holds_nothing_of_the_moment_of_the_build(data_folder):
    manifest = json.loads((data_folder / "normalized/dataset.json").read_text(encoding="utf-8"))
    assert set(manifest) == {"version", "rows"}


def test_files_can_be_read_by_others_than_their_owner(data_folder):
    assert (data_folder / "normalized").stat().st_mode & 0o055 == 0o055
