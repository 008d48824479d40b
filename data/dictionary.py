"""The data dictionary, written from the schema and the definitions: `python -m data.dictionary`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from data.measures.definitions import ATTAINMENT_MEASURES, ATTAINMENT_RULES_JA, MEASURES, SHARED_RULES_JA, Measure
from data.schema import DERIVED, IMPORTED_TABLES, LIVE_TABLES, TABLES, Column, Table

TARGET = Path(__file__).parent.parent / "docs" / "data_dictionary.md"
TYPES_JA = {"string": "文字", "int": "整数", "float": "数", "bool": "真偽", "date": "日付", "moment": "日時"}


def dictionary_text() -> str:
    """Return the whole dictionary as Markdown."""
    parts = [
        "# データ辞書",
        "このページは `python -m data.dictionary` が `data/schema.py` と `data/measures/definitions.yml` から"
        "作ります。直接編集しないでください。",
        "## 支援カバー率の定義",
        "共通の約束\n\n" + "\n".join(f"- {rule}" for rule in SHARED_RULES_JA),
        *_measure_sections(MEASURES),
        "## 目標と実績の定義",
        "共通の約束\n\n" + "\n".join(f"- {rule}" for rule in ATTAINMENT_RULES_JA),
        *_measure_sections(ATTAINMENT_MEASURES),
        "## 表",
        "CSVはUTF-8・改行LF・鍵の順です。「必須」でない項目は空欄になり得ます。鍵の項目に🔑を付けます。",
        *(_table_section(table) for table in TABLES.values()),
        "## 運用中に増える表",
        "報告・確定・期限・固定した版の記録です。CSVではなくストア（データベース）にあり、行は増えるだけで書き換わりません。",
        *(_table_section(table) for table in LIVE_TABLES.values()),
        "## 取り込んだ統計の表",
        "国勢調査などの公的な統計です。取り込んだ利用者の環境だけにあり（`var/imported/statistics`）、配布するデータセットには"
        "入りません。取り込んでも「データの版」の前半（文書の版）は変わらず、後ろに統計の版が付きます。",
        *(_table_section(table) for table in IMPORTED_TABLES.values()),
        "## 算出した項目",
        "表にはなく、画面・ダウンロード・報告資料のために表から作る項目です。\n\n" + _columns_ja(DERIVED),
    ]
    return "\n\n".join(parts) + "\n"


def _measure_sections(measures: tuple[Measure, ...]) -> Iterator[str]:
    for measure in measures:
        code = f"{measure.code} " if measure.code.startswith("C") else ""
        yield (
            f"### {code}{measure.name_ja}［{measure.unit}］\n\n"
            f"- 式: {measure.formula_ja}\n- 意味: {measure.meaning_ja}\n- 注意: {measure.caveat_ja}"
        )


def _table_section(table: Table) -> str:
    return f"### `{table.name}` {table.label_ja}\n\n{table.meaning_ja}\n\n{_columns_ja(table.columns, table.key)}"


def _columns_ja(columns: Sequence[Column], key: Sequence[str] = ()) -> str:
    rows = "\n".join(_column_row(column, column.name in key) for column in columns)
    return f"| 項目 | 名称 | 型 | 単位 | 必須 | 意味・使える値 |\n|---|---|---|---|---|---|\n{rows}"


def _column_row(column: Column, is_key: bool) -> str:
    key = "🔑 " if is_key else ""
    allowed = "、".join(f"`{code}` {label}" for code, label in column.allowed.items())
    meaning = column.meaning_ja
    if column.references:
        meaning = f"`{column.references}` を指す" + (f"。{meaning}" if "を指す" not in meaning else "")
    meaning = f"{meaning}: {allowed}" if allowed else meaning
    required = "○" if column.required else ""
    cells = (f"{key}`{column.name}`", column.label_ja, TYPES_JA[column.type], column.unit, required, meaning)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(dictionary_text(), encoding="utf-8")
