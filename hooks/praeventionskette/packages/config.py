"""``mkdocs.yml`` → the town. MkDocs itself is not needed for it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from praeventionskette import problems
from praeventionskette.catalogue import Town
from praeventionskette.languages import GERMAN, LANGUAGES
from praeventionskette.messages import listed
from praeventionskette.packages import addresses, cells, katalog, plainyaml
from praeventionskette.problems import Problem

CONFIG_BYTES = 1_000_000
WANTED = ("ags", "grenzen", "herausgeber", "email", "telefon", "homepage", "repository")
"""What the site needs from the town; each that is missing is an open point."""

_CHECKS = {
    "email": addresses.email,
    "telefon": addresses.phone,
    "homepage": addresses.web,
    "repository": addresses.web,
}


class _Loader(yaml.SafeLoader):
    """Plain YAML that also bears the tags of MkDocs; nothing they name is run or imported."""


def _env(loader: _Loader, node: yaml.Node) -> Any:
    """``!ENV NAME`` or ``!ENV [NAME, …, default]`` as MkDocs reads it."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = [loader.construct_object(item) for item in node.value] or [None]
        names = names or [default]
    else:
        names, default = [loader.construct_scalar(node)], None  # type: ignore[arg-type]
    for name in names:
        if str(name) in os.environ:
            return yaml.safe_load(os.environ[str(name)])
    return default


def _other(loader: _Loader, suffix: str, node: yaml.Node) -> None:
    return None


_Loader.add_constructor("!ENV", _env)
_Loader.add_multi_constructor("!", _other)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _other)


def read_config(
    path: Path, *, below: frozenset[Path] = frozenset()
) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """The settings of a ``mkdocs.yml`` (empty where it cannot be read) and what is wrong.

    below: the files that inherit from this one.
    """
    if path.resolve() in below:
        return {}, (problems.found("einstellung", "kreis", file=path.name),)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return {}, (problems.found("einstellung", "unlesbar", file=path.name),)
        if status.st_size > CONFIG_BYTES:
            return {}, (problems.found("einstellung", "gross", file=path.name),)
        raw = path.read_bytes()
        settings = plainyaml.load(raw.decode("utf-8"), _Loader)
    except FileNotFoundError:
        return {}, (problems.found("einstellung", "fehlt", file=path.name),)
    except (OSError, UnicodeDecodeError):
        return {}, (problems.found("einstellung", "unlesbar", file=path.name),)
    except plainyaml.TooMuchError as error:
        return {}, (problems.found("einstellung", "viel", file=path.name, line=error.line),)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        return {}, (problems.found("einstellung", "yaml", file=path.name, line=line),)
    if not isinstance(settings, Mapping):
        return {}, (problems.found("einstellung", "yaml", file=path.name, line=1),)
    parent = settings.get("INHERIT")
    if not isinstance(parent, str):
        return settings, ()
    above, wrong = read_config(path.parent / parent, below=below | {path.resolve()})
    return _merged(above, settings), wrong


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        old = result.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return result


def read_town(
    settings: Mapping[str, Any], path: Path | None = None
) -> tuple[Town, tuple[Problem, ...]]:
    """The town of ``extra.kommune`` and what is wrong with it.

    path: the file, for the lines of the problems.
    """
    extra = settings.get("extra")
    extra = extra if isinstance(extra, Mapping) else {}
    raw = extra.get("kommune")
    say = _Places(path)
    if not isinstance(raw, Mapping) or not _text(raw.get("name")):
        return Town(name=""), (say("kommune", "fehlt", "name"),)
    values = {key: _text(raw.get(key)) for key in ("name", *WANTED)}
    values["repository"] = _text(extra.get("repository"))
    wrong: list[Problem] = []
    for key, check in _CHECKS.items():
        try:
            if values[key]:
                check(values[key])
        except cells.CellError as problem:
            wrong.append(say(problem.rule, problem.key, key, **problem.values))
    if values["ags"] and not re.fullmatch(r"\d{8}", values["ags"]):
        wrong.append(say("kommune", "ags", "ags", wert=values["ags"]))
    box = _box(raw.get("grenzen"))
    if raw.get("grenzen") is not None and box is None:
        wrong.append(say("kommune", "grenzen", "grenzen", wert=raw["grenzen"]))
    del values["grenzen"]
    harvest, said = katalog.read(extra.get("katalog"), _Places(path, "katalog"))
    codes, unknown = _languages(extra.get("sprachen"), _Places(path, "sprachen"))
    town = Town(grenzen=box, katalog=harvest, sprachen=codes, **values)
    return town, (*wrong, *said, *unknown)


def _languages(raw: object, say: _Places) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The codes of ``extra.sprachen`` that the program knows, and what is wrong with it."""
    if raw is None:
        return (GERMAN.code,), ()
    if not isinstance(raw, list):
        return (GERMAN.code,), (say("sprache", "liste", "sprachen", wert=raw),)
    wrong = [code for code in raw if not isinstance(code, str) or code not in LANGUAGES]
    names = listed(LANGUAGES, most=len(LANGUAGES))
    problems_ = tuple(
        say("sprache", "unbekannt", "sprachen", wert=code, bekannt=names) for code in wrong
    )
    codes = [code for code in raw if code not in wrong]
    return tuple(dict.fromkeys([GERMAN.code, *codes])), problems_


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in value):
        return None
    west, south, east, north = (float(n) for n in value)
    fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if fits else None


class _Places:
    """Problems in ``mkdocs.yml`` with the line on which a setting stands."""

    def __init__(self, path: Path | None, section: str = "kommune") -> None:
        self.section = section
        self.file = path.name if path else "mkdocs.yml"
        try:
            self.lines = path.read_text(encoding="utf-8").splitlines() if path else []
        except (OSError, UnicodeDecodeError):
            self.lines = []

    def line(self, key: str) -> int:
        """The line of a setting, else the line of its section, else 0."""
        inside = 0
        for number, text in enumerate(self.lines, 1):
            if re.match(rf"\s+{self.section}:", text):
                inside = number
            if inside and re.match(rf"\s+{key}:", text):
                return number
        return inside

    def __call__(self, rule: str, sentence: str, key: str, **values: object) -> Problem:
        return problems.worded(rule, sentence, (self.file, self.line(key), key), values)


def open_town(town: Town, path: Path | None = None) -> tuple[Problem, ...]:
    """What the town has not yet said about itself in its ``mkdocs.yml``."""
    say, harvest = _Places(path), _Places(path, "katalog")
    missing = [say("offen", "kommune", key, name=key) for key in WANTED if not getattr(town, key)]
    missing += [
        harvest("offen", "katalog", key, name=key)
        for key in katalog.WANTED
        if not getattr(town.katalog, key)
    ]
    return tuple(replace(problem, severity="offen") for problem in missing)
