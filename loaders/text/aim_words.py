"""The words around a number that say what it is: target or result, per what, at least, at most, about, more, less."""

from __future__ import annotations

import re

from loaders.text.clauses import CUT
from loaders.text.quantities import DURATIONS, Quantity

_NEAR = 160  # How many characters around a number are looked at
_RESULT_HEADING = re.compile(r"実績|現状|現在|結果")
_TARGET_HEADING = re.compile(r"目標|課題|指標|支援")
# 「平成30年度実績:…、令和元年度目標:…」: the last heading in front of a number holds
_COLON_HEADING = re.compile(
    r"(?P<word>実績|現状|現在|結果|目標|計画)(?:値|数)?(?:\([^()]*\))?\s?[:：]|\((?P<mark>実績|現状|目標)値?\)"
)
_OPENING_RESULT = re.compile(rf"^{CUT}?\s?(?:の)?(?:実績|現状)(?:値)?(?:\([^()]*\))?(?=[:：\s])")
# Words that make the numbers of a clause results.
_RESULT_CLAUSE = re.compile(
    r"参考値|策定済|配置済|実施済|整備済|があった|があり|を受けた|で推移|で経過して|着手した|を行った"
    r"|(?:進め|取り組ん|展開し|推進し|活動し|所属し|実施し|見守っ)[てで](?:いる|おり|います)|(?:\d[^、。]{0,4})(?:おり|ある)$"
)
_RESULT_BEFORE = re.compile(
    rf"(?:現状(?!を?維持)|現在|現在の|済|実績)(?:値|数)?(?:\({CUT}\))?\s?[:：]?(?![^{CUT}]*目標)[^、。\d→⇒{CUT}]{{0,16}}{CUT}?$|(?<=\()(?:現|達成率[:：]?約?)$|(?:前回|過去最[高大]|例年)[はの:：]?約?$"
)
_OWN_BRACKET = re.compile(
    r"^(?:以上|程度)?\([^()\d]{0,2}\d{0,4}[^()\d]{0,5}(?P<word>実績|現状|現在|目標|計画|見込)(?:値|数)?\)"
)
_TARGET_BEFORE = re.compile(r"目標(?:値)?[:：は]?[^、。\d]{0,10}$")
_TARGET_AFTER = re.compile(r"目標|目指|検討|とする|予定|増やす|増加させ|設置する")
# 「平成28年度に調査を実施した約100名の該当者に対しての再調査も検討」: both reached and aimed at
RESULT_AND_TARGET = re.compile(rf"{CUT}[^、。{CUT}]{{2,24}}(?:した|った)約?$")
# 「平成30年度実績 … をベースに令和元年度の目標数としていく」: last year's results are this year's targets
BASED_ON = re.compile(r"実績.*(?:をベースに|を基に|をもとに|を基準に)[^。]*目標")
# 「10か所設置済」
_DONE_AFTER = re.compile(r"^(?:程度|以上)?(?:の|を|で)?[一-龥]{0,6}済")
ALL_AFTER = re.compile(r"^(?:の)?(?:全て|すべて|全部)(?:で|に|の|を|が|へ)")
_OTHER_TIME = re.compile(
    r"(?:(?P<week>毎週|(?<![一-龥])週に?)|(?:毎日|(?<!\d)1日(?:に|あたり|当たり|平均)?))(?:約|平均)?$"
)
# How often a year 「四半期に1回」 and the like come round
_ROUNDS = re.compile(
    r"(?:(?:(?P<quarter>四半期)|(?P<half>半年|半期)|(?P<months>\d)[かカヶヵ箇]月)(?:に|ごとに?|毎に)|隔(?:(?P<second>月)|週)に?)約?$"
)
_ROUNDS_AFTER = re.compile(r"^/(?P<months>\d)[かカヶヵ箇]月")
_EACH = re.compile(r"[1一](?P<what>人|名|世帯|家庭|件|校)(?:当たり|あたり|につき)")
INLINE_STATE = re.compile(r"(?:現状(?!を?維持)|現在|現|実績)(?:値|数)?[:：]?[^、。\d]{0,16}$")

# A count that only describes: a size, a place, the object of an assumption.
_NOT_AN_AIM_AFTER = re.compile(
    r"^\)?(?:程|程度)?(?:の(?:うち)?(?:過?半数|[\d一二三四五六七八九]+分の|約?\d+(?:割|%))|の[^、。]{0,12}を想定して|による|を単位|単位|ごと|毎に|において|につき|[あ当]たり|あり(?=\d)"
    r"|に各?(?=\d)|中(?=\d)|の(?:うち|内)|中\)|で構成|からなる|から成る|を構成|の(?:集まり|グループ|小集団|少人数)|\d+段階|\(?(?:未満|以下)の(?:世帯|児童|子))"
)
_NOT_AN_AIM_BEFORE = re.compile(
    r"(?:最高評価|満点|対象[:：]約?|モデル|実績\([^()]*・|構成する[^、。]{0,8}|構成員(?:は|数)?)$"
)
AREA_UNITS = {"地区", "圏域", "区域", "拠点", "か所", "箇所", "カ所", "ヶ所", "地区部会", "会場"}
# 「高齢化率40%の地区で」
_PLACE_OF_RATE = re.compile(r"^(?:以上|超|程度|を超える)?の?(?:地区|地域|自治会|校区|集落|町内会|圏域|団地)")
# 「昨年度実績20件以上」: the result of last year is what this year reaches at least
AT_LEAST_AS_BEFORE = re.compile(r"^\)?(?:件数)?(?:以上|を?(?:上回|超え|維持|確保|下回らない))")
# 「待機期間を30日以内」 is an aim; 「6か月以内終結割合」, 「30日以内に対応」 are not
_LIMIT_BEFORE = re.compile(r"(?:[をはが:：\s]|まで|期間|日数|時間)$")
_LIMIT_AFTER = re.compile(r"^(?:以内|未満|以下)(?:$|[、。とを)]|に(?:する|短縮|抑|と))")
_MEASURE_AFTER = re.compile(r"^(?:以上|程度|ほど)?(?:$|[、。)とをに])")
ALL_BEFORE = re.compile(r"(?:全て|すべて|全)(?:の)?(?:[^、。\d(]{0,10}\((?:現|全|計)?)?$")
_PER_AREA = re.compile(
    r"(?:(?:地区|圏域|校区|学区|自治会|拠点|か所|会場)(?:\([^()]*\))?(?:ごと|毎)に?|(?:1|各|一)(?:地区|拠点|圏域|箇所|か所|カ所|ヶ所|区域|区|会場|活動場所|団体|校区|学区)(?:\([^()]*\))?(?:ごと(?:に)?|それぞれ)?(?:につき|あたり|当たり|あり)?(?:に)?)"
    r"\s?(?:おおむね|概ね|約|平均|月平均|年平均|月に?|年に?|年間|毎月)*$"
)
# 「3地区に1箇所ずつ」
_AREAS_WITH = re.compile(r"\d(?:地区|拠点|圏域|区域|校区|学区|自治会|会場)に$")
# 「3地区で月1回」: at each of them
AT_SITES = re.compile(
    r"\d(?:地区|拠点|圏域|区域|校区|学区|自治会|会場|[かカヶヵ箇]所)(?:で|において)、?[毎各]?(?P<time>月|年|週)(?:間?に)?約?$"
)
TIMES_AT_SITES = {"月": "month", "年": "year", "週": ""}  # 「回/週」 has its time in the unit
# 「圏域(5圏域)ごとに1か所」 「各地区(12地区)で年1回」
_SITE = r"(?:地区|拠点|圏域|区域|校区|学区|自治会|会場)"
_EACH_SITE = (
    rf"(?P<each>各)?(?:日常生活|小学|中学)?{_SITE}\((?:全|計|[市町村]内)?(?P<sites>\d+)(?:日常生活|小学|中学)?{_SITE}\)"
    r"(?:(?:ごと|毎)に?|(?(each)[でに]|(?!)))"
)
# 「5圏域ごとに1か所」: at each of five, or one for every five, is not said
GROUPED = re.compile(rf"(?!1{_SITE})\d+(?:日常生活|小学|中学)?{_SITE}(?:ごと|毎)")
EACH_SITE_BEFORE = re.compile(_EACH_SITE + r"[^、。\d()]{0,16}$")
# 「全地区で二以上」
_IN_ALL = re.compile(r"(?:全|各)\d*[^、。\d]{1,6}(?:で|に)各?$")
_PER_SESSION = re.compile(r"(?:(?:1回|毎回|一回|各回)(?:につき|あたり|当たり|の)?|\d回[^。\d]{0,6}各)(?:平均|約)?$")
_PER = (
    ("month", re.compile(rf"(?:月平均|毎月(?:末|初め?)?に?|(?<![かカヶヵ箇\d隔])月(?:末|初め?)?に?|(?:1月|1か月|月)(?:当|あ)たり|1か月に?|{CUT}月)(?:おおむね|約|平均)?$")),
    ("total", re.compile(r"(?:延べ|のべ|延|合計|計|累計|通算)(?:で)?(?:約|[:：(])?\s*\(?$")),
    ("year", re.compile(r"(?:年間(?:で|に|を通じて)?|1年間で|(?<!\d)[1一]年に|(?<!\d)年に?|年平均|(?<!最終)年度に|[毎各]年度?(?:ごとに)?)(?:おおむね|約|計|平均)?$")),
)  # fmt: skip
_PER_AFTER = (
    ("month", re.compile(r"^(?:以上|程度)?/月")),
    ("year", re.compile(r"^(?:以上|程度)?(?:/年|\(年(?:間)?\))")),
    ("session", re.compile(r"^(?:以上|程度)?/回")),
    ("area", re.compile(r"^(?:以上|程度)?/(?:1(?!\d)|か所|箇所|地区|拠点|圏域|区)")),
    ("total", re.compile(r"^[^\d()、。]{0,6}\((?:\d+(?:年間|か年)(?:の|で)?)?(?:のべ|延べ|累計|合計|計)\)")),
)
# 「2年間で養成講座修了者40名」 「3か年合計で90名」
_SPAN_OF_YEARS = re.compile(
    r"(?P<n>(?<!\d)\d+|[二三四五六七八九十])(?:年間|[かカヶヵ箇]年)(?:で|に|の|計|合計|を通じて|累計)"
)
# 「令和3~5年度で計9回」
_FROM_YEAR_TO_YEAR = re.compile(
    r"(?P<era>令和|平成|[RH])(?P<first>\d{1,2})(?:年度?)?[~\-](?:(?P=era))?(?P<last>\d{1,2})年度(?:まで)?(?:の|で|に)*(?:合計|計|延べ|のべ|累計)約?$"
)
# Measures in front of a number, no part of its label
MEASURES = re.compile(
    r"(?:1|一)(?:地区|拠点|圏域|箇所|か所|カ所|ヶ所|区域|会場|団体|回|人|件)(?:当たり|あたり|につき|ごとに?)|(?:1|一)?(?:[かカヶヵ箇]月|月|年|日|週)(?:当たり|あたり|平均)|(?:(?<!\d)\d+|[二三四五])(?:年間|[かカヶヵ箇]年)(?:で|に|の|計|合計|を通じて|累計)+"
    r"|各回(?=約?\d)|(?<!\d)[1一]年に(?=\d)|隔[月週]に?(?=\d)|1日(?=\d)|毎日(?=\d)|\d(?:[~・]\d)?年生(?:の)?"
    r"|(?<!\d)(?:\d+[~\-]|\d+歳?から)?\d+(?:歳|才|代)(?:以上|未満|以下|から\d+歳|~\d+歳)?(?:の)?|(?:四半期|半年|半期|\d[かカヶヵ箇]月)(?:に|ごとに?|毎に)(?=\d)"
    r"|毎月第\d(?:[・、,]第?\d)*[月火水木金土日]曜日?に?|対?(?:前年|昨年)度?(?:同時期|同期)?比|毎月\d{1,2}日(?!間|以内)に?|[奇偶]数月に?|(?:前年度|昨年度|現状)(?:の(?=[\d約])|から(?=[\d約])|より(?=[\d約]))"
)
# 「圏域(5圏域)ごとに1か所」: how many sites; 「A4判1枚」: the size of a paper; 「予算1,500千円を活用し」: what is spent, no aim
SIZES = re.compile(
    _EACH_SITE + r"(?=[^、。\d()]{0,16}\d)"
    r"|(?<!\d)(?:8050|7040|9060)(?:問題|世帯|家庭)?|(?<![A-Za-z])[AB]\d(?:判|版|サイズ)?(?:[両片]面)?(?:[・、]?\d+(?:枚|ページ|頁))?(?![\dA-Za-z])"
    r"|[一-龥]{0,6}(?:予算|事業費|経費|委託料|人件費|単価|参加費|会費)(?:総?額)?[は:：\s]?(?:約|年額?)?\d[\d,.万千百億]*円(?:程度|以内)?(?:を[一-龥]{2}し?て?、?)?"
    r"|\d[\d,.万千百億]*円(?:程度|以内)?(?:を(?:活用|充当|投入|計上|使用|財源と)し?て?、?|の(?:予算|事業費|経費|財源)(?:で|により)?)"
)
OF_BEFORE = re.compile(r"(?:(?:前年|昨年)度?(?:同時期|同期)?比|(?:前年|昨年)度?の)(?:で|の)?約?$")
_GE = re.compile(r"^(?:程度)?(?:以上|超|を超え|を上回|を下回らない)")
_LE = re.compile(r"^(?:以下|未満|以内|を下回|を限度|まで(?:に(?:抑|減|短縮)|$|[、。)]))")
_ABOUT_AFTER = re.compile(r"^(?:程度|前後|ほど|程(?!度)|くらい|ぐらい|ペース|弱|強)|^で推移")
_ABOUT_BEFORE = re.compile(r"(?:約|およそ|おおよそ|おおむね|概ね|ほぼ)$")
_LEAST_BEFORE = re.compile(r"(?:最低|少なくとも|下限)(?:でも|限)?[は:：]?$")
_MOST_BEFORE = re.compile(r"(?:最大|最高|上限|多くとも|多くて)(?:でも?|限)?[は:：]?$")
_UP = re.compile(
    r"^(?:程度|以上)?(?:の|を|ずつ)?(?:増(?:設|員|加|やす|える|やし|$|[、。)(・とを]|の(?=[計約\d]))|追加|上乗せ|上昇|向上|アップ|引き?上げ)|^ ?増える"
)
_DOWN = re.compile(
    r"^(?:程度|以上)?(?:の|を|ずつ)?(?:減(?:少|らす|らし|$|[、。)(・とを])|削減|縮減|低減|低下|引き?下げ|ダウン)"
)


def block_of(heading: str, block: str) -> str:
    """Return whether numbers under a heading in 【】 are targets or results."""
    if _TARGET_HEADING.search(heading):
        return "target"
    return "result" if _RESULT_HEADING.search(heading) else block


def opens_results(masked_clause: str) -> bool:
    """Return whether a cell opens with 「平成30年度実績:」, so that its numbers are results."""
    return bool(_OPENING_RESULT.match(masked_clause))


def around(clause: str, quantity: Quantity) -> tuple[str, str]:
    """Return the words near a number, before it and behind it, so that long lists are read in time."""
    return clause[max(0, quantity.start - _NEAR) : quantity.start], clause[quantity.end : quantity.end + _NEAR]


def headings_in(collapsible: str) -> list[tuple[int, str]]:
    """Return where the headings of a masked clause end (「平成30年度実績:」), and whether each is target or result."""
    return [
        (m.end(), "target" if (m["word"] or m["mark"]) in {"目標", "計画"} else "result")
        for m in _COLON_HEADING.finditer(collapsible)
    ]


def reports(clause: str) -> bool:
    """Return whether the verb of a clause says that something has been done."""
    return bool(_RESULT_CLAUSE.search(clause))


def role_of(is_report: bool, nearest: str, before: str, after: str, block: str) -> str:
    """Return target or result: the nearest heading word decides, then the verb of the clause.

    Args:
        is_report: What `reports` says of the clause.
        nearest: What the last heading in front of the number says, if there is one.
        before: What stands in front of the number, periods as one `CUT` each.
        block: What the heading of the cell's part says.
    """
    if own := _OWN_BRACKET.match(after):
        return "target" if own["word"] in {"目標", "計画", "見込"} else "result"
    if nearest and (nearest == "result" or not _RESULT_BEFORE.search(before)):
        return nearest
    if block == "result":
        return "target" if _TARGET_BEFORE.search(before) else "result"
    if ALL_BEFORE.search(before):
        return "target"
    if _DONE_AFTER.match(after):
        return "result"
    if _RESULT_BEFORE.search(before):
        return "result"
    return "result" if is_report and not _TARGET_AFTER.search(after) else "target"


def describes(clause: str, quantity: Quantity) -> bool:
    """Return whether a number only describes: a place, a size, the base of a ratio, a time to keep."""
    before, after = around(clause, quantity)
    if quantity.unit in {"%", "割"} and before.rstrip("がは約").endswith("率") and _PLACE_OF_RATE.match(after):
        return True
    if quantity.unit == "回" and quantity.value == 1 and re.match(r"約?\d", after):
        return not re.search(r"[月週日年]に?$|ごとに?$", before)  # 「1回30名の研修会を4回」
    if before.endswith("/"):
        # 「17市町村/25市町村」 is 17 of 25; 「31.6%(12件/38件)」 gives both parts of a rate; 「5か所/3団体」 are two
        is_same = bool(re.search(rf"\d{re.escape(quantity.unit)}/$", before))
        return is_same and not re.search(r"%\(\d+件/$", before)
    if (quantity.unit in DURATIONS and quantity.unit != "時間") or (
        quantity.unit == "時間" and after.startswith("以内")
    ):
        limit = _LIMIT_BEFORE.search(before) and _LIMIT_AFTER.match(after)
        return not (limit or before.endswith("×") or (quantity.unit == "日間" and _MEASURE_AFTER.match(after)))
    if quantity.unit == "時間" and quantity.value == 24:
        return True  # 「24時間365日」
    if quantity.value == 1 and quantity.unit in AREA_UNITS and re.match(r"(?:[年月週]間?)?\d", after):
        return True  # 「1地区10人」
    if quantity.unit in AREA_UNITS and re.match(r"^の(?!設置|拡大)[^、。]", after) and "圏域" in quantity.unit:
        return True  # 「15圏域の地域ケア推進会議」
    if re.search(rf"\d{re.escape(quantity.unit)}\(全$", before):
        return True  # 「8地区(全12地区)」
    return bool(_NOT_AN_AIM_BEFORE.search(before) or _NOT_AN_AIM_AFTER.match(after))


def per_of(before: str, after: str) -> tuple[str, str]:
    """Return what a number is per (area, session, month, year, total, or nothing), and a second measure beside it."""
    per = next((name for name, pattern in _PER_AFTER if pattern.match(after)), "")
    time = per or next((name for name, pattern in _PER if pattern.search(before)), "")
    each = (after.startswith("ずつ") or before.endswith("各")) and _AREAS_WITH.search(before.removesuffix("各"))
    if _PER_AREA.search(before) or _IN_ALL.search(before) or each:
        return "area", time if time in {"month", "year"} else ""
    if _PER_SESSION.search(before):
        return "session", ""
    return time, ""


def unknown_time(before: str) -> str:
    """Return a time that a number is per and that has no code of its own, 週 or 日; it stays in the unit."""
    m = _OTHER_TIME.search(before)
    return "週" if m and m["week"] else "日" if m else ""


def rounds_a_year(before: str, after: str) -> float | None:
    """Return how often a year a number comes round (「四半期に」 4, 「2か月に」 6, 「/2か月」 6, 「隔週」 26), or None."""
    if behind := _ROUNDS_AFTER.match(after):
        return 12 / max(int(behind["months"]), 1)
    m = _ROUNDS.search(before)
    if not m:
        return None
    months = {"quarter": 3, "half": 6, "second": 2}
    named = next((months[name] for name in months if m[name]), int(m["months"] or 0))
    return 12 / named if named else 26


def each_of(segment: str) -> str:
    """Return the words for 「1人あたり」, without its digit, or nothing."""
    m = _EACH.search(segment)
    return f"一{m['what']}あたり" if m else ""


def years_spanned(segment: str) -> int:
    """Return over how many years a number is the total (「3年間で90名」), or 0."""
    if m := _FROM_YEAR_TO_YEAR.search(segment):
        return max(0, int(m["last"]) - int(m["first"]) + 1)
    found = list(_SPAN_OF_YEARS.finditer(segment))
    if not found:
        return 0
    written = found[-1]["n"]
    return int(written) if written.isdigit() else "一二三四五六七八九十".index(written) + 1


def comparator_of(quantity: Quantity, before: str, after: str) -> str:
    """Return how a result is held against the number: eq, ge, le, range, approx, increase_by or decrease_by."""
    if quantity.value_max is not None:
        return "range"
    if quantity.written_unit == "半減":
        return "decrease_by"
    if before.endswith("+"):
        return "increase_by"
    if _UP.match(after) and quantity.unit != "倍":
        return "increase_by"
    if _DOWN.match(after):
        return "decrease_by"
    if _GE.match(after) or quantity.at_least or _LEAST_BEFORE.search(before):
        return "ge"
    if _LE.match(after) or _MOST_BEFORE.search(before):
        return "le"
    return "approx" if _ABOUT_AFTER.match(after) or _ABOUT_BEFORE.search(before) else "eq"
