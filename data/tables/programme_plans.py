"""What the programme plans of municipalities and prefectures state."""

from __future__ import annotations

from data.tables.model import (
    MISSING_REASONS,
    Table,
    code,
    count,
    date,
    fact_table,
    fiscal_year,
    flag,
    link,
    listed_fact_table,
    number,
    text,
)
from data.tables.registry import PILLARS

DOC_TYPES = {
    "programme_plans": "事業実施計画書",
    "good_practices": "取組事例",
    "annual_measures": "年次施策",
    "prefectural_briefing": "都道府県説明資料",
    "plan_outline": "計画の概要",
}

DOCUMENTS = Table(
    "documents",
    "文書",
    "読み込んだ文書。",
    ("doc_id",),
    (
        text("doc_id", "文書番号", "文書の3桁の番号"),
        text("file_name", "ファイル名", "文書フォルダーの中の名前"),
        text("sha256", "ハッシュ", "内容のSHA-256。文書が変わると変わる"),
        count("line_count", "行数", "文書テキストの行数", "行", minimum=1),
        text("title_ja", "題名", "文書の題名"),
        code("doc_type", "文書の種類", "文書の様式", DOC_TYPES),
        text("publisher_ja?", "発行者", "文書の発行者"),
        fiscal_year("fiscal_year?", "年度", "文書が扱う年度"),
        code("status", "確定の別", "確定・案・不明", {"final": "確定", "draft": "案", "unknown": "不明"}),
        flag("truncated", "途中で終わる", "文書が途中で切れているか"),
    ),
)

RECORDS = Table(
    "records",
    "記録",
    "文書の中の一まとまり（実施計画なら一自治体分）。",
    ("record_id",),
    (
        text("record_id", "記録番号", "文書番号と開始行からなる番号"),
        link("doc_id", "文書", "documents.doc_id"),
        code("record_type", "記録の種類", "一まとまりの種類",
             {"programme_plan": "実施計画", "good_practice": "取組事例", "annual_measures": "年次施策",
              "prefectural_briefing": "都道府県説明資料", "plan_outline": "計画の概要"}),
        link("area_code?", "団体コード", "areas.area_code", "記録が扱う地域"),
        text("title_raw", "見出し", "文書に書かれたままの見出し"),
        count("line_start", "開始行", "文書テキストの行番号（1から）", "行", minimum=1),
        count("line_end", "終了行", "文書テキストの行番号（その行を含む）", "行", minimum=1),
        fiscal_year("fiscal_year?"),
    ),
)  # fmt: skip

PROFILE_VALUES = fact_table(
    "profile_values",
    "基本情報の値",
    "実施計画の「自治体の基本情報」の値。一行が一つの値。",
    ("record_id", "indicator_code"),
    link("record_id", "記録", "records.record_id"),
    link("indicator_code", "指標", "indicators.indicator_code"),
    link("area_code?", "団体コード", "areas.area_code"),
    number("value?", "値", "指標の単位に直した値"),
    text("unit", "単位", "値の単位"),
    text("value_as_written?", "原文の値", "文書に書かれたままの値"),
    text("unit_as_written?", "原文の単位", "文書に書かれたままの単位"),
    code("modifier", "概数の別", "正確な値か概数か", {"exact": "正確", "approx": "概数"}),
    code("missing_reason?", "値がない理由", "四つの「ない」の別", MISSING_REASONS),
    number("suggested_value?", "候補値", "誤りが疑われる値の代わりの候補"),
    text("suggested_unit?", "候補の単位", "候補値の単位"),
    date("as_of_date?", "時点", "値の時点"),
)  # fmt: skip

IMPLEMENTATIONS = fact_table(
    "implementations",
    "事業の実施",
    "一自治体の一事業の計画。印（○）と記述の有無は別々に持つ。",
    ("implementation_id",),
    text("implementation_id", "実施番号", "記録番号と事業コードからなる番号"),
    link("record_id", "記録", "records.record_id"),
    link("area_code?", "団体コード", "areas.area_code"),
    link("programme_code", "事業", "programmes.programme_code"),
    fiscal_year("fiscal_year?"),
    flag("marked", "○印", "「実施事業」の行に○があるか"),
    flag("described", "記述あり", "事業の章が書かれているか。実施計画書以外の文書で知った事業は、印も記述もなしとする"),
    text("implementing_body_ja?", "実施主体", "事業を行う団体"),
    text("contractor_ja?", "委託先", "委託を受ける団体"),
    code("delivery", "実施方法", "直営・委託の別",
         {"direct": "直営", "contracted": "委託", "partly_contracted": "一部委託", "unknown": "不明"}),
    text("project_name_ja?", "事業名", "自治体が付けた事業の名前"),
)  # fmt: skip

IMPLEMENTATION_FUNCTIONS = fact_table(
    "implementation_functions",
    "機能の記入",
    "事業内容の欄ごとの記入の状態。",
    ("implementation_id", "function_code"),
    link("implementation_id", "実施番号", "implementations.implementation_id"),
    link("function_code", "機能", "functions.function_code"),
    code("state", "記入の状態", "欄に何が書かれているか",
         {"filled": "記入あり", "blank": "空欄", "placeholder": "様式の文言のまま",
          "undecided": "未定・検討中", "none": "「なし」と記載", "same_as": "他の欄と同じ"}),
)  # fmt: skip

SERVICE_AREAS = fact_table(
    "service_areas",
    "対象圏域",
    "事業の対象地域とその人口。ア・イごとに一行以上。",
    ("implementation_id", "pillar", "seq"),
    link("implementation_id", "実施番号", "implementations.implementation_id"),
    code("pillar", "柱", "ア・イの別", PILLARS),
    count("seq", "順番", "同じ欄の中の順番", minimum=1),
    text("area_ja?", "対象地域", "対象地域の名称"),
    text("range_ja?", "範囲", "対象地域の範囲（小学校区など）"),
    count("population?", "人口", "記載された対象人口", "人"),
    count("population_max?", "人口の上限", "幅で書かれたときの上の値", "人"),
    code("population_kind", "人口の種類", "合計・一圏域あたり・概数・空欄の別",
         {"total": "合計", "per_unit": "一圏域あたり", "approx": "概数", "blank": "空欄"}),
    code("scope", "広がり", "区域全体・一部・条件付きの別",
         {"whole": "全域", "part": "一部", "conditional": "条件付き", "unknown": "不明"}),
    text("unit_kind?", "圏域の種類", "小学校区・地区社協などの別"),
    count("units_covered?", "対象圏域数", "対象となる圏域の数"),
    count("units_total?", "全圏域数", "その種類の圏域の総数"),
    count("covered_population?", "対象人口", "支援カバー率（C1）の分子に使う人口", "人"),
    code("covered_method?", "対象人口の決め方", "C1の分子をどう決めたか",
         {"stated": "記載", "capped": "人口を上限に調整", "imputed_whole": "全域とみなして補完",
          "not_computable": "算出不可"}),
)  # fmt: skip

STAFFING = fact_table(
    "staffing",
    "配置",
    "相談支援包括化推進員などの配置予定人数。",
    ("implementation_id", "role", "seq"),
    link("implementation_id", "実施番号", "implementations.implementation_id"),
    code("role", "職", "配置される職", {"integrated_consultation_coordinator": "相談支援包括化推進員"}),
    count("seq", "順番", "同じ職の中の順番", minimum=1),
    number("headcount?", "人数", "配置する人数", "人", minimum=0),
    number("full_time?", "常勤", "うち常勤", "人", minimum=0),
    number("part_time?", "非常勤", "うち非常勤", "人", minimum=0),
    code("headcount_kind", "人数の種類", "人数の書かれ方",
         {"exact": "人数", "per_site": "一拠点あたり", "sum": "合算", "none": "配置なし", "blank": "空欄"}),
    code("basis", "予定・実際", "予定か実際か", {"planned": "予定", "actual": "実際", "unknown": "不明"}),
    text("body_ja?", "所属", "配置される人の所属（書かれているとき）"),
    text("post_ja?", "役職", "その職を兼ねる役職（書かれているとき）。氏名は持たない"),
)  # fmt: skip

MEETINGS = fact_table(
    "meetings",
    "会議",
    "相談支援包括化推進会議などの開催回数。",
    ("implementation_id", "meeting_kind", "seq"),
    link("implementation_id", "実施番号", "implementations.implementation_id"),
    code("meeting_kind", "会議の種類", "個別事例の検討かネットワーク構築か",
         {"case_review": "個別事例の検討", "network": "ネットワーク構築"}),
    count("seq", "順番", "同じ種類の中の順番", minimum=1),
    text("name_ja?", "会議名", "会議の名称"),
    number("per_year_min?", "年間回数", "年あたりの回数（幅の下の値）", "回", minimum=0),
    number("per_year_max?", "年間回数の上限", "幅で書かれたときの上の値", "回", minimum=0),
    code("frequency_kind", "回数の書かれ方", "回数がどう書かれているか",
         {"stated": "回数", "range": "幅", "approx": "程度", "as_needed": "随時", "per_site": "一か所あたり",
          "past": "過去の回数", "not_stated": "記載なし"}),
)  # fmt: skip

TARGET_STATEMENTS = fact_table(
    "target_statements",
    "成果目標の記載",
    "空欄でない成果目標の欄。一欄が一行。",
    ("statement_id",),
    text("statement_id", "記載番号", "記録番号と柱からなる番号"),
    link("record_id", "記録", "records.record_id"),
    link("area_code?", "団体コード", "areas.area_code"),
    code("pillar", "柱", "ア・イ・多機関協働・都道府県の別", PILLARS),
    flag("has_number", "数値あり", "欄に目標の数値があるか"),
    text("summary_ja?", "要約", "当方の言葉による80字以内の要約", max_length=80),
    text("passage_sha", "原文のハッシュ", "要約が古くなっていないことを確かめるための値"),
)

TARGET_TYPES = {
    "numeric": "数値",
    "all_units": "全数",
    "increase": "増加・減少",
    "institution": "体制・設置",
    "activity": "活動の実施",
    "qualitative": "定性",
    "label_only": "項目名のみ",
    "not_set": "設定なし",
}

TARGETS = fact_table(
    "targets",
    "目標",
    "成果目標の記載から取り出した目標。一行が一つの目標。",
    ("target_id",),
    text("target_id", "目標番号", "目標を表す番号"),
    link("statement_id", "記載", "target_statements.statement_id"),
    link("record_id", "記録", "records.record_id"),
    link("area_code?", "団体コード", "areas.area_code"),
    code("pillar", "柱", "ア・イ・多機関協働・都道府県の別", PILLARS),
    code("target_type", "目標の型", "達成をどう測れるか", TARGET_TYPES),
    text("label_ja?", "目標", "何についての目標か"),
    link("indicator_code?", "指標", "indicators.indicator_code"),
    number("value?", "目標値", "目標の数値（幅の下の値）"),
    number("value_max?", "目標値の上限", "幅で書かれたときの上の値"),
    code("comparator?", "比べ方", "目標値との比べ方",
         {"eq": "ちょうど", "ge": "以上", "le": "以下", "range": "範囲", "approx": "程度",
          "increase_by": "増加", "decrease_by": "減少"}),
    text("unit?", "単位", "目標値の単位（書かれたまま）"),
    code("per?", "あたり", "何あたりの値か",
         {"year": "年あたり", "month": "月あたり", "total": "延べ・合計", "site": "一か所あたり",
          "session": "一回あたり"}),
    number("baseline_value?", "基準値", "出発点の値"),
    fiscal_year("target_fy?", "目標年度", "達成する年度"),
    link("part_of?", "内訳の元", "targets.target_id", "この目標が内訳となる目標"),
    link("duplicate_of?", "重複の元", "targets.target_id", "同じ目標が別の欄にもあるとき、その目標"),
    flag("counts_in_rate", "達成割合の対象", "達成割合の分母に数えるか"),
)  # fmt: skip

ACHIEVEMENTS = listed_fact_table(
    "achievements",
    "実績",
    "文書に書かれた実績、または報告された実績。",
    ("achievement_id",),
    text("achievement_id", "実績番号", "実績を表す番号"),
    link("record_id?", "記録", "records.record_id"),
    link("area_code?", "団体コード", "areas.area_code"),
    text("label_ja", "実績", "何についての実績か"),
    link("indicator_code?", "指標", "indicators.indicator_code"),
    number("value?", "値", "実績の数値"),
    text("unit?", "単位", "値の単位（書かれたまま）"),
    date("period_start?", "期間の始め", "実績の期間"),
    date("period_end?", "期間の終わり", "実績の期間"),
    fiscal_year("fiscal_year?"),
    code("period_kind", "期間の種類", "通年・途中・時点の別",
         {"full_year": "通年", "part_year": "年度途中", "point_in_time": "時点", "unknown": "不明"}),
    code("evidence", "根拠", "文書・報告・統計の別",
         {"document": "文書", "report": "報告", "statistics": "統計"}),
    link("target_id?", "目標", "targets.target_id", "この実績に対応する目標"),
    link("statement_id?", "記載", "target_statements.statement_id", "実績が書かれていた成果目標の欄"),
    code("pillar?", "柱", "実績が書かれていた柱", PILLARS),
)  # fmt: skip

TABLES = (
    DOCUMENTS, RECORDS, PROFILE_VALUES, IMPLEMENTATIONS, IMPLEMENTATION_FUNCTIONS, SERVICE_AREAS, STAFFING,
    MEETINGS, TARGET_STATEMENTS, TARGETS, ACHIEVEMENTS,
)  # fmt: skip
