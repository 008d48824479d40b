"""Find the words that say what a number counts."""

import re
from dataclasses import dataclass

from loaders.text.clauses import CUT, DROP
from loaders.text.patterns import Patterns

_LONGEST = 160  # Characters of text in which a label is looked for
_RE = Patterns(__file__, cut=CUT)
# Words that say too little alone
NARROWS = re.compile(r"^(?:開催|参加|平均|定員|各地区|各区|各圏域|各拠点|新規|継続|出席|実施|設置|配置|利用|登録)$")


@dataclass
class LabelContext:
    """What carries over from number to number inside a statement."""

    label: str = ""  # The last label
    head: str = ""  # The last one of the clause that says something alone
    list_head: str = ""  # 「X:」 in front of a list
    event: str = ""  # What the sentence before says is done


def trim_label(text: str) -> str:
    """Return a label without the words that belong to a number before or behind it."""
    text = _RE.law.sub("", text[-_LONGEST:].replace(DROP, "").replace(CUT, " ")).strip()
    if (
        text.find(")") >= 0
        and not 0 <= text.find("(") < text.find(")")
        and len(behind := text.split(")", 1)[1].strip()) > 1
    ):
        text = behind
    label = _RE.tail_words.sub("", _RE.lead_words.sub("", text, count=1), count=1)
    label = label.strip(" 、,:：・-+=＝×±~→⇒/")
    for left, right in ("()", "「」", "『』"):
        if label.count(left) != label.count(right):
            label = label.replace(left, " ").replace(right, " ").strip()
    label = label[1:-1] if label.startswith("「") and label.find("」") == len(label) - 1 else label
    label = _RE.around_label.sub("", label.removeprefix("の"))
    label = "" if _RE.verb_alone.fullmatch(label) else label
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
    kept = [m.span() for m in _RE.ordinal.finditer(label)]
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
    noun, phrase = _RE.noun_after.match(tail), _RE.phrase_after.match(tail)
    words = without_digits(trim_label(noun["noun"] if noun else phrase["phrase"] if phrase else ""))
    words = re.sub(r"(?:される|する)?こと(?:を|の)(?:目標|目安)と?(?:する)?$|(?:し|する|していく)$", "", words)
    if all_units and (verb := re.match(r"\)?を(?P<verb>[一-龥]{2,4})(?:する|し)", tail)) and own:
        words, own = "", f"{verb['verb']}する{re.sub('^.*(?:は|年間に|すべての|全ての)', '', own)}"
    if not own and (not words or NARROWS.match(words)):
        own = _earlier_words(near)
    if all_units and words:
        own = f"{words}({own})" if own else words
    elif near.rstrip().endswith("の") and (stem := _RE.stem.match(tail)):
        own = f"{stem['stem']}る{stem['noun']}"  # 「対象地域の5か所以上の地域に働きかけ」
    elif noun and re.search(r"[いりきしちてで]て$|して$", own):
        own = words  # 「相談会等を実施して1件以上の相談を」
    elif len(own) < 4 and words and (noun or not own) and not (own and NARROWS.match(words)):
        own = f"{words}({own})" if own else words
    if (members := _RE.members.match(tail)) and (not own or _RE.empty.match(own)):
        own = f"{members['verb']}団体" if "団体" in unit else f"{members['verb']}{unit}"
    elif _RE.empty.match(own) and (behind := _RE.verb_behind.match(tail)):
        own = behind["words"]  # 「その内29件が支援を終結した」
    elif _RE.series.match(near.strip()) and not words:
        return context.label
    if own and _RE.no_words.match(own):
        into = _RE.into.match(tail)
        behind = None if into else _RE.verb_behind.match(tail)
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
    m = _RE.list_head.match(near.replace(CUT, "").replace(DROP, "").strip())
    if not m or _RE.no_head.search(m["head"]):
        return ""
    own = trim_label(m["own"])
    return m["head"].strip() if len(own) >= 3 and not NARROWS.match(own) else ""


def subject_of(sentence: str) -> str:
    """Return what a sentence says will grow or shrink (「…行ける場所が、地域に増える」); empty where it does not."""
    found = list(_RE.grows.finditer(sentence))
    return without_digits(trim_label(label_parts(found[-1]["noun"])[-1])) if found else ""


def event_of(sentence: str) -> str:
    """Return what a sentence says is held, done or attended; empty where it does not."""
    events = list(_RE.event.finditer(sentence))
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
        if not head or _RE.particle_first.match(head):
            return inside
        return f"{head}({inside})" if len(inside) >= 2 and not re.match(r"現|前年|うち|延|計", inside) else head
    parts = label_parts(near)
    if beside := _RE.and_noun.fullmatch(near.strip()):
        return beside["noun"]  # 「高校生10名と大学生20名」
    if len(parts) == 1 and _RE.particle_first.match(parts[0].lstrip(")」』 ")):
        behind = _RE.noun_behind_verb.search(parts[0].rstrip())
        return trim_label(behind["noun"]) if behind else ""
    if colon := re.search(r"([^:：]{3,})[:：]\s?(各[^:：]{1,4}?)(?:年|月)?に?$", parts[-1]):
        return f"{trim_label(colon[1])}({colon[2]})"
    return trim_label(parts[-1])


def _earlier_words(near: str) -> str:
    """Return the last part before the one next to the number that says something (「…研修については、年間」)."""
    for part in reversed(label_parts(near)[:-1]):
        words = trim_label(part)
        if words and not NARROWS.match(words) and not _RE.particle_first.match(part.lstrip(")」』 ")):
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
