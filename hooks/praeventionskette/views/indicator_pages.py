"""/monitoring/ and the page of each indicator."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ..catalogue import Catalogue
from ..workshop import Task
from . import maps, text
from .comparable import when
from .figures import Picture, pictures
from .indicators import Indicator, indicators, map_view
from .outlines import outlines
from .page import SitePage, root_of
from .render import render
from .thread import by_indicator
from .trends import older, trend
from .values import TOWN, Value

EDIT = "datapackages/monitoring/werte.csv"
SECRET = "ueber/geheim.md"
STYLE = "assets/stylesheets/pk-monitoring.css"
SCRIPT = "assets/javascripts/pk-tabelle.js"
THEMES = (
    ("kinder", "Kinder und Jugendliche"),
    ("bevoelkerung", "Bevölkerung"),
    ("einkommen", "Einkommen"),
    ("arbeit", "Arbeit"),
)
COLUMNS = (
    "gebiet_id", "gebiet", "jahr", "stichtag", "wert", "einheit", "status", "spanne_von",
    "spanne_bis", "vergleich", "platz", "gebietsstand", "bruch", "quelle", "hinweis",
)  # fmt: skip


def secret_link(prose: frozenset[str], root: str) -> str:
    """Where "Was heißt geheim?" is explained: the editors' page, else the overview's own words."""
    return f"{root}ueber/geheim/" if SECRET in prose else f"{root}monitoring/#geheim"


def values_csv(ind: Indicator) -> bytes:
    """All that the page shows, as CSV: UTF-8, comma, decimal point, a source in each row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for v in ind.werte:
        w, span = v.wert, v.spanne
        writer.writerow(
            [
                w.gebiet, v.gebiet, w.jahr, w.stichtag,
                format(w.wert, "f") if w.wert is not None else "", ind.kennzahl.einheit, w.status,
                span.low if span else "", span.high if span else "",
                v.vergleich, v.platz, w.gebietsstand, w.bruch, w.quelle, w.hinweis,
            ]
        )  # fmt: skip
    return out.getvalue().encode()


def summary(ind: Indicator, catalogue: Catalogue) -> list[str]:
    """What the page says, in a few plain sentences. Only what the numbers support."""
    out = []
    whole = [v for v in ind.werte if v.wert.gebiet == TOWN]
    if ind.map_year:
        rows = ind.quarters_in(ind.map_year)
        known = {v.quartier for v in rows if v.wert.wert is not None}
        total = len(catalogue.quartiere)
        share = "allen" if len(known) == total else f"{len(known)} von"
        out.append(f"Für {ind.map_year} gibt es eine Zahl in {share} {total} Quartieren.")
    if change := trend(whole, ind.kennzahl):
        out.append(f"Ganz {catalogue.town.name}: {change}")
    if ind.map_year:
        newest = [v for v in ind.quarters_in(ind.map_year) if v.vergleich]
        clear = [v for v in newest if not v.vergleich.startswith("kein")]
        if newest and not clear:
            out.append("Kein Quartier liegt klar über oder unter dem Wert der Stadt.")
        elif newest:
            out.append(
                f"{len(clear)} von {len(newest)} Quartieren unterscheiden sich klar von der ganzen "
                "Stadt. Bei den anderen kann der Unterschied Zufall sein."
            )
    return out


def pages(catalogue: Catalogue, prose: frozenset[str]) -> list[SitePage]:
    """/monitoring/ and a page for each indicator with enough data."""
    if not catalogue.kennzahlen:
        return []
    found = indicators(catalogue)
    shapes = outlines(catalogue)
    out = [_overview(found, catalogue, prose)]
    for ind in found:
        if ind.own_page:
            out.append(_page(ind, catalogue, prose, pictures(ind, catalogue, shapes)))
    return out


def _overview(
    found: Sequence[Indicator], catalogue: Catalogue, prose: frozenset[str]
) -> SitePage:  # fmt: skip
    own = [i for i in found if i.own_page]
    themes = [(title, [i for i in own if i.kennzahl.thema == key]) for key, title in THEMES]
    named = {key for key, _ in THEMES}
    themes.append(("Weitere", [i for i in own if i.kennzahl.thema not in named]))
    return SitePage(
        "monitoring/index.md",
        "Monitoring: Zahlen für die Quartiere",
        f"Wie geht es Kindern und Familien in den Quartieren von {catalogue.town.name}? "
        "Kennzahlen mit Karte, Tabelle und Quelle.",
        render(
            "monitoring.html",
            prosa=prose,
            wurzel="../",
            themen=[t for t in themes if t[1]],
            einzeln=[i for i in found if not i.own_page],
            stadt=catalogue.town.name,
            geheim=secret_link(prose, "../"),
            anzahl=sum(len(i.gemessen) for i in found),
        ),
        edit_path=EDIT,
        styles=(STYLE,),
    )


def _page(
    ind: Indicator, catalogue: Catalogue, prose: frozenset[str], drawn: Sequence[Picture]
) -> SitePage:
    k, view = ind.kennzahl, map_view(ind, catalogue)
    src = f"monitoring/{k.id}.md"
    folder = f"monitoring/{k.id}/"
    assets: dict[str, bytes | Task] = {f"{folder}{k.id}.csv": values_csv(ind)}
    for picture in drawn:
        assets.update(picture.files(folder))
    if view:
        assets[view.map.script_path] = view.map.script
    by_name = {p.datei: p for p in drawn}
    html = render(
        "kennzahl.html",
        wurzel=root_of(src),
        i=ind,
        karte=view,
        bilder=by_name,
        jahreskarten=[p for p in drawn if p.datei.startswith("karten-")],
        ohne_karte=_years_without_map(ind),
        kurz=summary(ind, catalogue),
        aelter=older([v for v in ind.werte if v.wert.gebiet == TOWN]),
        geheim=secret_link(prose, root_of(src)),
        spannen=any(v.spanne for v in ind.werte),
        vergleiche=any(v.vergleich for v in ind.werte),
        plaetze=any(v.platz for v in ind.werte),
        staende=_territories(ind),
        stadt=catalogue.town.name,
        quellen=_sources(ind),
        ziele=by_indicator(catalogue).get(k.id, ()),
        zeilen=[(v, when(v.wert), sortable(v)) for v in ind.werte],
    )
    return SitePage(
        src,
        k.name,
        f"{k.name} in {catalogue.town.name}: {k.beschreibung}"[:155],
        html,
        edit_path=EDIT,
        scripts=(SCRIPT, *((*maps.SCRIPTS, view.map.script_path) if view else ())),
        styles=(STYLE, *(maps.STYLES if view else ())),
        assets=assets,
    )


def sortable(v: Value) -> str:
    """What a table sorts a value by; nothing for a withheld one, which always comes last."""
    return "" if v.wert.wert is None else format(v.wert.wert, "f")


def _territories(ind: Indicator) -> list[str]:
    """The borders that the values are counted in, newest first, in words."""
    found = {v.wert.gebietsstand for v in ind.werte if v.wert.gebietsstand}
    return [text.partial_date(s) for s in sorted(found, reverse=True)]


def _years_without_map(ind: Indicator) -> list[str]:
    """Years with quarter values that are not drawn because other borders held then."""
    years = {
        str(v.wert.jahr)
        for v in ind.gemessen
        if v.quartier and v.wert.jahr is not None and v.wert.gebietsstand != ind.stand
    }
    return sorted(years - set(ind.map_years))


def _sources(ind: Indicator) -> list[tuple[str, str]]:
    """(address, host and page) of each distinct source, in this order."""
    urls = {v.wert.quelle: text.page_label(v.wert.quelle) for v in ind.werte if v.wert.quelle}
    return sorted(urls.items(), key=lambda item: (item[1], item[0]))
