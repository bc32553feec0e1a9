"""The least page that Streamlit can show with something to tap: the floor that our first visit is measured against."""

import streamlit as st

st.button("tap")
