"""The course as one ASGI application that is ready before it says so: networks loaded, the page's files packed in memory, its policy on every answer.

    streamlit run deploy/asgi.py

FRAME_ANCESTORS names the sites that may show the course in a frame, separated by spaces; without it only the course's own site may.
"""

import gzip
import mimetypes
import os
import sys
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response

from deploy.front import PACKED, PAGE, ROOT, policy


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


class Files:
    """Hands out the page's own files from memory, packed once. Streamlit opens each anew for every visitor, in a thread, and sends it unpacked."""

    def __init__(self, app):
        self.app = app
        self.known = {f"/{path.relative_to(PAGE).as_posix()}": path for path in (PAGE / "static").rglob("*") if path.is_file()}

    async def __call__(self, scope, receive, send):
        path = self.known.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            await held(path)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


@cache
def held(path: Path) -> Response:
    """A file whose name changes with its content, so a browser asks for it once."""
    content, headers = path.read_bytes(), {"Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding"}
    if path.suffix in PACKED:
        content, headers["Content-Encoding"] = gzip.compress(content, mtime=0), "gzip"
    return Response(content, headers=headers, media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")


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


app = st.App(ROOT / "app.py", lifespan=loaded, middleware=[Middleware(Policy), Middleware(Files)])
