"""What the course is made of, and whether known faults are among it.

    python -m deploy.audit [--bom bom.json]

Writes a bill of materials (CycloneDX 1.5) of everything that requirements.txt draws in, as it is installed here; that needs no
network. Then asks pip-audit, where it is installed or can be, for known vulnerabilities. Ends with 1 only if some were found.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"
NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
SECONDS = 300
CANARY = "jinja2==2.4.1"                           # sandbox escapes, known for years
SOURCES = ("osv", "pypi")
FOUND = re.compile(r"Found (\d+) known vulnerabilit")


def plain(name: str) -> str:
    """A package's name as registries compare it.

    >>> plain("Typing_Extensions")
    'typing-extensions'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(lines) -> Iterator[str]:
    """The packages that lines of requirements ask for, without extras that nobody chose."""
    for line in lines:
        wanted, _, marker = line.partition(";")
        if (found := NAME.match(wanted)) and "extra ==" not in marker:
            yield plain(found[1])


def drawn_in(names) -> dict[str, metadata.Distribution]:
    """Everything these packages need, as far as it is installed here, by name."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:           # for another system or another Python
            continue
        waiting += asked(found[name].requires or ())
    return dict(sorted(found.items()))


def component(name: str, package: metadata.Distribution) -> dict:
    licence = package.metadata.get("License-Expression") or next((line.rpartition(":: ")[2] for line in package.metadata.get_all("Classifier") or () if line.startswith("License ::")), None)
    told = {"type": "library", "name": name, "version": package.version, "purl": f"pkg:pypi/{name}@{package.version}", "bom-ref": f"{name}@{package.version}"}
    return told | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def bill(requirements: Path = REQUIREMENTS) -> dict:
    """The bill of materials as CycloneDX has it."""
    packages = drawn_in(asked(requirements.read_text("utf-8").splitlines()))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
            "metadata": {"component": {"type": "application", "name": "rnn-explainer"}},
            "components": [component(name, package) for name, package in packages.items()],
            "dependencies": [{"ref": f"{name}@{package.version}", "dependsOn": sorted(f"{other}@{packages[other].version}" for other in set(asked(package.requires or ())) & set(packages))}
                             for name, package in packages.items()]}


def known_faults(materials: dict) -> tuple[bool, str]:
    """Whether vulnerabilities are known of what is installed, and what is to be said about it.

    A source is believed only if it knows the faults of CANARY: a registry's mirror may answer without knowing of any.
    """
    with tempfile.TemporaryDirectory() as beside:
        try:
            tool = audit_tool(Path(beside) / "tools")
            if tool is None:
                return False, "audit: pip-audit is not installed and cannot be had from here; known vulnerabilities were not looked up"
            for source in SOURCES:
                if FOUND.search(asked_of(tool, source, [CANARY], beside)):
                    said = asked_of(tool, source, [f"{it['name']}=={it['version'].partition('+')[0]}" for it in materials["components"]], beside)
                    return bool(FOUND.search(said)), said.strip() if FOUND.search(said) else f"audit: {source} knows of no vulnerabilities in {len(materials['components'])} packages"
        except subprocess.TimeoutExpired:
            return False, f"audit: no answer within {SECONDS} seconds; known vulnerabilities were not looked up"
    return False, f"audit: no list of vulnerabilities can be reached from here (tried {' and '.join(SOURCES)}); nothing was looked up"


def audit_tool(folder: Path) -> list[str] | None:
    """The command that runs pip-audit: the one installed, else one put into a folder for the moment; None if there is none to be had."""
    if not run([sys.executable, "-m", "pip_audit", "--version"]).returncode:
        return [sys.executable, "-m", "pip_audit"]
    if run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder), "pip-audit"]).returncode:
        return None
    return [sys.executable, "-c", f"import runpy, sys; sys.path.insert(0, {str(folder)!r}); sys.argv[0] = 'pip-audit'; runpy.run_module('pip_audit', run_name='__main__')"]


def asked_of(tool: list[str], source: str, pins: list[str], beside: str) -> str:
    """What pip-audit says of these pins."""
    listed = Path(beside) / "pins.txt"
    listed.write_text("\n".join(pins) + "\n", "utf-8")
    told = run([*tool, "--disable-pip", "--no-deps", "--progress-spinner", "off", "--vulnerability-service", source, "-r", str(listed)])
    return told.stdout + told.stderr


def run(command: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)


def main() -> int:
    wanted = argparse.ArgumentParser(prog="python -m deploy.audit", description=__doc__.partition("\n")[0])
    wanted.add_argument("--bom", type=Path, metavar="FILE", help="where the bill of materials goes; without it, it is only counted")
    file, materials = wanted.parse_args().bom, bill()
    if file:
        file.write_text(json.dumps(materials, indent=1) + "\n", "utf-8")
    print(f"bill of materials: {len(materials['components'])} packages" + (f" -> {file}" if file else ""))
    harmed, said = known_faults(materials)
    print(said)
    return int(harmed)


if __name__ == "__main__":
    sys.exit(main())
