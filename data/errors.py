"""The only exceptions that the UI knows.

Each message is Japanese and calm, in three parts: 何が起きたか → 影響 → 次にできること.
"""

from __future__ import annotations

from collections.abc import Sequence


class DatasetError(Exception):
    """Something about the dataset that a reader has to be told.

    Attributes:
        happened_ja: What happened.
        effect_ja: What it means for the reader.
        next_ja: What the reader can do next.
    """

    def __init__(self, happened_ja: str, effect_ja: str, next_ja: str) -> None:
        self.happened_ja = happened_ja
        self.effect_ja = effect_ja
        self.next_ja = next_ja
        super().__init__(f"{happened_ja} {effect_ja} {next_ja}")


class MissingDatasetError(DatasetError):
    """There is no dataset in the data folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"データフォルダー「{folder}」に正規化データがありません。",
            "表示できる数値がありません。",
            "`python -m loaders build --sources 文書フォルダー` を実行するか、"
            "環境変数 MONITOR_DATA を確認してください。",
        )


class DamagedDatasetError(DatasetError):
    """A file of the dataset is missing, unreadable or not in the form that the schema asks for."""

    def __init__(self, file_name: str, reason_ja: str) -> None:
        super().__init__(
            f"データファイル「{file_name}」を読めません（{reason_ja}）。",
            "このデータを使う数値は表示できません。",
            "`python -m loaders build` で作り直すか、配布された元のファイルに戻してください。",
        )


class InvalidDatasetError(DatasetError):
    """Rows offered for publication break the schema; the published dataset stays as it was.

    Attributes:
        problems: Every problem found, one sentence each, naming table, row and column.
    """

    SHOWN = 20

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - self.SHOWN
        listed = "".join(f"\n- {problem}" for problem in self.problems[: self.SHOWN])
        listed += f"\n- ほか{more:,}件" if more > 0 else ""
        super().__init__(
            f"新しいデータに、項目の定義に合わない値が{len(self.problems):,}件あります。{listed}\n",
            "公開済みのデータは変更していません。",
            "上の行を直してから、もう一度実行してください。",
        )


class UnknownTableError(DatasetError):
    """A table was asked for that the schema does not declare."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"表「{name}」は定義されていません。",
            "この表は表示できません。",
            f"次の表から選んでください: {'、'.join(known)}。",
        )


class UnknownRecordError(DatasetError):
    """A record, area or document was asked for that the dataset does not hold."""

    def __init__(self, kind_ja: str, code: str) -> None:
        super().__init__(
            f"{kind_ja}「{code}」はこのデータにありません。",
            "該当する内容は表示できません。",
            "一覧から選び直してください。",
        )
