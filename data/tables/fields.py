"""Every column that stands in more than one table, and every derived one that figures show, once; tables name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from data.tables.model import Column, Table, code, count, date, fiscal_year, link, moment, number, text

PILLARS = {
    "community": "ア 地域づくり",
    "consultation": "イ 相談の受け止め",
    "multi_agency": "多機関協働",
    "prefecture": "都道府県",
}

MISSING_REASONS = {"blank": "空欄", "not_stated": "欄なし", "lost": "変換で欠落", "not_collected": "未集計・不明"}

FACT_STATUS = {
    "stated": "記載どおり",
    "derived": "算出",
    "inferred": "文脈から判断",
    "imputed": "補完",
    "ambiguous": "読み方が複数",
    "quarantined": "保留（要確認）",
    "corrected": "訂正済み",
}

REPORT_KINDS = {"full_year": "年度報告", "mid_year": "年度途中の報告"}

PROVENANCE = (
    link("record_id", "記録", "records.record_id", "この事実が載る記録"),
    count("line_start", "開始行", "文書テキストの行番号（1から）", "行", minimum=1),
    count("line_end", "終了行", "文書テキストの行番号（その行を含む）", "行", minimum=1),
    text("quote?", "原文の語句", "事実を含む60字以内の語句", max_length=60),
    code("fact_status", "事実の状態", "記載・算出・補完・保留などの別", FACT_STATUS),
)

RECURRING = (
    link("area_code", "団体コード", "areas.area_code"),
    link("record_id", "記録", "records.record_id"),
    link("doc_id", "文書", "documents.doc_id"),
    link("programme_code", "事業", "programmes.programme_code"),
    link("indicator_code", "指標", "indicators.indicator_code"),
    link("implementation_id", "実施番号", "implementations.implementation_id"),
    link("plan_id", "計画", "plans.plan_id"),
    link("source_code", "種類", "statistics_sources.source_code"),
    text("prefecture_code", "都道府県コード", "2桁"),
    code("pillar", "柱", "ア・イ・多機関協働・都道府県の別", PILLARS),
    fiscal_year("fiscal_year"),
    date("as_of_date", "時点", "値の時点"),
    date("period_start", "期間の始め", "実績の期間"),
    date("period_end", "期間の終わり", "実績の期間"),
    text("number", "番号", "文書に書かれた番号"),
    text("label_ja", "実績", "何についての実績か"),
    number("value", "値", "実績の数値"),
    text("unit", "単位", "値の単位"),
    text("unit_kind", "圏域の種類", "小学校区・地区社協などの別"),
    count("units_covered", "対象圏域数", "対象となる圏域の数"),
    count("units_total", "全圏域数", "その種類の圏域の総数"),
    count("revision", "版", "同じ市町村・年度・種類の中の順番", minimum=1),
    text("comment_ja", "コメント", "自治体の担当者のコメント"),
    text("law_ja", "根拠法", "根拠となる法律"),
    text("article_ja", "条", "根拠となる条"),
    text("passage_sha", "原文のハッシュ", "要約が古くなっていないことを確かめるための値"),
    text("rule_id", "検査", "検査の名前"),
    text("message_ja", "内容", "何がどうおかしいか"),
    count("sort", "並び順", "表示の順"),
    link("submission_id", "受付番号", "report_submissions.submission_id", "この行が届いた報告"),
    code("report_kind", "報告の種類", "年度の報告か、年度途中の報告か", REPORT_KINDS),
    count("seq", "順番", "同じ報告の中の順番", minimum=1),
    moment("recorded_at", "記録日時", "ストアに記録した日時。過去の時点の再現に使う"),
)

# Columns of answers that no table has: a figure takes its headings from here.
DERIVED = (
    text("area_name_ja?", "市町村", "団体コードが表す市町村の名称"),
    text("prefecture_ja?", "都道府県", "市町村がある都道府県の名称"),
    text("fiscal_year_ja?", "年度", "和暦と西暦による年度"),
    text("programme_ja?", "事業", "事業コードが表す事業の名称"),
    text("pillar_ja?", "柱", "柱の名称"),
    text("kind_ja?", "種類", "種類の名称"),
    text("indicator_ja?", "指標", "指標コードが表す指標の名称"),
    text("stage_ja?", "段階", "事業の段階の名称"),
    text("evidence_ja?", "根拠", "根拠の強さの名称"),
    text("conflict_ja?", "食い違い", "出典どうしの食い違い。空欄は食い違いなし"),
    text("source_ja?", "出典", "文書と行、または公表資料の題名"),
    text("state_ja?", "状態", "報告の状態の名称"),
    text("status_ja?", "段階・状態", "達成の段階、または段階が付かない理由"),
    text("target_ja?", "目標値", "目標の値・比べ方・単位をつないだもの"),
    text("reason_ja?", "理由", "判断や評価の理由"),
    text("due_ja?", "期限", "和暦による期限"),
    text("as_of_ja?", "時点（和暦）", "和暦による時点"),
    number("aging_rate_pct?", "高齢化率", "計画書にある高齢化率", "%"),
    number("census_aging_rate_pct?", "国勢調査の高齢化率", "国勢調査にある高齢化率", "%"),
    date("census_date?", "国勢調査の時点", "国勢調査が行われた日"),
    number("attainment_pct?", "達成率", "目標値に対する実績の割合。100を超えることがある", "%"),
    number("unit_coverage_pct?", "圏域カバー率 C2", "対象圏域数 ÷ 全圏域数", "%"),
    count("known_count?", "確認できた数", "名前が分かる市町村の数", "市町村"),
    count("gap?", "差", "予定の数と確認できた数の差", "市町村"),
)

FIELDS: Mapping[str, Column] = MappingProxyType(
    {column.name: column for column in (*PROVENANCE[1:], *RECURRING, *DERIVED)}
)


def table(
    name: str,
    label_ja: str,
    meaning_ja: str,
    key: tuple[str, ...],
    *columns: Column | str,
    unique: tuple[tuple[str, ...], ...] = (),
) -> Table:
    """Declare a table.

    Args:
        columns: Declarations, and names of FIELDS for what is declared there; a name that ends in "?" may be empty.
    """
    return Table(name, label_ja, meaning_ja, key, tuple(_declared(column) for column in columns), unique)


def fact_table(name: str, label_ja: str, meaning_ja: str, key: tuple[str, ...], *columns: Column | str) -> Table:
    """Declare a table of facts from documents: the provenance columns follow its own."""
    own = table(name, label_ja, meaning_ja, key, *columns)
    return replace(own, columns=own.columns + tuple(c for c in PROVENANCE if c.name not in own.column_names))


def listed_fact_table(name: str, label_ja: str, meaning_ja: str, key: tuple[str, ...], *columns: Column | str) -> Table:
    """Declare a table of facts that may also come from lists or reports, so without a record or lines."""
    facts = fact_table(name, label_ja, meaning_ja, key, *columns)
    loose = {"record_id", "line_start", "line_end"}
    return replace(facts, columns=tuple(replace(c, required=False) if c.name in loose else c for c in facts.columns))


def _declared(column: Column | str) -> Column:
    if isinstance(column, Column):
        return column
    return replace(FIELDS[column.rstrip("?")], required=not column.endswith("?"))
