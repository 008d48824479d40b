"""The tables of the report: few columns, texts ready to be set, each row with its source; the closing tables. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from components.drawing import wording
from components.drawing.marks import PILLARS, PROGRAMME_GROUPS
from components.drawing.model import Figure, Row
from components.figures.profile import standings
from components.packs.model import Listing, Pack
from data import schema

_QUANTITY = r"^(?P<number>-?[\d,]+(?:\.\d+)?)\s?(?P<unit>\D*)$"
_LINES_IN_A_ROW = 120  # characters; a longer list of lines goes on in a row of its own


@dataclass(frozen=True)
class _Column:
    """A column of a listing."""

    heading: str
    width: float  # Relative to the others
    text: str | Callable[[Row], str]  # The column that holds its text, or what makes it of a row
    numeric: bool = False  # Whether it is set flush right

    def cell(self, row: Row) -> str:
        """Return its text for a row."""
        return str(row[self.text]) if isinstance(self.text, str) else self.text(row)


def _listing(title: str, rows: pd.DataFrame, *columns: _Column) -> Listing:
    lines = tuple(tuple(column.cell(row) for column in columns) for row in rows.to_dict("records"))
    numeric = frozenset(column.heading for column in columns if column.numeric)
    return Listing(
        title, tuple(column.heading for column in columns), lines, tuple(column.width for column in columns), numeric
    )


def _percent(heading: str, width: float, name: str, digits: int = 1) -> _Column:
    return _Column(heading, width, lambda row: wording.percent(row[name], digits), numeric=True)


def _pillar(width: float) -> _Column:
    return _Column("柱", width, lambda row: PILLARS[str(row["pillar"])].label_ja)


def _source(width: float) -> _Column:
    return _Column("出典", width, wording.place_of)


def towns_with_plan(towns: pd.DataFrame) -> Listing:
    """Return the municipalities with a plan: programmes, 高齢化率, C1 of both pillars, C3 and the lines of the plan."""
    return _listing(
        "計画書のある市町村（対象地域の人口割合、機能充足率）",
        towns[towns["has_record"]],
        _Column("市町村", 1.5, "name_ja"),
        _Column("計画書にある事業", 1.6, lambda row: PROGRAMME_GROUPS[str(row["programme_group"])].label_ja),
        _percent("高齢化率", 1, "aging_rate_pct"),
        _percent("人口割合（相談）", 1.1, "coverage_consultation_pct"),
        _percent("人口割合（地域づくり）", 1.1, "coverage_community_pct"),
        _percent("機能充足率", 1.1, "function_coverage_pct", 0),
        _source(2),
    )


def scatter_points(placed: pd.DataFrame, coverage_ja: str) -> Listing:
    """Return the points of the scatter, the highest 高齢化率 first."""
    return _listing(
        "散布図の値",
        placed.sort_values(["aging_rate_pct", "area_code"], ascending=[False, True]),
        _Column("市町村", 1.4, "name_ja"),
        _percent("高齢化率", 1, "aging_rate_pct"),
        _percent(coverage_ja, 1.2, "coverage_pct"),
        _Column("人口", 1.2, lambda row: wording.with_unit(row["population"], "人"), numeric=True),
        _Column("位置", 2.4, "quadrant_ja"),
        _Column(
            "出典", 1.8, lambda row: wording.place_of(row) + ("、報告" if row["coverage_basis"] == "reported" else "")
        ),
    )


def left_out(rows: pd.DataFrame) -> Listing:
    """Return the municipalities that cannot be placed in the scatter, each with its reason."""
    return _listing(
        "図に置けない市町村", rows, _Column("市町村", 1.4, "name_ja"), _Column("理由", 4, "reason_ja"), _source(1.8)
    )


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
    status = _Column("段階・状態", 1.3, lambda row: statuses.get(str(row["target_id"]), wording.MISSING))
    return _listing(
        "目標と実績の一覧",
        rows.assign(order=rows["pillar"].map(order)).sort_values(["area_code", "order", "target_id"]),
        _Column("自治体", 1.2, "area_name_ja"),
        _Column("柱", 1.75, "pillar_ja"),
        _Column("目標", 2.4, lambda row: wording.text(row["label_ja"], "（文章の目標）")),
        _Column("年度", 1.1, lambda row: _japanese(wording.fiscal_year(row["target_fy"]))),
        _Column("目標値", 1.25, "quantity_ja"),
        _Column("実績", 1.3, lambda row: _result(row, statuses)),
        *([status] if statuses else []),
        _source(1.6),
    )


def report_states(rows: pd.DataFrame) -> Listing:
    """Return who of those that were asked has reported and who has not, those without a report first."""
    order = {"returned": 1, "not_submitted": 0, "submitted": 2, "confirmed": 3}
    return _listing(
        "報告の状態",
        rows.assign(order=rows["state"].map(order)).sort_values(["order", "area_code"]),
        _Column("市町村", 1.5, "area_name_ja"),
        _Column("状態", 1.2, "state_ja"),
        _Column("期限", 1.6, lambda row: _japanese(row["due_ja"])),
        _Column("提出日", 1.6, lambda row: _japanese(row["received_ja"]) or wording.MISSING),
        _Column("期限との関係", 2, lambda row: str(row["lateness_ja"]) or wording.MISSING),
    )


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
    return _listing(
        "基本情報",
        values.assign(
            label=[row.label for row in places],
            value_ja=[row.value for row in places],
            words=[row.words for row in places],
        ),
        _Column("項目", 1.6, "label"),
        _Column("値", 1.2, "value_ja", numeric=True),
        _Column(f"計画書のある{place_ja}の市町村の中での位置", 3.4, "words"),
        _source(1.5),
    )


def functions(states: pd.DataFrame) -> Listing:
    """Return the functions of the plan's form with the state of their field."""
    return _listing(
        "機能ごとの記入",
        states,
        _pillar(1.4),
        _Column("機能", 2.2, "name_ja"),
        _Column("記入", 1.4, _function_state),
        _Column("充足率に", 1.2, lambda row: "数える" if row["counts_in_coverage"] else "数えない"),
        _source(1.5),
    )


def _function_state(row: Row) -> str:
    sign = "●" if row["filled"] else "○"
    return f"{sign} {schema.label_of('implementation_functions', 'state', str(row['state']))}"


def service_areas(rows: pd.DataFrame) -> Listing:
    """Return the service areas that a plan declares."""
    return _listing(
        "対象の区域",
        rows,
        _pillar(1.3),
        _Column("区域", 2, lambda row: wording.text(row["area_ja"])),
        _Column("範囲", 3, lambda row: wording.text(row["range_ja"])),
        _Column("記載の人口", 1.2, lambda row: wording.quantity(row["population"], row["population_max"], unit="人")),
        _source(1.5),
    )


def _result(row: Row, statuses: Mapping[str, str]) -> str:
    """Return the result; its state is left out where it has a column of its own."""
    words = str(row["result_ja"])
    state = statuses.get(str(row["target_id"]), "").split(" ")[-1]
    return words.removesuffix(f"（{state}）") if state else words


def _japanese(both: object) -> str:
    """Return only the Japanese form of a day or year that stands in both calendars."""
    return str(both).split("（")[0]


def question_list(pack: Pack) -> Listing:
    """Return the questions a member may ask, each with a proposed answer, the rule that chose it and its source."""
    return Listing(
        "想定される質問",
        ("質問", "答えの案", "選んだ規則", "出典"),
        tuple((item.question_ja, item.answer_ja, item.rule_ja, item.source_ja) for item in pack.questions),
        (24, 36, 22, 18),
    )


def definition_list(pack: Pack) -> Listing:
    """Return how each figure is computed and what it must not be read as."""
    return Listing(
        "用語と指標の定義",
        ("指標", "単位", "計算のしかた", "意味", "注意"),
        tuple(
            (item.name_ja, item.unit_ja, item.formula_ja, item.meaning_ja, item.caveat_ja) for item in pack.definitions
        ),
        (17, 8, 26, 25, 24),
    )


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
            unit = str(units.iloc[0])
            says_unit = not unit or heading.endswith(f"（{unit}）")
            table = table.rename(columns={heading: heading if says_unit else f"{heading}（{unit}）"})
    return table


def _in_rows(lines: Sequence[str]) -> Iterator[str]:
    row = ""
    for text in lines:
        if row and len(row) + len(text) > _LINES_IN_A_ROW:
            yield row
            row = ""
        row += ("、" if row else "") + text
    yield row
