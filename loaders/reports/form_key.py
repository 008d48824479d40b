"""Which form a file is: town, year and kind in a hidden sheet, a second copy in a name and a property, all sealed."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from data.schema import LIVE_TABLES
from data.validation import problem_of
from loaders.reports.contents import REPORT_KINDS, FormContent
from loaders.reports.findings import ReportError, problem
from loaders.reports.layout import COLUMNS, EDITIONS, MACHINE_SHEET
from loaders.reports.opening import Form
from loaders.text.normalise import folded

KEY_NAME = "monitor_form"  # of the defined name and of the property; a hidden one goes with a document inspection
_BETWEEN = ";"
_NAMES = (
    "form_id", "area_code", "fiscal_year", "report_kind", "dataset_version", "layout_version", "base_revision",
)  # fmt: skip
_LENGTHS = {"area_code": 6, "dataset_version": 12}  # what a program that takes them for numbers makes shorter
_WHOLE = re.compile(r"(?<=\d)\.0$")  # 「2019.0」 is what some programs make of 2019
UNKNOWN_FORM = {"report.key_lost", "report.altered_key"}  # a person may say which form it is


class FormKey(NamedTuple):
    """The identity of a form."""

    area_code: str
    fiscal_year: int
    report_kind: str
    base_revision: int | None = None  # The revision that it was issued after, None where nobody knows
    edition: int = EDITIONS[-1]  # Which sheets it has


def machine_cells(content: FormContent) -> dict[str, str]:
    """Return the pairs of the machine sheet; the last one seals the others."""
    values = (
        content.form_id, content.area_code, str(content.fiscal_year), content.report_kind, content.dataset_version,
        str(content.edition), str(content.revision),
    )  # fmt: skip
    pairs = dict(zip(_NAMES, values, strict=True))
    return {**pairs, "sha256": _seal(pairs)}


def key_copy(content: FormContent) -> str:
    """Return the pairs of the machine sheet as one text."""
    return _BETWEEN.join([KEY_NAME, *(f"{name}={value}" for name, value in machine_cells(content).items())])


def _seal(pairs: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(f"{name}={pairs[name]}" for name in sorted(pairs)).encode()).hexdigest()


def key_of(package: Form) -> tuple[FormKey, ReportError | None]:
    """Return which form a file is, and what a person should know about it.

    Raises:
        ReportError: The file is no form, one of another layout, or nobody can tell which.
    """
    pairs = next(_machine_sheets(package), {})
    copies = list(_copies(package.notes_on_itself()))
    version = next((one["layout_version"] for one in (pairs, *copies) if one.get("layout_version")), None)
    if version and version not in map(str, EDITIONS):
        raise problem("report.layout_version", found=version, expected=EDITIONS[-1])
    if pairs:
        # Programs that take codes for numbers eat their zeros (72036 → 072036)
        lengthened = {
            name: text.zfill(_LENGTHS.get(name, 0)) if text.isdecimal() else text for name, text in pairs.items()
        }
        agreeing = [
            one
            for one in copies
            if all(_as_number(pairs.get(name, text)) == _as_number(text) for name, text in one.items())
        ]
        for candidate in (pairs, lengthened, *agreeing):
            if key := _sealed(candidate):
                return key, None
        raise problem("report.altered_key")
    keys = {key for one in copies if (key := _sealed(one))}
    if len(keys) == 1:
        return keys.pop(), problem("report.key_copy")
    raise problem("report.key_lost" if _looks_like_a_form(package) else "report.not_a_form")


def _machine_sheets(package: Form) -> Iterator[dict[str, str]]:
    """Yield the pairs of the machine sheet, also where a program gave it another name."""
    for sheet in sorted(package.sheets, key=lambda one: one.name != MACHINE_SHEET):
        texts = ([cell.text for cell in cells if not cell.is_empty] for _, cells in package.rows(sheet))
        pairs = {row[0]: _WHOLE.sub("", row[1]) for row in texts if len(row) > 1}
        if sheet.name == MACHINE_SHEET or {"form_id", "area_code"} <= set(pairs):
            yield pairs


def _copies(texts: Iterable[str]) -> Iterator[dict[str, str]]:
    for text in texts:
        name, *parts = text.strip().strip('="').split(_BETWEEN)
        if name == KEY_NAME:
            yield {key: value for key, _, value in (part.partition("=") for part in parts)}


def _as_number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _sealed(pairs: Mapping[str, str]) -> FormKey | None:
    """Return the identity that pairs state, None where their seal does not fit them."""
    try:
        stated = {name: pairs[name] for name in _NAMES}
        if _seal(stated) != pairs["sha256"] or stated["report_kind"] not in REPORT_KINDS:
            return None
        year, revision = int(stated["fiscal_year"]), int(stated["base_revision"])
        if problem_of(LIVE_TABLES["report_submissions"].column("fiscal_year"), year):
            return None
        return FormKey(stated["area_code"], year, stated["report_kind"], revision, int(stated["layout_version"]))
    except (KeyError, ValueError):
        return None


def _looks_like_a_form(package: Form) -> bool:
    wanted = {folded(column.heading) for column in COLUMNS if column.name != "target_id"}
    rows = (cells for sheet in package.sheets for _, cells in package.rows(sheet))
    return any(wanted <= {folded(cell.text) for cell in cells} for cells in rows)
