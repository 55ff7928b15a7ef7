"""From raw counts to a package that may be published. Runs where the raw data is."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from praeventionskette import messages, problems
from praeventionskette.disclosure import package, parts, primary, raw, report
from praeventionskette.disclosure import plan as plans
from praeventionskette.disclosure.certificate import verify
from praeventionskette.disclosure.certify import certify
from praeventionskette.disclosure.crosstable import COUNT_COLUMN, CrossTable
from praeventionskette.disclosure.geometry import Dimension, Geometry, Key, replace
from praeventionskette.disclosure.plan import Merge, Plan
from praeventionskette.disclosure.suppress import NotProtectable, Pattern, Progress
from praeventionskette.problems import Problem

TOO_LARGE = 60_000
"""Cells from which we advise to drop a crossing instead of trying."""


@dataclass(frozen=True)
class Outcome:
    """The files to write, or why there are none."""

    files: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    summary: str = ""


def rules(plan: Plan) -> primary.Rules:
    """The rules of a plan."""
    return primary.Rules(
        plan.threshold, plan.group_threshold, plan.features, plan.use_zeros, plan.insider
    )


def run(path: Path, progress: Progress | None = None) -> Outcome:
    """Read the plan and the raw table, suppress, certify, and put the package together."""
    plan, wrong = plans.read(path)
    if plan is None:
        return Outcome({}, wrong)
    table = raw.read(plan)
    if table.problems:
        return Outcome({}, problems.ordered(table.problems))
    values = plan.geometry.full(table.counts)
    found = primary.find(plan.geometry, values, rules(plan))
    published, clashes = _published(plan, found)
    if clashes:
        return Outcome({}, problems.ordered(clashes))
    if len(values) > TOO_LARGE:
        return Outcome({}, (_refusal(plan, values, "zu_gross", zellen=len(values)),))
    try:
        pattern = suppress(plan, values, published, plan.seconds, progress)
    except NotProtectable as error:
        return Outcome({}, _not_protectable(plan, values, error))
    keys = plan.geometry.keys
    shown = {key: None if n in pattern.cells else values[key] for n, key in enumerate(keys)}
    cross = CrossTable(package.TABLE_FILE, package.declaration(plan), shown)
    system = cross.system()
    certificate, _ = certify(system, plan.threshold)  # sees published values alone
    if certificate is None or verify(system, certificate, plan.threshold):
        raise AssertionError("the pattern does not stand up to its own audit")
    merged = merging(plan, values, progress)
    text = report.write(plan, values, found, pattern, merged)
    files = package.files(plan, shown, certificate, text)
    return Outcome(files, (), report.summary(pattern))


def suppress(
    plan: Plan,
    values: Mapping[Key, int],
    published: set[Key],
    seconds: float,
    progress: Progress | None = None,
) -> Pattern:
    """The pattern for a plan's table."""
    geometry = plan.geometry
    found = primary.find(geometry, values, rules(plan))
    task = primary.task(geometry, values, found, rules(plan), published - set(found.reasons))
    return parts.solve_all(task, seconds, slices(geometry, found), progress)


def slices(geometry: Geometry, found: primary.Primary) -> list[list[int]]:
    """Cells by code of the longest dimension; rests lie with their cell."""
    axis = max(
        range(len(geometry.dimensions)), key=lambda n: len(geometry.dimensions[n].leaves), default=0
    )
    leaves = geometry.dimensions[axis].leaves
    by_code: dict[str, list[int]] = {code: [] for code in leaves}
    for n, key in enumerate(geometry.keys):
        if key[axis] in by_code:
            by_code[key[axis]].append(n)
    for n, (key, _) in enumerate(found.rests, start=len(geometry.keys)):
        if key[axis] in by_code:
            by_code[key[axis]].append(n)
    return list(by_code.values())


def _published(plan: Plan, found: primary.Primary) -> tuple[set[Key], list[Problem]]:
    """Cells that must stay published: wanted by the plan, or out in the world already."""
    names = [d.name for d in plan.geometry.dimensions]
    result: set[Key] = set()
    wrong: list[Problem] = []
    for key in plan.geometry.keys:
        codes = dict(zip(names, key, strict=True))
        if any(all(codes[d] == c for d, c in wanted.items()) for wanted in plan.publish):
            result.add(key)
    clash = [key for key in plan.geometry.keys if key in result and key in found.reasons]
    if clash:
        words = messages.Shown(plan.geometry.words(clash[0]))
        wrong.append(
            problems.found(
                "geheim-plan",
                "pflicht",
                file=plan.path.name,
                zelle=words,
                weitere=_more(len(clash) - 1),
            )
        )
    for folder in plan.earlier:
        known = earlier(folder, names)
        if known is None:
            wrong.append(
                problems.found(
                    "geheim-plan", "frueher_fehlt", file=plan.path.name, ordner=folder.name
                )
            )
            continue
        for key in known & set(plan.geometry.keys):
            result.add(key)
            if key in found.reasons:
                words = messages.Shown(plan.geometry.words(key))
                wrong.append(
                    problems.found("geheim-frueher", "plan", file=folder.name, zelle=words)
                )
    return result, wrong


def earlier(folder: Path, names: list[str]) -> set[Key] | None:
    """The cells that an earlier package shows; None if there is no such package."""
    try:
        with (folder / package.TABLE_FILE).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        return {tuple(row[n] for n in names) for row in rows if row[COUNT_COLUMN] != ""}
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        return None


def merging(
    plan: Plan, values: Mapping[Key, int], progress: Progress | None = None
) -> Pattern | None:
    """What would be withheld after the merges that the plan proposes; None without proposals."""
    if not plan.merges:
        return None
    geometry = merged(plan.geometry, plan.merges)
    counts: Counter[Key] = Counter()
    inner = [set(d.leaves) for d in plan.geometry.dimensions]
    for key, value in values.items():
        if all(code in leaves for code, leaves in zip(key, inner, strict=True)):
            counts[_moved(plan.geometry, plan.merges, key)] += value
    smaller = changed(plan, geometry=geometry, merges=(), publish=(), earlier=())
    try:
        return suppress(smaller, geometry.full(counts), set(), plan.seconds / 2, progress)
    except NotProtectable:
        return None


def _moved(geometry: Geometry, merges: tuple[Merge, ...], key: Key) -> Key:
    for axis, dimension in enumerate(geometry.dimensions):
        for merge in merges:
            if merge.dimension == dimension.name and key[axis] in merge.codes:
                key = replace(key, axis, merge.code)
    return key


def merged(geometry: Geometry, merges: tuple[Merge, ...]) -> Geometry:
    """The geometry with merged codes; groups that cut through a merge fall away."""
    result = []
    for dimension in geometry.dimensions:
        new = {c: c for c in dimension.leaves}
        for merge in merges:
            if merge.dimension == dimension.name:
                new.update(dict.fromkeys(merge.codes, merge.code))
        leaves = tuple(dict.fromkeys(new.values()))
        groups = []
        for name, members in dimension.groups:
            inside = {new[m] for m in members}
            covered = {c for c in dimension.leaves if new[c] in inside}
            if covered == set(members) and len(inside) > 1:
                groups.append((name, tuple(c for c in leaves if c in inside)))
        result.append(
            Dimension(
                dimension.name,
                leaves,
                tuple(groups),
                dimension.total,
                dimension.title,
                dimension.labels,
            )
        )
    return Geometry(tuple(result))


def _not_protectable(
    plan: Plan, values: Mapping[Key, int], error: NotProtectable
) -> tuple[Problem, ...]:
    keys = plan.geometry.keys
    shown = [c for c in error.cells if c < len(keys)] or [0]
    words = messages.Shown(plan.geometry.words(keys[shown[0]]))
    how = "insider" if error.insider else "nicht_zu_schuetzen"
    return (_refusal(plan, values, how, zelle=words, weitere=_more(len(error.cells) - 1)),)


def _more(number: int) -> messages.Shown:
    return messages.Shown(f" (und {number} weitere)" if number else "")


def _refusal(plan: Plan, values: Mapping[Key, int], how: str, **more: object) -> Problem:
    place = (plan.path.name, 0, "")
    return problems.worded("geheim-ablehnung", how, place, {"rat": advice(plan, values), **more})


def advice(plan: Plan, values: Mapping[Key, int]) -> messages.Shown:
    """Which crossing to drop: the one that leaves the fewest small cells."""
    best: tuple[int, str] | None = None
    for axis, dimension in enumerate(plan.geometry.dimensions):
        if dimension.total is None or len(plan.geometry.dimensions) < 2:
            continue
        left = sum(
            1 for key, v in values.items()
            if key[axis] == dimension.total and 1 <= v < plan.threshold
        )  # fmt: skip
        if best is None or left < best[0]:
            best = (left, dimension.title or dimension.name)
    if best is None:
        return messages.Shown("Fasse Codes zusammen.")
    before = sum(1 for v in values.values() if 1 <= v < plan.threshold)
    return messages.Shown(
        f"Rat: Verzichte auf die Aufgliederung nach „{best[1]}“; "
        f"dann bleiben {best[0]} statt {before} kleine Zahlen. Oder fasse Codes zusammen."
    )
