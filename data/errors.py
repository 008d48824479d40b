"""The only exceptions that the UI knows.

Each message is Japanese and calm, in three parts: 何が起きたか → 影響 → 次にできること.
"""

from __future__ import annotations

from collections.abc import Sequence


class DatasetError(Exception):
    """A problem that a reader meets, in three sentences.

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
        self.file_name = file_name
        super().__init__(
            f"データファイル「{file_name}」を読めません（{reason_ja}）。",
            "このデータを使う数値は表示できません。",
            "`python -m loaders build` で作り直すか、配布された元のファイルに戻してください。",
        )


class DamagedImportError(DatasetError):
    """Imported statistics are missing in part, unreadable, or in the form of another version of the program.

    Attributes:
        file_name: The file that cannot be read.
    """

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        super().__init__(
            f"取り込んだ統計のファイル「{file_name}」を読めません。",
            "国勢調査などの統計を使う数値は表示できません。",
            "`python -m loaders import census ファイル` で取り込み直すか、"
            "`python -m loaders remove census` で取り込みのない状態に戻してください。",
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


class StoreUnavailableError(DatasetError):
    """The database of the store cannot be reached or refuses to work."""

    def __init__(self, place: str, reason_ja: str) -> None:
        super().__init__(
            f"報告の保存先「{place}」を使えません（{reason_ja}）。",
            "報告の受付と、報告による数値の表示ができません。文書による数値は表示できます。",
            "保存先が動いているか、環境変数 MONITOR_DATABASE_URL とフォルダーの書き込み権限を確認してください。",
        )


class StoreBusyError(DatasetError):
    """Another writer kept the store for too long."""

    def __init__(self) -> None:
        super().__init__(
            "報告の保存先が、ほかの書き込みで混み合っています。",
            "今回の操作は記録されていません。",
            "しばらく待ってから、もう一度同じ操作をしてください。",
        )


class OutdatedStoreError(DatasetError):
    """The store was brought to a form that only a newer version of the program knows."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__(
            f"この保存先は、より新しい版のプログラムで作られています（このプログラムにない移行: {'、'.join(steps)}）。",
            "報告の受付と、報告による数値の表示ができません。保存された行はそのまま残っています。",
            "プログラムを新しい版に更新してください。",
        )


class MixedStoreError(DatasetError):
    """A practice dataset met a store with real reports, or the other way round."""

    def __init__(self, is_practice: bool) -> None:
        dataset, reports = ("練習用", "本番") if is_practice else ("本番", "練習用")
        super().__init__(
            f"{dataset}のデータセットに、{reports}の保存先が指定されています。",
            "本番と練習用の報告が混ざらないように、何も読み書きしていません。",
            "環境変数 MONITOR_DATA と MONITOR_DATABASE_URL の組み合わせを確認してください。",
        )


class PracticeModeError(DatasetError):
    """A practice dataset was opened without MONITOR_PRACTICE=1, or a real one with it."""

    def __init__(self, is_practice: bool) -> None:
        if is_practice:
            happened, remedy = (
                "練習用のデータセットが、練習用の指定なしに開かれました。",
                "`make demo` で開いてください。",
            )
        else:
            happened, remedy = (
                "練習用の指定（MONITOR_PRACTICE=1）で、本番のデータセットが開かれました。",
                "本番のデータは、この指定を外して開いてください。",
            )
        super().__init__(happened, "本番と練習用のデータが取り違えられないように、表示を止めています。", remedy)


class InvalidReportError(DatasetError):
    """Rows to be recorded break the declaration of the live tables; nothing was recorded.

    Attributes:
        problems: Every problem found, one sentence each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "記録できない値があります。" + "".join(f"\n- {problem}" for problem in self.problems) + "\n",
            "今回の内容は記録されていません。",
            "上の値を直してから、もう一度操作してください。",
        )


class EditionExistsError(DatasetError):
    """An edition of that name was frozen before."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"「{name}」という名前の版は、すでにあります。",
            "固定した版は変わらないため、新しい版は作られていません。",
            "別の名前を付けてください。",
        )


class UnknownEditionError(DatasetError):
    """An edition or a version of the dataset was asked for that the store does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"版「{name}」は保存先にありません。",
            "その時点の数値は表示できません。",
            "版の一覧から選び直してください。",
        )


class BackupError(DatasetError):
    """A backup cannot be made or brought back."""

    def __init__(self, reason_ja: str, next_ja: str) -> None:
        super().__init__(f"{reason_ja}。", "保存先は変更していません。", next_ja)
