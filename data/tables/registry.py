"""Areas, programmes, functions and indicators: what facts are about."""

from __future__ import annotations

from data.tables.fields import PILLARS, table
from data.tables.model import code, count, date, fiscal_year, flag, link, number, text

AREA_KINDS = {
    "designated_city": "政令指定都市",
    "city": "市",
    "special_ward": "特別区",
    "town": "町",
    "village": "村",
    "prefecture": "都道府県",
    "nation": "国",
}

PROGRAMMES = {
    "community_capacity": "地域力強化推進事業",
    "multi_agency": "多機関の協働による包括的支援体制構築事業",
    "prefectural": "都道府県事業",
    "multilayered_support": "重層的支援体制整備事業",
    "transition_preparation": "移行準備事業",
    "prefectural_backup": "都道府県後方支援事業",
    # The ministry's count 「モデル事業実施自治体数」 (FY2016–2019) does not tell the two forerunners apart.
    "model_projects": "包括的な支援体制構築のモデル事業",
    "self_reliance": "生活困窮者自立支援制度",
}

AREAS = table("areas", "地域", "国・都道府県・市区町村の一覧。文書に現れない市区町村も含む。", ("area_code",),
    text("area_code", "団体コード", "全国地方公共団体コード6桁（検査数字つき）"),
    code("level", "階層", "国・都道府県・市区町村の別",
         {"nation": "国", "prefecture": "都道府県", "municipality": "市区町村"}),
    text("name_ja", "名称", "正式な名称"),
    text("name_kana?", "よみ", "名称の読み"),
    "prefecture_code",
    code("kind", "種別", "市・町・村などの別", AREA_KINDS),
    number("latitude?", "緯度", "役所・役場の位置", "度", minimum=20, maximum=46),
    number("longitude?", "経度", "役所・役場の位置", "度", minimum=122, maximum=154),
    date("valid_from?", "設置日", "この団体が始まった日"),
    date("valid_to?", "廃止日", "この団体が終わった日。空欄は現存"),
)  # fmt: skip

AREA_ALIASES = table("area_aliases", "地域名の別表記",
    "文書に現れる誤記・略記・旧名と、それが指す地域。", ("alias", "prefecture_code"),
    text("alias", "別表記", "文書に書かれたままの名称"),
    "prefecture_code",
    link("area_code", "団体コード", "areas.area_code", "別表記が指す地域"),
    code("reason", "理由", "表記が異なる理由",
         {"glyph": "字形の取り違え", "abbreviation": "略記", "old_name": "旧名", "typo": "誤字"}),
)  # fmt: skip

AREA_CHANGES = table("area_changes", "地域名の変更",
    "改称・市制施行・合併より前の名称と、今の地域。", ("former_name", "prefecture_code"),
    text("former_name", "以前の名称", "変更の前の正式な名称"),
    "prefecture_code",
    text("former_code?", "以前の団体コード", "変更の前の6桁（確かめられたもの）"),
    link("area_code", "団体コード", "areas.area_code", "今の地域"),
    date("valid_to", "最後の日", "以前の名称が正式だった最後の日"),
    code("kind", "変更の種類", "改称・市制施行・合併の別",
         {"renamed": "改称", "became_city": "市制施行", "merged": "編入・合併"}),
    text("source_ja", "出典", "変更を確かめた資料"),
)  # fmt: skip

PROGRAMMES_TABLE = table(
    "programmes",
    "事業",
    "国の事業の一覧と法的根拠。",
    ("programme_code",),
    code("programme_code", "事業コード", "事業を表す識別子", PROGRAMMES),
    text("name_ja", "事業名", "正式な名称"),
    "law_ja?",
    "article_ja?",
    fiscal_year("first_fy?", "開始年度", "事業が始まった年度"),
    fiscal_year("last_fy?", "終了年度", "事業の最後の年度"),
    link("successor_code?", "後継事業", "programmes.programme_code", "この事業を引き継いだ事業"),
)

FUNCTIONS = table(
    "functions",
    "機能",
    "実施計画の様式にある事業内容の欄（機能）の一覧。",
    ("function_code",),
    text("function_code", "機能コード", "柱と機能を点でつないだ識別子"),
    text("name_ja", "機能", "様式の欄の名称"),
    code("pillar", "柱", "ア・イ・多機関協働の別", PILLARS),
    flag("counts_in_coverage", "充足率の対象", "機能充足率（C3）の10機能に数えるか"),
    "sort",
)

INDICATORS = table("indicators", "指標",
    "数値の指標の定義。単位・向き・もっともらしい範囲・同義語を含む。", ("indicator_code",),
    text("indicator_code", "指標コード", "指標を表す識別子"),
    text("name_ja", "指標名", "表示に使う名称"),
    text("unit", "単位", "正規化した値の単位"),
    code("kind", "種類", "時点の量・期間の量・割合の別",
         {"stock": "時点の量", "flow": "期間の量", "rate": "割合"}),
    code("direction", "向き", "高い方がよい、低い方がよい、向きなし",
         {"higher": "高いほどよい", "lower": "低いほどよい", "none": "よしあしの向きなし"}),
    code("domain", "分野", "指標の分野",
         {"profile": "自治体の基本情報", "community": "地域づくり", "consultation": "相談支援",
          "workforce": "人材・研修", "coordination": "会議・連携", "case_work": "個別支援",
          "administration": "計画・体制", "economy": "就労・生産"}),
    number("min_plausible?", "下限の目安", "これを下回ると誤りを疑う値"),
    number("max_plausible?", "上限の目安", "これを上回ると誤りを疑う値"),
    text("definition_ja", "定義", "何を数えるか"),
    text("synonyms?", "同義語", "文書に現れる言い方。縦棒で区切る"),
    "sort",
)  # fmt: skip

ATTAINMENT_BANDS = table(
    "attainment_bands",
    "達成の段階",
    "達成率を段階に分ける境目。値を変えると、すべての判定が変わる。",
    ("band",),
    text("band", "段階", "段階の記号"),
    text("name_ja", "名称", "段階の名称"),
    number("minimum_pct?", "下限", "この達成率以上がこの段階。空欄は下限なし", "%"),
    number("minimum_approx_pct?", "下限（程度）", "「程度」と書かれた目標についての下限", "%"),
    flag("is_attained", "達成", "達成に数えるか"),
    count("sort", "並び順", "よい方からの順", minimum=1),
)

TABLES = (AREAS, AREA_ALIASES, AREA_CHANGES, PROGRAMMES_TABLE, FUNCTIONS, INDICATORS, ATTAINMENT_BANDS)
