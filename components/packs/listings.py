"""The tables of the report: few columns, texts ready to be set, each row with its source; the closing tables. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from components.drawing import wording
from components.drawing.declared import said
from components.drawing.marks import PILLARS, PROGRAMME_GROUPS
from components.drawing.model import Figure, Row
from components.figures.profile import standings
from components.packs.model import Listing, Pack
from data import schema
from data.folders import yaml_beside

_QUANTITY = r"^(?P<number>-?[\d,]+(?:\.\d+)?)\s?(?P<unit>\D*)$"
_LINES_IN_A_ROW = 120  # characters; a longer list of lines goes on in a row of its own
_DECLARED: Mapping[str, Any] = yaml_beside(__file__)
# How a column of listings.yml is told: the value and its whole row → text
_FORMS: Mapping[str, Callable[[Any, Row], str]] = {
    "text": lambda value, _: str(value),
    "number": lambda value, _: str(value),
    "percent": lambda value, _: wording.percent(value),
    "whole_percent": lambda value, _: wording.percent(value, 0),
    "people": lambda value, _: wording.with_unit(value, "人"),
    "population": lambda value, row: wording.quantity(value, row["population_max"], unit="人"),
    "known": lambda value, _: wording.text(value),
    "label": lambda value, _: wording.text(value, "（文章の目標）"),
    "year": lambda value, _: _japanese(wording.fiscal_year(value)),
    "due": lambda value, _: _japanese(value),
    "day": lambda value, _: _japanese(value) or wording.MISSING,
    "pillar": lambda value, _: PILLARS[value].label_ja,
    "programmes": lambda value, _: PROGRAMME_GROUPS[value].label_ja,
    "filled": lambda value, row: (
        f"{'●' if value else '○'} {schema.label_of('implementation_functions', 'state', row['state'])}"
    ),
    "counts": lambda value, _: "数える" if value else "数えない",
    "place": lambda _, row: wording.place_of(row),
    "basis": lambda value, row: wording.place_of(row) + ("、報告" if value == "reported" else ""),
}
_NUMBERS = ("number", "percent", "whole_percent", "people")  # set flush right


def declared(key: str, rows: pd.DataFrame, left_out: Collection[str] = (), **facts: str) -> Listing:
    """Return a table of listings.yml; texts in its headings may tell facts."""
    columns = [
        (said(heading, facts), *look) for heading, look in _DECLARED[key]["columns"].items() if heading not in left_out
    ]
    headings, widths, names, forms = zip(*columns, strict=True)
    told = [(name, _FORMS[form]) for name, form in zip(names, forms, strict=True)]
    lines = tuple(tuple(tell(row[name], row) for name, tell in told) for row in rows.to_dict("records"))
    numeric = frozenset(heading for heading, form in zip(headings, forms, strict=True) if form in _NUMBERS)
    return Listing(_DECLARED[key]["title"], headings, lines, widths, numeric)


def scatter_points(placed: pd.DataFrame, coverage_ja: str) -> Listing:
    """Return the points of the scatter, the highest 高齢化率 first."""
    ordered = placed.sort_values(["aging_rate_pct", "area_code"], ascending=[False, True])
    return declared("scatter_points", ordered, coverage=coverage_ja)


def services(figure: Figure, columns: Mapping[str, float], numeric: Collection[str] = ()) -> Listing:
    """Return columns (heading → width) of the table of a figure of reports; missing values are dashes."""
    table = figure.table()
    lines = tuple(
        tuple(wording.plain_number(value) if isinstance(value, float) else wording.text(value) for value in row)
        for row in table[list(columns)].itertuples(index=False)
    )
    return Listing(figure.title, tuple(columns), lines, tuple(columns.values()), frozenset(numeric))


def targets(rows: pd.DataFrame, statuses: Mapping[str, str]) -> Listing:
    """Return every target with its result and, where any was rated (target_id → words), its band or state."""
    order = {code: number for number, code in enumerate(PILLARS)}
    states = [statuses.get(str(code), wording.MISSING) for code in rows["target_id"]]
    # The result is told without its state where that has a column of its own.
    pairs = zip(rows["result_ja"], states, strict=True)
    results = [str(result).removesuffix(f"（{state.split(' ')[-1]}）") for result, state in pairs]
    shown = rows.assign(order=rows["pillar"].map(order), status_ja=states, result_ja=results)
    without = () if statuses else ("段階・状態",)
    return declared("targets", shown.sort_values(["area_code", "order", "target_id"]), without)


def report_states(rows: pd.DataFrame) -> Listing:
    """Return who of those that were asked has reported and who has not, those without a report first."""
    order = {"not_submitted": 0, "returned": 1, "submitted": 2, "confirmed": 3}
    ordered = rows.assign(order=rows["state"].map(order)).sort_values(["order", "area_code"])
    return declared("report_states", ordered.assign(lateness_ja=ordered["lateness_ja"].replace("", wording.MISSING)))


def unreported(rows: pd.DataFrame) -> Listing:
    """Return by place how many targets have a number, a result stated in a document, and none."""
    lines = []
    for (_, name), group in rows.groupby(["area_code", "area_name_ja"], sort=True):
        stated, missing = (int((group["state"] == state).sum()) for state in ("stated", "not_reported"))
        lines.append((str(name), f"{len(group):,}件", f"{stated + missing:,}件", f"{stated:,}件", f"{missing:,}件"))
    headings = ("自治体", "目標", "数値のある目標", "文書に実績のある目標", "未報告")
    return Listing("文書に実績のない目標", headings, tuple(lines), (2, 1, 1.4, 1.6, 1), frozenset(headings[1:]))


def profile(values: pd.DataFrame, quartiles: pd.DataFrame, place_ja: str) -> Listing:
    """Return the basic figures of a municipality, each with its place among the others of the prefecture."""
    places = standings(values, quartiles, place_ja)
    told = {"label": [row.label for row in places], "value_ja": [row.value for row in places]}
    return declared("profile", values.assign(**told, words=[row.words for row in places]), place=place_ja)


def _japanese(both: object) -> str:
    """Return only the Japanese form of a day or year that stands in both calendars."""
    return str(both).split("（")[0]


def question_list(pack: Pack) -> Listing:
    """Return the questions a member may ask, each with a proposed answer, the rule that chose it and its source."""
    return declared("questions", pd.DataFrame(map(vars, pack.questions)))


def definition_list(pack: Pack) -> Listing:
    """Return how each figure is computed and what it must not be read as."""
    return declared("definitions", pd.DataFrame(map(vars, pack.definitions)))


def source_list(pack: Pack) -> Listing:
    """Return the documents with the lines that the report rests on; a long list of lines takes several rows."""
    rows = []
    for item in pack.sources:
        first = (f"文書{item.doc_id}" if item.doc_id else wording.MISSING, item.title_ja, item.kind_ja, item.year_ja)
        for number, lines in enumerate(_in_rows(item.used_ja)):
            rows.append((*(first if number == 0 else ("", "（つづき）", "", "")), lines))
    return Listing("出典", ("番号", "文書", "種類", "年度", "用いた行"), tuple(rows), (8, 26, 14, 12, 40))


def note_list(pack: Pack) -> Listing:
    """Return what stands beside the figures and where the spoken numbers come from, part by part."""
    rows = [("要点", pack.headline.title, "注", note, "") for note in pack.headline.notes]
    for section in pack.sections:
        for figure in section.figures:
            rows += [(section.title_ja, figure.title, "注", note, figure.source) for note in figure.notes]
        rows += [(section.title_ja, "", "数字の出どころ", item.number_ja, item.source_ja) for item in section.origins]
    return Listing("注記と数字の出どころ", ("部分", "図", "種類", "内容", "出典"), tuple(rows), (16, 20, 10, 36, 18))


def typed(listing: Listing) -> pd.DataFrame:
    """Return a listing as a table for a workbook: a column of numbers in one unit becomes numbers, the unit its heading's."""
    table = pd.DataFrame(listing.rows, columns=list(listing.headings))
    for heading in listing.headings:
        parts = table[heading].str.extract(_QUANTITY)
        units = parts.loc[~table[heading].isin(["", wording.MISSING]), "unit"]
        if heading in listing.numeric and units.notna().all() and units.nunique() == 1:
            table[heading] = pd.to_numeric(parts["number"].str.replace(",", ""))
            unit = f"（{units.iloc[0]}）" if units.iloc[0] else ""
            table = table.rename(columns={heading: heading.removesuffix(unit) + unit})
    return table


def _in_rows(lines: Sequence[str]) -> Iterator[str]:
    row = ""
    for text in lines:
        if row and len(row) + len(text) > _LINES_IN_A_ROW:
            yield row
            row = ""
        row += ("、" if row else "") + text
    yield row
