"""/bericht/<jahr>/: what a committee gets on paper. The page and the PDF say the same.

The PDF is made where it was asked for (``build.py --pdf``); see :mod:`.report_pdf`.
What stands in both is collected here; the pages are made in :mod:`.report_pages`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import Catalogue
from ..published import Edition
from ..releases import entries
from . import text
from .chain import matrix
from .coverage import Coverage, coverage
from .indicators import Indicator, indicators
from .offers import Offer
from .thread import Goal
from .trends import trend
from .values import TOWN, Value, year_of

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the whole town: the newest value, the one of an earlier year, the trend."""

    name: str
    url: str
    neu: str
    frueher: str
    trend: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a package that came in the last twelve months."""

    tag: str
    paket: str
    fassung: str
    was: str
    grund: str


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal as it is printed: nothing but words."""

    titel: str
    url: str
    rang: str
    text: str
    verantwortlich: str
    seit: str
    fehlt: str
    massnahme: str
    zahlen: tuple[tuple[str, str, str], ...]
    """(name of the indicator, what it shows, what the town aims at)."""
    bilder: tuple[tuple[str, str], ...]
    """(path of the picture from the site's root, its alternative text)."""
    unbekannt: tuple[str, ...]
    quelle: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report says, in words; ``jahr`` and ``tag`` are those of the build."""

    jahr: int
    tag: str
    datum: tuple[int, int, int]
    stadt: str
    herausgeber: str
    adresse: str
    kurz: tuple[str, ...]
    ziele: tuple[GoalText, ...]
    kennzahlen: tuple[Line, ...]
    bereiche: tuple[str, ...]
    kette: tuple[tuple[str, tuple[int, ...]], ...]
    """(phase, number of offers in each area)."""
    uebergaenge: tuple[tuple[str, int], ...]
    quartiere: tuple[tuple[str, tuple[int, ...]], ...]
    """(quarter, number of offers in each phase)."""
    phasen: tuple[str, ...]
    luecken: tuple[str, ...]
    aenderungen: tuple[Version, ...]

    @property
    def pdf(self) -> str:
        """File name of the PDF beside the page."""
        return f"praeventionskette-bericht-{self.jahr}.pdf"


def report(
    catalogue: Catalogue, found: Sequence[Offer], known: Sequence[Goal], edition: Edition
) -> Report | None:
    """The report of the year of the build; None where the day of the build is not known."""
    day = edition.built or catalogue.stichtag
    if day is None or not catalogue.lebensphasen:
        return None
    town = catalogue.town
    rows = matrix(catalogue, found, None, edition.site_url)
    table = coverage(catalogue, found)
    lines = tuple(_line(i) for i in indicators(catalogue) if i.latest(TOWN))
    chain = tuple((r.phase.name, tuple(c.anzahl for c in r.felder)) for r in rows)
    areas = tuple(b.name for b in catalogue.bereiche)
    return Report(
        jahr=day.year,
        tag=text.full_date(day),
        datum=(day.year, day.month, day.day),
        stadt=town.name,
        herausgeber=town.herausgeber,
        adresse=f"{edition.site_url}bericht/{day.year}/" if edition.site_url else "",
        kurz=tuple(_summary(catalogue, found, known, chain, lines)),
        ziele=tuple(_goal(g) for g in known),
        kennzahlen=lines,
        bereiche=areas,
        kette=chain,
        uebergaenge=tuple(
            (c.titel, f.anzahl)
            for c, f in zip(table.spalten, table.zeilen[0].felder, strict=True)
            if c.art == "uebergang"
        ),
        quartiere=tuple(_quarters(table)),
        phasen=tuple(c.titel for c in table.spalten if c.art == "phase"),
        luecken=tuple(_gaps(chain, areas, table, known)),
        aenderungen=tuple(_versions(catalogue, day)),
    )


def _line(ind: Indicator) -> Line:
    k, newest = ind.kennzahl, ind.latest(TOWN)
    assert newest is not None
    rows = [v for v in ind.werte if v.wert.gebiet == TOWN]
    older = [v for v in rows if v.wert.wert is not None and (year_of(v.wert) or "9") < _of(newest)]
    before = max(older, key=lambda v: (_of(v), v.wert.stichtag or ""), default=None)
    return Line(
        k.name,
        ind.url,
        f"{newest.menge} ({newest.zeit})",
        f"{before.menge} ({before.zeit})" if before else "keine frühere Zahl",
        trend(rows, k) or ("Nicht vergleichbar." if before else ""),
    )


def _of(v: Value) -> str:
    return year_of(v.wert) or ""


def _goal(g: Goal) -> GoalText:
    z = g.ziel
    offers = len(g.angebote)
    return GoalText(
        titel=z.titel,
        url=g.url,
        rang=g.rang,
        text=z.text or "",
        verantwortlich=z.verantwortlich or "",
        seit=text.partial_date(z.seit),
        fehlt=z.fehlt or "",
        massnahme=text.plural(offers, "Angebot", "Angebote") if offers else "kein Angebot bekannt",
        zahlen=tuple(
            (f.indikator.kennzahl.name, f"{f.zeigt} {f.trend}".strip() or "Keine Zahl für die "
             "ganze Stadt.", f"{f.soll} {f.stand}".strip())
            for f in g.zahlen
        ),
        bilder=tuple(
            (f"monitoring/{f.indikator.kennzahl.id}/stadt.svg", f.bild.alt)
            for f in g.zahlen
            if f.bild
        ),
        unbekannt=(*g.unbekannt, *dict.fromkeys(s for f in g.zahlen for s in f.unbekannt)),
        quelle=z.quelle,
    )  # fmt: skip


def _summary(
    catalogue: Catalogue,
    found: Sequence[Offer],
    known: Sequence[Goal],
    chain: Sequence[tuple[str, tuple[int, ...]]],
    lines: Sequence[Line],
) -> list[str]:
    """The report in a few sentences."""
    out = []
    if known:
        measured = sum(1 for g in known if g.zahlen)
        served = sum(1 for g in known if g.angebote)
        out.append(
            f"Das Leitbild nennt {text.plural(len(known), 'Ziel oder', 'Ziele und')} Grundsätze. "
            f"Für {measured} davon gibt es eine Kennzahl, für {served} kennen wir Angebote."
        )
    confirmed = sum(1 for o in found if o.bestaetigt)
    out.append(
        f"Wir kennen {text.plural(len(found), 'Angebot', 'Angebote')}. "
        f"Bei {confirmed} davon hat jemand beim Träger nachgefragt."
    )
    empty = sum(1 for _, row in chain for n in row if not n)
    fields = sum(len(row) for _, row in chain)
    out.append(f"In der Kette sind {empty} von {fields} Feldern leer.")
    out.append(
        f"Für die ganze Stadt gibt es zu {len(lines)} von {len(catalogue.kennzahlen)} Kennzahlen "
        "eine Zahl mit Jahr."
    )
    return out


def _quarters(table: Coverage) -> list[tuple[str, tuple[int, ...]]]:
    own = [i for i, c in enumerate(table.spalten) if c.art == "phase"]
    return [
        (r.quartier.name, tuple(r.felder[i].anzahl for i in own))
        for r in table.zeilen
        if r.quartier
    ]


def _gaps(
    chain: Sequence[tuple[str, tuple[int, ...]]],
    areas: Sequence[str],
    table: Coverage,
    known: Sequence[Goal],
) -> list[str]:
    out = [
        f"Kein Angebot bekannt: {phase}, {area}."
        for phase, row in chain
        for area, n in zip(areas, row, strict=True)
        if not n
    ]
    bare = [name for name, row in _quarters(table) if not any(row)]
    if bare:
        out.append(f"Kein Angebot mit Ort im Quartier kennen wir in: {', '.join(bare)}.")
    for words, missing in (
        ("Ohne Kennzahl", [g.ziel.titel for g in known if not g.zahlen]),
        ("Ohne bekanntes Angebot", [g.ziel.titel for g in known if not g.angebote]),
        ("Ohne verantwortliche Stelle", [g.ziel.titel for g in known if not g.ziel.verantwortlich]),
    ):
        if missing:
            out.append(f"{words}: {'; '.join(missing)}.")
    return out


def _versions(catalogue: Catalogue, day: dt.date) -> list[Version]:
    """What came in the twelve months before the day, newest first."""
    out = []
    for package in catalogue.packages:
        for e in entries(package.descriptor):
            if e.date and day - YEAR < e.date <= day:
                out.append((e.date, package.title, e))
    out.sort(key=lambda item: (-item[0].toordinal(), item[1]))
    return [Version(text.full_date(d), t, e.version, e.word, e.reason) for d, t, e in out]
