"""The only exceptions that the UI knows; what they say stands in `errors.yml`, under the name of the class."""

from collections.abc import Sequence

from data.folders import yaml_beside

SHOWN = 20  # problems of an invalid dataset; more are counted


_TEXTS: dict[str, list[str]] = yaml_beside(__file__)


class DatasetError(Exception):
    """A problem that a reader meets, in three sentences."""

    happened_ja: str
    effect_ja: str  # What it means for the reader
    next_ja: str  # What the reader can do next

    def __init__(self, **values: object) -> None:
        self.happened_ja, self.effect_ja, self.next_ja = (text.format(**values) for text in _TEXTS[type(self).__name__])
        super().__init__(f"{self.happened_ja} {self.effect_ja} {self.next_ja}")


class MissingDatasetError(DatasetError):
    """There is no dataset in the data `folder`."""


class DamagedDatasetError(DatasetError):
    """A file of the dataset is missing, unreadable or not in the form that the schema asks for."""

    def __init__(self, file_name: str, reason_ja: str) -> None:
        self.file_name = file_name
        super().__init__(file_name=file_name, reason_ja=reason_ja)


class DamagedImportError(DatasetError):
    """Imported statistics are missing in part, unreadable, or in the form of another version of the program."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        super().__init__(file_name=file_name)


class InvalidDatasetError(DatasetError):
    """Rows offered for publication break the schema; the published dataset stays as it was."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - SHOWN
        listed = _listed([*problems[:SHOWN], *([f"ほか{more:,}件"] if more > 0 else [])])
        super().__init__(count=len(problems), listed=listed)


class UnknownTableError(DatasetError):
    """A table was asked for by a `name` that the schema does not declare."""


class UnknownRecordError(DatasetError):
    """A record, area or document (`kind_ja`) was asked for that the dataset does not hold, by its `code`."""


class StoreUnavailableError(DatasetError):
    """The database of the store cannot be reached or refuses to work."""

    def __init__(self, place: str, reason_ja: str) -> None:
        super().__init__(place=place, reason_ja=reason_ja)


class StoreBusyError(DatasetError):
    """Another writer kept the store for too long."""


class AcceptanceStoppedError(DatasetError):
    """The process that recorded many forms died in between."""


class OutdatedStoreError(DatasetError):
    """The store was brought to a form that only a newer version of the program knows: it has further `steps`."""


class MixedStoreError(DatasetError):
    """A practice dataset met a store with real reports, or the other way round."""

    def __init__(self, is_practice: bool) -> None:
        dataset, reports = ("練習用", "本番") if is_practice else ("本番", "練習用")
        super().__init__(dataset=dataset, reports=reports)


class PracticeDataError(DatasetError):
    """A practice dataset was opened without MONITOR_PRACTICE=1."""


class PracticeModeError(DatasetError):
    """A real dataset was opened with MONITOR_PRACTICE=1."""


class InvalidReportError(DatasetError):
    """Rows to be recorded break the declaration of the live tables; nothing was recorded."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(listed=_listed(problems))


class EditionExistsError(DatasetError):
    """An edition of that `name` was frozen before."""


class UnknownEditionError(DatasetError):
    """An edition or a version of the dataset was asked for by a `name` that the store does not hold."""


class BackupError(DatasetError):
    """A backup cannot be made or brought back."""

    def __init__(self, reason_ja: str, next_ja: str) -> None:
        super().__init__(reason_ja=reason_ja, next_ja=next_ja)


def _listed(problems: Sequence[str]) -> str:
    return "".join(f"\n- {problem}" for problem in problems)
