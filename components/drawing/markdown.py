"""Text of others in Markdown: it is shown as written, whatever it holds.

Streamlit's boxes, captions and labels read Markdown: a link, a picture from elsewhere, a formula or an icon in an
address, a name or a file would become one.
"""

import re

from data.errors import DatasetError

# What Markdown reads anywhere in a line, and what it reads only where the line begins: a list, a heading.
_SIGNS = re.compile(r"[\\`*_\[\]<>$~|#&!{}^]|^[-+=]|(?<=\d)[.)](?= )", re.MULTILINE)
_HARMLESS = re.compile(r"(?!www\.)[^\W_]+(?:[ .-][^\W_]+)*")  # 012068, 見本県 見本市
_CODE = re.compile(r"(`[^`\n]+`)")
# Streamlit makes links of http://, www. and a@b, icons of :name: and arrows of ->, even where each sign is escaped; a word
# joiner, which nobody sees, in these places stops that.
_LINKS = re.compile(r"(?<=:)(?=//|[a-z])|(?<=@)|(?<=\bwww)(?=\.)|(?<=-)(?=>)|(?<=<)(?=-)", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9.+-]+@[A-Za-z0-9.-]+")
_WORD_JOINER = "\u2060"


def plain(text: object, most: int = 40) -> str:
    """Return a reader's text for Markdown: in one line, cut when long, and as code unless it is nothing but words."""
    line = " ".join(str(text).split()).replace(":material", f":{_WORD_JOINER}material")
    line = line if len(line) <= most else line[: most - 1] + "…"
    if not line or _HARMLESS.fullmatch(line):
        return line
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def person(name: str) -> str:
    """Return the name of who is logged in for Markdown; an e-mail address, which can do no harm to its owner, as it is."""
    return name if _ADDRESS.fullmatch(name) else plain(name)


def escaped(text: object) -> str:
    """Return a sentence of ours that holds values for Markdown: every sign stands for itself, but `code` and line breaks."""
    parts = _CODE.split(str(text))  # every second one is code
    return "".join(
        part if number % 2 else _SIGNS.sub(r"\\\g<0>", _LINKS.sub(_WORD_JOINER, part))
        for number, part in enumerate(parts)
    )


def error_box(error: DatasetError) -> str:
    """Return the three sentences of an error for Markdown; what it lists stands below the first."""
    head, *listed = error.happened_ja.strip().splitlines()
    items = "".join(f"\n- {escaped(line.removeprefix('- '))}" for line in listed)
    return f"**{escaped(head)}**{items}\n\n{escaped(error.effect_ja)}\n\n{escaped(error.next_ja)}"
