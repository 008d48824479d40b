"""Read many report forms: each in a process of its own, some at the same time, in the order in which they came."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from loaders import apart, engine
from loaders.office_files import SentFile
from loaders.reports.findings import problem
from loaders.reports.form_key import FormKey
from loaders.reports.form_reading import ContentOf, Expected, ReportReading, read_before, read_report, sha256_of, unread


def _read_apart(
    sent: SentFile, content_of: ContentOf, expected: Expected | None, chosen: FormKey | None
) -> ReportReading:
    """Return the same from a process of its own."""
    try:
        return apart.run(partial(read_report, sent, expected=expected, chosen=chosen), content_of=content_of)
    except apart.TooMuchError:
        return unread(sent, problem("report.file_type/limit", detail="検査が時間かメモリの上限を超えました"))


def read_reports(
    files: Iterable[SentFile],
    content_of: ContentOf,
    expected: Expected | None = None,
    chosen: Mapping[str, FormKey] | None = None,
    accepted: Mapping[str, FormKey] | None = None,
) -> Iterator[tuple[SentFile, ReportReading]]:
    """Return the files with their readings; another form of one municipality in the same batch is refused.

    The same file again is no other form: accepting it changes nothing.

    Args:
        chosen: Which forms a person says that files are, by the hashes of their content.
        accepted: Forms that are in force, by the hashes of their files: such a file is not opened again.
    """

    def read(sent: SentFile) -> ReportReading:
        digest = sha256_of(sent)
        if expected is None and (key := (accepted or {}).get(digest)) and (content := content_of(*key[:3])):
            return read_before(sent, key, content)
        return _read_apart(sent, content_of, expected, (chosen or {}).get(digest))

    seen: dict[tuple[str, int, str], SentFile] = {}
    on_cluster = engine.is_cluster()
    for sent, reading in (
        engine.on_cluster(read_report, files, content_of, expected) if on_cluster else _side_by_side(files, read)
    ):
        key = (reading.area_code, reading.fiscal_year, reading.report_kind)
        if reading.can_be_accepted and seen.setdefault(key, sent).data != sent.data:
            reading = unread(sent, problem("report.twice", name=reading.area_name_ja, first=seen[key].name))
        yield sent, reading


def _side_by_side(
    files: Iterable[SentFile], read: Callable[[SentFile], ReportReading]
) -> Iterator[tuple[SentFile, ReportReading]]:
    """Yield the files with their readings in their order, some of them read at the same time."""
    with ThreadPoolExecutor(apart.MOST_AT_ONCE) as pool:
        try:
            yield from engine.in_order(files, lambda sent: pool.submit(read, sent), 2 * apart.MOST_AT_ONCE + 1)
        finally:
            pool.shutdown(cancel_futures=True)
