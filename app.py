"""RNN Explainer: run with `streamlit run app.py`."""

import streamlit as st

from explainer import controls, lessons, page
from explainer.turns import turn

with turn:
    language = controls.language()
    st.set_page_config(page_title=lessons.say(language)("ui.app_title"), page_icon="🔁", layout="wide")
    shown = page.menu(language)
    page.top(language, shown.url_path)
    shown.run()
    page.settle()
