"""Read many report forms, each in a process of its own and in the order in which they came; and what accepting one changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from data.schema import label_of
from loaders import apart, engine
from loaders.document import Row
from loaders.office_files import SentFile
from loaders.reports.contents import FormContent
from loaders.reports.findings import problem
from loaders.reports.form_key import FormKey
from loaders.reports.form_reading import ContentOf, ReportReading, read_before, read_report, sha256_of, unread
from loaders.reports.layout import AREA_INPUTS, INPUTS, STATES, FormColumn
from loaders.reports.sheets import SHEETS, FormSheet


def read_reports(
    files: Iterable[SentFile],
    content_of: ContentOf,
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
        if (key := (accepted or {}).get(digest)) and (content := content_of(*key[:3])):
            return read_before(sent, key, content)
        try:
            return apart.run(partial(read_report, sent, chosen=(chosen or {}).get(digest)), content_of=content_of)
        except apart.TooMuchError:
            return unread(sent, problem("report.file_type/limit", detail="検査が時間かメモリの上限を超えました"))

    seen: dict[tuple[str, int, str], SentFile] = {}
    is_cluster = engine.is_cluster()
    readings = engine.on_cluster(read_report, files, content_of) if is_cluster else _side_by_side(files, read)
    for sent, reading in readings:
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


@dataclass(frozen=True)
class Change:
    """One target or pillar whose report changes."""

    subject_ja: str  # What it is about
    before_ja: str  # What the revision in force says
    after_ja: str  # What the new form says


def changes(reading: ReportReading, content: FormContent) -> Iterator[Change]:
    """Return what accepting changes, target by target, then pillar by pillar; nothing where the form says the same again."""
    rows = {row["target_id"]: row for row in reading.rows}
    for target in content.targets:
        before, after = content.reported.get(target.target_id), rows.get(target.target_id)
        if _differ(before, after, INPUTS):
            yield Change(target.label_ja, *(_in_words(row, INPUTS, " ") for row in (before, after)))
    areas = {row["pillar"]: row for row in reading.areas}
    for pillar in sorted({*areas, *content.reported_areas}):
        before, after = content.reported_areas.get(pillar), areas.get(pillar)
        if _differ(before, after, AREA_INPUTS):
            subject = f"圏域と人口（{label_of('targets', 'pillar', pillar)}）"
            yield Change(subject, *(_in_words(row, AREA_INPUTS, "、") for row in (before, after)))
    for sheet in SHEETS:
        yield from _further_changes(sheet.table, sheet.key, sheet.inputs, sheet, reading, content)
        if sheet.top:
            yield from _further_changes(sheet.top_table, "area_code", sheet.top, sheet, reading, content)


def _further_changes(
    table: str, key: str, columns: Sequence[FormColumn], sheet: FormSheet, reading: ReportReading, content: FormContent
) -> Iterator[Change]:
    rows = {str(row.get(key, content.area_code)): row for row in reading.further.get(table, ())}
    known = content.further.get(table, {})
    names = {one.target_id: one.label_ja for one, _ in sheet.rows(content)} | {content.area_code: columns[0].heading}
    for one in dict.fromkeys([*rows, *known]):
        before, after = known.get(one), rows.get(one)
        if _differ(before, after, columns):
            label = (after or before or {}).get("label_ja") or names.get(one, one)
            yield Change(f"{sheet.name}（{label}）", *(_in_words(row, columns, "、") for row in (before, after)))


def _differ(before: Row | None, after: Row | None, columns: Sequence[FormColumn]) -> bool:
    names = [column.stored_as or column.name for column in columns if column.is_stored]
    return any((before or {}).get(name) != (after or {}).get(name) for name in names)


def _in_words(row: Row | None, columns: Sequence[FormColumn], between: str) -> str:
    if row is None:
        return "報告なし"
    if row.get("result_state") in ("unmeasurable", "withdrawn"):
        return STATES[row["result_state"]]
    return between.join(text for column in columns if (text := column.in_words(row)))
