"""The scripts find or make their environment, and say plainly what is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import _env
import pytest
from tiny import SCRIPTS, Repository, environment, make_wheel

NO_NETWORK = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "PIP_FIND_LINKS": "",
    "UV_FIND_LINKS": "",
}


def test_makes_it_once_and_then_needs_no_network(repository: Repository) -> None:
    first = repository.run()
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == [str(repository.venv), "winzig"]
    assert "Richte die Umgebung ein" in first.stderr
    second = repository.run(**NO_NETWORK)
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert not (repository.folder / ".venv.lock").exists()


def test_works_without_uv_and_beside_hostile_settings(
    repository: Repository, without_uv: str
) -> None:
    hostile = {
        "PIP_CONSTRAINT": str(repository.folder / "missing.txt"),
        "PIP_TARGET": str(repository.folder / "elsewhere"),
        "PIP_USER": "1",
        "PIP_NO_BINARY": ":all:",
        "PIP_REQUIRE_VIRTUALENV": "1",
    }
    done = repository.run(PATH=without_uv, **hostile)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(repository.venv), "winzig"]
    assert not (repository.folder / "elsewhere").exists()
    made = _env.venv_python(repository.venv).lstat().st_mtime_ns
    grown = repository.run("test", PATH=without_uv, **hostile)
    assert grown.stdout.splitlines()[1] == "winzig winzigtest", grown.stderr
    assert _env.venv_python(repository.venv).lstat().st_mtime_ns == made, "added to, not made anew"


def test_a_uv_that_fails_gives_way_to_pip(repository: Repository, without_uv: str) -> None:
    broken = Path(without_uv) / "uv"
    broken.write_text("#!/bin/sh\necho 'uv: command not found'\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    done = repository.run(PATH=without_uv)
    assert done.returncode == 0, done.stderr
    assert "weiter mit venv und pip" in done.stderr


def test_the_test_environment_holds_that_of_the_site(repository: Repository) -> None:
    assert repository.run("site").stdout.splitlines()[1] == "winzig"
    grown = repository.run("test")
    assert grown.stdout.splitlines()[1] == "winzig winzigtest"
    assert "Richte die Umgebung ein" in grown.stderr
    assert repository.run("site", **NO_NETWORK).stderr == ""


def test_a_broken_off_installation_is_made_anew(repository: Repository) -> None:
    repository.run()
    _env._stamp(repository.venv).unlink()
    for path in repository.venv.rglob("winzig*"):
        if path.is_file():
            path.unlink()
    again = repository.run()
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[1] == "winzig"


def test_a_changed_lock_is_followed_even_from_inside(repository: Repository) -> None:
    repository.run()
    wheels = Path(repository.variables["PIP_FIND_LINKS"])
    repository.lock("site", make_wheel(wheels, "winziger", "2.0"))
    inside = [str(_env.venv_python(repository.venv)), *repository.command()[1:]]
    done = subprocess.run(
        inside, env=environment(**repository.variables), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(repository.venv), "winziger"]


def test_a_wrong_hash_installs_nothing(repository: Repository) -> None:
    wheel = Path(repository.variables["PIP_FIND_LINKS"]) / "winzig-1.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    done = repository.run()
    assert done.returncode == 1
    assert "Die Umgebung ließ sich nicht einrichten." in done.stderr
    assert "Traceback" not in done.stderr
    assert not _env.is_stamped(repository.venv, "site")


def test_two_at_once_do_not_mix(repository: Repository) -> None:
    runs = [
        subprocess.Popen(
            repository.command(),
            env=environment(**repository.variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert sum("Die Umgebung steht" in err for _, err in outputs) == 1


def test_the_folder_may_be_moved(repository: Repository) -> None:
    repository.run()
    moved = Repository(repository.folder.rename(repository.folder.with_name("anderswo")), {})
    done = moved.run(**NO_NETWORK)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == str(moved.venv)


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(_env.sys, "version_info", version)
    with pytest.raises(SystemExit) as end:
        _env.ensure_environment()
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert said.startswith("Hier wird Python 3.11, 3.12 oder 3.13 gebraucht, dies ist Python 3.")
    assert said.count("\n") == 1


def test_no_venv_module_names_the_package_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name)
    )
    with pytest.raises(_env.SetupError) as problem:
        _env._fill_with_pip(tmp_path / ".venv", "site", False)
    minor = sys.version_info[1]
    assert f"sudo apt install python3.{minor}-venv" in str(problem.value)
    assert "\n" not in str(problem.value)
    assert not (tmp_path / ".venv").exists()


def test_the_stamp_follows_lock_and_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    python = _env.venv_python(venv)
    python.parent.mkdir(parents=True)
    assert not _env.is_stamped(venv, "site")
    _env._stamp(venv).write_text(_env._stamp_text("site"), encoding="utf-8")
    assert not _env.is_stamped(venv, "site"), "the interpreter is gone"
    python.touch()
    assert _env.is_stamped(venv, "site")
    assert not _env.is_stamped(venv, "test")
    _env._stamp(venv).write_text(_env._stamp_text("test"), encoding="utf-8")
    assert _env.is_stamped(venv, "site")
    monkeypatch.setattr(_env.sys, "version_info", (3, 99, 0))
    assert not _env.is_stamped(venv, "site")


def test_an_active_environment_that_fits_is_used(tmp_path: Path) -> None:
    assert _env.holds_lock(_env.lock_file("test")), "these tests run in the locked environment"
    other = tmp_path / "lock.txt"
    other.write_text("pytest==0.1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    assert not _env.holds_lock(other)
    other.write_text("pytest==0.1 ; python_version < '3' \\\n    --hash=x\n", encoding="utf-8")
    assert _env.holds_lock(other), "an entry for other systems does not count"


def test_the_locks_are_universal_pinned_and_name_no_host() -> None:
    locks = {n: (SCRIPTS / "locks" / f"{n}.txt").read_text("utf-8") for n in ("site", "test")}
    entries = {name: _env.parse_lock(text) for name, text in locks.items()}
    assert set(entries["site"]) < set(entries["test"]), "the test lock holds the site lock"
    for name, text in locks.items():
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("==") - text.count(" ==") >= len(entries[name])
        pinned = [block for block in text.split("\n") if block and not block.startswith(" ")]
        assert len(pinned) == len(entries[name]), "every entry is understood"
        assert all(line.endswith("\\") for line in pinned), "every entry has a hash"


def test_pip_keeps_only_where_packages_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = (
        "global.index-url='https://pakete.example/simple'\n"
        "global.extra-index-url='https://a.example\\nhttps://b.example'\n"
        "install.constraint='c.txt'\n:env:.user='1'\n:env:.cert='/ca.pem'\n"
    )
    monkeypatch.setattr(_env.subprocess, "run", lambda *a, **k: SimpleNamespace(stdout=listing))
    settings = _env._network_of_pip("python")
    assert settings["PIP_INDEX_URL"] == "https://pakete.example/simple"
    assert settings["PIP_EXTRA_INDEX_URL"] == "https://a.example https://b.example"
    assert settings["PIP_CERT"] == "/ca.pem"
    assert not {"PIP_CONSTRAINT", "PIP_USER"} & set(settings)
