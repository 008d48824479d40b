"""A small plan with invented words whose cells a test may replace, read in full."""

from pathlib import Path

import pytest

from loaders.document import Document
from loaders.lookups import Lookups
from loaders.quality import run_checks
from loaders.sources import programme_plans

REFERENCE = Path(__file__).resolve().parents[3] / "fixtures" / "reference"
TOWN = "900-L0001"
CELLS = {
    "heading": "", "vision": "となり近所のあかりをともす。",
    "marks": "実施事業※\t地域力強化推進事業\t○ 多機関の協働による包括的支援体制構築事業\t○ 都道府県事業",
    "profile": "人口\t8,400 (人)\t世帯数\t3,500 (世帯)\n高齢化率\t31.0 (%)\t生活保護受給率\t6.2 (‰)",
    "area": "町内全域", "range": "中学校区", "population": "8,400 人",
    "participation": "(支援する対象) 区長\t(支援の内容) 講座", "base": "(拠点の場所) 集会所\t(運営主体) 自治会",
    "training": "(研修の対象) 住民\t(研修の内容) 聴き方教室", "finance": "会費", "partners": "見守り隊",
    "community_target": "サロン数 5か所", "other_plan": "別途作成",
    "coordinators": "2人", "stationed_at": "あかり相談所", "careers": "(記載例どおり)", "summary": "窓口どうしを結ぶ。",
    "case_review": "月1回開催", "case_review_name": "ともしび会議", "network": "年2回開催", "network_name": "あかりの輪",
    "target": "相談件数 年間40件", "own_plan": "別途作成", "behind": "",
}  # fmt: skip
FORM = """{heading}日和県 小鳥町

都道府県名\t日和県\t市区町村名\t小鳥町
{marks}

1. 自治体の基本情報等

1-1. 自治体の基本情報

{profile}

1-2. 地域の特徴 (地域性、地場産業、観光等)

丘と入り江の多い土地。

2. 事業を実施する上でのビジョンについて

本事業に取り組む目的・狙い\t{vision}

3. 地域力強化推進事業について

①実施主体(委託先)\t小鳥町\t
②事業名\tあかり広場事業\t
③事業実施の必要性\t集う場が少ない。\t
④事業内容\tア 「住民に身近な圏域」において、地域住民等が主体的に地域生活課題を把握し解決することができる環境の整備\t
\t(対象地域) {area}\t(対象地域の範囲) {range} (人口) {population}
\t(ア) 地域住民の参加を促す活動を行う者に対する支援\t
\t{participation}
\t(イ) 地域住民等が相互に交流を図ることができる拠点の整備\t
\t{base}
\t(ウ) 地域住民等に対する研修の実施\t
\t{training}
\t(エ) その他\t
\t地域の課題を地域で解決していくための財源等の確保\t
\t{finance}
\t事業実施にあたり連携する他の法定事業等(自主事業含む)\t
\t{partners}
\t事業の成果目標\t
\t{community_target}
\tウ その他\t
\t⑤多機関の協働による包括的支援体制構築事業実施計画\t
\t{other_plan}

4. 多機関の協働による包括的支援体制構築事業について

①実施主体(委託先)\t小鳥町\t
②事業名\tあかり相談事業\t
③事業実施の必要性、体制等\t困りごとが重なる世帯が多い。\t
④相談支援包括化推進員の配置予定人数\t{coordinators}\t
⑤相談支援包括化推進員の経歴等\t{careers}\t
⑥相談支援包括化推進員を配置する相談支援機関の種類・名称\t{stationed_at}\t
⑦事業内容\t\t
ア 包括的な相談支援体制の構築に向けた取組の概要\t\t
{summary}\t\t
イ 相談支援包括化推進会議の開催方法\t\t
(個別事例の検討) ※会議の開催回数や参加者等を記載 {case_review}\t(既存の会議の名称) {case_review_name}
(ネットワーク構築) ※会議の開催回数や参加者等を記載 {network}\t(既存の会議の名称) {network_name}
ウ 自主財源の確保のための取組の概要\t\t
募金箱を置く。\t\t
エ 新たな社会資源の創出のための取組の概要\t\t
検討中\t\t
オ その他\t\t
⑧事業の成果目標\t\t
{target}\t\t
⑨地域力強化推進事業実施計画\t\t
{own_plan}\t\t{behind}
"""


@pytest.fixture
def read_plan():
    """Return a function: cells to replace, and words of the form to rename → the tables of the plan, checked, with its issues."""

    def read(renamed=(), **cells):
        text = FORM.format(**{**CELLS, **cells})
        for old, new in renamed:
            text = text.replace(old, new)
        document = Document("900", Path("900_plan.txt"), "0" * 64, tuple(text.split("\n")))
        parsed = programme_plans.parse(document, Lookups(REFERENCE))
        run_checks(parsed)
        parsed.tables["_about"] = [parsed.about]
        parsed.tables["_unclaimed"] = [{"line": line, "text": text} for _, line, text in parsed.unclaimed]
        return parsed.tables

    return read


@pytest.fixture
def issues_of():
    """Return a function: tables and start of rule name → the messages of those issues."""

    def messages(tables, rule_id):
        return [row["message_ja"] for row in tables["issues"] if row["rule_id"].startswith(rule_id)]

    return messages
