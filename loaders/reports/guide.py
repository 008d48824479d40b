"""The sheet that explains the form: what to fill in, what the words mean, what happens to the report."""

from __future__ import annotations

from collections.abc import Sequence

from data.measures.definitions import MEASURES
from loaders.reports.contents import REPORT_KINDS, FormContent

STEPS = (
    ("記入する欄", "黄色の欄だけに記入します。灰色の欄は、その目標では記入しません。目標・目標値・単位は変えられません。"),
    ("実績値", "目標と同じ単位で、数だけを書きます（例: 25）。全角の数字や「25人」も読み取りますが、違う単位は受け付けられません。"),
    ("分子・分母", "割合（%・割）の目標では、もとになる数も書きます。分子÷分母が実績値と0.1ポイント以内で一致することを確かめます。"
     "全数の目標では、済んだ数を分子に、全体の数を分母に書いてもかまいません。"),
    ("増加・減少の目標", "単位が%の目標は増減した割合を、それ以外の目標は期間の終わりの数そのものを書きます。"),
    ("期間", "空欄なら報告の対象期間の全体とみなします。一部の期間だけの実績や、ある時点の数のときに書きます。和暦でも西暦でも書けます。"),
    ("自己評価", "数で測れない目標について、4段階（4 十分達成した、3 概ね達成した、2 一部達成した、1 達成できなかった）から選び、"
     "コメントに理由を書きます。"),
    ("実施状況", "体制づくりや活動の目標について、一覧（実施した・一部実施した・実施していない）から選びます。"),
    ("コメント", "値が前回から大きく変わったとき、測定不能・取下げのときは、理由を書いてください。個人がわかることは書かないでください。"),
)  # fmt: skip
STATE_MEANINGS = (
    ("実績あり", "実績値（または実施状況・自己評価）を書いたとき。書いてあれば、状態は空欄でもかまいません。"),
    ("0", "測った結果が0だったとき。「0」は実績として扱われます。"),
    ("測定不能", "調べたが、測れなかったとき。理由をコメントに書きます。"),
    ("取下げ", "この目標を取りやめたとき。理由をコメントに書きます。"),
    ("空欄", "「報告なし（未報告）」として扱われます。0とはみなしません。"),
)
AREA_MEANINGS = (
    ("対象圏域数・全圏域数", "市町村が定めた圏域（小学校区など）のうち、取組の対象となっている数と、全部の数。"),
    ("対象人口・人口", "対象圏域に住む人の数と、市町村の人口。同じ時点の数を書きます。"),
    ("ア と イ", "ア（地域づくり）とイ（相談の受け止め）は同じ住民を数えるので、別々に書き、足し合わせません。"),
    ("時点", "数を調べた日。"),
)
COVERAGE = ("C1", "C2")
AFTERWARDS = (
    ("提出した後", "内容を確かめ、気になる点を、欄のメモと「指摘」のシートに書いて同じファイルでお返しします。"
     "「要修正」の行は、直していただくまで受け付けられません。「要説明」の行は、正しければコメントに理由を書いてください。"),
    ("直して出し直すとき", "返されたファイルを直して、もう一度提出します。前の版は記録に残り、新しい版に置き換わります。"),
)  # fmt: skip


def guide_rows(content: FormContent) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Return the sections of the sheet: heading, then item and explanation."""
    about = (
        ("報告する団体", f"{content.full_name_ja}（団体コード {content.area_code}）"),
        ("報告の種類", f"{content.fiscal_year}年度 {REPORT_KINDS[content.report_kind]}"),
        ("もとにしたデータの版", content.dataset_version),
    )
    return [
        ("この様式について", about),
        ("「実績報告」のシート", STEPS),
        ("状態の意味", STATE_MEANINGS),
        ("「圏域と人口」のシート", (*AREA_MEANINGS, *(_measure(code) for code in COVERAGE))),
        *([("この様式の指標", indicators)] if (indicators := _indicators(content)) else []),
        ("提出した後のこと", AFTERWARDS),
    ]


def _measure(code: str) -> tuple[str, str]:
    """Return name and definition of a derived figure, from the one place that defines it."""
    measure = next(one for one in MEASURES if one.code == code)
    meaning, caveat = (f"{text.partition('。')[0]}。" for text in (measure.meaning_ja, measure.caveat_ja))
    return f"{measure.name_ja}［{measure.unit}］", f"{measure.formula_ja}{meaning}{caveat}"


def _indicators(content: FormContent) -> list[tuple[str, str]]:
    """Return the definitions of the indicators that the targets of this form count, each once."""
    return sorted({(one.indicator_ja, one.definition_ja) for one in content.targets if one.definition_ja})
