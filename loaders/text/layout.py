"""The layout and the odd signs of a text that was taken out of pages, undone line by line: every line keeps its number.

A line that was no text (a page number, a running title) or that went to the line before it becomes empty.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import gcd

from loaders.text.normalise import folded
from loaders.text.patterns import Patterns
from loaders.text.spellings import in_usual_spelling

# CJK Radicals Supplement and the ideographs they stand for: Unicode, EquivalentUnifiedIdeograph.txt, version 14.
_RADICALS = "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻆⻇⻈⻊⻌⻍⻎⻏⻐⻑⻒⻓⻕⻖⻗⻘⻝⻞⻟⻠⻡⻣⻤⻧⻨⻩⻪⻫⻭⻯⻱⻲"
_IDEOGRAPHS = "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西角𧢲讠𧾷辶辶辶邑钅長镸长𨸏阝雨青食𩙿飠饣𩠐骨鬼卤麦黄黾斉歯竜龜亀"
# Where Unicode names a sign that Japanese does not write (见, 戶), the Japanese one: a PDF puts 「意⻅」 for 意見, 「⼾籍」 for 戸籍.
_JAPANESE = dict(
    zip("⻅⻉⻋⻔⻙⻚⻛⻜⻢⻥⻦⻬⻮⻰⻳⼾⾭⿊⿈⿆⿑⿒⿔", "見貝車門韋頁風飛馬魚鳥斉歯竜亀戸青黒黄麦斉歯亀", strict=True)
)
_SAME = str.maketrans({**dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)), **_JAPANESE})
# Signs that nobody sees: zero-width, direction marks, soft hyphens, byte order marks, selectors of a variant (葛󠄀).
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_NARROW = re.compile("[\u00a0\u2002-\u200a\u202f\u205f]")  # blanks of other widths, which a web page or PDF leaves
_RE = Patterns(__file__)
_PLAIN = ((_NARROW, " "), (_UNSEEN, ""), (_CONTROL, ""), (_RE.circle, "○"), (_RE.hyphen, "-"), (_RE.middle_dot, "・"))


def plain_glyphs(text: str) -> str:
    """Return the text with one ideograph per meaning, plain blanks, and without signs that nobody sees; letters and digits stay."""
    flat = unicodedata.normalize("NFC", text)
    for signs, sign in _PLAIN:
        flat = signs.sub(sign, flat)
    if not _RE.kangxi.search(flat):
        return flat
    return _RE.kangxi.sub(lambda m: unicodedata.normalize("NFKC", m.group()), flat.translate(_SAME))


_A_COPY = 20  # So many lines at least make a text that stands twice
_A_TABLE = 4  # So many lines with gaps make a table: then blanks at the end of a line are empty cells


@dataclass
class Layout:
    """The lines of a document as they are read, and what was undone in them."""

    lines: list[str]
    # (line, what was found there), in words for readers
    remarks: list[tuple[int, str]] = field(default_factory=list)


def undo_layout(lines: Sequence[str]) -> Layout:
    """Return the lines without what pages did to them; as many as before, each in its place."""
    layout = Layout(*in_usual_spelling(_with_usual_stops([plain_glyphs(line) for line in lines])))
    layout.remarks += [
        (n, "数字の間に見えない文字がある。続いた1つの数として読んだ。原本で確かめてください")
        for n, line in enumerate(lines, start=1)
        if _RE.hidden_in_number.search(line)
    ]
    _drop_page_marks(layout)
    _put_tabs(layout)
    _join_wrapped(layout)
    _drop_doubled(layout)
    _drop_second_copy(layout)
    _note_cut_end(layout)
    # An indented heading is one, and blanks around a tab say nothing
    layout.lines = [_RE.around_tab.sub("\t", line.lstrip(" \u3000")) for line in layout.lines]
    return layout


def _with_usual_stops(lines: list[str]) -> list[str]:
    """Return the lines with 、 and 。 where the text writes ， and ． for them; those of 「１．」 and 「ア．」 stay."""
    for stops, usual in _RE.declared["stops"].items():
        if sum(line.count(sign) for sign in stops for line in lines) > sum(line.count(usual) for line in lines):
            lines = [re.sub(rf"(?<=\S[^\s\d])[{stops}]", usual, line) for line in lines]
    return lines


def _drop_page_marks(layout: Layout) -> None:
    """Empty the lines of page numbers, and those that stand beside them, or behind a form feed, on several pages."""
    flat = [folded(line) if "\t" not in line else "" for line in layout.lines]
    filled = [n for n, line in enumerate(layout.lines) if line.strip()]
    numbered = [n for n in filled if _RE.page_number.match(flat[n])]
    around = ["", *layout.lines, ""]
    loose = [n for n in filled if _RE.loose_number.match(flat[n]) and not (around[n].strip() or around[n + 2].strip())]
    if len(loose) > 2 and len({int(flat[n]) - place for place, n in enumerate(loose)}) == 1:
        numbered += loose
    fed = {n for n in filled if "\f" in layout.lines[n] or (n and "\f" in layout.lines[n - 1])}
    place = {n: index for index, n in enumerate(filled)}
    beside = {
        near
        for n in numbered
        for i in (place[n] - 1, place[n] + 1)
        if 0 <= i < len(filled) and (near := filled[i]) not in numbered
    }
    heads = {n: _RE.digits.sub("", flat[n]) for n in beside | fed}
    often, anywhere = Counter(heads.values()), Counter(_RE.digits.sub("", text) for text in flat)
    repeated = {head for head, count in often.items() if len(head) > 3 and count > 1 and count >= anywhere[head] - 1}
    for n in numbered + [n for n, head in heads.items() if head in repeated and n > filled[0]]:
        layout.lines[n] = ""
    layout.lines = [line.replace("\f", "").replace("\v", "") for line in layout.lines]


def _put_tabs(layout: Layout) -> None:
    """Put tabs for upright strokes in a text without tabs, and for runs of blanks: in all lines of a text without tabs, else in those that have a gap inside."""
    has_tabs = any("\t" in line for line in layout.lines)
    piped = [n for n, line in enumerate(layout.lines) if _RE.pipe.search(line)]
    if not has_tabs and len(piped) >= _A_TABLE:
        is_framed = sum(bool(_RE.frame.match(layout.lines[n])) for n in piped) > 0.9 * len(piped)
        for n in piped:
            framed = _RE.frame.match(layout.lines[n]) if is_framed else None
            layout.lines[n] = _RE.pipe.sub("\t", framed["cells"] if framed else layout.lines[n])
        layout.remarks.append((piped[0] + 1, "列の区切りのタブが縦線に置き換わっている。縦線を列の区切りとして読んだ"))
        has_tabs = True
    gaps = [n for n, line in enumerate(layout.lines) if "\t" not in line and _RE.gap.search(line.strip())]
    if not gaps:
        return
    widths = [len(m.group()) for n in gaps for m in _RE.spaces.finditer(layout.lines[n].strip())]
    width = reduce(gcd, widths, 0)
    for n in gaps if has_tabs or len(gaps) < _A_TABLE else range(len(layout.lines)):
        line = layout.lines[n]
        if line.strip():
            layout.lines[n] = _RE.spaces.sub(lambda m: "\t" * (len(m.group()) // width if width > 1 else 1), line)
    remark = "列の区切りのタブが空白に置き換わっている。空白が2つ以上続くところを列の区切りとして読んだ"
    layout.remarks.append((gaps[0] + 1, remark))


def _join_wrapped(layout: Layout) -> None:
    """Join the parts of cells that were all broken at the same width."""
    last_cells = [len(line.split("\t")[-1]) for line in layout.lines]
    width = _width(layout.lines, last_cells)
    if width is None:
        return
    first, owner = None, 0
    for n in range(1, len(layout.lines)):
        line = layout.lines[n]
        if last_cells[n - 1] == width and line.strip() and _goes_on(layout.lines[owner], line):
            layout.lines[owner], layout.lines[n] = layout.lines[owner] + line, ""
            first = first if first is not None else owner + 1
        else:
            owner = n
    if first is not None:
        layout.remarks.append((first, f"行が{width}字で折り返されている。続きの行をつないで読んだ"))


def _goes_on(above: str, line: str) -> bool:
    """Return whether a line goes on with the full one above: in a cell also where it begins like an item of a list."""
    if "\t" in above:
        return not _RE.heads.match(line)
    return not (_RE.opens.match(line) and _is_whole(above))


def _width(lines: Sequence[str], last_cells: Sequence[int]) -> int | None:
    """Return the number of signs at which many lines end and hardly any goes on, or None."""
    ends = Counter(length for length, line in zip(last_cells, lines, strict=True) if line.strip() and length > 15)
    filled = sum(1 for line in lines if line.strip())
    width, count = max(ends.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    longer = sum(n for length, n in ends.items() if length > width)
    return width if count >= max(6, filled / 10) and longer <= filled / 50 else None


def _is_whole(line: str) -> bool:
    """Return whether a line may end here: not at a blank, behind a full stop, or without an open bracket."""
    if line.endswith(" "):
        return False
    return line.endswith(("。", ")", "）", "】", "」")) or (
        line.count("(") <= line.count(")") and line.count("（") <= line.count("）")
    )


def _drop_doubled(layout: Layout) -> None:
    """Empty the cells whose signs were printed twice; nothing can be read in them for sure."""
    for n, line in enumerate(layout.lines):
        if not (_RE.digits.search(folded(line)) and _RE.doubled.search(line)):
            continue
        kept = "\t".join("" if _is_doubled(cell) else cell for cell in line.split("\t"))
        if kept != line:
            layout.lines[n] = kept
            remark = "同じ文字が二重に印字されている。値は読まない。原本で確かめ、正しい文に直してください"
            layout.remarks.append((n + 1, remark))


def _drop_second_copy(layout: Layout) -> None:
    """Empty the lines of a text that stands once more behind itself, whole or in part."""
    filled = [(n, flat) for n, line in enumerate(layout.lines) if (flat := folded(line))]
    texts = [flat for _, flat in filled]
    at = _repeats_from(texts)
    if len(set(texts[at:])) >= _A_COPY:
        first = filled[at][0]
        layout.lines[first:] = [""] * (len(layout.lines) - first)
        layout.remarks.append((first + 1, "ここから先は、同じ文書がもう一度入っている。二度目は読まない"))


def _repeats_from(texts: Sequence[str]) -> int:
    """Return the first place, _A_COPY or later, from which all that follows is what the texts begin with; their number if none.

    Each text is looked at twice at most (the failure function of Knuth, Morris and Pratt): a file may have any number of lines.
    """
    alike = [0] * (len(texts) + 1)  # How much of the beginning ends here, and is shorter than what ends here
    length = 0
    for end in range(2, len(texts) + 1):
        while length and texts[length] != texts[end - 1]:
            length = alike[length]
        length += texts[length] == texts[end - 1]
        alike[end] = length
    while length and len(texts) - length < _A_COPY:
        length = alike[length]
    return len(texts) - length


def _note_cut_end(layout: Layout) -> None:
    """Note a text that ends inside a sentence, a bracket or a tag."""
    last = max((n for n, line in enumerate(layout.lines) if line.strip()), default=None)
    if last is not None and _RE.cut_end.search(layout.lines[last]):
        remark = "文書が文の途中で終わっている。続きが失われていないか、原本で確かめてください"
        layout.remarks.append((last + 1, remark))


def _is_doubled(cell: str) -> bool:
    """Return whether words and a number are doubled in a cell: 「ますます」 and 「100,000,000円」 are not."""
    flat = folded(cell)
    return any(
        len(m.group()) > 7 and _RE.digits.search(m.group()) and _RE.letter.search(m.group())
        for m in _RE.doubled.finditer(flat)
    )
