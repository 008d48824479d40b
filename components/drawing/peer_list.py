"""Peers as a list: name, distance, why, and which variable differs most. Pure: values in, HTML text out, escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Peer:
    """One municipality that is like another."""

    rank: str  # Its place, such as 1位
    name: str  # Its name
    address: str  # Address of its page
    beside: str  # Quieter words beside the name: prefecture, kind, step
    distance: str  # The distance in words
    width_pct: float  # The distance as a part of the longest one that is drawn (0–100)
    reason: str  # Why it is near
    furthest: str  # What differs most, in words


def peer_list(peers: Iterable[Peer]) -> str:
    """Return the peers one below the other, each with a bar of its distance from 0."""
    return '<ol class="km-peers">' + "".join(map(_entry, peers)) + "</ol>"


def _entry(peer: Peer) -> str:
    return (
        f'<li><div class="km-peer-name"><b>{escape(peer.rank)}</b>'
        f'<a href="{escape(peer.address)}" target="_self">{escape(peer.name)}</a><small>{escape(peer.beside)}</small></div>'
        f'<p>{escape(peer.reason)}</p><div class="km-peer-distance"><span class="km-bar" role="img" '
        f'aria-label="{escape(peer.distance)}"><i style="width:{peer.width_pct:.1f}%"></i></span>'
        f"<span>{escape(peer.distance)}<small>{escape(peer.furthest)}</small></span></div></li>"
    )
