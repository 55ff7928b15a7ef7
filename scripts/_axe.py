"""Runs axe-core over pages of built sites in a real Chromium: each state, width and colour scheme.

Rules: WCAG 2.0, 2.1 and 2.2, levels A and AA, axe's best practices, and those of its experimental
rules that belong to one of these criteria.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import _barriers
from _states import EVERYWHERE, NotHereError, State, states
from playwright.sync_api import Browser, Error, Page

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
EXPERIMENTAL = (
    "css-orientation-lock",
    "focus-order-semantics",
    "label-content-name-mismatch",
    "table-fake-caption",
    "td-has-header",
)
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Off by default in axe: it is the one rule of WCAG 2.2.
    "rules": {name: {"enabled": True} for name in ("target-size", *EXPERIMENTAL)},
    "resultTypes": ["violations", "incomplete"],
}
PATIENCE = 60_000
"""Milliseconds that axe may take for one look: a page's evaluation has no limit of its own."""
READ = """async ([options, patience]) => {
  const late = new Promise((_, no) => setTimeout(() => no(new Error('axe: zu langsam')), patience));
  const found = await Promise.race([axe.run(document, options), late]);
  const short = list => list.map(r => [r.id, r.nodes.map(n => [n.target.join(' '),
    (n.any.concat(n.all, n.none)[0] || {message: ''}).message])]);
  return {findings: short(found.violations), open: short(found.incomplete)};
}"""
BROKEN = "nicht zu prüfen"
"""Stands for the rule where a page did not come into a state, or axe did not come to an end."""
CONTRAST = "color-contrast"
MEASURED = "Kontrast, den axe-core nicht misst"
"""Stands for the rule where text lies on a gradient or on something that overlaps."""


SEEN, FAILED, ABSENT = "gesehen", "gescheitert", "entfällt"


@dataclass(frozen=True, slots=True)
class Look:
    """One page in one state, at one width, in one colour scheme.

    findings: (rule, "element – what is wrong"); unsure: the same where axe cannot tell, and we
    cannot either; measured: texts whose contrast axe left open and ``_barriers.js`` measured.
    kind: "gesehen"; "gescheitert" where it could not be looked at (findings say why); "entfällt"
    where the page cannot be in the state after all.
    """

    address: str
    state: str
    width: int
    scheme: str
    findings: tuple[tuple[str, str], ...]
    unsure: tuple[tuple[str, str], ...]
    measured: int = 0
    kind: str = SEEN

    def __str__(self) -> str:
        where = f"{self.address} ({self.state}, {self.width} px, {self.scheme})"
        return "\n".join(f"{where}: {rule}: {what}" for rule, what in self.findings)


def script() -> str:
    """axe-core's own source, from the installed package."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("axe-playwright-python")
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def look(
    browser: Browser,
    base: str,
    addresses: Iterable[str],
    *,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[str] = SCHEMES,
    once: frozenset[str] | None = None,
) -> Iterator[Look]:
    """Every state of every page at every width in every scheme.

    base: the address a site is served at; each page starts in a fresh context, and so does each
    state that is more than folding, so that nothing kept by one (the visitor's list) is there in
    the next.
    once: for a quick look, the states that other pages were seen in: then a page is seen as it is
    when unfolded, and in such states alone that no page was seen in.
    """
    source = script()
    for address in addresses:
        for width in widths:
            with Tab(browser, width) as page:
                try:
                    page.goto(base + address)
                    there = list(states(page))
                except Error as error:
                    yield _failed(address, "wie geladen", width, error)
                    continue
                if once is not None:
                    usual = [s for s in there if s.name in EVERYWHERE][-1:]
                    there = [s for s in there if s in usual or s.name not in once]
                for state in there:
                    if state.plain:
                        yield from _state(page, address, state, width, schemes, source)
            for state in there:
                if not state.plain:
                    with Tab(browser, width) as page:
                        here = base + address
                        yield from _state(page, address, state, width, schemes, source, here)


def _state(
    page: Page,
    address: str,
    state: State,
    width: int,
    schemes: Sequence[str],
    source: str,
    fresh: str = "",
) -> Iterator[Look]:
    """One state, brought about; one that does not come is a finding, and the rest goes on.

    fresh: address to open first.
    """
    try:
        if fresh:
            page.goto(fresh)
        state.reach(page)
        page.evaluate(source)
        yield from _in_schemes(page, address, state.name, width, schemes)
    except NotHereError:
        yield Look(address, state.name, width, "", (), (), kind=ABSENT)
    except Error as error:
        yield _failed(address, state.name, width, error)


def _failed(address: str, state: str, width: int, error: Error) -> Look:
    why = error.message.strip().splitlines()[0]
    return Look(address, state, width, "hell und dunkel", ((BROKEN, why),), (), kind=FAILED)


def _in_schemes(
    page: Page, address: str, state: str, width: int, schemes: Sequence[str]
) -> Iterator[Look]:
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        yield _read(page, address, state, width, scheme)


def _read(page: Page, address: str, state: str, width: int, scheme: str) -> Look:
    """axe over the page as it is now; then the contrasts that it could not tell."""
    found: dict[str, Any] = page.evaluate(READ, [json.loads(json.dumps(OPTIONS)), PATIENCE])
    findings, unsure = (
        [(rule, target, why) for rule, nodes in found[part] for target, why in nodes]
        for part in ("findings", "open")
    )
    asked = [target for rule, target, _ in unsure if rule == CONTRAST]
    told: dict[str, str | None] = (
        dict(page.evaluate(f"s => {_barriers.LOOK}.contrast(s)", asked)) if asked else {}
    )
    weak = [(MEASURED, f"{target} – {text}") for target, text in told.items() if text]
    return Look(
        address,
        state,
        width,
        scheme,
        (*((rule, f"{target} – {why}") for rule, target, why in findings), *weak),
        tuple((rule, f"{target} – {why}") for rule, target, why in unsure
              if rule != CONTRAST or target not in told),
        len(told),
    )  # fmt: skip


class Tab:
    """A tab of its own for one look."""

    def __init__(self, browser: Browser, width: int, **options: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            service_workers="block",
            **options,
        )

    def __enter__(self) -> Page:
        return self.context.new_page()

    def __exit__(self, *_: object) -> None:
        self.context.close()
