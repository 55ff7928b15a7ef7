"""/leitbild/ with its goals and its history, the page of each goal, and /wirkung/."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import Catalogue
from ..goals import Ereignis
from ..workshop import Task
from . import text
from .listing import first
from .offers import Offer
from .page import SitePage, root_of
from .render import render
from .thread import Goal, goals

LEITBILD = "leitbild.md"
METHOD = "ueber/wirkung.md"
STYLES = (
    "assets/stylesheets/pk-monitoring.css",
    "assets/stylesheets/pk-kette.css",
    "assets/stylesheets/pk-ziele.css",
)
EDIT = "datapackages/leitbild/ziele.csv"
COLUMNS = (
    "ziel", "titel", "kennzahl", "jahr", "wert", "einheit", "richtung", "zielwert", "zieljahr",
    "zuordnung", "angebote",
)  # fmt: skip
MARK_GOALS, MARK_HISTORY = "<p>[[ziele]]</p>", "<p>[[zeitleiste]]</p>"
"""Where an editor's ``[[ziele]]`` and ``[[zeitleiste]]`` come out of Markdown."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the history in words."""

    zeit: str
    text: str
    quellen: tuple[tuple[str, str], ...]
    """(address, host and page)."""
    hinweis: str


def history(catalogue: Catalogue) -> tuple[Event, ...]:
    """All events by time; those without a time come first."""
    return tuple(_event(e) for e in sorted(catalogue.ereignisse, key=lambda e: e.zeit or ""))


def _event(e: Ereignis) -> Event:
    urls = [u for u in (e.quelle, e.weitere_quelle) if u]
    when = e.zeit_text or text.partial_date(e.zeit) or "Ohne Datum"
    return Event(when, e.text, tuple((u, text.web_label(u)) for u in urls), e.hinweis or "")


def effect_csv(found: Sequence[Goal]) -> bytes:
    """The table of /wirkung/: a row for each goal and indicator, one for a goal without any."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for g in found:
        count = len(g.angebote)
        for z in g.zahlen:
            w, k = z.wert.wert if z.wert else None, z.indikator.kennzahl
            value = format(w.wert, "f") if w and w.wert is not None else ""
            aim = format(z.link.zielwert, "f") if z.link.zielwert is not None else ""
            writer.writerow([
                g.ziel.id, g.ziel.titel, k.id, w.jahr if w else "", value, k.einheit,
                z.link.richtung, aim, z.link.zieljahr, z.link.zuordnung, count,
            ])  # fmt: skip
        if not g.zahlen:
            writer.writerow([g.ziel.id, g.ziel.titel, *[""] * 8, count])
    return out.getvalue().encode()


def pages(catalogue: Catalogue, prose: frozenset[str], known: Sequence[Goal]) -> list[SitePage]:
    """The page of each goal, /wirkung/, and /leitbild/ where no editor has written it."""
    out = [_goal(g, catalogue, prose) for g in known]
    if known:
        out.append(_effect(known, catalogue, prose))
    if LEITBILD not in prose and (known or catalogue.ereignisse):
        title = f"Leitbild in {catalogue.town.name}"
        body = _framed(catalogue, known, render("kopf.html", titel=title), prose)
        said = f"Die Ziele der Präventionskette in {catalogue.town.name}."
        out.append(SitePage(LEITBILD, title, said, body, edit_path=EDIT, styles=STYLES))
    return out


def _assets(g: Goal) -> dict[str, bytes | Task]:
    made: dict[str, bytes | Task] = {}
    for z in g.zahlen:
        if z.bild:
            made.update(z.bild.files(f"monitoring/{z.indikator.kennzahl.id}/"))
    return made


def _goal(g: Goal, catalogue: Catalogue, prose: frozenset[str]) -> SitePage:
    src = f"leitbild/{g.ziel.id}.md"
    html = render(
        "ziel.html",
        wurzel=root_of(src),
        g=g,
        gezeigt=first(g.angebote),
        stadt=catalogue.town.name,
        methode=METHOD in prose,
        seit=text.partial_date(g.ziel.seit),
        quelle=text.web_label(g.ziel.quelle),
    )
    return SitePage(
        src,
        g.ziel.titel,
        f"{g.rang} der Präventionskette {catalogue.town.name}: Angebote, Zahlen und Lücken."[:155],
        html,
        edit_path=EDIT,
        styles=STYLES,
        assets=_assets(g),
    )


def _effect(known: Sequence[Goal], catalogue: Catalogue, prose: frozenset[str]) -> SitePage:
    town = catalogue.town.name
    return SitePage(
        "wirkung.md",
        "Vom Ziel zur Wirkung",
        f"Ziele der Präventionskette {town}, was dafür getan wird, was die Zahlen zeigen und was "
        "wir nicht wissen.",
        render("wirkung.html", ziele=known, stadt=town, methode=METHOD in prose),
        edit_path=EDIT,
        styles=STYLES,
        assets={"wirkung/wirkung.csv": effect_csv(known)},
    )


def leitbild(
    catalogue: Catalogue, found: Sequence[Offer], prose_html: str, prose: frozenset[str]
) -> str:
    """The editors' /leitbild/ (HTML of their Markdown) with goals and history put in.

    They stand where the editors wrote ``[[ziele]]`` and ``[[zeitleiste]]``, else at the end.
    """
    return _framed(catalogue, goals(catalogue, found), prose_html, prose)


def _framed(
    catalogue: Catalogue, known: Sequence[Goal], prose_html: str, prose: frozenset[str]
) -> str:
    context = {"wurzel": "../", "stadt": catalogue.town.name, "methode": METHOD in prose}
    parts = (
        (MARK_GOALS, "ziele.html" if known else "", {"ziele": known}),
        (MARK_HISTORY, "zeitleiste.html" if catalogue.ereignisse else "",
         {"ereignisse": history(catalogue)}),
    )  # fmt: skip
    html = prose_html
    for mark, template, own in parts:
        made = render(template, **context, **own) if template else ""
        html = html.replace(mark, made, 1) if mark in html else html + made
    return html
