"""Lasting identifiers (UUID version 5, RFC 9562): the same thing has the same one in each build.

``NAMESPACE`` = uuid5(URL namespace, "urn:praeventionskette"). A town's namespace is uuid5 of it and
the town's official key (AGS), or its name where it has none; the site's address plays no part, so
that a move changes nothing. A thing is named in it by its kind and its place in the data:
``uuid5(town, "service/angebote/angebote/ne-001")``.
"""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache

from praeventionskette.catalogue import Town

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:praeventionskette")


_BITS = (1 << 128) - 1
_FIXED = (0xF << 76) | (0x3 << 62)
"""The bits of an UUID that its version and its variant take up."""
_VERSION_5 = (0x5 << 76) | (0x2 << 62)


def town_namespace(town: Town) -> uuid.UUID:
    """The namespace that all identifiers of a town are made in."""
    return _namespace(town.ags or town.name)


@lru_cache(maxsize=64)
def _namespace(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)


def identifier(town: Town, kind: str, *path: str) -> str:
    """The identifier of a thing: its kind ("service") and where it stands in the data.

    The same as ``str(uuid.uuid5(…))``, which a test holds; a town of 10,000 offers wants 350,000.
    """
    name = "/".join((kind, *path))
    raw = hashlib.sha1(town_namespace(town).bytes + name.encode(), usedforsecurity=False).digest()
    hexed = f"{int.from_bytes(raw[:16]) & (_BITS ^ _FIXED) | _VERSION_5:032x}"
    return f"{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:]}"
