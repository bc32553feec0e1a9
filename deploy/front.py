"""The settings with which nginx stands in front of several processes of the course.

    python -m deploy.front --listen 80 --servers 127.0.0.1:8501 127.0.0.1:8502 --ancestors https://moodle.example.org > course.conf
    python -m deploy.front --unpack /var/www/course        # the page's own files, packed once, for nginx to hand out
"""

import argparse
import base64
import gzip
import hashlib
import re
import shutil
from pathlib import Path

import streamlit

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "deploy" / "nginx" / "course.conf.template"
PAGE = Path(streamlit.__file__).parent / "static"
FILES = "/var/www/course"
PACKED = {".js", ".css", ".svg", ".json", ".ttf"}


def policy(ancestors: list[str]) -> str:
    """What the page may load and who may frame it: everything from its own server, the Stage's script from memory, nothing evaluated."""
    inline = re.findall(r"<script>(.*?)</script>", (PAGE / "index.html").read_text("utf-8"), re.DOTALL)
    known = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline]
    return "; ".join([
        "default-src 'self'", " ".join(["script-src 'self' blob:", *known]), "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
        "font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:", "object-src 'none'", "base-uri 'self'", "form-action 'self'",
        " ".join(["frame-ancestors 'self'", *ancestors])])


def settings(listen: str, servers: list[str], name: str = "_", ancestors: list[str] = (), files: str = FILES, https: bool = False) -> str:
    """The template with everything filled in. `https`: the cookie also holds inside a frame on another site, which browsers allow over https alone."""
    gaps = {"LISTEN": listen, "NAME": name, "FILES": files, "POLICY": policy(list(ancestors)),
            "SERVERS": "\n".join(f"    server {server} max_fails=1 fail_timeout=5s;" for server in servers),
            "COOKIE": "SameSite=None; Secure; Partitioned" if https else "SameSite=Lax"}
    return re.sub(r"\$\{([A-Z]+)\}", lambda gap: gaps[gap[1]], TEMPLATE.read_text("utf-8"))


def unpack(folder: Path) -> int:
    """Copies the files that the page loads by name into `folder`, a packed one beside each that packing makes smaller; how many there are."""
    shutil.copytree(PAGE / "static", folder / "static", dirs_exist_ok=True)
    copied = [path for path in (folder / "static").rglob("*") if path.is_file() and path.suffix != ".gz"]
    for path in copied:
        if path.suffix in PACKED:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return len(copied)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--listen", default="80", help="where nginx listens: a port, or an address and a port")
    asked.add_argument("--servers", nargs="+", default=["127.0.0.1:8501", "127.0.0.1:8502"], help="the processes of the course")
    asked.add_argument("--name", default="_", help="the name of the site")
    asked.add_argument("--ancestors", nargs="*", default=[], help="sites whose pages may show the course in a frame")
    asked.add_argument("--https", action="store_true", help="browsers reach the site over https")
    asked.add_argument("--files", default=FILES, help="the folder that --unpack has filled")
    asked.add_argument("--unpack", type=Path, metavar="FOLDER", help="fill FOLDER with the page's own files, and end")
    given = vars(asked.parse_args())
    folder = given.pop("unpack")
    print(f"{unpack(folder)} files in {folder}" if folder else settings(**given), end="\n" if folder else "")


if __name__ == "__main__":
    main()
