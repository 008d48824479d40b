"""Plans, measures, stages and cases: what the other kinds of documents state."""

from __future__ import annotations

from data.tables.fields import MISSING_REASONS, fact_table, listed_fact_table
from data.tables.model import code, count, date, fiscal_year, flag, link, text

STAGES = {
    "considering": "検討中",
    "preparing": "準備中",
    "implementing": "実施中",
    "ended": "終了",
    "not_implementing": "実施しない",
}

EVIDENCE = {
    "stated": "明記",
    "planned": "予定として記載",
    "plan_title": "計画の名称から",
    "budget": "予算から",
    "reported": "報告",
    "figure_label": "図の中の数字から",
    "figure_label_order_inferred": "図の中の数字の並び順から推定",
}

POSITIONS = {"stated": "明記", "by_cell": "表の位置から", "ambiguous": "不明確"}

WEEKDAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}

PROGRAMME_STAGES = listed_fact_table(
    "programme_stages",
    "事業の段階",
    "地域・事業・年度ごとの段階。",
    ("area_code", "programme_code", "fiscal_year"),
    "area_code",
    "programme_code",
    "fiscal_year",
    code("stage", "段階", "検討・準備・実施などの別", STAGES),
    code("evidence", "根拠", "段階を示す根拠の強さ", EVIDENCE),
    text("as_of?", "時点", "根拠の時点"),
    text("source_title?", "出典", "根拠の題名"),
    text("source_url?", "出典の場所", "根拠の所在"),
    "record_id?",
)

NATIONAL_COUNTS = listed_fact_table(
    "national_counts",
    "全国の実施数",
    "年度・事業ごとの全国の市町村数。",
    ("fiscal_year", "programme_code"),
    "fiscal_year",
    "programme_code",
    count("municipalities", "市町村数", "実施した、または予定の市町村数", "市町村"),
    code("evidence", "根拠", "数の根拠の強さ", EVIDENCE),
    text("source", "出典", "数の出典"),
    text("note?", "注記", "数についての注記"),
    "record_id?",
)

PLANS = fact_table("plans", "計画", "自治体の計画。", ("plan_id",),
    text("plan_id", "計画番号", "計画を表す番号"),
    "area_code",
    text("name_ja", "計画名", "計画の名称"),
    code("plan_type", "計画の種類", "地域福祉計画などの種類",
         {"community_welfare_plan": "地域福祉計画", "community_welfare_support_plan": "地域福祉支援計画",
          "community_welfare_activity_plan": "地域福祉活動計画"}),
    code("status", "状態", "案・決定・計画期間中・見込みの別",
         {"draft": "案", "adopted": "策定済み", "in_force": "計画期間中", "projected": "見込み"}),
    fiscal_year("start_fy?", "開始年度", "計画期間の最初の年度"),
    fiscal_year("end_fy?", "終了年度", "計画期間の最後の年度"),
    count("period_years?", "計画年数", "計画期間の年数", "年", minimum=1),
    date("adopted_date?", "策定時期", "計画を策定した年月。開始年度の代わりにはしない"),
    text("philosophy_ja?", "基本理念", "計画の基本理念"),
)  # fmt: skip

PLAN_NODES = fact_table("plan_nodes", "計画の体系", "計画の目標・施策・方向などの項目。", ("node_id",),
    text("node_id", "項目番号", "項目を表す番号"),
    "plan_id",
    link("parent_id?", "上の項目", "plan_nodes.node_id"),
    code("level", "階層", "項目の階層",
         {"basic_goal": "基本目標", "goal_detail": "基本目標の内容", "basic_measure": "基本施策",
          "direction": "施策の方向", "chapter": "章", "action_target": "行動目標"}),
    "number?",
    text("path", "道筋", "上からの番号をつないだもの"),
    text("title_ja", "題名", "項目の題名"),
)  # fmt: skip

PLAN_RELATIONS = fact_table("plan_relations", "計画の関係",
    "他の計画との関係（一体策定・調和など）。", ("plan_id", "seq"),
    "plan_id",
    count("seq", "順番", "計画の中の順番", minimum=1),
    code("relation", "関係", "計画どうしの関係",
         {"integrated_with": "一体で策定", "aligned_with": "調和", "superior": "上位計画",
          "successor": "後継"}),
    text("name_ja", "相手の計画", "関係する計画の名称"),
    "law_ja?",
    "article_ja?",
    code("obligation?", "策定の義務", "根拠となる条が定める義務の別", {"effort": "努力義務", "duty": "義務"}),
    link("node_id?", "施策", "plan_nodes.node_id", "関係する計画を兼ねる施策"),
)  # fmt: skip

MEASURES = fact_table("measures", "施策", "年度ごとの施策。再掲は元の施策を指す。", ("measure_id",),
    text("measure_id", "施策番号", "施策を表す番号"),
    "plan_id",
    link("node_id", "項目", "plan_nodes.node_id"),
    "fiscal_year",
    "number?",
    text("title_ja", "題名", "施策の題名"),
    flag("is_new?", "新規", "その年度に新しいか"),
    code("missing_reason?", "値がない理由", "「新規」の印がない理由", MISSING_REASONS),
    link("repost_of?", "再掲の元", "measures.measure_id", "再掲のとき、元の施策"),
    count("item_count", "取組数", "施策の中の取組の数", "件"),
    count("units_count?", "対象の数", "施策が対象とする地区などの数", minimum=1),
    text("unit_ja?", "対象の単位", "地区・圏域などの別"),
    text("annexes_ja?", "別紙", "施策が挙げる別紙の番号"),
    text("actors_ja?", "担い手", "施策が挙げる団体や機関の名称。文書に書かれたまま"),
)  # fmt: skip

MEASURE_LINKS = fact_table(
    "measure_links",
    "施策と行動目標",
    "施策と、それが応える行動目標の対応。",
    ("measure_id", "action_node_id"),
    link("measure_id", "施策", "measures.measure_id"),
    link("action_node_id", "行動目標", "plan_nodes.node_id"),
    count("page?", "頁", "対応が書かれた頁", "頁", minimum=1),
    count("item_count", "取組数", "対応する取組の数", "件"),
)

MILESTONES = fact_table("milestones", "ロードマップの節目",
    "都道府県の工程表にある市町村数などの節目。", ("milestone_id",),
    text("milestone_id", "節目番号", "節目を表す番号"),
    "area_code",
    text("group_ja", "区分", "工程表の区分"),
    count("municipality_count?", "市町村数", "節目の市町村数", "市町村"),
    code("milestone_type", "種類", "節目の種類",
         {"considering": "検討中", "programme_start": "事業の開始", "programme_stage": "事業の実施", "plan_revision": "市町村計画の改定",
          "prefecture_plan": "都道府県計画の策定"}),
    "programme_code?",
    text("title_ja", "節目", "工程表に書かれた語句"),
    fiscal_year("start_fy?", "開始年度", "節目の始まり"),
    fiscal_year("end_fy?", "終了年度", "節目の終わり"),
    code("position", "年度の根拠", "年度が明記か、表の位置だけか", POSITIONS),
    flag("is_target", "目標", "到達目標か"),
)  # fmt: skip

SUPPORT_EVENTS = fact_table("support_events", "支援の行事", "都道府県が行う研修・会議などの行事。", ("event_id",),
    text("event_id", "行事番号", "行事を表す番号"),
    "area_code",
    link("programme_code?", "事業", "programmes.programme_code", "行事を含む事業"),
    "fiscal_year",
    "number?",
    text("title_ja", "題名", "行事の題名"),
    code("kind", "種類", "研修・会議などの別",
         {"meeting": "会議", "training": "研修", "survey": "調査", "consultation": "協議", "handbook": "手引書",
          "visit": "訪問支援"}),
    count("month_start?", "開始月", "行事の最初の月（書かれたとき）", "月", minimum=1),
    count("month_end?", "終了月", "行事の最後の月（書かれたとき）", "月", minimum=1),
    text("content_ja?", "内容", "行事の題名に続く語句（60字まで）", max_length=60),
    count("quarter_by_cell?", "表の四半期", "行事が置かれた欄の四半期。月が書かれていれば月が優先", "四半期", minimum=1),
)  # fmt: skip

TIMETABLE_SLOTS = fact_table(
    "timetable_slots",
    "拠点の週間予定",
    "地域の拠点の一週間の予定。一行が一つの欄。",
    ("slot_id",),
    text("slot_id", "欄の番号", "欄を表す番号（表の位置の曜日による）"),
    link("area_code?", "団体コード", "areas.area_code", "拠点がある市町村"),
    code("weekday?", "曜日", "活動の曜日。説明と表の位置が異なるときは説明による。空欄は定まらない", WEEKDAYS),
    text("weekday_candidates_ja?", "曜日の候補", "曜日が定まらないとき、説明にある曜日"),
    code("part_of_day", "時間帯", "午前・午後・夜の別", {"morning": "午前", "afternoon": "午後", "evening": "夜"}),
    text("activity_ja", "活動", "欄に書かれた活動"),
    text("name_ja?", "活動の名称", "説明に書かれた名称"),
    text("audience_ja?", "対象", "説明に書かれた対象者（60字まで）", max_length=60),
    text("starts_at?", "開始時刻", "説明に書かれた開始時刻（HH:MM）"),
    text("ends_at?", "終了時刻", "説明に書かれた終了時刻（HH:MM）"),
    code("position", "曜日の根拠", "曜日が説明にあるか、表の位置だけか", POSITIONS),
    code("cell_weekday", "表の曜日", "表の位置の曜日", WEEKDAYS),
    count("description_line?", "説明の行", "活動の説明がある行", "行", minimum=1),
)

OPENINGS = fact_table(
    "openings",
    "窓口の開設",
    "開設・設置されたと書かれた窓口やセンター。",
    ("opening_id",),
    text("opening_id", "開設番号", "開設を表す番号"),
    "area_code",
    text("name_ja", "名称", "窓口やセンターの名称"),
    text("place_ja?", "場所", "開設された場所"),
    date("opened_date?", "開設時期", "開設の年月（日が書かれていれば年月日）"),
    code("missing_reason?", "値がない理由", "開設時期がない理由", MISSING_REASONS),
    link("measure_id?", "施策", "measures.measure_id", "この窓口を述べる施策"),
)

GOOD_CASES = fact_table(
    "good_cases",
    "取組事例",
    "参考になる取組の事例。",
    ("case_id",),
    text("case_id", "事例番号", "事例を表す番号"),
    "record_id",
    "area_code?",
    text("area_note_ja?", "地域の注記", "一市町村に限らない事例の地域"),
    "programme_code?",
    text("title_ja", "題名", "事例の題名"),
    fiscal_year("start_fy?", "開始年度", "取組が始まった年度"),
    text("implementing_body_ja?", "実施主体", "取組を行う団体"),
    text("url?", "ウェブサイト", "文書に書かれた所在"),
    flag("is_generic", "一般的な説明", "特定の地域によらない説明か"),
)

CASE_POINT_KINDS = {
    "overview": "概要",
    "pillar": "取組の柱",
    "actor": "担い手",
    "role": "役割の考え方",
    "point": "ポイント",
}

CASE_POINTS = fact_table(
    "case_points",
    "事例の要点",
    "取組事例の要点を当方の言葉でまとめたもの。",
    ("case_id", "kind", "seq"),
    link("case_id", "事例", "good_cases.case_id"),
    code("kind", "種類", "要点が述べること", CASE_POINT_KINDS),
    count("seq", "順番", "同じ種類の中の順番", minimum=1),
    text("summary_ja?", "要約", "当方の言葉による80字以内の要約。名称はそのまま", max_length=80),
    "passage_sha?",
)

TABLES = (
    PROGRAMME_STAGES, NATIONAL_COUNTS, PLANS, PLAN_NODES, PLAN_RELATIONS, MEASURES, MEASURE_LINKS, MILESTONES,
    SUPPORT_EVENTS, TIMETABLE_SLOTS, OPENINGS, GOOD_CASES, CASE_POINTS,
)  # fmt: skip
