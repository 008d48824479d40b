"""Who may write: everybody reads; uploading and freezing need a role.

Roles come from Streamlit's own login (OpenID Connect) where secrets have `[auth]`, and are given in `[monitor.roles]`.
Without it nobody may write but the one person at this machine (local_role). `st.user` is read here and nowhere else.
"""

import logging
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitAuthError

from components.drawing.markdown import escaped, person
from components.views import local_role

UPLOAD: Final = "upload"
FREEZE: Final = "freeze"
ROLES_JA: Final = {UPLOAD: "報告の受付・期限・確定、統計と境界の取り込み", FREEZE: "版の固定"}
LOCAL_JA: Final = "この端末の管理者"
BROKEN_JA: Final = (
    "ログインの設定（secrets.toml の [auth]）に誤りがあるため、だれもログインできず、閲覧だけができます。"
    "サーバーの管理者は、設定を直して起動し直してください（運用の手引き 8）。"
)
OVERAGE_JA: Final = (
    "所属グループが多すぎて、認証基盤が一覧を送りませんでした。認証基盤で、このアプリケーションに割り当てたグループだけを"
    "送る設定にしてください（運用の手引き 8）。"
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")  # shokuin@example.lg.jp
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)  # Entra's ids of groups
_MOST_SHOWN = 5
_MOST_LETTERS = 254  # Of a name in the records: as long as an address of e-mail can be
_BREAKS = {"Cc", "Zl", "Zp"}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Permit:
    """What the reader may do."""

    roles: frozenset[str]  # The roles held
    person_ja: str  # Who writes, as the audit log keeps it; "" for somebody unknown
    reason_ja: str  # Why the reader may do this and no more, for the page
    # Names of the login services to choose from; "" is the one without a name. Empty where nobody can log in or
    # the reader already has.
    providers: tuple[str, ...] = ()
    is_logged_in: bool = False  # Whether the reader can log out
    claims_ja: str = ""  # What the login service sent, and which of it gives which role

    def may(self, role: str) -> bool:
        """Return whether the reader holds a role."""
        return role in self.roles


def decide(secrets: Mapping[str, Any], user: Mapping[str, Any], *, local_refusal_ja: str) -> Permit:
    """Return what a reader may do.

    Args:
        secrets: The secrets of the application, {} where there are none. Any `[auth]`, even a broken one, means that
            roles come from a login and from nothing else.
        user: What the login says about the reader; only read where `[auth]` is set up.
        local_refusal_ja: Why the reader is not the one person at this machine; empty where they are.
    """
    if "auth" in secrets:
        providers = _providers(secrets["auth"])
        return _of_login(_section(secrets, "monitor", "roles"), user, providers) if providers else _reading(BROKEN_JA)
    if local_refusal_ja:
        return _reading(local_refusal_ja)
    reason = "この端末だけで使う設定です。ログインなしで受付と版の固定ができます。"
    return Permit(frozenset(ROLES_JA), LOCAL_JA, reason)


def current() -> Permit:
    """Return what the reader of this page may do."""
    if st.secrets.load_if_toml_exists():
        secrets = st.secrets.to_dict()
    else:  # A file that cannot be read may hold a login.
        secrets = {"auth": None} if any(Path(file).exists() for file in st.get_option("secrets.files")) else {}
    user = st.user.to_dict() if secrets.get("auth") else {}
    return decide(secrets, user, local_refusal_ja=local_role.refusal_ja())


def _reading(reason_ja: str, providers: tuple[str, ...] = ()) -> Permit:
    return Permit(frozenset(), "", reason_ja, providers)


def _of_login(roles: Mapping[str, Any], user: Mapping[str, Any], providers: tuple[str, ...]) -> Permit:
    if user.get("is_logged_in") is not True:
        return _reading("閲覧はどなたでもできます。受付と版の固定にはログインが必要です。", providers)
    email = _email(user, is_sent=roles.get("provider_sends_email_verified") is not False)
    name = email or _on_one_line(str(user.get("name") or user.get("sub") or user.get("email") or ""))
    claims = {name: _texts(_claim(user, name)) for name in _texts(roles.get("claim")) if name}
    came = {_same(value) for values in claims.values() for value in values}
    grounds = {role: [one for one in _texts(roles.get(role)) if _names(one, email, came)] for role in ROLES_JA}
    held = frozenset(role for role, entries in grounds.items() if name and entries)
    names = "・".join(words for role, words in ROLES_JA.items() if role in held)
    reason = f"{name}としてログインしています。できること: {names or '閲覧'}。"
    if not held:
        reason += "受付や版の固定が必要なときは、管理者に権限の登録を依頼してください。"
    return Permit(held, name, reason, is_logged_in=True, claims_ja=_claims_ja(user, email, claims, grounds))


def _on_one_line(name: str) -> str:
    """Return a name without line breaks, tabs and signs that nobody sees or that turn the text around, cut where it has no end."""
    seen = "".join(" " if unicodedata.category(sign) in _BREAKS else sign for sign in name)
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign)[0] != "C").split())[:_MOST_LETTERS]


def _names(entry: str, email: str, came: Collection[str]) -> bool:
    """Return whether an entry names the reader: x@y is an e-mail address, one without @ a value of the claim."""
    if "@" in entry:
        return bool(email and _ADDRESS.fullmatch(entry)) and _lower(entry) == _lower(email)
    return bool(_same(entry)) and _same(entry) in came


def _email(user: Mapping[str, Any], *, is_sent: bool) -> str:
    """Return the reader's e-mail address where the login service has verified it.

    Args:
        is_sent: Whether the service sends `email_verified` at all; where it never does, the setting vouches for it.
    """
    verified = str(user.get("email_verified", not is_sent)).lower() == "true"
    email = str(user.get("email") or "")
    return email if verified and _ADDRESS.fullmatch(email) and _on_one_line(email) == email else ""


def _lower(address: str) -> str:
    """Return an address in small letters; signs that only look or fold like a Latin letter stay what they are."""
    return address.lower() if address.isascii() else address


def _same(value: str) -> str:
    """Return a value in the form in which it is compared: Keycloak's groups without their slash, Entra's ids small."""
    value = value.removeprefix("/")
    return value.lower() if _GUID.fullmatch(value) else value


def _claim(values: Mapping[str, Any], name: str) -> object:
    """Return a claim by its name, or by the path to it: `realm_access.roles`."""
    if name in values:
        return values[name]
    for place in (match.start() for match in re.finditer(r"\.", name)):
        inner = values.get(name[:place])
        if isinstance(inner, Mapping) and (found := _claim(inner, name[place + 1 :])) is not None:
            return found
    return None


def _claims_ja(
    user: Mapping[str, Any], email: str, claims: Mapping[str, Sequence[str]], grounds: Mapping[str, Sequence[str]]
) -> str:
    """Return what the login service sent about the reader and which of it gives which role."""
    unverified = "（認証基盤が確認済みと示していないため、権限には使いません）" if user.get("email") else "なし"
    parts = ["メールアドレス" + ("（確認済み）" if email else unverified)]
    used = {_same(entry) for entries in grounds.values() for entry in entries}
    for name, values in claims.items():
        # Those that count come first: nobody looks through 400 groups.
        shown = sorted(values, key=lambda value: _same(value) not in used)[:_MOST_SHOWN]
        more = f"、ほか{len(values) - len(shown):,}件" if len(values) > len(shown) else ""
        parts.append(f"{name} {len(values):,}件（{'、'.join(shown)}{more}）" if values else f"{name} なし")
    because = [(words, "、".join(grounds[role])) for role, words in ROLES_JA.items() if grounds[role]]
    why = [f"「{words}」は {entries} によります。" for words, entries in because]
    left_out = _section(user, "_claim_names")
    if any(not values and (name in left_out or user.get("hasgroups")) for name, values in claims.items()):
        why.append(OVERAGE_JA)
    return f"認証基盤から届いた値: {'、'.join(parts)}。{''.join(why)}"


def _providers(auth: object) -> tuple[str, ...]:
    if not isinstance(auth, Mapping):
        return ()
    named = tuple(name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value)
    return ("", *named) if "client_id" in auth else named


def _section(secrets: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    found: Any = secrets
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _texts(value: object) -> list[str]:
    """Return a claim or an entry as texts: one text, a list of them, or nothing."""
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def show(permit: Permit) -> None:
    """Draw what the reader may do and why, and the way to log in or out where there is one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = permit.person_ja if permit.is_logged_in else ""
        st.caption(f"{person(name)}{escaped(permit.reason_ja.removeprefix(name))}")
        for provider in permit.providers:
            label = f"ログイン（{provider}）" if provider else "ログイン"
            if st.button(escaped(label), key=f"login_{provider}"):
                try:
                    st.login(provider or None)
                except StreamlitAuthError:
                    _LOG.exception("The login is not set up rightly")
                    st.error(BROKEN_JA)
        if permit.is_logged_in and st.button("ログアウト"):
            st.logout()
    if permit.claims_ja:
        st.caption(escaped(permit.claims_ja))
