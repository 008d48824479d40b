"""Signs that look like another one or like nothing: radicals, variation selectors, zero-width and control signs."""

from __future__ import annotations

import re
import unicodedata

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
_KANGXI = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")


def plain_glyphs(text: str) -> str:
    """Return the text with one ideograph per meaning and without signs that nobody sees; letters and digits stay."""
    flat = _CONTROL.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    if not _KANGXI.search(flat):
        return flat
    return _KANGXI.sub(lambda m: unicodedata.normalize("NFKC", m.group()), flat.translate(_SAME))
