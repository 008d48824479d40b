"""Findings about the data, what must not be shown, and how far the parser understood each record."""

from __future__ import annotations

from data.tables.fields import table
from data.tables.model import DECLARED_BY_LOADERS, code, count, text

# Names of the rules of `issues`: those of loaders/checks/, and two that come about elsewhere.
RULES_JA = {
    **DECLARED_BY_LOADERS["rules"],
    "correction": "訂正した値",  # loaders/quality.py
    "remark": "書き誤りの疑い",  # loaders/quality.py
    "profile.aging_rate_census": "国勢調査と離れた高齢化率",  # data/measures/reconciliation.py
}

ISSUES = table("issues", "データの課題", "データ品質の検査で見つかったこと。一行が一件。", ("issue_id",),
    text("issue_id", "課題番号", "課題を表す番号"),
    "rule_id",
    code("severity", "重大さ", "誤りの値は保留し、どの数値にも使わない",
         {"error": "誤り（保留）", "warning": "注意", "info": "参考"}),
    "record_id?",
    text("table?", "表", "課題のある表"),
    text("row_key?", "行", "課題のある行の鍵"),
    text("column?", "項目", "課題のある項目"),
    count("line_start?", "行番号", "文書テキストの行番号（1から）", "行", minimum=1),
    "message_ja",
    text("suggested_value?", "候補値", "代わりに考えられる値"),
    code("status", "状態", "対応の状態",
         {"open": "未対応", "accepted": "確認済み", "corrected": "訂正済み"}),
)  # fmt: skip

MASKED_PASSAGES = table(
    "masked_passages",
    "伏せる行",
    "個人の経歴が書かれているため、原文表示で伏せる行の範囲。",
    ("record_id", "line_start"),
    "record_id",
    "doc_id",
    count("line_start", "開始行", "伏せる最初の行", "行", minimum=1),
    count("line_end", "終了行", "伏せる最後の行（その行を含む）", "行", minimum=1),
    text("reason", "理由", "伏せる理由"),
)

PARSER_COVERAGE = table(
    "parser_coverage",
    "読み取りの範囲",
    "記録ごとに、何行を読み取り、何行が残ったか。",
    ("record_id",),
    "record_id",
    count("lines_total", "全行", "空行を含む行数", "行"),
    count("lines_read", "読み取った行", "事実として読み取った行数", "行"),
    count("lines_heading", "見出しの行", "見出し・項目名の行数", "行"),
    count("lines_ignored", "対象外の行", "空行や説明文など、読まないと決めた行数", "行"),
    count("lines_picture", "図の行", "図の文字が散らばった行数", "行"),
    count("lines_unclaimed", "残った行", "どの規則も引き取らなかった行数", "行"),
)

TABLES = (ISSUES, MASKED_PASSAGES, PARSER_COVERAGE)
