"""Lasting identifiers (UUID version 5, RFC 9562): the same thing has the same one in each build.

``NAMESPACE`` = uuid5(URL namespace, "urn:praeventionskette"). A town's namespace is uuid5 of it and
the town's official key (AGS), or its name where it has none; the site's address plays no part, so
that a move changes nothing. A thing is named in it by its kind and its place in the data:
``uuid5(town, "service/angebote/angebote/ne-001")``.
"""

from __future__ import annotations

import uuid

from praeventionskette.catalogue import Town

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:praeventionskette")


def town_namespace(town: Town) -> uuid.UUID:
    """The namespace that all identifiers of a town are made in."""
    return uuid.uuid5(NAMESPACE, town.ags or town.name)


def identifier(town: Town, kind: str, *path: str) -> str:
    """The identifier of a thing: its kind ("service") and where it stands in the data."""
    return str(uuid.uuid5(town_namespace(town), "/".join((kind, *path))))
