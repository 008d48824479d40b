"""Damage a file as transfers, other programs, hasty hands and hostile ones do: bytes, parts of a zip, XML, values, lines."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

VALUES = (
    "", " ", "0", "-1", "9" * 400, "1e400", "-1e-400", "inf", "nan", "1,2,3", "２５人", "約１２万", "10\n20", "12　8", "一", "―", "R2.3.31",
    "令和99年99月99日", "9999-12-31", "0000-00-00", "2958466", "-5", "1" * 5000, "あ" * 3000, "=1+1", "@SUM(A1)", "\u200b=1", "<b>&amp;</b>",
    "$\\frac{$", "\x00", "\x0b", "\ufffe", "\ud83d", "_x000D_", "_xD83D_", "龍󠄀", "100%", "0.5%", "TRUE", "#REF!", "'", '"', ",,,", "%s{}", "../../x",
    "A1:XFD1048576", "XFD1048576", "-", "X", "…", "***",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,200}>")
_CONTENT = re.compile(rb"(?<=>)[^<>]+(?=<)")
_ATTRIBUTE = re.compile(rb'(?<==")[^"<>]*(?=")')
_XML_VALUES = tuple(re.sub('[&<>"\x00-\x08\x0b-\x1f\ufffe\ud800-\udfff]', "", one).encode() for one in VALUES)

Damage = Callable[[Random, bytes], bytes]


def cut(random: Random, data: bytes) -> bytes:
    """Lose the end, the beginning or something between."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return random.choice((data[:start], data[end:], data[:start] + data[end:]))


def flipped(random: Random, data: bytes) -> bytes:
    """Change up to twenty bytes."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def doubled(random: Random, data: bytes) -> bytes:
    """Repeat a piece, a few times or thousands of times."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    piece = data[start : min(end, start + 300)]
    return data[:start] + piece * random.choice((2, 3, 3_000)) + data[start:]


def lines(random: Random, data: bytes) -> bytes:
    """Lose, repeat, exchange, join, lengthen or change lines, cells and line ends of a text."""
    rows = data.split(b"\n")
    for _ in range(random.randint(1, 4)):
        at, other = random.randrange(len(rows)), random.randrange(len(rows))
        value = random.choice(VALUES).encode("utf-8", "surrogatepass")
        sign = random.choice((b",", b"\t", b" ", "　".encode(), b"("))
        cells = rows[at].split(sign)
        cells[random.randrange(len(cells))] = value
        rows[at : at + 1] = random.choice(
            (
                [], [rows[at], rows[at]], [rows[other]], [rows[at] + rows[other]], [sign.join(cells)], [sign.join(cells)],
                [rows[at][: random.randrange(len(rows[at]) + 1)]], [rows[at] * 50], [value], [rows[at].replace(sign, b"")],
            )
        ) or ([] if len(rows) > 1 else [b""])  # fmt: skip
    return random.choice((b"\n", b"\n", b"\n", b"\r\n", b"\r")).join(rows)


def within_zip(random: Random, data: bytes) -> bytes:
    """Damage one part of a zip, and write it anew around it: as XML, as text or as bytes; or lose, rename or repeat it."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    at = random.randrange(len(parts))
    name, content = parts[at]
    way = random.choice((xml_values, xml_values, xml_values, xml_tags, xml_tags, flipped, cut, None))
    if way is None:
        parts[at : at + 1] = random.choice(
            ([], [("x" + name, content)], [(name, b"")], [(name, content), (name, content)])
        )
    else:
        parts[at] = (name, way(random, content) if content else b"x")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as new:
        for one in parts:
            new.writestr(*one)
    return buffer.getvalue()


def xml_values(random: Random, data: bytes) -> bytes:
    """Change texts and attributes, up to a tenth of them."""
    pattern = random.choice((_CONTENT, _CONTENT, _ATTRIBUTE))
    found = list(pattern.finditer(data))
    if not found:
        return flipped(random, data)
    for m in sorted(random.sample(found, random.randint(1, max(1, len(found) // 10))), key=lambda one: -one.start()):
        data = data[: m.start()] + random.choice(_XML_VALUES) + data[m.end() :]
    return data


def xml_tags(random: Random, data: bytes) -> bytes:
    """Lose, repeat or exchange a tag."""
    found = list(_TAG.finditer(data))
    if not found:
        return flipped(random, data)
    one, other = random.choice(found), random.choice(found)
    return data[: one.start()] + random.choice((b"", one[0] * 2, one[0] * 5_000, other[0])) + data[one.end() :]
