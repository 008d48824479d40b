"""`python -m loaders.practice FOLDER`: make the practice dataset with its own store; a second run changes nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from data.dataset import publish
from loaders.practice.plans import tables
from loaders.practice.prefecture import PREFECTURE_CODE, boundaries
from loaders.practice.reports import report_all

GEO = Path(__file__).resolve().parents[2] / "static" / "geo"
REFUSAL = "{folder}: このフォルダーには練習用でないデータがあります。別のフォルダーを指定してください。\n"


def build(folder: Path, geo: Path = GEO) -> int:
    """Publish the invented prefecture, write its shapes for the map and record its reports in the store beside it.

    Args:
        folder: The data folder (MONITOR_DATA) that will hold dataset and store.

    Returns:
        The number of reports that were not there before.

    Raises:
        ValueError: The folder holds a dataset that is not for practice.
    """
    manifest = folder / "normalized" / "dataset.json"
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("practice") is not True:
        raise ValueError(REFUSAL.format(folder=folder.name))
    publish(tables(), folder / "normalized", {"practice": True})
    geo.mkdir(parents=True, exist_ok=True)
    (geo / f"{PREFECTURE_CODE}.geojson").write_text(boundaries(), encoding="utf-8")
    os.environ["MONITOR_DATA"] = str(folder)
    os.environ.pop("MONITOR_DATABASE_URL", None)  # always its own store, beside the dataset
    return report_all()


def main() -> None:
    """Make the dataset in the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("使い方: python -m loaders.practice フォルダー")
    try:
        new = build(Path(sys.argv[1]))
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.write(f"練習用データ（見本県）を用意しました。新しい報告 {new}件\n")


if __name__ == "__main__":
    main()
