"""What changed since a day as an Atom feed, for whoever follows it in a reader of feeds. Pure."""

import uuid
from xml.etree import ElementTree

import pandas as pd

from components.packs.file_safety import in_one_line
from components.packs.model import PRACTICE_JA, PRODUCT_JA

ATOM = "http://www.w3.org/2005/Atom"


def title_ja(place_ja: str, *, is_practice: bool) -> str:
    """Return the title of the feed of a place."""
    return f"{PRODUCT_JA}：{place_ja}の動き" + (f"【{PRACTICE_JA}】" if is_practice else "")


def to_atom(rows: pd.DataFrame, title_ja: str, moment: str) -> bytes:
    """Return the rows of a digest as an Atom feed; the same event always has the same id.

    Args:
        title_ja: Title of the feed, which also is its identity.
        moment: When it was made (ISO, with offset).
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "ja"})
    _head(feed, title_ja, title_ja, moment)
    ElementTree.SubElement(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = PRODUCT_JA
    for row in rows.to_dict("records"):
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        place = f"{row['prefecture_ja']}{row['area_name_ja']}：" if row["area_code"] else ""
        title = f"{place}{row['kind_ja']} {row['what_ja']}"
        # A stage moved at some moment of the period: its end is no part of what tells events apart.
        when = "" if row["kind"] == "stage" else row["moment"]
        _head(entry, title, f"{when} {row['area_code']} {title}", row["moment"])
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", {"term": row["kind"], "label": row["kind_ja"]})
        ElementTree.SubElement(entry, f"{{{ATOM}}}content", {"type": "text"}).text = in_one_line(title)
    data: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def _head(parent: ElementTree.Element, title: str, identity: str, moment: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}id").text = uuid.uuid5(uuid.NAMESPACE_URL, identity).urn
    ElementTree.SubElement(parent, f"{{{ATOM}}}title").text = in_one_line(title)
    ElementTree.SubElement(parent, f"{{{ATOM}}}updated").text = moment
