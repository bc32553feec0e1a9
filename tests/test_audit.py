"""The bill of materials is whole, and an audit that could not be done says so in one line."""

import subprocess
from importlib import metadata

import pytest

from deploy import audit


def test_the_bill_names_everything_that_is_drawn_in_as_it_is_installed():
    bill = audit.bill()
    versions = {it["name"]: it["version"] for it in bill["components"]}
    assert {"streamlit", "numpy", "plotly", "torch", "safetensors", "tornado" if "tornado" in versions else "starlette"} <= set(versions)
    assert all(metadata.version(name) == version for name, version in versions.items())
    refs = {it["bom-ref"] for it in bill["components"]}
    assert refs == {it["ref"] for it in bill["dependencies"]} and all(set(it["dependsOn"]) <= refs for it in bill["dependencies"])
    assert "pytest" not in versions                     # what only tests need is not part of the course


class Answers:
    """A pip-audit and a pip as one wishes them."""

    def __init__(self, **told):
        self.told = told

    def __call__(self, command):
        kind = "version" if "--version" in command else "install" if "install" in command else "canary" if "pins.txt" in command[-1] and audit.CANARY in open(command[-1]).read() else "pins"
        code, said = self.told.get(kind, (0, ""))
        if said is None:
            raise subprocess.TimeoutExpired(command, 1)
        return subprocess.CompletedProcess(command, code, said, "")


BAD = (1, "Found 3 known vulnerabilities in 1 package")


@pytest.mark.parametrize("told, harmed, line", [
    (dict(version=(1, ""), install=(1, "")), False, "cannot be had"),
    (dict(canary=(1, "connection refused")), False, "nothing was looked up"),
    (dict(canary=(0, "No known vulnerabilities found")), False, "nothing was looked up"),      # a mirror that knows of none is not believed
    (dict(canary=(0, None)), False, "no answer within"),
    (dict(canary=BAD), False, "knows of no vulnerabilities"),
    (dict(canary=BAD, pins=BAD), True, "Found 3 known vulnerabilities"),
])
def test_an_audit_says_in_one_line_what_it_found_or_why_it_could_not_look(monkeypatch, told, harmed, line):
    monkeypatch.setattr(audit, "run", Answers(**told))
    found, said = audit.known_faults({"components": [{"name": "numpy", "version": "2.0"}]})
    assert found == harmed and line in said and "\n" not in said
