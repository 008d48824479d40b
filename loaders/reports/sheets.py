"""The sheets of edition 2 of the form beside 実績報告: one row for each service, count, own target and item of the checklist.

Each is one declaration, `FormSheet`; writing, reading, checking, explaining and comparing ask it, as they ask a FormColumn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import data.schema as schema
from data.schema import LIVE_TABLES, label_of
from loaders.document import Row
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.layout import GUIDE_SHEET, STATES, FormColumn, shown_number

SPARE_TARGETS = 10
INDICATOR_LIST = f"='{GUIDE_SHEET}'!$E$2:$E$60"
KEY_HEADING = "番号"
PILLARS = {code: one.name_ja for code, one in schema.SERVICES.items()}
GRADES = {"1": "1（まだない）", "2": "2（一部ある）", "3": "3（概ねある）", "4": "4（十分ある）"}
Rows = Sequence[tuple[FormTarget, Row]]


@dataclass(frozen=True)
class FormSheet:
    """A sheet of the form and the live table that its rows become."""

    name: str
    table: str
    key: str  # Column of the table that tells its rows apart; in the sheet, the hidden first column
    columns: tuple[FormColumn, ...]
    rows: Callable[[FormContent], Rows]  # What each row is about, and what it is prefilled with
    about: tuple[tuple[str, str], ...] = ()  # What the sheet of explanations says first: item and explanation
    top: tuple[FormColumn, ...] = ()  # Cells above the headings, behind their labels
    top_table: str = ""  # The live table of these

    @property
    def inputs(self) -> tuple[FormColumn, ...]:
        """The columns to fill in."""
        return tuple(column for column in self.columns if column.kind != "fixed")


def _codes(table: str, column: str) -> Callable[[FormTarget | None], Mapping[str, str]]:
    allowed = LIVE_TABLES[table].column(column).allowed
    return lambda target: allowed


def _of(names: Mapping[Any, str], name: str) -> Callable[[Row], str]:
    return lambda row: "" if row.get(name) is None else names[str(row[name])]


def _choice(table: str, name: str, heading: str, width: float, **more: Any) -> FormColumn:
    choices = _codes(table, name)
    return FormColumn(name, heading, width, "choice", choices=choices, change=_of(choices(None), name), **more)


def _number(name: str, heading: str, width: float, unit: str, stored_as: str = "", **more: Any) -> FormColumn:
    def change(row: Row) -> str:
        value = row.get(stored_as or name)
        return "" if value is None else f"{heading} {shown_number(value)}{unit}"

    return FormColumn(name, heading, width, "number", unit=lambda target: unit, stored_as=stored_as, change=change,
                      **more)  # fmt: skip


def _text(name: str, heading: str, width: float, **more: Any) -> FormColumn:
    return FormColumn(name, heading, width, "text", change=lambda row: row.get(name) or "", **more)


def _day(name: str, heading: str, **more: Any) -> FormColumn:
    return FormColumn(name, heading, 12, "date", change=lambda row: f"{heading} {row[name]}" if row.get(name) else "",
                      **more)  # fmt: skip


def _fixed(name: str, heading: str, width: float, prefilled: Callable[[FormTarget], str]) -> FormColumn:
    return FormColumn(name, heading, width, prefilled=prefilled)


_KEY = _fixed("target_id", KEY_HEADING, 12, lambda target: target.target_id)
_PILLAR = _fixed("pillar", "事業", 24, lambda target: label_of("report_services", "pillar", target.pillar))
_COMMENT = _text("comment_ja", "コメント", 34)


def _subject(key: str, label: str, pillar: str = "") -> FormTarget:
    return FormTarget(key, pillar, label, "stated")


def _services(content: FormContent) -> Rows:
    before = content.prefilled.get("report_services", {})
    return [(_subject(code, name_ja, code), before.get(code, {})) for code, name_ja in PILLARS.items()]


SERVICES = FormSheet(
    "進め方とサービス", "report_services", "pillar",
    (
        _KEY,
        _PILLAR,
        _choice(
            "report_services", "state", "実施状況", 14,
            guide=(("実施状況", "実施している・準備中・別の手法で実施・実施しない から選びます。事業の行に何か書くときは必ず選びます。"),),
        ),
        _day("start_date", "開始", begins=True, guide=(("開始", "その事業を始めた日（月までわかれば月まで）。"),)),
        _choice("report_services", "delivery", "実施方法", 10, guide=(("実施方法・委託先", "直営・委託・一部委託 から選び、委託先の団体の名前を書きます。個人の名前は書かないでください。"),)),
        _text("contractor_ja", "委託先", 20),
        _choice("report_services", "scope", "対象の範囲", 9),
        _number(
            "covered_population", "対象人口", 11, "人",
            guide=(("対象の範囲・対象人口・人口", "全域か一部かを選びます。一部のときは、対象となる区域の人口と市町村の人口を、同じ時点の数で書きます。"
                    "人口カバー率（C1）のもとになります。"),),
        ),
        _number("population", "人口", 11, "人"),
        _number("staff_count", "職員数", 9, "人", guide=(("職員数", "その事業に従事する人数。常勤に換算した小数でもかまいません。"),)),
        _number(
            "cost_yen", "事業費", 14, "円",
            guide=(("事業費・交付額", "年度の決算額（見込みでもよい）と、そのうち交付金の額を、円の単位で書きます。交付額は事業費を超えません。"),),
        ),
        _number("grant_yen", "交付額", 14, "円"),
        FormColumn("grade", "自己評価", 14, "choice", choices=lambda target: GRADES, parse=int, change=_of(GRADES, "grade"),
                   guide=(("自己評価", "その事業に求められる機能があるかを、4段階（4 十分ある、3 概ねある、2 一部ある、1 まだない）から選び、理由を書きます。"),)),
        _text("reason_ja", "評価の理由", 28),
        _text("next_year_ja", "来年度の予定", 28, guide=(("来年度の予定", "来年度に始めること、変えること。"),)),
        _text("comment_ja", "コメント", 28, is_stored=False),
    ),
    _services,
    about=(("進め方", "包括的な支援体制をどの道で整えているかを選びます（重層的支援体制整備事業を実施中・移行準備中・別の手法・機能集約化など）。"
            "市町村の段階として、地図とカルテに「報告」の根拠で載ります。"),
           ("前年の回答", "前の年度に報告した団体には、実施状況・開始・実施方法・委託先・範囲が入っています。変わったところを直してください。"
            "人数や金額は、その年度の数を書きます。")),
    top=(
        FormColumn("road", "進め方", 16, "choice", choices=_codes("report_roads", "road"),
                   change=_of(_codes("report_roads", "road")(None), "road")),
        _day("since_date", "いつから", begins=True),
        _COMMENT,
    ),
    top_table="report_roads",
)  # fmt: skip

COUNTS = FormSheet(
    "件数", "report_counts", "indicator_code",
    (
        _KEY,
        _PILLAR,
        _fixed("label_ja", "項目", 34, lambda target: target.label_ja),
        _fixed("unit", "単位", 7, lambda target: target.unit),
        _fixed("last", "前年の値", 14, lambda target: "" if target.last_value is None else shown_number(target.last_value)),
        FormColumn(
            "value", "今年度の数", 13, "number", unit=lambda target: target.unit if target else "", is_result=True,
            change=lambda row: "" if row.get("value") is None else shown_number(row["value"]),
            guide=(("今年度の数", "年度の実績を、その単位の数だけで書きます。0だったときは「0」と書きます。空欄は「報告なし」で、0とはみなしません。"),
                   ("重層的支援会議と支援会議", "重層的支援会議は本人の同意を得て行う会議、支援会議は社会福祉法第106条の6による会議です。分けて数えます。"),
                   ("小さい数", "1～4の件数は、個人が推測されないよう、公表の画面と資料では数を伏せます。")),
        ),
        _COMMENT,
    ),
    lambda content: [
        (target, content.prefilled.get("report_counts", {}).get(target.target_id, {})) for target in content.counts
    ],
)  # fmt: skip


def _aims(content: FormContent) -> Rows:
    blank = blank_target(content)
    own = [
        (FormTarget(row["target_id"] or "", row["pillar"], row["label_ja"], "numeric", options=blank.options), row)
        for row in content.own_targets
    ]
    return [*own, *[(blank, {})] * SPARE_TARGETS]


def blank_target(content: FormContent) -> FormTarget:
    """Return what a row is about that the municipality itself gives a target."""
    return FormTarget("", "", "", "numeric", options={one.indicator_code: one.label_ja for one in content.counts})


OWN_TARGETS = FormSheet(
    "自団体の目標", "reported_targets", "target_id",
    (
        _KEY,
        FormColumn("pillar", "事業", 24, "choice", choices=lambda target: PILLARS, change=_of(PILLARS, "pillar")),
        _text("label_ja", "目標", 34, most=200, guide=(("目標", "何を目標にするかを短く書きます（例: 出張相談の回数）。文書（計画書）にある目標は「実績報告」のシートにあるので、ここには書きません。"),)),
        FormColumn("indicator_code", "指標", 24, "choice", choices=lambda target: target.options if target else {},
                   list_range=INDICATOR_LIST, guide=(("指標", "目標が一覧の指標にあたるときに選びます。ほかの市町村と比べられるようになります。なければ空欄でかまいません。"),)),
        _text("unit", "単位", 8, most=20),
        _number("baseline_value", "基準値", 10, "", guide=(("基準値", "始まりの値。減らす目標（以下）や、増減の目標では、達成率の計算に使います。"),)),
        _number("target_value", "目標値", 10, "", stored_as="value"),
        _number("target_value_max", "目標値（上）", 10, "", stored_as="value_max"),
        FormColumn("comparator", "比べ方", 10, "choice", choices=_codes("reported_targets", "comparator"),
                   change=_of(_codes("reported_targets", "comparator")(None), "comparator"),
                   guide=(("比べ方", "以上・以下・範囲・程度・増加・減少・ちょうど から選びます。範囲のときは、目標値に下の値、目標値（上）に上の値を書きます。"),)),
        FormColumn("target_fy", "目標年度", 10, "year", change=lambda row: "" if row.get("target_fy") is None else f"{row['target_fy']}年度",
                   guide=(("目標年度", "目標を達成する年度（例: 2025、令和7年度）。先の年度でもかまいません。その目標は翌年度の様式にも入ります。"),)),
        FormColumn("value", "実績値", 10, "number", is_result=True, is_stored=False,
                   guide=(("実績値・状態", "この年度の実績を書きます。まだないときは空欄にします。測れなかったとき、目標を取りやめたときは状態で選び、理由をコメントに書きます。"),)),
        FormColumn("result_state", "状態", 10, "choice", choices=lambda target: STATES, is_stored=False),
        _text("comment_ja", "コメント", 30, is_stored=False),
    ),
    _aims,
    about=(("自団体の目標", f"計画書などの文書にない目標を、{SPARE_TARGETS}件まで加えられます。文書の目標と同じ方法で達成率を計算し、「報告様式」の目標として示します。"),),
)  # fmt: skip

PROCESS = FormSheet(
    "進め方の点検", "report_process", "item",
    (
        _KEY,
        _fixed("label_ja", "点検の項目", 34, lambda target: target.label_ja),
        _choice("report_process", "answer", "回答", 9,
                guide=(("回答・実施日", "はい・いいえ・予定 から選び、行った日（予定のときは予定の日）を書きます。計画についての4項目は、計画の要件（C6）のもとになります。"),)),
        _day("held_date", "実施日"),
        _COMMENT,
    ),
    lambda content: [
        (_subject(code, label), content.prefilled.get("report_process", {}).get(code, {}))
        for code, label in LIVE_TABLES["report_process"].column("item").allowed.items()
    ],
)  # fmt: skip

SHEETS = (SERVICES, COUNTS, OWN_TARGETS, PROCESS)
