"""The desk of acceptance, for the command line and for the page: record forms, many of them in a process of its own.

Forms that are accepted together are recorded some at a time: all that readers look at is made again once for each
transaction, not for each form.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from data import store
from data.errors import AcceptanceStoppedError, DatasetError, StoreBusyError, StoreUnavailableError
from loaders import apart
from loaders.reports.desk import Examined
from loaders.reports.form_reading import ReportReading

_LOG = logging.getLogger(__name__)
_FIRST_TOGETHER = 20  # forms recorded in the first transaction, twice as many in each further one
_MOST_SECONDS = 1.5  # how long one may go on
_PAUSE = 0.15  # seconds between two transactions: SQLite looks every tenth of a second whether a writer is left
_FEW = 5  # fewer forms are recorded here: a process takes a second to start
_ITS_SECONDS, _ITS_MEGABYTES = 60, 400  # beside half a second for each form
_Result = tuple[bool, str]  # is_new and problem_ja of an Outcome


def accept(reading: ReportReading, accepted_by: str) -> store.Accepted:
    """Record what may be accepted of a form as a new revision, in one transaction; a repeat changes nothing.

    Raises:
        InvalidReportError: A value breaks the declaration of the live tables.
        StoreUnavailableError: The store cannot be reached.
        StoreBusyError: Another writer did not finish in time.
    """
    submission: Mapping[str, object] = {
        "area_code": reading.area_code,
        "fiscal_year": reading.fiscal_year,
        "report_kind": reading.report_kind,
        "file_sha256": reading.file_sha256,
        "file_name": reading.file_name[:255],
        "submitter_note": reading.submitter_note,
    }
    findings = [finding.as_row() for finding in reading.findings]
    return store.accept_report(
        submission, reading.rows, reading.areas, findings, further=reading.further, accepted_by=accepted_by
    )


@dataclass(frozen=True)
class Outcome:
    """What became of one form at acceptance."""

    examined: Examined
    is_new: bool = False  # Whether it was recorded now
    problem_ja: str = ""  # Why it was not recorded, "" where it was


def accept_each(waiting: Sequence[Examined], accepted_by: str) -> Iterator[Outcome]:
    """Record forms, some in one transaction; one that cannot be recorded stops none of the others.

    Raises:
        StoreUnavailableError: The store cannot be reached; those before are recorded.
        StoreBusyError: Another writer did not finish in time; those before are recorded.
    """
    rest = iter(waiting)
    for results in _recorded([one.reading for one in waiting], accepted_by):
        yield from (Outcome(next(rest), *result) for result in results)


def accept_beside(waiting: Sequence[Examined], accepted_by: str, done: Callable[[Outcome], object]) -> None:
    """Record forms as `accept_each` does, many of them in a process of its own while this one goes on with other work.

    Args:
        done: Told of each form as soon as it is recorded, or could not be.

    Raises:
        StoreUnavailableError, StoreBusyError: As there.
        AcceptanceStoppedError: The process died.
    """
    if len(waiting) < _FEW:
        for outcome in accept_each(waiting, accepted_by):
            done(outcome)
        return
    rest = iter(waiting)

    def tell(results: list[_Result]) -> None:
        for result in results:
            done(Outcome(next(rest), *result))

    task = partial(_record_there, [one.reading for one in waiting], accepted_by)
    seconds = _ITS_SECONDS + len(waiting) // 2
    try:
        apart.run(task, seconds=seconds, megabytes=_ITS_MEGABYTES, tell=tell)
    except apart.TooMuchError as error:
        raise AcceptanceStoppedError from error


def _record_there(readings: Sequence[ReportReading], by: str, tell: Callable[[list[_Result]], object]) -> None:
    for results in _recorded(readings, by, tell):
        tell(results)


def _recorded(
    readings: Sequence[ReportReading], by: str, tell: Callable[[list[_Result]], object] | None = None
) -> Iterator[list[_Result]]:
    """Yield what became of forms as soon as a transaction is through.

    Args:
        tell: Asked before anything is written: a process whose asker is gone writes nothing more.
    """
    rest, most = deque(readings), _FIRST_TOGETHER
    while rest:
        results: list[_Result] = []
        with store.together():
            if tell:
                tell([])
            end = time.monotonic() + _MOST_SECONDS
            while rest and len(results) < most and time.monotonic() < end:
                results.append(_record(rest.popleft(), by))
        yield results
        most *= 2
        if rest:
            time.sleep(_PAUSE)


def _record(reading: ReportReading, by: str) -> _Result:
    try:
        return accept(reading, by).is_new, ""
    except (StoreUnavailableError, StoreBusyError):
        raise
    except DatasetError as error:
        return False, f"{error.happened_ja}{error.next_ja}"
    except Exception:
        _LOG.exception("Accepting %s", reading.file_name)
        return False, "このファイルは記録できません。管理者に、ファイルの名前と時刻を知らせてください。"
