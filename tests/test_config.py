"""``mkdocs.yml`` without MkDocs."""

from __future__ import annotations

from pathlib import Path

import pytest
from praeventionskette.packages import open_town, read_config, read_town

ROOT = Path(__file__).resolve().parent.parent


def write(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_tags_of_mkdocs_are_borne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PK_TEST", "aus der Umgebung")
    path = write(
        tmp_path,
        "a: !ENV PK_TEST\nb: !ENV [PK_FEHLT, PK_TEST, x]\nc: !ENV [PK_FEHLT, Vorgabe]\n"
        "d: !ENV PK_FEHLT\ne: !!python/name:os.system\nf: !relative $docs_dir\n"
        "g: !!python/object/apply:os.system ['touch x']\n",
    )
    settings, wrong = read_config(path)
    assert wrong == ()
    assert [settings[key] for key in "abcdefg"] == [
        "aus der Umgebung", "aus der Umgebung", "Vorgabe", None, None, None, None
    ]  # fmt: skip
    assert not (tmp_path / "x").exists()


def test_settings_are_inherited(tmp_path: Path) -> None:
    write(tmp_path, "docs_dir: content\nextra:\n  kommune: {name: A, ags: x}\n", "oben.yml")
    path = write(tmp_path, "INHERIT: oben.yml\nextra:\n  kommune: {name: B}\n")
    settings, _ = read_config(path)
    assert settings["docs_dir"] == "content"
    assert settings["extra"]["kommune"] == {"name": "B", "ags": "x"}


def test_circles_of_inheritance_end(tmp_path: Path) -> None:
    write(tmp_path, "INHERIT: mkdocs.yml\n", "oben.yml")
    assert read_config(write(tmp_path, "INHERIT: oben.yml\n"))[1]


@pytest.mark.parametrize(
    "raw",
    [b"\xff", b"a: [", b"- a\n", b"", b"a: " + b"[" * 5000, b"a: !!int x\n", b"x" * 1_000_001,
     b"? [a]\n: b\n", b"a: 2024-99-99\n"],
)  # fmt: skip
def test_unreadable_settings_are_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_bytes(raw)
    assert [problem.rule for problem in read_config(path)[1]] == ["einstellung"]


def test_bomb_of_anchors_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    lines += ["extra: {kommune: {name: A, grenzen: *a29, ags: *a29}}"]
    settings, wrong = read_config(write(tmp_path, "\n".join(lines)))
    assert [(problem.rule, problem.line) for problem in wrong] == [("einstellung", 2)]
    assert settings == {}


def test_a_few_anchors_are_fine(tmp_path: Path) -> None:
    text = "x: &x {name: A}\nextra: {kommune: *x}\ny: {<<: *x}\n"
    settings, wrong = read_config(write(tmp_path, text))
    assert wrong == ()
    assert read_town(settings)[0].name == "A"


def test_the_town() -> None:
    settings = {
        "extra": {
            "kommune": {"name": "A", "ags": "05162024", "grenzen": [6, 51, 7, 52], "telefon": 110},
            "repository": "https://github.com/example/example",
        }
    }
    town, wrong = read_town(settings)
    assert wrong == ()
    assert town.grenzen == (6.0, 51.0, 7.0, 52.0)
    assert (town.telefon, town.repository) == ("110", "https://github.com/example/example")
    missing = {problem.column for problem in open_town(town)}
    assert missing == {"herausgeber", "email", "homepage", "contributor_id"}
    assert {problem.severity for problem in open_town(town)} == {"offen"}


@pytest.mark.parametrize("extra", [None, [], {}, {"kommune": 3}, {"kommune": {"name": ["x"]}}])
def test_a_town_without_a_name(extra: object) -> None:
    town, wrong = read_town({"extra": extra})
    assert town.name == ""
    assert [problem.rule for problem in wrong] == ["kommune"]


@pytest.mark.parametrize(
    "box", [[], [1, 2, 3], "6,51,7,52", [7, 51, 6, 52], [6, 52, 7, 51], [6, 51, 7, float("nan")],
            [True, 1, 2, 3], [6, 51, 700, 52]]
)  # fmt: skip
def test_wrong_bounds(box: object) -> None:
    town, wrong = read_town({"extra": {"kommune": {"name": "A", "grenzen": box}}})
    assert town.grenzen is None
    assert [problem.column for problem in wrong] == ["grenzen"]


def test_the_real_town_reads() -> None:
    settings, wrong = read_config(ROOT / "mkdocs.yml")
    town, said = read_town(settings, ROOT / "mkdocs.yml")
    assert (wrong, said) == ((), ())
    assert town.name
    assert town.grenzen is not None
