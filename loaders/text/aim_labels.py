"""Find the words that say what a number counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.clauses import CUT, DROP

_LONGEST = 160  # Characters of text in which a label is looked for
_LEAD_WORDS = re.compile(
    r"^(?:以上|程度以上|程度|増設目標|増(?:加(?:させ)?|員|設|やし|やす)?|減少?|ずつ|を目安とする)?(?:/[年月日回])?[)」』]?\s*(?:\([^()]*\)\s*(?=[^\s、]))?(?:[A-Z]\.|[ア-コ][.)、\s]|\d+[.)]\s?|また|さらに|そして|まず|なお|目標(?:値|数)?(?!設定)|現状値?|現在値?|実績値?|うち(?=[一-龥])|[IVX]{1,4}\s|ごとに|毎に|年(?:目(?:まで)?に?|問題に対応し)(?:まで)?に?)?[、:：・\s]*"
    r"(?:(?:現在|時点)で?)?(?:実績(?:\([^()]*\))?)?[○、:：\s]*"
)
_TAIL_WORDS = re.compile(
    r"(?:について)?(?:は|が|を|に|の|へ|と|で|も)*"
    r"(?:目標値?|\((?:目標|実績|現状)値?\)|毎週|毎日|(?<![一-龥])週に?|各[^、。]{1,6}ごとに?|(?:地区|圏域|校区|自治会|拠点|か所)(?:\([^()]*\))?(?:ごと|毎)に?|(?:全|各)(?:地区|圏域|区域|拠点|区|校区|学区|自治会|市町村)(?:で|に)|全て?の?$|すべての|[1一]?年間(?:で|に|を通じて)?|(?:最低|少なくとも|下限|最大|最高|上限|多くとも)(?:でも|限)?|年度中に|本年度中に|中に|(?<=を)新たに|(?<![0-9])年に?|毎月(?:末|初め?)?|月平均|月|延べ|のべ|合計|累計|通算|(?<!合|統|家|会|設|累)計|約|およそ|おおよそ|おおむね|ほぼ|最終的に|概ね|現状値?|現在|実績値?|実績数|定期|新規に|各|[毎各]年度?|平均で|1?(?:地区|圏域|区|拠点)?[あ当]たり|あり|までに|まで|で|に|は|を|が)*"
    r"[:：=＝\s(]*$"
)
# Words that say too little alone
NARROWS = re.compile(r"^(?:開催|参加|平均|定員|各地区|各区|各圏域|各拠点|新規|継続|出席|実施|設置|配置|利用|登録)$")
# Words that name nothing: what follows the number does
_EMPTY = re.compile(r"^(?:.*の)?(?:その内|そのうち|うち|内|合わせて|あわせて|新たに)$")
_VERB_BEHIND = re.compile(r"^(?:\([^()]*\))?(?:が|を|は|も|では|において)(?P<words>[^、。]{3,24})")
# 「40以上の団体が所属している」: 所属団体
# 「市内5か所に拠点を設置し」 「15圏域のうち10圏域に協議体を置く」
_NO_WORDS = re.compile(r"^(?:市内|町内|村内|区内|県内|管内|全市|地域内)?(?:の?(?:うち|内|中))?$")
_INTO = re.compile(r"^(?:以上|程度)?(?:に|で)(?P<noun>[^、。]{2,20}?)を(?:設置|配置|整備|開設|設け|置|実施|開催|行)")
_MEMBERS = re.compile(r"^が(?P<verb>所属|加盟|参加|登録|加入)し")
_LAW = re.compile(r"[一-龥]{0,8}法?第\d+条(?:の\d+)*(?:第\d+項)?(?:に規定する|に基づく|に基づき|の規定による|の)?")
# 「3か所設置し、計10か所」: what a verb alone leaves is no label
_VERB_ALONE = re.compile(r"(?:[一-龥]{0,4}(?:し|して)|[一-龥]?(?:やし|らし|やす|らす)て?|員)(?:て)?")
# 「30%が参加するサロンを」 「1,500千円を活用し講座を」: the noun behind the words for the number before
_NOUN_BEHIND_VERB = re.compile(r"(?:して?|する|できる)(?P<noun>[^、。しをがはに()\s]{2,20})[をがは]約?$")
_AND_NOUN = re.compile(r"(?:と|及び|および)(?P<noun>[一-龥ァ-ヶー]{2,12}(?:の[一-龥ァ-ヶー]{1,8})?)")
_SERIES = re.compile(rf"^{CUT}+:?$")
_PARTICLE_FIRST = re.compile(
    r"^(?:以上|以下|以内|程度|超)?(?:を|に|が|は|で(?!きる)|の|と|へ|も|から|実施|想定|開催$|とする|確保)"
)
_NOUN_AFTER = re.compile(
    r"^(?:以上|程度|ほど)?(?:\([^()]*\))?(?:の|への|を対象に)(?P<noun>[^、。◆①-⑳\d]{2,30}?)(?:を|が|に|へ|について|及び|および|と合わせて|、|。|\(|\)|$)"
)
_PHRASE_AFTER = re.compile(r"^(?:以上|程度|ほど)?\)?(?:は|での?|、)(?P<phrase>[^、。◆①-⑳\d()]{3,30})")
_STEM = re.compile(
    r"^(?:以上|程度)?の(?P<noun>[^、。\d]{2,12})に(?P<stem>[^、。\d]{1,6}[けせてねべめれえげぜ])(?:、|$|る)"
)
# 「X:Y 24件、Z 12件」: X heads all of them
_LIST_HEAD = re.compile(r"^(?P<head>[^、。:：()\d]{3,24})[:：](?P<own>[^:：。]*)$")
_NO_HEAD = re.compile(r"目標|実績|現状|指標|成果|計画")
_ORDINAL = re.compile(r"第\d+(?:層|次|期|回)")
# 「…会合等に参加し、相談受付を行う。(各地区 年間2回)」: what is done so many times
_GROWS = re.compile(r"(?P<noun>[^、。]{2,60}?)が、?[^、。]{0,12}(?:増え|減|広が|高ま)")
_EVENT = re.compile(
    r"(?P<noun>[^、。]{2,60}?)(?:を(?:行|開|開催|実施)|の(?:開催|実施)|(?P<join>に(?:参加|出席)))"
)  # fmt: skip


@dataclass
class LabelContext:
    """What carries over from number to number inside a statement."""

    label: str = ""  # The last label
    head: str = ""  # The last one of the clause that says something alone
    list_head: str = ""  # 「X:」 in front of a list
    event: str = ""  # What the sentence before says is done


def trim_label(text: str) -> str:
    """Return a label without the words that belong to a number before or behind it."""
    text = _LAW.sub("", text[-_LONGEST:].replace(DROP, "").replace(CUT, " ")).strip()
    if (
        text.find(")") >= 0
        and not 0 <= text.find("(") < text.find(")")
        and len(behind := text.split(")", 1)[1].strip()) > 1
    ):
        text = behind
    label = _TAIL_WORDS.sub("", _LEAD_WORDS.sub("", text, count=1), count=1)
    label = label.strip(" 、,:：・-+=＝×±~→⇒/")
    for left, right in ("()", "「」", "『』"):
        if label.count(left) != label.count(right):
            label = label.replace(left, " ").replace(right, " ").strip()
    label = label[1:-1] if label.startswith("「") and label.find("」") == len(label) - 1 else label
    label = re.sub(
        r"^(?:に基づ(?:き|く|いて)|により|によって|割合で)、?|(?:[はをの]、?)?現状を?維持$",
        "",
        label.removeprefix("の"),
    )
    label = "" if _VERB_ALONE.fullmatch(label) else label
    label = re.sub(r"(?<=[^がをは]{4})が(?:地域|町内|市内|地区|村内|区内)$", "", label)
    label = re.sub(r"(?<=.)を[一-龥]{1,4}(?:し|い|って|て)$|^なし$", "", label)
    return _last_item(label)


def _last_item(label: str) -> str:
    """Return the last of several items apart by spaces, where it says enough alone."""
    words = label.split(" ")
    last = words[-1]
    if len(words) > 1 and len(last) >= 6 and not NARROWS.match(last[:2]) and last.count("(") == last.count(")"):
        return last if label.count("(") == label.count(")") else label
    return label


def without_digits(label: str) -> str:
    """Return a label without digits, but for ordinals (「第2層協議体」)."""
    kept = [m.span() for m in _ORDINAL.finditer(label)]
    clean = "".join(c for i, c in enumerate(label) if not c.isdigit() or any(a <= i < b for a, b in kept))
    return re.sub(r"\([\s-]*\)|〒-?|約(?=$)", "", clean).strip(" 、,:：・-")


def find_label(near: str, tail: str, context: LabelContext, all_units: bool, unit: str = "") -> str:
    """Return what a quantity counts: the words before it, else those behind it, else the label before.

    Args:
        near: The masked words between the number before and this one.
        all_units: Whether the quantity stands for all units (「全行政区(39行政区)で…」).
    """
    if near.strip() in {"×", "x", "/"}:
        return context.label
    own = _own_words(near)
    noun, phrase = _NOUN_AFTER.match(tail), _PHRASE_AFTER.match(tail)
    words = without_digits(trim_label(noun["noun"] if noun else phrase["phrase"] if phrase else ""))
    words = re.sub(r"(?:される|する)?こと(?:を|の)(?:目標|目安)と?(?:する)?$|(?:し|する|していく)$", "", words)
    if all_units and (verb := re.match(r"\)?を(?P<verb>[一-龥]{2,4})(?:する|し)", tail)) and own:
        words, own = "", f"{verb['verb']}する{re.sub('^.*(?:は|年間に|すべての|全ての)', '', own)}"
    if not own and (not words or NARROWS.match(words)):
        own = _earlier_words(near)
    if all_units and words:
        own = f"{words}({own})" if own else words
    elif near.rstrip().endswith("の") and (stem := _STEM.match(tail)):
        own = f"{stem['stem']}る{stem['noun']}"  # 「対象地域の5か所以上の地域に働きかけ」
    elif noun and re.search(r"[いりきしちてで]て$|して$", own):
        own = words  # 「相談会等を実施して1件以上の相談を」
    elif len(own) < 4 and words and (noun or not own) and not (own and NARROWS.match(words)):
        own = f"{words}({own})" if own else words
    if (members := _MEMBERS.match(tail)) and (not own or _EMPTY.match(own)):
        own = f"{members['verb']}団体" if "団体" in unit else f"{members['verb']}{unit}"
    elif _EMPTY.match(own) and (behind := _VERB_BEHIND.match(tail)):
        own = behind["words"]  # 「その内29件が支援を終結した」
    elif _SERIES.match(near.strip()) and not words:
        return context.label
    if own and _NO_WORDS.match(own):
        into = _INTO.match(tail)
        behind = None if into else _VERB_BEHIND.match(tail)
        own = into["noun"] if into else behind["words"] if behind and "に" not in behind["words"][-1] else ""
    if own.endswith("済") and near.lstrip().startswith("(") and context.label:
        own = f"{context.label}({own})"  # 「…計画策定を促進する。(…現在:策定済17市町村/25市町村)」
    return _in_context(without_digits(own), near, context, unit)


def _in_context(own: str, near: str, context: LabelContext, unit: str) -> str:
    if not own:
        # 「…に出張相談を行い、声を拾い上げる。(10回)」: what is done so many times
        return context.event if near.strip() == "(" and unit == "回" and context.event else context.label
    narrow = bool(NARROWS.match(own))
    if narrow and near.lstrip(" 。").startswith("(") and context.event:
        return f"{context.event}({own})"
    earlier = without_digits(_earlier_words(near)) if narrow and "、" in near else ""
    if len(earlier) >= 5:
        return f"{earlier} {own}"
    if narrow and (context.head or context.label):
        head = context.head or context.label
        # 「担い手研修×4回、参加200人」; a heading alone says it already (「…会議:各区 年1回」)
        return f"{head} {own}"
    if context.list_head and not own.startswith(context.list_head):
        own = f"{context.list_head}:{own}"
    context.label = context.head = own
    return own


def list_head_of(near: str) -> str:
    """Return 「X」 of 「X:Y 24件、Z 12件」, which holds for all of them; empty where there is none."""
    m = _LIST_HEAD.match(near.replace(CUT, "").replace(DROP, "").strip())
    if not m or _NO_HEAD.search(m["head"]):
        return ""
    own = trim_label(m["own"])
    return m["head"].strip() if len(own) >= 3 and not NARROWS.match(own) else ""


def subject_of(sentence: str) -> str:
    """Return what a sentence says will grow or shrink (「…行ける場所が、地域に増える」); empty where it does not."""
    found = list(_GROWS.finditer(sentence))
    return without_digits(trim_label(label_parts(found[-1]["noun"])[-1])) if found else ""


def event_of(sentence: str) -> str:
    """Return what a sentence says is held, done or attended; empty where it does not."""
    events = list(_EVENT.finditer(sentence))
    chosen = next((e for e in events if e["join"]), events[0] if events else None)
    if not chosen:
        return ""
    noun = re.split(r"[にはでを](?=[^にはでを]{4,}$)", chosen["noun"])[-1]
    noun = chosen["noun"] if chosen["join"] else noun
    return without_digits(trim_label(noun)) + (f"への{chosen['join'][1:]}" if chosen["join"] else "")


def _own_words(near: str) -> str:
    """Return the label in front of a number; a bracket that the number stands in narrows the words before it.

    「研修会等の開催(8地区)」 → 研修会等の開催; 「拠点の参加者数(◆喫茶 1,200名」 → 拠点の参加者数(喫茶).
    """
    bracket = near.rfind("(")
    if bracket >= 0 and ")" not in near[bracket:]:
        head, inside = (
            trim_label(label_parts(near[:bracket])[-1]),
            trim_label(label_parts(near[bracket + 1 :])[-1].lstrip("①②③④⑤⑥⑦⑧⑨⑩◆ ")),
        )
        if near.rstrip().endswith("で") and re.search(r"(?:地区|圏域|地域|会場)$", inside):
            return ""  # 「説明会は最低1回(できれば全部の地区で3回)」
        if not head or _PARTICLE_FIRST.match(head):
            return inside
        return f"{head}({inside})" if len(inside) >= 2 and not re.match(r"現|前年|うち|延|計", inside) else head
    parts = label_parts(near)
    if beside := _AND_NOUN.fullmatch(near.strip()):
        return beside["noun"]  # 「高校生10名と大学生20名」
    if len(parts) == 1 and _PARTICLE_FIRST.match(parts[0].lstrip(")」』 ")):
        behind = _NOUN_BEHIND_VERB.search(parts[0].rstrip())
        return trim_label(behind["noun"]) if behind else ""
    if colon := re.search(r"([^:：]{3,})[:：]\s?(各[^:：]{1,4}?)(?:年|月)?に?$", parts[-1]):
        return f"{trim_label(colon[1])}({colon[2]})"
    return trim_label(parts[-1])


def _earlier_words(near: str) -> str:
    """Return the last part before the one next to the number that says something (「…研修については、年間」)."""
    for part in reversed(label_parts(near)[:-1]):
        words = trim_label(part)
        if words and not NARROWS.match(words) and not _PARTICLE_FIRST.match(part.lstrip(")」』 ")):
            return words
    return ""


def label_parts(text: str) -> list[str]:
    """Return the parts of a text, which end at 。 and 、 (outside brackets) and at 「とともに」; at least one."""
    parts = re.split(rf"[。;；◆①-⑳]|{CUT}+|(?:随時|適宜)開催\s|とともに|、(?![^(]*\))", text)
    return [
        part
        for part in parts
        if part.strip(f" ,、:：→⇒{DROP}")
        and not re.fullmatch(r"\s?実績\s?[:：]?\s?|\s?目標\s?[:：]?\s?|\s?の?計\s?|年に?|月に?", part)
    ] or [""]
