"""A small plan with invented words for a real municipality, as the command line takes it in."""

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

PLAN = """
青森県 鰺ヶ沢町

都道府県名\t青森県\t市区町村名\t鰺ヶ沢町
実施事業※\t地域力強化推進事業\t○\t多機関の協働による 包括的支援体制構築事業\t○\t都道府県事業\t

1. 自治体の基本情報等

1-1. 自治体の基本情報

人口\t8,400 (人)\t世帯数\t3,500 (世帯)
高齢化率\t31.0 (%)\t生活保護受給率\t6.2 (‰)

1-2. 地域の特徴 (地域性、地場産業、観光等)

丘と入り江の多い土地。

2. 事業を実施する上でのビジョンについて

本事業に取り組む目的・狙い\tとなり近所のあかりをともす。

3. 地域力強化推進事業について

①実施主体(委託先)\t鰺ヶ沢町\t
②事業名\tあかり広場事業\t
④事業内容\tア 「住民に身近な圏域」において、地域住民等が主体的に地域生活課題を把握し解決することができる環境の整備\t
(対象地域) 町内全域\t(対象地域の範囲) 中学校区\t(人口) 8,400 人
事業の成果目標\t\t
サロン数 5か所\t\t

4. 多機関の協働による包括的支援体制構築事業について

①実施主体(委託先)\t鰺ヶ沢町\t
②事業名\tあかり相談事業\t
④相談支援包括化推進員の配置予定人数\t2人\t
⑧事業の成果目標\t\t
相談件数 年間40件\t\t
""".replace("‰", "%")


@pytest.fixture
def plan_text() -> str:
    """A document with one complete plan; every character also exists in Shift_JIS."""
    return PLAN


@pytest.fixture
def sources(tmp_path):
    """A documents folder with that one plan."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "900_plan.txt").write_text(PLAN, encoding="utf-8")
    return folder
