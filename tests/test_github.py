"""What greets people in the repository is true: commands, links, workflows, forms."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from praeventionskette.views.offers import offers, report_url

from tests.views.town import town

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
GUIDES = [ROOT / "README.md", GITHUB / "CONTRIBUTING.md", GITHUB / "HACKING.md"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def test_readme_begins_with_a_sentence_and_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    title, sentence, commands = readme.split("\n\n")[:3]
    assert title.startswith("# ")
    assert sentence.count(". ") == 0
    assert re.findall(r"scripts/\w+\.py", commands) == ["scripts/build.py", "scripts/test.py"]
    doors = re.findall(r"^### (.+)$", readme, re.MULTILINE)
    assert doors == ["Daten nutzen", "Fehler melden", "Daten ändern", "An der Website arbeiten"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_and_scripts_of_a_guide_are_there(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if target.startswith("../../../edit/main/"):  # the web editor of the repository's host
            assert (ROOT / target.removeprefix("../../../edit/main/")).is_file(), target
        elif "issues/" not in target:  # an address there too
            assert (guide.parent / target).exists(), target
    for script in re.findall(r"scripts/\w+\.py", text):
        assert (ROOT / script).exists(), script


def test_ci_runs_the_command_of_the_readme() -> None:
    run = ROOT / ".ci" / "run"
    assert run.read_text(encoding="utf-8").splitlines()[-1] == "exec python3 scripts/test.py"
    assert os.access(run, os.X_OK)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_run_scripts_and_pinned_actions_with_few_rights(workflow: Path) -> None:
    assert read(workflow)["permissions"] == {}
    assert read(workflow)["concurrency"]["group"]
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
        else:  # a script with plain words; what comes from outside is in a file or a variable
            words = r"""python3? scripts/\w+\.py( [\w./-]+| "\$[A-Z_]+")*"""
            assert re.fullmatch(words, step["run"])
            assert (ROOT / step["run"].split()[1]).is_file()
    for job in read(workflow)["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert job["permissions"]


def test_few_jobs_may_write_and_each_says_what() -> None:
    granted = {
        (path.name, name): {right for right, kind in job["permissions"].items() if kind == "write"}
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    }
    assert {job: rights for job, rights in granted.items() if rights} == {
        ("veroeffentlichen.yml", "deploy"): {"pages", "id-token"},
        ("veroeffentlichen.yml", "nachweis"): {"id-token", "attestations"},
        ("schwachstellen.yml", "melden"): {"issues"},
        ("formular.yml", "vorschlagen"): {"contents", "pull-requests", "issues"},
        ("vorschau.yml", "antworten"): {"pull-requests"},
        ("woechentlich.yml", "melden"): {"issues"},
    }


def test_what_a_request_brings_runs_without_secrets_and_what_has_rights_runs_none_of_it() -> None:
    checking = (GITHUB / "workflows" / "pruefen.yml").read_text(encoding="utf-8")
    assert "secrets." not in checking
    assert "GH_TOKEN" not in checking
    for name in ("vorschau.yml", "formular.yml", "woechentlich.yml", "schwachstellen.yml"):
        for step in steps(GITHUB / "workflows" / name):
            if "checkout" in step.get("uses", ""):
                assert "ref" not in step["with"]
                assert "repository" not in step["with"]
                assert step["with"]["persist-credentials"] is False
    triggers = {path.name: set(read(path)[True]) for path in WORKFLOWS}  # YAML reads on: as yes
    assert not any("pull_request_target" in names for names in triggers.values())
    assert triggers["vorschau.yml"] == {"workflow_run"}


def test_zizmor_at_its_strictest_reports_nothing() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [str(zizmor), "--persona", "auditor", "--offline", "--no-progress", str(GITHUB)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout + done.stderr
    lines = [line for path in WORKFLOWS for line in path.read_text("utf-8").splitlines()]
    ignored = [line for line in lines if "zizmor: ignore" in line]
    assert len(ignored) == 1  # workflow_run itself; the issue asks for it, the head says why


def test_the_workflow_for_many_towns_is_one_that_could_be_used(tmp_path: Path) -> None:
    """The example in HACKING.md: with our own pins zizmor has nothing to say of it either."""
    text = (GITHUB / "HACKING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(name: .+?)```", text, re.DOTALL)
    lines = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = dict(re.findall(r"uses: (\S+)@(\S+ # v[\d.]+)$", lines, re.MULTILINE))
    example = re.sub(r"(\S+)@PIN", lambda found: f"{found[1]}@{pins[found[1]]}", example)
    path = tmp_path / "workflows" / "staedte.yml"
    path.parent.mkdir()
    path.write_text(example, encoding="utf-8")
    job = read(path)["jobs"]["bauen"]
    assert job["strategy"]["fail-fast"] is False
    (command,) = [step["run"] for step in job["steps"] if "run" in step]
    script = (ROOT / command.split()[1]).read_text(encoding="utf-8")
    assert all(f'"{option}"' in script for option in re.findall(r" (--?\w+)", command))
    zizmor = Path(sys.executable).with_name("zizmor")
    check = [str(zizmor), "--persona", "auditor", "--offline", "--no-progress", str(path)]
    done = subprocess.run(check, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_an_action_has_one_version_everywhere() -> None:
    lines = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    used = set(re.findall(r"uses: (\S+)@(\S+) # (v[\d.]+)$", lines, re.MULTILINE))
    assert len(used) == len({name for name, _, _ in used})
    assert lines.count("uses:") == len(re.findall(r"uses: \S+ # v[\d.]+$", lines, re.MULTILINE))


def test_the_form_has_the_fields_that_the_site_fills_in() -> None:
    form = read(GITHUB / "ISSUE_TEMPLATE" / "fehler-melden.yml")
    fields = {field["id"]: field for field in form["body"] if "id" in field}
    known = replace(town(), town=replace(town().town, repository="https://g.example/x"))
    asked = parse_qs(urlsplit(report_url(offers(known)[0], known, "https://x.example/")).query)
    assert asked.pop("template") == ["fehler-melden.yml"]
    assert asked.pop("title")
    assert set(asked) == {"angebot", "seite"} <= set(fields)
    assert [i for i, field in fields.items() if field.get("validations")] == ["fehler"]


def test_every_folder_of_editors_has_an_owner() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert {"/content/", "/datapackages/"} <= {pattern for pattern, *_ in rules}
    assert all(re.fullmatch(r"@[\w-]+/[\w-]+", o) for _, *owners in rules for o in owners)
    own = [owners for pattern, *owners in rules if pattern == "/.github/CODEOWNERS"]
    assert own == [["@ORGANISATION/entwicklung"]]
