"""The walls of the house: who may import whom, what lies where, what never gets in."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "praeventionskette"

WORDS = ("about", "harvest", "licences", "published")
"""What is said of a package: the check, the pages and the exports say it alike."""

MAY_IMPORT: dict[str, set[str]] = {
    "accessibility": set(),
    "assets": set(),
    "archives": set(),
    "harvest": set(),
    "imports": set(),
    "licences": set(),
    "published": set(),
    "times": set(),
    "package": set(),
    "places": set(),
    "goals": set(),
    "measures": set(),
    "network": {"catalogue"},
    "catalogue": {"goals", "measures", "harvest", "package", "places", "times"},
    "languages": set(),
    "about": {"catalogue", "harvest", "licences", "releases"},
    "citing": {"about"},
    "status": {"catalogue"},
    "days": {"catalogue", "status", "store", "times"},
    "asking": {"catalogue", "status"},
    "identifiers": {"catalogue"},
    "releases": {"catalogue"},
    "differences": {"catalogue", "releases"},
    "messages": set(),
    "problems": {"messages"},
    "town": {"catalogue", "messages", "problems"},
    "packages": {
        *("catalogue", "goals", "languages", "messages", "problems", "releases", "store", "times"),
        *("imports", "network", "town"),
        *WORDS,
    },
    "disclosure": {
        "archives",
        "catalogue",
        "messages",
        "problems",
        "releases",
        "sitefiles",
    },
    "views": {
        *("catalogue", "days", "differences", "identifiers", "releases", "status", "times"),
        *(
            "accessibility",
            "beside",
            "citing",
            "goals",
            "languages",
            "messages",
            "network",
            "sitefiles",
            "store",
            "workshop",
            *WORDS,
        ),
    },
    "store": set(),
    "beside": set(),
    "origin": {"catalogue"},
    "sitefiles": set(),
    "workshop": {"store"},
    "exports": {
        *("catalogue", "days", "differences", "identifiers", "releases", "status", "times"),
        *("beside", "citing", "imports", "sitefiles", "store", *WORDS),
    },
    "selfcheck": {"sitefiles"},
    "lookover": {
        *("beside", "catalogue", "disclosure", "exports", "problems", "selfcheck", "sitefiles"),
    },
    "inspection": {"catalogue", "disclosure", "origin", "packages", "problems", "store"},
    "editing": {"archives", "catalogue", "licences", "messages", "problems", "packages"},
}
"""Parts of the package and the other parts that each may import. A new part is named here."""

ONLY_IN = {
    "frictionless": ("packages/",),
    "folium": ("views/maps.py",),
    "branca": ("views/maps.py",),
    "mkdocs": (),
    "properdocs": (),
    "material": (),
    # No stage touches the network.
    "urllib.request": (),
    "http": (),
    "requests": (),
    "socket": (),
}
"""Modules that the package imports in these places alone."""

TOP_LEVEL = {
    *(".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", "LICENSE", "README.md"),
    *("content", "datapackages", "hooks", "mkdocs.yml", "pyproject.toml", "scripts", "tests"),
}

LONGEST = 320
"""Lines of a module; about 250 are meant."""

EVENTS = re.compile(r"on_[a-z_]+|_[a-z_]+")


def tracked() -> list[PurePosixPath]:
    """Every file that is in the repository, or would be after ``git add``."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [PurePosixPath(name) for name in sorted(set(listing.split("\0"))) if name]


FILES = [path for path in tracked() if (ROOT / path).is_file()]
CODE = [path for path in FILES if path.suffix == ".py"]
IN_PACKAGE = [path for path in CODE if path.parts[:2] == ("hooks", PACKAGE)]
HOOKS = [path for path in CODE if path.parts[:1] == ("hooks",) and len(path.parts) == 2]


def tree(path: PurePosixPath) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def imports(path: PurePosixPath) -> Iterator[tuple[int, str]]:
    """(line, full dotted name) of all that a module imports, wherever in it."""
    parents = path.parent.parts[path.parts.index(PACKAGE) :] if PACKAGE in path.parts else ()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = parents[: len(parents) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def part(path: PurePosixPath) -> str:
    """``views`` for ``hooks/praeventionskette/views/maps.py``, ``town`` for ``…/town.py``."""
    return path.parts[2].removesuffix(".py")


def names(paths: list[PurePosixPath]) -> list[str]:
    return [str(path) for path in paths]


def test_there_is_something_to_guard() -> None:
    assert {"hooks/check.py", "hooks/pages.py", "hooks/publish.py"} <= set(names(HOOKS))
    assert len(IN_PACKAGE) > 10


def test_parts_import_only_what_they_may() -> None:
    wrong = []
    for path in IN_PACKAGE:
        own = part(path)
        if own == "__init__":
            assert not list(imports(path)), f"{path} says what the package is, and no more"
            continue
        assert own in MAY_IMPORT, f"{path}: name this new part in MAY_IMPORT"
        for line, name in imports(path):
            steps = name.split(".")
            if steps[0] == PACKAGE and steps[1] not in MAY_IMPORT[own] | {own}:
                wrong.append(f"{path}:{line}: {own} imports {steps[1]}")
    assert not wrong


def test_parts_do_not_import_in_circles() -> None:
    rest = dict(MAY_IMPORT)
    while free := [name for name, needs in rest.items() if not needs & set(rest)]:
        for name in free:
            del rest[name]
    assert not rest


@pytest.mark.parametrize("module", ONLY_IN)
def test_modules_are_imported_in_their_place_alone(module: str) -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path in IN_PACKAGE
        for line, name in imports(path)
        if f"{name}.".startswith(f"{module}.")
        and not "/".join(path.parts[2:]).startswith(ONLY_IN[module] or ("\0",))
    ]
    assert not wrong


def test_nothing_in_the_package_imports_what_stands_outside() -> None:
    outside = {path.stem for path in CODE if path.parts[0] in {"scripts", "tests"}}
    outside |= {path.stem for path in HOOKS}
    wrong = [
        f"{path}:{line}: {name}"
        for path in IN_PACKAGE + HOOKS
        for line, name in imports(path)
        if name.split(".")[0] in outside
    ]
    assert not wrong


@pytest.mark.parametrize("path", HOOKS, ids=str)
def test_event_files_are_thin(path: PurePosixPath) -> None:
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef):
            assert EVENTS.fullmatch(node.name), f"{path}: {node.name} is no event"
        elif isinstance(node, ast.Assign):
            targets = [t.id for t in node.targets if isinstance(t, ast.Name)]
            assert all(t == "log" or t.isupper() for t in targets), f"{path}: state in {targets}"
            assert not isinstance(node.value, ast.List | ast.Dict | ast.Set), f"{path}: {targets}"
        else:
            assert isinstance(node, ast.Import | ast.ImportFrom | ast.Expr), f"{path}:{node.lineno}"
    assert not any(isinstance(node, ast.Global) for node in ast.walk(tree(path)))


def test_only_problems_formats_reports() -> None:
    """Checks yield; a place and a sentence are put together in one module."""
    wrong = []
    for path in [p for p in IN_PACKAGE + HOOKS if part_or_name(p) != "problems"]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                used = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                if {"file", "line"} <= used or {"line", "text"} <= used:
                    wrong.append(f"{path}:{node.lineno}")
            elif isinstance(node, ast.Constant) and str(node.value).startswith("::error"):
                wrong.append(f"{path}:{node.lineno}")
    assert not wrong


def part_or_name(path: PurePosixPath) -> str:
    return part(path) if len(path.parts) > 2 else path.stem


def test_modules_stay_short() -> None:
    lengths = {str(p): len((ROOT / p).read_text("utf-8").splitlines()) for p in CODE}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_every_module_says_what_it_is_and_is_typed_lazily() -> None:
    wrong = []
    for path in CODE:
        module = tree(path)
        if not ast.get_docstring(module):
            wrong.append(f"{path}: no docstring")
        if len(module.body) > 1 and "__future__.annotations" not in {n for _, n in imports(path)}:
            wrong.append(f"{path}: no from __future__ import annotations")
    assert not wrong


def test_top_level_holds_the_agreed_names_alone() -> None:
    assert {path.parts[0] for path in FILES} <= TOP_LEVEL


def test_editors_folders_hold_no_code() -> None:
    allowed = {
        "content": {".md"},
        "datapackages": {".json", ".csv", ".geojson"},
    }
    wrong = [
        str(path)
        for path in FILES
        if path.parts[0] in allowed and path.suffix not in allowed[path.parts[0]]
    ]
    assert not wrong


def test_nobody_is_hindered_by_names_of_files() -> None:
    """macOS and Windows know no difference of case; Windows has names of its own."""
    lower = [str(path).lower() for path in FILES]
    assert len(lower) == len(set(lower))
    assert not [p for p in FILES if re.search(r'[<>:"|?*\\]|[. ]$', p.name)]


def test_no_host_of_a_registry_and_no_path_of_a_machine() -> None:
    # In two pieces each, so that this file passes its own test.
    pieces = [
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.npm", "js"),
        ("deb.", "debian"),
    ]
    pieces += [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("/op", "t/pypi")]
    never = re.compile("|".join(re.escape(first + second) for first, second in pieces))
    wrong = []
    for path in FILES:
        content = (ROOT / path).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if found := never.search(line):
                wrong.append(f"{path}:{number}: {found[0]}")
    assert not wrong


def test_text_files_end_their_lines_alike() -> None:
    suffixes = {".py", ".md", ".yml", ".toml", ".json", ".csv", ".html", ".css", ".js", ".txt"}
    for path in FILES:
        content = (ROOT / path).read_bytes()
        # tests/packages/ holds data that is wrong on purpose.
        if path.suffix in suffixes and path.parts[:2] != ("tests", "packages"):
            assert b"\r" not in content, f"{path}: a carriage return"
            assert not content or content.endswith(b"\n"), f"{path}: no end of line at its end"
