"""Find the words that say what a number counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAD_WORDS = re.compile(
    r"^(?:以上|程度以上|程度|増設目標|増加?|減少?|ずつ|を目安とする)?(?:/[年月日回])?[)」』]?\s*(?:\([^()]*\)\s*(?=[^\s、]))?(?:[A-Z]\.|\d+[.)]\s?|また|さらに|そして|まず|なお|目標|現状|現在)?[、:：・\s]*"
    r"(?:(?:平成|令和)?\d{1,4}年(?:度(?:中|末)?|\d+月(?:\d+日)?(?:時点|現在|末)?)(?:まで)?(?:に|は)?)?(?:実績(?:\([^()]*\))?)?[○、:：\s]*"
)
_TAIL_WORDS = re.compile(
    r"(?:について)?(?:は|が|を|に|の|へ|と|で|も)*"
    r"(?:目標|各[^、。]{1,6}ごとに?|\d*年間|最低|年度中に|本年度中に|中に|年に?|毎月|月平均|月|延べ|のべ|合計|計|約|おおむね|最終的に|概ね|現状|現在|定期|新規に|各|1?(?:地区|圏域|区|拠点)?[あ当]たり|あり|で|に)*"
    r"[:：=＝\s(]*$"
)
# Words that say too little alone
NARROWS = re.compile(r"^(?:開催|参加|平均|定員|各地区|各区|新規|継続|前年度比|出席|実施)$")
# Words that name nothing: what follows the number does
_EMPTY = re.compile(r"^(?:その内|そのうち|うち|合わせて)$")
_VERB_BEHIND = re.compile(r"^(?:が|を|は|も)(?P<words>[^、。]{3,24})")
_SERIES = re.compile(r"^[HR]\d{1,2}(?:年度)?(?::|$)")
_PARTICLE_FIRST = re.compile(r"^(?:以上|以下|程度)?(?:を|に|が|は|で|の|と|へ|も|から|実施|想定|開催$)")
_NOUN_AFTER = re.compile(
    r"^(?:以上|程度|ほど)?(?:\([^()]*\))?(?:の|への|を対象に)(?P<noun>[^、。◆①-⑳\d]{2,30}?)(?:を|が|に|へ|について|及び|および|と合わせて|、|。|\(|\)|$)"
)
_PHRASE_AFTER = re.compile(r"^(?:以上|程度|ほど)?\)?(?:は|での?|、)(?P<phrase>[^、。◆①-⑳\d()]{3,30})")


@dataclass
class LabelContext:
    """The last label of the statement, and the last one of the clause that says something alone."""

    label: str = ""
    head: str = ""


def trim_label(text: str) -> str:
    """Return a label without the words that belong to a number before or behind it."""
    label = _TAIL_WORDS.sub("", _LEAD_WORDS.sub("", text.strip(), count=1), count=1)
    label = label.strip(" 、,:：・-=＝×±")
    for left, right in ("()", "「」", "『』"):
        if label.count(left) != label.count(right):
            label = label.replace(left, " ").replace(right, " ").strip()
    return label[1:-1] if label.startswith("「") and label.find("」") == len(label) - 1 else label


def find_label(near: str, tail: str, context: LabelContext, all_units: bool) -> str:
    """Return what a quantity counts: the words before it, else those behind it, else the label before.

    Args:
        all_units: Whether the quantity stands for all units (「全行政区(39行政区)で…」).
    """
    if near.strip() in {"×", "x", "/"}:
        return context.label
    own = _own_words(near)
    noun, phrase = _NOUN_AFTER.match(tail), _PHRASE_AFTER.match(tail)
    words = (noun["noun"] if noun else phrase["phrase"] if phrase else "").strip()
    if not own and (not words or NARROWS.match(words)):
        own = _earlier_words(near)
    if all_units and words:
        own = f"{words}({own})"
    elif noun and re.search(r"[いりきしちてで]て$|して$", own):
        own = words  # 「相談会等を実施して1件以上の相談を」
    elif len(own) < 4 and words and (noun or not own):
        own = f"{words}({own})" if own else words
    if _EMPTY.match(own) and (behind := _VERB_BEHIND.match(tail)):
        own = behind["words"]  # 「その内29件が支援を終結した」
    elif _SERIES.match(own):
        return ""  # 「H29:4回 H30:4回」
    if own.endswith("済") and near.lstrip().startswith("(") and context.label:
        own = f"{context.label}({own})"  # 「…計画策定を促進する。(…現在:策定済17市町村/25市町村)」
    if not own:
        return context.label
    if NARROWS.match(own) and context.head:
        return f"{context.head} {own}"  # 「担い手研修×4回、参加200人」
    context.label = context.head = own
    return own


def _own_words(near: str) -> str:
    """Return the label in front of a number; a bracket that the number stands in narrows the words before it.

    「研修会等の開催(8地区)」 → 研修会等の開催; 「拠点の参加者数(◆喫茶 1,200名」 → 拠点の参加者数(喫茶).
    """
    bracket = near.rfind("(")
    if bracket >= 0 and ")" not in near[bracket:]:
        head, inside = (
            trim_label(label_parts(near[:bracket])[-1]),
            trim_label(near[bracket + 1 :].lstrip("①②③④⑤⑥⑦⑧⑨⑩◆ ")),
        )
        if not head or _PARTICLE_FIRST.match(head):
            return inside
        return f"{head}({inside})" if len(inside) >= 3 else head
    parts = label_parts(near)
    if len(parts) == 1 and _PARTICLE_FIRST.match(parts[0].lstrip(")」』 ")):
        return ""
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
    parts = re.split(r"[。;；⇒→◆①-⑳]|とともに|、(?![^(]*\))", text)
    return [part for part in parts if part.strip(" ,、:：")] or [""]
