"""Every way to serve the course is started as it is shipped, and holds what it must hold."""

import asyncio
import configparser
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import kubernetes_validate
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from benchmarks import load
from benchmarks.learner import Session, Unanswered
from deploy import front as shipped
from deploy.pins import asked_for, pins
from tests.front import NO_NGINX, front, installed
from tests.server import ROOT, free_port, healthy, serve

DEPLOY = ROOT / "deploy"
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
CONSTRAINTS = dict(line.split("==") for line in (DEPLOY / "constraints.txt").read_text("utf-8").split("\n") if "==" in line)
NOBODY = 65534
MANIFESTS = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.stem != "kustomization")
needs_nginx = pytest.mark.skipif(installed() is None, reason=NO_NGINX)


def instructions(word):
    """What follows a word in the Dockerfile, in order, lines that go on joined."""
    lines = re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
    return [line.split(None, 1)[1] for line in lines if line.split(None, 1)[:1] == [word]]


def ran(coroutine):
    """What a coroutine returns, run in a thread of its own: the browser of the tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def shown(url, **options):
    """What a first visitor of a server is sent."""
    async def visit():
        session = Session(url, **options)
        await session.open()
        await session.close()
        return session.seen
    return ran(visit())


def answer(url, headers=None):
    with urlopen(Request(url, headers=headers or {}), timeout=30) as found:
        return found.headers, found.read()


@contextmanager
def started(command, folder, url, **options):
    """A command that serves `url` until the block ends; yields a function that says what it printed."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    try:
        end = time.monotonic() + 60
        while not healthy(url):
            assert process.poll() is None and time.monotonic() < end, process.communicate(timeout=5)[0] if process.poll() is not None else command
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(10)


# One container -----------------------------------------------------------------------------------------------------------------

@pytest.fixture
def image(tmp_path):
    """The folder that the container would have: what the Dockerfile copies, of what .dockerignore lets through."""
    tmp_path.chmod(0o755)
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    for line in instructions("COPY"):
        *sources, target = line.split()
        for source in sources:
            assert source.split("/")[0] in let_through, f"{source} is kept out by .dockerignore"
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, tmp_path / target)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return tmp_path


def without_rights():
    """What makes a command run as somebody who owns nothing: another user, or, where that one may not even start this Python, root without its powers."""
    if os.geteuid():
        return [], {}
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import streamlit"], check=True, cwd="/", stderr=subprocess.DEVNULL, **nobody)
        return [], nobody
    except (OSError, subprocess.CalledProcessError):
        return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"], {}


def test_the_container_starts_without_rights_from_what_is_copied_and_says_that_it_is_healthy(image):
    command, port = json.loads(instructions("CMD")[0]), free_port()
    health = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    place = {"8501": str(port), "python": sys.executable}
    command, health = ([re.sub("8501|^python$", lambda found: place[found[0]], part) for part in line] for line in (command, health))
    settings = dict(pair.split("=") for line in instructions("ENV") for pair in line.split())
    prefix, person = without_rights()
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "FRAME_ANCESTORS": "https://lms.example", **settings}
    url = f"http://localhost:{port}"
    with started([*prefix, *command], image, url, env=environment, **person) as process:
        assert subprocess.run(health, env=environment).returncode == 0
        assert {"stage", "lang"} <= shown(url).widgets.keys()
        headers, page = answer(url)
        assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://lms.example")
        for name in re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', page.decode()):
            packed, content = answer(f"{url}/{name}", {"Accept-Encoding": "gzip"})
            plain, other = answer(f"{url}/{name}")
            assert gzip.decompress(content) == other == (shipped.PAGE / name).read_bytes()
            assert "immutable" in packed["Cache-Control"] and packed["Content-Type"] == plain["Content-Type"] and packed["Content-Security-Policy"]
            assert packed["Content-Encoding"] == "gzip" and packed["Vary"] == "Accept-Encoding" and plain["Content-Encoding"] is None
        with pytest.raises(HTTPError):
            answer(f"{url}/static/js/../../../../asgi.py", {"Accept-Encoding": "gzip"})
        process.terminate()
        printed = process.communicate(timeout=20)[0]
    assert "Traceback" not in printed and "Error" not in printed, printed
    assert subprocess.run(health, env=environment, stderr=subprocess.DEVNULL).returncode != 0


def test_the_container_is_built_from_pinned_parts_and_runs_without_rights():
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", instructions("FROM")[0])
    assert instructions("USER") == ["1000"] and "--uid 1000" in DOCKERFILE
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert any("-c constraints.txt" in line and "/whl/cpu" in line for line in instructions("RUN"))
    assert instructions("EXPOSE") == ["8501"]
    assert {word for word in re.findall(r"^([A-Z]+) ", DOCKERFILE, re.MULTILINE)} <= {
        "FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}


def test_everything_that_is_installed_is_pinned_to_what_the_requirements_allow():
    assert set(pins()) <= set(CONSTRAINTS), "run `python -m deploy.pins > deploy/constraints.txt`"
    assert {"httptools", "uvloop"} <= set(CONSTRAINTS) or sys.platform == "win32", "what Streamlit can serve faster with is asked for and pinned"
    for wanted in asked_for():
        assert wanted.specifier.contains(CONSTRAINTS[canonicalize_name(wanted.name)]), wanted


# Hosts that expect files -------------------------------------------------------------------------------------------------------

def test_community_cloud_finds_a_script_with_its_requirements_beside_it():
    folder = DEPLOY / "community_cloud"
    lines = (folder / "requirements.txt").read_text("utf-8").split("\n")
    assert (folder / next(line for line in lines if line.startswith("-r")).split()[1]).resolve() == ROOT / "requirements.txt"
    pinned = Requirement(next(line for line in lines if line.startswith("torch")))
    assert [str(part.version) for part in pinned.specifier] == [f"{CONSTRAINTS['torch']}+cpu"]
    with serve(folder / "streamlit_app.py", ROOT) as server:
        assert {"stage", "lang"} <= shown(server.url).widgets.keys()
        assert not server.faults()


def test_a_space_finds_its_front_matter_and_the_port_of_the_container():
    _, front_matter, text = (DEPLOY / "huggingface" / "README.md").read_text("utf-8").split("---\n", 2)
    space = yaml.safe_load(front_matter)
    assert (space["sdk"], space["app_port"]) == ("docker", int(instructions("EXPOSE")[0]))
    assert len(space["short_description"]) <= 60 and space["colorFrom"] in COLOURS and space["colorTo"] in COLOURS
    assert text.strip()


COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}


def test_a_space_may_be_shown_on_the_page_of_its_host(monkeypatch):
    from deploy import asgi
    monkeypatch.setenv("FRAME_ANCESTORS", "https://a.example https://b.example")
    monkeypatch.setenv("SPACE_ID", "someone/course")
    assert asgi.ancestors() == ["https://a.example", "https://b.example", "https://huggingface.co"]


# Several processes behind nginx ------------------------------------------------------------------------------------------------

CLASS = 24


def unit(port):
    """The command of the systemd unit for a port, run by this Python, and its environment."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / "nginx" / "course@.service", "utf-8")
    service = parser["Service"]
    _, *rest = service["ExecStart"].replace("%i", str(port)).split()
    return [sys.executable, *rest], {**os.environ, **dict(pair.split("=") for pair in service["Environment"].split())}


@contextmanager
def process_on(port):
    command, environment = unit(port)
    with started(command, ROOT, f"http://localhost:{port}", env=environment) as process:
        yield process


def active(port):
    """Sessions that a process holds."""
    _, metrics = answer(f"http://localhost:{port}/_stcore/metrics")
    return int(re.search(r"^active_sessions (\d+)", metrics.decode(), re.MULTILINE)[1])


class At:
    """A server as the front knows it."""

    def __init__(self, port):
        self.url = f"http://localhost:{port}"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for path in (folder, *list(folder.parents)[:2]):
        path.chmod(0o755)
    assert shipped.unpack(folder) > 100
    return folder


async def opened(url, seen, cookies):
    sessions = [Session(url, seen, cookie=f"course_at={cookie}", heard=[]) for cookie in cookies]
    await asyncio.gather(*(session.open() for session in sessions))
    return sessions


def covered(piece):
    return {"stage": {"choices": {"sentence": "", "covered": [piece], "silenced": [], "donor": None, "step": 5, "guess": "-",
                                  "depth": "picture", "reached": "why", "lang": "zh"}}}


def test_the_stage_is_answered_without_the_rest_of_its_page(server):
    """A report is read before the Stage is drawn: otherwise each would cost a second drawing, and the whole page."""
    async def asked():
        session = Session(server.url)
        await session.open()
        runs = []
        for piece in (0, 1, 2):
            session.heard = []
            await session.run(covered(piece))
            runs.append([message.script_finished for message in map(ForwardMsg.FromString, session.heard) if message.WhichOneof("type") == "script_finished"])
        await session.close()
        return runs

    first, *later = ran(asked())
    assert first == [ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_SUCCESSFULLY]         # the page waited for the end of the sentence
    assert later == 2 * [[ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY]]


@needs_nginx
def test_a_class_stays_with_its_processes_and_moves_when_one_dies(files):
    ports = [free_port(), free_port()]
    cookies = [f"{number:032x}" for number in range(CLASS)]

    async def lesson(url, kill, restart):
        seen = await asyncio.to_thread(shown, url)
        sessions = await opened(url, seen, cookies)
        held = [active(port) for port in ports]
        assert sum(held) == CLASS and min(held) >= CLASS // 6, held            # both carry the class

        for piece, session in enumerate(sessions):
            await session.run(covered(piece % 5))
        assert [reading(session)["choices"]["covered"] for session in sessions] == [[piece % 5] for piece in range(CLASS)]

        again = await opened(url, seen, cookies)                                # a second tab goes where the first one is
        assert [active(port) for port in ports] == [2 * n for n in held]
        await asyncio.gather(*(session.close() for session in again))

        kill()
        lost = []
        for session in sessions:
            try:
                await session.run(covered(3))
            except Unanswered:
                lost.append(session)
        assert len(lost) == held[0]                                             # the others did not notice
        begin = time.monotonic()
        for session in lost:                                                    # what a browser does: connects again, says again what was chosen
            await session.open()
            new = await session.run(covered(sessions.index(session) % 5))
            assert not new and 0 in session.kept.values()                       # the other process shows the same, to the byte
        assert active(ports[1]) == CLASS
        moved = time.monotonic() - begin

        await asyncio.to_thread(restart)
        end, fresh = time.monotonic() + 30, []
        while not active(ports[0]):                                             # asked again when its rest is over
            assert time.monotonic() < end, "nginx does not come back to a process that was restarted"
            await asyncio.sleep(0.5)
            fresh += await opened(url, seen, [lost[0].cookie.partition("=")[2]])
        for session in (*sessions, *fresh):
            await session.close()
        return moved

    def reading(session):
        from benchmarks.learner import reading as given
        return given(session.heard)

    with ExitStack() as stack:
        first, _ = (stack.enter_context(process_on(port)) for port in ports)
        front_door = stack.enter_context(front([At(port) for port in ports], files=files))

        def kill():
            first.kill()
            first.wait(10)

        moved = ran(lesson(front_door.url, kill, lambda: stack.enter_context(process_on(ports[0]))))
        assert moved < 20
        assert "[emerg]" not in front_door.log.read_text("utf-8")


@needs_nginx
def test_the_front_packs_files_answers_for_itself_and_asks_for_no_cookie_twice(files, server):
    with front([server], files=files) as door:
        script = re.search(rb'src="\./(static/js/[^"]+)"', answer(door.url)[1])[1].decode()
        headers, packed = answer(f"{door.url}/{script}", {"Accept-Encoding": "gzip"})
        _, whole = answer(f"{server.url}/{script}")
        assert headers["Content-Encoding"] == "gzip" and len(packed) < len(whole) / 2 and "immutable" in headers["Cache-Control"]
        assert answer(f"{door.url}/{script}")[1] == whole
        assert answer(f"{door.url}/front/health")[1] == b"ok\n" and answer(f"{door.url}/_stcore/health")[1] == b"ok"
        cookie = answer(door.url)[0]["Set-Cookie"]
        assert re.fullmatch(r"course_at=[0-9a-f]{32}; Path=/; HttpOnly; Max-Age=86400; SameSite=Lax", cookie)
        assert answer(door.url, {"Cookie": cookie.partition(";")[0]})[0]["Set-Cookie"] is None
    assert "SameSite=None; Secure; Partitioned" in shipped.settings("443", ["127.0.0.1:8501"], https=True)


def test_a_policy_is_written_once_and_evaluates_nothing():
    policy = dict(part.split(None, 1) for part in shipped.policy(["https://lms.example"]).split("; "))
    assert policy["frame-ancestors"] == "'self' https://lms.example" and policy["default-src"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & set(policy["script-src"].split())


# In the frame of a course page -------------------------------------------------------------------------------------------------

@contextmanager
def course_page(folder, url):
    """A page of another site that shows the course in a frame."""
    (folder / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,"><h1>Unit 3</h1><iframe src="{url}/?embed=true" width="1200" height="700"></iframe>', "utf-8")
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@needs_nginx
def test_a_websocket_from_a_page_of_another_site_is_refused(files, server):
    async def refused(url, origin):
        try:
            async with connect(f"ws://{urlsplit(url).netloc}/_stcore/stream", origin=origin, subprotocols=["streamlit"]):
                return False
        except InvalidStatus:
            return True

    with front([server], files=files) as door:
        assert [ran(refused(url, origin)) for url in (server.url, door.url) for origin in (url, "https://elsewhere.example")] == [False, True] * 2


@needs_nginx
def test_under_its_policy_the_course_works_whole_and_in_an_allowed_frame(files, server, profile, tmp_path):
    with front([server], ancestors=["http://127.0.0.1:*"], files=files) as door, course_page(tmp_path, door.url) as lms:
        page = profile().new_page()
        page.goto(door.url)
        page.locator(".look").click()
        page.locator(".lanes").wait_for()
        page.keyboard.press("End")
        page.locator(".st-key-closer summary").click()          # the charts, too, evaluate nothing
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        page.goto(lms)
        frame = page.frame_locator("iframe")
        frame.locator(".look").click()
        frame.locator(".lanes").wait_for()


@needs_nginx
def test_a_site_that_is_not_named_cannot_frame_the_course(files, server, browser, tmp_path):
    with front([server], ancestors=["https://lms.example"], files=files) as door, course_page(tmp_path, door.url) as lms:
        page, said = browser.new_page(), []
        page.on("console", lambda line: said.append(line.text))
        page.goto(lms)
        page.wait_for_timeout(500)
        assert any("frame-ancestors" in line for line in said), said
        assert not page.frames[1].locator(".stage").count()
        page.close()


# Kubernetes --------------------------------------------------------------------------------------------------------------------

VERSIONS = ("1.30", kubernetes_validate.latest_version())


def manifest(kind):
    return next(found for found in map(yaml.safe_load, (path.read_text("utf-8") for path in MANIFESTS)) if found["kind"] == kind)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_keeps_the_published_schema(path):
    for version in VERSIONS:
        kubernetes_validate.validate(yaml.safe_load(path.read_text("utf-8")), version, strict=True)


def test_a_slip_in_a_manifest_would_be_found():
    slip = manifest("Deployment")
    slip["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(slip, VERSIONS[-1], strict=True)


def test_the_manifests_speak_of_each_other():
    deployment, service, ingress, scaler, budget = map(manifest, ("Deployment", "Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"))
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert labels == service["spec"]["selector"] == budget["spec"]["selector"]["matchLabels"] == deployment["spec"]["selector"]["matchLabels"]
    container, = deployment["spec"]["template"]["spec"]["containers"]
    port, = container["ports"]
    assert service["spec"]["ports"][0]["targetPort"] == port["name"] and port["containerPort"] == int(instructions("EXPOSE")[0])
    backend = ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert (backend["name"], backend["port"]["name"]) == (service["metadata"]["name"], service["spec"]["ports"][0]["name"])
    target = scaler["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"], target["apiVersion"]) == (deployment["kind"], deployment["metadata"]["name"], deployment["apiVersion"])
    assert budget["spec"]["minAvailable"] < scaler["spec"]["minReplicas"] == deployment["spec"]["replicas"]
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text("utf-8"))["resources"]
    assert sorted(listed) == [path.name for path in MANIFESTS]


def test_a_pod_is_probed_has_no_rights_and_its_visitors_stay_with_it():
    pod = manifest("Deployment")["spec"]["template"]["spec"]
    container, = pod["containers"]
    assert {container[probe]["httpGet"]["path"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")} == {"/_stcore/health"}
    assert pod["securityContext"]["runAsNonRoot"] and str(pod["securityContext"]["runAsUser"]) == instructions("USER")[0]
    assert container["securityContext"]["readOnlyRootFilesystem"] and container["securityContext"]["capabilities"]["drop"] == ["ALL"]
    marks = manifest("Ingress")["metadata"]["annotations"], manifest("Service")["metadata"]["annotations"]
    assert marks[0]["nginx.ingress.kubernetes.io/affinity"] == "cookie" and marks[1]["traefik.ingress.kubernetes.io/service.sticky.cookie"] == "true"
    assert marks[0]["nginx.ingress.kubernetes.io/session-cookie-name"] == marks[1]["traefik.ingress.kubernetes.io/service.sticky.cookie.name"] == "course_at"
    assert int(marks[0]["nginx.ingress.kubernetes.io/proxy-read-timeout"]) >= 3600


# The pages about it, and the measurement ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("page", sorted(DEPLOY.rglob("*.md")), ids=lambda page: str(page.relative_to(DEPLOY)))
def test_every_file_that_a_page_names_is_there(page):
    for path in re.findall(r"[`(]((?:deploy|\.streamlit|tests|benchmarks)/[\w./@-]+|[\w-]+\.md)[`)#]", page.read_text("utf-8")):
        assert (ROOT / path).exists() or (page.parent / path).exists(), path


def test_every_file_in_the_folder_is_named_on_a_page():
    pages = "\n".join(page.read_text("utf-8") for page in DEPLOY.rglob("*.md"))
    shipped_files = [path for path in DEPLOY.rglob("*") if path.is_file() and "__pycache__" not in path.parts and path.name != "__init__.py"]
    assert not [path.name for path in shipped_files if path.name not in pages and path.stem not in pages]


def test_a_small_class_is_measured_and_nobody_fails():
    (way, met), = ran(load.everything(["course"], (5,), 5.0, browser=False, late=.4))
    assert not met.faults and len(met.times["first"]) == 5 and met.times["step"]
    assert all(0 < share <= 2 for share in (met.cpu, met.own)) and met.cpu_answer > 0
    assert way.name in load.waiting([(way, met)]) and way.name in load.using([(way, met)])


def test_a_learner_who_gets_no_answer_counts_as_failed():
    met = load.Met(1, counted=float("inf"))
    async def visit():
        await load.one(0, f"http://localhost:{free_port()}", None, [], load.WAYS["course"], (("", 1),), met, asyncio.get_running_loop().time())
    ran(visit())
    assert sum(met.faults.values()) == 1
