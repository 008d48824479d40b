"""The live tables: what municipalities report and what the office decides. They live in the store only, append-only.

A row is never changed: a resubmission, a decision or a new due date is a further row. `recorded_at` says since when
the store has known it; every moment of the past can be read again by it.
"""

from __future__ import annotations

from data.tables.fields import PILLARS, table
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
