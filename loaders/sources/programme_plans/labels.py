"""The form of document 001: its headings and labels, a closed set."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.readers.text_sections import Label

# Item numbers are damaged in places: ⑥⑦⑧④③ for ⑤, ㊦ for ⑧, ㊧ for ⑨ (folded: 下, 左).
_ITEM = r"\(?[0-9①-⑳❶-❿上中下左右]{0,2}[).、]?"
_END = r"$"


def _label(code: str, body: str, printed: str = "", *, inside: bool = False, scope: str = "") -> Label:
    return Label(code, re.compile(body), printed, inside, scope)


def _printed(code: str, printed: str, *, scope: str = "") -> Label:
    """A label that begins its cell and is printed in full."""
    return Label(code, re.compile(re.escape(printed)), printed, False, scope)


def _item(code: str, printed: str, tail: str = "", *, scope: str = "") -> Label:
    """A numbered item; its label fills the whole cell unless `tail` says what may follow."""
    return _label(code, f"{_ITEM}{re.escape(printed)}{tail}", printed, scope=scope)


# The form is used since 2021 for the same two parts of 重層的支援体制整備事業
MULTILAYERED = "重層的支援体制整備事業"
_COMMUNITY = rf"(?:地域力強化推進事業|{MULTILAYERED}\(地域づくり(?:に向けた支援)?(?:事業)?\))"
_MULTI_AGENCY = rf"(?:多機関の協働による包括的支援体制構築事業|{MULTILAYERED}\(多機関協働(?:事業)?\))"
# 「成果目標」, 「事業の目標」 alone in their cell are the same label
_TARGET = _label("target", rf"{_ITEM}(?:事業の成果目標|(?:事業の?)?(?:成果)?目標{_END})", "事業の成果目標")

COMMON = [
    # 「①実施主体(委託先)」: the NFKC fold turns ① into 1.
    _label("body", rf"{_ITEM}実?施主体(?:\(委託先\))?{_END}", "実施主体(委託先)", scope="head"),
    _item("name", "事業名", _END, scope="head"),
    # 「④ 業実施の必要性」: a character lost
    _label("need", rf"{_ITEM}事?業実施の必要性(?:、体制等)?{_END}", "事業実施の必要性", scope="head"),
    _item("content", "事業内容", _END, scope="head"),
    _TARGET,
]

_AREA = [
    _label("range", r"\(対象地域の範囲\)", inside=True),
    _label("area", r"\(対象地域\)", inside=True),
    _label("population", r"\(人口\)", inside=True),
]

COMMUNITY_CAPACITY = [
    *COMMON[:-1],
    _label("pillar", r"ア「?住民に身近な圏域」?において、地域住民等が主体的に.*?環境の整備", scope="community"),
    _label("pillar", r"イ「?住民に身近な圏域」?において、地域生活課題に関する.*?体制の整備", scope="consultation"),
    _label("other", rf"ウその他{_END}", scope="other"),
    *_AREA,
    _printed("community.participation", "(ア)地域住民の参加を促す活動を行う者に対する支援"),
    _printed("community.base", "(イ)地域住民等が相互に交流を図ることができる拠点の整備"),
    _printed("community.training", "(ウ)地域住民等に対する研修の実施"),
    _printed("community.other", "(エ)その他"),
    _printed("consultation.place", "(ア)地域住民の相談を包括的に受け止める場の整備"),
    _printed("consultation.publicity", "(イ)地域住民の相談を包括的に受け止める場の周知"),
    _printed("consultation.detection", "(ウ)地域の関係者等との連携による地域生活課題の早期把握"),
    _printed("consultation.backup", "(エ)地域住民の相談を包括的に受け止める場のバックアップ体制の構築"),
    _label("community.participation", r"\(支援する対象\)|\(支援の内容\)", inside=True),
    _label("community.base", r"\(拠点の場所\)|\(運営主体\)", inside=True),
    _label("community.training", r"\(研修の対象\)|\(研修の内容\)", inside=True),
    _label("consultation.place", r"\(場所・機関等の名称\)|\(相談を受け止める人\)", inside=True),
    _label("consultation.publicity", r"\(周知方法\)", inside=True),
    _label("consultation.detection", r"\(把握の方法\)", inside=True),
    _label("consultation.backup", r"\(バックアップの内容\)|\(バックアップする人\)", inside=True),
    _printed("finance", "地域の課題を地域で解決していくための財源等の確保"),
    _label(
        "cooperation",
        r"事業実施にあたり連携する他の法定事業等(?:\(自主事業含む\))?",
        "事業実施にあたり連携する他の法定事業等(自主事業含む)",
    ),
    COMMON[-1],
    _label(
        "plan", rf"{_ITEM}{_MULTI_AGENCY}実施計画", "多機関の協働による包括的支援体制構築事業実施計画", scope="plan"
    ),
]

MULTI_AGENCY = [
    *COMMON[:-1],
    _item("coordinators", "相談支援包括化推進員の配置予定人数", scope="head"),
    _item("careers", "相談支援包括化推進員の経歴等", scope="head"),
    _item("stationed_at", "相談支援包括化推進員を配置する相談支援機関の種類・名称", scope="head"),
    _printed("summary", "ア包括的な相談支援体制の構築に向けた取組の概要", scope="content"),
    _printed("conference", "イ相談支援包括化推進会議の開催方法", scope="content"),
    _label("multi_agency.case_review", r"\(個別事例の検討\)(?:※会議の開催回数や参加者等を記載)?", inside=True),
    _label("multi_agency.network", r"\(ネットワーク構築\)(?:※会議の開催回数や参加者等を記載)?", inside=True),
    _label("conference_name", r"\(既存の会議の名称\)", inside=True),
    _printed("multi_agency.funding", "ウ自主財源の確保のための取組の概要", scope="content"),
    _printed("multi_agency.resources", "エ新たな社会資源の創出のための取組の概要", scope="content"),
    _printed("multi_agency.other", "オその他", scope="content"),
    replace(_TARGET, scope="multi_agency"),
    _label("plan", rf"{_ITEM}{_COMMUNITY}実施計画", "地域力強化推進事業実施計画", scope="plan"),
]

PREFECTURAL = [
    *COMMON[:-1],
    _label("difficult_cases", r"\(ア\)単独の市区町村では解決が難しく(?:.*?構築)?", scope="content"),
    _printed("difficult_cases_for", "(対象とする専門的な支援を必要とする者)"),
    _printed("difficult_cases_system", "(構築する支援体制)"),
    _printed("difficult_cases_process", "(支援体制構築に向けたプロセス)"),
    _label(
        "technical_advice",
        r"\(イ\)市区町村において包括的な支援体制を整備するにあたり(?:.*?技術的助言)?",
        scope="content",
    ),
    _printed("technical_advice_for", "(対象)"),
    _printed("technical_advice_what", "(取組内容)"),
    _printed("prefectural_other", "(ウ)その他", scope="content"),
    replace(_TARGET, scope="prefecture"),
]

# Section headings stand alone on their line: 「4. …について の通り」 in a cell is a reference, not a heading.
SECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("basics", re.compile(r"1[.、]?自治体の基本情報等.{0,4}$")),
    ("profile", re.compile(r"1-1[.、]?自治体の基本情報(?:\(.*\))?$")),
    ("character", re.compile(r"1-2[.、]?地域の特徴\(地域性、地場産業、観光等\)$")),
    ("vision", re.compile(r"2[.、]?事業を実施する上でのビジョンについて$")),
    ("community_capacity", re.compile(rf"3[.、]?{_COMMUNITY}について$")),
    ("multi_agency", re.compile(rf"4[.、]?{_MULTI_AGENCY}について$")),
    ("prefectural", re.compile(r"5[.、]?都道府県事業について$")),
)

SECTION_LABELS = {"community_capacity": COMMUNITY_CAPACITY, "multi_agency": MULTI_AGENCY, "prefectural": PREFECTURAL}
PROGRAMME_NAMES = {
    "community_capacity": re.compile(_COMMUNITY),
    "multi_agency": re.compile(_MULTI_AGENCY),
    "prefectural": re.compile("都道府県事業"),
}
