"""The tables that people fill: what municipalities report and the office decides, and the statistics that it imports.

The live tables are in the store only, append-only: a row is never changed, a resubmission, a decision or a new due date
is a further row. `recorded_at` says since when the store has known it; every moment of the past can be read again by it.
Imported statistics stand beside the committed dataset and never in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.tables.fields import MISSING_REASONS, PILLARS, table
from data.tables.model import code, count, date, link, moment, number, text
from data.tables.programme_plans import ACHIEVEMENTS, TARGETS
from data.tables.quality import ISSUES

RESULT_STATES = {"reported": "実績あり", "zero": "0", "unmeasurable": "測定不能", "withdrawn": "取下げ"}
DONE = {"done": "実施した", "partly": "一部実施した", "not_done": "実施していない"}
DECISIONS = {"submitted": "提出済", "returned": "差戻し", "confirmed": "確定"}
ACTIONS = {
    "accept_report": "報告の受付",
    "decide_report": "報告の確定・差戻し",
    "set_calendar": "期限の設定",
    "freeze_edition": "版の固定",
    "import_statistics": "統計の取り込み",
    "remove_statistics": "統計の取り消し",
    "import_boundaries": "境界の取り込み",
    "remove_boundaries": "境界の取り消し",
    "restore": "復元",
}


REPORT_SUBMISSIONS = table(
    "report_submissions",
    "報告の受付",
    "受け付けた報告。一行が一つの版で、再提出は新しい版になる。",
    ("submission_id",),
    text("submission_id", "受付番号", "市町村・年度・種類・版からなる番号"),
    "area_code",
    "fiscal_year",
    "report_kind",
    "revision",
    moment("received_at", "提出日時", "自治体から届いた日時"),
    text("file_sha256", "ファイルのハッシュ", "同じファイルを二度受け付けないための値"),
    text("file_name", "ファイル名", "届いたファイルの名前"),
    text("submitter_note?", "提出者の注記", "自治体が添えた注記"),
    text("accepted_by", "受付者", "受け付けた人"),
    "recorded_at",
    unique=(
        ("area_code", "fiscal_year", "report_kind", "revision"),
        ("area_code", "fiscal_year", "report_kind", "file_sha256"),
    ),
)

REPORT_DECISIONS = table(
    "report_decisions",
    "報告の確定・差戻し",
    "受け付けた報告についての判断。最後の行が今の状態で、行がなければ提出済。",
    ("submission_id", "seq"),
    "submission_id",
    "seq",
    code("state", "状態", "判断の後の状態", DECISIONS),
    text("reason_ja?", "理由", "差戻しなどの理由"),
    text("decided_by", "判断者", "判断した人"),
    "recorded_at",
)

REPORT_CALENDAR = table(
    "report_calendar",
    "報告の期限",
    "市町村ごとの報告の期限。期限を変えると新しい版の行になる。",
    ("area_code", "fiscal_year", "report_kind", "revision"),
    "area_code",
    "fiscal_year",
    "report_kind",
    "revision",
    date("due_date?", "期限", "この日までに届けば期限内。空欄は報告を求めない"),
    text("set_by", "設定者", "期限を設定した人"),
    "recorded_at",
)

REPORTED_ACHIEVEMENTS = table(
    "reported_achievements",
    "報告された実績",
    "報告様式の一行ごとの実績。版ごとにすべての行を持つ。",
    ("achievement_id",),
    text("achievement_id", "実績番号", "受付番号と順番からなる番号"),
    "submission_id",
    "seq",
    "area_code",
    "fiscal_year",
    link("target_id?", "目標", "targets.target_id", "様式に印刷されていた目標の番号"),
    "label_ja",
    "indicator_code?",
    code("pillar?", "柱", "実績の柱", PILLARS),
    "value?",
    text("unit?", "単位", "値の単位（書かれたまま）"),
    number("numerator?", "分子", "割合の分子"),
    number("denominator?", "分母", "割合の分母"),
    "period_start?",
    "period_end?",
    code("period_kind", "期間の種類", "通年・途中・時点の別", ACHIEVEMENTS.column("period_kind").allowed),
    code("result_state?", "実績の状態", "0・測定不能・取下げの別", RESULT_STATES),
    count("grade?", "自己評価", "定性的な目標についての1～4の評価", minimum=1, maximum=4),
    code("done?", "実施の有無", "体制・設置、活動の実施についての答え", DONE),
    code("per?", "あたり", "何あたりの値か", TARGETS.column("per").allowed),
    "comment_ja?",
)

REPORT_AREAS = table(
    "report_areas",
    "報告された圏域",
    "報告された対象圏域と人口。支援カバー率（C1・C2）を実績で示す。",
    ("submission_id", "seq"),
    "submission_id",
    "seq",
    code("pillar?", "柱", "ア・イの別。空欄は市町村全体としての回答", PILLARS),
    "unit_kind?",
    "units_covered?",
    "units_total?",
    count("covered_population?", "対象人口", "対象圏域の人口", "人"),
    count("population?", "人口", "市町村の人口", "人"),
    date("as_of_date?", "時点", "人口の時点"),
    "comment_ja?",
)

REPORT_FINDINGS = table(
    "report_findings",
    "報告の検査結果",
    "受け付けた報告の検査で見つかったこと。誤りの行は実績に入らない。",
    ("submission_id", "seq"),
    "submission_id",
    "seq",
    count("row?", "行", "様式の行（1から）", minimum=1),
    text("cell?", "セル", "様式のセル番地"),
    text("column?", "項目", "様式の項目"),
    code("severity", "重大さ", "誤りの行は受け付けない", ISSUES.column("severity").allowed),
    "rule_id",
    "message_ja",
    text("remedy_ja?", "直し方", "どう直せばよいか"),
    text("comment_ja?", "コメント", "注意に対する自治体の説明"),
)

EDITIONS = table(
    "editions",
    "固定した版",
    "会議などのために固定した時点。データの版と記録日時の組で、同じ数値をいつでも再現できる。",
    ("name",),
    text("name", "名前", "版の名前（例: 令和8年第1回定例会）"),
    text("dataset_version", "データの版", "固定したときのデータセットの版"),
    moment("frozen_at", "固定日時", "この時点までの記録が版に入る"),
    text("frozen_by", "固定者", "固定した人"),
    text("note?", "注記", "版についての注記"),
)

AUDIT_LOG = table(
    "audit_log",
    "操作の記録",
    "ストアへの書き込みの記録。一行が一回の操作。",
    ("entry_id",),
    count("entry_id", "番号", "記録した順の番号", minimum=1),
    moment("recorded_at", "記録日時", "操作を記録した日時"),
    text("actor", "操作者", "操作した人"),
    code("action", "操作", "操作の種類", ACTIONS),
    text("subject", "対象", "受付番号や版の名前など"),
    text("detail_ja?", "内容", "操作の内容"),
)

TABLES = (
    REPORT_SUBMISSIONS, REPORT_DECISIONS, REPORT_CALENDAR, REPORTED_ACHIEVEMENTS, REPORT_AREAS, REPORT_FINDINGS,
    EDITIONS, AUDIT_LOG,
)  # fmt: skip


SOURCES = {"census": "国勢調査", "resident_register": "住民基本台帳"}


@dataclass(frozen=True)
class Statistic:
    """A number that official tables state for every area: its name, unit and meaning."""

    label_ja: str
    unit: str
    meaning_ja: str


STATISTICS: Mapping[str, Statistic] = MappingProxyType(
    {
    "population": Statistic("人口", "人", "総人口"),
        "population_65": Statistic("65歳以上人口", "人", "65歳以上の人口"),
        "population_under_15": Statistic("15歳未満人口", "人", "15歳未満の人口"),
    "aging_rate": Statistic("高齢化率", "%", "総人口に占める65歳以上の割合"),
        "under_15_rate": Statistic("15歳未満の割合", "%", "総人口に占める15歳未満の割合"),
    "population_change_rate": Statistic("人口増減率", "%", "前の調査（国勢調査では5年前）からの増減の割合"),
    "households": Statistic("世帯数", "世帯", "総世帯（一般世帯と施設等の世帯）の数"),
    "density": Statistic("人口密度", "人/km²", "面積1km²あたりの人口"),
        "area_km2": Statistic("面積", "km²", "表に参考として載る面積"),
    }
)  # fmt: skip

STATISTICS_SOURCES = table(
    "statistics_sources",
    "取り込んだ統計",
    "取り込んだ統計表。同じ種類の表をもう一度取り込むと入れ替わる。",
    ("source_code",),
    code("source_code", "種類", "統計の種類", SOURCES),
    text("title_ja", "題名", "表に書かれた題名"),
    text("publisher_ja", "公表者", "統計を公表した機関"),
    text("note_ja?", "注記", "値の読み方についての注記"),
    "as_of_date",
    text("file_name", "ファイル名", "取り込んだファイルの名前"),
    text("sha256", "SHA-256", "取り込んだファイルのハッシュ"),
    count("row_count", "行数", "地域の行の数", "行"),
    count("municipality_count", "市区町村", "値のある市区町村の数", "市区町村"),
    moment("imported_at", "取り込み日時", "取り込んだ日時"),
    text("imported_by", "取り込んだ人", "取り込みを行った人"),
)

AREA_STATISTICS = table(
    "area_statistics",
    "地域の統計",
    "統計表の値。一行が一つの地域の一つの値。政令指定都市の区は市と分けて置く。",
    ("source_code", "area_code", "indicator_code"),
    "source_code",
    text("area_code", "団体コード", "全国地方公共団体コード6桁（検査数字つき）"),
    code("level", "階層", "都道府県・市区町村・政令指定都市の区の別",
         {"prefecture": "都道府県", "municipality": "市区町村", "ward": "政令指定都市の区"}),
    code("indicator_code", "指標", "値の種類", {name: one.label_ja for name, one in STATISTICS.items()}),
    number("value?", "値", "表の値。空欄は値なし"),
    "unit",
    code("missing_reason?", "値のない理由", "「-」や空欄の別", MISSING_REASONS),
    "as_of_date",
    text("cell", "セル", "表の中の位置"),
)  # fmt: skip

IMPORT_FINDINGS = table(
    "import_findings",
    "取り込みの所見",
    "取り込みで使わなかった行、読み替えた団体、値のない行。",
    ("source_code", "seq"),
    "source_code",
    count("seq", "順番", "同じ取り込みの中の順番", minimum=1),
    code("severity", "重大さ", "所見の重さ", ISSUES.column("severity").allowed),
    text("place", "場所", "シートと行"),
    text("message_ja", "内容", "何があり、どう扱ったか"),
)

IMPORTED = (STATISTICS_SOURCES, AREA_STATISTICS, IMPORT_FINDINGS)
