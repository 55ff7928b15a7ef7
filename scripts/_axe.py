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

from _states import EVERYWHERE, NotHereError, State, states
from playwright.sync_api import Browser, Page

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
READ = """async options => {
  const found = await axe.run(document, options);
  const short = list => list.map(r => [r.id, r.nodes.map(n => n.target.join(' ') + ' – ' +
    (n.any.concat(n.all, n.none)[0] || {message: ''}).message)]);
  return {findings: short(found.violations), open: short(found.incomplete)};
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """One page in one state, at one width, in one colour scheme.

    findings: (rule, "element – what is wrong"); unsure: the same where axe cannot tell.
    """

    address: str
    state: str
    width: int
    scheme: str
    findings: tuple[tuple[str, str], ...]
    unsure: tuple[tuple[str, str], ...]

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

    base: the address a site is served at; each page and state starts in a fresh context, so that
    nothing kept by one (the visitor's list) is there in the next.
    once: for a quick look, the states that other pages were seen in: then a page is seen as it is
    when unfolded, and in such states alone that no page was seen in.
    """
    source = script()
    for address in addresses:
        for width in widths:
            with Tab(browser, width) as page:
                page.goto(base + address)
                there = list(states(page))
            if once is not None:
                usual = [s for s in there if s.name in EVERYWHERE][-1:]
                there = [s for s in there if s in usual or s.name not in once]
            for state in there:
                yield from _in_state(browser, base, address, state, width, schemes, source)


def _in_state(
    browser: Browser,
    base: str,
    address: str,
    state: State,
    width: int,
    schemes: Sequence[str],
    source: str,
) -> Iterator[Look]:
    with Tab(browser, width) as page:
        page.goto(base + address)
        try:
            state.reach(page)
        except NotHereError:
            return
        page.evaluate(source)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found: dict[str, Any] = page.evaluate(READ, json.loads(json.dumps(OPTIONS)))
            yield Look(
                address,
                state.name,
                width,
                scheme,
                tuple((rule, what) for rule, nodes in found["findings"] for what in nodes),
                tuple((rule, what) for rule, nodes in found["open"] for what in nodes),
            )


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
