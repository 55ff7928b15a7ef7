"""Who may be shown in a frame of another site: the same look at every server."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

PAGES = ("", "angebote/", "angebote/ms-jugendtreff/", "karte/", "suche/", "tr/angebote/",
         "daten/", "gibt-es-nicht/", "angebote/einbetten/")  # fmt: skip
"""One of each kind, and what only looks like a page for frames."""
EMBED = "einbetten/monitoring/0.9.0/durchschnittsalter/karte/"
REFUSED = ("frame-ancestors", "ERR_BLOCKED_BY_RESPONSE", "404")


def foreign(folder: Path, base: str) -> None:
    """Write another site's page into a folder: it frames all of these."""
    frames = "".join(
        f'<iframe name="f{n}" src="{base}{path}" width="600" height="300"></iframe>\n'
        for n, path in enumerate((*PAGES, EMBED))
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(f"<!doctype html><title>Fremd</title>{frames}", "utf-8")


def look(tab: Page, address: str) -> None:
    """Open the other site's page: the embed is there, and nothing else of ours."""
    refused: list[str] = []
    tab.on("console", lambda m: refused.append(m.text) if "frame-ancestors" in m.text else None)
    tab.goto(address)
    embed = tab.frame(name=f"f{len(PAGES)}")
    assert embed is not None
    expect(embed.locator("h1")).to_contain_text("Durchschnittsalter")
    for number, path in enumerate(PAGES):
        frame = tab.frame(name=f"f{number}")
        assert frame is not None
        assert frame.url.startswith("chrome-error:"), f"{path} stands in a foreign frame"
    assert len(refused) == len(PAGES), refused
