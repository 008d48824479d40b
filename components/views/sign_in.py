"""The line that says what the reader may do, with the buttons to log in and out."""

from __future__ import annotations

import streamlit as st

from components.views.roles import Permit


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
