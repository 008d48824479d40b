"""The role of the one person at this machine, where no login is set up: a token in the address that `make run` prints.

A setting proves nothing: a stranger's page can reach this machine's port under a name of its own (DNS rebinding), and a
proxy makes every reader look near. So the request itself must come from this machine, under a loopback name, passed on
by nobody, and whoever sends it must have read the terminal. The token is good until the server ends.
"""

import hmac
import os
import re
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

VARIABLE: Final = "MONITOR_LOCAL_TOKEN"
PARAMETER: Final = "token"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")  # long enough that nobody guesses it, and plain in an address and a cookie
_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}
_OF_PROXIES: Final = {"via", "x-real-ip", "true-client-ip", "cf-connecting-ip"}
_BROUGHT: Final = "local_token_brought"
_SEVERAL: Final = "複数の人で使うときはログインを設定してください（運用の手引き 8）。"
NO_TOKEN_JA: Final = (
    "ログインが設定されていないため、閲覧だけができます。"
    "1台で使うときは、手引きのコマンドで起動したときに表示される「この端末用のアドレス」から開き、" + _SEVERAL
)
OPEN_TO_OTHERS_JA: Final = "ほかの端末から開ける設定なので、この端末用のアドレスでも閲覧だけができます。" + _SEVERAL
FROM_ELSEWHERE_JA: Final = (
    "この端末の localhost を直接開いたときのほか（別の名前、別の端末、プロキシ経由）は、閲覧だけができます。" + _SEVERAL
)
NOT_BROUGHT_JA: Final = (
    "閲覧だけができます。受付と版の固定は、起動したときに端末に表示された「この端末用のアドレス」から開くとできます。"
    "起動し直すとアドレスは変わります。"
)


def receive_token() -> None:
    """Remember a right token in the address for this session and, as a cookie, for the next ones in this browser."""
    token, brought = _token(), st.query_params.get(PARAMETER)
    if brought is None or not token or not hmac.compare_digest(brought.encode(), token.encode()):
        return
    st.session_state[_BROUGHT] = token
    if not _is_from_elsewhere():
        cookie = f"{_cookie_name()}={token}; path=/; SameSite=Strict"
        st.html(f"<script>document.cookie = '{cookie}'</script>", unsafe_allow_javascript=True)


def refusal_ja() -> str:
    """Return why the reader is not taken for the one person at this machine; empty where they are."""
    token = _token()
    if not token:
        return NO_TOKEN_JA
    if not {st.get_option("server.address"), st.get_option("browser.serverAddress")} <= _LOOPBACK:
        return OPEN_TO_OTHERS_JA
    if _is_from_elsewhere():
        return FROM_ELSEWHERE_JA
    brought = st.session_state.get(_BROUGHT) or st.context.cookies.get(_cookie_name(), "")
    return "" if hmac.compare_digest(str(brought).encode(), token.encode()) else NOT_BROUGHT_JA


def _token() -> str:
    token = os.environ.get(VARIABLE, "")
    return token if _TOKEN.fullmatch(token) else ""


def _is_from_elsewhere() -> bool:
    """Return whether the request came from another machine, under another name or through a proxy."""
    headers = {name.lower() for name in st.context.headers}
    is_passed_on = bool(headers & _OF_PROXIES) or any("forwarded" in name for name in headers)
    # Streamlit says None for an address of this machine; a request always has a Host.
    return is_passed_on or st.context.ip_address is not None or _host()[0] not in _LOOPBACK


def _host() -> tuple[str, int]:
    try:
        host = urlsplit(f"//{st.context.headers.get('Host', '')}")
        return host.hostname or "", host.port or 80
    except ValueError:
        return "", 0


def _cookie_name() -> str:
    """Return the name of the cookie; browsers share cookies between the ports of a machine."""
    return f"kyosei_monitor_{_host()[1]}"
