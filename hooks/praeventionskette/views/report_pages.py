"""/bericht/ and /bericht/<jahr>/ as pages, with the PDF where the build was asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue import Catalogue
from ..published import Edition
from ..workshop import Task
from . import charts
from .goals import METHOD, STYLES
from .offers import Offer
from .page import SitePage
from .render import render
from .report import report
from .thread import Goal


def pages(
    catalogue: Catalogue,
    found: Sequence[Offer],
    prose: frozenset[str],
    known: Sequence[Goal],
    edition: Edition,
) -> list[SitePage]:
    """/bericht/ and /bericht/<jahr>/, with the PDF where the build was asked for it."""
    made = report(catalogue, found, known, edition)
    if made is None:
        return []
    folder = f"bericht/{made.jahr}/"
    specs: dict[str, charts.Figure] = {
        f"monitoring/{z.indikator.kennzahl.id}/stadt.svg": z.bild.spec
        for g in known
        for z in g.zahlen
        if z.bild
    }
    pdf = {f"{folder}{made.pdf}": Task("views.report_pdf:pdf", (made, specs))}
    said = f"Bericht {made.jahr} über Ziele, Kennzahlen, Angebote und Lücken der Präventionskette "
    title = f"Bericht {made.jahr}"
    page = SitePage(
        f"bericht/{made.jahr}.md",
        title,
        f"{said}{made.stadt}.",
        render(
            "bericht.html", wurzel="../../", b=made, methode=METHOD in prose,
            pdf=made.pdf if edition.pdf else "",
        ),
        edit_path="datapackages/leitbild/ziele.csv" if known else "",
        styles=STYLES,
        assets=pdf if edition.pdf else {},
    )  # fmt: skip
    index = SitePage(
        "bericht/index.md",
        "Berichte",
        f"Berichte über die Präventionskette {made.stadt} zum Lesen und Drucken.",
        render("berichte.html", wurzel="../", b=made),
        styles=STYLES,
        suche=False,
    )
    return [index, page]
