"""RNN Explainer: run with `streamlit run app.py`."""

import streamlit as st

from explainer import controls, lessons, page

language = controls.language()
st.set_page_config(page_title=lessons.say(language)("ui.app_title"), page_icon="🔁", layout="wide")
chapters = [st.Page(file, title=title, url_path=place, default=not n) for n, (file, title, place) in enumerate(page.course(language))]
shown = st.navigation(chapters, position="top" if len(chapters) > 1 else "hidden")
page.top(language)
shown.run()
page.settle()
