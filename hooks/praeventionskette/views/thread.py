"""The thread from a goal to what is done for it and to what the numbers show, and back.

Nothing here says that an offer brought about a change: a number shows, it does not prove.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ..catalogue import Catalogue
from ..goals import Ziel, ZielAngebot, ZielKennzahl
from ..languages import current
from .figures import Picture, small
from .indicators import Indicator, indicators
from .offers import Offer
from .trends import trend
from .values import TOWN, Value, amount

OLD_AFTER = 3
"""Years after which the newest figure of a goal is said to be old (our own convention)."""

DIRECTIONS = {"steigen": "soll steigen", "sinken": "soll sinken", "halten": "soll gleich bleiben"}
RANKS = {"oberziel": "Oberstes Ziel", "ziel": "Ziel", "grundsatz": "Grundsatz"}


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """An indicator of a goal: what it shows for the whole town, and what nobody knows."""

    link: ZielKennzahl
    indikator: Indicator
    wert: Value | None
    """The newest value of the whole town; None where there is none."""
    trend: str
    soll: str
    """What the town has set itself, in words; "" where it has set nothing."""
    stand: str
    """Whether the target is reached; "" without a target or a value."""
    bild: Picture | None
    unbekannt: tuple[str, ...]

    @property
    def zeigt(self) -> str:
        """What the number shows, in one sentence."""
        if self.wert is None:
            return ""
        return f"Die Zahl zeigt: {self.wert.menge} ({self.wert.zeit})."


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with all that hangs on it."""

    ziel: Ziel
    ober: Ziel | None
    teile: tuple[Ziel, ...]
    zahlen: tuple[GoalFigure, ...]
    angebote: tuple[Offer, ...]
    felder: tuple[str, ...]
    """What serves the goal, as the data name it: fields of the chain and single offers."""
    luecken: tuple[str, ...]
    """Fields of the chain that shall serve the goal and in which no offer is known."""
    unbekannt: tuple[str, ...]
    listen: tuple[tuple[str, str], ...] = ()
    """(words of a field of the chain, site path of the list of its offers)."""
    gelesen: bool = False
    """Whether the project has said which offers serve the goal, and not the town."""

    @property
    def url(self) -> str:
        return f"leitbild/{self.ziel.id}/"

    @property
    def rang(self) -> str:
        return RANKS.get(self.ziel.art or "", "Ziel")

    @property
    def vom_projekt(self) -> bool:
        """Whether some link of the goal is the project's reading and not the town's."""
        return any(z.link.zuordnung == "projekt" for z in self.zahlen) or self.gelesen


def goals(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Goal, ...]:
    """All goals in the order of their table; found: the current offers.

    Worked out once for the same offers: several pages ask for them.
    """
    if not catalogue.ziele:
        return ()
    code = current().language.code
    asked, spoken, known = catalogue.derived.get("goals", (None, "", ()))
    if asked is not found or spoken != code:
        known = _goals(catalogue, found)
        catalogue.derived["goals"] = (found, code, known)
    kept: tuple[Goal, ...] = known
    return kept


def _goals(catalogue: Catalogue, found: Sequence[Offer]) -> tuple[Goal, ...]:
    by_id = {z.id: z for z in catalogue.ziele}
    known = {i.kennzahl.id: i for i in indicators(catalogue)}
    kinds: dict[object, list[Offer]] = defaultdict(list)
    for o in found:
        ids = (tuple(x.id for x in some) for some in (o.phasen, o.quartiere))
        kinds[o.bereich.id, *ids].append(o)
    alike = tuple(map(tuple, kinds.values()))
    return tuple(_goal(z, by_id, known, catalogue, found, alike) for z in catalogue.ziele)


def _goal(
    ziel: Ziel,
    by_id: Mapping[str, Ziel],
    known: Mapping[str, Indicator],
    catalogue: Catalogue,
    found: Sequence[Offer],
    alike: Sequence[Sequence[Offer]],
) -> Goal:
    rows = [r for r in catalogue.ziel_angebote if r.ziel == ziel.id]
    fields = [field_words(row, catalogue) for row in rows]
    serving = [_serving(row, found, alike) for row in rows]
    gaps = [words for words, some in zip(fields, serving, strict=True) if not some]
    means = {o.angebot.id for some in serving for o in some}
    figures = tuple(
        _figure(link, known[link.kennzahl], catalogue)
        for link in catalogue.ziel_kennzahlen
        if link.ziel == ziel.id and link.kennzahl in known
    )
    offered = tuple(o for o in found if o.angebot.id in means)
    return Goal(
        ziel=ziel,
        ober=by_id.get(ziel.ober or ""),
        teile=tuple(z for z in by_id.values() if z.ober == ziel.id),
        zahlen=figures,
        angebote=offered,
        felder=tuple(fields),
        luecken=tuple(gaps),
        unbekannt=tuple(_unknown(ziel, figures, rows, offered)),
        listen=tuple(
            (field_words(row, catalogue), field_list(row)) for row in rows if row.angebot is None
        ),
        gelesen=any(r.zuordnung == "projekt" for r in rows),
    )


def _serving(
    row: ZielAngebot, found: Sequence[Offer], alike: Sequence[Sequence[Offer]]
) -> list[Offer]:
    """The offers that a row means. alike: the same offers, those together that no field parts."""
    if row.angebot is not None:
        return [o for o in found if serves(row, o)]
    return [o for some in alike if serves(row, some[0]) for o in some]


def serves(row: ZielAngebot, o: Offer) -> bool:
    """Whether a row of ``ziel_angebote`` means this offer."""
    if row.angebot is not None:
        return row.angebot == o.angebot.id
    return (
        row.bereich in (None, o.bereich.id)
        and (row.lebensphase is None or any(p.id == row.lebensphase for p in o.phasen))
        and (row.quartier is None or any(q.id == row.quartier for q in o.quartiere))
    )


def field_words(row: ZielAngebot, catalogue: Catalogue) -> str:
    """What a row means: "Bildung · 3 bis 6 Jahre · Norf", or the name of its offer."""
    if row.angebot is not None:
        return next((a.name for a in catalogue.angebote if a.id == row.angebot), row.angebot)
    named = (
        next((b.name for b in catalogue.bereiche if b.id == row.bereich), ""),
        next((p.name for p in catalogue.lebensphasen if p.id == row.lebensphase), ""),
        catalogue.quartiere_by_id[row.quartier].name if row.quartier else "",
    )
    return " · ".join(n for n in named if n)


def field_list(row: ZielAngebot) -> str:
    """Site path of the list of a field's offers: a ready one for a field with one name, which
    needs no scripts, else the list with these filters."""
    named = [
        (facet, value)
        for facet, value in (
            ("bereich", row.bereich), ("phase", row.lebensphase), ("quartier", row.quartier),
        )
        if value
    ]  # fmt: skip
    if len(named) == 1:
        return f"angebote/{named[0][0]}/{named[0][1]}/"
    return f"angebote/?{urlencode(named)}" if named else "angebote/"


def _figure(link: ZielKennzahl, ind: Indicator, catalogue: Catalogue) -> GoalFigure:
    k, newest = ind.kennzahl, ind.latest(TOWN)
    rows = [v for v in ind.werte if v.wert.gebiet == TOWN]
    unknown = []
    if newest is None:
        unknown.append("Für die ganze Stadt gibt es keine Zahl.")
    elif (age := _age(newest, catalogue)) is not None and age > OLD_AFTER:
        unknown.append(f"Die neueste Zahl ist von {newest.wert.jahr}. Wie es heute ist, fehlt.")
    if link.zielwert is None:
        unknown.append("Einen Zielwert hat die Stadt nicht festgelegt.")
    if link.hinweis:
        unknown.append(link.hinweis)
    aim, state = "", ""
    if link.richtung:
        aim = f"Die Zahl {DIRECTIONS.get(link.richtung, link.richtung)}"
        if link.zielwert is not None:
            aim += f": Zielwert {amount(link.zielwert, k)}"
            aim += f" bis {link.zieljahr}" if link.zieljahr else ""
        aim += "."
    if link.zielwert is not None and newest and newest.wert.wert is not None:
        value = newest.wert.wert
        reached = {"steigen": value >= link.zielwert, "sinken": value <= link.zielwert}
        if link.richtung in reached:
            done = reached[link.richtung]
            state = "Der Zielwert ist erreicht." if done else "Der Zielwert ist nicht erreicht."
    return GoalFigure(
        link, ind, newest, trend(rows, k) if newest else "", aim, state,
        small(ind, catalogue) if ind.own_page else None, tuple(unknown),
    )  # fmt: skip


def _age(v: Value, catalogue: Catalogue) -> int | None:
    """Years between a value and the day of the build."""
    if catalogue.stichtag is None or v.wert.jahr is None:
        return None
    return catalogue.stichtag.year - v.wert.jahr


def _unknown(
    ziel: Ziel,
    figures: Sequence[GoalFigure],
    rows: Sequence[ZielAngebot],
    offered: Sequence[Offer],
) -> list[str]:
    out = []
    if not figures:
        out.append("Zu diesem Ziel gibt es keine Kennzahl. Ob es erreicht wird, sehen wir nicht.")
    if not rows:
        out.append("Diesem Ziel ist kein Angebot zugeordnet.")
    elif not offered:
        out.append("Wir kennen kein Angebot, das diesem Ziel dient.")
    if figures and offered:
        out.append("Ob die Angebote zu einer Veränderung beitragen, zeigen die Zahlen nicht.")
    if not ziel.verantwortlich:
        out.append("Welche Stelle verantwortlich ist, muss die Stadt liefern.")
    return out


def by_offer(found: Sequence[Goal]) -> dict[str, tuple[Goal, ...]]:
    """The goals that each offer serves, by the offer's id."""
    out: dict[str, list[Goal]] = {}
    for goal in found:
        for o in goal.angebote:
            out.setdefault(o.angebot.id, []).append(goal)
    return {key: tuple(value) for key, value in out.items()}


def by_indicator(catalogue: Catalogue) -> dict[str, tuple[Ziel, ...]]:
    """The goals that each indicator measures, by its id, in the order of the goals."""
    out: dict[str, list[Ziel]] = {}
    for ziel in catalogue.ziele:
        for link in catalogue.ziel_kennzahlen:
            if link.ziel == ziel.id:
                out.setdefault(link.kennzahl, []).append(ziel)
    return {key: tuple(value) for key, value in out.items()}
