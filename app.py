"""地域共生モニター: show the menu and run the chosen page; the server itself comes from here, too (`streamlit run app.py`)."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.views import navigation, operations

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, routes=operations.ROUTES, lifespan=operations.warmed)
else:
    st.set_page_config(page_title=navigation.PRODUCT, page_icon=navigation.PRODUCT_ICON, layout="wide")
    page = navigation.show_menu()
    with navigation.through_app():
        page.run()
