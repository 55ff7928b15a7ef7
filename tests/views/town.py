"""A tiny town for tests of views: two quarters, two phases, two offers. Names are invented."""

from __future__ import annotations

from decimal import Decimal

from praeventionskette.catalogue import (
    Angebot,
    Bereich,
    Catalogue,
    Gebiet,
    Kennzahl,
    Lebensphase,
    Ort,
    Quartier,
    Town,
    Traeger,
    Wert,
)

HOSTILE = "<script>alert(1)</script>\"'{{ 7*191 }}&"
D = Decimal


def town(**changes: object) -> Catalogue:
    """The tiny town; keyword arguments replace whole tables."""
    tables: dict[str, object] = {
        "bereiche": (Bereich("gesundheit", "Gesundheit"), Bereich("bildung", "Bildung")),
        "lebensphasen": (
            Lebensphase("schwangerschaft", "Schwangerschaft", "Schwanger", 1, schwangerschaft=True),
            Lebensphase("0-3", "0 bis 3 Jahre", "0–3 Jahre", 2, D(0), D(2)),
            Lebensphase("3-6", "3 bis 6 Jahre", "3–6 Jahre", 3, D(3), D(5)),
        ),
        "traeger": (Traeger("amt", "Amt", telefon="030 23125 001"),),
        "orte": (Ort("haus", "Haus", quartier="nord"),),
        "angebote": (
            Angebot("a-1", "Ärztliche Hilfe", "gesundheit", "aktiv", "https://a.example/x",
                    kurztext="Hilft.", alter_von=D(0), alter_bis=D(2), traeger="amt",
                    orte=("haus",), quelle_stand="2019-05"),
            Angebot("a-2", HOSTILE, "bildung", "aktiv", "https://b.example/",
                    kurztext=HOSTILE, text=HOSTILE, zielgruppe=HOSTILE, hinweis=HOSTILE,
                    alter_von=D(3), alter_bis=D(5), quartier="sued", quelle_stand="2024"),
            Angebot("a-3", "Vorbei", "bildung", "beendet", "https://c.example/",
                    alter_von=D(3), alter_bis=D(5)),
        ),
        "quartiere": (
            Quartier("nord", "01", "Nord", kachel_zeile=0, kachel_spalte=0),
            Quartier("sued", "02", HOSTILE, kachel_zeile=1, kachel_spalte=0),
        ),
        "gebiete": (Gebiet("stadt", "Stadt Test", "stadt", ("nord", "sued")),),
        "kennzahlen": (
            Kennzahl("einwohner", "Einwohner", "anzahl", "Personen", "Wie viele hier wohnen."),
        ),
        "werte": (
            Wert("w-1", "einwohner", "nord", "gemessen", 2020, "2020-12-31", D(50),
                 "https://a.example/"),
            Wert("w-2", "einwohner", "nord", "gemessen", 2021, "2021-12-31", D(60),
                 "https://a.example/"),
            Wert("w-3", "einwohner", "sued", "geheim", 2021, hinweis="Die Zahl ist zu klein."),
            Wert("w-4", "einwohner", "stadt", "gemessen", 2021, "2021-12-31", D(160)),
        ),
    }  # fmt: skip
    tables.update(changes)
    return Catalogue(Town("Test", email="amt@test.example"), (), **tables)  # type: ignore[arg-type]
