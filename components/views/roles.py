"""Who may write: everybody reads; uploading and freezing need a role.

Roles come from Streamlit's own login (OpenID Connect) where secrets have `[auth]`, and are given in `[monitor.roles]`.
Without it nobody may write, except on a single machine with MONITOR_LOCAL_ADMIN=1. `st.user` is read here and nowhere
else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

UPLOAD: Final = "upload"
FREEZE: Final = "freeze"
ROLES_JA: Final = {UPLOAD: "報告の受付・期限・確定、統計と境界の取り込み", FREEZE: "版の固定"}
LOCAL_ADMIN: Final = "MONITOR_LOCAL_ADMIN"
LOCAL_JA: Final = "この端末の管理者"
_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


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

    def may(self, role: str) -> bool:
        """Return whether the reader holds a role."""
        return role in self.roles


def decide(secrets: Mapping[str, Any], user: Mapping[str, Any], *, local_admin: bool, single_machine: bool) -> Permit:
    """Return what a reader may do.

    Args:
        secrets: The secrets of the application, {} where there are none.
        user: What the login says about the reader; only read where `[auth]` is set up.
        single_machine: Whether only this machine can open the application.
    """
    providers = _providers(secrets.get("auth") or {})
    if providers:
        return _of_login(_section(secrets, "monitor", "roles"), user, providers)
    if not local_admin:
        return Permit(
            frozenset(),
            "",
            f"ログインが設定されていないため、閲覧だけができます。1台で使うときは環境変数 {LOCAL_ADMIN}=1 を"
            "指定し、複数の人で使うときはログインを設定してください（運用の手引き 8）。",
        )
    if not single_machine:
        return Permit(
            frozenset(),
            "",
            f"ほかの端末から開ける設定なので、{LOCAL_ADMIN}=1 は無視し、閲覧だけができます。"
            "複数の人で使うときはログインを設定してください（運用の手引き 8）。",
        )
    return Permit(
        frozenset(ROLES_JA),
        LOCAL_JA,
        f"この端末だけで使う設定（{LOCAL_ADMIN}=1）です。ログインなしで受付と版の固定ができます。",
    )


def current() -> Permit:
    """Return what the reader of this page may do."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    return decide(
        secrets,
        st.user.to_dict() if secrets.get("auth") else {},
        local_admin=os.environ.get(LOCAL_ADMIN) == "1",
        single_machine={st.get_option("server.address"), st.get_option("browser.serverAddress")} <= _LOOPBACK,
    )


def _of_login(roles: Mapping[str, Any], user: Mapping[str, Any], providers: tuple[str, ...]) -> Permit:
    if user.get("is_logged_in") is not True:
        return Permit(frozenset(), "", "閲覧はどなたでもできます。受付と版の固定にはログインが必要です。", providers)
    email = _email(user)
    person = email or str(user.get("name") or user.get("sub") or "")
    claim = _texts(user.get(str(roles.get("claim") or "")))
    held = frozenset(role for role in ROLES_JA if person and _holds(_texts(roles.get(role)), email, claim))
    names = "・".join(words for role, words in ROLES_JA.items() if role in held)
    reason = f"{person}としてログインしています。できること: {names or '閲覧'}。"
    if not held:
        reason += "受付や版の固定が必要なときは、管理者に権限の登録を依頼してください。"
    return Permit(held, person, reason, is_logged_in=True)


def _holds(allowed: Iterable[str], email: str, claim: Iterable[str]) -> bool:
    """Return whether an entry names the reader: one with @ is an e-mail address, any other a value of the claim."""
    addresses = {entry.casefold() for entry in allowed if "@" in entry}
    return email.casefold() in addresses or bool({entry for entry in allowed if "@" not in entry} & set(claim))


def _email(user: Mapping[str, Any]) -> str:
    """Return the reader's e-mail address, unless the login service says that it has not been verified."""
    verified = str(user.get("email_verified", "true")).casefold() == "true"
    return str(user.get("email") or "") if verified else ""


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
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
    """Draw what the reader may do, and the way to log in or out where there is one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"🔑 {permit.reason_ja}")
        for provider in permit.providers:
            label = f"ログイン（{provider}）" if provider else "ログイン"
            if st.button(label, key=f"login_{provider}"):
                st.login(provider or None)
        if permit.is_logged_in and st.button("ログアウト"):
            st.logout()
