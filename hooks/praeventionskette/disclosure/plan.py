"""The plan of an anonymisation: a YAML file in German, read with the line of every entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from praeventionskette import messages, problems
from praeventionskette.disclosure.geometry import Dimension, Geometry
from praeventionskette.problems import Problem

KEYS: Mapping[str, tuple[type, ...]] = {
    "name": (str,), "titel": (str,), "beschreibung": (str,), "quelle": (str,), "lizenz": (str,),
    "rohdaten": (str,), "blatt": (str,), "form": (str,), "trennzeichen": (str,),
    "anzahl": (str,), "spalten_von": (str,), "fehlende_zeilen": (str,), "summenzeilen": (str,),
    "dimensionen": (dict,), "merkmale": (list,), "schwelle": (int,), "gruppen_schwelle": (int,),
    "nullen": (str,), "insider": (str,), "veroeffentlichen": (list,), "fruehere": (list,),
    "zusammenlegungen": (list,), "anteile": (list,), "zeitlimit": (int, float),
}  # fmt: skip
REQUIRED = ("name", "titel", "rohdaten", "dimensionen", "merkmale")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "form": ("lang", "breit"),
    "fehlende_zeilen": ("fehler", "null"),
    "summenzeilen": ("fehler", "pruefen"),
    "nullen": ("zeigen", "verwenden"),
    "insider": ("schwelle", "genau", "aus"),
}
IN_DIMENSION = ("titel", "codes", "gesamt", "gruppen", "namen")


@dataclass(frozen=True)
class Share:
    """A rate column: cell by the total over one dimension."""

    column: str
    dimension: str
    decimals: int = 1


@dataclass(frozen=True)
class Merge:
    """Codes of a dimension that could become one."""

    dimension: str
    codes: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Plan:
    """A plan that was read without problems."""

    path: Path
    name: str
    title: str
    raw: Path
    geometry: Geometry
    description: str = ""
    source: str = ""
    licence: str = "CC-BY-4.0"
    sheet: str = ""
    wide: str = ""
    """Dimension whose codes are the columns; "" for a long table."""
    count: str = ""
    """Column with the count; "" where every row is one person."""
    delimiter: str = ","
    missing_is_zero: bool = False
    margins: bool = False
    """Rows of totals are checked, not refused."""
    features: tuple[str, ...] = ()
    threshold: int = 5
    group_threshold: int = 20
    use_zeros: bool = False
    insider: str = "schwelle"
    publish: tuple[Mapping[str, str], ...] = ()
    earlier: tuple[Path, ...] = ()
    merges: tuple[Merge, ...] = ()
    shares: tuple[Share, ...] = ()
    seconds: float = 60.0


@dataclass
class Reader:
    """The parsed file with lines, and the problems found so far."""

    file: str
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, key: str, path: tuple[Any, ...] = (), **values: object) -> None:
        """Note a problem at an entry of the plan."""
        line = next(
            (self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0
        )
        column = str(path[0]) if path else ""
        self.problems.append(
            problems.found("geheim-plan", key, file=self.file, line=line, column=column, **values)
        )

    def value(self, node: yaml.Node, path: tuple[Any, ...] = ()) -> Any:
        """The node as plain values; text stays text for codes (2023 becomes „2023“ there)."""
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in result:
                    self.lines[(*path, key)] = key_node.start_mark.line + 1
                    self.say("doppelt", (*path, key), wort=key)
                result[key] = self.value(value_node, (*path, key))
                self.lines[(*path, key)] = key_node.start_mark.line + 1
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        loader = yaml.SafeLoader("")
        plain = loader.construct_object(node)
        return (
            plain if isinstance(plain, int | float) and not isinstance(plain, bool) else node.value
        )


def read(path: Path) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan, or all that has to be mended in it."""
    reader = Reader(path.name)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError):
        reader.say("unlesbar")
        return None, tuple(reader.problems)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reader.lines[()] = mark.line + 1 if mark else 0
        reader.say("aufbau")
        return None, tuple(reader.problems)
    data = reader.value(node) if node is not None else None
    if not isinstance(data, dict):
        reader.say("leer")
        return None, tuple(reader.problems)
    _keys(reader, data)
    if reader.problems:
        return None, tuple(reader.problems)
    plan = _plan(reader, data, path)
    return (None if reader.problems else plan), tuple(reader.problems)


def _keys(reader: Reader, data: Mapping[str, Any]) -> None:
    for key in REQUIRED:
        if key not in data:
            reader.say("fehlt", (), wort=key)
    for key, value in data.items():
        if key not in KEYS:
            reader.say("unbekannt", (key,), wort=key, meint=messages.meant(key, KEYS))
        elif not isinstance(value, KEYS[key]):
            reader.say("art", (key,), wert=value)
        elif key in CHOICES and value not in CHOICES[key]:
            reader.say("auswahl", (key,), wert=value, moeglich=messages.listed(CHOICES[key]))
    threshold = data.get("schwelle", 5)
    if isinstance(threshold, int) and threshold < 5:
        reader.say("schwelle", ("schwelle",), wert=threshold)


def _codes(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict):
        return tuple((str(k), str(v)) for k, v in value.items())
    return tuple((str(v), str(v)) for v in value) if isinstance(value, list) else ()


def _dimension(reader: Reader, name: str, entry: Any) -> Dimension | None:
    at = ("dimensionen", name)
    if not isinstance(entry, dict) or not (codes := _codes(entry.get("codes"))):
        reader.say("dimension", at, wort=name)
        return None
    for key in entry:
        if key not in IN_DIMENSION:
            reader.say("unbekannt", (*at, key), wort=key, meint=messages.meant(key, IN_DIMENSION))
    leaves = tuple(code for code, _ in codes)
    groups: list[tuple[str, tuple[str, ...]]] = []
    named = entry.get("gruppen") or {}
    for group, members in named.items() if isinstance(named, dict) else ():
        inside = tuple(str(m) for m in members) if isinstance(members, list) else ()
        for code in inside:
            if code not in leaves:
                reader.say(
                    "code", (*at, "gruppen", group), wort=code, meint=messages.meant(code, leaves)
                )
        groups.append((str(group), inside))
    total = str(entry["gesamt"]) if entry.get("gesamt") else None
    every = [*leaves, *(g for g, _ in groups), *([total] if total else [])]
    for code in sorted({c for c in every if every.count(c) > 1}):
        reader.say("zweimal", at, wort=code)
    labels = (*codes, *_codes(entry.get("namen")))
    return Dimension(name, leaves, tuple(groups), total, str(entry.get("titel", name)), labels)


def _plan(reader: Reader, data: Mapping[str, Any], path: Path) -> Plan | None:
    entries = data["dimensionen"].items()
    dimensions = [d for n, e in entries if (d := _dimension(reader, n, e)) is not None]
    by_name = {d.name: d for d in dimensions}

    def known(names: Iterable[object], key: str) -> None:
        for name in names:
            if name not in by_name:
                reader.say("dimension_fehlt", (key,), wort=name)

    features = tuple(str(f) for f in data["merkmale"])
    wide = str(data.get("spalten_von", "")) if data.get("form") == "breit" else ""
    if data.get("form") == "breit" and not wide:
        reader.say("breit", ("form",))
    known([*features, *([wide] if wide else [])], "merkmale")
    shares = []
    for n, entry in enumerate(data.get("anteile", [])):
        share = entry if isinstance(entry, dict) else {}
        if "spalte" not in share or share.get("von") not in by_name:
            reader.say("anteil", ("anteile", n))
        else:
            shares.append(
                Share(str(share["spalte"]), share["von"], int(share.get("nachkommastellen", 1)))
            )
    merges = []
    for n, entry in enumerate(data.get("zusammenlegungen", [])):
        merge = entry if isinstance(entry, dict) else {}
        dimension = by_name.get(str(merge.get("dimension")))
        codes = tuple(str(c) for c in merge.get("codes", ()))
        if dimension is None or len(codes) < 2 or not set(codes) <= set(dimension.leaves):
            reader.say("zusammenlegung", ("zusammenlegungen", n))
        else:
            code = str(merge.get("als", "-".join(codes)))
            merges.append(Merge(dimension.name, codes, code))
    publish = []
    for n, entry in enumerate(data.get("veroeffentlichen", [])):
        wanted = {str(k): str(v) for k, v in entry.items()} if isinstance(entry, dict) else {}
        if not wanted or any(
            d not in by_name or c not in by_name[d].codes for d, c in wanted.items()
        ):
            reader.say("veroeffentlichen", ("veroeffentlichen", n))
        publish.append(wanted)
    for name in features:
        if name in by_name and by_name[name].total is None:
            reader.say("merkmal", ("merkmale",), wort=name)
    folder = path.parent
    return Plan(
        path=path, name=data["name"], title=data["titel"], raw=folder / data["rohdaten"],
        geometry=Geometry(tuple(dimensions)),
        description=data.get("beschreibung", ""), source=data.get("quelle", ""),
        licence=data.get("lizenz", "CC-BY-4.0"), sheet=data.get("blatt", ""), wide=wide,
        count=data.get("anzahl", ""), delimiter=data.get("trennzeichen", ","),
        missing_is_zero=data.get("fehlende_zeilen") == "null",
        margins=data.get("summenzeilen") == "pruefen", features=features,
        threshold=data.get("schwelle", 5), group_threshold=data.get("gruppen_schwelle", 20),
        use_zeros=data.get("nullen") == "verwenden", insider=data.get("insider", "schwelle"),
        publish=tuple(publish), earlier=tuple(folder / str(f) for f in data.get("fruehere", [])),
        merges=tuple(merges), shares=tuple(shares), seconds=float(data.get("zeitlimit", 60)),
    )  # fmt: skip
