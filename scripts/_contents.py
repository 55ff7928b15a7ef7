"""What stands on the page of an offer, worked out for other programs; and whether it stands there.

Whatever can be worked out beforehand, a peer gets worked out: ages and times in words, neighbours,
addresses of reports, the document for machines as one string. Its template only has to write it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup
from praeventionskette.catalogue import Catalogue
from praeventionskette.views import offer_page, site, times, wordlist
from praeventionskette.views.offers import offers, report_url, source
from praeventionskette.views.text import full_date, mail_href, tel_href, web_label
from praeventionskette.views.thread import by_offer, goals

Content = dict[str, Any]
"""What a template writes of one offer; plain texts, lists and truth values."""
ROW = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.S)
OWN_ROWS = ("Wann", "Wo")
"""Rows of the facts that hold links or lists, which a template draws itself."""


def frame(catalogue: Catalogue, address: str) -> Content:
    """What all offers' pages share."""
    return {
        "adresse": address,
        "stadt": catalogue.town.name,
        "phasen": [{"id": p.id, "name": p.kurzname} for p in catalogue.lebensphasen],
        "gruende": [
            {"titel": Markup(r.titel).unescape(), "zusatz": Markup(r.zusatz).unescape()}
            for r in offer_page.reasons(catalogue)
        ],
    }


def contents(catalogue: Catalogue, address: str) -> Iterator[Content]:
    """The content of each current offer."""
    found = offers(catalogue)
    named = {o.angebot.id: o for o in found}
    served = by_offer(goals(catalogue, found))
    pages = offer_page.Pages(catalogue, found, address, frozenset(), served)
    pages.symbol = lambda address: Markup()  # a stage of its own
    for o, page in zip(found, site.offer_pages(catalogue, address), strict=True):
        a, origin, day = o.angebot, source(o.angebot), catalogue.stichtag
        blocks = times.blocks(o.zeiten, catalogue.orte_by_id, day)
        dates = times.dates(o.termine, catalogue.orte_by_id, day)
        providers = (*((o.traeger,) if o.traeger else ()), *o.partner)
        rows = [(plain(head), plain(row)) for head, row in ROW.findall(pages.html(o))]
        yield {
            "id": a.id,
            "titel": o.name,
            "beschreibung": page.description,
            "url": o.url,
            "kurz": o.kurz,
            "phasen": [p.id for p in o.phasen],
            "endet": full_date(a.endet_am),
            "geprueft": full_date(a.geprueft_am),
            "stand": origin.stand,
            "telefon": o.telefon or "",
            "tel": tel_href(o.telefon) if o.telefon else "",
            "email": o.email or "",
            "mail": mail_href(o.email) if o.email else "",
            "website": o.website or "",
            "weblabel": web_label(o.website) if o.website else "",
            "traeger": ", ".join(t.name for t in providers),
            "angaben": [[head, row] for head, row in rows if head not in OWN_ROWS],
            "zeiten": [
                {"ort": b.ort, "zeilen": [f"{day}: {clock}" for day, clock in b.zeilen],
                 "notizen": [*b.notizen, *b.hinweise]}
                for b in blocks
            ],
            "termine": [_date(t) for t in dates],
            "zeitlich": bool(o.zeiten or o.termine),
            "vorbei": bool(o.zeiten) and not blocks,
            "orte": [
                [x for x in (p.name, p.strasse, " ".join(y for y in (p.plz, p.ort) if y)) if x]
                for p in o.orte
            ],
            "quartier": [o.quartier.id, o.quartier.name] if o.quartier else [],
            "einzugsgebiet": a.einzugsgebiet or "",
            "absaetze": [p for p in (a.text or "").split("\n") if p.strip()],
            "ziele": [[g.url, g.ziel.titel] for g in served.get(a.id, ())],
            "quelle": [origin.url, origin.host],
            "alt": origin.alt,
            "hinweis": a.hinweis or "",
            "suchworte": " ".join(wordlist.meanings(o, pages.meant)),
            "melden": report_url(o, catalogue, address),
            "weitere": [[named[i].url, named[i].name, named[i].alter] for i in pages.neighbours(o)],
            "jsonld": str(pages.values(o)["jsonld"]),
        }  # fmt: skip


def _date(t: Any) -> str:
    said = f"{t.tag}, {t.uhrzeit}{f' – {t.titel}' if t.titel else ''}"
    said += f" ({t.ort})" if t.ort else ""
    said += f" {t.hinweis}" if t.hinweis else ""
    return f"Abgesagt: {said}" if t.abgesagt else said


def plain(html: str) -> str:
    """The text of a piece of HTML on one line."""
    return Markup(html.replace("<", " <").replace(">", "> ")).striptags()


class _Page(HTMLParser):
    """Words, addresses and data of a page, without what is drawn and what belongs to scripts."""

    LEFT_OUT = ("svg", "style")

    def __init__(self, address: str, within: str) -> None:
        super().__init__()
        self.address, self.within = address, within
        self.words: Counter[str] = Counter()
        self.links: set[str] = set()
        self.data: list[Any] = []
        self.head: dict[str, str] = {}
        self.open: list[str] = []
        self.kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "description":
            self.head["description"] = given["content"]
        elif tag == "link" and given.get("rel") == "canonical":
            self.head["canonical"] = given["href"]
        elif tag in (self.within, *self.LEFT_OUT, "script", "title"):
            self.open.append(tag)
            self.kind = given.get("type", "")
        elif tag == "a" and self.within in self.open and "href" in given:
            self.links.add(urljoin(self.address, given["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        last = self.open[-1] if self.open else ""
        if last == "title":
            self.head["title"] = self.head.get("title", "") + data
        elif last == "script":
            if self.kind == "application/ld+json":
                self.data.append(json.loads(data))
        elif self.within in self.open and last not in self.LEFT_OUT:
            self.words.update(re.findall(r"\w+", data))


def lacking(own: str, peer: str, address: str) -> list[str]:
    """What our page of an offer says and the peer's does not: words as often as they stand, links,
    data for machines, title, description. address: of the page, which both have to name."""
    ours, theirs = _Page(address, "main"), _Page(address, "body")
    ours.feed(own)
    theirs.feed(peer)
    out = [f"{count} × {word}" for word, count in (ours.words - theirs.words).items()]
    out += sorted(ours.links - theirs.links)
    out += ["JSON-LD"] * (ours.data != theirs.data or not ours.data)
    if ours.head["description"] != theirs.head.get("description"):
        out.append(f"description: {theirs.head.get('description')}")
    if {ours.head["canonical"], theirs.head.get("canonical")} != {address}:
        out.append(f"canonical: {theirs.head.get('canonical')}")
    if ours.head["title"].split(" – ")[0] not in theirs.head.get("title", ""):
        out.append(f"title: {theirs.head.get('title')}")
    return out


def compare(own: Path, peer: Path, address: str, urls: Iterable[str]) -> None:
    """Raises ValueError where a page of a peer lacks something that ours says."""
    for url in urls:
        mine, other = ((at / url / "index.html").read_text(encoding="utf-8") for at in (own, peer))
        if found := lacking(mine, other, address + url):
            raise ValueError(f"{peer.parent.name}, {url}: Es fehlt {'; '.join(found[:12])}")
