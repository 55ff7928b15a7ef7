"""What the site is built with is listed, with hashes and licences, for machines and people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import audit
import pytest
import sbom
from praeventionskette.views import software

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "scripts" / "locks" / "site.txt"
NAMES = r"[A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*"
SPDX = re.compile(rf"(?:{NAMES}|\({NAMES}\))(?: (?:OR|AND) (?:{NAMES}|\({NAMES}\)))*")


def test_every_locked_package_is_listed_with_an_spdx_licence() -> None:
    """After a change of the lock: ``python3 scripts/sbom.py --write``."""
    listed = [(one.name, one.version) for one in software.software()]
    assert listed == sbom.packages(LOCK)
    for one in software.software():
        assert one.lizenz != sbom.UNKNOWN, one
        assert SPDX.fullmatch(one.lizenz), one


def test_the_page_names_the_licences_of_data_and_software(neuss_site: Path) -> None:
    page = (neuss_site / "ueber" / "lizenzen" / "index.html").read_text(encoding="utf-8")
    for descriptor in (ROOT / "datapackages").glob("[!_]*/datapackage.json"):
        made = json.loads(descriptor.read_text(encoding="utf-8"))
        for one in made.get("licenses", []):
            assert one["name"] in page
    for one in software.software():
        assert f">{one.name}</th><td>{one.version}</td>" in page


def test_the_bill_of_materials_is_cyclonedx_with_hashes_and_licences(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    command = [sys.executable, str(ROOT / "scripts" / "sbom.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    components = {one["name"]: one for one in made["components"]}
    assert set(components) == {name for name, _ in sbom.packages(LOCK)}
    for one in components.values():
        assert one["purl"].startswith("pkg:pypi/")
        assert one["licenses"][0]["expression"]
        hashes = [h for r in one["externalReferences"] for h in r.get("hashes", [])]
        assert any(h["alg"] == "SHA-256" for h in hashes), one["name"]


def test_known_vulnerabilities_are_told_with_the_version_that_mends_them() -> None:
    gap = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    packages = [{"name": "a", "version": "1.0", "vulns": [gap]}, {"name": "b", "version": "1"}]
    text = audit.report({"site": packages, "test": packages})
    assert "- `a 1.0` (site): PYSEC-1, behoben in 2.0" in text
    assert "`b" not in text
    assert audit.report({"site": packages[1:]}) == ""


RECORDED = """{"dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": [
{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"], "aliases": ["CVE-2014-1402"],
"description": "The default configuration of the bytecode cache …"}]}], "fixes": []}"""
"""What pip-audit 2.10 answers (shortened)."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """``answers(stdout, stderr)`` stands for pip-audit; the repositories of actions are silent."""
    monkeypatch.setattr(audit, "wrong_pins", lambda used: ([], True))

    def say(out: str, error: str = "") -> None:
        done = subprocess.CompletedProcess([], 1, out, error)
        monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: done)

    monkeypatch.setattr(audit, "ensure_environment", lambda *_, **__: None)
    return say


def test_an_answer_becomes_the_report_of_the_issue(
    answers: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(RECORDED)
    assert audit.main(["--out", str(tmp_path / "bericht.md")]) == 0
    text = (tmp_path / "bericht.md").read_text(encoding="utf-8")
    assert "- `jinja2 2.4.1` (site): PYSEC-2014-8, behoben in 2.7.2" in text
    assert text.strip() in capsys.readouterr().out
    answers('{"dependencies": []}')
    assert audit.main(["--out", str(tmp_path / "keiner.md")]) == 0
    assert not (tmp_path / "keiner.md").exists()


def test_no_answer_is_never_taken_for_good_news(
    answers: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers("", "Traceback …\nConnectionError: no route to the service")
    assert audit.main(["--out", str(tmp_path / "bericht.md")]) == 1
    said = capsys.readouterr()
    assert "Keine Auskunft über Schwachstellen in site.txt (braucht das Netz)" in said.err
    assert "no route to the service" in said.err
    assert "Traceback" not in said.err
    assert "Keine bekannten" not in said.out
    assert not (tmp_path / "bericht.md").exists()


def test_a_pin_that_is_not_the_tags_commit_is_told(tmp_path: Path) -> None:
    """The pin of the attestation was a commit that its repository never had."""
    git = ["git", "-C", str(tmp_path / "actions" / "tu-was"), "-c", "user.name=t"]
    git += ["-c", "user.email=t@example.org"]
    (tmp_path / "actions" / "tu-was").mkdir(parents=True)
    for command in (
        ["init", "-q"],
        ["commit", "-q", "--allow-empty", "-m", "x"],
        ["tag", "v1.0.0"],
    ):
        subprocess.run([*git, *command], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True)
    commit = head.stdout.strip()
    base = f"{tmp_path.as_posix()}/"
    assert audit.wrong_pins([("actions/tu-was", commit, "v1.0.0")], base) == ([], True)
    lines, answered = audit.wrong_pins([("actions/tu-was", "0" * 40, "v1.0.0")], base)
    assert (len(lines), answered) == (1, True)
    assert audit.wrong_pins([("actions/fehlt", commit, "v1.0.0")], base) == ([], False)


def test_every_action_of_a_workflow_is_asked_for() -> None:
    folder = ROOT / ".github" / "workflows"
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.yml"))
    used = audit.pins(folder)
    assert {f"{action}@{commit}" for action, commit, _ in used} == set(
        re.findall(r"uses: (\S+)", text)
    )
    assert len(used) >= 7
