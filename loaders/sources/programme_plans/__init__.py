"""Document type "programme plans": one form per municipality or prefecture (document 001), a package for its five sections."""

import difflib
import re
import unicodedata

import loaders.sources.programme_plans.implementation as impl
from loaders.document import Document, LineAccount, ParsedDocument, provenance
from loaders.errors import refusal
from loaders.lookups import Lookups
from loaders.readers.text_sections import Field, FieldReader, split_labels
from loaders.readers.text_tables import is_rule, plain_text, read_rows
from loaders.sources import declared_source
from loaders.sources.programme_plans.meetings import add_meetings, label_unlabelled_meetings
from loaders.sources.programme_plans.named import PlanYear, Start, add_names, plan_years, set_starts, start_of_programme
from loaders.sources.programme_plans.profile import Profile, parse_profile
from loaders.sources.programme_plans.records import (
    COMMON,
    MULTILAYERED,
    PROGRAMME_NAMES,
    Record,
    Section,
    form_since_2021,
    split_records,
)
from loaders.sources.programme_plans.targets import add_targets, read_appendix
from loaders.text.area_names import ResolvedArea
from loaders.text.normalise import folded
from loaders.text.quantities import prepare

SOURCE = declared_source(__file__)
_SIGNS = (r"^[^\S\n]*都道府県名\t.*市区町村名", r"^[^\S\n]*実施事業", r"^[^\S\n]*1\s*[.．]\s*自治体の基本情報等")
# 「生活保護率 50%」 in prose, to be held against the table
_RATE_IN_TEXT = re.compile(r"生活保護(?:受給)?率(?:が|は|も)?(?P<n>\d+(?:\.\d+)?)(?P<unit>%|‰)")
# Each section says in its last cell how the other programme is carried out
_OTHER = {"community_capacity": "multi_agency", "multi_agency": "community_capacity", "prefectural": ""}
_NUMBERED_LINE = re.compile(r"^[1-9](?:-[1-9])?\.\D")
_TITLES = ("1.自治体の基本情報等", "1-1.自治体の基本情報", "1-2.地域の特徴", "2.事業を実施する上でのビジョンについて",
           "3.地域力強化推進事業について", "4.多機関の協働による包括的支援体制構築事業について", "5.都道府県事業について")  # fmt: skip


def recognise(document: Document) -> list[str]:
    """Return the signs of the form that the document lacks."""
    text = unicodedata.normalize("NFKC", "\n".join(document.lines))
    return SOURCE.missing(*(re.search(pattern, text, re.M) for pattern in _SIGNS))


def parse(document: Document, lookups: Lookups) -> ParsedDocument:
    """Return the rows of all records of the document.

    Raises:
        BrokenDocumentError: A heading, a label or the end of a record is missing.
        UnknownAreaError: A name resolves to no area.
    """
    out = ParsedDocument()
    records = split_records(document.lines, document.place)
    years = plan_years(document.lines, records)
    for record, year in zip(records, years, strict=True):
        _parse_record(record, year, document, lookups, out)
    out.about["fiscal_year"] = max((year.fiscal_year for year in years if year.fiscal_year), default=None)
    return out


def _parse_record(record: Record, year: PlanYear, document: Document, lookups: Lookups, out: ParsedDocument) -> None:
    names, place = lookups.area_names, f"{document.place} {record.title_line}行目"
    area = (
        names.municipality(record.prefecture_ja, record.municipality_ja, place)
        if record.municipality_ja
        else names.prefecture(record.prefecture_ja, place)
    )
    title = f"{record.prefecture_ja} {record.municipality_ja or ''}".strip()
    lines = range(record.title_line, record.last_line + 1)
    record_id = out.add_record(document, SOURCE.record_type, lines, area.area_code, year.fiscal_year, title)
    basis = {"basis": year.basis, "line_start": year.line, "written": year.written}
    out.notes["plan_year"].append({"record_id": record_id, **basis})
    _note_names(out, record, record_id, area, document)
    _refuse_unknown_headings(record, document)
    section = record.section("profile") or record.section("basics")
    assert section is not None  # split_records requires "basics"
    profile = parse_profile(section)
    _add_profile(out, record_id, area.area_code, profile)
    population = next((v.value for v in profile.values if v.indicator_code == "population"), None)
    written = tuple(n for n in (record.municipality_ja, area.name_ja) if n) if record.municipality_ja else ()
    context = impl.PlanContext(record_id, area.area_code, year.fiscal_year, written, population)
    readers = _parse_programmes(record, context, document, lookups, out)
    read_appendix(out, context, [(n, document.lines[n - 1]) for n in sorted(record.picture_lines)])
    _note_rates_in_text(out, record, record_id)
    _account(out, record, record_id, document, profile, readers)


def _note_names(out: ParsedDocument, record: Record, record_id: str, area: ResolvedArea, document: Document) -> None:
    """Note spellings other than the official name: in the header row, the title and the text of the record."""
    out.note_name(record_id, record.title_line, record.municipality_ja or "", area)
    title = document.lines[record.title_line - 1].strip().split()
    if len(title) == 2 and record.municipality_ja and title[1] not in {record.municipality_ja, area.name_ja}:
        place = {"record_id": record_id, "line_start": record.title_line}
        out.notes["alias"].append({**place, "written": title[1], "official": area.name_ja})


def _refuse_unknown_headings(record: Record, document: Document) -> None:
    """Stop at a numbered line that looks like a heading of the form but is none, and at labels without a heading."""
    for section in record.sections:
        for number, line in section.numbered:
            text = folded(line)
            if "\t" not in line and _NUMBERED_LINE.match(text) and len(text) < 40:
                for nearest in difflib.get_close_matches(text, _TITLES, n=1, cutoff=0.6):
                    place = f"{document.place} {number}行目"
                    raise refusal("broken.form/heading", place, line=line.strip(), nearest=nearest)
        for row in read_rows(section.lines, section.first_line) if section.code in {"character", "vision"} else ():
            if row.is_table and split_labels(row.texts[0], COMMON[:2])[0].label:
                raise refusal("broken.form/no_heading", f"{document.place} {row.line}行目", label=row.texts[0])


def _add_profile(out: ParsedDocument, record_id: str, area_code: str, profile: Profile) -> None:
    for value in profile.values:
        out.add(
            "profile_values",
            indicator_code=value.indicator_code,
            area_code=area_code,
            value=value.value,
            unit=value.unit,
            value_as_written=value.written or None,
            unit_as_written=value.unit_written or None,
            modifier=value.modifier,
            missing_reason=value.missing_reason or None,
            as_of_date=value.as_of_date,
            **provenance(record_id, value.line, value.line, value.written),
        )
        out.notes["cell_number_not_read"] += [
            {"table": "profile_values", "row_key": f"{record_id}|{value.indicator_code}", "line_start": value.line,
             "words": words} for words in value.unread
        ]  # fmt: skip


def _parse_programmes(
    record: Record, context: impl.PlanContext, document: Document, lookups: Lookups, out: ParsedDocument
) -> list[FieldReader]:
    readers: list[FieldReader] = []
    starts: dict[str, Start | None] = {}
    for code in PROGRAMME_NAMES:
        section, marked = record.section(code), code in record.marks
        programme = "multilayered_support" if record.is_multilayered and code != "prefectural" else code
        if section is None:
            if marked:
                impl.add_implementation(out, context, programme, marked, None, record.mark_line, [])
            continue
        reader = impl.read_section(section)
        readers.append(reader)
        _require_labels(section, reader, document)
        fields = label_unlabelled_meetings(reader.fields)
        own_id = impl.add_implementation(out, context, programme, marked, section, record.mark_line, fields)
        if code == "community_capacity":
            impl.add_functions(out, context, own_id, impl.COMMUNITY_FUNCTIONS, fields, section.heading_line)
            impl.add_service_areas(out, context, own_id, fields)
        elif code == "multi_agency":
            impl.add_staffing(out, context, own_id, fields, section.heading_line)
            impl.add_functions(out, context, own_id, impl.MULTI_AGENCY_FUNCTIONS, fields, section.heading_line)
            add_meetings(out, context, own_id, fields)
            _mask_careers(out, context.record_id, document.doc_id, fields, reader.html_lines)
        add_targets(out, context, fields, lookups.summaries)
        add_names(out, context, own_id, fields)
        starts[_OTHER[code]] = start_of_programme(fields)
    set_starts(out, context.record_id, starts)
    return readers


def _require_labels(section: Section, reader: FieldReader, document: Document) -> None:
    """Stop where a section lacks its name or its target cell, or holds those of the next: cut off, or a form changed."""
    found = [cell.code for cell in reader.fields]
    if found.count("name") > 1:
        second = [cell.line for cell in reader.fields if cell.code == "name"][1]
        raise refusal("broken.form/two_names", f"{document.place} {second}行目", heading=section.heading)
    for code, label in (("name", "事業名"), ("target", "事業の成果目標")):
        if code not in found:
            place = f"{document.place} {section.heading_line}行目"
            if MULTILAYERED in section.heading:
                raise form_since_2021(place, section.heading)
            raise refusal("broken.form/label", place, heading=section.heading, label=label)


def _mask_careers(out: ParsedDocument, record_id: str, doc_id: str, fields: list[Field], html_lines: set[int]) -> None:
    """Mask the careers of coordinators, also where a whole table that holds them stands as HTML in one line."""
    cells = [cell for cell in fields if cell.code == "careers"]
    spans = {(cell.line, max(cell.line, cell.line_end)) for cell in cells}
    spans |= {(line, line) for line in html_lines if cells}
    for start, end in sorted(spans):
        out.add(
            "masked_passages",
            record_id=record_id,
            doc_id=doc_id,
            line_start=start,
            line_end=end,
            reason="相談支援包括化推進員の経歴（個人の経歴）",
        )


def _note_rates_in_text(out: ParsedDocument, record: Record, record_id: str) -> None:
    for section in record.sections:
        for number, line in section.numbered:
            for m in _RATE_IN_TEXT.finditer(re.sub(r"\s", "", prepare(line))) if "率" in line else ():
                permille = float(m["n"]) * (10 if m["unit"] == "%" else 1)
                place = {"record_id": record_id, "line_start": number}
                out.notes["welfare_rate_in_text"].append({**place, "permille": permille, "written": m.group()})


def _account(
    out: ParsedDocument,
    record: Record,
    record_id: str,
    document: Document,
    profile: Profile,
    readers: list[FieldReader],
) -> None:
    """Account for every line of the record: read, heading, ignored, picture or unclaimed."""
    heading = {*range(record.title_line, record.mark_line + 1), *(section.heading_line for section in record.sections)}
    read, loose = set(profile.used), dict(profile.loose)
    for reader in readers:
        read |= {line for cell in reader.fields for line, _ in cell.parts} | reader.html_lines
        heading |= reader.heading_lines
        loose |= dict(reader.loose)
    # The region's character and the vision are prose that the dataset does not hold.
    ignored = {
        number
        for section in record.sections
        for number, line in section.numbered
        if section.code in {"character", "vision"} or (section.code == "basics" and number not in read) or is_rule(line)
    }
    total = range(record.title_line, record.last_line + 1)
    ignored |= {n for n in total if not plain_text(document.lines[n - 1].replace("\t", " "))}
    unclaimed = (set(total) - read - heading - ignored - record.picture_lines) | (set(loose) - heading)
    LineAccount(read, heading, unclaimed, record.picture_lines, loose).close(out, record_id, total, document.lines)
