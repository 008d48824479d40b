"""The questions about reports and bands: chosen by rule from public ratings. Pure."""

from __future__ import annotations

from components.drawing import wording
from components.figures.ratings import REPORTED_SOURCE_JA, rating_words, shown
from components.packs.model import Question
from data.pack_facts import PackFacts

_FAILED = ("D", "X")
_NAMED = 3


def _attained(facts: PackFacts) -> Question | None:
    if facts.reported is None:
        return None
    shares = facts.reported.pillar_shares
    rateable, attained, missing = (
        int(shares[f"{name}_count"].sum()) for name in ("rateable", "attained", "unreported")
    )
    if not rateable:
        return None
    year = wording.fiscal_year(facts.reported.year)
    lowest, highest = 100 * attained / (rateable + missing), 100 * (attained + missing) / (rateable + missing)
    spread = (
        f"未報告の{missing:,}件しだいで、{wording.percent(lowest)}から{wording.percent(highest)}の間で変わります。"
        if missing
        else "未報告の目標はありません。"
    )
    return Question(
        "目標はどれだけ達成できたのですか。",
        f"{year}に評価できた数値の目標{rateable:,}件のうち、達成は{attained:,}件（{wording.percent(100 * attained / rateable)}）です。{spread}",
        f"評価できた目標が1件以上ある（{rateable:,}件）",
        REPORTED_SOURCE_JA,
    )


def _not_attained(facts: PackFacts) -> Question | None:
    if facts.reported is None:
        return None
    rated = shown(facts.reported.ratings)
    rated = rated[(rated["target_fy"] == facts.reported.year) & rated["band"].isin(_FAILED)]
    if rated.empty:
        return None
    lines = [_line(row) for row in rating_words(rated).head(_NAMED).to_dict("records")]
    more = f"ほかに{len(rated) - _NAMED:,}件あります。" if len(rated) > _NAMED else ""
    return Question(
        "達成できなかった目標は何ですか。理由は何ですか。",
        "".join(lines) + more,
        f"段階が D（未達成）か X（悪化）の目標が1件以上ある（{len(rated):,}件）",
        REPORTED_SOURCE_JA,
    )


def _line(row: dict[object, object]) -> str:
    pct = wording.percent(row["attainment_pct"])
    first = f"{row['area_name_ja']}「{row['label_ja_']}」は、目標{row['target_ja']}に対して実績{row['actual_ja']}"
    rate = "" if pct == wording.MISSING else f"（達成率{pct}）"
    comment = "" if wording.is_missing(row["comment_ja"]) else f"市町村の説明は「{row['comment_ja']}」です。"
    return f"{first}{rate}です。{comment}"


def _late(facts: PackFacts) -> Question | None:
    if facts.reported is None:
        return None
    forms = facts.reported.forms
    if facts.area_code:
        forms = forms[forms["area_code"] == facts.area_code]
    late = forms[forms["is_late"].astype(bool)] if len(forms) else forms
    if late.empty:
        return None
    due = wording.era_date(min(late["due_date"]).date().isoformat())
    names = wording.names([str(name) for name in late["area_name_ja"]], most=5)
    return Question(
        "期限までに報告していない市町村はどこですか。",
        f"{names}です。期限（早い市町村で{due}）を過ぎても、報告が届いていないか、差戻し中です。目標は「未報告」とし、0 や未達成としては数えません。",
        f"期限を過ぎて報告のない市町村が1以上ある（{wording.count(len(late), '市町村')}）",
        "報告の受付簿",
    )


def _hard(facts: PackFacts) -> Question | None:
    if facts.reported is None:
        return None
    rated = shown(facts.reported.ratings)
    hard = rated[(rated["target_fy"] == facts.reported.year) & (rated["status"] == "hard_to_rate")]
    if hard.empty:
        return None
    why = hard["reason_ja"].dropna().astype(str).value_counts()
    reason = f"最も多い理由は「{why.index[0].rstrip('。')}」（{int(why.iloc[0]):,}件）です。" if len(why) else ""
    return Question(
        "「評価困難」の目標があるのはなぜですか。",
        f"{wording.fiscal_year(facts.reported.year)}の目標のうち{len(hard):,}件は、達成率を計算できないため段階を付けていません。{reason}",
        f"評価困難の目標が1件以上ある（{len(hard):,}件）",
        REPORTED_SOURCE_JA,
    )


RATED_RULES = (_attained, _not_attained, _late, _hard)
