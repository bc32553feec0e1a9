"""nginx in front of servers of ours, with the settings that are shipped, on a free port and in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from deploy.front import settings, unpack
from tests.server import Server, free_port, healthy

MAIN = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log warn; worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
    include {types};
    default_type application/octet-stream;
    log_format where '$cookie_course_at $upstream_addr $status $uri';
    access_log {folder}/access.log where;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
{course}
}}
"""
NO_NGINX = "nginx is not installed on this machine (Debian: apt-get install nginx)"


def installed():
    """Path of nginx on this machine, or None."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


@contextmanager
def front(servers, ancestors=(), files=None, seconds=20):
    """A Server that is nginx before these servers. `files`: a folder that was unpacked before; otherwise one is made."""
    command, port = installed(), free_port()
    if command is None:
        raise RuntimeError(NO_NGINX)
    url = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        folder.chmod(0o755)                             # started by root, nginx reads as another user
        if files is None:
            files = folder / "files"
            unpack(files)
        course = settings(f"127.0.0.1:{port}", [f"127.0.0.1:{urlsplit(server.url).port}" for server in servers], "localhost", ancestors, str(files))
        types = next((path for path in (Path("/etc/nginx/mime.types"), Path(command).parents[1] / "conf/mime.types") if path.exists()), None)
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, types=types or os.devnull, course=course), "utf-8")
        log = folder / "error.log"
        process = subprocess.Popen([command, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(log)], stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + seconds
            while not healthy(url):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"nginx did not start:\n{log.read_text('utf-8') if log.exists() else ''}")
                time.sleep(0.05)
            yield Server(url, process.pid, log)
        finally:
            process.terminate()
            process.wait(10)
