"""The course as one ASGI application that is ready before it says so: networks loaded, and the page's policy on every answer.

    streamlit run deploy/asgi.py

FRAME_ANCESTORS names the sites that may show the course in a frame, separated by spaces; without it only the course's own site may.
"""

import os
import sys
from contextlib import asynccontextmanager

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from deploy.front import ROOT, policy


SPACES = "https://huggingface.co"             # shows a Space in a frame of its own page; SPACE_ID is set there


def ancestors() -> list[str]:
    """Sites that may show the course in a frame."""
    return [*os.environ.get("FRAME_ANCESTORS", "").split(), *([SPACES] if "SPACE_ID" in os.environ else [])]


class Policy:
    """Writes the headers that nginx would write onto every answer that has none."""

    def __init__(self, app):
        self.app = app
        self.headers = {"Content-Security-Policy": policy(ancestors()),
                        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}

    async def __call__(self, scope, receive, send):
        async def sent(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sent)


@asynccontextmanager
async def loaded(app):
    """Reads every network before the first visitor: a class that arrives at once would load each as often as it has pupils."""
    from explainer import lessons
    from explainer.bundles import BundleError
    from explainer.reading import machines

    for language in lessons.languages():
        try:
            machines(language)
        except BundleError as broken:           # its own pages say so too; all others are served
            print(broken, file=sys.stderr)
    yield


app = st.App(ROOT / "app.py", lifespan=loaded, middleware=[Middleware(Policy)])
