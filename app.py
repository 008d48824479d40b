"""地域共生モニター: show the menu and run the chosen page."""

from __future__ import annotations

import streamlit as st

from components.views import navigation

st.set_page_config(page_title=navigation.PRODUCT, page_icon=navigation.PRODUCT_ICON, layout="wide")
page = navigation.show_menu()
with navigation.through_app():
    page.run()
