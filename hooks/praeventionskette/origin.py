"""What a catalogue was read from: the same files, settings and day give the same pages."""

from __future__ import annotations

import hashlib
import pickle

from .catalogue import Catalogue

Read = list[tuple[str, str, bytes, object, object]]


def read(catalogue: Catalogue) -> Read:
    """Every byte of the packages that the catalogue was read from, as the store wants a key."""
    return [
        (p.name, p.version, p.raw, [(t.path, t.raw) for t in p.tables], sorted(p.files.items()))
        for p in catalogue.packages
    ]


def digest(catalogue: Catalogue) -> bytes:
    """SHA-256 of all that a page can depend on: the town, its packages with their past, the day,
    and the other towns of its network."""
    others = [
        (
            n.name,
            n.adresse,
            n.stand,
            n.hinweis,
            n.catalogue and (n.catalogue.town, read(n.catalogue)),
        )
        for n in catalogue.netzwerk
    ]
    past = [read(one.catalogue) for one in catalogue.past]
    whole = catalogue.town, catalogue.stichtag, read(catalogue), past, others
    return hashlib.sha256(pickle.dumps(whole, protocol=5)).digest()
